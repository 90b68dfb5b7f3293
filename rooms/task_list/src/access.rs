//! What can be done with lists and assignments, by whom, and how far from their own organisation.

use cx::{AppError, Permit, Tx};
use kernel::{Action, OrgId, OrgPath, Reach, Role};

const WORKERS: &[Role] = &[Role::Secretary, Role::Clerk];
const READERS: &[Role] = &[Role::Secretary, Role::Clerk, Role::Leader];

/// Reading lists, assignments and roll-ups of one's own organisation and below.
pub static READ: Action = Action { name: "task_list.read", roles: READERS, reach: Reach::Subtree };
/// Writing drafts of one's own organisation.
pub static WRITE: Action = Action { name: "task_list.write", roles: WORKERS, reach: Reach::Own };
/// Sending one's own organisation's list.
pub static SEND: Action = Action { name: "task_list.send", roles: WORKERS, reach: Reach::Own };
/// Taking back what one's own organisation issued.
pub static WITHDRAW: Action = Action { name: "task_list.withdraw", roles: WORKERS, reach: Reach::Own };
/// Signing for an assignment of one's own organisation.
pub static SIGN: Action = Action { name: "task_list.sign", roles: WORKERS, reach: Reach::Own };
/// Reporting on an assignment of one's own organisation.
pub static REPORT: Action = Action { name: "task_list.report", roles: WORKERS, reach: Reach::Own };
/// Asking not to do an assignment of one's own organisation, or to have it later.
pub static ASK: Action = Action { name: "task_list.ask", roles: WORKERS, reach: Reach::Own };
/// Making a list of one's own of an assignment.
pub static SPLIT: Action = Action { name: "task_list.split", roles: WORKERS, reach: Reach::Own };
/// Verifying a report of an organisation below, or sending it back. The rules add: at or below the issuer.
pub static VERIFY: Action = Action { name: "task_list.verify", roles: WORKERS, reach: Reach::Subtree };
/// Closing what one's own organisation issued and another verified.
pub static CLOSE: Action = Action { name: "task_list.close", roles: WORKERS, reach: Reach::Own };
/// Deciding that an organisation below need not do it. The rules add: not the post that sent it.
pub static DECIDE: Action = Action { name: "task_list.decide", roles: WORKERS, reach: Reach::Subtree };
/// Answering a request for more time to what one's own organisation issued.
pub static EXTEND: Action = Action { name: "task_list.extend", roles: WORKERS, reach: Reach::Own };
/// Comparing and recomputing roll-ups, finishing an interrupted sending, following a moved organisation:
/// by whoever runs the server.
pub static UPKEEP: Action = Action { name: "task_list.upkeep", roles: &[Role::Operator], reach: Reach::Subtree };

/// Every action of the room.
pub const ACTIONS: &[&Action] =
    &[&READ, &WRITE, &SEND, &WITHDRAW, &SIGN, &REPORT, &ASK, &SPLIT, &VERIFY, &CLOSE, &DECIDE, &EXTEND, &UPKEEP];

/// Whether the actor may see something of `org`, counted at `path` and issued by `issuer`: their own
/// organisation's, what is counted below them, and what they issued themselves.
///
/// # Errors
/// [`AppError::NotFound`] otherwise: outside the scope nothing exists.
pub(crate) fn see(tx: &Tx<'_>, org: OrgId, path: &OrgPath, issuer: OrgId) -> Result<(), AppError> {
    let seat = &tx.actor().seat;
    let in_scope = seat.org == org || seat.org == issuer || seat.path.contains(path);
    if in_scope && READ.is_for(seat.role) { Ok(()) } else { Err(AppError::NotFound) }
}

/// Whether the actor may read at `path`.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub(crate) fn read(tx: &Tx<'_>, path: &OrgPath) -> Result<(), AppError> {
    let seat = &tx.actor().seat;
    if READ.allows(seat.role, &seat.path, path) { Ok(()) } else { Err(AppError::NotFound) }
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
