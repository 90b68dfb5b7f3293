//! The life of one assignment: nine states, and who may move it from which to which.
//!
//! ```text
//! issued → signed → reported → verified → closed      reported → returned → reported …
//! issued, signed → declined → excused | back          any open state → withdrawn
//! ```
//! An issuer closes what it verifies itself; a superior in between only verifies (`domain.md` §5).

use kernel::{Day, Fault, OrgPath};

/// Where an assignment stands. The numbers are the stored codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 已交办: sent, nobody has signed for it.
    Issued,
    /// 已签收: the organisation has taken it on.
    Signed,
    /// 已上报: reported, waits for verification.
    Reported,
    /// 已退回: sent back with a reason; waits for the organisation again.
    Returned,
    /// 已核验: verified by a superior, waits for the issuer.
    Verified,
    /// 已销号: done.
    Closed,
    /// 申请不办: the organisation asks not to do it; waits for a decision.
    Declined,
    /// 同意不办: it need not be done.
    Excused,
    /// 已撤回: taken back by the issuer.
    Withdrawn,
}

impl State {
    /// All states, in the order of their codes.
    pub const ALL: [Self; 9] = [
        Self::Issued,
        Self::Signed,
        Self::Reported,
        Self::Returned,
        Self::Verified,
        Self::Closed,
        Self::Declined,
        Self::Excused,
        Self::Withdrawn,
    ];

