//! What a rule may refuse: a code, the field it concerns, and values for the sentence.
//!
//! The sentence itself is made at the edge, in the user's language, from the words files
//! (`fault.<code>`); rules never speak to people.

/// One refusal by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Key of the sentence: `fault.<code>` in a words file.
    pub code: &'static str,
    /// The form field or column it concerns, if one.
    pub field: Option<String>,
    /// Values named in the sentence, `{name}`.
    pub values: Vec<(&'static str, String)>,
}

/// All refusals found at once: a form shows every problem, not the first.
pub type Faults = Vec<Fault>;

impl Fault {
    /// A refusal about the whole request.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, field: None, values: Vec::new() }
    }

    /// A refusal about one field.
    #[must_use]
    pub fn of(field: impl Into<String>, code: &'static str) -> Self {
        Self { code, field: Some(field.into()), values: Vec::new() }
    }

    /// The same refusal with a value for its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}
