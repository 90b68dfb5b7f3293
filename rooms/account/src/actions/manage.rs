//! What administrators and the operator do to accounts. Whose accounts an administrator may touch depends on
//! posts, so the room of posts decides it and calls the functions that take a permit; the operator's own
//! commands stand here whole.

use cx::{AppError, Cx, Happening, Permit, Recorded, Tx};
use kernel::{AccountId, Fault, Faults, Page, Paged};
use serde_json::json;

use crate::{
    access,
    hashing::{self, OneTimePassword},
    rules::{self, login},
    store::{self, AccountRow},
};

/// An account as lists show it.
pub type Listed = AccountRow;

/// Opens an account; answers its id and the one-time password to be handed over, which is kept nowhere.
///
/// # Errors
/// Faults of `login` and `name`; a taken login is the fault `account_login_taken`.
pub async fn create_account(cx: &Cx, login: &str, name: &str) -> Result<(AccountId, OneTimePassword), AppError> {
    let code = OneTimePassword::fresh()?;
    let hash = hashing::hash(code.reveal()).await?;
    let (login, name) = (login.to_owned(), name.to_owned());
    let id = cx
        .write(move |tx| {
            let permit = tx.permit(&access::OPEN, tx.place())?;
            let id = open_in(tx, &permit, &login, &name, &hash)?;
            Ok(Happening::new("account.opened", tx.actor().seat.org, id).answer(id))
        })
        .await?;
    Ok((id, code))
}

/// Opens an account inside a larger unit of work. `hash` is that of a one-time password.
///
/// # Errors
/// As [`create_account`].
pub fn open_in(tx: &mut Tx<'_>, permit: &Permit, login: &str, name: &str, hash: &str) -> Result<AccountId, AppError> {
    let (login, name) = both(login::login_of(login), login::name_of(name))?;
    if store::by_login(tx, &login)?.is_some() {
        return Err(Fault::of("login", "account_login_taken").with("login", login).into());
    }
    let now = tx.now();
    let account = AccountRow {
        id: tx.new_id(),
        login,
        name,
        must_change: true,
        one_time_until: Some(now.plus_ms(rules::ONE_TIME_MS)),
        disabled_at: None,
        language: "zh".to_owned(),
        created_at: now,
        home: tx.actor().seat.org,
    };
    store::add(tx, permit, &account, hash)?;
    Ok(account.id)
}

/// Both values, or the faults of both.
fn both<A, B>(a: Result<A, Fault>, b: Result<B, Fault>) -> Result<(A, B), Faults> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err(a.err().into_iter().chain(b.err()).collect()),
    }
}

/// Replaces a password by a one-time one and ends all sessions; nobody can see or choose a password.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown login; the operator only.
pub async fn reset_password(cx: &Cx, login: &str) -> Result<OneTimePassword, AppError> {
    let code = OneTimePassword::fresh()?;
    let hash = hashing::hash(code.reveal()).await?;
    let login = login.to_owned();
    cx.write(move |tx| {
        let permit = tx.permit(&access::OPERATE, tx.place())?;
        let id = name_of_login(tx, &login)?;
        give_code_in(tx, &permit, id, &hash)?;
        Ok(Happening::new("account.password_reset", tx.actor().seat.org, id).answer(()))
    })
    .await?;
    Ok(code)
}

/// The account behind a login as somebody typed it.
///
/// # Errors
/// [`AppError::NotFound`] if there is none.
pub fn name_of_login(tx: &mut Tx<'_>, login: &str) -> Result<AccountId, AppError> {
    let login = login::login_of(login).map_err(|_| AppError::NotFound)?;
    store::by_login(tx, &login)?.map(|a| a.id).ok_or(AppError::NotFound)
}

/// Gives an account a one-time password inside a larger unit of work; its sessions and tokens end.
///
/// # Errors
/// If the database fails.
pub fn give_code_in(tx: &mut Tx<'_>, permit: &Permit, id: AccountId, hash: &str) -> Result<(), AppError> {
    let until = tx.now().plus_ms(rules::ONE_TIME_MS);
    store::give_code(tx, permit, id, hash, until)?;
    store::revoke_all(tx, permit, id)?;
    store::end_others(tx, permit, id, "")?;
    Ok(())
}

/// The hash of a one-time password, made before the unit of work that stores it.
///
/// # Errors
/// [`AppError::Busy`] when too many wait.
pub async fn fresh_code() -> Result<(OneTimePassword, String), AppError> {
    let code = OneTimePassword::fresh()?;
    let hash = hashing::hash(code.reveal()).await?;
    Ok((code, hash))
}

/// Disables an account: its sessions and tokens end with the next request.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown login; the operator only.
pub async fn disable(cx: &Cx, login: &str) -> Result<(), AppError> {
    let login = login.to_owned();
    cx.write(move |tx| {
        let permit = tx.permit(&access::OPERATE, tx.place())?;
        let id = name_of_login(tx, &login)?;
        disable_in(tx, &permit, id)?;
        Ok(Happening::new("account.disabled", tx.actor().seat.org, id).answer(()))
    })
    .await
}

