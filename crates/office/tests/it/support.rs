//! Files built in memory, and short ways to read them.

use std::io::{Cursor, Write};

use office::{ColumnSpec, Columns, Limits, Overrides, Row, SheetFault, Table};

/// The columns that most tests want.
pub(crate) const SPECS: [ColumnSpec<'static>; 3] = [
    ColumnSpec { key: "code", required: true, aliases: &["区划代码", "组织代码", "代码"] },
    ColumnSpec { key: "name", required: true, aliases: &["名称", "组织名称"] },
    ColumnSpec { key: "founded", required: false, aliases: &["成立日期"] },
];

pub(crate) fn table(bytes: &[u8], name: &str) -> Table {
    try_table(bytes, name).expect("the file opens")
}

pub(crate) fn try_table(bytes: &[u8], name: &str) -> Result<Table, SheetFault> {
    Table::from_bytes(bytes, name, Limits::default())
}

/// Number and texts of every filled row.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Vec<(u32, Vec<String>)>, SheetFault> {
    try_table(bytes, name)?.rows()?.map(|row| row.map(|row| shown(&row))).collect()
}

pub(crate) fn shown(row: &Row) -> (u32, Vec<String>) {
    (row.number(), row.values().iter().map(|value| value.text().into_owned()).collect())
}

pub(crate) fn columns(bytes: &[u8], name: &str, told: &str) -> Result<Columns, SheetFault> {
    try_table(bytes, name)?.find_columns(&SPECS, &Overrides::parse(told)?)
}

pub(crate) fn gz(text: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text).expect("memory");
    packer.finish().expect("memory")
}

pub(crate) fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

pub(crate) fn utf16(text: &str, low_first: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit: u16| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

/// A zip package of the given parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(content).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A compound file with one stream.
pub(crate) fn compound(path: &str, content: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    file.create_stream(path).and_then(|mut stream| stream.write_all(content)).expect("memory");
    file.flush().expect("memory");
    file.into_inner().into_inner()
}

/// A workbook made by the given drawing of its first sheet.
pub(crate) fn workbook(draw: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    draw(book.add_worksheet());
    book.save_to_buffer().expect("memory")
}

pub(crate) fn kind_code<T>(outcome: Result<T, SheetFault>) -> &'static str {
    outcome.err().map_or("no fault", |fault| fault.code())
}
