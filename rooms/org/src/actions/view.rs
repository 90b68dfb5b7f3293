//! Looking at the tree, within one's own branch as it was on the day asked for.

use std::collections::HashMap;

use cx::{AppError, Cx, Tx};
use kernel::{Day, OrgId, OrgPath, Page, Paged, Role};

use crate::{
    access::VIEW,
    store::{
        names,
        read::{self, Fit, On, Wanted},
    },
};

pub use crate::store::read::{Facts, Past, Shown};

/// An organisation with the names of its superiors, the root's first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The organisation.
    pub org: Shown,
    /// Its superiors: identity and name.
    pub line: Vec<(OrgId, String)>,
}

impl Placed {
    /// Names from the root to the organisation, `临夏县/韩集镇/韩集村委会`.
    #[must_use]
    pub fn path_text(&self) -> String {
        let names = self.line.iter().map(|(_, name)| name.as_str());
        names.chain([self.org.name.as_str()]).collect::<Vec<_>>().join("/")
    }
}

/// Everything about one organisation.
#[derive(Debug, Clone)]
pub struct Portrait {
    /// As it stood on the day; none if it did not exist then.
    pub placed: Option<Placed>,
    /// What holds whatever the day.
    pub facts: Facts,
    /// Its states, the first first.
    pub history: Vec<Past>,
    /// Names of the superiors that the history names, and of what it was merged into.
    pub names: HashMap<OrgId, String>,
    /// Organisations of each level strictly below it on the day.
    pub below: Vec<(String, i64)>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether the actor may change it, or what stands below it.
    pub may_change: bool,
}

/// The place of the actor's branch on a day; none if their organisation did not exist then.
pub(crate) fn scope(tx: &mut Tx<'_>, on: On) -> Result<Option<OrgPath>, AppError> {
    let seat = tx.actor().seat.clone();
    if !VIEW.is_for(seat.role) {
        return Err(AppError::Forbidden(VIEW.name));
    }
    if seat.role == Role::Operator || on.today {
        return Ok(Some(seat.path));
    }
    Ok(read::one(tx, on, seat.org)?.map(|o| o.path))
}

/// The actor's branch on a day, or *not found*.
pub(crate) fn branch(tx: &mut Tx<'_>, on: On) -> Result<OrgPath, AppError> {
    scope(tx, on)?.ok_or(AppError::NotFound)
}

/// An organisation as it stood on a day, if it stood in the actor's branch then or stands there today:
/// whoever took it over sees its past, whoever gave it away sees the days until then.
pub(crate) fn seen(tx: &mut Tx<'_>, on: On, org: OrgId) -> Result<Shown, AppError> {
    let shown = read::one(tx, on, org)?.ok_or(AppError::NotFound)?;
    if scope(tx, on)?.is_some_and(|branch| branch.contains(&shown.path)) {
        return Ok(shown);
    }
    let own = tx.place().clone();
    let today = read::facts(tx, org)?.is_some_and(|f| own.contains(&f.path));
    if today && tx.actor().seat.role != Role::Nobody { Ok(shown) } else { Err(AppError::NotFound) }
}

/// Adds the lines of superiors.
pub(crate) fn placed(tx: &mut Tx<'_>, on: On, orgs: Vec<Shown>) -> Result<Vec<Placed>, AppError> {
    let mut above: Vec<OrgPath> = orgs.iter().flat_map(|o| o.path.superiors()).collect();
    above.sort_unstable();
    above.dedup();
    let known = read::at(tx, on, &above)?;
    let line = |org: &Shown| {
        org.path.superiors().iter().filter_map(|p| known.get(p)).map(|o| (o.id, o.name.clone())).collect()
    };
    Ok(orgs.into_iter().map(|org| Placed { line: line(&org), org }).collect())
}

/// A page of a branch: `under` an organisation (none for all one may see), of a level, with a text in the name.
///
/// # Errors
/// [`AppError::NotFound`] for an organisation out of sight.
pub async fn list(
    cx: &Cx,
    under: Option<OrgId>,
    level: String,
    text: String,
    as_of: Option<Day>,
    page: Page,
) -> Result<Paged<Shown>, AppError> {
    cx.read(move |tx| {
        let on = On::new(tx, as_of);
        let under = match under {
            Some(org) => seen(tx, on, org)?.path,
            None => branch(tx, on)?,
        };
        read::list(tx, on, &Wanted { under: Some(under), level, text, fit: Fit::Known }, &page)
    })
    .await
}

