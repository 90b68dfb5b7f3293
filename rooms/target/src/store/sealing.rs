//! What was sealed and who signed it: rows that are only ever added.

use cx::{AppError, Permit, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{AccountId, Id, Instant, IssueId, OrgId, PostId, TargetId};

use super::letter::LetterRow;
use crate::rules::{Attestation, Side, StepKind};

pub(crate) const SEAL: &str =
    "INSERT INTO letter_seal (org_id, year, issue_id, rev, body, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub(crate) const SEALED: &str = "SELECT s.rev, s.body, s.hash, s.sealed_at FROM letter_seal s \
     WHERE s.org_id = $1 AND s.year = $2 AND s.issue_id = $3 ORDER BY s.rev";
pub(crate) const SIGNATURES: &str = "SELECT s.rev, s.side, s.by_org_id, s.by_org_name, s.by_post_id, s.by_post_title, s.by_account_id, s.by_name, \
     s.key_id, s.algorithm, s.public_key, s.signature, s.at FROM letter_signature s \
     WHERE s.org_id = $1 AND s.year = $2 AND s.issue_id = $3 ORDER BY s.rev, s.side DESC";
pub(crate) const ALL_SEALED: &str = "SELECT s.org_id, s.year, s.issue_id, s.rev, l.state, s.body, s.hash FROM letter_seal s \
     LEFT JOIN letter l ON l.org_id = s.org_id AND l.year = s.year AND l.issue_id = s.issue_id AND l.rev = s.rev \
     ORDER BY s.org_id, s.issue_id, s.rev";
pub(crate) const ALL_SIGNATURES: &str = "SELECT s.org_id, s.issue_id, s.rev, s.side, s.by_org_id, s.by_org_name, s.by_post_id, \
     s.by_post_title, s.by_name, s.key_id, s.algorithm, s.public_key, s.signature, s.at FROM letter_signature s ORDER BY s.org_id, s.issue_id, s.rev";
/// The lines of every letter that is sealed.
pub(crate) const ALL_LINES: &str = "SELECT x.org_id, x.issue_id, x.rev, x.target_id, x.value, x.weight FROM letter_target x \
     JOIN letter_seal s ON s.org_id = x.org_id AND s.year = x.year AND s.issue_id = x.issue_id AND s.rev = x.rev \
     JOIN target t ON t.target_id = x.target_id ORDER BY x.org_id, x.issue_id, x.rev, t.seq, x.target_id";

rec! {
    /// A sealed text.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SealedRow {
        /// Of which revision.
        pub rev: i64,
        /// The canonical text.
        pub body: String,
        /// Its digest.
        pub hash: String,
        /// When.
        pub at: Instant,
    }
}

rec! {
    /// A signature as stored.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SignatureRow {
        /// Of which revision.
        pub rev: i64,
        /// For which side.
        pub side: Side,
        /// Organisation of the post.
        pub org: OrgId,
        /// Its name on the day.
        pub org_name: String,
        /// The post.
        pub post: PostId,
        /// Its title on the day.
        pub post_title: String,
        /// Whose account; never shown.
        pub account: AccountId,
        /// The person who held the post.
        pub name: String,
        /// The key.
        pub key: Id<()>,
        /// Its algorithm.
        pub algorithm: String,
        /// Its public half.
        pub public: String,
        /// The signature.
        pub signature: String,
        /// When.
        pub at: Instant,
    }
}

impl SignatureRow {
    /// What it says of a letter whose text digests to `hash`.
    #[must_use]
    pub fn attestation(&self, letter_org: OrgId, issue: IssueId, hash: &str) -> Attestation {
        Attestation {
            side: self.side,
            letter_org,
            issue,
            rev: self.rev,
            org: self.org,
            org_name: self.org_name.clone(),
            post: self.post,
            post_title: self.post_title.clone(),
            name: self.name.clone(),
            key: self.key,
            algorithm: self.algorithm.clone(),
            at: self.at,
            hash: hash.to_owned(),
        }
    }
}

/// Adds the sealed text of a revision; a conflict if it is sealed already.
pub(crate) fn seal(tx: &mut Tx<'_>, _: &Permit, row: &LetterRow, body: &str, hash: &str) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(SEAL, args![row.org, row.year, row.issue, row.rev, body, hash, now])?;
    Ok(())
}

