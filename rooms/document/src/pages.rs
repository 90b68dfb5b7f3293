//! The pages of documents.

mod pick;

pub use pick::{Picker, picked};

use kit::{Policy, Routes};

use crate::access::READ;

/// The pages and what their forms send.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/clauses/pick", Policy::May(&READ), pick::part)
}
