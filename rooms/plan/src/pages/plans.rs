//! Plans that one may read, and what one's own organisation answers for this year.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::Fault;
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{Chip, Choice, Refusal, class, figure, measure};
use crate::{
    actions::{
        open,
        view::{Shown, Tally, plans},
    },
    rules::Standing,
};

#[derive(Template)]
#[template(path = "pages/plans.html")]
struct PlansPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    title: String,
    year: i64,
    plans: Vec<PlanRow>,
    mine: Vec<MilestoneView>,
    to_open: Vec<Choice>,
    first: i64,
    last: i64,
}

struct PlanRow {
    href: String,
    title: String,
    owner: String,
    years: String,
    bar: Bar,
    reached: String,
}

/// A bar of how milestones stand; without segments if there are none.
pub(super) struct Bar {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) segs: Vec<Seg>,
    pub(super) empty: &'static str,
}

pub(super) struct Seg {
    pub(super) class: &'static str,
    pub(super) n: i64,
    pub(super) title: String,
    /// Whether its number has room.
    pub(super) wide: bool,
}

impl Bar {
    pub(super) fn of(tally: Tally, href: &str, w: &W) -> Self {
        let whole = tally.whole();
        let seg = |standing: Standing| {
            let n = tally.of(standing);
            let word = w.t(&format!("plan.standing.{}", standing.code()));
            Seg { class: class(standing), n, title: format!("{word} {n}"), wide: n * 22 >= whole }
        };
        let segs: Vec<Seg> = Standing::ALL.into_iter().map(seg).filter(|s| s.n > 0).collect();
        let label = segs.iter().map(|s| s.title.as_str()).collect::<Vec<_>>().join(", ");
        Self { href: href.to_owned(), label, segs, empty: w.t("plan.no_milestones") }
    }
}

/// A milestone among others.
pub(super) struct MilestoneView {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) measure: String,
    pub(super) owner: String,
    pub(super) chip: Chip,
    /// What was reported last; empty if nothing is known.
    pub(super) figure: String,
    pub(super) hidden: bool,
    pub(super) clause: Option<(String, String)>,
}

impl MilestoneView {
    pub(super) fn of(m: &Shown, clause: Option<&document::ClauseRef>, w: &W) -> Self {
        let of = m.row.measure();
        Self {
            href: m.row.address(),
            text: m.row.text.clone(),
            measure: measure(&of, w),
            owner: m.row.owner_name.clone(),
            chip: Chip::of(m.standing, w),
            figure: m.counts.as_ref().map(|r| figure(r, &of, w)).unwrap_or_default(),
            hidden: m.standing.is_none(),
            clause: clause.map(|c| (c.address(), c.name())),
        }
    }
}

/// `?year=2026`; none if it is not there.
///
/// # Errors
/// `not_a_number` of the field `year`.
pub(crate) fn year(req: &Req) -> Result<Option<i64>, AppError> {
    let parsed = |text: &str| text.parse::<i64>().ok().filter(|y| (2000..=2199).contains(y));
    match req.query.opt("year") {
        None => Ok(None),
        Some(text) => Ok(Some(parsed(text).ok_or_else(|| Fault::of("year", "not_a_number").with("value", text))?)),
    }
}

/// Tenths of a per cent as people write them.
pub(super) fn share(tenths: i64) -> String {
    if tenths % 10 == 0 { format!("{}%", tenths / 10) } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

pub(super) async fn page(req: Req) -> Answer {
    render(&req, StatusCode::OK, FormView::default(), Vec::new()).await
}

async fn render(
    req: &Req,
    status: StatusCode,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    let found = plans(&req.cx, year(req)?).await?;
    let w = req.w;
    let row = |p: &crate::PlanListed| {
        let href = format!("/plans/{}?year={}", p.plan.id, found.year);
        PlanRow {
            title: p.title.clone(),
            owner: p.plan.org_name.clone(),
            years: format!("{}–{}", p.plan.first, p.plan.last),
            bar: Bar::of(p.tally, &href, &w),
            reached: if p.tally.whole() == 0 {
                String::new()
            } else {
                share(crate::rules::progress::shares(p.tally.0)[0])
            },
            href,
        }
    };
    let chosen = f.value("document").to_owned();
    let choice = |(id, title): &(kernel::DocumentId, String)| Choice {
        value: id.to_string(),
        label: title.clone(),
        on: chosen == id.to_string(),
    };
    let page = PlansPage {
        s: req.shell(),
        title: w.f("plan.list.title", &[("year", &found.year), ("n", &found.plans.len())]),
        plans: found.plans.iter().map(row).collect(),
        mine: found.mine.iter().map(|m| MilestoneView::of(m, None, &w)).collect(),
        to_open: found.to_open.iter().map(choice).collect(),
        first: found.year,
        last: found.year + 4,
        year: found.year,
        w,
        f,
        differences,
    };
    req.render_as(status, &page)
}

pub(super) async fn open(req: Req) -> Answer {
    let number = |field: &'static str| req.form.parsed::<i64>(field, "not_a_number");
    let document = req.form.parsed("document", "not_a_choice");
    let opened = match (document, number("first"), number("last")) {
        (Ok(document), Ok(first), Ok(last)) => open::open(&req.cx, &req.once(), document, (first, last)).await,
        (document, first, last) => {
            let faults: Vec<Fault> = [document.err(), first.err(), last.err()].into_iter().flatten().collect();
            Err(faults.into())
        }
    };
    match opened {
        Ok(id) => Ok(redirect_with(&format!("/plans/{id}"), "plan_opened", 0)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
            render(&req, refusal.status, f, refusal.differences).await
        }
    }
}
