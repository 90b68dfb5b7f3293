//! The circle's list: who has published, who still drafts, who is missing.

use cx::{AppError, Cx, Tx};
use data_encoding::BASE64URL_NOPAD;
use kernel::{Instant, Month, OrgId, OrgPath, Page, Paged};

use crate::{
    access::READ,
    rules::{
        facts::Summary,
        month::{Standing, closes_at, is_closed},
    },
    store::{
        self,
        circle::{CircleRow, Part, Which},
    },
};

/// Which part of the tree a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// The organisations directly below; if there are none, the siblings.
    #[default]
    Usual,
    /// The own organisation and its siblings.
    Siblings,
    /// Directly below the own organisation, or below the one named.
    Below(Option<OrgId>),
    /// Everything below the own organisation, or below the one named.
    All(Option<OrgId>),
}

/// What is asked of the circle's list.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The month.
    pub month: Month,
    /// Which part of the tree.
    pub scope: Scope,
    /// Only those that stand like this; none = all.
    pub standing: Option<Standing>,
    /// Which page.
    pub page: Page,
}

/// One organisation of the circle.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Who.
    pub org: OrgId,
    /// Its name today.
    pub name: String,
    /// Its code today.
    pub code: String,
    /// Name of its superior today: names repeat from one township to the next.
    pub superior: String,
    /// How it stands.
    pub standing: Standing,
    /// Newest revision; 0 = none.
    pub rev: i64,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// Whether the first revision came after the month had closed.
    pub late: bool,
    /// Whether somebody has begun to write.
    pub begun: bool,
    /// Whether it has, or once had, organisations below it.
    pub has_below: bool,
    /// Figures of the newest revision, as its body tells them.
    pub summary: Option<Summary>,
}

/// How many stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// All organisations of the part that existed at the month's end.
    pub all: i64,
    /// Not published: open before the month closes, missing after.
    pub unpublished: i64,
    /// The first revision stands.
    pub published: i64,
    /// A later one stands.
    pub corrected: i64,
}

/// A page of the circle.
#[derive(Debug, Clone)]
pub struct Circle {
    /// The month.
    pub month: Month,
    /// Which part of the tree it turned out to be.
    pub scope: Scope,
    /// Name of the organisation whose circle it is.
    pub of: String,
    /// When the month closes.
    pub closes_at: Instant,
    /// Whether it has.
    pub closed: bool,
    /// Counts over the whole part.
    pub counts: Counts,
    /// The rows.
    pub entries: Paged<Entry>,
}

/// The circle's list of a month.
///
/// # Errors
/// Not found for a branch outside the actor's own, and for whoever sees no business data.
pub async fn circle(cx: &Cx, wanted: Wanted) -> Result<Circle, AppError> {
    cx.read(move |tx| {
        if !READ.is_for(tx.actor().seat.role) {
            return Err(AppError::NotFound);
        }
        let (scope, part, of) = part(tx, &wanted)?;
        let counts = counted(store::circle::counts(tx, wanted.month, &part)?);
        let closed = is_closed(wanted.month, tx.now(), tx.zone());
        let closes_at = closes_at(wanted.month, tx.zone());
        let rows = match which(wanted.standing, closed) {
            Some(which) => {
                let after = after(&wanted.page);
                store::circle::page(tx, wanted.month, &part, which, &after, wanted.page.size + 1)?
            }
            None => Vec::new(),
        };
        let page = Paged::from_surplus(rows, &wanted.page, key);
        let names = store::circle::names(tx, &page.items.iter().filter_map(|row| row.parent).collect())?;
        let superior = |row: &CircleRow| row.parent.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        let entry = |row: CircleRow| entry(superior(&row), row, closed, closes_at);
        let entries = page.items.into_iter().map(entry).collect::<Result<_, _>>()?;
        let entries = Paged { items: entries, next: page.next };
        Ok(Circle { month: wanted.month, scope, of, closes_at, closed, counts, entries })
    })
    .await
}

/// How many organisations strictly below a place stand how, inside another room's unit of work, which has
/// established the reader's right.
///
/// # Errors
/// A failure of the database.
pub fn counts_below_in(tx: &mut Tx<'_>, path: &OrgPath, month: Month) -> Result<Counts, AppError> {
    Ok(counted(store::circle::counts(tx, month, &all_below(path))?))
}

