//! What benchmarks share: the engines there are, medians of five, and lines in which a figure stands beside its limit.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::{Duration, Instant};

use crate::{EngineKind, Kit};

/// How often a thing is measured where it can be done again.
pub const ROUNDS: usize = 5;

/// Runs a benchmark on SQLite, and on PostgreSQL if `QINGDAN_TEST_PG` names a server; each time in an empty world. An
/// argument, as in `cargo bench … -- postgres`, chooses one engine.
///
/// # Panics
/// If an engine cannot be had.
pub fn on_every_engine<F: Future<Output = ()>>(measured: &str, body: impl Fn(Kit) -> F) {
    let mut engines = vec![EngineKind::Sqlite];
    #[expect(clippy::disallowed_methods, reason = "where the server is, only the environment says")]
    if std::env::var("QINGDAN_TEST_PG").is_ok() {
        engines.push(EngineKind::Postgres);
    }
    let chosen = std::env::args().skip(1).find(|a| !a.starts_with('-')).unwrap_or_default();
    println!("\n# {measured}");
    for engine in engines {
        let name = format!("{engine:?}");
        if !name.to_lowercase().contains(&chosen.to_lowercase()) {
            continue;
        }
        println!("{name}");
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let kit = Kit::empty(engine).await;
            let database = kit.database();
            body(kit).await;
            drop(database);
        });
    }
}

/// How long something takes, with what it answers.
pub async fn timed<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let started = Instant::now();
    let answer = work.await;
    (started.elapsed(), answer)
}

/// Gives PostgreSQL the statistics that it would have gathered by itself a minute after so many rows were written.
///
/// # Panics
/// If the statement fails.
pub async fn settle(kit: &Kit) {
    if kit.house.db.engine() == db::Engine::Postgres {
        let done = kit.house.db.read(|tx| tx.exec("ANALYZE", &[]));
        done.await.map_err(|fault: db::DbFault| fault.to_string()).expect("statistics are gathered");
    }
}

/// The median of some times; nothing of none.
#[must_use]
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Milliseconds with two decimals: `12.34`.
#[must_use]
pub fn ms(time: Duration) -> String {
    let hundredths = time.as_micros() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// What a time is printed with.
#[derive(Debug, Clone, Copy)]
pub enum Beside {
    /// What nothing can be faster than, in the same run: the ratio is printed.
    Limit(Duration),
    /// What is aimed at, and whether it is kept.
    Aim(Duration),
    /// The slowest of the times of which this is the median.
    Worst(Duration),
}

/// Prints how long something took, with what stands beside it.
pub fn told(what: &str, took: Duration, beside: &[Beside]) {
    let mut line = format!("  {what:<66} {:>9} ms", ms(took));
    for one in beside {
        match *one {
            Beside::Limit(limit) => {
                let ratio = took.as_micros() * 100 / limit.as_micros().max(1);
                line += &format!(", {}.{:02} × the limit of {} ms", ratio / 100, ratio % 100, ms(limit));
            }
            Beside::Aim(most) => {
                line += &format!(", aim {} ms {}", most.as_millis(), if took <= most { "kept" } else { "MISSED" });
            }
            Beside::Worst(worst) => line += &format!(", worst {} ms", ms(worst)),
        }
    }
    println!("{line}");
}

/// Prints how many of something a second come to.
pub fn rate(what: &str, count: usize, took: Duration) {
    let second = (count as u128) * 1_000_000 / took.as_micros().max(1);
    println!("  {what:<66} {second:>9} a second ({count} in {} ms)", ms(took));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_hundredths_of_milliseconds_and_the_middle_one_counts() {
        let times = [5, 1_234_567, 12_340].map(Duration::from_micros).to_vec();
        assert_eq!(ms(median(times)), "12.34");
        assert_eq!(ms(Duration::from_micros(1_234_567)), "1234.56");
        assert_eq!(median(Vec::new()), Duration::ZERO);
    }
}
