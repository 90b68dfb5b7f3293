//! The floors of a room: a file uses lower floors only, the rules know values only, and the faces
//! never reach past the actions into the store.

use std::collections::BTreeSet;

use super::paths::{Named, from_root, named};
use super::source::Source;
use super::tree::{Tree, room_and_rest};
use super::{Finding, ROOM_ORDER};

/// What the rules may use besides themselves and other rooms.
const RULES_MAY_USE: &[&str] = &["std", "core", "alloc", "kernel"];

/// What the rules never name, not even in the middle of a line.
const RULES_NEVER: &[&str] = &["db", "cx", "kit", "schema", "office", "axum", "tokio", "askama"];

/// The floors, from the ground up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Floor {
    Rules,
    Store,
    Actions,
    Faces,
}

impl Floor {
    /// The floor of a module right below the crate's root; none for modules the law does not name.
    fn of(module: &str) -> Option<Self> {
        let begins = |names: &[&str]| names.iter().any(|name| module.starts_with(name));
        match module {
            _ if begins(&["rules"]) => Some(Self::Rules),
            "store" | "access" | "happening" => Some(Self::Store),
            "actions" => Some(Self::Actions),
            _ if begins(&["pages", "api", "sheet", "print"]) => Some(Self::Faces),
            _ => None,
        }
    }
}

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.rust() {
        let Some(module) = room_and_rest(&file.path).and_then(|(_, rest)| module(rest)) else { continue };
        let Some(floor) = module.first().and_then(|first| Floor::of(first)) else { continue };
        let all = named(&file.code);
        let known = known_here(&file.code, &all);
        // A path that begins with a name of this file was judged where that name comes from.
        let foreign = |named: &&Named| named.path.split("::").next().is_none_or(|root| !known.contains(root));
        for named in all.iter().filter(foreign).filter(|named| !file.is_test(named.at)) {
            found.extend(judge(file, floor, &module, named));
        }
    }
    found
}

/// The names a path of this file may begin with: modules it declares, and what it has imported.
fn known_here<'a>(code: &'a str, all: &'a [Named]) -> BTreeSet<&'a str> {
    let modules = code.match_indices("mod ").map(|(at, word)| &code[at + word.len()..]);
    let modules = modules.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
    let imported = all.iter().filter(|named| named.used).filter_map(|named| named.path.rsplit_once("::"));
    modules.chain(imported.map(|(_, last)| last)).filter(|name| !name.is_empty()).collect()
}

/// `src/pages/list.rs` is the module `pages::list`; other folders than `src` hold no floors.
fn module(rest: &str) -> Option<Vec<&str>> {
    let path = rest.strip_prefix("src/")?.strip_suffix(".rs")?;
    let path = path.strip_suffix("/mod").unwrap_or(path);
    Some(path.split('/').collect())
}

fn judge(file: &Source, floor: Floor, module: &[&str], named: &Named) -> Option<Finding> {
    let path = from_root(&named.path, module);
    let (root, rest) = path.split_once("::").unwrap_or((&path, ""));
    let target = rest.split("::").next().unwrap_or_default();
    let above = root == "crate" && Floor::of(target).is_some_and(|other| other > floor);
    let advice = match floor {
        Floor::Rules if breaks_the_rules(root, target, named.used) => {
            format!("`{path}`: rules use only std, kernel, `crate::rules` and other rooms' items")
        }
        Floor::Faces if root == "db" || (root == "crate" && target == "store") => {
            format!("`{path}`: a face calls an action; it never touches the store or `db`")
        }
        _ if above => format!("`{path}` is a floor above: use lower floors only, or move the code"),
        _ => return None,
    };
    Some(Finding::new(&file.path, file.line_of(named.at), "floors", advice))
}

fn breaks_the_rules(root: &str, target: &str, used: bool) -> bool {
    if root == "crate" {
        return Floor::of(target) != Some(Floor::Rules) && target != "*";
    }
    let local = root.starts_with(|first: char| first.is_uppercase()) || root.is_empty();
    let allowed = local || RULES_MAY_USE.contains(&root) || ROOM_ORDER.contains(&root);
    if used { !allowed } else { RULES_NEVER.contains(&root) }
}

#[cfg(test)]
mod tests {
    //! What each floor may see.
    use super::*;

    fn advice(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|finding| finding.advice).collect()
    }

    #[test]
    fn rules_know_values_only() {
        let rules = "rooms/task_list/src/rules/stage.rs";
        let fine = "use std::fmt;\nuse kernel::Day;\nuse super::TaskLine;\nuse crate::rules::score;\nuse org::Unit;\n\
                    use Stage::*; fn a() -> u8 { Self::b(u8::MAX) }";
        assert!(advice(rules, fine).is_empty(), "{:?}", advice(rules, fine));
        for line in
            ["use db::Tx;", "use axum::Json;", "use crate::store;", "use super::super::store;", "use serde::Serialize;"]
        {
            assert_eq!(advice(rules, line).len(), 1, "{line}");
        }
        assert_eq!(advice("rooms/org/src/rules.rs", "fn a(tx: &db::Tx) { crate::store::get(tx) }").len(), 2);
    }

    #[test]
    fn modules_and_imports_of_the_file_are_its_own() {
        let rules = "mod batch;\npub use batch::Wish;\nuse kernel::path;\nuse path::Part;\nuse serde::de;\nuse de::X;";
        let found = advice("rooms/org/src/rules.rs", rules);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("`serde::de`"), "{found:?}");
    }

    #[test]
    fn tests_of_the_rules_are_free() {
        let text = "#[cfg(test)]\nmod tests {\n use proptest::prelude::*;\n use super::*;\n}";
        assert!(advice("rooms/org/src/rules.rs", text).is_empty());
        assert!(advice("rooms/org/src/rules/tests.rs", "use db::Tx;").is_empty());
    }

    #[test]
    fn faces_never_touch_the_store() {
        for path in ["rooms/org/src/pages.rs", "rooms/org/src/pages_tree.rs", "rooms/org/src/api.rs"] {
            assert_eq!(advice(path, "use crate::{actions, store};").len(), 1, "{path}");
            assert_eq!(advice(path, "use super::store;").len(), 1, "{path}");
            assert_eq!(advice(path, "fn a(x: db::Fault) {}").len(), 1, "{path}");
            assert!(advice(path, "use crate::actions::found;\nuse kit::Page;").is_empty(), "{path}");
        }
        assert_eq!(advice("rooms/org/src/pages/list.rs", "use super::super::store;").len(), 1);
    }

    #[test]
    fn nothing_uses_a_floor_above() {
        assert_eq!(advice("rooms/org/src/store.rs", "use crate::actions::found;").len(), 1);
        assert_eq!(advice("rooms/org/src/actions/found.rs", "use crate::pages::row;").len(), 1);
        assert!(advice("rooms/org/src/actions/found.rs", "use crate::{store, access, rules::Unit};").is_empty());
        assert!(advice("rooms/org/src/lib.rs", "pub use crate::pages::routes;").is_empty());
    }
}
