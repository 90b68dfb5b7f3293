//! What tests stand on: a house on either engine with a clock of its own, one small invented tree with
//! people in it, and a client that speaks to pages and the API in process. Benchmarks stand on it too: [`Prefecture`],
//! [`measure`].
//!
//! ```ignore
//! testkit::both_engines! {
//!     async fn a_village_signs_for_its_item(kit: testkit::Kit) {
//!         let cx = kit.cx("n1/t1/v1", Role::Clerk);
//!     }
//! }
//! ```
//!
//! PostgreSQL is the server named by `QINGDAN_TEST_PG`; each test gets a database of its own there.

mod client;
mod clock;
mod engine;
mod kit_;
pub mod measure;
mod planting;
mod prefecture;
mod tree;

pub use client::{Client, Reply};
pub use clock::TestClock;
pub use engine::{EngineKind, TestDb};
pub use kit_::Kit;
pub use prefecture::{ORGS, Place, Prefecture};
pub use tree::NODES;

#[doc(hidden)]
pub use tokio;

/// Runs an async test body with a fresh [`Kit`] on SQLite and on PostgreSQL: two tests of one name.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($kit:ident : testkit::Kit) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "a test body may use everything of its file or little of it")]
            use super::*;
            async fn body($kit: testkit::Kit) $body

            #[test]
            fn on_sqlite() {
                $crate::run($crate::EngineKind::Sqlite, body);
            }

            #[test]
            fn on_postgres() {
                $crate::run($crate::EngineKind::Postgres, body);
            }
        }
    )*};
}

/// Runs one body on one engine.
///
/// # Panics
/// If the engine cannot be had: a test that cannot run must not pass.
pub fn run<F: Future<Output = ()>>(engine: EngineKind, body: impl FnOnce(Kit) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be built");
    runtime.block_on(async {
        let kit = Kit::start(engine).await;
        let database = kit.database();
        body(kit).await;
        drop(database);
    });
}
