//! Plans: which document has milestones, over which years.

use std::collections::HashMap;

use cx::{AppError, Permit, Tx};
use db::{Arg, Shape, args, rec};
use kernel::{DocumentId, OrgId, OrgPath, PlanId};

pub(crate) const ORG: &str = "SELECT o.org_id, o.path, o.name FROM org o WHERE o.org_id = $1";

rec! {
    /// An organisation as it stands today.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OrgRow {
        /// Who it is.
        pub org: OrgId,
        /// Where it stands.
        pub path: OrgPath,
        /// What it is called.
        pub name: String,
    }
}

/// The organisation, whoever asks.
pub(crate) fn org(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<OrgRow>, AppError> {
    Ok(tx.opt(ORG, args![org])?)
}

pub(crate) const GET: &str = "SELECT p.plan_id, p.org_id, o.path, o.name, p.document_id, p.first_year, p.last_year, p.version \
     FROM plan p JOIN org o ON o.org_id = p.org_id WHERE p.plan_id = $1";
pub(crate) const OF_DOCUMENT: &str = "SELECT p.plan_id, p.org_id, o.path, o.name, p.document_id, p.first_year, p.last_year, p.version \
     FROM plan p JOIN org o ON o.org_id = p.org_id WHERE p.org_id = $1 AND p.document_id = $2";

rec! {
    /// A plan and whose it is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PlanRow {
        /// Which it is.
        pub id: PlanId,
        /// Whose it is.
        pub org: OrgId,
        /// Where its owner stands today.
        pub path: OrgPath,
        /// What its owner is called today.
        pub org_name: String,
        /// The document.
        pub document: DocumentId,
        /// Its first year.
        pub first: i64,
        /// Its last year.
        pub last: i64,
        /// Rises with every change of its years.
        pub version: i64,
    }
}

/// A plan, whoever asks.
pub(crate) fn get(tx: &mut Tx<'_>, id: PlanId) -> Result<PlanRow, AppError> {
    tx.opt(GET, args![id])?.ok_or(AppError::NotFound)
}

/// The plan of a document, if it has one.
pub(crate) fn of_document(tx: &mut Tx<'_>, org: OrgId, document: DocumentId) -> Result<Option<PlanRow>, AppError> {
    Ok(tx.opt(OF_DOCUMENT, args![org, document])?)
}

pub(crate) const INSERT: &str = "INSERT INTO plan (org_id, plan_id, document_id, first_year, last_year, version) \
     VALUES ($1, $2, $3, $4, $5, 1)";

/// Adds a plan.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, document): (OrgId, DocumentId),
    years: (i64, i64),
) -> Result<PlanId, AppError> {
    let id: PlanId = tx.new_id();
    tx.exec(INSERT, args![org, id, document, years.0, years.1])?;
    Ok(id)
}

pub(crate) const READABLE: &str = "SELECT p.plan_id, p.org_id, o.path, o.name, p.document_id, p.first_year, p.last_year, p.version \
     FROM plan p JOIN org o ON o.org_id = p.org_id \
     WHERE (o.path >= $1 AND o.path < $2) OR SUBSTR(CAST($1 AS TEXT), 1, LENGTH(o.path)) = o.path \
     ORDER BY o.path, p.first_year, p.plan_id LIMIT 500";

/// Plans of the own organisation, its superiors and those below, superiors' first.
pub(crate) fn readable(tx: &mut Tx<'_>) -> Result<Vec<PlanRow>, AppError> {
    let (from, until) = tx.place().range();
    Ok(tx.all(READABLE, args![from, until])?)
}

pub(crate) const OWNERS: &str = "SELECT o.org_id, o.path, o.name FROM org o \
     WHERE (o.org_id = $1 OR o.parent_id = $1) AND o.until_day > $2 ORDER BY o.depth, o.sort_key, o.org_id LIMIT 300";

/// The plan's organisation and those directly below it.
pub(crate) fn owners(tx: &mut Tx<'_>, plan: &PlanRow) -> Result<Vec<OrgRow>, AppError> {
    let today = tx.today();
    Ok(tx.all(OWNERS, args![plan.org, today])?)
}

/// Names of organisations by their ids.
pub(crate) fn names(tx: &mut Tx<'_>, ids: impl Iterator<Item = OrgId>) -> Result<HashMap<OrgId, String>, AppError> {
    let mut shape = Shape::new("SELECT o.org_id, o.name FROM org o WHERE o.org_id IN ", &[]);
    shape.list(ids.take(db::LIST_MOST).map(Arg::from));
    let rows: Vec<(OrgId, String)> = tx.all(&shape.text, &shape.args)?;
    Ok(rows.into_iter().collect())
}
