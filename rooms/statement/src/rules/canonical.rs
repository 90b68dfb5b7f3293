//! The canonical text of a statement and its seal.
//!
//! Canonical lines ([`kernel::lines`]), keys in a fixed order, the version on the first line. The same facts
//! always give the same bytes; what people read is rendered from this text; its SHA-256 is the seal.

use kernel::{
    Day, Month,
    lines::{Reader, put, put_instant},
};

use super::facts::{Asked, Facts, Issued, Line, State, Statement};

pub use kernel::lines::{NotCanonical, whole_seconds};

/// First line of every canonical text.
pub const VERSION: &str = "qingdan-statement/v1";

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

/// Reads a canonical text back. Whatever it accepts, [`body`] writes again byte for byte.
///
/// # Errors
/// [`NotCanonical`] where the text stops being one.
pub fn parse(text: &str) -> Result<Statement, NotCanonical> {
    let mut lines = Reader::new(text);
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
        facts: facts(&mut lines)?,
        self_text: lines.value("self")?,
        problems: lines.value("problems")?,
        reason: lines.value("reason")?,
    };
    lines.end()?;
    // Two spellings of one fact (`+1` for `1`) would be two texts: only the one that `body` writes counts.
    if body(&statement) == text { Ok(statement) } else { Err(lines.wrong("end")) }
}

fn facts(lines: &mut Reader<'_>) -> Result<Facts, NotCanonical> {
    Ok(Facts {
        lines: lines.many("items", item)?,
        asked: lines.many("asked", asked)?,
        lists: lines.many("lists", list)?,
    })
}

fn item(lines: &mut Reader<'_>) -> Result<Line, NotCanonical> {
    Ok(Line {
        item: lines.parsed("item")?,
        number: lines.value("number")?,
        from: lines.value("from")?,
        text: lines.value("text")?,
        basis: lines.value("basis")?,
        due: lines.parsed::<Day>("due")?,
        state: {
            let code = lines.raw("state")?;
            State::of_code(code).ok_or_else(|| lines.wrong("state"))?
        },
        late: match lines.raw("late")? {
            "yes" => true,
            "no" => false,
            _ => return Err(lines.wrong("late")),
        },
        issued: lines.instant("issued")?,
        signed: lines.instant_or_none("signed")?,
        reported: lines.instant_or_none("reported")?,
        verified: lines.instant_or_none("verified")?,
        closed: lines.instant_or_none("closed")?,
        tenths: lines.parsed("tenths")?,
        values: lines.parsed("values")?,
    })
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
