//! The JSON interface under `/api/v1`: the same actions as the pages. A letter's address is
//! `/api/v1/letters/{org}/{issue}`; what is done to it is posted to a noun below it. Signatures need a session: a token of
//! the API proves nobody.

mod body;
mod issues;
mod letters;
mod shape;

use kit::{Policy, Routes};

use crate::access::{ANSWER, COUNTERSIGN, ISSUE, OBJECT, READ, REVISE, SET, SIGN, WRITE};

/// The description of this room's part of the API.
#[derive(utoipa::OpenApi, Debug)]
#[openapi(
    paths(
        letters::mine,
        letters::below,
        letters::letter,
        letters::verification,
        letters::signature,
        letters::objection,
        letters::objection_answer,
        letters::withdrawal,
        letters::revision,
        issues::issues,
        issues::create,
        issues::issue,
        issues::edit,
        issues::discard,
        issues::preview,
        issues::issuing,
        issues::countersignatures,
        issues::template,
        issues::settings,
        issues::set,
    ),
    components(schemas(
        body::IssueBody,
        body::EditBody,
        body::TargetBody,
        body::CutBody,
        body::UpperBody,
        body::VersionBody,
        body::SignBody,
        body::ReasonBody,
        body::AnswerBody,
        body::RevisionBody,
        body::LineBody,
        body::CountersignBody,
        body::SeenLetterBody,
        body::TitleBody,
        body::SettingBody,
        shape::LetterJson,
        shape::LetterPage,
        shape::LetterDetailJson,
        shape::PartyJson,
        shape::SheetLineJson,
        shape::SignatureJson,
        shape::StepJson,
        shape::VerificationJson,
        shape::IssueJson,
        shape::IssuePage,
        shape::IssueDetailJson,
        shape::IssuePreviewJson,
        shape::LevelJson,
        shape::ProblemJson,
        shape::IssuedJson,
        shape::IdJson,
        shape::VersionJson,
        shape::HashJson,
        shape::RevJson,
        shape::CountJson,
        shape::SettingsJson,
        shape::SettingJson,
    ))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/letters", Policy::May(&READ), letters::mine)
        .get("/api/v1/letters/below", Policy::May(&READ), letters::below)
        .get("/api/v1/letters/{org}/{issue}", Policy::May(&READ), letters::letter)
        .get("/api/v1/letters/{org}/{issue}/verification", Policy::May(&READ), letters::verification)
        .post("/api/v1/letters/{org}/{issue}/signature", Policy::May(&SIGN), letters::signature)
        .post("/api/v1/letters/{org}/{issue}/objection", Policy::May(&OBJECT), letters::objection)
        .post("/api/v1/letters/{org}/{issue}/objection-answer", Policy::May(&ANSWER), letters::objection_answer)
        .post("/api/v1/letters/{org}/{issue}/withdrawal", Policy::May(&ANSWER), letters::withdrawal)
        .post("/api/v1/letters/{org}/{issue}/revisions", Policy::May(&REVISE), letters::revision)
        .get("/api/v1/letter-issues", Policy::May(&READ), issues::issues)
        .post("/api/v1/letter-issues", Policy::May(&WRITE), issues::create)
        .get("/api/v1/letter-issues/{id}", Policy::May(&READ), issues::issue)
        .put("/api/v1/letter-issues/{id}", Policy::May(&WRITE), issues::edit)
        .delete("/api/v1/letter-issues/{id}", Policy::May(&WRITE), issues::discard)
        .get("/api/v1/letter-issues/{id}/preview", Policy::May(&WRITE), issues::preview)
        .post("/api/v1/letter-issues/{id}/issuing", Policy::May(&ISSUE), issues::issuing)
        .post("/api/v1/letter-issues/{id}/countersignatures", Policy::May(&COUNTERSIGN), issues::countersignatures)
        .post("/api/v1/letter-issues/{id}/template", Policy::May(&WRITE), issues::template)
        .get("/api/v1/letter-settings", Policy::May(&READ), issues::settings)
        .post("/api/v1/letter-settings", Policy::May(&SET), issues::set)
}
