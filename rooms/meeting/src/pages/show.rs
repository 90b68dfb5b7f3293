//! The page of one meeting: agenda, decisions, who came, minutes.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::{AppError, Difference};
use kernel::{Faults, MeetingId, OrgId};
use kit::{Answer, FormView, Req, Shell, W};
use task_list::pages::{ground, view::Opt};

use super::{
    Chip, address,
    agenda::{Reader, Sentence, sentence},
    decision::{CLAUSE, DECIDE, DecisionRow, Refused, WhoChoice, clause_field_of, decision_row, who_choices},
    href,
    list::{minutes_chip, when},
    moment,
    paper::draft_text,
    role,
};
use crate::{
    access::Sight,
    actions::show::{self, GuestView, ProposalView, Rights, Shown},
    rules::{Kind, Stage, minutes::Presence},
};

#[derive(Template)]
#[template(path = "pages/show.html")]
struct ShowPage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    chip: Chip,
    /// Why it was moved or cancelled; empty if it was not.
    note: String,
    here: String,
    list_href: String,
    version: i64,
    rights: Rights,
    stage: StageView,
    /// Since when the figures stand still; empty while they are drawn.
    fixed: String,
    lines: Vec<Sentence>,
    topics: Vec<Topic>,
    carried: Vec<DecisionRow>,
    decisions: Vec<DecisionRow>,
    decided: String,
    who: Vec<WhoChoice>,
    targets: Vec<Opt>,
    /// The field in which a clause is chosen, as HTML of its own room.
    clause: String,
    guests: Vec<GuestRow>,
    presence: String,
    absent: String,
    /// Heads as they were noted: of the organisation itself, and others.
    heads: (String, String),
    /// The last day of the next month: what most decisions are due by.
    usual_due: String,
    minutes: MinutesView,
    differences: Vec<(&'static str, String, String)>,
    form: FormView,
    /// Which form was not taken, to give back what was typed in it.
    again: String,
    day: String,
    start: String,
    place: String,
}

/// What of its stage the page asks.
struct StageView {
    planned: bool,
    held: bool,
    adopted: bool,
    /// It may be held now.
    due: bool,
}

/// A topic of its own.
struct Topic {
    id: String,
    text: String,
}

/// One invited organisation.
struct GuestRow {
    org: String,
    name: String,
    /// Whose post is meant.
    who: String,
    present: Option<bool>,
}

/// The minutes as far as they are.
struct MinutesView {
    chip: Chip,
    /// What stands in the draft's field.
    text: String,
    rev: i64,
    /// Number in words, when adopted, its address.
    revisions: Vec<(String, String, String)>,
    open: Option<ProposalRow>,
    refused: Vec<ProposalRow>,
}

/// A proposed correction.
struct ProposalRow {
    rev: i64,
    head: String,
    text: String,
    reason: String,
    verdict: String,
    mine: bool,
}

pub(super) async fn page(req: Req, Path((org, meeting)): Path<(String, String)>) -> Answer {
    let (org, meeting) = address(&org, &meeting)?;
    let shown = show::meeting(&req.cx, org, meeting).await?;
    render(&req, StatusCode::OK, &shown, (FormView::default(), String::new()), Vec::new())
}

/// The page again after a form that was not taken: with everything typed, every fault, every difference.
pub(super) async fn again(req: &Req, (org, meeting): (OrgId, MeetingId), which: &str, error: AppError) -> Answer {
    let (status, faults, differences) = match error {
        AppError::Invalid(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults, Vec::new()),
        AppError::Conflict(found) => (StatusCode::CONFLICT, Faults::new(), found),
        other => return Err(other.into()),
    };
    let shown = show::meeting(&req.cx, org, meeting).await?;
    let shown = match clause_field_of(which) {
        Some(field) => {
            let typed = ground::read(&req.form, &field, "target").unwrap_or_default();
            show::with_chosen(&req.cx, shown, typed).await?
        }
        None => shown,
    };
    let form = FormView::again(&req.form).refused(&faults, &req.w);
    let unknown = || Difference { field: "meeting.field.stage", mine: String::new(), theirs: String::new() };
    let conflict = status == StatusCode::CONFLICT;
    let differences = if conflict && differences.is_empty() { vec![unknown()] } else { differences };
    render(req, status, &shown, (form, which.to_owned()), differences)
}

