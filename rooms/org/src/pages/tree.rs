//! The tree page: one's own branch, opened bit by bit, on any day, with a search.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kernel::{Day, OrgId, Page};
use kit::{Answer, Req, Shell, W};

use crate::{
    access::IMPORT,
    actions::{
        find::{self, Found},
        view::{self, Branch, Placed},
    },
    api::as_of,
    pages::label,
};

/// Children shown at once.
const AT_ONCE: i64 = 100;
/// Found organisations shown.
const FOUND_MOST: usize = 50;

/// A row of the tree.
pub(super) struct Row {
    pub(super) id: OrgId,
    pub(super) name: String,
    pub(super) note: String,
    pub(super) opens: bool,
}

/// Rows of one superior, and where the next ones come from.
#[derive(Template)]
#[template(path = "pages/_children.html")]
pub(super) struct Children {
    pub(super) w: W,
    pub(super) rows: Vec<Row>,
    /// `&as_of=…` or nothing.
    pub(super) on: String,
    /// Address of the next rows; empty if there are none.
    pub(super) more: String,
    /// Address of the page that begins with them, for browsers without scripts.
    pub(super) more_page: String,
}

impl Children {
    /// No rows.
    pub(super) fn none(w: W, day: Option<Day>) -> Self {
        Self { w, rows: Vec::new(), on: on(day), more: String::new(), more_page: String::new() }
    }
}

/// A head of the branch with its rows.
struct Head {
    row: Row,
    line: Vec<(OrgId, String)>,
    children: Children,
}

/// A found organisation.
struct Answering {
    id: OrgId,
    name: String,
    path: String,
    code: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/tree.html")]
struct TreePage {
    s: Shell,
    w: W,
    title: String,
    as_of: String,
    is_past: bool,
    asof_text: String,
    on: String,
    q: String,
    heads: Vec<Head>,
    searched: bool,
    found: Vec<Answering>,
    found_text: String,
    counts: Vec<(String, String)>,
    may_import: bool,
}

/// `/orgs`.
pub(super) async fn index(req: Req) -> Answer {
    let (w, day) = (req.w, as_of(&req)?);
    let today = req.cx.house().today();
    let on = on(day);
    let heads = match view::heads(&req.cx, day).await {
        // One's organisation did not exist that day: an empty tree says so better than an error.
        Err(AppError::NotFound) => Vec::new(),
        other => other?,
    };
    let q: String = req.query.get("q").chars().take(100).collect();
    let found = if q.is_empty() || heads.is_empty() { Vec::new() } else { find::find(&req.cx, &q, day).await? };
    let title = match heads.first() {
        Some((placed, below)) => label::heading(&w, &placed.org.name, &label::counts(&w, below)),
        None => w.t("org.tree.nothing").to_owned(),
    };
    let mut shown = Vec::new();
    for (placed, below) in heads.iter().take(100) {
        let first = heads.len() == 1;
        shown.push(head(&req, placed, below, day, first).await?);
    }
    let counts = heads.first().map(|(_, below)| below.as_slice()).unwrap_or_default();
    let high = heads.first().is_some_and(|(own, _)| !matches!(own.org.level.as_str(), "township" | "village"));
    let page = TreePage {
        may_import: high && IMPORT.is_for(req.cx.actor().seat.role) && day.is_none_or(|d| d == today),
        s: req.shell(),
        w,
        title,
        as_of: day.unwrap_or(today).to_string(),
        is_past: day.is_some_and(|d| d != today),
        asof_text: w.f("org.asof_on", &[("day", &day.unwrap_or(today))]),
        on,
        searched: !q.is_empty(),
        q,
        heads: shown,
        found_text: w.n("org.search.found", found.len()),
        found: found.into_iter().take(FOUND_MOST).map(|f| answering(&w, f)).collect(),
        counts: counts.iter().map(|(l, n)| (label::level(&w, l), kernel::text::thousands(*n))).collect(),
    };
    req.render(&page)
}

async fn head(
    req: &Req,
    placed: &Placed,
    below: &[(String, i64)],
    day: Option<Day>,
    open: bool,
) -> Result<Head, AppError> {
    let w = req.w;
    let row = row(&w, Branch { org: placed.org.clone(), below: below.to_vec() });
    let children = if open { page_of_children(req, placed.org.id, day, None).await? } else { Children::none(w, day) };
    Ok(Head { row, line: placed.line.clone(), children })
}

/// `&as_of=…` for links that stay on the day.
pub(super) fn on(day: Option<Day>) -> String {
    day.map(|d| format!("&as_of={d}")).unwrap_or_default()
}

fn row(w: &W, branch: Branch) -> Row {
    Row {
        id: branch.org.id,
        name: branch.org.name,
        note: label::counts(w, &branch.below),
        opens: !branch.below.is_empty(),
    }
}

fn answering(w: &W, found: Found) -> Answering {
    let path = found.placed.path_text();
    let org = found.placed.org;
    let note = if found.alias.is_empty() { String::new() } else { w.f("org.search.alias", &[("alias", &found.alias)]) };
    Answering { id: org.id, name: org.name, path, code: org.code, note }
}

/// The next rows below an organisation.
pub(super) async fn page_of_children(
    req: &Req,
    org: OrgId,
    day: Option<Day>,
    after: Option<String>,
) -> Result<Children, AppError> {
    let page = view::children(&req.cx, org, day, Page::new(after, Some(AT_ONCE))).await?;
    let on = on(day);
    let address = |part: &str| {
        let next = page.next.as_deref().map(percent);
        next.map(|next| format!("/orgs/{org}{part}?after={next}{on}")).unwrap_or_default()
    };
    let (more, more_page) = (address("/children"), address(""));
    Ok(Children { w: req.w, rows: page.items.into_iter().map(|b| row(&req.w, b)).collect(), on, more, more_page })
}

/// A key as a part of an address.
fn percent(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// `/orgs/{id}/children`: the rows alone, for a branch that is being opened.
pub(super) async fn children(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let rows = page_of_children(&req, id, as_of(&req)?, req.page().after).await?;
    req.render(&rows)
}
