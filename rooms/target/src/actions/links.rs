//! What targets rest on and what rests on them: references, the chain up to the clause, citations.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Permit, Tx};
use document::{Citation, Citing, ClauseRef};
use kernel::{ClauseId, Fault, Faults, IssueId, MilestoneId, OrgId, TargetId};

use super::above;
use crate::rules::IssueDraft;
use crate::store::issue::{self, IssueRow};
use crate::store::party;
use crate::store::target::{self, TargetRow};

/// Links of a chain at most: letters go down three or four levels.
const LINKS_MOST: usize = 8;

/// A target as other things refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRef {
    /// Which target.
    pub target: TargetId,
    /// The issue that set it.
    pub issue: IssueId,
    /// Number of that issue.
    pub number: String,
    /// Title of that issue.
    pub title: String,
    /// Who set it.
    pub issuer: OrgId,
    /// What that organisation is called today.
    pub issuer_name: String,
    /// Its year.
    pub year: i64,
    /// Its place in the sheet, 1 for the first.
    pub seq: i64,
    /// What is to be reached.
    pub text: String,
    /// The value to reach.
    pub value: String,
    /// The clause it rests on itself.
    pub clause: Option<ClauseId>,
    /// The target it carries on.
    pub upper: Option<TargetId>,
}

impl TargetRef {
    /// Address of its page.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/targets/{}", self.target)
    }
}

/// From a target up to the clause everything rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The target asked for, what it carries on, and so on up.
    pub targets: Vec<TargetRef>,
    /// The clause that the first of them that has one rests on; none if none does or it may not be read.
    pub clause: Option<ClauseRef>,
}

/// The issued targets with these ids that the actor may know of, in this order: those set by their own organisation,
/// by its superiors and by organisations below.
///
/// # Errors
/// A failure of the database.
pub fn targets_in(tx: &mut Tx<'_>, ids: &[TargetId]) -> Result<Vec<TargetRef>, AppError> {
    let rows = target::of_ids(tx, &ids.iter().copied().collect())?;
    let mut refs = refs(tx, rows.into_values().filter(|t| t.visible).collect())?;
    Ok(ids.iter().filter_map(|id| refs.remove(id)).collect())
}

/// The targets an organisation may rest its work on in a year: those of its own letters in force, and those that it
/// set for others itself.
///
/// # Errors
/// A failure of the database.
pub fn carried_in(tx: &mut Tx<'_>, org: OrgId, year: i64) -> Result<Vec<TargetRef>, AppError> {
    let mut rows = target::carried(tx, org, year)?;
    rows.extend(target::set_here(tx, org, year)?);
    let order: Vec<TargetId> = rows.iter().map(|t| t.id).collect();
    let mut refs = refs(tx, rows)?;
    Ok(order.iter().filter_map(|id| refs.remove(id)).collect())
}

/// The chain of each of these targets; one query for each level, however many targets.
///
/// # Errors
/// A failure of the database.
pub fn chains_in(tx: &mut Tx<'_>, ids: &[TargetId]) -> Result<HashMap<TargetId, Chain>, AppError> {
    let mut rows: HashMap<TargetId, TargetRow> = HashMap::new();
    let mut wanted: BTreeSet<TargetId> = ids.iter().copied().collect();
    for _ in 0..LINKS_MOST {
        if wanted.is_empty() {
            break;
        }
        let found = target::of_ids(tx, &wanted)?;
        wanted = found
            .values()
            .filter_map(|t| t.upper)
            .filter(|u| !rows.contains_key(u) && !found.contains_key(u))
            .collect();
        rows.extend(found);
    }
    let refs = refs(tx, rows.into_values().filter(|t| t.visible).collect())?;
    let clauses: BTreeSet<ClauseId> = refs.values().filter_map(|t| t.clause).collect();
    let clauses = clauses_of(tx, &clauses)?;
    Ok(ids.iter().filter_map(|id| Some((*id, chain(*id, &refs, &clauses)?))).collect())
}

fn chain(
    start: TargetId,
    refs: &HashMap<TargetId, TargetRef>,
    clauses: &HashMap<ClauseId, ClauseRef>,
) -> Option<Chain> {
    let mut targets = vec![refs.get(&start)?.clone()];
    while let Some(upper) = targets.last().and_then(|t| t.upper).and_then(|u| refs.get(&u)) {
        if targets.len() >= LINKS_MOST {
            break;
        }
        targets.push(upper.clone());
    }
    let clause = targets.iter().find_map(|t| t.clause.and_then(|c| clauses.get(&c)).cloned());
    Some(Chain { targets, clause })
}

/// The references of these rows that the actor may know of.
fn refs(tx: &mut Tx<'_>, rows: Vec<TargetRow>) -> Result<HashMap<TargetId, TargetRef>, AppError> {
    let seat = tx.actor().seat.clone();
    let issues = issue::of_keys(tx, &rows.iter().map(|t| (t.issuer, t.issue)).collect())?;
    let orgs = party::orgs(tx, &rows.iter().map(|t| t.issuer).collect())?;
    let mut out = HashMap::new();
    for row in rows {
        let (Some(issue), Some(org)) = (issues.get(&row.issue), orgs.get(&row.issuer)) else { continue };
        if !document::may_read(&seat, &org.path) {
            continue;
        }
        let reference = TargetRef {
            target: row.id,
            issue: row.issue,
            number: issue.number.clone(),
            title: issue.title.clone(),
            issuer: row.issuer,
            issuer_name: org.name.clone(),
            year: row.year,
            seq: row.seq,
            text: row.text,
            value: row.value,
            clause: row.clause,
            upper: row.upper,
        };
        out.insert(row.id, reference);
    }
    Ok(out)
}

