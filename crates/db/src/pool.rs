//! [`Db`]: hands units of work to the right connection of the right engine.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
};

use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};

use crate::{DbFault, DbUrl, Engine, Tx, lite, pg::PgConn, tx::Conn};

/// Tries of one unit of work on PostgreSQL before its serialisation failure reaches the caller.
const TRIES: usize = 4;

/// Sizes of the pools.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Reading connections on SQLite.
    pub readers: usize,
    /// Connections to PostgreSQL, for reading and writing.
    pub connections: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { readers: 4, connections: 16 }
    }
}

/// A database, open. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: EngineRoom,
    free: Semaphore,
    url: DbUrl,
}

enum EngineRoom {
    Lite { writer: Mutex<Sender<lite::Job>>, readers: Mutex<Vec<Connection>>, path: PathBuf },
    Pg { idle: Mutex<Vec<PgConn>>, url: String },
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({})", self.0.url)
    }
}

impl Db {
    /// Opens the database; makes the file (not the server's database) if it is missing. Blocking.
    ///
    /// # Errors
    /// If it cannot be reached or is unfit (old SQLite, collation other than byte order).
    pub fn open(url: &DbUrl, settings: &Settings) -> Result<Self, DbFault> {
        let (engine, permits) = match url {
            DbUrl::Sqlite(path) => {
                lite::check_fit()?;
                if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                    std::fs::create_dir_all(folder)
                        .map_err(|e| DbFault::Unfit(format!("{}: {e}", folder.display())))?;
                }
                let writer = lite::start_writer(lite::open(path, true)?)?;
                let readers = (0..settings.readers).map(|_| lite::open(path, false)).collect::<Result<_, _>>()?;
                (
                    EngineRoom::Lite { writer: Mutex::new(writer), readers: Mutex::new(readers), path: path.clone() },
                    settings.readers,
                )
            }
            DbUrl::Postgres(text) => {
                let text = text.clone();
                let first = off_runtime(move || {
                    let mut conn = PgConn::connect(&text)?;
                    conn.check_fit()?;
                    Ok(conn)
                })?;
                let DbUrl::Postgres(text) = url else { unreachable!() };
                (EngineRoom::Pg { idle: Mutex::new(vec![first]), url: text.clone() }, settings.connections)
            }
        };
        Ok(Self(Arc::new(Inner { engine, free: Semaphore::new(permits), url: url.clone() })))
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.0.engine {
            EngineRoom::Lite { .. } => Engine::Sqlite,
            EngineRoom::Pg { .. } => Engine::Postgres,
        }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &DbUrl {
        &self.0.url
    }

