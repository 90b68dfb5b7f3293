//! Plans in JSON: the same actions as the pages.

mod shapes;

use axum::extract::Path;
use cx::AppError;
use kernel::{Day, Fault, Id};
use kit::{Answer, Policy, Req, Routes, json};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::{
    access::{READ, REPORT, WRITE},
    actions::{add, open, report, view},
    pages,
    rules::{Judgement, Measure, MilestoneDraft, Period, Report, Sense},
};
use shapes::{MeasureView, MilestoneDetailView, MilestoneView, PlanView, PlansView, ReportView, StateView, TallyView};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(list, open_plan, one, add_milestone, milestone, change, withdraw, report_on),
    components(schemas(
        PlansView,
        PlanView,
        shapes::PlanListedView,
        TallyView,
        MilestoneView,
        MeasureView,
        MilestoneDetailView,
        ReportView,
        StateView,
        OpenBody,
        MilestoneBody,
        ChangeBody,
        WithdrawBody,
        ReportBody,
        Made,
        Done
    ))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    let (read, write) = (Policy::May(&READ), Policy::May(&WRITE));
    Routes::new()
        .get("/api/v1/plans", read, list)
        .post("/api/v1/plans", write, open_plan)
        .get("/api/v1/plans/{id}", read, one)
        .post("/api/v1/plans/{id}/milestones", write, add_milestone)
        .get("/api/v1/milestones/{id}", read, milestone)
        .put("/api/v1/milestones/{id}", write, change)
        .post("/api/v1/milestones/{id}/withdrawal", write, withdraw)
        .post("/api/v1/milestones/{id}/reports", Policy::May(&REPORT), report_on)
}

fn id<K>(text: &str) -> Result<Id<K>, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// Plans that the caller may read, and what it answers for in a year.
#[utoipa::path(get, path = "/api/v1/plans", tag = "plans",
    params(("year" = Option<i64>, Query), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = PlansView)))]
pub(crate) async fn list(req: Req) -> Answer {
    let found = view::plans(&req.cx, pages::year(&req)?).await?;
    Ok(json(PlansView::of(found, &req.page())))
}

/// A five-year plan that gets milestones.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenBody {
    /// Id of the document.
    document: String,
    /// Its first year.
    first: i64,
    /// Its last year.
    last: i64,
}

/// That something was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Made {
    /// Its id.
    id: String,
}

/// That it was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    /// Always true.
    done: bool,
}

/// Begins to keep milestones of a five-year plan of the caller's organisation.
#[utoipa::path(post, path = "/api/v1/plans", tag = "plans", request_body = OpenBody,
    responses((status = 200, body = Made), (status = 422)))]
pub(crate) async fn open_plan(req: Req) -> Answer {
    let body: OpenBody = req.json()?;
    let made = open::open(&req.cx, &req.once(), id(&body.document)?, (body.first, body.last)).await?;
    Ok(json(Made { id: made.to_string() }))
}

/// One plan in a year.
#[utoipa::path(get, path = "/api/v1/plans/{id}", tag = "plans", params(("id" = String, Path), ("year" = Option<i64>, Query)),
    responses((status = 200, body = PlanView), (status = 404)))]
pub(crate) async fn one(req: Req, Path(text): Path<String>) -> Answer {
    Ok(json(PlanView::from(view::plan_year(&req.cx, id(&text)?, pages::year(&req)?).await?)))
}

/// A milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneBody {
    /// In which year.
    year: i64,
    /// Id of the organisation that answers for it.
    owner: String,
    /// Id of the clause it rests on.
    clause: String,
    /// What is to be reached.
    text: String,
    /// What is counted; left out if the owner judges.
    counted: Option<String>,
    /// In which unit.
    #[serde(default)]
    unit: String,
    /// `at_least` or `at_most`.
    #[serde(default)]
    sense: String,
    /// The value in thousandths.
    value_thousandths: Option<i64>,
}

impl MilestoneBody {
    fn draft(self) -> Result<MilestoneDraft, AppError> {
        let measure = match (self.counted, self.value_thousandths) {
            (Some(counted), Some(value)) => {
                let sense = Sense::of_code(&self.sense).ok_or_else(|| Fault::of("sense", "not_a_choice"))?;
                if value.unsigned_abs() > crate::rules::number::MOST.unsigned_abs() {
                    return Err(Fault::of("value_thousandths", "not_a_number").with("value", value).into());
                }
                Measure::Number { counted, unit: self.unit, sense, value }
            }
            (None, None) => Measure::Judgement,
            _ => return Err(Fault::of("value_thousandths", "required").into()),
        };
        let owner = self.owner.parse().map_err(|_| Fault::of("owner", "not_a_choice"))?;
        let clause = self.clause.parse().map_err(|_| Fault::of("clause", "not_a_choice"))?;
        Ok(MilestoneDraft { year: self.year, owner, clause, text: self.text, measure })
    }
}

