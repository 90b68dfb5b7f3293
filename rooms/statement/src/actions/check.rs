//! What `qingdan check` asks of this room: every seal holds, every chain of revisions is whole.

use std::collections::HashMap;

use cx::{AppError, Tx};
use kernel::{Month, OrgId};

use crate::{
    rules::canonical,
    store::{self, Stored},
};

/// Every breach found, one line each; none means that all is well.
///
/// # Errors
/// A failure of the database.
pub fn check(tx: &mut Tx<'_>) -> Result<Vec<String>, AppError> {
    let mut found = Vec::new();
    let mut chain: HashMap<(OrgId, Month), (i64, String)> = HashMap::new();
    store::each_stored(tx, store::ALL_SEALED, |row| {
        let (rev, previous) = chain.get(&(row.org, row.month)).cloned().unwrap_or_default();
        found.extend(sealed_breach(&row, rev, &previous).map(|what| breach(&row, what)));
        chain.insert((row.org, row.month), (row.rev, row.hash));
    })?;
    store::each_stored(tx, store::ALL_PROPOSED, |row| {
        found.extend(text_breach(&row).map(|what| breach(&row, what)));
    })?;
    for (org, month, rev) in store::all_months(tx)? {
        let newest = chain.remove(&(org, month)).map_or(0, |(newest, _)| newest);
        if newest != rev {
            found.push(format!("statement {org} {month}: revision {rev} is said to stand, the newest is {newest}"));
        }
    }
    for (org, month) in chain.keys() {
        found.push(format!("statement {org} {month}: sealed revisions of a month that is not known"));
    }
    Ok(found)
}

fn breach(row: &Stored, what: &str) -> String {
    format!("statement {} {} revision {}: {what}", row.org, row.month, row.rev)
}

fn sealed_breach(row: &Stored, last: i64, previous: &str) -> Option<&'static str> {
    if let Some(what) = text_breach(row) {
        return Some(what);
    }
    let chained = canonical::parse(&row.body).is_ok_and(|s| s.previous == previous && s.published.is_some());
    if row.rev != last + 1 {
        return Some("the revision before it is missing");
    }
    (!chained).then_some("the body does not follow the revision before it")
}

fn text_breach(row: &Stored) -> Option<&'static str> {
    if canonical::seal(&row.body) != row.hash {
        return Some("the body does not have the stored hash");
    }
    let own = canonical::parse(&row.body).is_ok_and(|s| (s.org, s.month, s.rev) == (row.org, row.month, row.rev));
    (!own).then_some("the body is not the canonical text of this statement")
}
