//! The sessions of an account, as its owner sees and ends them (`trust.md` B4).

use cx::{AppError, Cx, Happening, Recorded, session::Caller};
use serde_json::json;

use crate::store::{self, SessionRow};

/// Digits by which a session or token is named outside: enough to tell them apart, of no use to open one.
pub(crate) const MARK: usize = 16;

/// The caller's live sessions, the one used last first.
pub(crate) async fn list(cx: &Cx) -> Result<Vec<SessionRow>, AppError> {
    let id = cx.actor().account;
    cx.read(move |tx| store::sessions(tx, id)).await
}

/// Ends one of the caller's sessions, named by its mark; one of somebody else is not found.
pub(crate) async fn end(cx: &Cx, mark: &str) -> Result<(), AppError> {
    let (id, org, mark) = (cx.actor().account, cx.actor().seat.org, mark.to_owned());
    cx.write(move |tx| {
        let permit = tx.permit_self("account.end_session");
        if mark.len() != MARK || !store::end_by_mark(tx, &permit, id, &mark)? {
            return Err(AppError::NotFound);
        }
        Ok(Happening::new("account.session_ended", org, id).answer(()))
    })
    .await
}

/// Ends all the caller's other sessions; answers how many.
pub(crate) async fn end_others(cx: &Cx, caller: &Caller) -> Result<i64, AppError> {
    let (id, org, keep) = (cx.actor().account, cx.actor().seat.org, caller.token_hash.clone());
    cx.write(move |tx| {
        let permit = tx.permit_self("account.end_session");
        let ended = i64::try_from(store::end_others(tx, &permit, id, &keep)?).unwrap_or(i64::MAX);
        if ended == 0 {
            return Ok(Recorded::unchanged(0));
        }
        Ok(Happening::new("account.session_ended", org, id).detail(json!({ "ended": ended })).answer(ended))
    })
    .await
}
