//! Canonical lines: the form of every text that is sealed.
//!
//! UTF-8, one fact a line, lines end with LF, keys in the order of their writer. A value stands on its line
//! whole: a line break in it is written `\n`, a backslash `\\`, a carriage return `\r`, an empty value `-`, a
//! lone hyphen `\-`. Instants are UTC seconds. The same facts always give the same bytes.

use std::fmt::Write;

use crate::{Day, Instant};

/// Why a text is not canonical: the line, counted from 1, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCanonical {
    /// Line number.
    pub line: usize,
    /// Expected key or form.
    pub expected: &'static str,
}

/// Writes `key value`.
pub fn put(out: &mut String, key: &str, value: &str) {
    let value = match value {
        "" => "-".to_owned(),
        "-" => "\\-".to_owned(),
        value => value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"),
    };
    // Writing into a text cannot fail.
    let _ = writeln!(out, "{key} {value}");
}

/// Writes `key 2026-11-23T02:00:00Z`, or an empty value.
pub fn put_instant(out: &mut String, key: &str, at: Option<Instant>) {
    put(out, key, &at.map(Instant::rfc3339).unwrap_or_default());
}

/// Writes a number, or an empty value for one that is not known: unknown is not zero.
pub fn put_number(out: &mut String, key: &str, n: Option<i64>) {
    put(out, key, &n.map(|n| n.to_string()).unwrap_or_default());
}

/// An instant as canonical texts keep it: whole seconds.
#[must_use]
pub const fn whole_seconds(at: Instant) -> Instant {
    Instant(at.0 - at.0.rem_euclid(1_000))
}

/// Reads a canonical text line by line.
///
/// Two spellings of one fact (`+1` for `1`) would be two texts: whoever reads must write what was read again and
/// compare, so that only the one form counts.
#[derive(Debug)]
pub struct Reader<'a> {
    lines: std::str::Split<'a, char>,
    line: usize,
}