/// Everything strictly below a place.
fn all_below(path: &OrgPath) -> Part {
    Part { branch: path.clone(), from_depth: depth(path) + 1, to_depth: i64::from(u16::MAX) }
}

/// The part of the tree that is meant, and whose it is.
fn part(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<(Scope, Part, String), AppError> {
    let seat = tx.actor().seat.clone();
    let depth = depth(&seat.path);
    let own =
        |scope, branch, from_depth, to_depth| (scope, Part { branch, from_depth, to_depth }, seat.org_name.clone());
    Ok(match wanted.scope {
        Scope::Usual => {
            let below = Part { branch: seat.path.clone(), from_depth: depth + 1, to_depth: depth + 1 };
            let any = store::circle::counts(tx, wanted.month, &below)?.0 > 0;
            let scope = if any { Scope::Below(None) } else { Scope::Siblings };
            return part(tx, &Wanted { scope, ..wanted.clone() });
        }
        Scope::Siblings => own(Scope::Siblings, seat.path.parent().unwrap_or_else(|| seat.path.clone()), depth, depth),
        Scope::All(None) => (wanted.scope, all_below(&seat.path), seat.org_name.clone()),
        Scope::All(Some(org)) => {
            let row = below(tx, org)?;
            (wanted.scope, all_below(&row.path), row.name)
        }
        Scope::Below(None) => own(Scope::Below(None), seat.path.clone(), depth + 1, depth + 1),
        Scope::Below(Some(org)) => {
            let row = below(tx, org)?;
            let depth = self::depth(&row.path) + 1;
            (wanted.scope, Part { branch: row.path, from_depth: depth, to_depth: depth }, row.name)
        }
    })
}

/// An organisation of the actor's branch.
fn below(tx: &mut Tx<'_>, org: OrgId) -> Result<store::OrgRow, AppError> {
    let row = store::org(tx, org)?;
    if tx.place().contains(&row.path) { Ok(row) } else { Err(AppError::NotFound) }
}

fn depth(path: &OrgPath) -> i64 {
    i64::try_from(path.depth()).unwrap_or(i64::MAX)
}

const fn counted((all, published, corrected): (i64, i64, i64)) -> Counts {
    Counts { all, unpublished: all - published - corrected, published, corrected }
}

/// The stored difference behind a standing; none if nobody can stand like that now.
const fn which(standing: Option<Standing>, closed: bool) -> Option<Which> {
    match (standing, closed) {
        (None, _) => Some(Which::All),
        (Some(Standing::Open), false) | (Some(Standing::Missing), true) => Some(Which::Unpublished),
        (Some(Standing::Published), _) => Some(Which::Published),
        (Some(Standing::Corrected), _) => Some(Which::Corrected),
        _ => None,
    }
}

/// The key of a row as a list prints it.
fn key(row: &CircleRow) -> String {
    BASE64URL_NOPAD.encode(format!("{}~{}", row.org, row.sort_key).as_bytes())
}

/// The key a page begins after; anything odd begins at the first row.
fn after(page: &Page) -> (String, i64) {
    let decode = |key: &String| {
        let text = String::from_utf8(BASE64URL_NOPAD.decode(key.as_bytes()).ok()?).ok()?;
        let (org, sort_key) = text.split_once('~')?;
        // PostgreSQL has no place for this character in a text.
        let sound = !sort_key.contains('\0');
        sound.then_some((sort_key.to_owned(), org.parse().ok()?))
    };
    page.after.as_ref().and_then(decode).unwrap_or((String::new(), i64::MIN))
}

fn entry(superior: String, row: CircleRow, closed: bool, closes_at: Instant) -> Result<Entry, AppError> {
    let statement = row.body.as_deref().map(super::read).transpose()?;
    Ok(Entry {
        org: row.org,
        name: row.name,
        code: row.code,
        superior,
        standing: Standing::of(row.rev, closed),
        rev: row.rev,
        published_at: row.published_at,
        late: row.first_at.is_some_and(|at| at >= closes_at),
        begun: row.rev == 0 && row.version > 0,
        has_below: row.next_child > 1,
        summary: statement.map(|s| s.facts.summary()),
    })
}
