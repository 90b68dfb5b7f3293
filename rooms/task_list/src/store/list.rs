//! Lists and their items.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Permit, Tx};
use db::{Arg, args};
use kernel::{AccountId, ClauseId, Day, DecisionId, Instant, ItemId, ListId, Month, OrgId, PostId, TargetId};

use super::shape::{LIST_MOST, Shape};
use crate::rules::{Form, Ground, ItemDraft, ListDraft, Stage, price};

macro_rules! list_columns {
    () => {
        "SELECT l.org_id, l.list_id, l.month, l.title, l.number, l.stage, l.audience, l.urgent, l.approval, l.split_item_id, \
         l.orgs, l.minutes, l.written_by, l.written_at, l.sent_by, l.sent_account, l.sent_at, l.version FROM task_list l "
    };
}
macro_rules! item_columns {
    () => {
        "SELECT i.item_id, i.list_id, i.issuer_id, i.month, i.seq, i.text, i.requirement, i.basis, i.clause_id, i.target_id, \
         COALESCE(i.ground, ''), i.due_day, i.form, i.photos, \
         i.photos_reason, i.minutes, i.asks, i.decision_id, i.split_of, i.visible FROM item i "
    };
}

pub(crate) const GET: &str = concat!(list_columns!(), "WHERE l.org_id = $1 AND l.list_id = $2");
pub(crate) const OF_MONTH: &str =
    concat!(list_columns!(), "WHERE l.org_id = $1 AND l.month = $2 ORDER BY l.list_id DESC LIMIT 200");
pub(crate) const LAST_MONTH: &str = concat!(
    list_columns!(),
    "WHERE l.org_id = $1 AND l.month = $2 AND l.stage IN ('sent', 'withdrawn') AND l.split_item_id IS NULL \
     ORDER BY l.list_id DESC LIMIT 1"
);
pub(crate) const SENDING: &str = concat!(list_columns!(), "WHERE l.stage = 'sending' ORDER BY l.org_id, l.list_id");
pub(crate) const INSERT: &str = "INSERT INTO task_list (org_id, list_id, month, title, number, stage, audience, urgent, approval, \
     split_item_id, orgs, minutes, written_by, written_at, version) VALUES ($1, $2, $3, $4, '', 'draft', $5, $6, $7, $8, 0, $9, $10, $11, 1)";
pub(crate) const UPDATE: &str = "UPDATE task_list SET month = $4, title = $5, audience = $6, urgent = $7, approval = $8, minutes = $9, \
     written_by = $10, written_at = $11, version = version + 1 WHERE org_id = $1 AND list_id = $2 AND version = $3";
pub(crate) const SET_STAGE: &str = "UPDATE task_list SET stage = $4, number = $5, orgs = $6, sent_by = $7, sent_account = $8, sent_at = $9, \
     version = version + 1 WHERE org_id = $1 AND list_id = $2 AND version = $3";
pub(crate) const DROP: &str =
    "DELETE FROM task_list WHERE org_id = $1 AND list_id = $2 AND version = $3 AND stage = 'draft'";
/// Ordinal of the year: numbers are never given back.
pub(crate) const COUNT_NUMBERED: &str =
    "SELECT COUNT(*) FROM task_list l WHERE l.org_id = $1 AND l.month >= $2 AND l.month <= $3 AND l.number <> ''";
pub(crate) const ITEMS: &str = concat!(item_columns!(), "WHERE i.list_id = $1 ORDER BY i.seq");
pub(crate) const ITEMS_OF: &str =
    concat!(item_columns!(), "WHERE i.issuer_id = $1 AND i.month = $2 AND i.visible = 1 ORDER BY i.list_id, i.seq");
pub(crate) const DROP_ITEMS: &str = "DELETE FROM item WHERE list_id = $1 AND visible = 0";
pub(crate) const SHOW_ITEMS: &str = "UPDATE item SET visible = 1 WHERE list_id = $1";
pub(crate) const ISSUER: &str = "SELECT i.issuer_id FROM item i WHERE i.list_id = $1 AND i.visible = 1 LIMIT 1";
/// Items that carry on a superior's item, of one issuer.
pub(crate) const SPLITS: &str = "SELECT i.item_id, i.list_id FROM item i WHERE i.split_of = $1 AND i.issuer_id = $2 AND i.visible = 1 ORDER BY i.item_id";

const ITEM_COLUMNS: [&str; 20] = [
    "item_id",
    "list_id",
    "issuer_id",
    "month",
    "seq",
    "text",
    "requirement",
    "basis",
    "clause_id",
    "target_id",
    "ground",
    "due_day",
    "form",
    "photos",
    "photos_reason",
    "minutes",
    "asks",
    "decision_id",
    "split_of",
    "visible",
];

