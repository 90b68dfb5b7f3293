//! The hand-over sheet as a workbook: its facts on the first sheet, then a sheet for each list.

use std::io::Cursor;

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use cx::AppError;
use jiff::tz::TimeZone;
use kernel::Day;
use kit::{Answer, Req, W};
use office::{Cell, OutColumn, OutSheet, Ymd, write_xlsx_book};

use super::{parse, sentence, view};
use crate::actions::first::is_near;
use crate::actions::hand_over::{HandOver, Upto, hand_over};

/// The type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET: the sheet of an organisation of one's scope.
pub(crate) async fn xlsx(req: Req, Path(org): Path<String>) -> Answer {
    let found = hand_over(&req.cx, Some(parse(&org)?)).await?;
    let mut out = Cursor::new(Vec::new());
    let sheets = sheets(&req.w, &req.cx.house().zone, &found);
    write_xlsx_book(&mut out, sheets).map_err(|fault| AppError::Internal(fault.message_en()))?;
    Ok(file(&req.w, &found, out.into_inner()))
}

fn file(w: &W, found: &HandOver, body: Vec<u8>) -> Response {
    let name = kit::encode(&w.f("desk.hand_over.file", &[("org", &found.org.name), ("day", &found.day)]));
    let disposition = format!("attachment; filename=\"hand-over.xlsx\"; filename*=UTF-8''{name}.xlsx");
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}

fn sheets(w: &W, zone: &TimeZone, found: &HandOver) -> Vec<OutSheet> {
    vec![
        facts(w, found),
        terms(w, found),
        letters(w, found),
        waiting(w, found),
        items(w, found),
        lists(w, found),
        promises(w, found),
        milestones(w, found),
        statement(w, zone, found),
    ]
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// A day as a real date; nothing for none.
fn day(day: Option<Day>) -> Cell {
    let read = |day: Day| {
        let year = u16::try_from(day.0.year()).ok()?;
        let (month, of_month) = (u8::try_from(day.0.month()).ok()?, u8::try_from(day.0.day()).ok()?);
        Ymd::new(year, month, of_month)
    };
    day.and_then(read).map_or_else(|| text(""), Cell::Day)
}

fn column(w: &W, key: &str) -> OutColumn {
    OutColumn::new(w.t(key))
}

fn wide(w: &W, key: &str, width: u16) -> OutColumn {
    OutColumn { heading: w.t(key).to_owned(), width: Some(width) }
}

/// A sheet of a list; a last row says that it goes on.
fn sheet<T, R: IntoIterator<Item = Vec<Cell>>>(
    w: &W,
    name: &str,
    columns: Vec<OutColumn>,
    list: &Upto<T>,
    row: impl Fn(&T) -> R,
) -> OutSheet {
    let mut rows: Vec<Vec<Cell>> = list.rows.iter().flat_map(row).collect();
    if list.more {
        rows.push(vec![text(w.n("desk.hand_over.more", list.rows.len()))]);
    }
    OutSheet { name: name.to_owned(), columns, rows }
}

/// Whose it is, who left and who came, and what comes first.
fn facts(w: &W, found: &HandOver) -> OutSheet {
    let head = view::head(w, found);
    let fact = |key: &str, value: String| vec![text(w.t(key)), text(value)];
    let or = |value: String, key: &str| if value.is_empty() { w.t(key).to_owned() } else { value };
    let mut rows = vec![
        fact("desk.hand_over.org", head.org),
        fact("desk.hand_over.post", or(head.post, "desk.hand_over.no_post")),
        fact("desk.hand_over.giver", or(head.left, "desk.hand_over.nobody_left")),
        fact("desk.hand_over.taker", or(head.came, "desk.hand_over.vacant")),
        fact("desk.hand_over.drawn", head.drawn),
    ];
    rows.extend(found.urgent().into_iter().map(|(u, n)| fact("desk.hand_over.col.first", sentence(w, u, n))));
    OutSheet {
        name: w.t("desk.hand_over.name").to_owned(),
        columns: vec![wide(w, "desk.hand_over.col.fact", 20), wide(w, "desk.hand_over.col.value", 60)],
        rows,
    }
}

fn terms(w: &W, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.post_title", 20),
        column(w, "desk.hand_over.col.role"),
        wide(w, "desk.hand_over.person", 14),
        wide(w, "desk.hand_over.from", 12),
        wide(w, "desk.hand_over.to", 12),
        wide(w, "desk.hand_over.before", 30),
        column(w, "desk.hand_over.near"),
    ];
    let row = |post: &access::PostTerms| {
        let (shown, holder) = (view::post(w, found, post), post.holder(found.day));
        let until = holder.and_then(|t| t.until);
        let near = if is_near(until, found.day) { w.t("desk.hand_over.near") } else { "" };
        let person = if shown.person.is_empty() { w.t("desk.hand_over.vacant").to_owned() } else { shown.person };
        [vec![
            text(shown.title),
            text(shown.role),
            text(person),
            day(holder.map(|t| t.from)),
            day(until.map(|day| day.plus(-1))),
            text(shown.before),
            text(near),
        ]]
    };
    sheet(w, w.t("desk.hand_over.terms"), columns, &found.posts, row)
}

