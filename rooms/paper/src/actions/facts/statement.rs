//! The facts of a published statement.

use cx::{AppError, Tx};
use kernel::{Month, OrgId};
use serde_json::{Value, json};

use crate::actions::draw::Drawn;

pub(crate) fn draw(tx: &mut Tx<'_>, org: OrgId, month: Month, ask: bool) -> Result<Drawn, AppError> {
    let (row, revision) = statement::published_in(tx, org, month)?;
    if ask && !statement::may_read(&tx.actor().seat, &row.path) {
        return Err(AppError::NotFound);
    }
    Ok(of(tx, &revision))
}

fn of(tx: &Tx<'_>, revision: &statement::Revision) -> Drawn {
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
            json!({ "text": l.text, "number": l.number, "from": l.from, "basis": l.basis, "baseless": l.baseless, "due": l.due, "state": l.state.code(),
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
    Drawn { facts, issuer: s.name.clone(), day, older: false }
}
