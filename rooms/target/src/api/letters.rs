//! Letters in JSON.

use axum::extract::Path;
use cx::AppError;
use kernel::Paged;
use kit::{Answer, Req, json};

use super::body::{self, AnswerBody, ReasonBody, RevisionBody, SignBody, TargetBody};
use super::shape::{HashJson, LetterDetailJson, LetterJson, LetterPage, RevJson, VerificationJson};
use crate::actions::{Key, Seen, board, mine as own, object, revise, show, sign, withdraw};

/// An address of a letter.
type Place = Path<(String, String)>;

fn key((org, issue): &(String, String)) -> Result<Key, AppError> {
    let missing = |_| AppError::NotFound;
    Ok(Key { org: org.parse().map_err(missing)?, issue: issue.parse().map_err(missing)? })
}

fn year(req: &Req) -> i64 {
    req.query.get("year").parse().unwrap_or_else(|_| req.cx.house().month().year())
}

/// The letters to one's own organisation in a year.
#[utoipa::path(get, path = "/api/v1/letters", tag = "letters",
    params(("year" = Option<i64>, Query, description = "this year if left out"), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = LetterPage)))]
pub(crate) async fn mine(req: Req) -> Answer {
    let today = req.cx.house().today();
    let found = own::mine(&req.cx, year(&req)).await?;
    let page = Paged::of_whole(found, &req.page(), |m| m.issue.id.to_string());
    Ok(json(LetterPage {
        items: page.items.iter().filter_map(|m| LetterJson::mine(m, today)).collect(),
        next: page.next,
    }))
}

/// The letters below one's own organisation.
#[utoipa::path(get, path = "/api/v1/letters/below", tag = "letters",
    params(("year" = Option<i64>, Query), ("under" = Option<String>, Query, description = "only below this organisation"),
        ("issue" = Option<String>, Query), ("state" = Option<String>, Query), ("after" = Option<String>, Query),
        ("size" = Option<i64>, Query)),
    responses((status = 200, body = LetterPage), (status = 404, description = "outside the scope")))]
pub(crate) async fn below(req: Req) -> Answer {
    let id = |name: &str| req.query.opt(name).map(str::parse::<i64>).transpose().map_err(|_| AppError::NotFound);
    let query = board::BoardQuery {
        year: year(&req),
        under: id("under")?.map(kernel::Id::new),
        issue: id("issue")?.map(kernel::Id::new),
        state: req.query.get("state").to_owned(),
    };
    let found = board::board(&req.cx, query, req.page()).await?.rows;
    Ok(json(LetterPage { items: found.items.iter().map(LetterJson::below).collect(), next: found.next }))
}

/// One letter, in the revision that counts or the one asked for.
#[utoipa::path(get, path = "/api/v1/letters/{org}/{issue}", tag = "letters",
    params(("org" = String, Path), ("issue" = String, Path), ("rev" = Option<i64>, Query)),
    responses((status = 200, body = LetterDetailJson), (status = 404, description = "outside the scope")))]
pub(crate) async fn letter(req: Req, Path(path): Place) -> Answer {
    let d = show::letter(&req.cx, key(&path)?, req.query.get("rev").parse().ok()).await?;
    Ok(json(LetterDetailJson::from(&d)))
}

/// Whether a letter is what was signed: its text, the digest computed anew, both signatures.
#[utoipa::path(get, path = "/api/v1/letters/{org}/{issue}/verification", tag = "letters",
    params(("org" = String, Path), ("issue" = String, Path), ("rev" = Option<i64>, Query)),
    responses((status = 200, body = VerificationJson), (status = 404, description = "outside the scope, or not sealed")))]
pub(crate) async fn verification(req: Req, Path(path): Place) -> Answer {
    let d = show::letter(&req.cx, key(&path)?, req.query.get("rev").parse().ok()).await?;
    Ok(json(VerificationJson::of(&d).ok_or(AppError::NotFound)?))
}

