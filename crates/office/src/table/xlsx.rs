//! Workbooks of today: `.xlsx`, read cell by cell.
//!
//! The reader's own whole-sheet block is not used: a stray cell in the last corner would make it as large as the sheet
//! can be.

use calamine::{DataRef, Reader, Xlsx, XlsxCellReader, XlsxError};

use super::archive::{broken, check, contained};
use super::source::{Bytes, Source};
use super::{Row, RowSource, SheetList, too_wide};
use crate::cell::Value;
use crate::fault::SheetFault;
use crate::limits::Limits;
use crate::words::FaultKind;

/// An open workbook.
pub(super) struct Workbook {
    book: Xlsx<Bytes>,
    pub(super) sheets: SheetList,
}

impl Workbook {
    pub(super) fn open(source: &Source, name: &str, limits: &Limits) -> Result<Self, SheetFault> {
        check(source.open()?, name, limits)?;
        let bytes = source.open()?;
        contained(|| {
            let book: Xlsx<Bytes> = Xlsx::new(bytes).map_err(fault)?;
            let sheets = SheetList::of(book.sheets_metadata())?;
            Ok(Self { book, sheets })
        })
    }

    pub(super) fn rows(&mut self, limits: &Limits) -> Result<XlsxRows<'_>, SheetFault> {
        let from_1904 = self.book.has_1904_epoch();
        let sheet = self.sheets.chosen();
        let cells = contained(|| self.book.worksheet_cells_reader(sheet).map_err(fault))?;
        Ok(XlsxRows { cells, ahead: None, ended: false, row: 0, from_1904, limits: *limits })
    }
}

fn fault(error: XlsxError) -> SheetFault {
    match error {
        XlsxError::Password => SheetFault::new(FaultKind::Password),
        other => broken(other),
    }
}

/// The rows of one sheet, gathered from its cells.
pub(super) struct XlsxRows<'a> {
    cells: XlsxCellReader<'a, Bytes>,
    /// The first cell of the row to come.
    ahead: Option<Placed>,
    /// The reader must not be asked again after its last cell: it would look for the end a second time.
    ended: bool,
    row: u32,
    from_1904: bool,
    limits: Limits,
}

/// A filled cell and its place, both counted from 0.
struct Placed {
    row: u32,
    column: usize,
    value: Value,
}

impl XlsxRows<'_> {
    /// The next filled cell; the many empty ones that only carry a format are passed over.
    fn filled(&mut self) -> Result<Option<Placed>, SheetFault> {
        while !self.ended {
            let Some(cell) = self.cells.next_cell().map_err(fault)? else {
                self.ended = true;
                break;
            };
            let value = value_of(cell.get_value(), self.from_1904);
            let (row, column) = cell.get_position();
            if !value.is_empty() {
                return Ok(Some(Placed { row, column: usize::try_from(column).unwrap_or(usize::MAX), value }));
            }
        }
        Ok(None)
    }

    fn gather(&mut self) -> Result<Option<Row>, SheetFault> {
        let Some(first) = self.next_cell()? else { return Ok(None) };
        let (row, number) = (first.row, first.row.saturating_add(1));
        if number <= self.row {
            return Err(broken(format!("row {number} after row {}", self.row)));
        }
        self.row = number;
        let mut values = Vec::new();
        self.put(&mut values, first)?;
        while let Some(cell) = self.filled()? {
            if cell.row != row {
                self.ahead = Some(cell);
                break;
            }
            self.put(&mut values, cell)?;
        }
        Row::checked(number, values, &self.limits)
    }

    fn next_cell(&mut self) -> Result<Option<Placed>, SheetFault> {
        match self.ahead.take() {
            Some(cell) => Ok(Some(cell)),
            None => self.filled(),
        }
    }

    fn put(&self, values: &mut Vec<Value>, cell: Placed) -> Result<(), SheetFault> {
        if cell.column >= self.limits.columns {
            return Err(too_wide(self.row, cell.column, &self.limits));
        }
        if values.len() <= cell.column {
            values.resize(cell.column + 1, Value::Empty);
        }
        if let Some(place) = values.get_mut(cell.column) {
            *place = cell.value;
        }
        Ok(())
    }
}

impl RowSource for XlsxRows<'_> {
    fn next_row(&mut self) -> Result<Option<Row>, SheetFault> {
        contained(|| self.gather())
    }
}

/// The reader's cell as one of ours; used for `.xls` too, whose cells convert without loss.
pub(super) fn value_of(cell: &DataRef<'_>, from_1904: bool) -> Value {
    match cell {
        DataRef::Empty => Value::Empty,
        #[expect(clippy::cast_precision_loss, reason = "the file format itself knows only 64-bit floating numbers")]
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::of_text(text),
        DataRef::SharedString(text) => Value::of_text(text),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::Error(error) => Value::Broken(error.to_string()),
        DataRef::DateTime(moment) => moment_value(*moment, from_1904),
    }
}

/// A date keeps its whole days; a bare time of day or a span of hours is no date and stays a number.
fn moment_value(moment: calamine::ExcelDateTime, from_1904: bool) -> Value {
    let number = moment.as_f64();
    let days = format!("{:.0}", number.trunc()).parse::<u32>().ok().filter(|days| *days > 0 && moment.is_datetime());
    days.map_or(Value::Number(number), |days| Value::Serial { days, from_1904 })
}
