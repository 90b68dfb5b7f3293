//! What an API token may be.

use kernel::{Fault, Faults, Instant, text};

/// The longest life of a token, in days.
const MOST_DAYS: i64 = 365;

/// A token as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewToken {
    /// What it is for, in its owner's words.
    pub(crate) label: String,
    /// When it ends.
    pub(crate) until: Instant,
    /// Whether it may change something.
    pub(crate) may_write: bool,
}

impl NewToken {
    /// A token with a label of 1 to 60 characters that lives 1 to 365 days.
    pub(crate) fn of(label: &str, days: &str, may_write: bool, now: Instant) -> Result<Self, Faults> {
        let label = text::tidy(label);
        let mut faults = Faults::new();
        match text::length(&label) {
            0 => faults.push(Fault::of("label", "required")),
            n if n > 60 => faults.push(Fault::of("label", "too_long").with("most", 60).with("length", n)),
            _ => {}
        }
        let days = days.trim().parse::<i64>().ok().filter(|d| (1..=MOST_DAYS).contains(d));
        if days.is_none() {
            faults.push(Fault::of("days", "account_token_days").with("most", MOST_DAYS));
        }
        let until = now.plus_ms(days.unwrap_or(1) * Instant::DAY_MS);
        if faults.is_empty() { Ok(Self { label, until, may_write }) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    //! The limits of a token.
    use super::*;

    #[test]
    fn a_token_has_a_label_and_ends_within_a_year() {
        assert!(NewToken::of("表格同步", "365", false, Instant(0)).is_ok());
        let faults = NewToken::of(" ", "366", false, Instant(0)).unwrap_err();
        assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), ["required", "account_token_days"]);
        assert!(NewToken::of("x", "99999999999999999999", true, Instant(0)).is_err());
    }
}
