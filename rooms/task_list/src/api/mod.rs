//! The JSON interface under `/api/v1`: the same actions as the pages. An assignment's address is
//! `/api/v1/assignments/{org}/{month}/{item}`; what is done to it is posted to a noun below it.

mod assignments;
mod body;
mod lists;
mod overview;
mod red_list;
mod shape;

use kit::{Policy, Routes};

use crate::access::{ASK, CLOSE, DECIDE, EXTEND, READ, REPORT, SEND, SIGN, SPLIT, VERIFY, WITHDRAW, WRITE};

/// The description of this room's part of the API.
#[derive(utoipa::OpenApi, Debug)]
#[openapi(
    paths(
        lists::lists,
        lists::create,
        lists::list,
        lists::edit,
        lists::preview,
        lists::sending,
        lists::withdrawal,
        assignments::assignments,
        assignments::assignment,
        assignments::signature,
        assignments::report,
        assignments::verification,
        assignments::verifications,
        assignments::closures,
        assignments::sent_back,
        assignments::decline,
        assignments::decline_answer,
        assignments::extension,
        assignments::extension_answer,
        assignments::split,
        assignments::withdrawal,
        overview::overview,
        overview::queue,
        overview::baseless,
    ),
    components(schemas(
        body::ItemBody,
        body::FieldBody,
        body::ListBody,
        body::EditBody,
        body::VersionBody,
        body::ReasonBody,
        body::DecisionBody,
        body::ExtensionBody,
        body::ReportBody,
        body::SeenBody,
        body::ManyBody,
        shape::ListJson,
        shape::ListPage,
        shape::ListDetailJson,
        shape::ItemJson,
        red_list::RedListJson,
        red_list::BaselessJson,
        red_list::ChainLinkJson,
        shape::StateCount,
        shape::PreviewJson,
        shape::LoadJson,
        shape::FindingJson,
        shape::SentJson,
        shape::CardJson,
        shape::CardPage,
        shape::DetailJson,
        shape::StepJson,
        shape::OverviewJson,
        shape::OverviewRowJson,
        shape::CountJson,
        shape::IdJson,
        shape::VersionJson,
        shape::LateJson,
    ))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/lists", Policy::May(&READ), lists::lists)
        .post("/api/v1/lists", Policy::May(&WRITE), lists::create)
        .get("/api/v1/lists/{id}", Policy::May(&READ), lists::list)
        .put("/api/v1/lists/{id}", Policy::May(&WRITE), lists::edit)
        .post("/api/v1/lists/{id}/preview", Policy::May(&WRITE), lists::preview)
        .post("/api/v1/lists/{id}/sending", Policy::May(&SEND), lists::sending)
        .post("/api/v1/lists/{id}/withdrawal", Policy::May(&WITHDRAW), lists::withdrawal)
        .get("/api/v1/assignments", Policy::May(&READ), assignments::assignments)
        .post("/api/v1/assignments/verifications", Policy::May(&VERIFY), assignments::verifications)
        .post("/api/v1/assignments/closures", Policy::May(&CLOSE), assignments::closures)
        .get("/api/v1/assignments/{org}/{month}/{item}", Policy::May(&READ), assignments::assignment)
        .post("/api/v1/assignments/{org}/{month}/{item}/signature", Policy::May(&SIGN), assignments::signature)
        .post("/api/v1/assignments/{org}/{month}/{item}/report", Policy::May(&REPORT), assignments::report)
        .post("/api/v1/assignments/{org}/{month}/{item}/verification", Policy::May(&VERIFY), assignments::verification)
        .post("/api/v1/assignments/{org}/{month}/{item}/return", Policy::May(&VERIFY), assignments::sent_back)
        .post("/api/v1/assignments/{org}/{month}/{item}/decline", Policy::May(&ASK), assignments::decline)
        .post(
            "/api/v1/assignments/{org}/{month}/{item}/decline-answer",
            Policy::May(&DECIDE),
            assignments::decline_answer,
        )
        .post("/api/v1/assignments/{org}/{month}/{item}/extension", Policy::May(&ASK), assignments::extension)
        .post(
            "/api/v1/assignments/{org}/{month}/{item}/extension-answer",
            Policy::May(&EXTEND),
            assignments::extension_answer,
        )
        .post("/api/v1/assignments/{org}/{month}/{item}/split", Policy::May(&SPLIT), assignments::split)
        .post("/api/v1/assignments/{org}/{month}/{item}/withdrawal", Policy::May(&WITHDRAW), assignments::withdrawal)
        .get("/api/v1/overview", Policy::May(&READ), overview::overview)
        .get("/api/v1/queue", Policy::May(&READ), overview::queue)
        .get("/api/v1/items/baseless", Policy::May(&READ), overview::baseless)
}
