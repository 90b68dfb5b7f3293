//! 分解: an organisation makes a list of its own, for those below it, of what it was given. The list shows
//! how far those below are; it never closes what it was made of.

use cx::{AppError, Cx, Happening};
use kernel::{Fault, ListId};
use serde_json::json;

use super::{Seen, ground::grounded, load, submission};
use crate::access::{self, SPLIT};
use crate::rules::{Audience, Choice, ListDraft, StepKind};
use crate::store::assignment::{Change, NewStep, save};
use crate::store::list;

/// Makes a draft of an assignment of one's own organisation, filled in with what the superior wrote;
/// answers the draft's id.
///
/// # Errors
/// A fault if nothing is owed any more; [`AppError::Conflict`].
pub async fn split(cx: &Cx, once: &str, seen: Seen) -> Result<ListId, AppError> {
    cx.write_once(&submission("split", seen.key, once), move |tx| {
        let row = load(tx, seen, None)?;
        let permit = access::own(tx, &SPLIT, row.org)?;
        if !row.state.is_owed() {
            return Err(Fault::new("task_list_state").into());
        }
        let upper = list::items_of_ids(tx, &[row.item].into())?.remove(&row.item).ok_or(AppError::NotFound)?;
        let mut item = upper.draft();
        (item.split_of, item.decision) = (Some(upper.id), None);
        item.due_day = row.due_day;
        let below = Choice { under: row.org, levels: Vec::new(), domains: Vec::new(), tags: Vec::new() };
        let draft = ListDraft {
            month: row.month,
            title: upper.text.chars().take(100).collect(),
            urgent: false,
            approval: String::new(),
            audience: Audience { clauses: vec![below], named: Vec::new(), include_self: false },
            items: vec![item],
        };
        let draft = grounded(tx, row.org, &draft)?;
        let id = tx.new_id();
        list::insert(tx, &permit, (row.org, id), &draft, Some(upper.id))?;
        let next = row.duty();
        let mut step = NewStep::new(StepKind::Split);
        step.detail = json!({ "list": id }).to_string();
        let change = Change::new(row, next, step);
        save(tx, &permit, std::slice::from_ref(&change))?;
        let happening = Happening::new("task_list.split", change.row.org, change.row.object());
        Ok(happening.detail(json!({ "list": id })).answer(id))
    })
    .await
}
