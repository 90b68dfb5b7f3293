//! Names and codes by which organisations are looked for, and their tags.

use std::collections::HashSet;

use cx::{AppError, Permit, Tx};
use db::{Arg, args};
use kernel::{Day, OrgId};

use crate::store::{CHUNK, chunk_args, many};

pub(crate) const ALIASES_OF: &str =
    concat!("SELECT org_id, alias FROM org_alias WHERE alias <> $1 AND org_id IN ", many!());
/// Organisations with an alias that begins with a text.
pub(crate) const ALIAS_RANGE: &str =
    "SELECT org_id, alias FROM org_alias WHERE alias >= $1 AND alias < $2 ORDER BY alias, org_id LIMIT $3";
pub(crate) const TAGS_OF: &str = "SELECT tag FROM org_tag WHERE org_id = $1 ORDER BY tag";
pub(crate) const ADD_TAG: &str = "INSERT INTO org_tag (org_id, tag) VALUES ($1, $2) ON CONFLICT DO NOTHING";
pub(crate) const DROP_TAG: &str = "DELETE FROM org_tag WHERE org_id = $1 AND tag = $2";
/// Who held a code on a day.
pub(crate) const CODE_ON: &str = "SELECT org_id FROM org_code WHERE code = $1 AND from_day <= $2 AND to_day > $2";

/// Adds aliases that are not there yet; answers how many were added.
pub(crate) fn add_aliases(tx: &mut Tx<'_>, wanted: &[(OrgId, String)], kind: &str) -> Result<u64, AppError> {
    let mut known: HashSet<(OrgId, String)> = HashSet::new();
    for chunk in wanted.chunks(CHUNK) {
        let ids: Vec<OrgId> = chunk.iter().map(|(id, _)| *id).collect();
        known.extend(tx.all::<(OrgId, String)>(ALIASES_OF, &chunk_args(Arg::from(""), &ids))?);
    }
    let fresh: Vec<Vec<Arg>> = wanted
        .iter()
        .filter(|pair| !pair.1.is_empty() && known.insert((*pair).clone()))
        .map(|(id, alias)| args![*id, alias, kind].to_vec())
        .collect();
    Ok(tx.insert_many("org_alias", &["org_id", "alias", "kind"], fresh)?)
}

/// [`add_aliases`] as an action's own write.
pub(crate) fn learn(tx: &mut Tx<'_>, _: &Permit, wanted: &[(OrgId, String)], kind: &str) -> Result<u64, AppError> {
    add_aliases(tx, wanted, kind)
}

/// Organisations with an alias that begins with `text`, and the alias.
pub(crate) fn by_alias(tx: &mut Tx<'_>, text: &str, most: i64) -> Result<Vec<(OrgId, String)>, AppError> {
    Ok(tx.all(ALIAS_RANGE, args![text, format!("{text}\u{10ffff}"), most])?)
}

/// Who held a code on a day.
pub(crate) fn by_code(tx: &mut Tx<'_>, code: &str, day: Day) -> Result<Option<OrgId>, AppError> {
    Ok(tx.opt::<(OrgId,)>(CODE_ON, args![code, day])?.map(|(id,)| id))
}

/// The tags of an organisation.
pub(crate) fn tags(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<String>, AppError> {
    Ok(tx.all::<(String,)>(TAGS_OF, args![org])?.into_iter().map(|(tag,)| tag).collect())
}

/// Puts a tag on or takes it off; answers whether that changed anything.
pub(crate) fn set_tag(tx: &mut Tx<'_>, _: &Permit, org: OrgId, tag: &str, on: bool) -> Result<bool, AppError> {
    Ok(tx.exec(if on { ADD_TAG } else { DROP_TAG }, args![org, tag])? > 0)
}
