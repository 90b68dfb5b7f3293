//! Headings find their columns; where they cannot, the fault says what was found.

use office::{ColumnSpec, Columns, Overrides, Row, SheetFault, Value, column_index, column_letter, fold_heading};

use crate::support::{SPECS, columns, kind_code, table};

fn header(headings: &[&str]) -> Row {
    Row::new(1, headings.iter().map(|text| Value::of_text(text)).collect())
}

fn places(headings: &[&str], told: &str) -> Result<Vec<Option<usize>>, SheetFault> {
    let found = Columns::resolve(&header(headings), &SPECS, &Overrides::parse(told)?)?;
    Ok(SPECS.iter().map(|spec| found.index(spec.key)).collect())
}

#[test]
fn headings_are_compared_without_their_ornaments() {
    let table = [
        ("组织 代码", "组织代码"),
        ("组织\n代码", "组织代码"),
        ("*组织代码", "组织代码"),
        ("单位名称（全称）", "单位名称(全称)"),
        ("ＣＯＤＥ", "code"),
        ("Parent_Code", "parentcode"),
        ("省／市", "省市"),
        ("　代－码　", "代码"),
    ];
    for (written, same) in table {
        assert_eq!(fold_heading(written), fold_heading(same), "{written:?}");
    }
}

#[test]
fn wanted_columns_are_found_wherever_they_stand() {
    assert_eq!(places(&["名称", "区划代码"], ""), Ok(vec![Some(1), Some(0), None]));
    assert_eq!(places(&["序号", "CODE", "", "名 称", "成立日期"], ""), Ok(vec![Some(1), Some(3), Some(4)]));
    assert_eq!(places(&["代码", "区划代码", "名称"], ""), Ok(vec![Some(1), Some(2), None]), "the better alias wins");
}

#[test]
fn the_user_may_tell_a_column_by_heading_or_by_letter() {
    let headings = ["序号", "编号", "单位", "编号2"];
    assert_eq!(places(&headings, "code=编号,name=单位"), Ok(vec![Some(1), Some(2), None]));
    assert_eq!(places(&headings, "code = d，name=单 位"), Ok(vec![Some(3), Some(2), None]));
    assert_eq!(
        places(&["A", "B"], "code=B,name=A"),
        Ok(vec![Some(1), Some(0), None]),
        "a heading goes before a letter"
    );
}

#[test]
fn columns_that_cannot_be_told_are_faults_that_name_what_is_there() {
    let table: [(&[&str], &str, &str, &str); 8] = [
        (&["代码", "单位"], "", "column_missing", "代码、单位"),
        (&["代码", "代 码", "名称"], "", "heading_twice", "A, B"),
        (&["代码", "名称", "成立日期", "成立日期"], "", "heading_twice", "C, D"),
        (&["代码", "名称"], "code=编码", "override_heading_missing", "编码"),
        (&["代码", "名称"], "code=Z", "override_heading_missing", "代码、名称"),
        (&["代码", "名称"], "kode=A", "override_key_unknown", "code, name, founded"),
        (&["代码", "名称"], "code", "override_syntax", "code"),
        (&["代码", "名称"], "code=", "override_syntax", "code="),
    ];
    for (headings, told, code, names) in table {
        let fault = places(headings, told).expect_err(code);
        assert_eq!(fault.code(), code);
        assert!(fault.message_zh().contains(names), "{}", fault.message_zh());
        assert!(fault.message_en().contains(names), "{}", fault.message_en());
    }
}

#[test]
fn columns_nobody_asked_for_are_listed() {
    let found = Columns::resolve(&header(&["代码", "民族", "", "名称", "家庭住址"]), &SPECS, &Overrides::default());
    let ignored: Vec<_> =
        found.expect("resolves").ignored().into_iter().map(|c| format!("{} {}", c.letter, c.heading)).collect();
    assert_eq!(ignored, ["B 民族", "E 家庭住址"]);
}

#[test]
fn the_headings_stand_below_the_titles() {
    let text =
        "附件2,,,\n2015年党组织情况统计表,,,\n填报单位：示例县,,单位：个,\n\n序号,组织代码,组织名称,\n1,622921,甲,\n";
    let found = columns(text.as_bytes(), "a.csv", "").expect("row 5");
    assert_eq!((found.heading_row(), found.index("code"), found.index("name")), (5, Some(1), Some(2)));
}

#[test]
fn without_headings_the_fault_is_that_of_the_row_most_like_them() {
    let text = "示例县一览表,一,二,三\n序号,组织代码,单位\n1,622921,甲\n";
    let fault = columns(text.as_bytes(), "a.csv", "").expect_err("no name");
    assert_eq!((fault.code(), fault.row), ("column_missing", Some(2)));
    assert!(fault.message_zh().contains("序号、组织代码、单位"), "{}", fault.message_zh());
    let late = format!("{}代码,名称\n", "标题\n".repeat(10));
    assert_eq!(kind_code(columns(late.as_bytes(), "a.csv", "")), "column_missing");
    assert_eq!(kind_code(columns(b" \n,\n", "a.csv", "")), "no_headings");
}

#[test]
fn optional_columns_alone_are_found_in_the_first_row_that_has_any() {
    let specs = [ColumnSpec { key: "note", required: false, aliases: &["备注"] }];
    let mut table = table("标题\n代码,备注\n".as_bytes(), "a.csv");
    assert_eq!(table.find_columns(&specs, &Overrides::default()).map(|found| found.heading_row()), Ok(2));
}

#[test]
fn a_field_says_where_it_stands() {
    let found = Columns::resolve(&header(&["名称", "区划代码"]), &SPECS, &Overrides::default()).expect("resolves");
    let row = Row::new(17, vec![Value::of_text("临?夏县"), Value::of_text("6.22921E+11")]);
    let fault = found.field(&row, "code").code().expect_err("digits lost");
    assert_eq!(fault.address().as_deref(), Some("B17"));
    assert_eq!(
        fault.message_zh(),
        "第 17 行 B 列“区划代码”“6.22921E+11”：代码被 Excel 当作数字，位数已丢失。请把该列设为“文本”格式后重新填写完整代码。"
    );
    assert!(
        fault.message_en().starts_with("Row 17, column B “区划代码”, “6.22921E+11”: The code"),
        "{}",
        fault.message_en()
    );
    assert!(!fault.without_value().message_zh().contains("6.22921"));
    assert_eq!(found.field(&row, "name").name().map(|_| ()).map_err(|f| f.code()), Err("text_damaged"));
    let empty = found.field(&row, "founded");
    assert_eq!((empty.address(), empty.date()), (None, Ok(None)));
    assert_eq!(kind_code(empty.needed(empty.date().ok().flatten())), "value_missing");
}

#[test]
fn letters_and_places_of_columns_agree() {
    for (index, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
        assert_eq!(column_letter(index), letters);
        assert_eq!(column_index(letters), Some(index));
        assert_eq!(column_index(&letters.to_lowercase()), Some(index));
    }
    assert_eq!([column_index(""), column_index("A1"), column_index("代"), column_index("AAAA")], [None; 4]);
}
