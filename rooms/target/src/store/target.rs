//! Targets and what of the letter above was cut.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Permit, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{ClauseId, IssueId, MilestoneId, OrgId, TargetId};

use super::issue::IssueRow;
use crate::rules::{Cut, Kind, TargetDraft};

macro_rules! columns {
    () => {
        "SELECT t.target_id, t.issue_id, t.issuer_id, t.year, t.seq, t.clause_id, t.milestone_id, t.upper_target_id, \
         t.only_org_id, t.basis, t.project, t.text, t.requirement, t.kind, t.measure, t.value, t.weight, t.assessment, \
         t.deduction, t.visible FROM target t "
    };
}

pub(crate) const OF_ISSUE: &str =
    concat!(columns!(), "WHERE t.issue_id = $1 AND t.only_org_id IS NULL ORDER BY t.seq, t.target_id");
/// The targets of the letters that an organisation has in force or has signed in a year, by its newest revision.
pub(crate) const CARRIED: &str = concat!(
    columns!(),
    "JOIN letter_target x ON x.target_id = t.target_id \
     JOIN letter l ON l.org_id = x.org_id AND l.year = x.year AND l.issue_id = x.issue_id AND l.rev = x.rev \
     WHERE x.org_id = $1 AND x.year = $2 AND l.org_id = $1 AND l.year = $2 AND l.state = 3 ORDER BY t.issue_id, t.seq, t.target_id"
);
/// The targets that an organisation itself set in a year.
pub(crate) const SET_HERE: &str = concat!(
    columns!(),
    "WHERE t.issue_id IN (SELECT i.issue_id FROM letter_issue i WHERE i.org_id = $1 AND i.year = $2 AND i.stage = 'issued') \
     AND t.visible = 1 AND t.only_org_id IS NULL ORDER BY t.issue_id, t.seq, t.target_id"
);
pub(crate) const DROP_DRAFT: &str = "DELETE FROM target WHERE issue_id = $1 AND visible = 0";
pub(crate) const SHOW: &str = "UPDATE target SET visible = 1 WHERE issue_id = $1";
pub(crate) const CUTS: &str = "SELECT c.upper_target_id, c.reason FROM target_cut c WHERE c.org_id = $1 AND c.issue_id = $2 ORDER BY c.upper_target_id";
pub(crate) const DROP_CUTS: &str = "DELETE FROM target_cut WHERE org_id = $1 AND issue_id = $2";

const COLUMNS: [&str; 20] = [
    "target_id",
    "issue_id",
    "issuer_id",
    "year",
    "seq",
    "clause_id",
    "milestone_id",
    "upper_target_id",
    "only_org_id",
    "basis",
    "project",
    "text",
    "requirement",
    "kind",
    "measure",
    "value",
    "weight",
    "assessment",
    "deduction",
    "visible",
];

rec! {
    /// A stored target.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TargetRow {
        /// Which it is.
        pub id: TargetId,
        /// Of which issue.
        pub issue: IssueId,
        /// Who set it.
        pub issuer: OrgId,
        /// Its year.
        pub year: i64,
        /// Its place in the issue, 1 for the first.
        pub seq: i64,
        /// The clause it rests on.
        pub clause: Option<ClauseId>,
        /// The milestone it belongs to.
        pub milestone: Option<MilestoneId>,
        /// The target it carries on.
        pub upper: Option<TargetId>,
        /// The one recipient it was added for by a revision.
        pub only: Option<OrgId>,
        /// A free remark on its basis.
        pub basis: String,
        /// 项目.
        pub project: String,
        /// 内容.
        pub text: String,
        /// 要求.
        pub requirement: String,
        /// By figure or judgement.
        pub kind: Kind,
        /// What is measured.
        pub measure: String,
        /// The value to reach.
        pub value: String,
        /// 分值, in tenths.
        pub weight: i64,
        /// 考评方式.
        pub assessment: String,
        /// 扣分办法.
        pub deduction: String,
        /// Whether it was issued.
        pub visible: bool,
    }
}

impl TargetRow {
    /// The target as its editor holds it.
    pub(crate) fn draft(&self) -> TargetDraft {
        TargetDraft {
            id: Some(self.id),
            upper: self.upper,
            clause: self.clause,
            milestone: self.milestone,
            basis: self.basis.clone(),
            project: self.project.clone(),
            text: self.text.clone(),
            requirement: self.requirement.clone(),
            kind: self.kind,
            measure: self.measure.clone(),
            value: self.value.clone(),
            weight: self.weight,
            assessment: self.assessment.clone(),
            deduction: self.deduction.clone(),
        }
    }
}

