//! What is published, for a room that prints it or tells a successor about it.

use cx::{AppError, Tx};
use kernel::{Month, OrgId, OrgPath};

use super::show::Revision;
use crate::store::{self, OpenProposal, OrgRow};

/// The newest published revision of a month and whose it is. Inside another room's unit of work, which asks
/// [`crate::may_read`] whether its reader may know.
///
/// # Errors
/// [`AppError::NotFound`] if nothing is published.
pub fn published_in(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<(OrgRow, Revision), AppError> {
    let row = store::org(tx, org)?;
    let newest = store::month(tx, org, month)?.rev;
    let sealed = store::sealed(tx, org, month, newest)?.ok_or(AppError::NotFound)?;
    let statement = super::read(&sealed.body)?;
    Ok((row, Revision { sealed, statement }))
}

/// The newest statement that an organisation has published, of whatever month; none if it never has. Inside another
/// room's unit of work, which has established the reader's right.
///
/// # Errors
/// A failure of the database.
pub fn newest_in(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<Revision>, AppError> {
    let Some((month, rev)) = store::newest(tx, org)? else { return Ok(None) };
    let Some(sealed) = store::sealed(tx, org, month, rev)? else { return Ok(None) };
    let statement = super::read(&sealed.body)?;
    Ok(Some(Revision { sealed, statement }))
}

/// Proposed corrections of an organisation's statements that wait for a second person, at most so many. Inside another
/// room's unit of work; only the organisation itself and its superiors may know of them.
///
/// # Errors
/// A failure of the database.
pub fn open_proposals_in(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<OpenProposal>, AppError> {
    store::open_proposals(tx, org, most)
}

/// Organisations of a branch that have published a month, in the order of their places, after this one, so
/// many. Inside another room's unit of work, which has established the reader's right.
///
/// # Errors
/// A failure of the database.
pub fn publishers_in(
    tx: &mut Tx<'_>,
    month: Month,
    branch: &OrgPath,
    after: &OrgPath,
    size: i64,
) -> Result<Vec<OrgRow>, AppError> {
    store::circle::publishers(tx, month, branch, after, size)
}

/// How many organisations of a branch have published a month.
///
/// # Errors
/// A failure of the database.
pub fn count_publishers_in(tx: &mut Tx<'_>, month: Month, branch: &OrgPath) -> Result<i64, AppError> {
    store::circle::count_publishers(tx, month, branch)
}