/// These clauses, as far as the actor may read them.
pub(crate) fn clauses_of(tx: &mut Tx<'_>, ids: &BTreeSet<ClauseId>) -> Result<HashMap<ClauseId, ClauseRef>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<ClauseId> = ids.iter().copied().collect();
    Ok(document::clauses_in(tx, &ids)?.into_iter().map(|c| (c.clause, c)).collect())
}

/// What a target rests on, as a letter says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Basis {
    /// The clause and the target carried on, then the remark of whoever wrote it.
    pub(crate) words: String,
    /// Whether it rests on no row that can be opened: 无依据. A remark alone is no basis.
    pub(crate) baseless: bool,
}

/// What each target rests on, in words.
pub(crate) fn bases_in<'a>(
    tx: &mut Tx<'_>,
    targets: impl Iterator<Item = &'a TargetRow> + Clone,
) -> Result<HashMap<TargetId, Basis>, AppError> {
    let clauses = clauses_of(tx, &targets.clone().filter_map(|t| t.clause).collect())?;
    let uppers = target::of_ids(tx, &targets.clone().filter_map(|t| t.upper).collect())?;
    let uppers = refs(tx, uppers.into_values().filter(|t| t.visible).collect())?;
    let basis = |t: &TargetRow| {
        let clause = t.clause.and_then(|c| clauses.get(&c)).map(clause_in_words);
        let upper = t.upper.and_then(|u| uppers.get(&u)).map(target_in_words);
        let remark = Some(t.basis.trim().to_owned()).filter(|r| !r.is_empty());
        let words: Vec<String> = [clause, upper, remark].into_iter().flatten().collect();
        Basis { words: seal::one_form(&words.join(" · ")), baseless: t.clause.is_none() && t.upper.is_none() }
    };
    Ok(targets.map(|t| (t.id, basis(t))).collect())
}

/// `《title》（number）第2项`.
fn target_in_words(target: &TargetRef) -> String {
    format!("《{}》（{}）第{}项", target.title, target.number, target.seq)
}

/// `《title》（number）第三条`.
pub(crate) fn clause_in_words(clause: &ClauseRef) -> String {
    if clause.document_number.is_empty() {
        return clause.name();
    }
    let place = if clause.label.is_empty() { format!("¶{}", clause.seq) } else { clause.label.clone() };
    format!("《{}》（{}）{place}", clause.document_title, clause.document_number)
}

/// Clauses and milestones of a draft that cannot be rested on today: unknown, out of sight, not in force.
pub(crate) fn unusable(tx: &mut Tx<'_>, draft: &IssueDraft) -> Result<Faults, AppError> {
    let clauses = clauses_of(tx, &draft.targets.iter().filter_map(|t| t.clause).collect())?;
    let milestones: Vec<MilestoneId> = draft.targets.iter().filter_map(|t| t.milestone).collect();
    let known: BTreeSet<MilestoneId> =
        plan::milestone_refs_in(tx, &milestones)?.into_iter().map(|m| m.milestone).collect();
    let today = tx.today();
    let mut faults = Vec::new();
    for (n, target) in draft.targets.iter().enumerate() {
        let holds = |c: &ClauseId| clauses.get(c).is_some_and(|c| c.holds_on(today));
        if target.clause.as_ref().is_some_and(|c| !holds(c)) {
            faults.push(Fault::of(format!("targets.{n}.clause"), "target_clause"));
        }
        if target.milestone.as_ref().is_some_and(|m| !known.contains(m)) {
            faults.push(Fault::of(format!("targets.{n}.milestone"), "target_milestone"));
        }
    }
    Ok(faults)
}

/// Lets the targets of a fresh issue rest on their clauses.
pub(super) fn cite(tx: &mut Tx<'_>, permit: &Permit, row: &IssueRow) -> Result<(), AppError> {
    let targets = target::of_issue(tx, row.id)?;
    let citation = |t: &TargetRow| {
        let clause = t.clause?;
        let label = format!("{} {}. {}", row.title, t.seq, t.text);
        let address = format!("/targets/{}", t.id);
        Some(Citation { clause, by: Citing { kind: "target", id: t.id.raw(), org: t.issuer, label, address } })
    };
    let citations: Vec<Citation> = targets.iter().filter_map(citation).collect();
    if citations.is_empty() { Ok(()) } else { document::cite_in(tx, permit, &citations) }
}

/// Whether an organisation carries a target in its own letters of a year, or set it itself.
///
/// # Errors
/// A failure of the database.
pub fn may_rest_on_in(tx: &mut Tx<'_>, org: OrgId, year: i64, id: TargetId) -> Result<bool, AppError> {
    let carried = above::all(tx, org, year)?.iter().any(|t| t.row.id == id);
    Ok(carried || target::set_here(tx, org, year)?.iter().any(|t| t.id == id))
}
