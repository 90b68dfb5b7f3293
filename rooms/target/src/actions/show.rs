//! One letter: its text as sealed or as it would be, its history, its signatures and whether they hold, and what the
//! reader may do.

use cx::{AppError, Cx, Tx};
use kernel::TargetId;

use super::check::verifies;
use super::mine::current;
use super::{Key, sign};
use crate::access::{self, ANSWER, COUNTERSIGN, OBJECT, REVISE, SIGN};
use crate::rules::{Letter, Line, Shown, Side, State, letter as canonical};
use crate::store::issue::{self, IssueRow};
use crate::store::letter::{self, LetterRow};
use crate::store::sealing::{self, SealedRow, SignatureRow};
use crate::store::step::{self, StepRow};
use crate::store::{party, target::TargetRow};

/// What a reader may do with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each button")]
pub struct Can {
    /// Sign it for the recipient.
    pub sign: bool,
    /// Why the reader, a secretary of the recipient, may not: not the person of the first-responsible post.
    pub not_first: bool,
    /// Object to it.
    pub object: bool,
    /// Answer the objection.
    pub answer: bool,
    /// Countersign it.
    pub countersign: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Propose a revision.
    pub revise: bool,
}

/// A letter with everything its page shows.
#[derive(Debug, Clone)]
pub struct LetterDetail {
    /// The revision shown.
    pub row: LetterRow,
    /// All revisions, oldest first.
    pub revisions: Vec<LetterRow>,
    /// The issue it came with.
    pub issue: IssueRow,
    /// Its text: as sealed, else as it would be sealed now.
    pub letter: Letter,
    /// What was sealed; none before it is signed.
    pub sealed: Option<SealedRow>,
    /// The signatures under it, each with whether it holds.
    pub signatures: Vec<(SignatureRow, bool)>,
    /// Whether the sealed text still has its digest and is this letter's.
    pub sound: bool,
    /// Its history.
    pub steps: Vec<StepRow>,
    /// Values and weights as they stand.
    pub lines: Vec<Line>,
    /// The targets behind the lines, for links; a reader of a sealed letter reads its text.
    pub targets: Vec<TargetRow>,
    /// State on the day it is read.
    pub shown: Shown,
    /// The organisation in which the recipient goes on, if it was merged into another.
    pub heir: Option<String>,
    /// What the reader may do.
    pub can: Can,
}

/// A letter in the revision `rev`, or in the one that counts.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope, or without that revision.
pub async fn letter(cx: &Cx, key: Key, rev: Option<i64>) -> Result<LetterDetail, AppError> {
    cx.read(move |tx| letter_in(tx, key, rev)).await
}

/// [`letter`] inside another unit of work: for printing.
///
/// # Errors
/// As [`letter`].
pub fn letter_in(tx: &mut Tx<'_>, key: Key, rev: Option<i64>) -> Result<LetterDetail, AppError> {
    let revisions = letter::revisions(tx, key.org, key.issue)?;
    let row = match rev {
        Some(rev) => revisions.iter().find(|r| r.rev == rev),
        None => current(&revisions),
    };
    let row = row.cloned().ok_or(AppError::NotFound)?;
    access::see(tx, &row)?;
    let issue = issue::get(tx, row.issuer, row.issue)?;
    let sealed = sealing::sealed(tx, &row)?.into_iter().find(|s| s.rev == row.rev);
    let letter = match &sealed {
        Some(sealed) => canonical::parse(&sealed.body).ok(),
        None => None,
    };
    let sound = sealed.as_ref().is_none_or(|s| {
        let own = letter.as_ref().is_some_and(|l| (l.recipient.org, l.issue, l.rev) == (row.org, row.issue, row.rev));
        own && seal::digest(&s.body) == s.hash
    });
    let letter = match letter {
        Some(letter) => letter,
        None => sign::compose(tx, &row, &revisions)?,
    };
    let signatures = signatures(tx, &row, sealed.as_ref())?;
    let lines = letter::lines(tx, &row)?;
    let ids = lines.iter().map(|l| l.target).collect();
    let mut targets: Vec<TargetRow> = crate::store::target::of_ids(tx, &ids)?.into_values().collect();
    targets.sort_by_key(|t| (t.seq, t.id));
    let heir = party::successor(tx, row.org)?;
    let heir = (heir.id != row.org).then_some(heir.name);
    let can = can(tx, &row, &revisions)?;
    let shown = row.state.shown(row.until, tx.today());
    let steps = step::of(tx, &row)?;
    Ok(LetterDetail {
        revisions,
        issue,
        letter,
        sealed,
        signatures,
        sound,
        steps,
        lines,
        targets,
        shown,
        heir,
        can,
        row,
    })
}

