//! Where the bytes of a table lie, and what kind of file they are.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::encoding::from_io;
use crate::fault::SheetFault;
use crate::limits::Limits;
use crate::words::FaultKind;

/// Bytes that can be read and sought, on disk or in memory.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Open bytes.
pub(super) type Bytes = Box<dyn ReadSeek + Send>;

/// Where to find the bytes, as often as wanted.
#[derive(Clone)]
pub(super) enum Source {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, perhaps packed with gzip.
    Text { packed: bool },
    /// A zip package: `.xlsx` if anything of ours.
    Zip,
    /// A compound file: `.xls`, `.et`, or an encrypted `.xlsx`.
    Compound,
}

impl Source {
    pub(super) fn file(path: &Path) -> Self {
        Self::File(path.to_owned())
    }

    pub(super) const fn memory(bytes: Arc<[u8]>) -> Self {
        Self::Memory(bytes)
    }

    pub(super) fn open(&self) -> Result<Bytes, SheetFault> {
        match self {
            Self::File(path) => Ok(Box::new(BufReader::new(File::open(path).map_err(from_io)?))),
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
        }
    }

    pub(super) fn kind(&self, name: &str, limits: &Limits) -> Result<Kind, SheetFault> {
        let size = self.size()?;
        if size > limits.file_bytes {
            return Err(too_big(limits.file_bytes));
        }
        let mut start = Vec::new();
        self.open()?.take(1024).read_to_end(&mut start).map_err(from_io)?;
        match start.as_slice() {
            [] => Err(SheetFault::new(FaultKind::FileEmpty)),
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Ok(Kind::Zip),
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Ok(Kind::Compound),
            [0x1F, 0x8B, ..] => Ok(Kind::Text { packed: true }),
            text if is_web_page(text) => Err(SheetFault::new(FaultKind::HtmlSheet).with("name", name)),
            _ => Ok(Kind::Text { packed: false }),
        }
    }

    fn size(&self) -> Result<u64, SheetFault> {
        match self {
            Self::Memory(bytes) => Ok(bytes.len() as u64),
            Self::File(path) => {
                let about = std::fs::metadata(path).map_err(from_io)?;
                if about.is_file() { Ok(about.len()) } else { Err(from_io(io::ErrorKind::IsADirectory.into())) }
            }
        }
    }
}

pub(super) fn too_big(limit: u64) -> SheetFault {
    SheetFault::new(FaultKind::FileTooBig).with("limit_mb", limit >> 20)
}

/// Some systems “export to Excel” by naming a web page `.xls`.
fn is_web_page(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).to_lowercase();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    text.starts_with('<')
        && ["<html", "<table", "<!doctype html", "<?xml", "<meta"].iter().any(|tag| text.contains(tag))
}

/// Stops a stream that unfolds beyond what we read.
pub(super) struct Capped<R> {
    inner: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Capped<R> {
    pub(super) const fn new(inner: R, limit: u64) -> Self {
        Self { inner, left: limit, limit }
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(too_big(self.limit)))?;
        Ok(read)
    }
}
