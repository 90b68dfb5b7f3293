//! `cargo run --release -p bench`: the program under load, over HTTP, as a process of its own.
//!
//! Prints a table for each figure: what was measured, its limit in the same run, the ratio. The
//! machine is noisy: read ratios and medians. Needs the release binary (`cargo build --release`).
//! With `QINGDAN_TEST_PG` set, everything runs on PostgreSQL too. At the end it prints the papers of the list for
//! everybody, which takes minutes: `QINGDAN_BENCH_PAPERS=100` prints 100.

#![expect(clippy::float_arithmetic, reason = "figures for people, not for the domain")]

mod batch;
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

/// How many papers the batch has: `QINGDAN_BENCH_PAPERS`, at most 500; all 4,316 if it is not set.
fn papers_wanted() -> usize {
    #[expect(clippy::disallowed_methods, reason = "how long the benchmark may take, only the environment says")]
    std::env::var("QINGDAN_BENCH_PAPERS").ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX)
}

async fn run() -> Result<()> {
    let mut engines = vec![world::Target::sqlite()?];
    #[expect(clippy::disallowed_methods, reason = "where the server of the benchmark is, only the environment says")]
    if let Ok(server) = std::env::var("QINGDAN_TEST_PG") {
        engines.push(world::Target::postgres(&server).await?);
    }
    println!(
        "\n# The whole program over HTTP: {} organisations, letters of 20 targets, a list of 20 items",
        testkit::ORGS
    );
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
        world.issue_letters(&program).await?;
        world.send_lists(&program, papers_wanted()).await?;
        load::pages(&program, world.pages(), 16).await?;
        load::pages(&program, world.cascades(), 1).await?;
        let rate = load::transitions(&program, &world).await?;
        println!("memory under load: {} MB", program.memory_mb());
        let limit = if target.is_embedded() {
            limit::grouped_commits(target.data())?
        } else {
            limit_pg::limits(&target.url, &world).await?
        };
        println!("signing through HTTP is {:.0} % of the limit", 100.0 * rate / limit);
        drop(program);
        batch::papers(&target, &world)?;
    }
    Ok(())
}
