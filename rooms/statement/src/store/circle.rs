//! The organisations of a circle and how each stands in a month: one page in one statement.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Tx};
use db::{Arg, args, rec};
use kernel::{Day, Instant, Month, OrgId, OrgPath};

/// The part of the tree that a list shows: everything in a branch between two depths.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The branch.
    pub(crate) branch: OrgPath,
    /// Least depth.
    pub(crate) from_depth: i64,
    /// Greatest depth.
    pub(crate) to_depth: i64,
}

/// Which standings a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    All = 0,
    Unpublished = 1,
    Published = 2,
    Corrected = 3,
}

pub(crate) const CIRCLE: &str = "SELECT o.org_id, o.name, o.sort_key, CAST(COALESCE(m.rev, 0) AS BIGINT), \
     m.first_at, m.published_at, CAST(COALESCE(m.version, 0) AS BIGINT), o.next_child, o.code, o.parent_id, s.body \
     FROM org o LEFT JOIN statement_month m ON m.org_id = o.org_id AND m.month = $1 \
     LEFT JOIN statement s ON s.org_id = o.org_id AND s.month = $1 AND s.rev = m.rev \
     WHERE o.path >= $2 AND o.path < $3 AND o.depth BETWEEN $4 AND $5 AND o.since_day <= $6 AND o.until_day > $6 \
     AND (CAST($7 AS BIGINT) = 0 OR (CAST($7 AS BIGINT) = 1 AND COALESCE(m.rev, 0) = 0) \
     OR (CAST($7 AS BIGINT) = 2 AND m.rev = 1) OR (CAST($7 AS BIGINT) = 3 AND m.rev > 1)) \
     AND (o.sort_key, o.org_id) > ($8, $9) ORDER BY o.sort_key, o.org_id LIMIT $10";

rec! {
    /// One organisation of the circle.
    #[derive(Debug)]
    pub(crate) struct CircleRow {
        pub(crate) org: OrgId,
        pub(crate) name: String,
        pub(crate) sort_key: String,
        pub(crate) rev: i64,
        pub(crate) first_at: Option<Instant>,
        pub(crate) published_at: Option<Instant>,
        pub(crate) version: i64,
        /// Ordinal its next subordinate would get: 1 as long as it never had one.
        pub(crate) next_child: i64,
        pub(crate) code: String,
        pub(crate) parent: Option<OrgId>,
        pub(crate) body: Option<String>,
    }
}

pub(crate) const PUBLISHERS: &str = "SELECT o.org_id, o.path, o.level, o.name FROM org o \
     JOIN statement_month m ON m.org_id = o.org_id AND m.month = $1 \
     WHERE o.path >= $2 AND o.path < $3 AND o.path > $4 AND m.rev > 0 ORDER BY o.path LIMIT $5";
pub(crate) const COUNT_PUBLISHERS: &str = "SELECT COUNT(*) FROM org o \
     JOIN statement_month m ON m.org_id = o.org_id AND m.month = $1 WHERE o.path >= $2 AND o.path < $3 AND m.rev > 0";

/// Whoever has published, by place.
pub(crate) fn publishers(
    tx: &mut Tx<'_>,
    month: Month,
    branch: &OrgPath,
    after: &OrgPath,
    size: i64,
) -> Result<Vec<super::OrgRow>, AppError> {
    let (from, until) = branch.range();
    Ok(tx.all(PUBLISHERS, args![month, from, until, after, size])?)
}

/// How many have published.
pub(crate) fn count_publishers(tx: &mut Tx<'_>, month: Month, branch: &OrgPath) -> Result<i64, AppError> {
    let (from, until) = branch.range();
    Ok(tx.opt::<(i64,)>(COUNT_PUBLISHERS, args![month, from, until])?.map_or(0, |row| row.0))
}

/// So many organisations after the key, in the order of the tree. Only those that existed at the month's end.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    month: Month,
    part: &Part,
    which: Which,
    after: &(String, i64),
    size: i64,
) -> Result<Vec<CircleRow>, AppError> {
    let (from, until) = part.branch.range();
    let day: Day = month.last_day();
    let args = args![month, from, until, part.from_depth, part.to_depth, day, which as i64, &after.0, after.1, size];
    Ok(tx.all(CIRCLE, args)?)
}

/// Names of some organisations; answers nothing for none.
pub(crate) fn names(tx: &mut Tx<'_>, ids: &BTreeSet<OrgId>) -> Result<HashMap<OrgId, String>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let text = format!("SELECT o.org_id, o.name FROM org o WHERE o.org_id IN ({})", marks.join(", "));
    let args: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let rows: Vec<(OrgId, String)> = tx.all(&text, &args)?;
    Ok(rows.into_iter().collect())
}

pub(crate) const COUNTS: &str = "SELECT COUNT(*), \
     CAST(COALESCE(SUM(CASE WHEN m.rev = 1 THEN 1 ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN m.rev > 1 THEN 1 ELSE 0 END), 0) AS BIGINT) \
     FROM org o LEFT JOIN statement_month m ON m.org_id = o.org_id AND m.month = $1 \
     WHERE o.path >= $2 AND o.path < $3 AND o.depth BETWEEN $4 AND $5 AND o.since_day <= $6 AND o.until_day > $6";

/// Organisations of the part, those whose first revision stands, those with a later one.
pub(crate) fn counts(tx: &mut Tx<'_>, month: Month, part: &Part) -> Result<(i64, i64, i64), AppError> {
    let (from, until) = part.branch.range();
    Ok(tx.one(COUNTS, args![month, from, until, part.from_depth, part.to_depth, month.last_day()])?)
}
