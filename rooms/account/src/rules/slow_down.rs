//! How long guessers wait: five tries are free, then the wait grows, and it always ends (`trust.md` A5).

use kernel::Instant;

/// Failures older than this are forgotten: 15 minutes.
pub(crate) const MEMORY_MS: i64 = 15 * 60_000;
/// Failures without a wait.
const FREE: i64 = 5;
/// The longest wait: five minutes. Whoever is being attacked gets a try at least that often.
const LONGEST_MS: i64 = 5 * 60_000;

/// Failures of one bucket (an account or an address).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failures {
    /// How many in a row.
    pub(crate) count: i64,
    /// When the last happened.
    pub(crate) last: Instant,
}

impl Failures {
    /// Seconds that are still to be waited; 0 if none.
    pub(crate) fn wait_s(self, now: Instant) -> i64 {
        if self.count < FREE || self.last.plus_ms(MEMORY_MS) <= now {
            return 0;
        }
        let doublings = u32::try_from((self.count - FREE).min(10)).unwrap_or(10);
        let wait = (10_000 * 2_i64.pow(doublings)).min(LONGEST_MS);
        let left = self.last.0 + wait - now.0;
        if left <= 0 { 0 } else { (left + 999) / 1000 }
    }
}

#[cfg(test)]
mod tests {
    //! The growing wait.
    use super::*;

    #[test]
    fn five_tries_are_free_then_the_wait_doubles_and_stops_at_five_minutes() {
        let wait = |count| Failures { count, last: Instant(0) }.wait_s(Instant(0));
        assert_eq!([4, 5, 6, 7].map(wait), [0, 10, 20, 40]);
        assert_eq!([10, 50, i64::MAX].map(wait), [300, 300, 300]);
    }

    #[test]
    fn a_wait_ends_and_old_failures_are_forgotten() {
        let failures = Failures { count: 5, last: Instant(0) };
        assert_eq!(failures.wait_s(Instant(9_001)), 1);
        assert_eq!(failures.wait_s(Instant(10_000)), 0);
        assert_eq!(Failures { count: 90, last: Instant(0) }.wait_s(Instant(MEMORY_MS)), 0);
    }
}
