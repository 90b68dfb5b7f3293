//! The month through its front door: lists are written and sent, organisations answer, superiors verify.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "it/asking.rs"]
mod asking;
#[path = "it/faces.rs"]
mod faces;
#[path = "it/ground.rs"]
mod ground;
#[path = "it/lists.rs"]
mod lists;
#[path = "it/month.rs"]
mod month;
#[path = "it/near.rs"]
mod near;
#[path = "it/random.rs"]
mod random;
#[path = "it/scope.rs"]
mod scope;
#[path = "it/standing.rs"]
mod standing;
#[path = "it/support.rs"]
mod support;
