//! The agenda before it is fixed: drawn from the ledger whenever somebody looks, with topics of one's own.

use cx::{AppError, Cx, Happening, Tx};
use kernel::{MeetingId, Month};
use statement::Standing;

use super::{key, mine, saved};
use crate::{
    access::PLAN,
    rules::{Figures, Line, agenda, decision},
    store::{self, agenda::LineId, decision::Row as DecisionRow, meeting::MeetingRow, org::OrgRow},
};

/// Topics of one meeting at most.
const TOPICS_MOST: usize = 40;

/// What the ledger says now, for an organisation and everything below: a fixed number of statements.
pub(super) fn figures(tx: &mut Tx<'_>, host: &OrgRow, month: Month) -> Result<Figures, AppError> {
    let last = month.plus(-1);
    let own = statement::standing_in(tx, host.id, last)?;
    let below = statement::counts_below_in(tx, &host.path, last)?;
    let before = task_list::overview_in(tx, (last, last), host.id)?.total;
    let now = task_list::overview_in(tx, (month, month), host.id)?.total;
    let asked = task_list::asked_of_in(tx, host.id, month)?;
    let sent = asked.lists.iter().filter(|l| !l.withdrawn);
    let lists = sent.fold((0, 0), |sum, l| (sum.0 + 1, sum.1 + l.items));
    Ok(Figures {
        month,
        own_statement: matches!(own, Standing::Published | Standing::Corrected),
        closed: statement::is_closed(last, tx.now(), tx.zone()),
        below: (below.all, below.unpublished),
        counts: (before, now),
        asking: task_list::asking_in(tx, host.id, &host.path)?,
        lists,
        received: asked.requests,
    })
}

/// The program's lines for a meeting: figures, and the decisions that are still open.
pub(super) fn drawn(
    tx: &mut Tx<'_>,
    host: &OrgRow,
    row: &MeetingRow,
) -> Result<(Vec<Line>, Vec<DecisionRow>), AppError> {
    let mut lines = agenda::lines(&figures(tx, host, row.month)?);
    let open = store::decision::open(tx, host.id, row.id)?;
    lines.extend(open.iter().map(|d| Line::words(agenda::Kind::Decision, d.text.clone(), Some(d.id))));
    Ok((lines, open))
}

/// Sets a topic on the agenda of a meeting of one's own organisation; also while it is held, until its minutes are
/// adopted.
///
/// # Errors
/// An empty or long topic; a fault if the meeting is over or cancelled; [`AppError::Conflict`].
pub async fn add_topic(cx: &Cx, once: &str, id: MeetingId, version: i64, topic: &str) -> Result<(), AppError> {
    let topic = topic.to_owned();
    cx.write_once(&key("topic", id, once), move |tx| {
        let (row, permit) = mine(tx, &PLAN, id, version)?;
        open(&row)?;
        let topic = decision::topic(&topic)?;
        let lines = store::agenda::of(tx, row.org, id)?;
        if lines.iter().filter(|l| l.kind == agenda::Kind::Topic).count() >= TOPICS_MOST {
            return Err(kernel::Fault::of("topic", "meeting_topics_most").with("most", TOPICS_MOST).into());
        }
        let line = store::agenda::add_topic(tx, &permit, (row.org, id), &topic)?;
        let done = store::meeting::touch(tx, &permit, &row)?;
        saved(tx, done, &row)?;
        Ok(Happening::new("meeting.topic_set", row.org, id).detail(serde_json::json!({ "line": line })).answer(()))
    })
    .await
}

/// Takes a topic off again.
///
/// # Errors
/// As [`add_topic`]; [`AppError::NotFound`] if there is none of that id.
pub async fn drop_topic(cx: &Cx, once: &str, id: MeetingId, version: i64, line: LineId) -> Result<(), AppError> {
    cx.write_once(&key("topic_off", line, once), move |tx| {
        let (row, permit) = mine(tx, &PLAN, id, version)?;
        open(&row)?;
        if !store::agenda::drop_topic(tx, &permit, (row.org, id), line)? {
            return Err(AppError::NotFound);
        }
        let done = store::meeting::touch(tx, &permit, &row)?;
        saved(tx, done, &row)?;
        Ok(Happening::new("meeting.topic_dropped", row.org, id).detail(serde_json::json!({ "line": line })).answer(()))
    })
    .await
}

/// Topics may change until the minutes are adopted.
fn open(row: &MeetingRow) -> Result<(), AppError> {
    match row.stage {
        crate::rules::Stage::Cancelled => Err(kernel::Fault::new("meeting_not_planned").into()),
        _ if row.rev > 0 => Err(kernel::Fault::new("meeting_adopted").into()),
        _ => Ok(()),
    }
}
