//! The one writer of a SQLite file: a thread that owns the writing connection and groups waiting
//! units of work into one durable commit.
//!
//! Each unit runs inside a savepoint, so a refused or panicking unit leaves nothing and disturbs
//! nobody; answers go out only after the common COMMIT has reached the disk.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};

use crate::DbFault;

/// Units in one commit at most.
const GROUP: usize = 256;
/// How long a group goes on taking units that are already waiting.
const GROUP_TIME: Duration = Duration::from_millis(20);

/// A unit of work: runs on the connection, says whether to keep its changes, and later learns of the commit.
pub(crate) type Job = Box<dyn FnOnce(&Connection) -> Outcome + Send>;

/// What a unit leaves behind.
pub(crate) struct Outcome {
    pub(crate) keep: bool,
    pub(crate) done: Box<dyn FnOnce(Result<(), DbFault>) + Send>,
}

/// Opens a connection with the settings that every connection needs (`storage.md` §7).
pub(crate) fn open(path: &Path, writer: bool) -> Result<Connection, DbFault> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if writer {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864;",
    )?;
    if !writer {
        conn.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -16384;")?;
    }
    conn.set_prepared_statement_cache_capacity(256);
    Ok(conn)
}

/// Refuses a SQLite with the WAL-reset fault (before 3.51.3), which can corrupt the file.
pub(crate) fn check_fit() -> Result<(), DbFault> {
    let version = rusqlite::version_number();
    if version < 3_051_003 {
        return Err(DbFault::Unfit(format!("SQLite {} is too old; 3.51.3 is needed", rusqlite::version())));
    }
    Ok(())
}

/// Starts the writer. It ends when the sender is dropped.
pub(crate) fn start_writer(conn: Connection) -> Result<Sender<Job>, DbFault> {
    let (sender, receiver) = channel::<Job>();
    std::thread::Builder::new()
        .name("sqlite-writer".to_owned())
        .spawn(move || run(&conn, &receiver))
        .map_err(|e| DbFault::Unfit(e.to_string()))?;
    Ok(sender)
}

fn run(conn: &Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let started = Instant::now();
        if let Err(error) = conn.execute_batch("BEGIN IMMEDIATE") {
            refuse(first, conn, &DbFault::from(error));
            continue;
        }
        let mut waiting = vec![perform(first, conn)];
        while waiting.len() < GROUP && started.elapsed() < GROUP_TIME {
            match jobs.try_recv() {
                Ok(job) => waiting.push(perform(job, conn)),
                Err(_) => break,
            }
        }
        finish(conn, waiting);
    }
    let _ = conn.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
}

/// Runs one unit inside a savepoint.
fn perform(job: Job, conn: &Connection) -> Outcome {
    if let Err(error) = conn.execute_batch("SAVEPOINT unit") {
        return failed(&DbFault::from(error));
    }
    // A panic inside a unit is its caller's failure, not the writer's end.
    let outcome = catch_unwind(AssertUnwindSafe(|| job(conn)))
        .unwrap_or_else(|_| failed(&DbFault::Statement("the unit of work panicked".to_owned())));
    let end = if outcome.keep { "RELEASE unit" } else { "ROLLBACK TO unit; RELEASE unit" };
    match conn.execute_batch(end) {
        Ok(()) => outcome,
        Err(error) => {
            let fault = DbFault::from(error);
            Outcome { keep: false, done: Box::new(move |_| (outcome.done)(Err(fault))) }
        }
    }
}

/// Commits the group and tells everybody.
fn finish(conn: &Connection, waiting: Vec<Outcome>) {
    let kept = waiting.iter().any(|o| o.keep);
    let result = conn.execute_batch(if kept { "COMMIT" } else { "ROLLBACK" });
    if result.is_err() {
        let _ = conn.execute_batch("ROLLBACK");
    }
    for outcome in waiting {
        (outcome.done)(match &result {
            Ok(()) => Ok(()),
            Err(error) if outcome.keep => Err(DbFault::Unwritable(error.to_string())),
            Err(_) => Ok(()),
        });
    }
}

/// Tells a unit that it could not even begin.
fn refuse(job: Job, conn: &Connection, fault: &DbFault) {
    // The job holds the way back to its caller; run read-only it would see a closed transaction,
    // so it is dropped, and its caller learns of it by the broken channel.
    drop(job);
    tracing::error!(%fault, in_transaction = !conn.is_autocommit(), "a unit of work could not begin");
}

fn failed(fault: &DbFault) -> Outcome {
    tracing::error!(%fault, "a unit of work failed");
    Outcome { keep: false, done: Box::new(|_| {}) }
}
