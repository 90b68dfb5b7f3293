//! Writing a list: the editor, its buttons, its live price, saving and throwing away.

use axum::{extract::Path, http::StatusCode};
use cx::{AppError, Difference};
use kernel::{Fault, Faults, ListId, OrgId, Page};
use kit::{Answer, FormView, Req, redirect, redirect_with};

use super::{
    clauses::ClauseForm,
    conflict::draft_differences,
    draft::{self, DraftForm},
    editor::{EditorPage, EditorView, PricePart},
    editor_view::{self, Desk, editor_view},
    price::{count_view, price_view},
};
use crate::{
    actions::{self, lists::ListDetail, preview::Preview},
    rules::{Ground, ListDraft, Stage},
};

/// Units below that the editor offers as branches.
const UNDERS_MOST: i64 = 200;

/// What the editor is about: a new list, or a stored draft.
#[derive(Debug, Clone, Default)]
struct Target {
    id: Option<ListId>,
    version: i64,
    saved: String,
}

impl Target {
    fn of(req: &Req, id: Option<ListId>) -> Self {
        Self { id, version: req.form.get("version").parse().unwrap_or(0), saved: req.form.get("saved").to_owned() }
    }

    fn href(&self) -> String {
        self.id.map_or_else(|| "/lists/new".to_owned(), |id| format!("/lists/{id}/edit"))
    }

    fn draft_key(&self) -> String {
        self.id.map_or_else(|| "list-new".to_owned(), |id| format!("list-{id}"))
    }
}

