//! Workbooks of old: `.xls` and WPS's `.et`, which is the same inside. Read into memory as a block, so bounded first.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Range, Reader, Xls, XlsError};

use super::archive::{broken, contained};
use super::source::{Bytes, Source};
use super::{Row, RowSource, SheetList, biff};
use crate::cell::Value;
use crate::encoding::from_io;
use crate::fault::SheetFault;
use crate::limits::Limits;
use crate::table::xlsx::value_of;
use crate::words::FaultKind;

/// An open workbook.
pub(super) struct Workbook {
    book: Xls<Cursor<Vec<u8>>>,
    pub(super) sheets: SheetList,
}

impl Workbook {
    pub(super) fn open(source: &Source, name: &str, limits: &Limits) -> Result<Self, SheetFault> {
        let stream = contained(|| record_stream(source.open()?, name))?;
        contained(|| biff::check(&stream, limits))?;
        let mut bytes = Vec::new();
        source.open()?.take(limits.file_bytes).read_to_end(&mut bytes).map_err(from_io)?;
        contained(|| {
            let book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(fault)?;
            let sheets = SheetList::of(book.sheets_metadata())?;
            Ok(Self { book, sheets })
        })
    }

    pub(super) fn rows(&mut self, limits: &Limits) -> Result<XlsRows, SheetFault> {
        let sheet = self.sheets.chosen();
        let block = contained(|| self.book.worksheet_range(sheet).map_err(fault))?;
        let from_1904 = self.book.has_1904_epoch();
        Ok(XlsRows { block, next: 0, from_1904, limits: *limits })
    }
}

/// The stream of records inside the compound file. A new workbook with a password is a compound file too.
fn record_stream(bytes: Bytes, name: &str) -> Result<Vec<u8>, SheetFault> {
    let mut file = cfb::CompoundFile::open(bytes).map_err(broken)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(SheetFault::new(FaultKind::Password));
    }
    let Some(path) = ["/Workbook", "/Book"].into_iter().find(|path| file.is_stream(path)) else {
        return Err(SheetFault::new(FaultKind::KindUnknown).with("name", name));
    };
    let mut stream = Vec::new();
    file.open_stream(path).and_then(|mut records| records.read_to_end(&mut stream)).map_err(broken)?;
    Ok(stream)
}

fn fault(error: XlsError) -> SheetFault {
    match error {
        XlsError::Password => SheetFault::new(FaultKind::Password),
        other => broken(other),
    }
}

/// The rows of one sheet's block.
pub(super) struct XlsRows {
    block: Range<Data>,
    next: usize,
    from_1904: bool,
    limits: Limits,
}

impl XlsRows {
    fn value(&self, column: usize) -> Value {
        self.block.get((self.next, column)).map_or(Value::Empty, |cell| value_of(&borrowed(cell), self.from_1904))
    }
}

impl RowSource for XlsRows {
    fn next_row(&mut self) -> Result<Option<Row>, SheetFault> {
        let Some((top, left)) = self.block.start() else { return Ok(None) };
        let blanks = usize::try_from(left).unwrap_or_default();
        let (height, width) = self.block.get_size();
        while self.next < height {
            let number = u32::try_from(self.next).unwrap_or(u32::MAX).saturating_add(top).saturating_add(1);
            let cells = (0..width).map(|column| self.value(column));
            let values = std::iter::repeat_n(Value::Empty, blanks).chain(cells).collect();
            self.next += 1;
            if let Some(row) = Row::checked(number, values, &self.limits)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
