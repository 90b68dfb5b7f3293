//! The shapes of plans in JSON.

use kernel::{Page, Paged};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Measure, MilestoneDetail, PlanYear, Plans, Report, Shown, Standing, Tally};

/// How many milestones stand how.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TallyView {
    /// Reached.
    reached: i64,
    /// Not reached.
    behind: i64,
    /// Nobody knows yet.
    unknown: i64,
}

impl From<Tally> for TallyView {
    fn from(t: Tally) -> Self {
        let of = |s| t.of(s);
        Self { reached: of(Standing::Reached), behind: of(Standing::Behind), unknown: of(Standing::Unknown) }
    }
}

/// How it is told whether a milestone is reached.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasureView {
    /// What is counted; null if the owner judges.
    counted: Option<String>,
    /// In which unit.
    unit: String,
    /// `at_least` or `at_most`; null if the owner judges.
    sense: Option<&'static str>,
    /// The value in thousandths; null if the owner judges.
    value_thousandths: Option<i64>,
}

impl From<Measure> for MeasureView {
    fn from(m: Measure) -> Self {
        match m {
            Measure::Judgement => Self { counted: None, unit: String::new(), sense: None, value_thousandths: None },
            Measure::Number { counted, unit, sense, value } => {
                Self { counted: Some(counted), unit, sense: Some(sense.code()), value_thousandths: Some(value) }
            }
        }
    }
}

/// A milestone and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MilestoneView {
    /// Its id.
    id: String,
    /// Id of its plan.
    plan: String,
    /// In which year.
    year: i64,
    /// Id of the organisation that answers for it.
    owner: String,
    /// Name of that organisation.
    owner_name: String,
    /// Id of the clause it rests on.
    clause: String,
    /// What is to be reached.
    text: String,
    /// How that is measured.
    measure: MeasureView,
    /// `reached`, `behind`, `unknown`; null if its owner is out of the caller's branch.
    standing: Option<&'static str>,
    /// The report that counts; null if nothing is known.
    counts: Option<ReportView>,
    /// Version of the row: to be sent back with every change.
    row_version: i64,
}

impl From<Shown> for MilestoneView {
    fn from(s: Shown) -> Self {
        let m = s.row;
        Self {
            id: m.id.to_string(),
            plan: m.plan.to_string(),
            year: m.year,
            owner: m.owner.to_string(),
            measure: m.measure().into(),
            owner_name: m.owner_name,
            clause: m.clause.to_string(),
            text: m.text,
            standing: s.standing.map(Standing::code),
            counts: s.counts.map(|r| ReportView::of(r, 0)),
            row_version: m.version,
        }
    }
}

/// A report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportView {
    /// The year.
    year: i64,
    /// The quarter, 1 to 4; 0 for the whole year.
    quarter: i64,
    /// Which report for its period, 1 for the first; 0 where it does not matter.
    rev: i64,
    /// The figure in thousandths; null if it was not known.
    value_thousandths: Option<i64>,
    /// The judgement; null if it was not known.
    judgement: Option<&'static str>,
    /// In words.
    note: String,
    /// As of which day.
    on: String,
}

impl ReportView {
    fn of(r: Report, rev: i64) -> Self {
        Self {
            year: r.period.year,
            quarter: r.period.quarter,
            rev,
            value_thousandths: r.value,
            judgement: r.judgement.map(crate::Judgement::code),
            note: r.note,
            on: r.on.to_string(),
        }
    }
}

/// A state that a milestone had.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StateView {
    /// Its number, 1 for the first.
    version: i64,
    /// In which year.
    year: i64,
    /// Id of the organisation that answered for it.
    owner: String,
    /// Id of the clause it rested on.
    clause: String,
    /// What was to be reached.
    text: String,
    /// How that was measured.
    measure: MeasureView,
    /// Whether it was withdrawn with this state.
    withdrawn: bool,
    /// Why it came to this state.
    reason: String,
    /// Since when (RFC 3339).
    at: String,
}

/// One milestone with its past.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MilestoneDetailView {
    /// The milestone.
    milestone: MilestoneView,
    /// Every state it had, the newest first.
    states: Vec<StateView>,
    /// Every report, by period, the newest first.
    reports: Vec<ReportView>,
}

impl From<MilestoneDetail> for MilestoneDetailView {
    fn from(d: MilestoneDetail) -> Self {
        let state = |s: crate::PastState| StateView {
            version: s.version,
            year: s.year,
            owner: s.owner.to_string(),
            clause: s.clause.to_string(),
            measure: s.measure().into(),
            text: s.text,
            withdrawn: s.withdrawn,
            reason: s.reason,
            at: s.at.rfc3339(),
        };
        Self {
            milestone: d.shown.into(),
            states: d.states.into_iter().map(state).collect(),
            reports: d.reports.into_iter().map(|s| ReportView::of(s.report, s.rev)).collect(),
        }
    }
}

/// A plan among others.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanListedView {
    /// Its id.
    id: String,
    /// Id of the document.
    document: String,
    /// Title of the document.
    title: String,
    /// Id of the organisation whose plan it is.
    org: String,
    /// Its first year.
    first: i64,
    /// Its last year.
    last: i64,
    /// How its milestones of the year stand, as far as the caller sees that.
    tally: TallyView,
}

/// Plans, and what the caller answers for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlansView {
    /// The year.
    year: i64,
    /// The plans.
    items: Vec<PlanListedView>,
    /// What to pass as `after` for the next page of plans; null on the last.
    next: Option<String>,
    /// Milestones of the year that the caller's organisation answers for.
    mine: Vec<MilestoneView>,
}

impl PlansView {
    pub(crate) fn of(p: Plans, page: &Page) -> Self {
        let plan = |p: crate::PlanListed| PlanListedView {
            id: p.plan.id.to_string(),
            document: p.plan.document.to_string(),
            title: p.title,
            org: p.plan.org.to_string(),
            first: p.plan.first,
            last: p.plan.last,
            tally: p.tally.into(),
        };
        let plans = Paged::of_whole(p.plans, page, |p| p.plan.id.to_string());
        Self {
            year: p.year,
            items: plans.items.into_iter().map(plan).collect(),
            next: plans.next,
            mine: p.mine.into_iter().map(MilestoneView::from).collect(),
        }
    }
}

/// One plan in a year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanView {
    /// Its id.
    id: String,
    /// Title of its document.
    title: String,
    /// The year.
    year: i64,
    /// How its milestones stand in this year.
    tally: TallyView,
    /// Its milestones.
    milestones: Vec<MilestoneView>,
}

impl From<PlanYear> for PlanView {
    fn from(p: PlanYear) -> Self {
        let tally = p.years.iter().find(|(y, _)| *y == p.year).map(|(_, t)| *t).unwrap_or_default();
        Self {
            id: p.plan.id.to_string(),
            title: p.title,
            year: p.year,
            tally: tally.into(),
            milestones: p.milestones.into_iter().map(MilestoneView::from).collect(),
        }
    }
}
