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
    assert_eq!(run(folder.path(), &["check"]).0, 0);
    let (code, again) = run(folder.path(), &["demo", "--prepare-only"]);
    assert_eq!(code, 0);
    assert!(again.contains("already"), "{again}");
}
