//! Texts as users have them: `.docx` and `.txt`, paragraph by paragraph, with the numbers that the word processor keeps
//! outside the text.

mod body;
mod count;
mod numbering;
mod package;
mod styles;
mod xml;

use std::io::Cursor;

use crate::encoding::{Progress, TextReader};

/// One paragraph, or one row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The number that an automatic numbering puts before it, such as 第一条; empty if it has none.
    pub number: String,
    /// What it says; the cells of a row are apart by tabs.
    pub text: String,
    /// Level of its heading style, 1 for the highest; none for running text.
    pub heading: Option<u8>,
}

/// Upper bounds for one file: a small upload can unfold into gigabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProseLimits {
    /// Size of the file. Default 10 MiB.
    pub file_bytes: usize,
    /// Size of one part after unpacking. Default 64 MiB.
    pub part_bytes: u64,
    /// Parts inside a package. Default 4,096.
    pub zip_entries: usize,
    /// Paragraphs. Default 20,000.
    pub paragraphs: usize,
    /// Characters. Default 1,500,000.
    pub chars: usize,
}

impl Default for ProseLimits {
    fn default() -> Self {
        Self { file_bytes: 10 << 20, part_bytes: 64 << 20, zip_entries: 4_096, paragraphs: 20_000, chars: 1_500_000 }
    }
}

/// Why a file gives no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseFault {
    /// Nothing in it, or nothing that is text.
    Empty,
    /// Larger than allowed, packed or unpacked.
    TooBig,
    /// More paragraphs or characters than allowed.
    TooLong,
    /// A Word document of the old binary form (`.doc`), or of WPS's (`.wps`).
    OldWord,
    /// Protected by a password.
    Password,
    /// A PDF.
    Pdf,
    /// No text file and no Word document.
    Unknown,
    /// Damaged, or not as the format demands.
    Broken,
    /// Text of which some bytes fit no known encoding.
    Encoding,
}

impl ProseFault {
    /// The machine-readable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "prose_empty",
            Self::TooBig => "prose_too_big",
            Self::TooLong => "prose_too_long",
            Self::OldWord => "prose_old_word",
            Self::Password => "prose_password",
            Self::Pdf => "prose_pdf",
            Self::Unknown => "prose_unknown",
            Self::Broken => "prose_broken",
            Self::Encoding => "prose_encoding",
        }
    }
}

/// Reads a Word document or a text file; which of them it is, its first bytes say.
///
/// # Errors
/// See [`ProseFault`].
pub fn read_prose(bytes: &[u8], limits: &ProseLimits) -> Result<Vec<Paragraph>, ProseFault> {
    if bytes.len() > limits.file_bytes {
        return Err(ProseFault::TooBig);
    }
    let paragraphs = match bytes {
        [] => return Err(ProseFault::Empty),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => word(bytes, limits)?,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => return Err(package::compound(bytes)),
        [b'%', b'P', b'D', b'F', ..] => return Err(ProseFault::Pdf),
        [b'{', b'\\', b'r', b't', b'f', ..] => return Err(ProseFault::Unknown),
        _ => plain(bytes, limits)?,
    };
    if paragraphs.iter().all(|p| p.text.trim().is_empty() && p.number.is_empty()) {
        return Err(ProseFault::Empty);
    }
    bounded(&paragraphs, limits)?;
    Ok(paragraphs)
}

fn word(bytes: &[u8], limits: &ProseLimits) -> Result<Vec<Paragraph>, ProseFault> {
    // The reader of the package is foreign: a panic in it is a fault of the file, not of the server.
    let read = std::panic::AssertUnwindSafe(|| {
        let parts = package::open(bytes, limits)?;
        let styles = styles::Styles::read(parts.styles.as_deref().unwrap_or_default())?;
        let numbering = numbering::Numbering::read(parts.numbering.as_deref().unwrap_or_default())?;
        body::read(&parts.document, styles, numbering, limits)
    });
    std::panic::catch_unwind(read).unwrap_or(Err(ProseFault::Broken))
}

/// A text file: UTF-8, UTF-16 with a mark, or GB 18030; every line is a paragraph.
fn plain(bytes: &[u8], limits: &ProseLimits) -> Result<Vec<Paragraph>, ProseFault> {
    let mut reader = TextReader::new(Box::new(Cursor::new(bytes.to_vec())));
    let mut text = String::new();
    loop {
        match reader.pull(&mut text).map_err(|_| ProseFault::Unknown)? {
            Progress::More => {}
            Progress::End => break,
            Progress::Broken => return Err(ProseFault::Encoding),
        }
        if text.len() / 4 > limits.chars {
            return Err(ProseFault::TooLong);
        }
    }
    if is_web_page(&text) || text.contains('\0') {
        return Err(ProseFault::Unknown);
    }
    let lines = text.split('\n').flat_map(|line| line.trim_end_matches('\r').split('\r'));
    Ok(lines.map(|line| Paragraph { text: line.to_owned(), ..Paragraph::default() }).collect())
}

/// Some systems name a web page `.doc`.
fn is_web_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    start.starts_with('<') && ["<html", "<!doctype html", "<?xml"].iter().any(|tag| start.contains(tag))
}

fn bounded(paragraphs: &[Paragraph], limits: &ProseLimits) -> Result<(), ProseFault> {
    let chars: usize = paragraphs.iter().map(|p| p.text.chars().count()).sum();
    if paragraphs.len() > limits.paragraphs || chars > limits.chars { Err(ProseFault::TooLong) } else { Ok(()) }
}
