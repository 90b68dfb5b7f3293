//! Changing documents in JSON. Every change carries `row_version`, the version of the row that was read.

use axum::extract::Path;
use cx::AppError;
use kernel::{ClauseId, Day, DocumentId, Fault};
use kit::{Answer, Req, json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actions::{
        describe, discard,
        edit::{self, Draft},
        end, enter, publish, revise,
        source::Source,
    },
    pages,
    rules::{About, ClauseDraft, Kind, Slot},
};

fn id(text: &str) -> Result<DocumentId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// What is said about a document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AboutBody {
    /// Its sort.
    kind: String,
    /// Place in the “1+3”: `opinion`, `plan_1`, `plan_2`, `plan_3`.
    framework: Option<String>,
    /// Domain of a work procedure.
    #[serde(default)]
    domain: String,
    /// Whether its clauses are to be put into work.
    #[serde(default)]
    demands_work: bool,
    /// Its title; of a new document only.
    #[serde(default)]
    title: String,
    /// Its number (文号); of a new document only.
    #[serde(default)]
    number: String,
}

impl AboutBody {
    fn about(self) -> Result<About, AppError> {
        let kind = Kind::of_code(&self.kind).ok_or_else(|| Fault::of("kind", "not_a_choice"))?;
        let slot = self.framework.as_deref().filter(|code| !code.is_empty());
        let slot = slot.map(|code| Slot::of_code(code).ok_or_else(|| Fault::of("framework", "not_a_choice")));
        Ok(About {
            kind,
            framework: slot.transpose()?,
            domain: self.domain,
            demands_work: self.demands_work,
            title: self.title,
            number: self.number,
        })
    }
}

/// A clause of a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseBody {
    /// Id of the clause of the draft it is; left out for a new one.
    id: Option<String>,
    /// How deep it stands, 0 for the highest.
    #[serde(default)]
    depth: i64,
    /// Its label; may be empty.
    #[serde(default)]
    label: String,
    /// What it says.
    #[serde(default)]
    text: String,
    /// Whether it asks for work.
    #[serde(default)]
    demands: bool,
    /// Ids of clauses of the version before that it replaces.
    #[serde(default)]
    replaces: Vec<String>,
}

impl ClauseBody {
    fn draft(self) -> Result<ClauseDraft, Fault> {
        let id =
            |text: &String| text.parse::<ClauseId>().map_err(|_| Fault::of("clauses", "document_replaces_unknown"));
        Ok(ClauseDraft {
            id: self.id.as_ref().map(id).transpose()?,
            depth: self.depth,
            label: self.label,
            text: self.text,
            demands: self.demands,
            replaces: self.replaces.iter().map(id).collect::<Result<_, _>>()?,
        })
    }
}

fn drafts(clauses: Vec<ClauseBody>) -> Result<Vec<ClauseDraft>, Fault> {
    clauses.into_iter().map(ClauseBody::draft).collect()
}

/// A new document: its text, or its clauses. A file is sent as `multipart/form-data` with the field `file` and the
/// fields of `about`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnterBody {
    /// What is said about it.
    about: AboutBody,
    /// A text; the program cuts it.
    text: Option<String>,
    /// Clauses that are cut already.
    clauses: Option<Vec<ClauseBody>>,
}

/// That a document was entered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entered {
    /// Its id.
    id: String,
}

fn source(text: Option<String>, clauses: Option<Vec<ClauseBody>>) -> Result<Option<Source>, Fault> {
    match (clauses, text) {
        (Some(clauses), _) => Ok(Some(Source::Clauses(drafts(clauses)?))),
        (None, text) => Ok(text.map(Source::Text)),
    }
}

/// Enters a document of the caller's organisation with a first draft.
#[utoipa::path(post, path = "/api/v1/documents", tag = "documents", request_body = EnterBody,
    responses((status = 200, body = Entered), (status = 422, description = "refused")))]
pub(crate) async fn enter(req: Req) -> Answer {
    let (about, source) = if req.form.files.is_empty() {
        let body: EnterBody = req.json()?;
        (body.about.about()?, source(body.text, body.clauses)?)
    } else {
        (pages::about_of(&req.form)?, pages::source_of(&req.form))
    };
    let source = source.unwrap_or_else(|| Source::Text(String::new()));
    let id = enter::enter(&req.cx, &req.once(), about, source).await?;
    Ok(json(Entered { id: id.to_string() }))
}

/// A new version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviseBody {
    /// Version of the row that was read.
    row_version: i64,
    /// A new text; the program cuts it and proposes what replaces what.
    text: Option<String>,
    /// Clauses that are cut already. With neither, the newest version is copied.
    clauses: Option<Vec<ClauseBody>>,
}