db::rec! {
    /// A stored list.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct ListRow {
        pub(crate) org: OrgId,
        pub(crate) id: ListId,
        pub(crate) month: Month,
        pub(crate) title: String,
        pub(crate) number: String,
        pub(crate) stage: Stage,
        pub(crate) audience: String,
        pub(crate) urgent: bool,
        pub(crate) approval: String,
        pub(crate) split_item: Option<ItemId>,
        pub(crate) orgs: i64,
        pub(crate) minutes: i64,
        pub(crate) written_by: PostId,
        pub(crate) written_at: Instant,
        pub(crate) sent_by: Option<PostId>,
        pub(crate) sent_account: Option<AccountId>,
        pub(crate) sent_at: Option<Instant>,
        pub(crate) version: i64,
    }
}

db::rec! {
    /// A stored item.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct ItemRow {
        pub(crate) id: ItemId,
        pub(crate) list: ListId,
        pub(crate) issuer: OrgId,
        pub(crate) month: Month,
        pub(crate) seq: i64,
        pub(crate) text: String,
        pub(crate) requirement: String,
        pub(crate) basis: String,
        pub(crate) clause: Option<ClauseId>,
        pub(crate) target: Option<TargetId>,
        pub(crate) ground: String,
        pub(crate) due_day: Day,
        pub(crate) form: String,
        pub(crate) photos: i64,
        pub(crate) photos_reason: String,
        pub(crate) minutes: i64,
        pub(crate) asks: i64,
        pub(crate) decision: Option<DecisionId>,
        pub(crate) split_of: Option<ItemId>,
        pub(crate) visible: bool,
    }
}

impl ItemRow {
    /// Its form; one that cannot be read asks nothing.
    pub(crate) fn form(&self) -> Form {
        Form::parse(&self.form).unwrap_or_default()
    }

    /// What it rests on.
    pub(crate) fn ground(&self) -> Ground {
        Ground { clause: self.clause, target: self.target, words: self.ground.clone() }
    }

    /// Whether it is without basis, 无依据.
    pub(crate) fn is_baseless(&self) -> bool {
        self.ground().is_baseless(self.split_of)
    }

    /// The item as its editor holds it.
    pub(crate) fn draft(&self) -> ItemDraft {
        ItemDraft {
            text: self.text.clone(),
            requirement: self.requirement.clone(),
            basis: self.basis.clone(),
            ground: self.ground(),
            due_day: self.due_day,
            form: self.form(),
            photos: self.photos,
            photos_reason: self.photos_reason.clone(),
            decision: self.decision,
            split_of: self.split_of,
        }
    }
}

/// A list of this organisation; *not found* if it has none of that id.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId, list: ListId) -> Result<ListRow, AppError> {
    tx.opt(GET, args![org, list])?.ok_or(AppError::NotFound)
}

/// A list by its id alone: one's own organisation's first, else whoever issued its items.
pub(crate) fn find(tx: &mut Tx<'_>, list: ListId) -> Result<ListRow, AppError> {
    let own = tx.actor().seat.org;
    if let Some(row) = tx.opt(GET, args![own, list])? {
        return Ok(row);
    }
    let issuer: Option<(OrgId,)> = tx.opt(ISSUER, args![list])?;
    get(tx, issuer.ok_or(AppError::NotFound)?.0, list)
}

/// The lists of an organisation for a month, the newest first.
pub(crate) fn of_month(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Vec<ListRow>, AppError> {
    Ok(tx.all(OF_MONTH, args![org, month])?)
}

/// The newest list an organisation sent for a month.
pub(crate) fn newest_sent(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Option<ListRow>, AppError> {
    Ok(tx.opt(LAST_MONTH, args![org, month])?)
}

/// The items of a list, in order.
pub(crate) fn items(tx: &mut Tx<'_>, list: ListId) -> Result<Vec<ItemRow>, AppError> {
    Ok(tx.all(ITEMS, args![list])?)
}

/// These items.
pub(crate) fn items_of_ids(tx: &mut Tx<'_>, ids: &BTreeSet<ItemId>) -> Result<BTreeMap<ItemId, ItemRow>, AppError> {
    let ids: Vec<ItemId> = ids.iter().copied().collect();
    let mut out = BTreeMap::new();
    for part in ids.chunks(LIST_MOST) {
        let mut shape = Shape::new(concat!(item_columns!(), "WHERE i.item_id IN "), &[]);
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<ItemRow> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|i| (i.id, i)));
    }
    Ok(out)
}

