//! Milestones as other rooms use them.

use cx::{AppError, Tx};
use kernel::{ClauseId, MilestoneId, OrgId, PlanId};

use crate::{
    rules::Measure,
    store::milestone::{self, MilestoneRow},
};

/// A milestone as other things refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneRef {
    /// Which milestone.
    pub milestone: MilestoneId,
    /// Of which plan.
    pub plan: PlanId,
    /// Whose plan.
    pub org: OrgId,
    /// Who answers for it.
    pub owner: OrgId,
    /// What the owner is called today.
    pub owner_name: String,
    /// In which year.
    pub year: i64,
    /// The clause it rests on.
    pub clause: ClauseId,
    /// What is to be reached.
    pub text: String,
    /// How that is measured.
    pub measure: Measure,
    /// Address of its page.
    pub address: String,
}

impl From<MilestoneRow> for MilestoneRef {
    fn from(m: MilestoneRow) -> Self {
        Self {
            measure: m.measure(),
            address: m.address(),
            milestone: m.id,
            plan: m.plan,
            org: m.org,
            owner: m.owner,
            owner_name: m.owner_name,
            year: m.year,
            clause: m.clause,
            text: m.text,
        }
    }
}

/// What an organisation plans for a year, or answers for in a superior's plan, as far as the actor may read it:
/// what its letters are built from. Withdrawn milestones are left out.
///
/// # Errors
/// If the database fails.
pub fn milestones_in(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<MilestoneRef>, AppError> {
    let rows = milestone::for_org(tx, org, year)?;
    Ok(readable(tx, rows))
}

/// The milestones with these ids that the actor may read, withdrawn ones too, in this order. One statement.
///
/// # Errors
/// If the database fails.
pub fn milestone_refs_in(tx: &mut Tx<'_>, ids: &[MilestoneId]) -> Result<Vec<MilestoneRef>, AppError> {
    let rows = milestone::of_ids(tx, ids)?;
    Ok(readable(tx, rows))
}

fn readable(tx: &Tx<'_>, rows: Vec<MilestoneRow>) -> Vec<MilestoneRef> {
    let seat = &tx.actor().seat;
    rows.into_iter().filter(|m| document::may_read(seat, &m.path)).map(MilestoneRef::from).collect()
}
