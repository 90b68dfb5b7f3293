//! The record of what happened: written in the transaction of the change, or the change is not made.

use kernel::OrgId;

use crate::{AppError, Tx};

/// One thing that happened, as the audit trail keeps it: ids and codes, never prose or names of persons.
#[derive(Debug, Clone)]
pub struct Happening {
    kind: &'static str,
    org: OrgId,
    object: String,
    result: &'static str,
    detail: serde_json::Value,
}

impl Happening {
    /// `kind` is `room.verb_past`, `object` what it happened to.
    #[must_use]
    pub fn new(kind: &'static str, org: OrgId, object: impl std::fmt::Display) -> Self {
        Self { kind, org, object: object.to_string(), result: "ok", detail: serde_json::Value::Null }
    }

    /// Facts worth keeping beside it. No secrets, no personal data.
    #[must_use]
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }

    /// Marks a refused try, such as a failed log-in.
    #[must_use]
    pub const fn refused(mut self) -> Self {
        self.result = "refused";
        self
    }

    /// Ends a writing unit of work: this is what happened, and this its answer.
    pub fn answer<T>(self, answer: T) -> Recorded<T> {
        Recorded { happenings: vec![self], answer }
    }
}

/// The only way to end a writing unit of work: an answer together with what is recorded of it.
#[derive(Debug)]
pub struct Recorded<T> {
    happenings: Vec<Happening>,
    answer: T,
}

impl<T> Recorded<T> {
    /// Several things happened at once.
    pub const fn many(happenings: Vec<Happening>, answer: T) -> Self {
        Self { happenings, answer }
    }

    /// Nothing was changed after all: the unit of work is rolled back, the answer given.
    pub const fn unchanged(answer: T) -> Self {
        Self { happenings: Vec::new(), answer }
    }

    pub(crate) const fn is_unchanged(&self) -> bool {
        self.happenings.is_empty()
    }

    pub(crate) fn into_parts(self) -> (Vec<Happening>, T) {
        (self.happenings, self.answer)
    }
}

/// Writes the records of a unit of work.
pub(crate) fn write(tx: &mut Tx<'_>, happenings: Vec<Happening>) -> Result<(), AppError> {
    for happening in happenings {
        let id: kernel::Id<()> = tx.new_id();
        let detail = if happening.detail.is_null() { "{}".to_owned() } else { happening.detail.to_string() };
        let actor = tx.actor().clone();
        let (source, request) = (tx.source().to_owned(), tx.request_id().to_owned());
        let now = tx.now();
        tx.exec(
            "INSERT INTO happening (org_id, happening_id, at, kind, account_id, post_id, role, source, request_id, object, result, detail) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            db::args![
                happening.org,
                id,
                now,
                happening.kind,
                actor.account,
                actor.seat.post,
                actor.seat.role.code(),
                source,
                request,
                happening.object,
                happening.result,
                detail
            ],
        )?;
    }
    Ok(())
}
