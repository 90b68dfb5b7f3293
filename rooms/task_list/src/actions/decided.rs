//! What a meeting needs of the month inside its own unit of work: items made of its decisions, where these
//! stand, who is in an audience, the calendar.
//!
//! Whoever calls has established the reader's right; what is written here asks for this room's own permit.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Happening, Tx};
use kernel::{Day, DecisionId, ItemId, ListId, Month, OrgId, OrgPath, workday::Workdays};
use serde_json::json;

use super::card::by_state;
use super::draft::{checked, draft_of};
use super::ground::{grounded, still_grounded};
use crate::access::{self, WRITE};
use crate::rules::item::REMARK_MOST;
use crate::rules::{Audience, Form, Ground, ItemDraft, ListDraft, Stage, State};
use crate::store::tree::{self, OrgRef};
use crate::store::{list, queue, roll_up, workday};

/// A decision on its way into the draft of a month.
#[derive(Debug, Clone)]
pub struct DecidedItem {
    /// The decision.
    pub decision: DecisionId,
    /// The month of the list.
    pub month: Month,
    /// Title of the draft, if there is none yet for this audience.
    pub title: String,
    /// Who has to do it.
    pub audience: Audience,
    /// What is to be done.
    pub text: String,
    /// A remark on what it rests on.
    pub basis: String,
    /// What it rests on; nothing is shown as 无依据. What holds no more, such as a target of the year before, stands in
    /// the item as words alone.
    pub ground: Ground,
    /// By when.
    pub due_day: Day,
}

/// Where the item of a decision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The item; a draft gives it a new one each time it is saved.
    pub item: ItemId,
    /// Its list.
    pub list: ListId,
    /// The list's number; empty until it is sent.
    pub number: String,
    /// The list's month.
    pub month: Month,
    /// Where the list stands.
    pub stage: Stage,
    /// How the item's assignments stand: (state, number).
    pub states: Vec<(State, i64)>,
}

/// Puts a decision of one's own organisation into the month's draft for the same audience, or begins that draft;
/// answers the list and what is recorded of it. A decision that is in a draft already stays where it is.
///
/// # Errors
/// Every rule of writing the draft breaks then; an audience outside one's own subtree; [`AppError::Forbidden`].
pub fn draft_decision_in(tx: &mut Tx<'_>, what: &DecidedItem) -> Result<(ListId, Happening), AppError> {
    let own = tx.actor().seat.org;
    let permit = access::own(tx, &WRITE, own)?;
    let issuer = tree::get(tx, own)?;
    org::resolve_in(tx, issuer, &what.audience)?;
    let canonical = what.audience.canonical();
    let drafts = list::of_month(tx, own, what.month)?;
    let fits = |l: &&list::ListRow| l.stage == Stage::Draft && l.split_item.is_none() && l.audience == canonical;
    let detail = json!({ "decision": what.decision });
    let item = item(tx, own, what)?;
    if let Some(row) = drafts.iter().rev().find(fits) {
        let mut draft = draft_of(row, &list::items(tx, row.id)?);
        if draft.items.iter().all(|i| i.decision != Some(what.decision)) {
            draft.items.push(item);
            checked(&draft)?;
            let draft = grounded(tx, own, &draft)?;
            if !list::update(tx, &permit, row, &draft)? {
                return Err(AppError::Conflict(Vec::new()));
            }
        }
        return Ok((row.id, Happening::new("task_list.edited", own, row.id).detail(detail)));
    }
    let draft = ListDraft {
        month: what.month,
        title: what.title.clone(),
        urgent: false,
        approval: String::new(),
        audience: what.audience.clone(),
        items: vec![item],
    };
    checked(&draft)?;
    let id = tx.new_id();
    list::insert(tx, &permit, (own, id), &draft, None)?;
    Ok((id, Happening::new("task_list.drafted", own, id).detail(detail)))
}

fn item(tx: &mut Tx<'_>, own: OrgId, what: &DecidedItem) -> Result<ItemDraft, AppError> {
    let (ground, gone) = still_grounded(tx, own, what.month.year(), &what.ground)?;
    let remark = Ground { words: gone, ..Ground::default() }.with(&what.basis);
    Ok(ItemDraft {
        text: what.text.clone(),
        requirement: String::new(),
        basis: remark.chars().take(REMARK_MOST).collect(),
        ground,
        due_day: what.due_day,
        form: Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: Some(what.decision),
        split_of: None,
    })
}

/// Where the items of these decisions of an organisation stand: the newest of each; a decision without an item, or
/// whose item was struck out of its draft, is missing.
///
/// # Errors
/// A failure of the database.
pub fn decided_in(
    tx: &mut Tx<'_>,
    org: OrgId,
    decisions: &[DecisionId],
) -> Result<BTreeMap<DecisionId, Decided>, AppError> {
    let rows = list::items_of_decisions(tx, org, decisions)?;
    let newest: BTreeMap<DecisionId, &list::ItemRow> = rows.iter().filter_map(|i| Some((i.decision?, i))).collect();
    let lists = list::of_keys(tx, &newest.values().map(|i| (org, i.list)).collect())?;
    let items: Vec<ItemId> = newest.values().map(|i| i.id).collect();
    let tallies = roll_up::tallies(tx, org, &items)?;
    let found = newest.into_iter().filter_map(|(decision, item)| {
        let list = lists.get(&(org, item.list))?;
        let mine = tallies.iter().filter(|t| t.item == item.id).map(|t| (t.state, t.n));
        let decided = Decided {
            item: item.id,
            list: list.id,
            number: list.number.clone(),
            month: list.month,
            stage: list.stage,
            states: by_state(mine),
        };
        Some((decision, decided))
    });
    Ok(found.collect())
}

/// Everybody in an audience of this organisation today, in the order of their places.
///
/// # Errors
/// An audience that is too large or names somebody outside the organisation's subtree.
pub fn members_in(tx: &mut Tx<'_>, org: OrgId, chosen: &Audience) -> Result<Vec<OrgRef>, AppError> {
    let faults = chosen.check();
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let issuer = tree::get(tx, org)?;
    let resolved = org::resolve_in(tx, issuer, chosen)?;
    let ids: BTreeSet<OrgId> = org::members_in(tx, &resolved)?.into_keys().collect();
    let mut members: Vec<OrgRef> = tree::of_ids(tx, &ids)?.into_values().collect();
    members.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(members)
}

/// How many requests for more time wait for an answer of this organisation: the rows of its queue.
///
/// # Errors
/// A failure of the database.
pub fn asking_in(tx: &mut Tx<'_>, org: OrgId, path: &OrgPath) -> Result<i64, AppError> {
    queue::count_asking(tx, org, path)
}

/// The calendar of working days.
///
/// # Errors
/// A failure of the database.
pub fn workdays_in(tx: &mut Tx<'_>) -> Result<Workdays, AppError> {
    workday::all(tx)
}
