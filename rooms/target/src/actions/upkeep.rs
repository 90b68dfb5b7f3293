//! What whoever runs the server does: let letters follow organisations that moved.

use cx::{AppError, Cx, Happening, Recorded};
use kernel::OrgPath;
use serde_json::json;

use crate::access::UPKEEP;
use crate::store::letter;

/// Follows branches that moved, in the order in which they did; answers how many letters did. Where each letter was
/// issued stays written in it. Doing it again changes nothing: a place belongs to one organisation for ever.
///
/// # Errors
/// A failure of the database; [`AppError::Forbidden`] for anybody but the operator.
pub async fn rehome(cx: &Cx, moves: Vec<(OrgPath, OrgPath)>) -> Result<u64, AppError> {
    cx.write(move |tx| {
        let permit = tx.permit(&UPKEEP, &OrgPath::everything())?;
        let mut moved = 0;
        for (old, new) in &moves {
            moved += letter::rehome(tx, &permit, old, new)?;
        }
        if moved == 0 {
            return Ok(Recorded::unchanged(0));
        }
        let own = tx.actor().seat.org;
        Ok(Happening::new("target.rehomed", own, moved).detail(json!({ "letters": moved })).answer(moved))
    })
    .await
}
