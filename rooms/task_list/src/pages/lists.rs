//! The lists of a month: those of this organisation and those that reached it; one list with its progress.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::{ListId, text::thousands};
use kit::{Answer, Req, Shell, W};

use super::{
    assignment::shorten,
    forms::{self, Ask, AskKind, Refused},
    link,
    view::{self, BarRow, Chip, Stack},
    when::{When, when},
};
use crate::{
    access::{SEND, WITHDRAW, WRITE},
    actions::{
        self,
        card::Card,
        lists::{ItemProgress, ListDetail, ListView as Listed},
    },
    rules::Stage,
};

/// The lists of a month.
#[derive(Template)]
#[template(path = "lists.html")]
pub(crate) struct ListsPage {
    s: Shell,
    w: W,
    view: ListsView,
}

/// What that page shows.
#[derive(Debug, Clone)]
struct ListsView {
    title: String,
    sub: &'static str,
    before: String,
    before_href: String,
    after: String,
    after_href: String,
    may_write: bool,
    mine: Vec<ListRow>,
    reached: Vec<Reached>,
}

/// One list of this organisation.
#[derive(Debug, Clone)]
struct ListRow {
    href: String,
    title: String,
    number: String,
    chip: Chip,
    orgs: String,
    minutes: String,
    bar: Option<Stack>,
    share: String,
    sent: String,
}

/// One list that reached this organisation, with what it asks.
#[derive(Debug, Clone)]
struct Reached {
    number: String,
    from: String,
    minutes: String,
    items: Vec<ReachedItem>,
}

/// One item of a list that reached this organisation.
#[derive(Debug, Clone)]
struct ReachedItem {
    href: String,
    text: String,
    due: String,
    chip: Chip,
    lamp: Option<view::Lamp>,
}

/// GET of the lists of a month.
pub(crate) async fn index(req: Req) -> Answer {
    let when = when(&req, req.query.get("month"));
    let mine = actions::lists::lists(&req.cx, when.month).await?;
    let mut cards = actions::my_month::my_month(&req.cx, when.month).await?;
    cards.retain(|c| c.key.month == when.month && c.item.issuer != c.key.org);
    let view = lists_view(&req, &when, &mine, &cards);
    req.render(&ListsPage { s: req.shell(), w: req.w, view })
}

fn lists_view(req: &Req, when: &When, mine: &[Listed], cards: &[Card]) -> ListsView {
    let w = &req.w;
    let (before_href, after_href) = when.beside("/lists", &[]);
    let seat = &req.cx.actor().seat;
    let mut reached: BTreeMap<ListId, Reached> = BTreeMap::new();
    for card in cards {
        let entry = reached.entry(card.item.list).or_insert_with(|| Reached {
            number: card.item.number.clone(),
            from: card.item.issuer_name.clone(),
            minutes: String::new(),
            items: Vec::new(),
        });
        entry.items.push(reached_item(req, card));
    }
    for (id, list) in &mut reached {
        let minutes: i64 = cards.iter().filter(|c| c.item.list == *id).map(|c| c.item.minutes).sum();
        list.minutes = view::minutes_name(w, minutes);
    }
    ListsView {
        title: w
            .f("task_list.lists.title", &[("month", &when.name), ("mine", &mine.len()), ("reached", &reached.len())]),
        sub: w.t("task_list.lists.sub"),
        before: when.before.clone(),
        before_href,
        after: when.after.clone(),
        after_href,
        // Who has nobody below has nobody to write to.
        may_write: WRITE.is_for(seat.role) && seat.leads,
        mine: mine.iter().map(|l| list_row(req, l)).collect(),
        reached: reached.into_values().collect(),
    }
}

fn reached_item(req: &Req, card: &Card) -> ReachedItem {
    ReachedItem {
        href: link::href(card.key),
        text: card.item.text.clone(),
        due: card.due_day.short(),
        chip: view::chip(&req.w, card.state),
        lamp: card.light.map(|l| view::lamp_short(&req.w, l)),
    }
}

