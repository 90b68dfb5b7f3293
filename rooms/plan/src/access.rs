//! Who may do what with plans and milestones. Who may read them is who may read the plan's document.

use cx::{AppError, Permit, Tx};
use kernel::{Action, OrgId, OrgPath, Reach, Role};

const WORKERS: &[Role] = &[Role::Secretary, Role::Clerk];
const READERS: &[Role] = &[Role::Secretary, Role::Clerk, Role::Leader];

/// Reading plans, milestones and progress.
pub static READ: Action = Action { name: "plan.read", roles: READERS, reach: Reach::Subtree };
/// Writing the milestones of one's own organisation's plan.
pub static WRITE: Action = Action { name: "plan.write", roles: WORKERS, reach: Reach::Own };
/// Reporting on milestones that one's own organisation answers for.
pub static REPORT: Action = Action { name: "plan.report", roles: WORKERS, reach: Reach::Own };

/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&READ, &WRITE, &REPORT];

/// Permits an action on one's own organisation's affairs; whoever may read but not write is told so.
///
/// # Errors
/// [`AppError::Forbidden`], or [`AppError::NotFound`] for what is out of sight.
pub(crate) fn own(tx: &Tx<'_>, action: &'static Action, org: OrgId, path: &OrgPath) -> Result<Permit, AppError> {
    let seat = &tx.actor().seat;
    if seat.org != org {
        let sees = document::may_read(seat, path);
        return Err(if sees { AppError::Forbidden(action.name) } else { AppError::NotFound });
    }
    let place = tx.place().clone();
    tx.permit(action, &place)
}
