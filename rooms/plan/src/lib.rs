//! Five-year plans (五年规划): what is to be reached in each year, by whom, measured how, and how far it is.
//!
//! Words: plan 规划, milestone 年度节点, owner 责任单位, measure 计量, progress 进度, no figure 待补.
//! Life: a plan is opened upon its document → milestones are added, changed (every state is kept) or withdrawn; each
//! rests on a clause; its owner reports for quarters and years, and what is not known stays unknown.
//! Recorded: `plan.opened`, `plan.milestone_added`, `plan.milestone_changed`, `plan.milestone_withdrawn`, `plan.reported`.
//! Tables owned: plan, milestone, milestone_history, milestone_progress
//! Tables read: org
//! Used by: target, paper, desk

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::{
    add::{add, change, withdraw},
    look_up::{MilestoneRef, milestone_refs_in, milestones_in},
    open::open,
    report::report,
    view::{MilestoneDetail, PlanListed, PlanYear, Plans, Shown, Tally, milestone, plan_year, plans, unreached_in},
};
pub use api::Api;
pub use rules::{Judgement, Measure, MilestoneDraft, Period, Report, Sense, Standing, number};
pub use store::{
    STATEMENTS,
    milestone::{MilestoneRow, PastState},
    plan::{OrgRow, PlanRow},
    progress::Stored,
};

/// The pages and the API of plans.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}

/// The sentences of plans.
pub const WORDS: &str = include_str!("words.toml");
