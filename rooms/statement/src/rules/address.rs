//! Door numbers: where somebody lives does not go into a publication (`trust.md` G2).
//!
//! Found are buildings with their units and rooms, houses of a street, houses of a group of a village and what is
//! called a door number. A lone number, a floor, a meeting room or the number of a paper is none of these.

/// A number as people write it: up to five digits or Chinese numerals, `A` or `12-3` among them.
fn number(chars: &[char], from: usize) -> Option<usize> {
    let is_digit = |c: &char| c.is_ascii_digit();
    let numeral = |c: &char| "〇零一二三四五六七八九十百两".contains(*c);
    let run = |at: usize, kind: &dyn Fn(&char) -> bool| chars[at..].iter().take_while(|c| kind(c)).count();
    let letter = usize::from(chars.get(from).is_some_and(char::is_ascii_alphabetic));
    let (digits, numerals) = (run(from + letter, &is_digit), run(from, &numeral));
    match () {
        () if (1..=5).contains(&digits) => {
            let at = from + letter + digits;
            let more = if matches!(chars.get(at), Some('-' | '－')) { run(at + 1, &is_digit) } else { 0 };
            Some(if (1..=4).contains(&more) { at + 1 + more } else { at })
        }
        () if digits == 0 && letter == 1 => Some(from + 1),
        () if (1..=5).contains(&numerals) => Some(from + numerals),
        () => None,
    }
}

/// Where one of these words ends, if the text goes on with it; blanks before it are passed over.
fn word(chars: &[char], from: usize, words: &[&str]) -> Option<usize> {
    let from = blanks(chars, from);
    words.iter().find_map(|word| {
        let end = from + word.chars().count();
        (chars.get(from..end)?.iter().copied().eq(word.chars())).then_some(end)
    })
}

fn blanks(chars: &[char], from: usize) -> usize {
    from + chars[from.min(chars.len())..].iter().take_while(|c| matches!(c, ' ' | '\u{3000}' | '-')).count()
}

/// A number followed by one of these words.
fn counted(chars: &[char], from: usize, words: &[&str]) -> Option<usize> {
    word(chars, number(chars, blanks(chars, from))?, words)
}

const BUILDING: &[&str] = &["号楼", "号院", "栋", "幢", "座"];
const UNIT: &[&str] = &["单元"];
const ROOM: &[&str] = &["室", "房", "号"];
const STREET: &[&str] = &["大街", "大道", "胡同", "路", "街", "巷", "弄"];
const GROUP: &[&str] = &["村民小组", "小组", "社", "组", "队"];
/// What makes the number before it the number of a paper, a date, a road or an office.
const NOT_A_HOUSE: &[&str] = &[
    "文", "令", "线", "桥", "标", "井", "机", "会", "厅", "窗", "项", "公", "通", "决", "议", "上午", "下午", "晚",
    "前", "后", "起", "至", "召", "开", "举", "在", "到",
];

/// A room behind a building or unit: `401`, `401室`; not `201会议室`.
fn room(chars: &[char], from: usize) -> Option<usize> {
    let end = number(chars, blanks(chars, from))?;
    if let Some(end) = word(chars, end, ROOM) {
        return Some(end);
    }
    let goes_on = chars.get(end).is_some_and(|c| c.is_alphanumeric());
    (!goes_on).then_some(end)
}

/// `3栋2单元401室`, `2单元301`, `5号楼1201室`.
fn dwelling(chars: &[char], from: usize) -> Option<usize> {
    let building = counted(chars, from, BUILDING);
    let unit = counted(chars, building.unwrap_or(from), UNIT);
    let last = unit.or(building)?;
    room(chars, last).or_else(|| unit.filter(|_| building.is_some()))
}

/// `12号` of a street that is named right before.
fn house(chars: &[char], from: usize) -> Option<usize> {
    let named = from.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| is_han(*c));
    let street = word(chars, from, STREET).filter(|_| named)?;
    let end = counted(chars, street, &["号"])?;
    word(chars, end, NOT_A_HOUSE).is_none().then_some(end)
}

/// `三社12号` where nothing goes on that would make a date of it.
fn farm(chars: &[char], from: usize) -> Option<usize> {
    let end = counted(chars, counted(chars, from, GROUP)?, &["号"])?;
    let closed =
        chars.get(end).is_none_or(|c| !is_han(*c)) || word(chars, end, &["院", "住", "家", "户", "门"]).is_some();
    closed.then_some(end)
}