/// How many organisations of each level a branch has on a day, its head included.
///
/// # Errors
/// [`AppError::NotFound`] for an organisation out of sight.
pub async fn count(
    cx: &Cx,
    under: Option<OrgId>,
    level: Option<String>,
    as_of: Option<Day>,
) -> Result<Vec<(String, i64)>, AppError> {
    cx.read(move |tx| {
        let on = On::new(tx, as_of);
        let under = match under {
            Some(org) => seen(tx, on, org)?.path,
            None => branch(tx, on)?,
        };
        let mut counts = read::count(tx, on, &under)?;
        counts.retain(|(l, _)| level.as_ref().is_none_or(|wanted| wanted == l));
        Ok(counts)
    })
    .await
}

/// A child with how many of each level stand below it.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The child.
    pub org: Shown,
    /// Organisations of each level strictly below it.
    pub below: Vec<(String, i64)>,
}

/// A page of an organisation's children on a day.
///
/// # Errors
/// [`AppError::NotFound`] for an organisation out of sight.
pub async fn children(cx: &Cx, org: OrgId, as_of: Option<Day>, page: Page) -> Result<Paged<Branch>, AppError> {
    cx.read(move |tx| {
        let on = On::new(tx, as_of);
        let head = seen(tx, on, org)?;
        with_below(tx, on, &head, &page)
    })
    .await
}

fn with_below(tx: &mut Tx<'_>, on: On, head: &Shown, page: &Page) -> Result<Paged<Branch>, AppError> {
    let children = read::children(tx, on, head.id, page)?;
    let mut below = read::below(tx, on, &head.path)?;
    Ok(children.map(|org| Branch { below: below.remove(org.path.as_str()).unwrap_or_default(), org }))
}

/// What the tree page begins with: the heads of one's branch, and their superiors.
///
/// # Errors
/// A failure of the database; [`AppError::NotFound`] if one's organisation did not exist that day.
pub async fn heads(cx: &Cx, as_of: Option<Day>) -> Result<Vec<(Placed, Vec<(String, i64)>)>, AppError> {
    cx.read(move |tx| {
        let on = On::new(tx, as_of);
        let branch = branch(tx, on)?;
        let heads = if branch.depth() == 0 {
            read::roots(tx, on)?
        } else {
            read::at(tx, on, &[branch])?.into_values().collect()
        };
        let placed = placed(tx, on, heads)?;
        placed
            .into_iter()
            .map(|p| {
                let mut counts = read::count(tx, on, &p.org.path)?;
                minus_one(&mut counts, &p.org.level);
                Ok((p, counts))
            })
            .collect()
    })
    .await
}

/// Takes the head itself out of the counts of its branch.
fn minus_one(counts: &mut Vec<(String, i64)>, level: &str) {
    for (_, n) in counts.iter_mut().filter(|(l, _)| l == level) {
        *n -= 1;
    }
    counts.retain(|(_, n)| *n > 0);
}

/// Everything about one organisation, also one that has ended.
///
/// # Errors
/// [`AppError::NotFound`] for an organisation out of sight.
pub async fn portrait(cx: &Cx, org: OrgId, as_of: Option<Day>) -> Result<Portrait, AppError> {
    cx.read(move |tx| {
        let on = On::new(tx, as_of);
        let branch = branch(tx, On::new(tx, None))?;
        let facts = read::facts(tx, org)?.filter(|f| branch.contains(&f.path)).ok_or(AppError::NotFound)?;
        let shown = read::one(tx, on, org)?;
        let mut below = match &shown {
            Some(shown) => read::count(tx, on, &shown.path)?,
            None => Vec::new(),
        };
        if let Some(shown) = &shown {
            minus_one(&mut below, &shown.level);
        }
        let placed = placed(tx, on, shown.into_iter().collect())?.pop();
        let history = read::history(tx, org)?;
        let mut ids: Vec<OrgId> = history.iter().filter_map(|p| p.parent).chain(facts.merged_into).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut names = HashMap::new();
        for id in ids {
            if let Some(facts) = read::facts(tx, id)? {
                names.insert(id, facts.name);
            }
        }
        let tags = names::tags(tx, org)?;
        let may_change = facts.until == Day::FOREVER && super::change::may_change(tx, &facts.path)?;
        Ok(Portrait { placed, facts, history, names, below, tags, may_change })
    })
    .await
}
