//! Keys of posts: one per tenure, its secret encrypted under the key of the house and wiped when it ends.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{HolderId, Id, OrgId, PostId};

pub(crate) const OF_TENURE: &str = "SELECT k.key_id, k.algorithm, k.public_key, k.secret, k.house_key FROM post_key k \
     WHERE k.org_id = $1 AND k.holder_id = $2 AND k.algorithm = $3 AND k.ended_at IS NULL";
pub(crate) const ADD: &str = "INSERT INTO post_key (org_id, key_id, post_id, holder_id, algorithm, public_key, secret, house_key, made_at, ended_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)";
pub(crate) const END_OTHERS: &str = "UPDATE post_key SET ended_at = $4, secret = $5 \
     WHERE org_id = $1 AND post_id = $2 AND holder_id <> $3 AND ended_at IS NULL";
/// The least and the greatest: two ends of an index, however many keys there are. Every first signature asks.
pub(crate) const HOUSES: &str = "SELECT (SELECT MIN(k.house_key) FROM post_key k WHERE k.ended_at IS NULL), \
     (SELECT MAX(k.house_key) FROM post_key k WHERE k.ended_at IS NULL)";
pub(crate) const ALL: &str =
    "SELECT k.org_id, k.key_id, k.algorithm, k.public_key FROM post_key k ORDER BY k.org_id, k.key_id";

rec! {
    /// A key that may still sign.
    #[derive(Debug, Clone)]
    pub(crate) struct KeyRow {
        pub(crate) id: Id<()>,
        pub(crate) algorithm: String,
        pub(crate) public: String,
        pub(crate) secret: Vec<u8>,
        pub(crate) house: String,
    }
}

/// Whose key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tenure {
    pub(crate) org: OrgId,
    pub(crate) post: PostId,
    pub(crate) holder: HolderId,
}

/// The living key of a tenure.
pub(crate) fn of_tenure(tx: &mut Tx<'_>, t: Tenure, algorithm: &str) -> Result<Option<KeyRow>, AppError> {
    Ok(tx.opt(OF_TENURE, args![t.org, t.holder, algorithm])?)
}

/// Adds the key of a tenure and ends those of whoever held the post before. Somebody who made one at the same
/// moment makes the unit run again.
pub(crate) fn add(tx: &mut Tx<'_>, _: &Permit, t: Tenure, key: &KeyRow) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(END_OTHERS, args![t.org, t.post, t.holder, now, Vec::<u8>::new()])?;
    let row = args![t.org, key.id, t.post, t.holder, &key.algorithm, &key.public, key.secret.clone(), &key.house, now];
    match tx.exec(ADD, row) {
        Ok(_) => Ok(()),
        Err(db::DbFault::Duplicate) => Err(AppError::Busy),
        Err(other) => Err(other.into()),
    }
}

/// The keys of the house under which living secrets are encrypted: one on a sound database, two of them if there are more.
pub(crate) fn houses(tx: &mut Tx<'_>) -> Result<Vec<String>, AppError> {
    let (least, greatest): (Option<String>, Option<String>) = tx.one(HOUSES, args![])?;
    let mut found: Vec<String> = least.into_iter().chain(greatest).collect();
    found.dedup();
    Ok(found)
}

/// A key's public half: organisation, key, algorithm, public key.
pub(crate) type Public = (OrgId, Id<()>, String, String);

/// Every key's public half.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Public>, AppError> {
    Ok(tx.all(ALL, args![])?)
}
