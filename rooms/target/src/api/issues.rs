//! Issues of letters in JSON.

use axum::extract::Path;
use cx::AppError;
use kernel::{Instant, IssueId, Paged};
use kit::{Answer, Req, json};

use super::body::{self, CountersignBody, EditBody, IssueBody, SettingBody, TitleBody, VersionBody};
use super::shape::{
    CountJson, IdJson, IssueDetailJson, IssueJson, IssuePage, IssuePreviewJson, IssuedJson, SettingJson, SettingsJson,
    VersionJson,
};
use crate::actions::countersign::{Which, countersign};
use crate::actions::{draft, issue as issuing_, setting};

fn id(text: &str) -> Result<IssueId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// Drafts and issues of one's own organisation in a year, and its templates.
#[utoipa::path(get, path = "/api/v1/letter-issues", tag = "letters", params(("year" = Option<i64>, Query), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = IssuePage)))]
pub(crate) async fn issues(req: Req) -> Answer {
    let year = req.query.get("year").parse().unwrap_or_else(|_| req.cx.house().month().year());
    let (rows, templates) = draft::issues(&req.cx, year).await?;
    let all: Vec<_> = rows.into_iter().chain(templates).collect();
    let page = Paged::of_whole(all, &req.page(), |row| row.id.to_string());
    Ok(json(IssuePage { items: page.items.iter().map(IssueJson::from).collect(), next: page.next }))
}

/// Writes a draft.
#[utoipa::path(post, path = "/api/v1/letter-issues", tag = "letters", request_body = IssueBody,
    responses((status = 200, body = IdJson), (status = 422, description = "every broken rule is listed")))]
pub(crate) async fn create(req: Req) -> Answer {
    let written = req.json::<IssueBody>()?.read()?;
    let id = draft::create(&req.cx, &req.once(), written).await?;
    Ok(json(IdJson { id: id.to_string() }))
}

/// One issue of one's own organisation.
#[utoipa::path(get, path = "/api/v1/letter-issues/{id}", tag = "letters", params(("id" = String, Path)),
    responses((status = 200, body = IssueDetailJson), (status = 404, description = "another organisation's")))]
pub(crate) async fn issue(req: Req, Path(path): Path<String>) -> Answer {
    let found = draft::written(&req.cx, id(&path)?).await?;
    Ok(json(IssueDetailJson { issue: IssueJson::from(&found.row), draft: IssueBody::of(&found.draft) }))
}

/// Replaces a draft or a template.
#[utoipa::path(put, path = "/api/v1/letter-issues/{id}", tag = "letters", params(("id" = String, Path)),
    request_body = EditBody,
    responses((status = 200, body = VersionJson), (status = 409, description = "what stands there now"),
        (status = 422, description = "every broken rule is listed")))]
pub(crate) async fn edit(req: Req, Path(path): Path<String>) -> Answer {
    let sent = req.json::<EditBody>()?;
    let version = draft::edit(&req.cx, &req.once(), id(&path)?, sent.version, sent.issue.read()?).await?;
    Ok(json(VersionJson { version }))
}

/// Throws a draft or a template away.
#[utoipa::path(delete, path = "/api/v1/letter-issues/{id}", tag = "letters",
    params(("id" = String, Path), ("version" = i64, Query, description = "the version that was read")),
    responses((status = 200, body = IdJson), (status = 409, description = "changed meanwhile"),
        (status = 422, description = "issued already")))]
pub(crate) async fn discard(req: Req, Path(path): Path<String>) -> Answer {
    let version = req.query.get("version").parse().unwrap_or(0);
    draft::discard(&req.cx, &req.once(), id(&path)?, version).await?;
    Ok(json(IdJson { id: path }))
}

/// What issuing a draft would do.
#[utoipa::path(get, path = "/api/v1/letter-issues/{id}/preview", tag = "letters", params(("id" = String, Path)),
    responses((status = 200, body = IssuePreviewJson), (status = 404, description = "another organisation's")))]
pub(crate) async fn preview(req: Req, Path(path): Path<String>) -> Answer {
    let found = issuing_::preview(&req.cx, id(&path)?).await?;
    Ok(json(IssuePreviewJson::of(&found, &req.w)))
}

/// Issues a draft: one letter for everybody in its audience, all or none.
#[utoipa::path(post, path = "/api/v1/letter-issues/{id}/issuing", tag = "letters", params(("id" = String, Path)),
    request_body = VersionBody,
    responses((status = 200, body = IssuedJson), (status = 409, description = "edited meanwhile"),
        (status = 422, description = "every obstacle is listed")))]
pub(crate) async fn issuing(req: Req, Path(path): Path<String>) -> Answer {
    let sent = req.json::<VersionBody>()?;
    let done = issuing_::issue(&req.cx, &req.once(), id(&path)?, sent.version).await?;
    Ok(json(IssuedJson::from(done)))
}

/// The issuer's first-responsible person countersigns; needs a session and a fresh proof.
#[utoipa::path(post, path = "/api/v1/letter-issues/{id}/countersignatures", tag = "letters", params(("id" = String, Path)),
    request_body = CountersignBody,
    responses((status = 200, body = CountJson), (status = 403, description = "another role, or a token"),
        (status = 409, description = "one changed meanwhile; none is countersigned"), (status = 422, description = "not this person, no proof, nothing waits")))]
pub(crate) async fn countersignatures(req: Req, Path(path): Path<String>) -> Answer {
    let issue = id(&path)?;
    let sent = req.json::<CountersignBody>()?;
    let which = if sent.letters.is_empty() {
        Which::SignedBy(Instant(sent.signed_by.unwrap_or(0)))
    } else {
        let one = |l: &body::SeenLetterBody| Ok((body::id(&l.org, "letters")?, l.version));
        Which::These(sent.letters.iter().map(one).collect::<Result<_, AppError>>()?)
    };
    let proof = account::proof_of(&req, &sent.password).await?;
    let n = countersign(&req.cx, &req.once(), proof, issue, which).await?;
    Ok(json(CountJson { n }))
}

/// Keeps a copy of an issue as a template.
#[utoipa::path(post, path = "/api/v1/letter-issues/{id}/template", tag = "letters", params(("id" = String, Path)),
    request_body = TitleBody,
    responses((status = 200, body = IdJson), (status = 422, description = "no title")))]
pub(crate) async fn template(req: Req, Path(path): Path<String>) -> Answer {
    let sent = req.json::<TitleBody>()?;
    let id = draft::keep_as_template(&req.cx, &req.once(), id(&path)?, sent.title).await?;
    Ok(json(IdJson { id: id.to_string() }))
}

/// Whether villages get letters, and what was decided.
#[utoipa::path(get, path = "/api/v1/letter-settings", tag = "letters", responses((status = 200, body = SettingsJson)))]
pub(crate) async fn settings(req: Req) -> Answer {
    let (rows, villages) = setting::settings(&req.cx).await?;
    Ok(json(SettingsJson { villages, decisions: rows.into_iter().map(SettingJson::from).collect() }))
}

/// Decides at the root of a tree whether villages get letters from a day on.
#[utoipa::path(post, path = "/api/v1/letter-settings", tag = "letters", request_body = SettingBody,
    responses((status = 200, body = CountJson), (status = 403, description = "not at the root"),
        (status = 422, description = "no reason, or a day that is past")))]
pub(crate) async fn set(req: Req) -> Answer {
    let sent = req.json::<SettingBody>()?;
    let from = body::day(&sent.from, "from")?;
    setting::set_villages(&req.cx, &req.once(), from, sent.villages, sent.reason).await?;
    Ok(json(CountJson { n: 1 }))
}
