//! The circle's list as a table for spreadsheets: the same rows, scope and order as the page, all of them.

use std::io::Cursor;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use cx::AppError;
use kernel::{Fault, Page, Paged};
use kit::{Answer, Req, W};
use office::{Cell, OutColumn, SheetFault, write_csv, write_xlsx};

use super::{Chip, circle::wanted};
use crate::actions::circle::{self, Circle, Entry};

/// Most rows of one file: more are asked for branch by branch.
const ROWS_MOST: i64 = 20_000;
/// The type of a spreadsheet.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET: the list as comma-separated values.
pub(super) async fn csv(req: Req) -> Answer {
    let (found, entries) = all(&req).await?;
    let mut out = Vec::new();
    write_csv(&mut out, &columns(&req.w), rows(&req, &entries)).map_err(|fault| unwritten(&fault))?;
    Ok(file(&req, &found, "csv", "text/csv; charset=utf-8", out))
}

/// GET: the list as a workbook.
pub(super) async fn xlsx(req: Req) -> Answer {
    let (found, entries) = all(&req).await?;
    let mut out = Cursor::new(Vec::new());
    let sheet = found.month.to_string();
    write_xlsx(&mut out, &sheet, &columns(&req.w), rows(&req, &entries)).map_err(|fault| unwritten(&fault))?;
    Ok(file(&req, &found, "xlsx", XLSX, out.into_inner()))
}

/// Every row of what the query asks for.
async fn all(req: &Req) -> Result<(Circle, Vec<Entry>), AppError> {
    let mut asked = wanted(req)?;
    asked.page = Page::new(None, Some(Page::MOST));
    let mut entries = Vec::new();
    loop {
        let mut found = circle::circle(&req.cx, asked.clone()).await?;
        if found.counts.all > ROWS_MOST {
            return Err(Fault::of("scope", "statement_table_large").with("most", ROWS_MOST).into());
        }
        let page = std::mem::replace(&mut found.entries, Paged { items: Vec::new(), next: None });
        entries.extend(page.items);
        if page.next.is_none() {
            return Ok((found, entries));
        }
        asked.page.after = page.next;
    }
}

fn columns(w: &W) -> Vec<OutColumn> {
    let wide = |key: &str, width: u16| OutColumn { heading: w.t(key).to_owned(), width: Some(width) };
    let column = |key: &str| OutColumn::new(w.t(key));
    vec![
        wide("statement.list.superior", 24),
        wide("statement.list.org", 28),
        wide("statement.list.code", 16),
        column("statement.list.state"),
        wide("statement.list.published", 18),
        column("statement.list.rev"),
        column("statement.list.received"),
        column("statement.list.in_time"),
        column("statement.list.lists"),
        column("statement.list.minutes"),
    ]
}

/// A row for each organisation. Nothing published is an empty cell: unknown is not zero.
fn rows(req: &Req, entries: &[Entry]) -> Vec<Vec<Cell>> {
    let (w, zone) = (&req.w, &req.cx.house().zone);
    let one = |e: &Entry| {
        let text = |text: &str| Cell::Text(text.to_owned());
        let figure = |n: Option<i64>| n.map_or_else(|| text(""), Cell::Int);
        let figures = e.summary;
        vec![
            text(&e.superior),
            text(&e.name),
            text(&e.code),
            text(Chip::of_standing(e.standing, w).label),
            text(&e.published_at.map(|at| at.minute(zone)).unwrap_or_default()),
            figure((e.rev > 0).then_some(e.rev)),
            figure(figures.map(|s| s.received)),
            figure(figures.map(|s| s.in_time)),
            figure(figures.map(|s| s.lists)),
            text(&figures.map(|s| super::minutes(s.tenths)).unwrap_or_default()),
        ]
    };
    entries.iter().map(one).collect()
}

fn unwritten(fault: &SheetFault) -> AppError {
    AppError::Internal(fault.message_en())
}

fn file(req: &Req, found: &Circle, kind: &str, content_type: &'static str, body: Vec<u8>) -> Response {
    let name = kit::encode(&req.w.f("statement.list.file", &[("of", &found.of), ("month", &found.month)]));
    let disposition = format!("attachment; filename=\"statements.{kind}\"; filename*=UTF-8''{name}.{kind}");
    let headers = [(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}
