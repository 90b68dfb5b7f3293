//! All SQL of the room. Tables owned: see the header of `lib.rs`.
//!
//! Statements with lists of values are built by [`db::Shape`] from few parts; all others are constants and stand in
//! [`STATEMENTS`]. No statement updates or deletes a row of `letter_seal` or `letter_signature`: there is none.

pub(crate) mod board;
pub(crate) mod cascade;
pub(crate) mod issue;
pub(crate) mod issuing;
pub(crate) mod key;
pub(crate) mod letter;
pub(crate) mod party;
pub(crate) mod sealing;
pub(crate) mod setting;
pub(crate) mod step;
pub(crate) mod target;

use db::{DbFault, FromCol, Row};

use crate::rules::{Kind, Side, Stage, State, StepKind};

/// Reads a stored code as the thing it stands for.
macro_rules! coded {
    ($($ty:ty, $raw:ty, $expected:literal => |$code:ident| $make:expr;)*) => {$(
        impl FromCol for $ty {
            fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
                let $code: $raw = row.get(index)?;
                let shown = $code.to_string();
                $make.ok_or(DbFault::Inconsistent { column: index, value: shown, expected: $expected })
            }
        }
    )*};
}
coded! {
    State, i64, "a state of a letter, 1 to 5" => |code| Self::of_code(code);
    Stage, String, "a stage of an issue" => |code| Self::of_code(&code);
    Kind, String, "a kind of measure" => |code| Self::of_code(&code);
    StepKind, String, "a step of a letter" => |code| Self::of_code(&code);
    Side, String, "a side of a letter" => |code| Self::of_code(&code);
}

/// Every constant statement: (name, text), for the test that prepares each on both engines.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("board::COUNTS", board::COUNTS),
    ("board::ISSUES", board::ISSUES),
    ("board::RECIPIENTS", board::RECIPIENTS),
    ("cascade::CARRIERS", cascade::CARRIERS),
    ("cascade::CUTS", cascade::CUTS),
    ("issue::GET", issue::GET),
    ("issue::OF_YEAR", issue::OF_YEAR),
    ("issue::TEMPLATES", issue::TEMPLATES),
    ("issue::NEWEST", issue::NEWEST),
    ("issue::LIVING", issue::LIVING),
    ("issue::INSERT", issue::INSERT),
    ("issue::UPDATE", issue::UPDATE),
    ("issue::SET_ISSUED", issue::SET_ISSUED),
    ("issue::DROP", issue::DROP),
    ("issue::NUMBERED", issue::NUMBERED),
    ("issuing::STEPS", issuing::STEPS),
    ("issuing::DROP_VALUES", issuing::DROP_VALUES),
    ("issuing::VALUES_SET", issuing::VALUES_SET),
    ("key::OF_TENURE", key::OF_TENURE),
    ("key::ADD", key::ADD),
    ("key::END_OTHERS", key::END_OTHERS),
    ("key::HOUSES", key::HOUSES),
    ("key::ALL", key::ALL),
    ("letter::REVISIONS", letter::REVISIONS),
    ("letter::OWN", letter::OWN),
    ("letter::LIVING", letter::LIVING),
    ("letter::LIVING_LINES", letter::LIVING_LINES),
    ("letter::INSERT", letter::INSERT),
    ("letter::MOVE", letter::MOVE),
    ("letter::REHOME", letter::REHOME),
    ("letter::LINES", letter::LINES),
    ("letter::DROP_LINES", letter::DROP_LINES),
    ("letter::UNSETTLED", letter::UNSETTLED),
    ("letter::STRAYED", letter::STRAYED),
    ("party::ORG", party::ORG),
    ("party::AT", party::AT),
    ("party::FIRST", party::FIRST),
    ("party::TITLE", party::TITLE),
    ("sealing::SEAL", sealing::SEAL),
    ("sealing::SEALED", sealing::SEALED),
    ("sealing::SIGNATURES", sealing::SIGNATURES),
    ("sealing::ALL_SEALED", sealing::ALL_SEALED),
    ("sealing::ALL_SIGNATURES", sealing::ALL_SIGNATURES),
    ("sealing::ALL_LINES", sealing::ALL_LINES),
    ("setting::ON", setting::ON),
    ("setting::ALL", setting::ALL),
    ("setting::SET", setting::SET),
    ("step::ADD", step::ADD),
    ("step::OF", step::OF),
    ("target::OF_ISSUE", target::OF_ISSUE),
    ("target::DROP_DRAFT", target::DROP_DRAFT),
    ("target::SHOW", target::SHOW),
    ("target::CUTS", target::CUTS),
    ("target::DROP_CUTS", target::DROP_CUTS),
    ("target::CARRIED", target::CARRIED),
    ("target::SET_HERE", target::SET_HERE),
];
