//! 会签: the issuer's first-responsible person signs what recipients have signed, one letter or many at once; each is
//! sealed on its own.

use std::collections::HashMap;

use cx::{AppError, Cx, Happening, Tx};
use kernel::{Fault, Instant, IssueId, OrgId};
use serde_json::json;

use super::sign::broken;
use super::signer::Signer;
use super::submission;
use crate::access::{self, COUNTERSIGN};
use crate::rules::{Side, letter as canonical};
use crate::store::issue;
use crate::store::letter::LetterRow;
use crate::store::sealing;

/// The most letters one request may countersign.
pub const COUNTERSIGN_MOST: usize = 10_000;

/// Which of an issue's letters.
#[derive(Debug, Clone)]
pub enum Which {
    /// These recipients' letters, each in the version that was read.
    These(Vec<(OrgId, i64)>),
    /// Every letter that had been signed by this instant: what the reader saw counted.
    SignedBy(Instant),
}

/// Countersigns letters of an issue of one's own organisation; answers how many came into force.
///
/// # Errors
/// Faults: not the person of the first-responsible post, no fresh proof, nothing that waits, a text that is not what
/// was signed; [`AppError::Conflict`] if a letter changed meanwhile. Then none comes into force.
pub async fn countersign(
    cx: &Cx,
    once: &str,
    proof: account::Proof,
    issue: IssueId,
    which: Which,
) -> Result<i64, AppError> {
    cx.write_once(&submission("countersign", issue, once), move |tx| {
        let own = tx.actor().seat.org;
        let permit = access::own(tx, &COUNTERSIGN, own)?;
        let row = issue::get(tx, own, issue)?;
        let letters = chosen(tx, issue, &which)?;
        let signer = Signer::of(tx, &permit, &proof)?;
        let texts = texts(tx, &letters)?;
        let mut signed = Vec::with_capacity(letters.len());
        for (letter, hash) in letters.iter().zip(&texts) {
            signed.push((letter, signer.sign(Side::Issuer, letter, hash)?));
        }
        sealing::into_force(tx, &permit, &letters)?;
        sealing::sign(tx, &permit, &signed)?;
        let n = i64::try_from(letters.len()).unwrap_or(i64::MAX);
        // One record for all: which letters with which texts, its digest binds.
        let all: String =
            letters.iter().zip(&texts).map(|(l, hash)| format!("{}/{} {} {hash}\n", l.org, l.issue, l.rev)).collect();
        let detail = json!({ "letters": n, "number": row.number, "digest": seal::digest(&all) });
        Ok(Happening::new("target.countersigned", own, issue).detail(detail).answer(n))
    })
    .await
}

/// The signed letters that are meant.
fn chosen(tx: &mut Tx<'_>, issue: IssueId, which: &Which) -> Result<Vec<LetterRow>, AppError> {
    let letters = match which {
        Which::SignedBy(at) => {
            let all = sealing::waiting(tx, issue, None)?;
            all.into_iter().filter(|l| l.signed_at.is_some_and(|signed| signed <= *at)).collect()
        }
        Which::These(seen) => {
            let orgs: Vec<OrgId> = seen.iter().map(|s| s.0).collect();
            let found = sealing::waiting(tx, issue, Some(&orgs))?;
            let versions: HashMap<OrgId, i64> = seen.iter().copied().collect();
            let same = |l: &&LetterRow| versions.get(&l.org) == Some(&l.version);
            if found.iter().filter(same).count() != versions.len() {
                return Err(AppError::Conflict(Vec::new()));
            }
            found
        }
    };
    match letters.len() {
        0 => Err(Fault::new("target_none_waits").into()),
        n if n > COUNTERSIGN_MOST => Err(Fault::new("target_too_many").with("most", COUNTERSIGN_MOST).into()),
        _ => Ok(letters),
    }
}

/// The digest of each letter's sealed text, after making sure that the text still has it and is that letter's.
fn texts(tx: &mut Tx<'_>, letters: &[LetterRow]) -> Result<Vec<String>, AppError> {
    let Some(first) = letters.first() else { return Ok(Vec::new()) };
    let orgs: Vec<OrgId> = letters.iter().map(|l| l.org).collect();
    let sealed = sealing::sealed_of_many(tx, first.issue, &orgs)?;
    let by_key: HashMap<(OrgId, i64), (String, String)> =
        sealed.into_iter().map(|(org, rev, body, hash)| ((org, rev), (body, hash))).collect();
    let sound = |letter: &LetterRow| {
        let (body, hash) = by_key.get(&(letter.org, letter.rev)).ok_or_else(broken)?;
        let own = canonical::parse(body).is_ok_and(|t| {
            (t.recipient.org, t.issue, t.rev, t.issuer.org) == (letter.org, letter.issue, letter.rev, letter.issuer)
        });
        if own && seal::digest(body) == *hash { Ok(hash.clone()) } else { Err(broken()) }
    };
    letters.iter().map(sound).collect()
}
