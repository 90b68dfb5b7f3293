//! Chores of the workspace, run as `cargo run -p xtask -- <command>`.
//!
//! `tidy` reads the tree as plain text and reports every breach of the house rules as
//! `file:line: rule: what to do`. It is also an ordinary test of this crate.

mod tidy;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- tidy";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy_command(),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// The root of the workspace one stands in. Not the place this was compiled in: a build folder may
/// serve several clones, and then that would be another one.
fn workspace_root() -> io::Result<PathBuf> {
    let here = std::env::current_dir()?;
    let is_root = |folder: &&Path| {
        std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|manifest| manifest.contains("[workspace]"))
    };
    let none = || io::Error::new(io::ErrorKind::NotFound, "no workspace at or above the current folder");
    here.ancestors().find(is_root).map(Path::to_path_buf).ok_or_else(none)
}

fn tidy_command() -> ExitCode {
    match workspace_root().and_then(|root| tidy::check(&root)) {
        Ok(findings) if findings.is_empty() => {
            println!("tidy: the tree keeps every rule");
            ExitCode::SUCCESS
        }
        Ok(findings) => {
            for finding in &findings {
                println!("{finding}");
            }
            println!("tidy: {} finding(s)", findings.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("tidy: cannot read the tree: {error}");
            ExitCode::FAILURE
        }
    }
}