    /// The stored code, 1 to 9.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Issued => 1,
            Self::Signed => 2,
            Self::Reported => 3,
            Self::Returned => 4,
            Self::Verified => 5,
            Self::Closed => 6,
            Self::Declined => 7,
            Self::Excused => 8,
            Self::Withdrawn => 9,
        }
    }

    /// The state of a stored code.
    #[must_use]
    pub fn of_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Its name in addresses, JSON and the keys of words: `task_list.state.<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Signed => "signed",
            Self::Reported => "reported",
            Self::Returned => "returned",
            Self::Verified => "verified",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Excused => "excused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Key of its name in the words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Issued => "task_list.state.issued",
            Self::Signed => "task_list.state.signed",
            Self::Reported => "task_list.state.reported",
            Self::Returned => "task_list.state.returned",
            Self::Verified => "task_list.state.verified",
            Self::Closed => "task_list.state.closed",
            Self::Declined => "task_list.state.declined",
            Self::Excused => "task_list.state.excused",
            Self::Withdrawn => "task_list.state.withdrawn",
        }
    }

    /// Whether the organisation still has to answer.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Issued | Self::Signed | Self::Returned)
    }

    /// Whether anything can still happen to it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Excused | Self::Withdrawn)
    }
}

/// Who stands before a reported assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verifier {
    /// The organisation that issued it.
    Issuer,
    /// An organisation between the issuer and the assignee.
    Between,
}

impl Verifier {
    /// Which verifier an organisation is, if any: the issuer, or a superior of the assignee at or
    /// below the issuer's place.
    #[must_use]
    pub fn of(is_issuer: bool, place: &OrgPath, issuer: &OrgPath, assignee: &OrgPath) -> Option<Self> {
        if is_issuer {
            return Some(Self::Issuer);
        }
        (issuer.contains(place) && place.is_above(assignee)).then_some(Self::Between)
    }
}

/// What of an assignment its life decides: state, deadline, lateness, a pending request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duty {
    /// Where it stands.
    pub state: State,
    /// Last day on which a report is in time.
    pub due_day: Day,
    /// Whether the last report came after that day.
    pub late: bool,
    /// The later day asked for, while nobody has answered.
    pub asked_day: Option<Day>,
}

/// The refusal of a step that the present state does not allow.
const fn not_now() -> Fault {
    Fault::new("task_list_state")
}

impl Duty {
    /// A fresh assignment.
    #[must_use]
    pub const fn issued(due_day: Day) -> Self {
        Self { state: State::Issued, due_day, late: false, asked_day: None }
    }

    fn to(self, from: &[State], state: State) -> Result<Self, Fault> {
        if from.contains(&self.state) { Ok(Self { state, ..self }) } else { Err(not_now()) }
    }

    /// A state that no longer waits for the organisation makes a pending request pointless.
    const fn settled(self) -> Self {
        Self { asked_day: None, ..self }
    }

    /// The organisation signs for it.
    ///
    /// # Errors
    /// Unless it is issued.
    pub fn sign(self) -> Result<Self, Fault> {
        self.to(&[State::Issued], State::Signed)
    }

    /// The organisation reports on `today` what happened on `happened_on`. Late is late by the day of
    /// the report, whatever day is stated.
    ///
    /// # Errors
    /// Unless it is signed or returned; if the stated day is yet to come.
    pub fn report(self, today: Day, happened_on: Day) -> Result<Self, Fault> {
        if happened_on > today {
            return Err(Fault::of("happened_on", "task_list_day_to_come"));
        }
        let next = self.to(&[State::Signed, State::Returned], State::Reported)?;
        Ok(Self { late: today > self.due_day, ..next.settled() })
    }

    /// A superior finds the report right: the issuer closes it, another verifies it.
    ///
    /// # Errors
    /// Unless it is reported, or verified and the issuer's turn.
    pub fn verify(self, by: Verifier) -> Result<Self, Fault> {
        match by {
            Verifier::Issuer => self.to(&[State::Reported, State::Verified], State::Closed),
            Verifier::Between => self.to(&[State::Reported], State::Verified),
        }
    }

    /// A superior sends the report back; the issuer also what another has verified.
    ///
    /// # Errors
    /// As [`Duty::verify`].
    pub fn send_back(self, by: Verifier) -> Result<Self, Fault> {
        match by {
            Verifier::Issuer => self.to(&[State::Reported, State::Verified], State::Returned),
            Verifier::Between => self.to(&[State::Reported], State::Returned),
        }
    }

    /// The issuer closes what is verified.
    ///
    /// # Errors
    /// Unless it is verified.
    pub fn close(self) -> Result<Self, Fault> {
        self.to(&[State::Verified], State::Closed)
    }

    /// The organisation asks not to do it.
    ///
    /// # Errors
    /// Unless it is issued or signed.
    pub fn decline(self) -> Result<Self, Fault> {
        Ok(self.to(&[State::Issued, State::Signed], State::Declined)?.settled())
    }

    /// Somebody else than the issuer decides: it need not be done, or stands where it stood.
    ///
    /// # Errors
    /// Unless it is declined; if `before` is no state it can be declined from.
    pub fn answer_decline(self, accepted: bool, before: State) -> Result<Self, Fault> {
        if !matches!(before, State::Issued | State::Signed) {
            return Err(not_now());
        }
        self.to(&[State::Declined], if accepted { State::Excused } else { before })
    }

    /// The organisation asks for a later day.
    ///
    /// # Errors
    /// Unless it still owes the answer and has no request open; if the day is not later than the
    /// deadline, before today, or more than a year away.
    pub fn ask_extension(self, today: Day, day: Day) -> Result<Self, Fault> {
        if !self.state.is_owed() || self.asked_day.is_some() {
            return Err(not_now());
        }
        if day <= self.due_day || day < today || today.days_until(day) > 366 {
            return Err(Fault::of("day", "task_list_day_not_later"));
        }
        Ok(Self { asked_day: Some(day), ..self })
    }

    /// The issuer grants or refuses the later day.
    ///
    /// # Errors
    /// If nothing was asked.
    pub fn answer_extension(self, granted: bool) -> Result<Self, Fault> {
        let day = self.asked_day.ok_or_else(not_now)?;
        Ok(Self { due_day: if granted { day } else { self.due_day }, ..self.settled() })
    }

    /// The issuer takes it back.
    ///
    /// # Errors
    /// Unless it is open.
    pub fn withdraw(self) -> Result<Self, Fault> {
        if !self.state.is_open() {
            return Err(not_now());
        }
        Ok(Self { state: State::Withdrawn, ..self.settled() })
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
