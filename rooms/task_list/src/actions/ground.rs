//! What items rest on: clauses in force, targets of the year, and the chain from an item up to its clause.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Cx, Permit, Tx};
use document::{Citation, Citing, ClauseRef};
use kernel::{ClauseId, Fault, Faults, ItemId, OrgId, TargetId};
use target::TargetRef;

use crate::access::{self, WRITE};
use crate::rules::{Ground, ItemDraft, ListDraft};
use crate::store::{
    self,
    list::{self, ItemRow, ListRow},
};

/// The sort of citation that items are.
const CITING: &str = "item";
/// Characters of a target's or an item's text in the words of a ground.
const TEXT_SHOWN: usize = 40;

/// A link of the chain from a clause down to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLink {
    /// Whether it is a clause or a target: `task_list.chain.<sort>` in the words.
    pub sort: &'static str,
    /// Who wrote it; the owner of the document, the issuer of the letter.
    pub by: String,
    /// What it is called.
    pub label: String,
    /// Address of its page.
    pub address: String,
}

/// What the writer of a list may let its items rest on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offered {
    /// Targets of the organisation's letters in force and those it set, then those that the items rest on already.
    pub(crate) targets: Vec<TargetRef>,
    /// The clauses that the items rest on already.
    pub(crate) clauses: BTreeMap<ClauseId, ClauseRef>,
}

/// What may be chosen for the items of a list of a year, and what is chosen.
pub(crate) async fn offered(
    cx: &Cx,
    year: i64,
    targets: Vec<TargetId>,
    clauses: Vec<ClauseId>,
) -> Result<Offered, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::own(tx, &WRITE, own)?;
        let mut offered = target::carried_in(tx, own, year)?;
        let missing: Vec<TargetId> =
            targets.iter().copied().filter(|t| offered.iter().all(|o| o.target != *t)).collect();
        offered.extend(target::targets_in(tx, &missing)?);
        let clauses = document::clauses_in(tx, &clauses)?;
        Ok(Offered { targets: offered, clauses: clauses.into_iter().map(|c| (c.clause, c)).collect() })
    })
    .await
}

/// The draft with the words of its grounds; a handful of queries however many items there are.
///
/// # Errors
/// `task_list_clause`, `task_list_target` of each item that rests on what it may not rest on: a clause that is not in
/// force or not to be read, a target that the organisation neither carries nor set in the year of the list;
/// `task_list_split_of` of one that says it carries on what its organisation was never given. An item that carries on a
/// superior's may rest on what that one rests on.
pub(super) fn grounded(tx: &mut Tx<'_>, org: OrgId, draft: &ListDraft) -> Result<ListDraft, AppError> {
    let mut draft = draft.clone();
    let known = Known::of(tx, org, &draft)?;
    let mut faults = Faults::new();
    for (n, item) in draft.items.iter_mut().enumerate() {
        item.ground.words = known.words(n, item, &mut faults);
    }
    if faults.is_empty() { Ok(draft) } else { Err(faults.into()) }
}

/// Everything that decides what the items of a draft may rest on.
struct Known {
    clauses: BTreeMap<ClauseId, ClauseRef>,
    targets: BTreeMap<TargetId, TargetRef>,
    /// What was given to the organisation and is carried on here, with the number of its list.
    upper: BTreeMap<ItemId, (ItemRow, String)>,
    today: kernel::Day,
}

impl Known {
    fn of(tx: &mut Tx<'_>, org: OrgId, draft: &ListDraft) -> Result<Self, AppError> {
        let clauses: BTreeSet<ClauseId> = draft.items.iter().filter_map(|i| i.ground.clause).collect();
        let targets: BTreeSet<TargetId> = draft.items.iter().filter_map(|i| i.ground.target).collect();
        let upper = upper(tx, org, &draft.items)?;
        let mut known = Vec::new();
        if !targets.is_empty() {
            known = target::carried_in(tx, org, draft.month.year())?;
            let above: Vec<TargetId> = upper.values().filter_map(|u| u.0.target).collect();
            known.extend(target::targets_in(tx, &above)?);
        }
        let clauses: Vec<ClauseId> = clauses.into_iter().collect();
        let clauses = if clauses.is_empty() { Vec::new() } else { document::clauses_in(tx, &clauses)? };
        Ok(Self {
            clauses: clauses.into_iter().map(|c| (c.clause, c)).collect(),
            targets: known.into_iter().map(|t| (t.target, t)).collect(),
            upper,
            today: tx.today(),
        })
    }

