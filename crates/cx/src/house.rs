//! What all requests share: the database, the clock, the source of ids and chance, the zone, the files.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::tz::TimeZone;
use kernel::{Day, Id, Instant, Month};
use sha2::{Digest, Sha256};

use crate::{AppError, Files};

/// Where the time comes from; tests own theirs.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_millisecond())
    }
}

/// What all requests share. Cheap to clone.
#[derive(Clone)]
pub struct House {
    /// The database.
    pub db: db::Db,
    /// The zone in which months and deadlines run.
    pub zone: TimeZone,
    /// Attachments.
    pub files: Files,
    key: Option<Arc<seal::HouseKey>>,
    clock: Arc<dyn Clock>,
    ids: Arc<IdMaker>,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House").field("db", &self.db).finish_non_exhaustive()
    }
}

impl House {
    /// A house over an open database. `node` (0 to 1023) tells processes apart that share it.
    #[must_use]
    pub fn new(db: db::Db, clock: Arc<dyn Clock>, zone: TimeZone, node: u16, files: Files) -> Self {
        Self {
            db,
            zone,
            files,
            key: None,
            clock,
            ids: Arc::new(IdMaker { node: i64::from(node & 1023), last: AtomicI64::new(0) }),
        }
    }

    /// The same house with the key under which the secrets of posts lie encrypted.
    #[must_use]
    pub fn with_key(self, key: seal::HouseKey) -> Self {
        Self { key: Some(Arc::new(key)), ..self }
    }

    /// The key of the house; none where it was not given, as at most commands: then nothing can be signed.
    #[must_use]
    pub fn key(&self) -> Option<&seal::HouseKey> {
        self.key.as_deref()
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Today in the house's zone.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now().day(&self.zone)
    }

    /// The present month in the house's zone.
    #[must_use]
    pub fn month(&self) -> Month {
        self.now().month(&self.zone)
    }

    /// A fresh, time-ordered id.
    #[must_use]
    pub fn new_id<K>(&self) -> Id<K> {
        Id::new(self.ids.next(self.now()))
    }
}

/// Ids of 63 bits: 41 of milliseconds since 2020, 10 of node, 12 of sequence.
struct IdMaker {
    node: i64,
    /// Last (milliseconds << 12 | sequence) given.
    last: AtomicI64,
}

/// 2020-01-01T00:00:00Z.
const EPOCH_MS: i64 = 1_577_836_800_000;

impl IdMaker {
    fn next(&self, now: Instant) -> i64 {
        let base = (now.0 - EPOCH_MS).max(0) << 12;
        // Never below the last one: a clock that steps back must not repeat an id.
        let step = |last: i64| Some(base.max(last + 1));
        let before = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step).unwrap_or(0);
        let ticket = base.max(before + 1);
        ((ticket >> 12) << 22) | (self.node << 12) | (ticket & 0xfff)
    }
}

/// A secret of 256 random bits, printable.
///
/// # Errors
/// If the operating system has no randomness to give.
pub fn fresh_token() -> Result<String, AppError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| AppError::Internal(format!("no randomness: {e}")))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// How a secret token is stored: whoever reads the table cannot use what they find.
#[must_use]
pub fn hash_token(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_even_when_the_clock_steps_back() {
        let maker = IdMaker { node: 7, last: AtomicI64::new(0) };
        let mut last = 0;
        for n in 0..10_000_i64 {
            let id = maker.next(Instant(EPOCH_MS + 1_000_000 - n));
            assert!(id > last);
            last = id;
        }
    }
}
