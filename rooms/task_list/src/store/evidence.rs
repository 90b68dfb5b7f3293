//! Photos that prove a report: only the hash of the re-encoded picture is kept here.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Permit, Tx};
use db::{Arg, args};

use kernel::{Instant, ItemId, Month, OrgId};

use super::assignment::AssignmentKey;
use super::shape::Shape;

pub(crate) const ADD: &str = "INSERT INTO evidence (org_id, month, item_id, file_hash, size, at) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (org_id, month, item_id, file_hash) DO NOTHING";
pub(crate) const OF: &str = "SELECT e.file_hash, e.size, e.at FROM evidence e WHERE e.org_id = $1 AND e.month = $2 AND e.item_id = $3 \
     ORDER BY e.at, e.file_hash";

db::rec! {
    /// One photo of a report.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Evidence {
        /// Hash of its content: its address.
        pub hash: String,
        /// Its size in bytes.
        pub size: i64,
        /// When it was sent.
        pub at: Instant,
    }
}

/// The photos of one assignment, the first sent first.
pub(crate) fn of(tx: &mut Tx<'_>, org: OrgId, month: Month, item: ItemId) -> Result<Vec<Evidence>, AppError> {
    Ok(tx.all(OF, args![org, month, item])?)
}

/// Adds photos (at most three).
pub(crate) fn add(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, month, item): (OrgId, Month, ItemId),
    photos: &[(String, i64)],
) -> Result<(), AppError> {
    let now = tx.now();
    for (hash, size) in photos {
        tx.exec(ADD, args![org, month, item, hash, *size, now])?;
    }
    Ok(())
}

/// The photos of several assignments.
pub(crate) fn of_keys(
    tx: &mut Tx<'_>,
    keys: &BTreeSet<AssignmentKey>,
) -> Result<HashMap<AssignmentKey, Vec<Evidence>>, AppError> {
    let mut out: HashMap<AssignmentKey, Vec<Evidence>> = HashMap::new();
    if keys.is_empty() {
        return Ok(out);
    }
    let orgs: BTreeSet<OrgId> = keys.iter().map(|k| k.0).collect();
    let months: BTreeSet<Month> = keys.iter().map(|k| k.1).collect();
    let mut shape = Shape::new(
        "SELECT e.org_id, e.month, e.item_id, e.file_hash, e.size, e.at FROM evidence e WHERE e.org_id IN ",
        &[],
    );
    shape.list(orgs.into_iter().map(Arg::from)).push(" AND e.month IN ").list(months.into_iter().map(Arg::from));
    shape.push(" ORDER BY e.at, e.file_hash");
    let rows: Vec<(OrgId, Month, ItemId, String, i64, Instant)> = tx.all(&shape.text, &shape.args)?;
    for (org, month, item, hash, size, at) in rows {
        if keys.contains(&(org, month, item)) {
            out.entry((org, month, item)).or_default().push(Evidence { hash, size, at });
        }
    }
    Ok(out)
}
