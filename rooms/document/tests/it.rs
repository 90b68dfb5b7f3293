//! Documents through their front door: stories on both engines.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

#[path = "it/cite.rs"]
mod cite;
#[path = "it/compare.rs"]
mod compare;
#[path = "it/faces.rs"]
mod faces;
#[path = "it/gaps.rs"]
mod gaps;
#[path = "it/life.rs"]
mod life;
#[path = "it/pick.rs"]
mod pick;
#[path = "it/search.rs"]
mod search;
#[path = "it/support.rs"]
mod support;
