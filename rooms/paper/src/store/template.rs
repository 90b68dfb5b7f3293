//! Templates and the texts behind them.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{Day, Instant, OrgId, OrgPath};

use crate::rules::template::Template;

pub(crate) const TEXT: &str = "SELECT t.text FROM paper_text t WHERE t.hash = $1";
pub(crate) const ADD_TEXT: &str = "INSERT INTO paper_text (hash, text) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
pub(crate) const VERSIONS: &str = "SELECT t.version, t.from_day, t.hash, t.reason, t.at FROM paper_template t \
     WHERE t.org_id = $1 AND t.name = $2 ORDER BY t.version";
pub(crate) const ADD: &str = "INSERT INTO paper_template (org_id, name, version, from_day, hash, reason, at, by_post_id, by_account_id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub(crate) const AT: &str = "SELECT o.org_id FROM org o WHERE o.path = $1";

rec! {
    /// A version of a template.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct VersionRow {
        /// Its number, 1 for the first.
        pub version: i64,
        /// First day on which it may be in force.
        pub from: Day,
        /// Hash of its text; empty for what the program brings.
        pub hash: String,
        /// Why it was made.
        pub reason: String,
        /// When.
        pub at: Instant,
    }
}

/// A text by its hash.
pub(crate) fn text(tx: &mut Tx<'_>, hash: &str) -> Result<Option<String>, AppError> {
    Ok(tx.opt::<(String,)>(TEXT, args![hash])?.map(|row| row.0))
}

/// Keeps a text under its hash.
pub(crate) fn add_text(tx: &mut Tx<'_>, _: &Permit, hash: &str, text: &str) -> Result<(), AppError> {
    tx.exec(ADD_TEXT, args![hash, text])?;
    Ok(())
}

/// Every version of a template of a tree, the oldest first.
pub(crate) fn versions(tx: &mut Tx<'_>, root: OrgId, template: Template) -> Result<Vec<VersionRow>, AppError> {
    Ok(tx.all(VERSIONS, args![root, template.code()])?)
}

/// Adds a version; a conflict if somebody was faster.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    _: &Permit,
    (root, template): (OrgId, Template),
    new: &VersionRow,
) -> Result<(), AppError> {
    let actor = tx.actor().clone();
    let values = args![
        root,
        template.code(),
        new.version,
        new.from,
        &new.hash,
        &new.reason,
        new.at,
        actor.seat.post,
        actor.account
    ];
    tx.exec(ADD, values)?;
    Ok(())
}

/// The root of the tree in which a place lies.
pub(crate) fn root(tx: &mut Tx<'_>, place: &OrgPath) -> Result<Option<OrgId>, AppError> {
    let root = place.superiors().into_iter().next().unwrap_or_else(|| place.clone());
    Ok(tx.opt::<(OrgId,)>(AT, args![root])?.map(|row| row.0))
}
