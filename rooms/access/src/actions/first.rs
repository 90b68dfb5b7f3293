//! 第一责任人: each organisation has one person first responsible for its targets (S05). Where there is none, and where
//! the person changed within the year.

use std::collections::HashMap;

use cx::{AppError, Cx};
use kernel::{Day, OrgId, Page, Paged};

use crate::access::VIEW_POSTS;
use crate::store::first;

/// What of a branch is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firsts {
    /// Every organisation.
    All,
    /// Those without a first responsible post.
    NoPost,
    /// Those whose post nobody holds.
    Vacant,
    /// Those whose person came this year.
    Changed,
}

impl Firsts {
    /// Every one, in the order of the page.
    pub const ALL: [Self; 4] = [Self::All, Self::NoPost, Self::Vacant, Self::Changed];

    /// Its name in addresses, words and statements.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::NoPost => "no_post",
            Self::Vacant => "vacant",
            Self::Changed => "changed",
        }
    }

    /// The one of this name; everything for an unknown one.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|f| f.name() == name).unwrap_or(Self::All)
    }
}

/// An organisation and its first responsible person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// The organisation.
    pub org: OrgId,
    /// What it is called.
    pub org_name: String,
    /// Its level.
    pub level: String,
    /// Title of the post; none if there is no such post.
    pub title: Option<String>,
    /// Who holds it; none if nobody does.
    pub person: Option<String>,
    /// Since when.
    pub since: Option<Day>,
    /// First day no more, if an end is known.
    pub until: Option<Day>,
    /// Who left the post this year, the last one, and the first day they held it no more.
    pub before: Option<(String, Day)>,
}

/// First responsible persons of the actor's branch.
#[derive(Debug, Clone)]
pub struct Responsible {
    /// Organisations.
    pub orgs: i64,
    /// Those without the post.
    pub no_post: i64,
    /// Those whose post nobody holds.
    pub vacant: i64,
    /// Those whose person came this year.
    pub changed: i64,
    /// A page of them.
    pub rows: Paged<First>,
}

/// The first responsible persons of the actor's own organisation and all below it, as of today.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that does not read posts.
pub async fn responsible(cx: &Cx, which: Firsts, page: Page) -> Result<Responsible, AppError> {
    cx.read(move |tx| {
        if !VIEW_POSTS.is_for(tx.actor().seat.role) {
            return Err(AppError::Forbidden(VIEW_POSTS.name));
        }
        let (place, today) = (tx.place().clone(), tx.today());
        let year = i16::try_from(today.month().year()).ok();
        let since = year.and_then(|y| Day::new(y, 1, 1)).unwrap_or(today);
        let wanted = first::Which { place: &place, filter: which.name(), today, since };
        let (orgs, no_post, vacant, changed) = first::counts(tx, &wanted)?;
        let found = first::firsts(tx, &wanted, page.after.as_deref().unwrap_or_default(), page.size + 1)?;
        let found = Paged::from_surplus(found, &page, |row| row.path.as_str().to_owned());
        let shown: Vec<OrgId> = found.items.iter().map(|r| r.org).collect();
        let mut before: HashMap<OrgId, (String, Day)> = HashMap::new();
        for (org, person, day) in first::left(tx, &wanted, &shown)? {
            before.entry(org).or_insert((person, day));
        }
        let mut row = |r: first::FirstRow| First {
            before: before.remove(&r.org),
            org: r.org,
            org_name: r.name,
            level: r.level,
            title: r.title,
            person: r.person,
            since: r.from,
            until: r.to.filter(|to| *to != Day::FOREVER),
        };
        let rows = Paged { items: found.items.into_iter().map(&mut row).collect(), next: found.next };
        Ok(Responsible { orgs, no_post, vacant, changed, rows })
    })
    .await
}
