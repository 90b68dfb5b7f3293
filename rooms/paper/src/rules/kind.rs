//! Kinds of papers and the formats they come in.

use std::fmt;

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 交办单: a list as one of its recipients got it.
    List,
    /// 晒账单: a published statement.
    Statement,
    /// 目标责任书: a letter in one of its revisions.
    Letter,
    /// 会议纪要: adopted minutes.
    Minutes,
    /// 工作规程: a version of a work procedure.
    Procedure,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::List, Self::Statement, Self::Letter, Self::Minutes, Self::Procedure];

    /// Its code in addresses, the register and names of wordings.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Statement => "statement",
            Self::Letter => "letter",
            Self::Minutes => "minutes",
            Self::Procedure => "procedure",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The letter by which its numbers are told from those of other kinds.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::List => 'L',
            Self::Statement => 'S',
            Self::Letter => 'Z',
            Self::Minutes => 'M',
            Self::Procedure => 'P',
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a paper is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For printing.
    Pdf,
    /// For editing in Word.
    Docx,
}

impl Format {
    /// Its code, which is also the ending of its files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// The format with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Pdf, Self::Docx].into_iter().find(|format| format.code() == code)
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn kinds_differ_in_code_and_letter() {
        let codes: BTreeSet<_> = Kind::ALL.iter().map(|k| k.code()).collect();
        let letters: BTreeSet<_> = Kind::ALL.iter().map(|k| k.letter()).collect();
        assert_eq!((codes.len(), letters.len()), (Kind::ALL.len(), Kind::ALL.len()));
        assert!(Kind::ALL.into_iter().all(|k| Kind::of_code(k.code()) == Some(k)));
        assert_eq!(Format::of_code("docx"), Some(Format::Docx));
        assert_eq!(Format::of_code("odt"), None);
    }
}
