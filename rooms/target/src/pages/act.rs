//! What the forms of a letter do: sign, countersign, object, withdraw.

use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::Fault;
use kit::{Answer, Req, redirect_with};

use super::letter;
use super::view;
use crate::actions::{Key, countersign as issuer, object as objection, sign as recipient, withdraw as issuing};

/// An address of a letter.
type Place = Path<(String, String)>;

/// 签订.
pub(super) async fn sign(req: Req, Path(path): Place) -> Answer {
    let key = view::key(&path)?;
    let done = async {
        let proof = account::proof_of_form(&req).await?;
        recipient::sign(&req.cx, &req.once(), proof, view::seen(&req, key)).await
    };
    let done = done.await.map(drop);
    finish(&req, key, "target_signed", done).await
}

/// 会签 of one letter.
pub(super) async fn countersign(req: Req, Path(path): Place) -> Answer {
    let key = view::key(&path)?;
    let which = issuer::Which::These(vec![(key.org, view::seen(&req, key).version)]);
    let done = async {
        let proof = account::proof_of_form(&req).await?;
        issuer::countersign(&req.cx, &req.once(), proof, key.issue, which).await
    };
    let done = done.await.map(drop);
    finish(&req, key, "target_countersigned", done).await
}

/// 提出异议.
pub(super) async fn object(req: Req, Path(path): Place) -> Answer {
    let key = view::key(&path)?;
    let reason = req.form.get("reason").to_owned();
    let done = objection::object(&req.cx, &req.once(), view::seen(&req, key), reason).await;
    finish(&req, key, "target_objected", done).await
}

/// 收回.
pub(super) async fn withdraw(req: Req, Path(path): Place) -> Answer {
    let key = view::key(&path)?;
    let reason = req.form.get("reason").to_owned();
    let done = issuing::withdraw(&req.cx, &req.once(), view::seen(&req, key), reason).await;
    finish(&req, key, "target_withdrawn", done).await
}

/// Back to the letter, or the letter again with what is wrong.
async fn finish(req: &Req, key: Key, done: &str, result: Result<(), AppError>) -> Answer {
    match result {
        Ok(()) => Ok(redirect_with(&view::href(key), done, 1)),
        Err(AppError::Invalid(faults)) => {
            let rev = req.form.get("rev").parse().ok();
            letter::page(req, key, rev, StatusCode::UNPROCESSABLE_ENTITY, &faults).await
        }
        // Somebody was faster: the letter as it stands now, with what was typed; nothing was done.
        Err(AppError::Conflict(_)) => {
            letter::page(req, key, None, StatusCode::CONFLICT, &vec![Fault::new("target_newer")]).await
        }
        Err(other) => Err(other.into()),
    }
}
