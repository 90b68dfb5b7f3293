//! Written sheets are read again as they were, and no cell of them is a formula.

use std::io::Cursor;

use office::{Cell, OutColumn, OutSheet, Table, Value, Ymd, write_csv, write_xlsx, write_xlsx_book};

use crate::support::{kind_code, package, read, table};

fn columns() -> Vec<OutColumn> {
    ["组织代码", "名称", "成立日期", "人数"].map(OutColumn::new).to_vec()
}

fn rows() -> Vec<Vec<Cell>> {
    let day = Cell::Day(Ymd::new(2012, 7, 1).expect("a day"));
    vec![
        vec![Cell::Text("0622921".to_owned()), Cell::Text("样板村\n党支部".to_owned()), day, Cell::Int(-12)],
        vec![
            Cell::Text("=1+1".to_owned()),
            Cell::Text(String::new()),
            Cell::Text("a,\"b\"".to_owned()),
            Cell::Int(i64::MAX),
        ],
    ]
}

fn xlsx(rows: Vec<Vec<Cell>>) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    write_xlsx(&mut out, "组织/一览", &columns(), rows).expect("memory");
    out.into_inner()
}

fn csv(rows: Vec<Vec<Cell>>) -> Vec<u8> {
    let mut out = Vec::new();
    write_csv(&mut out, &columns(), rows).expect("memory");
    out
}

#[test]
fn a_written_sheet_reads_back() {
    let workbook = xlsx(rows());
    for bytes in [workbook.as_slice(), &csv(rows())] {
        let back = read(bytes, "out").expect("our own file");
        assert_eq!(back[0].1, ["组织代码", "名称", "成立日期", "人数"]);
        assert_eq!(back[1], (2, ["0622921", "样板村\n党支部", "2012-07-01", "-12"].map(str::to_owned).to_vec()));
        assert_eq!(back[2].1, ["=1+1", "", "a,\"b\"", "9223372036854775807"]);
    }
    let mut table = table(&workbook, "out.xlsx");
    assert_eq!(table.sheet(), Some("组织_一览"));
    let row = table.rows_after(1).expect("opens").next().expect("a row").expect("sound");
    assert_eq!(row.value(2), &Value::Serial { days: 41_091, from_1904: false });
    assert_eq!(row.value(3), &Value::Number(-12.0));
}

#[test]
fn no_cell_of_a_csv_is_a_formula() {
    let attacks = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", " =1", "＝1", "'=1", "\n=1"];
    for attack in attacks {
        let bytes = csv(vec![vec![Cell::Text(attack.to_owned())]]);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let line = text.split_once("人数\r\n").map(|(_, line)| line).expect("a line");
        let cell = line.trim_start_matches('"');
        assert!(cell.starts_with('\''), "{attack:?} gave {line:?}");
    }
}

#[test]
fn numbers_and_days_are_not_guarded() {
    let text = String::from_utf8(csv(vec![vec![Cell::Int(-5)]])).expect("UTF-8");
    assert!(text.ends_with("\r\n-5,,,\r\n"), "{text:?}");
    assert!(text.starts_with('\u{FEFF}'));
}

#[test]
fn a_written_workbook_has_frozen_headings_a_filter_and_no_formula() {
    let bytes = xlsx(rows());
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut part = zip.by_name("xl/worksheets/sheet1.xml").expect("the sheet");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut part, &mut text).expect("XML");
    assert!(text.contains("state=\"frozen\"") && text.contains("<autoFilter ref=\"A1:D3\"/>"), "{text}");
    assert!(!text.contains("<f>"), "{text}");
}

#[test]
fn a_workbook_of_several_sheets_keeps_them_apart_and_in_order() {
    let sheet = |name: &str, rows: Vec<Vec<Cell>>| OutSheet { name: name.to_owned(), columns: columns(), rows };
    let mut out = Cursor::new(Vec::new());
    write_xlsx_book(&mut out, vec![sheet("任期", rows()), sheet("空", Vec::new())]).expect("memory");
    let mut table = table(&out.into_inner(), "out.xlsx");
    assert_eq!(table.sheets(), ["任期", "空"]);
    let count = |table: &mut Table| table.rows().expect("opens").count();
    assert_eq!(count(&mut table), 1 + rows().len());
    table.choose_sheet("空").expect("is there");
    assert_eq!(count(&mut table), 1, "the headings stand without rows");
    let twice = write_xlsx_book(Cursor::new(Vec::new()), vec![sheet("a", Vec::new()), sheet("a", Vec::new())]);
    assert_eq!(kind_code(twice), "write_failed");
}

#[test]
fn what_does_not_fit_is_refused() {
    let wide = vec![vec![Cell::Int(1); 5]];
    assert_eq!(kind_code(write_xlsx(Cursor::new(Vec::new()), "a", &columns(), wide.clone())), "write_too_wide");
    assert_eq!(kind_code(write_csv(Vec::new(), &columns(), wide)), "write_too_wide");
    let long = vec![vec![Cell::Text("长".repeat(32_768))]];
    assert_eq!(kind_code(write_xlsx(Cursor::new(Vec::new()), "a", &columns(), long)), "write_too_wide");
    assert_eq!(kind_code(write_xlsx(Cursor::new(Vec::new()), "a", &[], Vec::new())), "write_too_wide");
}

#[test]
fn a_list_without_rows_is_a_sheet_with_headings() {
    for sheet in ["", "'", "一张名字非常非常非常非常非常非常非常非常非常非常非常长的表", "a:b?"]
    {
        let mut out = Cursor::new(Vec::new());
        assert_eq!(write_xlsx(&mut out, sheet, &columns(), Vec::new()), Ok(0), "{sheet}");
        assert_eq!(read(out.get_ref(), "a.xlsx").expect("our own file").len(), 1);
    }
    assert_eq!(kind_code(read(&package(&[("readme.txt", b"x")]), "a.xlsx")), "kind_unknown");
}
