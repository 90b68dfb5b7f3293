//! One issue: before it is sent, what sending will do; afterwards, how its letters stand and what waits for the
//! countersignature.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Faults, Instant, IssueId, text::thousands};
use kit::{Answer, FormView, Req, Shell, W, redirect, redirect_with};

use super::letter::needs_password;
use super::view::{self, Seg};
use crate::access::{COUNTERSIGN, WRITE};
use crate::actions::board::{BoardQuery, Tally, board};
use crate::actions::countersign::{Which, countersign as sign_all};
use crate::actions::draft::{Written, discard as throw_away, keep_as_template, written};
use crate::actions::issue::{issue as send, preview};
use crate::rules::Stage;
use crate::rules::draft::tenths;

#[derive(Template)]
#[template(path = "pages/issue.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    here: String,
    version: i64,
    issued: bool,
    /// Where all its letters are ordered as papers.
    print_all: String,
    form: FormView,
    problems: Vec<String>,
    sentence: String,
    parts: String,
    confirm: String,
    rows: Vec<Row>,
    sum: String,
    cuts: Vec<(String, String)>,
    may_write: bool,
    tally: Vec<Seg>,
    counts: Vec<(String, &'static str, String)>,
    waiting: i64,
    waiting_text: String,
    may_countersign: bool,
    needs_password: bool,
    until: i64,
    template_title: String,
}

struct Row {
    n: usize,
    href: String,
    project: String,
    text: String,
    value: String,
    weight: String,
    basis: bool,
}

async fn loaded(req: &Req, id: &str) -> Result<Written, AppError> {
    written(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await
}

/// GET.
pub(super) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let found = loaded(&req, &id).await?;
    page(&req, &found, StatusCode::OK, &Faults::new()).await
}

async fn page(req: &Req, found: &Written, status: StatusCode, faults: &Faults) -> Answer {
    let w = req.w;
    let issued = found.row.stage == Stage::Issued;
    let role = req.cx.actor().seat.role;
    let mut page = base(req, found, faults);
    page.may_write = WRITE.is_for(role);
    if issued {
        let query = BoardQuery { year: found.row.year, issue: Some(found.row.id), ..BoardQuery::default() };
        let tally = board(&req.cx, query, kernel::Page::new(None, Some(1))).await?.tally;
        fill_issued(req, found, &mut page, &tally);
    } else if found.row.stage == Stage::Draft && page.may_write {
        let looked = preview(&req.cx, found.row.id).await?;
        page.problems = looked.faults.iter().map(|f| w.fault(f)).collect();
        let parts = looked.levels.iter().map(|(l, n)| format!("{} {}", view::word(&w, "org.level", l), thousands(*n)));
        page.parts = parts.collect::<Vec<_>>().join(" · ");
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("letters", &thousands(looked.letters)), ("targets", &found.draft.targets.len())];
        page.sentence = w.f("target.issue.sentence", &values);
        page.confirm = w.f("target.issue.confirm", &values);
    }
    req.render_as(status, &page)
}

fn base(req: &Req, found: &Written, faults: &Faults) -> Page {
    let w = req.w;
    let row = |(n, t): (usize, &crate::rules::TargetDraft)| Row {
        n: n + 1,
        href: t.id.filter(|_| found.row.stage == Stage::Issued).map(|id| format!("/targets/{id}")).unwrap_or_default(),
        project: t.project.clone(),
        text: t.text.clone(),
        value: t.value.clone(),
        weight: tenths(t.weight),
        basis: t.clause.is_some() || t.upper.is_some(),
    };
    let name = |c: &crate::rules::Cut| {
        let above = found.above.iter().find(|a| a.row.id == c.upper);
        (above.map(|a| a.row.text.clone()).unwrap_or_default(), c.reason.clone())
    };
    Page {
        s: req.shell(),
        w,
        title: found.row.title.clone(),
        sub: if found.row.number.is_empty() {
            w.n("target.issue.sub_draft", found.row.year)
        } else {
            format!("{} · {}", found.row.number, w.t("target.stage.issued"))
        },
        here: format!("/letters/issues/{}", found.row.id),
        version: found.row.version,
        issued: found.row.stage == Stage::Issued,
        print_all: format!("/papers/batches/new?kind=letter&org={}&id={}", req.cx.actor().seat.org, found.row.id),
        form: FormView::again(&req.form).refused(faults, &w),
        problems: Vec::new(),
        sentence: String::new(),
        parts: String::new(),
        confirm: String::new(),
        rows: found.draft.targets.iter().enumerate().map(row).collect(),
        sum: tenths(found.draft.weight()),
        cuts: found.draft.cuts.iter().map(name).collect(),
        may_write: false,
        tally: Vec::new(),
        counts: Vec::new(),
        waiting: 0,
        waiting_text: String::new(),
        may_countersign: false,
        needs_password: needs_password(req),
        until: req.cx.house().now().0,
        template_title: w.f("target.issue.template_title", &[("title", &found.row.title)]),
    }
}

