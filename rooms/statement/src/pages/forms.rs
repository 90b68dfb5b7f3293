//! What the forms of a statement's page send.

use axum::extract::Path;
use cx::AppError;
use kernel::{Month, OrgId};
use kit::{Answer, Req, redirect_with};

use super::show::{address, again, number, proof};
use crate::{
    actions::{
        correct::{self, Proposal},
        decide,
        publish::{self, Publication},
        remark, save, share,
    },
    rules::texts::Texts,
};

type Of = Path<(String, String)>;
type OfRev = Path<(String, String, String)>;

fn texts(req: &Req) -> Texts {
    Texts::of(req.form.get("self_text"), req.form.get("problems"))
}

/// Back to the statement, saying what was done; the device may drop what it kept of the form.
fn done(org: OrgId, month: Month, key: &str, n: i64) -> Answer {
    let kept = if key == "statement_remarked" { "-remark" } else { "" };
    Ok(redirect_with(&format!("/statements/{org}/{month}?draft=statement-{org}-{month}{kept}"), key, n))
}

pub(super) async fn save(req: Req, Path((org, month)): Of) -> Answer {
    let (org, month) = address(&org, &month)?;
    let saved = match number(&req, "version") {
        Ok(version) => save::save(&req.cx, &req.once(), org, month, texts(&req), version).await,
        Err(fault) => Err(fault.into()),
    };
    match saved {
        Ok(()) => done(org, month, "statement_saved", 0),
        Err(error) => again(&req, org, month, false, error).await,
    }
}

pub(super) async fn publish(req: Req, Path((org, month)): Of) -> Answer {
    let (org, month) = address(&org, &month)?;
    let proved = req.proved_recently().is_ok();
    let published = match number(&req, "version") {
        // What is typed is kept while its writer goes to prove who they are.
        Ok(version) if !proved => save::save(&req.cx, "", org, month, texts(&req), version).await.map(|()| None),
        Ok(version) => {
            let seen = req.form.get("seen").to_owned();
            let what = Publication { org, month, texts: texts(&req), version, seen };
            publish::publish(&req.cx, &req.once(), what).await.map(Some)
        }
        Err(fault) => Err(fault.into()),
    };
    match published {
        Ok(Some(published)) => done(org, month, "statement_published", published.rev),
        Ok(None) => Ok(proof(org, month, "")),
        Err(error) => again(&req, org, month, false, error).await,
    }
}

pub(super) async fn correct(req: Req, Path((org, month)): Of) -> Answer {
    let (org, month) = address(&org, &month)?;
    if req.proved_recently().is_err() {
        return Ok(proof(org, month, "%3Fcorrect%3D1"));
    }
    let proposed = match number(&req, "base") {
        Ok(base) => {
            let what = Proposal { org, month, base, texts: texts(&req), reason: req.form.get("reason").to_owned() };
            correct::propose(&req.cx, &req.once(), what).await
        }
        Err(fault) => Err(fault.into()),
    };
    match proposed {
        Ok(rev) => done(org, month, "statement_proposed", rev),
        Err(error) => again(&req, org, month, true, error).await,
    }
}

pub(super) async fn confirm(req: Req, Path((org, month, rev)): OfRev) -> Answer {
    let (org, month) = address(&org, &month)?;
    let rev = rev.parse().map_err(|_| AppError::NotFound)?;
    if req.proved_recently().is_err() {
        return Ok(proof(org, month, ""));
    }
    match decide::confirm(&req.cx, &req.once(), org, month, rev).await {
        Ok(published) => done(org, month, "statement_corrected", published.rev),
        Err(error) => again(&req, org, month, false, error).await,
    }
}

pub(super) async fn refuse(req: Req, Path((org, month, rev)): OfRev) -> Answer {
    let (org, month) = address(&org, &month)?;
    let rev = rev.parse().map_err(|_| AppError::NotFound)?;
    match decide::refuse(&req.cx, &req.once(), org, month, rev, req.form.get("reason")).await {
        Ok(()) => done(org, month, "statement_refused", rev),
        Err(error) => again(&req, org, month, false, error).await,
    }
}

pub(super) async fn remark(req: Req, Path((org, month)): Of) -> Answer {
    let (org, month) = address(&org, &month)?;
    match remark::remark(&req.cx, &req.once(), org, month, req.form.get("remark")).await {
        Ok(()) => done(org, month, "statement_remarked", 0),
        Err(error) => again(&req, org, month, false, error).await,
    }
}

pub(super) async fn share(req: Req, Path((org, month)): Of) -> Answer {
    let (org, month) = address(&org, &month)?;
    let public = req.form.ticked("public");
    if public && req.proved_recently().is_err() {
        return Ok(proof(org, month, ""));
    }
    let key = if public { "statement_opened" } else { "statement_withheld" };
    match share::share(&req.cx, &req.once(), org, month, public).await {
        Ok(()) => done(org, month, key, 0),
        Err(error) => again(&req, org, month, false, error).await,
    }
}
