//! What `qingdan check` asks of this room: every sealed text has its digest, is that letter's canonical text and says
//! what its lines say; every signature verifies under its key; every letter's weights sum; places follow the tree.

use std::collections::{BTreeMap, HashMap};

use cx::{AppError, Tx};
use data_encoding::HEXLOWER;
use kernel::{Id, IssueId, OrgId};

use crate::rules::{Attestation, Line, Side, State, letter as canonical};
use crate::store::sealing::{self, Stored, StoredLine, StoredSignature};
use crate::store::{key, letter};

/// A revision of a letter.
type Rev = (OrgId, IssueId, i64);

/// What the check remembers of a sealed text.
struct Sealed {
    hash: String,
    state: Option<State>,
    issuer: OrgId,
    signed: Vec<Side>,
    lines: Vec<Line>,
}

/// Every breach found, one line each; none means that all is well.
///
/// # Errors
/// A failure of the database.
pub fn check(tx: &mut Tx<'_>) -> Result<Vec<String>, AppError> {
    let mut found = Vec::new();
    let mut seals: BTreeMap<Rev, Sealed> = BTreeMap::new();
    let mut before: HashMap<(OrgId, IssueId), String> = HashMap::new();
    sealing::each(tx, sealing::ALL_SEALED, |row: Stored| {
        found.extend(breach_of_text(&row, &before).map(|what| told((row.org, row.issue, row.rev), what)));
        if matches!(row.state, Some(3 | 4)) {
            before.insert((row.org, row.issue), row.hash.clone());
        }
        let text = canonical::parse(&row.body).ok();
        let sealed = Sealed {
            state: row.state.and_then(State::of_code),
            issuer: text.as_ref().map_or(OrgId::new(0), |t| t.issuer.org),
            signed: Vec::new(),
            lines: text.map(|t| t.lines).unwrap_or_default().into_iter().map(line).collect(),
            hash: row.hash,
        };
        seals.insert((row.org, row.issue, row.rev), sealed);
    })?;
    signatures(tx, &mut seals, &mut found)?;
    lines(tx, &seals, &mut found)?;
    for (rev, sealed) in &seals {
        found.extend(breach_of_sides(sealed).map(|what| told(*rev, what)));
    }
    found.extend(letter::unsettled(tx)?);
    found.extend(letter::strayed(tx)?);
    Ok(found)
}

fn told((org, issue, rev): Rev, what: &str) -> String {
    format!("letter {org}/{issue} revision {rev}: {what}")
}

fn line(line: crate::rules::SheetLine) -> Line {
    Line { target: line.target, value: line.value, weight: line.weight }
}

fn breach_of_text(row: &Stored, before: &HashMap<(OrgId, IssueId), String>) -> Option<&'static str> {
    if seal::digest(&row.body) != row.hash {
        return Some("the text does not have the stored digest");
    }
    let Ok(text) = canonical::parse(&row.body) else { return Some("the text is not canonical") };
    if (text.recipient.org, text.issue, text.rev, text.year) != (row.org, row.issue, row.rev, row.year) {
        return Some("the text is that of another letter");
    }
    if text.weight() != crate::rules::WHOLE {
        return Some("its weights do not sum to a hundred");
    }
    if row.state.is_none() {
        return Some("there is a sealed text without a letter");
    }
    let previous = before.get(&(row.org, row.issue)).cloned().unwrap_or_default();
    (text.previous != previous).then_some("the text does not follow the revision before it")
}

/// Which signatures a letter of each state has.
fn breach_of_sides(sealed: &Sealed) -> Option<&'static str> {
    let has = |side| sealed.signed.contains(&side);
    let both = has(Side::Recipient) && has(Side::Issuer);
    match sealed.state {
        Some(State::InForce | State::Superseded) if !both => Some("it is in force without both signatures"),
        Some(State::Signed) if !has(Side::Recipient) => Some("it is signed without a signature"),
        Some(State::Issued) => Some("it is sealed before it was signed"),
        _ => None,
    }
}

fn signatures(tx: &mut Tx<'_>, seals: &mut BTreeMap<Rev, Sealed>, found: &mut Vec<String>) -> Result<(), AppError> {
    let keys: HashMap<(OrgId, Id<()>), (String, String)> =
        key::all(tx)?.into_iter().map(|(org, key, algorithm, public)| ((org, key), (algorithm, public))).collect();
    sealing::each(tx, sealing::ALL_SIGNATURES, |row: StoredSignature| {
        let rev = (row.letter_org, row.issue, row.rev);
        let Some(sealed) = seals.get_mut(&rev) else {
            found.push(told(rev, "there is a signature without a sealed text"));
            return;
        };
        found.extend(breach_of_signature(&row, sealed, &keys).map(|what| told(rev, what)));
        sealed.signed.push(row.side);
    })
}

fn breach_of_signature(
    row: &StoredSignature,
    sealed: &Sealed,
    keys: &HashMap<(OrgId, Id<()>), (String, String)>,
) -> Option<&'static str> {
    let party = match row.side {
        Side::Recipient => row.letter_org,
        Side::Issuer => sealed.issuer,
    };
    if row.org != party {
        return Some("a side is signed by another organisation");
    }
    if keys.get(&(row.org, row.key)) != Some(&(row.algorithm.clone(), row.public.clone())) {
        return Some("a signature names a key that its post never had");
    }
    let attestation = Attestation {
        side: row.side,
        letter_org: row.letter_org,
        issue: row.issue,
        rev: row.rev,
        org: row.org,
        org_name: row.org_name.clone(),
        post: row.post,
        post_title: row.post_title.clone(),
        name: row.name.clone(),
        key: row.key,
        algorithm: row.algorithm.clone(),
        at: row.at,
        hash: sealed.hash.clone(),
    };
    (!verifies(&attestation, &row.public, &row.signature)).then_some("a signature does not verify")
}

/// The keys of the house under which living secrets of posts are encrypted: one on a sound database, none before
/// anybody signed. What the start of the server compares with the key it was given.
///
/// # Errors
/// A failure of the database.
pub fn house_keys(tx: &mut Tx<'_>) -> Result<Vec<String>, AppError> {
    key::houses(tx)
}

/// Whether a stored signature is that of its public key over what it says.
pub(crate) fn verifies(attestation: &Attestation, public: &str, signature: &str) -> bool {
    let bytes = |hex: &str| HEXLOWER.decode(hex.as_bytes()).ok();
    let (Ok(algorithm), Some(public), Some(signature)) =
        (seal::by_name(&attestation.algorithm), bytes(public), bytes(signature))
    else {
        return false;
    };
    algorithm.verify(&public, attestation.text().as_bytes(), &signature)
}

/// What the rows of a sealed letter say must be what its text says.
fn lines(tx: &mut Tx<'_>, seals: &BTreeMap<Rev, Sealed>, found: &mut Vec<String>) -> Result<(), AppError> {
    let mut rows: BTreeMap<Rev, Vec<Line>> = BTreeMap::new();
    sealing::each(tx, sealing::ALL_LINES, |row: StoredLine| {
        let line = Line { target: row.target, value: seal::one_form(&row.value), weight: row.weight };
        rows.entry((row.org, row.issue, row.rev)).or_default().push(line);
    })?;
    for (rev, sealed) in seals {
        if rows.get(rev).map_or(&[][..], Vec::as_slice) != sealed.lines.as_slice() {
            found.push(told(*rev, "its lines are not those of the sealed text"));
        }
    }
    Ok(())
}
