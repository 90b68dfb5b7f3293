//! What owners reported. Nothing is overwritten: a later report for the same period is a further row.

use cx::{AppError, Permit, Tx};
use db::{Arg, Shape, args, rec};
use kernel::{Day, Instant, MilestoneId, OrgId};

use crate::rules::{Judgement, Period, Report};

pub(crate) const INSERT: &str = "INSERT INTO milestone_progress (org_id, milestone_id, period, rev, value, judgement, note, on_day, \
     at, by_post_id, by_role) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Adds a report as the next after `seen`; a duplicate key means that somebody was faster.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, milestone): (OrgId, MilestoneId),
    seen: i64,
    report: &Report,
) -> Result<(), AppError> {
    let (now, seat) = (tx.now(), tx.actor().seat.clone());
    let judgement = report.judgement.map_or("", Judgement::code);
    let args = args![
        org,
        milestone,
        report.period.code(),
        seen + 1,
        report.value,
        judgement,
        report.note.trim(),
        report.on,
        now,
        seat.post,
        seat.role.code()
    ];
    tx.exec(INSERT, args)?;
    Ok(())
}

/// What stands before the list of ids in the statement of [`of`].
const OF: &str = "SELECT p.milestone_id, p.period, p.rev, p.value, p.judgement, p.note, p.on_day, p.at, p.by_role \
     FROM milestone_progress p WHERE p.milestone_id IN ";

rec! {
    struct Row {
        milestone: MilestoneId,
        period: i64,
        rev: i64,
        value: Option<i64>,
        judgement: String,
        note: String,
        on: Day,
        at: Instant,
        role: String,
    }
}

/// A report as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Of which milestone.
    pub milestone: MilestoneId,
    /// Which report for its period, 1 for the first.
    pub rev: i64,
    /// What it says.
    pub report: Report,
    /// When it was made.
    pub at: Instant,
    /// In which role.
    pub role: String,
}

/// Every report of some milestones, by milestone and period, each period's oldest first.
pub(crate) fn of(tx: &mut Tx<'_>, ids: &[MilestoneId]) -> Result<Vec<Stored>, AppError> {
    let mut found = Vec::new();
    for part in ids.chunks(db::LIST_MOST) {
        let mut shape = Shape::new(OF, &[]);
        shape.list(part.iter().map(|id| Arg::from(*id))).push(" ORDER BY p.milestone_id, p.period, p.rev");
        let rows: Vec<Row> = tx.all(&shape.text, &shape.args)?;
        found.extend(rows.into_iter().filter_map(stored));
    }
    Ok(found)
}

fn stored(r: Row) -> Option<Stored> {
    let period = Period::of_code(r.period)?;
    let judgement = Judgement::of_code(&r.judgement);
    let report = Report { period, value: r.value, judgement, note: r.note, on: r.on };
    Some(Stored { milestone: r.milestone, rev: r.rev, report, at: r.at, role: r.role })
}
