//! One plan in one year: its milestones and how they stand; every figure opens to its rows.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kernel::{Fault, OrgId};
use kit::{Answer, Req, Shell, W};

use super::{
    class,
    plans::{Bar, MilestoneView, share, year},
};
use crate::{
    actions::view::{PlanYear, Shown, Tally, plan_year},
    rules::{Standing, progress::shares},
};

#[derive(Template)]
#[template(path = "pages/plan.html")]
struct PlanPage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    document: String,
    here: String,
    year: i64,
    tiles: Vec<Tile>,
    years: Vec<YearRow>,
    owners: Vec<OwnerRow>,
    rows: Vec<MilestoneView>,
    /// What the list is narrowed to; empty if it is not.
    narrowed: String,
    hidden: bool,
    may_write: bool,
}

struct Tile {
    href: String,
    word: &'static str,
    class: &'static str,
    n: i64,
    share: String,
    on: bool,
}

struct YearRow {
    year: i64,
    href: String,
    bar: Bar,
    on: bool,
}

struct OwnerRow {
    name: String,
    href: String,
    bar: Bar,
}

pub(super) async fn page(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let standing = match req.query.opt("standing") {
        None => None,
        Some(code) => Some(Standing::of_code(code).ok_or_else(|| Fault::of("standing", "not_a_choice"))?),
    };
    let owner: Option<OrgId> = match req.query.opt("owner") {
        None => None,
        Some(id) => Some(id.parse().map_err(|_| AppError::NotFound)?),
    };
    let found = plan_year(&req.cx, id, year(&req)?).await?;
    render(&req, &found, standing, owner)
}

fn render(req: &Req, p: &PlanYear, standing: Option<Standing>, owner: Option<OrgId>) -> Answer {
    let w = req.w;
    let here = format!("/plans/{}", p.plan.id);
    let of_year = |year: i64| format!("{here}?year={year}");
    let tally = p.years.iter().find(|(y, _)| *y == p.year).map(|(_, t)| *t).unwrap_or_default();
    let shares = shares(tally.0);
    let tile = |(n, s): (usize, Standing)| Tile {
        href: format!("{}&standing={}", of_year(p.year), s.code()),
        word: w.t(&format!("plan.standing.{}", s.code())),
        class: class(s),
        n: tally.of(s),
        share: share(shares[n]),
        on: standing == Some(s),
    };
    let year_row = |(year, tally): &(i64, Tally)| YearRow {
        year: *year,
        href: of_year(*year),
        bar: Bar::of(*tally, &of_year(*year), &w),
        on: *year == p.year,
    };
    let fits = |m: &&Shown| standing.is_none_or(|s| m.standing == Some(s)) && owner.is_none_or(|o| m.row.owner == o);
    let rows = p.milestones.iter().filter(fits);
    let owner_name =
        owner.and_then(|o| p.milestones.iter().find(|m| m.row.owner == o)).map(|m| m.row.owner_name.clone());
    let narrowed = [standing.map(|s| w.t(&format!("plan.standing.{}", s.code())).to_owned()), owner_name];
    let page = PlanPage {
        s: req.shell(),
        title: headline(p, tally, shares[0], &w),
        sub: format!("{} · {} · {}–{}", p.title, p.plan.org_name, p.plan.first, p.plan.last),
        document: format!("/documents/{}", p.plan.document),
        year: p.year,
        tiles: Standing::ALL.into_iter().enumerate().map(tile).collect(),
        years: p.years.iter().map(year_row).collect(),
        owners: owners(p, &here, &w),
        rows: rows.map(|m| MilestoneView::of(m, p.clauses.get(&m.row.clause), &w)).collect(),
        narrowed: narrowed.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        hidden: p.milestones.iter().any(|m| m.standing.is_none()),
        may_write: p.may_write,
        here,
        w,
    };
    req.render(&page)
}

fn headline(p: &PlanYear, tally: Tally, reached: i64, w: &W) -> String {
    if tally.whole() == 0 {
        return w.f("plan.year.none", &[("year", &p.year)]);
    }
    let unknown = tally.of(Standing::Unknown);
    w.f(
        "plan.year.title",
        &[("year", &p.year), ("n", &tally.whole()), ("share", &share(reached)), ("unknown", &unknown)],
    )
}

/// How the milestones of each owner stand.
fn owners(p: &PlanYear, here: &str, w: &W) -> Vec<OwnerRow> {
    let mut order: Vec<(OrgId, String, Tally)> = Vec::new();
    for m in &p.milestones {
        let Some(standing) = m.standing else { continue };
        let at = order.iter().position(|(id, ..)| *id == m.row.owner).unwrap_or_else(|| {
            order.push((m.row.owner, m.row.owner_name.clone(), Tally::default()));
            order.len() - 1
        });
        order[at].2.count(standing);
    }
    let row = |(id, name, tally): (OrgId, String, Tally)| {
        let href = format!("{here}?year={}&owner={id}", p.year);
        OwnerRow { name, bar: Bar::of(tally, &href, w), href }
    };
    order.into_iter().map(row).collect()
}
