//! What a paper of each kind states, drawn from the room of its subject.

pub(crate) mod letter;
pub(crate) mod list;
pub(crate) mod minutes;
pub(crate) mod procedure;
pub(crate) mod statement;