fn list_row(req: &Req, list: &Listed) -> ListRow {
    let w = &req.w;
    let href = format!("/lists/{}", list.id);
    let is_sent = list.stage == Stage::Sent;
    let sent = list.sent_at.map(|at| at.short(&req.cx.house().zone));
    ListRow {
        title: list.title.clone(),
        number: list.number.clone(),
        chip: view::stage_chip(w, list.stage),
        orgs: if list.stage == Stage::Draft { "—".to_owned() } else { thousands(list.orgs) },
        minutes: view::minutes_name(w, list.minutes),
        bar: is_sent.then(|| view::bar(w, &list.progress, href.clone())),
        share: view::share_of(&list.progress),
        sent: sent.unwrap_or_else(|| w.t("task_list.lists.not_sent").to_owned()),
        href,
    }
}

/// One list.
#[derive(Template)]
#[template(path = "list.html")]
pub(crate) struct ListPage {
    s: Shell,
    w: W,
    view: ListView,
}

/// What that page shows.
#[derive(Debug, Clone)]
struct ListView {
    title: String,
    short: String,
    sub: String,
    up_href: String,
    href: String,
    is_draft: bool,
    may_edit: bool,
    board_href: String,
    /// Where those who still owe something of it are reminded; none if nobody does, or for other readers.
    remind: Option<String>,
    /// Where it is had as an official paper, once it is sent.
    paper: Option<String>,
    /// Whether all recipients' papers can be had at once.
    print_all: bool,
    issuer: String,
    id: String,
    legend: Vec<Chip>,
    items: Vec<ItemRow>,
    children: Vec<BarRow>,
    facts: Vec<(&'static str, String)>,
    asks: Vec<Ask>,
}

/// One item with its progress.
#[derive(Debug, Clone)]
struct ItemRow {
    href: String,
    text: String,
    basis: String,
    /// Whether it rests on no row, whatever the words say.
    baseless: bool,
    /// Address of the decision it carries out; empty if it carries out none.
    decision: String,
    minutes: String,
    due: String,
    bar: Option<Stack>,
    share: String,
    late: String,
}

/// GET of one list.
pub(crate) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| cx::AppError::NotFound)?;
    page(&req, id, StatusCode::OK, None).await
}

/// The page of a list, with the refused withdrawal as it was typed.
pub(crate) async fn page(req: &Req, id: ListId, status: StatusCode, refused: Refused<'_>) -> Answer {
    let detail = actions::lists::list(&req.cx, id).await?;
    let view = list_view(req, &detail, refused);
    req.render_as(status, &ListPage { s: req.shell(), w: req.w, view })
}

fn list_view(req: &Req, detail: &ListDetail, refused: Refused<'_>) -> ListView {
    let (w, list) = (&req.w, &detail.list);
    let now = req.cx.house().month();
    let month = view::month_name(w, list.month, now);
    let is_draft = list.stage == Stage::Draft;
    let role = req.cx.actor().seat.role;
    let title = match list.stage {
        Stage::Draft => w.f("task_list.list.title_draft", &[("title", &list.title)]),
        Stage::Withdrawn => w.f("task_list.list.title_withdrawn", &[("title", &list.title)]),
        Stage::Sending => w.f("task_list.list.title_sending", &[("title", &list.title)]),
        Stage::Sent => {
            w.f("task_list.list.title_sent", &[("title", &list.title), ("share", &view::share_of(&list.progress))])
        }
    };
    let under = list.org.to_string();
    let month_number = list.month.0.to_string();
    ListView {
        title,
        short: shorten(&list.title, 20),
        sub: w.f("task_list.list.sub", &[("number", &list.number), ("org", &detail.issuer.name), ("month", &month)]),
        up_href: link::with_query("/lists", &[("month", &month_number)]),
        href: format!("/lists/{}", list.id),
        is_draft,
        may_edit: detail.own && WRITE.is_for(role),
        board_href: link::with_query("/board", &[("month", &month_number), ("under", &under)]),
        remind: remind(req, detail),
        print_all: detail.own || req.cx.actor().seat.path.contains(&detail.issuer.path),
        issuer: list.org.to_string(),
        id: list.id.to_string(),
        paper: (list.stage == Stage::Sent).then(|| format!("/papers/list/{}/{}", list.org, list.id)),
        legend: view::legend(w),
        items: detail.items.iter().map(|i| item_row(w, detail, i)).collect(),
        children: children(w, detail),
        facts: facts(req, detail),
        asks: withdrawal(req, detail, refused).into_iter().collect(),
    }
}

