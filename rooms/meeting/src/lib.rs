//! Monthly meetings (例会): series, the agenda that the ledger makes, decisions that become items, minutes, calendars.
//!
//! Words: meeting 例会, series 例会安排, agenda 议程, decision 决定, carry over 顺延, minutes 会议纪要, adopt 定稿.
//! Life: a meeting is planned (by its series or ad hoc) → held (its agenda keeps its figures) | cancelled; a decision is
//! open → listed → done | dropped and stands on every next agenda while it is open; minutes are drafted → adopted
//! (revision 1, sealed) → corrected (revision 2 …, two persons).
//! Tables owned: meeting_series, meeting, meeting_guest, agenda_line, decision, minutes, minutes_correction, calendar_feed
//! Tables read: org, post, account, workday; clauses and targets through task_list
//! Used by: paper, desk, server

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::{ACTIONS, Sight};
pub use actions::{
    adopt::{Adopted, Sheet, adopt, may_see_minutes_in, minutes, minutes_in, write_minutes},
    agenda::{add_topic, drop_topic},
    attend::{Attendance, attend},
    calendar::{calendar, calendar_made_at, close_calendar, open_calendar},
    call::call,
    check::check,
    correct::{confirm, propose, refuse},
    decide::{amend, decide},
    follow::{drop_decision, finish, to_list},
    hold::hold,
    reschedule::{Move, cancel, reschedule},
    series::{end_series, look_ahead, save_series},
    show::{
        AgendaEntry, DecisionView, GuestView, ProposalView, Rights, Shown, meeting, meeting_of, open_decisions_in,
        titles_in,
    },
    view::{Choices, Entry, Meetings, SeriesView, choices, meetings, named, posts_named, series},
};
pub use api::Api;
pub use rules::{
    Clock, DecisionDraft, Figures, Invited, Kind, Line, Minutes, Plan, Rhythm, SeriesDraft, Shift, Stage, Standing,
    decision::{level_below, oneself},
    ical,
    minutes::{self as canonical, Decided, Presence, Version},
};
pub use store::{
    STATEMENTS,
    meeting::MeetingRow,
    org::OrgRow,
    series::{OfSeries, SeriesId},
};

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// The pages and the API of this room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
