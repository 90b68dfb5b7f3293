//! Writing an issue: its audience, its targets with their basis and weight, what of the letter above is cut.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cx::{AppError, Difference};
use document::{ClauseRef, Picker};
use kernel::{Faults, IssueId, TargetId, text::thousands};
use kit::{Answer, FormView, Req, Shell, W, redirect};

use super::editor_form::{DraftForm, TargetForm};
use super::view::{self, Opt};
use crate::actions::draft::{Written, edit as save_draft, written};
use crate::actions::{editing::Desk, editing::desk, issue::count};
use crate::rules::draft::{WHOLE, tenths};
use crate::rules::{IssueDraft, Stage, TargetDraft};

#[derive(Template)]
#[template(path = "pages/editor.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    crumb: &'static str,
    action: String,
    version: i64,
    is_template: bool,
    form: FormView,
    notice: String,
    differences: Vec<(&'static str, String, String)>,
    typed: DraftForm,
    domains: Vec<Opt>,
    levels: Vec<Opt>,
    unders: Vec<Opt>,
    below: Vec<Opt>,
    in_domains: Vec<Opt>,
    more: bool,
    count: String,
    parts: String,
    targets: Vec<TargetView>,
    cuts: Vec<CutView>,
    sum: SumView,
    values: String,
    draft_key: String,
}

struct TargetView {
    n: usize,
    index: usize,
    typed: TargetForm,
    upper: String,
    uppers: Vec<Opt>,
    milestones: Vec<Opt>,
    kinds: Vec<Opt>,
    picker: String,
    errors: [String; 9],
}

struct CutView {
    id: String,
    text: String,
    weight: String,
    reason: String,
    error: String,
}

#[derive(Template)]
#[template(path = "pages/sum.html")]
struct SumView {
    w: W,
    sum: String,
    right: bool,
    left: String,
    targets: usize,
}

/// How the editor comes back.
struct Again {
    faults: Faults,
    notice: String,
    differences: Vec<(&'static str, String, String)>,
    status: StatusCode,
}

impl Again {
    const fn fine() -> Self {
        Self { faults: Vec::new(), notice: String::new(), differences: Vec::new(), status: StatusCode::OK }
    }

