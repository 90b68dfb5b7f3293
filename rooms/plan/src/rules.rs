//! What is true of milestones and their progress, whatever they are stored in.

pub(crate) mod draft;
pub mod number;
pub(crate) mod progress;

pub(crate) use draft::check_years;
pub use draft::{Measure, MilestoneDraft, Sense};
pub use progress::{Judgement, Period, Report, Standing};
