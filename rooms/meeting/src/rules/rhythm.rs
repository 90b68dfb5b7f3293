//! On which day of a month a series meets, and whither a rest day moves it.

use kernel::{Day, Month, time::Weekday, workday::Workdays};

/// The day of the month on which a series meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// This day of the month, or the last if the month is shorter: 1 to 31.
    Day(i8),
    /// The nth such weekday of the month, 1 to 4: every month has four.
    Nth(i8, Weekday),
    /// The last such weekday of the month.
    Last(Weekday),
}

/// What a rest day does to a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// It is held on the next working day; on the one before if that would be another month.
    Next,
    /// It is held on the working day before; on the next if that would be another month.
    Previous,
    /// It stays.
    Keep,
}

/// Weekdays by their codes.
pub(crate) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// The code of a weekday.
pub(crate) fn weekday_code(weekday: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, w)| *w == weekday).map_or("mon", |(code, _)| code)
}

fn weekday_of(code: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(c, _)| *c == code).map(|(_, w)| *w)
}

impl Rhythm {
    /// The rhythm of a stored or typed code: `day 25`, `nth 2 fri`, `last fri`.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let parts: Vec<&str> = code.split(' ').collect();
        match parts[..] {
            ["day", n] => n.parse().ok().filter(|n| (1..=31).contains(n)).map(Self::Day),
            ["nth", n, weekday] => {
                let n = n.parse().ok().filter(|n| (1..=4).contains(n))?;
                Some(Self::Nth(n, weekday_of(weekday)?))
            }
            ["last", weekday] => weekday_of(weekday).map(Self::Last),
            _ => None,
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Day(n) => format!("day {n}"),
            Self::Nth(n, weekday) => format!("nth {n} {}", weekday_code(weekday)),
            Self::Last(weekday) => format!("last {}", weekday_code(weekday)),
        }
    }

    /// The day of this month that the rhythm names, rest day or not.
    #[must_use]
    pub fn named_day(self, month: Month) -> Day {
        let first = month.first_day();
        let day = match self {
            Self::Day(n) => Some(first.plus(i64::from(n) - 1).min(month.last_day())),
            Self::Nth(n, weekday) => first.0.nth_weekday_of_month(n, weekday).ok().map(Day),
            Self::Last(weekday) => first.0.nth_weekday_of_month(-1, weekday).ok().map(Day),
        };
        day.unwrap_or(first)
    }

    /// The day of this month on which the series meets.
    #[must_use]
    pub fn day_in(self, month: Month, shift: Shift, calendar: &Workdays) -> Day {
        let named = self.named_day(month);
        let step = match shift {
            Shift::Keep => return named,
            Shift::Next => 1,
            Shift::Previous => -1,
        };
        let found = |step: i64| {
            let days = (0..31).map(|n| named.plus(n * step)).take_while(|d| d.month() == month);
            days.into_iter().find(|d| calendar.is_workday(*d))
        };
        found(step).or_else(|| found(-step)).unwrap_or(named)
    }
}

impl Shift {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Next, Self::Previous, Self::Keep];

    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Previous => "previous",
            Self::Keep => "keep",
        }
    }

    /// The shift of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn met(code: &str, month: i64, shift: Shift, calendar: &Workdays) -> String {
        Rhythm::of_code(code).unwrap().day_in(Month(month), shift, calendar).to_string()
    }

    #[test]
    fn a_series_meets_on_its_day_or_its_weekday() {
        let plain = Workdays::default();
        assert_eq!(met("day 25", 202_611, Shift::Next, &plain), "2026-11-25");
        assert_eq!(met("last fri", 202_611, Shift::Next, &plain), "2026-11-27");
        assert_eq!(met("nth 2 mon", 202_611, Shift::Next, &plain), "2026-11-09");
        assert_eq!(met("day 31", 202_602, Shift::Keep, &plain), "2026-02-28");
    }

    #[test]
    fn a_rest_day_moves_it_but_never_into_another_month() {
        let mut calendar = Workdays::default();
        // 25 October 2026 is a Sunday.
        assert_eq!(met("day 25", 202_610, Shift::Next, &calendar), "2026-10-26");
        assert_eq!(met("day 25", 202_610, Shift::Previous, &calendar), "2026-10-23");
        assert_eq!(met("day 25", 202_610, Shift::Keep, &calendar), "2026-10-25");
        // 31 October is a Saturday: the next working day would be in November.
        assert_eq!(met("day 31", 202_610, Shift::Next, &calendar), "2026-10-30");
        assert_eq!(met("day 1", 202_611, Shift::Previous, &calendar), "2026-11-02");
        // A make-up Sunday is a working day.
        calendar.exceptions.insert(day("2026-10-25"), true);
        assert_eq!(met("day 25", 202_610, Shift::Next, &calendar), "2026-10-25");
    }

    #[test]
    fn what_is_no_rhythm_is_none() {
        for code in ["", "day 0", "day 32", "nth 5 fri", "last", "last day", "day 25 x"] {
            assert_eq!(Rhythm::of_code(code), None, "{code}");
        }
    }

    proptest! {
        #[test]
        fn a_meeting_stays_in_its_month_and_falls_on_a_working_day(
            n in 1i8..=31, nth in 1i8..=4, weekday in 0usize..7, kind in 0u8..3, month in 0i64..60, holidays in prop::collection::btree_set(0i64..31, 0..12), shift in 0usize..2,
        ) {
            let month = Month(202_501).plus(month);
            let weekday = WEEKDAYS[weekday].1;
            let rhythm = match kind { 0 => Rhythm::Day(n), 1 => Rhythm::Nth(nth, weekday), _ => Rhythm::Last(weekday) };
            let exceptions = holidays.into_iter().map(|d| (month.first_day().plus(d), false)).collect();
            let calendar = Workdays { exceptions };
            let met = rhythm.day_in(month, Shift::ALL[shift], &calendar);
            prop_assert_eq!(met.month(), month);
            prop_assert_eq!(Rhythm::of_code(&rhythm.code()), Some(rhythm));
            let any = (0..31).map(|d| month.first_day().plus(d)).any(|d| d.month() == month && calendar.is_workday(d));
            prop_assert!(!any || calendar.is_workday(met));
        }
    }
}