/// The recipient's first-responsible person signs; needs a session and a fresh proof.
#[utoipa::path(post, path = "/api/v1/letters/{org}/{issue}/signature", tag = "letters",
    params(("org" = String, Path), ("issue" = String, Path)), request_body = SignBody,
    responses((status = 200, body = HashJson), (status = 403, description = "another role, or a token"),
        (status = 409, description = "changed meanwhile"), (status = 422, description = "not this person, no proof, another state")))]
pub(crate) async fn signature(req: Req, Path(path): Place) -> Answer {
    let key = key(&path)?;
    let sent = req.json::<SignBody>()?;
    let proof = account::proof_of(&req, &sent.password).await?;
    let seen = Seen { key, rev: sent.rev, version: sent.version };
    let hash = sign::sign(&req.cx, &req.once(), proof, seen).await?;
    Ok(json(HashJson { hash }))
}

/// The recipient objects before signing.
#[utoipa::path(post, path = "/api/v1/letters/{org}/{issue}/objection", tag = "letters",
    params(("org" = String, Path), ("issue" = String, Path)), request_body = ReasonBody,
    responses((status = 200, body = RevJson), (status = 409, description = "changed meanwhile"),
        (status = 422, description = "no reason, or another state")))]
pub(crate) async fn objection(req: Req, Path(path): Place) -> Answer {
    let key = key(&path)?;
    let sent = req.json::<ReasonBody>()?;
    let seen = Seen { key, rev: sent.rev, version: sent.version };
    object::object(&req.cx, &req.once(), seen, sent.reason).await?;
    Ok(json(RevJson { rev: sent.rev }))
}

/// The issuer answers an objection, with or without changing the letter.
#[utoipa::path(post, path = "/api/v1/letters/{org}/{issue}/objection-answer", tag = "letters",
    params(("org" = String, Path), ("issue" = String, Path)), request_body = AnswerBody,
    responses((status = 200, body = RevJson), (status = 409, description = "changed meanwhile"),
        (status = 422, description = "no answer, nothing to answer, or lines that break a rule")))]
pub(crate) async fn objection_answer(req: Req, Path(path): Place) -> Answer {
    let key = key(&path)?;
    let sent = req.json::<AnswerBody>()?;
    let seen = Seen { key, rev: sent.rev, version: sent.version };
    let lines = sent.lines.as_deref().map(body::lines).transpose()?;
    object::answer(&req.cx, &req.once(), seen, sent.reason, lines).await?;
    Ok(json(RevJson { rev: sent.rev }))
}

/// The issuer takes a letter or a proposed revision back before it is in force.
#[utoipa::path(post, path = "/api/v1/letters/{org}/{issue}/withdrawal", tag = "letters",
    params(("org" = String, Path), ("issue" = String, Path)), request_body = ReasonBody,
    responses((status = 200, body = RevJson), (status = 409, description = "changed meanwhile"),
        (status = 422, description = "no reason, or in force already")))]
pub(crate) async fn withdrawal(req: Req, Path(path): Place) -> Answer {
    let key = key(&path)?;
    let sent = req.json::<ReasonBody>()?;
    let seen = Seen { key, rev: sent.rev, version: sent.version };
    withdraw::withdraw(&req.cx, &req.once(), seen, sent.reason).await?;
    Ok(json(RevJson { rev: sent.rev }))
}

/// Either side proposes a revision of a letter in force.
#[utoipa::path(post, path = "/api/v1/letters/{org}/{issue}/revisions", tag = "letters",
    params(("org" = String, Path), ("issue" = String, Path)), request_body = RevisionBody,
    responses((status = 200, body = RevJson), (status = 422, description = "every broken rule is listed")))]
pub(crate) async fn revision(req: Req, Path(path): Place) -> Answer {
    let key = key(&path)?;
    let sent = req.json::<RevisionBody>()?;
    let what = revise::Revision {
        key,
        base: sent.base,
        lines: body::lines(&sent.lines)?,
        added: sent.added.iter().map(TargetBody::read).collect::<Result<_, AppError>>()?,
        reason: sent.reason,
    };
    let rev = revise::revise(&req.cx, &req.once(), what).await?;
    Ok(json(RevJson { rev }))
}
