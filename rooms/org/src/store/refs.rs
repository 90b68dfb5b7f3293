//! Organisations as other rooms name them: identity, place, name, level.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{OrgId, OrgPath};

pub(crate) const REF: &str =
    "SELECT o.org_id, o.path, o.name, o.level, o.sort_key, o.next_child FROM org o WHERE o.org_id = $1";
pub(crate) const SHORT_NAME: &str =
    "SELECT a.alias FROM org_alias a WHERE a.org_id = $1 AND a.kind = 'short' ORDER BY a.alias LIMIT 1";

rec! {
    /// An organisation as it stands today; one that has ended, as it stood last.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OrgRef {
        /// The organisation.
        pub id: OrgId,
        /// Where it stands.
        pub path: OrgPath,
        /// Its name.
        pub name: String,
        /// Its level.
        pub level: String,
        /// By which lists of organisations are ordered.
        pub sort_key: String,
        /// Ordinal of the next organisation that comes below it; 1 if none ever did.
        pub next_child: i64,
    }
}

impl OrgRef {
    /// Whether anything stands, or ever stood, right below it.
    #[must_use]
    pub const fn leads(&self) -> bool {
        self.next_child > 1
    }
}

/// One organisation.
///
/// # Errors
/// [`AppError::NotFound`] if there is none.
pub fn org_in(tx: &mut Tx<'_>, org: OrgId) -> Result<OrgRef, AppError> {
    tx.opt(REF, args![org])?.ok_or(AppError::NotFound)
}

/// The organisations of these ids that exist or existed.
///
/// # Errors
/// A failure of the database.
pub fn orgs_in(tx: &mut Tx<'_>, ids: &BTreeSet<OrgId>) -> Result<HashMap<OrgId, OrgRef>, AppError> {
    let ids: Vec<OrgId> = ids.iter().copied().collect();
    let mut out = HashMap::new();
    for part in ids.chunks(LIST_MOST) {
        let mut shape = Shape::new(
            "SELECT o.org_id, o.path, o.name, o.level, o.sort_key, o.next_child FROM org o WHERE o.org_id IN ",
            &[],
        );
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<OrgRef> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|o| (o.id, o)));
    }
    Ok(out)
}

/// How organisations of the actor's branch are typed: by code, or by superior and name.
///
/// # Errors
/// A failure of the database.
pub(crate) fn typed(tx: &mut Tx<'_>, ids: &[OrgId]) -> Result<HashMap<OrgId, String>, AppError> {
    let (from, until) = tx.place().range();
    let mut out = HashMap::new();
    for part in ids.chunks(LIST_MOST) {
        let mut shape = Shape::new(
            "SELECT o.org_id, o.code, o.name, p.name FROM org o LEFT JOIN org p ON p.org_id = o.parent_id \
             WHERE o.path >= $1 AND o.path < $2 AND o.until_day > $3 AND o.org_id IN ",
            args![from.clone(), until.clone(), tx.today()],
        );
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<(OrgId, String, String, Option<String>)> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|(id, code, name, superior)| {
            let by_name = || superior.map_or_else(|| name.clone(), |superior| format!("{superior}/{name}"));
            (id, if code.is_empty() { by_name() } else { code })
        }));
    }
    Ok(out)
}

/// By which name the numbers of its papers begin: its short name, else its name.
///
/// # Errors
/// A failure of the database.
pub fn short_name_in(tx: &mut Tx<'_>, org: &OrgRef) -> Result<String, AppError> {
    let alias: Option<(String,)> = tx.opt(SHORT_NAME, args![org.id])?;
    Ok(alias.map_or_else(|| org.name.clone(), |a| a.0))
}
