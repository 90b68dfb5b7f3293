//! Tables as CSV for spreadsheets: marked as UTF-8, no cell is ever taken for a formula.

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use cx::AppError;
use futures_util::{Stream, StreamExt, stream};

/// A table on its way out, or a piece of one.
#[derive(Debug, Default)]
pub(crate) struct Csv(String);

impl Csv {
    /// A table with these headings.
    pub(crate) fn new(headings: &[&str]) -> Self {
        // The mark tells the offices' spreadsheet program that this is UTF-8.
        let mut csv = Self("\u{feff}".to_owned());
        csv.row(headings);
        csv
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: &[&str]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.0.push_str(&quoted(cell));
        }
        self.0.push_str("\r\n");
    }

    /// As an answer that is saved under this name.
    pub(crate) fn response(self, name: &str) -> Response {
        (headers(name), self.0).into_response()
    }
}

/// A table that begins with `head` and goes on with pieces as they come, as an answer saved under this name.
pub(crate) fn streamed(
    name: &str,
    head: Csv,
    pieces: impl Stream<Item = Result<Csv, AppError>> + Send + 'static,
) -> Response {
    let all = stream::once(async move { Ok(head) }).chain(pieces);
    let body = Body::from_stream(all.map(|piece| piece.map(|csv| Bytes::from(csv.0))));
    (headers(name), body).into_response()
}

fn headers(name: &str) -> [(HeaderName, String); 3] {
    let encoded = kit::encode(name);
    [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"export.csv\"; filename*=UTF-8''{encoded}.csv")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ]
}

/// A cell in quotes; one that a spreadsheet would run as a formula gets an apostrophe before it.
fn quoted(cell: &str) -> String {
    let runs = cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let text = cell.replace('"', "\"\"");
    // A lone control character at the front would hide the sign from the check above.
    let hidden = cell.starts_with(['\t', '\r', '\n']);
    if runs || hidden { format!("\"'{text}\"") } else { format!("\"{text}\"") }
}

#[cfg(test)]
mod tests {
    //! Cells that bite.
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        let mut csv = Csv::new(&["a"]);
        csv.row(&["=1+1", "-2", "@x", " +3", "\t=4", "plain \"x\"", ""]);
        assert_eq!(csv.0, "\u{feff}\"a\"\r\n\"'=1+1\",\"'-2\",\"'@x\",\"' +3\",\"'\t=4\",\"plain \"\"x\"\"\",\"\"\r\n");
    }
}