/// Every sealed revision of a letter.
pub(crate) fn sealed(tx: &mut Tx<'_>, row: &LetterRow) -> Result<Vec<SealedRow>, AppError> {
    Ok(tx.all(SEALED, args![row.org, row.year, row.issue])?)
}

/// Every signature under a letter, all revisions.
pub(crate) fn signatures(tx: &mut Tx<'_>, row: &LetterRow) -> Result<Vec<SignatureRow>, AppError> {
    Ok(tx.all(SIGNATURES, args![row.org, row.year, row.issue])?)
}

const SIGNATURE: [&str; 16] = [
    "org_id",
    "year",
    "issue_id",
    "rev",
    "side",
    "by_org_id",
    "by_org_name",
    "by_post_id",
    "by_post_title",
    "by_account_id",
    "by_name",
    "key_id",
    "algorithm",
    "public_key",
    "signature",
    "at",
];

/// Adds signatures under letters; a conflict if one is there already.
pub(crate) fn sign(tx: &mut Tx<'_>, _: &Permit, signed: &[(&LetterRow, SignatureRow)]) -> Result<(), AppError> {
    let rows = signed.iter().map(|(l, s)| {
        args![
            l.org,
            l.year,
            l.issue,
            l.rev,
            s.side.code(),
            s.org,
            &s.org_name,
            s.post,
            &s.post_title,
            s.account,
            &s.name,
            s.key,
            &s.algorithm,
            &s.public,
            &s.signature,
            s.at
        ]
        .to_vec()
    });
    tx.insert_many("letter_signature", &SIGNATURE, rows)?;
    Ok(())
}

