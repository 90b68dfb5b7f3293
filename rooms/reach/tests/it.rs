//! Reach through its front door: letters and items go out, and the picture says what became of each target.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "it/cascade.rs"]
mod cascade;
#[path = "it/faces.rs"]
mod faces;
#[path = "it/support.rs"]
mod support;
