//! What the month knows without a database: states, forms, prices, audiences, lights, numbers.

pub mod answer;
pub mod audience;
pub mod form;
pub mod item;
pub mod light;
pub mod number;
pub mod price;
pub mod stage;
pub mod state;
pub mod step;

pub use answer::{Answers, Given, Shown, Value};
pub use audience::{Audience, Clause};
pub use form::{Field, Form, Kind};
pub use item::{ItemDraft, ListDraft};
pub use light::{Light, Lights};
pub use price::{Budget, Finding, Load, Over, Verdict};
pub use stage::Stage;
pub use state::{Duty, State, Verifier};
pub use step::StepKind;
