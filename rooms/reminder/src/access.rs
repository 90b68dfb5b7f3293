//! Who may remind: whoever may send the organisation's lists. Who is reminded: the organisation itself.

use cx::{AppError, Tx};
use kernel::{Action, Reach, Role};

/// Reminding those who owe something of a list of one's own organisation.
pub static REMIND: Action = Action { name: "reminder.send", roles: &[Role::Secretary, Role::Clerk], reach: Reach::Own };
/// Reading what one's own organisation is reminded of.
pub static READ: Action =
    Action { name: "reminder.read", roles: &[Role::Secretary, Role::Clerk, Role::Leader], reach: Reach::Own };

/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&REMIND, &READ];

/// Whether the actor may do this to what belongs to their own organisation.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub(crate) fn may(tx: &Tx<'_>, action: &'static Action) -> Result<(), AppError> {
    let seat = &tx.actor().seat;
    if action.allows(seat.role, &seat.path, &seat.path) { Ok(()) } else { Err(AppError::NotFound) }
}
