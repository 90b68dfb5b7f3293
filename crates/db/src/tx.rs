//! The unit of work: statements inside one transaction, the same on both engines.

use crate::{Arg, DbFault, Engine, FromRow, Row, bulk, dialect::lite_text, pg::PgConn};

/// An open unit of work. Only [`crate::Db`] makes one, and ends it.
#[derive(Debug)]
pub struct Tx<'c>(pub(crate) Conn<'c>);

/// The connection under a unit of work.
#[derive(Debug)]
pub(crate) enum Conn<'c> {
    Lite(&'c rusqlite::Connection),
    Pg(&'c mut PgConn),
}

impl Tx<'_> {
    /// The same unit of work under a shorter borrow: for wrappers that hold it by reference.
    pub fn shorten(&mut self) -> Tx<'_> {
        Tx(match &mut self.0 {
            Conn::Lite(conn) => Conn::Lite(conn),
            Conn::Pg(conn) => Conn::Pg(conn),
        })
    }

    /// Which engine this is. Rooms do not ask; bulk code and operations may.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.0 {
            Conn::Lite(_) => Engine::Sqlite,
            Conn::Pg(_) => Engine::Postgres,
        }
    }

    /// Runs a statement that returns no rows; answers how many it changed.
    ///
    /// # Errors
    /// As [`DbFault`] classifies them.
    pub fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64, DbFault> {
        match &mut self.0 {
            Conn::Lite(conn) => {
                let mut statement = conn.prepare_cached(&lite_text(sql))?;
                Ok(statement.execute(rusqlite::params_from_iter(args))? as u64)
            }
            Conn::Pg(conn) => conn.exec(sql, args),
        }
    }

    /// Runs a statement and hands each row to `each`: nothing is collected.
    ///
    /// # Errors
    /// Those of the statement and those of `each`, which end the reading.
    pub fn each(
        &mut self,
        sql: &str,
        args: &[Arg],
        mut each: impl FnMut(&Row<'_>) -> Result<(), DbFault>,
    ) -> Result<(), DbFault> {
        match &mut self.0 {
            Conn::Lite(conn) => {
                let mut statement = conn.prepare_cached(&lite_text(sql))?;
                let mut rows = statement.query(rusqlite::params_from_iter(args))?;
                while let Some(row) = rows.next()? {
                    each(&Row::Lite(row))?;
                }
                Ok(())
            }
            Conn::Pg(conn) => conn.each(sql, args, each),
        }
    }

    /// All rows of an answer. For answers that are small by nature or by a page.
    ///
    /// # Errors
    /// As [`DbFault`] classifies them.
    pub fn all<T: FromRow>(&mut self, sql: &str, args: &[Arg]) -> Result<Vec<T>, DbFault> {
        let mut out = Vec::new();
        self.each(sql, args, |row| {
            out.push(T::from_row(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`DbFault`] classifies them.
    pub fn opt<T: FromRow>(&mut self, sql: &str, args: &[Arg]) -> Result<Option<T>, DbFault> {
        Ok(self.all(sql, args)?.into_iter().next())
    }

    /// The one row of an answer that always has one, such as a count.
    ///
    /// # Errors
    /// [`DbFault::Statement`] if there is none.
    pub fn one<T: FromRow>(&mut self, sql: &str, args: &[Arg]) -> Result<T, DbFault> {
        self.opt(sql, args)?.ok_or_else(|| DbFault::Statement(format!("no row from: {sql}")))
    }

    /// Prepares a statement without running it: whether this engine accepts the text as it stands.
    ///
    /// # Errors
    /// The engine's complaint.
    pub fn prepares(&mut self, sql: &str) -> Result<(), DbFault> {
        match &mut self.0 {
            Conn::Lite(conn) => drop(conn.prepare(&lite_text(sql))?),
            Conn::Pg(conn) => drop(conn.client.prepare(sql)?),
        }
        Ok(())
    }

    /// Lets the engine look anew at tables that have just grown by many rows. PostgreSQL plans by what it last saw of a
    /// table, and its own housekeeping comes by only a minute later: until then a board would be read a hundred times
    /// slower. SQLite's plans do not depend on it.
    ///
    /// # Errors
    /// As [`DbFault`] classifies them.
    pub fn look_anew(&mut self, tables: &[&str]) -> Result<(), DbFault> {
        match &mut self.0 {
            Conn::Lite(_) => Ok(()),
            Conn::Pg(conn) => conn.exec(&format!("ANALYZE {}", tables.join(", ")), &[]).map(drop),
        }
    }

    /// Inserts many rows the fastest way the engine has: a prepared statement row by row on SQLite,
    /// a binary copy on PostgreSQL.
    ///
    /// # Errors
    /// A duplicate key or a broken constraint ends the whole insert.
    pub fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = Vec<Arg>>,
    ) -> Result<u64, DbFault> {
        bulk::insert_many(&mut self.0, table, columns, rows)
    }
}
