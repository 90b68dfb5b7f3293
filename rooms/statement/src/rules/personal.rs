//! What points to a person: it does not go into a publication (`trust.md` G2).
//!
//! Found are addresses with a door number, valid mainland identity numbers (GB 11643: division, birth date, check digit), mobile
//! numbers and bank card numbers (Luhn), also in full-width digits and in the groups people write.

use super::address;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 身份证号.
    Identity,
    /// 手机号.
    Mobile,
    /// 银行卡号.
    Card,
    /// 门牌地址.
    Address,
}

impl Kind {
    /// Code of the refusal.
    #[must_use]
    pub const fn fault(self) -> &'static str {
        match self {
            Self::Identity => "statement_identity",
            Self::Mobile => "statement_mobile",
            Self::Card => "statement_card",
            Self::Address => "statement_address",
        }
    }
}

/// One number or address that points to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// The same with its digits hidden: all of an address, the middle of a number.
    pub masked: String,
    /// Where it stands: indices of the first character and of the one after the last.
    pub at: (usize, usize),
}

/// Digits that stand together, and the characters they take.
struct Group {
    digits: String,
    from: usize,
    until: usize,
}

/// Most groups in which people write one number.
const GROUPS_MOST: usize = 6;

/// Everything in a text that points to a person, from left to right.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let chars: Vec<char> = text.chars().map(kernel::text::halfwidth).collect();
    let mut found = Vec::new();
    for run in runs(&chars) {
        let mut first = 0;
        while first < run.len() {
            match longest(&run[first..]) {
                Some((kind, count)) => {
                    let groups = &run[first..first + count];
                    let digits: String = groups.iter().map(|g| g.digits.as_str()).collect();
                    found.push(Found { kind, masked: mask(&digits), at: (groups[0].from, groups[count - 1].until) });
                    first += count;
                }
                None => first += 1,
            }
        }
    }
    let numbers = found.len();
    for at in address::find(&chars) {
        if found[..numbers].iter().all(|n| n.at.1 <= at.0 || at.1 <= n.at.0) {
            found.push(Found { kind: Kind::Address, masked: address::mask(&chars[at.0..at.1]), at });
        }
    }
    found.sort_by_key(|f| f.at);
    found
}

/// The text with everything of that kind hidden: for texts that others wrote.
#[must_use]
pub fn masked(text: &str) -> String {
    let found = find(text);
    if found.is_empty() {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for hit in found {
        out.extend(&chars[from..hit.at.0]);
        out.push_str(&hit.masked);
        from = hit.at.1;
    }
    out.extend(&chars[from..]);
    out
}

/// Runs of groups: digits joined by at most one blank or hyphen.
fn runs(chars: &[char]) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !chars[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let from = i;
        while i < chars.len() && chars[i].is_ascii_digit() {
            i += 1;
        }
        let mut digits: String = chars[from..i].iter().collect();
        // The check character of an identity number; in a longer word the letter is something else.
        let ends_word = !chars.get(i + 1).is_some_and(char::is_ascii_alphanumeric);
        if matches!(chars.get(i), Some('x' | 'X')) && ends_word {
            digits.push('X');
            i += 1;
        }
        let joined = from > 0 && matches!(chars[from - 1], ' ' | '-' | '－' | '–');
        let follows = runs.last().and_then(|r| r.last()).is_some_and(|g| g.until + 1 == from);
        let group = Group { digits, from, until: i };
        match runs.last_mut() {
            Some(run) if joined && follows => run.push(group),
            _ => runs.push(vec![group]),
        }
    }
    runs
}

/// The number that begins with the first group and takes the most groups.
fn longest(groups: &[Group]) -> Option<(Kind, usize)> {
    (1..=groups.len().min(GROUPS_MOST)).rev().find_map(|count| {
        let lengths: Vec<usize> = groups[..count].iter().map(|g| g.digits.len()).collect();
        let digits: String = groups[..count].iter().map(|g| g.digits.as_str()).collect();
        kind_of(&digits, &lengths).map(|kind| (kind, count))
    })
}

fn kind_of(digits: &str, lengths: &[usize]) -> Option<Kind> {
    if is_identity(digits) {
        return Some(Kind::Identity);
    }
    if is_mobile(digits, lengths) {
        return Some(Kind::Mobile);
    }
    let (last, others) = lengths.split_last()?;
    let grouped = others.is_empty() || (others.iter().all(|n| *n == 4) && *last <= 4);
    (grouped && is_card(digits)).then_some(Kind::Card)
}

fn is_identity(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = digits.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i16>().unwrap_or(0);
    let small = |range| i8::try_from(number(range)).unwrap_or(0);
    let born = kernel::Day::new(number(6..10), small(10..12), small(12..14));
    let in_reach = (1850..2100).contains(&number(6..10));
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    is_province(&digits[..2]) && in_reach && born.is_some() && CHECKS.get(sum as usize % 11) == Some(&bytes[17])
}

