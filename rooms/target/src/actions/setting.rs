//! Whether villages get letters: decided at the root of a tree, from a day on, with the reason.

use cx::{AppError, Cx, Happening};
use kernel::{Day, Fault};
use serde_json::json;

use super::submission;
use crate::access::{self, SET};
use crate::rules::draft;
use crate::store::setting::{self, SettingRow};

/// Decides whether villages get letters from a day on.
///
/// # Errors
/// No reason, a day that is past, a post that is not at the root.
pub async fn set_villages(cx: &Cx, once: &str, from: Day, villages: bool, reason: String) -> Result<(), AppError> {
    cx.write_once(&submission("set", from, once), move |tx| {
        let own = tx.actor().seat.org;
        if tx.place().depth() != 1 {
            return Err(AppError::Forbidden(SET.name));
        }
        let permit = access::own(tx, &SET, own)?;
        let reason = draft::reason(&reason)?;
        if from < tx.today() {
            return Err(Fault::of("from", "target_past").into());
        }
        setting::set(tx, &permit, (own, from), villages, &reason)?;
        Ok(Happening::new("target.set", own, from).detail(json!({ "villages": villages })).answer(()))
    })
    .await
}

/// What was decided of one's own tree, the newest first, and what holds today.
///
/// # Errors
/// A failure of the database.
pub async fn settings(cx: &Cx) -> Result<(Vec<SettingRow>, bool), AppError> {
    cx.read(|tx| {
        access::read(tx, &tx.place().clone())?;
        let place = tx.place().clone();
        let root = place.superiors().into_iter().next().unwrap_or(place);
        let rows = match crate::store::party::at(tx, &root)? {
            Some(root) => setting::all(tx, root)?,
            None => Vec::new(),
        };
        Ok((rows, super::issue::villages_on(tx)?))
    })
    .await
}
