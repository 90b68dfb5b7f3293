//! The month's statement through its front door: drafted, published, read, corrected, and kept for good.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "it/circle.rs"]
mod circle;
#[path = "it/correction.rs"]
mod correction;
#[path = "it/faces.rs"]
mod faces;
#[path = "it/publication.rs"]
mod publication;
#[path = "it/support.rs"]
mod support;
#[path = "it/table.rs"]
mod table;
