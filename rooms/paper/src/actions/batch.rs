//! Ordering many papers at once, looking how far they are, cancelling, fetching the file.

use std::fs::File;

use cx::{AppError, Cx, Happening, Recorded, Tx};
use kernel::{Fault, OrgId, OrgPath, Role};
use serde_json::json;

use crate::{
    access::PRINT,
    rules::{
        kind::Format,
        order::{OPEN_MOST, Of, PAPERS_MOST},
    },
    store::{
        batch::{self, BatchId, BatchRow},
        register,
    },
};

/// Organisations of which a batch is read at a time while it is counted.
const COUNTED: i64 = 1_000;

/// What a batch would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// Papers in it.
    pub total: i64,
}

/// An organisation whose paper is in a batch.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    pub(crate) org: OrgId,
    pub(crate) path: OrgPath,
    pub(crate) name: String,
}

/// What a batch of this would be for the actor.
///
/// # Errors
/// [`AppError::NotFound`] out of sight; faults: nothing to print, too much for one batch.
pub async fn plan(cx: &Cx, of: Of) -> Result<Plan, AppError> {
    cx.read(move |tx| planned(tx, of)).await
}

/// Orders a batch of what the actor may see; the server works on it in the background.
///
/// # Errors
/// As [`plan`]; a fault if the account has too many open ones.
pub async fn order(cx: &Cx, once: &str, of: Of, format: Format, base: String) -> Result<BatchId, AppError> {
    let key = if once.is_empty() { String::new() } else { cx::hash_token(&format!("paper.order {of:?} {once}")) };
    cx.write_once(&key, move |tx| {
        let place = tx.place().clone();
        let permit = tx.permit(&PRINT, &place)?;
        if batch::open(tx)? >= OPEN_MOST {
            return Err(Fault::new("paper_batch_open").with("most", OPEN_MOST).into());
        }
        let plan = planned(tx, of)?;
        let id = batch::add(tx, &permit, of, (&plan.title, format.code(), &base), plan.total)?;
        let detail = json!({ "kind": of.kind().code(), "of": of.org(), "subject": of.id(), "papers": plan.total });
        Ok(Happening::new("paper.batch_ordered", tx.actor().seat.org, id).detail(detail).answer(id))
    })
    .await
}

/// The actor's batches, the newest first.
///
/// # Errors
/// A failure of the database.
pub async fn batches(cx: &Cx) -> Result<Vec<BatchRow>, AppError> {
    cx.read(batch::mine).await
}

/// One of the actor's batches.
///
/// # Errors
/// [`AppError::NotFound`] if it is somebody else's.
pub async fn batch(cx: &Cx, id: BatchId) -> Result<BatchRow, AppError> {
    cx.read(move |tx| own(tx, id)).await
}

/// Cancels one of the actor's batches; one that is finished stays as it is.
///
/// # Errors
/// As [`batch`].
pub async fn cancel(cx: &Cx, once: &str, id: BatchId) -> Result<(), AppError> {
    let key = if once.is_empty() { String::new() } else { cx::hash_token(&format!("paper.cancel {id} {once}")) };
    cx.write_once(&key, move |tx| {
        let row = own(tx, id)?;
        let place = tx.place().clone();
        let permit = tx.permit(&PRINT, &place)?;
        if !batch::cancel(tx, &permit, &row)? {
            return Ok(Recorded::unchanged(()));
        }
        Ok(Happening::new("paper.batch_cancelled", row.org, id).answer(()))
    })
    .await
}

/// The finished file of one of the actor's batches, while the actor may still see what it is of.
///
/// # Errors
/// As [`batch`]; a fault while it is not finished or once its file is gone.
pub async fn fetch(cx: &Cx, id: BatchId) -> Result<(BatchRow, File), AppError> {
    let row = cx
        .read(move |tx| {
            let row = own(tx, id)?;
            planned(tx, row.of().ok_or(AppError::NotFound)?)?;
            Ok(row)
        })
        .await?;
    let file = if row.stage == "done" { cx.house().files.spool().open(&row.file()) } else { None };
    let file = file.ok_or_else(|| Fault::new("paper_batch_no_file"))?;
    Ok((row, file))
}

fn own(tx: &mut Tx<'_>, id: BatchId) -> Result<BatchRow, AppError> {
    let actor = tx.actor().clone();
    let row = batch::get(tx, actor.seat.org, id)?;
    let mine = row.by_account == actor.account && row.by_post == actor.seat.post;
    if mine { Ok(row) } else { Err(AppError::NotFound) }
}

pub(crate) fn planned(tx: &mut Tx<'_>, of: Of) -> Result<Plan, AppError> {
    let title = title(tx, of)?;
    let (mut total, mut after) = (0, Some(OrgPath::everything()));
    while let Some(from) = after {
        let (page, next) = page(tx, of, &from, COUNTED)?;
        total += i64::try_from(page.len()).unwrap_or(i64::MAX);
        after = next;
        if total > PAPERS_MOST {
            return Err(Fault::new("paper_batch_too_many").with("most", PAPERS_MOST).into());
        }
    }
    if total > 0 {
        return Ok(Plan { title, total });
    }
    // Whoever would see it is told that it is empty; for all others it does not exist.
    let (path, _) = register::org(tx, of.org())?;
    if tx.place().contains(&path) { Err(Fault::new("paper_batch_empty").into()) } else { Err(AppError::NotFound) }
}

fn title(tx: &mut Tx<'_>, of: Of) -> Result<String, AppError> {
    match of {
        Of::List(org, list) => {
            let sent = task_list::received_in(tx, list, org)?;
            if sent.issuer.id == org { Ok(sent.list.title) } else { Err(AppError::NotFound) }
        }
        Of::Letters(org, issue) => Ok(target::issue_in(tx, org, issue)?.title),
        Of::Statements(org, month) => Ok(format!("{} {month}", register::org(tx, org)?.1)),
    }
}

/// The organisations of a batch that the actor may print the paper of, after a place, in the order of their places; and
/// from where to go on, if there are more.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    of: Of,
    after: &OrgPath,
    size: i64,
) -> Result<(Vec<Recipient>, Option<OrgPath>), AppError> {
    let known = |o: org::OrgRef| Recipient { org: o.id, path: o.path, name: o.name };
    let mut all: Vec<Recipient> = match of {
        Of::List(_, list) => task_list::recipients_in(tx, list, after, size)?.into_iter().map(known).collect(),
        Of::Letters(_, issue) => target::letters_of_in(tx, issue, after, size)?.into_iter().map(known).collect(),
        Of::Statements(org, month) => {
            let (branch, _) = register::org(tx, org)?;
            let rows = statement::publishers_in(tx, month, &branch, after, size)?;
            rows.into_iter().map(|o| Recipient { org: o.org, path: o.path, name: o.name }).collect()
        }
    };
    let more = i64::try_from(all.len()).is_ok_and(|n| n == size);
    let next = if more { all.last().map(|r| r.path.clone()) } else { None };
    let seat = tx.actor().seat.clone();
    all.retain(|r| match of {
        _ if seat.role == Role::Operator => true,
        Of::List(issuer, _) | Of::Letters(issuer, _) => seat.org == issuer || seat.path.contains(&r.path),
        Of::Statements(..) => statement::may_read(&seat, &r.path),
    });
    Ok((all, next))
}
