//! Whoever signs: the person who holds the first-responsible post today and has just proved who they are, with the
//! key of that tenure.

use cx::{AppError, Permit, Tx};
use data_encoding::HEXLOWER;
use kernel::{Fault, Id, Instant};
use seal::{Algorithm, SealFault};

use crate::rules::letter::whole_seconds;
use crate::rules::{Attestation, Side};
use crate::store::key::{self, KeyRow, Tenure};
use crate::store::letter::LetterRow;
use crate::store::party::{self, FirstRow, OrgRow};
use crate::store::sealing::SignatureRow;

/// A signer ready to sign; the secret is wiped when it is dropped.
pub(super) struct Signer {
    org: OrgRow,
    first: FirstRow,
    key: Id<()>,
    public: String,
    secret: zeroize::Zeroizing<Vec<u8>>,
    algorithm: &'static dyn Algorithm,
    at: Instant,
}

impl Signer {
    /// The actor as signer for their own organisation.
    pub(super) fn of(tx: &mut Tx<'_>, permit: &Permit, proof: &account::Proof) -> Result<Self, AppError> {
        let actor = tx.actor().clone();
        if !proof.holds(actor.account, tx.now()) {
            return Err(Fault::of("password", "account_proof_needed").into());
        }
        let first = party::first(tx, actor.seat.org)?;
        let first = first.filter(|f| f.post == actor.seat.post && f.account == actor.account);
        let first = first.ok_or_else(|| Fault::new("target_not_first"))?;
        let org = party::org(tx, actor.seat.org)?;
        let tenure = Tenure { org: org.id, post: first.post, holder: first.holder };
        let row = match key::of_tenure(tx, tenure, seal::DEFAULT.name())? {
            Some(row) => row,
            None => fresh_key(tx, permit, tenure)?,
        };
        let about = about(tenure, row.id);
        let secret = house(tx)?.decrypt(&row.house, &row.secret, &about).map_err(refused)?;
        let algorithm = seal::by_name(&row.algorithm).map_err(refused)?;
        let at = whole_seconds(tx.now());
        Ok(Self { org, first, key: row.id, public: row.public, secret, algorithm, at })
    }

    /// The signature of one side under a letter whose text digests to `hash`.
    pub(super) fn sign(&self, side: Side, letter: &LetterRow, hash: &str) -> Result<SignatureRow, AppError> {
        let attestation = Attestation {
            side,
            letter_org: letter.org,
            issue: letter.issue,
            rev: letter.rev,
            org: self.org.id,
            org_name: self.org.name.clone(),
            post: self.first.post,
            post_title: self.first.title.clone(),
            name: self.first.name.clone(),
            key: self.key,
            algorithm: self.algorithm.name().to_owned(),
            at: self.at,
            hash: hash.to_owned(),
        };
        let signature = self.algorithm.sign(&self.secret, attestation.text().as_bytes()).map_err(refused)?;
        Ok(SignatureRow {
            rev: letter.rev,
            side,
            org: attestation.org,
            org_name: attestation.org_name,
            post: attestation.post,
            post_title: attestation.post_title,
            account: self.first.account,
            name: attestation.name,
            key: attestation.key,
            algorithm: attestation.algorithm,
            public: self.public.clone(),
            signature: HEXLOWER.encode(&signature),
            at: self.at,
        })
    }

    /// When it signs, in whole seconds.
    pub(super) const fn at(&self) -> Instant {
        self.at
    }
}

/// Makes the key of a tenure. Secrets under two keys of the house would mean that one of them gets lost, so a
/// process that holds another key than the database knows makes none.
fn fresh_key(tx: &mut Tx<'_>, permit: &Permit, tenure: Tenure) -> Result<KeyRow, AppError> {
    let house = house(tx)?;
    if let Some(other) = key::houses(tx)?.into_iter().find(|h| h != house.fingerprint()) {
        return Err(refused(SealFault::OtherHouse { wanted: other, held: house.fingerprint().to_owned() }));
    }
    let pair = seal::DEFAULT.generate().map_err(refused)?;
    let id = tx.new_id();
    let row = KeyRow {
        id,
        algorithm: seal::DEFAULT.name().to_owned(),
        public: HEXLOWER.encode(&pair.public),
        secret: house.encrypt(&pair.secret, &about(tenure, id)).map_err(refused)?,
        house: house.fingerprint().to_owned(),
    };
    key::add(tx, permit, tenure, &row)?;
    Ok(row)
}

/// Whose secret it is: it opens for nobody else, also if rows are swapped.
fn about(tenure: Tenure, key: Id<()>) -> String {
    format!("post-key {} {} {} {key}", tenure.org, tenure.post, tenure.holder)
}

fn house<'a>(tx: &Tx<'a>) -> Result<&'a seal::HouseKey, AppError> {
    tx.house_key().ok_or_else(|| Fault::new("target_no_key").into())
}

/// What a person is told when a key cannot be used; what is wrong exactly, the log says.
fn refused(fault: SealFault) -> AppError {
    match fault {
        SealFault::OtherHouse { .. } => Fault::new("target_other_key").into(),
        other => AppError::Internal(format!("signing: {other}")),
    }
}
