//! Working days: weekends rest, dated exceptions say where holidays and make-up days fall.

use std::collections::BTreeMap;

use jiff::{civil::Weekday, tz::TimeZone};

use crate::{Day, time::Instant};

/// The hour from which people may be disturbed.
const WAKES: i8 = 8;
/// The hour from which they may not any more.
const RESTS: i8 = 20;
/// Days after which a calendar without a working day is not believed: holidays last a week or two.
const LONGEST_REST: i64 = 366;

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

    /// Whether `now` is an hour at which people may be disturbed: working day, 08:00 to 20:00 (`domain.md` §5).
    #[must_use]
    pub fn may_disturb(&self, now: Instant, zone: &TimeZone) -> bool {
        self.is_workday(now.day(zone)) && (WAKES..RESTS).contains(&now.hour(zone))
    }

    /// The first instant from `now` on at which people may be disturbed: `now` itself, or the next 08:00 of a working
    /// day.
    #[must_use]
    pub fn next_to_disturb(&self, now: Instant, zone: &TimeZone) -> Instant {
        if self.may_disturb(now, zone) {
            return now;
        }
        let today = now.day(zone);
        let mut mornings = (0..=LONGEST_REST).map(|n| today.plus(n)).filter(|day| self.is_workday(*day));
        let morning = mornings.find(|day| day.at_hour(WAKES, zone) > now);
        morning.unwrap_or(today.plus(LONGEST_REST)).at_hour(WAKES, zone)
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

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    proptest! {
        #[test]
        fn nobody_is_disturbed_at_rest_and_nobody_waits_longer_than_that(
            minute in 0i64..60 * 1440,
            wait in 0i64..4 * 1440,
            odd in prop::collection::btree_map(0i64..80, any::<bool>(), 0..40),
        ) {
            let (zone, first) = (shanghai(), Day::new(2026, 9, 20).unwrap());
            let calendar = Workdays { exceptions: odd.into_iter().map(|(n, works)| (first.plus(n), works)).collect() };
            let now = first.start(&zone).plus_ms(minute * 60_000);
            let from = calendar.next_to_disturb(now, &zone);
            prop_assert!(from >= now && calendar.may_disturb(from, &zone));
            prop_assert_eq!(calendar.next_to_disturb(from, &zone), from);
            let minutes = (0..).map(|n| now.plus_ms(n * 60_000)).take_while(|at| *at < from);
            for at in minutes {
                prop_assert!(!calendar.may_disturb(at, &zone), "{}", at.full(&zone));
            }
            prop_assert!(calendar.next_to_disturb(now.plus_ms(wait * 60_000), &zone) >= from);
        }
    }

    #[test]
    fn eight_is_in_and_twenty_is_out_and_rest_days_are_waited_through() {
        let zone = shanghai();
        let day = |s: &str| s.parse::<Day>().unwrap();
        let at = |d: &str, hour: i8, minute: i64| day(d).at_hour(hour, &zone).plus_ms(minute * 60_000);
        // 2026: Sunday 4 January makes up for Friday 2 January; 1 January is a Thursday.
        let exceptions = [("2026-01-01", false), ("2026-01-02", false), ("2026-01-04", true)];
        let calendar = Workdays { exceptions: exceptions.into_iter().map(|(d, works)| (day(d), works)).collect() };
        let shown = |now: Instant| calendar.next_to_disturb(now, &zone).minute(&zone);
        for (now, from) in [
            (at("2026-11-25", 7, 59), "2026-11-25 08:00"),
            (at("2026-11-25", 8, 0), "2026-11-25 08:00"),
            (at("2026-11-25", 19, 59), "2026-11-25 19:59"),
            (at("2026-11-25", 20, 0), "2026-11-26 08:00"),
            (at("2026-11-27", 20, 0), "2026-11-30 08:00"),
            (at("2026-11-28", 12, 0), "2026-11-30 08:00"),
            (at("2025-12-31", 20, 0), "2026-01-04 08:00"),
            (at("2026-01-02", 10, 0), "2026-01-04 08:00"),
            (at("2026-01-04", 10, 0), "2026-01-04 10:00"),
            (at("2026-01-04", 21, 0), "2026-01-05 08:00"),
        ] {
            assert_eq!(shown(now), from, "{}", now.full(&zone));
        }
        assert!(shown(at("2026-11-25", 20, 0).plus_ms(-1)).ends_with("19:59"));
    }

    #[test]
    fn the_clock_on_the_wall_counts_also_on_the_day_it_is_moved() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // Monday 30 March 2026 follows the night that lost an hour; the day itself is made to work here.
        let sunday = Day::new(2026, 3, 29).unwrap();
        let calendar = Workdays { exceptions: BTreeMap::from([(sunday, true)]) };
        let from = calendar.next_to_disturb(sunday.start(&zone), &zone);
        assert_eq!(from.minute(&zone), "2026-03-29 08:00");
        assert_eq!(from.0 - sunday.start(&zone).0, 7 * 3_600_000);
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
