//! Files that are not what they say, or that want more than they may.

use office::{Limits, SheetFault, Table};

use crate::support::{compound, gz, kind_code, package, read, try_table, workbook};

fn with_limits(bytes: &[u8], limits: Limits) -> Result<usize, SheetFault> {
    let mut table = Table::from_bytes(bytes, "a.csv", limits)?;
    table.rows()?.map(|row| row.map(|_| 1)).sum()
}

#[test]
fn what_is_no_table_is_named_for_what_it_is() {
    let table: Vec<(&str, Vec<u8>)> = vec![
        ("file_empty", Vec::new()),
        ("html_sheet", b"\n<html><body><table><tr><td>1".to_vec()),
        ("html_sheet", "\u{FEFF}<?xml version=\"1.0\"?><Workbook>".as_bytes().to_vec()),
        ("kind_unknown", b"\x00\x01\x02\x03".to_vec()),
        ("kind_unknown", package(&[("content.xml", b"<office/>")])),
        ("kind_unknown", compound("/WordDocument", b"text")),
        ("password", compound("/EncryptedPackage", b"secret")),
        ("workbook_broken", b"PK\x03\x04 and nothing more".to_vec()),
        ("workbook_broken", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 short".to_vec()),
        ("workbook_broken", package(&[("xl/workbook.xml", b"<workbook/>")])),
        ("gzip_broken", gz(b"a,b\n1,2\n")[..12].to_vec()),
        ("gzip_broken", b"\x1F\x8B\x08 what follows is nothing".to_vec()),
    ];
    for (code, bytes) in table {
        assert_eq!(kind_code(read(&bytes, "花名册.xls")), code, "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn an_open_quotation_mark_is_told_where_it_opens() {
    let text = format!("代码,名称\n1,甲\n2,\"乙\n{}", "3,丙\n".repeat(1_000_000));
    for text in [text.as_str(), "a,b\n1,2\n3,\"4\n"] {
        let fault = read(text.as_bytes(), "a.csv").expect_err("never closed");
        assert_eq!((fault.code(), fault.row), ("quote_unclosed", Some(3)));
    }
}

#[test]
fn limits_of_text_are_kept() {
    let default = Limits::default();
    let table = [
        ("file_too_big", "a,b\n".repeat(9), Limits { file_bytes: 8, ..default }),
        ("file_too_big", "a,b\n".repeat(9), Limits { unpacked_bytes: 8, ..default }),
        ("too_many_rows", "a\n\n\nb\n".to_owned(), Limits { rows: 3, ..default }),
        ("too_many_columns", "a,b,c,,d\n".to_owned(), Limits { columns: 4, ..default }),
        ("cell_too_long", "甲乙丙丁\n".to_owned(), Limits { cell_chars: 3, ..default }),
        ("row_too_long", "甲".repeat(2 << 20), default),
        ("no fault", "a,b,c,,,,,,\n\n".to_owned(), Limits { rows: 1, columns: 3, cell_chars: 1, ..default }),
    ];
    for (code, text, limits) in table {
        assert_eq!(kind_code(with_limits(text.as_bytes(), limits)), code);
    }
    let bomb = gz(&vec![b'\n'; 3 << 20]);
    assert!(bomb.len() < 10_000);
    assert_eq!(kind_code(with_limits(&bomb, Limits { unpacked_bytes: 1 << 20, ..default })), "file_too_big");
}

#[test]
fn limits_of_packages_are_kept_whatever_they_declare() {
    let default = Limits::default();
    let parts: Vec<(String, Vec<u8>)> = (0..50).map(|at| (format!("xl/media/{at}.png"), vec![0; 100_000])).collect();
    let mut refs: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    refs.push(("xl/workbook.xml", b"<workbook/>"));
    let bytes = package(&refs);
    assert_eq!(kind_code(with_limits(&bytes, Limits { zip_entries: 50, ..default })), "too_many_parts");
    assert_eq!(kind_code(with_limits(&bytes, Limits { unpacked_bytes: 4 << 20, ..default })), "file_too_big");
    let entities =
        b"<?xml version=\"1.0\"?><!doctype x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><workbook>&e;</workbook>";
    assert_eq!(kind_code(try_table(&package(&[("xl/workbook.xml", entities)]), "a.xlsx")), "foreign_entities");
    let greedy: &[u8] = b"<sst xmlns=\"x\" uniqueCount=\"99999999999999999999\"><si/></sst>";
    let bytes = package(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", greedy)]);
    assert_eq!(kind_code(try_table(&bytes, "a.xlsx")), "workbook_broken");
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let low = workbook(|sheet| {
        sheet.write(0, 0, "a").expect("in range");
        sheet.write(1_048_575, 3, "z").expect("in range");
    });
    assert_eq!(read(&low, "a.xlsx").map(|rows| rows[1].0), Ok(1_048_576));
    let right = workbook(|sheet| {
        sheet.write(0, 16_383, "z").expect("in range");
    });
    let fault = read(&right, "a.xlsx").expect_err("too far");
    assert_eq!((fault.code(), fault.address().as_deref()), ("too_many_columns", Some("XFD1")));
}

/// The record stream of an old workbook with one sheet that begins right after the list of sheets.
fn old_workbook(sheet: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).expect("short");
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    };
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let place = u32::try_from(begin.len() + 4 + 9 + 4).expect("short");
    let entry = [&place.to_le_bytes(), &[0, 0, 1, 0, b'A'][..]].concat();
    let mut stream = [begin.clone(), record(0x0085, &entry), record(0x000A, &[]), begin].concat();
    for (kind, data) in sheet {
        stream.extend(record(*kind, data));
    }
    stream.extend(record(0x000A, &[]));
    compound("/Workbook", &stream)
}

fn number_at(row: u16, column: u16) -> (u16, Vec<u8>) {
    (0x0203, [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &7.0_f64.to_le_bytes()].concat())
}

fn dimensions(bottom: u32, right: u16) -> (u16, Vec<u8>) {
    (0x0200, [&0_u32.to_le_bytes()[..], &bottom.to_le_bytes(), &[0, 0], &right.to_le_bytes(), &[0, 0]].concat())
}

#[test]
fn an_old_workbook_cannot_ask_for_a_block_it_does_not_fill() {
    assert_eq!(read(&old_workbook(&[number_at(2, 1)]), "a.xls"), Ok(vec![(3, vec![String::new(), "7".to_owned()])]));
    let hostile = [
        vec![number_at(0, 0), number_at(65_535, 65_535)],
        vec![dimensions(u32::MAX, u16::MAX), number_at(0, 0)],
        vec![(0x0200, [&9_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &[0, 0, 1, 0, 0, 0]].concat())],
        vec![(0x0200, vec![1, 2, 3])],
    ];
    for sheet in hostile {
        assert_eq!(kind_code(try_table(&old_workbook(&sheet), "a.xls")), "workbook_broken");
    }
    assert_eq!(
        kind_code(try_table(&old_workbook(&[(0x00E5, vec![9, 0, 1])]), "a.xls")),
        "workbook_broken",
        "a panic is contained"
    );
}
