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
    kind: String,
    who: String,
    role: &'static str,
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
            let form = view(&filter);
            req.render(&List { s: req.shell(), w: req.w, form, rows, next, query })
        }
        Err(AppError::Invalid(faults)) => refused(&req, &req.query, &faults),
        Err(other) => Err(other.into()),
    }
}

/// The page with what is wrong about the filter, and no rows.
fn refused(req: &Req, form: &Form, faults: &Faults) -> Answer {
    let form = FormView::again(form).refused(faults, &req.w);
    let page = List { s: req.shell(), w: req.w, form, rows: Vec::new(), next: None, query: String::new() };
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
        kind: r.kind,
    }
}

/// The kind in the reader's language; its code if there is no sentence for it.
fn what(w: W, kind: &str) -> String {
    let key = format!("audit.kind.{kind}");
    if w.has(&key) { w.t(&key).to_owned() } else { kind.to_owned() }
}

/// A role, also those that no post carries.
fn role(w: W, code: &str) -> &'static str {
    match code {
        "operator" => w.t("audit.operator"),
        "nobody" => w.t("audit.nobody"),
        post => w.t(&format!("account.role.{post}")),
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
    detail: Vec<(String, String)>,
}

async fn show(req: Req, Path((id, record)): Path<(String, String)>) -> Answer {
    let org = id.parse().map_err(|_| AppError::NotFound)?;
    let record = actions::show(&req.cx, org, record.parse().map_err(|_| AppError::NotFound)?).await?;
    let facts: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&record.detail).unwrap_or_default();
    let text = |v: serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let (source, request_id) = (record.source.clone(), record.request_id.clone());
    let detail = facts.into_iter().map(|(name, value)| (name, text(value))).collect();
    req.render(&Show { s: req.shell(), w: req.w, row: row(&req, record), source, request_id, detail })
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

/// The rows as a sheet; the mark at its front tells spreadsheets that it is UTF-8.
fn sheet(req: &Req, rows: &[RecordRow]) -> String {
    let (w, zone) = (req.w, &req.cx.house().zone);
    let heads = [
        w.t("audit.at"),
        w.t("audit.what"),
        w.t("audit.org"),
        w.t("audit.who"),
        w.t("audit.role"),
        w.t("audit.source"),
        w.t("audit.object"),
        w.t("audit.result"),
        w.t("audit.request"),
        w.t("audit.detail"),
    ];
    let mut out = format!("\u{feff}{}", rules::line(&heads));
    for r in rows {
        let (at, detail) = (r.at.full(zone), &r.detail);
        out.push_str(&rules::line(&[
            &at,
            &r.kind,
            &r.org_name,
            &r.login,
            &r.role,
            &r.source,
            &r.object,
            &r.result,
            &r.request_id,
            detail,
        ]));
    }
    out
}
