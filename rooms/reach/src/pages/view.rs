//! Words and chips that both pages share.

use kit::W;

use crate::rules::{Fate, Reach};

/// A fate with its colour and word.
#[derive(Debug, Clone)]
pub(super) struct Chip {
    pub(super) class: &'static str,
    pub(super) word: &'static str,
}

pub(super) fn chip(w: &W, fate: Fate) -> Chip {
    Chip { class: class(fate), word: w.t(&format!("reach.fate.{}", fate.name())) }
}

/// Colours are those of the states of the month: done, on its way, sent back, not begun.
pub(super) const fn class(fate: Fate) -> &'static str {
    match fate {
        Fate::CarriedOn => "st-verified",
        Fate::PassedOver => "st-reported",
        Fate::Arrived => "st-closed",
        Fate::Cut => "st-declined",
        Fate::Stopped => "st-returned",
        Fate::Waiting => "st-signed",
        Fate::Missing => "st-withdrawn",
    }
}

/// `85.3%`; a dash without anybody.
pub(super) fn share(reach: Reach) -> String {
    match reach.permille() {
        None => "—".to_owned(),
        Some(1_000) => "100%".to_owned(),
        Some(0) => "0%".to_owned(),
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

/// Width of a bar, as a style wants it.
pub(super) fn width(reach: Reach) -> String {
    let tenths = reach.permille().unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `3,688 / 4,316`.
pub(super) fn fraction(reach: Reach) -> String {
    format!("{} / {}", kernel::text::thousands(reach.arrived), kernel::text::thousands(reach.of))
}
