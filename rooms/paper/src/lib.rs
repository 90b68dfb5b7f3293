//! Official papers (公文): what other rooms hold, on paper, with a number and a code by which anyone can check it.
//!
//! Words: paper 公文, kind 文种, wording 文稿, register 登记簿, check code 核验码, batch 批量打印, template 模板.
//! Life: a paper is made when its subject is first printed as it stands and never changes; when the subject changes,
//! printing it makes a new one, and the older is told to be superseded. A batch is waiting → working → done | failed |
//! cancelled, and forgotten with its file some days later.
//! Recorded: `paper.made`, `paper.batch_ordered`, `paper.batch_cancelled`, `paper.template_changed`.
//! Tables owned: paper, paper_code, paper_batch, paper_template, paper_text
//! Tables read: org (what it prints, it reads through the front doors of the other rooms)
//! Used by: server

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::{
    batch::{Plan, batch, batches, cancel, fetch, order, plan},
    check::{Checked, check},
    fonts::use_fonts,
    print::{Printed, print},
    produce::{Refused, make_batch},
    template::{NewVersion, Versions, change, preview, template, templates},
    work::{sweep, work},
};
pub use api::Api;
pub use rules::{
    address::{Edition, Subject},
    kind::{Format, Kind},
    order::Of,
    template::Template,
};
pub use store::{
    STATEMENTS,
    batch::{Batch, BatchId, BatchRow},
    template::VersionRow,
};

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// The pages and the API of this room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