/// The targets of an issue, in order; without those that a revision added for one recipient.
pub(crate) fn of_issue(tx: &mut Tx<'_>, issue: IssueId) -> Result<Vec<TargetRow>, AppError> {
    Ok(tx.all(OF_ISSUE, args![issue])?)
}

/// The targets that an organisation carries in a year: those of its letters in force.
pub(crate) fn carried(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<TargetRow>, AppError> {
    Ok(tx.all(CARRIED, args![org, year])?)
}

/// The targets that an organisation set for others in a year.
pub(crate) fn set_here(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<TargetRow>, AppError> {
    Ok(tx.all(SET_HERE, args![org, year])?)
}

/// These targets.
pub(crate) fn of_ids(tx: &mut Tx<'_>, ids: &BTreeSet<TargetId>) -> Result<HashMap<TargetId, TargetRow>, AppError> {
    let ids: Vec<TargetId> = ids.iter().copied().collect();
    let mut out = HashMap::new();
    for part in ids.chunks(LIST_MOST) {
        let mut shape = Shape::new(concat!(columns!(), "WHERE t.target_id IN "), &[]);
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<TargetRow> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(out)
}

/// The issued targets that carry these on.
pub(crate) fn below(tx: &mut Tx<'_>, uppers: &[TargetId]) -> Result<Vec<TargetRow>, AppError> {
    let mut out = Vec::new();
    for part in uppers.chunks(LIST_MOST) {
        let mut shape = Shape::new(concat!(columns!(), "WHERE t.visible = 1 AND t.upper_target_id IN "), &[]);
        shape.list(part.iter().map(|id| Arg::from(*id))).push(" ORDER BY t.issuer_id, t.seq, t.target_id");
        out.extend(tx.all::<TargetRow>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// Adds targets of an issue from place `first` on; those that have an id keep it. `only` names the one recipient
/// of targets that a revision adds, which are visible at once. Answers the ids.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    issue: (&IssueRow, i64),
    targets: &[TargetDraft],
    (first, only): (i64, Option<OrgId>),
) -> Result<Vec<TargetId>, AppError> {
    let (row, year) = issue;
    let ids: Vec<TargetId> = targets.iter().map(|t| t.id.unwrap_or_else(|| tx.new_id())).collect();
    let rows = targets.iter().zip(&ids).zip(first..).map(|((t, id), seq)| {
        args![
            *id,
            row.id,
            row.org,
            year,
            seq,
            t.clause,
            t.milestone,
            t.upper,
            only,
            t.basis.trim(),
            t.project.trim(),
            t.text.trim(),
            t.requirement.trim(),
            t.kind.code(),
            t.measure.trim(),
            t.value.trim(),
            t.weight,
            t.assessment.trim(),
            t.deduction.trim(),
            only.is_some()
        ]
        .to_vec()
    });
    tx.insert_many("target", &COLUMNS, rows)?;
    Ok(ids)
}

/// Takes the targets and cuts of a draft away.
pub(crate) fn drop_draft(tx: &mut Tx<'_>, _: &Permit, row: &IssueRow) -> Result<(), AppError> {
    tx.exec(DROP_DRAFT, args![row.id])?;
    tx.exec(DROP_CUTS, args![row.org, row.id])?;
    Ok(())
}

/// Makes the targets of an issue visible to their readers.
pub(crate) fn show(tx: &mut Tx<'_>, _: &Permit, issue: IssueId) -> Result<(), AppError> {
    tx.exec(SHOW, args![issue])?;
    Ok(())
}

/// What an issue cut of the letter above.
pub(crate) fn cuts(tx: &mut Tx<'_>, org: OrgId, issue: IssueId) -> Result<Vec<Cut>, AppError> {
    let rows: Vec<(TargetId, String)> = tx.all(CUTS, args![org, issue])?;
    Ok(rows.into_iter().map(|(upper, reason)| Cut { upper, reason }).collect())
}

/// Notes what an issue cuts.
pub(crate) fn add_cuts(tx: &mut Tx<'_>, _: &Permit, row: &IssueRow, cuts: &[Cut]) -> Result<(), AppError> {
    let (by, now) = (tx.actor().seat.post, tx.now());
    let rows = cuts.iter().map(|c| args![row.org, row.id, c.upper, c.reason.trim(), now, by].to_vec());
    tx.insert_many("target_cut", &["org_id", "issue_id", "upper_target_id", "reason", "at", "by_post_id"], rows)?;
    Ok(())
}
