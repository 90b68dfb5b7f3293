//! The history of a letter: only ever added to.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{AccountId, Instant, OrgId, PostId};

use super::letter::LetterRow;
use crate::rules::StepKind;

pub(crate) const ADD: &str = "INSERT INTO letter_step (org_id, year, issue_id, rev, seq, kind, at, by_org_id, by_post_id, by_account_id, reason) \
     SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), \
     COALESCE(MAX(s.seq), CAST(-1 AS BIGINT)) + 1, CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), \
     CAST($9 AS BIGINT), CAST($10 AS TEXT) FROM letter_step s WHERE s.org_id = $1 AND s.year = $2 AND s.issue_id = $3 AND s.rev = $4";
pub(crate) const OF: &str = "SELECT s.rev, s.kind, s.at, s.by_org_id, o.name, s.by_post_id, p.title, s.by_account_id, s.reason FROM letter_step s \
     LEFT JOIN org o ON o.org_id = s.by_org_id LEFT JOIN post p ON p.org_id = s.by_org_id AND p.post_id = s.by_post_id \
     WHERE s.org_id = $1 AND s.year = $2 AND s.issue_id = $3 ORDER BY s.at, s.rev, s.seq LIMIT 1000";

rec! {
    /// One step.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StepRow {
        /// Of which revision.
        pub rev: i64,
        /// What happened.
        pub kind: StepKind,
        /// When.
        pub at: Instant,
        /// Organisation of the post that did it.
        pub org: OrgId,
        /// Its name today.
        pub org_name: Option<String>,
        /// The post.
        pub post: PostId,
        /// Its title.
        pub title: Option<String>,
        /// Who held it; never shown.
        pub account: AccountId,
        /// The reason given.
        pub reason: String,
    }
}

/// Adds a step to a revision.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &LetterRow,
    rev: i64,
    (kind, reason): (StepKind, &str),
) -> Result<(), AppError> {
    let (seat, account, now) = (tx.actor().seat.clone(), tx.actor().account, tx.now());
    tx.exec(ADD, args![row.org, row.year, row.issue, rev, kind.code(), now, seat.org, seat.post, account, reason])?;
    Ok(())
}

/// Every step of a letter, all revisions, oldest first.
pub(crate) fn of(tx: &mut Tx<'_>, row: &LetterRow) -> Result<Vec<StepRow>, AppError> {
    Ok(tx.all(OF, args![row.org, row.year, row.issue])?)
}
