//! Lists: those of one's own organisation for a month, and one with how far its items are.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Tx};
use kernel::{Instant, ItemId, ListId, Month, OrgId};

use super::card::{ItemView, by_state, item_view};
use super::draft::draft_of;
use crate::access::{self, READ};
use crate::rules::{ListDraft, Stage, State};
use crate::store::list::{self, ListRow};
use crate::store::roll_up::{self, TallyRow};
use crate::store::tree::{self, OrgRef};

/// A list among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListView {
    /// The list.
    pub id: ListId,
    /// Whose it is.
    pub org: OrgId,
    /// Its month.
    pub month: Month,
    /// Its title.
    pub title: String,
    /// Its number; empty until it is sent.
    pub number: String,
    /// Where it stands.
    pub stage: Stage,
    /// Whether short deadlines are meant.
    pub urgent: bool,
    /// Who approved a price over the target.
    pub approval: String,
    /// Organisations that got it.
    pub orgs: i64,
    /// What it asks of each, tenths of a minute.
    pub minutes: i64,
    /// The superior's item it was made of.
    pub split_item: Option<ItemId>,
    /// When it was last written.
    pub written_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// How its assignments stand: (state, number).
    pub progress: Vec<(State, i64)>,
    /// Its version.
    pub version: i64,
}

/// One item of a list with how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemProgress {
    /// The item.
    pub item: ItemView,
    /// How its assignments stand: (state, number).
    pub states: Vec<(State, i64)>,
    /// How many were reported late.
    pub late: i64,
}

/// One direct child of the issuer with how far its branch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildProgress {
    /// The child, or the issuer itself for its own assignments.
    pub org: OrgRef,
    /// How the assignments of its branch stand: (state, number).
    pub states: Vec<(State, i64)>,
}

/// One list with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDetail {
    /// The list.
    pub list: ListView,
    /// Its issuer.
    pub issuer: OrgRef,
    /// The same as its editor holds it.
    pub draft: ListDraft,
    /// Its items, in order.
    pub items: Vec<ItemProgress>,
    /// The branches, in the order of the tree.
    pub children: Vec<ChildProgress>,
    /// Whether the reader's organisation wrote it, and the reader may act on it.
    pub own: bool,
}

/// The lists of one's own organisation for a month, the newest first.
///
/// # Errors
/// [`AppError::NotFound`] for a seat that sees no business data.
pub async fn lists(cx: &Cx, month: Month) -> Result<Vec<ListView>, AppError> {
    cx.read(move |tx| {
        let seat = tx.actor().seat.clone();
        access::read(tx, &seat.path)?;
        let rows = list::of_month(tx, seat.org, month)?;
        let items: Vec<list::ItemRow> = tx.all(list::ITEMS_OF, db::args![seat.org, month])?;
        let of_list: BTreeMap<ItemId, ListId> = items.iter().map(|i| (i.id, i.list)).collect();
        let ids: Vec<ItemId> = of_list.keys().copied().collect();
        let tallies = roll_up::tallies(tx, seat.org, &ids)?;
        let progress = |id: ListId| {
            let mine = tallies.iter().filter(|t| of_list.get(&t.item) == Some(&id));
            by_state(mine.map(|t| (t.state, t.n)))
        };
        Ok(rows.into_iter().map(|row| view(&row, progress(row.id))).collect())
    })
    .await
}

/// One list of the reader's organisation or below. Drafts are seen by their own organisation only.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub async fn list(cx: &Cx, id: ListId) -> Result<ListDetail, AppError> {
    cx.read(move |tx| {
        let row = list::find(tx, id)?;
        let (seat, issuer) = (tx.actor().seat.clone(), tree::get(tx, row.org)?);
        access::see(tx, issuer.id, &issuer.path, issuer.id)?;
        if row.stage == Stage::Draft && seat.org != row.org {
            return Err(AppError::NotFound);
        }
        let own = seat.org == row.org && READ.is_for(seat.role);
        detail(tx, &row, issuer, own)
    })
    .await
}

fn detail(tx: &mut Tx<'_>, row: &ListRow, issuer: OrgRef, own: bool) -> Result<ListDetail, AppError> {
    let items = list::items(tx, row.id)?;
    let ids: Vec<ItemId> = items.iter().map(|i| i.id).collect();
    let tallies = roll_up::tallies(tx, row.org, &ids)?;
    let names = tree::of_ids(tx, &tallies.iter().map(|t| t.child).collect())?;
    let mut orgs: Vec<&OrgRef> = names.values().collect();
    orgs.sort_by(|a, b| (&a.sort_key, &a.path).cmp(&(&b.sort_key, &b.path)));
    let of = |keep: &dyn Fn(&TallyRow) -> bool| by_state(tallies.iter().filter(|t| keep(t)).map(|t| (t.state, t.n)));
    let children =
        orgs.into_iter().map(|org| ChildProgress { org: org.clone(), states: of(&|t| t.child == org.id) }).collect();
    let progress = |item: &list::ItemRow| ItemProgress {
        item: item_view(item, Some(&issuer), &row.number),
        states: of(&|t| t.item == item.id),
        late: tallies.iter().filter(|t| t.item == item.id && t.late).map(|t| t.n).sum(),
    };
    Ok(ListDetail {
        list: view(row, of(&|_| true)),
        draft: draft_of(row, &items),
        items: items.iter().map(progress).collect(),
        issuer,
        children,
        own,
    })
}

pub(super) fn view(row: &ListRow, progress: Vec<(State, i64)>) -> ListView {
    ListView {
        id: row.id,
        org: row.org,
        month: row.month,
        title: row.title.clone(),
        number: row.number.clone(),
        stage: row.stage,
        urgent: row.urgent,
        approval: row.approval.clone(),
        orgs: row.orgs,
        minutes: row.minutes,
        split_item: row.split_item,
        written_at: row.written_at,
        sent_at: row.sent_at,
        progress,
        version: row.version,
    }
}
