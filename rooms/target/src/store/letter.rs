//! Letters: one per recipient, issue and revision, with its own lines.

use cx::{AppError, Difference, Permit, Tx};
use db::{args, rec};
use kernel::{Day, Instant, IssueId, OrgId, OrgPath, TargetId};

use crate::rules::{Line, State};

macro_rules! columns {
    () => {
        "SELECT l.org_id, l.year, l.issue_id, l.rev, l.issuer_id, l.path, l.place, l.state, l.objected, l.proposed_by, l.reason, \
         l.until_day, l.issued_at, l.changed_at, l.signed_at, l.in_force_at, l.version FROM letter l "
    };
}
pub(crate) use columns;

pub(crate) const REVISIONS: &str =
    concat!(columns!(), "WHERE l.org_id = $1 AND l.issue_id = $2 ORDER BY l.rev LIMIT 200");
pub(crate) const OWN: &str =
    concat!(columns!(), "WHERE l.org_id = $1 AND l.year = $2 ORDER BY l.issue_id DESC, l.rev LIMIT 500");
/// The letters to an organisation whose last day is not past: those that wait for a signature and those in force.
pub(crate) const LIVING: &str = concat!(
    columns!(),
    "WHERE l.org_id = $1 AND l.state IN (1, 2, 3) AND l.until_day >= $2 ORDER BY l.year DESC, l.issue_id DESC, l.rev LIMIT $3"
);
/// The lines of those letters.
pub(crate) const LIVING_LINES: &str = "SELECT x.issue_id, x.rev, t.target_id, t.seq, t.project, t.text, x.value, x.weight FROM letter l \
     JOIN letter_target x ON x.org_id = l.org_id AND x.year = l.year AND x.issue_id = l.issue_id AND x.rev = l.rev \
     JOIN target t ON t.target_id = x.target_id WHERE l.org_id = $1 AND l.state IN (1, 2, 3) AND l.until_day >= $2 \
     ORDER BY x.issue_id DESC, x.rev, t.seq, x.target_id LIMIT $3";
pub(crate) const INSERT: &str = "INSERT INTO letter (org_id, year, issue_id, rev, issuer_id, path, place, state, objected, proposed_by, \
     reason, until_day, issued_at, changed_at, signed_at, in_force_at, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $6, 1, 0, $7, $8, $9, $10, $10, NULL, NULL, 1)";
pub(crate) const MOVE: &str = "UPDATE letter SET state = $6, objected = $7, changed_at = $8, signed_at = $9, in_force_at = $10, \
     version = version + 1 WHERE org_id = $1 AND year = $2 AND issue_id = $3 AND rev = $4 AND version = $5";
/// Letters follow an organisation that moved; `path`, where it stood when they were issued, stays.
pub(crate) const REHOME: &str = "UPDATE letter SET place = CAST($3 AS TEXT) || SUBSTR(place, CAST(CAST($4 AS BIGINT) AS INTEGER)) WHERE place >= $1 AND place < $2";
pub(crate) const LINES: &str = "SELECT x.target_id, x.value, x.weight FROM letter_target x JOIN target t ON t.target_id = x.target_id \
     WHERE x.org_id = $1 AND x.year = $2 AND x.issue_id = $3 AND x.rev = $4 ORDER BY t.seq, x.target_id";
pub(crate) const DROP_LINES: &str =
    "DELETE FROM letter_target WHERE org_id = $1 AND year = $2 AND issue_id = $3 AND rev = $4";
/// Letters whose lines do not sum to a hundred.
pub(crate) const UNSETTLED: &str = "SELECT x.org_id, x.year, x.issue_id, x.rev, CAST(COALESCE(SUM(x.weight), 0) AS BIGINT) FROM letter_target x \
     WHERE x.org_id > $1 GROUP BY x.org_id, x.year, x.issue_id, x.rev HAVING SUM(x.weight) <> 1000 ORDER BY x.org_id, x.issue_id, x.rev LIMIT 100";
