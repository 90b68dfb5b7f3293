//! Tags: free words by which lists choose their audience.

use cx::{AppError, Cx, Happening, Recorded};
use kernel::{Fault, OrgId};
use serde_json::json;

use crate::{
    access::TAG,
    actions::view::seen,
    store::{names, read::On},
};

/// Longest tag, in characters.
const TAG_MOST: usize = 20;

/// Puts a tag on an organisation, or takes it off.
///
/// # Errors
/// An empty or overlong tag; an organisation out of sight.
pub async fn set_tag(cx: &Cx, org: OrgId, tag: &str, on: bool) -> Result<(), AppError> {
    let tag = kernel::text::tidy(tag);
    let length = kernel::text::length(&tag);
    if length == 0 {
        return Err(Fault::of("tag", "required").into());
    }
    if length > TAG_MOST {
        return Err(Fault::of("tag", "too_long").with("most", TAG_MOST).with("length", length).into());
    }
    cx.write(move |tx| {
        let today = On::new(tx, None);
        let shown = seen(tx, today, org)?;
        let permit = tx.permit(&TAG, &shown.path)?;
        if !names::set_tag(tx, &permit, org, &tag, on)? {
            return Ok(Recorded::unchanged(()));
        }
        let kind = if on { "org.tagged" } else { "org.untagged" };
        Ok(Happening::new(kind, org, org).detail(json!({"tag": tag})).answer(()))
    })
    .await
}
