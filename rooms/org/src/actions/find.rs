//! Finding an organisation by what people call it: a code, a path of names, a former name, initials.
//!
//! When several answer equally well, all of them are told: the program asks, it does not guess.

use std::collections::HashSet;

use cx::{AppError, Cx, Tx};
use kernel::{Day, OrgId, OrgPath, Page};

use crate::{
    actions::view::{Placed, branch, placed},
    rules::kind::{answers, stem, unpadded},
    store::{
        names,
        read::{self, Fit, On, Shown, Wanted},
        tree::search_text,
    },
};

/// Candidates read for one part of a path: more than any name of the country has bearers.
const CANDIDATES: i64 = 5_000;
/// Places below which the next part of a path is looked for one by one; of more of them it is looked for at once.
const PLACES_FEW: usize = 20;
/// Hits from which on names that merely contain the text are not looked for.
const ENOUGH: usize = 20;
/// Answers told at most.
const ANSWERS_MOST: usize = 500;
/// Longest text looked for, in characters.
const TEXT_MOST: usize = 200;

/// An organisation that answers to a text, and how well: 0 the very name or code.
#[derive(Debug, Clone)]
pub struct Found {
    /// The organisation.
    pub placed: Placed,
    /// How well it answers; smaller is better.
    pub rank: u8,
    /// The other or former name by which it was found; empty if by its own.
    pub alias: String,
}

#[derive(Debug, Clone)]
struct Hit {
    org: Shown,
    rank: u8,
    alias: String,
}

/// Everything in one's branch that answers to a text, the best first.
///
/// # Errors
/// A failure of the database.
pub async fn find(cx: &Cx, text: &str, as_of: Option<Day>) -> Result<Vec<Found>, AppError> {
    let text = text.to_owned();
    cx.read(move |tx| {
        let on = On::new(tx, as_of);
        look(tx, on, &text)
    })
    .await
}

/// Only those that answer best: one if the text is clear, several if it is ambiguous.
///
/// # Errors
/// A failure of the database.
pub async fn show(cx: &Cx, text: &str, as_of: Option<Day>) -> Result<Vec<Found>, AppError> {
    Ok(best(find(cx, text, as_of).await?))
}

/// The best of the found.
pub(crate) fn best(mut found: Vec<Found>) -> Vec<Found> {
    let rank = found.first().map_or(0, |f| f.rank);
    found.retain(|f| f.rank == rank);
    found
}

