//! What became of a target in each organisation of a branch, and what that adds up to. Pure.

use std::collections::{BTreeMap, BTreeSet};

/// What became of a target in one organisation, in the order in which pictures stack it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It let the target go on to those below: by a letter of its own or an item resting on it.
    CarriedOn,
    /// It let nothing go on itself, but a superior's letter or item reached those below it.
    PassedOver,
    /// It arrived where the tree ends: signed for, by letter or by item.
    Arrived,
    /// The target was sent to it, and nobody signed for it yet.
    Waiting,
    /// It has the target and gave reasons for not letting it go on.
    Cut,
    /// It has the target, and nothing goes on from here.
    Stopped,
    /// The target did not come here.
    Missing,
}

impl Fate {
    /// Every fate, in order.
    pub const ALL: [Self; 7] =
        [Self::CarriedOn, Self::PassedOver, Self::Arrived, Self::Waiting, Self::Cut, Self::Stopped, Self::Missing];

    /// Its name in words, classes and the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CarriedOn => "carried_on",
            Self::PassedOver => "passed_over",
            Self::Arrived => "arrived",
            Self::Cut => "cut",
            Self::Stopped => "stopped",
            Self::Waiting => "waiting",
            Self::Missing => "missing",
        }
    }
}

/// What is known of a target at one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trace {
    /// A letter or an item with it was sent here.
    pub sent: bool,
    /// One of them was signed for.
    pub signed: bool,
    /// An issue of letters or an item resting on it goes out from here.
    pub carried_on: bool,
    /// An issue of letters leaves it out, with a reason.
    pub cut: bool,
}

impl Trace {
    /// What became of it; `lowest`: nothing stands below, so nothing can go on.
    #[must_use]
    pub const fn fate(self, lowest: bool) -> Fate {
        match self {
            Self { carried_on: true, .. } if !lowest => Fate::CarriedOn,
            Self { cut: true, .. } if !lowest => Fate::Cut,
            Self { signed: true, .. } if lowest => Fate::Arrived,
            Self { signed: true, .. } => Fate::Stopped,
            Self { sent: true, .. } => Fate::Waiting,
            Self { .. } => Fate::Missing,
        }
    }
}

/// What became of a target in every organisation of a branch in the order of places: for each its depth, whether it is
/// lowest, and its traces. Whoever let nothing go on, while the target was sent to somebody below it all the same, is
/// passed over and holds nothing up.
pub(crate) fn fates(branch: &[(usize, bool, Trace)]) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(branch.len());
    // Seen from the end: per depth, whether anything was sent to the organisations met since the last one above it.
    let mut sent: Vec<bool> = Vec::new();
    for (depth, lowest, trace) in branch.iter().rev().copied() {
        let below = sent.get(depth + 1..).is_some_and(|deeper| deeper.contains(&true));
        let fate = match trace.fate(lowest) {
            Fate::Stopped | Fate::Missing if below => Fate::PassedOver,
            fate => fate,
        };
        sent.truncate(depth + 1);
        sent.resize(depth + 1, false);
        if let Some(here) = sent.get_mut(depth) {
            *here |= trace.sent || below;
        }
        nodes.push(Node { depth, lowest, fate });
    }
    nodes.reverse();
    nodes
}

/// Share of the lowest organisations of a branch at which a target demonstrably arrived (S14): signed for, by letter or
/// by item of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Lowest organisations at which it arrived.
    pub arrived: i64,
    /// Lowest organisations.
    pub of: i64,
}

impl Reach {
    /// Tenths of a per cent, rounded down: all is only said when it is all. None without anybody.
    #[must_use]
    pub const fn permille(self) -> Option<i64> {
        if self.of == 0 { None } else { Some(self.arrived * 1_000 / self.of) }
    }

    /// Together with another branch.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { arrived: self.arrived + other.arrived, of: self.of + other.of }
    }
}

