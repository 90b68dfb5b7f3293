//! Numbers of papers and names of their files.

use super::kind::{Format, Kind};

/// The number of a paper: the organisation's code, the kind, the year, the how-manieth of its year.
#[must_use]
pub(crate) fn number(org_code: &str, kind: Kind, year: i64, seq: i64) -> String {
    format!("{org_code}-{}{year}-{seq}", kind.letter())
}

/// Characters of a title that a file's name takes over.
const TITLE_MOST: usize = 60;

/// The name of a paper's file: its title without what some systems refuse in names.
#[must_use]
pub(crate) fn file(title: &str, format: Format) -> String {
    format!("{}.{}", plain(title), format.code())
}

/// The name of a paper among those of a batch: its place, whose it is, its title, its number.
#[must_use]
pub(crate) fn in_batch(n: i64, (org, title, number): (&str, &str, &str), format: Format) -> String {
    let title = if title.starts_with(org) { plain(title) } else { plain(&format!("{org} {title}")) };
    format!("{n:05} {title} {number}.{}", format.code())
}

fn plain(text: &str) -> String {
    let refused = |c: char| c.is_control() || "\\/:*?\"<>|".contains(c);
    let text: String = text.chars().map(|c| if refused(c) { ' ' } else { c }).take(TITLE_MOST).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hold_nothing_that_a_system_refuses() {
        assert_eq!(file("关于2026年11月\n“重点”工作: 甲/乙*?", Format::Pdf), "关于2026年11月 “重点”工作 甲 乙.pdf");
        assert_eq!(in_batch(7, ("甲村", "甲村晒账单", "99-S2026-1"), Format::Pdf), "00007 甲村晒账单 99-S2026-1.pdf");
        assert_eq!(in_batch(7, ("甲村", "../交办", "99-L1"), Format::Docx), "00007 甲村 .. 交办 99-L1.docx");
        assert_eq!(number("990101", Kind::List, 2026, 3), "990101-L2026-3");
    }
}