impl<'a> Reader<'a> {
    /// Begins at the first line.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { lines: text.split('\n'), line: 0 }
    }

    /// The complaint about the present line.
    #[must_use]
    pub const fn wrong(&self, expected: &'static str) -> NotCanonical {
        NotCanonical { line: self.line, expected }
    }

    fn next(&mut self, expected: &'static str) -> Result<&'a str, NotCanonical> {
        self.line += 1;
        self.lines.next().ok_or(NotCanonical { line: self.line, expected })
    }

    /// A line that is just this.
    ///
    /// # Errors
    /// Any other line.
    pub fn exactly(&mut self, expected: &'static str) -> Result<(), NotCanonical> {
        if self.next(expected)? == expected { Ok(()) } else { Err(self.wrong(expected)) }
    }

    /// A line that is one of these: the first line of a text that has been written in several versions. Answers which.
    ///
    /// # Errors
    /// Any other line; the last of them is what was expected.
    pub fn one_of<T: Copy>(&mut self, known: &[(&'static str, T)]) -> Result<T, NotCanonical> {
        let expected = known.last().map_or("", |last| last.0);
        let line = self.next(expected)?;
        known.iter().find(|(text, _)| *text == line).map(|(_, which)| *which).ok_or_else(|| self.wrong(expected))
    }

    /// The last line `end`, its LF, and nothing after it.
    ///
    /// # Errors
    /// Anything else.
    pub fn end(&mut self) -> Result<(), NotCanonical> {
        self.exactly("end")?;
        self.exactly("")?;
        if self.lines.next().is_none() { Ok(()) } else { Err(self.wrong("end")) }
    }

    /// The value of this key as it is written.
    ///
    /// # Errors
    /// A line with another key.
    pub fn raw(&mut self, key: &'static str) -> Result<&'a str, NotCanonical> {
        let line = self.next(key)?;
        line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' ')).ok_or_else(|| self.wrong(key))
    }

    /// The text of this key.
    ///
    /// # Errors
    /// A line with another key, a value that no writer writes.
    pub fn value(&mut self, key: &'static str) -> Result<String, NotCanonical> {
        let raw = self.raw(key)?;
        unescaped(raw).ok_or_else(|| self.wrong(key))
    }

    /// The value of this key as a `T`.
    ///
    /// # Errors
    /// A line with another key, a value that is no `T`.
    pub fn parsed<T: std::str::FromStr>(&mut self, key: &'static str) -> Result<T, NotCanonical> {
        let raw = self.raw(key)?;
        raw.parse().map_err(|_| self.wrong(key))
    }

    /// The value of this key as a `T`, or none if it is empty.
    ///
    /// # Errors
    /// As [`Reader::parsed`].
    pub fn parsed_or_none<T: std::str::FromStr>(&mut self, key: &'static str) -> Result<Option<T>, NotCanonical> {
        match self.raw(key)? {
            "-" => Ok(None),
            raw => raw.parse().map(Some).map_err(|_| self.wrong(key)),
        }
    }

    /// The instant of this key, or none.
    ///
    /// # Errors
    /// A line with another key, a value that is no instant.
    pub fn instant_or_none(&mut self, key: &'static str) -> Result<Option<Instant>, NotCanonical> {
        match self.raw(key)? {
            "-" => Ok(None),
            raw => instant(raw).map(Some).ok_or_else(|| self.wrong(key)),
        }
    }

    /// The instant of this key.
    ///
    /// # Errors
    /// As [`Reader::instant_or_none`], and none.
    pub fn instant(&mut self, key: &'static str) -> Result<Instant, NotCanonical> {
        self.instant_or_none(key)?.ok_or_else(|| self.wrong(key))
    }

    /// As many things as the number of this key says.
    ///
    /// # Errors
    /// The first thing that is not one.
    pub fn many<T>(
        &mut self,
        key: &'static str,
        mut one: impl FnMut(&mut Self) -> Result<T, NotCanonical>,
    ) -> Result<Vec<T>, NotCanonical> {
        let count: u32 = self.parsed(key)?;
        // No room is set aside for a number that a damaged text may name.
        (0..count).map(|_| one(self)).collect()
    }
}

fn unescaped(raw: &str) -> Option<String> {
    if raw == "-" {
        return Some(String::new());
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                '-' => '-',
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

/// `2026-11-23T02:00:00Z`.
fn instant(raw: &str) -> Option<Instant> {
    let (day, time) = raw.strip_suffix('Z')?.split_once('T')?;
    let day: Day = day.parse().ok()?;
    let mut seconds = 0;
    for (part, most) in time.splitn(3, ':').zip([24, 60, 60]) {
        let n: i64 = part.parse().ok()?;
        if !(0..most).contains(&n) {
            return None;
        }
        seconds = seconds * 60 + n;
    }
    Some(day.start(&jiff::tz::TimeZone::UTC).plus_ms(seconds * 1_000))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(text in "\\PC*|[-\\\\nr\n\r]{0,12}", n in prop::option::of(any::<i64>())) {
            let mut out = String::new();
            put(&mut out, "text", &text);
            put_number(&mut out, "n", n);
            out.push_str("end\n");
            let mut lines = Reader::new(&out);
            prop_assert_eq!(lines.value("text").unwrap(), text);
            prop_assert_eq!(lines.parsed_or_none::<i64>("n").unwrap(), n);
            prop_assert_eq!(lines.end(), Ok(()));
        }
    }

    #[test]
    fn a_line_that_is_not_there_is_named_with_its_number() {
        let mut lines = Reader::new("a 1\nend\n");
        assert_eq!(lines.parsed::<i64>("a"), Ok(1));
        assert_eq!(lines.value("b"), Err(NotCanonical { line: 2, expected: "b" }));
        assert_eq!(Reader::new("end\nmore\n").end().unwrap_err().line, 2);
    }

    #[test]
    fn a_text_says_in_which_version_it_is_written() {
        let known = [("a/v1", 1), ("a/v2", 2)];
        assert_eq!((Reader::new("a/v1\n").one_of(&known), Reader::new("a/v2\n").one_of(&known)), (Ok(1), Ok(2)));
        assert_eq!(Reader::new("a/v3\n").one_of(&known), Err(NotCanonical { line: 1, expected: "a/v2" }));
    }
}
