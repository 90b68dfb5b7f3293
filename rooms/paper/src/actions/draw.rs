//! Drawing the facts of a paper from the room of its subject.

use cx::{AppError, Tx};
use kernel::{Day, Role};
use serde_json::Value;

use super::facts::{letter, list, minutes, procedure, statement};
use crate::{access::PRINT, rules::address::Subject};

/// What a paper states.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    /// What placeholders of its wording name, and what its hash is of.
    pub(crate) facts: Value,
    /// Who issues it.
    pub(crate) issuer: String,
    /// Its day.
    pub(crate) day: Day,
    /// Whether a later revision of its subject counts instead.
    pub(crate) older: bool,
}

/// The facts of a subject as it stands now, whoever asks.
pub(crate) fn draw(tx: &mut Tx<'_>, subject: Subject) -> Result<Drawn, AppError> {
    drawn(tx, subject, false)
}

/// The facts of a subject that the actor may read.
pub(crate) fn draw_for_actor(tx: &mut Tx<'_>, subject: Subject) -> Result<Drawn, AppError> {
    let is_operator = tx.actor().seat.role == Role::Operator;
    let place = tx.place().clone();
    tx.permit(&PRINT, &place)?;
    drawn(tx, subject, !is_operator)
}

fn drawn(tx: &mut Tx<'_>, subject: Subject, ask: bool) -> Result<Drawn, AppError> {
    match subject {
        Subject::List(org, list) => list::draw(tx, org, list, ask),
        Subject::Statement(org, month) => statement::draw(tx, org, month, ask),
        Subject::Letter(org, letter) => letter::draw(tx, org, letter, ask),
        Subject::Minutes(org, meeting) => minutes::draw(tx, org, meeting, ask),
        Subject::Procedure(org, document) => procedure::draw(tx, org, document, ask),
    }
}
