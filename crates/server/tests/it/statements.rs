//! One SQL text for both engines, by the conventions that also hold on a sharded database.

use db::DbFault;

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
