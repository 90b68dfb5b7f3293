//! Meetings in JSON: the same actions as the pages.

mod body;
mod shape;

use axum::extract::Path;
use cx::AppError;
use kernel::{Day, DecisionId, MeetingId, Month, OrgId};
use kit::{Answer, Policy, Req, Routes, json};
use utoipa::OpenApi;

use self::{
    body::{
        AttendanceBody, CallBody, DecisionBody, EndBody, MoveBody, ReasonBody, SeriesBody, TextBody, TopicBody, read,
    },
    shape::{Done, MadeView, MeetingListView, MeetingView, MinutesView},
};
use crate::{
    access::{ADOPT, DECIDE, FOLLOW, HOLD, PLAN, READ, WRITE},
    actions::{
        adopt, agenda, attend, call as calling, correct, decide as noting, follow, hold as holding, reschedule, series,
        show, view,
    },
};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        list,
        new_series,
        change_series,
        end_series,
        call,
        one,
        moving,
        cancellation,
        holding_,
        topics,
        topic_off,
        attendance,
        decisions,
        amendment,
        listing,
        completion,
        dropping,
        minutes,
        text,
        adoption,
        corrections,
        confirmation,
        refusal
    ),
    components(schemas(
        body::PlanBody,
        SeriesBody,
        EndBody,
        CallBody,
        MoveBody,
        ReasonBody,
        TopicBody,
        AttendanceBody,
        DecisionBody,
        body::CorrectionBody,
        TextBody,
        MeetingListView,
        shape::EntryView,
        shape::SeriesView,
        MeetingView,
        shape::LineView,
        shape::DecisionView,
        shape::GuestView,
        MinutesView,
        MadeView,
        Done
    ))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/meetings", Policy::May(&READ), list)
        .post("/api/v1/meetings", Policy::May(&PLAN), call)
        .post("/api/v1/meetings/series", Policy::May(&PLAN), new_series)
        .put("/api/v1/meetings/series/{series}", Policy::May(&PLAN), change_series)
        .post("/api/v1/meetings/series/{series}/end", Policy::May(&PLAN), end_series)
        .get("/api/v1/meetings/{org}/{meeting}", Policy::May(&READ), one)
        .post("/api/v1/meetings/{org}/{meeting}/move", Policy::May(&PLAN), moving)
        .post("/api/v1/meetings/{org}/{meeting}/cancellation", Policy::May(&PLAN), cancellation)
        .post("/api/v1/meetings/{org}/{meeting}/holding", Policy::May(&HOLD), holding_)
        .post("/api/v1/meetings/{org}/{meeting}/topics", Policy::May(&PLAN), topics)
        .post("/api/v1/meetings/{org}/{meeting}/topics/{line}/removal", Policy::May(&PLAN), topic_off)
        .post("/api/v1/meetings/{org}/{meeting}/attendance", Policy::May(&HOLD), attendance)
        .post("/api/v1/meetings/{org}/{meeting}/decisions", Policy::May(&HOLD), decisions)
        .put("/api/v1/decisions/{org}/{decision}", Policy::May(&HOLD), amendment)
        .post("/api/v1/decisions/{org}/{decision}/listing", Policy::May(&FOLLOW), listing)
        .post("/api/v1/decisions/{org}/{decision}/completion", Policy::May(&FOLLOW), completion)
        .post("/api/v1/decisions/{org}/{decision}/dropping", Policy::May(&FOLLOW), dropping)
        .get("/api/v1/meetings/{org}/{meeting}/minutes", Policy::May(&READ), minutes)
        .put("/api/v1/meetings/{org}/{meeting}/minutes", Policy::May(&WRITE), text)
        .post("/api/v1/meetings/{org}/{meeting}/adoption", Policy::May(&ADOPT), adoption)
        .post("/api/v1/meetings/{org}/{meeting}/corrections", Policy::May(&WRITE), corrections)
        .post("/api/v1/meetings/{org}/{meeting}/corrections/{rev}/confirmation", Policy::May(&DECIDE), confirmation)
        .post("/api/v1/meetings/{org}/{meeting}/corrections/{rev}/refusal", Policy::May(&DECIDE), refusal)
}

type Of = Path<(String, String)>;
type OfOne = Path<(String, String, String)>;

