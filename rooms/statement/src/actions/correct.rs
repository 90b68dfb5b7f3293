//! Proposing a correction: the next revision as it would be, kept until a second person decides.

use cx::{AppError, Cx, Difference, Happening};
use kernel::{Fault, Month, OrgId};

use crate::{
    access::CORRECT,
    rules::{canonical, correction, texts},
    store,
};

/// What is to be corrected, and why.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Whose statement.
    pub org: OrgId,
    /// Of which month.
    pub month: Month,
    /// Revision that was read and shall be followed by a new one.
    pub base: i64,
    /// The two texts as they shall be.
    pub texts: texts::Texts,
    /// Why.
    pub reason: String,
}

/// Proposes revision `base + 1` with today's facts; answers its number.
///
/// # Errors
/// Texts that may not be published, no reason, another proposal that is open; a conflict if `base` does
/// not stand any more.
pub async fn propose(cx: &Cx, once: &str, what: Proposal) -> Result<i64, AppError> {
    cx.write_once(&super::key("propose", once, what.org, what.month), move |tx| {
        let row = store::org(tx, what.org)?;
        let permit = tx.permit(&CORRECT, &row.path)?;
        let stands = store::month(tx, what.org, what.month)?;
        if stands.rev == 0 {
            return Err(Fault::new("statement_unpublished").into());
        }
        if stands.rev != what.base {
            let (mine, theirs) = (what.base.to_string(), stands.rev.to_string());
            return Err(AppError::Conflict(vec![Difference { field: "statement.field.rev", mine, theirs }]));
        }
        let rev = stands.rev + 1;
        let made = store::corrections(tx, what.org, what.month)?;
        let reason = texts::one_form(&what.reason);
        let mut faults = what.texts.faults();
        faults.extend(texts::note_faults("reason", &reason));
        let attempt = correction::next_attempt(rev, made.iter().map(|c| (c.rev, c.stage == "proposed")));
        faults.extend(attempt.as_ref().err().cloned());
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let before = store::sealed(tx, what.org, what.month, stands.rev)?.ok_or(AppError::NotFound)?;
        let mut next = super::compose(tx, &row, what.month, &what.texts)?;
        (next.rev, next.previous, next.reason) = (rev, before.hash, reason);
        let body = canonical::body(&next);
        let hash = canonical::seal(&body);
        store::propose(tx, &permit, (what.org, what.month), (rev, attempt?), (&body, &hash))?;
        Ok(Happening::new("statement.correction_proposed", what.org, what.month)
            .detail(serde_json::json!({ "rev": rev, "hash": hash }))
            .answer(rev))
    })
    .await
}
