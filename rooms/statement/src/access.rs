//! Who may do what with statements, and who is shown them.

use cx::Seat;
use kernel::{Action, OrgPath, Reach, Role};

/// To read the circle's statements. Whose, [`may_read`] says.
pub(crate) static READ: Action =
    Action { name: "statement.read", roles: &[Role::Secretary, Role::Clerk, Role::Leader], reach: Reach::Subtree };
/// To write the two texts of the own draft.
pub(crate) static DRAFT: Action =
    Action { name: "statement.draft", roles: &[Role::Secretary, Role::Clerk], reach: Reach::Own };
/// To publish the own statement.
pub(crate) static PUBLISH: Action =
    Action { name: "statement.publish", roles: &[Role::Secretary, Role::Clerk], reach: Reach::Own };
/// To propose a correction of the own statement.
pub(crate) static CORRECT: Action =
    Action { name: "statement.correct", roles: &[Role::Secretary, Role::Clerk], reach: Reach::Own };
/// To confirm or refuse what somebody else proposed, at the own organisation or a superior.
pub(crate) static DECIDE: Action =
    Action { name: "statement.decide", roles: &[Role::Secretary, Role::Clerk], reach: Reach::Subtree };
/// To set a superior's remark beside a published statement.
pub(crate) static REMARK: Action =
    Action { name: "statement.remark", roles: &[Role::Secretary, Role::Clerk, Role::Leader], reach: Reach::Below };
/// To offer the own statement to everybody by a public link, or to take the link back.
pub(crate) static SHARE: Action =
    Action { name: "statement.share", roles: &[Role::Secretary, Role::Clerk], reach: Reach::Own };

/// Everything this room lets people do.
pub const ACTIONS: &[&Action] = &[&READ, &DRAFT, &PUBLISH, &CORRECT, &DECIDE, &REMARK, &SHARE];

/// Whether `seat` belongs to the circle to which the statements of `target` are shown: the organisation
/// itself, its siblings under the same superior, its superiors (`domain.md` §5).
#[must_use]
pub fn may_read(seat: &Seat, target: &OrgPath) -> bool {
    READ.is_for(seat.role) && (seat.path.contains(target) || are_siblings(&seat.path, target))
}

/// Whether both stand directly under one superior. Roots have none, so two of them are strangers.
fn are_siblings(a: &OrgPath, b: &OrgPath) -> bool {
    a.parent().is_some_and(|parent| Some(parent) == b.parent())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(path: &str, role: Role) -> Seat {
        let actor = cx::Actor::operator();
        Seat { role, path: OrgPath::parse(path).unwrap(), ..actor.seat }
    }

    #[test]
    fn the_circle_is_oneself_ones_siblings_and_ones_superiors() {
        let target = OrgPath::parse("0001/0002/0003/").unwrap();
        for (path, expected) in [
            ("0001/0002/0003/", true),
            ("0001/0002/0004/", true),
            ("0001/0002/", true),
            ("0001/", true),
            ("0001/0003/", false),
            ("0001/0003/0003/", false),
            ("0001/0002/0003/0001/", false),
            ("0002/", false),
        ] {
            assert_eq!(may_read(&seat(path, Role::Clerk), &target), expected, "{path}");
        }
        let root = OrgPath::parse("0001/").unwrap();
        assert!(!may_read(&seat("0002/", Role::Secretary), &root));
    }

    #[test]
    fn administrators_nobody_and_the_operator_read_no_statement() {
        let target = OrgPath::parse("0001/0002/").unwrap();
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Nobody, Role::Operator] {
            assert!(!may_read(&seat("0001/", role), &target), "{role}");
        }
    }
}
