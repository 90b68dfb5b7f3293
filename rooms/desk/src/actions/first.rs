//! What of a hand-over sheet comes first: whatever is late, waits for the new person, or leaves a gap.

use kernel::Day;
use plan::Standing;
use target::Shown;

use super::hand_over::HandOver;

/// Days ahead within which the end of a term counts as near: half a year, when the first reminder is due
/// (`domain.md` §1).
const NEAR: i64 = 183;

/// A reason to look at something first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgent {
    /// Assignments past their day.
    Overdue,
    /// Letters that wait for its signature.
    Unsigned,
    /// Posts that nobody holds.
    Vacant,
    /// Decisions past their day.
    Promised,
    /// What those below reported or asked and it has to verify, close or answer.
    Reported,
    /// Letters it issued that wait for its answer or countersignature.
    Countersign,
    /// Terms that end within half a year.
    Ending,
    /// Milestones that are not reached.
    Behind,
    /// Corrections of statements that wait for a second person.
    Correction,
}

impl Urgent {
    /// All of them, what presses most first.
    pub const ALL: [Self; 9] = [
        Self::Overdue,
        Self::Unsigned,
        Self::Vacant,
        Self::Promised,
        Self::Reported,
        Self::Countersign,
        Self::Ending,
        Self::Behind,
        Self::Correction,
    ];

    /// Its code in words and JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Unsigned => "unsigned",
            Self::Vacant => "vacant",
            Self::Promised => "promised",
            Self::Reported => "reported",
            Self::Countersign => "countersign",
            Self::Ending => "ending",
            Self::Behind => "behind",
            Self::Correction => "correction",
        }
    }
}

/// Whether a term that ends on this first day no more ends soon.
#[must_use]
pub fn is_near(until: Option<Day>, today: Day) -> bool {
    until.is_some_and(|until| until > today && today.days_until(until) <= NEAR)
}

impl HandOver {
    /// What has to be looked at first, and how many of each; nothing that there is none of.
    #[must_use]
    pub fn urgent(&self) -> Vec<(Urgent, i64)> {
        Urgent::ALL.into_iter().map(|u| (u, self.count(u))).filter(|(_, n)| *n > 0).collect()
    }

    fn count(&self, urgent: Urgent) -> i64 {
        let day = self.day;
        let posts = &self.posts.rows;
        match urgent {
            Urgent::Overdue => self.overdue,
            Urgent::Unsigned => many(self.letters.rows.iter().filter(|l| l.shown == Shown::Issued && !l.objected)),
            Urgent::Vacant => many(posts.iter().filter(|p| p.holder(day).is_none())),
            Urgent::Promised => many(self.promises.rows.iter().filter(|p| p.decision.draft.due_day < day)),
            Urgent::Reported => self.lists.rows.iter().map(|l| l.waiting).sum(),
            Urgent::Countersign => self.waiting.rows.iter().map(|w| w.objected + w.signed).sum(),
            Urgent::Ending => many(posts.iter().filter(|p| p.holder(day).is_some_and(|t| is_near(t.until, day)))),
            Urgent::Behind => many(self.milestones.rows.iter().filter(|m| m.standing == Some(Standing::Behind))),
            Urgent::Correction => many(self.proposals.rows.iter()),
        }
    }
}

fn many<T>(rows: impl Iterator<Item = T>) -> i64 {
    i64::try_from(rows.count()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_term_is_near_its_end_for_half_a_year_and_not_after() {
        let today = day("2026-11-23");
        assert!(is_near(Some(day("2026-11-24")), today) && is_near(Some(today.plus(NEAR)), today));
        assert!(!is_near(Some(today.plus(NEAR + 1)), today) && !is_near(Some(today), today) && !is_near(None, today));
    }

    #[test]
    fn every_reason_has_a_code_of_its_own() {
        let codes: std::collections::BTreeSet<_> = Urgent::ALL.iter().map(|u| u.code()).collect();
        assert_eq!(codes.len(), Urgent::ALL.len());
    }
}
