//! What the forms of an assignment do: sign, report, ask, verify, return, answer, withdraw, split.

use axum::{
    http::{HeaderValue, StatusCode},
    response::Response,
};
use cx::AppError;
use kernel::Faults;
use kit::{Answer, FormView, Req, redirect};

use super::{
    assignment::{self, Place, key_of},
    conflict, fields,
    forms::{AskKind, here},
    link,
    todo::{TodoPart, todo},
};
use crate::actions::{
    self, Key, Seen,
    card::{self, Card},
    report::ReportInput,
};

/// What the form was about: the assignment, and the version its editor had.
fn seen(req: &Req, place: &Place) -> Result<Seen, AppError> {
    Ok(Seen { key: key_of(place)?, version: req.form.get("version").parse().unwrap_or(0) })
}

/// Whether the form stands in a card, whose answer is a card.
pub(super) fn in_card(req: &Req) -> bool {
    req.htmx && req.form.ticked("in_card")
}

/// 签收.
pub(crate) async fn sign(req: Req, place: Place) -> Answer {
    let seen = seen(&req, &place)?;
    let done = actions::sign::sign(&req.cx, &req.once(), vec![seen]).await;
    finish(&req, seen.key, "task_list_signed", done.map(drop), None).await
}

/// 上报. What a conflict left to choose is chosen by then.
pub(crate) async fn report(mut req: Req, place: Place) -> Answer {
    req.form = conflict::chosen(&req.form);
    let seen = seen(&req, &place)?;
    let item = card::assignment(&req.cx, seen.key).await?.card.item;
    let happened_on = match req.form.parsed("happened_on", "not_a_day") {
        Ok(day) => day,
        Err(fault) => return refused_report(&req, seen.key, &vec![fault]).await,
    };
    let input = ReportInput {
        answers: fields::given(&item.form, &req.form),
        note: req.form.get("note").to_owned(),
        happened_on,
        photos: req.form.files.iter().map(|f| f.bytes.to_vec()).collect(),
    };
    match actions::report::report(&req.cx, &req.once(), seen, input).await {
        Err(AppError::Invalid(faults)) => refused_report(&req, seen.key, &faults).await,
        Err(AppError::Conflict(_)) => conflict::of_report(&req, seen.key).await,
        done => finish(&req, seen.key, "task_list_reported", done.map(drop), None).await,
    }
}

/// The form again, with everything typed and what is wrong with it.
async fn refused_report(req: &Req, key: Key, faults: &Faults) -> Answer {
    let detail = card::assignment(&req.cx, key).await?;
    let typed = FormView::again(&req.form).refused(faults, &req.w);
    if in_card(req) {
        let todo = todo(req, &detail.card, true, Some(&typed));
        return req.render_as(StatusCode::UNPROCESSABLE_ENTITY, &TodoPart { w: req.w, todo });
    }
    assignment::page(req, &detail, StatusCode::UNPROCESSABLE_ENTITY, Some(&typed), None)
}

/// 申请不办.
pub(crate) async fn ask_decline(req: Req, place: Place) -> Answer {
    let (seen, reason) = (seen(&req, &place)?, req.form.get("reason").to_owned());
    let done = actions::decline::ask_decline(&req.cx, &req.once(), seen, reason).await;
    finish(&req, seen.key, "task_list_declined", done, Some(AskKind::Decline)).await
}

/// 申请延期.
pub(crate) async fn ask_extension(req: Req, place: Place) -> Answer {
    let (seen, reason) = (seen(&req, &place)?, req.form.get("reason").to_owned());
    let done = match req.form.parsed("day", "not_a_day") {
        Ok(day) => actions::extend::ask_extension(&req.cx, &req.once(), seen, day, reason).await,
        Err(fault) => Err(fault.into()),
    };
    finish(&req, seen.key, "task_list_extension_asked", done, Some(AskKind::Extension)).await
}

/// 核验, and 销号 by the issuer.
pub(crate) async fn verify(req: Req, place: Place) -> Answer {
    let seen = seen(&req, &place)?;
    let done = actions::verify::verify_many(&req.cx, &req.once(), vec![seen]).await;
    finish(&req, seen.key, "task_list_verified", done.map(drop), None).await
}

/// 退回.
pub(crate) async fn send_back(req: Req, place: Place) -> Answer {
    let (seen, reason) = (seen(&req, &place)?, req.form.get("reason").to_owned());
    let done = actions::verify::send_back(&req.cx, &req.once(), seen, reason).await;
    finish(&req, seen.key, "task_list_returned", done.map(drop), Some(AskKind::Return)).await
}

