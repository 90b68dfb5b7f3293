//! Citations: who rests on which clause.

use std::collections::HashMap;

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{ClauseId, Instant, OrgId};

use super::version::VersionRow;
use crate::rules::cite::Citation;

/// Head and tail of the statement of [`add`]; between them stand the rows.
const ADD: (&str, &str) = (
    "INSERT INTO citation (clause_id, kind, by_id, org_id, label, address, at) VALUES",
    "ON CONFLICT (clause_id, kind, by_id) DO UPDATE SET label = excluded.label, address = excluded.address",
);
/// Rows of one statement.
const ROWS: usize = 100;

/// Adds citations; one that is there already gets its new label.
pub(crate) fn add(tx: &mut Tx<'_>, _: &Permit, citations: &[Citation]) -> Result<(), AppError> {
    let now = tx.now();
    let mut rows: Vec<Vec<db::Arg>> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for c in citations.iter().filter(|c| seen.insert((c.clause, c.by.kind, c.by.id))) {
        rows.push(args![c.clause, c.by.kind, c.by.id, c.by.org, &c.by.label, &c.by.address, now].to_vec());
    }
    for part in rows.chunks(ROWS) {
        let shape = db::rows(ADD.0, part, ADD.1);
        tx.exec(&shape.text, &shape.args)?;
    }
    Ok(())
}

pub(crate) const REMOVE: &str = "DELETE FROM citation WHERE clause_id = $1 AND kind = $2 AND by_id = $3";

/// Takes one citation away; answers whether it was there.
pub(crate) fn remove(tx: &mut Tx<'_>, _: &Permit, clause: ClauseId, by: (&str, i64)) -> Result<bool, AppError> {
    Ok(tx.exec(REMOVE, args![clause, by.0, by.1])? == 1)
}

pub(crate) const RELABEL: &str = "UPDATE citation SET label = $3 WHERE kind = $1 AND by_id = $2";

/// Gives every citation of a thing a new label.
pub(crate) fn relabel(tx: &mut Tx<'_>, _: &Permit, by: (&str, i64), label: &str) -> Result<(), AppError> {
    tx.exec(RELABEL, args![by.0, by.1, label])?;
    Ok(())
}

pub(crate) const OF_CLAUSE: &str = "SELECT t.kind, t.by_id, t.org_id, o.name, t.label, t.address, t.at FROM citation t \
     JOIN org o ON o.org_id = t.org_id WHERE t.clause_id = $1 AND o.path >= $2 AND o.path < $3 \
     AND (t.kind, t.by_id) > ($4, $5) ORDER BY t.kind, t.by_id LIMIT $6";

rec! {
    /// What rests on a clause, as a page shows it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CitationRow {
        /// What sort of thing: `milestone`, `target`, `item` …
        pub kind: String,
        /// Which one.
        pub id: i64,
        /// Whose it is.
        pub org: OrgId,
        /// What that organisation is called today.
        pub org_name: String,
        /// By what people name it.
        pub label: String,
        /// Address of its page.
        pub address: String,
        /// Since when it rests there.
        pub at: Instant,
    }
}

/// So many citations of a clause by organisations of the actor's branch, after a key.
pub(crate) fn of_clause(
    tx: &mut Tx<'_>,
    clause: ClauseId,
    after: (&str, i64),
    size: i64,
) -> Result<Vec<CitationRow>, AppError> {
    let (from, until) = tx.place().range();
    Ok(tx.all(OF_CLAUSE, args![clause, from, until, after.0, after.1, size])?)
}

pub(crate) const COUNTS: &str = "SELECT t.clause_id, COUNT(*) FROM citation t JOIN org o ON o.org_id = t.org_id \
     WHERE t.clause_id IN (SELECT c.clause_id FROM clause c WHERE c.org_id = $1 AND c.version_id = $2) \
     AND o.path >= $3 AND o.path < $4 GROUP BY t.clause_id";

/// How many things of the actor's branch rest on each clause of a version; clauses without any are left out.
pub(crate) fn counts(tx: &mut Tx<'_>, version: &VersionRow) -> Result<HashMap<ClauseId, i64>, AppError> {
    let (from, until) = tx.place().range();
    let rows: Vec<(ClauseId, i64)> = tx.all(COUNTS, args![version.org, version.id, from, until])?;
    Ok(rows.into_iter().collect())
}