    /// Runs a writing unit of work to its durable commit. `Err` rolls everything back.
    ///
    /// On PostgreSQL the closure runs again after a serialisation failure, so it must not consume
    /// what it captured.
    ///
    /// # Errors
    /// The closure's own, or a [`DbFault`] of the commit.
    pub async fn write<T, E>(&self, mut unit: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Retry + Send + 'static,
    {
        match &self.0.engine {
            EngineRoom::Lite { writer, .. } => {
                let (answer, wait) = oneshot::channel();
                let job: lite::Job = Box::new(move |conn| {
                    let result = unit(&mut Tx(Conn::Lite(conn)));
                    lite::Outcome {
                        keep: result.is_ok(),
                        done: Box::new(move |commit| {
                            let _ = answer.send(commit.map_err(E::from).and(result));
                        }),
                    }
                });
                let sent = writer.lock().unwrap_or_else(PoisonError::into_inner).send(job);
                sent.map_err(|_| DbFault::Gone("the writer has stopped".to_owned()))?;
                wait.await.map_err(|_| DbFault::Gone("the unit of work was dropped".to_owned()))?
            }
            EngineRoom::Pg { .. } => {
                self.on_pg(move |conn| {
                    for _ in 1..TRIES {
                        match pg_unit(conn, &mut unit) {
                            Err(error) if error.may_retry() => {}
                            other => return other,
                        }
                    }
                    pg_unit(conn, &mut unit)
                })
                .await
            }
        }
    }

    /// Runs a reading unit of work. On SQLite it sees one snapshot; on PostgreSQL each statement
    /// sees what is committed when it starts.
    ///
    /// # Errors
    /// The closure's own, or a [`DbFault`].
    pub async fn read<T, E>(&self, unit: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        match &self.0.engine {
            EngineRoom::Lite { .. } => {
                let inner = Arc::clone(&self.0);
                self.blocking(move || {
                    let EngineRoom::Lite { readers, path, .. } = &inner.engine else { unreachable!() };
                    let taken = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let conn = taken.map_or_else(|| lite::open(path, false), Ok)?;
                    let reader = Returned { conn: Some(conn), home: readers };
                    let conn = reader.conn.as_ref().ok_or_else(|| DbFault::Gone("reader".to_owned()))?;
                    conn.execute_batch("BEGIN").map_err(DbFault::from)?;
                    let result = unit(&mut Tx(Conn::Lite(conn)));
                    conn.execute_batch("COMMIT").map_err(DbFault::from)?;
                    result
                })
                .await
            }
            EngineRoom::Pg { .. } => self.on_pg(move |conn| unit(&mut Tx(Conn::Pg(conn)))).await,
        }
    }

    /// Runs `work` with a PostgreSQL connection on a blocking thread.
    async fn on_pg<T, E>(&self, work: impl FnOnce(&mut PgConn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        self.blocking(move || {
            let EngineRoom::Pg { idle, url } = &inner.engine else { unreachable!() };
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut conn = match taken {
                Some(conn) if !conn.client.is_closed() => conn,
                _ => PgConn::connect(url)?,
            };
            let result = work(&mut conn);
            // A connection whose state is unknown is not given back; a panic drops it too.
            if !conn.client.is_closed() {
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            }
            result
        })
        .await
    }

    /// Waits for a free place first, so that waiting callers occupy no threads.
    async fn blocking<T, E>(&self, work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        let _place = self.0.free.acquire().await.map_err(|_| DbFault::Gone("the pool is closed".to_owned()))?;
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => result,
            Err(join) => Err(DbFault::Statement(format!("the unit of work did not end: {join}")).into()),
        }
    }

    /// Copies the embedded database while others go on writing, into a new file.
    ///
    /// # Errors
    /// If this is not SQLite, or the target exists or cannot be written.
    pub fn backup_to(&self, target: &std::path::Path) -> Result<(), DbFault> {
        let EngineRoom::Lite { path, .. } = &self.0.engine else {
            return Err(DbFault::Unfit("only an embedded database is backed up here; use pg_basebackup".to_owned()));
        };
        if target.exists() {
            return Err(DbFault::Unwritable(format!("{} exists already", target.display())));
        }
        let conn = lite::open(path, false)?;
        conn.execute_batch("PRAGMA query_only = OFF")?;
        let name = target.to_string_lossy().into_owned();
        conn.execute("VACUUM INTO ?1", [name])?;
        Ok(())
    }

    /// Puts the content of another SQLite file in the place of this database, page by page, while others
    /// have it open: they see the old state until it is whole, then the new one.
    ///
    /// # Errors
    /// If this is not SQLite, the source is not sound, or the copy cannot be finished.
    pub fn replace_with(&self, source: &std::path::Path) -> Result<(), DbFault> {
        let EngineRoom::Lite { path, .. } = &self.0.engine else {
            return Err(DbFault::Unfit("only an embedded database is restored here".to_owned()));
        };
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let source = Connection::open_with_flags(source, flags)?;
        let sound: String = source.query_row("PRAGMA integrity_check", [], |r| r.get(0))?;
        if sound != "ok" {
            return Err(DbFault::Unfit(format!("the source is damaged: {sound}")));
        }
        let mut target = lite::open(path, false)?;
        target.execute_batch("PRAGMA query_only = OFF")?;
        let copy = rusqlite::backup::Backup::new(&source, &mut target)?;
        copy.run_to_completion(i32::MAX, std::time::Duration::from_millis(50), None)?;
        Ok(())
    }

    /// SQLite's own integrity check and its foreign keys; nothing to do on PostgreSQL.
    ///
    /// # Errors
    /// If the check cannot run.
    pub fn integrity(&self) -> Result<Vec<String>, DbFault> {
        let EngineRoom::Lite { path, .. } = &self.0.engine else { return Ok(Vec::new()) };
        let conn = lite::open(path, false)?;
        let mut found = Vec::new();
        let mut statement = conn.prepare("PRAGMA integrity_check")?;
        let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
        for row in rows {
            let text = row?;
            if text != "ok" {
                found.push(text);
            }
        }
        let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
        let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
        for row in rows {
            found.push(format!("foreign key broken in {}", row?));
        }
        Ok(found)
    }
}

/// Errors that know whether the whole unit may simply run again.
pub trait Retry {
    /// Whether it may.
    fn may_retry(&self) -> bool;
}

impl Retry for DbFault {
    fn may_retry(&self) -> bool {
        Self::may_retry(self)
    }
}

/// One try of a unit on PostgreSQL.
fn pg_unit<T, E: From<DbFault>>(conn: &mut PgConn, unit: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
    conn.client.batch_execute("BEGIN").map_err(DbFault::from)?;
    match unit(&mut Tx(Conn::Pg(conn))) {
        Ok(answer) => {
            conn.client.batch_execute("COMMIT").map_err(DbFault::from)?;
            Ok(answer)
        }
        Err(error) => {
            let _ = conn.client.batch_execute("ROLLBACK");
            Err(error)
        }
    }
}

/// A reader that goes home even when its user panics.
struct Returned<'a> {
    conn: Option<Connection>,
    home: &'a Mutex<Vec<Connection>>,
}

impl Drop for Returned<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            if !conn.is_autocommit() {
                let _ = conn.execute_batch("ROLLBACK");
            }
            self.home.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
    }
}

/// Runs `work` on a thread of its own: the PostgreSQL client must not be made on an async thread.
fn off_runtime<T: Send + 'static>(work: impl FnOnce() -> Result<T, DbFault> + Send + 'static) -> Result<T, DbFault> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || sender.send(work()));
    receiver.recv().unwrap_or_else(|_| Err(DbFault::Gone("the connecting thread ended".to_owned())))
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let EngineRoom::Pg { idle, .. } = &mut self.engine {
            let connections = std::mem::take(idle.get_mut().unwrap_or_else(PoisonError::into_inner));
            // Closing a client blocks, which an async thread must not.
            std::thread::spawn(move || drop(connections));
        }
    }
}