/// The signatures under one revision, each with whether it holds over the sealed text as it is now.
fn signatures(
    tx: &mut Tx<'_>,
    row: &LetterRow,
    sealed: Option<&SealedRow>,
) -> Result<Vec<(SignatureRow, bool)>, AppError> {
    let Some(sealed) = sealed else { return Ok(Vec::new()) };
    let hash = seal::digest(&sealed.body);
    let all = sealing::signatures(tx, row)?;
    let judge = |s: SignatureRow| {
        let party = if s.side == Side::Recipient { row.org } else { row.issuer };
        let holds = s.org == party && verifies(&s.attestation(row.org, row.issue, &hash), &s.public, &s.signature);
        (s, holds)
    };
    Ok(all.into_iter().filter(|s| s.rev == row.rev).map(judge).collect())
}

fn can(tx: &mut Tx<'_>, row: &LetterRow, revisions: &[LetterRow]) -> Result<Can, AppError> {
    let actor = tx.actor().clone();
    let role = actor.seat.role;
    let (recipient, issuer) = (actor.seat.org == row.org, actor.seat.org == row.issuer);
    let first = if (recipient || issuer) && SIGN.is_for(role) {
        let first = party::first(tx, actor.seat.org)?;
        first.is_some_and(|f| f.post == actor.seat.post && f.account == actor.account)
    } else {
        false
    };
    let may_sign = recipient && row.state == State::Issued && !row.objected && SIGN.is_for(role);
    let open = revisions.iter().any(|r| r.state.is_open());
    Ok(Can {
        sign: may_sign && first,
        not_first: may_sign && !first,
        object: recipient && row.state == State::Issued && !row.objected && OBJECT.is_for(role),
        answer: issuer && row.state == State::Issued && row.objected && ANSWER.is_for(role),
        countersign: issuer && row.state == State::Signed && first && COUNTERSIGN.is_for(role),
        withdraw: issuer && row.state.is_open() && ANSWER.is_for(role),
        revise: (recipient || issuer)
            && REVISE.is_for(role)
            && !open
            && row.state.revise(row.until, tx.today()).is_ok(),
    })
}

/// Where two revisions of a letter differ: the target, what stood, what stands; nothing where it was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The target.
    pub target: TargetId,
    /// Its text.
    pub text: String,
    /// Value and weight before; none if it was not there.
    pub before: Option<(String, i64)>,
    /// Value and weight after; none if it is dropped.
    pub after: Option<(String, i64)>,
}

/// Target by target, what differs between two revisions.
#[must_use]
pub fn compared(before: &Letter, after: &Letter) -> Vec<Change> {
    let find = |letter: &Letter, id: TargetId| {
        letter.lines.iter().find(|l| l.target == id).map(|l| (l.value.clone(), l.weight))
    };
    let gone = before.lines.iter().filter(|l| find(after, l.target).is_none());
    let all = after.lines.iter().chain(gone);
    all.map(|l| Change {
        target: l.target,
        text: l.text.clone(),
        before: find(before, l.target),
        after: find(after, l.target),
    })
    .filter(|c| c.before != c.after)
    .collect()
}
