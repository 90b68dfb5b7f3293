//! Cells become codes and dates, or say why not.

use office::{Date, FaultKind, SheetFault, Value, Ymd, clean_code, looks_damaged, read_date, to_halfwidth};

fn text(cell: &str) -> Value {
    Value::of_text(cell)
}

#[test]
fn codes_lose_what_typing_and_excel_put_around_them() {
    let table = [
        (text("622921"), "622921"),
        (text("６２２９２１"), "622921"),
        (text(" 622 921\u{3000}100 "), "622921100"),
        (text("'622921"), "622921"),
        (text("’００１"), "001"),
        (text("=\"0930210001\""), "0930210001"),
        (text("622921.0"), "622921"),
        (text("91623000MA7ABCD12E"), "91623000MA7ABCD12E"),
        (text("12E5"), "12E5"),
        (text("a-1_b/2"), "a-1_b/2"),
        (Value::Number(622_921.0), "622921"),
        (Value::Number(622_921_100_206.0), "622921100206"),
        (Value::Number(0.0), "0"),
    ];
    for (value, expected) in table {
        assert_eq!(clean_code(&value), Ok(Some(expected.to_owned())), "{value:?}");
    }
    for nothing in [Value::Empty, text("'"), text("\u{200B}")] {
        assert_eq!(clean_code(&nothing), Ok(None));
    }
}

#[test]
fn codes_that_excel_spoiled_are_reported() {
    let table = [
        (text("6.22921E+11"), "code_digits_lost"),
        (text("6.22921e+11"), "code_digits_lost"),
        (text("1E-05"), "code_digits_lost"),
        (Value::Number(9.999_991_9e17), "code_digits_lost"),
        (Value::Number(622_921.5), "code_not_whole"),
        (Value::Number(-3.0), "code_not_whole"),
        (text("622921.5"), "code_not_whole"),
        (text("-622921"), "code_not_whole"),
        (text("622,921"), "code_bad_character"),
        (text("临夏"), "code_bad_character"),
        (Value::Serial { days: 46_082, from_1904: false }, "code_is_date"),
        (Value::Broken("#REF!".to_owned()), "cell_error"),
    ];
    for (value, code) in table {
        assert_eq!(clean_code(&value).map_err(|fault| fault.code()), Err(code), "{value:?}");
    }
}

fn day(year: u16, month: u8, day: u8) -> Date {
    Date::Day(Ymd::new(year, month, day).expect("a day of the calendar"))
}

#[test]
fn dates_are_read_in_all_forms_of_the_offices() {
    let third = day(2026, 11, 3);
    let forms =
        ["2026-11-03", "2026/11/3", "2026.11.3", "2026年11月3日", "2026年11月03号", "20261103", "２０２６－１１－０３"];
    for form in
        forms.into_iter().chain(["2026-11-03 08:30:00", "2026-11-03T08:30:00Z", "'2026-11-03", " 2026 年 11 月 3 日 "])
    {
        assert_eq!(read_date(&text(form)), Ok(Some(third)), "{form:?}");
    }
    assert_eq!(read_date(&Value::Number(20_261_103.0)), Ok(Some(third)));
    assert_eq!(read_date(&Value::Serial { days: 46_329, from_1904: false }), Ok(Some(third)));
    assert_eq!(read_date(&Value::Number(46_329.0)), Ok(Some(third)), "a serial without its format");
    assert_eq!(read_date(&text("")), Ok(None));
}

#[test]
fn a_month_or_a_year_is_not_made_a_day() {
    let november = Date::Month { year: 2026, month: 11 };
    for form in ["2026.11", "2026-11", "2026/11", "2026年11月", "202611"] {
        assert_eq!(read_date(&text(form)), Ok(Some(november)), "{form:?}");
    }
    assert_eq!(november.day(), None);
    assert_eq!(read_date(&Value::Number(2026.11)), Ok(Some(november)));
    assert_eq!(read_date(&Value::Number(1998.07)), Ok(Some(Date::Month { year: 1998, month: 7 })));
    assert_eq!(read_date(&text("2015年")), Ok(Some(Date::Year(2015))));
    assert_eq!(read_date(&text("2015")), Ok(Some(Date::Year(2015))));
}

#[test]
fn dates_that_would_be_a_guess_are_reported() {
    let table = [
        ("1998.1", "date_month_ambiguous"),
        ("98.7", "date_two_digit_year"),
        ("98年7月1日", "date_two_digit_year"),
        ("2016-02-30", "date_impossible"),
        ("2023年2月29日", "date_impossible"),
        ("2019-13-01", "date_impossible"),
        ("2016-00", "date_impossible"),
        ("1066-10-14", "date_impossible"),
        ("2015.08-2017.08", "date_unreadable"),
        ("2015年8月至今", "date_unreadable"),
        ("2015.8—", "date_unreadable"),
        ("长期坚持", "date_unreadable"),
        ("3/11/2026", "date_unreadable"),
        ("123456789", "date_unreadable"),
        ("46329", "date_unreadable"),
        ("12:30", "date_unreadable"),
    ];
    for (form, code) in table {
        assert_eq!(read_date(&text(form)).map_err(|fault| fault.code()), Err(code), "{form:?}");
    }
    assert_eq!(read_date(&Value::Number(1998.1)).map_err(|fault| fault.code()), Err("date_month_ambiguous"));
}

#[test]
fn serials_count_from_the_epoch_of_their_workbook() {
    let table = [
        (1, false, Some("1900-01-01")),
        (59, false, Some("1900-02-28")),
        (60, false, None),
        (61, false, Some("1900-03-01")),
        (35_977, false, Some("1998-07-01")),
        (34_515, true, Some("1998-07-01")),
        (40_725, false, Some("2011-07-01")),
        (0, false, None),
        (0, true, Some("1904-01-01")),
        (u32::MAX, false, None),
    ];
    for (serial, from_1904, expected) in table {
        let read = Ymd::from_serial(serial, from_1904).map(|day| day.to_string());
        assert_eq!(read.as_deref(), expected, "{serial} {from_1904}");
    }
}

#[test]
fn a_lossy_save_is_recognised_and_a_question_is_not() {
    for damaged in ["大水?农机", "临夏\u{FFFD}县"] {
        assert!(looks_damaged(damaged), "{damaged}");
    }
    for sound in ["大水䃎农机", "为什么？", "what?", "完成了吗?"] {
        assert!(!looks_damaged(sound), "{sound}");
    }
}

#[test]
fn full_width_letters_and_digits_become_half_width() {
    assert_eq!(to_halfwidth("Ｘ１２（ａ）　临夏·县"), "X12(a) 临夏·县");
}

#[test]
fn every_kind_of_fault_has_both_sentences_and_its_own_code() {
    let mut codes = std::collections::HashSet::new();
    for kind in FaultKind::ALL {
        let fault = SheetFault::new(*kind).at_row(3).at_column(1, "名称").quoting(&"长".repeat(100));
        assert!(codes.insert(fault.code()), "{}", fault.code());
        assert!(fault.message_zh().starts_with("第 3 行 B 列“名称”“长"), "{}", fault.message_zh());
        assert!(fault.message_zh().ends_with('。') && fault.message_en().ends_with('.'), "{}", fault.code());
        assert!(fault.value.is_some_and(|value| value.chars().count() == 40));
        assert!(!SheetFault::new(*kind).message_en().contains(char::is_control));
    }
}
