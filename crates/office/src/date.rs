//! Dates as offices write them, read into year, month and day without guessing.

use std::fmt;

use crate::{
    SheetFault,
    cell::Value,
    text::{halfwidth, is_blank},
    words::FaultKind,
};

/// Years we believe in a work sheet; outside of them a number is more likely something else.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2199;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ymd {
    year: u16,
    month: u8,
    day: u8,
}

impl Ymd {
    /// The day, if the calendar has it and the year lies in 1900…2199.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let known =
            YEARS.contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        known.then_some(Self { year, month, day })
    }

    /// The day behind Excel's serial number: day 1 is 1900-01-01, or day 0 is 1904-01-01 in a workbook of the old Mac kind.
    /// Serial 60 is none: Excel believes in a 29 February 1900.
    #[must_use]
    pub fn from_serial(serial: u32, from_1904: bool) -> Option<Self> {
        match (from_1904, serial) {
            (true, _) => Self::days_after_new_year(1904, serial),
            (false, 0 | 60) => None,
            (false, 1..60) => Self::days_after_new_year(1900, serial - 1),
            (false, _) => Self::days_after_new_year(1900, serial - 2),
        }
    }

    fn days_after_new_year(first: u16, days: u32) -> Option<Self> {
        let (mut year, mut left) = (first, days);
        while left >= days_in_year(year) {
            left -= days_in_year(year);
            year += 1;
            if !YEARS.contains(&year) {
                return None;
            }
        }
        let mut month = 1;
        while left >= u32::from(days_in_month(year, month)) {
            left -= u32::from(days_in_month(year, month));
            month += 1;
        }
        Self::new(year, month, u8::try_from(left).ok()? + 1)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1…12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Ymd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What a date cell says, as exactly as it says it: `2026.11` names a month, not its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Date {
    /// A day.
    Day(Ymd),
    /// A month only.
    Month {
        /// The year.
        year: u16,
        /// The month, 1…12.
        month: u8,
    },
    /// A year only.
    Year(u16),
}

impl Date {
    /// The day, when the cell names one.
    #[must_use]
    pub const fn day(self) -> Option<Ymd> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month { .. } | Self::Year(_) => None,
        }
    }
}

/// Reads a date from a cell; none when the cell is empty.
///
/// # Errors
/// `date_unreadable`, `date_impossible`, `date_month_ambiguous` (`1998.1`), `date_two_digit_year` (`98.7`), `cell_error`.
pub fn read_date(value: &Value) -> Result<Option<Date>, SheetFault> {
    let read = match value {
        Value::Empty => return Ok(None),
        Value::Broken(_) => Err(FaultKind::CellError),
        Value::Flag(_) => Err(FaultKind::DateUnreadable),
        Value::Serial { days, from_1904 } => {
            Ymd::from_serial(*days, *from_1904).map(Date::Day).ok_or(FaultKind::DateImpossible)
        }
        Value::Number(_) => from_number(&value.text()),
        Value::Text(text) => from_text(text),
    };
    read.map(Some).map_err(SheetFault::new)
}

/// A number in a date column: five digits are a serial whose cell lost its date format.
fn from_number(digits: &str) -> Result<Date, FaultKind> {
    match digits.parse::<u32>() {
        Ok(serial @ 10_000..=99_999) => Ymd::from_serial(serial, false).map(Date::Day).ok_or(FaultKind::DateImpossible),
        _ => from_text(digits),
    }
}

fn from_text(text: &str) -> Result<Date, FaultKind> {
    let plain: String = text.chars().map(halfwidth).collect();
    let date: String = without_time(plain.trim_start_matches(['\'', '’'])).chars().filter(|c| !is_blank(*c)).collect();
    if date.bytes().all(|b| b.is_ascii_digit()) {
        return from_digits(&date);
    }
    if date.contains('年') {
        return from_parts(&chinese_parts(&date).ok_or(FaultKind::DateUnreadable)?, '年');
    }
    let separator = date.chars().find(|c| !c.is_ascii_digit()).unwrap_or('-');
    if !matches!(separator, '-' | '/' | '.') {
        return Err(FaultKind::DateUnreadable);
    }
    from_parts(&date.split(separator).collect::<Vec<_>>(), separator)
}

/// Cuts ` 08:30:00` or `T08:30:00Z` off: exports of other systems carry a time nobody typed.
fn without_time(text: &str) -> &str {
    let cut = text.find(|c: char| c == 'T' || is_blank(c)).and_then(|at| text.split_at_checked(at));
    match cut {
        Some((date, time))
            if time.contains(':')
                && time.chars().all(|c| c.is_ascii_digit() || is_blank(c) || "T:.Z+-".contains(c)) =>
        {
            date
        }
        _ => text,
    }
}

fn from_digits(digits: &str) -> Result<Date, FaultKind> {
    match (digits.len(), digits.get(..4), digits.get(4..6), digits.get(6..)) {
        (8, Some(year), Some(month), Some(day)) => from_parts(&[year, month, day], '-'),
        (6, Some(year), Some(month), _) => from_parts(&[year, month], '-'),
        (4, Some(year), ..) => from_parts(&[year], '-'),
        _ => Err(FaultKind::DateUnreadable),
    }
}

/// `2026年11月3日` with day, or day and month, left out.
fn chinese_parts(date: &str) -> Option<Vec<&str>> {
    let (year, rest) = date.split_once('年')?;
    let mut parts = vec![year];
    if !rest.is_empty() {
        let (month, rest) = rest.split_once('月')?;
        parts.push(month);
        if !rest.is_empty() {
            parts.push(rest.strip_suffix(['日', '号'])?);
        }
    }
    Some(parts)
}

fn from_parts(parts: &[&str], separator: char) -> Result<Date, FaultKind> {
    let number =
        |text: &str| text.parse::<u16>().ok().filter(|_| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()));
    let numbers: Vec<u16> =
        parts.iter().map(|part| number(part)).collect::<Option<_>>().ok_or(FaultKind::DateUnreadable)?;
    if parts.iter().skip(1).any(|part| part.len() > 2) {
        return Err(FaultKind::DateUnreadable);
    }
    match parts.first().map(|year| year.len()) {
        Some(4) => (),
        Some(2) => return Err(FaultKind::DateTwoDigitYear),
        _ => return Err(FaultKind::DateUnreadable),
    }
    let small = |n: u16| u8::try_from(n).map_err(|_| FaultKind::DateImpossible);
    match *numbers.as_slice() {
        [year] if YEARS.contains(&year) => Ok(Date::Year(year)),
        [_, 1] if separator == '.' && parts.last() == Some(&"1") => Err(FaultKind::DateMonthAmbiguous),
        [year, month @ 1..=12] if YEARS.contains(&year) => Ok(Date::Month { year, month: small(month)? }),
        [year, month, day] => {
            Ymd::new(year, small(month)?, small(day)?).map(Date::Day).ok_or(FaultKind::DateImpossible)
        }
        [_] | [_, _] => Err(FaultKind::DateImpossible),
        _ => Err(FaultKind::DateUnreadable),
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_year(year: u16) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
