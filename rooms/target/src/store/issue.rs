//! Issues of letters: drafts, templates, and what was issued.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Permit, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{AccountId, Day, Instant, IssueId, OrgId, PostId};
use org::Audience;

use crate::rules::{Cut, IssueDraft, Stage, TargetDraft, Upper};

macro_rules! columns {
    () => {
        "SELECT i.org_id, i.issue_id, i.year, i.stage, i.number, i.title, i.domain, i.level, i.audience, i.from_day, \
         i.until_day, i.upper_org_id, i.upper_issue_id, i.letters, i.written_by, i.written_at, i.issued_by, \
         i.issued_account, i.issued_at, i.version FROM letter_issue i "
    };
}

pub(crate) const GET: &str = concat!(columns!(), "WHERE i.org_id = $1 AND i.issue_id = $2");
pub(crate) const OF_YEAR: &str = concat!(
    columns!(),
    "WHERE i.org_id = $1 AND i.year = $2 AND i.stage <> 'template' ORDER BY i.issue_id DESC LIMIT 200"
);
pub(crate) const TEMPLATES: &str =
    concat!(columns!(), "WHERE i.org_id = $1 AND i.stage = 'template' ORDER BY i.issue_id DESC LIMIT 200");
pub(crate) const NEWEST: &str =
    concat!(columns!(), "WHERE i.org_id = $1 AND i.year = $2 AND i.stage = 'issued' ORDER BY i.issue_id DESC LIMIT 1");
/// What an organisation issued whose last day is not past.
pub(crate) const LIVING: &str = concat!(
    columns!(),
    "WHERE i.org_id = $1 AND i.stage = 'issued' AND i.until_day >= $2 ORDER BY i.year DESC, i.issue_id DESC LIMIT $3"
);
pub(crate) const INSERT: &str = "INSERT INTO letter_issue (org_id, issue_id, year, stage, number, title, domain, level, audience, \
     from_day, until_day, upper_org_id, upper_issue_id, letters, written_by, written_at, version) \
     VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 1)";
pub(crate) const UPDATE: &str = "UPDATE letter_issue SET year = $4, title = $5, domain = $6, level = $7, audience = $8, from_day = $9, \
     until_day = $10, written_by = $11, written_at = $12, version = version + 1 \
     WHERE org_id = $1 AND issue_id = $2 AND version = $3 AND stage <> 'issued'";
pub(crate) const SET_ISSUED: &str = "UPDATE letter_issue SET stage = 'issued', number = $4, letters = $5, issued_by = $6, \
     issued_account = $7, issued_at = $8, version = version + 1 \
     WHERE org_id = $1 AND issue_id = $2 AND version = $3 AND stage = 'draft'";
pub(crate) const DROP: &str =
    "DELETE FROM letter_issue WHERE org_id = $1 AND issue_id = $2 AND version = $3 AND stage <> 'issued'";
/// Ordinal of the year: numbers are never given back.
pub(crate) const NUMBERED: &str =
    "SELECT COUNT(*) FROM letter_issue i WHERE i.org_id = $1 AND i.year = $2 AND i.number <> ''";

rec! {
    /// A stored issue.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct IssueRow {
        /// Who writes and issues it.
        pub org: OrgId,
        /// Which it is.
        pub id: IssueId,
        /// Its year.
        pub year: i64,
        /// Draft, template or issued.
        pub stage: Stage,
        /// Its number; empty until it is issued.
        pub number: String,
        /// Its title.
        pub title: String,
        /// The domain it is for; empty for any.
        pub domain: String,
        /// The level it is for; empty for any.
        pub level: String,
        /// The audience as stored.
        pub audience: String,
        /// First day of its letters.
        pub from: Day,
        /// Last day of its letters.
        pub until: Day,
        /// Who issued the letter above it is built from.
        pub upper_org: Option<OrgId>,
        /// The issue of that letter.
        pub upper_issue: Option<IssueId>,
        /// Letters it made.
        pub letters: i64,
        /// Post that wrote it last.
        pub written_by: PostId,
        /// When.
        pub written_at: Instant,
        /// Post that issued it.
        pub issued_by: Option<PostId>,
        /// Who held that post.
        pub issued_account: Option<AccountId>,
        /// When.
        pub issued_at: Option<Instant>,
        /// Rises with every change.
        pub version: i64,
    }
}

impl IssueRow {
    /// The letter above it is built from, if one.
    #[must_use]
    pub fn upper(&self) -> Option<Upper> {
        self.upper_org.zip(self.upper_issue).map(|(org, issue)| Upper { org, issue })
    }

    /// The issue as its editor holds it.
    pub(crate) fn draft(&self, targets: Vec<TargetDraft>, cuts: Vec<Cut>) -> IssueDraft {
        IssueDraft {
            year: self.year,
            title: self.title.clone(),
            domain: self.domain.clone(),
            level: self.level.clone(),
            audience: Audience::stored(&self.audience),
            from: self.from,
            until: self.until,
            upper: self.upper(),
            targets,
            cuts,
        }
    }
}

