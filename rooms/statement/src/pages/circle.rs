//! The circle's list.

use askama::Template;
use cx::AppError;
use jiff::tz::TimeZone;
use kernel::{Month, text::thousands};
use kit::{Answer, Req, Shell, W};

use super::{Chip, minutes, month_name};
use crate::{
    actions::circle::{self, Circle, Entry, Scope, Wanted},
    rules::month::Standing,
};

/// So many months back can be chosen from the list; older ones by their address.
const MONTHS_BACK: i64 = 24;

#[derive(Template)]
#[template(path = "pages/circle.html")]
struct CirclePage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    month: Month,
    months: Vec<(Month, String)>,
    scope: String,
    scopes: Vec<Choice>,
    pills: Vec<Choice>,
    rows: Vec<Row>,
    /// Query under which the same rows are had as a file.
    file: String,
    own: String,
    /// Where the papers of the own branch are had at once; empty for who has nobody below.
    print_all: String,
    next: String,
    first: String,
}

/// A link of which one is chosen.
struct Choice {
    href: String,
    class: &'static str,
    label: &'static str,
    n: String,
    chosen: bool,
}

struct Row {
    href: String,
    below: String,
    name: String,
    sub: String,
    chip: Chip,
    missing: bool,
    published: String,
    /// Received, done in time of received, own lists, minutes asked of it; none while nothing is published.
    figures: Option<[String; 4]>,
}

pub(super) async fn list(req: Req) -> Answer {
    let wanted = wanted(&req)?;
    let (asked, state) = (wanted.month, wanted.standing);
    let found = circle::circle(&req.cx, wanted).await?;
    let (w, zone) = (req.w, &req.cx.house().zone);
    let scope = scope_code(found.scope);
    let base = format!("/statements?month={asked}&scope={scope}");
    let chosen = state.map_or(String::new(), |s| format!("&state={}", s.code()));
    let current = req.cx.house().month();
    let page = CirclePage {
        s: req.shell(),
        w,
        title: title(&found, &w),
        sub: sub(&found, &w, zone),
        month: asked,
        months: (0..=MONTHS_BACK).map(|n| current.plus(-n)).map(|m| (m, month_name(m, &w))).collect(),
        scopes: scopes(asked, found.scope, &w),
        pills: pills(&found, &base, state, &w),
        rows: found.entries.items.iter().map(|e| row(e, &found, &w, zone)).collect(),
        file: format!("?month={asked}&scope={scope}{chosen}"),
        own: format!("/statements/{}/{current}", req.cx.actor().seat.org),
        print_all: print_all(&req, asked),
        next: found.entries.next.as_ref().map(|key| format!("{base}{chosen}&after={key}")).unwrap_or_default(),
        first: if req.query.opt("after").is_some() { format!("{base}{chosen}") } else { String::new() },
        scope,
    };
    req.render(&page)
}

fn print_all(req: &Req, month: Month) -> String {
    let seat = &req.cx.actor().seat;
    let address = format!("/papers/batches/new?kind=statement&org={}&id={month}", seat.org);
    if seat.leads { address } else { String::new() }
}

/// What the query asks for; anything unknown in it is a fault of that field.
pub(crate) fn wanted(req: &Req) -> Result<Wanted, AppError> {
    let month = match req.query.opt("month") {
        // Last month's statements are what people come for while this one's are being written.
        None => req.cx.house().month().plus(-1),
        Some(_) => req.query.parsed("month", "not_a_month")?,
    };
    let choice = |name: &str| AppError::from(kernel::Fault::of(name, "not_a_choice"));
    let scope = match req.query.get("scope") {
        "" => Scope::Usual,
        "siblings" => Scope::Siblings,
        "below" => Scope::Below(None),
        "all" => Scope::All(None),
        all if all.starts_with("all-") => Scope::All(Some(all[4..].parse().map_err(|_| choice("scope"))?)),
        org => Scope::Below(Some(org.parse().map_err(|_| choice("scope"))?)),
    };
    let standing = match req.query.get("state") {
        "" | "any" => None,
        code => Some(
            [Standing::Open, Standing::Missing, Standing::Published, Standing::Corrected]
                .into_iter()
                .find(|s| s.code() == code)
                .ok_or_else(|| choice("state"))?,
        ),
    };
    Ok(Wanted { month, scope, standing, page: req.page() })
}

