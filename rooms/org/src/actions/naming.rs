//! Organisations that a form names line by line, and how a stored one is written there again.

use cx::{AppError, Cx};
use kernel::{Fault, Faults, OrgId};

use super::find::{best, look};
use crate::{rules::NAMED_MOST, store::read::On, store::refs};

/// What each text names: the organisation, or the fault of `field` that says why none is clear. One that is not clear is
/// asked about, never guessed.
///
/// # Errors
/// A failure of the database.
pub async fn each_named(
    cx: &Cx,
    field: impl Into<String>,
    texts: Vec<String>,
) -> Result<Vec<Result<OrgId, Fault>>, AppError> {
    let field = field.into();
    cx.read(move |tx| {
        let on = On::new(tx, None);
        let mut found = Vec::with_capacity(texts.len());
        for text in &texts {
            found.push(match best(look(tx, on, text)?).as_slice() {
                [only] => Ok(only.placed.org.id),
                [] => Err(Fault::of(&field, "org_named_unknown").with("value", text)),
                several => Err(Fault::of(&field, "org_named_unclear").with("value", text).with("n", several.len())),
            });
        }
        Ok(found)
    })
    .await
}

/// The organisations that the lines of `field` name, empty ones left out, and what is not clear.
///
/// # Errors
/// A failure of the database.
pub async fn named(cx: &Cx, field: &str, typed: &str) -> Result<(Vec<OrgId>, Faults), AppError> {
    let mut lines: Vec<String> = typed.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    let (mut ids, mut faults) = (Vec::new(), Faults::new());
    if lines.len() > NAMED_MOST {
        faults.push(Fault::of(field, "org_named_most").with("most", NAMED_MOST));
        lines.truncate(NAMED_MOST);
    }
    for found in each_named(cx, field, lines).await? {
        match found {
            Ok(org) => ids.push(org),
            Err(fault) => faults.push(fault),
        }
    }
    Ok((ids, faults))
}

/// These organisations as one would type them, one a line: by their codes, which are never ambiguous, or by superior and
/// name where they have none. Those that have ended are left out.
///
/// # Errors
/// A failure of the database.
pub async fn names_of(cx: &Cx, ids: &[OrgId]) -> Result<String, AppError> {
    let ids = ids.to_vec();
    cx.read(move |tx| {
        let known = refs::typed(tx, &ids)?;
        Ok(ids.iter().filter_map(|id| known.get(id)).map(String::as_str).collect::<Vec<_>>().join("\n"))
    })
    .await
}
