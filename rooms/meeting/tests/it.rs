//! Meetings through the front door: planned, held, decided, written up, subscribed to.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "it/agenda.rs"]
mod agenda;
#[path = "it/calendar.rs"]
mod calendar;
#[path = "it/decisions.rs"]
mod decisions;
#[path = "it/faces.rs"]
mod faces;
#[path = "it/ground.rs"]
mod ground;
#[path = "it/papers.rs"]
mod papers;
#[path = "it/plan.rs"]
mod plan;
#[path = "it/scope.rs"]
mod scope;
#[path = "it/support.rs"]
mod support;
