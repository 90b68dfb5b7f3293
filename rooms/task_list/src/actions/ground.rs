//! What items rest on: clauses in force, targets of the year, and the chain from an item up to its clause.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Cx, Permit, Tx};
use document::{Citation, Citing, ClauseRef};
use kernel::{ClauseId, Fault, Faults, ItemId, OrgId, TargetId};
use target::TargetRef;

use crate::access::{self, WRITE};
use crate::rules::{Ground, ListDraft};
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

/// What the writer of a list, or of a decision, may let it rest on.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    /// Targets of the organisation's letters in force and those it set, then those that are chosen already.
    pub targets: Vec<TargetRef>,
    /// The clauses that are chosen already.
    pub clauses: BTreeMap<ClauseId, ClauseRef>,
}

/// What may be chosen for the items of a list of a year, and what is chosen.
pub(crate) async fn offered(cx: &Cx, year: i64, chosen: Vec<Ground>) -> Result<Offered, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::own(tx, &WRITE, own)?;
        offered_in(tx, own, year, &chosen)
    })
    .await
}

/// What an organisation may let something rest on in a year, and what is chosen already; inside another room's unit of
/// work, which has established the writer's right.
///
/// # Errors
/// A failure of the database.
pub fn offered_in(tx: &mut Tx<'_>, org: OrgId, year: i64, chosen: &[Ground]) -> Result<Offered, AppError> {
    let mut targets = target::carried_in(tx, org, year)?;
    let known = |t: &TargetId| targets.iter().any(|o| o.target == *t);
    let missing: BTreeSet<TargetId> = chosen.iter().filter_map(|g| g.target).filter(|t| !known(t)).collect();
    targets.extend(target::targets_in(tx, &missing.into_iter().collect::<Vec<_>>())?);
    let clauses: BTreeSet<ClauseId> = chosen.iter().filter_map(|g| g.clause).collect();
    let clauses = document::clauses_in(tx, &clauses.into_iter().collect::<Vec<_>>())?;
    Ok(Offered { targets, clauses: clauses.into_iter().map(|c| (c.clause, c)).collect() })
}

/// A ground of an organisation's own with its words, for a decision that may become an item; inside another room's unit
/// of work, which has established the writer's right.
///
/// # Errors
/// `task_list_clause` of the field `clause`, `task_list_target` of the field `target`, as for an item of that year.
pub fn grounded_in(tx: &mut Tx<'_>, org: OrgId, year: i64, ground: &Ground) -> Result<Ground, AppError> {
    let known = Known::of(tx, org, year, &[(ground, None)])?;
    let mut faults = Faults::new();
    let words = known.words("", ground, None, &mut faults);
    if faults.is_empty() { Ok(Ground { words, ..ground.clone() }) } else { Err(faults.into()) }
}

/// What still holds of a ground that was chosen earlier, and in words what does not any more.
pub(super) fn still_grounded(
    tx: &mut Tx<'_>,
    org: OrgId,
    year: i64,
    ground: &Ground,
) -> Result<(Ground, String), AppError> {
    let known = Known::of(tx, org, year, &[(ground, None)])?;
    let mut faults = Faults::new();
    let words = known.words("", ground, None, &mut faults);
    let lost = |field: &str| faults.iter().any(|f| f.field.as_deref() == Some(field));
    let clause = ground.clause.filter(|_| !lost("clause"));
    let target = ground.target.filter(|_| !lost("target"));
    let gone = if faults.is_empty() { String::new() } else { ground.words.clone() };
    Ok((Ground { clause, target, words }, gone))
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
    let wanted: Vec<Wanted<'_>> = draft.items.iter().map(|i| (&i.ground, i.split_of)).collect();
    let known = Known::of(tx, org, draft.month.year(), &wanted)?;
    let mut faults = Faults::new();
    for (n, item) in draft.items.iter_mut().enumerate() {
        item.ground.words = known.words(&format!("items.{n}."), &item.ground, item.split_of, &mut faults);
    }
    if faults.is_empty() { Ok(draft) } else { Err(faults.into()) }
}

/// What something is to rest on, and the superior's item that it carries on.
type Wanted<'a> = (&'a Ground, Option<ItemId>);

/// Everything that decides what may be rested on.
struct Known {
    clauses: BTreeMap<ClauseId, ClauseRef>,
    targets: BTreeMap<TargetId, TargetRef>,
    /// What was given to the organisation and is carried on here, with the number of its list.
    upper: BTreeMap<ItemId, (ItemRow, String)>,
    today: kernel::Day,
}

