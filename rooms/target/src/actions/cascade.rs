//! 层层签订: where a target went through letters. For every organisation it reached: whether its letter carries it,
//! whether it carried it on, cut it, or lets it rest.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cx::{AppError, Tx};
use kernel::{OrgId, TargetId};

use crate::store::cascade::{self, Carrier, CutBy};
use crate::store::target::{self, TargetRow};

/// Levels at most.
const LEVELS_MOST: usize = 8;

/// Everything that letters made of one target.
#[derive(Debug, Clone)]
pub struct Cascade {
    /// The target.
    pub root: TargetRow,
    /// It and every issued target that carries it on, directly or not.
    pub family: BTreeMap<TargetId, TargetRow>,
    /// For each of them the letters that carry it.
    pub carriers: Vec<Carrier>,
    /// For each of them who cut it.
    pub cuts: Vec<CutBy>,
}

impl Cascade {
    /// Who carried a target on: issuer and the targets it set for that.
    #[must_use]
    pub fn carried_on(&self) -> HashMap<(TargetId, OrgId), Vec<&TargetRow>> {
        let mut out: HashMap<(TargetId, OrgId), Vec<&TargetRow>> = HashMap::new();
        for row in self.family.values() {
            if let Some(upper) = row.upper.filter(|u| self.family.contains_key(u)) {
                out.entry((upper, row.issuer)).or_default().push(row);
            }
        }
        out
    }

    /// Every organisation that a letter carries it to.
    #[must_use]
    pub fn orgs(&self) -> BTreeSet<OrgId> {
        self.carriers.iter().map(|c| c.org).chain(self.cuts.iter().map(|c| c.org)).collect()
    }
}

/// Where an issued target went; *not found* for one that the actor may not know of. A query for each level, then one
/// for the letters and one for the cuts, however many organisations there are.
///
/// # Errors
/// [`AppError::NotFound`], or a failure of the database.
pub fn cascade_in(tx: &mut Tx<'_>, id: TargetId) -> Result<Cascade, AppError> {
    let known = super::links::targets_in(tx, &[id])?;
    if known.is_empty() {
        return Err(AppError::NotFound);
    }
    let root = target::of_ids(tx, &BTreeSet::from([id]))?.remove(&id).ok_or(AppError::NotFound)?;
    let family = family_in(tx, root.clone())?;
    let ids: Vec<TargetId> = family.keys().copied().collect();
    let mut carriers = cascade::carriers(tx, &ids)?;
    // Of a letter under revision the one in force counts; while none is, the open one.
    carriers.sort_by_key(|c| (c.target, c.org, std::cmp::Reverse(c.state)));
    carriers.dedup_by_key(|c| (c.target, c.org));
    let cuts = cascade::cut_by(tx, &ids)?;
    Ok(Cascade { root, family, carriers, cuts })
}

/// A target and every issued one that carries it on.
fn family_in(tx: &mut Tx<'_>, root: TargetRow) -> Result<BTreeMap<TargetId, TargetRow>, AppError> {
    let mut level = vec![root.id];
    let mut family = BTreeMap::from([(root.id, root)]);
    for _ in 0..LEVELS_MOST {
        let below = target::below(tx, &level)?;
        level = below.iter().map(|t| t.id).filter(|id| !family.contains_key(id)).collect();
        family.extend(below.into_iter().map(|t| (t.id, t)));
        if level.is_empty() {
            break;
        }
    }
    Ok(family)
}