fn id<T: std::str::FromStr>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// The address of a meeting of the actor's own organisation.
fn own(req: &Req, org: &str, meeting: &str) -> Result<(OrgId, MeetingId), AppError> {
    let (org, meeting) = (id::<OrgId>(org)?, id(meeting)?);
    if req.cx.actor().seat.org == org { Ok((org, meeting)) } else { Err(AppError::NotFound) }
}

/// A decision of the actor's own organisation.
fn own_decision(req: &Req, org: &str, decision: &str) -> Result<DecisionId, AppError> {
    let org: OrgId = id(org)?;
    if req.cx.actor().seat.org == org { id(decision) } else { Err(AppError::NotFound) }
}

fn day(text: &str, field: &str) -> Result<Day, AppError> {
    text.parse().map_err(|_| kernel::Fault::of(field, "not_a_day").with("value", text).into())
}

fn month(text: &str, field: &str) -> Result<Month, AppError> {
    text.parse().map_err(|_| kernel::Fault::of(field, "not_a_month").with("value", text).into())
}

/// The meetings of one's own organisation (and those it is called to), or of one below.
#[utoipa::path(get, path = "/api/v1/meetings", tag = "meetings",
    params(("of" = Option<String>, Query, description = "id of an organisation below"), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = MeetingListView), (status = 404, description = "outside the scope")))]
pub(crate) async fn list(req: Req) -> Answer {
    let of = req.query.opt("of").map(id).transpose()?;
    let found = view::meetings(&req.cx, of, req.page()).await?;
    Ok(json(MeetingListView::from(found)))
}

/// Sets a series; its meetings of this month and the next three are made.
#[utoipa::path(post, path = "/api/v1/meetings/series", tag = "meetings", request_body = SeriesBody,
    responses((status = 200, body = MadeView), (status = 422, description = "what the rules refuse")))]
pub(crate) async fn new_series(req: Req) -> Answer {
    let draft = read::<SeriesBody>(&req)?.draft()?;
    let id = series::save_series(&req.cx, &req.once(), None, draft).await?;
    Ok(json(MadeView { id: id.to_string() }))
}

/// Changes a series upon the version that was read.
#[utoipa::path(put, path = "/api/v1/meetings/series/{series}", tag = "meetings", params(("series" = String, Path)), request_body = SeriesBody,
    responses((status = 200, body = MadeView), (status = 409, description = "somebody was faster"), (status = 422)))]
pub(crate) async fn change_series(req: Req, Path(target): Path<String>) -> Answer {
    let body = read::<SeriesBody>(&req)?;
    let target = (id(&target)?, body.version);
    let made = series::save_series(&req.cx, &req.once(), Some(target), body.draft()?).await?;
    Ok(json(MadeView { id: made.to_string() }))
}

/// Ends a series with a month.
#[utoipa::path(post, path = "/api/v1/meetings/series/{series}/end", tag = "meetings", params(("series" = String, Path)), request_body = EndBody,
    responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn end_series(req: Req, Path(target): Path<String>) -> Answer {
    let body: EndBody = read(&req)?;
    let last = month(&body.last, "last")?;
    let n = series::end_series(&req.cx, &req.once(), (id(&target)?, body.version), last, &body.reason).await?;
    Ok(json(Done { n }))
}

/// Calls a meeting outside all series.
#[utoipa::path(post, path = "/api/v1/meetings", tag = "meetings", request_body = CallBody,
    responses((status = 200, body = MadeView), (status = 422)))]
pub(crate) async fn call(req: Req) -> Answer {
    let body: CallBody = read(&req)?;
    let (plan, day) = (body.plan.plan()?, day(&body.day, "day")?);
    let id = calling::call(&req.cx, &req.once(), plan, day).await?;
    Ok(json(MadeView { id: id.to_string() }))
}

/// One meeting with its agenda, decisions and attendance.
#[utoipa::path(get, path = "/api/v1/meetings/{org}/{meeting}", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    responses((status = 200, body = MeetingView), (status = 404, description = "outside the circle")))]
pub(crate) async fn one(req: Req, Path((org, meeting)): Of) -> Answer {
    let shown = show::meeting(&req.cx, id(&org)?, id(&meeting)?).await?;
    Ok(json(MeetingView::from(shown)))
}

