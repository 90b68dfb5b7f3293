//! The program `qingdan`: reads the command line and runs one command.

use std::process::ExitCode;

use clap::Parser;
use server::{cli::Cli, commands};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("qingdan: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(commands::run(cli));
    // Readers of the database close on blocking threads; they get a moment to do so.
    runtime.shutdown_timeout(std::time::Duration::from_secs(3));
    outcome.into()
}
