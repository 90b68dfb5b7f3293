//! What the room reads of the tree and of posts.

use std::collections::HashMap;

use cx::{AppError, Tx};
use db::{Arg, args, rec};
use kernel::{OrgId, OrgPath, PostId};

use super::{LIST_MOST, places};

pub(crate) const ORG: &str = "SELECT org_id, path, level, name, sort_key FROM org WHERE org_id = $1";
/// Posts of an organisation that stand on a day.
pub(crate) const POSTS: &str = "SELECT post_id, title, role FROM post WHERE org_id = $1 AND from_day <= $2 AND to_day > $2 \
     AND role IN ('secretary', 'clerk', 'leader') ORDER BY first_responsible DESC, post_id LIMIT 200";
/// Levels below a place, and how many organisations of each stand there on a day.
pub(crate) const LEVELS: &str = "SELECT level, COUNT(*) FROM org WHERE path > $1 AND path < $2 AND since_day <= $3 AND until_day > $3 \
     GROUP BY level ORDER BY MIN(depth), level";

rec! {
    /// An organisation as it stands today.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OrgRow {
        /// Who it is.
        pub id: OrgId,
        /// Where it stands.
        pub path: OrgPath,
        /// Its level.
        pub level: String,
        /// What it is called.
        pub name: String,
        /// By which lists of organisations are ordered.
        pub sort_key: String,
    }
}

rec! {
    /// A post of an organisation.
    #[derive(Debug, Clone)]
    pub(crate) struct PostRow {
        pub(crate) id: PostId,
        pub(crate) title: String,
        pub(crate) role: String,
    }
}

/// The organisation, whoever asks: the caller decides what they may see of it.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId) -> Result<OrgRow, AppError> {
    tx.opt(ORG, args![org])?.ok_or(AppError::NotFound)
}

/// These organisations.
pub(crate) fn some(tx: &mut Tx<'_>, ids: &[OrgId]) -> Result<HashMap<OrgId, OrgRow>, AppError> {
    let mut out = HashMap::new();
    for part in ids.chunks(LIST_MOST) {
        let mut values: Vec<Arg> = part.iter().map(|id| Arg::from(*id)).collect();
        let sql =
            format!("SELECT org_id, path, level, name, sort_key FROM org WHERE org_id IN {}", places(0, &mut values));
        let rows: Vec<OrgRow> = tx.all(&sql, &values)?;
        out.extend(rows.into_iter().map(|o| (o.id, o)));
    }
    Ok(out)
}

/// The posts of an organisation today.
pub(crate) fn posts(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<PostRow>, AppError> {
    let today = tx.today();
    Ok(tx.all(POSTS, args![org, today])?)
}

/// Titles of these posts.
pub(crate) fn titles(tx: &mut Tx<'_>, posts: &[(OrgId, PostId)]) -> Result<HashMap<PostId, String>, AppError> {
    let mut out = HashMap::new();
    for part in posts.chunks(LIST_MOST / 2) {
        let mut orgs: Vec<Arg> = part.iter().map(|p| Arg::from(p.0)).collect();
        let mut ids: Vec<Arg> = part.iter().map(|p| Arg::from(p.1)).collect();
        let (first, second) = (places(0, &mut orgs), places(orgs.len(), &mut ids));
        let sql = format!("SELECT post_id, title FROM post WHERE org_id IN {first} AND post_id IN {second}");
        orgs.extend(ids);
        let rows: Vec<(PostId, String)> = tx.all(&sql, &orgs)?;
        out.extend(rows);
    }
    Ok(out)
}

/// (level, organisations) strictly below a place, the highest level first.
pub(crate) fn levels(tx: &mut Tx<'_>, path: &OrgPath) -> Result<Vec<(String, i64)>, AppError> {
    let (from, until) = path.range();
    let today = tx.today();
    Ok(tx.all(LEVELS, args![from, until, today])?)
}
