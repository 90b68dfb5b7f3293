//! A count written in one of the forms in which word processors number paragraphs.

/// The count in this form; empty for bullets.
pub(super) fn written(form: &str, n: i64) -> String {
    match form {
        "bullet" | "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographLegalTraditional"
        | "koreanCounting" => chinese(n),
        "chineseLegalSimplified" => legal(n),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => digits(n),
        "ideographTraditional" => one_of("甲乙丙丁戊己庚辛壬癸", n),
        "ideographZodiac" => one_of("子丑寅卯辰巳午未申酉戌亥", n),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => beyond('\u{2460}', 20, n),
        "decimalEnclosedParen" => beyond('\u{2474}', 20, n),
        "decimalEnclosedFullstop" => beyond('\u{2488}', 20, n),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(n),
        "decimalZero" => format!("{n:02}"),
        "lowerLetter" => letters(n, b'a'),
        "upperLetter" => letters(n, b'A'),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperRoman" => roman(n),
        _ => n.to_string(),
    }
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// 一, 十一, 二十, 一百零一, up to 9999; beyond, digits.
pub(super) fn chinese(n: i64) -> String {
    if !(1..=9_999).contains(&n) {
        return n.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = usize::try_from(n / unit % 10).unwrap_or(0);
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        // 十一, not 一十一, where nothing stands before it.
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push_str(DIGITS[digit]);
        }
        out.push_str(name);
    }
    out
}

fn legal(n: i64) -> String {
    let plain = chinese(n);
    let plain = plain.strip_prefix('十').map_or(plain.clone(), |rest| format!("一十{rest}"));
    let pairs = [
        ('一', '壹'),
        ('二', '贰'),
        ('三', '叁'),
        ('四', '肆'),
        ('五', '伍'),
        ('六', '陆'),
        ('七', '柒'),
        ('八', '捌'),
        ('九', '玖'),
        ('十', '拾'),
        ('百', '佰'),
        ('千', '仟'),
    ];
    plain.chars().map(|c| pairs.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)).collect()
}

/// Digit by digit: 一〇.
fn digits(n: i64) -> String {
    n.to_string()
        .chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|d| usize::try_from(d).ok())
        .map(|d| DIGITS[d])
        .collect()
}

fn one_of(signs: &str, n: i64) -> String {
    let sign = usize::try_from(n - 1).ok().and_then(|n| signs.chars().nth(n));
    sign.map_or_else(|| n.to_string(), String::from)
}

/// The signs from `first` on, of which there are `most`.
fn beyond(first: char, most: i64, n: i64) -> String {
    let code = u32::try_from(n - 1).ok().filter(|_| n <= most).map(|n| u32::from(first) + n);
    code.and_then(char::from_u32).map_or_else(|| n.to_string(), String::from)
}

fn full_width(n: i64) -> String {
    n.to_string().chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect()
}

/// a … z, aa, bb …, as Word goes on.
fn letters(n: i64, first: u8) -> String {
    let Some(index) = usize::try_from(n - 1).ok().filter(|n| *n < 26 * 20) else { return n.to_string() };
    let letter = first + u8::try_from(index % 26).unwrap_or(0);
    char::from(letter).to_string().repeat(index / 26 + 1)
}

fn roman(n: i64) -> String {
    if !(1..4_000).contains(&n) {
        return n.to_string();
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, sign) in [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_word_writes_them() {
        for (form, n, expected) in [
            ("chineseCountingThousand", 1, "一"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 12, "十二"),
            ("chineseCounting", 20, "二十"),
            ("chineseCounting", 101, "一百零一"),
            ("chineseCounting", 110, "一百一十"),
            ("chineseCounting", 1_010, "一千零一十"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 3, "丙"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalZero", 7, "07"),
            ("lowerLetter", 27, "aa"),
            ("upperRoman", 1_994, "MCMXCIV"),
            ("decimal", -3, "-3"),
            ("bullet", 1, ""),
            ("somethingNew", 5, "5"),
        ] {
            assert_eq!(written(form, n), expected, "{form} {n}");
        }
    }

    #[test]
    fn no_count_is_a_fault_of_ours() {
        for form in ["chineseCounting", "ideographTraditional", "decimalEnclosedCircle", "lowerLetter", "lowerRoman"] {
            for n in [i64::MIN + 1, -1, 0, 26 * 20 + 1, 10_000, i64::MAX] {
                assert!(!written(form, n).is_empty());
            }
        }
    }
}
