//! The canonical text of a statement and its seal.
//!
//! UTF-8, one fact a line, lines end with LF, keys in a fixed order, the version on the first line.
//! The same facts always give the same bytes; what people read is rendered from this text; its
//! SHA-256 is the seal. A value stands on its line whole: a line break in it is written `\n`, a
//! backslash `\\`, a carriage return `\r`, an empty value `-`, a lone hyphen `\-`. Instants are UTC seconds.

use std::fmt::Write;

use kernel::{Day, Instant, Month};

use super::facts::{Asked, Facts, Issued, Line, State, Statement};

/// First line of every canonical text.
pub const VERSION: &str = "qingdan-statement/v1";

/// Why a text is not canonical: the line, counted from 1, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCanonical {
    /// Line number.
    pub line: usize,
    /// Expected key or form.
    pub expected: &'static str,
}

/// The canonical text.
#[must_use]
pub fn body(s: &Statement) -> String {
    let mut out = format!("{VERSION}\n");
    put(&mut out, "organisation", &s.org.to_string());
    put(&mut out, "name", &s.name);
    put(&mut out, "place", &s.place);
    put(&mut out, "month", &s.month.to_string());
    put(&mut out, "revision", &s.rev.to_string());
    put(&mut out, "previous", &s.previous);
    put(&mut out, "drafted", &s.drafted.rfc3339());
    put_instant(&mut out, "published", s.published);
    put(&mut out, "by", &s.by);
    put(&mut out, "confirmed", &s.confirmed);
    put_facts(&mut out, &s.facts);
    put(&mut out, "self", &s.self_text);
    put(&mut out, "problems", &s.problems);
    put(&mut out, "reason", &s.reason);
    out.push_str("end\n");
    out
}

/// The seal of a canonical text: SHA-256 in 64 hexadecimal digits.
#[must_use]
pub fn seal(body: &str) -> String {
    data_encoding::HEXLOWER.encode(&<sha2::Sha256 as sha2::Digest>::digest(body.as_bytes()))
}

/// The seal of the drafted facts alone: by it a publisher says which facts they have read.
#[must_use]
pub fn facts_seal(facts: &Facts) -> String {
    let mut out = String::new();
    put_facts(&mut out, facts);
    seal(&out)
}

/// First 16 digits of a seal in groups of four: what a paper shows.
#[must_use]
pub fn proof_code(hash: &str) -> String {
    let start: Vec<char> = hash.chars().take(16).map(|c| c.to_ascii_uppercase()).collect();
    start.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// An instant as canonical texts keep it: whole seconds.
#[must_use]
pub const fn whole_seconds(at: Instant) -> Instant {
    Instant(at.0 - at.0.rem_euclid(1_000))
}

fn put_facts(out: &mut String, facts: &Facts) {
    put(out, "items", &facts.lines.len().to_string());
    for line in &facts.lines {
        put_line(out, line);
    }
    put(out, "asked", &facts.asked.len().to_string());
    for asked in &facts.asked {
        put(out, "from", &asked.from);
        put(out, "requests", &asked.requests.to_string());
        put(out, "tenths", &asked.tenths.to_string());
        put(out, "values", &asked.values.to_string());
        put(out, "baseless", &asked.baseless.to_string());
        put(out, "declined", &asked.declined.to_string());
    }
    put(out, "lists", &facts.lists.len().to_string());
    for list in &facts.lists {
        put(out, "number", &list.number);
        put(out, "title", &list.title);
        put(out, "organisations", &list.orgs.to_string());
        put(out, "tenths", &list.tenths.to_string());
        put(out, "sent", &list.sent.rfc3339());
    }
}

fn put_line(out: &mut String, line: &Line) {
    put(out, "item", &line.item.to_string());
    put(out, "number", &line.number);
    put(out, "from", &line.from);
    put(out, "text", &line.text);
    put(out, "basis", &line.basis);
    put(out, "due", &line.due.to_string());
    put(out, "state", line.state.code());
    put(out, "late", if line.late { "yes" } else { "no" });
    put(out, "issued", &line.issued.rfc3339());
    put_instant(out, "signed", line.signed);
    put_instant(out, "reported", line.reported);
    put_instant(out, "verified", line.verified);
    put_instant(out, "closed", line.closed);
    put(out, "tenths", &line.tenths.to_string());
    put(out, "values", &line.values.to_string());
}

fn put(out: &mut String, key: &str, value: &str) {
    let value = match value {
        "" => "-".to_owned(),
        "-" => "\\-".to_owned(),
        value => value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"),
    };
    // Writing into a text cannot fail.
    let _ = writeln!(out, "{key} {value}");
}

fn put_instant(out: &mut String, key: &str, at: Option<Instant>) {
    put(out, key, &at.map(Instant::rfc3339).unwrap_or_default());
}

/// Reads a canonical text back. Whatever it accepts, [`body`] writes again byte for byte.
///
/// # Errors
/// [`NotCanonical`] where the text stops being one.
pub fn parse(text: &str) -> Result<Statement, NotCanonical> {
    let mut lines = Reader { lines: text.split('\n'), line: 0 };
    lines.exactly(VERSION)?;
    let statement = Statement {
        org: lines.parsed("organisation")?,
        name: lines.value("name")?,
        place: lines.value("place")?,
        month: lines.parsed::<Month>("month")?,
        rev: lines.parsed("revision")?,
        previous: lines.value("previous")?,
        drafted: lines.instant("drafted")?,
        published: lines.instant_or_none("published")?,
        by: lines.value("by")?,
        confirmed: lines.value("confirmed")?,
        facts: lines.facts()?,
        self_text: lines.value("self")?,
        problems: lines.value("problems")?,
        reason: lines.value("reason")?,
    };
    lines.exactly("end")?;
    lines.exactly("")?;
    // Two spellings of one fact (`+1` for `1`) would be two texts: only the one that `body` writes counts.
    if lines.lines.next().is_none() && body(&statement) == text { Ok(statement) } else { Err(lines.wrong("end")) }
}

struct Reader<'a> {
    lines: std::str::Split<'a, char>,
    line: usize,
}