/// [`find`] inside a unit of work.
pub(crate) fn look(tx: &mut Tx<'_>, on: On, text: &str) -> Result<Vec<Found>, AppError> {
    let text: String = kernel::text::tidy(text).chars().take(TEXT_MOST).collect();
    let branch = branch(tx, on)?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(org) = by_code(tx, on, &branch, &text)? {
        return finish(tx, on, vec![Hit { org, rank: 0, alias: String::new() }]);
    }
    let parts: Vec<&str> = text.split(['/', '／', '>']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let parts = below_own(tx, on, &branch, parts)?;
    let mut hits = Vec::new();
    let mut places = vec![branch.clone()];
    for (n, part) in parts.iter().enumerate() {
        let step = Step { below: n > 0, further: n + 1 < parts.len() };
        hits = if places.len() > PLACES_FEW {
            scattered(tx, on, &branch, &places, part, step)?
        } else {
            let mut each = Vec::new();
            for place in &places {
                each.extend(answering(tx, on, place, part, step)?);
            }
            each
        };
        hits.sort_by(|a: &Hit, b| a.rank.cmp(&b.rank).then_with(|| a.org.path.cmp(&b.org.path)));
        let mut seen = HashSet::new();
        hits.retain(|h| seen.insert(h.org.id));
        if n + 1 < parts.len() {
            let rank = hits.first().map_or(0, |h| h.rank);
            places = hits.iter().filter(|h| h.rank == rank).map(|h| h.org.path.clone()).collect();
        }
    }
    hits.truncate(ANSWERS_MOST);
    finish(tx, on, hits)
}

fn finish(tx: &mut Tx<'_>, on: On, hits: Vec<Hit>) -> Result<Vec<Found>, AppError> {
    let (orgs, marks): (Vec<Shown>, Vec<(u8, String)>) = hits.into_iter().map(|h| (h.org, (h.rank, h.alias))).unzip();
    let placed = placed(tx, on, orgs)?;
    Ok(placed.into_iter().zip(marks).map(|(placed, (rank, alias))| Found { placed, rank, alias }).collect())
}

fn by_code(tx: &mut Tx<'_>, on: On, branch: &OrgPath, text: &str) -> Result<Option<Shown>, AppError> {
    let forms: Vec<&str> = std::iter::once(text).chain(unpadded(text)).collect();
    for code in forms {
        if let Some(id) = names::by_code(tx, code, on.day)? {
            return Ok(read::one(tx, on, id)?.filter(|o| branch.contains(&o.path)));
        }
    }
    Ok(None)
}

/// The parts without leading names of one's own superiors: a path may be told from the root.
fn below_own<'a>(tx: &mut Tx<'_>, on: On, branch: &OrgPath, mut parts: Vec<&'a str>) -> Result<Vec<&'a str>, AppError> {
    let above = read::at(tx, on, &branch.superiors())?;
    for superior in branch.superiors() {
        let Some(org) = above.get(&superior) else { continue };
        if parts.len() > 1 && answers(parts[0], &org.name).is_some_and(|rank| rank < 3) {
            parts.remove(0);
        }
    }
    Ok(parts)
}

/// Who at a place or below answers to one name. Looks for the very name first, then for its stem, and for names that
/// merely contain it when few were found; of a step on the way (`further` parts follow) the very name is enough.
fn answering(tx: &mut Tx<'_>, on: On, place: &OrgPath, name: &str, step: Step) -> Result<Vec<Hit>, AppError> {
    let mut hits = former(tx, on, place, name)?;
    let whole = if name.is_ascii() && on.today { Fit::Initials } else { Fit::Whole };
    for (text, fit, most) in
        [(name, whole, CANDIDATES), (stem(name), Fit::Begins, CANDIDATES), (name, Fit::Inside, Page::MOST)]
    {
        let exact = step.further && hits.iter().any(|h| h.rank == 0);
        if exact || (fit == Fit::Inside && hits.len() >= ENOUGH) {
            break;
        }
        let wanted = Wanted { under: Some(place.clone()), level: String::new(), text: text.to_owned(), fit };
        let found = read::list(tx, on, &wanted, &Page { after: None, size: most })?.items;
        hits.extend(found.into_iter().filter_map(|org| {
            let rank = rank(name, &org)?;
            Some(Hit { org, rank, alias: String::new() })
        }));
        hits.retain(|h| !step.below || place.is_above(&h.org.path));
    }
    Ok(hits)
}

/// Who strictly below one of many places answers to one name: many towns of a country are called alike.
fn scattered(
    tx: &mut Tx<'_>,
    on: On,
    branch: &OrgPath,
    places: &[OrgPath],
    name: &str,
    step: Step,
) -> Result<Vec<Hit>, AppError> {
    let places: HashSet<&OrgPath> = places.iter().collect();
    let mut hits = answering(tx, on, branch, name, step)?;
    hits.retain(|h| h.org.path.superiors().iter().any(|superior| places.contains(superior)));
    Ok(hits)
}

/// Who at a place or below has or had another name that answers.
fn former(tx: &mut Tx<'_>, on: On, place: &OrgPath, name: &str) -> Result<Vec<Hit>, AppError> {
    let aliases = names::by_alias(tx, stem(name), CANDIDATES)?;
    let ids: Vec<_> = aliases.iter().map(|(id, _)| *id).collect();
    let known = read::some(tx, on, &ids)?;
    let hit = |(id, alias): (OrgId, String)| {
        let rank = answers(name, &alias).filter(|rank| *rank < 3)?;
        let org = known.get(&id).filter(|o| place.contains(&o.path))?.clone();
        Some(Hit { org, rank, alias })
    };
    Ok(aliases.into_iter().filter_map(hit).collect())
}

/// Where in a path of names a part stands.
#[derive(Clone, Copy)]
struct Step {
    /// It must stand strictly below the place.
    below: bool,
    /// More parts follow.
    further: bool,
}

fn rank(name: &str, org: &Shown) -> Option<u8> {
    let lower = name.to_lowercase();
    let by_name = answers(name, &org.name).or_else(|| answers(&lower, &org.name.to_lowercase()));
    let by_initials = || {
        let text = search_text(&org.name);
        if text.split(' ').next_back() == Some(lower.as_str()) { Some(1) } else { text.contains(&lower).then_some(3) }
    };
    by_name.or_else(by_initials).or_else(|| org.code.starts_with(name).then_some(3))
}