    fn words(&self, n: usize, item: &ItemDraft, faults: &mut Faults) -> String {
        let mut words = Vec::new();
        let upper = item.split_of.and_then(|id| self.upper.get(&id));
        if item.split_of.is_some() && upper.is_none() {
            faults.push(Fault::of(format!("items.{n}.split_of"), "task_list_split_of"));
        }
        if let Some(id) = item.ground.target {
            match self.targets.get(&id) {
                Some(target) => words.push(target_in_words(target)),
                None => faults.push(Fault::of(format!("items.{n}.target"), "task_list_target")),
            }
        }
        if let Some(id) = item.ground.clause {
            let inherited = upper.is_some_and(|(row, _)| row.clause == Some(id));
            match self.clauses.get(&id).filter(|c| inherited || c.holds_on(self.today)) {
                Some(clause) => words.push(clause.name()),
                None => faults.push(Fault::of(format!("items.{n}.clause"), "task_list_clause")),
            }
        }
        if let Some((row, number)) = upper.filter(|_| item.ground.is_none()) {
            words.push(format!("{number} {}. {}", row.seq, shown(&row.text)));
        }
        words.join(" · ")
    }
}

/// The items that these carry on, as far as their organisation was given them, with the numbers of their lists.
fn upper(tx: &mut Tx<'_>, org: OrgId, items: &[ItemDraft]) -> Result<BTreeMap<ItemId, (ItemRow, String)>, AppError> {
    let named: BTreeSet<ItemId> = items.iter().filter_map(|i| i.split_of).collect();
    if named.is_empty() {
        return Ok(BTreeMap::new());
    }
    let given = store::ground::given(tx, org, &named)?;
    let rows = list::items_of_ids(tx, &given)?;
    let lists = list::of_keys(tx, &rows.values().map(|row| (row.issuer, row.list)).collect())?;
    let number = |row: &ItemRow| lists.get(&(row.issuer, row.list)).map(|l| l.number.clone()).unwrap_or_default();
    let with_number = |(id, row): (ItemId, ItemRow)| {
        let number = number(&row);
        (id, (row, number))
    };
    Ok(rows.into_iter().map(with_number).collect())
}

/// `《title》3. text`, the text cut short.
fn target_in_words(target: &TargetRef) -> String {
    format!("《{}》{}. {}", target.title, target.seq, shown(&target.text))
}

/// A text, cut short.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(TEXT_SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Lets the clauses of a list that is being sent say that it rests on them. Ended clauses that a superior's item rests
/// on already are not cited again.
pub(super) fn cite(tx: &mut Tx<'_>, permit: &Permit, row: &ListRow, items: &[ItemRow]) -> Result<(), AppError> {
    let citation = |item: &ItemRow| {
        let clause = item.clause.filter(|_| item.split_of.is_none())?;
        let label = format!("{} {}. {}", row.title, item.seq, item.text.lines().next().unwrap_or_default());
        let by = Citing { kind: CITING, id: item.id.raw(), org: row.org, label, address: format!("/lists/{}", row.id) };
        Some(Citation { clause, by })
    };
    let citations: Vec<Citation> = items.iter().filter_map(citation).collect();
    if citations.is_empty() { Ok(()) } else { document::cite_in(tx, permit, &citations) }
}

/// A list that was taken back rests on nothing any more.
pub(super) fn uncite(tx: &mut Tx<'_>, permit: &Permit, items: &[ItemRow]) -> Result<(), AppError> {
    // A list has at most sixty items, and few of them name a clause of their own.
    for item in items {
        if let Some(clause) = item.clause {
            document::uncite_in(tx, permit, &[clause], (CITING, item.id.raw()))?;
        }
    }
    Ok(())
}

/// From the clause down to the last target: everything that an item rests on and its reader may open.
pub(super) fn chain(tx: &mut Tx<'_>, ground: &Ground) -> Result<Vec<ChainLink>, AppError> {
    if ground.is_none() {
        return Ok(Vec::new());
    }
    let ids: Vec<TargetId> = ground.target.into_iter().collect();
    let found = target::chains_in(tx, &ids)?.into_values().next();
    let own = match ground.clause {
        Some(id) => document::clauses_in(tx, &[id])?.into_iter().next(),
        None => None,
    };
    let (targets, above) = found.map_or((Vec::new(), None), |chain| (chain.targets, chain.clause));
    let mut links: Vec<ChainLink> = above.iter().map(clause_link).collect();
    links.extend(targets.iter().rev().map(target_link));
    links.extend(own.iter().filter(|c| above.as_ref().is_none_or(|a| a.clause != c.clause)).map(clause_link));
    Ok(links)
}

fn clause_link(clause: &ClauseRef) -> ChainLink {
    ChainLink { sort: "clause", by: clause.owner.clone(), label: clause.name(), address: clause.address() }
}

fn target_link(target: &TargetRef) -> ChainLink {
    let label = format!("{}. {}", target.seq, shown(&target.text));
    ChainLink { sort: "target", by: target.issuer_name.clone(), label, address: target.address() }
}
