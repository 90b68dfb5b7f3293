//! Posts of an organisation and the terms in which they were held, for a room that tells a successor about them.

use cx::{AppError, Tx};
use kernel::{Day, HolderId, OrgId, PostId};

use crate::store::{self, HolderRow, PostRow};

/// One person's time in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// By which it is known.
    pub holder: HolderId,
    /// Who.
    pub person: String,
    /// First day.
    pub from: Day,
    /// First day no more; none if no end is known.
    pub until: Option<Day>,
}

impl Tenure {
    /// Whether it is theirs on that day.
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| until > day)
    }
}

/// A post that stands, and whoever held, holds and will hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostTerms {
    /// The post.
    pub post: PostId,
    /// What it is called.
    pub title: String,
    /// Code of its role.
    pub role: String,
    /// Whether its holder is first responsible for the organisation.
    pub first_responsible: bool,
    /// Since when it stands.
    pub from: Day,
    /// The latest first.
    pub tenures: Vec<Tenure>,
}

impl PostTerms {
    /// Who holds it on that day.
    #[must_use]
    pub fn holder(&self, day: Day) -> Option<&Tenure> {
        self.tenures.iter().find(|t| t.holds(day))
    }

    /// Who held it last before the one who holds it on that day, or before that day if nobody does.
    #[must_use]
    pub fn before(&self, day: Day) -> Option<&Tenure> {
        let since = self.holder(day).map_or(day, |t| t.from);
        self.tenures.iter().filter(|t| t.until.is_some_and(|until| until <= since)).max_by_key(|t| (t.until, t.from))
    }

    /// Who comes next after that day, if that is known.
    #[must_use]
    pub fn next(&self, day: Day) -> Option<&Tenure> {
        self.tenures.iter().filter(|t| t.from > day).min_by_key(|t| t.from)
    }
}

/// The posts of an organisation that stand today, the first responsible one first, each with the terms in which it was
/// held. Inside another room's unit of work, which has established the reader's right. Two statements.
///
/// # Errors
/// A failure of the database.
pub fn terms_in(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<PostTerms>, AppError> {
    let today = tx.today();
    let held = store::holders(tx, org)?;
    let stands = |p: &PostRow| p.from <= today && p.to > today;
    Ok(store::posts(tx, org)?.into_iter().filter(stands).map(|post| terms(post, &held)).collect())
}

fn terms(post: PostRow, held: &[HolderRow]) -> PostTerms {
    let open = |day: Day| (day != Day::FOREVER).then_some(day);
    let tenure = |h: &HolderRow| Tenure { holder: h.id, person: h.name.clone(), from: h.from, until: open(h.to) };
    PostTerms {
        tenures: held.iter().filter(|h| h.post == post.id).map(tenure).collect(),
        post: post.id,
        title: post.title,
        role: post.role,
        first_responsible: post.first_responsible,
        from: post.from,
    }
}

#[cfg(test)]
mod tests {
    //! Who came before whom.
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn post(tenures: &[(&str, &str, &str)]) -> PostTerms {
        let until = |text: &str| (!text.is_empty()).then(|| day(text));
        let tenure = |(who, from, to): &(&str, &str, &str)| Tenure {
            holder: HolderId::new(1),
            person: (*who).to_owned(),
            from: day(from),
            until: until(to),
        };
        PostTerms {
            post: PostId::new(1),
            title: "书记".to_owned(),
            role: "secretary".to_owned(),
            first_responsible: true,
            from: day("2016-06-30"),
            tenures: tenures.iter().map(tenure).collect(),
        }
    }

    fn who(tenure: Option<&Tenure>) -> Option<&str> {
        tenure.map(|t| t.person.as_str())
    }

    #[test]
    fn whoever_left_last_comes_before_the_one_who_holds_it() {
        let post = post(&[
            ("丁", "2027-01-01", ""),
            ("丙", "2026-03-01", "2027-01-01"),
            ("乙", "2021-01-01", "2026-02-01"),
            ("甲", "2016-06-30", "2021-01-01"),
        ]);
        let today = day("2026-11-23");
        assert_eq!(
            (who(post.holder(today)), who(post.before(today)), who(post.next(today))),
            (Some("丙"), Some("乙"), Some("丁"))
        );
        let gap = day("2026-02-10");
        assert_eq!((who(post.holder(gap)), who(post.before(gap)), who(post.next(gap))), (None, Some("乙"), Some("丙")));
        let first = day("2018-01-01");
        assert_eq!((who(post.holder(first)), who(post.before(first))), (Some("甲"), None));
    }
}
