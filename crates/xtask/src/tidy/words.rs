//! Words files: every key that is used is there, every key that is there is used, and both
//! languages are complete.
//!
//! A leaf is `key = [ "中文", "English" ]`; the tables above it make the path, `home.title`.
//! Keys made at run time are declared at the top of their file: `# used: stage.*, fault.*`.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Finding;
use super::han::{is_han, is_ideograph};
use super::latin;
use super::lexer::in_word;
use super::source::Source;
use super::tree::Tree;

const RULE: &str = "words";

/// A key with the place that defines or uses it.
struct Key<'a> {
    name: String,
    file: &'a Source,
    at: usize,
}

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut defined: BTreeMap<String, Key<'_>> = BTreeMap::new();
    let words = || tree.files.iter().filter(|file| file.path.ends_with("/words.toml"));
    for file in words() {
        for key in definitions(file, &mut found) {
            match defined.get(&key.name) {
                Some(first) => found.push(defined_twice(&key, first)),
                None => drop(defined.insert(key.name.clone(), key)),
            }
        }
    }
    let uses: Vec<Key<'_>> = tree.files.iter().filter(|file| may_use(&file.path)).flat_map(uses).collect();
    for key in uses.iter().filter(|key| !defined.contains_key(&key.name)) {
        let advice = format!("no words file has `{}`: add it in both languages", key.name);
        found.push(Finding::new(&key.file.path, key.file.line_of(key.at), RULE, advice));
    }
    // A key may also be chosen before it is asked for: `if late { "x.late" } else { "x.open" }`.
    let code = tree.rust().filter(|file| may_use(&file.path));
    let chosen = code.flat_map(|file| file.literals().into_iter().filter(|(at, _)| !file.is_test(*at)));
    let used: BTreeSet<&str> = uses.iter().map(|key| key.name.as_str()).chain(chosen.map(|(_, text)| text)).collect();
    found.extend(unused(&defined, &used, words()));
    found
}

/// The keys of all words files.
pub(super) fn keys(tree: &Tree) -> BTreeSet<String> {
    let files = tree.files.iter().filter(|file| file.path.ends_with("/words.toml"));
    files.flat_map(|file| definitions(file, &mut Vec::new())).map(|key| key.name).collect()
}

fn defined_twice(key: &Key<'_>, first: &Key<'_>) -> Finding {
    let line = first.file.line_of(first.at);
    let advice = format!("`{}` is already in {}:{line}: keep one of the two", key.name, first.file.path);
    Finding::new(&key.file.path, key.file.line_of(key.at), RULE, advice)
}

fn may_use(path: &str) -> bool {
    let program = path.starts_with("rooms/") || path.starts_with("crates/");
    program && !path.starts_with("crates/xtask/") && (path.ends_with(".rs") || path.ends_with(".html"))
}

/// The keys of one words file; what is wrong with a leaf goes to `found`.
fn definitions<'a>(file: &'a Source, found: &mut Vec<Finding>) -> Vec<Key<'a>> {
    let table = match DeTable::parse(&file.text) {
        Ok(table) => table,
        Err(error) => {
            let line = file.line_of(error.span().map_or(0, |span| span.start));
            found.push(Finding::new(&file.path, line, RULE, format!("no valid TOML: {}", error.message())));
            return Vec::new();
        }
    };
    let mut keys = Vec::new();
    leaves(file, "", table.get_ref(), &mut keys, found);
    keys
}

fn leaves<'a>(file: &'a Source, path: &str, table: &DeTable<'_>, keys: &mut Vec<Key<'a>>, found: &mut Vec<Finding>) {
    for (part, value) in table {
        let name = if path.is_empty() { part.get_ref().to_string() } else { format!("{path}.{}", part.get_ref()) };
        if let DeValue::Table(inner) = value.get_ref() {
            leaves(file, &name, inner, keys, found);
            continue;
        }
        let at = part.span().start;
        if let Some(fault) = leaf_fault(value) {
            found.push(Finding::new(&file.path, file.line_of(at), RULE, format!("`{name}`: {fault}")));
        }
        keys.push(Key { name, file, at });
    }
}

