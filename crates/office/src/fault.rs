//! A fault in a table file: where, what, and in whose words.

use std::fmt;

use crate::words::FaultKind;

/// How much of a cell a fault may quote: enough to find it, too little to carry a file away in an error list.
const QUOTED_CHARS: usize = 40;

/// A column as a user sees it: its letter and, when known, its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRef {
    /// `A`, `B`, …, `AA`.
    pub letter: String,
    /// The heading as written; empty where there is none.
    pub heading: String,
}

impl ColumnRef {
    pub(crate) fn new(index: usize, heading: &str) -> Self {
        Self { letter: column_letter(index), heading: heading.to_owned() }
    }
}

/// Something wrong in a table file. Codes and arguments are for machines; the two `message_…` are for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFault {
    /// The kind; its [`code`](FaultKind::code) is what other programs read.
    pub kind: FaultKind,
    /// Row number as the user sees it, from 1; none for faults of the whole file.
    pub row: Option<u32>,
    /// The column, when the fault belongs to one.
    pub column: Option<ColumnRef>,
    /// The value found, cut to 40 characters. Drop it with [`without_value`](Self::without_value) for private columns.
    pub value: Option<String>,
    /// Named arguments of the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl SheetFault {
    /// A fault of the whole file; place it with [`at_row`](Self::at_row) and [`at_column`](Self::at_column).
    #[must_use]
    pub const fn new(kind: FaultKind) -> Self {
        Self { kind, row: None, column: None, value: None, args: Vec::new() }
    }

    /// Adds a named argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Places the fault in a row.
    #[must_use]
    pub const fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// Places the fault in a column (counted from 0).
    #[must_use]
    pub fn at_column(mut self, index: usize, heading: &str) -> Self {
        self.column = Some(ColumnRef::new(index, heading));
        self
    }

    /// Quotes the value found.
    #[must_use]
    pub fn quoting(mut self, value: &str) -> Self {
        self.value = Some(shorten(value));
        self
    }

    /// Takes the quoted value away: for columns whose content must not reach a report or a log.
    #[must_use]
    pub fn without_value(mut self) -> Self {
        self.value = None;
        self
    }

    /// The machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The cell's address (`B17`), when the fault belongs to one cell.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        Some(format!("{}{}", self.column.as_ref()?.letter, self.row?))
    }

    /// The whole sentence in Chinese, place first.
    #[must_use]
    pub fn message_zh(&self) -> String {
        let mut place = String::new();
        if let Some(row) = self.row {
            place.push_str(&format!("第 {row} 行"));
        }
        if let Some(column) = &self.column {
            place.push_str(&format!(" {} 列", column.letter));
            place.push_str(&quoted(&column.heading, "“", "”"));
        }
        if let Some(value) = &self.value {
            place.push_str(&format!("“{value}”"));
        }
        let sentence = fill(self.kind.zh(), &self.args);
        if place.is_empty() { sentence } else { format!("{}：{sentence}", place.trim_start()) }
    }

    /// The whole sentence in English, place first.
    #[must_use]
    pub fn message_en(&self) -> String {
        let mut place = Vec::new();
        if let Some(row) = self.row {
            place.push(format!("row {row}"));
        }
        if let Some(column) = &self.column {
            place.push(format!("column {}{}", column.letter, quoted(&column.heading, " “", "”")));
        }
        if let Some(value) = &self.value {
            place.push(format!("“{value}”"));
        }
        let sentence = fill(self.kind.en(), &self.args);
        if place.is_empty() { sentence } else { capital(&format!("{}: {sentence}", place.join(", "))) }
    }
}

impl fmt::Display for SheetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for SheetFault {}

/// The letters of a column counted from 0: `A` … `Z`, `AA` …
#[must_use]
pub fn column_letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// The column, counted from 0, that letters name; none when `text` is not one to three Latin letters.
#[must_use]
pub fn column_index(text: &str) -> Option<usize> {
    if text.is_empty() || text.len() > 3 {
        return None;
    }
    let number = text.bytes().try_fold(0_usize, |sum, byte| {
        byte.is_ascii_alphabetic().then(|| sum * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some(number - 1)
}

fn shorten(value: &str) -> String {
    let mut chars = value.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = chars.by_ref().take(QUOTED_CHARS).collect();
    if chars.next().is_some() {
        short.pop();
        short.push('…');
    }
    short
}

fn quoted(text: &str, open: &str, close: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{open}{}{close}", shorten(text)) }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Puts the arguments into the sentence in one pass, so that an argument that itself holds `{…}` stays as it is.
fn fill(sentence: &str, args: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(args.iter().find(|(key, _)| *key == name).map_or("?", |(_, value)| value));
        rest = tail;
    }
    out.push_str(rest);
    out
}
