//! Templates: the list, one with its versions and its editor, the preview.

use askama::Template as Page;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::IntoResponse,
};
use cx::AppError;
use kernel::{Day, Fault, Faults};
use kit::{Answer, FormView, Policy, Req, Routes, Shell, W};

use crate::{
    access::TEMPLATE,
    actions::template::{self, NewVersion, Versions},
    rules::template::Template,
};

pub(super) fn routes() -> Routes {
    let may = Policy::May(&TEMPLATE);
    Routes::new()
        .get("/papers/templates", may, list)
        .get("/papers/templates/{name}", may, page)
        .post("/papers/templates/{name}", may, change)
        .post("/papers/templates/{name}/preview", may, preview)
        .post("/papers/templates/{name}/restore", may, restore)
}

/// The template of an address.
pub(crate) fn named(name: &str) -> Result<Template, AppError> {
    Template::of_code(name).ok_or(AppError::NotFound)
}

fn label(w: &W, template: Template) -> &'static str {
    match template {
        Template::Wording(kind) => w.t(&format!("paper.kind.{kind}")),
        Template::Layout => w.t("paper.template.layout"),
    }
}

#[derive(Page)]
#[template(path = "pages/templates.html")]
struct ListPage {
    s: Shell,
    w: W,
    /// Address, name, what is in force, what is planned.
    rows: Vec<(String, &'static str, String, String)>,
}

async fn list(req: Req) -> Answer {
    let (all, w) = (template::templates(&req.cx).await?, req.w);
    let row = |t: &Versions| {
        let href = format!("/papers/templates/{}", t.template.code());
        let planned = t.versions.last().filter(|v| v.from > req.cx.house().today());
        let planned = planned.map(|v| w.f("paper.template.planned", &[("n", &v.version), ("day", &v.from)]));
        (href, label(&w, t.template), in_force(&w, t), planned.unwrap_or_default())
    };
    req.render(&ListPage { s: req.shell(), w, rows: all.iter().map(row).collect() })
}

fn in_force(w: &W, t: &Versions) -> String {
    let current = t.versions.iter().find(|v| Some(v.version) == t.current);
    match current {
        Some(v) if !v.hash.is_empty() => w.f("paper.template.in_force", &[("n", &v.version), ("day", &v.from)]),
        _ => w.t("paper.template.builtin").to_owned(),
    }
}

#[derive(Page)]
#[template(path = "pages/template.html")]
struct TemplatePage {
    s: Shell,
    w: W,
    here: String,
    name: &'static str,
    help: &'static str,
    in_force: String,
    seen: i64,
    form: FormView,
    rows: usize,
    /// Number, its day, why, whether it is what the program brings, whether it is in force.
    versions: Vec<(i64, String, String, bool, bool)>,
    refused: Vec<String>,
}

fn shown(req: &Req, t: &Versions, form: FormView) -> TemplatePage {
    let w = req.w;
    let version = |v: &crate::VersionRow| {
        (v.version, v.from.to_string(), v.reason.clone(), v.hash.is_empty(), Some(v.version) == t.current)
    };
    TemplatePage {
        s: req.shell(),
        w,
        here: format!("/papers/templates/{}", t.template.code()),
        name: label(&w, t.template),
        help: w.t(if t.template == Template::Layout {
            "paper.template.layout_help"
        } else {
            "paper.template.wording_help"
        }),
        in_force: in_force(&w, t),
        seen: t.versions.last().map_or(0, |v| v.version),
        rows: form.value("text").lines().count().clamp(10, 34),
        refused: form.errors().iter().map(|(_, text)| text.clone()).collect(),
        form,
        versions: t.versions.iter().rev().map(version).collect(),
    }
}

async fn page(req: Req, Path(name): Path<String>) -> Answer {
    let version = req.query.opt("version").map(|v| v.parse().map_err(|_| AppError::NotFound)).transpose()?;
    let found = template::template(&req.cx, named(&name)?, version).await?;
    let today = req.cx.house().today().to_string();
    let form = FormView::of(&[("text", &found.text), ("from", &today)]);
    req.render(&shown(&req, &found, form))
}

/// The page again, with everything typed still there.
async fn again(req: &Req, template: Template, faults: &Faults) -> Answer {
    let found = template::template(&req.cx, template, None).await?;
    let form = FormView::again(&req.form).refused(faults, &req.w);
    let mut page = shown(req, &found, form);
    page.seen = req.form.get("seen").parse().unwrap_or(page.seen);
    req.render_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// A text as browsers send it has other line breaks than it was shown with.
fn text(req: &Req) -> String {
    req.form.get("text").replace("\r\n", "\n") + "\n"
}

async fn change(req: Req, Path(name): Path<String>) -> Answer {
    let template = named(&name)?;
    put(&req, template, Some(text(&req))).await
}

async fn restore(req: Req, Path(name): Path<String>) -> Answer {
    let template = named(&name)?;
    put(&req, template, None).await
}

async fn put(req: &Req, template: Template, text: Option<String>) -> Answer {
    let done = match req.form.parsed::<Day>("from", "not_a_day") {
        Ok(from) => {
            let (reason, seen) = (req.form.get("reason").to_owned(), req.form.get("seen").parse().unwrap_or(0));
            template::change(&req.cx, &req.once(), NewVersion { template, text, from, reason, seen }).await
        }
        Err(fault) => Err(fault.into()),
    };
    match done {
        Ok(version) => {
            Ok(kit::redirect_with(&format!("/papers/templates/{}", template.code()), "paper_template_kept", version))
        }
        Err(AppError::Invalid(faults)) => again(req, template, &faults).await,
        Err(AppError::Conflict(_)) => again(req, template, &vec![Fault::of("text", "paper_template_newer")]).await,
        Err(other) => Err(other.into()),
    }
}

/// A PDF with invented facts.
async fn preview(req: Req, Path(name): Path<String>) -> Answer {
    let template = named(&name)?;
    match template::preview(&req.cx, template, text(&req)).await {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (header::CONTENT_DISPOSITION, "inline; filename=\"preview.pdf\""),
            ];
            Ok((headers, bytes).into_response())
        }
        Err(AppError::Invalid(faults)) => again(&req, template, &faults).await,
        Err(other) => Err(other.into()),
    }
}
