//! The meetings of an organisation: what comes, what was, its series.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Cx, Tx};
use data_encoding::BASE64URL_NOPAD;
use kernel::{Day, MeetingId, OrgId, Page, Paged};

use super::SeriesId;
use crate::{
    access::{PLAN, READ},
    rules::SeriesDraft,
    store::{self, meeting::MeetingRow, org::OrgRow},
};

/// Meetings to come that are shown.
const NEXT: i64 = 40;

/// One meeting of a list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The meeting.
    pub row: MeetingRow,
    /// Name of whose meeting it is.
    pub host: String,
    /// Whether the organisation is called to it rather than holding it.
    pub called: bool,
    /// Decisions, and those of them still open.
    pub decisions: (i64, i64),
}

/// A series with its next meeting.
#[derive(Debug, Clone)]
pub struct SeriesView {
    /// Which.
    pub id: SeriesId,
    /// As its editor holds it.
    pub draft: SeriesDraft,
    /// Its last month, if it has one.
    pub until: Option<kernel::Month>,
    /// Its version.
    pub version: i64,
}

/// The meetings of an organisation.
#[derive(Debug, Clone)]
pub struct Meetings {
    /// Whose.
    pub of: OrgRow,
    /// Whether it is the actor's own organisation.
    pub own: bool,
    /// Whether the actor may plan here.
    pub plan: bool,
    /// From today on, the next first.
    pub next: Vec<Entry>,
    /// Before today, the newest first.
    pub past: Paged<Entry>,
    /// Its series.
    pub series: Vec<SeriesView>,
    /// Years that the calendar of working days does not know yet, among those of the next meetings.
    pub unknown_years: Vec<i64>,
}

/// The meetings of one's own organisation and those it is called to, or those of an organisation below.
///
/// # Errors
/// [`AppError::NotFound`] outside one's branch, and for a seat that sees no business data.
pub async fn meetings(cx: &Cx, of: Option<OrgId>, page: Page) -> Result<Meetings, AppError> {
    cx.read(move |tx| {
        let seat = tx.actor().seat.clone();
        let of = store::org::get(tx, of.unwrap_or(seat.org))?;
        if !READ.allows(seat.role, &seat.path, &of.path) {
            return Err(AppError::NotFound);
        }
        let own = of.id == seat.org;
        let today = tx.today();
        let mut next = store::meeting::next(tx, of.id, false, today, NEXT)?;
        let before = before(&page).unwrap_or((today, MeetingId::new(i64::MIN)));
        let mut past = store::meeting::past(tx, of.id, false, before, page.size + 1)?;
        // Who is called to which meeting of whom is shown to those who are called.
        if own {
            next.extend(store::meeting::next(tx, of.id, true, today, NEXT)?);
            past.extend(store::meeting::past(tx, of.id, true, before, page.size + 1)?);
        }
        next.sort_by_key(|m| (m.day, m.start, m.id));
        past.sort_by_key(|m| std::cmp::Reverse((m.day, m.id)));
        let past = Paged::from_surplus(past, &page, key);
        let (past_next, known) = (past.next, entries(tx, of.id, next.into_iter().chain(past.items).collect())?);
        let (next, past): (Vec<Entry>, Vec<Entry>) = known.into_iter().partition(|e| e.row.day >= today);
        let series = store::series::of_org(tx, of.id)?.into_iter().map(|s| SeriesView {
            id: s.id,
            draft: s.draft(),
            until: (s.until != crate::rules::plan::NO_END).then_some(s.until),
            version: s.version,
        });
        let series: Vec<SeriesView> = series.collect();
        let unknown_years = unknown_years(tx, &next)?;
        let plan = own && PLAN.is_for(seat.role);
        Ok(Meetings { of, own, plan, next, past: Paged { items: past, next: past_next }, series, unknown_years })
    })
    .await
}

/// One series of the actor's own organisation.
///
/// # Errors
/// [`AppError::NotFound`] if there is none of that id there.
pub async fn series(cx: &Cx, id: SeriesId) -> Result<SeriesView, AppError> {
    cx.read(move |tx| {
        let org = tx.actor().seat.org;
        crate::access::own(tx, &PLAN, org)?;
        let row = store::series::get(tx, org, id)?;
        let until = (row.until != crate::rules::plan::NO_END).then_some(row.until);
        Ok(SeriesView { id, draft: row.draft(), until, version: row.version })
    })
    .await
}

