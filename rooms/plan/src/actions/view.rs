//! Looking at plans: those one may read, one with its milestones and how far they are, one milestone with its past.

use std::collections::{BTreeMap, HashMap};

use cx::{AppError, Cx, Tx};
use document::{ClauseRef, Kind};
use kernel::{ClauseId, DocumentId, MilestoneId, OrgId, Page, PlanId};

use crate::{
    access::{READ, REPORT, WRITE},
    rules::{Report, Standing, progress::counting},
    store::{
        milestone::{self, MilestoneRow, PastState},
        plan::{self, OrgRow, PlanRow},
        progress::{self, Stored},
    },
};

/// A plan among others.
#[derive(Debug, Clone)]
pub struct PlanListed {
    /// The plan.
    pub plan: PlanRow,
    /// Title of its document.
    pub title: String,
    /// Milestones of the wanted year that stand so; only those whose progress the reader sees.
    pub tally: Tally,
}

/// How many milestones stand how: reached, behind, unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally(pub [i64; 3]);

impl Tally {
    /// One more that stands so.
    pub(crate) fn count(&mut self, standing: Standing) {
        let at = Standing::ALL.iter().position(|s| *s == standing).unwrap_or(2);
        self.0[at] += 1;
    }

    /// All of them.
    #[must_use]
    pub fn whole(self) -> i64 {
        self.0.iter().sum()
    }

    /// Those that stand so.
    #[must_use]
    pub fn of(self, standing: Standing) -> i64 {
        Standing::ALL.iter().position(|s| *s == standing).map_or(0, |at| self.0[at])
    }
}

/// Plans that one may read, what one answers for this year, and what could become a plan.
#[derive(Debug, Clone)]
pub struct Plans {
    /// The year that is shown.
    pub year: i64,
    /// The plans, superiors' first.
    pub plans: Vec<PlanListed>,
    /// Milestones of the year that the own organisation answers for.
    pub mine: Vec<Shown>,
    /// Five-year plans of the own organisation, in force, without milestones yet: id and title.
    pub to_open: Vec<(DocumentId, String)>,
}

/// A milestone and how it stands, as far as the reader may see that.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The milestone.
    pub row: MilestoneRow,
    /// How it stands; none if its owner is out of the reader's branch.
    pub standing: Option<Standing>,
    /// The report that counts.
    pub counts: Option<Report>,
}

/// One plan in one year.
#[derive(Debug, Clone)]
pub struct PlanYear {
    /// The plan.
    pub plan: PlanRow,
    /// Title of its document.
    pub title: String,
    /// The year.
    pub year: i64,
    /// Its milestones.
    pub milestones: Vec<Shown>,
    /// The clauses they rest on.
    pub clauses: HashMap<ClauseId, ClauseRef>,
    /// Every year of the plan and how its milestones stand.
    pub years: Vec<(i64, Tally)>,
    /// Whether the reader writes milestones here.
    pub may_write: bool,
}

/// One milestone with its past.
#[derive(Debug, Clone)]
pub struct MilestoneDetail {
    /// The milestone and how it stands.
    pub shown: Shown,
    /// Its plan.
    pub plan: PlanRow,
    /// Title of the plan's document.
    pub title: String,
    /// The clause it rests on.
    pub clause: Option<ClauseRef>,
    /// Every state it had, the newest first.
    pub states: Vec<PastState>,
    /// Names of owners in these states.
    pub owners: HashMap<OrgId, String>,
    /// Every report, by period, the newest first; empty if out of sight.
    pub reports: Vec<Stored>,
    /// Whether the reader may change or withdraw it.
    pub may_write: bool,
    /// Whether the reader may report on it.
    pub may_report: bool,
}

/// Plans that the actor may read, with how the milestones of a year stand.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads none.
pub async fn plans(cx: &Cx, year: Option<i64>) -> Result<Plans, AppError> {
    let own = document::Query {
        kind: Some(Kind::FiveYearPlan),
        state: Some(document::State::InForce),
        own: true,
        ..document::Query::default()
    };
    let documents = document::documents(cx, own, Page::new(None, Some(Page::MOST))).await?.page.items;
    cx.read(move |tx| {
        reader(tx)?;
        let year = year.unwrap_or_else(|| tx.month().year());
        let rows = plan::readable(tx)?;
        let ids: Vec<DocumentId> = rows.iter().map(|p| p.document).collect();
        let titles = document::titles_in(tx, &ids)?;
        let plan_ids: Vec<PlanId> = rows.iter().map(|p| p.id).collect();
        let rows_of_year = milestone::of_plans(tx, &plan_ids, Some(year))?;
        let of_year = shown(tx, rows_of_year)?;
        let mut tallies: HashMap<PlanId, Tally> = HashMap::new();
        for m in &of_year {
            if let Some(standing) = m.standing {
                tallies.entry(m.row.plan).or_default().count(standing);
            }
        }
        let own = tx.actor().seat.org;
        let mine = of_year.into_iter().filter(|m| m.row.owner == own).collect();
        let listed = rows.iter().map(|p| PlanListed {
            plan: p.clone(),
            title: titles.get(&p.document).map(|t| t.0.clone()).unwrap_or_default(),
            tally: tallies.get(&p.id).copied().unwrap_or_default(),
        });
        let to_open = documents.iter().filter(|d| !ids.contains(&d.document.id));
        let to_open = to_open.filter(|_| WRITE.is_for(tx.actor().seat.role));
        let to_open = to_open.map(|d| (d.document.id, d.version.title.clone())).collect();
        Ok(Plans { year, plans: listed.collect(), mine, to_open })
    })
    .await
}

