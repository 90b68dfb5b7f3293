//! Who may hold which posts together, what takes a second person, and what a post and a term must be. Pure.

use kernel::{
    Day, Fault, Faults, Role,
    text::{length, tidy},
};

/// How far from today a term may begin, in days: entry may be late or early, by a year.
const FAR: i64 = 366;

/// A post as it is to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPost {
    /// What it is called, such as 党委书记.
    pub title: String,
    /// What it is there for.
    pub role: Role,
    /// Whether its holder is first responsible for the organisation.
    pub first_responsible: bool,
}

impl NewPost {
    /// A post with a title of 1 to 40 characters and a role that posts may carry.
    ///
    /// # Errors
    /// Faults of `title`, `role` and `first_responsible`.
    pub fn of(title: &str, role: &str, first_responsible: bool) -> Result<Self, Faults> {
        let title = tidy(title);
        let mut faults = Faults::new();
        match length(&title) {
            0 => faults.push(Fault::of("title", "required")),
            n if n > 40 => faults.push(Fault::of("title", "too_long").with("most", 40).with("length", n)),
            _ => {}
        }
        let role = Role::of_post(role);
        match role {
            None => faults.push(Fault::of("role", "not_a_choice")),
            Some(r) if first_responsible && r != Role::Secretary => {
                faults.push(Fault::of("first_responsible", "access_first_role"));
            }
            Some(_) => {}
        }
        match role {
            Some(role) if faults.is_empty() => Ok(Self { title, role, first_responsible }),
            _ => Err(faults),
        }
    }
}

/// The days of an appointment, half-open: from ≤ day < to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

impl Term {
    /// A term that begins within a year of today and has at least a day that is not past.
    pub(crate) fn of(from: Day, to: Day, today: Day) -> Result<Self, Fault> {
        if from.days_until(today).abs() > FAR {
            return Err(Fault::of("from", "access_from_far").with("most", FAR));
        }
        if to <= from || to <= today {
            return Err(Fault::of("to", "access_to_early"));
        }
        Ok(Self { from, to })
    }

    /// Whether two terms share a day.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// A post that somebody holds today or will hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) role: Role,
    pub(crate) term: Term,
}

/// Whether somebody may be given a role besides what they hold now and later: one of the three administrators
/// goes with no other of the three at any time, and with no business post at the same time (`trust.md` C4).
pub(crate) fn go_together(held: &[Holding], role: Role, term: Term) -> Result<(), &'static str> {
    let admins = |h: &&Holding| h.role.is_admin() && role.is_admin() && h.role != role;
    if held.iter().any(|h| admins(&h)) {
        return Err("access_admins");
    }
    let mixed = |h: &&Holding| h.role.is_admin() != role.is_admin() && h.term.meets(term);
    if held.iter().any(|h| mixed(&h)) { Err("access_admin_business") } else { Ok(()) }
}

/// Whether a grant waits for a second person: at county level and above, and for administrators everywhere.
pub(crate) fn needs_second(level: &str, role: Role) -> bool {
    role.is_admin() || !matches!(level, "township" | "village")
}

/// The fault behind a stored code of a refusal.
pub(crate) fn refusal(code: &str) -> Fault {
    let known = ["access_self", "access_admins", "access_admin_business", "access_disabled", "access_over"];
    Fault::of("login", known.into_iter().find(|k| *k == code).unwrap_or("access_self"))
}

#[cfg(test)]
mod tests {
    //! What goes together and what does not.
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn term(from: &str, to: &str) -> Term {
        Term { from: day(from), to: day(to) }
    }

    #[test]
    fn one_of_the_three_administrators_goes_with_no_other_even_later() {
        let held = [Holding { role: Role::SystemAdmin, term: term("2026-01-01", "2026-12-01") }];
        let later = term("2027-01-01", "2028-01-01");
        assert_eq!(go_together(&held, Role::AuditAdmin, later), Err("access_admins"));
        assert_eq!(go_together(&held, Role::SystemAdmin, later), Ok(()));
    }

    #[test]
    fn an_administrator_holds_no_business_post_on_the_same_days() {
        let held = [Holding { role: Role::Clerk, term: term("2026-01-01", "2026-12-01") }];
        assert_eq!(
            go_together(&held, Role::SystemAdmin, term("2026-11-30", "2027-01-01")),
            Err("access_admin_business")
        );
        assert_eq!(go_together(&held, Role::SystemAdmin, term("2026-12-01", "2027-01-01")), Ok(()));
        assert_eq!(go_together(&held, Role::Secretary, term("2026-02-01", "2027-01-01")), Ok(()));
    }

    #[test]
    fn grants_from_county_up_and_all_administrators_take_two() {
        assert!(needs_second("county", Role::Clerk) && needs_second("prefecture", Role::Leader));
        assert!(needs_second("village", Role::AuditAdmin) && !needs_second("township", Role::Secretary));
    }

    #[test]
    fn a_term_begins_near_today_and_is_not_over() {
        let today = day("2026-11-23");
        assert!(Term::of(today, Day::FOREVER, today).is_ok());
        assert_eq!(Term::of(day("2020-01-01"), Day::FOREVER, today).unwrap_err().code, "access_from_far");
        assert_eq!(Term::of(today, today, today).unwrap_err().code, "access_to_early");
        assert_eq!(Term::of(day("2026-01-01"), day("2026-11-23"), today).unwrap_err().code, "access_to_early");
    }

    #[test]
    fn a_post_has_a_title_and_a_role_of_posts() {
        assert!(NewPost::of("党委书记", "secretary", true).is_ok());
        let faults = NewPost::of(" ", "operator", false).unwrap_err();
        assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), ["required", "not_a_choice"]);
        assert_eq!(NewPost::of("x", "system_admin", true).unwrap_err()[0].code, "access_first_role");
    }
}
