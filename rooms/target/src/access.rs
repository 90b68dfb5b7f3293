//! What can be done with letters, by whom, and how far from their own organisation.

use cx::{AppError, Permit, Tx};
use kernel::{Action, OrgId, OrgPath, Reach, Role};

use crate::store::letter::LetterRow;
use crate::store::party;

const WORKERS: &[Role] = &[Role::Secretary, Role::Clerk];
const READERS: &[Role] = &[Role::Secretary, Role::Clerk, Role::Leader];

/// Reading letters of one's own organisation and below.
pub static READ: Action = Action { name: "target.read", roles: READERS, reach: Reach::Subtree };
/// Writing drafts and templates of one's own organisation.
pub static WRITE: Action = Action { name: "target.write", roles: WORKERS, reach: Reach::Own };
/// Issuing what one's own organisation wrote.
pub static ISSUE: Action = Action { name: "target.issue", roles: WORKERS, reach: Reach::Own };
/// Signing a letter to one's own organisation. The rules add: the person of the first-responsible post, who has just
/// proved who they are.
pub static SIGN: Action = Action { name: "target.sign", roles: &[Role::Secretary], reach: Reach::Own };
/// Countersigning what one's own organisation issued; the same is added.
pub static COUNTERSIGN: Action = Action { name: "target.countersign", roles: &[Role::Secretary], reach: Reach::Own };
/// Objecting to a letter to one's own organisation before it is signed.
pub static OBJECT: Action = Action { name: "target.object", roles: WORKERS, reach: Reach::Own };
/// Answering objections to what one's own organisation issued, and taking it back.
pub static ANSWER: Action = Action { name: "target.answer", roles: WORKERS, reach: Reach::Own };
/// Proposing a revision of a letter that one's own organisation issued or received.
pub static REVISE: Action = Action { name: "target.revise", roles: WORKERS, reach: Reach::Own };
/// Deciding for a whole tree, at its root, whether villages get letters.
pub static SET: Action = Action { name: "target.set", roles: &[Role::Secretary], reach: Reach::Own };
/// Following organisations that moved: by whoever runs the server.
pub static UPKEEP: Action = Action { name: "target.upkeep", roles: &[Role::Operator], reach: Reach::Subtree };

/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&READ, &WRITE, &ISSUE, &SIGN, &COUNTERSIGN, &OBJECT, &ANSWER, &REVISE, &SET, &UPKEEP];

/// Whether the actor may see a letter: its recipient and its issuer, the superiors of the recipient then and now,
/// and whatever the recipient or the issuer was merged into, with its superiors.
///
/// # Errors
/// [`AppError::NotFound`] otherwise: outside the scope nothing exists.
pub(crate) fn see(tx: &mut Tx<'_>, row: &LetterRow) -> Result<(), AppError> {
    let seat = tx.actor().seat.clone();
    if !READ.is_for(seat.role) {
        return Err(AppError::NotFound);
    }
    let own = seat.org == row.org || seat.org == row.issuer;
    if own || seat.path.contains(&row.path) || seat.path.contains(&row.place) {
        return Ok(());
    }
    for id in [row.org, row.issuer] {
        let heir = party::successor(tx, id)?;
        if heir.id != id && (heir.id == seat.org || seat.path.contains(&heir.path)) {
            return Ok(());
        }
    }
    Err(AppError::NotFound)
}

/// Permits an action on one's own organisation's affairs; somebody else's do not exist.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that may not, [`AppError::NotFound`] for another organisation.
pub(crate) fn own(tx: &Tx<'_>, action: &'static Action, org: OrgId) -> Result<Permit, AppError> {
    if tx.actor().seat.org != org {
        return Err(AppError::NotFound);
    }
    let place = tx.place().clone();
    tx.permit(action, &place)
}

/// Permits an action of one side of a letter that the actor may see; the other side may not do it.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope, [`AppError::Forbidden`] for whoever is not that side.
pub(crate) fn side(
    tx: &mut Tx<'_>,
    action: &'static Action,
    row: &LetterRow,
    sides: &[OrgId],
) -> Result<Permit, AppError> {
    see(tx, row)?;
    if !sides.contains(&tx.actor().seat.org) {
        return Err(AppError::Forbidden(action.name));
    }
    let place = tx.place().clone();
    tx.permit(action, &place)
}

/// Whether the actor may read at `path`.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub(crate) fn read(tx: &Tx<'_>, path: &OrgPath) -> Result<(), AppError> {
    let seat = &tx.actor().seat;
    if READ.allows(seat.role, &seat.path, path) { Ok(()) } else { Err(AppError::NotFound) }
}
