//! The schema on both engines: the same tables and columns, and the conventions for growing.

use std::collections::{BTreeMap, BTreeSet};

use db::DbFault;
use schema::{CLASSES, Class, MIGRATIONS, table_class};
use testkit::{EngineKind, Kit};

type Tables = BTreeMap<String, BTreeSet<String>>;

/// The primary key's columns in order, of one table of the migrations.
fn primary_key(body: &str) -> Vec<String> {
    if let Some(start) = body.find("PRIMARY KEY (") {
        let rest = &body[start + 13..];
        return rest[..rest.find(')').unwrap_or(0)].split(',').map(|c| c.trim().to_owned()).collect();
    }
    body.lines()
        .filter(|l| l.contains("PRIMARY KEY"))
        .filter_map(|l| l.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// (table, body) of every table that the migrations make.
fn made() -> Vec<(String, String)> {
    MIGRATIONS
        .iter()
        .flat_map(|m| m.text.split(";\n"))
        .filter_map(|s| s.split_once("CREATE TABLE "))
        .map(|(_, rest)| {
            let (name, body) = rest.split_once(' ').unwrap();
            (name.to_owned(), body.to_owned())
        })
        .collect()
}

async fn columns(kit: &Kit, sql: &'static str) -> Tables {
    let rows: Vec<(String, String)> =
        kit.house.db.read(move |tx| tx.all(sql, &[])).await.map_err(|e: DbFault| e.to_string()).unwrap();
    let mut tables = Tables::new();
    for (table, column) in rows {
        tables.entry(table).or_default().insert(column);
    }
    tables
}

fn on(engine: EngineKind, sql: &'static str) -> Tables {
    let found = std::sync::Arc::new(std::sync::Mutex::new(Tables::new()));
    let put = found.clone();
    testkit::run(engine, |kit: Kit| async move {
        *put.lock().unwrap() = columns(&kit, sql).await;
    });
    found.lock().unwrap().clone()
}

#[test]
fn both_engines_end_with_the_same_tables_and_columns() {
    let lite = on(
        EngineKind::Sqlite,
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
    );
    let pg = on(
        EngineKind::Postgres,
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'",
    );
    assert_eq!(lite, pg);
    let declared: BTreeSet<String> = CLASSES.iter().map(|(t, _)| (*t).to_owned()).collect();
    assert_eq!(
        lite.keys().cloned().collect::<BTreeSet<_>>(),
        declared,
        "the class list names every table and no other"
    );
}

#[test]
fn an_organisation_owned_table_leads_its_key_and_every_unique_index_with_org_id() {
    for (table, body) in made() {
        match table_class(&table).unwrap_or_else(|| panic!("{table} has no class")) {
            Class::ByOrg => assert_eq!(primary_key(&body).first().map(String::as_str), Some("org_id"), "{table}"),
            Class::ByOwnKey(key) => assert_eq!(primary_key(&body).first().map(String::as_str), Some(key), "{table}"),
            Class::Reference => {}
        }
        assert!(!body.contains("UNIQUE"), "{table}: a unique constraint must contain org_id and be a key");
    }
    let unique: Vec<(String, String)> = unique_indexes();
    assert!(unique.len() > 5, "unique indexes are found: {unique:?}");
    for (table, first) in unique {
        match table_class(&table).unwrap() {
            Class::ByOrg => assert_eq!(first, "org_id", "a unique index of {table}"),
            Class::ByOwnKey(key) => assert_eq!(first, key, "a unique index of {table}"),
            Class::Reference => {}
        }
    }
}

/// (table, first column) of every unique index that the migrations make.
fn unique_indexes() -> Vec<(String, String)> {
    let all = MIGRATIONS.iter().flat_map(|m| m.text.split("CREATE UNIQUE INDEX ").skip(1));
    all.map(|rest| {
        let (_, on) = rest.split_once(" ON ").unwrap();
        let (table, columns) = on.split_once('(').unwrap();
        let first = columns.split([',', ')']).next().unwrap_or_default();
        (table.trim().to_owned(), first.trim().to_owned())
    })
    .collect()
}

#[test]
fn nothing_in_the_schema_would_break_on_a_sharded_database() {
    for migration in MIGRATIONS {
        let text = migration.text.to_uppercase();
        for word in [
            "TRIGGER",
            "SERIAL",
            "AUTOINCREMENT",
            "DEFAULT",
            "REFERENCES",
            "CREATE FUNCTION",
            "CREATE VIEW",
            "NUMERIC",
            "REAL",
            "JSONB",
        ] {
            assert!(!text.contains(word), "{}: {word}", migration.name);
        }
    }
}

#[test]
fn high_volume_tables_carry_the_month_in_their_key() {
    let made: BTreeMap<_, _> = made().into_iter().collect();
    for table in ["assignment", "assignment_step", "evidence", "roll_up", "standing", "statement"] {
        assert!(primary_key(&made[table]).contains(&"month".to_owned()), "{table}");
    }
}

testkit::both_engines! {
    async fn a_database_of_a_newer_program_is_refused_clearly(kit: testkit::Kit) {
        let future = i64::try_from(MIGRATIONS.len()).unwrap() + 1;
        kit.house.db.write(move |tx| {
            tx.exec("INSERT INTO schema_step (step, name, hash, at) VALUES ($1, 'future', 'x', 0)", db::args![future])
        }).await.map_err(|e: DbFault| e.to_string()).unwrap();
        let refused = kit.house.db.migrate(MIGRATIONS, kit.house.now()).await;
        assert!(matches!(refused, Err(DbFault::TooNew { .. })), "{refused:?}");
    }

    async fn an_altered_migration_is_refused(kit: testkit::Kit) {
        kit.house.db.write(|tx| tx.exec("UPDATE schema_step SET hash = 'x' WHERE step = 1", &[])).await.map_err(|e: DbFault| e.to_string()).unwrap();
        let refused = kit.house.db.migrate(MIGRATIONS, kit.house.now()).await;
        assert!(matches!(refused, Err(DbFault::Unfit(_))), "{refused:?}");
    }

    async fn migrating_twice_does_nothing_the_second_time(kit: testkit::Kit) {
        assert!(kit.house.db.migrate(MIGRATIONS, kit.house.now()).await.unwrap().is_empty());
    }
}
