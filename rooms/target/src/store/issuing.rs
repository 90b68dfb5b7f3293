//! Making all letters of an issue: one statement per table and choice of the audience.

use cx::{AppError, Permit, Tx};
use db::{Shape, args};
use kernel::{AccountId, Instant, OrgId, OrgPath, PostId, TargetId};
use org::Resolved;

use super::issue::IssueRow;

const LETTERS: &str = "INSERT INTO letter (org_id, year, issue_id, rev, issuer_id, path, place, state, objected, proposed_by, reason, \
     until_day, issued_at, changed_at, signed_at, in_force_at, version) SELECT o.org_id, CAST($1 AS BIGINT), CAST($2 AS BIGINT), \
     CAST(1 AS BIGINT), CAST($3 AS BIGINT), o.path, o.path, CAST(1 AS BIGINT), CAST(0 AS BIGINT), 'issuer', '', CAST($4 AS TEXT), \
     CAST($5 AS BIGINT), CAST($5 AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(1 AS BIGINT) FROM org o WHERE ";
const LINES: &str = "INSERT INTO letter_target (org_id, year, issue_id, rev, target_id, value, weight) \
     SELECT o.org_id, t.year, t.issue_id, CAST(1 AS BIGINT), t.target_id, t.value, t.weight FROM org o CROSS JOIN target t \
     WHERE t.issue_id = $1 AND ";
/// The same where the draft sets some recipients' own values.
const LINES_WITH_VALUES: &str = "INSERT INTO letter_target (org_id, year, issue_id, rev, target_id, value, weight) \
     SELECT o.org_id, t.year, t.issue_id, CAST(1 AS BIGINT), t.target_id, COALESCE(v.value, t.value), t.weight FROM org o CROSS JOIN target t \
     LEFT JOIN letter_value v ON v.org_id = o.org_id AND v.issue_id = t.issue_id AND v.target_id = t.target_id WHERE t.issue_id = $1 AND ";
pub(crate) const STEPS: &str = "INSERT INTO letter_step (org_id, year, issue_id, rev, seq, kind, at, by_org_id, by_post_id, by_account_id, reason) \
     SELECT l.org_id, l.year, l.issue_id, l.rev, CAST(0 AS BIGINT), 'issued', l.issued_at, l.issuer_id, CAST($2 AS BIGINT), CAST($3 AS BIGINT), '' \
     FROM letter l WHERE l.issue_id = $1 AND l.rev = 1";
pub(crate) const DROP_VALUES: &str = "DELETE FROM letter_value WHERE issue_id = $1";
pub(crate) const VALUES_SET: &str = "SELECT COUNT(*) FROM letter_value v WHERE v.issue_id = $1";

/// Who issues, and when: what the first steps say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sender {
    pub(crate) post: PostId,
    pub(crate) account: AccountId,
    pub(crate) at: Instant,
}

/// Makes every letter of an issue with its lines and its first step; answers how many letters.
pub(crate) fn lay_out(
    tx: &mut Tx<'_>,
    _: &Permit,
    issue: &IssueRow,
    sender: Sender,
    audience: &Resolved,
    place: &OrgPath,
) -> Result<u64, AppError> {
    let range = place.range();
    // With one choice nothing can be there already, and not looking for it is cheaper.
    let tail = |text: &'static str| if audience.parts() == 1 { "" } else { text };
    let mut made = 0;
    for part in 0..audience.parts() {
        let mut shape = Shape::new(LETTERS, args![issue.year, issue.id, issue.org, issue.until, sender.at]);
        audience.condition(&mut shape, part, &range);
        shape.push(tail(" ON CONFLICT (org_id, year, issue_id, rev) DO NOTHING"));
        made += tx.exec(&shape.text, &shape.args)?;
    }
    let head = if values_set(tx, issue)? > 0 { LINES_WITH_VALUES } else { LINES };
    for part in 0..audience.parts() {
        let mut shape = Shape::new(head, args![issue.id]);
        audience.condition(&mut shape, part, &range);
        shape.push(tail(" ON CONFLICT (org_id, year, issue_id, rev, target_id) DO NOTHING"));
        tx.exec(&shape.text, &shape.args)?;
    }
    tx.exec(STEPS, args![issue.id, sender.post, sender.account])?;
    Ok(made)
}

/// One recipient's own value in a draft.
pub(crate) type Value = (OrgId, TargetId, String);

/// How many recipients' own values a draft has.
pub(crate) fn values_set(tx: &mut Tx<'_>, issue: &IssueRow) -> Result<i64, AppError> {
    let (n,): (i64,) = tx.one(VALUES_SET, args![issue.id])?;
    Ok(n)
}

/// Replaces the recipients' own values of a draft.
pub(crate) fn set_values(tx: &mut Tx<'_>, _: &Permit, issue: &IssueRow, values: &[Value]) -> Result<(), AppError> {
    tx.exec(DROP_VALUES, args![issue.id])?;
    let rows = values.iter().map(|(org, target, value)| args![*org, issue.id, *target, value].to_vec());
    tx.insert_many("letter_value", &["org_id", "issue_id", "target_id", "value"], rows)?;
    Ok(())
}
