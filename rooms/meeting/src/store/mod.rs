//! All SQL of the room. Tables owned: see the header of `lib.rs`.
//!
//! A guest's organisation is another than the meeting's: names and posts of guests are read by a second statement.

pub(crate) mod agenda;
pub(crate) mod decision;
pub(crate) mod feed;
pub(crate) mod meeting;
pub(crate) mod minutes;
pub(crate) mod org;
pub(crate) mod series;

use db::{Arg, DbFault, FromCol, Row};

use crate::rules::{Kind, Rhythm, Shift, Stage, decision::Stage as DecisionStage, plan::Clock};

/// Every constant statement, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("org::ORG", org::ORG),
    ("org::POSTS", org::POSTS),
    ("org::LEVELS", org::LEVELS),
    ("series::OF_ORG", series::OF_ORG),
    ("series::GET", series::GET),
    ("series::INSERT", series::INSERT),
    ("series::UPDATE", series::UPDATE),
    ("series::PLANNED", series::PLANNED),
    ("series::BEHIND", series::BEHIND),
    ("series::YEAR_KNOWN", series::YEAR_KNOWN),
    ("meeting::GET", meeting::GET),
    ("meeting::OWN_NEXT", meeting::OWN_NEXT),
    ("meeting::OWN_PAST", meeting::OWN_PAST),
    ("meeting::CALLED_NEXT", meeting::CALLED_NEXT),
    ("meeting::CALLED_PAST", meeting::CALLED_PAST),
    ("meeting::OF_SERIES", meeting::OF_SERIES),
    ("meeting::PLAN", meeting::PLAN),
    ("meeting::STAND", meeting::STAND),
    ("meeting::COUNT_HEADS", meeting::COUNT_HEADS),
    ("meeting::WRITE_TEXT", meeting::WRITE_TEXT),
    ("meeting::TOUCH", meeting::TOUCH),
    ("meeting::GUESTS", meeting::GUESTS),
    ("meeting::IS_GUEST", meeting::IS_GUEST),
    ("meeting::CLEAR_GUESTS", meeting::CLEAR_GUESTS),
    ("meeting::ALL_ABSENT", meeting::ALL_ABSENT),
    ("agenda::OF", agenda::OF),
    ("agenda::ADD", agenda::ADD),
    ("agenda::NEXT", agenda::NEXT),
    ("agenda::DROP_TOPIC", agenda::DROP_TOPIC),
    ("decision::OF_MEETING", decision::OF_MEETING),
    ("decision::GET", decision::GET),
    ("decision::OPEN", decision::OPEN),
    ("decision::ADD", decision::ADD),
    ("decision::NEXT", decision::NEXT),
    ("decision::EDIT", decision::EDIT),
    ("decision::STAND", decision::STAND),
    ("decision::CARRY", decision::CARRY),
    ("minutes::MARK", minutes::MARK),
    ("minutes::SEAL", minutes::SEAL),
    ("minutes::SEALED", minutes::SEALED),
    ("minutes::REVISIONS", minutes::REVISIONS),
    ("minutes::CORRECTIONS", minutes::CORRECTIONS),
    ("minutes::PROPOSE", minutes::PROPOSE),
    ("minutes::DECIDE", minutes::DECIDE),
    ("minutes::ALL_SEALED", minutes::ALL_SEALED),
    ("minutes::ALL_PROPOSED", minutes::ALL_PROPOSED),
    ("minutes::ALL_MEETINGS", minutes::ALL_MEETINGS),
    ("feed::OF_ACCOUNT", feed::OF_ACCOUNT),
    ("feed::OWNER", feed::OWNER),
    ("feed::OPEN", feed::OPEN),
    ("feed::CLOSE", feed::CLOSE),
    ("feed::OWN", feed::OWN),
    ("feed::CALLED", feed::CALLED),
];

/// Values in one list at most: below the parameters both engines take.
const LIST_MOST: usize = 512;

/// `($2, $3, …)` for so many values after `$before`; filled up to a power of two, so that few texts are prepared.
fn places(before: usize, values: &mut Vec<Arg>) -> String {
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    let marks: Vec<String> = (1..=values.len()).map(|n| format!("${}", before + n)).collect();
    format!("({})", marks.join(", "))
}

fn wrong(column: usize, value: impl std::fmt::Display, expected: &'static str) -> DbFault {
    DbFault::Inconsistent { column, value: value.to_string(), expected }
}

macro_rules! from_code {
    ($($ty:ty, $expected:literal;)*) => {$(
        impl FromCol for $ty {
            fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
                let code: String = row.get(index)?;
                Self::of_code(&code).ok_or_else(|| wrong(index, &code, $expected))
            }
        }
    )*};
}
from_code! {
    Stage, "a stage of a meeting";
    DecisionStage, "a stage of a decision";
    Kind, "a kind of an agenda's line";
    Rhythm, "a rhythm such as `day 25`";
    Shift, "what a rest day does";
}

impl FromCol for Clock {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        row.get(index).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_places_is_a_power_of_two() {
        let mut values = vec![Arg::Int(1), Arg::Int(2), Arg::Int(3)];
        assert_eq!(places(1, &mut values), "($2, $3, $4, $5)");
        assert_eq!(values[3], Arg::Int(3));
    }
}
