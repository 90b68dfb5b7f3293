//! What passwords, logins, waits and tokens must obey. Pure.

pub(crate) mod device;
pub(crate) mod login;
pub(crate) mod password;
pub(crate) mod slow_down;
pub(crate) mod token;

pub use password::Profile;

/// How long a one-time password may be used: 72 hours (`trust.md` A9).
pub(crate) const ONE_TIME_MS: i64 = 72 * 3_600_000;

/// How long a session lasts at most, in milliseconds: 12 hours for administrators, 24 for others (`trust.md` B2).
pub(crate) const fn session_ms(is_admin: bool) -> i64 {
    if is_admin { 12 * 3_600_000 } else { 24 * 3_600_000 }
}
