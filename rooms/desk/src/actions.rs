//! What is drawn from all rooms at once.

pub(crate) mod first;
pub(crate) mod hand_over;
