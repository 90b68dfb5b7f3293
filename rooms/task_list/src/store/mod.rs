//! All SQL of the room. Tables owned: see the header of `lib.rs`.
//!
//! Statements with lists of values (`IN (…)`, many rows) are built by [`shape`] from few parts; all
//! others are constants and stand in [`STATEMENTS`].

pub(crate) mod assignment;
pub(crate) mod audience;
pub(crate) mod board;
pub(crate) mod evidence;
pub(crate) mod ground;
pub(crate) mod list;
pub(crate) mod near;
pub(crate) mod open;
pub(crate) mod queue;
pub(crate) mod roll_up;
pub(crate) mod sending;
pub(crate) mod shape;
pub(crate) mod standing;
pub(crate) mod step;
pub(crate) mod tree;
pub(crate) mod withdrawing;
pub(crate) mod workday;

use db::{DbFault, FromCol, Row};

use crate::rules::{Stage, State};

impl FromCol for State {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        let code: i64 = row.get(index)?;
        Self::of_code(code).ok_or_else(|| wrong(index, code, "a state, 1 to 9"))
    }
}

impl FromCol for Stage {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        let code: String = row.get(index)?;
        Self::of_code(&code).ok_or_else(|| wrong(index, &code, "a stage of a list"))
    }
}

fn wrong(column: usize, value: impl std::fmt::Display, expected: &'static str) -> DbFault {
    DbFault::Inconsistent { column, value: value.to_string(), expected }
}

/// Every constant statement: (name, text), for the test that prepares each on both engines.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("assignment::GET", assignment::GET),
    ("assignment::SAVE", assignment::SAVE),
    ("assignment::OF_ORG", assignment::OF_ORG),
    ("assignment::MONTH_OF", assignment::MONTH_OF),
    ("assignment::RECIPIENTS", assignment::RECIPIENTS),
    ("assignment::ANY", assignment::ANY),
    ("assignment::OWN_STATES", assignment::OWN_STATES),
    ("audience::LOADS", audience::LOADS),
    ("board::PLACES", board::PLACES),
    ("board::PLACES_OF_ITEM", board::PLACES_OF_ITEM),
    ("evidence::ADD", evidence::ADD),
    ("evidence::OF", evidence::OF),
    ("ground::ARRIVALS", ground::ARRIVALS),
    ("ground::RESTING", ground::RESTING),
    ("ground::BASELESS", ground::BASELESS),
    ("ground::COUNTS", ground::COUNTS),
    ("list::GET", list::GET),
    ("list::INSERT", list::INSERT),
    ("list::UPDATE", list::UPDATE),
    ("list::SET_STAGE", list::SET_STAGE),
    ("list::OF_MONTH", list::OF_MONTH),
    ("list::COUNT_NUMBERED", list::COUNT_NUMBERED),
    ("list::SENDING", list::SENDING),
    ("list::ITEMS", list::ITEMS),
    ("list::ITEMS_OF", list::ITEMS_OF),
    ("list::DROP_ITEMS", list::DROP_ITEMS),
    ("list::SHOW_ITEMS", list::SHOW_ITEMS),
    ("list::ISSUER", list::ISSUER),
    ("list::LAST_MONTH", list::LAST_MONTH),
    ("list::SPLITS", list::SPLITS),
    ("list::DROP", list::DROP),
    ("queue::COUNT_ASKING", queue::COUNT_ASKING),
    ("near::OF_CHILDREN", near::OF_CHILDREN),
    ("near::SENT_SINCE", near::SENT_SINCE),
    ("near::UNSIGNED", near::UNSIGNED),
    ("open::OF_ORG", open::OF_ORG),
    ("open::COUNTS", open::COUNTS),
    ("open::LISTS", open::LISTS),
    ("roll_up::OVERVIEW", roll_up::OVERVIEW),
    ("roll_up::MONTHS", roll_up::MONTHS),
    ("roll_up::COUNTED", roll_up::COUNTED),
    ("roll_up::TALLIED", roll_up::TALLIED),
    ("roll_up::STORED", roll_up::STORED),
    ("roll_up::STORED_TALLIES", roll_up::STORED_TALLIES),
    ("roll_up::HOLD", roll_up::HOLD),
    ("roll_up::HOLD_TALLY", roll_up::HOLD_TALLY),
    ("roll_up::MOVE", roll_up::MOVE),
    ("sending::PATHS", sending::PATHS),
    ("sending::COUNTIES", sending::COUNTIES),
    ("standing::ISSUE", standing::ISSUE),
    ("standing::SETTLE", standing::SETTLE),
    ("standing::HOLD", standing::HOLD),
    ("standing::RECOUNT", standing::RECOUNT),
    ("standing::FORGET", standing::FORGET),
    ("standing::WRONG", standing::WRONG),
    ("standing::LEFT_OVER", standing::LEFT_OVER),
    ("step::ADD", step::ADD),
    ("step::OF", step::OF),
    ("tree::CHILDREN", tree::CHILDREN),
    ("workday::ALL", workday::ALL),
];
