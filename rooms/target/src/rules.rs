//! What letters know without a database: how they are written, what may be done with them, the text that is
//! sealed and what a signature says.

pub(crate) mod attest;
pub(crate) mod draft;
pub(crate) mod letter;
pub(crate) mod number;
pub(crate) mod revision;
pub(crate) mod state;

pub use attest::{Attestation, Side};
pub use draft::{Cut, IssueDraft, Kind, Stage, TARGETS_MOST, TargetDraft, Upper, WHOLE, read_tenths, tenths};
pub use letter::{Letter, Party, SheetLine, Version};
pub use revision::Line;
pub use state::{Shown, State, StepKind};
