//! The record of what happened speaks to whoever reads it: every kind, what kinds are about, and every fact beside
//! them have words (`audit.kind.task_list.sent`, `audit.area.task_list`, `audit.detail.orgs`).

use std::collections::BTreeSet;

use super::Finding;
use super::source::{Source, closing_brace};
use super::tree::Tree;
use super::words;

const RULE: &str = "record";

/// Where a happening begins; the kind is its first argument.
const CALL: &str = "Happening::new(";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let words = words::keys(tree);
    tree.rust().filter(|file| may_record(&file.path)).flat_map(|file| judge(file, &words)).collect()
}

/// The program itself; tidy speaks of happenings without making any.
fn may_record(path: &str) -> bool {
    (path.starts_with("rooms/") || path.starts_with("crates/")) && !path.starts_with("crates/xtask/")
}

fn judge(file: &Source, words: &BTreeSet<String>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut missing = |at: usize, key: String| {
        if !words.contains(&key) {
            let advice = format!("no words file has `{key}`: say it in both languages to whoever reads the record");
            found.push(Finding::new(&file.path, file.line_of(at), RULE, advice));
        }
    };
    let calls: Vec<usize> = file.bare.match_indices(CALL).map(|(at, _)| at).filter(|at| !file.is_test(*at)).collect();
    let (mut kinds, mut nameless) = (Vec::new(), None);
    for at in &calls {
        match written(&file.bare[at + CALL.len()..]) {
            Some(kind) => kinds.push((*at, kind)),
            None => nameless = Some(*at),
        }
    }
    if nameless.is_some() {
        kinds.extend(file.literals().into_iter().filter(|(at, text)| is_kind(text) && !file.is_test(*at)));
    }
    for (at, kind) in &kinds {
        missing(*at, format!("audit.kind.{kind}"));
        missing(*at, format!("audit.area.{}", kind.split('.').next().unwrap_or_default()));
    }
    if !calls.is_empty() {
        facts(file).into_iter().for_each(|(at, fact)| missing(at, format!("audit.detail.{fact}")));
    }
    if let Some(at) = nameless.filter(|_| kinds.is_empty()) {
        let advice = "the kind comes from elsewhere: write it in this file, so that its words can be asked for";
        found.push(Finding::new(&file.path, file.line_of(at), RULE, advice));
    }
    found.dedup();
    found
}

/// The kind, if the argument is a written text.
fn written(argument: &str) -> Option<&str> {
    argument.trim_start().strip_prefix('"')?.split_once('"').map(|(kind, _)| kind)
}

/// Whether a text looks like `room.verb_past`.
fn is_kind(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    text.split_once('.').is_some_and(|(room, verb)| is_part(room) && is_part(verb))
}

/// The names in every `json!({ … })` of a file that records, but for what a step of an assignment keeps for itself.
fn facts(file: &Source) -> Vec<(usize, &str)> {
    let mut spans = Vec::new();
    for (at, call) in file.code.match_indices("json!(") {
        let Some(open) = file.code[at + call.len()..].find('{').map(|n| at + call.len() + n) else { continue };
        let before = file.code[..at].trim_end().trim_end_matches("serde_json::").trim_end();
        if !file.is_test(at) && !before.ends_with("step.detail =") {
            spans.push(open..closing_brace(&file.code, open));
        }
    }
    let is_name = |(at, text): &(usize, &str)| {
        let behind = file.bare[at + text.len() + 1..].trim_start();
        behind.starts_with(':') && !behind.starts_with("::") && spans.iter().any(|span| span.contains(at))
    };
    file.literals().into_iter().filter(is_name).collect()
}

#[cfg(test)]
mod tests {
    //! Kinds and facts with and without words.
    use super::*;

    const WORDS: &str = "[audit.kind.x]\ndone = [\"做\", \"done\"]\n[audit.area]\nx = [\"某\", \"x\"]\n[audit.detail]\nn = [\"数\", \"n\"]\n";

    fn report(code: &str) -> Vec<String> {
        let tree = Tree::of(&[("rooms/audit/src/words.toml", WORDS), ("rooms/x/src/actions.rs", code)]);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_kind_and_its_facts_with_words_are_fine() {
        let code = "Happening::new(\"x.done\", o, i).detail(json!({ \"n\": 1 })); step.detail = json!({ \"own\": 1 })";
        assert_eq!(report(code), [""; 0]);
    }

    #[test]
    fn a_kind_without_words_is_found() {
        let found = report("\nHappening::new(\"y.sent\", o, i)");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("rooms/x/src/actions.rs:2: record: no words file has `audit.kind.y.sent`"));
        assert!(found[1].contains("`audit.area.y`"), "{found:?}");
    }

    #[test]
    fn a_kind_chosen_before_is_found_too() {
        let code = "let kind = if on { \"x.done\" } else { \"x.undone\" }; Happening::new(kind, o, i)";
        let found = report(code);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("`audit.kind.x.undone`"), "{found:?}");
        assert!(report("Happening::new(kind, o, i)")[0].contains("comes from elsewhere"));
    }

    #[test]
    fn a_fact_without_words_is_found_where_it_is_written() {
        let found = report(
            "let d = json!({\n\"n\": m::of(\"a\"), \"new\": { \"inner\": 1 } });\nHappening::new(\"x.done\", o, i)",
        );
        let names: Vec<bool> =
            ["`audit.detail.new`", "`audit.detail.inner`"].map(|n| found.iter().any(|f| f.contains(n))).into();
        assert_eq!((found.len(), names), (2, vec![true, true]), "{found:?}");
        assert!(found[0].starts_with("rooms/x/src/actions.rs:2:"), "{found:?}");
    }

    #[test]
    fn tests_may_record_what_they_like() {
        assert_eq!(report("#[cfg(test)]\nmod tests { fn a() { Happening::new(\"test.x\", o, i); } }"), [""; 0]);
        let tree = Tree::of(&[("rooms/x/tests/it.rs", "Happening::new(\"test.x\", o, i)")]);
        assert!(check(&tree).is_empty());
    }
}
