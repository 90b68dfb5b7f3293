//! What stood where on a day: today from `org`, any other day from `org_history`.

use std::collections::HashMap;

use cx::{AppError, Tx};
use db::{Arg, args, rec};
use kernel::{Day, OrgId, OrgPath, Page, Paged};

use crate::store::{CHUNK, chunk_args, many};

/// A statement for today and its twin for any other day; `$1` is the day.
macro_rules! dated {
    ($today:ident, $on:ident, $head:literal, $($tail:expr),+) => {
        pub(crate) const $today: &str =
            concat!("SELECT ", $head, " FROM org o WHERE o.since_day <= $1 AND o.until_day > $1 ", $($tail),+);
        pub(crate) const $on: &str =
            concat!("SELECT ", $head, " FROM org_history o WHERE o.from_day <= $1 AND o.to_day > $1 ", $($tail),+);
    };
    (shown $today:ident, $on:ident, $($tail:expr),+) => {
        dated!(
            $today, $on,
            "o.org_id, o.parent_id, o.path, o.level, o.kind, o.division_kind, o.domain, o.name, o.code", $($tail),+
        );
    };
}

dated!(shown LIST_TODAY, LIST_ON,
    "AND o.path >= $2 AND o.path < $3 AND o.path > $4 AND (CAST($5 AS TEXT) = '' OR o.level = $5) ORDER BY o.path LIMIT $6");
dated!(shown CHILDREN_TODAY, CHILDREN_ON,
    "AND o.parent_id = $2 AND (o.sort_key, o.org_id) > ($3, $4) ORDER BY o.sort_key, o.org_id LIMIT $5");
dated!(shown ROOTS_TODAY, ROOTS_ON, "AND o.parent_id IS NULL ORDER BY o.path LIMIT 1000");
dated!(shown SOME_TODAY, SOME_ON, "AND o.org_id IN ", many!());
dated!(shown LINE_TODAY, LINE_ON, "AND o.path IN ", many!(), " ORDER BY o.path");
dated!(
    COUNT_TODAY,
    COUNT_ON,
    "o.level, COUNT(*)",
    "AND o.path >= $2 AND o.path < $3 GROUP BY o.level ORDER BY o.level"
);
dated!(
    BELOW_TODAY,
    BELOW_ON,
    "substr(o.path, 1, CAST(CAST($4 AS BIGINT) AS INTEGER)), o.level, COUNT(*)",
    "AND o.path > $2 AND o.path < $3 AND length(o.path) > CAST($4 AS BIGINT) GROUP BY 1, 2"
);

pub(crate) const SEARCH_TODAY: &str = "SELECT o.org_id, o.parent_id, o.path, o.level, o.kind, o.division_kind, o.domain, o.name, o.code \
     FROM org o WHERE o.since_day <= $1 AND o.until_day > $1 AND o.path >= $2 AND o.path < $3 AND o.path > $4 \
     AND (CAST($5 AS TEXT) = '' OR o.level = $5) AND (o.search LIKE $6 ESCAPE '!' OR o.code LIKE $7 ESCAPE '!' \
     OR (CAST($8 AS TEXT) <> '' AND EXISTS (SELECT 1 FROM org_alias a WHERE a.org_id = o.org_id AND lower(a.alias) LIKE $8 ESCAPE '!'))) \
     ORDER BY o.path LIMIT $9";
pub(crate) const SEARCH_ON: &str = "SELECT o.org_id, o.parent_id, o.path, o.level, o.kind, o.division_kind, o.domain, o.name, o.code \
     FROM org_history o WHERE o.from_day <= $1 AND o.to_day > $1 AND o.path >= $2 AND o.path < $3 AND o.path > $4 \
     AND (CAST($5 AS TEXT) = '' OR o.level = $5) AND (lower(o.name) LIKE $6 ESCAPE '!' OR o.code LIKE $7 ESCAPE '!' \
     OR (CAST($8 AS TEXT) <> '' AND EXISTS (SELECT 1 FROM org_alias a WHERE a.org_id = o.org_id AND lower(a.alias) LIKE $8 ESCAPE '!'))) \
     ORDER BY o.path LIMIT $9";
