//! Chinese text stands in words files only: templates and page code name keys.

use super::Finding;
use super::source::Source;
use super::tree::{Tree, room_and_rest};

/// Whether a letter is Chinese: an ideograph, or punctuation of the same width.
pub(crate) fn is_han(letter: char) -> bool {
    is_ideograph(letter) || matches!(letter, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}

/// Whether a letter is a Chinese ideograph.
pub(crate) fn is_ideograph(letter: char) -> bool {
    matches!(letter,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().filter(|file| holds_no_text(&file.path)).flat_map(chinese_lines).collect()
}

fn holds_no_text(path: &str) -> bool {
    let template = path.ends_with(".html") && (path.starts_with("rooms/") || path.starts_with("crates/"));
    let pages = room_and_rest(path).is_some_and(|(_, rest)| rest.starts_with("src/pages") && rest.ends_with(".rs"));
    template || pages
}

/// One finding for each line, at most.
fn chinese_lines(file: &Source) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (at, letter) in file.bare.char_indices().filter(|(_, letter)| is_han(*letter)) {
        let line = file.line_of(at);
        if !file.is_test(at) && found.last().is_none_or(|last| last.line != line) {
            let advice = format!("`{letter}`: give the sentence a key in `words.toml` and write `w.t(\"key\")`");
            found.push(Finding::new(&file.path, line, "han", advice));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    //! Where Chinese is text and where it is not.
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn templates_and_pages_hold_no_chinese() {
        assert_eq!(lines("rooms/org/src/list.html", "<p>\n本月要办</p>{# 注 #}"), [2]);
        assert_eq!(lines("crates/kit/src/layout/base.html", "<p>：</p>"), [1]);
        assert_eq!(lines("rooms/org/src/pages.rs", "// 注\nlet a = \"清单\";"), [2]);
        assert_eq!(lines("rooms/org/src/pages/list.rs", "let a = '清';"), [1]);
    }

    #[test]
    fn other_files_and_tests_are_free() {
        assert!(lines("rooms/org/src/rules.rs", "let a = \"清单\";").is_empty());
        assert!(lines("rooms/org/src/pages.rs", "#[cfg(test)]\nmod t {\n \"清单\" }").is_empty());
    }
}
