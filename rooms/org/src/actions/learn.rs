//! Learning by which other names organisations are looked for.

use std::sync::Arc;

use cx::{AppError, Cx, Happening, Recorded};
use kernel::{OrgId, OrgPath};
use serde_json::json;

use crate::{access::REPLAY, rules::Refusal, store::names};

/// One row of a list of aliases.
#[derive(Debug, Clone)]
pub(crate) struct Alias {
    pub(crate) row: u32,
    pub(crate) code: String,
    pub(crate) alias: String,
    pub(crate) kind: String,
}

/// Learns aliases; answers how many were new, and the rows whose code nobody holds today.
///
/// # Errors
/// A failure of the database.
pub(crate) async fn learn(cx: &Cx, rows: Arc<Vec<Alias>>) -> Result<(u64, Vec<Refusal>), AppError> {
    cx.write(move |tx| {
        let permit = tx.permit(&REPLAY, &OrgPath::everything())?;
        let today = tx.today();
        let mut refused = Vec::new();
        let mut by_kind: std::collections::BTreeMap<&str, Vec<(OrgId, String)>> = std::collections::BTreeMap::new();
        for row in rows.iter() {
            match names::by_code(tx, &row.code, today)? {
                Some(org) => by_kind.entry(&row.kind).or_default().push((org, row.alias.clone())),
                None => refused.push(Refusal::new(row.row, "code", "org_code_unknown", &row.code).with("day", &today)),
            }
        }
        let mut added = 0;
        for (kind, wanted) in by_kind {
            added += names::learn(tx, &permit, &wanted, kind)?;
        }
        if added == 0 {
            return Ok(Recorded::unchanged((0, refused)));
        }
        let detail = json!({"added": added, "refused": refused.len()});
        Ok(Happening::new("org.aliases_learnt", OrgId::new(0), added).detail(detail).answer((added, refused)))
    })
    .await
}
