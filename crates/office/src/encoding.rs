//! Bytes of unknown encoding become text, a block at a time.
//!
//! The encoding is settled by the first block that is not plain ASCII: until then UTF-8 and GB 18030 are the same, so a
//! file whose Chinese begins in the last line is still read rightly, and nothing has to be read twice.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};

use crate::fault::SheetFault;
use crate::words::FaultKind;

const BLOCK: usize = 64 << 10;

/// So many characters beyond ASCII that fit UTF-8 by accident do not occur: Chinese text in GB 18030 passes as UTF-8
/// for one character in seven, hence for eight in a row once in some millions.
const SURELY_UTF8: usize = 8;

/// How the text of a file is written in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark; plain ASCII too.
    Utf8,
    /// GB 18030, with GBK and GB 2312 inside it: what Excel's plain “CSV” is in Chinese Windows.
    Gb18030,
    /// UTF-16, low byte first: Excel's “Unicode text”.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl Encoding {
    /// The name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB 18030",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
        }
    }

    fn decoder(self) -> Decoder {
        let encoding = match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
        };
        encoding.new_decoder_without_bom_handling()
    }

    fn by_mark(bytes: &[u8]) -> Option<(Self, usize)> {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Some((Self::Utf8, 3)),
            [0xFF, 0xFE, ..] => Some((Self::Utf16Le, 2)),
            [0xFE, 0xFF, ..] => Some((Self::Utf16Be, 2)),
            _ => None,
        }
    }

    /// Judges a block without a mark. UTF-8 is so strict that whatever fits it is it; a block that fits neither is left
    /// to UTF-8 when it began as such, so that one damaged byte does not turn a whole file into strange signs.
    fn of_block(bytes: &[u8], last: bool) -> Self {
        let Err(error) = std::str::from_utf8(bytes) else { return Self::Utf8 };
        let cut_at_end = error.error_len().is_none() && !last;
        let sound = bytes.get(..error.valid_up_to()).and_then(|front| std::str::from_utf8(front).ok()).unwrap_or("");
        let began_as_utf8 = sound.chars().filter(|c| !c.is_ascii()).take(SURELY_UTF8).count() == SURELY_UTF8;
        if cut_at_end || began_as_utf8 { Self::Utf8 } else { Self::Gb18030 }
    }
}

/// What a [`TextReader`] has to say after one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    More,
    End,
    /// The bytes from here on are not in the file's encoding.
    Broken,
}

/// Reads a file's text block by block.
pub(crate) struct TextReader {
    source: Box<dyn Read + Send>,
    block: Vec<u8>,
    decoder: Option<Decoder>,
    encoding: Encoding,
    started: bool,
    progress: Progress,
}

impl TextReader {
    pub(crate) fn new(source: Box<dyn Read + Send>) -> Self {
        Self {
            source,
            block: vec![0; BLOCK],
            decoder: None,
            encoding: Encoding::Utf8,
            started: false,
            progress: Progress::More,
        }
    }

    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Appends the next block's text. What is sound before a broken byte is still delivered.
    pub(crate) fn pull(&mut self, into: &mut String) -> Result<Progress, SheetFault> {
        if self.progress != Progress::More {
            return Ok(self.progress);
        }
        let length = self.fill_block().map_err(from_io)?;
        let last = length < self.block.len();
        let skipped = self.look_at_start(length);
        let bytes = self.block.get(skipped..length).unwrap_or_default();
        if self.decoder.is_none() && !is_plain(bytes)? {
            self.encoding = Encoding::of_block(bytes, last);
            self.decoder = Some(self.encoding.decoder());
        }
        let sound = match &mut self.decoder {
            Some(decoder) => decode(decoder, bytes, into, last),
            None => std::str::from_utf8(bytes).map(|text| into.push_str(text)).is_ok(),
        };
        self.progress = match (sound, last) {
            (false, _) => Progress::Broken,
            (true, true) => Progress::End,
            (true, false) => Progress::More,
        };
        Ok(self.progress)
    }

    fn fill_block(&mut self) -> io::Result<usize> {
        let mut length = 0;
        while let Some(room) = self.block.get_mut(length..).filter(|room| !room.is_empty()) {
            match self.source.read(room) {
                Ok(0) => break,
                Ok(read) => length += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
        Ok(length)
    }

    /// Takes the byte order mark off; returns its length.
    fn look_at_start(&mut self, length: usize) -> usize {
        if std::mem::replace(&mut self.started, true) {
            return 0;
        }
        let Some((encoding, mark)) = self.block.get(..length).and_then(Encoding::by_mark) else { return 0 };
        self.encoding = encoding;
        self.decoder = Some(encoding.decoder());
        mark
    }
}

/// ASCII and hence still undecided. A NUL byte occurs in no text of these encodings.
fn is_plain(bytes: &[u8]) -> Result<bool, SheetFault> {
    if bytes.contains(&0) {
        return Err(SheetFault::new(FaultKind::KindUnknown));
    }
    Ok(bytes.is_ascii())
}

fn decode(decoder: &mut Decoder, bytes: &[u8], into: &mut String, last: bool) -> bool {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        into.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(BLOCK));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, into, last);
        at += read;
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => (),
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// Our own faults travel through `io::Error` where a reader stands between us and the file; here they come out again.
pub(crate) fn from_io(error: io::Error) -> SheetFault {
    match error.downcast::<SheetFault>() {
        Ok(fault) => fault,
        Err(error) => SheetFault::new(FaultKind::FileUnreadable).with("reason", error),
    }
}
