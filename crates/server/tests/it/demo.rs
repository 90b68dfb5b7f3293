//! The first thing anybody runs: the demo makes a living month on the real tree, once.

use std::{collections::BTreeMap, path::Path, process::Command};

use db::{Db, DbFault, DbUrl, Settings};

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_qingdan"))
        .current_dir(folder)
        .args(["--data", "d"])
        .args(args)
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// (state, number) of all assignments.
fn states(folder: &Path) -> BTreeMap<i64, i64> {
    let url = DbUrl::Sqlite(folder.join("d/qingdan.db"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let db = Db::open(&url, &Settings::default()).unwrap();
    let rows: Result<Vec<(i64, i64)>, DbFault> =
        runtime.block_on(db.read(|tx| tx.all("SELECT state, COUNT(*) FROM assignment GROUP BY state", &[])));
    rows.unwrap().into_iter().collect()
}

/// How many assignments were reported late.
fn late(folder: &Path) -> i64 {
    let db = Db::open(&DbUrl::Sqlite(folder.join("d/qingdan.db")), &Settings::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let found: Result<(i64,), DbFault> =
        runtime.block_on(db.read(|tx| tx.one("SELECT COUNT(*) FROM assignment WHERE late = 1", &[])));
    found.unwrap().0
}

/// Two numbers and a count that a query answers.
fn ask(folder: &Path, sql: &'static str) -> (i64, i64, i64) {
    let db = Db::open(&DbUrl::Sqlite(folder.join("d/qingdan.db")), &Settings::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let row: Result<(i64, i64, i64), DbFault> = runtime.block_on(db.read(|tx| tx.one(sql, &[])));
    row.unwrap()
}

/// Papers of the demo into files, one by one and many at once, as a script asks for them.
fn prints(folder: &Path) {
    let (org, month, _) = ask(folder, "SELECT org_id, month, rev FROM statement ORDER BY org_id, month LIMIT 1");
    let statement = format!("{org}/{:04}-{:02}", month / 100, month % 100);
    let (code, said) = run(folder, &["paper", "statement", &statement, "--format", "pdf", "-o", "one.pdf", "--json"]);
    assert_eq!(code, 0, "{said}");
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    let file = std::fs::read(folder.join("one.pdf")).unwrap();
    assert!(file.starts_with(b"%PDF-") && told["bytes"] == file.len(), "{told}");
    assert!(told["number"].as_str().is_some_and(|n| n.contains("-S")) && told["code"].as_str().is_some(), "{told}");
    let smallest =
        "SELECT org_id, list_id, orgs FROM task_list WHERE stage = 'sent' AND orgs > 1 ORDER BY orgs, list_id LIMIT 1";
    let (org, list, orgs) = ask(folder, smallest);
    let list = format!("{org}/{list}");
    let (code, said) = run(folder, &["paper", "batch", "list", &list, "--format", "docx", "-o", "all.zip", "--json"]);
    assert_eq!(code, 0, "{said}");
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((told["papers"].as_i64(), told["refused"].as_array().map(Vec::len)), (Some(orgs), Some(0)), "{told}");
    let file = std::fs::read(folder.join("all.zip")).unwrap();
    // The last record of an archive says how many files are in it.
    let last = &file[file.len() - 22..];
    let files = i64::from(u16::from_le_bytes([last[10], last[11]]));
    assert!(file.starts_with(b"PK") && last.starts_with(b"PK\x05\x06") && files == orgs, "{files} files of {orgs}");
}

/// (state and whether an objection is open, number) of all letters.
fn letters(folder: &Path) -> BTreeMap<(i64, i64), i64> {
    let db = Db::open(&DbUrl::Sqlite(folder.join("d/qingdan.db")), &Settings::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let rows: Result<Vec<(i64, i64, i64)>, DbFault> = runtime
        .block_on(db.read(|tx| tx.all("SELECT state, objected, COUNT(*) FROM letter GROUP BY state, objected", &[])));
    rows.unwrap().into_iter().map(|(state, objected, n)| ((state, objected), n)).collect()
}

/// (stage, number) of all meetings.
fn stages(folder: &Path) -> BTreeMap<String, i64> {
    let db = Db::open(&DbUrl::Sqlite(folder.join("d/qingdan.db")), &Settings::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let rows: Result<Vec<(String, i64)>, DbFault> =
        runtime.block_on(db.read(|tx| tx.all("SELECT stage, COUNT(*) FROM meeting GROUP BY stage", &[])));
    rows.unwrap().into_iter().collect()
}

#[test]
fn the_demo_has_every_state_of_a_living_month_and_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = run(folder.path(), &["demo", "--prepare-only"]);
    assert_eq!(code, 0, "{said}");
    for login in ["zhou", "hanji", "hanjicun", "system", "security", "audit"] {
        assert!(said.contains(login), "{login} is not told: {said}");
    }
    assert!(said.contains("演示数据·虚构"));
    let states = states(folder.path());
    for state in [1, 2, 3, 4, 5, 6, 7] {
        assert!(states.get(&state).copied().unwrap_or(0) > 0, "no assignment is in state {state}: {states:?}");
    }
    assert!(late(folder.path()) > 0, "nothing is late");
    let meetings = stages(folder.path());
    for stage in ["held", "planned"] {
        assert!(meetings.get(stage).copied().unwrap_or(0) > 0, "no meeting is {stage}: {meetings:?}");
    }
    let letters = letters(folder.path());
    // Waiting, objected to, signed, in force, superseded.
    for state in [(1, 0), (1, 1), (2, 0), (3, 0), (4, 0)] {
        assert!(letters.get(&state).copied().unwrap_or(0) > 0, "no letter is {state:?}: {letters:?}");
    }
    let thread = "SELECT COUNT(*), COUNT(target_id), COUNT(decision_id) FROM item WHERE decision_id IS NOT NULL AND target_id IS NOT NULL";
    assert!(ask(folder.path(), thread).0 > 0, "no decision leads from a target to an item");
    prints(folder.path());
    assert_eq!(run(folder.path(), &["check"]).0, 0);
    let (code, again) = run(folder.path(), &["demo", "--prepare-only"]);
    assert_eq!(code, 0);
    assert!(again.contains("already"), "{again}");
}
