//! What the month knows without a database: states, forms, prices, audiences, lights, numbers.

pub(crate) mod answer;
pub(crate) mod form;
pub(crate) mod item;
pub(crate) mod light;
pub(crate) mod number;
pub(crate) mod price;
pub(crate) mod stage;
pub(crate) mod state;
pub(crate) mod step;

pub use answer::{Answers, Given, Shown, Value};
pub use form::{Field, Form, Kind};
pub use item::{Ground, ItemDraft, ListDraft};
pub use light::{Light, Lights};
pub use org::{Audience, Choice};
pub use price::{Budget, Finding, Load, Over, Verdict};
pub use stage::Stage;
pub(crate) use state::Verifier;
pub use state::{Duty, State};
pub use step::StepKind;