/// Moves a meeting.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/move", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = MoveBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn moving(req: Req, Path((org, meeting)): Of) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let body: MoveBody = read(&req)?;
    let to = reschedule::Move {
        day: day(&body.day, "day")?,
        start: body.start.parse()?,
        place: body.place,
        reason: body.reason,
    };
    reschedule::reschedule(&req.cx, &req.once(), meeting, body.version, to).await?;
    Ok(json(Done { n: 1 }))
}

/// Cancels a meeting.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/cancellation", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn cancellation(req: Req, Path((org, meeting)): Of) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let body: ReasonBody = read(&req)?;
    reschedule::cancel(&req.cx, &req.once(), meeting, body.version, &body.reason).await?;
    Ok(json(Done { n: 1 }))
}

/// Holds a meeting: its agenda keeps its figures. Answers how many decisions were carried over.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/holding", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn holding_(req: Req, Path((org, meeting)): Of) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let body: ReasonBody = read(&req)?;
    let n = holding::hold(&req.cx, &req.once(), meeting, body.version).await?;
    Ok(json(Done { n }))
}

/// Sets a topic.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/topics", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = TopicBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn topics(req: Req, Path((org, meeting)): Of) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let body: TopicBody = read(&req)?;
    agenda::add_topic(&req.cx, &req.once(), meeting, body.version, &body.topic).await?;
    Ok(json(Done { n: 1 }))
}

/// Takes a topic off.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/topics/{line}/removal", tag = "meetings",
    params(("org" = String, Path), ("meeting" = String, Path), ("line" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = Done), (status = 409), (status = 404)))]
pub(crate) async fn topic_off(req: Req, Path((org, meeting, line)): OfOne) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let body: ReasonBody = read(&req)?;
    agenda::drop_topic(&req.cx, &req.once(), meeting, body.version, id(&line)?).await?;
    Ok(json(Done { n: 1 }))
}

/// Notes who came.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/attendance", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = AttendanceBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn attendance(req: Req, Path((org, meeting)): Of) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let body: AttendanceBody = read(&req)?;
    let version = body.version;
    attend::attend(&req.cx, &req.once(), meeting, version, body.attendance()?).await?;
    Ok(json(Done { n: 1 }))
}

/// Notes a decision.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/decisions", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = DecisionBody, responses((status = 200, body = MadeView), (status = 422)))]
pub(crate) async fn decisions(req: Req, Path((org, meeting)): Of) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let draft = read::<DecisionBody>(&req)?.draft()?;
    let id = noting::decide(&req.cx, &req.once(), meeting, draft).await?;
    Ok(json(MadeView { id: id.to_string() }))
}

/// Puts a decision right upon the version that was read.
#[utoipa::path(put, path = "/api/v1/decisions/{org}/{decision}", tag = "meetings", params(("org" = String, Path), ("decision" = String, Path)),
    request_body = DecisionBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn amendment(req: Req, Path((org, decision)): Of) -> Answer {
    let decision = own_decision(&req, &org, &decision)?;
    let body = read::<DecisionBody>(&req)?;
    noting::amend(&req.cx, &req.once(), decision, body.version, body.draft()?).await?;
    Ok(json(Done { n: 1 }))
}

/// Puts a decision into the draft of the next list; answers the list. Doing it again does nothing.
#[utoipa::path(post, path = "/api/v1/decisions/{org}/{decision}/listing", tag = "meetings", params(("org" = String, Path), ("decision" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = MadeView), (status = 409), (status = 422)))]
pub(crate) async fn listing(req: Req, Path((org, decision)): Of) -> Answer {
    let decision = own_decision(&req, &org, &decision)?;
    let body: ReasonBody = read(&req)?;
    let title = if body.reason.is_empty() { req.w.t("meeting.show.list_name").to_owned() } else { body.reason };
    let list = follow::to_list(&req.cx, &req.once(), decision, body.version, &title).await?;
    Ok(json(MadeView { id: list.to_string() }))
}

/// Marks a decision done.
#[utoipa::path(post, path = "/api/v1/decisions/{org}/{decision}/completion", tag = "meetings", params(("org" = String, Path), ("decision" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn completion(req: Req, Path((org, decision)): Of) -> Answer {
    let decision = own_decision(&req, &org, &decision)?;
    let body: ReasonBody = read(&req)?;
    follow::finish(&req.cx, &req.once(), decision, body.version, &body.reason).await?;
    Ok(json(Done { n: 1 }))
}

