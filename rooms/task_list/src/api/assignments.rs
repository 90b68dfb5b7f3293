//! Assignments in JSON.

use axum::extract::Path;
use cx::AppError;
use kernel::Fault;
use kit::{Answer, Req, json, json_page};

use super::body::{self, DecisionBody, ExtensionBody, ManyBody, ReasonBody, ReportBody, VersionBody};
use super::shape::{CardJson, CardPage, CountJson, DetailJson, IdJson, LateJson};
use crate::actions::board::AssignmentQuery;
use crate::actions::report::ReportInput;
use crate::actions::{
    Key, Seen, board, card, decline as declining, extend, sign, split as splitting, verify, withdraw,
};
use crate::rules::State;

/// The three parts of an assignment's address.
type Address = Path<(String, String, String)>;

fn key(Path((org, month, item)): Address) -> Result<Key, AppError> {
    format!("{org}/{month}/{item}").parse()
}

fn seen(address: Address, version: i64) -> Result<Seen, AppError> {
    Ok(Seen { key: key(address)?, version })
}

/// Assignments of one's own organisation and below, in the order of the tree.
#[utoipa::path(get, path = "/api/v1/assignments", tag = "assignments",
    params(("month" = Option<String>, Query, description = "such as 2026-11; this month if left out"),
        ("under" = Option<String>, Query, description = "id of an organisation; one's own if left out"),
        ("state" = Option<String>, Query, description = "several separated by commas"),
        ("item" = Option<String>, Query), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = CardPage), (status = 404, description = "outside the scope")))]
pub(crate) async fn assignments(req: Req) -> Answer {
    let id = |name: &str| req.query.opt(name).map(|text| text.parse::<kernel::OrgId>().map_err(|_| AppError::NotFound));
    let state =
        |name: &str| State::of_name(name).ok_or_else(|| AppError::from(Fault::of("state", "task_list_state_unknown")));
    let query = AssignmentQuery {
        month: req.query.opt("month").map_or_else(|| Ok(req.cx.house().month()), body::month)?,
        under: id("under").transpose()?,
        states: req.query.get("state").split(',').filter(|s| !s.is_empty()).map(state).collect::<Result<_, _>>()?,
        item: id("item").transpose()?.map(|raw| kernel::ItemId::new(raw.raw())),
    };
    Ok(json_page(board::assignments(&req.cx, query, req.page()).await?, CardJson::from))
}

/// One assignment with its steps.
#[utoipa::path(get, path = "/api/v1/assignments/{org}/{month}/{item}", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path, description = "such as 202611"), ("item" = String, Path)),
    responses((status = 200, body = DetailJson), (status = 404, description = "outside the scope")))]
pub(crate) async fn assignment(req: Req, address: Address) -> Answer {
    Ok(json(DetailJson::from(card::assignment(&req.cx, key(address)?).await?)))
}

/// Signs for an assignment of one's own organisation.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/signature", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = VersionBody,
    responses((status = 200, body = CountJson), (status = 409, description = "what stands there now")))]
pub(crate) async fn signature(req: Req, address: Address) -> Answer {
    let sent = req.json::<VersionBody>()?;
    let n = sign::sign(&req.cx, &req.once(), vec![seen(address, sent.version)?]).await?;
    Ok(json(CountJson { n }))
}

/// Reports on an assignment of one's own organisation.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/report", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = ReportBody,
    responses((status = 200, body = LateJson), (status = 409, description = "what stands there now"),
        (status = 422, description = "every field that does not fit")))]
pub(crate) async fn report(req: Req, address: Address) -> Answer {
    let sent = req.json::<ReportBody>()?;
    let photo = |text: &String| {
        let unfit = |_| AppError::from(Fault::of("photos", "task_list_photo_unfit"));
        data_encoding::BASE64.decode(text.as_bytes()).map_err(unfit)
    };
    let input = ReportInput {
        answers: sent.answers.iter().map(|(key, value)| (key.clone(), body::given(value))).collect(),
        note: sent.note,
        happened_on: body::day(&sent.happened_on, "happened_on")?,
        photos: sent.photos.iter().map(photo).collect::<Result<_, _>>()?,
    };
    let seen = seen(address, sent.version)?;
    let late = crate::actions::report::report(&req.cx, &req.once(), seen, input).await?;
    Ok(json(LateJson { late }))
}

/// Verifies a report; the issuer's verification closes it.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/verification", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = VersionBody,
    responses((status = 200, body = CountJson), (status = 403, description = "not between issuer and assignee"),
        (status = 409, description = "what stands there now")))]
pub(crate) async fn verification(req: Req, address: Address) -> Answer {
    let sent = req.json::<VersionBody>()?;
    let n = verify::verify_many(&req.cx, &req.once(), vec![seen(address, sent.version)?]).await?;
    Ok(json(CountJson { n }))
}

