//! Whatever the bytes, reading ends in rows or in a fault; whatever is written is read again.

use std::io::Cursor;

use office::{
    Cell, Columns, FaultKind, OutColumn, Overrides, Row, Value, Ymd, clean_code, read_date, write_csv, write_xlsx,
};
use proptest::prelude::*;

use crate::support::{SPECS, read, table, try_table};

/// Opens, reads, finds columns, converts each cell: the whole way of an import.
fn import(bytes: &[u8], name: &str) {
    let Ok(mut table) = try_table(bytes, name) else { return };
    let _ = table.find_columns(&SPECS, &Overrides::default()).map_err(|fault| (fault.message_zh(), fault.message_en()));
    let Ok(rows) = table.rows() else { return };
    let mut before = 0;
    for row in rows.flatten() {
        assert!(row.number() > before, "row numbers rise");
        before = row.number();
        for value in row.values() {
            let _ = (clean_code(value), read_date(value));
        }
    }
}

/// A text as it comes out of a sheet: what lies between the blanks at its ends.
fn tidy_cell() -> impl Strategy<Value = String> {
    "[ -~，。一-龥＝－'\"=+@\n]{0,12}".prop_map(|text| Value::of_text(&text).text().into_owned())
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        tidy_cell().prop_map(Cell::Text),
        any::<i64>().prop_map(Cell::Int),
        (1900_u16..2200, 1_u8..13, 1_u8..29)
            .prop_filter_map("a day", |(y, m, d)| Ymd::new(y, m, d))
            .prop_map(Cell::Day),
    ]
}

fn texts(row: &[Cell]) -> Vec<String> {
    let mut texts: Vec<_> = row
        .iter()
        .map(|cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Int(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
        })
        .collect();
    while texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts
}

fn expected(rows: &[Vec<Cell>]) -> Vec<(u32, Vec<String>)> {
    (2..).zip(rows).map(|(number, row)| (number, texts(row))).filter(|(_, texts)| !texts.is_empty()).collect()
}

fn old_workbook() -> Vec<u8> {
    include_bytes!("../fixtures/organisations.xls").to_vec()
}

fn new_workbook() -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let row = || vec![Cell::Text("622921".to_owned()), Cell::Int(7), Cell::Text("样板村".to_owned())];
    write_xlsx(&mut out, "a", &["代码", "数", "名称"].map(OutColumn::new), (0..30).map(|_| row())).expect("memory");
    out.into_inner()
}

/// The workbook's sheet with some of its XML overwritten, packed again so that the damage reaches the reader.
fn damaged_package(damage: &[(usize, u8)]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(new_workbook())).expect("our own file");
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).expect("a part");
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).expect("memory");
        let name = part.name().expect("a name").into_owned();
        for (place, byte) in damage {
            let length = content.len();
            if !name.contains("docProps") && length > 0 {
                content[place % length] = *byte;
            }
        }
        parts.push((name, content));
    }
    crate::support::package(
        &parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect::<Vec<_>>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_rows_or_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        import(&bytes, "a.csv");
        for start in [&b"PK\x03\x04"[..], b"\x1F\x8B\x08\x00", b"\xFF\xFE", b"\xEF\xBB\xBF", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"] {
            import(&[start, &bytes].concat(), "a.tsv.gz");
        }
    }

    #[test]
    fn any_text_ends_in_rows_or_a_fault(text in "[a-z\",;\t\r\n'=  　0-9年.Ee+\\-临夏县]{0,200}") {
        import(text.as_bytes(), "a.csv");
    }

    #[test]
    fn a_damaged_workbook_ends_in_rows_or_a_fault(damage in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6)) {
        for mut bytes in [old_workbook(), new_workbook()] {
            let length = bytes.len();
            for (place, byte) in &damage {
                bytes[place % length] = *byte;
            }
            import(&bytes, "a.xls");
        }
        import(&damaged_package(&damage), "a.xlsx");
    }

    #[test]
    fn our_cutting_agrees_with_the_csv_crate(text in "[ab\",\n\r]{0,60}") {
        // An open quotation mark is the one thing the two judge differently.
        if let Ok(ours) = read(format!(",{text}").as_bytes(), "a.csv") {
            let text = format!(",{text}");
            let mut theirs = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = theirs.records().map(|record| record.expect("text").iter().map(|cell| Value::of_text(cell).text().into_owned()).collect()).collect();
            let trimmed: Vec<Vec<String>> = theirs.into_iter().map(|row| texts(&row.into_iter().map(Cell::Text).collect::<Vec<_>>())).filter(|row| !row.is_empty()).collect();
            prop_assert_eq!(ours.into_iter().map(|row| row.1).collect::<Vec<_>>(), trimmed);
        }
    }

    #[test]
    fn what_is_written_is_read_again(rows in prop::collection::vec(prop::collection::vec(cell(), 0..4), 0..8)) {
        let columns = ["甲", "乙", "丙"].map(OutColumn::new);
        let mut csv = Vec::new();
        let mut book = Cursor::new(Vec::new());
        write_csv(&mut csv, &columns, rows.clone()).expect("memory");
        write_xlsx(&mut book, "表", &columns, rows.clone()).expect("memory");
        for bytes in [csv, book.into_inner()] {
            let back = read(&bytes, "out").expect("our own file");
            prop_assert_eq!(back.get(1..).unwrap_or_default().to_vec(), expected(&rows));
        }
    }

    #[test]
    fn any_heading_row_resolves_or_says_why(headings in prop::collection::vec("\\PC{0,6}", 0..6), told in "[a-z=,代码A]{0,12}") {
        let row = Row::new(1, headings.iter().map(|text| Value::of_text(text)).collect());
        let outcome = Overrides::parse(&told).and_then(|told| Columns::resolve(&row, &SPECS, &told));
        if let Err(fault) = outcome {
            prop_assert!(fault.kind != FaultKind::NoHeadings && !fault.message_zh().is_empty());
        }
    }

    #[test]
    fn any_number_converts_or_says_why(number in any::<f64>(), days in any::<u32>(), from_1904 in any::<bool>()) {
        for value in [Value::Number(number), Value::Serial { days, from_1904 }] {
            let _ = (clean_code(&value), read_date(&value), value.text());
        }
    }
}

#[test]
fn a_table_can_be_read_twice() {
    let mut table = table(&new_workbook(), "a.xlsx");
    assert_eq!(table.rows().expect("opens").count(), 31);
    assert_eq!(table.rows_after(1).expect("opens").count(), 30);
}
