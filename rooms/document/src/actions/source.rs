//! Where the text of a draft comes from, and how it becomes clauses.

use cx::{AppError, Files, Permit};
use kernel::Fault;
use office::{ProseFault, ProseLimits, read_prose};

use crate::rules::{
    ClauseDraft,
    draft::{self, of_pieces},
    split::{Line, split},
};

/// Where the text of a draft comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A pasted text; the program cuts it.
    Text(String),
    /// A Word document or a text file; the program reads and cuts it, and keeps the file.
    File {
        /// Its name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Clauses that are cut already.
    Clauses(Vec<ClauseDraft>),
}

/// A source that was read.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) clauses: Vec<ClauseDraft>,
    /// Name and bytes of the file; empty if there is none.
    file: (String, Vec<u8>),
}

impl Prepared {
    /// Keeps the file for good; answers its hash and name, both empty if there is none.
    pub(crate) fn keep(&self, files: &Files, _: &Permit) -> Result<(String, String), AppError> {
        let (name, bytes) = &self.file;
        if bytes.is_empty() {
            return Ok((String::new(), String::new()));
        }
        Ok((files.put(bytes)?, name.clone()))
    }
}

/// Reads a source and cuts it, off the async threads.
pub(crate) async fn prepare(source: Source) -> Result<Prepared, AppError> {
    tokio::task::spawn_blocking(move || prepared(source))
        .await
        .map_err(|e| AppError::Internal(format!("reading a text: {e}")))?
}

fn prepared(source: Source) -> Result<Prepared, AppError> {
    let none = (String::new(), Vec::new());
    let prepared = match source {
        Source::Text(text) => Prepared { clauses: of_pieces(split(&Line::of_text(&text))), file: none },
        Source::File { name, bytes } => {
            let paragraphs = read_prose(&bytes, &ProseLimits::default()).map_err(refused)?;
            let lines: Vec<Line> =
                paragraphs.into_iter().map(|p| Line { number: p.number, text: p.text, heading: p.heading }).collect();
            Prepared { clauses: of_pieces(split(&lines)), file: (name, bytes) }
        }
        Source::Clauses(mut clauses) => {
            draft::settle(&mut clauses);
            Prepared { clauses, file: none }
        }
    };
    let faults = draft::faults(&prepared.clauses);
    if faults.is_empty() { Ok(prepared) } else { Err(faults.into()) }
}

/// The fault of the field `file` that says why a file gives no text.
fn refused(fault: ProseFault) -> Fault {
    Fault::of("file", fault.code())
}
