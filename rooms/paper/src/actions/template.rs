//! Templates of a tree: their versions, a preview with invented facts, a new version from a day, the program's own again.

use cx::{AppError, Cx, Happening, Permit, Tx};
use kernel::{Day, Fault, OrgId, text::length};
use press::{Layout, Paper, Wording};
use serde_json::json;

use super::{flaw::flawed, look, print::set};
use crate::{
    access::TEMPLATE,
    rules::{
        kind::{Format, Kind},
        template::{REASON_MOST, TEXT_MOST, Template, in_force, sample},
    },
    store::template::{self as store, VersionRow},
};

/// A template with its versions.
#[derive(Debug, Clone)]
pub struct Versions {
    /// Which it is.
    pub template: Template,
    /// Every version, the oldest first.
    pub versions: Vec<VersionRow>,
    /// Number of the version in force today; none for what the program brings.
    pub current: Option<i64>,
    /// The text of the version that was asked for, else of the one in force.
    pub text: String,
}

/// What is to be in force from a day on.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Which template.
    pub template: Template,
    /// Its text; none for what the program brings.
    pub text: Option<String>,
    /// First day; today at the earliest.
    pub from: Day,
    /// Why.
    pub reason: String,
    /// Number of the newest version that the editor saw; 0 if there was none.
    pub seen: i64,
}

/// A permit to change templates, and the tree: only whoever sits at its root has one.
fn permit(tx: &Tx<'_>) -> Result<(Permit, OrgId), AppError> {
    let place = tx.place().clone();
    if place.depth() != 1 {
        return Err(AppError::Forbidden(TEMPLATE.name));
    }
    Ok((tx.permit(&TEMPLATE, &place)?, tx.actor().seat.org))
}

/// One template of the actor's tree; `version` for the text of an older one.
///
/// # Errors
/// [`AppError::NotFound`] without that version; [`AppError::Forbidden`] away from the root.
pub async fn template(cx: &Cx, template: Template, version: Option<i64>) -> Result<Versions, AppError> {
    cx.read(move |tx| versions(tx, template, version)).await
}

/// All templates of the actor's tree.
///
/// # Errors
/// As [`template()`].
pub async fn templates(cx: &Cx) -> Result<Vec<Versions>, AppError> {
    cx.read(|tx| Template::all().into_iter().map(|template| versions(tx, template, None)).collect()).await
}

fn versions(tx: &mut Tx<'_>, template: Template, version: Option<i64>) -> Result<Versions, AppError> {
    let (_, root) = permit(tx)?;
    let (versions, today) = (store::versions(tx, root, template)?, tx.today());
    let current = in_force(&versions, |v| v.from, today);
    let wanted = match version {
        Some(0) | None => current.filter(|_| version.is_none()),
        Some(n) => Some(versions.iter().find(|v| v.version == n).ok_or(AppError::NotFound)?),
    };
    let text = look::stored(tx, template, wanted.map_or("", |v| v.hash.as_str()))?;
    let current = current.map(|v| v.version);
    Ok(Versions { template, current, text, versions })
}

/// A PDF with invented facts, as this text would print it.
///
/// # Errors
/// A fault that names the line.
pub async fn preview(cx: &Cx, template: Template, text: String) -> Result<Vec<u8>, AppError> {
    cx.read(|tx| permit(tx).map(|_| ())).await?;
    tried(template, text).await
}

/// Puts a version into force from a day on, once it has printed its sample.
///
/// # Errors
/// A fault that names the line; a day that is past; no reason; [`AppError::Conflict`] if somebody was faster.
pub async fn change(cx: &Cx, once: &str, new: NewVersion) -> Result<i64, AppError> {
    // Rights first: nothing is set for whoever may not change anything.
    cx.read(|tx| permit(tx).map(|_| ())).await?;
    if let Some(text) = &new.text {
        tried(new.template, text.clone()).await?;
    }
    let key = if once.is_empty() {
        String::new()
    } else {
        cx::hash_token(&format!("paper.template {} {once}", new.template.code()))
    };
    cx.write_once(&key, move |tx| {
        let (permit, root) = permit(tx)?;
        let versions = store::versions(tx, root, new.template)?;
        let newest = versions.last().map_or(0, |v| v.version);
        if newest != new.seen {
            return Err(AppError::Conflict(Vec::new()));
        }
        let (reason, at) = (reason(&new.reason)?, tx.now());
        if new.from < tx.today() {
            return Err(Fault::of("from", "paper_template_past").into());
        }
        let hash = new.text.as_ref().map(|text| look::hash(text)).unwrap_or_default();
        if let Some(text) = &new.text {
            store::add_text(tx, &permit, &hash, text)?;
        }
        let version = newest + 1;
        let row = VersionRow { version, from: new.from, hash: hash.clone(), reason, at };
        store::add(tx, &permit, (root, new.template), &row)?;
        let detail = json!({ "version": version, "from": new.from, "hash": hash });
        Ok(Happening::new("paper.template_changed", root, new.template.code()).detail(detail).answer(version))
    })
    .await
}

fn reason(text: &str) -> Result<String, AppError> {
    let text = text.trim();
    let fits = (2..=REASON_MOST).contains(&length(text));
    if fits {
        Ok(text.to_owned())
    } else {
        Err(Fault::of("reason", "paper_template_reason").with("most", REASON_MOST).into())
    }
}

async fn tried(template: Template, text: String) -> Result<Vec<u8>, AppError> {
    if text.len() > TEXT_MOST {
        return Err(Fault::of("text", "paper_template_long").with("most", TEXT_MOST / 1_000).into());
    }
    let set = tokio::task::spawn_blocking(move || tried_now(template, &text)).await;
    set.map_err(|e| AppError::Internal(format!("printing: {e}")))?
}

/// Prints the sample: what cannot print it is not put into force.
fn tried_now(template: Template, text: &str) -> Result<Vec<u8>, AppError> {
    let refused = |e: press::WordingFault| AppError::from(Fault { field: Some("text".to_owned()), ..flawed(&e) });
    let (paper, layout): (Paper, Layout) = match template {
        Template::Wording(kind) => {
            let wording = Wording::read(text).map_err(refused)?;
            (wording.check(&sample(kind)).map_err(refused)?, Layout::default())
        }
        Template::Layout => {
            let layout = Layout::examine(text).map_err(refused)?;
            let wording = Wording::read(Template::Wording(Kind::Letter).builtin());
            let paper = wording.and_then(|w| w.paper(&sample(Kind::Letter)));
            (paper.map_err(|e| AppError::Internal(e.to_string()))?, layout)
        }
    };
    set(&paper, &layout, Format::Docx)?;
    set(&paper, &layout, Format::Pdf)
}