/// What is wrong with a leaf, if anything.
fn leaf_fault(value: &Spanned<DeValue<'_>>) -> Option<&'static str> {
    let texts: Vec<&str> = match value.get_ref() {
        DeValue::Array(texts) => texts.iter().filter_map(|text| text.get_ref().as_str()).collect(),
        _ => Vec::new(),
    };
    let [chinese, english] = texts[..] else {
        return Some("write `[ \"中文\", \"English\" ]`, two texts");
    };
    if chinese.trim().is_empty() || english.trim().is_empty() {
        return Some("both languages are needed, neither may be empty");
    }
    if !chinese.chars().any(is_ideograph) && !latin::only_names(&without_places(chinese)) {
        return Some("the Chinese text (the first) holds no Chinese letter");
    }
    if english.chars().any(is_han) {
        return Some("the English text (the second) holds Chinese letters or punctuation");
    }
    (places(chinese) != places(english)).then_some("the `{…}` places differ between the two languages")
}

/// The names in braces, which `w.f` fills; `{n:one|many}` is the place `n`.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split(['}', ':']).next()).collect()
}

/// A text without its `{…}` places.
fn without_places(text: &str) -> String {
    let mut rest = text.split('{');
    let first = rest.next().unwrap_or_default();
    let behind = rest.map(|place| place.split_once('}').map_or("", |(_, behind)| behind));
    std::iter::once(first).chain(behind).collect()
}

/// The ways to ask for words: a sentence, a filled sentence, a counted one.
const CALLS: &[&str] = &[".t(", ".f(", ".n("];

/// Every `w.t("key")`, `w.f("key"`, `w.n("key"` of a file, and the same of `words`, tests apart.
fn uses(file: &Source) -> Vec<Key<'_>> {
    let text = &file.bare;
    let mut keys = Vec::new();
    for (dot, _) in CALLS.iter().flat_map(|call| text.match_indices(call)) {
        let argument = text[dot + 3..].trim_start();
        let Some((name, rest)) = argument.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) else { continue };
        let whole = rest.trim_start().starts_with([')', ',']);
        if whole && !file.is_test(dot) && is_words(&text[..dot]) {
            keys.push(Key { name: name.to_owned(), file, at: dot });
        }
    }
    keys
}

/// Whether the text before the dot ends with `w`, `words` or `words()`.
fn is_words(before: &str) -> bool {
    let before = before.trim_end();
    let before = before.strip_suffix("()").unwrap_or(before);
    let start = before.bytes().rposition(|b| !in_word(b)).map_or(0, |n| n + 1);
    matches!(&before[start..], "w" | "words")
}

/// Keys without a use, and declarations without a key. A declaration holds for all words files: it
/// stands with the code that makes the keys, the keys may stand with the rooms.
fn unused<'a>(
    defined: &BTreeMap<String, Key<'a>>,
    used: &BTreeSet<&str>,
    files: impl Iterator<Item = &'a Source>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut patterns = Vec::new();
    for file in files {
        for (line, pattern) in declarations(file) {
            if !defined.keys().any(|key| covered(key, &pattern)) {
                let advice = format!("`# used: {pattern}` covers no key: delete it");
                found.push(Finding::new(&file.path, line, RULE, advice));
            }
            patterns.push(pattern);
        }
    }
    for key in defined.values().filter(|key| !used.contains(key.name.as_str())) {
        if !patterns.iter().any(|pattern| covered(&key.name, pattern)) {
            let advice = format!("`{}` is used nowhere: delete it, or declare `# used: prefix.*` at the top", key.name);
            found.push(Finding::new(&key.file.path, key.file.line_of(key.at), RULE, advice));
        }
    }
    found
}

/// The `# used:` patterns among the comments at the top of a words file, with their lines.
fn declarations(file: &Source) -> Vec<(usize, String)> {
    let top = file.text.lines().take_while(|line| line.trim().is_empty() || line.starts_with('#')).enumerate();
    let patterns = top.filter_map(|(n, line)| Some((n + 1, line.strip_prefix("# used:")?)));
    patterns.flat_map(|(n, list)| list.split(',').map(move |one| (n, one.trim().to_owned()))).collect()
}

fn covered(key: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => prefix.ends_with('.') && key.starts_with(prefix),
        None => key == pattern,
    }
}

#[cfg(test)]
mod tests;
