//! What the room reads of the tree: places and names of organisations, titles of posts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cx::{AppError, Tx};
use db::{Arg, args};
use kernel::{OrgId, OrgPath, PostId};

use super::shape::{LIST_MOST, Shape};

pub(crate) const GET: &str =
    "SELECT o.org_id, o.path, o.name, o.level, o.sort_key, o.next_child FROM org o WHERE o.org_id = $1";
pub(crate) const CHILDREN: &str = "SELECT o.org_id FROM org o WHERE o.parent_id = $1 ORDER BY o.sort_key, o.org_id";
pub(crate) const SHORT_NAME: &str =
    "SELECT a.alias FROM org_alias a WHERE a.org_id = $1 AND a.kind = 'short' ORDER BY a.alias LIMIT 1";

db::rec! {
    /// An organisation as it stands today.
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

/// One organisation; *not found* if there is none.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId) -> Result<OrgRef, AppError> {
    tx.opt(GET, args![org])?.ok_or(AppError::NotFound)
}

/// The organisations of these ids that exist.
pub(crate) fn of_ids(tx: &mut Tx<'_>, ids: &BTreeSet<OrgId>) -> Result<HashMap<OrgId, OrgRef>, AppError> {
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

/// Whose place each path is or was: a path belongs to one organisation for ever.
pub(crate) fn ids_of_paths(tx: &mut Tx<'_>, paths: &BTreeSet<OrgPath>) -> Result<BTreeMap<OrgPath, OrgId>, AppError> {
    let paths: Vec<&OrgPath> = paths.iter().collect();
    let mut out = BTreeMap::new();
    for part in paths.chunks(LIST_MOST) {
        let mut shape = Shape::new("SELECT h.path, h.org_id FROM org_history h WHERE h.path IN ", &[]);
        shape.list(part.iter().map(|path| Arg::from(*path)));
        let rows: Vec<(OrgPath, OrgId)> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows);
    }
    Ok(out)
}

/// Direct children of an organisation.
pub(crate) fn children(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<OrgId>, AppError> {
    let rows: Vec<(OrgId,)> = tx.all(CHILDREN, args![org])?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// By which name the numbers of its lists begin: its short name, else its name.
pub(crate) fn short_name(tx: &mut Tx<'_>, org: &OrgRef) -> Result<String, AppError> {
    let alias: Option<(String,)> = tx.opt(SHORT_NAME, args![org.id])?;
    Ok(alias.map_or_else(|| org.name.clone(), |a| a.0))
}

/// Titles of these posts of these organisations.
pub(crate) fn titles(tx: &mut Tx<'_>, posts: &BTreeSet<(OrgId, PostId)>) -> Result<HashMap<PostId, String>, AppError> {
    if posts.is_empty() {
        return Ok(HashMap::new());
    }
    let mut shape = Shape::new("SELECT p.post_id, p.title FROM post p WHERE p.org_id IN ", &[]);
    let orgs: BTreeSet<OrgId> = posts.iter().map(|p| p.0).collect();
    shape.list(orgs.into_iter().map(Arg::from)).push(" AND p.post_id IN ").list(posts.iter().map(|p| Arg::from(p.1)));
    let rows: Vec<(PostId, String)> = tx.all(&shape.text, &shape.args)?;
    Ok(rows.into_iter().collect())
}
