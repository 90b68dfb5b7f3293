//! `cargo run --release -p bench`: the program under load, over HTTP, as a process of its own.
//!
//! Prints a table for each figure: what was measured, its limit in the same run, the ratio. The
//! machine is noisy: read ratios and medians. Needs the release binary (`cargo build --release`).
//! With `QINGDAN_TEST_PG` set, everything runs on PostgreSQL too.

#![expect(clippy::float_arithmetic, reason = "figures for people, not for the domain")]

mod figures;
mod limit;
mod limit_pg;
mod load;
mod process;
mod world;

use anyhow::Result;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run())
}

async fn run() -> Result<()> {
    let mut engines = vec![world::Target::sqlite()?];
    #[expect(clippy::disallowed_methods, reason = "where the server of the benchmark is, only the environment says")]
    if let Ok(server) = std::env::var("QINGDAN_TEST_PG") {
        engines.push(world::Target::postgres(&server).await?);
    }
    for target in engines {
        println!("\n## {}", target.name);
        let mut world = world::World::build(&target).await?;
        let program = process::Program::start(&target).await?;
        println!(
            "start to ready: {} ms · binary {:.1} MB · memory at rest {} MB",
            program.ready_ms,
            program.binary_mb(),
            program.memory_mb()
        );
        world.send_list(&program).await?;
        load::pages(&program, &world).await?;
        let rate = load::transitions(&program, &world).await?;
        println!("memory under load: {} MB", program.memory_mb());
        let limit = match target.folder() {
            Some(folder) => limit::grouped_commits(folder)?,
            None => limit_pg::limits(&target.url, &world).await?,
        };
        println!("signing through HTTP is {:.0} % of the limit", 100.0 * rate / limit);
    }
    Ok(())
}