/// The sealed texts of several letters of one issue at once: organisation, revision, text, digest.
pub(crate) fn sealed_of_many(
    tx: &mut Tx<'_>,
    issue: IssueId,
    orgs: &[OrgId],
) -> Result<Vec<(OrgId, i64, String, String)>, AppError> {
    let mut out = Vec::new();
    for part in orgs.chunks(LIST_MOST) {
        let head = "SELECT s.org_id, s.rev, s.body, s.hash FROM letter_seal s WHERE s.issue_id = $1 AND s.org_id IN ";
        let mut shape = Shape::new(head, args![issue]);
        shape.list(part.iter().map(|id| Arg::from(*id)));
        out.extend(tx.all::<(OrgId, i64, String, String)>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// The signed letters of an issue, or those among `orgs`, that wait for the issuer.
pub(crate) fn waiting(tx: &mut Tx<'_>, issue: IssueId, orgs: Option<&[OrgId]>) -> Result<Vec<LetterRow>, AppError> {
    let head = concat!(super::letter::columns!(), "WHERE l.issue_id = $1 AND l.state = 2");
    let mut out = Vec::new();
    let Some(orgs) = orgs else {
        return Ok(tx.all(&format!("{head} ORDER BY l.org_id, l.rev"), args![issue])?);
    };
    for part in orgs.chunks(LIST_MOST) {
        let mut shape = Shape::new(head, args![issue]);
        shape.push(" AND l.org_id IN ").list(part.iter().map(|id| Arg::from(*id))).push(" ORDER BY l.org_id, l.rev");
        out.extend(tx.all::<LetterRow>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// Brings signed letters of one issue into force, all of them or none: state, superseded revisions, steps. A letter
/// that moved meanwhile makes the whole a conflict.
pub(crate) fn into_force(tx: &mut Tx<'_>, _: &Permit, letters: &[LetterRow]) -> Result<(), AppError> {
    let Some(first) = letters.first() else { return Ok(()) };
    let (issue, now) = (first.issue, tx.now());
    let (seat, account) = (tx.actor().seat.clone(), tx.actor().account);
    let mut revisions: std::collections::BTreeMap<i64, Vec<OrgId>> = std::collections::BTreeMap::new();
    for letter in letters {
        revisions.entry(letter.rev).or_default().push(letter.org);
    }
    for (rev, orgs) in revisions {
        for part in orgs.chunks(LIST_MOST) {
            let ids = || part.iter().map(|id| Arg::from(*id));
            let mut shape = Shape::new(
                "UPDATE letter SET state = 3, in_force_at = $1, changed_at = $1, version = version + 1 \
                 WHERE issue_id = $2 AND rev = $3 AND state = 2 AND org_id IN ",
                args![now, issue, rev],
            );
            shape.list(ids());
            let moved = tx.exec(&shape.text, &shape.args)?;
            if usize::try_from(moved).ok() != Some(part.len()) {
                return Err(AppError::Conflict(Vec::new()));
            }
            let sender = args![now, seat.org, seat.post, account, issue, rev];
            step_each(tx, (StepKind::Countersigned, "l.state = 3"), sender, part)?;
            if rev > 1 {
                let sender = args![now, seat.org, seat.post, account, issue, rev - 1];
                step_each(tx, (StepKind::Superseded, "l.state = 3"), sender, part)?;
                let mut shape = Shape::new(
                    "UPDATE letter SET state = 4, changed_at = $1, version = version + 1 \
                     WHERE issue_id = $2 AND rev < $3 AND state = 3 AND org_id IN ",
                    args![now, issue, rev],
                );
                shape.list(ids());
                tx.exec(&shape.text, &shape.args)?;
            }
        }
    }
    Ok(())
}

/// One step for each letter of an issue and revision among `orgs`.
fn step_each(tx: &mut Tx<'_>, (kind, state): (StepKind, &str), sender: &[Arg], orgs: &[OrgId]) -> Result<(), AppError> {
    let head = format!(
        "INSERT INTO letter_step (org_id, year, issue_id, rev, seq, kind, at, by_org_id, by_post_id, by_account_id, reason) \
         SELECT l.org_id, l.year, l.issue_id, l.rev, (SELECT COALESCE(MAX(s.seq), CAST(-1 AS BIGINT)) + 1 FROM letter_step s \
         WHERE s.org_id = l.org_id AND s.year = l.year AND s.issue_id = l.issue_id AND s.rev = l.rev), '{}', CAST($1 AS BIGINT), \
         CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), '' FROM letter l \
         WHERE l.issue_id = $5 AND l.rev = $6 AND {state} AND l.org_id IN ",
        kind.code()
    );
    let mut shape = Shape::new(&head, sender);
    shape.list(orgs.iter().map(|id| Arg::from(*id)));
    tx.exec(&shape.text, &shape.args)?;
    Ok(())
}

rec! {
    /// A sealed text as the check reads it.
    #[derive(Debug)]
    pub(crate) struct Stored {
        pub(crate) org: OrgId,
        pub(crate) year: i64,
        pub(crate) issue: IssueId,
        pub(crate) rev: i64,
        /// State of its letter; none if there is no such letter.
        pub(crate) state: Option<i64>,
        pub(crate) body: String,
        pub(crate) hash: String,
    }
}

rec! {
    /// A signature as the check reads it.
    #[derive(Debug)]
    pub(crate) struct StoredSignature {
        pub(crate) letter_org: OrgId,
        pub(crate) issue: IssueId,
        pub(crate) rev: i64,
        pub(crate) side: Side,
        pub(crate) org: OrgId,
        pub(crate) org_name: String,
        pub(crate) post: PostId,
        pub(crate) post_title: String,
        pub(crate) name: String,
        pub(crate) key: Id<()>,
        pub(crate) algorithm: String,
        pub(crate) public: String,
        pub(crate) signature: String,
        pub(crate) at: Instant,
    }
}

rec! {
    /// A line of a sealed letter as the check reads it.
    #[derive(Debug)]
    pub(crate) struct StoredLine {
        pub(crate) org: OrgId,
        pub(crate) issue: IssueId,
        pub(crate) rev: i64,
        pub(crate) target: TargetId,
        pub(crate) value: String,
        pub(crate) weight: i64,
    }
}

/// Hands every row of `which` to `each`, in order.
pub(crate) fn each<T: db::FromRow>(tx: &mut Tx<'_>, which: &str, mut each: impl FnMut(T)) -> Result<(), AppError> {
    tx.each(which, args![], |row| {
        each(T::from_row(row)?);
        Ok(())
    })?;
    Ok(())
}
