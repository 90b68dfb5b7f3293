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
    cascades_in(tx, &[id])?.pop().ok_or(AppError::NotFound)
}

/// Where each of these issued targets went, in their order; those that the actor may not know of are left out. As many
/// queries as for one.
///
/// # Errors
/// A failure of the database.
pub fn cascades_in(tx: &mut Tx<'_>, ids: &[TargetId]) -> Result<Vec<Cascade>, AppError> {
    let known: Vec<TargetId> = super::links::targets_in(tx, ids)?.into_iter().map(|t| t.target).collect();
    let mut roots = target::of_ids(tx, &known.iter().copied().collect())?;
    let families: Vec<(TargetRow, BTreeMap<TargetId, TargetRow>)> = {
        let below = below_in(tx, &known)?;
        let family = |id: &TargetId| roots.remove(id).map(|root| (root.clone(), family_of(root, &below)));
        known.iter().filter_map(family).collect()
    };
    let members: BTreeSet<TargetId> = families.iter().flat_map(|(_, family)| family.keys().copied()).collect();
    let members: Vec<TargetId> = members.into_iter().collect();
    let mut carriers = cascade::carriers(tx, &members)?;
    // Of a letter under revision the one in force counts; while none is, the open one.
    carriers.sort_by_key(|c| (c.target, c.org, std::cmp::Reverse(c.state)));
    carriers.dedup_by_key(|c| (c.target, c.org));
    let cuts = cascade::cut_by(tx, &members)?;
    let whole = |(root, family)| Cascade { root, family, carriers: Vec::new(), cuts: Vec::new() };
    let mut found: Vec<Cascade> = families.into_iter().map(whole).collect();
    let mut homes: HashMap<TargetId, Vec<usize>> = HashMap::new();
    for (n, cascade) in found.iter().enumerate() {
        for id in cascade.family.keys() {
            homes.entry(*id).or_default().push(n);
        }
    }
    for carrier in carriers {
        for n in homes.get(&carrier.target).into_iter().flatten() {
            found[*n].carriers.push(carrier);
        }
    }
    for cut in cuts {
        for n in homes.get(&cut.target).into_iter().flatten() {
            found[*n].cuts.push(cut.clone());
        }
    }
    Ok(found)
}

/// Every issued target that carries on one of these, directly or not, by the target it carries on. A query for each
/// level.
fn below_in(tx: &mut Tx<'_>, roots: &[TargetId]) -> Result<HashMap<TargetId, Vec<TargetRow>>, AppError> {
    let mut seen: BTreeSet<TargetId> = roots.iter().copied().collect();
    let mut below: HashMap<TargetId, Vec<TargetRow>> = HashMap::new();
    let mut level = roots.to_vec();
    for _ in 0..LEVELS_MOST {
        if level.is_empty() {
            break;
        }
        let rows = target::below(tx, &level)?;
        level = rows.iter().map(|t| t.id).filter(|id| seen.insert(*id)).collect();
        for row in rows {
            if let Some(upper) = row.upper {
                let known = below.entry(upper).or_default();
                if known.iter().all(|t| t.id != row.id) {
                    known.push(row);
                }
            }
        }
    }
    Ok(below)
}

/// A target and every one that carries it on.
fn family_of(root: TargetRow, below: &HashMap<TargetId, Vec<TargetRow>>) -> BTreeMap<TargetId, TargetRow> {
    let mut open = vec![root.id];
    let mut family = BTreeMap::from([(root.id, root)]);
    while let Some(upper) = open.pop() {
        for row in below.get(&upper).into_iter().flatten() {
            if family.insert(row.id, row.clone()).is_none() {
                open.push(row.id);
            }
        }
    }
    family
}
