//! The targets of an organisation in a year, and how far each of them reached.

use cx::{AppError, Cx};
use kernel::{OrgId, TargetId};
use target::TargetRef;

use super::cascade::may_read;
use super::trail::{Branch, reach, trails};
use crate::rules::{Fate, Reach};

/// How far one target reached in the reader's branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetReach {
    /// The target.
    pub target: TargetRef,
    /// Whether the reader's organisation set it itself.
    pub own: bool,
    /// Share of the lowest organisations at which it arrived.
    pub reach: Reach,
    /// Organisations in the middle that cut it.
    pub cut: i64,
    /// Organisations in the middle that have it and let nothing go on.
    pub stopped: i64,
}

/// The targets that the actor's organisation carries or set in a year, those set here first, and how far each reached
/// in its branch. What was set here to carry on an upper target is counted with that one.
///
/// # Errors
/// [`AppError::NotFound`] for a role that does not look at targets.
pub async fn year(cx: &Cx, year: i64) -> Result<Vec<TargetReach>, AppError> {
    cx.read(move |tx| {
        may_read(tx)?;
        let (own, place): (OrgId, _) = (tx.actor().seat.org, tx.place().clone());
        let targets = target::carried_in(tx, own, year)?;
        let known: Vec<TargetId> = targets.iter().map(|t| t.target).collect();
        let shown: Vec<TargetRef> =
            targets.into_iter().filter(|t| t.upper.is_none_or(|upper| !known.contains(&upper))).collect();
        let ids: Vec<TargetId> = shown.iter().map(|t| t.target).collect();
        let cascades = target::cascades_in(tx, &ids)?;
        let branch = Branch::of(tx, &place)?;
        let trails = trails(tx, &cascades, &place)?;
        let mut rows = Vec::with_capacity(shown.len());
        for (target, trail) in shown.into_iter().zip(&trails) {
            let nodes = branch.nodes(trail);
            let count = |fate: Fate| {
                let those = nodes.iter().skip(1).filter(|n| !n.lowest && n.fate == fate);
                i64::try_from(those.count()).unwrap_or(i64::MAX)
            };
            rows.push(TargetReach {
                own: target.issuer == own,
                reach: reach(&nodes),
                cut: count(Fate::Cut),
                stopped: count(Fate::Stopped),
                target,
            });
        }
        rows.sort_by_key(|r| !r.own);
        Ok(rows)
    })
    .await
}