/// Verifies several reports: all or none.
#[utoipa::path(post, path = "/api/v1/assignments/verifications", tag = "assignments", request_body = ManyBody,
    responses((status = 200, body = CountJson), (status = 409, description = "one was changed meanwhile")))]
pub(crate) async fn verifications(req: Req) -> Answer {
    let seen = req.json::<ManyBody>()?.read()?;
    let n = verify::verify_many(&req.cx, &req.once(), seen).await?;
    Ok(json(CountJson { n }))
}

/// Closes several verified assignments of one's own lists: all or none.
#[utoipa::path(post, path = "/api/v1/assignments/closures", tag = "assignments", request_body = ManyBody,
    responses((status = 200, body = CountJson), (status = 409, description = "one was changed meanwhile")))]
pub(crate) async fn closures(req: Req) -> Answer {
    let seen = req.json::<ManyBody>()?.read()?;
    let n = verify::close_many(&req.cx, &req.once(), seen).await?;
    Ok(json(CountJson { n }))
}

/// Sends a report back.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/return", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = ReasonBody,
    responses((status = 200, body = CountJson), (status = 409, description = "what stands there now")))]
pub(crate) async fn sent_back(req: Req, address: Address) -> Answer {
    let sent = req.json::<ReasonBody>()?;
    let n = verify::send_back(&req.cx, &req.once(), seen(address, sent.version)?, sent.reason).await?;
    Ok(json(CountJson { n }))
}

/// Asks not to do an assignment of one's own organisation.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/decline", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = ReasonBody,
    responses((status = 200, body = CountJson), (status = 409, description = "what stands there now")))]
pub(crate) async fn decline(req: Req, address: Address) -> Answer {
    let sent = req.json::<ReasonBody>()?;
    declining::ask_decline(&req.cx, &req.once(), seen(address, sent.version)?, sent.reason).await?;
    Ok(json(CountJson { n: 1 }))
}

/// Decides whether it need not be done.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/decline-answer", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = DecisionBody,
    responses((status = 200, body = CountJson), (status = 403, description = "the sender does not decide"),
        (status = 409, description = "what stands there now")))]
pub(crate) async fn decline_answer(req: Req, address: Address) -> Answer {
    let sent = req.json::<DecisionBody>()?;
    let seen = seen(address, sent.version)?;
    declining::answer_decline(&req.cx, &req.once(), seen, sent.agreed, sent.reason).await?;
    Ok(json(CountJson { n: 1 }))
}

/// Asks for a later day.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/extension", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = ExtensionBody,
    responses((status = 200, body = CountJson), (status = 409, description = "what stands there now")))]
pub(crate) async fn extension(req: Req, address: Address) -> Answer {
    let sent = req.json::<ExtensionBody>()?;
    let day = body::day(&sent.day, "day")?;
    extend::ask_extension(&req.cx, &req.once(), seen(address, sent.version)?, day, sent.reason).await?;
    Ok(json(CountJson { n: 1 }))
}

/// Grants or refuses a later day.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/extension-answer", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = DecisionBody,
    responses((status = 200, body = CountJson), (status = 403, description = "only the issuer answers"),
        (status = 409, description = "what stands there now")))]
pub(crate) async fn extension_answer(req: Req, address: Address) -> Answer {
    let sent = req.json::<DecisionBody>()?;
    let seen = seen(address, sent.version)?;
    extend::answer_extension(&req.cx, &req.once(), seen, sent.agreed, sent.reason).await?;
    Ok(json(CountJson { n: 1 }))
}

/// Makes a draft for those below of an assignment of one's own organisation.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/split", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = VersionBody,
    responses((status = 200, body = IdJson), (status = 409, description = "what stands there now")))]
pub(crate) async fn split(req: Req, address: Address) -> Answer {
    let sent = req.json::<VersionBody>()?;
    let id = splitting::split(&req.cx, &req.once(), seen(address, sent.version)?).await?;
    Ok(json(IdJson { id: id.to_string() }))
}

/// Takes an assignment of one's own list back.
#[utoipa::path(post, path = "/api/v1/assignments/{org}/{month}/{item}/withdrawal", tag = "assignments",
    params(("org" = String, Path), ("month" = String, Path), ("item" = String, Path)), request_body = ReasonBody,
    responses((status = 200, body = CountJson), (status = 409, description = "what stands there now")))]
pub(crate) async fn withdrawal(req: Req, address: Address) -> Answer {
    let sent = req.json::<ReasonBody>()?;
    let seen = vec![seen(address, sent.version)?];
    let n = withdraw::withdraw_some(&req.cx, &req.once(), seen, sent.reason).await?;
    Ok(json(CountJson { n }))
}
