//! Text tables: `.csv`, `.tsv`, packed or not.
//!
//! Records are cut here and not by the `csv` crate because a user's row number must be true: that crate passes over
//! blank lines without counting them, takes a quotation mark left open as reaching to the end of the file, and sets no
//! bound to a record. A test holds both to the same cells.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::source::{Capped, Source};
use super::{Row, RowSource};
use crate::cell::Value;
use crate::encoding::{Encoding, Progress, TextReader};
use crate::fault::SheetFault;
use crate::limits::Limits;
use crate::text::is_formula_like;
use crate::words::FaultKind;

/// No honest record is longer, and a quotation mark left open must not pull the whole file into memory.
const LONGEST_RECORD: usize = 4 << 20;

/// Lines looked at to tell the delimiter; titles above the headings are among them.
const DELIMITER_WITHIN: usize = 10;

/// A text table: where it lies and what is known before reading.
pub(super) struct TextFile {
    source: Source,
    packed: bool,
    name: String,
}

impl TextFile {
    pub(super) fn new(source: Source, packed: bool, name: &str) -> Self {
        Self { source, packed, name: name.to_owned() }
    }

    pub(super) fn rows(&self, limits: &Limits) -> Result<CsvRows, SheetFault> {
        let bytes = self.source.open()?;
        let plain: Box<dyn Read + Send> =
            if self.packed { Box::new(Unpacked(MultiGzDecoder::new(bytes))) } else { Box::new(bytes) };
        let reader = TextReader::new(Box::new(Capped::new(plain, limits.unpacked_bytes)));
        let name = self.name.to_lowercase();
        let tabs = name.trim_end_matches(".gz").ends_with(".tsv");
        CsvRows::new(reader, tabs.then_some(b'\t'), *limits).map_err(|fault| self.named(fault))
    }

    /// The text reader knows no file name; this fault wants it.
    fn named(&self, fault: SheetFault) -> SheetFault {
        if fault.kind == FaultKind::KindUnknown { fault.with("name", &self.name) } else { fault }
    }
}

/// Tells damage of the packing from other faults of reading.
struct Unpacked<R>(R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0
            .read(into)
            .map_err(|error| std::io::Error::other(SheetFault::new(FaultKind::GzipBroken).with("reason", error)))
    }
}

/// The records of a text table.
pub(super) struct CsvRows {
    reader: TextReader,
    text: String,
    /// Where in `text` the next record begins.
    at: usize,
    progress: Progress,
    delimiter: u8,
    row: u32,
    limits: Limits,
}

impl CsvRows {
    fn new(mut reader: TextReader, fixed: Option<u8>, limits: Limits) -> Result<Self, SheetFault> {
        let mut text = String::new();
        let progress = reader.pull(&mut text)?;
        let (told, at) = told_delimiter(&text);
        let delimiter = told.or(fixed).unwrap_or_else(|| guess_delimiter(&text));
        Ok(Self { reader, text, at, progress, delimiter, row: 0, limits })
    }

    /// The next record's cells, blank or not; none at the end of the file.
    fn record(&mut self) -> Result<Option<Vec<Value>>, SheetFault> {
        self.row = self.row.saturating_add(1);
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            if rest.is_empty() && self.progress == Progress::End {
                return Ok(None);
            }
            match cut_record(rest, self.delimiter, self.progress == Progress::End) {
                Cut::Record { values, length } => {
                    self.at += length;
                    return Ok(Some(values));
                }
                Cut::Unfinished { in_quotes } => self.read_on(in_quotes)?,
            }
        }
    }

    /// Fetches more text for a record that is not complete, or says why there is none.
    fn read_on(&mut self, in_quotes: bool) -> Result<(), SheetFault> {
        self.text.drain(..self.at);
        self.at = 0;
        let unclosed = || Err(SheetFault::new(FaultKind::QuoteUnclosed).at_row(self.row));
        match self.progress {
            Progress::Broken => {
                let fault = SheetFault::new(FaultKind::EncodingBroken).with("encoding", self.reader.encoding().name());
                return Err(fault.at_row(self.row));
            }
            Progress::End => return unclosed(),
            Progress::More if self.text.len() <= LONGEST_RECORD => (),
            Progress::More if in_quotes => return unclosed(),
            Progress::More => {
                return Err(SheetFault::new(FaultKind::RowTooLong)
                    .with("limit_mb", LONGEST_RECORD >> 20)
                    .at_row(self.row));
            }
        }
        self.progress = self.reader.pull(&mut self.text).map_err(|fault| fault.at_row(self.row))?;
        Ok(())
    }
}

impl RowSource for CsvRows {
    fn next_row(&mut self) -> Result<Option<Row>, SheetFault> {
        while let Some(values) = self.record()? {
            if let Some(row) = Row::checked(self.row, values, &self.limits)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    fn encoding(&self) -> Option<Encoding> {
        Some(self.reader.encoding())
    }
}

enum Cut {
    Record { values: Vec<Value>, length: usize },
    Unfinished { in_quotes: bool },
}

/// Cuts one record off the front of `text`. `last` says that no more text follows.
fn cut_record(text: &str, delimiter: u8, last: bool) -> Cut {
    let bytes = text.as_bytes();
    let mut values = Vec::new();
    let mut at = 0;
    loop {
        let Some((value, end)) = cut_cell(text, at, delimiter) else { return Cut::Unfinished { in_quotes: true } };
        values.push(value);
        let length = match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'\n'), _) => end + 1,
            (Some(b'\r'), Some(b'\n')) => end + 2,
            (Some(b'\r'), None) if !last => return Cut::Unfinished { in_quotes: false },
            (Some(b'\r'), _) => end + 1,
            (Some(_), _) => {
                at = end + 1;
                continue;
            }
            (None, _) if last => end,
            (None, _) => return Cut::Unfinished { in_quotes: false },
        };
        return Cut::Record { values, length };
    }
}

