//! Values that every room shares: ids, instants, days, months, paths, roles, faults, pages.
//!
//! Nothing here reads a clock, a file, the network or chance, and nothing counts in floating point.

pub mod fault;
pub mod id;
pub mod lines;
pub mod page;
pub mod path;
pub mod role;
pub mod text;
pub mod time;
pub mod workday;

pub use fault::{Fault, Faults};
pub use id::{
    AccountId, ClauseId, DecisionId, DocumentId, HolderId, Id, IssueId, ItemId, ListId, MeetingId, MilestoneId, OrgId,
    PlanId, PostId, TargetId, VersionId,
};
pub use page::{Page, Paged};
pub use path::OrgPath;
pub use role::{Action, Reach, Role};
pub use time::{Day, Instant, Month};
