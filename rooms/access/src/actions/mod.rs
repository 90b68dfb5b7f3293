//! Giving and taking posts, and looking after the accounts of those who hold them.

pub(crate) mod accounts;
pub(crate) mod appoint;
pub(crate) mod decide;
pub(crate) mod first;
pub(crate) mod plant;
pub(crate) mod post;
pub(crate) mod relieve;
pub(crate) mod start;
pub(crate) mod terms;
pub(crate) mod view;

use cx::{AppError, Tx};
use kernel::{AccountId, HolderId, Role};
use serde::{Deserialize, Serialize};

use crate::{
    rules::{self, Holding, Term},
    store,
};

/// What the faces show, as the store reads it.
pub(crate) use crate::store::{HeldRow, HolderRow, ListedRow, PostRow, Wanted};

/// How an appointment ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The person holds the post.
    Held(HolderId),
    /// It waits for a second person, under this number.
    Waits(String),
    /// A rule forbids it; the try is on record. The code of the fault.
    Refused(String),
}

impl Outcome {
    /// The same, with a refusal as an error.
    fn into_result(self) -> Result<Self, AppError> {
        match self {
            Self::Refused(code) => Err(rules::refusal(&code).into()),
            other => Ok(other),
        }
    }
}

/// A submission key for one verb about one object: the same key used for another act means another submission. An act
/// that makes something new names by `object` what was typed.
fn submission(verb: &str, object: impl std::fmt::Display, once: &str) -> String {
    if once.is_empty() { String::new() } else { cx::hash_token(&format!("access.{verb} {object} {once}")) }
}

/// What of somebody's posts is not over, as the rules see it.
fn current(tx: &mut Tx<'_>, id: AccountId) -> Result<Vec<(HeldRow, Holding)>, AppError> {
    let today = tx.today();
    store::held(tx, id)?
        .into_iter()
        .filter(|h| h.to > today)
        .map(|h| {
            let role = Role::of_post(&h.role)
                .ok_or_else(|| AppError::Internal(format!("holder {} has the unknown role {}", h.holder, h.role)))?;
            let term = Term { from: h.from, to: h.to };
            Ok((h, Holding { role, term }))
        })
        .collect()
}
