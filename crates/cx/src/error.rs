//! The closed list of ways in which an action can fail. Faces turn them into pages or JSON once.

use db::DbFault;
use kernel::{Fault, Faults};

/// Why an action did not happen. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The input breaks rules: every broken one is listed.
    #[error("the input is refused: {0:?}")]
    Invalid(Faults),
    /// There is no such thing, or the actor may not know of it.
    #[error("not found")]
    NotFound,
    /// There is such an address, but nothing is done there in this way.
    #[error("no such method here")]
    WrongMethod,
    /// The actor may see the thing but not do this.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// Nobody is logged in.
    #[error("not logged in")]
    Unauthenticated,
    /// Somebody was faster; the differences tell what stands there now.
    #[error("changed by somebody else meanwhile")]
    Conflict(Vec<Difference>),
    /// Too many tries; come back after this many seconds.
    #[error("too many tries; wait {0} s")]
    SlowDown(i64),
    /// The database or a queue is momentarily overloaded.
    #[error("busy")]
    Busy,
    /// Our own fault.
    #[error("internal: {0}")]
    Internal(String),
}

/// One field in which the stored state differs from what the editor had before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Key of the field's label in the words.
    pub field: &'static str,
    /// What the editor sent.
    pub mine: String,
    /// What stands there now.
    pub theirs: String,
}

impl From<DbFault> for AppError {
    fn from(fault: DbFault) -> Self {
        match fault {
            DbFault::Duplicate => Self::Conflict(Vec::new()),
            DbFault::Busy => Self::Busy,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<Fault> for AppError {
    fn from(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }
}

impl From<Faults> for AppError {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl db::Retry for AppError {
    fn may_retry(&self) -> bool {
        matches!(self, Self::Busy)
    }
}
