//! Posts of an organisation: who held each from when to when, and, for administrators, changing that.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Day, Fault, Faults, HolderId, OrgId, PostId, Role};
use kit::{Answer, Form, FormView, Req, Shell, W, redirect_with};

use super::{
    act::{Act, Refused},
    role, until,
};
use crate::{
    access::{APPOINT, CREATE_POST},
    actions::{
        HolderRow, Outcome, PostRow,
        appoint::{self as appointing, Appointment},
        post, relieve as relieving, view,
    },
    rules::NewPost,
};

/// Somebody in a post.
struct Person {
    name: String,
    /// Only for administrators.
    login: String,
    from: String,
    until: String,
    over: bool,
    /// Only for who may.
    relieve: Option<Act>,
}

/// A post.
struct Post {
    id: PostId,
    title: String,
    role: &'static str,
    first_responsible: bool,
    from: String,
    until: String,
    over: bool,
    people: Vec<Person>,
    /// Appointing somebody and ending it, for who may.
    acts: Vec<Act>,
}

/// An appointment that waits.
struct Waiting {
    title: String,
    name: String,
    from: String,
}

#[derive(Template)]
#[template(path = "pages/posts.html")]
struct Page {
    s: Shell,
    w: W,
    org: OrgId,
    org_name: String,
    headline: String,
    posts: Vec<Post>,
    waiting: Vec<Waiting>,
    below: Vec<(OrgId, String)>,
    roles: Vec<(&'static str, &'static str)>,
    may_change: bool,
    /// Whether the hand-over sheet is there for this reader: administrators see no business data.
    may_hand_over: bool,
    today: String,
    form: FormView,
    /// Whether the form that was not taken is the one that creates a post.
    creating: bool,
}

pub(super) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let org = id.parse().map_err(|_| AppError::NotFound)?;
    page(&req, org, StatusCode::OK, Refused::default()).await
}

async fn page(req: &Req, org: OrgId, status: StatusCode, refused: Refused) -> Answer {
    let found = view::posts(&req.cx, org).await?;
    let (w, today, seat) = (req.w, req.cx.house().today(), &req.cx.actor().seat);
    let vacant = found.posts.iter().filter(|(p, held)| p.to > today && !held.iter().any(|h| holds(h, today))).count();
    let standing = found.posts.iter().filter(|(p, _)| p.to > today).count();
    let waiting = found.waiting.into_iter().map(|r| Waiting { title: r.title, name: r.name, from: r.from.to_string() });
    let may_change = CREATE_POST.is_for(seat.role) && APPOINT.is_for(seat.role);
    let shown = Shown { w, org, today, reader: seat.role, may_change, refused: &refused };
    let page = Page {
        s: req.shell(),
        w,
        org,
        headline: w.f("access.posts.headline", &[("org", &found.org.name), ("n", &standing), ("vacant", &vacant)]),
        org_name: found.org.name,
        waiting: waiting.collect(),
        below: found.below,
        posts: found.posts.into_iter().map(|(p, held)| shown.post(p, held)).collect(),
        roles: Role::OF_POSTS.iter().map(|r| (r.code(), role(w, r.code()))).collect(),
        may_change,
        may_hand_over: !seat.role.is_admin(),
        today: today.to_string(),
        creating: refused.is(&address(org)),
        form: refused.form,
    };
    req.render_as(status, &page)
}

fn holds(h: &HolderRow, today: Day) -> bool {
    h.from <= today && h.to > today
}

/// What all posts of the page are shown by.
struct Shown<'a> {
    w: W,
    org: OrgId,
    today: Day,
    reader: Role,
    may_change: bool,
    refused: &'a Refused,
}

impl Shown<'_> {
    fn post(&self, p: PostRow, held: Vec<HolderRow>) -> Post {
        let over = p.to <= self.today;
        Post {
            acts: if self.may_change && !over { self.acts(p.id) } else { Vec::new() },
            id: p.id,
            role: role(self.w, &p.role),
            title: p.title,
            first_responsible: p.first_responsible,
            from: p.from.to_string(),
            until: until(p.to),
            over,
            people: held.into_iter().map(|h| self.person(h)).collect(),
        }
    }

    fn person(&self, h: HolderRow) -> Person {
        let over = h.to <= self.today;
        Person {
            relieve: (self.may_change && !over).then(|| self.relieve(h.id)),
            name: h.name,
            login: if self.reader.is_admin() { h.login } else { String::new() },
            from: h.from.to_string(),
            until: until(h.to),
            over,
        }
    }

    fn acts(&self, post: PostId) -> Vec<Act> {
        let (w, r, today) = (self.w, self.refused, self.today.to_string());
        let at = format!("{}/{post}", address(self.org));
        let appoint = Act::new(format!("{at}/appoint"), w.t("access.posts.appoint"), "", r)
            .field(("login", "text", false), w.t("access.accounts.login"), "", r)
            .field(("from", "date", false), w.t("access.posts.from"), &today, r)
            .field(("until", "date", true), w.t("access.posts.until"), "", r);
        let end = Act::new(format!("{at}/end"), w.t("access.posts.end"), w.t("access.posts.end_ask"), r);
        vec![appoint, end.field(("day", "date", false), w.t("access.posts.end_day"), &today, r)]
    }

    fn relieve(&self, holder: HolderId) -> Act {
        let (w, r) = (self.w, self.refused);
        let at = format!("/orgs/{}/holders/{holder}/relieve", self.org);
        Act::new(at, w.t("access.posts.relieve"), w.t("access.posts.relieve_ask"), r).field(
            ("day", "date", false),
            w.t("access.posts.relieve_day"),
            &self.today.to_string(),
            r,
        )
    }
}

