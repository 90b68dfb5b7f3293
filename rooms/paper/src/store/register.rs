//! The register of papers.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{AccountId, Instant, OrgId, OrgPath, PostId};

/// The columns of [`PaperRow`].
macro_rules! columns {
    () => {
        "SELECT p.org_id, p.paper_id, p.kind, p.subject, p.year, p.seq, p.number, p.code, p.title, p.issuer, p.day, p.hash, \
         p.made_at, p.by_org_id, p.by_post_id, p.by_account_id, p.wording, p.layout FROM paper p "
    };
}

pub(crate) const OF_SUBJECT: &str =
    concat!(columns!(), "WHERE p.org_id = $1 AND p.kind = $2 AND p.subject = $3 AND p.hash = $4");
pub(crate) const OF_CODE: &str =
    concat!(columns!(), "JOIN paper_code c ON c.org_id = p.org_id AND c.paper_id = p.paper_id WHERE c.code = $1");
pub(crate) const LAST_SEQ: &str =
    "SELECT CAST(COALESCE(MAX(p.seq), 0) AS BIGINT) FROM paper p WHERE p.org_id = $1 AND p.kind = $2 AND p.year = $3";
pub(crate) const ADD: &str = "INSERT INTO paper (org_id, paper_id, kind, subject, year, seq, number, code, title, issuer, day, hash, \
     made_at, by_org_id, by_post_id, by_account_id, wording, layout) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
pub(crate) const ADD_CODE: &str = "INSERT INTO paper_code (code, org_id, paper_id) VALUES ($1, $2, $3)";
pub(crate) const ORG_CODE: &str = "SELECT o.code FROM org o WHERE o.org_id = $1";
pub(crate) const ORG: &str = "SELECT o.path, o.name FROM org o WHERE o.org_id = $1";

/// Marker of ids of papers.
#[derive(Debug)]
pub(crate) enum Paper {}
/// A paper's id.
pub(crate) type PaperId = kernel::Id<Paper>;

rec! {
    /// A registered paper.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct PaperRow {
        pub(crate) org: OrgId,
        pub(crate) id: PaperId,
        pub(crate) kind: String,
        pub(crate) subject: String,
        pub(crate) year: i64,
        pub(crate) seq: i64,
        pub(crate) number: String,
        pub(crate) code: String,
        pub(crate) title: String,
        pub(crate) issuer: String,
        pub(crate) day: String,
        pub(crate) hash: String,
        pub(crate) made_at: Instant,
        pub(crate) by_org: OrgId,
        pub(crate) by_post: PostId,
        pub(crate) by_account: AccountId,
        /// Hashes of its wording and layout.
        pub(crate) wording: Option<String>,
        pub(crate) layout: Option<String>,
    }
}

/// The paper of a subject in the state that has this hash, if it was ever made.
pub(crate) fn of_subject(
    tx: &mut Tx<'_>,
    org: OrgId,
    kind: &str,
    subject: &str,
    hash: &str,
) -> Result<Option<PaperRow>, AppError> {
    Ok(tx.opt(OF_SUBJECT, args![org, kind, subject, hash])?)
}

/// The paper with this code.
pub(crate) fn of_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<PaperRow>, AppError> {
    Ok(tx.opt(OF_CODE, args![code])?)
}

/// The highest number given in a year.
pub(crate) fn last_seq(tx: &mut Tx<'_>, org: OrgId, kind: &str, year: i64) -> Result<i64, AppError> {
    Ok(tx.opt::<(i64,)>(LAST_SEQ, args![org, kind, year])?.map_or(0, |row| row.0))
}

/// Registers a paper. Somebody who was faster with the same number or subject makes it *busy*: the unit of work
/// runs again and finds theirs.
pub(crate) fn add(tx: &mut Tx<'_>, _: &Permit, row: &PaperRow) -> Result<(), AppError> {
    let busy = |fault: db::DbFault| match fault {
        db::DbFault::Duplicate => AppError::Busy,
        other => other.into(),
    };
    let values = args![
        row.org,
        row.id,
        &row.kind,
        &row.subject,
        row.year,
        row.seq,
        &row.number,
        &row.code,
        &row.title,
        &row.issuer,
        &row.day,
        &row.hash,
        row.made_at,
        row.by_org,
        row.by_post,
        row.by_account,
        row.wording.clone(),
        row.layout.clone()
    ];
    tx.exec(ADD, values).map_err(busy)?;
    tx.exec(ADD_CODE, args![&row.code, row.org, row.id]).map_err(busy)?;
    Ok(())
}

/// Code of an organisation.
pub(crate) fn org_code(tx: &mut Tx<'_>, org: OrgId) -> Result<String, AppError> {
    Ok(tx.opt::<(String,)>(ORG_CODE, args![org])?.ok_or(AppError::NotFound)?.0)
}

/// Where an organisation stands and what it is called.
pub(crate) fn org(tx: &mut Tx<'_>, org: OrgId) -> Result<(OrgPath, String), AppError> {
    tx.opt(ORG, args![org])?.ok_or(AppError::NotFound)
}
