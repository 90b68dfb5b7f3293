//! Milestones, and every state they had.

use std::collections::HashMap;

use cx::{AppError, Permit, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{ClauseId, Instant, MilestoneId, OrgId, OrgPath, PlanId};

use super::plan::PlanRow;
use crate::rules::{Measure, MilestoneDraft, Sense};

/// What every statement that reads milestones begins with.
macro_rules! read {
    ($tail:literal) => {
        concat!(
            "SELECT m.milestone_id, m.org_id, p.path, m.plan_id, m.year, m.seq, m.owner_id, o.path, o.name, m.clause_id, m.text, \
             m.measure, m.counted, m.unit, m.sense, m.value, m.withdrawn_at, m.version \
             FROM milestone m JOIN org p ON p.org_id = m.org_id JOIN org o ON o.org_id = m.owner_id WHERE ",
            $tail
        )
    };
}

rec! {
    /// A milestone as stored.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct MilestoneRow {
        /// Which it is.
        pub id: MilestoneId,
        /// Whose plan it belongs to.
        pub org: OrgId,
        /// Where that organisation stands today.
        pub path: OrgPath,
        /// Of which plan.
        pub plan: PlanId,
        /// In which year.
        pub year: i64,
        /// Its place in the year, 1 for the first.
        pub seq: i64,
        /// Who answers for it.
        pub owner: OrgId,
        /// Where the owner stands today.
        pub owner_path: OrgPath,
        /// What the owner is called today.
        pub owner_name: String,
        /// The clause it rests on.
        pub clause: ClauseId,
        /// What is to be reached.
        pub text: String,
        /// Code of its measure.
        pub measure_code: String,
        /// What is counted.
        pub counted: String,
        /// In which unit.
        pub unit: String,
        /// Code of which side is good.
        pub sense_code: String,
        /// The value in thousandths.
        pub value: Option<i64>,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Instant>,
        /// Rises with every change.
        pub version: i64,
    }
}

impl MilestoneRow {
    /// How it is told whether it is reached.
    #[must_use]
    pub fn measure(&self) -> Measure {
        measure_of(&self.measure_code, (&self.counted, &self.unit, &self.sense_code, self.value))
    }

    /// The same as its editor holds it.
    #[must_use]
    pub fn draft(&self) -> MilestoneDraft {
        MilestoneDraft {
            year: self.year,
            owner: self.owner,
            clause: self.clause,
            text: self.text.clone(),
            measure: self.measure(),
        }
    }

    /// Address of its page.
    #[must_use]
    pub fn address(&self) -> String {
        address(self.id)
    }
}

/// Address of a milestone's page.
pub(crate) fn address(id: MilestoneId) -> String {
    format!("/milestones/{id}")
}

pub(crate) const GET: &str = read!("m.milestone_id = $1");

/// A milestone, whoever asks.
pub(crate) fn get(tx: &mut Tx<'_>, id: MilestoneId) -> Result<MilestoneRow, AppError> {
    tx.opt(GET, args![id])?.ok_or(AppError::NotFound)
}

/// Milestones by their ids, whoever asks; unknown ones are left out. In the order of `ids`.
pub(crate) fn of_ids(tx: &mut Tx<'_>, ids: &[MilestoneId]) -> Result<Vec<MilestoneRow>, AppError> {
    let mut found: HashMap<MilestoneId, MilestoneRow> = HashMap::new();
    for part in ids.chunks(LIST_MOST) {
        let mut shape = Shape::new(read!("m.milestone_id IN "), &[]);
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<MilestoneRow> = tx.all(&shape.text, &shape.args)?;
        found.extend(rows.into_iter().map(|m| (m.id, m)));
    }
    Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
}

pub(crate) const FOR_ORG: &str = read!(
    "m.year = $2 AND m.withdrawn_at IS NULL AND (m.org_id = $1 OR m.owner_id = $1) \
     ORDER BY p.path, m.plan_id, m.seq, m.milestone_id LIMIT 1000"
);

