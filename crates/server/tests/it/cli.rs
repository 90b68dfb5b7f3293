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

/// The same on a terminal, whose lines come back as they were shown.
fn on_a_terminal(folder: &Path, args: &[&str]) -> String {
    let quoted: Vec<String> = args.iter().map(|a| format!("'{a}'")).collect();
    let command = format!("'{}' --db sqlite:q.db {}", env!("CARGO_BIN_EXE_qingdan"), quoted.join(" "));
    let output = Command::new("script").current_dir(folder).args(["-qec", &command, "/dev/null"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_long_command_tells_its_steps_to_a_terminal_in_plain_lines_to_a_log_and_never_beside_json() {
    let folder = migrated();
    let file = data("linxia-divisions-2016.csv");
    let import = ["org", "import", &file, "--as-of", "2016-06-30", "--dry-run"];
    let piped = qingdan(folder.path(), &import);
    assert!(code(&piped) == 0 && !piped.stderr.contains(&b'\r'), "plain lines, if it takes long at all: {piped:?}");
    let for_scripts = qingdan(folder.path(), &[import.as_slice(), &["--json"]].concat());
    assert_eq!((code(&for_scripts), String::from_utf8_lossy(&for_scripts.stderr).as_ref()), (0, ""));
    let shown = on_a_terminal(folder.path(), &import);
    for step in ["· reading the rows: 1349", "· comparing with what is there", "1349 accepted"] {
        assert!(shown.contains(step), "{step}: {shown}");
    }
    let script = on_a_terminal(folder.path(), &[import.as_slice(), &["--json"]].concat());
    assert!(script.trim().starts_with('{') && !script.contains('·'), "{script}");
}

testkit::both_engines! {
    async fn an_import_counts_what_it_has_read_and_written(kit: testkit::Kit) {
        let cx = kit.operator().watched_by(&cx::Meter::default());
        let day = "2016-06-30".parse().unwrap();
        org::import_file(&cx, Path::new(&data("linxia-divisions-2016.csv")), "", Some(day), false, false).await.unwrap();
        let counted = cx.meter().read();
        let counted: Vec<(&str, usize)> = counted.iter().map(|(step, n)| (step.as_str(), *n)).collect();
        assert_eq!(counted, [
            ("reading the rows", 1349), ("comparing with what is there", 0), ("writing organisations", 1349), ("writing their history", 1349),
        ]);
    }
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

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_refused_account_is_told_in_sentences_and_nothing_of_it_stays() {
    let folder = migrated();
    qingdan(folder.path(), &["org", "import", &data("linxia-divisions.csv")]);
    let add = |login: &str, role: &str, title: &str| {
        let more = ["--name", "马新", "--org", "622921", "--role", role, "--title", title];
        qingdan(folder.path(), &[&["account", "add", login], more.as_slice()].concat())
    };
    let refused = add("bad login!", "clerk", "经办人");
    assert_eq!(code(&refused), 3);
    assert!(told(&refused).contains("login: ") && !told(&refused).contains("account_login"), "{}", told(&refused));
    let long = add("newcomer", "clerk", &"长".repeat(100));
    assert_eq!(code(&long), 3);
    assert!(told(&long).contains("At most 40 characters"), "{}", told(&long));
    assert_eq!(code(&add("newcomer", "king", "经办人")), 2, "{}", told(&add("newcomer", "king", "经办人")));
    let made = add("newcomer", "clerk", "经办人");
    assert_eq!(code(&made), 0, "the login is free still: {}", told(&made));
}

#[test]
fn a_refused_day_is_told_in_a_sentence() {
    let folder = migrated();
    let file = data("linxia-divisions.csv");
    let refused = qingdan(folder.path(), &["org", "import", &file, "--as-of", "9000-01-01"]);
    assert_eq!(code(&refused), 3);
    assert!(!told(&refused).contains("Fault {") && told(&refused).contains("as_of: "), "{}", told(&refused));
    let changes = data("linxia-division-changes.csv");
    assert_eq!(code(&qingdan(folder.path(), &["org", "replay", &changes, "--day", "02-30"])), 2);
}

#[test]
fn a_level_that_nobody_has_is_told_with_those_there_are() {
    let folder = migrated();
    qingdan(folder.path(), &["org", "import", &data("linxia-divisions.csv")]);
    let unknown = qingdan(folder.path(), &["org", "count", "--level", "hamlet"]);
    assert_eq!(code(&unknown), 4);
    assert!(told(&unknown).contains("township"), "{}", told(&unknown));
    assert_eq!(code(&qingdan(folder.path(), &["org", "count", "--under", "622921100", "--level", "county"])), 0);
}

#[test]
fn short_names_are_learnt_from_a_file() {
    let folder = migrated();
    qingdan(folder.path(), &["org", "import", &data("linxia-divisions.csv")]);
    assert_eq!(code(&qingdan(folder.path(), &["org", "show", "东乡县"])), 4);
    let learnt = qingdan(folder.path(), &["org", "aliases", &data("linxia-aliases.csv"), "--json"]);
    assert_eq!((code(&learnt), json(&learnt)["added"].as_i64()), (0, Some(126)), "{}", told(&learnt));
    assert_eq!(json(&qingdan(folder.path(), &["org", "show", "东乡县", "--json"]))[0]["code"], "622926");
}

#[test]
fn an_unusable_setting_of_papers_is_named_before_anything_is_done() {
    let folder = migrated();
    let print = ["paper", "list", "1/2", "-o", "x.pdf"];
    let fonts = qingdan(folder.path(), &[&["--fonts-dir", "no-such-folder"], &print[..]].concat());
    assert_eq!(code(&fonts), 1);
    assert!(told(&fonts).contains("fonts_dir") && told(&fonts).contains("no-such-folder"), "{}", told(&fonts));
    let url = qingdan(folder.path(), &[&["--public-url", "qingdan.example"], &print[..]].concat());
    assert_eq!(code(&url), 1);
    assert!(told(&url).contains("public_url"), "{}", told(&url));
    let unknown = qingdan(folder.path(), &[&["--public-url", "https://qingdan.example"], &print[..]].concat());
    assert_eq!(code(&unknown), 4, "{}", told(&unknown));
    let batch = |args: &[&str]| code(&qingdan(folder.path(), &[&["paper", "batch"], args, &["-o", "x.zip"]].concat()));
    assert_eq!((batch(&["list", "1/2"]), batch(&["minutes", "1/2"]), batch(&["list", "x"]), batch(&[])), (4, 3, 3, 2));
}

#[test]
fn asking_about_a_database_that_is_not_there_does_not_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let asked = qingdan(folder.path(), &["org", "count"]);
    assert_eq!(code(&asked), 5);
    assert!(told(&asked).contains("there is no database at q.db"), "{}", told(&asked));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn nobody_reading_the_output_is_no_failure() {
    use std::process::Stdio;
    let folder = migrated();
    let mut child = Command::new(env!("CARGO_BIN_EXE_qingdan"))
        .current_dir(folder.path())
        .arg("openapi")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(code(&ended), 0, "{}", told(&ended));
}

#[test]
fn the_same_commands_work_on_postgresql_named_by_the_environment() {
    let database = testkit::TestDb::fresh(testkit::EngineKind::Postgres);
    let db::DbUrl::Postgres(url) = database.url() else { panic!("a server was asked for") };
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qingdan"));
        command.current_dir(folder.path()).env("QINGDAN_DB", url).args(args).output().unwrap()
    };
    let migrated = run(&["migrate", "--json"]);
    assert_eq!(json(&migrated)["applied"].as_array().unwrap().len(), schema::MIGRATIONS.len());
    let imported = run(&["org", "import", &data("linxia-divisions-2016.csv"), "--as-of", "2016-06-30", "--json"]);
    assert_eq!((code(&imported), json(&imported)["accepted"].as_i64()), (0, Some(1349)));
    assert_eq!(code(&run(&["org", "replay", &data("linxia-division-changes.csv")])), 0);
    assert_eq!(json(&run(&["org", "count", "--json"]))["total"], 1337);
    let admins = json(&run(&["account", "admins", "6229", "--json"]));
    assert_eq!(admins.as_array().unwrap().len(), 3);
    let reset = json(&run(&["account", "reset", admins[0]["login"].as_str().unwrap(), "--json"]));
    assert!(reset["password"].as_str().unwrap() != admins[0]["password"].as_str().unwrap());
    let checked = run(&["check", "--json"]);
    assert_eq!((code(&checked), &json(&checked)["sound"]), (0, &serde_json::json!(true)));
    assert!(!folder.path().join("q.db").exists(), "nothing was made beside it");
}

#[test]
fn a_flag_wins_over_the_environment_and_the_environment_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("qingdan.toml"),
        "listen = \"127.0.0.1:1\"\nzone = \"Asia/Urumqi\"\ndata = \"file\"\n",
    )
    .unwrap();
    let told = |variables: &[(&str, &str)], flags: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_qingdan"))
            .current_dir(folder.path())
            .env_remove("QINGDAN_DB")
            .envs(variables.iter().copied())
            .args(flags)
            .arg("config")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let file = told(&[], &[]);
    assert!(file.contains("Asia/Urumqi") && file.contains("127.0.0.1:1\"") && file.contains("\"file\""), "{file}");
    let environment = told(&[("QINGDAN_DATA", "environment"), ("QINGDAN_ZONE", "Asia/Shanghai")], &[]);
    assert!(environment.contains("\"environment\"") && environment.contains("Asia/Shanghai"), "{environment}");
    let flag = told(&[("QINGDAN_DATA", "environment")], &["--data", "flag"]);
    assert!(flag.contains("\"flag\"") && !flag.contains("environment"), "{flag}");
}

#[test]
fn an_unsound_database_is_told_part_by_part_with_an_exit_code_of_its_own() {
    let folder = migrated();
    let imported =
        qingdan(folder.path(), &["org", "import", &data("linxia-divisions-2016.csv"), "--as-of", "2016-06-30"]);
    assert_eq!(code(&imported), 0);
    let database = db::Db::open(&db::DbUrl::Sqlite(folder.path().join("q.db")), &db::Settings::default()).unwrap();
    let spoil = database.write(|tx| tx.exec("UPDATE org SET depth = depth + 1 WHERE code = $1", db::args!["6229"]));
    let spoilt: Result<u64, db::DbFault> = tokio::runtime::Runtime::new().unwrap().block_on(spoil);
    assert_eq!(spoilt.unwrap(), 1);
    let checked = qingdan(folder.path(), &["check", "--json"]);
    assert_eq!(code(&checked), 6);
    let told = json(&checked);
    assert_eq!(told["sound"], false);
    assert!(told["problems"].as_array().unwrap().iter().any(|p| p["part"] == "org"), "{told}");
}
