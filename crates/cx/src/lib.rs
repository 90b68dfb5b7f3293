//! The staircase every action climbs: who acts, when, with which right, and what is recorded.
//!
//! An action is five steps: open the unit of work ([`Cx::write`]), load, authorise ([`Tx::permit`]),
//! decide (pure rules), save and record ([`Happening`]). Two types make the classic omissions
//! impossible to compile: a store function that writes asks for a [`Permit`], and a writing closure
//! can only end in a [`Recorded`] answer.

mod actor;
mod context;
mod error;
mod files;
mod happening;
mod house;
mod meter;
pub mod session;
mod spool;
pub mod submission;
mod tx;

pub use actor::{Actor, Seat};
pub use context::Cx;
pub use error::{AppError, Difference};
pub use files::Files;
pub use happening::{Happening, Recorded};
pub use house::{Clock, House, SystemClock, fresh_token, hash_token};
pub use meter::Meter;
pub use spool::Spool;
pub use tx::{Permit, Tx};