/// What an organisation plans or answers for in a year, superiors' plans first.
pub(crate) fn for_org(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<MilestoneRow>, AppError> {
    Ok(tx.all(FOR_ORG, args![org, year])?)
}

pub(crate) const UP_TO: &str = read!(
    "m.year <= $2 AND m.withdrawn_at IS NULL AND (m.org_id = $1 OR m.owner_id = $1) \
     ORDER BY m.year, p.path, m.plan_id, m.seq, m.milestone_id LIMIT 1000"
);

/// What an organisation plans or answers for up to a year, the oldest first.
pub(crate) fn up_to(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<MilestoneRow>, AppError> {
    Ok(tx.all(UP_TO, args![org, year])?)
}

pub(crate) const NEXT: &str = "SELECT CAST(COALESCE(MAX(m.seq), 0) + 1 AS BIGINT) FROM milestone m \
     WHERE m.org_id = $1 AND m.plan_id = $2 AND m.year = $3";
pub(crate) const INSERT: &str = "INSERT INTO milestone (org_id, milestone_id, plan_id, year, seq, owner_id, clause_id, text, \
     measure, counted, unit, sense, value, withdrawn_at, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, 1)";
pub(crate) const UPDATE: &str = "UPDATE milestone SET year = $4, owner_id = $5, clause_id = $6, text = $7, measure = $8, \
     counted = $9, unit = $10, sense = $11, value = $12, withdrawn_at = $13, version = version + 1 \
     WHERE org_id = $1 AND milestone_id = $2 AND version = $3";
pub(crate) const KEEP: &str = "INSERT INTO milestone_history (org_id, milestone_id, version, year, owner_id, clause_id, text, \
     measure, counted, unit, sense, value, withdrawn, reason, at, by_post_id, by_role) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

/// The five columns of a measure: code, counted, unit, sense, value.
fn columns(measure: &Measure) -> [Arg; 5] {
    match measure {
        Measure::Number { counted, unit, sense, value } => [
            Arg::from("number"),
            Arg::from(counted.trim()),
            Arg::from(unit.trim()),
            Arg::from(sense.code()),
            Arg::from(*value),
        ],
        Measure::Judgement => {
            [Arg::from("judgement"), Arg::from(""), Arg::from(""), Arg::from(Sense::AtLeast.code()), Arg::Null]
        }
    }
}

/// Adds a milestone at the end of its year, with its first state.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    plan: &PlanRow,
    draft: &MilestoneDraft,
) -> Result<MilestoneId, AppError> {
    let id: MilestoneId = tx.new_id();
    let (seq,): (i64,) = tx.one(NEXT, args![plan.org, plan.id, draft.year])?;
    let mut args = args![plan.org, id, plan.id, draft.year, seq, draft.owner, draft.clause, draft.text.trim()].to_vec();
    args.extend(columns(&draft.measure));
    tx.exec(INSERT, &args)?;
    keep(tx, (plan.org, id), 1, draft, false, "")?;
    Ok(id)
}

/// Writes the next state of a milestone; false if somebody was faster.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &MilestoneRow,
    draft: &MilestoneDraft,
    withdrawn: bool,
    reason: &str,
) -> Result<bool, AppError> {
    let gone = withdrawn.then_some(tx.now());
    let mut args =
        args![row.org, row.id, row.version, draft.year, draft.owner, draft.clause, draft.text.trim()].to_vec();
    args.extend(columns(&draft.measure));
    args.push(Arg::from(gone));
    if tx.exec(UPDATE, &args)? != 1 {
        return Ok(false);
    }
    keep(tx, (row.org, row.id), row.version + 1, draft, withdrawn, reason)?;
    Ok(true)
}

fn keep(
    tx: &mut Tx<'_>,
    (org, id): (OrgId, MilestoneId),
    version: i64,
    draft: &MilestoneDraft,
    withdrawn: bool,
    reason: &str,
) -> Result<(), AppError> {
    let (now, seat) = (tx.now(), tx.actor().seat.clone());
    let mut args = args![org, id, version, draft.year, draft.owner, draft.clause, draft.text.trim()].to_vec();
    args.extend(columns(&draft.measure));
    args.extend_from_slice(args![withdrawn, reason, now, seat.post, seat.role.code()]);
    tx.exec(KEEP, &args)?;
    Ok(())
}

/// The living milestones of some plans, of one year or of all, in order.
pub(crate) fn of_plans(tx: &mut Tx<'_>, plans: &[PlanId], year: Option<i64>) -> Result<Vec<MilestoneRow>, AppError> {
    let mut shape = Shape::new(read!("m.withdrawn_at IS NULL AND m.plan_id IN "), &[]);
    shape.list(plans.iter().map(|id| Arg::from(*id)));
    if let Some(year) = year {
        shape.with(" AND m.year = {}", [Arg::from(year)]);
    }
    shape.push(" ORDER BY p.path, m.plan_id, m.year, m.seq, m.milestone_id LIMIT 5000");
    Ok(tx.all(&shape.text, &shape.args)?)
}

pub(crate) const STATES: &str = "SELECT h.version, h.year, h.owner_id, h.clause_id, h.text, h.measure, h.counted, h.unit, h.sense, \
     h.value, h.withdrawn, h.reason, h.at, h.by_role FROM milestone_history h \
     WHERE h.org_id = $1 AND h.milestone_id = $2 ORDER BY h.version DESC LIMIT 200";

rec! {
    /// A state that a milestone had.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PastState {
        /// Its number, 1 for the first.
        pub version: i64,
        /// In which year.
        pub year: i64,
        /// Who answered for it.
        pub owner: OrgId,
        /// The clause it rested on.
        pub clause: ClauseId,
        /// What was to be reached.
        pub text: String,
        /// Code of its measure.
        pub measure_code: String,
        /// What was counted.
        pub counted: String,
        /// In which unit.
        pub unit: String,
        /// Code of which side was good.
        pub sense_code: String,
        /// The value in thousandths.
        pub value: Option<i64>,
        /// Whether it was withdrawn with this state.
        pub withdrawn: bool,
        /// Why it came to this state; empty for the first.
        pub reason: String,
        /// Since when.
        pub at: Instant,
        /// Role of who wrote it.
        pub role: String,
    }
}

/// Every state a milestone had, the newest first.
pub(crate) fn states(tx: &mut Tx<'_>, row: &MilestoneRow) -> Result<Vec<PastState>, AppError> {
    Ok(tx.all(STATES, args![row.org, row.id])?)
}

/// How it is told whether a state is reached.
pub(crate) fn measure_of(code: &str, columns: (&str, &str, &str, Option<i64>)) -> Measure {
    let (counted, unit, sense, value) = columns;
    match (value, Sense::of_code(sense)) {
        (Some(value), Some(sense)) if code == "number" => {
            Measure::Number { counted: counted.to_owned(), unit: unit.to_owned(), sense, value }
        }
        _ => Measure::Judgement,
    }
}

impl PastState {
    /// How it was told whether it was reached.
    #[must_use]
    pub fn measure(&self) -> Measure {
        measure_of(&self.measure_code, (&self.counted, &self.unit, &self.sense_code, self.value))
    }
}
