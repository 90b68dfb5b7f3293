//! What persons do with their accounts, and what administrators and the operator do to them.

pub(crate) mod change_password;
pub(crate) mod language;
pub(crate) mod log_in;
pub(crate) mod log_out;
pub(crate) mod manage;
pub(crate) mod prove;
pub(crate) mod seat;
pub(crate) mod sessions;
pub(crate) mod tokens;
mod tries;

/// What the faces show, as the store reads it.
pub(crate) use crate::store::{AccountRow, SessionRow, TokenRow};
