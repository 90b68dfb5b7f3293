//! Real shapes of texts, and that nothing is lost or doubled whatever comes.

use proptest::prelude::*;

use super::*;

fn pieces(text: &str) -> Vec<(i64, String, String)> {
    split(&Line::of_text(text)).into_iter().map(|p| (p.depth, p.label, p.text)).collect()
}

fn shape(text: &str) -> Vec<(i64, String)> {
    pieces(text).into_iter().map(|(depth, label, _)| (depth, label)).collect()
}

fn of(expected: &[(i64, &str)]) -> Vec<(i64, String)> {
    expected.iter().map(|(depth, label)| (*depth, (*label).to_owned())).collect()
}

#[test]
fn a_regulation_is_cut_into_chapters_articles_and_items() {
    let text = "某某考核办法\n（试行）\n第一章　总则\n第一条　为了规范考核，制定本办法。\n第二条 考核包括：\n（一）日常考核；\n\
                （二）年度考核，其中：\n1.自评；\n2.核定。\n第二章 附则\n第三条 本办法自发布之日起施行。";
    let expected = [
        (0, ""),
        (0, "第一章"),
        (1, "第一条"),
        (1, "第二条"),
        (2, "（一）"),
        (2, "（二）"),
        (3, "1."),
        (3, "2."),
        (0, "第二章"),
        (1, "第三条"),
    ];
    assert_eq!(shape(text), of(&expected));
    assert_eq!(pieces(text)[0].2, "某某考核办法\n（试行）");
    assert_eq!(pieces(text)[2].2, "为了规范考核，制定本办法。");
}

#[test]
fn an_opinion_is_cut_by_its_enumerations_down_to_the_circles() {
    let text =
        "一、总体要求\n坚持统筹。\n二、主要任务\n（一）抓组织\n1.抓班子\n（1）选人\n①民主\n（二）抓队伍\n三、保障";
    let expected =
        [(0, "一、"), (0, "二、"), (1, "（一）"), (2, "1."), (3, "（1）"), (4, "①"), (1, "（二）"), (0, "三、")];
    assert_eq!(shape(text), of(&expected));
    assert_eq!(pieces(text)[0].2, "总体要求\n坚持统筹。");
}

#[test]
fn enumerations_stand_above_articles_in_a_text_that_begins_with_them() {
    assert_eq!(
        shape("一、职责\n第一条 甲\n第二条 乙\n二、程序\n第三条 丙"),
        of(&[(0, "一、"), (1, "第一条"), (1, "第二条"), (0, "二、"), (1, "第三条")])
    );
}

#[test]
fn numbers_and_headings_of_a_word_processor_cut_like_marks() {
    let line = |number: &str, text: &str, heading| Line { number: number.to_owned(), text: text.to_owned(), heading };
    let lines = [
        line("", "某某规程", Some(1)),
        line("第一条", "甲", None),
        line("（一）", "乙", None),
        line("", "续乙", None),
        line("第二条", "（一）丙", None),
    ];
    let found = split(&lines);
    let shape: Vec<(i64, &str, &str)> = found.iter().map(|p| (p.depth, p.label.as_str(), p.text.as_str())).collect();
    assert_eq!(shape, [(0, "", "某某规程"), (1, "第一条", "甲"), (2, "（一）", "乙\n续乙"), (1, "第二条", "（一）丙")]);
}

#[test]
fn what_no_other_stands_under_is_a_leaf() {
    assert_eq!(leaves(&[0, 1, 1, 2, 0]), [false, true, false, true, true]);
    assert!(leaves(&[]).is_empty());
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Lines of marks, near-marks and text in any order.
fn some_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "第一章",
        "第 二 条",
        "第三条规定",
        "一、",
        "（一）",
        "(2)",
        "1.",
        "1.5",
        "①",
        "附件",
        "　",
        " ",
        "抓班子",
        "：",
        "第",
        "\t",
        "1",
        "）",
        "。",
        "a)",
        "条",
        "\r",
        "\u{feff}",
    ]);
    let line = prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat());
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn nothing_is_lost_or_doubled(text in some_text()) {
        let found = split(&Line::of_text(&text));
        let joined: String = found.iter().map(|p| format!("{}{}", p.label, p.text)).collect();
        prop_assert_eq!(without_blanks(&joined), without_blanks(&text));
    }

    #[test]
    fn nothing_of_any_text_at_all_is_lost(text in "\\PC{0,200}") {
        let found = split(&Line::of_text(&text));
        let joined: String = found.iter().map(|p| format!("{}{}", p.label, p.text)).collect();
        prop_assert_eq!(without_blanks(&joined), without_blanks(&text));
    }

    #[test]
    fn depth_begins_at_nought_and_deepens_by_one_at_most(text in some_text()) {
        let found = split(&Line::of_text(&text));
        prop_assert!(found.first().is_none_or(|p| p.depth == 0));
        prop_assert!(found.windows(2).all(|pair| pair[1].depth <= pair[0].depth + 1));
    }

    #[test]
    fn cutting_the_pieces_again_cuts_nothing_more(text in some_text()) {
        let once = split(&Line::of_text(&text));
        for piece in &once {
            prop_assert!(piece.text.lines().skip(1).all(|line| mark_of(line.trim()).is_none()));
        }
    }
}