/// The scope as the address names it.
fn scope_code(scope: Scope) -> String {
    match scope {
        Scope::Usual => String::new(),
        Scope::Siblings => "siblings".to_owned(),
        Scope::Below(None) => "below".to_owned(),
        Scope::Below(Some(org)) => org.to_string(),
        Scope::All(None) => "all".to_owned(),
        Scope::All(Some(org)) => format!("all-{org}"),
    }
}

fn title(found: &Circle, w: &W) -> String {
    let handed_in = found.counts.published + found.counts.corrected;
    let key = if found.closed { "statement.list.title_closed" } else { "statement.list.title_open" };
    let month = month_name(found.month, w);
    let (all, left) = (thousands(found.counts.all), thousands(found.counts.unpublished));
    w.f(key, &[("month", &month), ("all", &all), ("n", &thousands(handed_in)), ("left", &left)])
}

fn sub(found: &Circle, w: &W, zone: &TimeZone) -> String {
    let key = if found.closed { "statement.list.closed_at" } else { "statement.list.closes_at" };
    w.f(key, &[("org", &found.of), ("at", &found.closes_at.minute(zone))])
}

fn scopes(month: Month, chosen: Scope, w: &W) -> Vec<Choice> {
    let of = |scope: Scope, label| Choice {
        href: format!("/statements?month={month}&scope={}", scope_code(scope)),
        class: "",
        label,
        n: String::new(),
        chosen: scope == chosen,
    };
    vec![
        of(Scope::Siblings, w.t("statement.list.siblings")),
        of(Scope::Below(None), w.t("statement.list.below")),
        of(Scope::All(None), w.t("statement.list.all_below")),
    ]
}

fn pills(found: &Circle, base: &str, state: Option<Standing>, w: &W) -> Vec<Choice> {
    let of = |standing: Option<Standing>, class, n: i64| Choice {
        href: standing.map_or(base.to_owned(), |s| format!("{base}&state={}", s.code())),
        class,
        label: standing.map_or(w.t("statement.list.any"), |s| Chip::of_standing(s, w).label),
        n: thousands(n),
        chosen: standing == state,
    };
    let (unpublished, class) =
        if found.closed { (Standing::Missing, "lt-overdue") } else { (Standing::Open, "st-issued") };
    vec![
        of(None, "", found.counts.all),
        of(Some(unpublished), class, found.counts.unpublished),
        of(Some(Standing::Published), "st-closed", found.counts.published),
        of(Some(Standing::Corrected), "st-verified", found.counts.corrected),
    ]
}

fn row(e: &Entry, found: &Circle, w: &W, zone: &TimeZone) -> Row {
    let stands = match e.standing {
        Standing::Open | Standing::Missing if e.begun => w.t("statement.list.begun").to_owned(),
        Standing::Open | Standing::Missing => String::new(),
        Standing::Published | Standing::Corrected if e.late => {
            format!("{} · {}", w.n("statement.paper.rev", e.rev), w.t("statement.page.late"))
        }
        Standing::Published | Standing::Corrected => w.n("statement.paper.rev", e.rev),
    };
    // Over several superiors a name alone would not say who it is.
    let superior = if matches!(found.scope, Scope::All(_)) { e.superior.as_str() } else { "" };
    let sub = [superior, stands.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · ");
    let below = match found.scope {
        Scope::Siblings => String::new(),
        _ if !e.has_below => String::new(),
        _ => format!("/statements?month={}&scope={}", found.month, e.org),
    };
    Row {
        href: format!("/statements/{}/{}", e.org, found.month),
        below,
        name: e.name.clone(),
        sub,
        chip: Chip::of_standing(e.standing, w),
        missing: e.standing == Standing::Missing,
        published: e.published_at.map_or_else(|| "—".to_owned(), |at| at.short(zone)),
        figures: e
            .summary
            .map(|s| [s.received.to_string(), s.in_time.to_string(), s.lists.to_string(), minutes(s.tenths)]),
    }
}