/// A row for each target of each letter.
fn letters(w: &W, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.col.letter", 32),
        wide(w, "desk.hand_over.col.number", 22),
        wide(w, "desk.hand_over.col.issuer", 20),
        column(w, "desk.hand_over.state"),
        wide(w, "desk.hand_over.to", 12),
        wide(w, "desk.hand_over.col.project", 16),
        wide(w, "desk.hand_over.target", 40),
        column(w, "desk.hand_over.value"),
        column(w, "desk.hand_over.weight"),
    ];
    let rows = |letter: &target::LivingLetter| {
        let chip = view::letter_chip(w, letter);
        let whole = [
            text(&letter.title),
            text(&letter.number),
            text(&letter.issuer_name),
            text(chip.word),
            day(Some(letter.until)),
        ];
        let line = |t: &target::TargetLine| {
            let own = [text(&t.project), text(&t.text), text(&t.value), text(target::tenths(t.weight))];
            whole.iter().cloned().chain(own).collect()
        };
        let rows: Vec<Vec<Cell>> = letter.targets.iter().map(line).collect();
        if rows.is_empty() { vec![whole.to_vec()] } else { rows }
    };
    sheet(w, w.t("desk.hand_over.letters"), columns, &found.letters, rows)
}

fn waiting(w: &W, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.issue", 32),
        wide(w, "desk.hand_over.col.number", 22),
        column(w, "desk.hand_over.col.all"),
        column(w, "desk.hand_over.unsigned"),
        column(w, "desk.hand_over.objected"),
        column(w, "desk.hand_over.signed"),
        wide(w, "desk.hand_over.to", 12),
    ];
    let row = |i: &target::WaitingLetters| {
        let figures = [i.letters, i.unsigned, i.objected, i.signed].map(Cell::Int);
        [[text(&i.title), text(&i.number)].into_iter().chain(figures).chain([day(Some(i.until))]).collect()]
    };
    sheet(w, w.t("desk.hand_over.tab_waiting"), columns, &found.waiting, row)
}

fn items(w: &W, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.item", 40),
        wide(w, "desk.hand_over.col.from", 20),
        wide(w, "desk.hand_over.col.number", 22),
        column(w, "desk.hand_over.col.month"),
        column(w, "desk.hand_over.state"),
        wide(w, "desk.hand_over.due", 12),
        column(w, "desk.hand_over.col.light"),
        wide(w, "desk.hand_over.asked", 30),
    ];
    let row = |card: &task_list::Card| {
        let shown = view::given(w, found, card);
        [vec![
            text(&card.item.text),
            text(&card.item.issuer_name),
            text(&card.item.number),
            text(card.key.month.to_string()),
            text(shown.chip.word),
            day(Some(card.due_day)),
            text(shown.lamp.map(|l| l.word).unwrap_or_default()),
            text(shown.asked),
        ]]
    };
    sheet(w, w.t("desk.hand_over.items"), columns, &found.items, row)
}

fn lists(w: &W, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.list", 32),
        wide(w, "desk.hand_over.col.number", 22),
        column(w, "desk.hand_over.col.month"),
        column(w, "desk.hand_over.col.all"),
        column(w, "desk.hand_over.done"),
        column(w, "desk.hand_over.owed"),
        column(w, "desk.hand_over.to_answer"),
    ];
    let row = |l: &task_list::OpenList| {
        let figures = [l.all, l.done, l.owed, l.waiting].map(Cell::Int);
        let named = [text(&l.title), text(&l.number), text(l.month.to_string())];
        [named.into_iter().chain(figures).collect()]
    };
    sheet(w, w.t("desk.hand_over.tab_lists"), columns, &found.lists, row)
}

fn promises(w: &W, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.decision", 40),
        wide(w, "desk.hand_over.who", 24),
        wide(w, "desk.hand_over.due", 12),
        column(w, "desk.hand_over.state"),
        wide(w, "desk.hand_over.col.meeting", 24),
        wide(w, "desk.hand_over.col.held", 12),
    ];
    let row = |p: &crate::Promise| {
        let draft = &p.decision.draft;
        let chip = view::decision_chip(w, &p.decision.standing);
        [vec![
            text(&draft.text),
            text(&draft.who),
            day(Some(draft.due_day)),
            text(chip.word),
            text(&p.title),
            day(p.day),
        ]]
    };
    sheet(w, w.t("desk.hand_over.tab_promises"), columns, &found.promises, row)
}

fn milestones(w: &W, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.milestone", 40),
        column(w, "desk.hand_over.year"),
        wide(w, "desk.hand_over.owner", 20),
        wide(w, "desk.hand_over.wanted", 30),
        wide(w, "desk.hand_over.figure", 14),
        column(w, "desk.hand_over.state"),
    ];
    let row = |m: &plan::Shown| {
        let wanted = view::wanted(w, &m.row.measure());
        let (figure, chip) = (view::figure(w, m), view::milestone_chip(w, m));
        let (what, owner) = (text(&m.row.text), text(&m.row.owner_name));
        [vec![what, Cell::Int(m.row.year), owner, text(wanted), text(figure), text(chip.word)]]
    };
    sheet(w, w.t("desk.hand_over.tab_milestones"), columns, &found.milestones, row)
}

/// What it told last, and the corrections that wait.
fn statement(w: &W, zone: &TimeZone, found: &HandOver) -> OutSheet {
    let columns = vec![
        wide(w, "desk.hand_over.col.statement", 24),
        wide(w, "desk.hand_over.col.problem", 60),
        wide(w, "desk.hand_over.correction", 40),
    ];
    let row = |p: &statement::OpenProposal| {
        let shown = view::proposed(w, zone, found, p);
        [vec![text(shown.name), text(""), text(shown.small)]]
    };
    let mut out = sheet(w, w.t("desk.hand_over.tab_statement"), columns, &found.proposals, row);
    let told = found.statement.as_ref().map(|revision| view::told(w, zone, found, revision));
    out.rows.splice(0..0, told.map(|t| vec![text(t.name), text(t.problems), text("")]));
    out
}