fn reader(tx: &Tx<'_>) -> Result<(), AppError> {
    if READ.is_for(tx.actor().seat.role) { Ok(()) } else { Err(AppError::Forbidden(READ.name)) }
}

/// Milestones with how they stand, where the reader may see that: of owners in their own branch.
fn shown(tx: &mut Tx<'_>, rows: Vec<MilestoneRow>) -> Result<Vec<Shown>, AppError> {
    let place = tx.place().clone();
    let seen: Vec<MilestoneId> = rows.iter().filter(|m| place.contains(&m.owner_path)).map(|m| m.id).collect();
    let mut newest: BTreeMap<MilestoneId, BTreeMap<i64, Report>> = BTreeMap::new();
    for stored in progress::of(tx, &seen)? {
        let of_milestone = newest.entry(stored.milestone).or_default();
        of_milestone.insert(stored.report.period.code(), stored.report);
    }
    let one = |row: MilestoneRow| {
        let counts = newest.get(&row.id).and_then(|reports| counting(reports.values())).cloned();
        let standing = place.contains(&row.owner_path).then(|| Standing::of(&row.measure(), counts.as_ref()));
        Shown { row, standing, counts }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The milestones an organisation plans or answers for up to this year that are not reached as far as the actor knows,
/// the oldest first. Inside another room's unit of work, which has established the reader's right; whoever may not read
/// a plan sees none of it. Two statements.
///
/// # Errors
/// If the database fails.
pub fn unreached_in(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Shown>, AppError> {
    let (year, seat) = (tx.month().year(), tx.actor().seat.clone());
    let mut rows = milestone::up_to(tx, org, year)?;
    rows.retain(|m| document::may_read(&seat, &m.path));
    let mut found = shown(tx, rows)?;
    found.retain(|m| m.standing != Some(Standing::Reached));
    Ok(found)
}

/// One plan in a year; its first year or the present one if none is named.
///
/// # Errors
/// [`AppError::NotFound`] if the actor may not read it.
pub async fn plan_year(cx: &Cx, id: PlanId, year: Option<i64>) -> Result<PlanYear, AppError> {
    cx.read(move |tx| {
        reader(tx)?;
        let plan = super::seen(tx, id)?;
        let present = tx.month().year().clamp(plan.first, plan.last);
        let year = year.filter(|y| (plan.first..=plan.last).contains(y)).unwrap_or(present);
        let all = milestone::of_plans(tx, &[id], None)?;
        let all = shown(tx, all)?;
        let mut years: BTreeMap<i64, Tally> = (plan.first..=plan.last).map(|y| (y, Tally::default())).collect();
        for m in &all {
            if let (Some(standing), Some(tally)) = (m.standing, years.get_mut(&m.row.year)) {
                tally.count(standing);
            }
        }
        let milestones: Vec<Shown> = all.into_iter().filter(|m| m.row.year == year).collect();
        let ids: Vec<ClauseId> = milestones.iter().map(|m| m.row.clause).collect();
        let clauses = document::clauses_in(tx, &ids)?.into_iter().map(|c| (c.clause, c)).collect();
        let title = title(tx, &plan)?;
        let seat = &tx.actor().seat;
        let may_write = seat.org == plan.org && WRITE.is_for(seat.role);
        Ok(PlanYear { plan, title, year, milestones, clauses, years: years.into_iter().collect(), may_write })
    })
    .await
}

fn title(tx: &mut Tx<'_>, plan: &PlanRow) -> Result<String, AppError> {
    let mut titles = document::titles_in(tx, &[plan.document])?;
    Ok(titles.remove(&plan.document).map(|t| t.0).unwrap_or_default())
}

/// One milestone with its past.
///
/// # Errors
/// [`AppError::NotFound`] if the actor may not read its plan.
pub async fn milestone(cx: &Cx, id: MilestoneId) -> Result<MilestoneDetail, AppError> {
    cx.read(move |tx| {
        reader(tx)?;
        let row = milestone::get(tx, id)?;
        let plan = super::seen(tx, row.plan)?;
        let clause = document::clauses_in(tx, &[row.clause])?.into_iter().next();
        let states = milestone::states(tx, &row)?;
        let owners = plan::names(tx, states.iter().map(|s| s.owner))?;
        let mut reports = if tx.place().contains(&row.owner_path) { progress::of(tx, &[id])? } else { Vec::new() };
        reports.reverse();
        let title = title(tx, &plan)?;
        let seat = tx.actor().seat.clone();
        let living = row.withdrawn_at.is_none();
        let may_write = living && seat.org == plan.org && WRITE.is_for(seat.role);
        let may_report = living && seat.org == row.owner && REPORT.is_for(seat.role);
        let shown = shown(tx, vec![row])?.remove(0);
        Ok(MilestoneDetail { shown, plan, title, clause, states, owners, reports, may_write, may_report })
    })
    .await
}

/// What a form of a milestone needs: the plan, its title, and organisations that may answer: the own one and those
/// directly below.
///
/// # Errors
/// [`AppError::NotFound`] if the actor may not read the plan.
pub(crate) async fn form(cx: &Cx, id: PlanId) -> Result<(PlanRow, String, Vec<OrgRow>), AppError> {
    cx.read(move |tx| {
        let plan = super::seen(tx, id)?;
        let title = title(tx, &plan)?;
        let owners = plan::owners(tx, &plan)?;
        Ok((plan, title, owners))
    })
    .await
}

/// The clause with this id, as a form shows it.
pub(crate) async fn clause_of(cx: &Cx, id: Option<ClauseId>) -> Result<Option<ClauseRef>, AppError> {
    let Some(id) = id else { return Ok(None) };
    cx.read(move |tx| Ok(document::clauses_in(tx, &[id])?.into_iter().next())).await
}
