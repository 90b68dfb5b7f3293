//! Plans through their front door: stories on both engines.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

#[path = "it/faces.rs"]
mod faces;
#[path = "it/milestones.rs"]
mod milestones;
#[path = "it/progress.rs"]
mod progress;
#[path = "it/support.rs"]
mod support;
