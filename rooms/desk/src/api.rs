//! The hand-over sheet in JSON: the lists of the page, with ids instead of addresses.

use axum::extract::Path;
use cx::AppError;
use kernel::Day;
use kit::{Answer, Policy, Req, Routes, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::HAND_OVER;
use crate::actions::first::is_near;
use crate::actions::hand_over::{HandOver, Promise, Upto, hand_over};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(of_org),
    components(schemas(
        HandOverJson,
        UrgentJson,
        PostTermsJson,
        TenureJson,
        LetterJson,
        LetterTargetJson,
        WaitingJson,
        OpenItemJson,
        OpenListJson,
        PromiseJson,
        OpenMilestoneJson,
        ToldJson,
        ProposalJson
    ))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/v1/orgs/{org}/hand-over", Policy::May(&HAND_OVER), of_org)
}

/// What an organisation hands over to a new first-responsible person, as things stand now. Each list holds its first
/// 300 rows; `cut` names those that go on.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/hand-over", tag = "desk", params(("org" = String, Path)),
    responses((status = 200, body = HandOverJson), (status = 404, description = "outside the scope")))]
async fn of_org(req: Req, Path(org): Path<String>) -> Answer {
    let org = org.parse().map_err(|_| AppError::NotFound)?;
    let found = hand_over(&req.cx, Some(org)).await?;
    Ok(json(HandOverJson::from(&found)))
}

/// The hand-over sheet of an organisation.
#[derive(Debug, Serialize, ToSchema)]
struct HandOverJson {
    org: String,
    org_name: String,
    level: String,
    /// As of which day.
    day: String,
    /// What has to be looked at first, what presses most first.
    urgent: Vec<UrgentJson>,
    /// Its posts, the first responsible one first.
    posts: Vec<PostTermsJson>,
    /// Letters it received whose year is not over.
    letters: Vec<LetterJson>,
    /// Letters it issued that wait for somebody, by issue.
    waiting: Vec<WaitingJson>,
    /// Its assignments of any month that are not settled, the overdue first.
    items: Vec<OpenItemJson>,
    /// How many of those there are, also beyond the listed ones.
    items_all: i64,
    /// How many of them are overdue.
    items_overdue: i64,
    /// Of how many it asked something that nobody has answered.
    items_asked: i64,
    /// Lists it sent of which something is still open, the oldest first.
    lists: Vec<OpenListJson>,
    /// Open decisions of its meetings, the oldest first.
    promises: Vec<PromiseJson>,
    /// Milestones up to this year that it plans or answers for and that are not reached.
    milestones: Vec<OpenMilestoneJson>,
    /// What its newest published statement told; null if it has published none.
    statement: Option<ToldJson>,
    /// Corrections of its statements that wait for a second person.
    proposals: Vec<ProposalJson>,
    /// Names of the lists that have more rows than are here.
    cut: Vec<&'static str>,
}

/// A reason to look at something first.
#[derive(Debug, Serialize, ToSchema)]
struct UrgentJson {
    /// `overdue`, `unsigned`, `vacant`, `promised`, `reported`, `countersign`, `ending`, `behind` or `correction`.
    what: &'static str,
    n: i64,
}

/// A post and who held it.
#[derive(Debug, Serialize, ToSchema)]
struct PostTermsJson {
    post: String,
    title: String,
    role: String,
    first_responsible: bool,
    /// Who holds it; null if nobody does.
    holder: Option<TenureJson>,
    /// Who held it last before.
    before: Option<TenureJson>,
    /// Who comes next, if that is known.
    next: Option<TenureJson>,
    /// Whether the present term ends within half a year.
    ends_soon: bool,
}

/// Somebody's time in a post.
#[derive(Debug, Serialize, ToSchema)]
struct TenureJson {
    person: String,
    from: String,
    /// First day no more; null if no end is known.
    to: Option<String>,
}

/// A letter it received.
#[derive(Debug, Serialize, ToSchema)]
struct LetterJson {
    /// The issue; with the organisation it names the letter.
    issue: String,
    year: i64,
    rev: i64,
    number: String,
    title: String,
    issuer: String,
    issuer_name: String,
    /// `issued`, `signed` or `in_force`.
    state: &'static str,
    /// Whether an objection waits for its answer.
    objected: bool,
    /// Whether an earlier revision is in force meanwhile.
    stands: bool,
    until: String,
    targets: Vec<LetterTargetJson>,
}

