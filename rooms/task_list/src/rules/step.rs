//! The kinds of steps an assignment can take: what is recorded of its life, only ever added.

/// One kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// The list was sent.
    Issued,
    /// The organisation signed for it.
    Signed,
    /// The organisation reported.
    Reported,
    /// A superior verified the report.
    Verified,
    /// A superior sent the report back.
    Returned,
    /// The issuer closed it.
    Closed,
    /// The organisation asked not to do it.
    Declined,
    /// It was decided that it need not be done.
    Excused,
    /// It was decided that it is to be done.
    Kept,
    /// The organisation asked for a later day.
    Asked,
    /// The issuer granted the later day.
    Granted,
    /// The issuer refused the later day.
    Refused,
    /// The issuer took it back.
    Withdrawn,
    /// The organisation made a list of its own of it.
    Split,
}

impl StepKind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Issued,
        Self::Signed,
        Self::Reported,
        Self::Verified,
        Self::Returned,
        Self::Closed,
        Self::Declined,
        Self::Excused,
        Self::Kept,
        Self::Asked,
        Self::Granted,
        Self::Refused,
        Self::Withdrawn,
        Self::Split,
    ];

    /// The stored code; `task_list.step.<code>` in the words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Signed => "signed",
            Self::Reported => "reported",
            Self::Verified => "verified",
            Self::Returned => "returned",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Excused => "excused",
            Self::Kept => "refused",
            Self::Asked => "extension_asked",
            Self::Granted => "extended",
            Self::Refused => "extension_refused",
            Self::Withdrawn => "withdrawn",
            Self::Split => "split",
        }
    }

    /// The kind of a stored code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}
