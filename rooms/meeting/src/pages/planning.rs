//! Calling a meeting outside all series, and what this form shares with that of a series: title, time, place, guests.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::{Day, Fault, Faults, OrgId, PostId};
use kit::{Answer, Form, FormView, Req, Shell, W};
use task_list::{Audience, Choice};

use super::done;
use crate::{
    actions::{
        call,
        view::{self, Choices},
    },
    rules::{Clock, Invited, Plan},
};

/// Lines of named guests at most.
const NAMED_MOST: usize = 200;

/// What a form of planning shows besides what is typed.
pub(super) struct PlanView {
    /// Level code, its word with its number, whether it is ticked.
    pub(super) levels: Vec<(String, String, bool)>,
    /// Role code, its word, whether it is chosen.
    pub(super) roles: Vec<(&'static str, &'static str, bool)>,
}

impl PlanView {
    pub(super) fn of(w: &W, choices: &Choices, form: &FormView) -> Self {
        let level = |(code, n): &(String, i64)| {
            let word = w.t(&format!("org.level.{code}"));
            let label = w.f("meeting.plan.level", &[("level", &word), ("n", n)]);
            (code.clone(), label, form.holds("level", code))
        };
        let roles = Invited::ROLES.map(|code| (code, super::role(code, w), form.value("role") == code));
        Self { levels: choices.levels.iter().map(level).collect(), roles: roles.to_vec() }
    }
}

#[derive(Template)]
#[template(path = "pages/new.html")]
struct NewPage {
    s: Shell,
    w: W,
    form: FormView,
    plan: PlanView,
}

pub(super) async fn new(req: Req) -> Answer {
    let today = req.cx.house().today().to_string();
    let form = FormView::of(&[("day", &today), ("start", "09:00"), ("lasts", "90")]);
    render(&req, StatusCode::OK, form).await
}

async fn render(req: &Req, status: StatusCode, form: FormView) -> Answer {
    let choices = view::choices(&req.cx).await?;
    let plan = PlanView::of(&req.w, &choices, &form);
    req.render_as(status, &NewPage { s: req.shell(), w: req.w, form, plan })
}

pub(super) async fn call(req: Req) -> Answer {
    let called = match read(&req).await? {
        Ok((plan, Ok(day))) => call::call(&req.cx, &req.once(), plan, day).await,
        Ok((_, Err(fault))) => Err(fault.into()),
        Err(faults) => Err(faults.into()),
    };
    match called {
        Ok(id) => Ok(done(&super::href(req.cx.actor().seat.org, id), "meeting_called", 0, "")),
        Err(AppError::Invalid(faults)) => {
            let form = FormView::again(&req.form).refused(&faults, &req.w);
            render(&req, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The plan that is typed and the day beside it.
type Typed = (Plan, Result<Day, Fault>);

async fn read(req: &Req) -> Result<Result<Typed, Faults>, AppError> {
    Ok(typed(req).await?.map(|plan| (plan, req.form.parsed("day", "not_a_day"))))
}

/// The plan that is typed: title, time, place, guests; or everything in it that does not fit.
pub(super) async fn typed(req: &Req) -> Result<Result<Plan, Faults>, AppError> {
    let form = &req.form;
    let mut faults = Faults::new();
    let start = form.get("start").parse::<Clock>().unwrap_or_else(|fault| {
        faults.push(fault);
        Clock(0)
    });
    let lasts = form.parsed("lasts", "not_a_number").unwrap_or_else(|fault| {
        faults.push(fault);
        0
    });
    let (invited, more) = invited(req, form).await?;
    faults.extend(more);
    let (title, place) = (kernel::text::tidy(form.get("title")), kernel::text::tidy(form.get("place")));
    let plan = Plan { title, start, lasts, place, invited };
    if faults.is_empty() { Ok(Ok(plan)) } else { Ok(Err(faults)) }
}

/// Who is invited: levels below, and named organisations or posts line by line. What is not clear is asked about.
async fn invited(req: &Req, form: &Form) -> Result<(Invited, Faults), AppError> {
    let own = req.cx.actor().seat.org;
    let levels: Vec<String> = form.all("level").map(str::to_owned).collect();
    let clauses = if levels.is_empty() {
        Vec::new()
    } else {
        vec![Choice { under: own, levels, domains: Vec::new(), tags: Vec::new() }]
    };
    let (named, posts, faults) = named(req, form.get("named")).await?;
    let audience = Audience { clauses, named, include_self: false };
    Ok((Invited { audience, role: form.get("role").to_owned(), posts }, faults))
}

/// Organisations and posts named line by line: `name`, or `name·title of a post`.
async fn named(req: &Req, typed: &str) -> Result<(Vec<OrgId>, Vec<(OrgId, PostId)>, Faults), AppError> {
    let (mut orgs, mut wanted, mut faults) = (Vec::new(), Vec::new(), Faults::new());
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    if lines.len() > NAMED_MOST {
        faults.push(Fault::of("named", "meeting_posts_most").with("most", NAMED_MOST));
    }
    let parted: Vec<(&str, &str)> = lines
        .into_iter()
        .take(NAMED_MOST)
        .map(|line| line.split_once(['\u{b7}', '|']).map_or((line, ""), |(n, t)| (n.trim(), t.trim())))
        .collect();
    let names = parted.iter().map(|(name, _)| (*name).to_owned()).collect();
    for (found, (_, title)) in org::each_named(&req.cx, "named", names).await?.into_iter().zip(parted) {
        match found {
            Ok(org) if title.is_empty() => orgs.push(org),
            Ok(org) => wanted.push((org, title.to_owned())),
            Err(fault) => faults.push(fault),
        }
    }
    let mut posts = Vec::new();
    for (found, (_, title)) in view::posts_named(&req.cx, wanted.clone()).await?.into_iter().zip(&wanted) {
        match found {
            Some(post) => posts.push(post),
            None => faults.push(Fault::of("named", "meeting_no_post").with("value", title)),
        }
    }
    Ok((orgs, posts, faults))
}
