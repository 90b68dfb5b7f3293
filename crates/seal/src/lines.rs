//! Lines of `key value` in a fixed order: the form of texts that are sealed.
//!
//! A value stands on its line whole: a line break in it is written `\n`, a backslash `\\`, an empty value `-`, a
//! lone hyphen `\-`. Reading demands the same keys in the same order and accepts nothing else.

use std::str::FromStr;

use crate::one_form;

/// A text being written.
#[derive(Debug)]
pub struct Lines(String);

impl Lines {
    /// Begins with the line that names form and version.
    #[must_use]
    pub fn new(version: &str) -> Self {
        Self(format!("{version}\n"))
    }

    /// Adds a line; the value is brought to its one form first.
    pub fn put(&mut self, key: &str, value: &dyn std::fmt::Display) -> &mut Self {
        let value = one_form(&value.to_string());
        let value = match value.as_str() {
            "" => "-".to_owned(),
            "-" => "\\-".to_owned(),
            value => value.replace('\\', "\\\\").replace('\n', "\\n"),
        };
        self.0.push_str(key);
        self.0.push(' ');
        self.0.push_str(&value);
        self.0.push('\n');
        self
    }

    /// Ends the text with the line `end`.
    #[must_use]
    pub fn end(mut self) -> String {
        self.0.push_str("end\n");
        self.0
    }
}

/// Why a text cannot be read: the line, counted from 1, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {expected} is expected")]
pub struct NotLines {
    /// Line number.
    pub line: usize,
    /// Expected key or form.
    pub expected: &'static str,
}

/// A text being read.
#[derive(Debug)]
pub struct Reader<'a> {
    lines: std::str::Split<'a, char>,
    line: usize,
}

impl<'a> Reader<'a> {
    /// Begins to read a text whose first line must be `version`.
    ///
    /// # Errors
    /// If it is another.
    pub fn new(text: &'a str, version: &'static str) -> Result<Self, NotLines> {
        let mut reader = Self { lines: text.split('\n'), line: 0 };
        reader.exactly(version)?;
        Ok(reader)
    }

    /// Begins to read a text whose first line is one of these, and says which.
    ///
    /// # Errors
    /// If it is none of them.
    pub fn of<T: Copy>(text: &'a str, versions: &[(&'static str, T)]) -> Result<(Self, T), NotLines> {
        let mut reader = Self { lines: text.split('\n'), line: 0 };
        let first = reader.next("version")?;
        let known = versions.iter().find(|(name, _)| *name == first);
        known.map(|(_, version)| (reader, *version)).ok_or(NotLines { line: 1, expected: "version" })
    }

    /// The value of the next line, which must have this key.
    ///
    /// # Errors
    /// Another key, or an escape that there is not.
    pub fn value(&mut self, key: &'static str) -> Result<String, NotLines> {
        let line = self.next(key)?;
        let raw = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' '));
        raw.and_then(plain).ok_or(NotLines { line: self.line, expected: key })
    }

    /// The value of the next line as a `T`.
    ///
    /// # Errors
    /// Another key, or no `T`.
    pub fn parsed<T: FromStr>(&mut self, key: &'static str) -> Result<T, NotLines> {
        self.value(key)?.parse().map_err(|_| NotLines { line: self.line, expected: key })
    }

    /// As many things as the next line says, each read by `one`.
    ///
    /// # Errors
    /// No number, or what `one` meets.
    pub fn many<T>(
        &mut self,
        key: &'static str,
        mut one: impl FnMut(&mut Self) -> Result<T, NotLines>,
    ) -> Result<Vec<T>, NotLines> {
        let count: u32 = self.parsed(key)?;
        // No room is set aside for a number that a damaged text may name.
        (0..count).map(|_| one(self)).collect()
    }

    /// The line `end`, and nothing after it.
    ///
    /// # Errors
    /// If there is more, or less.
    pub fn end(mut self) -> Result<(), NotLines> {
        self.exactly("end")?;
        self.exactly("")?;
        if self.lines.next().is_none() { Ok(()) } else { Err(NotLines { line: self.line + 1, expected: "nothing" }) }
    }

    /// A fault at the line just read.
    #[must_use]
    pub const fn wrong(&self, expected: &'static str) -> NotLines {
        NotLines { line: self.line, expected }
    }

    fn next(&mut self, expected: &'static str) -> Result<&'a str, NotLines> {
        self.line += 1;
        self.lines.next().ok_or(NotLines { line: self.line, expected })
    }

    fn exactly(&mut self, expected: &'static str) -> Result<(), NotLines> {
        if self.next(expected)? == expected { Ok(()) } else { Err(NotLines { line: self.line, expected }) }
    }
}

/// The value behind its escapes.
fn plain(raw: &str) -> Option<String> {
    if raw == "-" {
        return Some(String::new());
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                '\\' => '\\',
                '-' => '-',
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn another_order_a_missing_end_and_a_surplus_are_told_with_their_line() {
        let mut lines = Lines::new("x/v1");
        lines.put("a", &1).put("b", &"");
        let text = lines.end();
        assert_eq!(text, "x/v1\na 1\nb -\nend\n");
        let mut reader = Reader::new(&text, "x/v1").unwrap();
        assert_eq!(reader.value("b"), Err(NotLines { line: 2, expected: "b" }));
        assert!(Reader::new(&text, "x/v2").is_err());
        for bad in ["x/v1\na 1\nb -\n", "x/v1\na 1\nb -\nend\nmore\n", "x/v1\na 1\nb -\nend"] {
            let mut reader = Reader::new(bad, "x/v1").unwrap();
            assert_eq!((reader.value("a").unwrap().as_str(), reader.value("b").unwrap().as_str()), ("1", ""));
            assert!(reader.end().is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn every_value_comes_back_in_its_one_form(values in prop::collection::vec(any::<String>(), 0..6)) {
            let mut lines = Lines::new("x/v1");
            lines.put("n", &values.len());
            for value in &values {
                lines.put("v", value);
            }
            let text = lines.end();
            let mut reader = Reader::new(&text, "x/v1").unwrap();
            let back = reader.many("n", |r| r.value("v")).unwrap();
            prop_assert_eq!(back, values.iter().map(|v| one_form(v)).collect::<Vec<_>>());
            prop_assert!(reader.end().is_ok());
        }
    }
}
