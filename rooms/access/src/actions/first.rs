//! 第一责任人: each organisation has one person first responsible for its targets (S05). Where there is none, and where
//! the person changed within the year.

use std::collections::HashMap;

use cx::{AppError, Cx, Tx};
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
        let (found, gone) = a_page(tx, &wanted, &page)?;
        let mut before: HashMap<OrgId, (String, Day)> = HashMap::new();
        for (org, person, day) in gone {
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

/// Who left a first responsible post: organisation, person, first day no more.
type Left = (OrgId, String, Day);

/// The organisations of a page, and who left the posts of these.
fn a_page(
    tx: &mut Tx<'_>,
    wanted: &first::Which<'_>,
    page: &Page,
) -> Result<(Paged<first::FirstRow>, Vec<Left>), AppError> {
    let found = first::firsts(tx, wanted, page.after.as_deref().unwrap_or_default(), page.size + 1)?;
    let found = Paged::from_surplus(found, page, |row| row.path.as_str().to_owned());
    let shown: Vec<OrgId> = found.items.iter().map(|r| r.org).collect();
    let left = first::left(tx, wanted, &shown)?;
    Ok((found, left))
}

#[cfg(test)]
mod tests {
    //! What is read for a page is of the size of the page.
    use kernel::Role;

    use super::*;

    /// Everybody first responsible leaves in March.
    async fn all_leave(kit: &testkit::Kit) {
        let sql = "UPDATE holder SET to_day = '2026-03-01' WHERE EXISTS (SELECT 1 FROM post p WHERE p.org_id = holder.org_id \
             AND p.post_id = holder.post_id AND p.first_responsible = 1)";
        let left: Result<u64, db::DbFault> = kit.house.db.write(move |tx| tx.exec(sql, &[])).await;
        assert!(left.unwrap() >= 15, "one of each organisation");
    }

    testkit::both_engines! {
        async fn only_those_who_left_the_organisations_of_the_page_are_read(kit: testkit::Kit) {
            all_leave(&kit).await;
            let (today, since) = (kit.house.today(), "2026-01-01".parse().unwrap());
            let mut after = None;
            for size in [2, 2, 2, 1] {
                let page = Page::new(after.take(), Some(2));
                let leader = kit.cx("n1", Role::Leader);
                let read = leader.read(move |tx| {
                    let place = tx.place().clone();
                    a_page(tx, &first::Which { place: &place, filter: "all", today, since }, &page)
                });
                let (found, mut left) = read.await.unwrap();
                let shown: Vec<OrgId> = found.items.iter().map(|r| r.org).collect();
                left.sort_by_key(|(org, ..)| shown.iter().position(|o| o == org));
                assert_eq!(left.iter().map(|(org, ..)| *org).collect::<Vec<_>>(), shown, "a row for each, and none beside");
                assert_eq!(shown.len(), size);
                after = found.next;
            }
            assert_eq!(after, None, "seven organisations in all");
        }
    }
}
