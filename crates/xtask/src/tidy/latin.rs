//! English text stands in words files only, too: what a template shows or reads out is a key, but for the short list of
//! names that are the same in both languages.

use super::Finding;
use super::source::Source;
use super::tree::Tree;

/// Names of formats, keys and languages: written the same in Chinese and in English.
const NAMES: &[&str] = &["API", "CSV", "English", "Enter", "Excel", "PDF", "Word", "XLSX", "en", "j", "k", "r"];

/// Attributes that people see or hear.
const HUMAN: &[&str] = &["title", "aria-label", "placeholder", "alt"];

/// Elements whose content is not text, with what ends them.
const UNREAD: &[(&str, &str)] = &[("<script", "</script"), ("<style", "</style")];

/// Shorter runs of letters are units and marks.
const SHORTEST: usize = 3;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().filter(|file| file.path.ends_with(".html")).flat_map(english_words).collect()
}

/// Whether all letters of a text belong to names that need no translation; a text without letters has only such.
pub(crate) fn only_names(text: &str) -> bool {
    words(text).all(|(_, word)| NAMES.contains(&word))
}

/// The runs of letters of a text, each with its offset.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let runs = text.split(|letter: char| !letter.is_ascii_alphabetic());
    let placed = runs.map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word));
    placed.filter(|(_, word)| !word.is_empty())
}

fn english_words(file: &Source) -> Vec<Finding> {
    let html = without_expressions(&file.bare);
    let mut found = Vec::new();
    for (start, text) in told(&html) {
        for (at, word) in words(text).filter(|(at, word)| is_english(text, *at, word)) {
            let advice =
                format!("`{word}`: give the sentence a key in `words.toml` and write `{{{{ w.t(\"key\") }}}}`");
            found.push(Finding::new(&file.path, file.line_of(start + at), "latin", advice));
        }
    }
    found
}

/// A word, and neither a name nor an entity such as `&nbsp;`.
fn is_english(text: &str, at: usize, word: &str) -> bool {
    word.len() >= SHORTEST && !NAMES.contains(&word) && !text[..at].ends_with('&')
}

/// The same text with `{{ … }}` and `{% … %}` blanked out, every offset kept.
fn without_expressions(html: &str) -> String {
    let mut out = html.to_owned();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        let mut from = 0;
        while let Some(n) = out[from..].find(open) {
            let start = from + n;
            let end = out[start..].find(close).map_or(out.len(), |n| start + n + close.len());
            let blank: String = out[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
            out.replace_range(start..end, &blank);
            from = end;
        }
    }
    out
}

/// The text nodes of a page and the values of its human attributes, each with its offset.
fn told(html: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let open = html[at..].find('<').map_or(html.len(), |n| at + n);
        found.push((at, &html[at..open]));
        let close = tag_end(html, open);
        let tag = &html[open..close];
        found.extend(HUMAN.iter().flat_map(|name| values(tag, name)).map(|(n, value)| (open + n, value)));
        let unread = UNREAD.iter().find(|(begins, _)| tag.starts_with(begins));
        at = unread.and_then(|(_, ends)| html[close..].find(ends)).map_or(close, |n| close + n);
    }
    found
}

/// The offset behind the `>` of the tag at `open`; one in a quoted value does not count.
fn tag_end(html: &str, open: usize) -> usize {
    let mut quoted = false;
    for (n, byte) in html.bytes().enumerate().skip(open) {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return n + 1,
            _ => {}
        }
    }
    html.len()
}

/// The values of an attribute in a tag (conditions may offer several), each with its offset.
fn values<'t>(tag: &'t str, name: &str) -> Vec<(usize, &'t str)> {
    let mut found = Vec::new();
    for (n, _) in tag.match_indices(name).filter(|(n, _)| tag[..*n].ends_with(char::is_whitespace)) {
        let start = n + name.len() + 2;
        if tag[n + name.len()..].starts_with("=\"") {
            found.extend(tag[start..].split('"').next().map(|value| (start, value)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    //! What of a template is text, and which words may stand there.
    use super::*;

    fn found(text: &str) -> Vec<(usize, String)> {
        let findings = check(&Tree::of(&[("rooms/org/src/list.html", text)]));
        findings.iter().map(|f| (f.line, f.advice.split('`').nth(1).unwrap_or_default().to_owned())).collect()
    }

    #[test]
    fn english_text_in_a_template_is_found_where_it_stands() {
        assert_eq!(found("<p>\nSave {{ n }} items</p>"), [(2, "Save".to_owned()), (2, "items".to_owned())]);
        assert_eq!(found("Late"), [(1, "Late".to_owned())]);
        assert_eq!(found("<td data-x=\"a>b\">Late</td>"), [(1, "Late".to_owned())]);
    }

    #[test]
    fn what_is_read_out_is_text() {
        for attribute in HUMAN {
            let page = format!("<a href=\"/late\"\n {attribute}=\"Close it\" class=\"btn btn-plain\"></a>");
            assert_eq!(found(&page), [(2, "Close".to_owned())], "{attribute}");
        }
        assert_eq!(found("<b{% if a %} title=\"Open\"{% else %} title=\"Shut\"{% endif %}>").len(), 2);
    }

    #[test]
    fn expressions_code_and_names_are_free() {
        for page in [
            "<p title=\"{{ w.t(\"org.tree.title\") }}\">{{ w.t(\"org.tree.title\") }}{% if late > 1 %} · {% endif %}</p>",
            "{# Note #}<!-- Note --><script src=\"/app.js\">let late = 1 < 2;</script><style>p { color: red }</style>",
            "<a class=\"late\" data-title=\"late\" name=\"alt\">PDF</a><kbd>Enter</kbd> Word&nbsp;1 km",
        ] {
            assert!(found(page).is_empty(), "{page}: {:?}", found(page));
        }
    }

    #[test]
    fn names_need_no_translation() {
        assert!(only_names("PDF / Word") && only_names("12:30 →") && only_names("j/k"));
        assert!(!only_names("PDF file") && !only_names("Pdf"));
    }
}
