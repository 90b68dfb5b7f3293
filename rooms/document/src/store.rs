//! All SQL of documents. Statements with lists of ids are built from few parts; all others are constants and stand
//! in [`STATEMENTS`].

pub(crate) mod citation;
pub(crate) mod clause;
pub(crate) mod document;
pub(crate) mod gram;
pub(crate) mod idle;
pub(crate) mod version;

use db::{DbFault, FromCol, Row};

use crate::rules::Kind;

/// Every statement of this room, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("document::OWNER", document::OWNER),
    ("document::GET", document::GET),
    ("document::TAKEN", document::TAKEN),
    ("document::LIST", document::LIST),
    ("document::IN_FRAMEWORK", document::IN_FRAMEWORK),
    ("document::PROCEDURES", document::PROCEDURES),
    ("document::FRAMEWORKS", document::FRAMEWORKS),
    ("document::INSERT", document::INSERT),
    ("document::ALTER", document::ALTER),
    ("document::TOUCH", document::TOUCH),
    ("document::END", document::END),
    ("document::REMOVE", document::REMOVE),
    ("version::OF", version::OF),
    ("version::INSERT", version::INSERT),
    ("version::DESCRIBE", version::DESCRIBE),
    ("version::PUBLISH", version::PUBLISH),
    ("version::CLOSE", version::CLOSE),
    ("version::CLOSE_ALL", version::CLOSE_ALL),
    ("version::REMOVE", version::REMOVE),
    ("clause::OF_VERSION", clause::OF_VERSION),
    ("clause::REPLACED", clause::REPLACED),
    ("clause::PAIRS", clause::PAIRS),
    ("clause::CLEAR", clause::CLEAR),
    ("clause::CLEAR_REPLACED", clause::CLEAR_REPLACED),
    ("clause::REFS", clause::REFS),
    ("gram::LOOK_UP", gram::LOOK_UP),
    ("idle::BY_DOCUMENT", idle::BY_DOCUMENT),
    ("idle::IDLE", idle::IDLE),
    ("citation::OF_CLAUSE", citation::OF_CLAUSE),
    ("citation::COUNTS", citation::COUNTS),
    ("citation::REMOVE", citation::REMOVE),
    ("citation::RELABEL", citation::RELABEL),
];

impl FromCol for Kind {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        let code: String = row.get(index)?;
        Self::of_code(&code).ok_or_else(|| wrong(index, &code, "a sort of document"))
    }
}

fn wrong(column: usize, value: &str, expected: &'static str) -> DbFault {
    DbFault::Inconsistent { column, value: value.to_owned(), expected }
}
