//! Whether a letter is what was signed: the digest of its text computed anew, both signatures verified, and the text
//! itself, so that anybody can do the same elsewhere.

use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use cx::AppError;
use kit::{Answer, Req, Shell, W};

use super::view;
use crate::actions::show::{LetterDetail, letter};

#[derive(Template)]
#[template(path = "pages/verify.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    here: String,
    letter: String,
    verdict: Option<bool>,
    stored: String,
    computed: String,
    signatures: Vec<SignatureView>,
    body: String,
    download: String,
}

struct SignatureView {
    side: &'static str,
    holds: bool,
    who: String,
    at: String,
    algorithm: String,
    public: String,
    signature: String,
    attestation: String,
}

/// GET.
pub(super) async fn show(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let key = view::key(&path)?;
    let d = letter(&req.cx, key, req.query.get("rev").parse().ok()).await?;
    let w = req.w;
    let here = view::href(key);
    let body = d.sealed.as_ref().map(|s| s.body.clone()).unwrap_or_default();
    let page = Page {
        s: req.shell(),
        w,
        title: w.f("target.verify.title", &[("org", &d.letter.recipient.name)]),
        letter: format!("{here}?rev={}", d.row.rev),
        verdict: d.sealed.as_ref().map(|_| d.sound && d.signatures.iter().all(|(_, holds)| *holds)),
        stored: d.sealed.as_ref().map(|s| s.hash.clone()).unwrap_or_default(),
        computed: if body.is_empty() { String::new() } else { seal::digest(&body) },
        signatures: signatures(&req, &d),
        download: format!("{here}/text?rev={}", d.row.rev),
        here,
        body,
    };
    req.render(&page)
}

fn signatures(req: &Req, d: &LetterDetail) -> Vec<SignatureView> {
    let hash = d.sealed.as_ref().map(|s| seal::digest(&s.body)).unwrap_or_default();
    let one = |(s, holds): &(crate::actions::SignatureRow, bool)| SignatureView {
        side: req.w.t(&format!("target.paper.{}", s.side.code())),
        holds: *holds,
        who: format!("{} · {} · {}", s.org_name, s.post_title, s.name),
        at: s.at.full(&req.cx.house().zone),
        algorithm: s.algorithm.clone(),
        public: s.public.clone(),
        signature: s.signature.clone(),
        attestation: s.attestation(d.row.org, d.row.issue, &hash).text(),
    };
    d.signatures.iter().map(one).collect()
}

/// GET: the canonical text, byte for byte.
pub(super) async fn text(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let key = view::key(&path)?;
    let d = letter(&req.cx, key, req.query.get("rev").parse().ok()).await?;
    let sealed = d.sealed.ok_or(AppError::NotFound)?;
    let name = format!("letter-{}-{}-{}.txt", key.org, key.issue, sealed.rev);
    Ok(plain(sealed.body, &name))
}

fn plain(body: String, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, body).into_response()
}
