//! The marks by which Chinese official texts number their pieces.

/// A sort of mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// 第一编
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第一条
    Article,
    /// 一、
    Chinese,
    /// （一）
    ChineseInParens,
    /// 1.
    Number,
    /// （1）
    NumberInParens,
    /// ①
    Circled,
    /// A numbering of a word processor of another form, such as `a)`.
    Other,
    /// 附件
    Annex,
    /// A heading without a number, of this level.
    Heading(u8),
}

impl Mark {
    /// The usual order, the highest first.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::Annex => 2,
            Self::Part => 4,
            Self::Heading(0 | 1) => 6,
            Self::Chapter => 8,
            Self::Heading(2) => 10,
            Self::Section => 12,
            Self::Heading(_) => 14,
            Self::Article => 20,
            Self::Chinese => 22,
            Self::ChineseInParens => 24,
            Self::Number => 26,
            Self::NumberInParens => 28,
            Self::Circled => 30,
            Self::Other => 32,
        }
    }
}

const CHINESE: &str = "〇零一二三四五六七八九十百千两";

fn is_chinese_numeral(c: char) -> bool {
    CHINESE.contains(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&c)
}

/// The mark with which a text begins, and the byte at which it ends. Blanks inside it do not matter.
pub(crate) fn mark_of(text: &str) -> Option<(Mark, usize)> {
    let at = Reader { text, at: 0 };
    [ordinal, chinese, in_parens, number, circled, annex].into_iter().find_map(|read| read(at))
}

/// The mark of a number that a word processor made: of a known form, else some other.
pub(crate) fn mark_of_number(label: &str) -> Mark {
    match mark_of(label) {
        Some((mark, end)) if end == label.len() => mark,
        // `1` alone is a number too when it is known to be one.
        _ if !label.is_empty() && label.chars().all(is_digit) => Mark::Number,
        _ if label.chars().all(is_chinese_numeral) => Mark::Chinese,
        _ => Mark::Other,
    }
}

/// A place in the text; copying it is trying something.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes one character out of `set`, blanks before it too.
    fn take(&mut self, set: &str) -> bool {
        let mut next = *self;
        next.skip_blanks();
        let found = next.peek().filter(|c| set.contains(*c));
        if let Some(c) = found {
            self.at = next.at + c.len_utf8();
        }
        found.is_some()
    }

    /// Takes one to `most` characters of a sort, blanks before them too; answers how many.
    fn run(&mut self, most: usize, is: impl Fn(char) -> bool) -> usize {
        let mut next = *self;
        next.skip_blanks();
        let mut count = 0;
        while let Some(c) = next.peek().filter(|c| is(*c)) {
            next.at += c.len_utf8();
            count += 1;
        }
        if count > 0 && count <= most {
            self.at = next.at;
            count
        } else {
            0
        }
    }
}

/// 第一条, 第 3 章, 第十二条之一; not 第三条规定 or 第三条、第四条, which speak of a clause.
fn ordinal(mut at: Reader<'_>) -> Option<(Mark, usize)> {
    if !at.take("第") || at.run(8, |c| is_chinese_numeral(c) || is_digit(c)) == 0 {
        return None;
    }
    let mark = match () {
        () if at.take("编") => Mark::Part,
        () if at.take("章") => Mark::Chapter,
        () if at.take("节") => Mark::Section,
        () if at.take("条") => Mark::Article,
        () => return None,
    };
    let mut more = at;
    if mark == Mark::Article && more.take("之") && more.run(3, is_chinese_numeral) > 0 {
        at = more;
    }
    let rest = &at.text[at.at..];
    let speaks_of_it = rest.starts_with(['的', '、', '至', '和', '或', '第', '，', '。']) || rest.starts_with("规定");
    (!speaks_of_it).then_some((mark, at.at))
}

/// 一、
fn chinese(mut at: Reader<'_>) -> Option<(Mark, usize)> {
    (at.run(4, is_chinese_numeral) > 0 && at.take("、．.")).then_some((Mark::Chinese, at.at))
}

