//! What can be done with meetings, by whom, and who sees one.

use cx::{AppError, Permit, Tx};
use kernel::{Action, OrgId, Reach, Role};

use crate::store::{
    meeting::{self, MeetingRow},
    org::OrgRow,
};

const WORKERS: &[Role] = &[Role::Secretary, Role::Clerk];
const READERS: &[Role] = &[Role::Secretary, Role::Clerk, Role::Leader];

/// Reading meetings of one's own organisation and below, and those it is invited to (`see`).
pub static READ: Action = Action { name: "meeting.read", roles: READERS, reach: Reach::Subtree };
/// Planning series and meetings of one's own organisation, moving and cancelling them, setting topics.
pub static PLAN: Action = Action { name: "meeting.plan", roles: WORKERS, reach: Reach::Own };
/// Holding a meeting of one's own organisation: fixing its agenda, noting who came and what was decided.
pub static HOLD: Action = Action { name: "meeting.hold", roles: WORKERS, reach: Reach::Own };
/// Following up decisions: into a list, done, dropped.
pub static FOLLOW: Action = Action { name: "meeting.follow", roles: WORKERS, reach: Reach::Own };
/// Writing the draft of the minutes, and proposing a correction of adopted ones.
pub static WRITE: Action = Action { name: "meeting.write", roles: WORKERS, reach: Reach::Own };
/// Adopting the minutes: by the secretary, who is the first responsible of an organisation that has one.
pub static ADOPT: Action = Action { name: "meeting.adopt", roles: &[Role::Secretary], reach: Reach::Own };
/// Deciding on a correction that somebody else proposed, at the own organisation or a superior.
pub static DECIDE: Action = Action { name: "meeting.decide", roles: WORKERS, reach: Reach::Subtree };
/// Making the meetings of series ahead of time: by whoever runs the server.
pub static UPKEEP: Action = Action { name: "meeting.upkeep", roles: &[Role::Operator], reach: Reach::Subtree };

/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&READ, &PLAN, &HOLD, &FOLLOW, &WRITE, &ADOPT, &DECIDE, &UPKEEP];

/// From where somebody looks at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// It is their own organisation's.
    Own,
    /// It is one of an organisation below.
    Above,
    /// Their organisation is invited.
    Guest,
}

/// From where the actor sees a meeting of `host`: the circle is the organisation itself, its superiors and whoever
/// is invited.
///
/// # Errors
/// [`AppError::NotFound`] outside the circle.
pub(crate) fn see(tx: &mut Tx<'_>, host: &OrgRow, row: &MeetingRow) -> Result<Sight, AppError> {
    let seat = tx.actor().seat.clone();
    if !READ.is_for(seat.role) {
        return Err(AppError::NotFound);
    }
    if seat.org == host.id {
        return Ok(Sight::Own);
    }
    if seat.path.contains(&host.path) {
        return Ok(Sight::Above);
    }
    if meeting::is_guest(tx, host.id, row.id, seat.org)? { Ok(Sight::Guest) } else { Err(AppError::NotFound) }
}

/// Permits an action on one's own organisation's meetings; somebody else's cannot be touched.
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
