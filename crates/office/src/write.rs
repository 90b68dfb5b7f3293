//! Writing sheets: lists of the program for Excel or for another program.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::date::Ymd;
use crate::fault::SheetFault;
use crate::text::is_formula_like;
use crate::words::FaultKind;

/// Rows of an Excel sheet below the headings.
const SHEET_ROWS: u32 = 1_048_575;
/// Characters of an Excel cell.
const CELL_CHARS: usize = 32_767;
/// Whole numbers beyond this lose digits in Excel; they are written as text.
const EXACT: u64 = 999_999_999_999_999;
/// Columns of an Excel sheet.
const SHEET_COLUMNS: usize = 16_384;

/// A cell to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, codes included: they keep their leading zeros. An empty text leaves the cell empty.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A day, written as a real date.
    Day(Ymd),
}

/// A column to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutColumn {
    /// The heading.
    pub heading: String,
    /// Width in characters as Excel counts them (a Chinese character is two); none to take it from the heading.
    pub width: Option<u16>,
}

impl OutColumn {
    /// A column as wide as its heading needs.
    #[must_use]
    pub fn new(heading: &str) -> Self {
        Self { heading: heading.to_owned(), width: None }
    }

    fn characters(&self) -> u16 {
        let needed = || self.heading.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u16>().saturating_add(4);
        self.width.unwrap_or_else(needed).clamp(8, 60)
    }
}

/// One sheet of a workbook with several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutSheet {
    /// What it is called; no two of a workbook alike.
    pub name: String,
    /// Its columns.
    pub columns: Vec<OutColumn>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Writes one sheet as `.xlsx`: headings styled and frozen, with a filter. Rows pass through a temporary file, so that
/// memory does not grow with their number. Gives the number of rows written.
///
/// # Errors
/// `write_failed`, `write_too_many_rows`, `write_too_wide`; the first fault that `rows` itself brings.
pub fn write_xlsx<W, R>(out: W, sheet: &str, columns: &[OutColumn], rows: R) -> Result<u32, SheetFault>
where
    W: Write + Seek + Send,
    R: IntoIterator<Item = Vec<Cell>>,
{
    let mut book = Workbook::new();
    let count = add_sheet(&mut book, &Looks::new(), sheet, columns, rows)?;
    book.save_to_writer(out).map_err(failed)?;
    Ok(count)
}

/// Writes several sheets as one `.xlsx`, each as [`write_xlsx`] writes one, in this order.
///
/// # Errors
/// Those of [`write_xlsx`]; `write_failed` for two sheets of one name.
pub fn write_xlsx_book<W: Write + Seek + Send>(out: W, sheets: Vec<OutSheet>) -> Result<(), SheetFault> {
    let (mut book, looks) = (Workbook::new(), Looks::new());
    for sheet in sheets {
        add_sheet(&mut book, &looks, &sheet.name, &sheet.columns, sheet.rows)?;
    }
    book.save_to_writer(out).map_err(failed)
}

fn add_sheet<R>(
    book: &mut Workbook,
    looks: &Looks,
    sheet: &str,
    columns: &[OutColumn],
    rows: R,
) -> Result<u32, SheetFault>
where
    R: IntoIterator<Item = Vec<Cell>>,
{
    let last = last_column(columns)?;
    let page = book.add_worksheet_with_constant_memory().map_err(failed)?;
    prepare(page, sheet, columns).map_err(failed)?;
    let mut count = 0;
    for cells in rows {
        if count == SHEET_ROWS {
            return Err(SheetFault::new(FaultKind::WriteTooManyRows).with("limit", SHEET_ROWS));
        }
        count += 1;
        check_row(count + 1, &cells, columns.len())?;
        for (column, cell) in (0_u16..).zip(&cells) {
            looks.put(page, count, column, cell).map_err(failed)?;
        }
    }
    page.autofilter(0, 0, count, last).map_err(failed)?;
    Ok(count)
}

fn last_column(columns: &[OutColumn]) -> Result<u16, SheetFault> {
    let last =
        columns.len().checked_sub(1).filter(|last| *last < SHEET_COLUMNS).and_then(|last| u16::try_from(last).ok());
    last.ok_or_else(|| SheetFault::new(FaultKind::WriteTooWide).with("limit", SHEET_COLUMNS))
}

