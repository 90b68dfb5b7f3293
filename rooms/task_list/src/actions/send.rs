//! 下发: one request makes all assignments of a list, in one transaction; a very large list is laid out in
//! parts that nobody below sees until the last is there.

use std::collections::BTreeMap;

use cx::{Actor, AppError, Cx, Happening, House, Permit, Tx};
use kernel::{Day, ListId, OrgId, OrgPath};
use org::{Member, Resolved};
use serde_json::json;

use super::{draft, ground, preview, submission};
use crate::access::{self, SEND, UPKEEP};
use crate::rules::{Audience, ListDraft, Stage, number};
use crate::store::list::{self, ItemRow, ListRow, NewStage};
use crate::store::sending::{self, Sender};
use crate::store::{roll_up, standing, tree};

/// More assignments than this are laid out in parts: a shorter write lock, and nothing lost by an interruption.
pub const AT_ONCE_MOST: i64 = 400_000;

/// What sending came to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sent {
    /// The list.
    pub list: ListId,
    /// Its number.
    pub number: String,
    /// Organisations that get it.
    pub orgs: i64,
    /// Assignments in all.
    pub assignments: i64,
    /// Whether it is still being laid out.
    pub in_parts: bool,
}

/// Assignments from which on a list changes what the engine has to know of its tables, and these tables.
const MANY: i64 = 1_000;
const GROWN: [&str; 4] = ["assignment", "assignment_step", "standing", "item"];

/// Sends a draft of one's own organisation. One of more than `at_once` assignments (usually [`AT_ONCE_MOST`])
/// comes back at once as being laid out, and goes on whether or not anybody waits for it.
///
/// # Errors
/// Every obstacle: an empty list or audience, an audience outside one's own subtree, a passed hard stop, a
/// missing approval; [`AppError::Conflict`] if it is another draft by now.
pub async fn send(cx: &Cx, once: &str, id: ListId, version: i64, at_once: i64) -> Result<Sent, AppError> {
    let sent = begin(cx, once, id, version, at_once).await?;
    if sent.in_parts {
        let (house, org) = (cx.house().clone(), cx.actor().seat.org);
        tokio::spawn(async move {
            if let Err(error) = finish(&house, org, id).await {
                tracing::error!(%error, list = %id, "a list could not be laid out; it is tried again at the next start");
            }
        });
    }
    Ok(sent)
}

/// Finishes what an interruption left half laid out; answers how many lists. For the start of the server.
///
/// # Errors
/// A failure of the database.
pub async fn resume_sending(house: &House) -> Result<i64, AppError> {
    let rows: Vec<ListRow> = operator(house).read(|tx| Ok(tx.all(list::SENDING, &[])?)).await?;
    for row in &rows {
        finish(house, row.org, row.id).await?;
    }
    Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}

/// Authorises, judges, numbers; lays the list out if it is not larger than `at_once`.
pub(crate) async fn begin(cx: &Cx, once: &str, id: ListId, version: i64, at_once: i64) -> Result<Sent, AppError> {
    cx.write_once(&submission("send", id, once), move |tx| {
        let row = list::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &SEND, row.org)?;
        row.stage.edit()?;
        if row.version != version {
            return Err(AppError::Conflict(Vec::new()));
        }
        let plan = Plan::of(tx, row)?;
        let faults = plan.obstacles(tx)?;
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let assignments = plan.assignments();
        let stage = plan.row.stage.send(assignments > at_once)?;
        let number = plan.number(tx)?;
        ground::cite(tx, &permit, &plan.row, &plan.items)?;
        plan.set_stage(tx, &permit, stage, &number)?;
        if stage == Stage::Sent {
            plan.lay_out_whole(tx, &permit)?;
            if assignments >= MANY {
                tx.look_anew(&GROWN)?;
            }
        }
        let sent = Sent { list: id, number, orgs: plan.orgs(), assignments, in_parts: stage == Stage::Sending };
        let detail = json!({ "orgs": sent.orgs, "assignments": assignments, "stage": stage.code() });
        Ok(Happening::new("task_list.sent", plan.row.org, id).detail(detail).answer(sent))
    })
    .await
}

/// Lays out every part that is missing and shows the list. Running again, or twice at once, changes nothing.
pub(crate) async fn finish(house: &House, org: OrgId, id: ListId) -> Result<(), AppError> {
    let cx = operator(house);
    let parts = cx
        .read(move |tx| {
            let issuer = tree::get(tx, org)?;
            sending::pieces(tx, &issuer.path)
        })
        .await?;
    for part in parts {
        lay_out_part(&cx, org, id, part).await?;
    }
    show(&cx, org, id).await
}

/// One part: a short transaction of its own.
pub(crate) async fn lay_out_part(cx: &Cx, org: OrgId, id: ListId, part: (String, String)) -> Result<(), AppError> {
    cx.write(move |tx| {
        let row = list::get(tx, org, id)?;
        let (issuer, sender) = (tree::get(tx, org)?, sender(&row)?);
        let permit = tx.permit(&UPKEEP, &issuer.path)?;
        let audience = org::resolve_in(tx, issuer, &Audience::stored(&row.audience))?;
        let laid = if row.stage == Stage::Sending {
            sending::lay_out(tx, &permit, &row, sender, &audience, &part)?
        } else {
            0
        };
        if laid == 0 {
            return Ok(cx::Recorded::unchanged(()));
        }
        Ok(Happening::new("task_list.part_sent", org, id).detail(json!({ "assignments": laid })).answer(()))
    })
    .await
}

