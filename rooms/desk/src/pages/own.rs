//! “本月要办” of an organisation that has nobody below it: a handful of cards, then the rest.

use askama::Template;
use cx::AppError;
use kernel::Month;
use kit::{Answer, Req, Shell, W};
use task_list::{
    AskedOf, Budget, Card, State, asked_of, my_month,
    pages::{
        Chip, FieldKind, Todo, TodoAct, href, todo,
        view::{self, tenths, whole_minutes},
    },
};

/// Cards shown at once; more are one tap away.
const FIRST: usize = 5;

#[derive(Template)]
#[template(path = "home_own.html")]
struct OwnPage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    statement: String,
    reminders: Vec<reminder::pages::Line>,
    first: Vec<Todo>,
    rest: Vec<Todo>,
    rest_title: String,
    empty: String,
    others: Vec<Other>,
    others_title: String,
    asked: Asked,
}

/// Something that needs nothing more from here.
pub(super) struct Other {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) small: String,
    pub(super) chip: Chip,
    pub(super) icon: &'static str,
}

/// What the month has asked of the organisation.
struct Asked {
    minutes: String,
    within: &'static str,
    class: &'static str,
    gauge: String,
    width: String,
    budget: String,
    limit: String,
    facts: Vec<(&'static str, String)>,
}

/// The page.
pub(super) async fn page(req: &Req) -> Answer {
    let month = req.cx.house().month();
    let cards = my_month(&req.cx, month).await?;
    let asked = asked(req, month).await?;
    let reminders = reminder::pages::lines(req).await?;
    let (owed, others): (Vec<&Card>, Vec<&Card>) = cards.iter().partition(|c| c.state.is_owed());
    let w = &req.w;
    let mut todos: Vec<Todo> = owed.iter().map(|c| todo(req, c, false, None)).collect();
    let rest = todos.split_off(todos.len().min(FIRST));
    let name = view::month_name(w, month, month);
    let page = OwnPage {
        s: req.shell(),
        w: req.w,
        title: title(req, &name, &owed, cards.is_empty()),
        sub: format!("{} · {}", req.cx.actor().seat.org_name, view::day_name(w, req.cx.house().today())),
        statement: w.f("desk.own.statement", &[("month", &name)]),
        reminders,
        rest_title: w.f("desk.own.rest", &[("n", &rest.len())]),
        rest,
        empty: if cards.is_empty() {
            w.f("desk.own.none", &[("month", &name)])
        } else {
            w.t("desk.own.all_done").to_owned()
        },
        first: todos,
        others_title: w.f("desk.own.others", &[("n", &others.len())]),
        others: others.into_iter().map(|c| other(req, c)).collect(),
        asked,
    };
    req.render(&page)
}

/// The answer to the question of the page.
fn title(req: &Req, month: &str, owed: &[&Card], nothing: bool) -> String {
    let (w, today) = (&req.w, req.cx.house().today());
    let late = owed.iter().filter(|c| c.due_day < today).count();
    match owed.iter().map(|c| c.due_day).min() {
        Some(_) if late > 0 => w.f("desk.own.title_late", &[("month", &month), ("n", &owed.len()), ("late", &late)]),
        Some(first) => w.f("desk.own.title", &[("month", &month), ("n", &owed.len()), ("day", &first.short())]),
        None if nothing => w.f("desk.own.title_none", &[("month", &month)]),
        None => w.f("desk.own.title_done", &[("month", &month)]),
    }
}

/// A line for what waits for others or is done.
pub(super) fn other(req: &Req, card: &Card) -> Other {
    let w = &req.w;
    let done = matches!(card.state, State::Closed | State::Excused);
    let at = card.reported_at.map(|at| w.f("desk.own.reported", &[("at", &at.short(&req.cx.house().zone))]));
    let small = match at {
        Some(at) if done => at,
        Some(at) => format!("{at}{}{}", w.t("task_list.say.comma"), view::waiting(w, card.state)),
        None => view::waiting(w, card.state).to_owned(),
    };
    Other {
        href: href(card.key),
        text: card.item.text.clone(),
        small,
        chip: view::chip(w, card.state),
        icon: if done { "done" } else { "hourglass" },
    }
}

async fn asked(req: &Req, month: Month) -> Result<Asked, AppError> {
    let found: AskedOf = asked_of(&req.cx, req.cx.actor().seat.org, month).await?;
    let w = &req.w;
    let (budget, limit) = Budget::default().minutes;
    let within = found.minutes <= budget;
    let minutes = whole_minutes(found.minutes);
    let (budget_shown, limit_shown) = (budget / 10, limit / 10);
    Ok(Asked {
        minutes: if found.requests == 0 {
            w.t("desk.own.no_minutes").to_owned()
        } else {
            view::minutes_name(w, found.minutes)
        },
        within: w.t(if within { "desk.own.within" } else { "desk.own.over" }),
        class: if within { "t-good" } else { "t-bad" },
        gauge: w.f("desk.own.gauge", &[("n", &minutes), ("budget", &budget_shown), ("limit", &limit_shown)]),
        width: tenths((found.minutes.max(0) * 1000 / limit).min(1000)),
        budget: w.f("task_list.price.budget", &[("n", &budget_shown)]),
        limit: w.f("task_list.price.limit", &[("n", &limit_shown)]),
        facts: vec![
            (w.t("desk.own.requests"), w.f("desk.own.requests_n", &[("n", &found.requests)])),
            (w.t("desk.own.values"), w.f("desk.own.values_n", &[("n", &found.values)])),
            (w.t("desk.own.outside"), w.f("desk.own.requests_n", &[("n", &found.outside)])),
            (w.t("desk.own.declined"), w.f("desk.own.requests_n", &[("n", &found.declined)])),
        ],
    })
}
