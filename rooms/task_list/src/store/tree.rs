//! What the room reads of the tree: places and names of organisations, titles of posts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cx::{AppError, Tx};
use db::{Arg, args};
use kernel::{OrgId, OrgPath, PostId};

use super::shape::{LIST_MOST, Shape};
pub use org::OrgRef;
pub(crate) use org::{org_in as get, orgs_in as of_ids, short_name_in as short_name};

pub(crate) const CHILDREN: &str = "SELECT o.org_id FROM org o WHERE o.parent_id = $1 ORDER BY o.sort_key, o.org_id";

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
