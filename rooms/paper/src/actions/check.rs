//! Checking a paper by its code: by anyone who holds it.

use cx::{AppError, Cx};
use kernel::Instant;

use super::{draw::draw, print::hash};
use crate::{
    rules::{address::Subject, code, kind::Kind},
    store::register,
};

/// What a checked paper is told to be. Nothing else of its subject is told.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its kind.
    pub kind: Kind,
    /// Its number.
    pub number: String,
    /// Its code in groups.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// Its day.
    pub day: String,
    /// Hash of the facts it states.
    pub hash: String,
    /// When it was made.
    pub made_at: Instant,
    /// Whether its subject still stands as it says.
    pub current: bool,
}

/// The paper with this code, however it was typed.
///
/// # Errors
/// Not found if no paper has it.
pub async fn check(cx: &Cx, typed: &str) -> Result<Checked, AppError> {
    let code = code::read(typed).ok_or(AppError::NotFound)?;
    cx.read(move |tx| {
        let row = register::of_code(tx, &code)?.ok_or(AppError::NotFound)?;
        let kind = Kind::of_code(&row.kind).ok_or(AppError::NotFound)?;
        let subject = Subject::of(kind, row.org, &row.subject).ok_or(AppError::NotFound)?;
        let current = match draw(tx, subject) {
            Ok(drawn) => hash(kind, &drawn) == row.hash && !drawn.older,
            // Taken back since.
            Err(AppError::NotFound) => false,
            Err(other) => return Err(other),
        };
        Ok(Checked {
            kind,
            number: row.number,
            code: code::shown(&row.code),
            title: row.title,
            issuer: row.issuer,
            day: row.day,
            hash: row.hash,
            made_at: row.made_at,
            current,
        })
    })
    .await
}
