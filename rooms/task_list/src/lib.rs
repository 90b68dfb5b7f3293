//! The month: lists of items sent to many organisations, and what each of them does about every item.
//!
//! Words: 交办单 list, 事项 item, 签收 sign, 上报 report, 核验 verify, 退回 return, 销号 close, 申请不办 decline, 晒账 statement.
//! Life: a list is draft → (sending →) sent → withdrawn, moved by its own organisation; an assignment is issued →
//! signed → reported (by its organisation) → verified → closed (by superiors up to the issuer), with returns, declines
//! decided by somebody else than the sender, extensions answered by the issuer, and withdrawal.
//! Tables owned: task_list, item, assignment, assignment_step, evidence, roll_up, item_tally, standing, workday
//! Tables read: org, org_history, org_alias, org_tag, post; clauses and targets through their rooms
//! Used by: reminder, statement, meeting, desk, server.

pub mod access;
mod actions;
mod api;
pub mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::asked::{AskedOf, OwnList, asked_of, asked_of_in, cards_of_month_in};
pub use actions::board::{AssignmentQuery, Board, BoardQuery, BoardRow, Cell, assignments, board};
pub use actions::card::{Can, Card, Detail, ItemView, SplitView, StepView, assignment, photo};
pub use actions::decided::{Decided, DecidedItem, asking_in, decided_in, draft_decision_in, members_in, workdays_in};
pub use actions::decline::{answer_decline, ask_decline};
pub use actions::draft::{copy_of_last_month, create, discard, edit};
pub use actions::extend::{answer_extension, ask_extension};
pub use actions::ground::{ChainLink, Offered, chains_in, grounded_in, offered_in};
pub use actions::lists::{ChildProgress, ItemProgress, ListDetail, ListView, list, lists};
pub use actions::my_month::my_month;
pub use actions::near::near_due;
pub use actions::open::{Open, open_in};
pub use actions::overview::{Counts, Overview, OverviewChild, overview, overview_in};
pub use actions::preview::{Preview, count, preview};
pub use actions::queue::queue;
pub use actions::received::{Received, may_see_received, received_in, recipients_in};
pub use actions::report::{ReportInput, report};
pub use actions::resting::{Arrival, Baseless, RedList, Resting, arrivals_in, baseless, resting_in};
pub use actions::send::{AT_ONCE_MOST, Sent, resume_sending, send};
pub use actions::sign::sign;
pub use actions::split::split;
pub use actions::upkeep::{Move, check, recompute, rehome};
pub use actions::verify::{close_many, send_back, verify_many};
pub use actions::withdraw::{withdraw_list, withdraw_some};
pub use actions::{Key, MANY_MOST, Seen};
pub use api::Api;
pub use rules::{
    Answers, Audience, Budget, Choice, Duty, Field, Finding, Form, Given, Ground, ItemDraft, Kind, Light, Lights,
    ListDraft, Load, Over, Shown, Stage, State, StepKind, Value, Verdict,
};
pub use store::STATEMENTS;
pub use store::evidence::Evidence;
pub use store::open::OpenList;
pub use store::tree::OrgRef;

/// The sentences of this room.
pub const WORDS: &str = concat!(include_str!("words.toml"), "\n", include_str!("rules/words.toml"));

/// The pages and the API of this room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