fn render(
    req: &Req,
    status: StatusCode,
    shown: &Shown,
    (form, again): (FormView, String),
    found: Vec<Difference>,
) -> Answer {
    let (w, row, offered) = (req.w, &shown.row, &shown.offered);
    let of_decide = |name: &str| if again == DECIDE { form.value(name) } else { "" };
    let wrong = if again == DECIDE { form.error(CLAUSE) } else { "" };
    let refused = Refused { form: &form, which: &again };
    let decided = |d: &show::DecisionView| decision_row(req, shown, d, refused);
    let picked = (of_decide(CLAUSE), of_decide("clause_ref"));
    let reader = Reader { host: shown.host.id, sight: Some(shown.sight), now: req.cx.house().month() };
    let words = |e: &&show::AgendaEntry| !matches!(e.line.kind, Kind::Decision | Kind::Topic);
    let topics = shown.agenda.iter().filter(|e| e.line.kind == Kind::Topic);
    let page = ShowPage {
        s: req.shell(),
        w,
        title: title(&w, shown),
        sub: sub(&w, shown),
        chip: Chip::of_stage(row.stage, &w),
        note: note(&w, shown),
        here: href(shown.host.id, row.id),
        list_href: list_href(shown),
        version: row.version,
        rights: shown.rights,
        stage: StageView {
            planned: row.stage == Stage::Planned,
            held: row.stage == Stage::Held,
            adopted: row.rev > 0,
            due: row.stage == Stage::Planned && row.day <= req.cx.house().today(),
        },
        fixed: row.held_at.map(|at| moment(at, &req.cx.house().zone)).unwrap_or_default(),
        lines: shown.agenda.iter().filter(words).map(|e| sentence(&w, &e.line, reader)).collect(),
        topics: topics
            .map(|e| Topic { id: e.id.map(|id| id.to_string()).unwrap_or_default(), text: e.line.text.clone() })
            .collect(),
        carried: shown.carried.iter().map(decided).collect(),
        decisions: shown.decisions.iter().map(decided).collect(),
        decided: w.f("meeting.show.decisions", &[("n", &shown.decisions.len())]),
        who: who_choices(&w, shown, of_decide("who")),
        targets: ground::targets(&w, offered, of_decide("target")),
        clause: ground::clause(&w, offered, CLAUSE.to_owned(), picked, wrong),
        guests: shown.guests.iter().map(|g| guest(&w, g)).collect(),
        presence: presence(&w, &shown.presence),
        absent: shown.presence.absent.join(w.t("meeting.show.comma")),
        heads: (heads(row.own_present), heads(row.others)),
        usual_due: row.month.plus(1).last_day().to_string(),
        minutes: minutes(req, shown, &form, &again),
        differences: found.into_iter().map(|d| (w.t(d.field), w.value(&d.mine), w.value(&d.theirs))).collect(),
        day: row.day.to_string(),
        start: row.start.to_string(),
        place: row.place.clone(),
        form,
        again,
    };
    req.render_as(status, &page)
}

fn title(w: &W, shown: &Shown) -> String {
    let when = when(w, shown.row.day, shown.row.start);
    w.f("meeting.show.title", &[("title", &shown.row.title), ("when", &when)])
}

fn sub(w: &W, shown: &Shown) -> String {
    let mut parts = vec![shown.host.name.clone()];
    if !shown.row.place.is_empty() {
        parts.push(shown.row.place.clone());
    }
    parts.push(w.f("meeting.show.lasts", &[("n", &shown.row.lasts)]));
    parts.join(" \u{b7} ")
}

