//! Who may do what with documents, and who may read them.

use cx::{AppError, Permit, Seat, Tx};
use kernel::{Action, OrgId, OrgPath, Reach, Role};

const WORKERS: &[Role] = &[Role::Secretary, Role::Clerk];
const READERS: &[Role] = &[Role::Secretary, Role::Clerk, Role::Leader];

/// Reading documents. Whose, [`may_read`] says.
pub static READ: Action = Action { name: "document.read", roles: READERS, reach: Reach::Subtree };
/// Entering documents of one's own organisation, editing and discarding drafts.
pub static WRITE: Action = Action { name: "document.write", roles: WORKERS, reach: Reach::Own };
/// Bringing a draft into force.
pub static PUBLISH: Action = Action { name: "document.publish", roles: WORKERS, reach: Reach::Own };
/// Ending a document for good.
pub static END: Action = Action { name: "document.end", roles: WORKERS, reach: Reach::Own };

/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&READ, &WRITE, &PUBLISH, &END];

/// Whether `seat` may read the documents of the organisation at `owner`: its own, those of all its superiors, and
/// those of organisations below.
#[must_use]
pub fn may_read(seat: &Seat, owner: &OrgPath) -> bool {
    READ.is_for(seat.role) && (seat.path.contains(owner) || owner.contains(&seat.path))
}

/// Permits an action on one's own organisation's documents; whoever may read but not write is told so.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that may not and for a document of a superior, [`AppError::NotFound`] for what
/// is out of sight.
pub(crate) fn own(tx: &Tx<'_>, action: &'static Action, org: OrgId, path: &OrgPath) -> Result<Permit, AppError> {
    let seat = &tx.actor().seat;
    if seat.org != org {
        let sees = may_read(seat, path);
        return Err(if sees { AppError::Forbidden(action.name) } else { AppError::NotFound });
    }
    let place = tx.place().clone();
    tx.permit(action, &place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(path: &str, role: Role) -> Seat {
        let actor = cx::Actor::operator();
        Seat { role, path: OrgPath::parse(path).unwrap(), ..actor.seat }
    }

    #[test]
    fn a_document_is_read_by_its_owner_by_superiors_and_by_everybody_below() {
        let owner = OrgPath::parse("0001/0002/").unwrap();
        for (path, expected) in [
            ("0001/0002/", true),
            ("0001/", true),
            ("0001/0002/0003/", true),
            ("0001/0002/0003/0001/", true),
            ("0001/0003/", false),
            ("0001/0003/0001/", false),
            ("0002/", false),
        ] {
            assert_eq!(may_read(&seat(path, Role::Leader), &owner), expected, "{path}");
        }
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Nobody, Role::Operator] {
            assert!(!may_read(&seat("0001/0002/", role), &owner), "{role}");
        }
    }
}
