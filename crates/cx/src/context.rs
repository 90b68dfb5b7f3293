//! [`Cx`]: the context of one request, first argument of every action.

use std::sync::Arc;

use db::args;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Actor, AppError, House, Meter, Recorded, Tx, happening};

/// The context of one request: the house, who acts, from where. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Cx(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    house: House,
    actor: Actor,
    source: &'static str,
    request_id: String,
    meter: Meter,
}

impl Cx {
    /// A context; `source` is `web`, `api`, `cli` or `batch`.
    #[must_use]
    pub fn new(house: House, actor: Actor, source: &'static str, request_id: String) -> Self {
        Self(Arc::new(Inner { house, actor, source, request_id, meter: Meter::default() }))
    }

    /// The same context with a meter that somebody watches.
    #[must_use]
    pub fn watched_by(&self, meter: &Meter) -> Self {
        let Inner { house, actor, source, request_id, .. } = &*self.0;
        let (house, actor, request_id) = (house.clone(), actor.clone(), request_id.clone());
        Self(Arc::new(Inner { house, actor, source, request_id, meter: meter.clone() }))
    }

    /// Where a long action counts what it has done.
    #[must_use]
    pub fn meter(&self) -> &Meter {
        &self.0.meter
    }

    /// The shared house.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.0.house
    }

    /// Whoever acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// From where the request came.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.0.source
    }

    /// The request's id, as logs name it.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// Runs a writing unit of work: changes and their record commit together or not at all.
    /// The closure may run again after a serialisation failure, so it must not consume what it holds.
    ///
    /// # Errors
    /// The closure's own, or a failure of the database.
    pub async fn write<T: Send + 'static>(
        &self,
        mut unit: impl FnMut(&mut Tx<'_>) -> Result<Recorded<T>, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let cx = self.clone();
        let now = cx.house().now();
        let result = self
            .0
            .house
            .db
            .write(move |db| {
                let mut inner = Tx::new(db.shorten(), &cx, now);
                let recorded = unit(&mut inner).map_err(Ended::Failed)?;
                if recorded.is_unchanged() {
                    return Err(Ended::Unchanged(recorded.into_parts().1));
                }
                let (happenings, answer) = recorded.into_parts();
                happening::write(&mut inner, happenings).map_err(Ended::Failed)?;
                Ok(answer)
            })
            .await;
        match result {
            Ok(answer) | Err(Ended::Unchanged(answer)) => Ok(answer),
            Err(Ended::Failed(error)) => Err(error),
        }
    }

    /// [`Cx::write`] for a submission with a key: the second time with the same key (a double click,
    /// a retry after a lost answer) nothing is done and the first answer is given again.
    ///
    /// # Errors
    /// As [`Cx::write`].
    pub async fn write_once<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        key: &str,
        mut unit: impl FnMut(&mut Tx<'_>) -> Result<Recorded<T>, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        if key.is_empty() {
            return self.write(unit).await;
        }
        let key: String = key.chars().take(100).collect();
        self.write(move |tx| {
            let account = tx.actor().account;
            if let Some(answer) = first_answer(tx, account, &key)? {
                return Ok(Recorded::unchanged(answer));
            }
            let recorded = match unit(tx) {
                Ok(recorded) => recorded,
                // The twin may have committed between our look and our reading: then what we met is its
                // doing, and its answer is ours.
                Err(error) => {
                    let twin = first_answer(tx, account, &key).ok().flatten();
                    return twin.map(Recorded::unchanged).ok_or(error);
                }
            };
            if recorded.is_unchanged() {
                return Ok(recorded);
            }
            let (happenings, answer) = recorded.into_parts();
            let stored = serde_json::to_string(&answer).map_err(|e| AppError::Internal(e.to_string()))?;
            let now = tx.now();
            let written = tx.exec(
                "INSERT INTO submission (account_id, submission_key, at, answer) VALUES ($1, $2, $3, $4)",
                args![account, &key, now, stored],
            );
            match written {
                Ok(_) => Ok(Recorded::many(happenings, answer)),
                // The twin committed between our look and our write: run again and find its answer.
                Err(db::DbFault::Duplicate) => Err(AppError::Busy),
                Err(other) => Err(other.into()),
            }
        })
        .await
    }

    /// Runs a reading unit of work.
    ///
    /// # Errors
    /// The closure's own, or a failure of the database.
    pub async fn read<T: Send + 'static>(
        &self,
        unit: impl FnOnce(&mut Tx<'_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let cx = self.clone();
        let now = cx.house().now();
        self.0.house.db.read(move |db| unit(&mut Tx::new(db.shorten(), &cx, now))).await
    }
}

/// The answer given to the first submission with this key, if there was one.
fn first_answer<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    account: kernel::AccountId,
    key: &str,
) -> Result<Option<T>, AppError> {
    let before: Option<(String,)> =
        tx.opt("SELECT answer FROM submission WHERE account_id = $1 AND submission_key = $2", args![account, key])?;
    let read = |(stored,): (String,)| {
        // An answer of another shape belongs to another form: the key was not made by our pages.
        serde_json::from_str(&stored).map_err(|_| kernel::Fault::new("submission_key_reused").into())
    };
    before.map(read).transpose()
}

/// How a writing closure ended without a commit.
enum Ended<T> {
    Failed(AppError),
    Unchanged(T),
}

impl<T> From<db::DbFault> for Ended<T> {
    fn from(fault: db::DbFault) -> Self {
        Self::Failed(fault.into())
    }
}

impl<T> db::Retry for Ended<T> {
    fn may_retry(&self) -> bool {
        matches!(self, Self::Failed(error) if error.may_retry())
    }
}
