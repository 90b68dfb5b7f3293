//! What is true of milestones and their progress, whatever they are stored in.

mod draft;
pub mod number;

pub(crate) use draft::check_years;
pub use draft::{Measure, MilestoneDraft, Sense};
