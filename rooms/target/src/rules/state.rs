//! The life of a letter: issued → signed by the recipient → countersigned and in force → superseded, or ended by
//! its last day. Until it is signed the recipient may object; until it is in force the issuer may take it back.

use kernel::{Day, Fault};

/// How far a letter is, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 待签: at the recipient.
    Issued,
    /// 已签待会签: signed and sealed by the recipient.
    Signed,
    /// 生效: signed by both.
    InForce,
    /// 已被替代: a later revision is in force.
    Superseded,
    /// 已收回: taken back before it was in force.
    Withdrawn,
}

impl State {
    /// All of them, by their stored code.
    pub const ALL: [Self; 5] = [Self::Issued, Self::Signed, Self::InForce, Self::Superseded, Self::Withdrawn];

    /// The stored code, 1 to 5.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Issued => 1,
            Self::Signed => 2,
            Self::InForce => 3,
            Self::Superseded => 4,
            Self::Withdrawn => 5,
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn of_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether it waits for somebody's signature.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Issued | Self::Signed)
    }

    /// As readers see it on a day: what is in force ends with its last day, without anybody doing anything.
    #[must_use]
    pub fn shown(self, until: Day, today: Day) -> Shown {
        match self {
            Self::Issued => Shown::Issued,
            Self::Signed => Shown::Signed,
            Self::InForce if today > until => Shown::Ended,
            Self::InForce => Shown::InForce,
            Self::Superseded => Shown::Superseded,
            Self::Withdrawn => Shown::Withdrawn,
        }
    }

    /// The recipient signs.
    ///
    /// # Errors
    /// If it is not at the recipient, or an objection waits for its answer.
    pub fn sign(self, objected: bool) -> Result<Self, Fault> {
        match self {
            Self::Issued if objected => Err(Fault::new("target_objected")),
            Self::Issued => Ok(Self::Signed),
            _ => Err(Fault::new("target_not_issued")),
        }
    }

    /// The issuer countersigns.
    ///
    /// # Errors
    /// If the recipient has not signed, or it is past that.
    pub fn countersign(self) -> Result<Self, Fault> {
        if self == Self::Signed { Ok(Self::InForce) } else { Err(Fault::new("target_not_signed")) }
    }

    /// The recipient objects, or the issuer answers an objection.
    ///
    /// # Errors
    /// If it is not at the recipient any more.
    pub fn discuss(self) -> Result<(), Fault> {
        if self == Self::Issued { Ok(()) } else { Err(Fault::new("target_not_issued")) }
    }

    /// The issuer takes it back.
    ///
    /// # Errors
    /// If it is in force or over.
    pub fn withdraw(self) -> Result<Self, Fault> {
        if self.is_open() { Ok(Self::Withdrawn) } else { Err(Fault::new("target_not_open")) }
    }

    /// A revision of it is proposed.
    ///
    /// # Errors
    /// If it is not in force on that day.
    pub fn revise(self, until: Day, today: Day) -> Result<(), Fault> {
        let shown = self.shown(until, today);
        if shown == Shown::InForce { Ok(()) } else { Err(Fault::new("target_not_in_force")) }
    }
}

/// How far a letter is, as readers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    /// At the recipient.
    Issued,
    /// Signed by the recipient.
    Signed,
    /// Signed by both.
    InForce,
    /// Its last day is past.
    Ended,
    /// A later revision is in force.
    Superseded,
    /// Taken back.
    Withdrawn,
}

impl Shown {
    /// Its code in addresses, words and the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Signed => "signed",
            Self::InForce => "in_force",
            Self::Ended => "ended",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One step in the history of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// It was made by an issue.
    Issued,
    /// It was proposed as a revision, with a reason.
    Proposed,
    /// The recipient objected, with a reason.
    Objected,
    /// The issuer answered and left it as it was.
    Answered,
    /// The issuer answered and changed it.
    Amended,
    /// The recipient signed.
    Signed,
    /// The issuer signed.
    Countersigned,
    /// A later revision came into force.
    Superseded,
    /// The issuer took it back, with a reason.
    Withdrawn,
}

impl StepKind {
    const ALL: [Self; 9] = [
        Self::Issued,
        Self::Proposed,
        Self::Objected,
        Self::Answered,
        Self::Amended,
        Self::Signed,
        Self::Countersigned,
        Self::Superseded,
        Self::Withdrawn,
    ];

    /// Its stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Proposed => "proposed",
            Self::Objected => "objected",
            Self::Answered => "answered",
            Self::Amended => "amended",
            Self::Signed => "signed",
            Self::Countersigned => "countersigned",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The step of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_goes_forward_through_both_signatures_and_never_back() {
        assert_eq!(State::Issued.sign(false), Ok(State::Signed));
        assert_eq!(State::Signed.countersign(), Ok(State::InForce));
        for state in State::ALL {
            assert_eq!(State::of_code(state.code()), Some(state));
            if state != State::Issued {
                assert!(state.sign(false).is_err() && state.discuss().is_err(), "{state:?}");
            }
            if state != State::Signed {
                assert!(state.countersign().is_err(), "{state:?}");
            }
            if !state.is_open() {
                assert!(state.withdraw().is_err(), "{state:?}");
            }
        }
    }

    #[test]
    fn an_open_objection_is_answered_before_anybody_signs() {
        assert_eq!(State::Issued.sign(true).unwrap_err().code, "target_objected");
    }

    #[test]
    fn a_letter_ends_with_its_last_day_by_itself_and_is_not_revised_after_it() {
        let until: Day = "2026-12-31".parse().unwrap();
        assert_eq!(State::InForce.shown(until, until), Shown::InForce);
        assert_eq!(State::InForce.shown(until, until.plus(1)), Shown::Ended);
        assert_eq!(State::Signed.shown(until, until.plus(1)), Shown::Signed);
        assert!(State::InForce.revise(until, until).is_ok());
        assert!(State::InForce.revise(until, until.plus(1)).is_err());
        assert!(State::Superseded.revise(until, until).is_err());
    }
}
