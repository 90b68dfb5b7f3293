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
        self.exceptions.get(&day).copied().unwrap_or_else(|| is_weekday(day))
    }

    /// Working days after `from` up to and including `to`: the time an answerer has.
    #[must_use]
    pub fn between(&self, from: Day, to: Day) -> i64 {
        if to <= from {
            return 0;
        }
        // Whole weeks are counted, not walked: deadlines of many rows are asked for at once.
        let span = from.days_until(to);
        let rest = (span / 7 * 7 + 1..=span).filter(|n| is_weekday(from.plus(*n))).count();
        let weekdays = span / 7 * 5 + i64::try_from(rest).unwrap_or(0);
        let exceptions = self.exceptions.range(from.plus(1)..=to);
        exceptions.fold(weekdays, |n, (day, works)| n + i64::from(*works) - i64::from(is_weekday(*day)))
    }

    /// Whether `now` is an hour at which people may be disturbed: working day, 08:00 to 20:00.
    #[must_use]
    pub fn may_disturb(&self, now: Instant, zone: &jiff::tz::TimeZone) -> bool {
        let day = now.day(zone);
        let since = now.0 - day.start(zone).0;
        self.is_workday(day) && (8 * 3_600_000..20 * 3_600_000).contains(&since)
    }
}

/// Whether a day is one of Monday to Friday.
fn is_weekday(day: Day) -> bool {
    !matches!(day.0.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counting_by_weeks_is_counting_day_by_day(start in 0i64..2000, span in -10i64..90, odd in prop::collection::btree_map(0i64..2100, any::<bool>(), 0..40)) {
            let first = Day::new(2024, 1, 1).unwrap();
            let exceptions = odd.into_iter().map(|(n, works)| (first.plus(n), works)).collect();
            let calendar = Workdays { exceptions };
            let (from, to) = (first.plus(start), first.plus(start + span));
            let walked = (1..=span).filter(|n| calendar.is_workday(from.plus(*n))).count();
            prop_assert_eq!(calendar.between(from, to), i64::try_from(walked).unwrap());
        }
    }

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
