//! Who is in an audience today, and what those organisations are asked already.

use std::collections::{BTreeMap, HashMap};

use cx::{AppError, Tx};
use db::{Arg, args};
use kernel::{Day, Month, OrgId, OrgPath};

use super::shape::{LIST_MOST, Shape};
use super::tree::{self, OrgRef};
use crate::rules::{Audience, Clause, Load};

/// What is asked of each organisation in a month so far.
pub(crate) const LOADS: &str = "SELECT a.org_id, COUNT(*), CAST(COALESCE(SUM(i.minutes), 0) AS BIGINT), \
     CAST(COALESCE(SUM(i.asks), 0) AS BIGINT) FROM assignment a JOIN item i ON i.item_id = a.item_id \
     WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND i.visible = 1 AND a.state NOT IN (8, 9) GROUP BY a.org_id";

/// An audience with its places found and proved to be inside the issuer's subtree.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    issuer: OrgRef,
    include_self: bool,
    parts: Vec<Part>,
    today: Day,
}

/// One choice that becomes one `WHERE`.
#[derive(Debug, Clone)]
enum Part {
    Under(OrgPath, Clause),
    Named(Vec<OrgId>),
}

db::rec! {
    /// An organisation of an audience.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Member {
        pub(crate) id: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) level: String,
        pub(crate) name: String,
    }
}

/// Finds the places of an audience.
pub(crate) fn resolve(tx: &mut Tx<'_>, issuer: OrgRef, audience: &Audience) -> Result<Resolved, AppError> {
    let known = tree::of_ids(tx, &audience.mentioned())?;
    let places: Vec<OrgPath> = known.values().map(|o| o.path.clone()).collect();
    audience.inside(&issuer.path, &places)?;
    let place = |clause: &Clause| known.get(&clause.under).map(|o| o.path.clone()).ok_or(AppError::NotFound);
    let mut parts = Vec::new();
    for clause in &audience.clauses {
        parts.push(Part::Under(place(clause)?, clause.clone()));
    }
    parts.extend(audience.named.chunks(LIST_MOST).map(|ids| Part::Named(ids.to_vec())));
    Ok(Resolved { issuer, include_self: audience.include_self, parts, today: tx.today() })
}

impl Resolved {
    /// Number of choices: each is a statement of its own.
    pub(crate) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Adds the condition on `org o` of one choice, within a range of paths.
    pub(crate) fn condition(&self, shape: &mut Shape, part: usize, (from, until): &(String, String)) {
        shape.with("o.path >= {} AND o.path < {}", args![from, until].to_vec());
        shape.with(" AND o.since_day <= {} AND o.until_day > {}", args![self.today, self.today].to_vec());
        if !self.include_self {
            shape.with(" AND o.org_id <> {}", [Arg::from(self.issuer.id)]);
        }
        match self.parts.get(part) {
            Some(Part::Under(place, clause)) => {
                let (from, until) = place.range();
                shape.with(" AND o.path >= {} AND o.path < {}", args![from, until].to_vec());
                codes(shape, " AND o.level IN ", &clause.levels, "");
                codes(shape, " AND o.domain IN ", &clause.domains, "");
                codes(shape, " AND o.org_id IN (SELECT t.org_id FROM org_tag t WHERE t.tag IN ", &clause.tags, ")");
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
pub(crate) fn members(tx: &mut Tx<'_>, audience: &Resolved) -> Result<BTreeMap<OrgId, Member>, AppError> {
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

/// What each organisation of a subtree is asked in a month already.
pub(crate) fn loads(tx: &mut Tx<'_>, month: Month, place: &OrgPath) -> Result<HashMap<OrgId, Load>, AppError> {
    let (from, until) = place.range();
    let rows: Vec<(OrgId, i64, i64, i64)> = tx.all(LOADS, args![month, from, until])?;
    Ok(rows.into_iter().map(|(org, requests, minutes, values)| (org, Load { minutes, values, requests })).collect())
}
