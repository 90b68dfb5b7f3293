//! What the room reads of organisations and of the posts first responsible for them.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{AccountId, Day, HolderId, OrgId, OrgPath, PostId};

pub(crate) const ORG: &str =
    "SELECT o.org_id, o.path, o.name, o.code, o.level, o.until_day, o.merged_into FROM org o WHERE o.org_id = $1";
pub(crate) const FIRST: &str = "SELECT p.post_id, p.title, h.holder_id, h.account_id, a.name FROM post p \
     JOIN holder h ON h.org_id = p.org_id AND h.post_id = p.post_id JOIN account a ON a.account_id = h.account_id \
     WHERE p.org_id = $1 AND p.first_responsible = 1 AND p.from_day <= $2 AND p.to_day > $2 AND h.from_day <= $2 AND h.to_day > $2";
pub(crate) const TITLE: &str =
    "SELECT p.title FROM post p WHERE p.org_id = $1 AND p.first_responsible = 1 AND p.from_day <= $2 AND p.to_day > $2";

rec! {
    /// An organisation as it stands, or as it stood when it ended.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct OrgRow {
        pub(crate) id: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) name: String,
        pub(crate) code: String,
        pub(crate) level: String,
        pub(crate) until: Day,
        pub(crate) merged_into: Option<OrgId>,
    }
}

rec! {
    /// Who holds the first-responsible post of an organisation today.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct FirstRow {
        pub(crate) post: PostId,
        pub(crate) title: String,
        pub(crate) holder: HolderId,
        pub(crate) account: AccountId,
        pub(crate) name: String,
    }
}

/// One organisation; *not found* if there never was one.
pub(crate) fn org(tx: &mut Tx<'_>, id: OrgId) -> Result<OrgRow, AppError> {
    tx.opt(ORG, args![id])?.ok_or(AppError::NotFound)
}

/// These organisations.
pub(crate) fn orgs(tx: &mut Tx<'_>, ids: &BTreeSet<OrgId>) -> Result<HashMap<OrgId, OrgRow>, AppError> {
    let ids: Vec<OrgId> = ids.iter().copied().collect();
    let mut out = HashMap::new();
    for part in ids.chunks(LIST_MOST) {
        let head = "SELECT o.org_id, o.path, o.name, o.code, o.level, o.until_day, o.merged_into FROM org o WHERE o.org_id IN ";
        let mut shape = Shape::new(head, &[]);
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<OrgRow> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(out)
}

/// The organisation in which this one goes on: itself, or whatever it was merged into, and so on.
pub(crate) fn successor(tx: &mut Tx<'_>, id: OrgId) -> Result<OrgRow, AppError> {
    let mut row = org(tx, id)?;
    // A chain is as long as mergers are many; a damaged one must not go round for ever.
    for _ in 0..16 {
        match row.merged_into {
            Some(next) => row = org(tx, next)?,
            None => break,
        }
    }
    Ok(row)
}

/// Who holds the first-responsible post of an organisation today, if anybody does.
pub(crate) fn first(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<FirstRow>, AppError> {
    let today = tx.today();
    Ok(tx.opt(FIRST, args![org, today])?)
}

/// Title of the first-responsible post of an organisation today; empty if it has none.
pub(crate) fn title(tx: &mut Tx<'_>, org: OrgId) -> Result<String, AppError> {
    let today = tx.today();
    let row: Option<(String,)> = tx.opt(TITLE, args![org, today])?;
    Ok(row.map(|r| r.0).unwrap_or_default())
}

pub(crate) const AT: &str = "SELECT o.org_id FROM org o WHERE o.path = $1 LIMIT 1";

/// Whose place this is today.
pub(crate) fn at(tx: &mut Tx<'_>, path: &OrgPath) -> Result<Option<OrgId>, AppError> {
    let row: Option<(OrgId,)> = tx.opt(AT, args![path])?;
    Ok(row.map(|r| r.0))
}

/// Whose place each of these is today, with the name.
pub(crate) fn at_many(
    tx: &mut Tx<'_>,
    paths: &BTreeSet<OrgPath>,
) -> Result<HashMap<OrgPath, (OrgId, String)>, AppError> {
    let paths: Vec<&OrgPath> = paths.iter().collect();
    let mut out = HashMap::new();
    for part in paths.chunks(LIST_MOST) {
        let mut shape = Shape::new("SELECT o.path, o.org_id, o.name FROM org o WHERE o.path IN ", &[]);
        shape.list(part.iter().map(|path| Arg::from(*path)));
        let rows: Vec<(OrgPath, OrgId, String)> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|(path, org, name)| (path, (org, name))));
    }
    Ok(out)
}