/// One organisation of a branch: the depth at which it stands, and what became of the target there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    /// 0 for the head of the branch.
    pub(crate) depth: usize,
    /// Nothing stands below.
    pub(crate) lowest: bool,
    /// What became of it.
    pub(crate) fate: Fate,
}

/// How many of the lowest organisations go from one fate to another between two depths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// Depth of the upper end; the lower one is one deeper.
    pub depth: usize,
    /// Fate of the superior.
    pub from: Fate,
    /// Fate of the organisation right below.
    pub to: Fate,
    /// Lowest organisations at or below.
    pub weight: i64,
}

/// The picture of a target: columns of fates by depth, weighted by the lowest organisations at or below, and what flows
/// from one column to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Per depth and fate: organisations, and the lowest ones at or below them.
    pub columns: Vec<BTreeMap<Fate, (i64, i64)>>,
    /// Between columns.
    pub flows: Vec<Flow>,
}

/// The picture of a branch whose organisations come in the order of places, every superior before those below.
pub(crate) fn picture(nodes: &[Node]) -> Picture {
    let weights = weights(nodes);
    let mut columns: Vec<BTreeMap<Fate, (i64, i64)>> = Vec::new();
    let mut flows: BTreeMap<(usize, Fate, Fate), i64> = BTreeMap::new();
    let mut above: Vec<Fate> = Vec::new();
    for (node, weight) in nodes.iter().zip(weights) {
        if columns.len() <= node.depth {
            columns.resize(node.depth + 1, BTreeMap::new());
        }
        if let Some(column) = columns.get_mut(node.depth) {
            let cell = column.entry(node.fate).or_insert((0, 0));
            *cell = (cell.0 + 1, cell.1 + weight);
        }
        above.truncate(node.depth);
        if let Some(from) = above.last().filter(|_| above.len() == node.depth) {
            *flows.entry((node.depth - 1, *from, node.fate)).or_insert(0) += weight;
        }
        above.push(node.fate);
    }
    let flows = flows.into_iter().map(|((depth, from, to), weight)| Flow { depth, from, to, weight }).collect();
    Picture { columns, flows }
}