/// Whether the pressed button says yes.
fn says_yes(req: &Req) -> bool {
    req.form.get("answer") == "yes"
}

/// The answer to 申请不办.
pub(crate) async fn answer_decline(req: Req, place: Place) -> Answer {
    let (seen, reason) = (seen(&req, &place)?, req.form.get("reason").to_owned());
    let done = actions::decline::answer_decline(&req.cx, &req.once(), seen, says_yes(&req), reason).await;
    finish(&req, seen.key, "task_list_answered", done, Some(AskKind::AnswerDecline)).await
}

/// The answer to 申请延期.
pub(crate) async fn answer_extension(req: Req, place: Place) -> Answer {
    let (seen, reason) = (seen(&req, &place)?, req.form.get("reason").to_owned());
    let done = actions::extend::answer_extension(&req.cx, &req.once(), seen, says_yes(&req), reason).await;
    finish(&req, seen.key, "task_list_answered", done, Some(AskKind::AnswerExtension)).await
}

/// 撤回 of one assignment.
pub(crate) async fn withdraw(req: Req, place: Place) -> Answer {
    let (seen, reason) = (seen(&req, &place)?, req.form.get("reason").to_owned());
    let done = actions::withdraw::withdraw_some(&req.cx, &req.once(), vec![seen], reason).await;
    finish(&req, seen.key, "task_list_withdrawn", done.map(drop), Some(AskKind::Withdraw)).await
}

/// 分解: on to the editor of the draft that was made.
pub(crate) async fn split(req: Req, place: Place) -> Answer {
    let seen = seen(&req, &place)?;
    match actions::split::split(&req.cx, &req.once(), seen).await {
        Ok(list) => Ok(kit::redirect_with(&format!("/lists/{list}/edit"), "task_list_split", 1)),
        Err(error) => finish(&req, seen.key, "task_list_split", Err(error), None).await,
    }
}

/// What follows a form: the card, the page it came from, the form again, or both versions side by side.
async fn finish(
    req: &Req,
    key: Key,
    done: &'static str,
    result: Result<(), AppError>,
    kind: Option<AskKind>,
) -> Answer {
    match result {
        Ok(()) if in_card(req) => {
            let card = card::assignment(&req.cx, key).await?.card;
            fresh_card(req, &card, done)
        }
        Ok(()) => Ok(redirect(&after(req, key, done, kind))),
        Err(AppError::Invalid(faults)) => {
            let detail = card::assignment(&req.cx, key).await?;
            let typed = FormView::again(&req.form).refused(&faults, &req.w);
            let refused = Some((kind.unwrap_or(AskKind::Withdraw), &typed));
            assignment::page(req, &detail, StatusCode::UNPROCESSABLE_ENTITY, None, refused)
        }
        Err(AppError::Conflict(_)) => conflict::of_step(req, key).await,
        Err(other) => Err(other.into()),
    }
}

/// The card as it stands now, and a sentence for who works with htmx.
fn fresh_card(req: &Req, card: &Card, done: &str) -> Answer {
    let part = TodoPart { w: req.w, todo: todo(req, card, false, None) };
    let mut response = req.render(&part)?;
    let text = req.w.n(&format!("done.{done}"), 1);
    toast(&mut response, &text);
    Ok(response)
}

/// Lets the page say a sentence: headers are ASCII, so other letters are written as JSON escapes.
fn toast(response: &mut Response, text: &str) {
    let mut safe = String::new();
    for unit in text.encode_utf16() {
        match u8::try_from(unit).ok().filter(|b| (0x20..0x7f).contains(b) && !matches!(b, b'"' | b'\\')) {
            Some(plain) => safe.push(char::from(plain)),
            None => safe.push_str(&format!("\\u{unit:04x}")),
        }
    }
    let value = format!("{{\"qd:toast\":{{\"kind\":\"good\",\"text\":\"{safe}\"}}}}");
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert("hx-trigger", value);
    }
}

/// Where a form leads, with its sentence, and the draft that the device may drop.
fn after(req: &Req, key: Key, done: &str, kind: Option<AskKind>) -> String {
    let to = here(req, &link::href(key));
    let joint = if to.contains('?') { '&' } else { '?' };
    let draft = kind.map_or("report", AskKind::id);
    format!("{to}{joint}done={done}&n=1&draft={draft}-{}", link::key_text(key))
}

/// A card alone: to fold the report out and in.
pub(crate) async fn card(req: Req, place: Place) -> Answer {
    let card = card::assignment(&req.cx, key_of(&place)?).await?.card;
    let open = req.query.ticked("open");
    req.render(&TodoPart { w: req.w, todo: todo(&req, &card, open, None) })
}
