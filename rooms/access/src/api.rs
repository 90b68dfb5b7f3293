//! JSON of accounts and posts.

use axum::extract::Path;
use cx::AppError;
use kernel::{Day, HolderId, OrgId, Paged, PostId, Role, text};
use kit::{Answer, Listed, Policy, Req, Routes, json, json_page};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::{
    access::{APPOINT, RELIEVE, VIEW_ACCOUNTS, VIEW_POSTS},
    actions::{
        HeldRow, HolderRow, ListedRow, Outcome, PostRow, Wanted, accounts,
        appoint::{self as appointing, Appointment},
        first::{self, First, Firsts},
        relieve as relieving, view,
    },
};

/// Routes of the API.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/accounts", Policy::May(&VIEW_ACCOUNTS), list)
        .get("/api/v1/responsible", Policy::May(&VIEW_POSTS), responsible)
        .get("/api/v1/orgs/{id}/posts", Policy::May(&VIEW_POSTS), posts)
        .post("/api/v1/orgs/{id}/posts/{post}/appointments", Policy::May(&APPOINT), appoint)
        .post("/api/v1/orgs/{id}/holders/{holder}/relief", Policy::May(&RELIEVE), relieve)
}

/// What this room adds to the description of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(list, responsible, posts, appoint, relieve),
    components(schemas(
        AccountShape,
        ResponsibleShape,
        FirstShape,
        HeldShape,
        PostShape,
        HolderShape,
        WantedAppointment,
        Appointed,
        WantedRelief
    ))
)]
pub struct Api;

/// First responsible persons of the branch.
#[derive(Debug, Serialize, ToSchema)]
struct ResponsibleShape {
    orgs: i64,
    /// Organisations without the post.
    no_post: i64,
    /// Those whose post nobody holds.
    vacant: i64,
    /// Those whose person came this year.
    changed: i64,
    items: Vec<FirstShape>,
    next: Option<String>,
}

/// An organisation and its first responsible person.
#[derive(Debug, Serialize, ToSchema)]
struct FirstShape {
    org: String,
    org_name: String,
    level: String,
    /// Title of the post; null without one.
    title: Option<String>,
    /// Who holds it; null if nobody does.
    person: Option<String>,
    since: Option<String>,
    /// First day no more; null if no end is known.
    to: Option<String>,
    /// Who left it this year.
    left: Option<String>,
    /// The first day that person held it no more.
    left_on: Option<String>,
}

impl From<First> for FirstShape {
    fn from(first: First) -> Self {
        let (left, left_on) = first.before.map(|(who, day)| (who, day.to_string())).unzip();
        Self {
            org: first.org.to_string(),
            org_name: first.org_name,
            level: first.level,
            title: first.title,
            person: first.person,
            since: first.since.map(|day| day.to_string()),
            to: first.until.map(|day| day.to_string()),
            left,
            left_on,
        }
    }
}

/// Who is first responsible in one's own organisation and below: `show` is `all`, `no_post`, `vacant` or `changed`.
#[utoipa::path(get, path = "/api/v1/responsible", tag = "access",
    params(("show" = Option<String>, Query), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = ResponsibleShape)))]
async fn responsible(req: Req) -> Answer {
    let found = first::responsible(&req.cx, Firsts::named(req.query.get("show")), req.page()).await?;
    Ok(json(ResponsibleShape {
        orgs: found.orgs,
        no_post: found.no_post,
        vacant: found.vacant,
        changed: found.changed,
        items: found.rows.items.into_iter().map(FirstShape::from).collect(),
        next: found.rows.next,
    }))
}

/// An account of the branch.
#[derive(Debug, Serialize, ToSchema)]
struct AccountShape {
    id: String,
    login: String,
    name: String,
    /// `normal`, `waiting` (its one-time password was not used yet) or `disabled`.
    state: &'static str,
    held: Vec<HeldShape>,
}

/// A post that the account holds in the branch, today or later.
#[derive(Debug, Serialize, ToSchema)]
struct HeldShape {
    org: String,
    org_name: String,
    title: String,
    role: String,
    from: String,
    /// First day no more; none if no end is known.
    to: Option<String>,
}

/// A post of an organisation.
#[derive(Debug, Serialize, ToSchema)]
struct PostShape {
    id: String,
    title: String,
    role: String,
    first_responsible: bool,
    from: String,
    to: Option<String>,
    holders: Vec<HolderShape>,
}

/// Who holds, held or will hold it.
#[derive(Debug, Serialize, ToSchema)]
struct HolderShape {
    id: String,
    name: String,
    /// For administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<String>,
    from: String,
    to: Option<String>,
}

