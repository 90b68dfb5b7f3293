//! One SQL text for both engines, by the conventions that also hold on a sharded database.

use db::DbFault;
use schema::{CLASSES, Class};

testkit::both_engines! {
    async fn every_registered_statement_is_accepted_as_it_stands(kit: testkit::Kit) {
        let refused: Vec<String> = kit.house.db.read(|tx| {
            let mut refused = Vec::new();
            for (room, name, text) in server::wiring::statements() {
                if let Err(error) = tx.prepares(text) {
                    refused.push(format!("{room}::{name}: {error}"));
                }
            }
            Ok::<_, DbFault>(refused)
        }).await.unwrap();
        assert!(refused.is_empty(), "{refused:#?}");
    }
}

/// Words that one of the engines, or a sharded database, does not know or must not use.
const FORBIDDEN: &[&str] = &[
    "SELECT *",
    "RETURNING *",
    "NOW()",
    "GREATEST(",
    "LEAST(",
    "ILIKE",
    "::",
    "FOR UPDATE",
    "USING (",
    "GENERATE_SERIES",
    "ANY(",
    "LATERAL",
    "GROUPING SETS",
    "MERGE ",
    "->>",
    "RECURSIVE",
    " OFFSET ",
    "PATH LIKE",
    "ADVISORY",
    "NOTIFY",
    "CURRENT_TIMESTAMP",
    "RANDOM()",
    "INSERT OR ",
    "AUTOINCREMENT",
];

#[test]
fn no_statement_uses_what_one_engine_or_a_sharded_one_lacks() {
    let mut found = Vec::new();
    for (room, name, text) in server::wiring::statements() {
        let upper = text.to_uppercase();
        found.extend(FORBIDDEN.iter().filter(|w| upper.contains(**w)).map(|w| format!("{room}::{name}: {w}")));
        if upper.starts_with("INSERT") && upper.contains("SELECT") && !upper.contains("WHERE") {
            found.push(format!("{room}::{name}: INSERT … SELECT needs a WHERE"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The owned tables that a text reads, each with the name by which the text calls it.
fn owned_in<'t>(text: &'t str, owned: &[&str]) -> Vec<(&'t str, &'t str)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (n, word) in words.iter().enumerate() {
        // `FROM a x, b y` and `JOIN b y`; what follows the name is its alias unless it is a word of the language.
        let follows = n > 0 && (matches!(words[n - 1], "FROM" | "JOIN") || words[n - 1].ends_with(','));
        let table = word.trim_matches(['(', ')', ',']);
        if follows && owned.contains(&table) {
            let next = words.get(n + 1).map_or("", |w| w.trim_matches(['(', ')', ',']));
            let is_alias = !next.is_empty() && next.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            found.push((table, if is_alias && !word.ends_with(',') { next } else { table }));
        }
    }
    found
}

#[test]
fn joins_between_organisation_owned_tables_carry_the_organisation() {
    let owned: Vec<&str> = CLASSES.iter().filter(|(_, c)| *c == Class::ByOrg).map(|(t, _)| *t).collect();
    let (mut found, mut joins) = (Vec::new(), 0);
    for (room, name, text) in server::wiring::statements() {
        let tables = owned_in(text, &owned);
        // One table asked twice and joined with nothing, such as the smallest key after another, is no join.
        let one = !text.contains("JOIN") && tables.iter().all(|(table, _)| *table == tables[0].0);
        if tables.len() < 2 || one {
            continue;
        }
        joins += 1;
        let loose = tables.iter().filter(|(table, alias)| {
            let held = [format!("{alias}.org_id = "), format!("= {alias}.org_id"), format!("{alias}.org_id IN")];
            let by_itself = held.iter().any(|key| text.contains(key));
            let unnamed = table == alias && text.contains(" org_id = ");
            // A table in brackets hands its organisation out, and that is joined.
            let handed_out = text.contains(&format!("{alias}.org_id,")) && text.contains("= c.org_id");
            !(by_itself || unnamed || handed_out)
        });
        found.extend(loose.map(|(table, alias)| format!("{room}::{name}: {table} {alias}")));
    }
    assert!(joins > 20, "joins are found: {joins}");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_join_without_the_organisation_is_seen() {
    let owned = ["assignment", "item"];
    let tables =
        owned_in("SELECT a.state FROM assignment a JOIN item i ON i.item_id = a.item_id WHERE a.org_id = $1", &owned);
    assert_eq!(tables, [("assignment", "a"), ("item", "i")]);
}

#[test]
fn every_room_with_tables_registers_its_statements() {
    let statements = server::wiring::statements();
    let rooms = [
        "org",
        "account",
        "access",
        "audit",
        "document",
        "plan",
        "target",
        "task_list",
        "reminder",
        "reach",
        "statement",
        "meeting",
        "paper",
    ];
    for room in rooms {
        assert!(statements.iter().any(|(r, _, _)| *r == room), "{room} registers no statement");
    }
}
