//! One file of the tree, with the views the rules read: the same text with parts blanked out, so
//! that every offset and line number stays true.

use super::lexer::{self, Kind};

/// One file: its path from the root with `/` between the parts, its text, and the views of it.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    /// Code alone: comments and quoted text are blank. For other languages, the whole text.
    pub(crate) code: String,
    /// Code and quoted text: comments are blank.
    pub(crate) bare: String,
    /// Code and comments: quoted text is blank.
    pub(crate) prose: String,
    kinds: Vec<Kind>,
    line_starts: Vec<usize>,
    test_lines: Vec<bool>,
}

impl Source {
    /// Takes a file in; only Rust and HTML are looked into, other text is one view.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let kinds = match path.rsplit('.').next() {
            Some("rs") => lexer::kinds(text),
            Some("html") => html_kinds(text),
            _ => vec![Kind::Code; text.len()],
        };
        let code = blank(text, &kinds, |kind| kind == Kind::Code);
        let line_starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(n, _)| n + 1)).collect();
        let mut source = Self {
            bare: blank(text, &kinds, |kind| kind != Kind::Comment),
            prose: blank(text, &kinds, |kind| kind != Kind::Text),
            test_lines: vec![is_test_path(path); line_starts.len()],
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            kinds,
            line_starts,
        };
        source.mark_test_items();
        source
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The number of the line, from 1, that holds the byte at `offset`.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Whether the byte at `offset` belongs to a test.
    pub(crate) fn is_test(&self, offset: usize) -> bool {
        self.test_lines.get(self.line_of(offset) - 1).copied().unwrap_or(false)
    }

    /// How many lines are not test code.
    pub(crate) fn production_lines(&self) -> usize {
        self.text.lines().zip(&self.test_lines).filter(|(_, test)| !**test).count()
    }

    /// The quoted texts of a Rust file, each with its offset, as they are written (escapes kept).
    pub(crate) fn literals(&self) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        let mut start = None;
        for (at, kind) in self.kinds.iter().chain([&Kind::Code]).enumerate() {
            match (start, *kind) {
                (None, Kind::Text) => start = Some(at),
                (Some(from), Kind::Code | Kind::Comment) => {
                    found.push((from, &self.text[from..at]));
                    start = None;
                }
                _ => {}
            }
        }
        found
    }

    /// Marks the lines of every item under `#[cfg(test)]`.
    fn mark_test_items(&mut self) {
        let attribute = "#[cfg(test)]";
        let starts: Vec<usize> = self.code.match_indices(attribute).map(|(n, _)| n).collect();
        for start in starts {
            let body = start + attribute.len();
            let end = match self.code[body..].find(['{', ';']) {
                Some(n) if self.code[body + n..].starts_with('{') => closing_brace(&self.code, body + n),
                Some(n) => body + n,
                None => self.code.len(),
            };
            let (first, last) = (self.line_of(start), self.line_of(end));
            self.test_lines[first - 1..last].fill(true);
        }
    }
}

/// The offset of the brace that closes the one at `open`, or the end of the text.
pub(crate) fn closing_brace(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (n, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return n,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code.len()
}

/// Test files as a whole; `#[cfg(test)]` items inside other files are found by their attribute.
fn is_test_path(path: &str) -> bool {
    path.contains("/tests/") || path.contains("/benches/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

fn blank(text: &str, kinds: &[Kind], keep: fn(Kind) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        if keep(kinds[at]) || letter == '\n' {
            out.push(letter);
        } else {
            out.extend(std::iter::repeat_n(' ', letter.len_utf8()));
        }
    }
    out
}

/// Template and page comments; all else in a template is code to the rules.
fn html_kinds(text: &str) -> Vec<Kind> {
    let mut kinds = vec![Kind::Code; text.len()];
    for (open, close) in [("{#", "#}"), ("<!--", "-->")] {
        let mut from = 0;
        while let Some(n) = text[from..].find(open) {
            let start = from + n;
            let end = text[start..].find(close).map_or(text.len(), |n| start + n + close.len());
            kinds[start..end].fill(Kind::Comment);
            from = end;
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    //! Views, lines, literals and the borders of test code.
    use super::*;

    #[test]
    fn views_keep_every_offset() {
        let source = Source::new("a.rs", "let a = \"清单\"; // 注\nb");
        assert_eq!(source.code, "let a = \"      \";       \nb");
        assert_eq!(source.bare.trim_end(), "let a = \"清单\";       \nb");
        assert_eq!(source.line_of(source.text.len() - 1), 2);
        assert_eq!(source.literals(), vec![(9, "清单")]);
    }

    #[test]
    fn test_items_are_told_from_production() {
        let text = "fn a() {}\n#[cfg(test)]\nuse x::{y};\nfn b() {}\n#[cfg(test)]\nmod t {\n fn c() {}\n}\n";
        let source = Source::new("a.rs", text);
        assert_eq!(source.production_lines(), 2);
        assert!(source.is_test(text.find("fn c").expect("is there")));
        assert!(!source.is_test(text.find("fn b").expect("is there")));
    }

    #[test]
    fn whole_files_can_be_tests() {
        assert_eq!(Source::new("rooms/org/tests/it.rs", "//! x\n").production_lines(), 0);
        assert_eq!(Source::new("rooms/org/src/rules/tests.rs", "//! x\n").production_lines(), 0);
        assert_eq!(Source::new("rooms/org/src/rules/state_tests.rs", "//! x\n").production_lines(), 0);
    }

    #[test]
    fn comments_of_templates_are_blank() {
        let source = Source::new("a.html", "<p>{# 注 #}x<!-- 注 --></p>");
        assert!(!source.bare.contains('注'));
        assert!(source.bare.contains('x'));
    }
}
