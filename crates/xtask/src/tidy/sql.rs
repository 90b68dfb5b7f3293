//! SQL stands in the store and nowhere else, and a store writes only the tables its room owns.

use super::Finding;
use super::source::Source;
use super::tree::{Tree, room_and_rest};

/// What the header line of a room's `lib.rs` begins with.
const OWNED: &str = "//! Tables owned:";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.rust() {
        if may_speak_sql(&file.path) {
            found.extend(foreign_writes(tree, file));
        } else {
            found.extend(stray_sql(file));
        }
    }
    found
}

/// Folders that speak SQL besides the stores: the engine, and what only tests or measures.
const HOMES: &[&str] = &["crates/db/", "crates/cx/", "crates/testkit/", "crates/bench/", "migrations/"];

fn may_speak_sql(path: &str) -> bool {
    path.ends_with("/store.rs") || path.contains("/store/") || HOMES.iter().any(|home| path.starts_with(home))
}

fn stray_sql(file: &Source) -> Vec<Finding> {
    let literals = file.literals().into_iter().filter(|(at, text)| !file.is_test(*at) && is_sql(text));
    literals
        .map(|(at, _)| {
            let advice = "SQL belongs into the room's `store.rs`: move the statement there";
            Finding::new(&file.path, file.line_of(at), "sql", advice)
        })
        .collect()
}

fn foreign_writes(tree: &Tree, file: &Source) -> Vec<Finding> {
    let Some((room, _)) = room_and_rest(&file.path) else { return Vec::new() };
    let owned = owned_tables(tree, room);
    let mut found = Vec::new();
    for (at, text) in file.literals().into_iter().filter(|(at, _)| !file.is_test(*at)) {
        for table in written_tables(text) {
            if !owned.contains(&table) {
                let advice = format!(
                    "`{table}` is written but not owned: name it in `{OWNED} …` of rooms/{room}/src/lib.rs, \
                     or let its room write it"
                );
                found.push(Finding::new(&file.path, file.line_of(at), "tables", advice));
            }
        }
    }
    found
}

/// The tables of the header; the list goes on while its lines end with a comma.
fn owned_tables(tree: &Tree, room: &str) -> Vec<String> {
    let Some(lib) = tree.file(&format!("rooms/{room}/src/lib.rs")) else { return Vec::new() };
    let mut said = String::new();
    let mut lines = lib.text.lines().skip_while(|line| !line.starts_with(OWNED));
    for line in &mut lines {
        said.push_str(line.trim_start_matches(OWNED).trim_start_matches("//!"));
        if !said.trim_end().ends_with(',') {
            break;
        }
    }
    let names = said.split(',').map(|name| name.trim().trim_matches(['`', '.']));
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The words of a statement, whatever its layout; escapes of the literal count as space.
fn words(literal: &str) -> Vec<String> {
    let flat = literal.replace("\\n", " ").replace(['\\', '('], " ");
    flat.split_whitespace().map(str::to_owned).collect()
}

fn is_sql(literal: &str) -> bool {
    let words = words(literal);
    let pairs = |a: &str, b: &str| words.windows(2).any(|pair| pair[0] == a && pair[1] == b);
    let select = words.iter().position(|word| word == "SELECT").is_some_and(|n| n + 1 < words.len());
    let update = words.iter().position(|word| word == "UPDATE");
    let sets = update.is_some_and(|n| words[n..].iter().any(|word| word == "SET"));
    select || sets || pairs("INSERT", "INTO") || pairs("DELETE", "FROM")
}

/// The tables a statement writes: `INTO t`, `DELETE FROM t`, `UPDATE t`.
fn written_tables(literal: &str) -> Vec<String> {
    let words = words(literal);
    let mut tables = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let before = n.checked_sub(1).map_or("", |n| words[n].as_str());
        let writes = match word.as_str() {
            "INTO" => true,
            "FROM" => before == "DELETE",
            "UPDATE" => !matches!(before, "DO" | "FOR"),
            _ => false,
        };
        if let Some(table) = words.get(n + 1).filter(|_| writes) {
            tables.push(table.trim_end_matches([';', ',', ')']).to_owned());
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    //! Where SQL may stand, and whose tables it may change.
    use super::*;

    const LIB: (&str, &str) =
        ("rooms/org/src/lib.rs", "//! Organisations.\n//!\n//! Tables owned: org_unit,\n//! org_code.\n");

    fn advice(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[LIB, (path, text)])).into_iter().map(|finding| finding.advice).collect()
    }

    #[test]
    fn sql_stands_in_the_store_only() {
        let text = "const A: &str = \"SELECT name\n FROM org_unit\";";
        assert_eq!(advice("rooms/org/src/pages.rs", text).len(), 1);
        for home in ["rooms/org/src/store.rs", "rooms/org/src/store/read.rs", "crates/db/src/tx.rs"] {
            assert!(advice(home, text).is_empty(), "{home}");
        }
        assert!(advice("rooms/org/tests/it.rs", text).is_empty());
    }

    #[test]
    fn each_kind_of_statement_is_known() {
        for text in ["INSERT INTO a VALUES (1)", "UPDATE a\\n SET b = 1", "DELETE FROM a", "x (SELECT 1)"] {
            assert!(is_sql(text), "{text}");
        }
        for text in ["SELECT", "select a file", "UPDATE it", "INSERT"] {
            assert!(!is_sql(text), "{text}");
        }
    }

    #[test]
    fn a_store_writes_its_own_tables_only() {
        let store = "rooms/org/src/store.rs";
        assert!(advice(store, "\"INSERT INTO org_unit (id) VALUES ($1)\"; \"DELETE FROM org_code\"").is_empty());
        assert!(advice(store, "\"SELECT a FROM member WHERE b FOR UPDATE\"").is_empty());
        assert!(advice(store, "\"INSERT INTO org_unit(a) VALUES ($1) ON CONFLICT DO UPDATE SET a = 1\"").is_empty());
        let found = advice(store, "\"UPDATE member SET a = 1\"");
        assert!(found[0].starts_with("`member` is written but not owned"), "{found:?}");
    }

    #[test]
    fn a_table_behind_a_placeholder_cannot_be_owned() {
        assert_eq!(advice("rooms/org/src/store.rs", "format!(\"DELETE FROM {table}\")").len(), 1);
    }
}
