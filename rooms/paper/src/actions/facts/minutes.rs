//! The facts of adopted minutes.

use cx::{AppError, Tx};
use kernel::{MeetingId, OrgId};
use meeting::Sheet;
use serde_json::{Value, json};

use crate::{actions::draw::Drawn, rules::address::Edition};

pub(crate) fn draw(tx: &mut Tx<'_>, org: OrgId, wanted: Edition<MeetingId>, ask: bool) -> Result<Drawn, AppError> {
    if ask {
        meeting::may_see_minutes_in(tx, org, wanted.id)?;
    }
    let sheet = meeting::minutes_in(tx, org, wanted.id, wanted.rev)?;
    Ok(of(tx, &sheet))
}

fn of(tx: &Tx<'_>, sheet: &Sheet) -> Drawn {
    let (m, here) = (&sheet.minutes, &sheet.minutes.presence);
    let agenda: Vec<Value> = m
        .agenda
        .iter()
        .map(|l| {
            let month = l.month.map(|month| month.to_string());
            json!({ "kind": l.kind.code(), "month": month, "n": l.n, "total": l.total, "text": l.text })
        })
        .collect();
    let decisions: Vec<Value> = m
        .decisions
        .iter()
        .map(|d| json!({ "text": d.text, "who": d.who, "due": d.due, "basis": d.basis, "baseless": d.baseless }))
        .collect();
    let adopted = sheet.adopted_at.day(tx.zone());
    let facts = json!({
        "org": m.name, "title": m.title, "month": m.month.to_string(), "day": m.day, "start": m.start.to_string(),
        "place": m.place, "rev": m.rev, "reason": m.reason, "adopted": adopted, "seal": sheet.hash,
        "invited": here.invited, "came": here.came, "absent": here.absent, "own_heads": here.own,
        "other_heads": here.others, "agenda": agenda, "decisions": decisions, "text": m.text,
    });
    Drawn { facts, issuer: m.name.clone(), day: adopted, older: sheet.older }
}
