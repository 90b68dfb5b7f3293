//! 待核: what waits for the reader's organisation: reports, requests not to do it, requests for more time.

use std::collections::BTreeMap;

use cx::{AppError, Cx};
use kernel::{OrgPath, Page, Paged};

use super::Key;
use super::card::{Card, cards};
use crate::access;
use crate::store::assignment::AssignmentRow;
use crate::store::queue::{self, QueueKey, Waiting};
use crate::store::tree;

/// One page of what waits, in the order of the tree. `Card::can` tells which of it this very seat may do:
/// a request not to do it is shown to whoever sent the list, too, but decided by others.
///
/// # Errors
/// [`AppError::NotFound`] for a seat that sees no business data.
pub async fn queue(cx: &Cx, page: Page) -> Result<Paged<Card>, AppError> {
    cx.read(move |tx| {
        let seat = tx.actor().seat.clone();
        access::read(tx, &seat.path)?;
        let children = tree::children(tx, seat.org)?;
        let who = Waiting { org: seat.org, path: &seat.path, children: &children };
        let after = page.after.as_deref().and_then(key_of);
        let mut rows: BTreeMap<QueueKey, AssignmentRow> = BTreeMap::new();
        for row in queue::waiting(tx, &who, after.as_ref(), page.size + 1)? {
            rows.insert((row.path.clone(), row.month, row.item), row);
        }
        for row in queue::asking(tx, &who, after.as_ref(), page.size + 1)? {
            rows.insert((row.path.clone(), row.month, row.item), row);
        }
        let paged = Paged::from_surplus(rows.into_values().collect(), &page, after_key);
        let next = paged.next;
        Ok(Paged { items: cards(tx, paged.items)?, next })
    })
    .await
}

/// `path,month,item`: the key under which a page of assignments goes on.
pub(super) fn after_key(row: &AssignmentRow) -> String {
    format!("{},{},{}", row.path, row.month.0, row.item)
}

/// Reads [`after_key`]; a key that is none begins anew.
pub(super) fn key_of(text: &str) -> Option<QueueKey> {
    let mut parts = text.split(',');
    let path = OrgPath::parse(parts.next()?)?;
    let key: Key = format!("0/{}/{}", parts.next()?, parts.next()?).parse().ok()?;
    Some((path, key.month, key.item))
}
