//! A letter as people read and print it: of a sealed one the sealed text, else what would be sealed now.

use jiff::tz::TimeZone;
use kit::W;

use crate::actions::show::LetterDetail;
use crate::rules::draft::tenths;
use crate::rules::{Kind, Side};

/// A letter ready for the template `paper.html`.
#[derive(Debug)]
pub(crate) struct Paper {
    pub(crate) title: String,
    pub(crate) number: String,
    pub(crate) sub: String,
    pub(crate) issuer: String,
    pub(crate) recipient: String,
    pub(crate) days: String,
    pub(crate) reason: String,
    pub(crate) rows: Vec<SheetRow>,
    pub(crate) sum: String,
    pub(crate) sides: Vec<SideRow>,
    /// First digits of the digest; empty before it is sealed.
    pub(crate) proof: String,
    pub(crate) hash: String,
}

/// One line of the sheet.
#[derive(Debug)]
pub(crate) struct SheetRow {
    pub(crate) n: usize,
    /// Where the target went.
    pub(crate) href: String,
    pub(crate) project: String,
    pub(crate) text: String,
    pub(crate) requirement: String,
    pub(crate) measure: String,
    pub(crate) value: String,
    pub(crate) weight: String,
    pub(crate) assessment: String,
    pub(crate) deduction: String,
    pub(crate) basis: String,
    /// Rests on no row: 无依据.
    pub(crate) baseless: bool,
}

/// One side's signature, or the place for it.
#[derive(Debug)]
pub(crate) struct SideRow {
    pub(crate) side: &'static str,
    pub(crate) org: String,
    pub(crate) post: String,
    pub(crate) name: String,
    pub(crate) at: String,
    pub(crate) holds: bool,
}

impl Paper {
    /// The paper of a letter.
    pub(crate) fn of(d: &LetterDetail, w: &W, zone: &TimeZone) -> Self {
        let letter = &d.letter;
        let party = |p: &crate::rules::Party| w.f("target.paper.party", &[("name", &p.name), ("code", &p.code)]);
        let hash = d.sealed.as_ref().map(|s| s.hash.clone()).unwrap_or_default();
        Self {
            title: letter.title.clone(),
            number: letter.number.clone(),
            sub: if letter.rev > 1 { w.n("target.letter.rev_n", letter.rev) } else { String::new() },
            issuer: party(&letter.issuer),
            recipient: party(&letter.recipient),
            days: w.f("target.paper.days", &[("from", &letter.from), ("until", &letter.until)]),
            reason: letter.reason.clone(),
            rows: rows(d, w),
            sum: tenths(letter.weight()),
            sides: sides(d, w, zone),
            proof: if hash.is_empty() { String::new() } else { kernel::text::proof_code(&hash) },
            hash,
        }
    }
}

fn rows(d: &LetterDetail, w: &W) -> Vec<SheetRow> {
    let row = |(n, l): (usize, &crate::rules::SheetLine)| SheetRow {
        n: n + 1,
        href: format!("/targets/{}", l.target),
        project: l.project.clone(),
        text: l.text.clone(),
        requirement: l.requirement.clone(),
        measure: match l.kind {
            Kind::Metric => l.measure.clone(),
            Kind::Judgement if l.measure.is_empty() => w.t("target.kind.judgement").to_owned(),
            Kind::Judgement => format!("{} · {}", w.t("target.kind.judgement"), l.measure),
        },
        value: l.value.clone(),
        weight: tenths(l.weight),
        assessment: l.assessment.clone(),
        deduction: l.deduction.clone(),
        basis: l.basis.clone(),
        baseless: l.baseless,
    };
    d.letter.lines.iter().enumerate().map(row).collect()
}

fn sides(d: &LetterDetail, w: &W, zone: &TimeZone) -> Vec<SideRow> {
    let one = |side: Side| {
        let party = if side == Side::Issuer { &d.letter.issuer } else { &d.letter.recipient };
        let label = w.t(if side == Side::Issuer { "target.paper.issuer" } else { "target.paper.recipient" });
        match d.signatures.iter().find(|(s, _)| s.side == side) {
            Some((s, holds)) => SideRow {
                side: label,
                org: s.org_name.clone(),
                post: s.post_title.clone(),
                name: s.name.clone(),
                at: s.at.full(zone),
                holds: *holds,
            },
            None => SideRow {
                side: label,
                org: party.name.clone(),
                post: party.post.clone(),
                name: String::new(),
                at: String::new(),
                holds: false,
            },
        }
    };
    vec![one(Side::Issuer), one(Side::Recipient)]
}
