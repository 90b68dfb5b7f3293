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
        let mut child = Command::new(env!("CARGO_BIN_EXE_qingdan"))
            .current_dir(folder)
            .args(["--db", "sqlite:q.db", "--data", ".", "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
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
    let served = Served::start(at);
    assert_eq!(run(at, &["backup", "saved"]), 0);
    assert_eq!(run(at, &["backup", "saved"]), 1, "a backup never overwrites another");
    tree(at, "99,示例州,prefecture,,\n9901,甲县,county,99,\n");
    assert_eq!(total(at), 2);
    assert_eq!(run(at, &["restore", "saved"]), 0);
    assert_eq!(total(at), 1);
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
