//! What happens to each assignment of the demo: chosen by a hash of organisation and item, so that
//! the same database looks the same every time, and nothing is said about anyone real.

use sha2::{Digest, Sha256};

/// How far an assignment gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nobody signs.
    Silent,
    /// Signed, not reported.
    Signed,
    /// Reported in time, waits for verification.
    Reported,
    /// Sent back with a reason.
    Returned,
    /// Verified by the superior in between, waits for the issuer.
    Verified,
    /// Closed.
    Closed,
    /// Asks not to do it.
    Declined,
    /// Asks for a later day.
    Asking,
}

/// A number from 0 to 99 that belongs to these words.
pub(super) fn dice(words: &[&str]) -> u8 {
    let mut hash = Sha256::new();
    for word in words {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    hash.finalize()[0] % 100
}

/// The present month: alive in every state.
pub(super) fn present(org: &str, item: &str) -> Fate {
    // Some organisations are behind with everything, as in life.
    let slow = dice(&["slow", org]) < 7;
    match dice(&["present", org, item]) {
        n if slow && n < 70 => Fate::Silent,
        0..=2 => Fate::Silent,
        3..=7 => Fate::Signed,
        8..=20 => Fate::Reported,
        21..=23 => Fate::Returned,
        24..=32 => Fate::Verified,
        33..=95 => Fate::Closed,
        96..=97 => Fate::Declined,
        _ => Fate::Asking,
    }
}

/// The present month of the village whose clerk can log in: something to do for whoever tries the demo.
pub(super) fn of_guest(n: usize) -> Fate {
    [Fate::Silent, Fate::Signed, Fate::Returned, Fate::Silent, Fate::Reported, Fate::Closed][n % 6]
}

/// The month before: nearly all done.
pub(super) fn past(org: &str, item: &str) -> Fate {
    match dice(&["past", org, item]) {
        0..=1 => Fate::Signed,
        2 => Fate::Returned,
        3..=5 => Fate::Verified,
        _ => Fate::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_present_month_has_every_state_and_is_the_same_every_time() {
        let fates: Vec<Fate> = (0..1000).map(|n| present(&format!("org{n}"), "item")).collect();
        for fate in [
            Fate::Silent,
            Fate::Signed,
            Fate::Reported,
            Fate::Returned,
            Fate::Verified,
            Fate::Closed,
            Fate::Declined,
            Fate::Asking,
        ] {
            assert!(fates.contains(&fate), "{fate:?}");
        }
        assert_eq!(present("a", "b"), present("a", "b"));
    }
}
