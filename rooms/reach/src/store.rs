//! What the room reads of the tree. It owns no table.

use cx::{AppError, Tx};
use db::{args, rec};
use kernel::{Day, OrgId, OrgPath};

pub(crate) const BRANCH: &str = "SELECT o.org_id, o.path, o.name, o.level FROM org o \
     WHERE o.path >= $1 AND o.path < $2 AND o.until_day > $3 ORDER BY o.path";

/// Every constant statement: (name, text).
pub const STATEMENTS: &[(&str, &str)] = &[("BRANCH", BRANCH)];

rec! {
    /// An organisation of a branch.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Member {
        pub(crate) org: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) name: String,
        pub(crate) level: String,
    }
}

/// Everything that stands at or below a place on a day, in the order of places: a superior before those below.
pub(crate) fn branch(tx: &mut Tx<'_>, place: &OrgPath, today: Day) -> Result<Vec<Member>, AppError> {
    let (from, until) = place.range();
    Ok(tx.all(BRANCH, args![from, until, today])?)
}