/// `门牌号：12`.
fn door(chars: &[char], from: usize) -> Option<usize> {
    let said = word(chars, from, &["门牌号码", "门牌号", "门牌"])?;
    let said = word(chars, said, &["：", ":", "是", "为"]).unwrap_or(said);
    let end = number(chars, blanks(chars, said))?;
    Some(word(chars, end, &["号"]).unwrap_or(end))
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Every address in a text in one width: from which character to which.
pub(super) fn find(chars: &[char]) -> Vec<(usize, usize)> {
    let (mut found, mut from) = (Vec::new(), 0);
    while from < chars.len() {
        // A number is read from its first digit on, or `13栋` would be read again as `3栋`.
        let inside = from > 0 && chars[from].is_ascii_digit() && chars[from - 1].is_ascii_digit();
        let inside = inside || blanks(chars, from) > from;
        let end = (!inside)
            .then(|| {
                dwelling(chars, from)
                    .or_else(|| house(chars, from))
                    .or_else(|| farm(chars, from))
                    .or_else(|| door(chars, from))
            })
            .flatten();
        match end {
            Some(end) => {
                // A house of a street may go on with its building and room.
                let end = dwelling(chars, end).unwrap_or(end);
                found.push((from, end));
                from = end;
            }
            None => from += 1,
        }
    }
    found
}

/// An address with its numbers hidden.
pub(super) fn mask(address: &[char]) -> String {
    let hidden = |c: &char| c.is_ascii_alphanumeric() || "〇零一二三四五六七八九十百两".contains(*c);
    address.iter().map(|c| if hidden(c) { '*' } else { *c }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        find(&chars).into_iter().map(|(from, end)| chars[from..end].iter().collect()).collect()
    }

    #[test]
    fn where_somebody_lives_is_found_however_it_is_written() {
        for (text, address) in [
            ("住阳光小区3栋2单元401室。", "3栋2单元401室"),
            ("家住五号楼二单元三零一", "五号楼二单元三零一"),
            ("新区2单元 301", "2单元 301"),
            ("A座1201房", "A座1201房"),
            ("红园小区 13 号楼 1201 室", "13 号楼 1201 室"),
            ("红园路12号", "路12号"),
            ("团结巷45-2号张家", "巷45-2号"),
            ("环城大道8号3栋1单元102", "大道8号3栋1单元102"),
            ("韩集村三社12号，", "三社12号"),
            ("二组5号院内", "二组5号"),
            ("门牌号：27", "门牌号：27"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
        assert_eq!(mask(&"三社12号".chars().collect::<Vec<_>>()), "*社**号");
    }

    #[test]
    fn ordinary_reports_hold_no_address() {
        for text in [
            "州组交〔2026〕11号，第 3 条",
            "在3号楼会议室召开，2层大厅",
            "5号楼201会议室",
            "12月3号在村部召开党员大会",
            "韩集村12号召开支委会",
            "第二组5号上午汇报",
            "三社12户、五社8户完成改造",
            "走访3个单元24户",
            "修通北路3号桥",
            "街道2号文件",
            "一路走来，三组共同完成",
            "共 3 栋，每栋 6 层",
            "成立2座养殖棚3号窗口",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_planted_room_is_found(building in 1u16..100, kind in prop::sample::select(vec!["栋", "幢", "号楼", "座"]), unit in 1u8..10, number in 100u16..3300, before in "[甲乙丙，。：]{0,4}", after in "[，。；]{0,2}") {
            for text in [
                format!("{before}{building}{kind}{unit}单元{number}室{after}"),
                format!("{before}{building}{kind}{number}室{after}"),
                format!("{before}{unit}单元{number}{after}"),
            ] {
                prop_assert_eq!(found(&text).len(), 1, "{}", text);
            }
        }

        #[test]
        fn every_planted_house_is_found(name in prop::sample::select(vec!["红园", "团结", "北大", "解放", "前河沿"]), kind in prop::sample::select(vec!["路", "街", "巷", "大道"]), number in 1u16..2000, after in "[，。；]{0,2}") {
            prop_assert_eq!(found(&format!("住{name}{kind}{number}号{after}")).len(), 1);
        }

        #[test]
        fn reports_of_days_amounts_and_counts_raise_no_alarm(day in 1u8..29, month in 1u8..13, n in 1u16..400, k in 1u16..60) {
            let text = format!("{month}月{day}号召开会议，{k}个村民小组{n}户参加，第{k}组{n}人；文件〔2026〕{n}号，{k}栋{n}户入住，{n}路公交，{k}社共{n}亩。");
            prop_assert_eq!(found(&text), Vec::<String>::new());
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,60}", pieces in "[0-9一二号栋单元室路社组 -]{0,40}") {
            let all = format!("{text}{pieces}");
            let chars: Vec<char> = all.chars().collect();
            for (from, end) in find(&chars) {
                prop_assert!(from < end && end <= chars.len());
            }
        }
    }
}
