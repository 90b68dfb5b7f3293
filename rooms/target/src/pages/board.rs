//! The letters below, by child: who has signed, who has not, what waits for oneself.

use askama::Template;
use axum::{http::header, response::IntoResponse};
use cx::AppError;
use kernel::text::thousands;
use kit::{Answer, Req, Shell, W};
use office::{Cell, OutColumn};

use super::view::{self, Chip, Opt, Pill, Seg};
use crate::actions::Key;
use crate::actions::board::{Board, BoardQuery, BoardRow, all, board};

/// Letters of one file at most.
const EXPORT_MOST: i64 = 20_000;

#[derive(Template)]
#[template(path = "pages/board.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    up: String,
    years: Vec<Opt>,
    issues: Vec<Opt>,
    under: String,
    state: String,
    pills: Vec<Pill>,
    children: Vec<ChildRow>,
    rows: Vec<Row>,
    export: String,
    next: Option<String>,
}

struct ChildRow {
    href: String,
    name: String,
    segs: Vec<Seg>,
    share: String,
    all: String,
}

struct Row {
    href: String,
    name: String,
    code: String,
    number: String,
    title: String,
    chip: Chip,
    rev: String,
    signed: String,
    in_force: String,
}

fn query(req: &Req) -> Result<BoardQuery, AppError> {
    let id = |name: &str| req.query.opt(name).map(str::parse::<i64>).transpose().map_err(|_| AppError::NotFound);
    Ok(BoardQuery {
        year: view::year(req),
        under: id("under")?.map(kernel::Id::new),
        issue: id("issue")?.map(kernel::Id::new),
        state: req.query.get("state").to_owned(),
    })
}

/// Address of the board with these parts of the query.
fn address(path: &str, q: &BoardQuery, state: &str, after: Option<&str>) -> String {
    let mut out = format!("{path}?year={}", q.year);
    if let Some(under) = q.under {
        out.push_str(&format!("&under={under}"));
    }
    if let Some(issue) = q.issue {
        out.push_str(&format!("&issue={issue}"));
    }
    if !state.is_empty() {
        out.push_str(&format!("&state={state}"));
    }
    if let Some(after) = after {
        out.push_str(&format!("&after={}", kit::encode(after)));
    }
    out
}

/// GET.
pub(super) async fn show(req: Req) -> Answer {
    let query = query(&req)?;
    let found = board(&req.cx, query.clone(), req.page()).await?;
    let w = req.w;
    let t = &found.tally;
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("org", &found.under.1),
        ("year", &query.year),
        ("all", &thousands(t.all())),
        ("share", &view::share(t.both(), t.all())),
    ];
    let title = if t.all() == 0 { w.f("target.board.title_none", &values) } else { w.f("target.board.title", &values) };
    let own = req.cx.actor().seat.org;
    let page = Page {
        s: req.shell(),
        w,
        title,
        sub: w.t("target.board.sub").to_owned(),
        up: if query.under.is_some_and(|u| u != own) {
            address("/letters/below", &BoardQuery { under: None, ..query.clone() }, "", None)
        } else {
            String::new()
        },
        years: view::years(query.year),
        issues: issues(&req, &found, &query),
        under: query.under.map(|u| u.to_string()).unwrap_or_default(),
        state: query.state.clone(),
        pills: pills(&w, &found, &query),
        children: found.children.iter().map(|c| child(&w, c, &query)).collect(),
        rows: found.rows.items.iter().map(|r| row(&req, r)).collect(),
        export: address("/letters/below.csv", &query, &query.state, None),
        next: found.rows.next.as_deref().map(|after| address("/letters/below", &query, &query.state, Some(after))),
    };
    req.render(&page)
}

fn issues(req: &Req, found: &Board, query: &BoardQuery) -> Vec<Opt> {
    let mut out = vec![Opt::new("", req.w.t("target.board.any_issue"), query.issue.is_none())];
    out.extend(found.issues.iter().map(|(issue, issuer)| {
        let label = format!("{issuer} · {} {}", issue.title, issue.number);
        Opt::new(&issue.id.to_string(), &label, query.issue == Some(issue.id))
    }));
    out
}

fn pills(w: &W, found: &Board, query: &BoardQuery) -> Vec<Pill> {
    let t = &found.tally;
    let states: [(&str, &str, i64); 7] = [
        ("", "", t.all()),
        ("issued", "st-issued", t.issued),
        ("objected", "st-returned", t.objected),
        ("signed", "st-signed", t.signed),
        ("in_force", "st-closed", t.in_force),
        ("ended", "st-verified", t.ended),
        ("withdrawn", "st-withdrawn", t.withdrawn),
    ];
    let pill = |(state, class, n): (&'static str, &'static str, i64)| Pill {
        href: address("/letters/below", query, state, None),
        label: if state.is_empty() { w.t("target.board.all") } else { w.t(&format!("target.state.{state}")) },
        n: thousands(n),
        class,
        on: query.state == state,
    };
    states.into_iter().filter(|s| s.2 > 0 || s.0.is_empty() || s.0 == query.state).map(pill).collect()
}

fn child(w: &W, child: &crate::actions::board::BoardChild, query: &BoardQuery) -> ChildRow {
    let below = BoardQuery { under: Some(child.org), ..query.clone() };
    ChildRow {
        href: address("/letters/below", &below, "", None),
        name: child.name.clone(),
        segs: view::segs(w, &child.tally),
        share: view::share(child.tally.both(), child.tally.all()),
        all: thousands(child.tally.all()),
    }
}

fn row(req: &Req, row: &BoardRow) -> Row {
    let zone = &req.cx.house().zone;
    let day = |at: Option<kernel::Instant>| at.map(|at| at.day(zone).to_string()).unwrap_or_default();
    Row {
        href: view::href(Key { org: row.letter.org, issue: row.letter.issue }),
        name: row.name.clone(),
        code: row.code.clone(),
        number: row.number.clone(),
        title: row.title.clone(),
        chip: view::chip(&req.w, row.shown, row.letter.objected),
        rev: if row.letter.rev > 1 { req.w.n("target.letter.rev_n", row.letter.rev) } else { String::new() },
        signed: day(row.letter.signed_at),
        in_force: day(row.letter.in_force_at),
    }
}

/// GET: the same as a sheet.
pub(super) async fn export(req: Req) -> Answer {
    let query = query(&req)?;
    let year = query.year;
    let rows = all(&req.cx, query, EXPORT_MOST).await?;
    let w = &req.w;
    let headings = ["code", "recipient", "number", "title", "rev", "state", "signed", "in_force"];
    let columns: Vec<OutColumn> = headings.map(|h| OutColumn::new(w.t(&format!("target.column.{h}")))).to_vec();
    let cells = rows.iter().map(|r| {
        let r2 = row(&req, r);
        let text = Cell::Text;
        let (code, number) = (text(r2.code), text(r2.number));
        vec![
            code,
            text(r2.name),
            number,
            text(r2.title),
            Cell::Int(r.letter.rev),
            text(r2.chip.word.to_owned()),
            text(r2.signed),
            text(r2.in_force),
        ]
    });
    let mut out = Vec::new();
    office::write_csv(&mut out, &columns, cells).map_err(|e| AppError::Internal(e.to_string()))?;
    Ok(sheet(out, &format!("letters-{year}")))
}

/// A file that is saved under this name.
pub(super) fn sheet(bytes: Vec<u8>, name: &str) -> axum::response::Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}
