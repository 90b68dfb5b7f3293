//! Instants, civil days and months as the program stores them.
//!
//! An instant is whole milliseconds since 1970 in UTC; a day is a civil date and never an instant
//! (dates of admission fall on midnights that some zones never had); a month is the integer `202611`.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub use jiff::civil::Weekday;

/// A moment in time: milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// Milliseconds in a day of 24 hours.
    pub const DAY_MS: i64 = 86_400_000;

    /// The civil day on which this instant falls in `zone`.
    #[must_use]
    pub fn day(self, zone: &TimeZone) -> Day {
        Day(self.zoned(zone).date())
    }

    /// The month in which this instant falls in `zone`.
    #[must_use]
    pub fn month(self, zone: &TimeZone) -> Month {
        self.day(zone).month()
    }

    /// The hour that clocks in `zone` show, 0 to 23.
    #[must_use]
    pub fn hour(self, zone: &TimeZone) -> i8 {
        self.zoned(zone).hour()
    }

    /// This instant moved by `ms` milliseconds.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// `11-23 09:12` in `zone`: for pages whose year is plain.
    #[must_use]
    pub fn short(self, zone: &TimeZone) -> String {
        self.zoned(zone).strftime("%m-%d %H:%M").to_string()
    }

    /// `2026-11-23 09:12:05` in `zone`: for records.
    #[must_use]
    pub fn full(self, zone: &TimeZone) -> String {
        self.zoned(zone).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// `2026-11-23 09:12` in `zone`: for pages, where seconds tell nothing.
    #[must_use]
    pub fn minute(self, zone: &TimeZone) -> String {
        self.zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// RFC 3339 in UTC, seconds: for machines and canonical texts.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.zoned(&TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn zoned(self, zone: &TimeZone) -> jiff::ZonedDateTime {
        // Stored instants come from our own clock; an impossible one shows as the epoch, never as a panic.
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned_datetime(zone.clone())
    }
}

/// A civil date, stored as the text `2026-11-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// The day that stands for “no end”: later than any real one.
    pub const FOREVER: Self = Self(Date::constant(9999, 12, 31));

    /// A day from its parts, if the calendar has it.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The month this day belongs to.
    #[must_use]
    pub fn month(self) -> Month {
        Month(i64::from(self.0.year()) * 100 + i64::from(self.0.month()))
    }

    /// This day moved by `n` days; stays at the calendar's edge beyond it.
    #[must_use]
    pub fn plus(self, n: i64) -> Self {
        Self(self.0.saturating_add(n.days()))
    }

    /// Days from `self` to `other` (negative if `other` is earlier).
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        (other.0 - self.0).get_days().into()
    }

    /// The first instant of this day in `zone`.
    #[must_use]
    pub fn start(self, zone: &TimeZone) -> Instant {
        self.at_hour(0, zone)
    }

    /// The instant of this day at which clocks in `zone` come to the full hour `hour`, 0 to 23.
    #[must_use]
    pub fn at_hour(self, hour: i8, zone: &TimeZone) -> Instant {
        let start = self.0.at(hour.clamp(0, 23), 0, 0, 0);
        zone.to_zoned_datetime(start).map_or(Instant(0), |z| Instant(z.timestamp().as_millisecond()))
    }

    /// The first instant after this day in `zone`: deadlines are kept until here.
    #[must_use]
    pub fn end(self, zone: &TimeZone) -> Instant {
        self.plus(1).start(zone)
    }

    /// `11-23`: for pages whose year is plain.
    #[must_use]
    pub fn short(self) -> String {
        format!("{:02}-{:02}", self.0.month(), self.0.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// Why a text is not a day or a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a date such as 2026-11-23 or a month such as 2026-11")
    }
}
impl std::error::Error for NotATime {}

impl FromStr for Day {
    type Err = NotATime;
    fn from_str(s: &str) -> Result<Self, NotATime> {
        let mut parts = s.trim().splitn(3, '-');
        let mut next = || parts.next().ok_or(NotATime);
        let (y, m, d) = (next()?, next()?, next()?);
        let year = if y.len() == 4 { y.parse().map_err(|_| NotATime)? } else { return Err(NotATime) };
        Self::new(year, m.parse().map_err(|_| NotATime)?, d.parse().map_err(|_| NotATime)?).ok_or(NotATime)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A calendar month as the integer `202611`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i64);

impl Month {
    /// A month from its number, if `202611`-shaped.
    #[must_use]
    pub fn new(number: i64) -> Option<Self> {
        let (year, month) = (number / 100, number % 100);
        ((1900..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self(number))
    }

    /// Calendar year.
    #[must_use]
    pub const fn year(self) -> i64 {
        self.0 / 100
    }

    /// Month of the year, 1 to 12.
    #[must_use]
    pub const fn of_year(self) -> i64 {
        self.0 % 100
    }

    /// The month `n` months later (earlier if negative).
    #[must_use]
    pub const fn plus(self, n: i64) -> Self {
        let index = self.year() * 12 + self.of_year() - 1 + n;
        Self(index.div_euclid(12) * 100 + index.rem_euclid(12) + 1)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        Day(i16::try_from(self.year())
            .ok()
            .zip(i8::try_from(self.of_year()).ok())
            .and_then(|(y, m)| Date::new(y, m, 1).ok())
            .unwrap_or(Date::MAX))
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        Day(self.first_day().0.last_of_month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year())
    }
}
impl FromStr for Month {
    type Err = NotATime;
    fn from_str(s: &str) -> Result<Self, NotATime> {
        let digits: String = s.trim().chars().filter(|c| *c != '-').collect();
        if digits.len() != 6 {
            return Err(NotATime);
        }
        digits.parse().ok().and_then(Self::new).ok_or(NotATime)
    }
}
impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_across_the_year_in_both_directions() {
        assert_eq!(Month(202_611).plus(2), Month(202_701));
        assert_eq!(Month(202_601).plus(-1), Month(202_512));
        assert_eq!("2026-11".parse(), Ok(Month(202_611)));
        assert_eq!("202613".parse::<Month>(), Err(NotATime));
    }

    #[test]
    fn the_business_day_is_shanghais_wherever_the_host_stands() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        // 2026-11-30T16:00:00Z is already 1 December in Linxia.
        let instant = Instant(1_796_054_400_000);
        assert_eq!(instant.rfc3339(), "2026-11-30T16:00:00Z");
        assert_eq!(instant.day(&zone), Day::new(2026, 12, 1).unwrap());
        assert_eq!(Day::new(2026, 11, 30).unwrap().end(&zone), instant);
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_refused() {
        assert_eq!("2026-02-29".parse::<Day>(), Err(NotATime));
        assert_eq!("26-02-01".parse::<Day>(), Err(NotATime));
        assert!("2024-02-29".parse::<Day>().is_ok());
    }
}