impl<'a> Reader<'a> {
    const fn wrong(&self, expected: &'static str) -> NotCanonical {
        NotCanonical { line: self.line, expected }
    }

    fn next(&mut self, expected: &'static str) -> Result<&'a str, NotCanonical> {
        self.line += 1;
        self.lines.next().ok_or(NotCanonical { line: self.line, expected })
    }

    fn exactly(&mut self, expected: &'static str) -> Result<(), NotCanonical> {
        if self.next(expected)? == expected { Ok(()) } else { Err(self.wrong(expected)) }
    }

    fn raw(&mut self, key: &'static str) -> Result<&'a str, NotCanonical> {
        let line = self.next(key)?;
        line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' ')).ok_or_else(|| self.wrong(key))
    }

    fn value(&mut self, key: &'static str) -> Result<String, NotCanonical> {
        let raw = self.raw(key)?;
        unescaped(raw).ok_or_else(|| self.wrong(key))
    }

    fn parsed<T: std::str::FromStr>(&mut self, key: &'static str) -> Result<T, NotCanonical> {
        let raw = self.raw(key)?;
        raw.parse().map_err(|_| self.wrong(key))
    }

    fn instant_or_none(&mut self, key: &'static str) -> Result<Option<Instant>, NotCanonical> {
        match self.raw(key)? {
            "-" => Ok(None),
            raw => instant(raw).map(Some).ok_or_else(|| self.wrong(key)),
        }
    }

    fn instant(&mut self, key: &'static str) -> Result<Instant, NotCanonical> {
        self.instant_or_none(key)?.ok_or_else(|| self.wrong(key))
    }

    fn many<T>(
        &mut self,
        key: &'static str,
        mut one: impl FnMut(&mut Self) -> Result<T, NotCanonical>,
    ) -> Result<Vec<T>, NotCanonical> {
        let count: u32 = self.parsed(key)?;
        // No room is set aside for a number that a damaged text may name.
        (0..count).map(|_| one(self)).collect()
    }

    fn facts(&mut self) -> Result<Facts, NotCanonical> {
        Ok(Facts {
            lines: self.many("items", Self::item)?,
            asked: self.many("asked", Self::asked)?,
            lists: self.many("lists", Self::list)?,
        })
    }

    fn item(&mut self) -> Result<Line, NotCanonical> {
        Ok(Line {
            item: self.parsed("item")?,
            number: self.value("number")?,
            from: self.value("from")?,
            text: self.value("text")?,
            basis: self.value("basis")?,
            due: self.parsed::<Day>("due")?,
            state: {
                let code = self.raw("state")?;
                State::of_code(code).ok_or_else(|| self.wrong("state"))?
            },
            late: match self.raw("late")? {
                "yes" => true,
                "no" => false,
                _ => return Err(self.wrong("late")),
            },
            issued: self.instant("issued")?,
            signed: self.instant_or_none("signed")?,
            reported: self.instant_or_none("reported")?,
            verified: self.instant_or_none("verified")?,
            closed: self.instant_or_none("closed")?,
            tenths: self.parsed("tenths")?,
            values: self.parsed("values")?,
        })
    }

    fn asked(&mut self) -> Result<Asked, NotCanonical> {
        Ok(Asked {
            from: self.value("from")?,
            requests: self.parsed("requests")?,
            tenths: self.parsed("tenths")?,
            values: self.parsed("values")?,
            baseless: self.parsed("baseless")?,
            declined: self.parsed("declined")?,
        })
    }

    fn list(&mut self) -> Result<Issued, NotCanonical> {
        Ok(Issued {
            number: self.value("number")?,
            title: self.value("title")?,
            orgs: self.parsed("organisations")?,
            tenths: self.parsed("tenths")?,
            sent: self.instant("sent")?,
        })
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
mod tests;