/// The last transaction: counts, and the list is there, whole.
async fn show(cx: &Cx, org: OrgId, id: ListId) -> Result<(), AppError> {
    cx.write(move |tx| {
        let row = list::get(tx, org, id)?;
        if row.stage != Stage::Sending {
            return Ok(cx::Recorded::unchanged(()));
        }
        let issuer = tree::get(tx, org)?;
        let permit = tx.permit(&UPKEEP, &issuer.path)?;
        let (items, sender) = (list::items(tx, id)?, sender(&row)?);
        let orgs = match items.first() {
            Some(first) => sending::laid_out(tx, row.month, &issuer.path, first.id)?,
            None => Vec::new(),
        };
        let next = NewStage {
            stage: Stage::Sent,
            number: row.number.clone(),
            orgs: i64::try_from(orgs.len()).unwrap_or(i64::MAX),
            sent: Some((sender.post, sender.account, sender.at)),
        };
        tx.exec(list::SHOW_ITEMS, db::args![id])?;
        if !list::set_stage(tx, &permit, &row, &next)? {
            return Err(AppError::Busy);
        }
        standing::issue(tx, &permit, &row, &items, &issuer.path)?;
        let deltas = sending::deltas(tx, &row, &items, &orgs)?;
        roll_up::write(tx, &permit, &deltas)?;
        tx.look_anew(&GROWN)?;
        Ok(Happening::new("task_list.laid_out", org, id).detail(json!({ "orgs": next.orgs })).answer(()))
    })
    .await
}

fn operator(house: &House) -> Cx {
    Cx::new(house.clone(), Actor::operator(), "cli", "sending".to_owned())
}

fn sender(row: &ListRow) -> Result<Sender, AppError> {
    let sent = row.sent_by.zip(row.sent_account).zip(row.sent_at);
    sent.map(|((post, account), at)| Sender { post, account, at }).ok_or(AppError::NotFound)
}

/// A list about to be sent, with everything that decides it.
struct Plan {
    row: ListRow,
    items: Vec<ItemRow>,
    draft: ListDraft,
    issuer: tree::OrgRef,
    audience: Resolved,
    members: BTreeMap<OrgId, Member>,
}

impl Plan {
    fn of(tx: &mut Tx<'_>, row: ListRow) -> Result<Self, AppError> {
        let issuer = tree::get(tx, row.org)?;
        let items = list::items(tx, row.id)?;
        let draft = draft::draft_of(&row, &items);
        let audience = org::resolve_in(tx, issuer.clone(), &draft.audience)?;
        let members = org::members_in(tx, &audience)?;
        Ok(Self { row, items, draft, issuer, audience, members })
    }

    fn obstacles(&self, tx: &mut Tx<'_>) -> Result<kernel::Faults, AppError> {
        let priced = preview::priced(tx, &self.draft, &self.members)?;
        let today: Day = tx.today();
        let mut faults = preview::obstacles(&self.draft, &priced, today);
        // What an item rests on may have ended since it was written.
        match ground::grounded(tx, self.row.org, &self.draft) {
            Ok(_) => {}
            Err(AppError::Invalid(ended)) => faults.extend(ended),
            Err(other) => return Err(other),
        }
        Ok(faults)
    }

    fn orgs(&self) -> i64 {
        i64::try_from(self.members.len()).unwrap_or(i64::MAX)
    }

    fn assignments(&self) -> i64 {
        self.orgs().saturating_mul(i64::try_from(self.items.len()).unwrap_or(i64::MAX))
    }

    fn number(&self, tx: &mut Tx<'_>) -> Result<String, AppError> {
        let ordinal = list::numbered(tx, self.row.org, self.row.month)? + 1;
        Ok(number::number(&tree::short_name(tx, &self.issuer)?, self.row.month, ordinal))
    }

    fn set_stage(&self, tx: &mut Tx<'_>, permit: &Permit, stage: Stage, number: &str) -> Result<(), AppError> {
        // Items first: they are a shared table, which is written before owned ones (`architecture.md` §4, 17).
        if stage == Stage::Sent {
            tx.exec(list::SHOW_ITEMS, db::args![self.row.id])?;
        }
        let sent = Some((tx.actor().seat.post, tx.actor().account, tx.now()));
        let next = NewStage { stage, number: number.to_owned(), orgs: self.orgs(), sent };
        if list::set_stage(tx, permit, &self.row, &next)? { Ok(()) } else { Err(AppError::Conflict(Vec::new())) }
    }

    fn lay_out_whole(&self, tx: &mut Tx<'_>, permit: &Permit) -> Result<(), AppError> {
        let sender = Sender { post: tx.actor().seat.post, account: tx.actor().account, at: tx.now() };
        sending::lay_out(tx, permit, &self.row, sender, &self.audience, &self.issuer.path.range())?;
        let orgs: Vec<(OrgId, OrgPath)> = self.members.values().map(|m| (m.id, m.path.clone())).collect();
        standing::issue(tx, permit, &self.row, &self.items, &self.issuer.path)?;
        let deltas = sending::deltas(tx, &self.row, &self.items, &orgs)?;
        roll_up::write(tx, permit, &deltas)
    }
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
