//! Who is in an audience today: its choices become conditions on `org o`, for counting and for `INSERT … SELECT`.

use std::collections::BTreeMap;

use cx::{AppError, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{Day, OrgId, OrgPath};

use super::refs::{self, OrgRef};
use crate::rules::{Audience, Choice};

/// An audience with its places found and proved to be inside the issuer's subtree.
#[derive(Debug, Clone)]
pub struct Resolved {
    issuer: OrgRef,
    include_self: bool,
    parts: Vec<Part>,
    today: Day,
}

/// One choice that becomes one `WHERE`.
#[derive(Debug, Clone)]
enum Part {
    Under(OrgPath, Choice),
    Named(Vec<OrgId>),
}

rec! {
    /// An organisation of an audience.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Member {
        /// The organisation.
        pub id: OrgId,
        /// Where it stands.
        pub path: OrgPath,
        /// Its level.
        pub level: String,
        /// Its name.
        pub name: String,
    }
}

/// Finds the places of an audience.
///
/// # Errors
/// A fault if it mentions what is unknown or stands outside the issuer's subtree.
pub fn resolve_in(tx: &mut Tx<'_>, issuer: OrgRef, audience: &Audience) -> Result<Resolved, AppError> {
    let known = refs::orgs_in(tx, &audience.mentioned())?;
    let places: Vec<OrgPath> = known.values().map(|o| o.path.clone()).collect();
    audience.inside(&issuer.path, &places)?;
    let place = |choice: &Choice| known.get(&choice.under).map(|o| o.path.clone()).ok_or(AppError::NotFound);
    let mut parts = Vec::new();
    for choice in &audience.clauses {
        parts.push(Part::Under(place(choice)?, choice.clone()));
    }
    parts.extend(audience.named.chunks(LIST_MOST).map(|ids| Part::Named(ids.to_vec())));
    Ok(Resolved { issuer, include_self: audience.include_self, parts, today: tx.today() })
}

impl Resolved {
    /// Number of choices: each is a statement of its own.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Adds the condition on `org o` of one choice, within a range of paths.
    pub fn condition(&self, shape: &mut Shape, part: usize, (from, until): &(String, String)) {
        shape.with("o.path >= {} AND o.path < {}", args![from, until].to_vec());
        shape.with(" AND o.since_day <= {} AND o.until_day > {}", args![self.today, self.today].to_vec());
        if !self.include_self {
            shape.with(" AND o.org_id <> {}", [Arg::from(self.issuer.id)]);
        }
        match self.parts.get(part) {
            Some(Part::Under(place, choice)) => {
                let (from, until) = place.range();
                shape.with(" AND o.path >= {} AND o.path < {}", args![from, until].to_vec());
                codes(shape, " AND o.level IN ", &choice.levels, "");
                codes(shape, " AND o.domain IN ", &choice.domains, "");
                codes(shape, " AND o.org_id IN (SELECT t.org_id FROM org_tag t WHERE t.tag IN ", &choice.tags, ")");
            }
            Some(Part::Named(ids)) => {
                shape.push(" AND o.org_id IN ").list(ids.iter().map(|id| Arg::from(*id)));
            }
            None => {
                shape.push(" AND o.org_id IS NULL");
            }
        }
    }
}

fn codes(shape: &mut Shape, before: &str, list: &[String], after: &str) {
    if !list.is_empty() {
        shape.push(before).list(list.iter().map(Arg::from)).push(after);
    }
}

/// Everybody in an audience, each once.
///
/// # Errors
/// A failure of the database.
pub fn members_in(tx: &mut Tx<'_>, audience: &Resolved) -> Result<BTreeMap<OrgId, Member>, AppError> {
    let whole = audience.issuer.path.range();
    let mut out = BTreeMap::new();
    for part in 0..audience.parts() {
        let mut shape = Shape::new("SELECT o.org_id, o.path, o.level, o.name FROM org o WHERE ", &[]);
        audience.condition(&mut shape, part, &whole);
        let rows: Vec<Member> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|m| (m.id, m)));
    }
    Ok(out)
}