/// A target of a letter with its own value and weight.
#[derive(Debug, Serialize, ToSchema)]
struct LetterTargetJson {
    target: String,
    seq: i64,
    project: String,
    text: String,
    value: String,
    /// Tenths; those of a letter sum to 1000.
    weight: i64,
}

/// Letters it issued together.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingJson {
    issue: String,
    year: i64,
    number: String,
    title: String,
    until: String,
    letters: i64,
    unsigned: i64,
    objected: i64,
    signed: i64,
}

/// An assignment that is not settled.
#[derive(Debug, Serialize, ToSchema)]
struct OpenItemJson {
    /// `YYYYMM`.
    month: i64,
    item: String,
    text: String,
    issuer: String,
    issuer_name: String,
    number: String,
    state: &'static str,
    due_day: String,
    /// `blue`, `yellow` or `red`; null for none.
    light: Option<&'static str>,
    /// The later day asked for, while nobody has answered.
    asked_day: Option<String>,
    /// The last reason given for what was asked or sent back.
    reason: String,
}

/// A list it sent.
#[derive(Debug, Serialize, ToSchema)]
struct OpenListJson {
    list: String,
    /// `YYYYMM`.
    month: i64,
    number: String,
    title: String,
    all: i64,
    done: i64,
    /// Waiting for those who got it.
    owed: i64,
    /// Waiting for whoever verifies, closes or decides.
    waiting: i64,
}

/// A decision of one of its meetings.
#[derive(Debug, Serialize, ToSchema)]
struct PromiseJson {
    decision: String,
    meeting: String,
    meeting_title: String,
    meeting_day: Option<String>,
    text: String,
    who: String,
    due_day: String,
    /// `open`, `loose`, `drafted` or `sent`.
    standing: &'static str,
}

/// A milestone that is not reached.
#[derive(Debug, Serialize, ToSchema)]
struct OpenMilestoneJson {
    milestone: String,
    plan: String,
    year: i64,
    owner: String,
    owner_name: String,
    text: String,
    /// `behind` or `unknown`; null if its progress is out of sight.
    standing: Option<&'static str>,
}

/// What the newest published statement told.
#[derive(Debug, Serialize, ToSchema)]
struct ToldJson {
    /// `YYYYMM`.
    month: i64,
    rev: i64,
    problems: String,
}

/// A correction that waits for a second person.
#[derive(Debug, Serialize, ToSchema)]
struct ProposalJson {
    /// `YYYYMM`.
    month: i64,
    rev: i64,
    by_role: String,
    at: String,
}

impl From<&HandOver> for HandOverJson {
    fn from(found: &HandOver) -> Self {
        Self {
            org: found.org.id.to_string(),
            org_name: found.org.name.clone(),
            level: found.org.level.clone(),
            day: found.day.to_string(),
            urgent: found.urgent().into_iter().map(|(u, n)| UrgentJson { what: u.code(), n }).collect(),
            posts: rows(&found.posts, |p| PostTermsJson::of(p, found.day)),
            letters: rows(&found.letters, LetterJson::from),
            waiting: rows(&found.waiting, WaitingJson::from),
            items: rows(&found.items, OpenItemJson::from),
            items_all: found.all,
            items_overdue: found.overdue,
            items_asked: found.asked,
            lists: rows(&found.lists, OpenListJson::from),
            promises: rows(&found.promises, PromiseJson::from),
            milestones: rows(&found.milestones, OpenMilestoneJson::from),
            statement: found.statement.as_ref().map(ToldJson::from),
            proposals: rows(&found.proposals, ProposalJson::from),
            cut: cut(found),
        }
    }
}

fn rows<'a, T, U>(list: &'a Upto<T>, shape: impl Fn(&'a T) -> U) -> Vec<U> {
    list.rows.iter().map(shape).collect()
}

fn cut(found: &HandOver) -> Vec<&'static str> {
    let lists = [
        ("posts", found.posts.more),
        ("letters", found.letters.more),
        ("waiting", found.waiting.more),
        ("items", found.items.more),
        ("lists", found.lists.more),
        ("promises", found.promises.more),
        ("milestones", found.milestones.more),
        ("proposals", found.proposals.more),
    ];
    lists.into_iter().filter(|l| l.1).map(|l| l.0).collect()
}

