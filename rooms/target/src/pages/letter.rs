//! One letter: the paper, what can be done with it, its history and its revisions.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::Faults;
use kit::{Answer, FormView, Req, Shell, W};

use super::paper::Paper;
use super::view::{self, Chip};
use crate::actions::show::{Can, LetterDetail, letter};
use crate::actions::{Key, mine::current};
use crate::rules::Shown;

#[derive(Template)]
#[template(path = "pages/letter.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    chip: Chip,
    here: String,
    paper: Paper,
    can: Can,
    rev: i64,
    version: i64,
    needs_password: bool,
    form: FormView,
    /// Sentences that stand above the paper: class and text.
    notes: Vec<(&'static str, String)>,
    /// Address of the revision that counts, if another is shown.
    newest: String,
    objection: String,
    steps: Vec<Step>,
    history: Vec<HistoryRow>,
    revisions: Vec<RevisionRow>,
    compare: String,
    mine: bool,
    /// Address of the official paper of this revision, without its format.
    paper_file: String,
    /// The letter's own draft below: from which a worker builds the next level's issue.
    build: String,
}

/// One stop of the way.
struct Step {
    class: &'static str,
    word: &'static str,
    at: String,
}

struct HistoryRow {
    class: &'static str,
    what: String,
    who: String,
    at: String,
    reason: String,
}

struct RevisionRow {
    href: String,
    name: String,
    chip: Chip,
    at: String,
    on: bool,
}

/// GET.
pub(super) async fn show(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let key = view::key(&path)?;
    let rev = req.query.get("rev").parse().ok();
    page(&req, key, rev, StatusCode::OK, &Faults::new()).await
}

/// The page, with a refused form as it was typed.
pub(super) async fn page(req: &Req, key: Key, rev: Option<i64>, status: StatusCode, faults: &Faults) -> Answer {
    let d = letter(&req.cx, key, rev).await?;
    let w = req.w;
    let here = view::href(key);
    let newest = current(&d.revisions).filter(|c| c.rev != d.row.rev);
    let seat = &req.cx.actor().seat;
    let mine = seat.org == d.row.org;
    let page = Page {
        s: req.shell(),
        w,
        title: w.f("target.letter.title", &[("org", &d.letter.recipient.name), ("year", &d.row.year)]),
        sub: format!("{} · {}", d.letter.number, d.letter.title),
        chip: view::chip(&w, d.shown, d.row.objected),
        paper: Paper::of(&d, &w, &req.cx.house().zone),
        can: if newest.is_some() { Can { revise: d.can.revise, ..Can::default() } } else { d.can },
        rev: d.row.rev,
        version: d.row.version,
        needs_password: needs_password(req),
        form: FormView::again(&req.form).refused(faults, &w),
        notes: notes(req, &d),
        newest: newest.map(|_| here.clone()).unwrap_or_default(),
        objection: objection(&d),
        steps: steps(req, &d),
        history: d.steps.iter().rev().map(|s| history_row(req, s)).collect(),
        revisions: d.revisions.iter().rev().map(|r| revision_row(req, &here, r, d.row.rev)).collect(),
        compare: if d.revisions.len() > 1 { format!("{here}/compare?rev={}", d.row.rev) } else { String::new() },
        paper_file: format!("/papers/letter/{}/{}.{}", key.org, key.issue, d.row.rev),
        build: build(req, &d, mine),
        mine,
        here,
    };
    req.render_as(status, &page)
}

/// Whether the form of an act asks for the password: unless it was typed within five minutes.
pub(super) fn needs_password(req: &Req) -> bool {
    let held = req
        .caller
        .as_ref()
        .is_some_and(|c| account::Proof::of_session(c).holds(req.cx.actor().account, req.cx.house().now()));
    !held
}

/// Where the next level's issue is begun from this letter, once it is signed and if anybody stands below.
fn build(req: &Req, d: &LetterDetail, mine: bool) -> String {
    let seat = &req.cx.actor().seat;
    let signed = matches!(d.shown, Shown::Signed | Shown::InForce);
    if mine && signed && crate::access::WRITE.is_for(seat.role) && seat.leads {
        format!("/letters/issues?year={}&above={}.{}", d.row.year, d.row.issuer, d.row.issue)
    } else {
        String::new()
    }
}