/// Adds a milestone.
#[utoipa::path(post, path = "/api/v1/plans/{id}/milestones", tag = "plans", params(("id" = String, Path)), request_body = MilestoneBody,
    responses((status = 200, body = Made), (status = 422)))]
pub(crate) async fn add_milestone(req: Req, Path(text): Path<String>) -> Answer {
    let body: MilestoneBody = req.json()?;
    let made = add::add(&req.cx, &req.once(), id(&text)?, body.draft()?).await?;
    Ok(json(Made { id: made.to_string() }))
}

/// One milestone with every state it had and every report.
#[utoipa::path(get, path = "/api/v1/milestones/{id}", tag = "plans", params(("id" = String, Path)),
    responses((status = 200, body = MilestoneDetailView), (status = 404)))]
pub(crate) async fn milestone(req: Req, Path(text): Path<String>) -> Answer {
    Ok(json(MilestoneDetailView::from(view::milestone(&req.cx, id(&text)?).await?)))
}

/// A changed milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    /// Version of the milestone that was read.
    row_version: i64,
    /// Why, at most 200 characters.
    reason: String,
    /// As it shall be.
    milestone: MilestoneBody,
}

/// Changes a milestone; the state before stays in its history.
#[utoipa::path(put, path = "/api/v1/milestones/{id}", tag = "plans", params(("id" = String, Path)), request_body = ChangeBody,
    responses((status = 200, body = Done), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn change(req: Req, Path(text): Path<String>) -> Answer {
    let body: ChangeBody = req.json()?;
    let draft = body.milestone.draft()?;
    add::change(&req.cx, &req.once(), id(&text)?, body.row_version, draft, &body.reason).await?;
    Ok(json(Done { done: true }))
}

/// A milestone that is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    /// Version of the milestone that was read.
    row_version: i64,
    /// Why, at most 200 characters.
    reason: String,
}

/// Withdraws a milestone: it counts no more, but stays to be read.
#[utoipa::path(post, path = "/api/v1/milestones/{id}/withdrawal", tag = "plans", params(("id" = String, Path)), request_body = WithdrawBody,
    responses((status = 200, body = Done), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn withdraw(req: Req, Path(text): Path<String>) -> Answer {
    let body: WithdrawBody = req.json()?;
    add::withdraw(&req.cx, &req.once(), id(&text)?, body.row_version, &body.reason).await?;
    Ok(json(Done { done: true }))
}

/// A report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportBody {
    /// The year.
    year: i64,
    /// The quarter, 1 to 4; 0 for the whole year.
    quarter: i64,
    /// Number of the report for this period that was read; 0 if there was none.
    seen: i64,
    /// The figure in thousandths; null if it is not known.
    value_thousandths: Option<i64>,
    /// `reached`, `partly`, `not_yet`; null if it is not known, or something is counted.
    judgement: Option<String>,
    /// In words; why, if nothing is known.
    #[serde(default)]
    note: String,
    /// As of which day.
    #[schema(value_type = String)]
    on: Day,
}

/// Reports on a milestone that the caller's organisation answers for.
#[utoipa::path(post, path = "/api/v1/milestones/{id}/reports", tag = "plans", params(("id" = String, Path)), request_body = ReportBody,
    responses((status = 200, body = Done), (status = 409, description = "reported meanwhile"), (status = 422)))]
pub(crate) async fn report_on(req: Req, Path(text): Path<String>) -> Answer {
    let body: ReportBody = req.json()?;
    let code = body.year.checked_mul(10).and_then(|y| y.checked_add(body.quarter));
    let period = code.filter(|_| (0..=4).contains(&body.quarter)).and_then(Period::of_code);
    let period = period.ok_or_else(|| Fault::of("quarter", "not_a_choice"))?;
    let judgement = body.judgement.as_deref();
    let judgement =
        judgement.map(|code| Judgement::of_code(code).ok_or_else(|| Fault::of("judgement", "not_a_choice")));
    let report = Report {
        period,
        value: body.value_thousandths,
        judgement: judgement.transpose()?,
        note: body.note,
        on: body.on,
    };
    report::report(&req.cx, &req.once(), id(&text)?, body.seen, report).await?;
    Ok(json(Done { done: true }))
}
