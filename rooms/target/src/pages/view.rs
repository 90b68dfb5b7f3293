//! What the pages of letters share: chips, choices, years, the fields of their forms.

use cx::AppError;
use kit::{Form, Req, W};

use crate::actions::board::Tally;
use crate::actions::{Key, Seen};
use crate::rules::{Shown, draft::tenths};

/// A state as pages show it: colour and word.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    pub(crate) class: &'static str,
    pub(crate) word: &'static str,
}

/// The chip of a letter.
pub(crate) fn chip(w: &W, shown: Shown, objected: bool) -> Chip {
    let (class, code) = match shown {
        Shown::Issued if objected => ("st-returned", "objected"),
        Shown::Issued => ("st-issued", "issued"),
        Shown::Signed => ("st-signed", "signed"),
        Shown::InForce => ("st-closed", "in_force"),
        Shown::Ended => ("st-verified", "ended"),
        Shown::Superseded => ("st-withdrawn", "superseded"),
        Shown::Withdrawn => ("st-withdrawn", "withdrawn"),
    };
    Chip { class, word: w.t(&format!("target.state.{code}")) }
}

/// A choice of a form.
#[derive(Debug, Clone)]
pub(crate) struct Opt {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) on: bool,
}

impl Opt {
    pub(crate) fn new(value: &str, label: &str, on: bool) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), on }
    }
}

/// A link with its count.
#[derive(Debug, Clone)]
pub(crate) struct Pill {
    pub(crate) href: String,
    pub(crate) label: &'static str,
    pub(crate) n: String,
    pub(crate) class: &'static str,
    pub(crate) on: bool,
}

/// The year that the address asks for; this year if none or none sensible.
pub(crate) fn year(req: &Req) -> i64 {
    year_in(req, &req.query)
}

/// The year that a form or an address asks for, likewise.
pub(crate) fn year_in(req: &Req, form: &Form) -> i64 {
    let this = req.cx.house().month().year();
    form.get("year").parse().ok().filter(|y| (2_000..=2_100).contains(y)).unwrap_or(this)
}

/// The years beside one, as choices.
pub(crate) fn years(year: i64) -> Vec<Opt> {
    (year - 2..=year + 1).rev().map(|y| Opt::new(&y.to_string(), &y.to_string(), y == year)).collect()
}

/// The letter that an address names.
pub(crate) fn key((org, issue): &(String, String)) -> Result<Key, AppError> {
    let missing = |_| AppError::NotFound;
    Ok(Key { org: org.parse().map_err(missing)?, issue: issue.parse().map_err(missing)? })
}

/// What a form was about: the letter, the revision and the version its reader had.
pub(crate) fn seen(req: &Req, key: Key) -> Seen {
    let number = |name: &str| req.form.get(name).parse().unwrap_or(0);
    Seen { key, rev: number("rev"), version: number("version") }
}

/// Address of a letter.
pub(crate) fn href(key: Key) -> String {
    format!("/letters/{key}")
}

/// `95.5 %` of a part in a whole, in tenths; nothing of nothing.
pub(crate) fn share(part: i64, whole: i64) -> String {
    if whole == 0 { String::new() } else { format!("{}%", tenths(part * 1_000 / whole)) }
}

/// The word of a level or domain, or the code that only a file knows.
pub(crate) fn word(w: &W, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}.{code}");
    if w.has(&key) { w.t(&key).to_owned() } else { code.to_owned() }
}

/// A bar of states: class, width, title, number shown.
#[derive(Debug, Clone)]
pub(crate) struct Seg {
    pub(crate) class: &'static str,
    pub(crate) n: i64,
    pub(crate) title: String,
    pub(crate) shown: String,
}

/// The segments of a tally.
pub(crate) fn segs(w: &W, t: &Tally) -> Vec<Seg> {
    let parts = [
        ("st-closed", "in_force", t.both()),
        ("st-signed", "signed", t.signed),
        ("st-returned", "objected", t.objected),
        ("st-issued", "issued", t.issued),
    ];
    let seg = |(class, code, n): (&'static str, &str, i64)| Seg {
        class,
        n,
        title: format!("{} {}", w.t(&format!("target.state.{code}")), kernel::text::thousands(n)),
        shown: if n * 22 >= t.all() { kernel::text::thousands(n) } else { String::new() },
    };
    parts.into_iter().filter(|p| p.2 > 0).map(seg).collect()
}
