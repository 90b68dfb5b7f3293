//! Two versions of a document beside each other.

use std::collections::{BTreeMap, HashMap};

use cx::{AppError, Cx, Tx};
use kernel::{ClauseId, DocumentId};

use super::read::{Reading, Wanted, reading};
use crate::{
    rules::{Pair, compare::compare, likeness::Side},
    store::clause::{self, Clause},
};

/// Two versions, clause by clause.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The older version.
    pub old: Reading,
    /// The newer version.
    pub new: Reading,
    /// The lines.
    pub pairs: Vec<Pair>,
    /// Whether the pairs were put right by hand; else likeness chose them.
    pub by_hand: bool,
}

/// Compares two versions that the actor may read; the one with the smaller number is the old one.
///
/// # Errors
/// [`AppError::NotFound`] if one of them is not there.
pub async fn comparison(cx: &Cx, id: DocumentId, seqs: (i64, i64)) -> Result<Comparison, AppError> {
    cx.read(move |tx| {
        let (from, to) = (seqs.0.min(seqs.1), seqs.0.max(seqs.1));
        let (old, new) = (reading(tx, id, Wanted::Seq(from))?, reading(tx, id, Wanted::Seq(to))?);
        let replaces = replaces(tx, &old, &new)?;
        let pairs = compare(&sides(&old.clauses), &sides(&new.clauses), &replaces);
        Ok(Comparison { by_hand: !replaces.is_empty(), old, new, pairs })
    })
    .await
}

pub(crate) fn sides(clauses: &[Clause]) -> Vec<Side<'_>> {
    clauses.iter().map(|c| Side { label: &c.label, text: &c.text }).collect()
}

/// What each new clause replaces, as places in the two texts; nothing for versions that do not follow each other.
fn replaces(tx: &mut Tx<'_>, old: &Reading, new: &Reading) -> Result<BTreeMap<usize, Vec<usize>>, AppError> {
    let stored = clause::replaced(tx, &new.version)?;
    let places: HashMap<ClauseId, usize> = old.clauses.iter().enumerate().map(|(n, c)| (c.id, n)).collect();
    let of = |c: &Clause| {
        let ids = stored.get(&c.id).into_iter().flatten();
        ids.filter_map(|id| places.get(id).copied()).collect::<Vec<usize>>()
    };
    let all = new.clauses.iter().enumerate().map(|(n, c)| (n, of(c)));
    Ok(all.filter(|(_, places)| !places.is_empty()).collect())
}
