//! Pages of the tree: the tree itself, one organisation, and the forms that change it.

mod form;
mod import;
mod label;
mod show;
mod tree;

use kit::{Policy, Routes};

use crate::access::{CHANGE, IMPORT, TAG, VIEW};

/// Routes of the pages.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/orgs", Policy::May(&VIEW), tree::index)
        .get("/orgs/import", Policy::May(&IMPORT), import::open)
        .post("/orgs/import", Policy::May(&IMPORT), import::send)
        .get("/orgs/{id}", Policy::May(&VIEW), show::show)
        .get("/orgs/{id}/children", Policy::May(&VIEW), tree::children)
        .post("/orgs/{id}/tags", Policy::May(&TAG), show::tag)
        .get("/orgs/{id}/add", Policy::May(&CHANGE), form::add)
        .post("/orgs/{id}/add", Policy::May(&CHANGE), form::send_add)
        .get("/orgs/{id}/alter", Policy::May(&CHANGE), form::alter)
        .post("/orgs/{id}/alter", Policy::May(&CHANGE), form::send_alter)
        .get("/orgs/{id}/move", Policy::May(&CHANGE), form::r#move)
        .post("/orgs/{id}/move", Policy::May(&CHANGE), form::send_move)
        .get("/orgs/{id}/merge", Policy::May(&CHANGE), form::merge)
        .post("/orgs/{id}/merge", Policy::May(&CHANGE), form::send_merge)
        .get("/orgs/{id}/dissolve", Policy::May(&CHANGE), form::dissolve)
        .post("/orgs/{id}/dissolve", Policy::May(&CHANGE), form::send_dissolve)
}
