//! The page of one statement: the draft to complete, or the paper with what belongs beside it.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::{AppError, Difference};
use kernel::{Fault, Faults, Month, OrgId};
use kit::{Answer, FormView, Req, Shell, W};

use super::{
    Chip, month_name,
    paper::{Changed, Paper, compared},
    role,
};
use crate::{
    actions::show::{self, Asked, Proposed, Rights, Shown},
    rules::{month::Standing, seen::Seen, texts},
};

#[derive(Template)]
#[template(path = "pages/show.html")]
struct ShowPage {
    s: Shell,
    w: W,
    title: String,
    chip: Chip,
    sub: String,
    here: String,
    /// Where it is had as an official paper.
    paper: String,
    month: Month,
    /// Key under which a device keeps what is typed.
    draft_key: String,
    rights: Rights,
    form: FormView,
    differences: Vec<(&'static str, String, String)>,
    /// The published paper.
    sealed: Option<Paper>,
    /// What changed against the revision before it.
    changed: Vec<Changed>,
    /// The paper as it would be published now, and what identifies that reading.
    draft: Option<Paper>,
    version: i64,
    seen: String,
    newest: i64,
    shown: i64,
    running: bool,
    is_public: bool,
    public_link: String,
    /// Number, name, when published.
    revisions: Vec<(i64, String, String)>,
    open: Option<ProposalView>,
    refused: Vec<ProposalView>,
    stated_most: usize,
    remark_most: usize,
}

/// A proposed correction beside what stands.
struct ProposalView {
    rev: i64,
    head: String,
    reason: String,
    /// Who refused it, and why; empty while it is open.
    verdict: String,
    changed: Vec<Changed>,
    /// Whether the reader proposed it: then somebody else has to decide.
    mine: bool,
}

/// The address of a statement; one that cannot be is not found.
pub(crate) fn address(org: &str, month: &str) -> Result<(OrgId, Month), AppError> {
    let org = org.parse().map_err(|_| AppError::NotFound)?;
    Ok((org, month.parse().map_err(|_| AppError::NotFound)?))
}

/// `?rev=2`; none if it is not there, not found if it is no number.
pub(crate) fn asked_rev(req: &Req) -> Result<Option<i64>, AppError> {
    req.query.opt("rev").map(|rev| rev.parse().map_err(|_| AppError::NotFound)).transpose()
}

pub(super) async fn page(req: Req, Path((org, month)): Path<(String, String)>) -> Answer {
    let (org, month) = address(&org, &month)?;
    let asked = Asked { rev: asked_rev(&req)?, correct: req.query.ticked("correct") };
    let shown = show::show(&req.cx, org, month, asked).await?;
    let form = begun(&shown);
    render(&req, StatusCode::OK, &shown, form, Vec::new())
}

/// The page again after a form that was not taken: with everything typed, every fault, every difference.
pub(super) async fn again(req: &Req, org: OrgId, month: Month, correct: bool, error: AppError) -> Answer {
    let (status, faults, differences) = match error {
        AppError::Invalid(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults, Vec::new()),
        AppError::Conflict(found) => (StatusCode::CONFLICT, Faults::new(), found),
        other => return Err(other.into()),
    };
    let shown = show::show(&req.cx, org, month, Asked { rev: None, correct }).await?;
    let form = FormView::again(&req.form).refused(&faults, &req.w);
    let conflict = status == StatusCode::CONFLICT;
    let differences = if conflict && differences.is_empty() { vec![unknown()] } else { differences };
    render(req, status, &shown, form, differences)
}

/// A conflict of which only that it is one is known: two wrote in the same instant.
fn unknown() -> Difference {
    Difference { field: "statement.field.stage", mine: String::new(), theirs: String::new() }
}

/// A form that begins with the texts that stand.
fn begun(shown: &Shown) -> FormView {
    let texts = shown.draft.as_ref().map(|d| (d.self_text.as_str(), d.problems.as_str())).unwrap_or_default();
    FormView::of(&[("self_text", texts.0), ("problems", texts.1)])
}

fn render(req: &Req, status: StatusCode, shown: &Shown, form: FormView, found: Vec<Difference>) -> Answer {
    let (w, zone) = (req.w, &req.cx.house().zone);
    let here = format!("/statements/{}/{}", shown.org.org, shown.month);
    let paper = format!("/papers/statement/{}/{}", shown.org.org, shown.month);
    let draft = shown.draft.as_ref();
    let (open, refused): (Vec<_>, Vec<_>) = shown
        .proposals
        .iter()
        .filter(|p| p.row.stage != "confirmed")
        .map(|p| (p.row.stage == "proposed", proposal(req, shown, p)))
        .partition(|(open, _)| *open);
    let page = ShowPage {
        s: req.shell(),
        w,
        title: w.f("statement.paper.title", &[("org", &shown.org.name), ("month", &month_name(shown.month, &w))]),
        chip: Chip::of_standing(shown.standing, &w),
        sub: sub(req, shown),
        month: shown.month,
        draft_key: format!("statement-{}-{}", shown.org.org, shown.month),
        rights: shown.rights,
        form,
        differences: found.into_iter().map(|d| (w.t(d.field), d.mine, d.theirs)).collect(),
        sealed: shown.revision.as_ref().map(|r| Paper::of(&r.statement, &r.sealed.hash, &shown.remarks, &w, zone)),
        changed: shown
            .revision
            .as_ref()
            .zip(shown.before.as_ref())
            .map(|(now, before)| compared(&before.statement, &now.statement, &w, zone))
            .unwrap_or_default(),
        draft: draft.map(|d| Paper::of(d, "", &[], &w, zone)),
        version: shown.row.version,
        seen: draft.map(|d| Seen::of(&d.facts).code()).unwrap_or_default(),
        newest: shown.row.rev,
        shown: shown.revision.as_ref().map_or(0, |r| r.sealed.rev),
        running: req.cx.house().month() <= shown.month,
        is_public: shown.row.is_public,
        public_link: format!("/s/{}/{}", shown.org.org, shown.month),
        revisions: shown
            .revisions
            .iter()
            .map(|(rev, _, at)| (*rev, w.n("statement.paper.rev", rev), at.minute(zone)))
            .collect(),
        open: open.into_iter().map(|(_, view)| view).next(),
        refused: refused.into_iter().map(|(_, view)| view).collect(),
        stated_most: texts::STATED_MOST,
        remark_most: texts::REMARK_MOST,
        here,
        paper,
    };
    req.render_as(status, &page)
}

fn proposal(req: &Req, shown: &Shown, p: &Proposed) -> ProposalView {
    let (w, zone) = (req.w, &req.cx.house().zone);
    let at = p.row.at.minute(zone);
    let verdict = p.row.decided_at.map(|decided| {
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("org", &p.row.decided_org),
            ("role", &role(&p.row.decided_role, &w)),
            ("at", &decided.minute(zone)),
            ("reason", &p.row.decided_reason),
        ];
        w.f("statement.page.verdict", &values)
    });
    let stands = shown.revision.as_ref().filter(|r| r.sealed.rev + 1 == p.row.rev);
    ProposalView {
        rev: p.row.rev,
        head: w
            .f("statement.page.proposed_by", &[("rev", &p.row.rev), ("role", &role(&p.row.by_role, &w)), ("at", &at)]),
        reason: p.statement.reason.clone(),
        verdict: verdict.unwrap_or_default(),
        changed: stands.map(|r| compared(&r.statement, &p.statement, &w, zone)).unwrap_or_default(),
        mine: p.row.by_account == req.cx.actor().account,
    }
}

fn sub(req: &Req, shown: &Shown) -> String {
    let (w, zone) = (req.w, &req.cx.house().zone);
    let closes = shown.closes_at.minute(zone);
    match shown.standing {
        Standing::Open => w.f("statement.page.closes", &[("at", &closes)]),
        Standing::Missing => w.f("statement.page.closed", &[("at", &closes)]),
        Standing::Published | Standing::Corrected => {
            let at = shown.row.published_at.map(|at| at.minute(zone)).unwrap_or_default();
            let late = shown.row.first_at.is_some_and(|at| at >= shown.closes_at);
            let text = w.f("statement.page.published", &[("rev", &shown.row.rev), ("at", &at)]);
            if late { format!("{text} · {}", w.t("statement.page.late")) } else { text }
        }
    }
}

/// Sends whoever has not proved who they are lately to do so, and then back to the statement with this
/// query, already percent-encoded.
pub(super) fn proof(org: OrgId, month: Month, query: &str) -> axum::response::Response {
    kit::redirect(&format!("/me/proof?next=/statements/{org}/{month}{query}"))
}

/// A number of a form; a fault of its field otherwise.
pub(super) fn number(req: &Req, name: &str) -> Result<i64, Fault> {
    req.form.parsed(name, "not_a_number")
}
