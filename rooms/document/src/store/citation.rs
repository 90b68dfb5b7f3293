//! Citations: who rests on which clause.

use cx::{AppError, Permit, Tx};
use db::args;
use kernel::ClauseId;

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
