//! Before a list goes out: what sending will do, in numbers; sending it; taking it back.

use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Faults, ListId, text::thousands};
use kit::{Answer, FormView, Req, redirect_with};

use super::{
    editor::{Approval, PreviewCard, PreviewPage, PreviewView, PriceView},
    fields, forms,
    forms::AskKind,
    lists,
    price::{level_parts, price_view, warnings},
    view,
    write::own_draft,
};
use crate::{
    actions::{self, lists::ListDetail, preview::Preview, send::AT_ONCE_MOST},
    rules::{ItemDraft, State, Verdict},
};

/// GET: what sending will do.
pub(crate) async fn preview(req: Req, Path(id): Path<String>) -> Answer {
    page(&req, &id, StatusCode::OK, &Vec::new()).await
}

/// The page, with what forbids sending.
async fn page(req: &Req, id: &str, status: StatusCode, faults: &Faults) -> Answer {
    let detail = own_draft(req, id).await?;
    let found = actions::preview::preview(&req.cx, detail.draft.clone()).await?;
    let view = preview_view(req, &detail, &found, faults);
    req.render_as(status, &PreviewPage { s: req.shell(), w: req.w, view })
}

fn preview_view(req: &Req, detail: &ListDetail, found: &Preview, faults: &Faults) -> PreviewView {
    let (w, draft) = (&req.w, &detail.draft);
    let items = i64::try_from(draft.items.len()).unwrap_or(0);
    let all = thousands(found.orgs.saturating_mul(items));
    let orgs = thousands(found.orgs);
    let minutes = view::whole_minutes(found.list.minutes);
    let hours = view::span_name(w, found.total_minutes);
    let month = view::month_name(w, draft.month, req.cx.house().month());
    let href = format!("/lists/{}", detail.list.id);
    let problems: Vec<String> =
        faults.iter().filter(|f| f.field.as_deref() != Some("approval")).map(|f| w.fault(f)).collect();
    PreviewView {
        title: w.f("task_list.preview.title", &[("orgs", &orgs), ("items", &items), ("all", &all)]),
        sub: w.f("task_list.preview.sub", &[("title", &draft.title), ("month", &month)]),
        short: super::assignment::shorten(&draft.title, 20),
        edit_href: format!("{href}/edit"),
        problems,
        sentence: w.f(
            "task_list.preview.sentence",
            &[("orgs", &orgs), ("items", &items), ("all", &all), ("minutes", &minutes), ("hours", &hours)],
        ),
        parts: level_parts(w, found),
        warnings: warnings(w, draft, &found.findings),
        issued: view::chip(w, State::Issued).word,
        cards: draft.items.iter().map(|i| card(req, i)).collect(),
        price: PriceView { warnings: Vec::new(), ..price_view(w, draft, Some(found)) },
        send_action: format!("{href}/send"),
        tokens: forms::tokens(req, detail.list.version, &href),
        approval: (found.verdict == Verdict::NeedsApproval).then(|| approval(req, detail, faults)),
        may_send: found.verdict != Verdict::Refused && found.orgs > 0 && items > 0,
        confirm: w.f("task_list.preview.confirm", &[("orgs", &orgs), ("items", &items), ("all", &all)]),
    }
}

fn card(req: &Req, item: &ItemDraft) -> PreviewCard {
    let w = &req.w;
    PreviewCard {
        text: item.text.clone(),
        minutes: view::minutes_name(w, item.minutes()),
        due: view::day_name(w, item.due_day),
        basis: item.ground.with(&item.basis),
        baseless: item.is_baseless(),
        requirement: item.requirement.clone(),
        fills: fields::fills(w, &item.form, item.photos),
    }
}

fn approval(req: &Req, detail: &ListDetail, faults: &Faults) -> Approval {
    let typed = FormView::again(&req.form).refused(faults, &req.w);
    let value = req.form.opt("approval").unwrap_or(&detail.draft.approval).to_owned();
    let error = typed.error("approval").to_owned();
    Approval { value, help: req.w.t("task_list.preview.approver_help"), error }
}

/// POST: sends it, with the approval that a price over the target needs.
pub(crate) async fn send(req: Req, Path(id): Path<String>) -> Answer {
    let list: ListId = id.parse().map_err(|_| AppError::NotFound)?;
    match approve_and_send(&req, list).await {
        Ok(sent) if sent.in_parts => {
            Ok(redirect_with(&format!("/lists/{list}"), "task_list_sending", sent.assignments))
        }
        Ok(sent) => Ok(redirect_with(&format!("/lists/{list}"), "task_list_sent", sent.assignments)),
        Err(AppError::Invalid(faults)) if !faults.iter().any(|f| f.code == "task_list_not_draft") => {
            page(&req, &id, StatusCode::UNPROCESSABLE_ENTITY, &faults).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The approval is part of the draft, so it is written first; the second press of the same button finds
/// both done and gets the same answer.
async fn approve_and_send(req: &Req, list: ListId) -> Result<actions::send::Sent, AppError> {
    let mut version = req.form.get("version").parse().unwrap_or(0);
    let once = req.once();
    if let Some(approval) = req.form.opt("approval") {
        let detail = actions::lists::list(&req.cx, list).await?;
        if detail.own && detail.list.version == version && detail.draft.approval != approval {
            let mut draft = detail.draft;
            approval.clone_into(&mut draft.approval);
            version = actions::draft::edit(&req.cx, &format!("{once}-approval"), list, version, draft).await?;
        }
    }
    actions::send::send(&req.cx, &once, list, version, AT_ONCE_MOST).await
}

/// POST: takes a sent list back.
pub(crate) async fn withdraw(req: Req, Path(id): Path<String>) -> Answer {
    let list: ListId = id.parse().map_err(|_| AppError::NotFound)?;
    let version = req.form.get("version").parse().unwrap_or(0);
    let reason = req.form.get("reason").to_owned();
    match actions::withdraw::withdraw_list(&req.cx, &req.once(), list, version, reason).await {
        Ok(n) => Ok(redirect_with(&format!("/lists/{list}"), "task_list_withdrawn", n)),
        Err(AppError::Invalid(faults)) => {
            let typed = FormView::again(&req.form).refused(&faults, &req.w);
            lists::page(&req, list, StatusCode::UNPROCESSABLE_ENTITY, Some((AskKind::Withdraw, &typed))).await
        }
        Err(other) => Err(other.into()),
    }
}
