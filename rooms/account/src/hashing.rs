//! Argon2id behind a turnstile: hashing is the dearest thing the program does, so at most as many run
//! at once as there are cores (`trust.md` A4), on threads that may block.

use std::sync::OnceLock;
use std::time::Duration;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use cx::AppError;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Start of every hash with today's parameters: 19 MiB, two passes, one lane. Others are renewed at log-in.
const TODAY: &str = "$argon2id$v=19$m=19456,t=2,p=1$";
/// Longest wait for the turnstile; beyond it the person is asked to come back.
const PATIENCE: Duration = Duration::from_secs(20);
/// Characters that nobody mistakes for another when reading a code from paper: 32 of them.
const CLEAR: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A password that its person must replace at the first log-in. It is shown once and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimePassword(String);

impl std::fmt::Debug for OneTimePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTimePassword(…)")
    }
}

impl OneTimePassword {
    /// A fresh one of 100 random bits.
    ///
    /// # Errors
    /// If the operating system has no randomness to give.
    pub fn fresh() -> Result<Self, AppError> {
        let token = cx::fresh_token()?;
        let clear = token.bytes().take(20).map(|b| char::from(CLEAR[usize::from(value_of(b) % 32)]));
        let mut text = String::new();
        for (n, c) in clear.enumerate() {
            if n > 0 && n % 5 == 0 {
                text.push('-');
            }
            text.push(c);
        }
        Ok(Self(text))
    }

    /// The password itself, to be shown once to whoever hands it over.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// The six bits behind a character of base64url.
const fn value_of(b: u8) -> u8 {
    match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'-' => 62,
        _ => 63,
    }
}

/// The hash of a password, as a PHC string.
///
/// # Errors
/// [`AppError::Busy`] when too many wait.
pub(crate) async fn hash(password: &str) -> Result<String, AppError> {
    let password = password.to_owned();
    at_the_turnstile(move || hashed(&password)).await?
}

/// Whether a password is the one of this hash. Without a usable hash the same work is done in vain, so
/// that nobody learns from the time taken whether there is such an account (`trust.md` A6).
///
/// # Errors
/// [`AppError::Busy`] when too many wait.
pub(crate) async fn check(password: &str, stored: Option<String>) -> Result<bool, AppError> {
    let password = password.to_owned();
    at_the_turnstile(move || match stored.filter(|s| s.starts_with("$argon2")) {
        Some(stored) => Argon2::default().verify_password(password.as_bytes(), stored.as_str()).is_ok(),
        None => hashed(&password).is_err(),
    })
    .await
}

/// Whether a hash was made with parameters other than today's.
#[must_use]
pub(crate) fn is_old(stored: &str) -> bool {
    !stored.starts_with(TODAY)
}

fn hashed(password: &str) -> Result<String, AppError> {
    // The crate's default parameters are those of `TODAY`; a test holds them together.
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|h| h.to_string()).map_err(|e| AppError::Internal(format!("hashing: {e}")))
}

async fn at_the_turnstile<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let _place: SemaphorePermit<'static> = match tokio::time::timeout(PATIENCE, turnstile().acquire()).await {
        Ok(Ok(place)) => place,
        _ => return Err(AppError::Busy),
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| AppError::Internal(format!("hashing: {e}")))
}

fn turnstile() -> &'static Semaphore {
    static PLACES: OnceLock<Semaphore> = OnceLock::new();
    PLACES.get_or_init(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)))
}

#[cfg(test)]
mod tests {
    //! Parameters, and codes that can be read aloud.
    use super::*;

    #[test]
    fn hashes_are_argon2id_with_the_parameters_of_the_standard() {
        let hash = hashed("four score and seven").unwrap();
        assert!(!is_old(&hash), "{hash}");
        assert!(is_old("$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA"));
    }

    #[test]
    fn one_time_passwords_differ_and_do_not_print() {
        let (one, other) = (OneTimePassword::fresh().unwrap(), OneTimePassword::fresh().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), 23);
        assert!(!format!("{one:?}").contains(one.reveal()));
    }
}
