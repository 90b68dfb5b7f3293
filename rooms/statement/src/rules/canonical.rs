//! The canonical text of a statement and its seal.
//!
//! Canonical lines ([`kernel::lines`]), keys in a fixed order, the version on the first line. The same facts
//! always give the same bytes; what people read is rendered from this text; its SHA-256 is the seal.

use kernel::{
    Day, Month,
    lines::{Reader, put, put_instant},
};

use super::facts::{Asked, Facts, Issued, Line, State, Statement, Version};

pub use kernel::lines::{NotCanonical, whole_seconds};

/// First lines of canonical texts. Today's statements are written in the last version.
const VERSIONS: [(&str, Version); 2] = [("qingdan-statement/v1", Version::One), ("qingdan-statement/v2", Version::Two)];

/// The canonical text.
#[must_use]
pub fn body(s: &Statement) -> String {
    let first = VERSIONS.iter().find(|(_, version)| *version == s.version).map_or("", |(first, _)| first);
    let mut out = format!("{first}\n");
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
    put_facts(&mut out, &s.facts, s.version);
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
    put_facts(&mut out, facts, Version::Two);
    seal(&out)
}

fn put_facts(out: &mut String, facts: &Facts, version: Version) {
    put(out, "items", &facts.lines.len().to_string());
    for line in &facts.lines {
        put_line(out, line, version);
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

fn put_line(out: &mut String, line: &Line, version: Version) {
    put(out, "item", &line.item.to_string());
    put(out, "number", &line.number);
    put(out, "from", &line.from);
    put(out, "text", &line.text);
    put(out, "basis", &line.basis);
    if version == Version::Two {
        put(out, "baseless", yes_no(line.baseless));
    }
    put(out, "due", &line.due.to_string());
    put(out, "state", line.state.code());
    put(out, "late", yes_no(line.late));
    put(out, "issued", &line.issued.rfc3339());
    put_instant(out, "signed", line.signed);
    put_instant(out, "reported", line.reported);
    put_instant(out, "verified", line.verified);
    put_instant(out, "closed", line.closed);
    put(out, "tenths", &line.tenths.to_string());
    put(out, "values", &line.values.to_string());
}

const fn yes_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// Reads a canonical text back. Whatever it accepts, [`body`] writes again byte for byte.
///
/// # Errors
/// [`NotCanonical`] where the text stops being one.
pub fn parse(text: &str) -> Result<Statement, NotCanonical> {
    let mut lines = Reader::new(text);
    let version = lines.one_of(&VERSIONS)?;
    let statement = Statement {
        version,
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
        facts: facts(&mut lines, version)?,
        self_text: lines.value("self")?,
        problems: lines.value("problems")?,
        reason: lines.value("reason")?,
    };
    lines.end()?;
    // Two spellings of one fact (`+1` for `1`) would be two texts: only the one that `body` writes counts.
    if body(&statement) == text { Ok(statement) } else { Err(lines.wrong("end")) }
}

fn facts(lines: &mut Reader<'_>, version: Version) -> Result<Facts, NotCanonical> {
    Ok(Facts {
        lines: lines.many("items", |lines| item(lines, version))?,
        asked: lines.many("asked", asked)?,
        lists: lines.many("lists", list)?,
    })
}

fn item(lines: &mut Reader<'_>, version: Version) -> Result<Line, NotCanonical> {
    let (item, number) = (lines.parsed("item")?, lines.value("number")?);
    let (from, text, basis) = (lines.value("from")?, lines.value("text")?, lines.value("basis")?);
    let baseless = match version {
        Version::One => basis.is_empty(),
        Version::Two => flag(lines, "baseless")?,
    };
    Ok(Line {
        item,
        number,
        from,
        text,
        basis,
        baseless,
        due: lines.parsed::<Day>("due")?,
        state: {
            let code = lines.raw("state")?;
            State::of_code(code).ok_or_else(|| lines.wrong("state"))?
        },
        late: flag(lines, "late")?,
        issued: lines.instant("issued")?,
        signed: lines.instant_or_none("signed")?,
        reported: lines.instant_or_none("reported")?,
        verified: lines.instant_or_none("verified")?,
        closed: lines.instant_or_none("closed")?,
        tenths: lines.parsed("tenths")?,
        values: lines.parsed("values")?,
    })
}

fn flag(lines: &mut Reader<'_>, key: &'static str) -> Result<bool, NotCanonical> {
    match lines.raw(key)? {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(lines.wrong(key)),
    }
}

fn asked(lines: &mut Reader<'_>) -> Result<Asked, NotCanonical> {
    Ok(Asked {
        from: lines.value("from")?,
        requests: lines.parsed("requests")?,
        tenths: lines.parsed("tenths")?,
        values: lines.parsed("values")?,
        baseless: lines.parsed("baseless")?,
        declined: lines.parsed("declined")?,
    })
}

fn list(lines: &mut Reader<'_>) -> Result<Issued, NotCanonical> {
    Ok(Issued {
        number: lines.value("number")?,
        title: lines.value("title")?,
        orgs: lines.parsed("organisations")?,
        tenths: lines.parsed("tenths")?,
        sent: lines.instant("sent")?,
    })
}

#[cfg(test)]
mod tests;