fn note(w: &W, shown: &Shown) -> String {
    let row = &shown.row;
    match (row.stage, row.by_hand) {
        (Stage::Cancelled, _) => w.f("meeting.list.cancelled", &[("reason", &row.reason)]),
        (_, true) => w.f("meeting.list.moved", &[("from", &row.planned_day.short()), ("reason", &row.reason)]),
        _ => String::new(),
    }
}

/// Heads as a field shows them.
fn heads(n: Option<i64>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

/// The list this meeting stands in for the reader.
fn list_href(shown: &Shown) -> String {
    if shown.sight == Sight::Above { format!("/meetings?of={}", shown.host.id) } else { "/meetings".to_owned() }
}

fn guest(w: &W, g: &GuestView) -> GuestRow {
    let who = if g.posts.is_empty() { role(&g.role, w).to_owned() } else { g.posts.join(w.t("meeting.show.comma")) };
    GuestRow { org: g.org.to_string(), name: g.name.clone(), who, present: g.present }
}

/// Who came, in one sentence; what was not counted is said to be unknown.
pub(super) fn presence(w: &W, p: &Presence) -> String {
    let mut said = match p.came {
        _ if p.invited == 0 => w.t("meeting.show.nobody_invited").to_owned(),
        None => w.f("meeting.show.not_counted", &[("invited", &p.invited)]),
        Some(came) => w.f("meeting.show.came", &[("invited", &p.invited), ("came", &came)]),
    };
    for (key, n) in [("meeting.show.own_heads", p.own), ("meeting.show.other_heads", p.others)] {
        if let Some(n) = n {
            said.push_str(&w.f(key, &[("n", &n)]));
        }
    }
    said
}

fn minutes(req: &Req, shown: &Shown, form: &FormView, again: &str) -> MinutesView {
    let (w, row, zone) = (&req.w, &shown.row, &req.cx.house().zone);
    let here = href(shown.host.id, row.id);
    let revision = |(rev, _, at): &(i64, String, kernel::Instant)| {
        let name = w.f("meeting.minutes.rev", &[("n", rev)]);
        (name, moment(*at, zone), format!("{here}/minutes?rev={rev}"))
    };
    let text = match again {
        "minutes" | "correct" => form.value("minutes").to_owned(),
        _ if row.text.is_empty() && row.stage == Stage::Held => draft_text(w, shown, req.cx.house().month()),
        _ => row.text.clone(),
    };
    let (open, decided): (Vec<_>, Vec<_>) =
        shown.proposals.iter().filter(|p| p.stage != "confirmed").partition(|p| p.stage == "proposed");
    MinutesView {
        chip: minutes_chip(w, row.rev),
        text,
        rev: row.rev,
        revisions: shown.revisions.iter().rev().map(revision).collect(),
        open: open.into_iter().map(|p| proposal(req, p)).next(),
        refused: decided.into_iter().map(|p| proposal(req, p)).collect(),
    }
}

fn proposal(req: &Req, p: &ProposalView) -> ProposalRow {
    let (w, zone) = (&req.w, &req.cx.house().zone);
    let verdict = p.decided.as_ref().map(|(by, org, at, reason)| {
        let (by, at) = (role(by, w), moment(*at, zone));
        w.f("meeting.minutes.verdict", &[("role", &by), ("org", org), ("at", &at), ("reason", reason)])
    });
    let (by, at) = (role(&p.by_role, w), moment(p.at, zone));
    ProposalRow {
        rev: p.rev,
        head: w.f("meeting.minutes.proposed_by", &[("rev", &p.rev), ("role", &by), ("at", &at)]),
        text: p.minutes.text.clone(),
        reason: p.minutes.reason.clone(),
        verdict: verdict.unwrap_or_default(),
        mine: p.mine,
    }
}
