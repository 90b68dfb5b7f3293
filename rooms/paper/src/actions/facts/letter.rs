//! The facts of a letter: its targets, and who signed it with what post on which day.

use cx::{AppError, Tx};
use kernel::{IssueId, OrgId};
use serde_json::{Value, json};
use target::{Key, PrintedLetter, Side};

use crate::{actions::draw::Drawn, rules::address::Edition};

pub(crate) fn draw(tx: &mut Tx<'_>, org: OrgId, wanted: Edition<IssueId>, ask: bool) -> Result<Drawn, AppError> {
    let printed = target::printed_in(tx, Key { org, issue: wanted.id }, wanted.rev)?;
    if ask {
        target::may_see_printed(tx, &printed)?;
    }
    Ok(of(tx, &printed))
}

fn of(tx: &Tx<'_>, printed: &PrintedLetter) -> Drawn {
    let letter = &printed.letter;
    let lines: Vec<Value> = letter
        .lines
        .iter()
        .map(|l| {
            json!({ "project": l.project, "text": l.text, "requirement": l.requirement, "basis": l.basis, "baseless": l.baseless,
                "kind": l.kind.code(), "measure": l.measure, "value": l.value, "weight": l.weight,
                "assessment": l.assessment, "deduction": l.deduction })
        })
        .collect();
    let (recipient, issuer) = (party(tx, printed, Side::Recipient), party(tx, printed, Side::Issuer));
    // An unsigned letter has the day on which it was issued: the same text is the same paper.
    let day = printed.row.signed_at.unwrap_or(printed.row.issued_at).day(tx.zone());
    let facts = json!({
        "number": letter.number, "title": letter.title, "year": letter.year, "rev": letter.rev, "reason": letter.reason,
        "from": letter.from, "until": letter.until, "issuer": issuer, "recipient": recipient, "lines": lines,
        "weight": letter.weight(), "seal": printed.sealed.as_ref().map_or("", |s| &s.hash),
    });
    Drawn { facts, issuer: letter.issuer.name.clone(), day, older: printed.older }
}

/// A side: as the letter names it, and its signature if it has one.
fn party(tx: &Tx<'_>, printed: &PrintedLetter, side: Side) -> Value {
    let party = if side == Side::Recipient { &printed.letter.recipient } else { &printed.letter.issuer };
    let signed = printed.signatures.iter().find(|s| s.side == side);
    let by = signed.map_or_else(String::new, |s| s.name.clone());
    let post = signed.map_or_else(|| party.post.clone(), |s| s.post_title.clone());
    let day = signed.map_or_else(String::new, |s| s.at.day(tx.zone()).to_string());
    let algorithm = signed.map_or_else(String::new, |s| s.algorithm.clone());
    json!({ "name": party.name, "code": party.code, "post": post, "by": by, "day": day, "algorithm": algorithm })
}
