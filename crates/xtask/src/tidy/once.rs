//! A submission is remembered under its verb and its object: under the bare key of a form or of an API call, a second
//! act with the same key would pass for the first one and be swallowed.

use super::Finding;
use super::source::Source;
use super::tree::Tree;

/// How an act is done once.
const CALL: &str = "write_once(";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust().filter(|file| file.path.starts_with("rooms/")).flat_map(bare_keys).collect()
}

fn bare_keys(file: &Source) -> Vec<Finding> {
    let calls = file.code.match_indices(CALL).map(|(at, _)| at).filter(|at| !file.is_test(*at));
    let bare = calls.filter(|at| is_bare(file.code[at + CALL.len()..].split(',').next().unwrap_or_default()));
    let advice = "hash the verb and the object into the key, as the room's `submission` does";
    bare.map(|at| Finding::new(&file.path, file.line_of(at), "once", advice)).collect()
}

/// `once`, `&once`, `&req.once()`.
fn is_bare(given: &str) -> bool {
    let given = given.trim().trim_start_matches('&');
    given == "once" || given.ends_with(".once()")
}

#[cfg(test)]
mod tests {
    //! Which first words of a call are heard.
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        check(&Tree::of(&[("rooms/x/src/actions/a.rs", text)])).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_bare_key_is_found_however_the_call_is_broken() {
        assert_eq!(lines("cx.write_once(once, move |tx| x)"), [1]);
        assert_eq!(lines("cx\n    .write_once(\n    &once,\n    move |tx| x)"), [2]);
        assert_eq!(lines("cx.write_once(&req.once(), move |tx| x)"), [1]);
    }

    #[test]
    fn a_key_of_verb_and_object_is_free() {
        assert!(lines("cx.write_once(&submission(\"end\", id, once), move |tx| x)").is_empty());
        assert!(lines("cx.write_once(&super::key(\"end\", once, id), move |tx| x)").is_empty());
        assert!(lines("// cx.write_once(once, x)").is_empty());
    }
}