/// What a form of planning chooses from.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Whose meeting it is.
    pub host: OrgRow,
    /// Levels below, and how many organisations of each.
    pub levels: Vec<(String, i64)>,
}

/// What a form of planning chooses from, for the actor's own organisation.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever plans nothing.
pub async fn choices(cx: &Cx) -> Result<Choices, AppError> {
    cx.read(move |tx| {
        let org = tx.actor().seat.org;
        crate::access::own(tx, &PLAN, org)?;
        let host = store::org::get(tx, org)?;
        let levels = store::org::levels(tx, &host.path)?;
        Ok(Choices { host, levels })
    })
    .await
}

/// The posts of these organisations of one's branch that are called so: what is typed as organisation and post.
///
/// # Errors
/// A failure of the database.
pub async fn posts_named(
    cx: &Cx,
    wanted: Vec<(OrgId, String)>,
) -> Result<Vec<Option<(OrgId, kernel::PostId)>>, AppError> {
    cx.read(move |tx| {
        let mut known: BTreeMap<OrgId, Vec<store::org::PostRow>> = BTreeMap::new();
        for org in wanted.iter().map(|w| w.0).collect::<BTreeSet<_>>() {
            // Few lines are typed; each organisation is asked once.
            known.insert(org, store::org::posts(tx, org)?);
        }
        let find = |(org, title): &(OrgId, String)| {
            let post = known.get(org)?.iter().find(|p| p.title == *title)?;
            Some((*org, post.id))
        };
        Ok(wanted.iter().map(find).collect())
    })
    .await
}

/// The names by which an invitation's single posts and named organisations are typed again.
///
/// # Errors
/// A failure of the database.
pub async fn named(cx: &Cx, invited: crate::rules::Invited) -> Result<Vec<String>, AppError> {
    cx.read(move |tx| {
        let orgs: Vec<OrgId> =
            invited.audience.named.iter().copied().chain(invited.posts.iter().map(|p| p.0)).collect();
        let names = store::org::some(tx, &orgs)?;
        let titles = store::org::titles(tx, &invited.posts)?;
        let mut out: Vec<String> =
            invited.audience.named.iter().filter_map(|id| names.get(id)).map(|o| o.name.clone()).collect();
        for (org, post) in &invited.posts {
            if let (Some(org), Some(title)) = (names.get(org), titles.get(post)) {
                out.push(format!("{}·{title}", org.name));
            }
        }
        Ok(out)
    })
    .await
}

fn unknown_years(tx: &mut Tx<'_>, next: &[Entry]) -> Result<Vec<i64>, AppError> {
    let years: BTreeSet<i64> = next.iter().map(|e| e.row.month.year()).collect();
    let mut unknown = Vec::new();
    for year in years {
        if !store::series::year_known(tx, year)? {
            unknown.push(year);
        }
    }
    Ok(unknown)
}

fn entries(tx: &mut Tx<'_>, of: OrgId, rows: Vec<MeetingRow>) -> Result<Vec<Entry>, AppError> {
    let hosts: BTreeSet<OrgId> = rows.iter().map(|m| m.org).collect();
    let names = store::org::some(tx, &hosts.iter().copied().collect::<Vec<_>>())?;
    let mut counts: BTreeMap<MeetingId, (i64, i64)> = BTreeMap::new();
    for host in &hosts {
        let held: Vec<MeetingId> =
            rows.iter().filter(|m| m.org == *host && m.held_at.is_some()).map(|m| m.id).collect();
        counts.extend(store::decision::counts(tx, *host, &held)?.into_iter().map(|(id, all, open)| (id, (all, open))));
    }
    let entry = |row: MeetingRow| Entry {
        host: names.get(&row.org).map(|o| o.name.clone()).unwrap_or_default(),
        called: row.org != of,
        decisions: counts.get(&row.id).copied().unwrap_or_default(),
        row,
    };
    Ok(rows.into_iter().map(entry).collect())
}

fn key(row: &MeetingRow) -> String {
    BASE64URL_NOPAD.encode(format!("{}~{}", row.day, row.id).as_bytes())
}

/// The key a page begins before; anything odd begins at the newest.
fn before(page: &Page) -> Option<(Day, MeetingId)> {
    let text = String::from_utf8(BASE64URL_NOPAD.decode(page.after.as_ref()?.as_bytes()).ok()?).ok()?;
    let (day, id) = text.split_once('~')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}
