//! The command line as scripts use it: exit codes, JSON, the real editions.

use std::{
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

fn qingdan(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qingdan"))
        .current_dir(folder)
        .env_remove("QINGDAN_DB")
        .args(["--db", "sqlite:q.db"])
        .args(args)
        .output()
        .unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text} {}", String::from_utf8_lossy(&output.stderr)))
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn data(name: &str) -> String {
    format!("{}/../../data/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn migrated() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&qingdan(folder.path(), &["migrate"])), 0);
    folder
}

#[test]
fn the_edition_of_2016_and_its_changes_give_the_edition_of_2023() {
    let folder = migrated();
    let run = |args: &[&str]| qingdan(folder.path(), args);
    let imported = run(&["org", "import", &data("linxia-divisions-2016.csv"), "--as-of", "2016-06-30", "--json"]);
    assert_eq!(code(&imported), 0, "{}", String::from_utf8_lossy(&imported.stderr));
    assert_eq!(json(&imported)["accepted"], 1349);
    let replayed = run(&["org", "replay", &data("linxia-division-changes.csv"), "--json"]);
    assert_eq!(code(&replayed), 0, "{}", String::from_utf8_lossy(&replayed.stderr));
    let again = run(&["org", "import", &data("linxia-divisions.csv"), "--as-of", "2023-06-30", "--json"]);
    let report = json(&again);
    assert_eq!((&report["accepted"], &report["unchanged"]), (&serde_json::json!(0), &serde_json::json!(1337)));
    let total = |as_of: &str| {
        let counted = json(&run(&["org", "count", "--as-of", as_of, "--json"]));
        counted["total"].as_i64().unwrap()
    };
    assert_eq!((total("2016-06-30"), total("2023-07-01")), (1349, 1337));
    assert_eq!(code(&run(&["check"])), 0);
}

#[test]
fn a_file_with_problems_changes_nothing_and_names_row_and_column() {
    let folder = migrated();
    let file = folder.path().join("bad.csv");
    std::fs::write(&file, "code,name,level,parent_code,kind\n99,示例州,prefecture,,x\n9901,甲县,county,77,x\n")
        .unwrap();
    let refused = qingdan(folder.path(), &["org", "import", "bad.csv", "--json"]);
    assert_eq!(code(&refused), 3);
    let report = json(&refused);
    assert_eq!(report["refused"][0]["row"], 3);
    assert!(report["refused"][0]["column"].as_str().unwrap().contains("parent"), "{report}");
    assert_eq!(json(&qingdan(folder.path(), &["org", "count", "--json"]))["total"], 0);
    assert_eq!(code(&qingdan(folder.path(), &["org", "import", "bad.csv", "--skip-refused"])), 3);
    assert_eq!(json(&qingdan(folder.path(), &["org", "count", "--json"]))["total"], 1);
}

#[test]
fn what_does_not_exist_has_an_exit_code_of_its_own() {
    let folder = migrated();
    assert_eq!(code(&qingdan(folder.path(), &["org", "show", "没有这个"])), 4);
    assert_eq!(code(&qingdan(folder.path(), &["org", "nonsense"])), 2);
}

#[test]
fn a_database_that_was_not_migrated_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let refused = qingdan(folder.path(), &["check"]);
    assert_eq!(code(&refused), 5);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("qingdan migrate"));
}

#[test]
fn help_teaches_every_command() {
    let help = Command::new(env!("CARGO_BIN_EXE_qingdan")).arg("--help").output().unwrap();
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    for word in ["serve", "demo", "migrate", "org", "account", "check", "backup", "restore", "Exit codes", "QINGDAN_DB"]
    {
        assert!(text.contains(word), "{word} is missing from --help");
    }
}

#[test]
fn three_administrators_are_made_with_one_time_passwords_and_an_unknown_organisation_is_not_found() {
    let folder = migrated();
    qingdan(folder.path(), &["org", "import", &data("linxia-divisions.csv")]);
    let made = qingdan(folder.path(), &["account", "admins", "6229"]);
    assert_eq!(code(&made), 0, "{}", String::from_utf8_lossy(&made.stderr));
    let listed = json(&qingdan(folder.path(), &["account", "list", "--json"]));
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert_eq!(code(&qingdan(folder.path(), &["account", "admins", "000000"])), 4);
}
