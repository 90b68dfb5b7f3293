//! Statements in JSON: the same actions as the pages.

use axum::extract::Path;
use cx::AppError;
use kernel::{Month, OrgId};
use kit::{Answer, Policy, Req, Routes, json, json_page};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::{
    access::{CORRECT, DECIDE, PUBLISH, READ, REMARK, SHARE},
    actions::{
        circle::{self, Entry},
        correct::{self, Proposal},
        decide,
        publish::{self, Publication, Published},
        remark, share,
        show::{self, Asked, Shown},
    },
    pages,
    rules::{canonical, texts::Texts},
};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(list, one, publication, corrections, confirmation, refusal, remarks, sharing),
    components(schemas(
        StatementEntry,
        StatementPage,
        StatementView,
        RevisionView,
        RemarkView,
        PublicationBody,
        PublishedView,
        CorrectionBody,
        ProposedView,
        ReasonBody,
        RemarkBody,
        SharingBody,
        Done
    ))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/statements", Policy::May(&READ), list)
        .get("/api/v1/statements/{org}/{month}", Policy::May(&READ), one)
        .post("/api/v1/statements/{org}/{month}/publication", Policy::May(&PUBLISH), publication)
        .post("/api/v1/statements/{org}/{month}/corrections", Policy::May(&CORRECT), corrections)
        .post("/api/v1/statements/{org}/{month}/corrections/{rev}/confirmation", Policy::May(&DECIDE), confirmation)
        .post("/api/v1/statements/{org}/{month}/corrections/{rev}/refusal", Policy::May(&DECIDE), refusal)
        .post("/api/v1/statements/{org}/{month}/remarks", Policy::May(&REMARK), remarks)
        .post("/api/v1/statements/{org}/{month}/sharing", Policy::May(&SHARE), sharing)
}

/// How one organisation stands in a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementEntry {
    /// Id of the organisation.
    org: String,
    /// Its name today.
    name: String,
    /// `open`, `missing`, `published`, `corrected`.
    state: &'static str,
    /// Newest revision; 0 = none.
    rev: i64,
    /// When it was published (RFC 3339).
    published_at: Option<String>,
    /// Whether the first revision came after the month had closed.
    late: bool,
    /// Items received; null while nothing is published.
    received: Option<i64>,
    /// Items done.
    done: Option<i64>,
    /// Items late.
    late_items: Option<i64>,
    /// Tenths of a minute asked of it.
    asked_tenths: Option<i64>,
}

/// One page of the circle.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementPage {
    /// The organisations.
    items: Vec<StatementEntry>,
    /// Key of the next page; null on the last.
    next: Option<String>,
}

impl From<Entry> for StatementEntry {
    fn from(e: Entry) -> Self {
        Self {
            org: e.org.to_string(),
            name: e.name,
            state: e.standing.code(),
            rev: e.rev,
            published_at: e.published_at.map(kernel::Instant::rfc3339),
            late: e.late,
            received: e.summary.map(|s| s.received),
            done: e.summary.map(|s| s.done),
            late_items: e.summary.map(|s| s.late),
            asked_tenths: e.summary.map(|s| s.tenths),
        }
    }
}

/// The circle's list, in the order of the tree.
#[utoipa::path(get, path = "/api/v1/statements", tag = "statements",
    params(("month" = Option<String>, Query, description = "such as 2026-10; last month if left out"),
        ("scope" = Option<String>, Query, description = "siblings, below, all, or the id of an organisation below"),
        ("state" = Option<String>, Query, description = "open, missing, published, corrected"),
        ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = StatementPage), (status = 404, description = "outside the scope")))]
pub(crate) async fn list(req: Req) -> Answer {
    let found = circle::circle(&req.cx, pages::wanted(&req)?).await?;
    Ok(json_page(found.entries, StatementEntry::from))
}

/// One revision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevisionView {
    /// Its number.
    rev: i64,
    /// SHA-256 of its canonical text.
    hash: String,
    /// When it was published (RFC 3339).
    published_at: String,
}

/// A superior's remark.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RemarkView {
    /// Revision that stood.
    rev: i64,
    /// Name of the organisation.
    by: String,
    /// Role of the post.
    role: String,
    /// When (RFC 3339).
    at: String,
    /// The remark.
    text: String,
}