pub(crate) const FACTS: &str =
    "SELECT path, since_day, until_day, merged_into, version, name FROM org WHERE org_id = $1";
pub(crate) const HISTORY: &str = "SELECT from_day, to_day, op, parent_id, level, division_kind, domain, name, code, note \
     FROM org_history WHERE org_id = $1 ORDER BY from_day";

rec! {
    /// An organisation as it stood on a day.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Shown {
        /// Identity.
        pub id: OrgId,
        /// The superior; none for a root.
        pub parent: Option<OrgId>,
        /// Place.
        pub path: OrgPath,
        /// Level.
        pub level: String,
        /// Kind of organisation.
        pub kind: String,
        /// Kind of division.
        pub division_kind: String,
        /// Domain.
        pub domain: String,
        /// Name.
        pub name: String,
        /// Code.
        pub code: String,
    }
}

rec! {
    /// What holds of an organisation whatever the day.
    #[derive(Debug, Clone)]
    pub struct Facts {
        /// Its last place.
        pub path: OrgPath,
        /// First day.
        pub since: Day,
        /// Day of its end; [`Day::FOREVER`] while it exists.
        pub until: Day,
        /// Into which it was merged.
        pub merged_into: Option<OrgId>,
        /// Version of its row.
        pub version: i64,
        /// Its last name.
        pub name: String,
    }
}

rec! {
    /// One state in the history of an organisation; no days mark its end.
    #[derive(Debug, Clone)]
    pub struct Past {
        /// First day.
        pub from: Day,
        /// First day on which it no longer holds.
        pub to: Day,
        /// What brought it about.
        pub op: String,
        /// The superior then.
        pub parent: Option<OrgId>,
        /// Level.
        pub level: String,
        /// Kind of division.
        pub division_kind: String,
        /// Domain.
        pub domain: String,
        /// Name.
        pub name: String,
        /// Code.
        pub code: String,
        /// Note of the source's row.
        pub note: String,
    }
}

/// A day of which something is asked, with the statement's twin it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct On {
    pub(crate) day: Day,
    pub(crate) today: bool,
}

impl On {
    pub(crate) fn new(tx: &Tx<'_>, day: Option<Day>) -> Self {
        let today = tx.today();
        let day = day.unwrap_or(today);
        Self { day, today: day == today }
    }

    const fn pick(self, today: &'static str, on: &'static str) -> &'static str {
        if self.today { today } else { on }
    }
}

/// Which organisations a list holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Place of the branch, itself included.
    pub(crate) under: Option<OrgPath>,
    /// Only this level.
    pub(crate) level: String,
    /// Part of a name, initials or code.
    pub(crate) text: String,
    /// How the text must fit.
    pub(crate) fit: Fit,
}

/// How a text must fit a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Fit {
    /// It stands anywhere in the name or its initials, or begins the code.
    #[default]
    Inside,
    /// As [`Fit::Inside`], or it stands in a former or other name.
    Known,
    /// The name begins with it.
    Begins,
    /// It is the whole name.
    Whole,
    /// It is all the initials of the name (today only).
    Initials,
}

/// A page of a branch in the order of places.
pub(crate) fn list(tx: &mut Tx<'_>, on: On, wanted: &Wanted, page: &Page) -> Result<Paged<Shown>, AppError> {
    let (from, until) = wanted.under.clone().unwrap_or_else(OrgPath::everything).range();
    let after = page.after.clone().unwrap_or_default();
    let rows = if wanted.text.is_empty() {
        let bound = args![on.day, from, until, after, &wanted.level, page.size + 1].to_vec();
        tx.all(on.pick(LIST_TODAY, LIST_ON), &bound)?
    } else {
        let text = like(&wanted.text.to_lowercase());
        let (name, code) = match wanted.fit {
            Fit::Inside | Fit::Known => (format!("%{text}%"), format!("{text}%")),
            Fit::Begins => (format!("{text}%"), String::new()),
            // Today's search text is the name, a blank and its initials.
            Fit::Whole if on.today => (format!("{text} %"), String::new()),
            Fit::Whole => (text, String::new()),
            Fit::Initials => (format!("% {text}"), String::new()),
        };
        let alias = if wanted.fit == Fit::Known { name.clone() } else { String::new() };
        let bound = args![on.day, from, until, after, &wanted.level, name, code, alias, page.size + 1].to_vec();
        tx.all(on.pick(SEARCH_TODAY, SEARCH_ON), &bound)?
    };
    Ok(Paged::from_surplus(rows, page, |o: &Shown| o.path.to_string()))
}