impl Known {
    fn of(tx: &mut Tx<'_>, org: OrgId, year: i64, wanted: &[Wanted<'_>]) -> Result<Self, AppError> {
        let clauses: BTreeSet<ClauseId> = wanted.iter().filter_map(|w| w.0.clause).collect();
        let upper = upper(tx, org, &wanted.iter().filter_map(|w| w.1).collect())?;
        let mut known = Vec::new();
        if wanted.iter().any(|w| w.0.target.is_some()) {
            known = target::carried_in(tx, org, year)?;
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

    /// The words of a ground; the faults of what may not be rested on, whose fields begin with `at`.
    fn words(&self, at: &str, ground: &Ground, split_of: Option<ItemId>, faults: &mut Faults) -> String {
        let mut words = Vec::new();
        let upper = split_of.and_then(|id| self.upper.get(&id));
        let mut fault = |name: &str, code| faults.push(Fault::of(format!("{at}{name}"), code));
        if split_of.is_some() && upper.is_none() {
            fault("split_of", "task_list_split_of");
        }
        if let Some(id) = ground.target {
            match self.targets.get(&id) {
                Some(target) => words.push(target_in_words(target)),
                None => fault("target", "task_list_target"),
            }
        }
        if let Some(id) = ground.clause {
            let inherited = upper.is_some_and(|(row, _)| row.clause == Some(id));
            match self.clauses.get(&id).filter(|c| inherited || c.holds_on(self.today)) {
                Some(clause) => words.push(clause.name()),
                None => fault("clause", "task_list_clause"),
            }
        }
        if let Some((row, number)) = upper.filter(|_| ground.is_none()) {
            words.push(format!("{number} {}. {}", row.seq, shown(&row.text)));
        }
        words.join(" · ")
    }
}

/// The items that these carry on, as far as their organisation was given them, with the numbers of their lists.
fn upper(
    tx: &mut Tx<'_>,
    org: OrgId,
    named: &BTreeSet<ItemId>,
) -> Result<BTreeMap<ItemId, (ItemRow, String)>, AppError> {
    if named.is_empty() {
        return Ok(BTreeMap::new());
    }
    let given = store::ground::given(tx, org, named)?;
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

/// Lets the clauses of a list that is being sent say that it rests on them, so that none of them is without work here.
/// An item that carries on a superior's may rest on a clause that has ended since: that one is not cited again.
pub(super) fn cite(tx: &mut Tx<'_>, permit: &Permit, row: &ListRow, items: &[ItemRow]) -> Result<(), AppError> {
    let inherited: Vec<ClauseId> = items.iter().filter(|i| i.split_of.is_some()).filter_map(|i| i.clause).collect();
    let mut ended: BTreeSet<ClauseId> = inherited.iter().copied().collect();
    if !inherited.is_empty() {
        let today = tx.today();
        for clause in document::clauses_in(tx, &inherited)?.iter().filter(|c| c.holds_on(today)) {
            ended.remove(&clause.clause);
        }
    }
    let citation = |item: &ItemRow| {
        let clause = item.clause.filter(|c| item.split_of.is_none() || !ended.contains(c))?;
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
    Ok(chains_in(tx, std::slice::from_ref(ground))?.pop().unwrap_or_default())
}

/// The chain of each of these grounds, in their order: from the clause down to the last target, as far as the actor may
/// open them. A handful of statements however many there are; inside another room's unit of work.
///
/// # Errors
/// A failure of the database.
pub fn chains_in(tx: &mut Tx<'_>, grounds: &[Ground]) -> Result<Vec<Vec<ChainLink>>, AppError> {
    let targets: BTreeSet<TargetId> = grounds.iter().filter_map(|g| g.target).collect();
    let clauses: BTreeSet<ClauseId> = grounds.iter().filter_map(|g| g.clause).collect();
    let chains = target::chains_in(tx, &targets.into_iter().collect::<Vec<_>>())?;
    let clauses = document::clauses_in(tx, &clauses.into_iter().collect::<Vec<_>>())?;
    let link = |ground: &Ground| {
        let chain = ground.target.and_then(|id| chains.get(&id));
        let above = chain.and_then(|c| c.clause.as_ref());
        let own = ground.clause.and_then(|id| clauses.iter().find(|c| c.clause == id));
        let mut links: Vec<ChainLink> = above.into_iter().map(clause_link).collect();
        links.extend(chain.into_iter().flat_map(|c| c.targets.iter().rev()).map(target_link));
        links.extend(own.filter(|c| above.is_none_or(|a| a.clause != c.clause)).map(clause_link));
        links
    };
    Ok(grounds.iter().map(link).collect())
}

fn clause_link(clause: &ClauseRef) -> ChainLink {
    ChainLink { sort: "clause", by: clause.owner.clone(), label: clause.name(), address: clause.address() }
}

fn target_link(target: &TargetRef) -> ChainLink {
    let label = format!("{}. {}", target.seq, shown(&target.text));
    ChainLink { sort: "target", by: target.issuer_name.clone(), label, address: target.address() }
}
