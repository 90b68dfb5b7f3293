//! One cell: what the file holds, and what a column wants of it.

use std::borrow::Cow;

use crate::date::{Date, Ymd, read_date};
use crate::fault::{ColumnRef, SheetFault, column_letter};
use crate::text::{halfwidth, is_blank, looks_damaged, tidy_text};
use crate::words::FaultKind;

/// From here on a number has more digits than Excel keeps.
const FIRST_LOSSY: f64 = 1e15;

/// The content of a cell. Text has no blanks at its ends and is never empty: an empty text is [`Value::Empty`].
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text; all that a CSV file has.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date of a workbook: whole days since its epoch.
    Serial {
        /// Days since the epoch.
        days: u32,
        /// True when the workbook counts from 1904.
        from_1904: bool,
    },
    /// TRUE or FALSE.
    Flag(bool),
    /// A formula error such as `#REF!`.
    Broken(String),
}

impl Value {
    /// A text cell: tidied, line breaks made one kind, and empty when nothing is left.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let text = if text.contains('\r') {
            tidy_text(&text.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            tidy_text(text)
        };
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// True when there is nothing in the cell.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The cell as a user sees it: `622921` for the number 622921.0, `2026-11-03` for a date.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Broken(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(decimal(*number)),
            Self::Serial { days, from_1904 } => {
                Cow::Owned(Ymd::from_serial(*days, *from_1904).map_or_else(|| days.to_string(), |day| day.to_string()))
            }
            Self::Flag(true) => Cow::Borrowed("TRUE"),
            Self::Flag(false) => Cow::Borrowed("FALSE"),
        }
    }
}

/// The number in full, rounded to the 15 digits that Excel shows: 0.1 + 0.2 is 0.3 to its users.
fn decimal(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// Reads a code (division code, organisation code): half-width, without blanks, apostrophe or `="…"`; none when empty.
///
/// # Errors
/// `code_digits_lost` (6.22921E+11, or a number of more than 15 digits), `code_not_whole`, `code_bad_character`,
/// `code_is_date`, `cell_error`.
pub fn clean_code(value: &Value) -> Result<Option<String>, SheetFault> {
    match value {
        Value::Empty => Ok(None),
        Value::Broken(_) => Err(SheetFault::new(FaultKind::CellError)),
        Value::Serial { .. } => Err(SheetFault::new(FaultKind::CodeIsDate)),
        Value::Number(number) if number.abs() >= FIRST_LOSSY => Err(SheetFault::new(FaultKind::CodeDigitsLost)),
        Value::Number(_) | Value::Text(_) | Value::Flag(_) => code_from_text(&value.text()),
    }
}

fn code_from_text(text: &str) -> Result<Option<String>, SheetFault> {
    let plain: String = text.chars().map(halfwidth).filter(|c| !is_blank(*c)).collect();
    let inner = plain.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(&plain);
    let code = inner.trim_start_matches(['\'', '’', '‘']);
    if code.is_empty() {
        return Ok(None);
    }
    if is_scientific(code) {
        return Err(SheetFault::new(FaultKind::CodeDigitsLost));
    }
    let code = whole(code).ok_or_else(|| SheetFault::new(FaultKind::CodeNotWhole))?;
    let strange = code.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.' | '/'));
    match strange {
        Some(c) => Err(SheetFault::new(FaultKind::CodeBadCharacter).with("character", c)),
        None => Ok(Some(code.to_owned())),
    }
}

/// `6.22921E+11`, as Excel shows twelve digits in a narrow column and saves them to CSV. The sign is what tells it
/// from a code that merely holds an E.
fn is_scientific(code: &str) -> bool {
    let Some((mantissa, exponent)) = code.split_once(['e', 'E']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let signed = exponent.strip_prefix(['+', '-']).is_some_and(digits);
    signed && mantissa.split_once('.').map_or_else(|| digits(mantissa), |(whole, rest)| digits(whole) && digits(rest))
}

/// `622921.0` is `622921` to whoever typed it; `622921.5`, `+3` and `-3` are no codes.
fn whole(code: &str) -> Option<&str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if code.strip_prefix(['+', '-']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    match code.split_once('.') {
        Some((front, back)) if digits(front) && digits(back) => back.bytes().all(|b| b == b'0').then_some(front),
        _ => Some(code),
    }
}

/// A cell under a known heading: reads itself and says where it stands when it cannot.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub(crate) row: u32,
    /// None when the table lacks this optional column; the value is then empty.
    pub(crate) column: Option<(usize, &'a str)>,
    pub(crate) value: &'a Value,
}

impl<'a> Field<'a> {
    /// The raw content.
    #[must_use]
    pub const fn value(&self) -> &'a Value {
        self.value
    }

    /// The cell's address, `B17`; none when the table lacks the column.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.column.map(|(index, _)| format!("{}{}", column_letter(index), self.row))
    }

    /// The column, unless the table lacks it.
    #[must_use]
    pub fn column(&self) -> Option<ColumnRef> {
        self.column.map(|(index, heading)| ColumnRef::new(index, heading))
    }

    /// A fault of this cell.
    #[must_use]
    pub fn fault(&self, kind: FaultKind) -> SheetFault {
        self.place(SheetFault::new(kind))
    }

    /// The text as a user sees it; none when empty.
    ///
    /// # Errors
    /// `cell_error`; `text_damaged` for a replacement character.
    pub fn text(&self) -> Result<Option<Cow<'a, str>>, SheetFault> {
        match self.value {
            Value::Empty => Ok(None),
            Value::Broken(_) => Err(self.fault(FaultKind::CellError)),
            Value::Text(text) if text.contains('\u{FFFD}') => Err(self.fault(FaultKind::TextDamaged)),
            other => Ok(Some(other.text())),
        }
    }

    /// The text of a name: as [`text`](Self::text), and no `?` where a character was lost.
    ///
    /// # Errors
    /// `cell_error`, `text_damaged`.
    pub fn name(&self) -> Result<Option<Cow<'a, str>>, SheetFault> {
        match self.text()? {
            Some(text) if looks_damaged(&text) => Err(self.fault(FaultKind::TextDamaged)),
            other => Ok(other),
        }
    }

    /// The code, see [`clean_code`].
    ///
    /// # Errors
    /// Those of [`clean_code`], placed at this cell.
    pub fn code(&self) -> Result<Option<String>, SheetFault> {
        clean_code(self.value).map_err(|fault| self.place(fault))
    }

    /// The date, see [`read_date`].
    ///
    /// # Errors
    /// Those of [`read_date`], placed at this cell.
    pub fn date(&self) -> Result<Option<Date>, SheetFault> {
        read_date(self.value).map_err(|fault| self.place(fault))
    }

    /// Turns "nothing there" into a fault: `field.needed(field.code()?)?`.
    ///
    /// # Errors
    /// `value_missing`.
    pub fn needed<T>(&self, read: Option<T>) -> Result<T, SheetFault> {
        read.ok_or_else(|| self.fault(FaultKind::ValueMissing))
    }

    fn place(&self, fault: SheetFault) -> SheetFault {
        let fault = fault.at_row(self.row);
        let fault = match self.column {
            Some((index, heading)) => fault.at_column(index, heading),
            None => fault,
        };
        if self.value.is_empty() { fault } else { fault.quoting(&self.value.text()) }
    }
}
