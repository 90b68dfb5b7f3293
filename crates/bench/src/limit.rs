//! The limit of single transitions on SQLite: the bare engine, the same durability, the same grouping.

use std::{path::Path, time::Instant};

use anyhow::Result;
use rusqlite::Connection;

/// Commits of 64 updates and inserts each, `synchronous=FULL`: what 64 clients could at best share.
pub(crate) fn grouped_commits(folder: &Path) -> Result<f64> {
    let conn = Connection::open(folder.join("limit.db"))?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE a (org INTEGER, item INTEGER, state INTEGER, version INTEGER, PRIMARY KEY (org, item)) STRICT, WITHOUT ROWID; \
         CREATE TABLE s (org INTEGER, item INTEGER, seq INTEGER, at INTEGER, PRIMARY KEY (org, item, seq)) STRICT, WITHOUT ROWID; \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4316) INSERT INTO a SELECT i, 1, 1, 1 FROM n;",
    )?;
    let started = Instant::now();
    let (mut org, mut done) = (0_i64, 0_u32);
    for _ in 0..60 {
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..64 {
            org = org % 4316 + 1;
            conn.prepare_cached("UPDATE a SET state = 2, version = version + 1 WHERE org = ?1 AND item = 1")?
                .execute([org])?;
            conn.prepare_cached("INSERT OR REPLACE INTO s VALUES (?1, 1, ?2, 0)")?.execute([org, i64::from(done)])?;
            done += 1;
        }
        conn.execute_batch("COMMIT")?;
    }
    let rate = f64::from(done) / started.elapsed().as_secs_f64();
    println!("limit, bare engine, groups of 64, FULL: {rate:.0} transitions/s");
    Ok(rate)
}