/// An issue of this organisation; *not found* if it has none of that id.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId, id: IssueId) -> Result<IssueRow, AppError> {
    tx.opt(GET, args![org, id])?.ok_or(AppError::NotFound)
}

/// Drafts and issues of a year, the newest first.
pub(crate) fn of_year(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<IssueRow>, AppError> {
    Ok(tx.all(OF_YEAR, args![org, year])?)
}

/// The templates of an organisation.
pub(crate) fn templates(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<IssueRow>, AppError> {
    Ok(tx.all(TEMPLATES, args![org])?)
}

/// What an organisation issued last in a year.
pub(crate) fn newest(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Option<IssueRow>, AppError> {
    Ok(tx.opt(NEWEST, args![org, year])?)
}

/// What an organisation issued whose last day is not past, at most so many.
pub(crate) fn living(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<IssueRow>, AppError> {
    let today = tx.today();
    Ok(tx.all(LIVING, args![org, today, most])?)
}

/// How many letters of these issues wait: (issue, for a signature, for the answer to an objection, for the
/// countersignature).
pub(crate) fn waiting(tx: &mut Tx<'_>, issues: &[IssueId]) -> Result<Vec<(IssueId, i64, i64, i64)>, AppError> {
    let mut out = Vec::new();
    for part in issues.chunks(LIST_MOST) {
        let mut shape = Shape::new(
            "SELECT l.issue_id, CAST(SUM(CASE WHEN l.state = 1 AND l.objected = 0 THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN l.state = 1 AND l.objected = 1 THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN l.state = 2 THEN 1 ELSE 0 END) AS BIGINT) FROM letter l WHERE l.issue_id IN ",
            &[],
        );
        shape.list(part.iter().map(|id| Arg::from(*id))).push(" AND l.state IN (1, 2) GROUP BY l.issue_id");
        out.extend(tx.all::<(IssueId, i64, i64, i64)>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// These issues of whoever issued them.
pub(crate) fn of_keys(
    tx: &mut Tx<'_>,
    keys: &BTreeSet<(OrgId, IssueId)>,
) -> Result<HashMap<IssueId, IssueRow>, AppError> {
    let keys: Vec<(OrgId, IssueId)> = keys.iter().copied().collect();
    let mut out = HashMap::new();
    for part in keys.chunks(LIST_MOST) {
        let mut shape = Shape::new(concat!(columns!(), "WHERE i.org_id IN "), &[]);
        let orgs: BTreeSet<OrgId> = part.iter().map(|k| k.0).collect();
        shape.list(orgs.into_iter().map(Arg::from)).push(" AND i.issue_id IN ");
        shape.list(part.iter().map(|k| Arg::from(k.1)));
        let rows: Vec<IssueRow> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(out)
}

/// Adds a draft or a template.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, id): (OrgId, IssueId),
    stage: Stage,
    draft: &IssueDraft,
) -> Result<(), AppError> {
    let (by, now) = (tx.actor().seat.post, tx.now());
    tx.exec(
        INSERT,
        args![
            org,
            id,
            draft.year,
            stage.code(),
            draft.title.trim(),
            &draft.domain,
            &draft.level,
            draft.audience.canonical(),
            draft.from,
            draft.until,
            draft.upper.map(|u| u.org),
            draft.upper.map(|u| u.issue),
            by,
            now
        ],
    )?;
    Ok(())
}

/// Overwrites a draft upon the version that was read; false if it is another by now.
pub(crate) fn update(tx: &mut Tx<'_>, _: &Permit, row: &IssueRow, draft: &IssueDraft) -> Result<bool, AppError> {
    let (by, now) = (tx.actor().seat.post, tx.now());
    let changed = tx.exec(
        UPDATE,
        args![
            row.org,
            row.id,
            row.version,
            draft.year,
            draft.title.trim(),
            &draft.domain,
            &draft.level,
            draft.audience.canonical(),
            draft.from,
            draft.until,
            by,
            now
        ],
    )?;
    Ok(changed == 1)
}

/// Marks a draft as issued; false if it is another by now. A number that somebody took at the same moment makes
/// the whole unit run again.
pub(crate) fn set_issued(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &IssueRow,
    number: &str,
    letters: i64,
) -> Result<bool, AppError> {
    let (post, account, now) = (tx.actor().seat.post, tx.actor().account, tx.now());
    match tx.exec(SET_ISSUED, args![row.org, row.id, row.version, number, letters, post, account, now]) {
        Ok(n) => Ok(n == 1),
        Err(db::DbFault::Duplicate) => Err(AppError::Busy),
        Err(other) => Err(other.into()),
    }
}

/// Throws a draft or a template away; false if it is another by now.
pub(crate) fn drop(tx: &mut Tx<'_>, _: &Permit, row: &IssueRow) -> Result<bool, AppError> {
    Ok(tx.exec(DROP, args![row.org, row.id, row.version])? == 1)
}

/// How many issues of this year have a number.
pub(crate) fn numbered(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<i64, AppError> {
    let (n,): (i64,) = tx.one(NUMBERED, args![org, year])?;
    Ok(n)
}
