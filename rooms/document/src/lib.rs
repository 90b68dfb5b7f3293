//! Documents (文件) and their clauses: what targets, items and milestones rest on, and whether anything does.
//!
//! Words: document 文件, version 版本, clause 条款, replaces 替代, citation 引用, “1+3” framework “1+3”框架,
//! work procedure 工作规程.
//! Life: entered as a draft (cut by the program, put right by hand) → in force from a day → replaced by the next version
//! or ended; a clause in force is never edited or deleted, so whatever rests on it keeps its ground.
//! Recorded: `document.entered`, `document.edited`, `document.described`, `document.published`, `document.revised`,
//! `document.discarded`, `document.ended`.
//! Tables owned: document, document_version, clause, clause_replacement, citation, clause_gram
//! Tables read: org
//! Used by: plan, target, task_list, statement, meeting, paper, desk

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::{ACTIONS, may_read};
pub use actions::{
    cite::{cite_in, clauses_in, document_in, relabel_in, uncite_in},
    clause::{ClauseDetail, clause},
    compare::{Comparison, comparison},
    describe::describe,
    discard::discard,
    edit::{Draft, edit},
    end::end,
    enter::enter,
    idle::{Idle, idle},
    list::{Documents, Framework, Listed, Procedures, Query, State, documents, framework, procedures, titles_in},
    open::{Before, Editing, Opened, Rights, editing, open},
    publish::publish,
    read::{Reading, Wanted, version, version_in},
    revise::revise,
    search::{CLAUSES_SHOWN, ClauseHit, DOCUMENTS_MOST, DocumentHit, Found, Search, pick, reference, search},
    source::Source,
};
pub use api::Api;
pub use pages::{Picker, picked};
pub use rules::{About, Change, Citation, Citing, ClauseDraft, In, Kind, Pair, Part, Run, Slot, Step};
pub use store::{
    STATEMENTS,
    citation::CitationRow,
    clause::{Clause, ClauseRef},
    document::{DocumentRow, Owner},
    idle::IdleDocument,
    version::{Heading, VersionRow},
};

/// The pages and the API of documents.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}

/// The sentences of documents.
pub const WORDS: &str = include_str!("words.toml");
