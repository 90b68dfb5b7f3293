//! One table of a file, whatever the file's kind, read row by row.

mod archive;
mod biff;
mod csv;
mod source;
mod xls;
mod xlsx;

use std::path::Path;
use std::sync::Arc;

use self::source::{Kind, Source};
use crate::cell::Value;
use crate::encoding::Encoding;
use crate::fault::{SheetFault, column_letter};
use crate::heading::{ColumnSpec, Columns, Overrides};
use crate::limits::Limits;
use crate::words::FaultKind;

/// Above the headings stand titles, the reporting unit and a date; never more than a few rows.
const HEADING_WITHIN: usize = 10;

static NOTHING: Value = Value::Empty;

/// A filled row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    number: u32,
    values: Vec<Value>,
}

impl Row {
    /// A row made by hand, for headings that do not come from a file.
    #[must_use]
    pub const fn new(number: u32, values: Vec<Value>) -> Self {
        Self { number, values }
    }

    /// The row's number as Excel shows it, from 1. In a CSV file a record with line breaks inside quotes is one row and
    /// blank lines count, as they do when Excel opens the file.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The cells up to the last filled one.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The cell in a column counted from 0; empty to the right of the last.
    #[must_use]
    pub fn value(&self, column: usize) -> &Value {
        self.values.get(column).unwrap_or(&NOTHING)
    }

    /// The address of the cell in a column counted from 0: `B17`.
    #[must_use]
    pub fn address(&self, column: usize) -> String {
        format!("{}{}", column_letter(column), self.number)
    }

    /// The row without empty cells at its end, within limits; none when nothing is in it.
    fn checked(number: u32, mut values: Vec<Value>, limits: &Limits) -> Result<Option<Self>, SheetFault> {
        while values.last().is_some_and(Value::is_empty) {
            values.pop();
        }
        if values.is_empty() {
            return Ok(None);
        }
        if number > limits.rows {
            return Err(SheetFault::new(FaultKind::TooManyRows).at_row(number).with("limit", limits.rows));
        }
        if values.len() > limits.columns {
            return Err(too_wide(number, values.len() - 1, limits));
        }
        match values.iter().position(|value| is_too_long(value, limits.cell_chars)) {
            Some(column) => {
                let fault = SheetFault::new(FaultKind::CellTooLong).with("limit", limits.cell_chars);
                Err(fault.at_row(number).at_column(column, ""))
            }
            None => Ok(Some(Self { number, values })),
        }
    }
}

fn too_wide(row: u32, column: usize, limits: &Limits) -> SheetFault {
    SheetFault::new(FaultKind::TooManyColumns).with("limit", limits.columns).at_row(row).at_column(column, "")
}

/// Bytes are counted first: counting characters of every cell would cost more than reading them.
fn is_too_long(value: &Value, limit: usize) -> bool {
    matches!(value, Value::Text(text) if text.len() > limit && text.chars().count() > limit)
}

/// A table file, opened; its rows can be read more than once.
pub struct Table {
    body: Body,
    limits: Limits,
}

enum Body {
    Text(csv::TextFile),
    Xlsx(Box<xlsx::Workbook>),
    Xls(Box<xls::Workbook>),
}

impl Table {
    /// Opens a file. Its kind is told by its first bytes, not by its name.
    ///
    /// # Errors
    /// Faults of the whole file: unreadable, too big, empty, of another kind, locked by a password, damaged.
    pub fn open(path: impl AsRef<Path>, limits: Limits) -> Result<Self, SheetFault> {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::from_source(&Source::file(path), &name, limits)
    }