/// Letters whose place is not where their organisation stands today.
pub(crate) const STRAYED: &str = "SELECT l.org_id, l.issue_id, l.rev FROM letter l JOIN org o ON o.org_id = l.org_id \
     WHERE o.path <> l.place ORDER BY l.org_id, l.issue_id, l.rev LIMIT 100";

rec! {
    /// A stored letter.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LetterRow {
        /// Its recipient.
        pub org: OrgId,
        /// Its year.
        pub year: i64,
        /// The issue it came with.
        pub issue: IssueId,
        /// Its revision.
        pub rev: i64,
        /// Who issued it.
        pub issuer: OrgId,
        /// Where the recipient stood when it was issued.
        pub path: OrgPath,
        /// Where the recipient stands now.
        pub place: OrgPath,
        /// How far it is.
        pub state: State,
        /// Whether an objection waits for its answer.
        pub objected: bool,
        /// Which side proposed this revision.
        pub proposed_by: String,
        /// Why it was revised; empty for the first.
        pub reason: String,
        /// Last day.
        pub until: Day,
        /// When it was made.
        pub issued_at: Instant,
        /// When it changed last.
        pub changed_at: Instant,
        /// When the recipient signed.
        pub signed_at: Option<Instant>,
        /// When the issuer signed.
        pub in_force_at: Option<Instant>,
        /// Rises with every change.
        pub version: i64,
    }
}

rec! {
    /// A line of a letter with its target.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TargetLine {
        /// The issue of the letter.
        pub issue: IssueId,
        /// The revision of the letter.
        pub rev: i64,
        /// The target.
        pub target: TargetId,
        /// Its place in the sheet, 1 for the first.
        pub seq: i64,
        /// 项目.
        pub project: String,
        /// 内容.
        pub text: String,
        /// The value to reach.
        pub value: String,
        /// 分值, in tenths.
        pub weight: i64,
    }
}

impl LetterRow {
    /// What somebody who acts on another version is told: where it stands now.
    pub(crate) fn differences(&self, wanted: State) -> Vec<Difference> {
        let word = |s: State| format!("target.state.{}", s.shown(Day::FOREVER, Day::FOREVER).code());
        vec![Difference { field: "target.field.state", mine: word(wanted), theirs: word(self.state) }]
    }
}

/// All revisions of a letter, oldest first; *not found* if there is none.
pub(crate) fn revisions(tx: &mut Tx<'_>, org: OrgId, issue: IssueId) -> Result<Vec<LetterRow>, AppError> {
    let rows: Vec<LetterRow> = tx.all(REVISIONS, args![org, issue])?;
    if rows.is_empty() { Err(AppError::NotFound) } else { Ok(rows) }
}