/// How the editor is shown again.
#[derive(Debug, Clone, Default)]
struct Again {
    faults: Faults,
    notice: String,
    differences: Vec<(&'static str, String, String)>,
    status: StatusCode,
}

/// GET: a new list.
pub(crate) async fn new(req: Req) -> Answer {
    let levels = levels_below(&req).await?;
    let clause = ClauseForm::fresh(req.cx.actor().seat.org, levels.last());
    let house = req.cx.house();
    let form = DraftForm::fresh(house.month(), clause, editor_view::usual_due(house.today()));
    render(&req, &Target::default(), &form, Again::default()).await
}

/// GET: a stored draft.
pub(crate) async fn edit(req: Req, Path(id): Path<String>) -> Answer {
    let detail = own_draft(&req, &id).await?;
    let mut form = DraftForm::of(&detail.draft, org::names_of(&req.cx, &detail.draft.audience.named).await?);
    form.one_item(editor_view::usual_due(req.cx.house().today()));
    let target = Target {
        id: Some(detail.list.id),
        version: detail.list.version,
        saved: detail.list.written_at.short(&req.cx.house().zone),
    };
    render(&req, &target, &form, Again::default()).await
}

/// A draft of one's own organisation.
pub(crate) async fn own_draft(req: &Req, id: &str) -> Result<ListDetail, AppError> {
    let detail = actions::lists::list(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    if !detail.own {
        return Err(AppError::NotFound);
    }
    if detail.list.stage == Stage::Draft { Ok(detail) } else { Err(Fault::new("task_list_not_draft").into()) }
}

/// POST of a new list.
pub(crate) async fn create(req: Req) -> Answer {
    press(&req, Target::of(&req, None)).await
}

/// POST of a stored draft.
pub(crate) async fn save(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    press(&req, Target::of(&req, Some(id))).await
}

/// Whatever button was pressed: rows, a copy of last month, or saving.
async fn press(req: &Req, target: Target) -> Answer {
    let mut form = DraftForm::sent(&req.form);
    let button = req.form.get("do").to_owned();
    let due = editor_view::usual_due(req.cx.house().today());
    let unfound = find_places(req, &mut form).await?;
    if form.press(&button, due, req.cx.actor().seat.org) {
        return render(req, &target, &form, Again::default()).await;
    }
    if button == "copy" {
        return copy(req, &target, form).await;
    }
    if button == "save" {
        // What is only begun can be kept: an item without a word in it is no item yet.
        form.items.retain(|item| !item.is_blank());
    }
    let (draft, mut faults) = read(req, &form).await?;
    faults.extend(unfound);
    faults.extend(draft.check());
    if !faults.is_empty() {
        form.one_item(due);
        let again = Again { faults, status: StatusCode::UNPROCESSABLE_ENTITY, ..Again::default() };
        return render(req, &target, &form, again).await;
    }
    store(req, target, &form, draft, button == "preview").await
}

/// Saves a sound draft, and leads on.
async fn store(req: &Req, target: Target, form: &DraftForm, draft: ListDraft, preview: bool) -> Answer {
    let saved = match target.id {
        None => actions::draft::create(&req.cx, &req.once(), draft).await,
        Some(id) => actions::draft::edit(&req.cx, &req.once(), id, target.version, draft).await.map(|_| id),
    };
    match saved {
        Ok(id) if preview => Ok(redirect(&format!("/lists/{id}/preview?draft={}", target.draft_key()))),
        Ok(id) => Ok(redirect(&format!("/lists/{id}/edit?done=task_list_saved&n=1&draft={}", target.draft_key()))),
        Err(AppError::Invalid(faults)) => {
            let again = Again { faults, status: StatusCode::UNPROCESSABLE_ENTITY, ..Again::default() };
            render(req, &target, form, again).await
        }
        Err(AppError::Conflict(found)) => overtaken(req, target, form, &found).await,
        Err(other) => Err(other.into()),
    }
}

/// Somebody else saved meanwhile: everything typed stays, the differences are told, and saving again
/// means it.
async fn overtaken(req: &Req, mut target: Target, form: &DraftForm, found: &[Difference]) -> Answer {
    if let Some(id) = target.id {
        target.version = actions::lists::list(&req.cx, id).await?.list.version;
    }
    let again = Again {
        notice: req.w.t("task_list.editor.overtaken").to_owned(),
        differences: draft_differences(&req.w, found),
        status: StatusCode::CONFLICT,
        ..Again::default()
    };
    render(req, &target, form, again).await
}

/// The newest list of last month in the place of what was typed.
async fn copy(req: &Req, target: &Target, form: DraftForm) -> Answer {
    let month = form.month.parse().unwrap_or_else(|_| req.cx.house().month());
    match actions::draft::copy_of_last_month(&req.cx, month).await {
        Ok(draft) => {
            let notice = req.w.f("task_list.editor.copied", &[("title", &draft.title)]);
            let form = DraftForm::of(&draft, org::names_of(&req.cx, &draft.audience.named).await?);
            render(req, target, &form, Again { notice, ..Again::default() }).await
        }
        Err(AppError::Invalid(_)) => {
            let notice = req.w.t("task_list.editor.copied_none").to_owned();
            render(req, target, &form, Again { notice, ..Again::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The draft that is typed, and what does not fit.
async fn read(req: &Req, form: &DraftForm) -> Result<(ListDraft, Faults), AppError> {
    let (named, mut faults) = org::named(&req.cx, "named", &form.named).await?;
    let house = req.cx.house();
    let (mut draft, more) = form.read(named, house.month(), house.today());
    draft::unique_keys(&mut draft);
    faults.extend(more);
    Ok((draft, faults))
}

/// What a draft would cost, as far as it can be told while it is being typed.
async fn priced(req: &Req, draft: &ListDraft) -> Result<Option<Preview>, AppError> {
    match actions::preview::preview(&req.cx, draft::pricable(draft.clone())).await {
        Ok(found) => Ok(Some(found)),
        Err(AppError::Invalid(_) | AppError::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Puts the places that were typed by code or path in the place of the chosen ones; what is not found stays typed.
async fn find_places(req: &Req, form: &mut DraftForm) -> Result<Faults, AppError> {
    let mut faults = Vec::new();
    for (n, clause) in form.clauses.iter_mut().enumerate().filter(|(_, c)| !c.other.is_empty()) {
        for found in org::each_named(&req.cx, format!("clauses.{n}.other"), vec![clause.other.clone()]).await? {
            match found {
                Ok(under) => {
                    clause.under = under.to_string();
                    clause.other.clear();
                }
                Err(fault) => faults.push(fault),
            }
        }
    }
    Ok(faults)
}

/// The levels that stand below the writer, the highest first, those that only a file knows last.
async fn levels_below(req: &Req) -> Result<Vec<String>, AppError> {
    let mut below = org::portrait(&req.cx, req.cx.actor().seat.org, None).await?.below;
    below.retain(|(_, n)| *n > 0);
    let order = |level: &str| org::rules::LEVELS.iter().position(|l| *l == level).unwrap_or(usize::MAX);
    below.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)).then_with(|| a.cmp(b)));
    Ok(below.into_iter().map(|(level, _)| level).collect())
}

/// POST: price and count alone, as the form stands.
pub(crate) async fn price(req: Req) -> Answer {
    let mut form = DraftForm::sent(&req.form);
    find_places(&req, &mut form).await?;
    let (draft, _) = read(&req, &form).await?;
    let found = priced(&req, &draft).await?;
    let w = &req.w;
    let part = PricePart {
        w: req.w,
        title: title(&req, &draft, found.as_ref()),
        price: price_view(w, &draft, found.as_ref()),
        count: count_view(w, found.as_ref(), true),
    };
    req.render(&part)
}

/// The editor with what is typed.
async fn render(req: &Req, target: &Target, form: &DraftForm, again: Again) -> Answer {
    let w = &req.w;
    let (draft, _) = read(req, form).await?;
    let found = priced(req, &draft).await?;
    let desk = desk(req, form).await?;
    let typed = FormView::again(&req.form).refused(&again.faults, w);
    let refused = (!again.faults.is_empty()).then_some(&typed);
    let price = price_view(w, &draft, found.as_ref());
    let view = EditorView {
        title: title(req, &draft, found.as_ref()),
        sub: if target.saved.is_empty() {
            w.t("task_list.editor.sub_new").to_owned()
        } else {
            w.f("task_list.editor.sub_saved", &[("at", &target.saved)])
        },
        crumb: w.t(if target.id.is_none() { "task_list.editor.crumb_new" } else { "task_list.editor.crumb_edit" }),
        action: target.href(),
        draft: target.draft_key(),
        version: target.version,
        saved: target.saved.clone(),
        may_copy: target.id.is_none(),
        discard: target.id.map(|id| format!("/lists/{id}/discard")).unwrap_or_default(),
        notice: again.notice,
        differences: again.differences,
        count: count_view(w, found.as_ref(), false),
        price,
        ..editor_view(w, form, &desk, refused)
    };
    req.render_as(again.status, &EditorPage { s: req.shell(), w: req.w, view })
}

fn title(req: &Req, draft: &ListDraft, found: Option<&Preview>) -> String {
    let w = &req.w;
    let minutes = super::view::whole_minutes(draft.load().minutes);
    match found.filter(|p| p.orgs > 0) {
        Some(found) => {
            w.f("task_list.editor.title_cost", &[("orgs", &kernel::text::thousands(found.orgs)), ("minutes", &minutes)])
        }
        None => w.t("task_list.editor.title_new").to_owned(),
    }
}

/// What the editor's choices depend on.
async fn desk(req: &Req, form: &DraftForm) -> Result<Desk, AppError> {
    let seat = &req.cx.actor().seat;
    let own = w_own(req);
    let mut unders = vec![(seat.org.to_string(), own)];
    let children = org::children(&req.cx, seat.org, None, Page::new(None, Some(UNDERS_MOST))).await?;
    unders.extend(children.items.into_iter().map(|b| (b.org.id.to_string(), b.org.name)));
    // A choice may begin further down than at the units right below.
    for clause in &form.clauses {
        if let Ok(under) = clause.under.parse::<OrgId>()
            && !unders.iter().any(|(id, _)| *id == clause.under)
            && let Ok(portrait) = org::portrait(&req.cx, under, None).await
        {
            unders.push((clause.under.clone(), portrait.facts.name));
        }
    }
    let levels = levels_below(req).await?;
    let now = req.cx.house().month();
    let year = form.month.parse().unwrap_or(now).year();
    let chosen = form.items.iter().map(|i| Ground {
        clause: i.clause.parse().ok(),
        target: i.target.parse().ok(),
        words: String::new(),
    });
    let grounds = actions::ground::offered(&req.cx, year, chosen.collect()).await?;
    Ok(Desk { month: now, today: req.cx.house().today(), levels, unders, grounds })
}

fn w_own(req: &Req) -> String {
    req.w.f("task_list.editor.under_all", &[("name", &req.cx.actor().seat.org_name)])
}

/// POST: throws a draft away.
pub(crate) async fn discard(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let version = req.form.get("version").parse().unwrap_or(0);
    actions::draft::discard(&req.cx, &req.once(), id, version).await?;
    Ok(redirect_with("/lists", "task_list_discarded", 1))
}
