//! What is true of documents, their clauses and searching in them, whatever they are stored in.

pub(crate) mod about;
pub(crate) mod cite;
pub(crate) mod compare;
pub(crate) mod diff;
pub(crate) mod draft;
pub(crate) mod gram;
mod kind;
pub(crate) mod likeness;
pub(crate) mod mark;
pub(crate) mod put_right;
pub(crate) mod query;
pub(crate) mod split;

pub use about::About;
pub use cite::{Citation, Citing};
pub use compare::{Change, Pair};
pub use diff::{In, Run};
pub use draft::ClauseDraft;
pub use kind::{Kind, Slot};
pub use put_right::Step;
pub use query::Part;
