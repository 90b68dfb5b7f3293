//! What is published of a month, for a room that prints it.

use cx::{AppError, Tx};
use kernel::{Month, OrgId, OrgPath};

use super::show::Revision;
use crate::store::{self, OrgRow};

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
