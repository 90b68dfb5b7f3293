//! What can be done with reminders: looking what one would do, reminding, reading one's own.

pub(crate) mod open;
pub(crate) mod outlook;
pub(crate) mod remind;