/// First two digits of division codes (GB/T 2260), Taiwan, Hong Kong and Macau among them.
fn is_province(two: &str) -> bool {
    let n: u8 = two.parse().unwrap_or(0);
    matches!(n, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// Eleven digits from 13 to 19, alone or as 3-4-4, 3-8 or 7-4, with or without the country's 86.
fn is_mobile(digits: &str, lengths: &[usize]) -> bool {
    let (digits, lengths) = match lengths {
        [2, rest @ ..] if digits.starts_with("86") => (&digits[2..], rest.to_vec()),
        [first, rest @ ..] if digits.starts_with("86") && digits.len() == 13 => {
            (&digits[2..], [&[first - 2], rest].concat())
        }
        _ => (digits, lengths.to_vec()),
    };
    let bytes = digits.as_bytes();
    bytes.len() == 11
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
        && bytes.iter().all(u8::is_ascii_digit)
        && matches!(lengths[..], [11] | [3, 4, 4] | [3, 8] | [7, 4])
}

/// 16 to 19 digits that begin as cards in use here do and satisfy Luhn.
fn is_card(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let shaped = (16..=19).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_digit)
        && matches!(bytes[0], b'3'..=b'6' | b'9')
        && bytes.iter().any(|b| *b != bytes[0]);
    let sum: u32 = bytes
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| u32::from(b.wrapping_sub(b'0')) * if i % 2 == 1 { 2 } else { 1 })
        .map(|n| if n > 9 { n - 9 } else { n })
        .sum();
    shaped && sum.is_multiple_of(10)
}

fn mask(digits: &str) -> String {
    let hidden = digits.len().saturating_sub(5);
    format!("{}{}{}", &digits[..3], "*".repeat(hidden), &digits[digits.len() - 2..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An identity number with a right check digit.
    fn identity(seventeen: &str) -> String {
        let right = "0123456789X".chars().find(|c| is_identity(&format!("{seventeen}{c}")));
        format!("{seventeen}{}", right.unwrap())
    }

    fn card(start: &str) -> String {
        (0..10).map(|n| format!("{start}{n}")).find(|c| is_card(c)).unwrap()
    }

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|f| f.kind).collect()
    }

    #[test]
    fn numbers_that_point_to_a_person_are_found_however_they_are_written() {
        use Kind::{Card, Identity, Mobile};
        let (number, bank) = (identity("62292119490307123"), card("622848012345678"));
        let wide: String = number
            .chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c })
            .collect();
        let spaced = format!("{} {} {}", &number[..6], &number[6..14], &number[14..]);
        let grouped = format!("{} {} {} {}", &bank[..4], &bank[4..8], &bank[8..12], &bank[12..]);
        for (text, expected) in [
            (format!("身份证{number}，"), Identity),
            (format!("证号：{}", number.to_lowercase()), Identity),
            (wide, Identity),
            (spaced, Identity),
            ("电话13912345678。".to_owned(), Mobile),
            ("139 1234 5678".to_owned(), Mobile),
            ("139-12345678".to_owned(), Mobile),
            ("+8613912345678".to_owned(), Mobile),
            ("+86 139-1234-5678".to_owned(), Mobile),
            ("１３９１２３４５６７８".to_owned(), Mobile),
            (format!("卡号{bank}"), Card),
            (grouped, Card),
            (card("622848012345678901"), Card),
        ] {
            assert_eq!(kinds(&text), [expected], "{text}");
        }
    }

    #[test]
    fn ordinary_figures_are_no_persons() {
        let number = identity("62292119490307123");
        let last = number.chars().last().unwrap();
        let wrong = format!("{}{}", &number[..17], if last == '1' { '2' } else { '1' });
        for text in [
            "2026-11-23 至 2026-11-30 共 38 户",
            "州组交〔2026〕11号，第 3 条",
            "投入资金 1234567.89 元",
            "622921001001 号片区",
            "0930-6221234",
            "12345678901",
            "139123456789",
            "1391234567",
            "622921 194903 07",
            "0000000000000000",
            "5555555555555555",
            "编号 2026112300000000018",
            "3 月 12 日、13 日、14 日",
            &wrong,
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn others_texts_are_masked_and_keep_everything_else() {
        assert_eq!(masked("找老王 139 1234 5678，或 0930-6221234"), "找老王 139******78，或 0930-6221234");
        assert_eq!(masked("没有号码"), "没有号码");
    }

    proptest! {
        #[test]
        fn every_planted_identity_number_is_found(province in prop::sample::select(vec!["11", "62", "65", "44", "50"]), rest in "[0-9]{4}", year in 1940i16..2010, month in 1i8..13, day in 1i8..29, serial in 0u16..1000, before in "[一二三甲乙 ，。：a-z]{0,6}", after in "[一二三甲乙，。]{0,6}") {
            let number = identity(&format!("{province}{rest}{year:04}{month:02}{day:02}{serial:03}"));
            let found = find(&format!("{before}{number}{after}"));
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].kind, Kind::Identity);
            prop_assert!(!found[0].masked.contains(&number[4..16]));
        }

        #[test]
        fn every_planted_mobile_number_is_found(rest in "1[3-9][0-9]{9}", before in "[一二三甲乙，。：a-z]{0,6}", after in "[一二三甲乙，。]{0,6}") {
            prop_assert_eq!(kinds(&format!("{before}{rest}{after}")), [Kind::Mobile]);
        }

        #[test]
        fn reports_of_days_amounts_and_counts_raise_no_alarm(day in 1u8..29, month in 1u8..13, year in 2010u16..2030, amount in 0u64..100_000_000, small in 0u32..5_000, number in 1u16..400, code in "6229[0-9]{2}[0-9]{3}[0-9]{3}") {
            let text = format!("{year}-{month:02}-{day:02} 召开会议，{small} 户 {amount}.{small:02} 元；{year}{month:02}{day:02} 报送州组交〔{year}〕{number}号，{code} {small} 人，电话 0930-{:07}。", amount % 10_000_000);
            prop_assert_eq!(find(&text), vec![]);
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,60}", digits in "[0-9xX －-]{0,60}") {
            let text = format!("{text}{digits}");
            let hidden = masked(&text);
            prop_assert!(find(&hidden).len() <= find(&text).len());
        }
    }
}