    fn refused(faults: Faults) -> Self {
        Self { faults, status: StatusCode::UNPROCESSABLE_ENTITY, ..Self::fine() }
    }
}

async fn loaded(req: &Req, id: &str) -> Result<Written, AppError> {
    let found = written(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    found.row.stage.edit()?;
    Ok(found)
}

/// GET.
pub(super) async fn edit(req: Req, Path(id): Path<String>) -> Answer {
    let found = loaded(&req, &id).await?;
    let named = org::names_of(&req.cx, &found.draft.audience.named).await?;
    let form = DraftForm::of(&found.draft, named);
    render(&req, &found, &form, found.row.version, Again::fine()).await
}

/// POST: a button of the rows, or saving, alone or on the way to issuing.
pub(super) async fn save(req: Req, Path(id): Path<String>) -> Answer {
    let found = loaded(&req, &id).await?;
    let above: Vec<TargetId> = found.above.iter().map(|a| a.row.id).collect();
    let mut form = DraftForm::sent(&req.form, found.row.year, &above);
    let version = req.form.get("version").parse().unwrap_or(0);
    let button = req.form.get("do").to_owned();
    let carried: Vec<TargetDraft> = found.above.iter().map(carried_on).collect();
    if form.press(&button, &carried) {
        return render(&req, &found, &form, version, Again::fine()).await;
    }
    let (named, mut faults) = org::named(&req.cx, "named", &form.named).await?;
    let (draft, more) = form.read(named, found.row.upper());
    faults.extend(more);
    if faults.is_empty() {
        faults = draft.check();
    }
    if !faults.is_empty() {
        return render(&req, &found, &form, version, Again::refused(faults)).await;
    }
    store(&req, &found, &form, version, draft, button == "issue").await
}

/// A row of the letter above as the editor carries it on.
fn carried_on(above: &crate::actions::above::Above) -> TargetDraft {
    let line = &above.line;
    TargetDraft {
        id: None,
        upper: Some(above.row.id),
        value: line.value.clone(),
        weight: line.weight,
        ..above.row.draft()
    }
}

async fn store(req: &Req, found: &Written, form: &DraftForm, version: i64, draft: IssueDraft, on: bool) -> Answer {
    let id = found.row.id;
    match save_draft(&req.cx, &req.once(), id, version, draft).await {
        Ok(_) if on => Ok(redirect(&format!("/letters/issues/{id}?draft={}", key(id)))),
        Ok(_) => Ok(redirect(&format!("/letters/issues/{id}/edit?done=target_saved&n=1&draft={}", key(id)))),
        Err(AppError::Invalid(faults)) => render(req, found, form, version, Again::refused(faults)).await,
        Err(AppError::Conflict(differences)) => {
            let again = Again {
                notice: req.w.t("target.editor.overtaken").to_owned(),
                differences: told(&req.w, &differences),
                status: StatusCode::CONFLICT,
                ..Again::fine()
            };
            let stands = written(&req.cx, id).await?;
            render(req, &stands, form, stands.row.version, again).await
        }
        Err(other) => Err(other.into()),
    }
}

fn told(w: &W, found: &[Difference]) -> Vec<(&'static str, String, String)> {
    found.iter().map(|d| (w.t(d.field), d.mine.clone(), d.theirs.clone())).collect()
}

fn key(id: IssueId) -> String {
    format!("letter-issue-{id}")
}

/// POST: the sum alone, as the form stands.
pub(super) async fn weight(req: Req, Path(id): Path<String>) -> Answer {
    let found = loaded(&req, &id).await?;
    let form = DraftForm::sent(&req.form, found.row.year, &[]);
    let part = sum(&req.w, &form);
    Ok(part_response(&part)?)
}

fn part_response(part: &SumView) -> Result<Response, AppError> {
    let body = part.render().map_err(|e| AppError::Internal(format!("template: {e}")))?;
    Ok(axum::response::Html(body).into_response())
}

fn sum(w: &W, form: &DraftForm) -> SumView {
    let weight = form.weight();
    SumView {
        w: *w,
        sum: tenths(weight),
        right: weight == WHOLE,
        left: match WHOLE - weight {
            0 => w.t("target.editor.sum_right").to_owned(),
            left if left > 0 => w.n("target.editor.sum_less", tenths(left)),
            over => w.n("target.editor.sum_more", tenths(-over)),
        },
        targets: form.targets.len(),
    }
}

async fn render(req: &Req, found: &Written, form: &DraftForm, version: i64, again: Again) -> Answer {
    let w = req.w;
    let refused = FormView::again(&req.form).refused(&again.faults, &w);
    let clauses = form.targets.iter().filter_map(|t| t.clause).collect();
    let desk = desk(&req.cx, found.row.year, clauses).await?;
    let (count, parts) = counted(req, form).await?;
    let is_template = found.row.stage == Stage::Template;
    let levels = ["prefecture", "county", "township", "village"];
    let choice = |prefix: &str, code: &str, on: bool| Opt::new(code, &view::word(&w, prefix, code), on);
    let any = |on: bool| Opt::new("", w.t("target.editor.any"), on);
    let page = Page {
        s: req.shell(),
        w,
        title: if is_template {
            w.f("target.editor.title_template", &[("title", &found.row.title)])
        } else {
            w.f("target.editor.title", &[("year", &found.row.year), ("title", &found.row.title)])
        },
        crumb: w.t(if is_template { "target.stage.template" } else { "target.stage.draft" }),
        action: format!("/letters/issues/{}", found.row.id),
        version,
        is_template,
        notice: again.notice,
        differences: again.differences,
        domains: std::iter::once(any(form.domain.is_empty()))
            .chain(org::rules::DOMAINS.iter().map(|d| choice("org.domain", d, form.domain == *d)))
            .collect(),
        levels: std::iter::once(any(form.level.is_empty()))
            .chain(levels.iter().map(|l| choice("org.level", l, form.level == *l)))
            .collect(),
        unders: unders(&desk, form),
        below: desk.levels.iter().map(|l| choice("org.level", l, form.levels.contains(l))).collect(),
        in_domains: org::rules::DOMAINS
            .iter()
            .map(|d| choice("org.domain", d, form.domains.iter().any(|x| x == d)))
            .collect(),
        more: !form.domains.is_empty() || !form.tags.is_empty() || !form.named.is_empty(),
        count,
        parts,
        targets: targets(req, found, form, &desk, &refused)?,
        cuts: cuts(found, form, &refused),
        sum: sum(&w, form),
        values: if found.values > 0 {
            w.n("target.editor.values_n", thousands(found.values))
        } else {
            w.t("target.editor.values").to_owned()
        },
        draft_key: key(found.row.id),
        form: refused,
        typed: form.clone(),
    };
    req.render_as(again.status, &page)
}

fn unders(desk: &Desk, form: &DraftForm) -> Vec<Opt> {
    desk.places.iter().map(|(id, name)| Opt::new(&id.to_string(), name, form.under == id.to_string())).collect()
}

/// The audience as far as it can be counted while it is typed.
async fn counted(req: &Req, form: &DraftForm) -> Result<(String, String), AppError> {
    let (ids, _) = org::named(&req.cx, "named", &form.named).await?;
    let (draft, _) = form.read(ids, None);
    match count(&req.cx, draft.audience).await {
        Ok(levels) => {
            let total: i64 = levels.values().sum();
            let parts = levels.iter().map(|(l, n)| format!("{} {}", view::word(&req.w, "org.level", l), thousands(*n)));
            Ok((req.w.n("target.editor.count", thousands(total)), parts.collect::<Vec<_>>().join(" · ")))
        }
        Err(AppError::Invalid(_) | AppError::NotFound) => Ok((String::new(), String::new())),
        Err(other) => Err(other),
    }
}

fn targets(
    req: &Req,
    found: &Written,
    form: &DraftForm,
    desk: &Desk,
    refused: &FormView,
) -> Result<Vec<TargetView>, AppError> {
    let w = &req.w;
    let one = |(n, t): (usize, &TargetForm)| {
        let error = |name: &str| refused.error(&format!("targets.{n}.{name}")).to_owned();
        let chosen: Option<ClauseRef> = t.clause.and_then(|c| desk.clauses.get(&c)).cloned();
        let picker = Picker {
            w: *w,
            name: format!("clause_{n}"),
            label: w.t("target.sheet.clause").to_owned(),
            chosen,
            typed: t.clause_typed.clone(),
            error: [refused.error(&format!("clause_{n}")), refused.error(&format!("targets.{n}.clause"))].concat(),
            optional: true,
        };
        let carried =
            found.carried.iter().map(|a| Opt::new(&a.row.id.to_string(), &a.row.text, t.upper == a.row.id.to_string()));
        let upper = found.carried.iter().find(|a| t.upper == a.row.id.to_string());
        let names =
            ["text", "project", "requirement", "measure", "value", "weight", "assessment", "deduction", "upper"];
        Ok(TargetView {
            n: n + 1,
            index: n,
            upper: upper.map(|a| a.row.text.clone()).unwrap_or_default(),
            uppers: std::iter::once(Opt::new("", w.t("target.editor.no_upper"), t.upper.is_empty()))
                .chain(carried)
                .collect(),
            milestones: std::iter::once(Opt::new("", w.t("target.editor.no_milestone"), t.milestone.is_empty()))
                .chain(
                    desk.milestones
                        .iter()
                        .map(|(id, text)| Opt::new(&id.to_string(), text, t.milestone == id.to_string())),
                )
                .collect(),
            kinds: ["metric", "judgement"].map(|k| Opt::new(k, w.t(&format!("target.kind.{k}")), t.kind == k)).to_vec(),
            picker: picker.html()?,
            errors: names.map(error),
            typed: t.clone(),
        })
    };
    form.targets.iter().enumerate().map(one).collect()
}

/// Targets of the letter above that no row carries on.
fn cuts(found: &Written, form: &DraftForm, refused: &FormView) -> Vec<CutView> {
    let carried = |id: &str| form.targets.iter().any(|t| t.upper == id);
    let view = |a: &crate::actions::above::Above| {
        let id = a.row.id.to_string();
        let reason = form.cuts.iter().find(|c| c.0 == a.row.id).map(|c| c.1.clone()).unwrap_or_default();
        CutView {
            text: a.row.text.clone(),
            weight: tenths(a.line.weight),
            reason,
            error: refused.error(&format!("cut.{id}")).to_owned(),
            id,
        }
    };
    found.above.iter().filter(|a| !carried(&a.row.id.to_string())).map(view).collect()
}
