//! An invented prefecture as large as that of the seed document, for benchmarks: 4,316 organisations below it, each
//! with a secretary and a clerk.

use cx::{Actor, Seat};
use db::{DbFault, Tx};
use kernel::{AccountId, Instant, OrgId, OrgPath, PostId, Role};

use crate::planting::{self, NewOrg, NewPerson};

/// Organisations below the prefecture: everybody that something can be issued to at once.
pub const ORGS: usize = 4_316;
const COUNTIES: usize = 8;
const TOWNSHIPS: usize = 131;

/// The people of each place, in the order of their ids.
const ROLES: [Role; 2] = [Role::Secretary, Role::Clerk];

/// One place of the prefecture.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its organisation.
    pub id: OrgId,
    /// Where it stands.
    pub path: OrgPath,
    /// Its level.
    pub level: &'static str,
    /// What it is called.
    pub name: String,
    /// Its code, also its order among others.
    pub code: String,
    /// Its superiors, the nearest first.
    pub above: Vec<OrgId>,
    number: i64,
    children: i64,
}

impl Place {
    /// Its secretary or its clerk.
    #[must_use]
    pub fn actor(&self, role: Role) -> Actor {
        let person = self.person(role);
        let seat = Seat {
            post: person.post,
            title: role.code().to_owned(),
            role,
            org: self.id,
            org_name: self.name.clone(),
            path: self.path.clone(),
            leads: self.children > 0,
        };
        Actor { account: person.account, name: person.name, seat }
    }

    fn person(&self, role: Role) -> NewPerson {
        let n = self.number * 2 + i64::from(role != ROLES[0]);
        NewPerson {
            org: self.id,
            role,
            account: AccountId::new(3_000_000 + n),
            post: PostId::new(2_000_000 + n),
            holder: 4_000_000 + n,
            name: format!("{}{}", self.name, role.code()),
            login: format!("{}.{}", self.code, role.code()),
        }
    }

    fn row(&self) -> NewOrg {
        NewOrg {
            id: self.id,
            parent: self.above.first().copied(),
            path: self.path.clone(),
            level: self.level,
            domain: if self.level == "village" { "village" } else { "township" },
            name: self.name.clone(),
            code: self.code.clone(),
            children: self.children,
        }
    }
}

/// The prefecture: its head, 8 counties, 131 townships, and what stands below these.
#[derive(Debug, Clone)]
pub struct Prefecture(Vec<Place>);

impl Prefecture {
    /// A prefecture whose lowest organisations are of this level: `village`, or `office` where the budget of villages
    /// would refuse what is measured.
    #[must_use]
    pub fn new(lowest: &'static str) -> Self {
        let head = Place {
            id: OrgId::new(1_000_000),
            path: child(&OrgPath::everything(), 1),
            level: "prefecture",
            name: "示例州".to_owned(),
            code: "9901".to_owned(),
            above: Vec::new(),
            number: 0,
            children: 0,
        };
        let mut all = Self(vec![head]);
        for _ in 0..COUNTIES {
            all.add(0, "county", "县");
        }
        for n in 0..TOWNSHIPS {
            all.add(1 + n % COUNTIES, "township", "镇");
        }
        for n in 0..ORGS - COUNTIES - TOWNSHIPS {
            all.add(1 + COUNTIES + n % TOWNSHIPS, lowest, "村");
        }
        all
    }

    fn add(&mut self, parent: usize, level: &'static str, word: &str) {
        let number = i64::try_from(self.0.len()).unwrap_or(i64::MAX);
        let above = &mut self.0[parent];
        above.children += 1;
        let n = above.children;
        // Codes of divisions have two digits for a county and three for each level below.
        let code = if parent == 0 { format!("{}{n:02}", above.code) } else { format!("{}{n:03}", above.code) };
        let place = Place {
            id: OrgId::new(1_000_000 + number),
            path: child(&above.path, n),
            level,
            name: if parent == 0 { format!("第{n}{word}") } else { format!("{}第{n}{word}", above.name) },
            code,
            above: std::iter::once(above.id).chain(above.above.iter().copied()).collect(),
            number,
            children: 0,
        };
        self.0.push(place);
    }

    /// The prefecture itself.
    #[must_use]
    pub fn head(&self) -> &Place {
        &self.0[0]
    }

    /// Every place, superiors before those below them.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.0
    }

    /// Its counties.
    #[must_use]
    pub fn counties(&self) -> &[Place] {
        &self.0[1..=COUNTIES]
    }

    /// Its townships.
    #[must_use]
    pub fn townships(&self) -> &[Place] {
        &self.0[1 + COUNTIES..=COUNTIES + TOWNSHIPS]
    }

    /// Its lowest organisations.
    #[must_use]
    pub fn lowest(&self) -> &[Place] {
        &self.0[1 + COUNTIES + TOWNSHIPS..]
    }

    /// Writes it, with its people.
    ///
    /// # Errors
    /// As [`DbFault`] classifies them.
    pub fn plant(&self, tx: &mut Tx<'_>, now: Instant) -> Result<(), DbFault> {
        let orgs: Vec<NewOrg> = self.0.iter().map(Place::row).collect();
        let people: Vec<NewPerson> = self.0.iter().flat_map(|p| ROLES.map(|role| p.person(role))).collect();
        planting::orgs(tx, &orgs)?;
        planting::people(tx, &people, now)
    }
}

fn child(path: &OrgPath, n: i64) -> OrgPath {
    path.child(n).expect("few children")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefecture_has_as_many_organisations_below_it_as_that_of_the_seed() {
        let all = Prefecture::new("village");
        assert_eq!(all.places().len(), ORGS + 1);
        assert_eq!((all.counties().len(), all.townships().len(), all.lowest().len()), (8, 131, 4_177));
        let last = &all.lowest()[4_176];
        assert_eq!((last.path.depth(), last.above.len(), last.level, last.code.len()), (4, 3, "village", 12));
        let codes: std::collections::BTreeSet<&str> = all.places().iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes.len(), ORGS + 1, "no two have the same code");
        assert!(all.townships()[0].actor(Role::Clerk).seat.leads && !last.actor(Role::Clerk).seat.leads);
    }
}
