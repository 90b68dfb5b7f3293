//! Unfinished work and silent panics: neither is committed.

use super::Finding;
use super::lexer::in_word;
use super::source::Source;
use super::tree::Tree;

/// Notes to oneself, as whole words, in code and comments.
const NOTES: &[&str] = &["TODO", "FIXME"];

/// Code that stands for code not written, or for a test not run.
const GAPS: &[(&str, &str)] = &[
    ("todo!", "write it, or leave it out"),
    ("unimplemented!", "write it, or leave it out"),
    ("#[ignore", "a test that is not run proves nothing: mend it or delete it"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        found.extend(notes(file));
        if file.is_rust() {
            found.extend(gaps(file));
            found.extend(unwraps(file));
        }
    }
    found
}

fn notes(file: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for note in NOTES {
        for at in whole_words(&file.prose, note) {
            let advice = format!("`{note}` is no place for a plan: do it now or write an issue");
            found.push(Finding::new(&file.path, file.line_of(at), "unfinished", advice));
        }
    }
    found
}

fn gaps(file: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (gap, advice) in GAPS {
        for (at, _) in file.code.match_indices(gap) {
            let advice = format!("`{gap}`: {advice}");
            found.push(Finding::new(&file.path, file.line_of(at), "unfinished", advice));
        }
    }
    found
}

fn unwraps(file: &Source) -> Vec<Finding> {
    let calls = file.code.match_indices(".unwrap()").filter(|(at, _)| !file.is_test(*at));
    calls
        .map(|(at, _)| {
            let advice = "return the error, or `expect(\"why it cannot fail\")`";
            Finding::new(&file.path, file.line_of(at), "unwrap", advice)
        })
        .collect()
}

fn whole_words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = text.as_bytes();
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = *at > 0 && in_word(bytes[at - 1]);
        let after = bytes.get(at + word.len()).is_some_and(|b| in_word(*b));
        !before && !after
    })
}

#[cfg(test)]
mod tests {
    //! What is found, and what only looks like it.
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn notes_to_oneself_are_found_in_every_language() {
        assert_eq!(lines("a.rs", "// TODO: later\n/* FIXME */"), [1, 2]);
        assert_eq!(lines("a.html", "<p>\n{# TODO #}"), [2]);
        assert!(lines("a.rs", "// TODOS and METHOD_TODO\nlet a = \"TODO\";").is_empty());
    }

    #[test]
    fn gaps_in_code_are_found() {
        assert_eq!(lines("a.rs", "fn a() { todo!() }\n#[ignore = \"slow\"]\nunimplemented!()"), [1, 3, 2]);
        assert!(lines("a.rs", "//! never write todo!() here").is_empty());
    }

    #[test]
    fn unwrap_is_for_tests_only() {
        assert_eq!(lines("a.rs", "a.unwrap();\n#[cfg(test)]\nmod t {\n a.unwrap();\n}"), [1]);
        assert!(lines("rooms/org/tests/it.rs", "a.unwrap();").is_empty());
        assert!(lines("a.rs", "a.unwrap_or(1); // .unwrap()").is_empty());
    }
}