/// Widths and headings; they must stand before the first row, since rows leave for the file as they come.
fn prepare(page: &mut Worksheet, sheet: &str, columns: &[OutColumn]) -> Result<(), XlsxError> {
    page.set_name(sheet_name(sheet))?;
    page.set_freeze_panes(1, 0)?;
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xE8_EE_F4))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    for (column, wanted) in (0_u16..).zip(columns) {
        page.set_column_width(column, f64::from(wanted.characters()))?;
        page.write_string_with_format(0, column, printable(&wanted.heading), &head)?;
    }
    Ok(())
}

/// Excel's rules for a sheet's name: 31 characters, none of `[]:*?/\`, no apostrophe at its ends, not empty.
fn sheet_name(wanted: &str) -> String {
    let cleaned: String =
        wanted.chars().map(|c| if c.is_control() || "[]:*?/\\".contains(c) { '_' } else { c }).collect();
    let name: String = cleaned.trim_matches('\'').chars().take(31).collect();
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() { "Sheet1".to_owned() } else { name.to_owned() }
}

/// Formats shared by all cells.
struct Looks {
    day: Format,
    /// Keeps a text a text when a user steps into the cell, or saves the sheet as something else.
    guarded: Format,
}

impl Looks {
    fn new() -> Self {
        Self {
            day: Format::new().set_num_format("yyyy-mm-dd"),
            guarded: Format::new().set_quote_prefix().set_num_format("@"),
        }
    }

    fn put(&self, page: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) if text.is_empty() => return Ok(()),
            Cell::Text(text) if is_formula_like(text) => {
                page.write_string_with_format(row, column, printable(text), &self.guarded)?
            }
            Cell::Text(text) => page.write_string(row, column, printable(text))?,
            #[expect(clippy::cast_precision_loss, reason = "checked to be exact")]
            Cell::Int(number) if number.unsigned_abs() <= EXACT => page.write_number(row, column, *number as f64)?,
            Cell::Int(number) => page.write_string(row, column, number.to_string())?,
            Cell::Day(day) => {
                let moment = ExcelDateTime::from_ymd(day.year(), day.month(), day.day())?;
                page.write_datetime_with_format(row, column, &moment, &self.day)?
            }
        };
        Ok(())
    }
}

/// Without the control characters that XML cannot hold; line breaks and tabs stay.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}

fn check_row(row: u32, cells: &[Cell], columns: usize) -> Result<(), SheetFault> {
    if cells.len() > columns {
        return Err(SheetFault::new(FaultKind::WriteTooWide).with("limit", columns).at_row(row));
    }
    let long = |cell: &Cell| matches!(cell, Cell::Text(text) if text.len() > CELL_CHARS && text.encode_utf16().count() > CELL_CHARS);
    match cells.iter().position(long) {
        Some(column) => {
            Err(SheetFault::new(FaultKind::WriteTooWide).with("limit", CELL_CHARS).at_row(row).at_column(column, ""))
        }
        None => Ok(()),
    }
}

/// Writes one table as `.csv` for Excel: UTF-8 with a byte order mark and CR LF. Texts that a program could take for a
/// formula get an apostrophe, which our own reading takes off again. Gives the number of rows written.
///
/// # Errors
/// `write_failed`, `write_too_wide`.
pub fn write_csv<W, R>(mut out: W, columns: &[OutColumn], rows: R) -> Result<u32, SheetFault>
where
    W: Write,
    R: IntoIterator<Item = Vec<Cell>>,
{
    out.write_all("\u{FEFF}".as_bytes()).map_err(failed)?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(out);
    csv.write_record(columns.iter().map(|column| guarded(&column.heading))).map_err(failed)?;
    let mut count: u32 = 0;
    for cells in rows {
        count = count.saturating_add(1);
        if cells.len() > columns.len() {
            return Err(SheetFault::new(FaultKind::WriteTooWide)
                .with("limit", columns.len())
                .at_row(count.saturating_add(1)));
        }
        let blanks = columns.len() - cells.len();
        let texts = cells.iter().map(csv_text).chain(std::iter::repeat_n(String::new(), blanks));
        csv.write_record(texts).map_err(failed)?;
    }
    csv.flush().map_err(failed)?;
    Ok(count)
}

fn csv_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        Cell::Int(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

fn guarded(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\0').collect();
    if is_formula_like(&text) { format!("'{text}") } else { text }
}

fn failed(error: impl std::fmt::Display) -> SheetFault {
    SheetFault::new(FaultKind::WriteFailed).with("reason", error)
}
