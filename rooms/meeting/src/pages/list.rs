//! The meetings of an organisation.

use askama::Template;
use kernel::{Day, OrgId, Page, text::thousands};
use kit::{Answer, Req, Shell, W};
use task_list::pages::view::full_day_name;

use super::{Chip, href, series::sentence};
use crate::{
    actions::view::{self, Entry, Meetings},
    rules::Stage,
};

/// Rows of one page of what was.
const PAGE: i64 = 30;

#[derive(Template)]
#[template(path = "pages/list.html")]
struct ListPage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    plan: bool,
    next: Vec<Row>,
    past: Vec<Row>,
    series: Vec<SeriesRow>,
    /// Years whose rest days nobody knows yet, in a sentence; empty if all are known.
    unknown: String,
    /// Organisations right below, to look at theirs: id, name, whether it is shown.
    below: Vec<(String, String, bool)>,
    older: String,
    first: String,
}

/// One meeting.
struct Row {
    href: String,
    title: String,
    host: String,
    when: String,
    place: String,
    chip: Chip,
    /// Moved or cancelled, and why.
    note: String,
    /// Decisions, and how many of them are open.
    decisions: String,
    open: String,
    minutes: Option<Chip>,
}

/// One series.
struct SeriesRow {
    href: String,
    title: String,
    sentence: String,
    ended: String,
}

pub(super) async fn page(req: Req) -> Answer {
    let of: Option<OrgId> = req.query.get("of").parse().ok();
    let page = Page::new(req.query.opt("after").map(str::to_owned), Some(PAGE));
    let found = view::meetings(&req.cx, of, page).await?;
    let w = req.w;
    let base = if found.own { "/meetings?".to_owned() } else { format!("/meetings?of={}&", found.of.id) };
    let below = below(&req, found.of.id).await?;
    let older = found.past.next.as_ref().map(|key| format!("{base}after={key}")).unwrap_or_default();
    let view = ListPage {
        s: req.shell(),
        w,
        title: title(&req, &found),
        sub: found.of.name.clone(),
        plan: found.plan,

        next: found.next.iter().map(|e| row(&req, e)).collect(),
        past: found.past.items.iter().map(|e| row(&req, e)).collect(),
        series: found.series.iter().map(|s| series_row(&req, s, found.plan)).collect(),
        unknown: unknown(&w, &found.unknown_years),
        below,
        older,
        first: if req.query.opt("after").is_some() { base } else { String::new() },
    };
    req.render(&view)
}

/// Organisations right below one's own, to look at their meetings.
async fn below(req: &Req, shown: OrgId) -> Result<Vec<(String, String, bool)>, cx::AppError> {
    let seat = &req.cx.actor().seat;
    let found = org::children(&req.cx, seat.org, None, Page::new(None, Some(Page::MOST))).await?;
    if found.items.is_empty() {
        return Ok(Vec::new());
    }
    let own = (seat.org.to_string(), seat.org_name.clone(), seat.org == shown);
    let rest = found.items.into_iter().map(|b| (b.org.id.to_string(), b.org.name.clone(), b.org.id == shown));
    Ok(std::iter::once(own).chain(rest).collect())
}

/// When the next meeting is.
fn title(req: &Req, found: &Meetings) -> String {
    let w = &req.w;
    match found.next.iter().find(|e| e.row.stage != Stage::Cancelled && !held_before(req, e)) {
        None => w.t("meeting.list.title_none").to_owned(),
        Some(next) => {
            let when = when(w, next.row.day, next.row.start);
            w.f("meeting.list.title", &[("when", &when), ("title", &next.row.title)])
        }
    }
}

/// Whether it is over already, though it was today.
fn held_before(req: &Req, e: &Entry) -> bool {
    e.row.stage == Stage::Held && e.row.rev > 0 && e.row.day <= req.cx.house().today()
}

/// A day and a time as people say them.
pub(super) fn when(w: &W, day: Day, start: crate::rules::Clock) -> String {
    w.f("meeting.when", &[("day", &full_day_name(w, day)), ("start", &start)])
}

fn unknown(w: &W, years: &[i64]) -> String {
    let years: Vec<String> = years.iter().map(i64::to_string).collect();
    if years.is_empty() { String::new() } else { w.f("meeting.list.unknown", &[("years", &years.join(", "))]) }
}

fn row(req: &Req, e: &Entry) -> Row {
    let (w, m) = (&req.w, &e.row);
    let note = match (m.stage, m.by_hand) {
        (Stage::Cancelled, _) => w.f("meeting.list.cancelled", &[("reason", &m.reason)]),
        (_, true) => {
            let from = m.planned_day.short();
            w.f("meeting.list.moved", &[("from", &from), ("reason", &m.reason)])
        }
        _ => String::new(),
    };
    let (all, open) = e.decisions;
    Row {
        href: href(m.org, m.id),
        title: m.title.clone(),
        host: if e.called { w.f("meeting.list.called", &[("host", &e.host)]) } else { String::new() },
        when: when(w, m.day, m.start),
        place: m.place.clone(),
        chip: Chip::of_stage(m.stage, w),
        note,
        decisions: if all > 0 { thousands(all) } else { String::new() },
        open: if open > 0 { w.f("meeting.list.open", &[("n", &thousands(open))]) } else { String::new() },
        minutes: (m.stage == Stage::Held).then(|| minutes_chip(w, m.rev)),
    }
}

/// How the minutes of a held meeting stand.
pub(super) fn minutes_chip(w: &W, rev: i64) -> Chip {
    match rev {
        0 => Chip { class: "st-returned", label: w.t("meeting.minutes.draft") },
        1 => Chip { class: "st-closed", label: w.t("meeting.minutes.adopted") },
        _ => Chip { class: "st-verified", label: w.t("meeting.minutes.corrected") },
    }
}

fn series_row(req: &Req, s: &view::SeriesView, plan: bool) -> SeriesRow {
    let w = &req.w;
    SeriesRow {
        href: if plan { format!("/meetings/series/{}", s.id) } else { String::new() },
        title: s.draft.plan.title.clone(),
        sentence: sentence(w, &s.draft),
        ended: s.until.map(|m| w.f("meeting.series.ended", &[("month", &m)])).unwrap_or_default(),
    }
}