impl PostTermsJson {
    fn of(post: &access::PostTerms, day: Day) -> Self {
        let holder = post.holder(day);
        Self {
            post: post.post.to_string(),
            title: post.title.clone(),
            role: post.role.clone(),
            first_responsible: post.first_responsible,
            ends_soon: is_near(holder.and_then(|t| t.until), day),
            holder: holder.map(TenureJson::from),
            before: post.before(day).map(TenureJson::from),
            next: post.next(day).map(TenureJson::from),
        }
    }
}

impl From<&access::Tenure> for TenureJson {
    fn from(t: &access::Tenure) -> Self {
        Self { person: t.person.clone(), from: t.from.to_string(), to: t.until.map(|day| day.to_string()) }
    }
}

impl From<&target::LivingLetter> for LetterJson {
    fn from(l: &target::LivingLetter) -> Self {
        Self {
            issue: l.key.issue.to_string(),
            year: l.year,
            rev: l.rev,
            number: l.number.clone(),
            title: l.title.clone(),
            issuer: l.issuer.to_string(),
            issuer_name: l.issuer_name.clone(),
            state: l.shown.code(),
            objected: l.objected,
            stands: l.stands,
            until: l.until.to_string(),
            targets: l.targets.iter().map(LetterTargetJson::from).collect(),
        }
    }
}

impl From<&target::TargetLine> for LetterTargetJson {
    fn from(t: &target::TargetLine) -> Self {
        Self {
            target: t.target.to_string(),
            seq: t.seq,
            project: t.project.clone(),
            text: t.text.clone(),
            value: t.value.clone(),
            weight: t.weight,
        }
    }
}

impl From<&target::WaitingLetters> for WaitingJson {
    fn from(w: &target::WaitingLetters) -> Self {
        Self {
            issue: w.issue.to_string(),
            year: w.year,
            number: w.number.clone(),
            title: w.title.clone(),
            until: w.until.to_string(),
            letters: w.letters,
            unsigned: w.unsigned,
            objected: w.objected,
            signed: w.signed,
        }
    }
}

impl From<&task_list::Card> for OpenItemJson {
    fn from(c: &task_list::Card) -> Self {
        Self {
            month: c.key.month.0,
            item: c.key.item.to_string(),
            text: c.item.text.clone(),
            issuer: c.item.issuer.to_string(),
            issuer_name: c.item.issuer_name.clone(),
            number: c.item.number.clone(),
            state: c.state.name(),
            due_day: c.due_day.to_string(),
            light: c.light.map(task_list::Light::name),
            asked_day: c.asked_day.map(|day| day.to_string()),
            reason: c.reason.clone(),
        }
    }
}

impl From<&task_list::OpenList> for OpenListJson {
    fn from(l: &task_list::OpenList) -> Self {
        Self {
            list: l.list.to_string(),
            month: l.month.0,
            number: l.number.clone(),
            title: l.title.clone(),
            all: l.all,
            done: l.done,
            owed: l.owed,
            waiting: l.waiting,
        }
    }
}

impl From<&Promise> for PromiseJson {
    fn from(p: &Promise) -> Self {
        let decision = &p.decision;
        Self {
            decision: decision.id.to_string(),
            meeting: decision.meeting.to_string(),
            meeting_title: p.title.clone(),
            meeting_day: p.day.map(|day| day.to_string()),
            text: decision.draft.text.clone(),
            who: decision.draft.who.clone(),
            due_day: decision.draft.due_day.to_string(),
            standing: decision.standing.code(),
        }
    }
}

impl From<&plan::Shown> for OpenMilestoneJson {
    fn from(m: &plan::Shown) -> Self {
        Self {
            milestone: m.row.id.to_string(),
            plan: m.row.plan.to_string(),
            year: m.row.year,
            owner: m.row.owner.to_string(),
            owner_name: m.row.owner_name.clone(),
            text: m.row.text.clone(),
            standing: m.standing.map(plan::Standing::code),
        }
    }
}

impl From<&statement::Revision> for ToldJson {
    fn from(r: &statement::Revision) -> Self {
        Self { month: r.statement.month.0, rev: r.sealed.rev, problems: r.statement.problems.clone() }
    }
}

impl From<&statement::OpenProposal> for ProposalJson {
    fn from(p: &statement::OpenProposal) -> Self {
        Self { month: p.month.0, rev: p.rev, by_role: p.by_role.clone(), at: p.at.rfc3339() }
    }
}
