//! Files of every kind and encoding give the same rows with the numbers Excel shows.

use rust_xlsxwriter::{ExcelDateTime, Format};

use office::{ColumnSpec, Limits, Overrides, Table, Value};

use crate::support::{SPECS, columns, gb18030, gz, kind_code, read, shown, table, utf16, workbook};

const SHEET: &str = "区划代码,名称\n622921,临夏县\n622926,东乡族自治县 \n";

#[test]
fn a_sheet_reads_alike_in_every_encoding_and_line_end() {
    let expected = read(SHEET.as_bytes(), "a.csv").expect("plain UTF-8");
    assert_eq!(expected[2], (3, vec!["622926".to_owned(), "东乡族自治县".to_owned()]));
    let tabs = SHEET.replace(',', "\t");
    let semicolons = SHEET.replace(',', ";");
    let table: Vec<(&str, Vec<u8>)> = vec![
        ("UTF-8 with mark", format!("\u{FEFF}{SHEET}").into_bytes()),
        ("GB 18030", gb18030(SHEET)),
        ("UTF-16, low byte first", utf16(&tabs, true)),
        ("UTF-16, high byte first", utf16(&tabs, false)),
        ("CR LF", SHEET.replace('\n', "\r\n").into_bytes()),
        ("CR", SHEET.replace('\n', "\r").into_bytes()),
        ("tabs", tabs.into_bytes()),
        ("semicolons in GB 18030", gb18030(&semicolons)),
        ("packed", gz(SHEET.as_bytes())),
        ("packed GB 18030", gz(&gb18030(SHEET))),
        ("no last line end", SHEET.trim_end().as_bytes().to_vec()),
        ("told by sep=", format!("sep=;\r\n{semicolons}").into_bytes()),
    ];
    for (what, bytes) in table {
        assert_eq!(read(&bytes, "a.csv").as_ref(), Ok(&expected), "{what}");
    }
}

#[test]
fn rare_characters_of_gb_18030_survive() {
    let rows = read(&gb18030("名称\n大水䃎\n\u{20000}家村"), "a.csv").expect("four-byte characters");
    assert_eq!(rows[1].1, ["大水䃎"]);
    assert_eq!(rows[2].1, ["\u{20000}家村"]);
}

#[test]
fn chinese_that_begins_late_is_still_recognised() {
    let filler = "622921,abc\n".repeat(20_000);
    for bytes in [gb18030(&format!("{filler}622926,东乡县\n")), format!("{filler}622926,东乡县\n").into_bytes()] {
        let rows = read(&bytes, "a.csv").expect("both encodings");
        assert_eq!(rows.last().map(|row| row.1[1].as_str()), Some("东乡县"));
        assert_eq!(rows.len(), 20_001);
    }
}

#[test]
fn a_byte_of_another_encoding_is_reported_with_its_row() {
    let filler = "622921,临夏县\n".repeat(9_999);
    for (sound, wrong) in
        [(filler.as_bytes().to_vec(), &b"1,\xC1\xD9\xCF\xC4\n"[..]), (gb18030(&filler), b"1,\xFF\xFF\n")]
    {
        let bytes = [sound.as_slice(), wrong].concat();
        let mut table = table(&bytes, "a.csv");
        let outcome: Vec<_> = table.rows().expect("begins well").collect();
        let fault = outcome.last().and_then(|last| last.as_ref().err()).expect("a fault");
        assert_eq!((fault.code(), fault.row), ("encoding_broken", Some(10_000)));
        assert_eq!(outcome.len(), 10_000, "the rows before it are delivered");
    }
}

#[test]
fn one_damaged_byte_does_not_turn_utf8_into_gb_18030() {
    let mut bytes = "名称,备注\n临夏县,甲甲\n东乡县,乙乙\n".as_bytes().to_vec();
    let at = bytes.len() - 4;
    bytes[at] = 0xFF;
    let fault = read(&bytes, "a.csv").expect_err("damaged");
    assert_eq!((fault.code(), fault.row), ("encoding_broken", Some(3)));
    assert!(fault.message_zh().contains("UTF-8"));
}

#[test]
fn rows_are_counted_as_excel_counts_them() {
    let text = "标题\n\n代码,名称\n1,\"样板四村\n（原样板五村）\"\n  ,　\n,,\n2,乙\n";
    let rows = read(text.as_bytes(), "a.csv").expect("a sheet");
    let numbers: Vec<u32> = rows.iter().map(|row| row.0).collect();
    assert_eq!(numbers, [1, 3, 4, 7]);
    assert_eq!(rows[2].1[1], "样板四村\n（原样板五村）");
}

#[test]
fn blanks_a_user_cannot_see_are_taken_off() {
    for cell in ["临夏县 ", "\u{3000}临夏县", "\u{A0}临夏县\u{200B}", "\u{FEFF}临夏县\t", "临夏县\u{2060}"]
    {
        let rows = read(format!("x;{cell};y\n").as_bytes(), "a.csv").expect("a row");
        assert_eq!(rows[0].1[1], "临夏县", "{cell:?}");
    }
}

#[test]
fn decomposed_letters_are_composed() {
    assert_eq!(read("a,e\u{301}\n".as_bytes(), "a.csv").expect("a row")[0].1[1], "é");
}

