//! 签订: the recipient's first-responsible person signs, and the text is sealed as it stands at that moment.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Cx, Happening, Tx};
use kernel::{Fault, TargetId};
use serde_json::json;

use super::links::Basis;
use super::signer::Signer;
use super::{Seen, load, submission};
use crate::access::{self, SIGN};
use crate::rules::letter::{self as canonical, Letter, Party, SheetLine, Version};
use crate::rules::{Line, Side, State, StepKind, revision};
use crate::store::issue::{self, IssueRow};
use crate::store::letter::{self, LetterRow, Next};
use crate::store::target::{self, TargetRow};
use crate::store::{party, sealing, step};

/// Signs a letter of one's own organisation; answers the digest of the sealed text.
///
/// # Errors
/// Faults: not the person of the first-responsible post, no fresh proof, an open objection, another state;
/// [`AppError::Conflict`] if it changed since it was read.
pub async fn sign(cx: &Cx, once: &str, proof: account::Proof, seen: Seen) -> Result<String, AppError> {
    cx.write_once(&submission("sign", format!("{} {}", seen.key, seen.rev), once), move |tx| {
        let (row, revisions) = load(tx, seen, State::Signed)?;
        let permit = access::side(tx, &SIGN, &row, &[row.org])?;
        let state = row.state.sign(row.objected)?;
        let signer = Signer::of(tx, &permit, &proof)?;
        let mut text = compose(tx, &row, &revisions)?;
        let faults = revision::check(&sheet_lines(&text), &text.lines.iter().map(|l| l.target).collect::<Vec<_>>(), 0);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        text.sealed = signer.at();
        let body = canonical::body(&text);
        let hash = seal::digest(&body);
        sealing::seal(tx, &permit, &row, &body, &hash)?;
        sealing::sign(tx, &permit, &[(&row, signer.sign(Side::Recipient, &row, &hash)?)])?;
        letter::save(tx, &permit, &row, Next { state, signed_at: Some(tx.now()), ..Next::of(&row) })?;
        step::add(tx, &permit, &row, row.rev, (StepKind::Signed, ""))?;
        let detail = json!({ "rev": row.rev, "hash": hash });
        Ok(Happening::new("target.signed", row.org, seen.key).detail(detail).answer(hash))
    })
    .await
}

fn sheet_lines(letter: &Letter) -> Vec<Line> {
    let line = |l: &SheetLine| Line { target: l.target, value: l.value.clone(), weight: l.weight };
    letter.lines.iter().map(line).collect()
}

/// A letter as it would be sealed now.
pub(super) fn compose(tx: &mut Tx<'_>, row: &LetterRow, revisions: &[LetterRow]) -> Result<Letter, AppError> {
    let issue: IssueRow = issue::get(tx, row.issuer, row.issue)?;
    let lines = letter::lines(tx, row)?;
    let ids: BTreeSet<TargetId> = lines.iter().map(|l| l.target).collect();
    let targets = target::of_ids(tx, &ids)?;
    let bases = super::links::bases_in(tx, targets.values())?;
    let previous = previous(tx, row, revisions)?;
    Ok(Letter {
        version: Version::Two,
        number: issue.number,
        title: issue.title,
        year: row.year,
        issue: row.issue,
        rev: row.rev,
        previous,
        from: issue.from,
        until: row.until,
        issuer: party_of(tx, row.issuer)?,
        recipient: party_of(tx, row.org)?,
        reason: row.reason.clone(),
        lines: lines.iter().filter_map(|l| sheet_line(l, &targets, &bases)).collect(),
        sealed: canonical::whole_seconds(tx.now()),
    })
}

/// Digest of the revision before that is or was in force; empty for the first.
fn previous(tx: &mut Tx<'_>, row: &LetterRow, revisions: &[LetterRow]) -> Result<String, AppError> {
    let before = revisions.iter().rfind(|r| r.rev < row.rev && matches!(r.state, State::InForce | State::Superseded));
    let Some(before) = before else { return Ok(String::new()) };
    let sealed = sealing::sealed(tx, row)?;
    Ok(sealed.into_iter().find(|s| s.rev == before.rev).map(|s| s.hash).unwrap_or_default())
}

fn party_of(tx: &mut Tx<'_>, org: kernel::OrgId) -> Result<Party, AppError> {
    let row = party::org(tx, org)?;
    Ok(Party { org, code: row.code, name: row.name, post: party::title(tx, org)? })
}

fn sheet_line(
    line: &Line,
    targets: &HashMap<TargetId, TargetRow>,
    bases: &HashMap<TargetId, Basis>,
) -> Option<SheetLine> {
    let target = targets.get(&line.target)?;
    let basis = bases.get(&target.id).cloned().unwrap_or_default();
    Some(SheetLine {
        target: target.id,
        basis: basis.words,
        baseless: basis.baseless,
        project: seal::one_form(&target.project),
        text: seal::one_form(&target.text),
        requirement: seal::one_form(&target.requirement),
        kind: target.kind,
        measure: seal::one_form(&target.measure),
        value: seal::one_form(&line.value),
        weight: line.weight,
        assessment: seal::one_form(&target.assessment),
        deduction: seal::one_form(&target.deduction),
    })
}

/// A fault about a letter whose stored text is not what was signed: nobody signs under it.
pub(super) fn broken() -> AppError {
    Fault::new("target_broken").into()
}
