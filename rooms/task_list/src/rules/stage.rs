//! The life of a list: draft → (sending →) sent → withdrawn.

use kernel::Fault;

/// Where a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// 草稿: only its own organisation sees it.
    Draft,
    /// 发送中: a large list is being laid out; nobody below sees anything of it yet.
    Sending,
    /// 已下发: every organisation of its audience has its assignments.
    Sent,
    /// 已撤回: taken back; what was done stays on record.
    Withdrawn,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Sending, Self::Sent, Self::Withdrawn];

    /// The stored code, and its name in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The stage of a stored code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Key of its name in the words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "task_list.stage.draft",
            Self::Sending => "task_list.stage.sending",
            Self::Sent => "task_list.stage.sent",
            Self::Withdrawn => "task_list.stage.withdrawn",
        }
    }

    /// Only a draft may be edited.
    ///
    /// # Errors
    /// For any other stage.
    pub fn edit(self) -> Result<(), Fault> {
        if self == Self::Draft { Ok(()) } else { Err(Fault::new("task_list_not_draft")) }
    }

    /// Only a draft is sent, at once or in parts.
    ///
    /// # Errors
    /// For any other stage.
    pub fn send(self, in_parts: bool) -> Result<Self, Fault> {
        self.edit()?;
        Ok(if in_parts { Self::Sending } else { Self::Sent })
    }

    /// Only what is sent can be taken back; while it is being sent one has to wait.
    ///
    /// # Errors
    /// For any other stage.
    pub fn withdraw(self) -> Result<Self, Fault> {
        if self == Self::Sent { Ok(Self::Withdrawn) } else { Err(Fault::new("task_list_not_sent")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_draft_is_edited_or_sent_and_only_what_is_sent_is_withdrawn() {
        for stage in Stage::ALL {
            assert_eq!(stage.edit().is_ok(), stage == Stage::Draft);
            assert_eq!(stage.send(false).is_ok(), stage == Stage::Draft);
            assert_eq!(stage.withdraw().is_ok(), stage == Stage::Sent);
            assert_eq!(Stage::of_code(stage.code()), Some(stage));
        }
        assert_eq!(Stage::Draft.send(true), Ok(Stage::Sending));
    }
}
