//! Reminders through their front door: who gets one, from when it is shown, when it is gone, and who may not.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "it/faces.rs"]
mod faces;
#[path = "it/hours.rs"]
mod hours;
#[path = "it/owing.rs"]
mod owing;
#[path = "it/support.rs"]
mod support;