fn item_row(w: &W, detail: &ListDetail, row: &ItemProgress) -> ItemRow {
    let is_draft = detail.list.stage == Stage::Draft;
    let (month, under) = (detail.list.month.0.to_string(), detail.list.org.to_string());
    let item = row.item.id.to_string();
    let href = if is_draft {
        format!("/lists/{}/edit", detail.list.id)
    } else {
        link::with_query("/board", &[("month", &month), ("under", &under), ("item", &item)])
    };
    ItemRow {
        text: row.item.text.clone(),
        basis: row.item.basis.clone(),
        baseless: row.item.is_baseless(),
        decision: row.item.decision.map(|id| format!("/decisions/{}/{id}", detail.list.org)).unwrap_or_default(),
        minutes: view::minutes_name(w, row.item.minutes),
        due: row.item.due_day.short(),
        bar: (!row.states.is_empty()).then(|| view::bar(w, &row.states, href.clone())),
        share: view::share_of(&row.states),
        late: if row.late > 0 { w.f("task_list.list.late", &[("n", &thousands(row.late))]) } else { String::new() },
        href,
    }
}

fn children(w: &W, detail: &ListDetail) -> Vec<BarRow> {
    let month = detail.list.month.0.to_string();
    let row = |child: &actions::lists::ChildProgress| {
        let under = child.org.id.to_string();
        let href = link::with_query("/board", &[("month", &month), ("under", &under)]);
        BarRow {
            name: child.org.name.clone(),
            full: child.org.name.clone(),
            bar: view::bar(w, &child.states, href.clone()),
            share: view::share_of(&child.states),
            num_href: href.clone(),
            overdue: String::new(),
            overdue_href: String::new(),
            href,
        }
    };
    detail.children.iter().map(row).collect()
}

fn facts(req: &Req, detail: &ListDetail) -> Vec<(&'static str, String)> {
    let (w, list) = (&req.w, &detail.list);
    let zone = &req.cx.house().zone;
    let mut facts = vec![(w.t("task_list.fact.state"), w.t(list.stage.word()).to_owned())];
    if !list.number.is_empty() {
        facts.push((w.t("task_list.list.number"), list.number.clone()));
    }
    if let Some(at) = list.sent_at {
        facts.push((w.t("task_list.list.sent_at"), at.minute(zone)));
        facts.push((w.t("task_list.list.orgs"), w.f("task_list.list.orgs_n", &[("n", &thousands(list.orgs))])));
    }
    facts.push((w.t("task_list.list.minutes"), view::minutes_name(w, list.minutes)));
    if list.urgent {
        facts.push((w.t("task_list.editor.urgent"), w.t("task_list.form.yes").to_owned()));
    }
    if !list.approval.is_empty() {
        facts.push((w.t("task_list.list.approval"), list.approval.clone()));
    }
    facts
}

/// Where whoever may send it reminds those who still owe.
fn remind(req: &Req, detail: &ListDetail) -> Option<String> {
    let list = &detail.list;
    let may = detail.own && list.stage == Stage::Sent && SEND.is_for(req.cx.actor().seat.role);
    let owed = list.progress.iter().any(|(state, n)| state.is_owed() && *n > 0);
    (may && owed).then(|| format!("/lists/{}/remind", list.id))
}

/// The form that takes a sent list back, which says how much it takes back.
fn withdrawal(req: &Req, detail: &ListDetail, refused: Refused<'_>) -> Option<Ask> {
    let list = &detail.list;
    if !detail.own || list.stage != Stage::Sent || !WITHDRAW.is_for(req.cx.actor().seat.role) {
        return None;
    }
    let href = format!("/lists/{}", list.id);
    let tokens = forms::tokens(req, list.version, &href);
    let mut ask = forms::ask_at(req, AskKind::Withdraw, (&href, &list.id.to_string()), tokens, refused);
    let open: i64 = list.progress.iter().filter(|(s, _)| s.is_open()).map(|(_, n)| n).sum();
    let confirm = req.w.f("task_list.list.withdraw_confirm", &[("n", &thousands(open))]);
    for button in &mut ask.buttons {
        button.confirm.clone_from(&confirm);
    }
    Some(ask)
}
