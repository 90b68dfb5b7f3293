//! Beginning to keep milestones of a five-year plan.

use cx::{AppError, Cx, Happening};
use document::Kind;
use kernel::{DocumentId, Fault, PlanId};

use crate::{
    access::{self, WRITE},
    rules::check_years,
    store::plan,
};

/// Ties milestones to a five-year plan of the actor's own organisation; answers the plan's id.
///
/// # Errors
/// A document of another sort, years that cannot be, a document that has milestones already.
pub async fn open(cx: &Cx, once: &str, document: DocumentId, years: (i64, i64)) -> Result<PlanId, AppError> {
    cx.write_once(&super::key("open", once, document), move |tx| {
        let row = document::document_in(tx, document)?;
        let permit = access::own(tx, &WRITE, row.org, &row.path)?;
        if row.kind != Kind::FiveYearPlan {
            return Err(Fault::of("document", "plan_not_five_year").into());
        }
        check_years(years.0, years.1)?;
        if plan::of_document(tx, row.org, document)?.is_some() {
            return Err(Fault::of("document", "plan_opened").into());
        }
        let id = plan::insert(tx, &permit, (row.org, document), years)?;
        Ok(Happening::new("plan.opened", row.org, id)
            .detail(serde_json::json!({ "document": document, "first": years.0, "last": years.1 }))
            .answer(id))
    })
    .await
}
