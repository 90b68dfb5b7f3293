//! The pages of letters: one's own, those below, issues and their editor, the letter as a paper with its signatures.

mod act;
mod board;
mod compare;
mod editor;
mod editor_form;
mod issue;
mod issues;
mod letter;
mod mine;
mod paper;
mod paste;
mod revise;
mod settings;
mod values;
mod verify;
pub(crate) mod view;

use kit::{Policy, Routes};

use crate::access::{ANSWER, COUNTERSIGN, ISSUE, OBJECT, READ, REVISE, SET, SIGN, WRITE};

/// Every page of the room.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/letters", Policy::May(&READ), mine::index)
        .get("/letters/below", Policy::May(&READ), board::show)
        .get("/letters/below.csv", Policy::May(&READ), board::export)
        .get("/letters/settings", Policy::May(&READ), settings::show)
        .post("/letters/settings", Policy::May(&SET), settings::set)
        .and(issues())
        .and(letters())
}

fn issues() -> Routes {
    Routes::new()
        .get("/letters/issues", Policy::May(&READ), issues::index)
        .post("/letters/issues", Policy::May(&WRITE), issues::begin)
        .get("/letters/issues/{id}", Policy::May(&READ), issue::show)
        .get("/letters/issues/{id}/edit", Policy::May(&WRITE), editor::edit)
        .post("/letters/issues/{id}/edit", Policy::May(&WRITE), editor::save)
        .post("/letters/issues/{id}/weight", Policy::May(&WRITE), editor::weight)
        .post("/letters/issues/{id}/issue", Policy::May(&ISSUE), issue::issue)
        .post("/letters/issues/{id}/discard", Policy::May(&WRITE), issue::discard)
        .post("/letters/issues/{id}/template", Policy::May(&WRITE), issue::template)
        .post("/letters/issues/{id}/countersign", Policy::May(&COUNTERSIGN), issue::countersign)
        .get("/letters/issues/{id}/values", Policy::May(&WRITE), values::show)
        .post("/letters/issues/{id}/values", Policy::May(&WRITE), values::send)
}

fn letters() -> Routes {
    Routes::new()
        .get("/letters/{org}/{issue}", Policy::May(&READ), letter::show)
        .get("/letters/{org}/{issue}/verify", Policy::May(&READ), verify::show)
        .get("/letters/{org}/{issue}/text", Policy::May(&READ), verify::text)
        .get("/letters/{org}/{issue}/compare", Policy::May(&READ), compare::show)
        .post("/letters/{org}/{issue}/sign", Policy::May(&SIGN), act::sign)
        .post("/letters/{org}/{issue}/countersign", Policy::May(&COUNTERSIGN), act::countersign)
        .post("/letters/{org}/{issue}/object", Policy::May(&OBJECT), act::object)
        .get("/letters/{org}/{issue}/answer", Policy::May(&ANSWER), revise::answer_form)
        .post("/letters/{org}/{issue}/answer", Policy::May(&ANSWER), revise::answer)
        .post("/letters/{org}/{issue}/withdraw", Policy::May(&ANSWER), act::withdraw)
        .get("/letters/{org}/{issue}/revise", Policy::May(&REVISE), revise::form)
        .post("/letters/{org}/{issue}/revise", Policy::May(&REVISE), revise::revise)
}
