//! The facts of a list as one recipient got it.

use cx::{AppError, Tx};
use kernel::{ListId, OrgId};
use serde_json::{Value, json};

use crate::actions::draw::Drawn;

pub(crate) fn draw(tx: &mut Tx<'_>, org: OrgId, list: ListId, ask: bool) -> Result<Drawn, AppError> {
    let received = task_list::received_in(tx, list, org)?;
    if ask {
        task_list::may_see_received(tx, &received)?;
    }
    Ok(of(tx, &received))
}

fn of(tx: &Tx<'_>, received: &task_list::Received) -> Drawn {
    let list = &received.list;
    let day = list.sent_at.unwrap_or(list.written_at).day(tx.zone());
    let items: Vec<Value> = received
        .items
        .iter()
        .map(|i| {
            json!({ "text": i.text, "requirement": i.requirement, "basis": i.basis, "baseless": i.is_baseless(), "due": i.due_day, "minutes": i.minutes,
                "photos": i.photos })
        })
        .collect();
    let facts = json!({
        "issuer": received.issuer.name, "org": received.org.name, "own": received.org.id == received.issuer.id,
        "number": list.number, "title": list.title, "month": list.month.to_string(), "urgent": list.urgent,
        "approval": list.approval, "minutes": list.minutes, "sent": day, "items": items,
    });
    Drawn { facts, issuer: received.issuer.name.clone(), day, older: false }
}
