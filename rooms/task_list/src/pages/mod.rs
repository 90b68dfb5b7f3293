//! The pages of the month: cards, assignments, boards, the queue, lists and their editor, the overview.

mod act;
mod assignment;
mod baseless;
mod board;
mod board_file;
mod clauses;
mod conflict;
mod csv;
mod draft;
mod editor;
mod editor_view;
mod fields;
mod forms;
pub mod ground;
mod link;
mod lists;
mod month;
mod price;
mod queue;
mod send;
mod todo;
mod told;
pub mod view;
mod when;
mod write;

use kit::{Policy, Routes};

use crate::access::{ASK, DECIDE, EXTEND, READ, REPORT, SEND, SIGN, SPLIT, VERIFY, WITHDRAW, WRITE};

pub use board::bar_row;
pub use fields::{FieldKind, FieldView};
pub use forms::{Photo, PhotoBox, ReportForm};
pub use link::href;
pub use month::month_tiles;
pub use todo::{Todo, TodoAct, todo};
pub use view::{BarRow, Chip, Lamp, Stack, Tile, Tokens};

/// Every page of the room.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lists", Policy::May(&READ), lists::index)
        .get("/lists/new", Policy::May(&WRITE), write::new)
        .post("/lists/new", Policy::May(&WRITE), write::create)
        .get("/lists/baseless", Policy::May(&READ), baseless::show)
        .post("/lists/price", Policy::May(&WRITE), write::price)
        .get("/lists/{id}", Policy::May(&READ), lists::show)
        .get("/lists/{id}/edit", Policy::May(&WRITE), write::edit)
        .post("/lists/{id}/edit", Policy::May(&WRITE), write::save)
        .post("/lists/{id}/discard", Policy::May(&WRITE), write::discard)
        .get("/lists/{id}/preview", Policy::May(&WRITE), send::preview)
        .post("/lists/{id}/send", Policy::May(&SEND), send::send)
        .post("/lists/{id}/withdraw", Policy::May(&WITHDRAW), send::withdraw)
        .get("/board", Policy::May(&READ), board::show)
        .get("/board.csv", Policy::May(&READ), board_file::export)
        .get("/queue", Policy::May(&READ), queue::show)
        .get("/queue/pane", Policy::May(&READ), queue::pane)
        .post("/queue", Policy::May(&VERIFY), queue::verify_chosen)
        .get("/month/{month}", Policy::May(&READ), month::show)
        .get("/month/{month}/table.csv", Policy::May(&READ), month::export)
        .and(assignments())
}

/// One assignment: its page, its card, its photos, and what its forms do.
fn assignments() -> Routes {
    Routes::new()
        .get("/assignments/{org}/{month}/{item}", Policy::May(&READ), assignment::show)
        .get("/assignments/{org}/{month}/{item}/card", Policy::May(&READ), act::card)
        .get("/assignments/{org}/{month}/{item}/photos/{hash}", Policy::May(&READ), assignment::photo)
        .post("/assignments/{org}/{month}/{item}/sign", Policy::May(&SIGN), act::sign)
        .post("/assignments/{org}/{month}/{item}/report", Policy::May(&REPORT), act::report)
        .post("/assignments/{org}/{month}/{item}/ask_decline", Policy::May(&ASK), act::ask_decline)
        .post("/assignments/{org}/{month}/{item}/ask_extension", Policy::May(&ASK), act::ask_extension)
        .post("/assignments/{org}/{month}/{item}/split", Policy::May(&SPLIT), act::split)
        .post("/assignments/{org}/{month}/{item}/verify", Policy::May(&VERIFY), act::verify)
        .post("/assignments/{org}/{month}/{item}/return", Policy::May(&VERIFY), act::send_back)
        .post("/assignments/{org}/{month}/{item}/answer_decline", Policy::May(&DECIDE), act::answer_decline)
        .post("/assignments/{org}/{month}/{item}/answer_extension", Policy::May(&EXTEND), act::answer_extension)
        .post("/assignments/{org}/{month}/{item}/withdraw", Policy::May(&WITHDRAW), act::withdraw)
}
