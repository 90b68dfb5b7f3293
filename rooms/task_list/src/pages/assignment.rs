//! The page of one assignment: what it is, where it stands, what this seat may do now, and its history.

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::IntoResponse,
};
use cx::AppError;
use kit::{Answer, FormView, Req, Shell, W};

use super::{
    fields::FieldKind,
    forms::{self, Ask, AskKind, Press, Refused, ReportForm},
    link,
    told::{self, Asked, Told},
    view::{self, Chip, Lamp, Stack, Tokens},
};
use crate::{
    actions::{
        Key,
        card::{self, Card, Detail, StepView},
        ground::ChainLink,
    },
    rules::{State, StepKind},
};

/// Organisation, month and item of an address.
pub(crate) type Place = Path<(String, String, String)>;

/// The page.
#[derive(Template)]
#[template(path = "assignment.html")]
pub(crate) struct AssignmentPage {
    s: Shell,
    w: W,
    view: AssignmentView,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub(crate) struct AssignmentView {
    title: String,
    short: String,
    sub: String,
    up: &'static str,
    up_href: &'static str,
    href: String,
    /// Why the last form did nothing; empty if it did.
    problem: String,
    steps: Vec<Mark>,
    sign: Option<Tokens>,
    sign_help: &'static str,
    form: Option<ReportForm>,
    told: Option<Told>,
    /// Single buttons of whoever decides on the report.
    presses: Vec<Press>,
    /// Their forms with reasons.
    judge: Vec<Ask>,
    asked: Option<Asked>,
    lower: Option<Lower>,
    /// Whether there is nothing for this seat to do.
    idle: bool,
    idle_text: &'static str,
    line: Vec<LineStep>,
    chip: Chip,
    lamp: Option<Lamp>,
    org: String,
    due: String,
    requirement: String,
    basis: String,
    /// Whether it rests on no row, whatever the words say.
    baseless: bool,
    chain: Vec<ChainLink>,
    /// The end of the chain: this item.
    here: String,
    from: String,
    minutes: String,
    /// Requests of the organisation, and the issuer's withdrawal.
    asks: Vec<Ask>,
    split: Option<Press>,
}

/// One mark of the way from issued to closed.
#[derive(Debug, Clone)]
struct Mark {
    class: &'static str,
    now: bool,
    word: &'static str,
    when: String,
}

/// One step of the history.
#[derive(Debug, Clone)]
struct LineStep {
    class: &'static str,
    word: &'static str,
    who: String,
    iso: String,
    at: String,
    on_day: String,
    reason: String,
}

/// How the lower organisations stand to which an assignment was split.
#[derive(Debug, Clone)]
struct Lower {
    href: String,
    name: String,
    legend: Vec<Chip>,
    bar: Stack,
    share: String,
}

/// The key in an address.
pub(crate) fn key_of(Path((org, month, item)): &Place) -> Result<Key, AppError> {
    format!("{org}/{month}/{item}").parse()
}

/// GET of the page.
pub(crate) async fn show(req: Req, place: Place) -> Answer {
    let detail = card::assignment(&req.cx, key_of(&place)?).await?;
    page(&req, &detail, StatusCode::OK, None, None)
}

/// A photo: an image and nothing else, whatever a browser would like to make of it.
pub(crate) async fn photo(req: Req, Path((org, month, item, hash)): Path<(String, String, String, String)>) -> Answer {
    let key = format!("{org}/{month}/{item}").parse()?;
    let bytes = card::photo(&req.cx, key, hash).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, bytes).into_response())
}

/// The page, with the form that was refused as it was typed.
pub(crate) fn page(
    req: &Req,
    detail: &Detail,
    status: StatusCode,
    report: Option<&FormView>,
    refused: Refused<'_>,
) -> Answer {
    let view = assignment_view(req, detail, report, refused);
    req.render_as(status, &AssignmentPage { s: req.shell(), w: req.w, view })
}

