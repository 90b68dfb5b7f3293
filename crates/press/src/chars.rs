//! Characters: what is printed of a text, how wide it is, and Chinese numerals.

/// A text as it is printed: one sort of line break, no other control characters, nothing invisible.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            c if !is_printed(c) => {}
            c => out.push(c),
        }
    }
    // A wide space is set on purpose: it keeps the room for a day or a hand.
    out.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned()
}

/// Whether a character leaves a trace on paper. What does not is dropped: control characters, what XML cannot
/// hold, joiners, marks of direction and selectors of variants.
pub(crate) fn is_printed(c: char) -> bool {
    !(c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' |
            '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' |
            '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}'))
}

/// Width of a text in halves of a character: letters and figures count one, all else two.
pub(crate) fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{2000}' { 1 } else { 2 }).sum()
}

/// A number from 1 to 99 in Chinese; larger ones in figures.
pub(crate) fn numeral(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |d: u32| DIGITS[usize::try_from(d % 10).unwrap_or(0)];
    match n {
        1..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", digit(n)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_those_of_headings() {
        let read: Vec<String> = [1, 9, 10, 11, 20, 21, 99, 100].into_iter().map(numeral).collect();
        assert_eq!(read, ["一", "九", "十", "十一", "二十", "二十一", "九十九", "100"]);
    }

    #[test]
    fn nothing_invisible_is_printed() {
        assert_eq!(clean(" 甲\u{200b}乙\u{feff}\r\n丙\u{0}\t丁\u{fe0f} "), "甲乙\n丙 丁");
    }
}
