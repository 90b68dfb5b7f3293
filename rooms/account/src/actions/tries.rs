//! Counting wrong passwords: by account, so that one is not guessed from many places, and by address, so that
//! many are not guessed from one place. The buckets are hashes: the table holds nobody's login or address.

use cx::{AppError, Permit, Tx, hash_token};

use crate::{rules::slow_down::MEMORY_MS, store};

/// The buckets that one try counts in.
#[derive(Debug, Clone)]
pub(crate) struct Buckets {
    account: String,
    /// None when the address is not known: behind a proxy that does not tell it.
    address: Option<String>,
}

impl Buckets {
    /// Of a login as typed, whether there is such an account or not, from an address.
    pub(crate) fn of(login: &str, address: &str) -> Self {
        let address = (!address.is_empty()).then(|| hash_token(&format!("address {address}")));
        Self { account: hash_token(&format!("account {login}")), address }
    }

    /// Lets a try through or says how long to wait. `hold`: see [`store::failures`].
    pub(crate) fn pass(&self, tx: &mut Tx<'_>, hold: bool) -> Result<(), AppError> {
        let now = tx.now();
        let mut wait = 0;
        for bucket in [Some(&self.account), self.address.as_ref()].into_iter().flatten() {
            wait = store::failures(tx, bucket, hold)?.map_or(0, |f| f.wait_s(now)).max(wait);
        }
        if wait > 0 { Err(AppError::SlowDown(wait)) } else { Ok(()) }
    }

    /// Counts a failure in both.
    pub(crate) fn failed(&self, tx: &mut Tx<'_>, permit: &Permit) -> Result<(), AppError> {
        let forgotten = tx.now().plus_ms(-MEMORY_MS);
        for bucket in [Some(&self.account), self.address.as_ref()].into_iter().flatten() {
            store::failed(tx, permit, bucket, forgotten)?;
        }
        Ok(())
    }

    /// After a success the account starts anew. The address does not: whoever owns one account could
    /// otherwise wipe out the traces of guessing at others.
    pub(crate) fn succeeded(&self, tx: &mut Tx<'_>, permit: &Permit) -> Result<(), AppError> {
        store::forget(tx, permit, &self.account)
    }
}
