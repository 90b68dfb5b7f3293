//! What the editor lays beside the form: places to choose, levels below, milestones of the year, chosen clauses.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Cx};
use document::ClauseRef;
use kernel::{ClauseId, MilestoneId, OrgId};

use super::links;
use crate::access::{self, WRITE};

/// What the editor offers.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    /// One's own organisation and those right below it.
    pub(crate) places: Vec<(OrgId, String)>,
    /// Levels that stand below, the highest first.
    pub(crate) levels: Vec<String>,
    /// Milestones that one's own organisation plans or answers for in the year.
    pub(crate) milestones: Vec<(MilestoneId, String)>,
    /// The chosen clauses.
    pub(crate) clauses: HashMap<ClauseId, ClauseRef>,
}

/// Everything that the editor of an issue of a year offers.
///
/// # Errors
/// A failure of the database.
pub(crate) async fn desk(cx: &Cx, year: i64, clauses: BTreeSet<ClauseId>) -> Result<Desk, AppError> {
    let (own, name) = (cx.actor().seat.org, cx.actor().seat.org_name.clone());
    let below = org::portrait(cx, own, None).await?.below;
    let mut levels: Vec<String> = below.into_iter().filter(|(_, n)| *n > 0).map(|(level, _)| level).collect();
    let order = |level: &str| org::rules::LEVELS.iter().position(|l| *l == level).unwrap_or(usize::MAX);
    levels.sort_by_key(|l| (order(l), l.clone()));
    let children = org::children(cx, own, None, kernel::Page::new(None, Some(kernel::Page::MOST))).await?;
    let mut places = vec![(own, name)];
    places.extend(children.items.into_iter().map(|c| (c.org.id, c.org.name)));
    cx.read(move |tx| {
        access::own(tx, &WRITE, own)?;
        let milestones = plan::milestones_in(tx, own, year)?.into_iter().map(|m| (m.milestone, m.text)).collect();
        let clauses = links::clauses_of(tx, &clauses)?;
        Ok(Desk { places, levels, milestones, clauses })
    })
    .await
}