/// One cell and where it ends; none when its quotation mark is not closed in `text`.
fn cut_cell(text: &str, at: usize, delimiter: u8) -> Option<(Value, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        let end = plain_end(bytes, at, delimiter);
        return Some((value(text.get(at..end).unwrap_or_default()), end));
    }
    let mut out = String::new();
    let mut from = at + 1;
    loop {
        let rest = text.get(from..)?;
        let quote = from + rest.find('"')?;
        out.push_str(text.get(from..quote)?);
        if bytes.get(quote + 1) == Some(&b'"') {
            out.push('"');
            from = quote + 2;
            continue;
        }
        let end = plain_end(bytes, quote + 1, delimiter);
        out.push_str(text.get(quote + 1..end)?);
        return Some((value(&out), end));
    }
}

fn plain_end(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|b| *b == delimiter || *b == b'\n' || *b == b'\r').unwrap_or(rest.len())
}

/// The cell as Excel would show it: our own guard against formulas and other systems' `="007"` taken off.
fn value(raw: &str) -> Value {
    let shown = match raw.strip_prefix('\'') {
        Some(guarded) if is_formula_like(guarded) => guarded,
        _ => raw.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw),
    };
    Value::of_text(shown)
}

/// Excel's own first line `sep=;`, which it does not count as a row: the delimiter and where the table begins.
fn told_delimiter(text: &str) -> (Option<u8>, usize) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter]
            if delimiter.is_ascii_punctuation() || *delimiter == b'\t' =>
        {
            let after = text.get(line.len()..).unwrap_or_default();
            let breaks = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
            (Some(*delimiter), line.len() + breaks)
        }
        _ => (None, 0),
    }
}

/// The delimiter that stands in most of the first lines; among equals the more frequent, then the comma.
fn guess_delimiter(text: &str) -> u8 {
    let lines: Vec<String> =
        text.split(['\r', '\n']).filter(|line| !line.is_empty()).take(DELIMITER_WITHIN).map(outside_quotes).collect();
    let weight = |delimiter: char| {
        let counts = lines.iter().map(|line| line.matches(delimiter).count());
        (counts.clone().filter(|count| *count > 0).count(), counts.sum::<usize>())
    };
    // `max_by_key` keeps the last of equals, so the most likely stands last.
    [';', '\t', ',']
        .into_iter()
        .max_by_key(|delimiter| weight(*delimiter))
        .map_or(b',', |c| u8::try_from(c).unwrap_or(b','))
}

fn outside_quotes(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str, delimiter: u8) -> Vec<String> {
        match cut_record(line, delimiter, true) {
            Cut::Record { values, .. } => values.iter().map(|value| value.text().into_owned()).collect(),
            Cut::Unfinished { .. } => vec!["unfinished".to_owned()],
        }
    }

    #[test]
    fn a_record_is_cut_at_delimiters_outside_quotes() {
        let table: [(&str, &[&str]); 9] = [
            ("a,b,c", &["a", "b", "c"]),
            ("a,\"b,c\",d\n", &["a", "b,c", "d"]),
            ("\"a\"\"b\",c\r\nnext", &["a\"b", "c"]),
            ("\"a\r\nb\",c", &["a\nb", "c"]),
            ("a\rb", &["a"]),
            (",,", &["", "", ""]),
            ("5'6\",x", &["5'6\"", "x"]),
            ("\"a\"b,c", &["ab", "c"]),
            ("=\"007\",'=1+1", &["007", "=1+1"]),
        ];
        for (line, expected) in table {
            assert_eq!(cells(line, b','), expected, "{line:?}");
        }
    }

    #[test]
    fn a_record_that_may_go_on_waits_for_more_text() {
        for text in ["a,b", "a,\"b", "a,\"b\"", "a\r"] {
            assert!(matches!(cut_record(text, b',', false), Cut::Unfinished { .. }), "{text:?}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_of_most_lines() {
        let table = [
            ("code,name\n1,a", b','),
            ("code;name\n1;\"a,b,c\"", b';'),
            ("标题\n说明：一,二,三\ncode\tname\n1\ta\n2\tb", b'\t'),
            ("只有一列\n甲", b','),
            ("a;b\n1,5;2\n2;3,5", b';'),
        ];
        for (text, expected) in table {
            assert_eq!(guess_delimiter(text), expected, "{text:?}");
        }
    }

    #[test]
    fn excels_sep_line_is_obeyed_and_not_counted() {
        assert_eq!(told_delimiter("sep=;\r\na;b"), (Some(b';'), 7));
        assert_eq!(told_delimiter("separate,a"), (None, 0));
    }
}