/// That a version was begun.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Revised {
    /// Its number.
    seq: i64,
}

/// Begins the next version as a draft.
#[utoipa::path(post, path = "/api/v1/documents/{id}/versions", tag = "documents", params(("id" = String, Path)), request_body = ReviseBody,
    responses((status = 200, body = Revised), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn revise(req: Req, Path(text): Path<String>) -> Answer {
    let body: ReviseBody = req.json()?;
    let source = source(body.text, body.clauses)?;
    let seq = revise::revise(&req.cx, &req.once(), id(&text)?, body.row_version, source).await?;
    Ok(json(Revised { seq }))
}

/// A draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftBody {
    /// Version of the row that was read.
    row_version: i64,
    /// Its title.
    title: String,
    /// Its number (文号).
    #[serde(default)]
    number: String,
    /// All its clauses in their order.
    clauses: Vec<ClauseBody>,
}

/// That a draft was written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Edited {
    /// Next version of the row.
    row_version: i64,
}

/// Overwrites the draft of a document.
#[utoipa::path(put, path = "/api/v1/documents/{id}/draft", tag = "documents", params(("id" = String, Path)), request_body = DraftBody,
    responses((status = 200, body = Edited), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn edit(req: Req, Path(text): Path<String>) -> Answer {
    let body: DraftBody = req.json()?;
    let draft = Draft { title: body.title, number: body.number, clauses: drafts(body.clauses)? };
    let row_version = edit::edit(&req.cx, &req.once(), id(&text)?, body.row_version, draft).await?;
    Ok(json(Edited { row_version }))
}

/// That a draft was discarded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Discarded {
    /// Whether the document is still there.
    document_stays: bool,
}

/// Throws the draft of a document away; a document that was never in force goes with it.
#[utoipa::path(delete, path = "/api/v1/documents/{id}/draft", tag = "documents",
    params(("id" = String, Path), ("row_version" = i64, Query)),
    responses((status = 200, body = Discarded), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn discard(req: Req, Path(text): Path<String>) -> Answer {
    let version = req.query.parsed("row_version", "not_a_number")?;
    let document_stays = discard::discard(&req.cx, &req.once(), id(&text)?, version).await?;
    Ok(json(Discarded { document_stays }))
}

/// What is said about a document besides its text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DescribeBody {
    /// Version of the row that was read.
    row_version: i64,
    /// What is said; title and number are those of the text and not changed here.
    about: AboutBody,
}

/// That it was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    /// Always true.
    done: bool,
}

/// Changes sort, place in the framework, domain, and whether the document demands work.
#[utoipa::path(put, path = "/api/v1/documents/{id}/about", tag = "documents", params(("id" = String, Path)), request_body = DescribeBody,
    responses((status = 200, body = Done), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn describe(req: Req, Path(text): Path<String>) -> Answer {
    let body: DescribeBody = req.json()?;
    describe::describe(&req.cx, &req.once(), id(&text)?, body.row_version, body.about.about()?).await?;
    Ok(json(Done { done: true }))
}

/// From when on a draft is in force.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishBody {
    /// Version of the row that was read.
    row_version: i64,
    /// First day in force, such as 2026-12-01.
    #[schema(value_type = String)]
    from: Day,
}

/// Brings the draft into force; it cannot be edited any more.
#[utoipa::path(post, path = "/api/v1/documents/{id}/publication", tag = "documents", params(("id" = String, Path)), request_body = PublishBody,
    responses((status = 200, body = Done), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn publish(req: Req, Path(text): Path<String>) -> Answer {
    let body: PublishBody = req.json()?;
    publish::publish(&req.cx, &req.once(), id(&text)?, body.row_version, body.from).await?;
    Ok(json(Done { done: true }))
}

/// The end of a document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndBody {
    /// Version of the row that was read.
    row_version: i64,
    /// First day no more in force.
    #[schema(value_type = String)]
    until: Day,
    /// Why, at most 200 characters.
    reason: String,
}

/// Ends a document for good.
#[utoipa::path(post, path = "/api/v1/documents/{id}/ending", tag = "documents", params(("id" = String, Path)), request_body = EndBody,
    responses((status = 200, body = Done), (status = 409, description = "changed meanwhile"), (status = 422)))]
pub(crate) async fn end(req: Req, Path(text): Path<String>) -> Answer {
    let body: EndBody = req.json()?;
    end::end(&req.cx, &req.once(), id(&text)?, body.row_version, body.until, &body.reason).await?;
    Ok(json(Done { done: true }))
}
