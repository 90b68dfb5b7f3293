//! The picture of a target as bands: columns are the levels of the tree, heights the lowest organisations below.
//!
//! Whole pixels are enough; nothing here decides anything, and the table beside it says the same in words.

use std::collections::BTreeMap;

use kernel::text::thousands;
use kit::W;

use super::view;
use crate::rules::{Fate, Picture};

const WIDTH: i64 = 720;
const HEIGHT: i64 = 260;
const TOP: i64 = 28;
const BAR: i64 = 14;
const GAP: i64 = 10;
/// Room for the words beside the last column.
const MARGIN: i64 = 150;

/// A bar: what became of the target in the organisations of one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) class: &'static str,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) height: i64,
    pub(super) word: String,
    pub(super) word_x: i64,
    pub(super) word_y: i64,
}

/// A band between two columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) class: &'static str,
    pub(super) path: String,
    pub(super) title: String,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) x: i64,
    pub(super) word: String,
}

/// The whole picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sankey {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) bar: i64,
    pub(super) heads: Vec<Head>,
    pub(super) bars: Vec<Bar>,
    pub(super) bands: Vec<Band>,
}

/// Where a bar stands: top, height, and how much of it the bands on either side have taken.
#[derive(Debug, Clone, Copy)]
struct Slot {
    y: i64,
    height: i64,
    weight: i64,
    left: i64,
    right: i64,
}

/// Draws a picture; none where there is nothing below the head. `names` are the levels of the columns.
pub(super) fn draw(w: &W, picture: &Picture, names: &[String]) -> Option<Sankey> {
    let total: i64 = picture.columns.first()?.values().map(|c| c.1).sum();
    if picture.columns.len() < 2 || total == 0 {
        return None;
    }
    let mut slots = slots(picture, total);
    let last = i64::try_from(picture.columns.len() - 1).unwrap_or(1);
    let x = |depth: usize| i64::try_from(depth).unwrap_or(0) * (WIDTH - MARGIN - BAR) / last;
    let mut sankey = Sankey { width: WIDTH, height: HEIGHT, bar: BAR, ..Sankey::default() };
    for (depth, column) in picture.columns.iter().enumerate() {
        sankey.heads.push(Head { x: x(depth), word: level_name(w, names.get(depth).map_or("", String::as_str)) });
        for (fate, (orgs, _)) in column {
            if let Some(slot) = slots.get(&(depth, *fate)) {
                sankey.bars.push(bar(w, x(depth), *slot, *fate, *orgs));
            }
        }
    }
    for flow in &picture.flows {
        let scale = |weight: i64, slot: &Slot| weight * slot.height / slot.weight.max(1);
        let Some(from) = slots.get_mut(&(flow.depth, flow.from)) else { continue };
        let thick = scale(flow.weight, from).max(1);
        let start = (x(flow.depth) + BAR, from.y + from.right, thick);
        from.right += thick;
        let Some(to) = slots.get_mut(&(flow.depth + 1, flow.to)) else { continue };
        let thick = scale(flow.weight, to).max(1);
        let end = (x(flow.depth + 1), to.y + to.left, thick);
        to.left += thick;
        let names = [view::chip(w, flow.from).word, view::chip(w, flow.to).word];
        let title = format!("{} → {} · {}", names[0], names[1], thousands(flow.weight));
        sankey.bands.push(Band { class: view::class(flow.to), path: band(start, end), title });
    }
    Some(sankey)
}

/// A level in words; one that only a file knows as it stands there.
fn level_name(w: &W, level: &str) -> String {
    let key = format!("org.level.{level}");
    if w.has(&key) { w.t(&key).to_owned() } else { level.to_owned() }
}

/// The bars of every column: heights by weight, at least two pixels, with gaps between them.
fn slots(picture: &Picture, total: i64) -> BTreeMap<(usize, Fate), Slot> {
    let mut slots = BTreeMap::new();
    for (depth, column) in picture.columns.iter().enumerate() {
        let gaps = i64::try_from(column.len()).unwrap_or(1).saturating_sub(1) * GAP;
        let room = HEIGHT - TOP - gaps;
        let mut y = TOP;
        for fate in Fate::ALL {
            let Some((_, weight)) = column.get(&fate) else { continue };
            let height = (weight * room / total).max(2);
            slots.insert((depth, fate), Slot { y, height, weight: *weight, left: 0, right: 0 });
            y += height + GAP;
        }
    }
    slots
}

fn bar(w: &W, x: i64, slot: Slot, fate: Fate, orgs: i64) -> Bar {
    Bar {
        class: view::class(fate),
        x,
        y: slot.y,
        height: slot.height,
        word: format!("{} {}", view::chip(w, fate).word, thousands(orgs)),
        word_x: x + BAR + 6,
        word_y: slot.y + slot.height / 2 + 4,
    }
}

/// A band from the right edge of a bar to the left edge of another: x, y and thickness at both ends.
fn band((x1, y1, t1): (i64, i64, i64), (x2, y2, t2): (i64, i64, i64)) -> String {
    let middle = i64::midpoint(x1, x2);
    format!(
        "M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}V{}C{middle} {} {middle} {} {x1} {}Z",
        y2 + t2,
        y2 + t2,
        y1 + t1,
        y1 + t1
    )
}
