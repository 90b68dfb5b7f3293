//! What can be wrong with a wording or a layout that somebody wrote, as codes with values: the caller has the sentences.

/// What is wrong at a line of a wording or a layout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The text is no TOML, or a placeholder no expression; what the parser says.
    #[error("syntax: {0}")]
    Syntax(String),
    /// A key that means nothing here.
    #[error("no key {0} here")]
    UnknownKey(String),
    /// A key that must be there.
    #[error("{0} is missing")]
    MissingKey(String),
    /// A placeholder names something that the facts do not have; what they have.
    #[error("{name} is not known here; there are: {known}")]
    UnknownName {
        /// What it names.
        name: String,
        /// What it may name.
        known: String,
    },
    /// A placeholder cannot be filled: the expression, and what its engine says.
    #[error("{expression} cannot be filled: {said}")]
    Unfilled {
        /// The text with the placeholder.
        expression: String,
        /// What the engine says.
        said: String,
    },
    /// `table` or `each` names no list.
    #[error("{0} is not a list")]
    NotAList(String),
    /// A block has none or several of `text`, `table` and `each`.
    #[error("a block has one of text, table and each")]
    BlockSort,
    /// A heading that is not 1 to 4.
    #[error("heading is 1 to 4")]
    HeadingLevel,
    /// A table without columns.
    #[error("a table needs columns")]
    NoColumns,
    /// A signature that is neither of one nor of two, or lacks what its kind needs.
    #[error("a signature is single, with by and day, or two, with left and right")]
    Signature,
    /// Loops make more of a paper than any office prints.
    #[error("the paper has no end")]
    Endless,
    /// A number out of its range.
    #[error("{key} = {value}: {least} to {most}")]
    OutOfRange {
        /// Its key.
        key: String,
        /// What it is.
        value: u32,
        /// What it may be at least.
        least: u32,
        /// What it may be at most.
        most: u32,
    },
    /// A role of text without fonts.
    #[error("{0} names no font")]
    NoFont(String),
    /// A colour that is none.
    #[error("{key} = {value}: six hexadecimal digits")]
    NotAColour {
        /// Its key.
        key: String,
        /// What it is.
        value: String,
    },
}

impl Flaw {
    /// The flaw that the reader of TOML tells of.
    pub(crate) fn of_toml(error: &toml::de::Error) -> Self {
        let said = error.message();
        let quoted = |prefix: &str| {
            let name = said.strip_prefix(prefix)?.strip_prefix(" `")?.split('`').next()?;
            Some(name.to_owned())
        };
        quoted("unknown field")
            .map(Self::UnknownKey)
            .or_else(|| quoted("missing field").map(Self::MissingKey))
            .unwrap_or_else(|| Self::Syntax(said.lines().next().unwrap_or_default().to_owned()))
    }

    /// The key of a layout that it is about; empty if it is about none.
    pub(crate) fn key(&self) -> &str {
        match self {
            Self::OutOfRange { key, .. } | Self::NotAColour { key, .. } => key,
            Self::NoFont(role) => role,
            _ => "",
        }
    }
}
