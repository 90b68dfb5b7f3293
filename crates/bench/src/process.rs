//! The program as a process of its own: started as a user would, its memory read from outside.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{load, world::Target};

/// The program of the same build.
fn binary() -> Result<PathBuf> {
    let binary = std::env::current_exe()?.with_file_name("qingdan");
    if !binary.exists() {
        bail!("{} is missing: run `cargo build --release` first", binary.display());
    }
    Ok(binary)
}

/// The program on a database of the benchmark, without arguments yet.
pub(crate) fn command(target: &Target) -> Result<Command> {
    let mut command = Command::new(binary()?);
    command.args(["--db", &target.url, "--data"]).arg(target.data()).env("QINGDAN_LOG_LEVEL", "warn");
    Ok(command)
}

/// The most memory that a running process has held so far, in megabytes.
pub(crate) fn peak_mb(process: u32) -> u64 {
    status_mb(process, "VmHWM:")
}

/// A line of what the system tells of a process, in megabytes; 0 if it tells nothing.
fn status_mb(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// A running `qingdan serve`.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: String,
    pub(crate) ready_ms: u128,
    binary: PathBuf,
}

impl Program {
    pub(crate) async fn start(target: &Target) -> Result<Self> {
        let binary = binary()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let started = Instant::now();
        let child = command(target)?
            .args(["serve", "--listen", &address])
            .stdout(Stdio::null())
            .spawn()
            .context("the program does not start")?;
        let mut program = Self { child, address, ready_ms: 0, binary };
        while started.elapsed() < Duration::from_secs(20) {
            if load::get(&program.address, "/readyz", "").await.is_ok_and(|(status, _)| status == 200) {
                program.ready_ms = started.elapsed().as_millis();
                return Ok(program);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("the program is not ready after 20 s")
    }

    /// A JSON call that must succeed.
    pub(crate) async fn post(&self, uri: &str, token: &str, body: &serde_json::Value) -> Result<serde_json::Value> {
        load::call(&self.address, "POST", uri, token, &body.to_string()).await
    }

    /// A JSON answer that must be there.
    pub(crate) async fn fetch(&self, uri: &str, token: &str) -> Result<serde_json::Value> {
        load::call(&self.address, "GET", uri, token, "").await
    }

    /// Resident memory, in megabytes.
    pub(crate) fn memory_mb(&self) -> u64 {
        status_mb(self.child.id(), "VmRSS:")
    }

    pub(crate) fn binary_mb(&self) -> f64 {
        let bytes = std::fs::metadata(&self.binary).map_or(0, |m| m.len());
        #[expect(clippy::cast_precision_loss, reason = "a file of megabytes")]
        let bytes = bytes as f64;
        bytes / 1_048_576.0
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
