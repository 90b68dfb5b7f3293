//! Lights: blue near due, yellow behind, red overdue. Computed from dates whenever somebody looks,
//! never stored, so that they are right on every day.

use kernel::{Day, workday::Workdays};

use super::state::Duty;
use super::state::State;

/// A light on an assignment that still waits for its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Light {
    /// Due within two working days.
    Blue,
    /// Not signed after two working days, or half of the time gone without a report.
    Yellow,
    /// The deadline is past.
    Red,
}

impl Light {
    /// All lights.
    pub const ALL: [Self; 3] = [Self::Blue, Self::Yellow, Self::Red];

    /// Its name in addresses and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// The light of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.name() == name)
    }
}

/// Today and the calendar: what lights are computed from.
#[derive(Debug, Clone)]
pub struct Lights {
    /// The day on which somebody looks.
    pub today: Day,
    /// The calendar of working days.
    pub workdays: Workdays,
}

impl Lights {
    /// Working days within which a deadline counts as near.
    const NEAR: i64 = 2;
    /// Working days after which an unsigned assignment counts as behind.
    const UNSIGNED: i64 = 2;

    /// Days within which the calendar has that many working days, whatever the holidays.
    const REACH: i64 = 60;

    /// The light of an assignment issued on `issued_on`; none if nothing is owed or nothing is amiss.
    /// Unsigned says more than near, near says more than half gone.
    #[must_use]
    pub fn of(&self, duty: &Duty, issued_on: Day) -> Option<Light> {
        if !duty.state.is_owed() {
            return None;
        }
        if self.is_overdue(duty) {
            return Some(Light::Red);
        }
        let waited = self.workdays.between(issued_on, self.today);
        if duty.state == State::Issued && waited > Self::UNSIGNED {
            return Some(Light::Yellow);
        }
        if self.workdays.between(self.today, duty.due_day) <= Self::NEAR {
            return Some(Light::Blue);
        }
        let whole = issued_on.days_until(duty.due_day);
        let gone = issued_on.days_until(self.today);
        (gone * 2 > whole).then_some(Light::Yellow)
    }

    /// The last day on which something must be due to be near today.
    #[must_use]
    pub fn near_until(&self) -> Day {
        let near = |day: &Day| self.workdays.between(self.today, *day) <= Self::NEAR;
        (0..=Self::REACH).map(|n| self.today.plus(n)).take_while(near).last().unwrap_or(self.today)
    }

    /// The first day on which something must have been issued so that nobody who has not signed is behind today.
    #[must_use]
    pub fn fresh_since(&self) -> Day {
        let fresh = |day: &Day| self.workdays.between(*day, self.today) <= Self::UNSIGNED;
        (0..=Self::REACH).map(|n| self.today.plus(-n)).take_while(fresh).last().unwrap_or(self.today)
    }

    /// Whether the deadline is past and an answer is still owed.
    #[must_use]
    pub fn is_overdue(&self, duty: &Duty) -> bool {
        duty.state.is_owed() && duty.due_day < self.today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// The light on `today` of something issued on Monday 2026-11-02 and due on `due`.
    fn light(today: &str, due: &str, state: State) -> Option<Light> {
        let lights = Lights { today: day(today), workdays: Workdays::default() };
        lights.of(&Duty { state, ..Duty::issued(day(due)) }, day("2026-11-02"))
    }

    #[test]
    fn a_light_follows_from_the_days_and_the_state() {
        assert_eq!(light("2026-11-03", "2026-11-30", State::Issued), None);
        assert_eq!(light("2026-11-04", "2026-11-30", State::Issued), None, "two working days have not passed");
        assert_eq!(light("2026-11-05", "2026-11-30", State::Issued), Some(Light::Yellow));
        assert_eq!(light("2026-11-05", "2026-11-30", State::Signed), None);
        assert_eq!(light("2026-11-17", "2026-11-30", State::Signed), Some(Light::Yellow), "half is gone");
        assert_eq!(light("2026-11-26", "2026-11-30", State::Signed), Some(Light::Blue), "a weekend lies between");
        assert_eq!(light("2026-11-30", "2026-11-30", State::Returned), Some(Light::Blue));
        assert_eq!(light("2026-12-01", "2026-11-30", State::Returned), Some(Light::Red));
    }

    #[test]
    fn near_and_fresh_reach_over_weekends() {
        let lights = |today: &str| Lights { today: day(today), workdays: Workdays::default() };
        assert_eq!(lights("2026-11-26").near_until(), day("2026-11-30"), "Thursday to Monday");
        assert_eq!(lights("2026-11-27").near_until(), day("2026-12-01"));
        assert_eq!(lights("2026-11-28").near_until(), day("2026-12-01"));
        assert_eq!(lights("2026-11-30").fresh_since(), day("2026-11-26"));
        assert_eq!(lights("2026-11-29").fresh_since(), day("2026-11-25"), "Sunday");
    }

    #[test]
    fn nothing_shines_on_what_is_not_owed() {
        for state in State::ALL.into_iter().filter(|s| !s.is_owed()) {
            assert_eq!(light("2027-01-01", "2026-11-30", state), None, "{state:?}");
        }
    }
}
