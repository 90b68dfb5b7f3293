//! Databases for tests: a temporary file, or a fresh database on the server of `QINGDAN_TEST_PG`.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use db::{Db, DbUrl, Settings};

/// Which engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A database that goes away with its last user.
#[derive(Debug, Clone)]
pub struct TestDb(Arc<Held>);

#[derive(Debug)]
struct Held {
    url: DbUrl,
    folder: tempfile::TempDir,
    /// Server and name of the database to drop.
    drop_on: Option<(String, String)>,
}

impl TestDb {
    /// A fresh, empty database.
    ///
    /// # Panics
    /// If there is no server for PostgreSQL: run the tests through `scripts/test.sh`, which starts one.
    #[must_use]
    pub fn fresh(engine: EngineKind) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        match engine {
            EngineKind::Sqlite => {
                let url = DbUrl::Sqlite(folder.path().join("qingdan.db"));
                Self(Arc::new(Held { url, folder, drop_on: None }))
            }
            EngineKind::Postgres => {
                #[expect(clippy::disallowed_methods, reason = "where the tests' server is, only the environment says")]
                let server = std::env::var("QINGDAN_TEST_PG")
                    .expect("QINGDAN_TEST_PG is not set: run scripts/test.sh, or point it at a PostgreSQL server");
                let name = fresh_name();
                on_server(
                    &server,
                    &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"),
                );
                let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
                let url = DbUrl::Postgres(format!("{base}/{name}"));
                Self(Arc::new(Held { url, folder, drop_on: Some((server, name)) }))
            }
        }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &DbUrl {
        &self.0.url
    }

    /// A temporary folder beside it.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.0.folder.path()
    }

    /// Opens it with small pools.
    ///
    /// # Panics
    /// If it cannot be opened.
    #[must_use]
    pub fn open(&self) -> Db {
        Db::open(self.url(), &Settings { readers: 2, connections: 8 }).expect("the test database opens")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some((server, name)) = self.drop_on.take() {
            on_server(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Runs one statement on the server, on a thread of its own as the client demands.
fn on_server(server: &str, sql: &str) {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    let done = std::thread::spawn(move || {
        let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the tests' PostgreSQL answers");
        client.batch_execute(&sql).expect("the statement runs");
    });
    done.join().expect("the server thread ends well");
}

fn fresh_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let token = cx::fresh_token().expect("randomness").to_lowercase().replace(['-', '_'], "x");
    format!("qd_{}_{n}_{}", std::process::id(), &token[..8])
}
