//! The hand-over sheet: what of each room stands on it, for whom, and as which files.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "hand_over/files.rs"]
mod files;
#[path = "hand_over/sheet.rs"]
mod sheet;
#[path = "hand_over/support.rs"]
mod support;
