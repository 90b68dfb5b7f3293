//! First responsible persons of a branch, organisation by organisation: who, since when, and where there is none.

use cx::{AppError, Tx};
use db::{Arg, Shape, args, rec};
use kernel::{Day, OrgId, OrgPath};

macro_rules! firsts {
    () => {
        "FROM org o LEFT JOIN post p ON p.org_id = o.org_id AND p.first_responsible = 1 AND p.from_day <= $3 AND p.to_day > $3 \
         LEFT JOIN holder h ON h.org_id = p.org_id AND h.post_id = p.post_id AND h.from_day <= $3 AND h.to_day > $3 \
         LEFT JOIN account a ON a.account_id = h.account_id WHERE o.path >= $1 AND o.path < $2 AND o.until_day > $3 "
    };
}

/// A page of the branch: everybody ($4 = 'all'), organisations without the post, with it and nobody in it, or whose
/// person came since $5.
pub(crate) const FIRSTS: &str = concat!(
    "SELECT o.org_id, o.path, o.name, o.level, p.title, a.name, h.from_day, h.to_day ",
    firsts!(),
    "AND (CAST($4 AS TEXT) = 'all' OR ($4 = 'no_post' AND p.post_id IS NULL) \
     OR ($4 = 'vacant' AND p.post_id IS NOT NULL AND h.holder_id IS NULL) OR ($4 = 'changed' AND h.from_day >= $5)) \
     AND o.path > $6 ORDER BY o.path LIMIT $7"
);
/// Organisations; those without the post; those with it and nobody in it; those whose person came since $4.
pub(crate) const FIRST_COUNTS: &str = concat!(
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN p.post_id IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN p.post_id IS NOT NULL AND h.holder_id IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN h.from_day >= $4 THEN 1 ELSE 0 END), 0) AS BIGINT) ",
    firsts!()
);
/// Head of [`left`]: who left a first responsible post between two days; the organisations follow.
const LEFT: &str = "SELECT h.org_id, a.name, h.to_day FROM holder h JOIN account a ON a.account_id = h.account_id \
     JOIN post p ON p.org_id = h.org_id AND p.post_id = h.post_id \
     WHERE p.first_responsible = 1 AND h.to_day > $1 AND h.to_day <= $2 AND h.to_day > h.from_day AND h.org_id IN ";

rec! {
    /// An organisation with its first responsible person.
    #[derive(Debug, Clone)]
    pub(crate) struct FirstRow {
        pub(crate) org: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) name: String,
        pub(crate) level: String,
        pub(crate) title: Option<String>,
        pub(crate) person: Option<String>,
        pub(crate) from: Option<Day>,
        pub(crate) to: Option<Day>,
    }
}

/// What to list of a branch.
pub(crate) struct Which<'a> {
    pub(crate) place: &'a OrgPath,
    /// `all`, `no_post`, `vacant` or `changed`.
    pub(crate) filter: &'a str,
    pub(crate) today: Day,
    /// First day of the year that changes are counted in.
    pub(crate) since: Day,
}

/// A page of it.
pub(crate) fn firsts(tx: &mut Tx<'_>, which: &Which<'_>, after: &str, most: i64) -> Result<Vec<FirstRow>, AppError> {
    let (from, until) = which.place.range();
    Ok(tx.all(FIRSTS, args![from, until, which.today, which.filter, which.since, after, most])?)
}

/// How many: (organisations, without the post, vacant, changed).
pub(crate) fn counts(tx: &mut Tx<'_>, which: &Which<'_>) -> Result<(i64, i64, i64, i64), AppError> {
    let (from, until) = which.place.range();
    Ok(tx.one(FIRST_COUNTS, args![from, until, which.today, which.since])?)
}

/// Who left these organisations' first responsible posts after `since` until today, the last first: organisation, person,
/// first day no more.
pub(crate) fn left(tx: &mut Tx<'_>, which: &Which<'_>, orgs: &[OrgId]) -> Result<Vec<(OrgId, String, Day)>, AppError> {
    let mut shape = Shape::new(LEFT, args![which.since, which.today]);
    shape.list(orgs.iter().map(|org| Arg::from(*org))).push(" ORDER BY h.to_day DESC, h.org_id");
    Ok(tx.all(&shape.text, &shape.args)?)
}
