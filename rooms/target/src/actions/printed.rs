//! A letter as it is printed, for the room that makes papers of it.

use cx::{AppError, Tx};
use kernel::{IssueId, OrgPath};
use org::OrgRef;

use super::mine::current;
use super::{Key, check::verifies, sign};
use crate::access;
use crate::rules::{Letter, Side, State, letter as canonical};
use crate::store::letter::{self, LetterRow};
use crate::store::sealing::{self, SealedRow, SignatureRow};
use crate::store::{board, issue};

/// A letter as it is printed.
#[derive(Debug, Clone)]
pub struct PrintedLetter {
    /// Its revision.
    pub row: LetterRow,
    /// Its text: as sealed, else as it would be sealed now.
    pub letter: Letter,
    /// What was sealed; none before it is signed.
    pub sealed: Option<SealedRow>,
    /// The signatures under it; all of them hold.
    pub signatures: Vec<SignatureRow>,
    /// Whether a later revision counts instead.
    pub older: bool,
}

/// A letter in the revision `rev`, or in the one that counts. Inside another room's unit of work, which asks
/// [`may_see_printed`] whether its reader may know.
///
/// # Errors
/// [`AppError::NotFound`] without that revision, or if it was taken back; a fault if what was sealed or signed is not
/// what stands there now: such a letter is not printed.
pub fn printed_in(tx: &mut Tx<'_>, key: Key, rev: Option<i64>) -> Result<PrintedLetter, AppError> {
    let revisions = letter::revisions(tx, key.org, key.issue)?;
    let counts = current(&revisions).ok_or(AppError::NotFound)?;
    let row = match rev {
        Some(rev) => revisions.iter().find(|r| r.rev == rev).ok_or(AppError::NotFound)?,
        None => counts,
    };
    if row.state == State::Withdrawn {
        return Err(AppError::NotFound);
    }
    let sealed = sealing::sealed(tx, row)?.into_iter().find(|s| s.rev == row.rev);
    let (letter, signatures) = match &sealed {
        Some(sealed) => (whole(row, sealed)?, signatures(tx, row, sealed)?),
        None => (sign::compose(tx, row, &revisions)?, Vec::new()),
    };
    Ok(PrintedLetter { letter, sealed, signatures, older: row.rev < counts.rev, row: row.clone() })
}

/// Whether the actor may see a letter that is printed.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub fn may_see_printed(tx: &mut Tx<'_>, printed: &PrintedLetter) -> Result<(), AppError> {
    access::see(tx, &printed.row)
}

/// Number and title of an issue that was issued. Inside another room's unit of work, which has established the
/// reader's right.
///
/// # Errors
/// [`AppError::NotFound`] if there is none.
pub fn issue_in(tx: &mut Tx<'_>, issuer: kernel::OrgId, issue: IssueId) -> Result<issue::IssueRow, AppError> {
    let row = issue::get(tx, issuer, issue)?;
    if row.issued_at.is_some() { Ok(row) } else { Err(AppError::NotFound) }
}

/// Organisations that got a letter of an issue, in the order of their places, after this one, so many. Inside another
/// room's unit of work, which has established the reader's right.
///
/// # Errors
/// A failure of the database.
pub fn letters_of_in(tx: &mut Tx<'_>, issue: IssueId, after: &OrgPath, size: i64) -> Result<Vec<OrgRef>, AppError> {
    Ok(tx.all(board::RECIPIENTS, db::args![issue, after, size])?)
}

fn whole(row: &LetterRow, sealed: &SealedRow) -> Result<Letter, AppError> {
    let letter = canonical::parse(&sealed.body).map_err(|_| sign::broken())?;
    let own = (letter.recipient.org, letter.issue, letter.rev) == (row.org, row.issue, row.rev);
    if own && seal::digest(&sealed.body) == sealed.hash { Ok(letter) } else { Err(sign::broken()) }
}

fn signatures(tx: &mut Tx<'_>, row: &LetterRow, sealed: &SealedRow) -> Result<Vec<SignatureRow>, AppError> {
    let mut all = sealing::signatures(tx, row)?;
    all.retain(|s| s.rev == row.rev);
    let holds = |s: &SignatureRow| {
        let party = if s.side == Side::Recipient { row.org } else { row.issuer };
        s.org == party && verifies(&s.attestation(row.org, row.issue, &sealed.hash), &s.public, &s.signature)
    };
    if all.iter().all(holds) { Ok(all) } else { Err(sign::broken()) }
}
