//! The paths a Rust file names: `use` trees, expanded, and paths written out in code.

use super::lexer::in_word;

/// A path with the offset where it is written. `used` tells a `use` line from a path in code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) at: usize,
    pub(crate) path: String,
    pub(crate) used: bool,
}

/// Every path of `code`, a view without comments and quoted text.
pub(crate) fn named(code: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((start, end)) = next_use(code, from) {
        found.extend(written_out(code, from, start));
        let paths = expand(&code[start + 4..end]);
        found.extend(paths.into_iter().map(|path| Named { at: start, path, used: true }));
        from = end;
    }
    found.extend(written_out(code, from, code.len()));
    found
}

/// The path as seen from the crate's root, for a file whose module is `module` (`pages::list`).
pub(crate) fn from_root(path: &str, module: &[&str]) -> String {
    let mut place: Vec<&str> = module.to_vec();
    let mut rest = path;
    let mut relative = false;
    loop {
        let (first, tail) = rest.split_once("::").unwrap_or((rest, ""));
        match first {
            "super" => drop(place.pop()),
            "self" => {}
            _ => break,
        }
        (relative, rest) = (true, tail);
    }
    if !relative {
        return path.to_owned();
    }
    let parts: Vec<&str> = std::iter::once("crate").chain(place).chain([rest]).collect();
    parts.join("::").trim_end_matches("::").to_owned()
}

/// The next `use …;` at or after `from`: where it starts and where its semicolon is.
fn next_use(code: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = code.as_bytes();
    let mut at = from;
    loop {
        let start = at + code[at..].find("use ")?;
        let opens_a_line = code[..start].chars().rev().find(|c| !c.is_whitespace());
        let whole_word = start == 0 || !in_word(bytes[start - 1]);
        if whole_word && opens_a_line.is_none_or(|c| matches!(c, ';' | '{' | '}' | ')' | ']') || c.is_alphabetic()) {
            return Some((start, start + code[start..].find(';')?));
        }
        at = start + 4;
    }
}

/// `a::{b, c::{d, e as f}, *}` as plain paths.
fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim().trim_start_matches("::");
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.split_whitespace().collect()];
    };
    let prefix: String = tree[..open].split_whitespace().collect();
    let inner = tree[open + 1..].trim_end().trim_end_matches('}');
    let branches = split_at_commas(inner);
    branches.iter().flat_map(|branch| expand(branch)).map(|path| format!("{prefix}{path}")).collect()
}

fn split_at_commas(inner: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (n, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(&inner[start..n]);
                start = n + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Paths of at least two parts between `from` and `to`, such as `db::Tx` or `crate::store::get`.
fn written_out(code: &str, from: usize, to: usize) -> Vec<Named> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        if !in_word(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < to && (in_word(bytes[at]) || is_joint(bytes, at)) {
            at += if in_word(bytes[at]) { 1 } else { 2 };
        }
        let path = code[start..at].trim_end_matches("::");
        let goes_on = start > 0 && bytes[start - 1] == b':';
        if code[start..at].contains("::") && !goes_on {
            found.push(Named { at: start, path: path.to_owned(), used: false });
        }
    }
    found
}

fn is_joint(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b':' && bytes.get(at + 1) == Some(&b':')
}

#[cfg(test)]
mod tests {
    //! Trees, groups, renames and paths in code.
    use super::*;

    fn paths(code: &str) -> Vec<String> {
        named(code).into_iter().map(|named| named.path).collect()
    }

    #[test]
    fn use_trees_are_expanded() {
        assert_eq!(paths("use a::b;"), ["a::b"]);
        assert_eq!(
            paths("pub use crate::{\n  store,\n  rules::{A, B as C},\n  x::*,\n};"),
            ["crate::store", "crate::rules::A", "crate::rules::B", "crate::x::*"]
        );
    }

    #[test]
    fn paths_in_code_are_found() {
        assert_eq!(paths("fn a(x: db::Tx) -> u8 { crate::store::get::<u8>(x.b) }"), ["db::Tx", "crate::store::get"]);
        assert!(paths("let because = 1; fuse (x)").is_empty());
    }

    #[test]
    fn paths_are_read_from_the_root() {
        assert_eq!(from_root("super::store", &["pages"]), "crate::store");
        assert_eq!(from_root("super::super::store", &["pages", "list"]), "crate::store");
        assert_eq!(from_root("super::stage", &["rules", "score"]), "crate::rules::stage");
        assert_eq!(from_root("self::a", &["rules"]), "crate::rules::a");
        assert_eq!(from_root("super::*", &["rules"]), "crate::*");
        assert_eq!(from_root("db::Tx", &["rules"]), "db::Tx");
    }
}
