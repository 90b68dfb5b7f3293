//! Addresses: queries with their values encoded, and ways back that stay inside the program.

use crate::actions::{Key, Seen};

/// `path?a=1&b=2` from the pairs whose value is not empty.
pub(crate) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> =
        pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", kit::encode(v))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Address of an assignment.
#[must_use]
pub fn href(key: Key) -> String {
    format!("/assignments/{key}")
}

/// An assignment's key as ids and drafts name it: without slashes.
pub(crate) fn key_text(key: Key) -> String {
    key.to_string().replace('/', "-")
}

/// An assignment and its version as a box of the queue sends them: `org/month/item/version`.
pub(crate) fn seen_text(key: Key, version: i64) -> String {
    format!("{key}/{version}")
}

/// What [`seen_text`] wrote, if it is that.
pub(crate) fn parse_seen(text: &str) -> Option<Seen> {
    let (key, version) = text.rsplit_once('/')?;
    Some(Seen { key: key.parse().ok()?, version: version.parse().ok()? })
}

/// Where a form wants to go afterwards, if that is inside; otherwise `otherwise`.
pub(crate) fn next_or(next: &str, otherwise: &str) -> String {
    let inside = next.starts_with('/') && !next.starts_with("//") && next.is_ascii() && next.len() < 500;
    if inside { without_done(next) } else { otherwise.to_owned() }
}

/// The address without the sentence of an earlier form.
fn without_done(href: &str) -> String {
    let Some((path, query)) = href.split_once('?') else { return href.to_owned() };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|p| !p.starts_with("done=") && !p.starts_with("n=") && !p.starts_with("draft="))
        .collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    //! What leads where.
    use super::*;

    #[test]
    fn empty_filters_do_not_stand_in_the_address() {
        assert_eq!(
            with_query("/board", &[("month", "202611"), ("q", ""), ("under", "a b&c")]),
            "/board?month=202611&under=a%20b%26c"
        );
        assert_eq!(with_query("/board", &[("q", "")]), "/board");
    }

    #[test]
    fn a_way_back_stays_inside_and_forgets_the_last_sentence() {
        assert_eq!(next_or("//evil.example", "/"), "/");
        assert_eq!(next_or("/queue?done=x&n=1&after=7", "/"), "/queue?after=7");
        assert_eq!(next_or("/?done=x&n=1", "/queue"), "/");
    }
}
