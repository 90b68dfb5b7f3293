//! Full-text search.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::{Fault, Faults};
use kit::{Answer, FormView, Req, Shell, W, encode};

use super::{Chip, Choice, days, list::kinds};
use crate::{
    actions::{
        list::State,
        search::{CLAUSES_SHOWN, DocumentHit, Found, Search, search},
    },
    rules::{Kind, Part},
};

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    s: Shell,
    w: W,
    f: FormView,
    title: String,
    q: String,
    kinds: Vec<Choice>,
    any_time: bool,
    asked: bool,
    hits: Vec<HitView>,
    next: Option<String>,
    /// Whether one document is searched alone.
    alone: String,
}

struct HitView {
    href: String,
    title: Vec<Part>,
    facts: String,
    chip: Chip,
    clauses: Vec<(String, String, Vec<Part>)>,
    /// All hits in this document, if there are more than shown.
    more: Option<(String, String)>,
}

/// `?q=…&kind=…&as_of=…&any=1&document=…&after=…`.
///
/// # Errors
/// A fault of the field that is no choice, day or number.
pub(crate) fn wanted(req: &Req) -> Result<Search, AppError> {
    let mut faults = Faults::new();
    let mut refuse = |field: &'static str, code: &'static str| {
        faults.push(Fault::of(field, code).with("value", req.query.get(field)));
    };
    let kind = req.query.opt("kind").map(Kind::of_code);
    if kind == Some(None) {
        refuse("kind", "not_a_choice");
    }
    let on = req.query.opt("as_of").map(str::parse);
    if matches!(on, Some(Err(_))) {
        refuse("as_of", "not_a_day");
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let document = req.query.opt("document").map(|id| id.parse().map_err(|_| AppError::NotFound)).transpose()?;
    Ok(Search {
        q: req.query.get("q").to_owned(),
        on: on.and_then(Result::ok),
        any_time: req.query.ticked("any"),
        kind: kind.flatten(),
        document,
        skip: req.query.get("after").parse().unwrap_or(0),
    })
}

pub(super) async fn page(req: Req) -> Answer {
    let (search, found) = match wanted(&req) {
        Ok(wanted) if wanted.q.is_empty() => (wanted, Ok(Found::default())),
        Ok(wanted) => (wanted.clone(), search(&req.cx, wanted).await),
        Err(error) => (Search { q: req.query.get("q").to_owned(), ..Search::default() }, Err(error)),
    };
    match found {
        Ok(found) => render(&req, StatusCode::OK, &search, &found, &Faults::new()),
        Err(AppError::Invalid(faults)) => {
            render(&req, StatusCode::UNPROCESSABLE_ENTITY, &search, &Found::default(), &faults)
        }
        Err(other) => Err(other.into()),
    }
}

fn render(req: &Req, status: StatusCode, search: &Search, found: &Found, faults: &Faults) -> Answer {
    let w = req.w;
    let (q, kind) = (encode(&search.q), search.kind.map_or("", Kind::code));
    let any = if search.any_time { "1" } else { "" };
    let as_of = search.on.map_or_else(String::new, |day| day.to_string());
    let address = |document: &str, skip: usize| {
        format!("/documents/search?q={q}&kind={kind}&any={any}&as_of={as_of}&document={document}&after={skip}")
    };
    let today = req.cx.house().today();
    let alone = search.document.map_or_else(String::new, |_| address("", 0));
    let hits = found
        .documents
        .iter()
        .map(|hit| hit_view(hit, today, &address(&hit.heading.document.to_string(), 0), search, &w));
    let page = SearchPage {
        s: req.shell(),
        f: FormView::of(&[("as_of", &as_of)]).refused(faults, &w),
        title: title(search, found, &w),
        q: search.q.clone(),
        kinds: kinds(search.kind, &w),
        any_time: search.any_time,
        asked: !search.q.is_empty() && faults.is_empty(),
        hits: hits.collect(),
        next: found.next.map(|skip| address(&search.document.map_or_else(String::new, |d| d.to_string()), skip)),
        alone,
        w,
    };
    req.render_as(status, &page)
}

fn title(search: &Search, found: &Found, w: &W) -> String {
    let more = if found.next.is_some() { "+" } else { "" };
    let n = format!("{}{more}", search.skip + found.documents.len());
    if search.q.is_empty() {
        w.t("document.search.title").to_owned()
    } else {
        w.f("document.search.found", &[("q", &search.q), ("n", &n)])
    }
}

fn hit_view(hit: &DocumentHit, today: kernel::Day, all: &str, search: &Search, w: &W) -> HitView {
    let h = &hit.heading;
    let state = match () {
        () if h.from > today => State::Coming,
        () if h.until > today => State::InForce,
        () => State::Ended,
    };
    let kind = w.t(&format!("document.kind.{}", h.kind.code()));
    let facts = [kind, &h.number, &h.owner, &days(Some(h.from), Some(h.until), w)];
    let facts = facts.into_iter().filter(|f| !f.is_empty()).collect::<Vec<_>>().join(" · ");
    let clause = |c: &crate::ClauseHit| (format!("/clauses/{}", c.clause), c.label.clone(), c.snippet.clone());
    let hidden = hit.count > CLAUSES_SHOWN && search.document.is_none();
    HitView {
        href: format!("/documents/{}?version={}", h.document, h.seq),
        title: hit.title.clone(),
        facts,
        chip: Chip::of(state, w),
        clauses: hit.clauses.iter().map(clause).collect(),
        more: hidden.then(|| (all.to_owned(), w.n("document.search.all_in", hit.count))),
    }
}