fn notes(req: &Req, d: &LetterDetail) -> Vec<(&'static str, String)> {
    let w = &req.w;
    let mut notes = Vec::new();
    if !d.sound || d.signatures.iter().any(|(_, holds)| !holds) {
        notes.push(("is-bad", w.t("target.letter.unsound").to_owned()));
    }
    if let Some(heir) = &d.heir {
        notes.push(("is-note", w.f("target.letter.heir", &[("org", heir)])));
    }
    match d.shown {
        Shown::Superseded => notes.push(("is-warn", w.t("target.letter.superseded").to_owned())),
        Shown::Ended => notes.push(("is-note", w.f("target.letter.ended", &[("until", &d.row.until)]))),
        Shown::Withdrawn => notes.push(("is-warn", w.t("target.letter.withdrawn").to_owned())),
        Shown::Issued if d.row.rev > 1 => {
            let by = w.t(if d.row.proposed_by == "issuer" {
                "target.letter.by_issuer"
            } else {
                "target.letter.by_recipient"
            });
            notes.push(("is-note", w.f("target.letter.proposed", &[("by", &by), ("reason", &d.row.reason)])));
        }
        _ => {}
    }
    if d.can.not_first {
        notes.push(("is-warn", w.t("target.letter.not_first").to_owned()));
    }
    notes
}

/// The open objection; empty if there is none.
fn objection(d: &LetterDetail) -> String {
    if !d.row.objected {
        return String::new();
    }
    let last = d.steps.iter().rfind(|s| s.rev == d.row.rev && s.kind.code() == "objected");
    last.map(|s| s.reason.clone()).unwrap_or_default()
}

fn steps(req: &Req, d: &LetterDetail) -> Vec<Step> {
    let (w, zone) = (&req.w, &req.cx.house().zone);
    let at = |at: Option<kernel::Instant>| at.map(|at| at.short(zone)).unwrap_or_default();
    let row = &d.row;
    let now = |done: bool, before: bool| match (done, before) {
        (true, _) => "is-done",
        (false, true) => "is-now",
        (false, false) => "",
    };
    let (signed, force) = (row.signed_at.is_some(), row.in_force_at.is_some());
    vec![
        Step { class: "is-done", word: w.t("target.step.issued"), at: at(Some(row.issued_at)) },
        Step { class: now(signed, true), word: w.t("target.step.signed"), at: at(row.signed_at) },
        Step { class: now(force, signed), word: w.t("target.step.countersigned"), at: at(row.in_force_at) },
    ]
}

fn history_row(req: &Req, step: &crate::actions::StepRow) -> HistoryRow {
    let w = &req.w;
    let code = step.kind.code();
    let class = match code {
        "signed" => "st-signed",
        "countersigned" => "st-closed",
        "objected" => "st-returned",
        "withdrawn" | "superseded" => "st-withdrawn",
        _ => "st-issued",
    };
    let word = w.t(&format!("target.step.{code}"));
    let post = step.title.as_deref().unwrap_or_default();
    HistoryRow {
        class,
        what: if step.rev > 1 {
            format!("{word} · {}", w.n("target.letter.rev_n", step.rev))
        } else {
            word.to_owned()
        },
        who: format!("{} · {post}", step.org_name.as_deref().unwrap_or_default()),
        at: step.at.full(&req.cx.house().zone),
        reason: step.reason.clone(),
    }
}

fn revision_row(req: &Req, here: &str, row: &crate::actions::LetterRow, shown: i64) -> RevisionRow {
    let state = row.state.shown(row.until, req.cx.house().today());
    RevisionRow {
        href: format!("{here}?rev={}", row.rev),
        name: req.w.n("target.letter.rev_n", row.rev),
        chip: view::chip(&req.w, state, row.objected),
        at: row.issued_at.day(&req.cx.house().zone).to_string(),
        on: row.rev == shown,
    }
}
