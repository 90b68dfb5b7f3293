//! The page of one target: what it rests on, how far it reached, the picture, and the rows.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kernel::OrgId;
use kit::{Answer, Req, Shell, W};
use target::State;

use super::sankey::{self, Sankey};
use super::view::{self, Chip};
use crate::actions::cascade::{CascadeView, Row, cascade};

#[derive(Template)]
#[template(path = "pages/target.html")]
struct TargetPage {
    s: Shell,
    w: W,
    view: TargetView,
}

/// What the page shows.
#[derive(Debug, Clone)]
struct TargetView {
    title: String,
    sub: String,
    short: String,
    /// From the clause down: who, what, where.
    chain: Vec<(String, String, String)>,
    value: String,
    /// The issue it stands in, for those who may open it: its issuer; empty for others.
    issue_href: String,
    issue_name: String,
    sankey: Option<Sankey>,
    /// The places above the shown rows: name and address.
    way: Vec<(String, String)>,
    under: String,
    under_note: String,
    /// Items resting on the target that this organisation sent itself.
    under_items: Vec<(String, String)>,
    rows: Vec<RowView>,
}

/// One organisation right below.
#[derive(Debug, Clone)]
struct RowView {
    name: String,
    /// Where its own rows are; empty for the lowest.
    href: String,
    chip: Chip,
    letter: &'static str,
    reason: String,
    items: Vec<(String, String)>,
    stops: i64,
    share: String,
    fraction: String,
    width: String,
    lowest: bool,
}

/// GET of the page.
pub(super) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let under: Option<OrgId> = req.query.opt("under").map(str::parse).transpose().map_err(|_| AppError::NotFound)?;
    let found = cascade(&req.cx, id, under).await?;
    let own = req.cx.actor().seat.org == found.target.issuer;
    let view = target_view(&req.w, &found, own);
    req.render(&TargetPage { s: req.shell(), w: req.w, view })
}

fn target_view(w: &W, found: &CascadeView, own: bool) -> TargetView {
    let target = &found.target;
    let address = target.address();
    let reach = found.head.reach;
    let title = w.f("reach.target.title", &[("text", &target.text), ("share", &view::share(reach))]);
    let sub = w.f("reach.target.sub", &[("name", &found.head.name), ("fraction", &view::fraction(reach))]);
    TargetView {
        title,
        sub,
        short: format!("{}. {}", target.seq, target.text.chars().take(24).collect::<String>()),
        chain: chain(found),
        value: [found.measure.trim(), target.value.trim()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        issue_href: if own { format!("/letters/issues/{}", target.issue) } else { String::new() },
        issue_name: format!("{} {}", target.issuer_name, target.title),
        sankey: sankey::draw(w, &found.picture, &found.levels),
        way: found.way.iter().map(|(org, name)| (name.clone(), format!("{address}?under={org}"))).collect(),
        under: found.under.name.clone(),
        under_note: view::chip(w, found.under.fate).word.to_owned(),
        under_items: items(&found.under),
        rows: found.rows.iter().map(|r| row(w, &address, r)).collect(),
    }
}

fn chain(found: &CascadeView) -> Vec<(String, String, String)> {
    let Some(chain) = &found.chain else { return Vec::new() };
    let clause = chain.clause.iter().map(|c| (c.owner.clone(), c.name(), c.address()));
    let targets = chain.targets.iter().rev();
    let targets = targets.map(|t| (t.issuer_name.clone(), format!("{}. {}", t.seq, t.text), t.address()));
    clause.chain(targets).collect()
}

fn row(w: &W, address: &str, row: &Row) -> RowView {
    RowView {
        name: row.name.clone(),
        href: if row.children > 0 { format!("{address}?under={}", row.org) } else { String::new() },
        chip: view::chip(w, row.fate),
        letter: row.letter.map_or("", |state| w.t(letter_word(state))),
        reason: row.reason.clone(),
        items: items(row),
        stops: row.stops,
        share: view::share(row.reach),
        fraction: view::fraction(row.reach),
        width: view::width(row.reach),
        lowest: row.children == 0,
    }
}

/// Items that an organisation sent: address and words.
fn items(row: &Row) -> Vec<(String, String)> {
    row.items.iter().map(|i| (format!("/lists/{}", i.list), format!("{} {}. {}", i.month, i.seq, i.text))).collect()
}

const fn letter_word(state: State) -> &'static str {
    match state {
        State::Issued => "reach.letter.issued",
        State::Signed => "reach.letter.signed",
        State::InForce => "reach.letter.in_force",
        State::Superseded => "reach.letter.superseded",
        State::Withdrawn => "reach.letter.withdrawn",
    }
}
