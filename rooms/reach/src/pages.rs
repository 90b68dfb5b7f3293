//! The pages of targets: the year's targets with their reach, and where one of them went.

mod sankey;
mod target;
mod view;
mod year;

use kit::{Policy, Routes};

use crate::access::READ;

/// Every page of the room.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/reach", Policy::May(&READ), year::show).get("/targets/{id}", Policy::May(&READ), target::show)
}