pub(super) async fn create(req: Req, Path(id): Path<String>) -> Answer {
    let org: OrgId = id.parse().map_err(|_| AppError::NotFound)?;
    account::once_proved(req, move |req| async move {
        let wanted = both(
            NewPost::of(req.form.get("title"), req.form.get("role"), req.form.ticked("first_responsible")),
            req.form.parsed::<Day>("from", "not_a_day"),
        );
        let done = match wanted {
            Ok((new, from)) => {
                post::create_post(&req.cx, org, new, from, &req.once()).await.map(|_| "access_post_created")
            }
            Err(faults) => Err(faults.into()),
        };
        finish(&req, org, done, address(org)).await
    })
    .await
}

pub(super) async fn end(req: Req, Path((id, post)): Path<(String, String)>) -> Answer {
    let (org, post): (OrgId, PostId) = ids(&id, &post)?;
    account::once_proved(req, move |req| async move {
        let done = match day_after(&req.form) {
            Ok(day) => post::end_post(&req.cx, org, post, day, &req.once()).await.map(|()| "access_post_ended"),
            Err(fault) => Err(fault.into()),
        };
        finish(&req, org, done, format!("{}/{post}/end", address(org))).await
    })
    .await
}

pub(super) async fn appoint(req: Req, Path((id, post)): Path<(String, String)>) -> Answer {
    let (org, post): (OrgId, PostId) = ids(&id, &post)?;
    account::once_proved(req, move |req| async move {
        let done = match term(&req.form) {
            Ok((from, to)) => {
                let wanted = Appointment { org, post, login: req.form.get("login").to_owned(), from, to };
                appointing::appoint(&req.cx, wanted, &req.once()).await.map(|outcome| match outcome {
                    Outcome::Waits(_) => "access_waits",
                    _ => "access_appointed",
                })
            }
            Err(faults) => Err(faults.into()),
        };
        finish(&req, org, done, format!("{}/{post}/appoint", address(org))).await
    })
    .await
}

pub(super) async fn relieve(req: Req, Path((id, holder)): Path<(String, String)>) -> Answer {
    let (org, holder): (OrgId, HolderId) = ids(&id, &holder)?;
    account::once_proved(req, move |req| async move {
        let done = match day_after(&req.form) {
            Ok(day) => relieving::relieve(&req.cx, org, holder, day, &req.once()).await.map(|()| "access_relieved"),
            Err(fault) => Err(fault.into()),
        };
        finish(&req, org, done, format!("/orgs/{org}/holders/{holder}/relieve")).await
    })
    .await
}

/// An organisation and something of it, as the address names them.
fn ids<K>(org: &str, of_it: &str) -> Result<(OrgId, kernel::Id<K>), AppError> {
    let missing = |_| AppError::NotFound;
    Ok((org.parse().map_err(missing)?, of_it.parse().map_err(missing)?))
}

/// First day and first day no more; the form asks for the last day, none if no end is known.
fn term(form: &Form) -> Result<(Day, Day), Faults> {
    let to = if form.opt("until").is_none() {
        Ok(Day::FOREVER)
    } else {
        form.parsed::<Day>("until", "not_a_day").map(|day| day.plus(1))
    };
    both(form.parsed::<Day>("from", "not_a_day").map_err(|f| vec![f]), to)
}

/// The first day no more: the form asks for it as it is stored.
fn day_after(form: &Form) -> Result<Day, Fault> {
    form.parsed("day", "not_a_day")
}

/// Both values, or the faults of both.
fn both<A, B>(a: Result<A, Faults>, b: Result<B, Fault>) -> Result<(A, B), Faults> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err(a.err().into_iter().flatten().chain(b.err()).collect()),
    }
}

/// Back to the page: with what was done, or with what was refused and everything typed in the form of this address.
async fn finish(req: &Req, org: OrgId, done: Result<&'static str, AppError>, action: String) -> Answer {
    match done {
        Ok(key) => Ok(redirect_with(&address(org), key, 0)),
        Err(AppError::Invalid(faults)) => {
            let form = FormView::again(&req.form).refused(&faults, &req.w);
            page(req, org, StatusCode::UNPROCESSABLE_ENTITY, Refused { form, action }).await
        }
        Err(other) => Err(other.into()),
    }
}

fn address(org: OrgId) -> String {
    format!("/orgs/{org}/posts")
}
