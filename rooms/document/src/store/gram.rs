//! The search index: one row per character and version.

use cx::{AppError, Permit, Tx};
use db::args;
use kernel::VersionId;

use crate::rules::gram::{Follows, pack};

/// Writes the index of a version.
pub(crate) fn insert(tx: &mut Tx<'_>, _: &Permit, version: VersionId, follows: &Follows) -> Result<(), AppError> {
    let rows = follows.iter().map(|(gram, followers)| args![*gram, version, pack(followers)].to_vec());
    tx.insert_many("clause_gram", &["gram", "version_id", "follows"], rows)?;
    Ok(())
}
