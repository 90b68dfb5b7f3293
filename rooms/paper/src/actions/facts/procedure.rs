//! The facts of a work procedure: one version with its clauses.

use cx::{AppError, Tx};
use document::{Kind, Reading};
use kernel::{DocumentId, OrgId};
use serde_json::{Value, json};

use crate::{actions::draw::Drawn, rules::address::Edition};

pub(crate) fn draw(tx: &mut Tx<'_>, org: OrgId, wanted: Edition<DocumentId>, ask: bool) -> Result<Drawn, AppError> {
    let reading = document::version_in(tx, wanted.id, wanted.rev)?;
    let row = &reading.document;
    let theirs = row.org == org && row.kind == Kind::WorkProcedure;
    if !theirs || (ask && !document::may_read(&tx.actor().seat, &row.path)) {
        return Err(AppError::NotFound);
    }
    Ok(of(tx, &reading))
}

fn of(tx: &Tx<'_>, reading: &Reading) -> Drawn {
    let (document, version) = (&reading.document, &reading.version);
    let clauses: Vec<Value> = reading
        .clauses
        .iter()
        .zip(reading.headings())
        .map(|(c, heading)| json!({ "label": c.label, "text": c.text, "depth": c.depth, "heading": heading }))
        .collect();
    let day = version.from.unwrap_or(reading.today);
    let published = version.published_at.map(|at| at.day(tx.zone()));
    let newest = reading.versions.iter().map(|v| v.seq).max().unwrap_or(version.seq);
    let facts = json!({
        "org": document.owner, "title": version.title, "number": version.number, "domain": document.domain,
        "version": version.seq, "from": day, "published": published, "clauses": clauses,
    });
    Drawn {
        facts,
        issuer: document.owner.clone(),
        day,
        older: version.seq < newest && !version.holds_on(reading.today),
    }
}
