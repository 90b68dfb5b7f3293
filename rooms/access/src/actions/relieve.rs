//! Relieving a person of a post: the right ends with the next request.

use cx::{AppError, Cx, Happening};
use kernel::{Day, Fault, HolderId, OrgId};
use serde_json::json;

use super::submission;
use crate::{access, store};

/// Relieves a holder from `day` on; today: at once. What was to begin later never begins.
///
/// # Errors
/// [`AppError::NotFound`] outside the actor's branch; the faults `access_end_past` and `access_over`.
pub async fn relieve(cx: &Cx, org: OrgId, holder: HolderId, day: Day, once: &str) -> Result<(), AppError> {
    cx.write_once(&submission("relieve", format!("{org} {holder} {day}"), once), move |tx| {
        let org = store::org(tx, org)?;
        let permit = tx.permit(&access::RELIEVE, &org.path)?;
        let found = store::holder(tx, org.id, holder)?;
        if day < tx.today() {
            return Err(Fault::of("day", "access_end_past").into());
        }
        let day = day.max(found.from);
        if !store::relieve(tx, &permit, org.id, holder, day)? {
            return Err(Fault::of("day", "access_over").into());
        }
        let detail = json!({ "account": found.account, "post": found.post, "to": day });
        Ok(Happening::new("access.relieved", org.id, found.post).detail(detail).answer(()))
    })
    .await
}