fn fill_issued(req: &Req, found: &Written, page: &mut Page, t: &Tally) {
    let w = &req.w;
    page.tally = view::segs(w, t);
    let board = format!("/letters/below?year={}&issue={}", found.row.year, found.row.id);
    let states = [("issued", t.issued), ("objected", t.objected), ("signed", t.signed), ("in_force", t.both())];
    let count = |(state, n): (&str, i64)| {
        (format!("{board}&state={state}"), w.t(&format!("target.state.{state}")), thousands(n))
    };
    page.counts = states.into_iter().map(count).collect();
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("letters", &thousands(t.all())), ("share", &view::share(t.both(), t.all()))];
    page.sentence = w.f("target.issue.sentence_issued", &values);
    page.waiting = t.signed;
    page.waiting_text = w.n("target.issue.waiting", thousands(t.signed));
    page.confirm = w.n("target.issue.countersign_confirm", thousands(t.signed));
    page.may_countersign = t.signed > 0 && COUNTERSIGN.is_for(req.cx.actor().seat.role);
}

fn version(req: &Req) -> i64 {
    req.form.get("version").parse().unwrap_or(0)
}

/// What follows a form of an issue: on, or the page again with what is wrong.
async fn finish(req: &Req, id: &str, result: Result<axum::response::Response, AppError>) -> Answer {
    match result {
        Ok(on) => Ok(on),
        Err(AppError::Invalid(faults)) => {
            let found = loaded(req, id).await?;
            page(req, &found, StatusCode::UNPROCESSABLE_ENTITY, &faults).await
        }
        Err(other) => Err(other.into()),
    }
}

fn parsed(id: &str) -> Result<IssueId, AppError> {
    id.parse().map_err(|_| AppError::NotFound)
}

/// POST: 下发.
pub(super) async fn issue(req: Req, Path(id): Path<String>) -> Answer {
    let done = send(&req.cx, &req.once(), parsed(&id)?, version(&req)).await;
    let on = done.map(|d| redirect_with(&format!("/letters/issues/{id}"), "target_issued", d.letters));
    finish(&req, &id, on).await
}

/// POST: throws a draft or template away.
pub(super) async fn discard(req: Req, Path(id): Path<String>) -> Answer {
    let done = throw_away(&req.cx, &req.once(), parsed(&id)?, version(&req)).await;
    finish(&req, &id, done.map(|()| redirect("/letters/issues?done=target_discarded&n=1"))).await
}

/// POST: keeps a copy as a template.
pub(super) async fn template(req: Req, Path(id): Path<String>) -> Answer {
    let title = req.form.get("title").to_owned();
    let done = keep_as_template(&req.cx, &req.once(), parsed(&id)?, title).await;
    finish(&req, &id, done.map(|_| redirect("/letters/issues?done=target_template&n=1"))).await
}

/// POST: 会签 of everything that had been signed when the page was read.
pub(super) async fn countersign(req: Req, Path(id): Path<String>) -> Answer {
    let which = Which::SignedBy(Instant(req.form.get("until").parse().unwrap_or(0)));
    let issue = parsed(&id)?;
    let done = async {
        let proof = account::proof_of_form(&req).await?;
        sign_all(&req.cx, &req.once(), proof, issue, which).await
    };
    let on = done.await.map(|n| redirect_with(&format!("/letters/issues/{id}"), "target_countersigned", n));
    finish(&req, &id, on).await
}