    /// Opens a file that lies in memory, such as an upload; `name` is only used in messages and to tell `.tsv`.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>, name: &str, limits: Limits) -> Result<Self, SheetFault> {
        Self::from_source(&Source::memory(bytes.into()), name, limits)
    }

    fn from_source(source: &Source, name: &str, limits: Limits) -> Result<Self, SheetFault> {
        let body = match source.kind(name, &limits)? {
            Kind::Text { packed } => Body::Text(csv::TextFile::new(source.clone(), packed, name)),
            Kind::Zip => Body::Xlsx(Box::new(xlsx::Workbook::open(source, name, &limits)?)),
            Kind::Compound => Body::Xls(Box::new(xls::Workbook::open(source, name, &limits)?)),
        };
        Ok(Self { body, limits })
    }

    /// The sheets with cells, hidden ones too; none for a text file.
    #[must_use]
    pub fn sheets(&self) -> Vec<&str> {
        self.sheet_list().map(|list| list.names().collect()).unwrap_or_default()
    }

    /// The sheet that is read: the first visible one unless chosen otherwise; none for a text file.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet_list().map(SheetList::chosen)
    }

    /// Chooses the sheet to read.
    ///
    /// # Errors
    /// `sheet_unknown`, naming the sheets there are.
    pub fn choose_sheet(&mut self, name: &str) -> Result<(), SheetFault> {
        match &mut self.body {
            Body::Text(_) => Err(SheetFault::new(FaultKind::SheetUnknown).with("sheet", name).with("sheets", "–")),
            Body::Xlsx(book) => book.sheets.choose(name),
            Body::Xls(book) => book.sheets.choose(name),
        }
    }

    const fn sheet_list(&self) -> Option<&SheetList> {
        match &self.body {
            Body::Text(_) => None,
            Body::Xlsx(book) => Some(&book.sheets),
            Body::Xls(book) => Some(&book.sheets),
        }
    }

    /// All filled rows from the first.
    ///
    /// # Errors
    /// Faults of the file that show when it is read; later ones come from the iterator.
    pub fn rows(&mut self) -> Result<Rows<'_>, SheetFault> {
        let source: Box<dyn RowSource + Send + '_> = match &mut self.body {
            Body::Text(file) => Box::new(file.rows(&self.limits)?),
            Body::Xlsx(book) => Box::new(book.rows(&self.limits)?),
            Body::Xls(book) => Box::new(book.rows(&self.limits)?),
        };
        Ok(Rows { source, after: 0, ended: false })
    }

    /// The filled rows below a row, usually the headings'.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn rows_after(&mut self, row: u32) -> Result<Rows<'_>, SheetFault> {
        Ok(Rows { after: row, ..self.rows()? })
    }

    /// Finds the headings: the first of the first ten filled rows that has all required columns.
    ///
    /// # Errors
    /// Those of [`Columns::resolve`], of the row that came nearest; faults of the file.
    pub fn find_columns(&mut self, specs: &[ColumnSpec<'_>], overrides: &Overrides) -> Result<Columns, SheetFault> {
        let mut nearest: Option<(usize, SheetFault)> = None;
        for row in self.rows()?.take(HEADING_WITHIN) {
            let row = row?;
            let fault = match Columns::resolve(&row, specs, overrides) {
                Ok(columns) if columns.is_match() => return Ok(columns),
                Ok(_) => continue,
                Err(fault) => fault,
            };
            let near = nearness(&row, specs, &fault);
            if nearest.as_ref().is_none_or(|(before, _)| near > *before) {
                nearest = Some((near, fault));
            }
        }
        Err(nearest.map_or_else(|| SheetFault::new(FaultKind::NoHeadings), |(_, fault)| fault))
    }
}

/// How much a refused row looks like the headings: its fault is then the one worth telling. Wanted columns found count
/// most, then the row's width; a heading found twice is nearer than one not found.
fn nearness(row: &Row, specs: &[ColumnSpec<'_>], fault: &SheetFault) -> usize {
    let has = |spec: &&ColumnSpec<'_>| {
        let alone = ColumnSpec { required: false, ..**spec };
        Columns::resolve(row, &[alone], &Overrides::default()).map_or(true, |columns| columns.is_match())
    };
    let found = specs.iter().filter(has).count();
    let twice = usize::from(fault.kind == FaultKind::HeadingTwice);
    (found + twice) * 100_000 + row.values().iter().filter(|value| !value.is_empty()).count()
}

/// The rows of one table, in order. After a fault nothing more comes.
pub struct Rows<'a> {
    source: Box<dyn RowSource + Send + 'a>,
    after: u32,
    ended: bool,
}

impl Rows<'_> {
    /// The encoding of a text file, as far as it is known by now; none for a workbook.
    #[must_use]
    pub fn encoding(&self) -> Option<Encoding> {
        self.source.encoding()
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, SheetFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.source.next_row() {
                Ok(Some(row)) if row.number <= self.after => (),
                Ok(Some(row)) => return Some(Ok(row)),
                Ok(None) => self.ended = true,
                Err(fault) => {
                    self.ended = true;
                    return Some(Err(fault));
                }
            }
        }
        None
    }
}

/// What every kind of file gives: its filled rows, one after the other.
trait RowSource {
    fn next_row(&mut self) -> Result<Option<Row>, SheetFault>;

    fn encoding(&self) -> Option<Encoding> {
        None
    }
}

/// The sheets of a workbook that hold cells, and which of them is read.
struct SheetList {
    names: Vec<String>,
    chosen: String,
}

impl SheetList {
    fn of(metadata: &[calamine::Sheet]) -> Result<Self, SheetFault> {
        let with_cells = || metadata.iter().filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet);
        let visible = with_cells().find(|sheet| sheet.visible == calamine::SheetVisible::Visible);
        let chosen = visible.or_else(|| with_cells().next()).ok_or_else(|| SheetFault::new(FaultKind::NoSheet))?;
        Ok(Self { chosen: chosen.name.clone(), names: with_cells().map(|sheet| sheet.name.clone()).collect() })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    fn chosen(&self) -> &str {
        &self.chosen
    }

    /// Blanks around a sheet's name (`3月 `) are not what a user means to type.
    fn choose(&mut self, name: &str) -> Result<(), SheetFault> {
        match self.names.iter().find(|known| known.trim() == name.trim()) {
            Some(known) => {
                self.chosen.clone_from(known);
                Ok(())
            }
            None => {
                Err(SheetFault::new(FaultKind::SheetUnknown).with("sheet", name).with("sheets", self.names.join("、")))
            }
        }
    }
}
