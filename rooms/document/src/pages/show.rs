//! One version of a document as it is read: its clauses, who rests on them, other versions.

use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use cx::AppError;
use kernel::{Day, Fault};
use kit::{Answer, Req, Shell, W, encode};

use super::{Chip, days, id};
use crate::actions::{
    list::State,
    open::{self, Opened, Rights},
    read::Wanted,
};

#[derive(Template)]
#[template(path = "pages/show.html")]
struct ShowPage {
    s: Shell,
    w: W,
    title: String,
    chip: Chip,
    /// Sort, number, owner, days.
    facts: Vec<(&'static str, String)>,
    here: String,
    /// Where a work procedure is had as an official paper; empty for other documents.
    paper: String,
    seq: i64,
    rights: Rights,
    draft: bool,
    clauses: Vec<ClauseView>,
    contents: Vec<ClauseView>,
    versions: Vec<VersionView>,
    compare: Option<(i64, i64)>,
    as_of: String,
    /// Said when another day or version than today's is shown.
    notice: String,
    file: String,
    ended: String,
    idle: String,
    document: String,
}

struct ClauseView {
    id: String,
    seq: i64,
    depth: i64,
    label: String,
    text: String,
    heading: bool,
    cited: i64,
    idle: bool,
}

struct VersionView {
    seq: i64,
    chip: Chip,
    number: String,
    days: String,
    here: bool,
}

/// `?version=2` or `?as_of=2026-11-23`; today if neither is named.
///
/// # Errors
/// A fault of the field that is neither number nor day.
pub(crate) fn wanted(req: &Req) -> Result<Wanted, AppError> {
    if let Some(seq) = req.query.opt("version") {
        return Ok(Wanted::Seq(seq.parse().map_err(|_| AppError::NotFound)?));
    }
    match req.query.opt("as_of") {
        Some(text) => {
            let day = text.parse::<Day>().map_err(|_| Fault::of("as_of", "not_a_day").with("value", text))?;
            Ok(Wanted::On(day))
        }
        None => Ok(Wanted::On(req.cx.house().today())),
    }
}

pub(super) async fn page(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let wanted = wanted(&req)?;
    let opened = match open::open(&req.cx, id, wanted).await {
        // A document that was never in force has nothing but its editor.
        Err(AppError::NotFound) if req.query.opt("version").is_none() => {
            open::editing(&req.cx, id).await?;
            return Ok(kit::redirect(&format!("/documents/{id}/draft")));
        }
        other => other?,
    };
    let as_of = req.query.get("as_of").to_owned();
    render(&req, &opened, as_of)
}

fn render(req: &Req, o: &Opened, as_of: String) -> Answer {
    let (w, reading) = (req.w, &o.reading);
    let (document, version) = (&reading.document, &reading.version);
    let state = State::of(version, reading.today);
    let here = format!("/documents/{}", document.id);
    let clauses = clauses(o);
    let idle = i64::try_from(clauses.iter().filter(|c| c.idle).count()).unwrap_or(0);
    let published: Vec<i64> = reading.versions.iter().filter(|v| !v.is_draft()).map(|v| v.seq).collect();
    let before = published.iter().copied().filter(|seq| *seq < version.seq).max();
    let page = ShowPage {
        s: req.shell(),
        title: version.title.clone(),
        chip: Chip::of(state, &w),
        facts: facts(o, &w),
        paper: if document.kind == crate::Kind::WorkProcedure {
            format!("/papers/procedure/{}/{}.{}", document.org, document.id, version.seq)
        } else {
            String::new()
        },
        seq: version.seq,
        rights: o.rights,
        draft: reading.versions.iter().any(|v| v.is_draft()) && o.rights.write,
        contents: contents(o),
        versions: versions(o, &w),
        compare: before.map(|before| (before, version.seq)),
        notice: notice(o, state, &as_of, &w),
        as_of,
        file: if version.file_hash.is_empty() { String::new() } else { version.file_name.clone() },
        ended: if document.until == Day::FOREVER {
            String::new()
        } else {
            w.f("document.show.ended", &[("day", &document.until), ("reason", &document.end_reason)])
        },
        idle: if state == State::InForce && idle > 0 { w.n("document.show.idle", idle) } else { String::new() },
        document: document.id.to_string(),
        here,
        clauses,
        w,
    };
    req.render(&page)
}

fn facts(o: &Opened, w: &W) -> Vec<(&'static str, String)> {
    let (document, version) = (&o.reading.document, &o.reading.version);
    let mut facts = vec![
        (w.t("document.field.kind"), w.t(&format!("document.kind.{}", document.kind.code())).to_owned()),
        (w.t("document.field.owner"), document.owner.clone()),
        (w.t("document.field.version"), version.seq.to_string()),
        (w.t("document.list.days"), days(version.from, version.to, w)),
    ];
    if !version.number.is_empty() {
        facts.insert(1, (w.t("document.field.number"), version.number.clone()));
    }
    if let Some(slot) = document.framework() {
        facts.push((w.t("document.field.framework"), w.t(&format!("document.slot.{}", slot.code())).to_owned()));
    }
    if !document.domain.is_empty() {
        facts.push((w.t("document.field.domain"), w.t(&format!("document.domain.{}", document.domain)).to_owned()));
    }
    facts
}

fn clauses(o: &Opened) -> Vec<ClauseView> {
    let demands = o.reading.document.demands_work;
    let all = o.reading.clauses.iter().zip(o.reading.headings());
    all.map(|(c, heading)| {
        let cited = o.cited.get(&c.id).copied().unwrap_or(0);
        ClauseView {
            id: c.id.to_string(),
            seq: c.seq,
            depth: c.depth,
            label: c.label.clone(),
            text: c.text.clone(),
            heading,
            cited,
            idle: demands && c.demands && cited == 0,
        }
    })
    .collect()
}

/// The headings, or the highest clauses where there are none.
fn contents(o: &Opened) -> Vec<ClauseView> {
    let all = clauses(o);
    let any = all.iter().any(|c| c.heading);
    let wanted = |c: &ClauseView| if any { c.heading } else { c.depth == 0 && !c.label.is_empty() };
    all.into_iter().filter(wanted).take(200).collect()
}

fn versions(o: &Opened, w: &W) -> Vec<VersionView> {
    let view = |v: &crate::VersionRow| VersionView {
        seq: v.seq,
        chip: Chip::of(State::of(v, o.reading.today), w),
        number: v.number.clone(),
        days: days(v.from, v.to, w),
        here: v.id == o.reading.version.id,
    };
    o.reading.versions.iter().rev().filter(|v| !v.is_draft()).map(view).collect()
}

fn notice(o: &Opened, state: State, as_of: &str, w: &W) -> String {
    let version = &o.reading.version;
    match as_of.parse::<Day>() {
        Ok(day) if !version.holds_on(day) => w.f("document.show.not_then", &[("day", &day)]),
        Ok(day) => w.f("document.show.as_of", &[("day", &day)]),
        Err(_) if state == State::InForce => String::new(),
        Err(_) => w.f("document.show.not_now", &[("state", &w.t(&format!("document.state.{}", state.code())))]),
    }
}

/// The file a version was read from, as it was sent.
pub(super) async fn file(req: Req, Path((document, seq)): Path<(String, String)>) -> Answer {
    let seq = seq.parse().map_err(|_| AppError::NotFound)?;
    let (name, bytes) = open::file(&req.cx, id(&document)?, seq).await?;
    Ok(download(&name, bytes))
}

fn download(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", encode(name).replace('/', "_"))),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}
