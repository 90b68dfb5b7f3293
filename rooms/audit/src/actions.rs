//! Reading and exporting the record of a branch.

use cx::{AppError, Cx, Happening, Tx};
use kernel::{AccountId, Fault, Id, OrgId, Page, Paged};
use serde_json::json;

use crate::{
    access,
    rules::{self, Filter},
    store::{self, Wanted},
};

/// What the faces show, as the store reads it.
pub(crate) use crate::store::RecordRow;

/// The most rows of an export.
pub(crate) const MOST: i64 = 20_000;

/// A page of the record, the newest first.
pub(crate) async fn list(cx: &Cx, filter: Filter, page: Page) -> Result<Paged<RecordRow>, AppError> {
    cx.read(move |tx| {
        let wanted = wanted(tx, &filter)?;
        let before = page.after.as_deref().and_then(rules::key_of).unwrap_or((i64::MAX, i64::MAX));
        let rows = store::list(tx, &wanted, before, page.size + 1)?;
        Ok(Paged::from_surplus(rows, &page, |r| format!("{}-{}", r.at.0, r.id)))
    })
    .await
}

/// One record.
pub(crate) async fn show(cx: &Cx, org: OrgId, id: Id<()>) -> Result<RecordRow, AppError> {
    cx.read(move |tx| {
        tx.permit(&access::READ, tx.place())?;
        let (place, homeless) = (tx.place().clone(), sees_homeless(tx));
        store::get(tx, org, id, &place, homeless)
    })
    .await
}

/// Up to [`MOST`] records, the newest first; that they left the program is a record itself.
pub(crate) async fn export(cx: &Cx, filter: Filter) -> Result<Vec<RecordRow>, AppError> {
    cx.write(move |tx| {
        let wanted = wanted(tx, &filter)?;
        let rows = store::list(tx, &wanted, (i64::MAX, i64::MAX), MOST)?;
        let detail = json!({ "rows": rows.len(), "from": filter.from, "to": filter.to });
        let seat = tx.actor().seat.org;
        Ok(Happening::new("audit.exported", seat, seat).detail(detail).answer(rows))
    })
    .await
}

/// What belongs to no organisation is read at the root: it may concern anybody.
fn sees_homeless(tx: &Tx<'_>) -> bool {
    tx.place().depth() == 1
}

/// The filter as the statement needs it: days become instants, names ids.
fn wanted(tx: &mut Tx<'_>, filter: &Filter) -> Result<Wanted, AppError> {
    tx.permit(&access::READ, tx.place())?;
    let own = tx.place().clone();
    let place = if filter.org.is_empty() {
        own
    } else {
        store::place_of(tx, &filter.org, &own)?.ok_or_else(|| Fault::of("org", "audit_no_org"))?
    };
    let account = if filter.login.is_empty() {
        AccountId::new(0)
    } else {
        account::name_of_login(tx, &filter.login).map_err(|_| Fault::of("login", "audit_no_login"))?
    };
    Ok(Wanted {
        from: filter.from.start(tx.zone()),
        until: filter.to.end(tx.zone()),
        homeless: filter.org.is_empty() && sees_homeless(tx),
        place,
        kind: filter.kind.clone(),
        account,
        result: filter.result.clone(),
    })
}
