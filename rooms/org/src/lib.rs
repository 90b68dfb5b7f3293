//! Organisations: own identity for life; names, codes, kinds and superiors as dated facts.
//!
//! Words: organisation 党组织, superior 上级, branch (an organisation and all below), edition (a list of all
//! divisions as of a day), former name 曾用名.
//! Life: added → altered, moved (any number of times) → dissolved or merged; nothing ends while it has children.
//! Recorded: `org.imported`, `org.replayed`, `org.added`, `org.altered`, `org.moved`, `org.merged`, `org.dissolved`
//! (their detail holds `moved: [{org, from, to, day}]`, in the order in which prefixes of places may be replaced one
//! after the other), `org.tagged`, `org.untagged`, `org.aliases_learnt`.
//! Tables owned: org, org_history, org_code, org_alias, org_tag
//! Tables read: none of other rooms
//! Used by: account, access, task_list, statement, desk, server

pub mod access;
mod actions;
mod api;
mod pages;
pub mod rules;
mod sheet;
mod store;

pub use access::ACTIONS;
pub use actions::{
    change::{Changed, Deed, Doing, change, preview},
    effect::Effect,
    find::{Found, find, show},
    naming::{each_named, named, names_of},
    tag::set_tag,
    view::{Branch, Facts, Past, Placed, Portrait, Shown, children, count, heads, list, portrait},
};
pub use api::{
    Api,
    audience::{AudienceBody, ChoiceBody},
};
pub use rules::{AUDIENCE_CHOICES_MOST, Audience, Choice, Moved, NAMED_MOST};
pub use sheet::{
    AliasReport, How, ImportReport, Problem, ReplayDay, ReplayReport, Sheet, check, import_file, import_sheet,
    load_aliases, replay_file,
};
pub use store::{
    STATEMENTS,
    audience::{Member, Resolved, members_in, resolve_in},
    refs::{OrgRef, org_in, orgs_in, short_name_in},
};

/// The sentences of the room.
pub const WORDS: &str = include_str!("words.toml");

/// Pages and API of the room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