fn assignment_view(req: &Req, detail: &Detail, report: Option<&FormView>, refused: Refused<'_>) -> AssignmentView {
    let (w, card) = (&req.w, &detail.card);
    let own = req.cx.actor().seat.org == card.key.org;
    let href = link::href(card.key);
    let problem = report.or(refused.map(|r| r.1)).map_or_else(String::new, |t| t.error("").to_owned());
    let form = (card.can.report && !card.can.sign).then(|| forms::report_form(req, card, report, false));
    let asked = told::asked(req, detail, refused);
    let presses = told::presses(req, card, &forms::here(req, &href));
    let idle = form.is_none() && !card.can.sign && presses.is_empty() && asked.is_none();
    AssignmentView {
        title: title(w, card),
        short: shorten(&card.item.text, 24),
        sub: sub(w, card),
        up: w.t(if own { "task_list.crumb.month" } else { "task_list.board.crumb" }),
        up_href: if own { "/" } else { "/board" },
        problem,
        steps: marks(req, detail),
        sign: card.can.sign.then(|| forms::tokens(req, card.version, &forms::here(req, &href))),
        sign_help: w.t("task_list.assignment.sign_help"),
        form,
        told: told::told(req, card),
        presses,
        judge: if card.can.send_back { vec![forms::ask(req, AskKind::Return, card, refused)] } else { Vec::new() },
        asked,
        lower: lower(w, detail),
        idle,
        idle_text: if own { view::waiting(w, card.state) } else { w.t("task_list.assignment.watch") },
        line: detail.steps.iter().rev().map(|s| line_step(req, s)).collect(),
        chip: view::chip(w, card.state),
        lamp: card.light.map(|l| view::lamp(w, l, card.due_day, req.cx.house().today())),
        org: card.org_name.clone(),
        due: view::full_day_name(w, card.due_day),
        requirement: card.item.requirement.clone(),
        basis: card.item.basis.clone(),
        baseless: card.item.is_baseless(),
        chain: detail.chain.clone(),
        here: w.f("task_list.assignment.place", &[("number", &card.item.number), ("n", &card.item.seq)]),
        from: from(card),
        minutes: view::minutes_name(w, card.item.minutes),
        asks: asks(req, card, refused),
        split: card.can.split.then(|| split(req, card)).filter(|_| req.cx.actor().seat.leads),
        href,
    }
}

fn title(w: &W, card: &Card) -> String {
    let state = w.t(card.state.word());
    w.f("task_list.assignment.title", &[("text", &shorten(&card.item.text, 60)), ("state", &state)])
}

/// The beginning of a long text.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= most && line.len() == text.trim_end().len() {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(most).collect();
    short.push('…');
    short
}

fn sub(w: &W, card: &Card) -> String {
    let issued = w.f("task_list.assignment.from", &[("issuer", &card.item.issuer_name)]);
    let place = w.f("task_list.assignment.place", &[("number", &card.item.number), ("n", &card.item.seq)]);
    format!("{issued} · {place} · {}", card.org_name)
}

fn from(card: &Card) -> String {
    format!("{} {}", card.item.issuer_name, card.item.number).trim_end().to_owned()
}

fn asks(req: &Req, card: &Card, refused: Refused<'_>) -> Vec<Ask> {
    let may = [
        (card.can.ask_extension, AskKind::Extension),
        (card.can.decline, AskKind::Decline),
        (card.can.withdraw, AskKind::Withdraw),
    ];
    may.into_iter().filter(|(may, _)| *may).map(|(_, kind)| forms::ask(req, kind, card, refused)).collect()
}

fn split(req: &Req, card: &Card) -> Press {
    Press {
        action: format!("{}/split", link::href(card.key)),
        tokens: forms::tokens(req, card.version, "/lists"),
        label: req.w.t("task_list.act.split"),
        icon: "split",
        class: "btn-plain btn-sm",
        key: "",
        confirm: String::new(),
    }
}

fn lower(w: &W, detail: &Detail) -> Option<Lower> {
    let split = detail.split.as_ref()?;
    let href = split.lists.first().map_or_else(|| "/lists".to_owned(), |id| format!("/lists/{id}"));
    Some(Lower {
        name: w.f("task_list.say.count", &[("n", &view::all_of(&split.states))]),
        legend: view::legend(w),
        bar: view::bar(w, &split.states, href.clone()),
        share: view::share_of(&split.states),
        href,
    })
}