/// One statement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementView {
    /// Id of the organisation.
    org: String,
    /// The month.
    month: String,
    /// `open`, `missing`, `published`, `corrected`.
    state: &'static str,
    /// The revision shown; 0 = none is published.
    rev: i64,
    /// The canonical text: of the revision, or of the own draft; null for others while none is published.
    body: Option<String>,
    /// SHA-256 of the body of a revision.
    hash: Option<String>,
    /// First 16 digits of the hash, as a paper shows them.
    proof_code: Option<String>,
    /// Version of the draft: to be sent back with the publication.
    version: i64,
    /// Whether anybody may read it.
    is_public: bool,
    /// When the month closes (RFC 3339).
    closes_at: String,
    /// All revisions.
    revisions: Vec<RevisionView>,
    /// Remarks of superiors.
    remarks: Vec<RemarkView>,
}

impl From<Shown> for StatementView {
    fn from(s: Shown) -> Self {
        let hash = s.revision.as_ref().map(|r| r.sealed.hash.clone());
        let sealed = s.revision.as_ref().map(|r| r.sealed.body.clone());
        Self {
            org: s.org.org.to_string(),
            month: s.month.to_string(),
            state: s.standing.code(),
            rev: s.revision.as_ref().map_or(0, |r| r.sealed.rev),
            body: sealed.or_else(|| s.draft.as_ref().map(canonical::body)),
            proof_code: hash.as_deref().map(kernel::text::proof_code),
            hash,
            version: s.row.version,
            is_public: s.row.is_public,
            closes_at: s.closes_at.rfc3339(),
            revisions: s
                .revisions
                .into_iter()
                .map(|(rev, hash, at)| RevisionView { rev, hash, published_at: at.rfc3339() })
                .collect(),
            remarks: s
                .remarks
                .into_iter()
                .map(|r| RemarkView { rev: r.rev, by: r.by_org, role: r.by_role, at: r.at.rfc3339(), text: r.text })
                .collect(),
        }
    }
}

/// One statement with its canonical text and its seal.
#[utoipa::path(get, path = "/api/v1/statements/{org}/{month}", tag = "statements",
    params(("org" = String, Path), ("month" = String, Path), ("rev" = Option<i64>, Query)),
    responses((status = 200, body = StatementView), (status = 404, description = "none, or outside the circle")))]
pub(crate) async fn one(req: Req, Path((org, month)): Path<(String, String)>) -> Answer {
    let (org, month) = pages::address(&org, &month)?;
    let asked = Asked { rev: pages::asked_rev(&req)?, correct: false };
    Ok(json(StatementView::from(show::show(&req.cx, org, month, asked).await?)))
}

/// What is published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicationBody {
    /// Self-assessment, at most 1,000 characters.
    self_text: String,
    /// Open problems, at most 1,000 characters.
    #[serde(default)]
    problems: String,
    /// Version of the draft that was read; 0 if nobody had written in it.
    version: i64,
}

/// A sealed revision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublishedView {
    /// Its number.
    rev: i64,
    /// Its seal.
    hash: String,
}

impl From<Published> for PublishedView {
    fn from(p: Published) -> Self {
        Self { rev: p.rev, hash: p.hash }
    }
}

/// Publishes the first revision. Needs a session that was proved within ten minutes; `Idempotency-Key` is honoured.
#[utoipa::path(post, path = "/api/v1/statements/{org}/{month}/publication", tag = "statements",
    params(("org" = String, Path), ("month" = String, Path)), request_body = PublicationBody,
    responses((status = 200, body = PublishedView), (status = 403, description = "not proved recently"),
        (status = 409, description = "published already, or changed"), (status = 422, description = "refused texts")))]
pub(crate) async fn publication(req: Req, Path((org, month)): Path<(String, String)>) -> Answer {
    let (org, month) = pages::address(&org, &month)?;
    req.proved_recently()?;
    let body: PublicationBody = req.json()?;
    let texts = Texts::of(&body.self_text, &body.problems);
    let what = Publication { org, month, texts, version: body.version, seen: String::new() };
    Ok(json(PublishedView::from(publish::publish(&req.cx, &req.once(), what).await?)))
}

/// A correction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionBody {
    /// Revision that was read.
    base: i64,
    /// Self-assessment as it shall be.
    self_text: String,
    /// Open problems as they shall be.
    #[serde(default)]
    problems: String,
    /// Why, at most 400 characters.
    reason: String,
}

