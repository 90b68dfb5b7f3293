//! One PostgreSQL connection with its prepared statements.
//!
//! `postgres::Client` panics when used or dropped on an async thread, so connections live and die on
//! blocking threads only (`pool.rs`).

use std::{collections::HashMap, time::Duration};

use postgres::{Client, Config, NoTls, Statement, config::SslMode, types::ToSql};

use crate::{
    Arg, DbFault, Row,
    tls::{self, Way},
};

/// Prepared statements kept per connection: texts are constants of the program or built from few parts.
const STATEMENTS: usize = 512;

pub(crate) struct PgConn {
    pub(crate) client: Client,
    statements: HashMap<String, Statement>,
}

impl std::fmt::Debug for PgConn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PgConn").field("statements", &self.statements.len()).finish_non_exhaustive()
    }
}

/// Why there is no protected line.
fn told(error: postgres::Error) -> DbFault {
    tls::refusal(&error).map_or_else(|| DbFault::from(error), DbFault::Unfit)
}

impl PgConn {
    pub(crate) fn connect(url: &str) -> Result<Self, DbFault> {
        let way = Way::of(url).map_err(DbFault::Unfit)?;
        let mut config: Config = way.url.parse()?;
        config.application_name("qingdan").connect_timeout(Duration::from_secs(5));
        let mut client = match way.connector()? {
            // Never more nor less than what was asked for: the driver would take an open line for want of a better one.
            Some(tls) => config.ssl_mode(SslMode::Require).connect(tls).map_err(told)?,
            None => config.ssl_mode(SslMode::Disable).connect(NoTls)?,
        };
        client.batch_execute(
            "SET statement_timeout = '120s'; SET lock_timeout = '5s'; \
             SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning'",
        )?;
        Ok(Self { client, statements: HashMap::new() })
    }

    /// Refuses a database whose order of texts is not that of their bytes.
    pub(crate) fn check_fit(&mut self) -> Result<(), DbFault> {
        let row = self.client.query_one(
            "SELECT datcollate::text, pg_encoding_to_char(encoding)::text FROM pg_database WHERE datname = current_database()",
            &[],
        )?;
        let (collate, encoding): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if encoding != "UTF8" {
            return Err(DbFault::Unfit(format!("its encoding is {encoding}; create it with ENCODING 'UTF8'")));
        }
        if !matches!(collate.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            return Err(DbFault::Unfit(format!(
                "its collation is {collate}; create it with TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
            )));
        }
        Ok(())
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, DbFault> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64, DbFault> {
        let statement = self.prepared(sql)?;
        Ok(self.client.execute(&statement, &refs(args))?)
    }

    pub(crate) fn each(
        &mut self,
        sql: &str,
        args: &[Arg],
        mut each: impl FnMut(&Row<'_>) -> Result<(), DbFault>,
    ) -> Result<(), DbFault> {
        let statement = self.prepared(sql)?;
        for row in self.client.query(&statement, &refs(args))? {
            each(&Row::Pg(&row))?;
        }
        Ok(())
    }
}

fn refs(args: &[Arg]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|a| a as &(dyn ToSql + Sync)).collect()
}
