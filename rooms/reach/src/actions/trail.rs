//! The traces that targets left in a branch: letters, issues that carried them on or cut them, items of the month.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cx::{AppError, Tx};
use kernel::{OrgId, OrgPath, TargetId};
use target::{Cascade, State};

use crate::rules::{Fate, Node, Reach, Trace, fates, lowest};
use crate::store::{self, Member};

/// A branch in the order of places, with the depth of each organisation below its head.
pub(crate) struct Branch {
    pub(crate) members: Vec<Member>,
    pub(crate) depths: Vec<usize>,
    pub(crate) lowest: BTreeSet<usize>,
}

impl Branch {
    pub(crate) fn of(tx: &mut Tx<'_>, place: &OrgPath) -> Result<Self, AppError> {
        let today = tx.today();
        let members = store::branch(tx, place, today)?;
        let head = place.depth();
        let depths: Vec<usize> = members.iter().map(|m| m.path.depth().saturating_sub(head)).collect();
        let lowest = lowest(&depths);
        Ok(Self { members, depths, lowest })
    }

    /// What became of a target in each organisation.
    pub(crate) fn nodes(&self, trail: &Trail) -> Vec<Node> {
        let of = |(n, member): (usize, &Member)| {
            (self.depths.get(n).copied().unwrap_or(0), self.lowest.contains(&n), trail.at(member.org))
        };
        fates(&self.members.iter().enumerate().map(of).collect::<Vec<_>>())
    }
}

/// At how many of the lowest of these organisations a target arrived.
pub(crate) fn reach(nodes: &[Node]) -> Reach {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Reach {
        arrived: count(nodes.iter().filter(|n| n.fate == Fate::Arrived).count()),
        of: count(nodes.iter().filter(|n| n.lowest).count()),
    }
}

/// The traces of one target and all that carry it on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail {
    traces: HashMap<OrgId, Trace>,
    /// The letter of each organisation that carries it.
    pub(crate) letters: HashMap<OrgId, State>,
    /// Why an organisation does not let it go on.
    pub(crate) reasons: HashMap<OrgId, String>,
    /// Items resting on it that an organisation sent.
    pub(crate) items: BTreeMap<OrgId, Vec<task_list::Resting>>,
}

impl Trail {
    /// The traces at one organisation.
    pub(crate) fn at(&self, org: OrgId) -> Trace {
        self.traces.get(&org).copied().unwrap_or_default()
    }

    fn mark(&mut self, org: OrgId) -> &mut Trace {
        self.traces.entry(org).or_default()
    }

    /// The traces of a cascade, and of the items that rest on any target of it.
    pub(crate) fn of(cascade: &Cascade, resting: &[task_list::Resting], arrivals: &[(OrgId, bool)]) -> Self {
        let mut trail = Self::default();
        for (_, issuer) in cascade.carried_on().into_keys() {
            trail.mark(issuer).carried_on = true;
        }
        trail.mark(cascade.root.issuer).carried_on = true;
        for carrier in &cascade.carriers {
            let trace = trail.mark(carrier.org);
            trace.sent = true;
            trace.signed |= matches!(carrier.state, State::Signed | State::InForce);
            trail.letters.insert(carrier.org, carrier.state);
        }
        for cut in &cascade.cuts {
            trail.mark(cut.org).cut = true;
            trail.reasons.insert(cut.org, cut.reason.clone());
        }
        for item in resting {
            trail.mark(item.issuer).carried_on = true;
            trail.items.entry(item.issuer).or_default().push(item.clone());
        }
        for (org, signed) in arrivals {
            let trace = trail.mark(*org);
            trace.sent = true;
            trace.signed |= *signed;
        }
        trail
    }
}

/// The part of an issuer's branch that the actor may look at: all of it from above, their own branch from below.
///
/// # Errors
/// [`AppError::NotFound`] if they have no part of it.
pub(crate) fn place_of(tx: &mut Tx<'_>, issuer: OrgId) -> Result<OrgPath, AppError> {
    let set_at = org::org_in(tx, issuer)?.path;
    let seat = &tx.actor().seat.path;
    if seat.contains(&set_at) {
        Ok(set_at)
    } else if set_at.contains(seat) {
        Ok(seat.clone())
    } else {
        Err(AppError::NotFound)
    }
}

/// The trails of several cascades; a handful of queries however many they are.
pub(crate) fn trails(tx: &mut Tx<'_>, cascades: &[Cascade], place: &OrgPath) -> Result<Vec<Trail>, AppError> {
    let ids: Vec<TargetId> =
        cascades.iter().flat_map(|c| c.family.keys().copied()).collect::<BTreeSet<_>>().into_iter().collect();
    let resting = task_list::resting_in(tx, &ids)?;
    let mut arrivals: HashMap<TargetId, Vec<(OrgId, bool)>> = HashMap::new();
    for arrival in task_list::arrivals_in(tx, &ids, place)? {
        arrivals.entry(arrival.target).or_default().push((arrival.org, arrival.signed));
    }
    let of = |cascade: &Cascade| {
        let resting: Vec<_> = resting.iter().filter(|r| cascade.family.contains_key(&r.target)).cloned().collect();
        let found = cascade.family.keys().filter_map(|id| arrivals.get(id)).flatten();
        Trail::of(cascade, &resting, &found.copied().collect::<Vec<_>>())
    };
    Ok(cascades.iter().map(of).collect())
}