/// An appointment as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
struct WantedAppointment {
    login: String,
    /// First day, such as `2026-11-23`.
    #[schema(value_type = String)]
    from: Day,
    /// First day no more; left out if no end is known.
    #[schema(value_type = Option<String>)]
    to: Option<Day>,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
struct Appointed {
    /// `held` or `waits` (for a security administrator).
    state: &'static str,
    id: String,
}

/// A relief as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
struct WantedRelief {
    /// First day no more; today means at once.
    #[schema(value_type = String)]
    day: Day,
}

/// A half-open end; none for no end.
fn end(to: Day) -> Option<String> {
    (to != Day::FOREVER).then(|| to.to_string())
}

#[utoipa::path(get, path = "/api/v1/accounts", params(("q" = Option<String>, Query), ("state" = Option<String>, Query), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)), responses((status = 200, body = Listed<AccountShape>)))]
async fn list(req: Req) -> Answer {
    let needle: String = text::tidy(req.query.get("q")).to_lowercase().chars().take(60).collect();
    let wanted = Wanted { text: needle, state: req.query.get("state").to_owned() };
    let found = accounts::list(&req.cx, wanted, req.page()).await?;
    Ok(json_page(found.page, |(account, held)| account_shape(account, held)))
}

fn account_shape(a: ListedRow, held: Vec<HeldRow>) -> AccountShape {
    let state = match (a.disabled_at, a.must_change) {
        (Some(_), _) => "disabled",
        (None, true) => "waiting",
        (None, false) => "normal",
    };
    let held = held.into_iter().map(|h| HeldShape {
        org: h.org.to_string(),
        org_name: h.org_name,
        title: h.title,
        role: h.role,
        from: h.from.to_string(),
        to: end(h.to),
    });
    AccountShape { id: a.id.to_string(), login: a.login, name: a.name, state, held: held.collect() }
}

#[utoipa::path(get, path = "/api/v1/orgs/{id}/posts", params(("id" = String, Path), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = Listed<PostShape>)))]
async fn posts(req: Req, Path(id): Path<String>) -> Answer {
    let org: OrgId = id.parse().map_err(|_| AppError::NotFound)?;
    let found = view::posts(&req.cx, org).await?;
    let reader = req.cx.actor().seat.role;
    let page = Paged::of_whole(found.posts, &req.page(), |(post, _)| post.id.to_string());
    Ok(json_page(page, |(post, held)| post_shape(post, held, reader)))
}

fn post_shape(p: PostRow, held: Vec<HolderRow>, reader: Role) -> PostShape {
    let holders = held.into_iter().map(|h| HolderShape {
        id: h.id.to_string(),
        name: h.name,
        login: reader.is_admin().then_some(h.login),
        from: h.from.to_string(),
        to: end(h.to),
    });
    PostShape {
        id: p.id.to_string(),
        title: p.title,
        role: p.role,
        first_responsible: p.first_responsible,
        from: p.from.to_string(),
        to: end(p.to),
        holders: holders.collect(),
    }
}

/// Takes a session that proved who it is within ten minutes; a token never does (`trust.md` B5).
#[utoipa::path(post, path = "/api/v1/orgs/{id}/posts/{post}/appointments", params(("id" = String, Path), ("post" = String, Path)), request_body = WantedAppointment, responses((status = 200, body = Appointed)))]
async fn appoint(req: Req, Path((id, post)): Path<(String, String)>) -> Answer {
    req.proved_recently()?;
    let org: OrgId = id.parse().map_err(|_| AppError::NotFound)?;
    let post: PostId = post.parse().map_err(|_| AppError::NotFound)?;
    let wanted: WantedAppointment = req.json()?;
    let wanted =
        Appointment { org, post, login: wanted.login, from: wanted.from, to: wanted.to.unwrap_or(Day::FOREVER) };
    match appointing::appoint(&req.cx, wanted, &req.once()).await? {
        Outcome::Held(id) => Ok(json(Appointed { state: "held", id: id.to_string() })),
        Outcome::Waits(id) | Outcome::Refused(id) => Ok(json(Appointed { state: "waits", id })),
    }
}

#[utoipa::path(post, path = "/api/v1/orgs/{id}/holders/{holder}/relief", params(("id" = String, Path), ("holder" = String, Path)), request_body = WantedRelief, responses((status = 200)))]
async fn relieve(req: Req, Path((id, holder)): Path<(String, String)>) -> Answer {
    req.proved_recently()?;
    let org: OrgId = id.parse().map_err(|_| AppError::NotFound)?;
    let holder: HolderId = holder.parse().map_err(|_| AppError::NotFound)?;
    let wanted: WantedRelief = req.json()?;
    relieving::relieve(&req.cx, org, holder, wanted.day, &req.once()).await?;
    Ok(json(serde_json::json!({})))
}
