//! What a meeting knows without a database: days, who comes, the agenda, decisions, minutes, calendars.

pub(crate) mod agenda;
pub(crate) mod correction;
pub(crate) mod decision;
pub mod ical;
pub(crate) mod invited;
pub mod minutes;
pub(crate) mod plan;
pub(crate) mod rhythm;

pub use agenda::{Figures, Kind, Line};
pub use decision::{DecisionDraft, Standing};
pub use invited::Invited;
pub use minutes::Minutes;
pub use plan::{Clock, Plan, SeriesDraft, Stage};
pub use rhythm::{Rhythm, Shift};
