//! The shape of files: they open with what they are, and they and their functions stay short.

use super::Finding;
use super::lexer::in_word;
use super::source::{Source, closing_brace};
use super::tree::Tree;

const MOST_FILE_LINES: usize = 500;
const MOST_FN_LINES: usize = 70;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.rust() {
        found.extend(header(file));
        found.extend(file_lines(file));
        found.extend(fn_lines(file));
    }
    found
}

fn header(file: &Source) -> Option<Finding> {
    let advice = "open the file with `//!` and say in a sentence what it is for";
    (!file.text.starts_with("//!")).then(|| Finding::new(&file.path, 1, "header", advice))
}

fn file_lines(file: &Source) -> Option<Finding> {
    let lines = file.production_lines();
    let advice = format!("{lines} lines above the tests, {MOST_FILE_LINES} are allowed: split by concept");
    (lines > MOST_FILE_LINES)
        .then(|| Finding::new(&file.path, MOST_FILE_LINES + 1, "file-lines", advice).excusable("-", lines))
}

fn fn_lines(file: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, start, end) in functions(&file.code) {
        let (first, last) = (file.line_of(start), file.line_of(end));
        let lines = last - first + 1;
        if lines > MOST_FN_LINES {
            let advice = format!("`{name}` has {lines} lines, {MOST_FN_LINES} are allowed: name its steps");
            found.push(Finding::new(&file.path, first, "fn-lines", advice).excusable(name, lines));
        }
    }
    found
}

/// Every function with a body: its name, where `fn` stands and where the body closes.
fn functions(code: &str) -> Vec<(&str, usize, usize)> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    for (start, _) in code.match_indices("fn ") {
        if start > 0 && in_word(bytes[start - 1]) {
            continue;
        }
        let name_at = start + 3;
        let length = bytes[name_at..].iter().take_while(|b| in_word(**b)).count();
        if length == 0 {
            continue;
        }
        if let Some(open) = body(bytes, name_at + length) {
            found.push((&code[name_at..name_at + length], start, closing_brace(code, open)));
        }
    }
    found
}

/// Where the body opens; none for a declaration. Brackets are counted, for `[u8; 4]` holds a semicolon.
fn body(bytes: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (n, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'{' if depth == 0 => return Some(n),
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    //! Short and long, named and nameless.
    use super::*;

    fn rules(text: &str) -> Vec<&'static str> {
        check(&Tree::of(&[("crates/a/src/lib.rs", text)])).iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn every_file_opens_with_its_purpose() {
        assert!(rules("//! What it is.\n").is_empty());
        assert_eq!(rules("// what it is\n"), ["header"]);
        assert_eq!(rules(""), ["header"]);
    }

    #[test]
    fn files_have_at_most_500_production_lines() {
        assert!(rules(&format!("//! x\n{}", "\n".repeat(499))).is_empty());
        assert_eq!(rules(&format!("//! x\n{}", "\n".repeat(500))), ["file-lines"]);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(900));
        assert!(rules(&format!("//! x\n{tests}")).is_empty());
    }

    #[test]
    fn functions_have_at_most_70_lines() {
        assert!(rules(&format!("//! x\nfn a() {{\n{}}}\n", "\n".repeat(68))).is_empty());
        assert_eq!(rules(&format!("//! x\nfn a() {{\n{}}}\n", "\n".repeat(69))), ["fn-lines"]);
    }

    #[test]
    fn declarations_pointers_and_semicolons_in_arrays_are_no_bodies() {
        let code = "trait T { fn a(&self); fn b(x: [u8; 4]) -> fn() -> u8 { x } } macro fn_name() {}";
        let names: Vec<&str> = functions(code).iter().map(|(name, ..)| *name).collect();
        assert_eq!(names, ["b"]);
    }
}
