//! Working days: weekends rest, dated exceptions say where holidays and make-up days fall.

use std::collections::BTreeMap;

use jiff::civil::Weekday;

use crate::{Day, time::Instant};

/// A calendar of working days. Exceptions come from dated data (the State Council's yearly notice).
#[derive(Debug, Clone, Default)]
pub struct Workdays {
    /// Days that break the weekly rule: true = a working day (make-up), false = a rest day (holiday).
    pub exceptions: BTreeMap<Day, bool>,
}

impl Workdays {
    /// Whether people work on this day.
    #[must_use]
    pub fn is_workday(&self, day: Day) -> bool {
        self.exceptions.get(&day).copied().unwrap_or(!matches!(day.0.weekday(), Weekday::Saturday | Weekday::Sunday))
    }

    /// Working days after `from` up to and including `to`: the time an answerer has.
    #[must_use]
    pub fn between(&self, from: Day, to: Day) -> i64 {
        let span = from.days_until(to).clamp(0, 3660);
        i64::try_from((1..=span).filter(|n| self.is_workday(from.plus(*n))).count()).unwrap_or(i64::MAX)
    }

    /// Whether `now` is an hour at which people may be disturbed: working day, 08:00 to 20:00.
    #[must_use]
    pub fn may_disturb(&self, now: Instant, zone: &jiff::tz::TimeZone) -> bool {
        let day = now.day(zone);
        let since = now.0 - day.start(zone).0;
        self.is_workday(day) && (8 * 3_600_000..20 * 3_600_000).contains(&since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekend_does_not_count_and_a_make_up_sunday_does() {
        let day = |s: &str| s.parse::<Day>().unwrap();
        let mut calendar = Workdays::default();
        // Monday to the following Monday: Tue..Fri + Mon = 5.
        assert_eq!(calendar.between(day("2026-11-23"), day("2026-11-30")), 5);
        calendar.exceptions.insert(day("2026-11-29"), true);
        calendar.exceptions.insert(day("2026-11-25"), false);
        assert_eq!(calendar.between(day("2026-11-23"), day("2026-11-30")), 5);
        assert!(!calendar.is_workday(day("2026-11-25")));
    }
}