/// （一）, （1）, 1）
fn in_parens(mut at: Reader<'_>) -> Option<(Mark, usize)> {
    let opened = at.take("（(");
    let chinese = opened && at.run(4, is_chinese_numeral) > 0;
    let mark = if chinese { Mark::ChineseInParens } else { Mark::NumberInParens };
    ((chinese || at.run(3, is_digit) > 0) && at.take("）)")).then_some((mark, at.at))
}

/// 1. or 1、; not 1.5, not a date.
fn number(mut at: Reader<'_>) -> Option<(Mark, usize)> {
    if at.run(3, is_digit) == 0 || !at.take(".．、") {
        return None;
    }
    (!at.peek().is_some_and(is_digit)).then_some((Mark::Number, at.at))
}

/// ① and ⑴
fn circled(mut at: Reader<'_>) -> Option<(Mark, usize)> {
    at.skip_blanks();
    let c = at.peek()?;
    let mark = match c {
        '\u{2460}'..='\u{2473}' => Mark::Circled,
        '\u{2474}'..='\u{2487}' => Mark::NumberInParens,
        '\u{3220}'..='\u{3229}' => Mark::ChineseInParens,
        _ => return None,
    };
    Some((mark, at.at + c.len_utf8()))
}

/// 附件, 附件2, 附件：
fn annex(mut at: Reader<'_>) -> Option<(Mark, usize)> {
    if !at.take("附") || !at.take("件") {
        return None;
    }
    let numbered = at.run(3, |c| is_digit(c) || is_chinese_numeral(c)) > 0;
    let closed = at.take("：:") || at.text[at.at..].trim().is_empty();
    (numbered || closed).then_some((Mark::Annex, at.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Option<&str> {
        mark_of(text).map(|(_, end)| &text[..end])
    }

    #[test]
    fn every_usual_mark_is_known() {
        for (text, mark, label) in [
            ("第一编 总则", Mark::Part, "第一编"),
            ("第 十二 章　附则", Mark::Chapter, "第 十二 章"),
            ("第3节 例会", Mark::Section, "第3节"),
            ("第二十一条为了", Mark::Article, "第二十一条"),
            ("第三条之一 本", Mark::Article, "第三条之一"),
            ("一、总体要求", Mark::Chinese, "一、"),
            ("（一）加强", Mark::ChineseInParens, "（一）"),
            ("( 二 )加强", Mark::ChineseInParens, "( 二 )"),
            ("1.建立", Mark::Number, "1."),
            ("１２．建立", Mark::Number, "１２．"),
            ("3、建立", Mark::Number, "3、"),
            ("（1）每月", Mark::NumberInParens, "（1）"),
            ("1)每月", Mark::NumberInParens, "1)"),
            ("①每季", Mark::Circled, "①"),
            ("⑵每季", Mark::NumberInParens, "⑵"),
            ("附件2：名单", Mark::Annex, "附件2："),
            ("附件", Mark::Annex, "附件"),
        ] {
            assert_eq!(mark_of(text).map(|m| m.0), Some(mark), "{text}");
            assert_eq!(self::label(text), Some(label));
        }
    }

    #[test]
    fn what_only_looks_like_a_mark_is_none() {
        for text in [
            "第三条规定的期限",
            "第三条、第四条所列",
            "1.5亿元",
            "2026.11.23",
            "2026年",
            "一是加强",
            "第一责任人",
            "附件要求",
            "（试行）",
            "十分重要",
            "",
            "第",
        ] {
            assert_eq!(mark_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_of_a_word_processor_is_known_by_its_form() {
        assert_eq!(mark_of_number("第一条"), Mark::Article);
        assert_eq!(mark_of_number("1"), Mark::Number);
        assert_eq!(mark_of_number("一"), Mark::Chinese);
        assert_eq!(mark_of_number("a)"), Mark::Other);
        assert_eq!(mark_of_number("IV."), Mark::Other);
    }
}
