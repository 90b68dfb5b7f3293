//! Backup and restore while serving, readiness, metrics, a graceful stop.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[], Stdio::null())
    }

    fn start_with(folder: &Path, settings: &[(&str, &str)], log: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qingdan"))
            .current_dir(folder)
            .args(["--db", "sqlite:q.db", "--data", ".", "serve", "--listen", "127.0.0.1:0"])
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").to_owned();
        assert!(!address.is_empty(), "the program did not say where it listens");
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        String::from_utf8_lossy(&text).into_owned()
    }

    fn stop(mut self) -> std::process::ExitStatus {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        self.child.wait().unwrap()
    }
}

fn run(folder: &Path, args: &[&str]) -> i32 {
    let output = Command::new(env!("CARGO_BIN_EXE_qingdan"))
        .current_dir(folder)
        .args(["--db", "sqlite:q.db", "--data", "."])
        .args(args)
        .output()
        .unwrap();
    output.status.code().unwrap()
}

fn total(folder: &Path) -> i64 {
    let output = Command::new(env!("CARGO_BIN_EXE_qingdan"))
        .current_dir(folder)
        .args(["--db", "sqlite:q.db", "org", "count", "--json"])
        .output()
        .unwrap();
    serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["total"].as_i64().unwrap()
}

fn tree(folder: &Path, rows: &str) {
    std::fs::write(folder.join("tree.csv"), format!("code,name,level,parent_code,kind\n{rows}")).unwrap();
    assert_eq!(run(folder, &["org", "import", "tree.csv", "--as-of", "2020-01-01"]), 0);
}

#[test]
fn a_backup_made_while_serving_brings_the_state_back_while_serving() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert_eq!(run(at, &["migrate"]), 0);
    tree(at, "99,示例州,prefecture,,\n");
    std::fs::create_dir_all(at.join("files/ab")).unwrap();
    std::fs::write(at.join("files/ab/photo"), b"a photo").unwrap();
    let served = Served::start(at);
    assert_eq!(run(at, &["backup", "saved"]), 0);
    std::fs::remove_file(at.join("files/ab/photo")).unwrap();
    assert_eq!(run(at, &["backup", "saved"]), 1, "a backup never overwrites another");
    tree(at, "99,示例州,prefecture,,\n9901,甲县,county,99,\n");
    assert_eq!(total(at), 2);
    assert_eq!(run(at, &["restore", "saved"]), 0);
    assert_eq!(total(at), 1);
    assert_eq!(std::fs::read(at.join("files/ab/photo")).unwrap(), b"a photo", "attachments come back too");
    assert!(served.get("/readyz").contains("200 OK"));
    assert!(served.stop().success());
    assert_eq!(run(at, &["check"]), 0);
}

#[test]
fn a_backup_in_which_one_byte_differs_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert_eq!(run(at, &["migrate"]), 0);
    tree(at, "99,示例州,prefecture,,\n");
    assert_eq!(run(at, &["backup", "saved"]), 0);
    let file = at.join("saved/qingdan.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(run(at, &["restore", "saved"]), 1);
    std::fs::remove_file(at.join("saved/manifest.json")).unwrap();
    assert_eq!(run(at, &["restore", "saved"]), 1, "a folder without a manifest is not a backup");
    assert_eq!(total(at), 1);
}

#[test]
fn health_readiness_and_metrics_are_told_and_a_stop_is_graceful() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["migrate"]), 0);
    let served = Served::start(folder.path());
    assert!(served.get("/healthz").contains("200 OK"));
    assert!(served.get("/readyz").contains("200 OK"));
    served.get("/login");
    let metrics = served.get("/metrics");
    assert!(metrics.contains("qingdan_http_requests_total") && metrics.contains("route=\"/login\""), "{metrics}");
    assert!(served.stop().success());
}

#[test]
fn a_server_whose_schema_is_behind_is_not_ready() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["migrate"]), 0);
    let served = Served::start(folder.path());
    let url = db::DbUrl::Sqlite(folder.path().join("q.db"));
    let database = db::Db::open(&url, &db::Settings::default()).unwrap();
    let last = i64::try_from(schema::MIGRATIONS.len()).unwrap();
    let behind = database.write(move |tx| tx.exec("DELETE FROM schema_step WHERE step = $1", db::args![last]));
    let gone: Result<u64, db::DbFault> = tokio::runtime::Runtime::new().unwrap().block_on(behind);
    assert_eq!(gone.unwrap(), 1);
    assert!(served.get("/readyz").contains("503 Service Unavailable"));
    assert!(served.get("/healthz").contains("200 OK"), "the process itself runs");
    served.stop();
}

#[test]
fn a_request_under_way_is_answered_before_the_server_stops() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["migrate"]), 0);
    let mut served = Served::start(folder.path());
    let mut stream = TcpStream::connect(&served.address).unwrap();
    write!(
        stream,
        "POST /login HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: 25\r\n\r\nlogin=nobody",
        served.address
    )
    .unwrap();
    stream.flush().unwrap();
    // The server has begun to read before it is told to stop.
    served.get("/healthz");
    Command::new("kill").args(["-TERM", &served.child.id().to_string()]).status().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    stream.write_all(b"&password=xyz").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(served.child.wait().unwrap().success());
}

#[test]
fn logs_are_lines_of_json_that_name_the_request_and_nobody() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["migrate"]), 0);
    let log = std::fs::File::create(folder.path().join("log")).unwrap();
    let served =
        Served::start_with(folder.path(), &[("QINGDAN_LOG", "json"), ("QINGDAN_LOG_LEVEL", "debug")], log.into());
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let body = "login=wangxiaoming&password=geheim-geheim";
    write!(
        stream,
        "POST /login HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        served.address,
        body.len()
    )
    .unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    assert!(served.stop().success());
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.lines().count() > 0, "something is logged");
    for line in log.lines() {
        let told: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert!(told["timestamp"].is_string() && told["level"].is_string(), "{line}");
    }
    assert!(!log.contains("wangxiaoming") && !log.contains("geheim"), "{log}");
}