/// The items of these decisions of an issuer, the newest last.
pub(crate) fn items_of_decisions(
    tx: &mut Tx<'_>,
    issuer: OrgId,
    decisions: &[DecisionId],
) -> Result<Vec<ItemRow>, AppError> {
    let mut out = Vec::new();
    for part in decisions.chunks(LIST_MOST) {
        let mut shape =
            Shape::new(concat!(item_columns!(), "WHERE i.issuer_id = $1 AND i.decision_id IN "), args![issuer]);
        shape.list(part.iter().map(|id| Arg::from(*id))).push(" ORDER BY i.item_id");
        out.extend(tx.all::<ItemRow>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// The lists of these (issuer, list) pairs.
pub(crate) fn of_keys(
    tx: &mut Tx<'_>,
    keys: &BTreeSet<(OrgId, ListId)>,
) -> Result<BTreeMap<(OrgId, ListId), ListRow>, AppError> {
    let keys: Vec<(OrgId, ListId)> = keys.iter().copied().collect();
    let mut out = BTreeMap::new();
    for part in keys.chunks(LIST_MOST) {
        let mut shape = Shape::new(concat!(list_columns!(), "WHERE l.org_id IN "), &[]);
        let orgs: BTreeSet<OrgId> = part.iter().map(|k| k.0).collect();
        shape
            .list(orgs.into_iter().map(Arg::from))
            .push(" AND l.list_id IN ")
            .list(part.iter().map(|k| Arg::from(k.1)));
        let rows: Vec<ListRow> = tx.all(&shape.text, &shape.args)?;
        out.extend(rows.into_iter().map(|l| ((l.org, l.id), l)));
    }
    Ok(out)
}

/// Writes a new draft with its items.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, id): (OrgId, ListId),
    draft: &ListDraft,
    split_item: Option<ItemId>,
) -> Result<(), AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let (audience, minutes) = (draft.audience.canonical(), draft.load().minutes);
    tx.exec(
        INSERT,
        args![
            org,
            id,
            draft.month,
            draft.title.trim(),
            audience,
            draft.urgent,
            draft.approval.trim(),
            split_item,
            minutes,
            post,
            now
        ],
    )?;
    insert_items(tx, (org, id), draft)
}

/// Overwrites a draft upon the version its editor had; false if it is another by now.
pub(crate) fn update(tx: &mut Tx<'_>, _: &Permit, row: &ListRow, draft: &ListDraft) -> Result<bool, AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let (audience, minutes) = (draft.audience.canonical(), draft.load().minutes);
    let saved = tx.exec(
        UPDATE,
        args![
            row.org,
            row.id,
            row.version,
            draft.month,
            draft.title.trim(),
            audience,
            draft.urgent,
            draft.approval.trim(),
            minutes,
            post,
            now
        ],
    )?;
    tx.exec(DROP_ITEMS, args![row.id])?;
    insert_items(tx, (row.org, row.id), draft)?;
    Ok(saved == 1)
}

/// Throws a draft away; false if it is another by now.
pub(crate) fn drop(tx: &mut Tx<'_>, _: &Permit, row: &ListRow) -> Result<bool, AppError> {
    tx.exec(DROP_ITEMS, args![row.id])?;
    Ok(tx.exec(DROP, args![row.org, row.id, row.version])? == 1)
}

fn insert_items(tx: &mut Tx<'_>, (org, list): (OrgId, ListId), draft: &ListDraft) -> Result<(), AppError> {
    let mut rows = Vec::with_capacity(draft.items.len());
    for (seq, item) in (1_i64..).zip(&draft.items) {
        let id: ItemId = tx.new_id();
        rows.push(
            args![
                id,
                list,
                org,
                draft.month,
                seq,
                item.text.trim(),
                item.requirement.trim(),
                item.basis.trim(),
                item.ground.clause,
                item.ground.target,
                item.ground.words.trim(),
                item.due_day,
                item.form.canonical(),
                item.photos,
                item.photos_reason.trim(),
                item.minutes(),
                price::values(&item.form),
                item.decision,
                item.split_of,
                0_i64
            ]
            .to_vec(),
        );
    }
    tx.insert_many("item", &ITEM_COLUMNS, rows)?;
    Ok(())
}

/// What sending or withdrawing makes of a list.
pub(crate) struct NewStage {
    pub(crate) stage: Stage,
    pub(crate) number: String,
    pub(crate) orgs: i64,
    pub(crate) sent: Option<(PostId, AccountId, Instant)>,
}

/// Moves a list to its next stage upon the version that was decided on; false if it is another by now.
/// A number that somebody took at the same moment makes the whole unit run again.
pub(crate) fn set_stage(tx: &mut Tx<'_>, _: &Permit, row: &ListRow, to: &NewStage) -> Result<bool, AppError> {
    let saved = tx.exec(
        SET_STAGE,
        args![
            row.org,
            row.id,
            row.version,
            to.stage.code(),
            &to.number,
            to.orgs,
            to.sent.map(|s| s.0),
            to.sent.map(|s| s.1),
            to.sent.map(|s| s.2)
        ],
    );
    match saved {
        Ok(n) => Ok(n == 1),
        Err(db::DbFault::Duplicate) => Err(AppError::Busy),
        Err(other) => Err(other.into()),
    }
}

/// How many lists of this year have a number.
pub(crate) fn numbered(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<i64, AppError> {
    let year = month.year() * 100;
    let (n,): (i64,) = tx.one(COUNT_NUMBERED, args![org, year + 1, year + 12])?;
    Ok(n)
}