/// A proposed revision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposedView {
    /// Number it will have.
    rev: i64,
}

/// Proposes a correction; a second person has to confirm it.
#[utoipa::path(post, path = "/api/v1/statements/{org}/{month}/corrections", tag = "statements",
    params(("org" = String, Path), ("month" = String, Path)), request_body = CorrectionBody,
    responses((status = 200, body = ProposedView), (status = 403, description = "not proved recently"),
        (status = 409, description = "another revision stands"), (status = 422, description = "refused")))]
pub(crate) async fn corrections(req: Req, Path((org, month)): Path<(String, String)>) -> Answer {
    let (org, month) = pages::address(&org, &month)?;
    req.proved_recently()?;
    let body: CorrectionBody = req.json()?;
    let texts = Texts::of(&body.self_text, &body.problems);
    let what = Proposal { org, month, base: body.base, texts, reason: body.reason };
    Ok(json(ProposedView { rev: correct::propose(&req.cx, &req.once(), what).await? }))
}

/// Organisation, month and revision of an address.
fn of_rev((org, month, rev): &(String, String, String)) -> Result<(OrgId, Month, i64), AppError> {
    let (org, month) = pages::address(org, month)?;
    Ok((org, month, rev.parse().map_err(|_| AppError::NotFound)?))
}

/// Confirms a proposed correction; never by whoever proposed it.
#[utoipa::path(post, path = "/api/v1/statements/{org}/{month}/corrections/{rev}/confirmation", tag = "statements",
    params(("org" = String, Path), ("month" = String, Path), ("rev" = i64, Path)),
    responses((status = 200, body = PublishedView), (status = 409, description = "decided already"),
        (status = 422, description = "the proposer cannot confirm")))]
pub(crate) async fn confirmation(req: Req, Path(of): Path<(String, String, String)>) -> Answer {
    let (org, month, rev) = of_rev(&of)?;
    req.proved_recently()?;
    Ok(json(PublishedView::from(decide::confirm(&req.cx, &req.once(), org, month, rev).await?)))
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// At most 400 characters.
    reason: String,
}

/// That it was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    /// Always true.
    done: bool,
}

/// Refuses a proposed correction; the proposal is kept with the reason.
#[utoipa::path(post, path = "/api/v1/statements/{org}/{month}/corrections/{rev}/refusal", tag = "statements",
    params(("org" = String, Path), ("month" = String, Path), ("rev" = i64, Path)), request_body = ReasonBody,
    responses((status = 200, body = Done), (status = 409, description = "decided already"), (status = 422)))]
pub(crate) async fn refusal(req: Req, Path(of): Path<(String, String, String)>) -> Answer {
    let (org, month, rev) = of_rev(&of)?;
    let body: ReasonBody = req.json()?;
    decide::refuse(&req.cx, &req.once(), org, month, rev, &body.reason).await?;
    Ok(json(Done { done: true }))
}

/// A remark.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemarkBody {
    /// At most 400 characters.
    text: String,
}

/// Adds a superior's remark; it cannot be changed.
#[utoipa::path(post, path = "/api/v1/statements/{org}/{month}/remarks", tag = "statements",
    params(("org" = String, Path), ("month" = String, Path)), request_body = RemarkBody,
    responses((status = 200, body = Done), (status = 422)))]
pub(crate) async fn remarks(req: Req, Path((org, month)): Path<(String, String)>) -> Answer {
    let (org, month) = pages::address(&org, &month)?;
    let body: RemarkBody = req.json()?;
    remark::remark(&req.cx, &req.once(), org, month, &body.text).await?;
    Ok(json(Done { done: true }))
}

/// Whether the public link is open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharingBody {
    /// Open or not.
    public: bool,
}

/// Opens or closes the public link of the own statement.
#[utoipa::path(post, path = "/api/v1/statements/{org}/{month}/sharing", tag = "statements",
    params(("org" = String, Path), ("month" = String, Path)), request_body = SharingBody,
    responses((status = 200, body = Done), (status = 403, description = "not proved recently"), (status = 422)))]
pub(crate) async fn sharing(req: Req, Path((org, month)): Path<(String, String)>) -> Answer {
    let (org, month) = pages::address(&org, &month)?;
    let body: SharingBody = req.json()?;
    if body.public {
        req.proved_recently()?;
    }
    share::share(&req.cx, &req.once(), org, month, body.public).await?;
    Ok(json(Done { done: true }))
}
