//! The month's statements (晒账单): what an organisation was asked, what it did and what that cost, in the open.
//!
//! Words: statement 晒账单, revision 版, correction 更正, remark 上级意见, proof code 证明码.
//! Life: drafted by the system → completed and published (revision 1, sealed) → corrected (revision 2 …, two persons).
//! Tables owned: statement, statement_month, statement_correction, statement_remark
//! Tables read: org, task_list, item, assignment, assignment_step
//! Used by: meeting, desk

mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::{ACTIONS, may_read};
pub use actions::{
    check::check,
    circle::{Circle, Counts, Entry, Scope, Wanted, circle, counts_below_in},
    correct::{Proposal, propose},
    decide::{confirm, refuse},
    publish::{Publication, Published, publish},
    remark::remark,
    save::save,
    sealed::{count_publishers_in, newest_in, open_proposals_in, published_in, publishers_in},
    share::share,
    show::{Asked, Proposed, Remark, Revision, Rights, Shown, public, show, standing, standing_in},
};
pub use api::Api;
pub use rules::{
    canonical,
    facts::{Asked as AskedBy, Facts, Issued, Line, State, Statement, Summary, Version},
    month::{GRACE_MS, Standing, closes_at, is_closed},
    personal,
    texts::{Texts, one_form, written_faults},
};
pub use store::{Correction, MonthRow, OpenProposal, OrgRow, STATEMENTS, Sealed};

/// The pages and the API of statements.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}

/// The sentences of statements.
pub const WORDS: &str = include_str!("words.toml");
