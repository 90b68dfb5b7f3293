//! What people do with statements: one verb, one file.

pub(crate) mod check;
pub(crate) mod circle;
pub(crate) mod correct;
pub(crate) mod decide;
pub(crate) mod publish;
pub(crate) mod remark;
pub(crate) mod save;
pub(crate) mod sealed;
pub(crate) mod share;
pub(crate) mod show;

use cx::{AppError, Difference, Tx};
use kernel::{Instant, Month, OrgId};

use crate::{
    rules::{
        canonical,
        facts::{Facts, Statement, Version},
        texts::Texts,
    },
    store::{self, MonthRow, OrgRow},
};

/// The submission key of one verb for one statement: the same key sent with another form, or for another
/// organisation, is another submission.
pub(crate) fn key(verb: &str, once: &str, org: OrgId, month: Month) -> String {
    if once.is_empty() { String::new() } else { cx::hash_token(&format!("statement.{verb} {org} {month} {once}")) }
}

/// A canonical text that was stored; that it can be read, [`check::check`] watches over.
pub(crate) fn read(body: &str) -> Result<Statement, AppError> {
    canonical::parse(body)
        .map_err(|e| AppError::Internal(format!("a stored statement stops being canonical at line {}", e.line)))
}

/// A statement of today's facts, with these texts, not yet published.
pub(crate) fn compose(tx: &mut Tx<'_>, org: &OrgRow, month: Month, texts: &Texts) -> Result<Statement, AppError> {
    let facts: Facts = store::facts::draw(tx, org.org, month)?;
    Ok(Statement {
        version: Version::Two,
        org: org.org,
        name: org.name.clone(),
        place: store::facts::place(tx, &org.path)?,
        month,
        rev: 1,
        previous: String::new(),
        drafted: now(tx),
        published: None,
        by: tx.actor().seat.role.code().to_owned(),
        confirmed: String::new(),
        facts,
        self_text: texts.self_text.clone(),
        problems: texts.problems.clone(),
        reason: String::new(),
    })
}

/// The present instant as canonical texts keep it.
pub(crate) fn now(tx: &Tx<'_>) -> Instant {
    canonical::whole_seconds(tx.now())
}

/// That somebody was faster: the newest revision and the texts that differ from mine.
pub(crate) fn overtaken(mine: &Texts, stands: &MonthRow) -> AppError {
    let mut found = Vec::new();
    if stands.rev > 0 {
        found.push(Difference { field: "statement.field.rev", mine: "0".to_owned(), theirs: stands.rev.to_string() });
    }
    let mut note = |field, mine: &str, theirs: &str| {
        if mine != theirs {
            found.push(Difference { field, mine: mine.to_owned(), theirs: theirs.to_owned() });
        }
    };
    note("statement.field.self_text", &mine.self_text, &stands.self_text);
    note("statement.field.problems", &mine.problems, &stands.problems);
    AppError::Conflict(found)
}
