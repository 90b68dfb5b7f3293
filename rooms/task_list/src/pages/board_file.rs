//! The board as a table for spreadsheets: exactly what the page shows with these filters, all pages of it,
//! written piece by piece while it is read, so that a whole province needs no more memory than a township.

use cx::{AppError, Cx};
use futures_util::stream;
use kernel::OrgId;
use kit::{Answer, Req, W};

use super::{board::Filter, csv, csv::Csv, view};
use crate::actions::{
    board::{BoardQuery, BoardRow, board_order, board_piece},
    card::ItemView,
};

/// Organisations of one piece: some thousand rows.
const PIECE: usize = 200;

/// GET of the file.
pub(crate) async fn export(req: Req) -> Answer {
    let filter = Filter::of(&req)?;
    let orgs = board_order(&req.cx, filter.query.clone()).await?;
    let name = format!("{}-{}", req.w.t("task_list.board.file"), filter.query.month);
    let head = Csv::new(&headings(&req.w));
    let file = File { cx: req.cx.clone(), w: req.w, query: filter.query, orgs, written: 0 };
    Ok(csv::streamed(&name, head, stream::unfold(file, File::piece)))
}

fn headings(w: &W) -> [&'static str; 9] {
    [
        w.t("task_list.board.csv_org"),
        w.t("task_list.board.csv_item"),
        w.t("task_list.board.csv_issuer"),
        w.t("task_list.board.csv_number"),
        w.t("task_list.board.csv_due"),
        w.t("task_list.board.csv_state"),
        w.t("task_list.board.csv_light"),
        w.t("task_list.board.csv_reported"),
        w.t("task_list.board.csv_late"),
    ]
}

/// A file half written.
struct File {
    cx: Cx,
    w: W,
    query: BoardQuery,
    orgs: Vec<OrgId>,
    written: usize,
}

impl File {
    /// The rows of the next organisations, and what is left to write; none when all are.
    async fn piece(mut self) -> Option<(Result<Csv, AppError>, Self)> {
        let orgs: Vec<OrgId> = self.orgs.iter().skip(self.written).take(PIECE).copied().collect();
        if orgs.is_empty() {
            return None;
        }
        self.written += orgs.len();
        let found = board_piece(&self.cx, self.query.clone(), orgs).await;
        let rows = found.map(|board| {
            let mut csv = Csv::default();
            for row in &board.rows.items {
                self.row(&mut csv, &board.columns, row);
            }
            csv
        });
        if let Err(error) = &rows {
            // The connection breaks off, so that nobody takes half a file for the whole.
            tracing::error!(%error, written = self.written, "a file of the board could not be finished");
            self.written = self.orgs.len();
        }
        Some((rows, self))
    }

    fn row(&self, csv: &mut Csv, columns: &[ItemView], row: &BoardRow) {
        let w = &self.w;
        for (cell, item) in row.cells.iter().zip(columns) {
            let Some(cell) = cell else { continue };
            let reported = cell.reported_at.map(|at| at.full(&self.cx.house().zone)).unwrap_or_default();
            csv.row(&[
                &row.org.name,
                &item.text,
                &item.issuer_name,
                &item.number,
                &cell.due_day.to_string(),
                w.t(cell.state.word()),
                &cell.light.map(|l| view::lamp_short(w, l).word).unwrap_or_default(),
                &reported,
                if cell.late { w.t("task_list.lamp.late") } else { "" },
            ]);
        }
    }
}
