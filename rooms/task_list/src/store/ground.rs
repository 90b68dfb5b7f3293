//! What rests on targets, where it arrived, and what rests on nothing.

use std::collections::BTreeSet;

use cx::{AppError, Tx};
use db::{Arg, LIST_MOST, Shape, args};
use kernel::{Day, ItemId, ListId, Month, OrgId, OrgPath, TargetId};

/// Organisations that were asked for a target by an item, each once for each target. States 2 to 6: it was at least signed for;
/// excused and withdrawn ones did not arrive.
macro_rules! arrivals {
    () => {
        "SELECT a.target_id, a.org_id, MAX(CASE WHEN a.state IN (2, 3, 4, 5, 6) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END) \
         FROM assignment a JOIN item i ON i.item_id = a.item_id WHERE i.visible = 1 AND a.state NOT IN (8, 9) \
         AND a.path >= $1 AND a.path < $2 AND a.target_id IN "
    };
}
macro_rules! resting {
    () => {
        "SELECT i.item_id, i.list_id, i.issuer_id, i.month, i.seq, i.text, i.target_id FROM item i \
         JOIN task_list l ON l.org_id = i.issuer_id AND l.list_id = i.list_id \
         WHERE i.visible = 1 AND l.stage = 'sent' AND i.target_id IN "
    };
}

/// An item is without basis: [`crate::rules::Ground::is_baseless`] as SQL.
macro_rules! baseless {
    () => {
        "i.clause_id IS NULL AND i.target_id IS NULL AND i.split_of IS NULL"
    };
}

/// The statement of [`arrivals`] for one target.
pub(crate) const ARRIVALS: &str = concat!(arrivals!(), "($3) GROUP BY a.target_id, a.org_id");
/// The statement of [`resting`] for one target.
pub(crate) const RESTING: &str = concat!(resting!(), "($1) ORDER BY i.item_id");
/// What was sent in a month from a branch and rests on no row, a page of it.
pub(crate) const BASELESS: &str = concat!(
    "SELECT i.item_id, i.list_id, l.number, l.title, i.issuer_id, o.name, i.seq, i.text, i.basis, i.due_day, l.orgs \
     FROM item i JOIN task_list l ON l.org_id = i.issuer_id AND l.list_id = i.list_id JOIN org o ON o.org_id = i.issuer_id \
     WHERE i.month = $1 AND ",
    baseless!(),
    " AND i.visible = 1 AND l.stage = 'sent' AND o.path >= $2 AND o.path < $3 AND i.item_id > $4 ORDER BY i.item_id LIMIT $5"
);
/// How many items were sent in a month from a branch, those on no row, and those on words alone.
pub(crate) const COUNTS: &str = concat!(
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN ",
    baseless!(),
    " THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN ",
    baseless!(),
    " AND i.basis <> '' THEN 1 ELSE 0 END), 0) AS BIGINT) \
     FROM item i JOIN task_list l ON l.org_id = i.issuer_id AND l.list_id = i.list_id JOIN org o ON o.org_id = i.issuer_id \
     WHERE i.month = $1 AND i.visible = 1 AND l.stage = 'sent' AND o.path >= $2 AND o.path < $3"
);

db::rec! {
    /// A target at an organisation that was asked for it by an item of the month.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Arrival {
        /// The target.
        pub target: TargetId,
        /// The organisation.
        pub org: OrgId,
        /// Whether one of the items was at least signed for.
        pub signed: bool,
    }
}

db::rec! {
    /// An item that rests on a target.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Resting {
        /// The item.
        pub item: ItemId,
        /// Its list.
        pub list: ListId,
        /// Who issued it.
        pub issuer: OrgId,
        /// Its month.
        pub month: Month,
        /// Its place in the list.
        pub seq: i64,
        /// What is to be done.
        pub text: String,
        /// The target.
        pub target: TargetId,
    }
}

db::rec! {
    /// An item that rests on no clause, no target and no superior's item.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Baseless {
        /// The item.
        pub item: ItemId,
        /// Its list.
        pub list: ListId,
        /// Number of the list.
        pub number: String,
        /// Title of the list.
        pub title: String,
        /// Who issued it.
        pub issuer: OrgId,
        /// What that organisation is called today.
        pub issuer_name: String,
        /// Its place in the list.
        pub seq: i64,
        /// What is to be done.
        pub text: String,
        /// The remark on what it rests on; empty if nobody wrote one.
        pub basis: String,
        /// Its deadline.
        pub due_day: Day,
        /// Organisations that got it.
        pub orgs: i64,
    }
}

/// Which of these items an organisation was given, taken back or not.
pub(crate) fn given(tx: &mut Tx<'_>, org: OrgId, items: &BTreeSet<ItemId>) -> Result<BTreeSet<ItemId>, AppError> {
    let items: Vec<ItemId> = items.iter().copied().collect();
    let mut out = BTreeSet::new();
    for part in items.chunks(LIST_MOST) {
        let mut shape = Shape::new(
            "SELECT a.item_id FROM item i JOIN assignment a ON a.item_id = i.item_id AND a.month = i.month \
             WHERE a.org_id = $1 AND i.visible = 1 AND i.item_id IN ",
            args![org],
        );
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<(ItemId,)> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|row| row.0));
    }
    Ok(out)
}

/// At which organisations at or below a place an item resting on one of these targets was asked for.
pub(crate) fn arrivals(tx: &mut Tx<'_>, targets: &[TargetId], place: &OrgPath) -> Result<Vec<Arrival>, AppError> {
    let (from, until) = place.range();
    if let [one] = targets {
        return Ok(tx.all(ARRIVALS, args![from, until, *one])?);
    }
    let mut out = Vec::new();
    for part in targets.chunks(LIST_MOST) {
        let mut shape = Shape::new(arrivals!(), args![&from, &until]);
        shape.list(part.iter().map(|id| Arg::from(*id))).push(" GROUP BY a.target_id, a.org_id");
        out.extend(tx.all::<Arrival>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// The items that rest on one of these targets, of lists that stand.
pub(crate) fn resting(tx: &mut Tx<'_>, targets: &[TargetId]) -> Result<Vec<Resting>, AppError> {
    if let [one] = targets {
        return Ok(tx.all(RESTING, args![*one])?);
    }
    let mut out = Vec::new();
    for part in targets.chunks(LIST_MOST) {
        let mut shape = Shape::new(resting!(), &[]);
        shape.list(part.iter().map(|id| Arg::from(*id))).push(" ORDER BY i.item_id");
        out.extend(tx.all::<Resting>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// A page of what was sent in a month from a branch and rests on no row.
pub(crate) fn baseless(
    tx: &mut Tx<'_>,
    month: Month,
    place: &OrgPath,
    after: i64,
    most: i64,
) -> Result<Vec<Baseless>, AppError> {
    let (from, until) = place.range();
    Ok(tx.all(BASELESS, args![month, from, until, after, most])?)
}

/// Items sent in a month from a branch: all, those on no row, those of them on words alone.
pub(crate) fn counts(tx: &mut Tx<'_>, month: Month, place: &OrgPath) -> Result<(i64, i64, i64), AppError> {
    let (from, until) = place.range();
    Ok(tx.one(COUNTS, args![month, from, until])?)
}
