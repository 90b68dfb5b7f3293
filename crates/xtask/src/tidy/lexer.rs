//! Tells code, comment and quoted text apart in Rust source, byte by byte. Not a parser: just enough
//! that a rule about code is not fooled by a string or a comment that mentions the same word.

/// What a byte of the source belongs to. Quotation marks themselves count as code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Code,
    Comment,
    Text,
}

/// One kind for every byte of `text`.
pub(crate) fn kinds(text: &str) -> Vec<Kind> {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), kinds: vec![Kind::Code; text.len()], at: 0 };
    while lexer.at < lexer.bytes.len() {
        lexer.step();
    }
    lexer.kinds
}

/// Whether a byte can stand inside an identifier.
pub(crate) fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    kinds: Vec<Kind>,
    at: usize,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let rest = &self.bytes[self.at..];
        match rest {
            [b'/', b'/', ..] => self.line_comment(),
            [b'/', b'*', ..] => self.block_comment(),
            [b'"', ..] => self.string(),
            [b'\'', ..] => self.char_or_lifetime(),
            [first, ..] if in_word(*first) => self.word(),
            _ => self.at += 1,
        }
    }

    /// Marks up to `end` and goes on from there.
    fn mark(&mut self, end: usize, kind: Kind) {
        let end = end.min(self.bytes.len());
        self.kinds[self.at..end].fill(kind);
        self.at = end;
    }

    fn line_comment(&mut self) {
        let end = self.text[self.at..].find('\n').map_or(self.bytes.len(), |n| self.at + n);
        self.mark(end, Kind::Comment);
    }

    fn block_comment(&mut self) {
        let (mut depth, mut end) = (1, self.at + 2);
        while depth > 0 && end < self.bytes.len() {
            match &self.bytes[end..] {
                [b'/', b'*', ..] => (depth, end) = (depth + 1, end + 2),
                [b'*', b'/', ..] => (depth, end) = (depth - 1, end + 2),
                _ => end += 1,
            }
        }
        self.mark(end, Kind::Comment);
    }

    fn string(&mut self) {
        self.at += 1;
        let mut end = self.at;
        while end < self.bytes.len() && self.bytes[end] != b'"' {
            end += if self.bytes[end] == b'\\' { 2 } else { 1 };
        }
        self.mark(end, Kind::Text);
        self.at += 1;
    }

    /// A word of the language; `r`, `br` and `cr` may open a raw string.
    fn word(&mut self) {
        let start = self.at;
        while self.at < self.bytes.len() && in_word(self.bytes[self.at]) {
            self.at += 1;
        }
        if matches!(&self.text[start..self.at], "r" | "br" | "cr") {
            self.raw_string();
        }
    }

    fn raw_string(&mut self) {
        let hashes = self.bytes[self.at..].iter().take_while(|b| **b == b'#').count();
        if self.bytes.get(self.at + hashes) != Some(&b'"') {
            return;
        }
        let closing = format!("\"{}", "#".repeat(hashes));
        self.at += hashes + 1;
        let end = self.text[self.at..].find(&closing).map_or(self.bytes.len(), |n| self.at + n);
        self.mark(end, Kind::Text);
        self.at += closing.len();
    }

    fn char_or_lifetime(&mut self) {
        self.at += 1;
        let Some(first) = self.text[self.at..].chars().next() else { return };
        let end = if first == '\\' {
            // The escaped letter itself may be a quotation mark.
            let escaped = self.text[self.at + 1..].chars().next().map_or(0, char::len_utf8);
            let from = self.at + 1 + escaped;
            self.text[from..].find('\'').map(|n| from + n)
        } else {
            let after = self.at + first.len_utf8();
            (self.bytes.get(after) == Some(&b'\'')).then_some(after)
        };
        if let Some(end) = end {
            self.mark(end, Kind::Text);
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    //! What is code and what is not.
    use super::*;

    /// The source with everything but `kind` replaced by dots.
    fn only(kind: Kind, text: &str) -> String {
        let bytes = kinds(text).into_iter().zip(text.bytes());
        bytes.map(|(k, b)| if k == kind { char::from(b) } else { '.' }).collect()
    }

    #[test]
    fn comments_end_where_the_language_ends_them() {
        assert_eq!(only(Kind::Comment, "a // b\nc"), "..// b..");
        assert_eq!(only(Kind::Comment, "a /* b /* c */ d */ e"), "../* b /* c */ d */..");
    }

    #[test]
    fn strings_hide_what_they_hold() {
        assert_eq!(only(Kind::Text, r#"f("// \" x") // y"#), r#"...// \" x......."#);
        assert_eq!(only(Kind::Text, "r#\"a\"b\"# c"), "...a\"b....");
        assert_eq!(only(Kind::Text, "br\"a\\\" c"), "...a\\...");
    }

    #[test]
    fn raw_names_and_lifetimes_are_code() {
        assert_eq!(only(Kind::Code, "r#type + 'a: &'a str"), "r#type + 'a: &'a str");
        assert_eq!(only(Kind::Code, "'x' + '\\'' + b'\"'"), "'.' + '..' + b'.'");
    }

    #[test]
    fn broken_source_does_not_stop_the_reading() {
        for text in ["\"", "'", "/*", "r#\"", "'\\", "\"\\"] {
            assert_eq!(kinds(text).len(), text.len());
        }
    }
}
