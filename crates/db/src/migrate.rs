//! Migrations: forward only, each text applied once and never changed afterwards.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::{Db, DbFault, Engine, Tx, args};

/// One step of the schema, in order.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `0001_org`: number and subject.
    pub name: &'static str,
    /// Statements separated by `;` at the end of a line, with the tokens of [`Engine::ddl`].
    pub text: &'static str,
}

/// How a database stands to the program's migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaState {
    /// Steps applied.
    pub applied: i64,
    /// Steps this program knows.
    pub known: i64,
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_step (step {int} NOT NULL PRIMARY KEY, name {text} NOT NULL, \
                     hash {text} NOT NULL, at {int} NOT NULL) {heap}";

impl Db {
    /// Brings the schema up to date in one transaction; answers the names of the steps applied now.
    ///
    /// # Errors
    /// [`DbFault::TooNew`] for a database made by a newer program; [`DbFault::Unfit`] if an applied
    /// step was altered.
    pub async fn migrate(
        &self,
        steps: &'static [Migration],
        now: kernel::Instant,
    ) -> Result<Vec<&'static str>, DbFault> {
        self.write(move |tx| {
            let engine = tx.engine();
            if engine == Engine::Postgres {
                // Two processes may start at once; the lock ends with the transaction.
                tx.each("SELECT 1 FROM (SELECT pg_advisory_xact_lock(7116104)) AS held", &[], |_| Ok(()))?;
            }
            tx.exec(&engine.ddl(TABLE), &[])?;
            let applied = compare(tx, steps)?;
            let mut names = Vec::new();
            for (step, migration) in (1_i64..).zip(steps).skip(applied) {
                for statement in statements(migration.text) {
                    tx.exec(&engine.ddl(&statement), &[])
                        .map_err(|e| DbFault::Unfit(format!("step {}: {e}", migration.name)))?;
                }
                tx.exec(
                    "INSERT INTO schema_step (step, name, hash, at) VALUES ($1, $2, $3, $4)",
                    args![step, migration.name, hash(migration.text), now],
                )?;
                names.push(migration.name);
            }
            Ok(names)
        })
        .await
    }

    /// How far the schema is, without changing it.
    ///
    /// # Errors
    /// As [`Db::migrate`].
    pub async fn schema_state(&self, steps: &'static [Migration]) -> Result<SchemaState, DbFault> {
        let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
        self.read(move |tx| {
            let applied = match compare(tx, steps) {
                Ok(n) => i64::try_from(n).unwrap_or(i64::MAX),
                // No table yet: an empty database.
                Err(DbFault::Statement(_)) => 0,
                Err(other) => return Err(other),
            };
            Ok(SchemaState { applied, known })
        })
        .await
    }
}

/// Number of applied steps, after comparing each with the program's.
fn compare(tx: &mut Tx<'_>, steps: &'static [Migration]) -> Result<usize, DbFault> {
    let rows: Vec<(i64, String, String)> = tx.all("SELECT step, name, hash FROM schema_step ORDER BY step", args![])?;
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let found = rows.last().map_or(0, |r| r.0);
    if found > known {
        return Err(DbFault::TooNew { found, known });
    }
    for ((_, name, stored), migration) in rows.iter().zip(steps) {
        if *stored != hash(migration.text) {
            return Err(DbFault::Unfit(format!(
                "step {name} was applied with another text than this program has ({})",
                migration.name
            )));
        }
    }
    Ok(rows.len())
}

/// The statements of a text: comments dropped, split at a `;` that ends a line.
fn statements(text: &str) -> Vec<String> {
    let without_comments: String =
        text.lines().filter(|l| !l.trim_start().starts_with("--")).flat_map(|l| [l.trim_end(), "\n"]).collect();
    without_comments.split(";\n").map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}
