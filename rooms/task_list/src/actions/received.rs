//! A list as one of its recipients got it: for printing.

use cx::{AppError, Tx};
use kernel::{ListId, OrgId, OrgPath};

use super::card::{ItemView, item_view};
use super::lists::{ListView, view};
use crate::access;
use crate::rules::{Stage, State};
use crate::store::assignment::{AssignmentRow, MONTH_OF, RECIPIENTS};
use crate::store::list::{self, ItemRow};
use crate::store::tree::{self, OrgRef};

/// A list as one of its recipients got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The list.
    pub list: ListView,
    /// Who issued it.
    pub issuer: OrgRef,
    /// Who got it; the issuer itself for the list as it was sent.
    pub org: OrgRef,
    /// Its items, in order, without those taken back from this recipient.
    pub items: Vec<ItemView>,
}

/// A sent list as `org` got it, or as it was sent if `org` issued it. Inside another room's unit of work,
/// which asks [`may_see_received`] whether its reader may know.
///
/// # Errors
/// [`AppError::NotFound`] if it was never sent, not to this organisation, or taken back whole.
pub fn received_in(tx: &mut Tx<'_>, list: ListId, org: OrgId) -> Result<Received, AppError> {
    let row = list::find(tx, list)?;
    if row.stage != Stage::Sent {
        return Err(AppError::NotFound);
    }
    let (issuer, found) = (tree::get(tx, row.org)?, tree::get(tx, org)?);
    let mut items: Vec<ItemRow> = list::items(tx, row.id)?;
    if org != issuer.id {
        let mine: Vec<AssignmentRow> = tx.all(MONTH_OF, db::args![org, row.month])?;
        let stands = |item: &ItemRow| mine.iter().any(|a| a.item == item.id && a.state != State::Withdrawn);
        items.retain(stands);
    }
    if items.is_empty() {
        return Err(AppError::NotFound);
    }
    let items = items.iter().map(|item| item_view(item, Some(&issuer), &row.number)).collect();
    Ok(Received { list: view(&row, Vec::new()), issuer, org: found, items })
}

/// Whether the actor may see a list as that organisation got it.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub fn may_see_received(tx: &Tx<'_>, received: &Received) -> Result<(), AppError> {
    access::see(tx, received.org.id, &received.org.path, received.issuer.id)
}

/// Organisations that got a sent list, in the order of their places, after this one, so many. Inside another
/// room's unit of work, which has established the reader's right.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such list.
pub fn recipients_in(tx: &mut Tx<'_>, list: ListId, after: &OrgPath, size: i64) -> Result<Vec<OrgRef>, AppError> {
    let row = list::find(tx, list)?;
    let Some(first) = list::items(tx, row.id)?.first().map(|item| item.id) else { return Ok(Vec::new()) };
    Ok(tx.all(RECIPIENTS, db::args![row.month, first, after, size])?)
}
