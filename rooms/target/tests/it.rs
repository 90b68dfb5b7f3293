//! Letters through the room's front door, on both engines.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "it/cascade.rs"]
mod cascade;
#[path = "it/faces.rs"]
mod faces;
#[path = "it/issuing.rs"]
mod issuing;
#[path = "it/keys.rs"]
mod keys;
#[path = "it/moves.rs"]
mod moves;
#[path = "it/older.rs"]
mod older;
#[path = "it/revising.rs"]
mod revising;
#[path = "it/scope.rs"]
mod scope;
#[path = "it/signing.rs"]
mod signing;
#[path = "it/support.rs"]
mod support;
#[path = "it/tampering.rs"]
mod tampering;