/// Drops a decision with a reason.
#[utoipa::path(post, path = "/api/v1/decisions/{org}/{decision}/dropping", tag = "meetings", params(("org" = String, Path), ("decision" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn dropping(req: Req, Path((org, decision)): Of) -> Answer {
    let decision = own_decision(&req, &org, &decision)?;
    let body: ReasonBody = read(&req)?;
    follow::drop_decision(&req.cx, &req.once(), decision, body.version, &body.reason).await?;
    Ok(json(Done { n: 1 }))
}

/// The adopted minutes: canonical text and seal.
#[utoipa::path(get, path = "/api/v1/meetings/{org}/{meeting}/minutes", tag = "meetings",
    params(("org" = String, Path), ("meeting" = String, Path), ("rev" = Option<i64>, Query)),
    responses((status = 200, body = MinutesView), (status = 404, description = "outside the circle, or not adopted")))]
pub(crate) async fn minutes(req: Req, Path((org, meeting)): Of) -> Answer {
    let rev = req.query.opt("rev").map(id).transpose()?;
    let sheet = adopt::minutes(&req.cx, id(&org)?, id(&meeting)?, rev).await?;
    Ok(json(MinutesView::from(sheet)))
}

/// Keeps the draft of the minutes.
#[utoipa::path(put, path = "/api/v1/meetings/{org}/{meeting}/minutes", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = TextBody, responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn text(req: Req, Path((org, meeting)): Of) -> Answer {
    let (_, meeting) = own(&req, &org, &meeting)?;
    let body: TextBody = read(&req)?;
    adopt::write_minutes(&req.cx, &req.once(), meeting, body.version, &body.text).await?;
    Ok(json(Done { n: 1 }))
}

/// Adopts the minutes with this text. Answers the revision. Needs a fresh proof of identity, which no token has.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/adoption", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = TextBody, responses((status = 200, body = MinutesView), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn adoption(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own(&req, &org, &meeting)?;
    req.proved_recently()?;
    let body: TextBody = read(&req)?;
    let adopted = adopt::adopt(&req.cx, &req.once(), at.1, body.version, &body.text).await?;
    let sheet = adopt::minutes(&req.cx, at.0, at.1, Some(adopted.rev)).await?;
    Ok(json(MinutesView::from(sheet)))
}

/// Proposes a correction of adopted minutes. Answers the revision it would be.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/corrections", tag = "meetings", params(("org" = String, Path), ("meeting" = String, Path)),
    request_body = body::CorrectionBody, responses((status = 200, body = Done), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn corrections(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own(&req, &org, &meeting)?;
    req.proved_recently()?;
    let body: body::CorrectionBody = read(&req)?;
    let n = correct::propose(&req.cx, &req.once(), at.1, body.base, (body.text, body.reason)).await?;
    Ok(json(Done { n }))
}

/// Confirms a correction that somebody else proposed.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/corrections/{rev}/confirmation", tag = "meetings",
    params(("org" = String, Path), ("meeting" = String, Path), ("rev" = i64, Path)),
    responses((status = 200, body = MinutesView), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn confirmation(req: Req, Path((org, meeting, rev)): OfOne) -> Answer {
    let (org, meeting) = (id(&org)?, id(&meeting)?);
    req.proved_recently()?;
    let adopted = correct::confirm(&req.cx, &req.once(), org, meeting, id(&rev)?).await?;
    let sheet = adopt::minutes(&req.cx, org, meeting, Some(adopted.rev)).await?;
    Ok(json(MinutesView::from(sheet)))
}

/// Refuses a correction that somebody else proposed.
#[utoipa::path(post, path = "/api/v1/meetings/{org}/{meeting}/corrections/{rev}/refusal", tag = "meetings",
    params(("org" = String, Path), ("meeting" = String, Path), ("rev" = i64, Path)), request_body = ReasonBody,
    responses((status = 200, body = Done), (status = 409), (status = 422)))]
pub(crate) async fn refusal(req: Req, Path((org, meeting, rev)): OfOne) -> Answer {
    let body: ReasonBody = read(&req)?;
    correct::refuse(&req.cx, &req.once(), id(&org)?, id(&meeting)?, (id(&rev)?, body.reason)).await?;
    Ok(json(Done { n: 1 }))
}