/// The letters of an organisation as recipient in a year, all revisions.
pub(crate) fn own(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<LetterRow>, AppError> {
    Ok(tx.all(OWN, args![org, year])?)
}

/// The letters to an organisation whose last day is not past, at most so many.
pub(crate) fn living(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<LetterRow>, AppError> {
    let today = tx.today();
    Ok(tx.all(LIVING, args![org, today, most])?)
}

/// The lines of those, at most so many.
pub(crate) fn living_lines(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<TargetLine>, AppError> {
    let today = tx.today();
    Ok(tx.all(LIVING_LINES, args![org, today, most])?)
}

/// Where a letter goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Next {
    pub(crate) state: State,
    pub(crate) objected: bool,
    pub(crate) signed_at: Option<Instant>,
    pub(crate) in_force_at: Option<Instant>,
}

impl Next {
    /// The letter as it is.
    pub(crate) const fn of(row: &LetterRow) -> Self {
        Self { state: row.state, objected: row.objected, signed_at: row.signed_at, in_force_at: row.in_force_at }
    }
}

/// Moves a letter on upon the version that was read.
pub(crate) fn save(tx: &mut Tx<'_>, _: &Permit, row: &LetterRow, to: Next) -> Result<(), AppError> {
    let now = tx.now();
    let key = (row.org, row.year, row.issue, row.rev, row.version);
    let changed = tx.exec(
        MOVE,
        args![key.0, key.1, key.2, key.3, key.4, to.state.code(), to.objected, now, to.signed_at, to.in_force_at],
    )?;
    if changed == 1 {
        return Ok(());
    }
    let stands = revisions(tx, row.org, row.issue)?.into_iter().find(|r| r.rev == row.rev);
    Err(AppError::Conflict(stands.map(|r| r.differences(to.state)).unwrap_or_default()))
}

/// Adds the next revision of a letter; a conflict if somebody proposed one at the same moment.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    last: &LetterRow,
    (proposed_by, reason): (&str, &str),
) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(
        INSERT,
        args![
            last.org,
            last.year,
            last.issue,
            last.rev + 1,
            last.issuer,
            &last.place,
            proposed_by,
            reason,
            last.until,
            now
        ],
    )?;
    Ok(())
}

/// The lines of a revision in the order of the sheet.
pub(crate) fn lines(tx: &mut Tx<'_>, row: &LetterRow) -> Result<Vec<Line>, AppError> {
    let rows: Vec<(TargetId, String, i64)> = tx.all(LINES, args![row.org, row.year, row.issue, row.rev])?;
    Ok(rows.into_iter().map(|(target, value, weight)| Line { target, value, weight }).collect())
}

/// Writes the lines of a revision.
pub(crate) fn add_lines(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &LetterRow,
    rev: i64,
    lines: &[Line],
) -> Result<(), AppError> {
    let columns = ["org_id", "year", "issue_id", "rev", "target_id", "value", "weight"];
    let rows =
        lines.iter().map(|l| args![row.org, row.year, row.issue, rev, l.target, l.value.trim(), l.weight].to_vec());
    tx.insert_many("letter_target", &columns, rows)?;
    Ok(())
}

/// Replaces the lines of a revision that nobody has signed.
pub(crate) fn replace_lines(tx: &mut Tx<'_>, permit: &Permit, row: &LetterRow, lines: &[Line]) -> Result<(), AppError> {
    tx.exec(DROP_LINES, args![row.org, row.year, row.issue, row.rev])?;
    add_lines(tx, permit, row, row.rev, lines)
}

/// Lets letters follow a branch that moved; answers how many.
pub(crate) fn rehome(tx: &mut Tx<'_>, _: &Permit, old: &OrgPath, new: &OrgPath) -> Result<u64, AppError> {
    let (from, until) = old.range();
    let rest = i64::try_from(old.as_str().len()).unwrap_or(0) + 1;
    Ok(tx.exec(REHOME, args![from, until, new, rest])?)
}

/// Letters whose lines do not sum to a hundred, told for the check.
pub(crate) fn unsettled(tx: &mut Tx<'_>) -> Result<Vec<String>, AppError> {
    let rows: Vec<(OrgId, i64, IssueId, i64, i64)> = tx.all(UNSETTLED, args![0_i64])?;
    let told = |(org, _, issue, rev, sum): (OrgId, i64, IssueId, i64, i64)| {
        format!("letter {org}/{issue} revision {rev}: its weights sum to {sum} tenths")
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Letters whose place is not where their organisation stands, told for the check.
pub(crate) fn strayed(tx: &mut Tx<'_>) -> Result<Vec<String>, AppError> {
    let rows: Vec<(OrgId, IssueId, i64)> = tx.all(STRAYED, args![])?;
    let told = |(org, issue, rev): (OrgId, IssueId, i64)| {
        format!("letter {org}/{issue} revision {rev}: it stands elsewhere than its organisation")
    };
    Ok(rows.into_iter().map(told).collect())
}