/// The text with the signs that LIKE gives a meaning to made harmless.
fn like(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c])).collect()
}

/// A page of an organisation's children in the order of their codes.
pub(crate) fn children(tx: &mut Tx<'_>, on: On, org: OrgId, page: &Page) -> Result<Paged<Shown>, AppError> {
    let (code, id) = page.after.as_deref().and_then(|a| a.rsplit_once('~')).unwrap_or(("", ""));
    let id: i64 = id.parse().unwrap_or(i64::MIN);
    let bound = args![on.day, org, code, id, page.size + 1].to_vec();
    let rows = tx.all(on.pick(CHILDREN_TODAY, CHILDREN_ON), &bound)?;
    Ok(Paged::from_surplus(rows, page, |o: &Shown| format!("{}~{}", o.code, o.id)))
}

/// The roots.
pub(crate) fn roots(tx: &mut Tx<'_>, on: On) -> Result<Vec<Shown>, AppError> {
    Ok(tx.all(on.pick(ROOTS_TODAY, ROOTS_ON), args![on.day])?)
}

/// These organisations, as far as they existed.
pub(crate) fn some(tx: &mut Tx<'_>, on: On, ids: &[OrgId]) -> Result<HashMap<OrgId, Shown>, AppError> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<Shown> = tx.all(on.pick(SOME_TODAY, SOME_ON), &chunk_args(Arg::from(on.day), chunk))?;
        found.extend(rows.into_iter().map(|o| (o.id, o)));
    }
    Ok(found)
}

/// One organisation, if it existed.
pub(crate) fn one(tx: &mut Tx<'_>, on: On, id: OrgId) -> Result<Option<Shown>, AppError> {
    Ok(some(tx, on, &[id])?.remove(&id))
}

/// The organisations at these places.
pub(crate) fn at(tx: &mut Tx<'_>, on: On, paths: &[OrgPath]) -> Result<HashMap<OrgPath, Shown>, AppError> {
    let mut found = HashMap::new();
    for chunk in paths.chunks(CHUNK) {
        let rows: Vec<Shown> = tx.all(on.pick(LINE_TODAY, LINE_ON), &chunk_args(Arg::from(on.day), chunk))?;
        found.extend(rows.into_iter().map(|o| (o.path.clone(), o)));
    }
    Ok(found)
}

/// How many organisations of each level a branch has, its head included.
pub(crate) fn count(tx: &mut Tx<'_>, on: On, under: &OrgPath) -> Result<Vec<(String, i64)>, AppError> {
    let (from, until) = under.range();
    Ok(tx.all(on.pick(COUNT_TODAY, COUNT_ON), args![on.day, from, until])?)
}

/// How many organisations of each level stand strictly below each child of a place.
pub(crate) fn below(tx: &mut Tx<'_>, on: On, under: &OrgPath) -> Result<HashMap<String, Vec<(String, i64)>>, AppError> {
    let (from, until) = under.range();
    let width = i64::try_from(from.len() + 5).unwrap_or(5);
    let rows: Vec<(String, String, i64)> = tx.all(on.pick(BELOW_TODAY, BELOW_ON), args![on.day, from, until, width])?;
    let mut found: HashMap<String, Vec<(String, i64)>> = HashMap::new();
    for (path, level, n) in rows {
        found.entry(path).or_default().push((level, n));
    }
    Ok(found)
}

/// What holds of an organisation whatever the day.
pub(crate) fn facts(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<Facts>, AppError> {
    Ok(tx.opt(FACTS, args![org])?)
}

/// Every state of an organisation, the first first.
pub(crate) fn history(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Past>, AppError> {
    Ok(tx.all(HISTORY, args![org])?)
}
