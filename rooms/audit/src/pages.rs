//! Pages of the record.

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::IntoResponse,
};
use cx::AppError;
use kernel::{Faults, Id, OrgId, Page};
use kit::{Answer, Form, FormView, Policy, Req, Routes, Shell, W};

use crate::{
    access::READ,
    actions::{self, RecordRow},
    rules::{self, Filter, Texts},
    say::{self, channel, result, role, what},
};

/// Routes of the pages.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/audit", Policy::May(&READ), list).post("/audit/export", Policy::May(&READ), export).get(
        "/audit/{id}/{record}",
        Policy::May(&READ),
        show,
    )
}

/// A record as pages show it.
struct Row {
    org: OrgId,
    id: Id<()>,
    at: String,
    what: String,
    who: String,
    role: String,
    org_name: String,
    object: String,
    refused: bool,
}

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    s: Shell,
    w: W,
    form: FormView,
    /// What the record may be narrowed to, beginnings of kinds with their words.
    areas: Vec<(String, String)>,
    rows: Vec<Row>,
    next: Option<String>,
    /// The filter, to come back with the next page and the export.
    query: String,
}

/// The filter that a form or an address holds.
pub(crate) fn filter(req: &Req, form: &Form) -> Result<Filter, Faults> {
    let texts = Texts {
        from: form.get("from"),
        to: form.get("to"),
        kind: form.get("kind"),
        org: form.get("org"),
        login: form.get("login"),
        result: form.get("result"),
    };
    Filter::of(texts, req.cx.house().today())
}

async fn list(req: Req) -> Answer {
    let filter = match filter(&req, &req.query) {
        Ok(filter) => filter,
        Err(faults) => return refused(&req, &req.query, &faults),
    };
    let page = Page { size: req.page().size.min(100), ..req.page() };
    match actions::list(&req.cx, filter.clone(), page).await {
        Ok(found) => {
            let query = query(&filter);
            let next = found.next.map(|after| format!("/audit?{query}&after={}", kit::encode(&after)));
            let rows = found.items.into_iter().map(|r| row(&req, r)).collect();
            let (form, areas) = (view(&filter), say::areas(req.w, &filter.kind));
            req.render(&List { s: req.shell(), w: req.w, form, areas, rows, next, query })
        }
        Err(AppError::Invalid(faults)) => refused(&req, &req.query, &faults),
        Err(other) => Err(other.into()),
    }
}

/// The page with what is wrong about the filter, and no rows.
fn refused(req: &Req, form: &Form, faults: &Faults) -> Answer {
    let areas = say::areas(req.w, form.get("kind"));
    let form = FormView::again(form).refused(faults, &req.w);
    let page = List { s: req.shell(), w: req.w, form, areas, rows: Vec::new(), next: None, query: String::new() };
    req.render_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn view(f: &Filter) -> FormView {
    let (from, to) = (f.from.to_string(), f.to.to_string());
    FormView::of(&[
        ("from", &from),
        ("to", &to),
        ("kind", &f.kind),
        ("org", &f.org),
        ("login", &f.login),
        ("result", &f.result),
    ])
}

fn query(f: &Filter) -> String {
    let e = kit::encode;
    format!(
        "from={}&to={}&kind={}&org={}&login={}&result={}",
        f.from,
        f.to,
        e(&f.kind),
        e(&f.org),
        e(&f.login),
        e(&f.result)
    )
}

fn row(req: &Req, r: RecordRow) -> Row {
    Row {
        org: r.org,
        id: r.id,
        at: r.at.full(&req.cx.house().zone),
        what: what(req.w, &r.kind),
        who: r.login,
        role: role(req.w, &r.role),
        org_name: r.org_name,
        object: r.object,
        refused: r.result != "ok",
    }
}

#[derive(Template)]
#[template(path = "show.html")]
struct Show {
    s: Shell,
    w: W,
    row: Row,
    source: String,
    request_id: String,
    /// Facts beside it, named and told.
    detail: Vec<(String, String)>,
    /// Where records of the same kind stand.
    same: String,
}

async fn show(req: Req, Path((id, record)): Path<(String, String)>) -> Answer {
    let org = id.parse().map_err(|_| AppError::NotFound)?;
    let record = actions::show(&req.cx, org, record.parse().map_err(|_| AppError::NotFound)?).await?;
    let detail = say::facts(req.w, &record.detail);
    let (source, request_id) = (channel(req.w, &record.source), record.request_id.clone());
    let same = format!("/audit?kind={}", kit::encode(&record.kind));
    req.render(&Show { s: req.shell(), w: req.w, row: row(&req, record), source, request_id, detail, same })
}

async fn export(req: Req) -> Answer {
    let filter = match filter(&req, &req.form) {
        Ok(filter) => filter,
        Err(faults) => return refused(&req, &req.form, &faults),
    };
    let name = format!("attachment; filename=\"record-{}-{}.csv\"", filter.from, filter.to);
    let rows = match actions::export(&req.cx, filter).await {
        Ok(rows) => rows,
        Err(AppError::Invalid(faults)) => return refused(&req, &req.form, &faults),
        Err(other) => return Err(other.into()),
    };
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, sheet(&req, &rows)).into_response())
}

/// The words at the head of a sheet's columns: what people read, and beside it the code that programs read.
const HEADS: [&str; 12] = [
    "audit.at",
    "audit.what",
    "audit.code",
    "audit.org",
    "audit.who",
    "audit.role",
    "audit.source",
    "audit.object",
    "audit.result",
    "audit.request",
    "audit.facts",
    "audit.stored",
];

/// The rows as a sheet; the mark at its front tells spreadsheets that it is UTF-8.
fn sheet(req: &Req, rows: &[RecordRow]) -> String {
    let (w, zone) = (req.w, &req.cx.house().zone);
    let mut out = format!("\u{feff}{}", rules::line(&HEADS.map(|key| w.t(key))));
    for r in rows {
        out.push_str(&rules::line(&[
            &r.at.full(zone),
            &what(w, &r.kind),
            &r.kind,
            &r.org_name,
            &r.login,
            &role(w, &r.role),
            &channel(w, &r.source),
            &r.object,
            result(w, &r.result),
            &r.request_id,
            &say::told(w, &r.detail),
            &r.detail,
        ]));
    }
    out
}