/// Enables an account again; its password is as before.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown login; the operator only.
pub async fn enable(cx: &Cx, login: &str) -> Result<(), AppError> {
    let login = login.to_owned();
    cx.write(move |tx| {
        let permit = tx.permit(&access::OPERATE, tx.place())?;
        let id = name_of_login(tx, &login)?;
        enable_in(tx, &permit, id)?;
        Ok(Happening::new("account.enabled", tx.actor().seat.org, id).answer(()))
    })
    .await
}

/// Disables an account inside a larger unit of work.
///
/// # Errors
/// If the database fails.
pub fn disable_in(tx: &mut Tx<'_>, permit: &Permit, id: AccountId) -> Result<(), AppError> {
    let now = tx.now();
    store::set_disabled(tx, permit, id, Some(now))?;
    store::end_others(tx, permit, id, "")?;
    Ok(())
}

/// Enables an account inside a larger unit of work.
///
/// # Errors
/// If the database fails.
pub fn enable_in(tx: &mut Tx<'_>, permit: &Permit, id: AccountId) -> Result<(), AppError> {
    store::set_disabled(tx, permit, id, None)
}

/// Ends all sessions of an account inside a larger unit of work; answers how many.
///
/// # Errors
/// If the database fails.
pub fn end_sessions_in(tx: &mut Tx<'_>, permit: &Permit, id: AccountId) -> Result<i64, AppError> {
    Ok(i64::try_from(store::end_others(tx, permit, id, "")?).unwrap_or(i64::MAX))
}

/// Takes hold of an account until the unit of work ends, so that two decisions about it come one after the other.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such account.
pub fn hold(tx: &mut Tx<'_>, permit: &Permit, id: AccountId) -> Result<(), AppError> {
    if store::hold(tx, permit, id)? { Ok(()) } else { Err(AppError::NotFound) }
}

/// All accounts by login, for the operator.
///
/// # Errors
/// [`AppError::NotFound`] for anybody else.
pub async fn list(cx: &Cx, page: Page) -> Result<Paged<Listed>, AppError> {
    cx.read(move |tx| {
        tx.permit(&access::OPERATE, tx.place())?;
        let rows = store::list(tx, page.after.as_deref().unwrap_or_default(), page.size + 1)?;
        Ok(Paged::from_surplus(rows, &page, |a| a.login.clone()))
    })
    .await
}

/// Opens many accounts that share one password, which need not be changed: for demo data and tests, the
/// operator only. Answers their ids in the order given.
///
/// # Errors
/// Faults of logins and names; a taken login is a conflict.
pub async fn plant(cx: &Cx, people: Vec<(String, String)>, password: &str) -> Result<Vec<AccountId>, AppError> {
    let hash = hashing::hash(password).await?;
    cx.write(move |tx| {
        let permit = tx.permit(&access::OPERATE, tx.place())?;
        let (now, mut rows) = (tx.now(), Vec::with_capacity(people.len()));
        for (login, name) in &people {
            let (login, name) = both(login::login_of(login), login::name_of(name))?;
            let (id, language, home) = (tx.new_id(), "zh".to_owned(), tx.actor().seat.org);
            rows.push(AccountRow {
                id,
                login,
                name,
                must_change: false,
                one_time_until: None,
                disabled_at: None,
                language,
                created_at: now,
                home,
            });
        }
        store::add_many(tx, &permit, &rows, &hash)?;
        let ids: Vec<AccountId> = rows.iter().map(|a| a.id).collect();
        let happening = Happening::new("account.planted", tx.actor().seat.org, ids.len());
        Ok(happening.answer(ids))
    })
    .await
}

/// How many accounts there are: a database without any is new.
///
/// # Errors
/// If the database fails.
pub fn count(tx: &mut Tx<'_>) -> Result<i64, AppError> {
    store::count(tx)
}

/// Drops sessions that have ended and failures that are forgotten; answers how many rows. A daily job.
///
/// # Errors
/// If the database fails; the operator only.
pub async fn sweep(cx: &Cx) -> Result<i64, AppError> {
    cx.write(move |tx| {
        let permit = tx.permit(&access::OPERATE, tx.place())?;
        let forgotten = tx.now().plus_ms(-rules::slow_down::MEMORY_MS);
        let dropped = i64::try_from(store::sweep(tx, &permit, forgotten)?).unwrap_or(i64::MAX);
        if dropped == 0 {
            return Ok(Recorded::unchanged(0));
        }
        let happening = Happening::new("account.swept", tx.actor().seat.org, "session");
        Ok(happening.detail(json!({ "rows": dropped })).answer(dropped))
    })
    .await
}

/// The caller's own account.
///
/// # Errors
/// [`AppError::Unauthenticated`] if nobody is logged in.
pub(crate) async fn mine(cx: &Cx) -> Result<AccountRow, AppError> {
    let id = cx.actor().account;
    cx.read(move |tx| store::of_id(tx, id)?.ok_or(AppError::Unauthenticated)).await
}

/// Whether the caller's password is a one-time one.
pub(crate) async fn has_one_time(cx: &Cx) -> Result<bool, AppError> {
    Ok(mine(cx).await?.one_time_until.is_some())
}