/// For each node the number of lowest organisations at or below it.
fn weights(nodes: &[Node]) -> Vec<i64> {
    let mut weights = vec![0_i64; nodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for (n, node) in nodes.iter().enumerate() {
        open.truncate(node.depth);
        open.push(n);
        if node.lowest {
            for above in &open {
                if let Some(weight) = weights.get_mut(*above) {
                    *weight += 1;
                }
            }
        }
    }
    weights
}

/// Which positions of a branch in the order of places are lowest: nobody's superior.
pub(crate) fn lowest(depths: &[usize]) -> BTreeSet<usize> {
    let below = |n: usize| depths.get(n + 1).copied().unwrap_or(0);
    depths.iter().enumerate().filter(|(n, depth)| below(*n) <= **depth).map(|(n, _)| n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trace(sent: bool, signed: bool, carried_on: bool, cut: bool) -> Trace {
        Trace { sent, signed, carried_on, cut }
    }

    #[test]
    fn a_target_is_carried_on_cut_stopped_waiting_or_missing_in_the_middle_and_arrives_at_the_end() {
        assert_eq!(trace(true, true, true, false).fate(false), Fate::CarriedOn);
        assert_eq!(
            trace(true, true, true, true).fate(false),
            Fate::CarriedOn,
            "cut in one issue, carried on in another"
        );
        assert_eq!(trace(true, true, false, true).fate(false), Fate::Cut);
        assert_eq!(trace(true, true, false, false).fate(false), Fate::Stopped);
        assert_eq!(trace(true, false, false, false).fate(false), Fate::Waiting);
        assert_eq!(Trace::default().fate(false), Fate::Missing);
        assert_eq!(trace(true, true, true, true).fate(true), Fate::Arrived);
        assert_eq!(trace(true, false, false, false).fate(true), Fate::Waiting);
        assert_eq!(Trace::default().fate(true), Fate::Missing);
    }

    #[test]
    fn whoever_a_superior_passed_over_does_not_hold_the_target_up() {
        let (none, sent, signed) =
            (Trace::default(), trace(true, false, false, false), trace(true, true, false, false));
        let head = trace(true, true, true, false);
        let branch = [
            (0, false, head),
            (1, false, none), // nothing came here, but its village got an item from the head
            (2, true, signed),
            (2, true, none),
            (1, false, signed), // a county that signed, with a township that nobody wrote to and its village that was
            (2, false, none),
            (3, true, sent),
            (1, false, signed), // here it does stop
            (2, true, none),
            (1, false, trace(true, true, false, true)), // it gave a reason of its own
            (2, true, signed),
        ];
        let found: Vec<Fate> = fates(&branch).iter().map(|n| n.fate).collect();
        let told = [
            Fate::CarriedOn,
            Fate::PassedOver,
            Fate::Arrived,
            Fate::Missing,
            Fate::PassedOver,
            Fate::PassedOver,
            Fate::Waiting,
            Fate::Stopped,
            Fate::Missing,
            Fate::Cut,
            Fate::Arrived,
        ];
        assert_eq!(found, told);
    }

    #[test]
    fn all_is_only_said_when_it_is_all() {
        assert_eq!(Reach { arrived: 4_315, of: 4_316 }.permille(), Some(999));
        assert_eq!(Reach { arrived: 4_316, of: 4_316 }.permille(), Some(1_000));
        assert_eq!(Reach::default().permille(), None);
    }

    #[test]
    fn the_picture_weighs_every_fate_by_the_lowest_organisations_below() {
        let node = |depth, lowest, fate| Node { depth, lowest, fate };
        let found = picture(&[
            node(0, false, Fate::CarriedOn),
            node(1, false, Fate::CarriedOn),
            node(2, true, Fate::Arrived),
            node(2, true, Fate::Missing),
            node(1, false, Fate::Cut),
            node(2, true, Fate::Missing),
            node(1, true, Fate::Waiting),
        ]);
        assert_eq!(found.columns[0], BTreeMap::from([(Fate::CarriedOn, (1, 4))]));
        assert_eq!(
            found.columns[1],
            BTreeMap::from([(Fate::CarriedOn, (1, 2)), (Fate::Cut, (1, 1)), (Fate::Waiting, (1, 1))])
        );
        assert_eq!(found.columns[2], BTreeMap::from([(Fate::Arrived, (1, 1)), (Fate::Missing, (2, 2))]));
        let flow = |depth, from, to, weight| Flow { depth, from, to, weight };
        assert!(found.flows.contains(&flow(1, Fate::Cut, Fate::Missing, 1)));
        assert!(found.flows.contains(&flow(0, Fate::CarriedOn, Fate::Waiting, 1)));
        assert_eq!(found.flows.len(), 6);
    }

    proptest! {
        #[test]
        fn no_organisation_is_lost_or_counted_twice_on_the_way_down(steps in prop::collection::vec(0_usize..4, 0..60)) {
            let mut depths = vec![0_usize];
            for step in steps {
                let last = *depths.last().unwrap_or(&0);
                depths.push(step.clamp(1, last + 1));
            }
            let ends = lowest(&depths);
            let nodes: Vec<Node> = depths.iter().enumerate().map(|(n, depth)| {
                let lowest = ends.contains(&n);
                Node { depth: *depth, lowest, fate: Fate::ALL[(n * 5) % 7] }
            }).collect();
            let found = picture(&nodes);
            let all = i64::try_from(ends.len()).unwrap_or(0);
            prop_assert_eq!(found.columns[0].values().map(|c| c.1).sum::<i64>(), all);
            for (depth, column) in found.columns.iter().enumerate().skip(1) {
                let into: i64 = found.flows.iter().filter(|f| f.depth + 1 == depth).map(|f| f.weight).sum();
                prop_assert_eq!(into, column.values().map(|c| c.1).sum::<i64>());
            }
        }
    }
}
