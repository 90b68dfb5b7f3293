//! Official papers (公文) as PDF and as Word documents, in the layout of GB/T 9704-2012.
//!
//! A [`Paper`] says what is printed, a [`Layout`] how, [`Fonts`] with what; a [`Wording`] makes papers of facts. [`pdf`] and [`docx`] are pure: the
//! same paper gives the same bytes, nothing is read from disk, and no text is ever taken for mark-up. It knows
//! no room of the house: what a paper says is told by the caller.
//!
//! ```no_run
//! use press::{Block, Fonts, Layout, Paper};
//! # fn main() -> Result<(), press::PressFault> {
//! let paper = Paper {
//!     title: "关于召开例会的通知".to_owned(),
//!     blocks: vec![Block::Paragraph { text: "定于本月召开例会。".to_owned() }],
//!     ..Paper::default()
//! };
//! let layout = Layout::default();
//! let bytes = press::pdf(&paper, &layout, &Fonts::bundled()?)?;
//! let word = press::docx(&paper, &layout)?;
//! # Ok(()) }
//! ```

mod arrange;
mod bundle;
mod chars;
mod fault;
mod fonts;
mod layout;
mod paper;
mod pdf;
mod qr;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
mod word;
mod wording;

pub use bundle::Bundle;
pub use fault::PressFault;
pub use fonts::{Fonts, missing_glyphs};
pub use layout::{Colours, Grid, Labels, Layout, Page, Role, Rules, Style, Weight, twips};
pub use paper::{Align, Annex, Block, Colophon, Column, Head, Paper, Party, Proof, Signature, Table};
pub use pdf::pdf;
pub use word::docx;
pub use wording::{Flaw, Wording, WordingFault};
