//! Drawing the facts of a paper from the room of its subject.

use cx::{AppError, Tx};
use kernel::{Day, Role};
use serde_json::{Value, json};

use crate::{access::PRINT, rules::address::Subject};

/// What a paper states.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    /// What placeholders of its wording name, and what its hash is of.
    pub(crate) facts: Value,
    /// Who issues it.
    pub(crate) issuer: String,
    /// Its day.
    pub(crate) day: Day,
}

/// The facts of a subject as it stands now, whoever asks.
pub(crate) fn draw(tx: &mut Tx<'_>, subject: Subject) -> Result<Drawn, AppError> {
    drawn(tx, subject, false)
}

/// The facts of a subject that the actor may read.
pub(crate) fn draw_for_actor(tx: &mut Tx<'_>, subject: Subject) -> Result<Drawn, AppError> {
    let is_operator = tx.actor().seat.role == Role::Operator;
    let place = tx.place().clone();
    tx.permit(&PRINT, &place)?;
    drawn(tx, subject, !is_operator)
}

fn drawn(tx: &mut Tx<'_>, subject: Subject, ask: bool) -> Result<Drawn, AppError> {
    match subject {
        Subject::List(org, list) => {
            let received = task_list::received_in(tx, list, org)?;
            if ask {
                task_list::may_see_received(tx, &received)?;
            }
            Ok(of_list(tx, &received))
        }
        Subject::Statement(org, month) => {
            let (row, revision) = statement::published_in(tx, org, month)?;
            if ask && !statement::may_read(&tx.actor().seat, &row.path) {
                return Err(AppError::NotFound);
            }
            Ok(of_statement(tx, &revision))
        }
    }
}

fn of_list(tx: &Tx<'_>, received: &task_list::Received) -> Drawn {
    let list = &received.list;
    let day = list.sent_at.unwrap_or(list.written_at).day(tx.zone());
    let items: Vec<Value> = received
        .items
        .iter()
        .map(|i| {
            json!({ "text": i.text, "requirement": i.requirement, "basis": i.basis, "due": i.due_day, "minutes": i.minutes,
                "photos": i.photos })
        })
        .collect();
    let facts = json!({
        "issuer": received.issuer.name, "org": received.org.name, "own": received.org.id == received.issuer.id,
        "number": list.number, "title": list.title, "month": list.month.to_string(), "urgent": list.urgent,
        "approval": list.approval, "minutes": list.minutes, "sent": day, "items": items,
    });
    Drawn { facts, issuer: received.issuer.name.clone(), day }
}

fn of_statement(tx: &Tx<'_>, revision: &statement::Revision) -> Drawn {
    let zone = tx.zone();
    let (s, at) = (&revision.statement, |instant: Option<kernel::Instant>| {
        instant.map(|i| i.day(zone).to_string()).unwrap_or_default()
    });
    let day = revision.sealed.published_at.day(zone);
    let sum = s.facts.summary();
    let lines: Vec<Value> = s
        .facts
        .lines
        .iter()
        .map(|l| {
            json!({ "text": l.text, "number": l.number, "from": l.from, "basis": l.basis, "due": l.due, "state": l.state.code(),
                "late": l.late, "reported": at(l.reported), "closed": at(l.closed), "minutes": l.tenths })
        })
        .collect();
    let asked: Vec<Value> = s
        .facts
        .asked
        .iter()
        .map(|a| {
            json!({ "from": a.from, "requests": a.requests, "minutes": a.tenths, "values": a.values, "outside": a.baseless,
                "declined": a.declined })
        })
        .collect();
    let lists: Vec<Value> = s
        .facts
        .lists
        .iter()
        .map(|l| json!({ "number": l.number, "title": l.title, "orgs": l.orgs, "minutes": l.tenths }))
        .collect();
    let facts = json!({
        "org": s.name, "place": s.place, "month": s.month.to_string(), "rev": s.rev, "seal": revision.sealed.hash,
        "published": day, "received": sum.received, "done": sum.done, "in_time": sum.in_time, "late": sum.late,
        "excused": sum.excused, "open": sum.open, "minutes": sum.tenths, "lines": lines, "asked": asked, "lists": lists,
        "self_text": s.self_text, "problems": s.problems, "reason": s.reason,
    });
    Drawn { facts, issuer: s.name.clone(), day }
}
