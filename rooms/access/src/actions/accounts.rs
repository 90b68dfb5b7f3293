//! Looking after accounts. An administrator sees those that hold or held a post in their branch or were opened
//! from there, and manages those of them that act nowhere else.

use account::{Account, OneTimePassword};
use cx::{AppError, Cx, Happening, Permit, Tx};
use kernel::{AccountId, Action, Fault, OrgId, OrgPath, Page, Paged, Role};
use serde_json::json;

use super::{current, submission};
use crate::{
    access,
    store::{self, BATCH, HeldRow, ListedRow, Wanted},
};

/// A page of accounts with what they hold in the branch.
#[derive(Debug)]
pub(crate) struct Accounts {
    pub(crate) page: Paged<(ListedRow, Vec<HeldRow>)>,
    pub(crate) all: i64,
    pub(crate) waiting: i64,
}

/// Accounts of the actor's branch.
pub(crate) async fn list(cx: &Cx, wanted: Wanted, page: Page) -> Result<Accounts, AppError> {
    cx.read(move |tx| {
        tx.permit(&access::VIEW_ACCOUNTS, tx.place())?;
        let place = tx.place().clone();
        let most = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let page = Page { size: page.size.min(most), after: page.after };
        let rows = store::list(tx, &place, &wanted, page.after.as_deref().unwrap_or_default(), page.size + 1)?;
        let rows = Paged::from_surplus(rows, &page, |a| a.login.clone());
        let ids: Vec<AccountId> = rows.items.iter().map(|a| a.id).collect();
        let held = store::held_by_many(tx, &place, &ids)?;
        let (all, waiting) = store::counts(tx, &place)?;
        let of = |id| held.iter().filter(|h| h.account == id).cloned().collect();
        let page = rows.map(|a| {
            let held = of(a.id);
            (a, held)
        });
        Ok(Accounts { page, all, waiting })
    })
    .await
}

/// An account with what it holds and held in the branch, and whether the actor manages it.
#[derive(Debug)]
pub(crate) struct Portrait {
    pub(crate) account: Account,
    pub(crate) held: Vec<HeldRow>,
    /// Why the actor does not manage it, as the key of a sentence; none if they do.
    pub(crate) closed: Option<&'static str>,
}

/// An account of the actor's branch.
pub(crate) async fn show(cx: &Cx, id: AccountId) -> Result<Portrait, AppError> {
    cx.read(move |tx| {
        let (account, target) = seen(tx, id)?;
        tx.permit(&access::VIEW_ACCOUNTS, &target)?;
        let place = tx.place().clone();
        let held = store::held(tx, id)?.into_iter().filter(|h| place.contains(&h.path)).collect();
        let closed = closed(tx, id)?;
        Ok(Portrait { account, held, closed })
    })
    .await
}

/// The account and a place in the actor's branch through which they may know of it.
fn seen(tx: &mut Tx<'_>, id: AccountId) -> Result<(Account, OrgPath), AppError> {
    let account = account::of_id(tx, id)?.ok_or(AppError::NotFound)?;
    let place = tx.place().clone();
    let held = store::held(tx, id)?.into_iter().map(|h| h.path);
    let home = store::home(tx, id)?.map(|o| o.path);
    let target = held.chain(home).find(|path| place.contains(path)).ok_or(AppError::NotFound)?;
    Ok((account, target))
}

/// Why the actor must not manage an account: it acts outside their branch, and whoever resets a password could
/// act in its place; or it is one of the three administrators, who answer to the operator and not to each other.
fn closed(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<&'static str>, AppError> {
    let place = tx.place().clone();
    let held = current(tx, id)?;
    if held.iter().any(|(_, holding)| holding.role.is_admin()) && tx.actor().seat.role != Role::Operator {
        return Ok(Some("access.closed_admin"));
    }
    let outside = held.iter().any(|(h, _)| !place.contains(&h.path));
    Ok(outside.then_some("access.closed_elsewhere"))
}

/// The right to do something to an account, and the organisation in whose record it stands.
fn manage(tx: &mut Tx<'_>, action: &'static Action, id: AccountId) -> Result<(Permit, OrgId), AppError> {
    let (_, target) = seen(tx, id)?;
    let permit = tx.permit(action, &target)?;
    account::hold(tx, &permit, id)?;
    if closed(tx, id)?.is_some() {
        return Err(AppError::Forbidden(action.name));
    }
    Ok((permit, tx.actor().seat.org))
}

/// Opens an account; see [`account::create_account`]. The code is none if this submission was done before.
pub(crate) async fn open(
    cx: &Cx,
    login: &str,
    name: &str,
    once: &str,
) -> Result<(AccountId, Option<OneTimePassword>), AppError> {
    let (code, hash) = account::fresh_code().await?;
    let (login, name) = (login.to_owned(), name.to_owned());
    let key = submission("open", format!("{login} {name}"), once);
    let (id, request): (AccountId, String) = cx
        .write_once(&key, move |tx| {
            let permit = tx.permit(&access::OPEN_ACCOUNT, tx.place())?;
            let id = account::open_in(tx, &permit, &login, &name, &hash)?;
            let happening = Happening::new("account.opened", tx.actor().seat.org, id);
            // The answer of a submission is stored: it tells which request did it, never the code.
            Ok(happening.answer((id, tx.request_id().to_owned())))
        })
        .await?;
    Ok((id, (request == cx.request_id()).then_some(code)))
}

/// Gives an account a one-time password. The code is none if this submission was done before.
pub(crate) async fn reset(cx: &Cx, id: AccountId, once: &str) -> Result<Option<OneTimePassword>, AppError> {
    let (code, hash) = account::fresh_code().await?;
    let request: String = cx
        .write_once(&submission("reset", id, once), move |tx| {
            let (permit, org) = manage(tx, &access::RESET, id)?;
            account::give_code_in(tx, &permit, id, &hash)?;
            Ok(Happening::new("account.password_reset", org, id).answer(tx.request_id().to_owned()))
        })
        .await?;
    Ok((request == cx.request_id()).then_some(code))
}

/// Disables an account.
pub(crate) async fn disable(cx: &Cx, id: AccountId, once: &str) -> Result<(), AppError> {
    cx.write_once(&submission("disable", id, once), move |tx| {
        if id == tx.actor().account {
            return Err(Fault::new("access_self").into());
        }
        let (permit, org) = manage(tx, &access::HALT, id)?;
        account::disable_in(tx, &permit, id)?;
        Ok(Happening::new("account.disabled", org, id).answer(()))
    })
    .await
}

/// Enables an account again.
pub(crate) async fn enable(cx: &Cx, id: AccountId, once: &str) -> Result<(), AppError> {
    cx.write_once(&submission("enable", id, once), move |tx| {
        let (permit, org) = manage(tx, &access::HALT, id)?;
        account::enable_in(tx, &permit, id)?;
        Ok(Happening::new("account.enabled", org, id).answer(()))
    })
    .await
}

/// Ends all sessions of an account. Harmless to whoever is in the right, so it is open for every account seen.
pub(crate) async fn end_sessions(cx: &Cx, id: AccountId, once: &str) -> Result<i64, AppError> {
    cx.write_once(&submission("end_sessions", id, once), move |tx| {
        let (_, target) = seen(tx, id)?;
        let permit = tx.permit(&access::HALT, &target)?;
        let ended = account::end_sessions_in(tx, &permit, id)?;
        let happening = Happening::new("account.session_ended", tx.actor().seat.org, id);
        Ok(happening.detail(json!({ "ended": ended })).answer(ended))
    })
    .await
}