/// The way from issued to closed, with when each step was last taken.
fn marks(req: &Req, detail: &Detail) -> Vec<Mark> {
    let (w, card, zone) = (&req.w, &detail.card, &req.cx.house().zone);
    let when = |kind: StepKind| detail.steps.iter().rev().find(|s| s.kind == kind.code()).map(|s| s.at.short(zone));
    let bad = match card.state {
        State::Returned => Some(("task_list.state.returned", StepKind::Returned)),
        State::Declined => Some(("task_list.state.declined", StepKind::Declined)),
        State::Excused => Some(("task_list.state.excused", StepKind::Excused)),
        State::Withdrawn => Some(("task_list.state.withdrawn", StepKind::Withdrawn)),
        _ => None,
    };
    let reached = match card.state {
        State::Issued => 1,
        State::Signed => 2,
        State::Returned | State::Reported => 3,
        State::Verified => 4,
        State::Closed => 5,
        State::Declined | State::Excused | State::Withdrawn => {
            if when(StepKind::Reported).is_some() {
                3
            } else {
                1 + usize::from(when(StepKind::Signed).is_some())
            }
        }
    };
    let way = [
        ("task_list.step.issued", StepKind::Issued),
        ("task_list.step.signed", StepKind::Signed),
        ("task_list.step.reported", StepKind::Reported),
        ("task_list.step.verified", StepKind::Verified),
        ("task_list.step.closed", StepKind::Closed),
    ];
    let mut marks: Vec<Mark> = Vec::new();
    for (n, (word, kind)) in way.into_iter().enumerate() {
        let (done, next) = (n < reached, n == reached && bad.is_none());
        if let Some((word, kind)) = bad.filter(|_| n == reached) {
            marks.push(Mark { class: "is-bad", now: true, word: w.t(word), when: when(kind).unwrap_or_default() });
        }
        let due = || w.f("task_list.assignment.step_wait", &[("day", &card.due_day.short())]);
        let later = if next && n <= 2 { due() } else { String::new() };
        marks.push(Mark {
            class: if done {
                "is-done"
            } else if next {
                "is-now"
            } else {
                ""
            },
            now: next,
            word: w.t(word),
            when: if done { when(kind).unwrap_or_default() } else { later },
        });
    }
    marks
}

fn line_step(req: &Req, step: &StepView) -> LineStep {
    let zone = &req.cx.house().zone;
    LineStep {
        class: step_class(&step.kind),
        word: req.w.t(&format!("task_list.step.{}", step.kind)),
        who: format!("{} · {}", step.by_org_name, step.by_post),
        iso: step.at.rfc3339(),
        at: step.at.minute(zone),
        on_day: step.on_day.map(|d| on_day(&req.w, &step.kind, d)).unwrap_or_default(),
        reason: step.reason.clone(),
    }
}

fn on_day(w: &W, kind: &str, day: kernel::Day) -> String {
    if kind == StepKind::Reported.code() {
        w.f("task_list.assignment.on_day", &[("day", &day)])
    } else {
        w.f("task_list.assignment.to_day", &[("day", &day)])
    }
}

fn step_class(kind: &str) -> &'static str {
    match StepKind::of_code(kind) {
        Some(StepKind::Signed) => "st-signed",
        Some(StepKind::Reported) => "st-reported",
        Some(StepKind::Verified | StepKind::Granted) => "st-verified",
        Some(StepKind::Returned) => "st-returned",
        Some(StepKind::Closed) => "st-closed",
        Some(StepKind::Declined | StepKind::Asked) => "st-declined",
        Some(StepKind::Excused) => "st-accepted",
        Some(StepKind::Kept | StepKind::Refused) => "st-refused",
        Some(StepKind::Withdrawn) => "st-withdrawn",
        Some(StepKind::Issued | StepKind::Split) | None => "st-issued",
    }
}
