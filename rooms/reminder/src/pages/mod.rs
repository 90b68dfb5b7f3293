//! The pages of reminders: before one is given, and what one is reminded of.

mod confirm;
mod line;
mod open;

use kit::{Policy, Routes};

use crate::access::{READ, REMIND};

pub use line::{Line, lines};

/// Every page of the room.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lists/{id}/remind", Policy::May(&REMIND), confirm::show)
        .post("/lists/{id}/remind", Policy::May(&REMIND), confirm::send)
        .get("/reminders", Policy::May(&READ), open::show)
}
