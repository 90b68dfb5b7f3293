//! When a month closes, and how an organisation stands in it.

use kernel::{Fault, Instant, Month};

/// Grace after the month's end before a missing statement is called missing (`domain.md` §5).
pub const GRACE_MS: i64 = 24 * 3_600_000;

/// How an organisation stands in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not published, and the month has not closed.
    Open,
    /// Not published, and the month has closed.
    Missing,
    /// The first revision stands.
    Published,
    /// A later revision stands.
    Corrected,
}

impl Standing {
    /// The standing of an organisation whose newest revision is `rev` (0 = none).
    #[must_use]
    pub const fn of(rev: i64, closed: bool) -> Self {
        match (rev, closed) {
            (..=0, false) => Self::Open,
            (..=0, true) => Self::Missing,
            (1, _) => Self::Published,
            _ => Self::Corrected,
        }
    }

    /// Its code in addresses, words and the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Missing => "missing",
            Self::Published => "published",
            Self::Corrected => "corrected",
        }
    }
}

/// The instant at which the month closes: its end in the house's zone and 24 hours more.
#[must_use]
pub fn closes_at(month: Month, zone: &jiff::tz::TimeZone) -> Instant {
    month.last_day().end(zone).plus_ms(GRACE_MS)
}

/// Whether the month has closed.
#[must_use]
pub fn is_closed(month: Month, now: Instant, zone: &jiff::tz::TimeZone) -> bool {
    now >= closes_at(month, zone)
}

/// A month that has not begun cannot be stated.
///
/// # Errors
/// `statement_ahead`.
pub(crate) fn has_begun(month: Month, now: Instant, zone: &jiff::tz::TimeZone) -> Result<(), Fault> {
    if month > now.month(zone) { Err(Fault::new("statement_ahead").with("month", month)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn november_closes_at_the_end_of_the_first_of_december_in_shanghai() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let closes = closes_at(Month(202_611), &zone);
        assert_eq!(closes.rfc3339(), "2026-12-01T16:00:00Z");
        assert!(!is_closed(Month(202_611), closes.plus_ms(-1), &zone));
        assert!(is_closed(Month(202_611), closes, &zone));
        // The same month closes eight hours later where the house stands at Greenwich.
        assert_eq!(closes_at(Month(202_611), &TimeZone::UTC).rfc3339(), "2026-12-02T00:00:00Z");
    }

    #[test]
    fn december_and_leap_february_close_in_their_next_months() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        assert_eq!(closes_at(Month(202_612), &zone).rfc3339(), "2027-01-01T16:00:00Z");
        assert_eq!(closes_at(Month(202_802), &zone).rfc3339(), "2028-03-01T16:00:00Z");
    }

    #[test]
    fn an_unpublished_month_is_open_until_it_closes_and_missing_after() {
        assert_eq!(Standing::of(0, false), Standing::Open);
        assert_eq!(Standing::of(0, true), Standing::Missing);
        assert_eq!(Standing::of(1, true), Standing::Published);
        assert_eq!(Standing::of(2, false), Standing::Corrected);
    }

    #[test]
    fn a_month_that_has_not_begun_cannot_be_stated() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        // 2026-11-30T16:00:00Z is December in Shanghai.
        let now = Instant(1_796_054_400_000);
        assert!(has_begun(Month(202_612), now, &zone).is_ok());
        assert_eq!(has_begun(Month(202_701), now, &zone).unwrap_err().code, "statement_ahead");
    }
}
