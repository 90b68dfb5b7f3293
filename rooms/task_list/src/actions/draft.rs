//! Drafts: written, edited, copied and thrown away by their own organisation.

use cx::{AppError, Cx, Difference, Happening, Tx};
use kernel::{Day, Fault, ListId, Month};

use super::{ground::grounded, submission};
use crate::access::{self, WRITE};
use crate::rules::{Audience, ItemDraft, ListDraft};
use crate::store::list::{self, ItemRow, ListRow};

/// Writes a new draft; answers its id.
///
/// # Errors
/// Every rule of writing it breaks.
pub async fn create(cx: &Cx, once: &str, draft: ListDraft) -> Result<ListId, AppError> {
    cx.write_once(&submission("create", "", once), move |tx| {
        let own = tx.actor().seat.org;
        let permit = access::own(tx, &WRITE, own)?;
        checked(&draft)?;
        let draft = grounded(tx, own, &draft)?;
        let id = tx.new_id();
        list::insert(tx, &permit, (own, id), &draft, None)?;
        Ok(Happening::new("task_list.drafted", own, id).answer(id))
    })
    .await
}

/// Overwrites a draft upon the version its editor had; answers the next version.
///
/// # Errors
/// Every rule of writing it breaks; [`AppError::Conflict`] with what stands there now if somebody else
/// edited it meanwhile; a fault if it is no draft any more.
pub async fn edit(cx: &Cx, once: &str, id: ListId, version: i64, draft: ListDraft) -> Result<i64, AppError> {
    cx.write_once(&submission("edit", id, once), move |tx| {
        let row = list::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WRITE, row.org)?;
        row.stage.edit()?;
        checked(&draft)?;
        let draft = grounded(tx, row.org, &draft)?;
        if row.version != version || !list::update(tx, &permit, &row, &draft)? {
            return Err(AppError::Conflict(differences(tx, &row, &draft)?));
        }
        Ok(Happening::new("task_list.edited", row.org, id).answer(version + 1))
    })
    .await
}

/// Throws a draft away.
///
/// # Errors
/// A fault if it is no draft any more; [`AppError::Conflict`].
pub async fn discard(cx: &Cx, once: &str, id: ListId, version: i64) -> Result<(), AppError> {
    cx.write_once(&submission("discard", id, once), move |tx| {
        let row = list::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WRITE, row.org)?;
        row.stage.edit()?;
        if row.version != version || !list::drop(tx, &permit, &row)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        Ok(Happening::new("task_list.discarded", row.org, id).answer(()))
    })
    .await
}

/// A draft for `month` like the newest list sent for the month before: same items and audience, each
/// deadline on the same day of the month (or its last day). Nothing is saved.
///
/// # Errors
/// A fault if nothing was sent for the month before.
pub async fn copy_of_last_month(cx: &Cx, month: Month) -> Result<ListDraft, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::own(tx, &WRITE, own)?;
        let last = list::newest_sent(tx, own, month.plus(-1))?.ok_or_else(|| Fault::new("task_list_no_last"))?;
        let items = list::items(tx, last.id)?;
        let mut draft = draft_of(&last, &items);
        draft.month = month;
        draft.approval = String::new();
        for item in &mut draft.items {
            item.due_day = same_day(item.due_day, month);
            (item.split_of, item.decision) = (None, None);
            // Targets are of one year.
            item.ground.target = item.ground.target.filter(|_| last.month.year() == month.year());
        }
        Ok(draft)
    })
    .await
}

/// A stored list as its editor holds it.
pub(crate) fn draft_of(row: &ListRow, items: &[ItemRow]) -> ListDraft {
    ListDraft {
        month: row.month,
        title: row.title.clone(),
        urgent: row.urgent,
        approval: row.approval.clone(),
        audience: Audience::stored(&row.audience),
        items: items.iter().map(ItemRow::draft).collect(),
    }
}

pub(super) fn checked(draft: &ListDraft) -> Result<(), AppError> {
    let faults = draft.check();
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// The same day one month on, or the month's last.
fn same_day(day: Day, month: Month) -> Day {
    let last = month.last_day();
    let wanted = i16::try_from(month.year()).ok().zip(i8::try_from(month.of_year()).ok());
    wanted.and_then(|(y, m)| Day::new(y, m, day.0.day())).unwrap_or(last).min(last)
}

/// Field by field, what the editor sent and what stands there now.
fn differences(tx: &mut Tx<'_>, stale: &ListRow, mine: &ListDraft) -> Result<Vec<Difference>, AppError> {
    let row = list::get(tx, stale.org, stale.id)?;
    let theirs = draft_of(&row, &list::items(tx, row.id)?);
    let mut out = Vec::new();
    let mut differ = |field: &'static str, mine: String, theirs: String| {
        if mine != theirs {
            out.push(Difference { field, mine, theirs });
        }
    };
    differ("task_list.differs.title", mine.title.trim().to_owned(), theirs.title.clone());
    differ("task_list.differs.month", mine.month.to_string(), theirs.month.to_string());
    differ("task_list.differs.approval", mine.approval.trim().to_owned(), theirs.approval.clone());
    let longest = mine.items.len().max(theirs.items.len());
    let text =
        |items: &[ItemDraft], n: usize| items.get(n).map(|i| format!("{}. {} ({})", n + 1, i.text.trim(), i.due_day));
    for n in 0..longest {
        let (mine, theirs) = (text(&mine.items, n), text(&theirs.items, n));
        differ("task_list.differs.item", mine.unwrap_or_default(), theirs.unwrap_or_default());
    }
    Ok(out)
}
