//! One target: the picture of where it went, and the rows of one level of it.

use cx::{AppError, Cx, Tx};
use kernel::{OrgId, TargetId};
use target::{Chain, State, TargetRef};

use super::trail::{Branch, Trail, place_of, reach, trails};
use crate::access::READ;
use crate::rules::{Fate, Node, Picture, Reach, picture};

/// What became of a target at one organisation, and below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The organisation.
    pub org: OrgId,
    /// What it is called.
    pub name: String,
    /// Its level.
    pub level: String,
    /// What became of the target there.
    pub fate: Fate,
    /// How far its letter is, if one carries the target.
    pub letter: Option<State>,
    /// Why it does not let the target go on; empty if it says nothing.
    pub reason: String,
    /// Items resting on the target that it sent to those below.
    pub items: Vec<task_list::Resting>,
    /// Organisations right below it.
    pub children: i64,
    /// Organisations strictly below it at which the target stops: cut, stopped or missing, without being lowest.
    pub stops: i64,
    /// How far the target reached in its branch.
    pub reach: Reach,
}

/// A target with its picture.
#[derive(Debug, Clone)]
pub struct CascadeView {
    /// The target.
    pub target: TargetRef,
    /// From it up to the clause everything rests on.
    pub chain: Option<Chain>,
    /// Its measure.
    pub measure: String,
    /// The head of the branch that is shown: the issuer, or the reader's organisation below it.
    pub head: Row,
    /// What stands above the shown rows, the head first, without the parent of the rows: (organisation, name).
    pub way: Vec<(OrgId, String)>,
    /// Whose children are shown.
    pub under: Row,
    /// One row for each organisation right below `under`.
    pub rows: Vec<Row>,
    /// The picture of the whole branch.
    pub picture: Picture,
    /// The levels that stand in each column of the picture, the most frequent one.
    pub levels: Vec<String>,
}

/// Where a target went, as far as the actor may see; the rows right below `under`, or right below the head of the
/// branch. Unknown, foreign and unissued targets, and organisations outside the branch, are *not found*.
///
/// # Errors
/// [`AppError::NotFound`], or a failure of the database.
pub async fn cascade(cx: &Cx, id: TargetId, under: Option<OrgId>) -> Result<CascadeView, AppError> {
    cx.read(move |tx| {
        may_read(tx)?;
        let target = target::targets_in(tx, &[id])?.pop().ok_or(AppError::NotFound)?;
        let chain = target::chains_in(tx, &[id])?.remove(&id);
        let found = target::cascade_in(tx, id)?;
        let place = place_of(tx, target.issuer)?;
        let branch = Branch::of(tx, &place)?;
        let trail = trails(tx, std::slice::from_ref(&found), &place)?.pop().unwrap_or_default();
        let nodes = branch.nodes(&trail);
        let shown = Shown { branch: &branch, trail: &trail, nodes: &nodes };
        let parent = match under {
            None => 0,
            Some(org) => branch.members.iter().position(|m| m.org == org).ok_or(AppError::NotFound)?,
        };
        Ok(CascadeView {
            target,
            chain,
            measure: found.root.measure.clone(),
            head: shown.row(0).ok_or(AppError::NotFound)?,
            way: shown.way(parent),
            under: shown.row(parent).ok_or(AppError::NotFound)?,
            rows: shown.children(parent).into_iter().filter_map(|n| shown.row(n)).collect(),
            picture: picture(&nodes),
            levels: levels(&branch),
        })
    })
    .await
}

/// Whether the actor looks at targets at all.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub(super) fn may_read(tx: &Tx<'_>) -> Result<(), AppError> {
    if READ.is_for(tx.actor().seat.role) { Ok(()) } else { Err(AppError::NotFound) }
}

/// A branch with what became of a target in it.
struct Shown<'a> {
    branch: &'a Branch,
    trail: &'a Trail,
    nodes: &'a [Node],
}

impl Shown<'_> {
    /// Positions right below one.
    fn children(&self, parent: usize) -> Vec<usize> {
        let Some(head) = self.nodes.get(parent) else { return Vec::new() };
        let below = self.nodes.iter().enumerate().skip(parent + 1).take_while(|(_, n)| n.depth > head.depth);
        below.filter(|(_, n)| n.depth == head.depth + 1).map(|(n, _)| n).collect()
    }

    /// The superiors of a position within the branch, the head first.
    fn way(&self, position: usize) -> Vec<(OrgId, String)> {
        let Some(member) = self.branch.members.get(position) else { return Vec::new() };
        let before = self.branch.members.iter().take(position);
        before.filter(|m| m.path.is_above(&member.path)).map(|m| (m.org, m.name.clone())).collect()
    }

    fn row(&self, position: usize) -> Option<Row> {
        let (member, head) = (self.branch.members.get(position)?, self.nodes.get(position)?);
        let whole: Vec<Node> = std::iter::once(*head)
            .chain(self.nodes.iter().skip(position + 1).take_while(|n| n.depth > head.depth).copied())
            .collect();
        let stops = |n: &&Node| !n.lowest && matches!(n.fate, Fate::Cut | Fate::Stopped | Fate::Missing);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Some(Row {
            org: member.org,
            name: member.name.clone(),
            level: member.level.clone(),
            fate: head.fate,
            letter: self.trail.letters.get(&member.org).copied(),
            reason: self.trail.reasons.get(&member.org).cloned().unwrap_or_default(),
            items: self.trail.items.get(&member.org).cloned().unwrap_or_default(),
            children: count(whole.iter().skip(1).filter(|n| n.depth == head.depth + 1).count()),
            stops: count(whole.iter().skip(1).filter(stops).count()),
            reach: reach(&whole),
        })
    }
}

/// The most frequent level at each depth.
fn levels(branch: &Branch) -> Vec<String> {
    let deepest = branch.depths.iter().max().copied().unwrap_or(0);
    let mut counts: Vec<std::collections::BTreeMap<&str, usize>> = vec![std::collections::BTreeMap::new(); deepest + 1];
    for (member, depth) in branch.members.iter().zip(&branch.depths) {
        if let Some(level) = counts.get_mut(*depth) {
            *level.entry(member.level.as_str()).or_insert(0) += 1;
        }
    }
    let most = |level: std::collections::BTreeMap<&str, usize>| {
        level.into_iter().max_by_key(|(_, n)| *n).map(|(name, _)| name.to_owned()).unwrap_or_default()
    };
    counts.into_iter().map(most).collect()
}