#[test]
fn the_real_divisions_of_linxia_are_read() {
    let plain = include_bytes!("../fixtures/divisions.csv");
    let packed = include_bytes!("../fixtures/divisions.csv.gz");
    for (bytes, count) in [(plain.as_slice(), 40), (packed.as_slice(), 300)] {
        let found = columns(bytes, "divisions.csv", "").expect("keys serve as headings");
        let mut table = table(bytes, "divisions.csv");
        let rows: Vec<_> =
            table.rows_after(found.heading_row()).expect("opens").map(|row| row.expect("sound")).collect();
        assert_eq!(rows.len(), count - 1);
        assert_eq!(found.field(&rows[0], "code").code(), Ok(Some("6229".to_owned())));
        assert_eq!(found.field(&rows[0], "name").name().ok().flatten().as_deref(), Some("临夏回族自治州"));
    }
}

#[test]
fn an_old_workbook_is_read_from_its_first_visible_sheet() {
    let bytes = include_bytes!("../fixtures/organisations.xls");
    let mut table = table(bytes, "一览.et");
    assert_eq!(table.sheets(), ["说明", "组织", "空表"]);
    assert_eq!(table.sheet(), Some("组织"));
    let found = table.find_columns(&SPECS, &Overrides::default()).expect("headings with a line break");
    assert_eq!(found.heading_row(), 3);
    let rows: Vec<_> = table.rows_after(3).expect("opens").map(|row| row.expect("sound")).collect();
    assert_eq!(rows.iter().map(office::Row::number).collect::<Vec<_>>(), [4, 6, 7]);
    let codes: Vec<_> = rows.iter().map(|row| found.field(row, "code").code().expect("a code")).collect();
    assert_eq!(codes, [Some("622921".to_owned()), Some("622922".to_owned()), Some("622921000000".to_owned())]);
    let founded = |at: usize| {
        found.field(&rows[at], "founded").date().map(|date| date.and_then(office::Date::day).map(|day| day.to_string()))
    };
    assert_eq!(founded(0), Ok(Some("2012-07-01".to_owned())));
    assert_eq!(founded(1), Ok(Some("2003-04-15".to_owned())));
    let fault = founded(2).expect_err("January or October");
    assert_eq!((fault.code(), fault.address().as_deref()), ("date_month_ambiguous", Some("D7")));
}

fn dated_workbook() -> Vec<u8> {
    workbook(|sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.set_name("组织").expect("a name");
        sheet.merge_range(0, 1, 0, 5, "示例县党组织一览", &Format::new()).expect("in range");
        for (column, heading) in (1..).zip(["组织\n代码", "名 称", "成立日期"]) {
            sheet.write(2, column, heading).expect("in range");
        }
        sheet.write(3, 1, 622_921).expect("in range");
        sheet.write(3, 2, "　样板村党支部").expect("in range");
        let moment = ExcelDateTime::from_ymd(2026, 11, 3).expect("a day");
        sheet.write_with_format(3, 3, &moment, &day).expect("in range");
        for row in 4..2_000 {
            sheet.write_blank(row, 1, &day).expect("in range");
        }
        sheet.write(2_000, 1, "６２２９２２").expect("in range");
        sheet.write(2_000, 2, "样板一村党支部").expect("in range");
    })
}

#[test]
fn a_workbook_gives_typed_cells_below_its_title_and_past_formatted_blanks() {
    let bytes = dated_workbook();
    let found = columns(&bytes, "a.xlsx", "").expect("headings");
    let mut table = table(&bytes, "a.xlsx");
    assert_eq!((table.sheet(), found.heading_row()), (Some("组织"), 3));
    let rows: Vec<_> = table.rows_after(3).expect("opens").map(|row| row.expect("sound")).collect();
    assert_eq!(rows.iter().map(office::Row::number).collect::<Vec<_>>(), [4, 2001]);
    assert_eq!(rows[0].value(1), &Value::Number(622_921.0));
    assert_eq!(rows[0].address(1), "B4");
    assert_eq!(shown(&rows[0]).1, ["", "622921", "样板村党支部", "2026-11-03"]);
    assert_eq!(found.field(&rows[1], "code").code(), Ok(Some("622922".to_owned())));
}

#[test]
fn a_sheet_is_chosen_by_name_or_refused_with_the_names_there_are() {
    let bytes = include_bytes!("../fixtures/organisations.xls");
    let mut table = table(bytes, "a.xls");
    table.choose_sheet(" 说明 ").expect("blanks do not matter");
    assert_eq!(table.rows().expect("opens").count(), 1);
    table.choose_sheet("空表").expect("there");
    assert_eq!(table.rows().expect("opens").count(), 0);
    let fault = table.choose_sheet("花名册").expect_err("not there");
    assert!(fault.message_zh().contains("说明、组织、空表"), "{}", fault.message_zh());
}

#[test]
fn a_file_on_disk_reads_like_one_in_memory() {
    // Tests run in the crate's folder; a path fixed when compiling would outlive a moved checkout.
    let path = std::path::Path::new("tests/fixtures/divisions.csv");
    let mut table = Table::open(path, Limits::default()).expect("opens");
    assert_eq!(table.rows().expect("opens").count(), 40);
    assert_eq!(table.rows().expect("again").count(), 40);
    assert_eq!(kind_code(Table::open(path.with_extension("none"), Limits::default())), "file_unreadable");
}

#[test]
fn a_table_of_one_column_needs_no_delimiter() {
    let specs = [ColumnSpec { key: "name", required: true, aliases: &["名称"] }];
    let mut table = table("名称\n甲\n乙\n".as_bytes(), "a.csv");
    assert_eq!(table.find_columns(&specs, &Overrides::default()).map(|found| found.index("name")), Ok(Some(0)));
}

#[test]
fn a_table_and_its_rows_may_go_to_a_blocking_thread() {
    fn movable<T: Send>(_: &T) {}
    let mut table = table(SHEET.as_bytes(), "a.csv");
    movable(&table);
    movable(&table.rows().expect("opens"));
}
