//! Storage: one unit of work, one SQL text, two engines (SQLite and PostgreSQL).
//!
//! Rooms write their SQL once, with `$1` placeholders, in their `store.rs`, and hand it to a [`Tx`]:
//!
//! ```ignore
//! db.write(move |tx| {
//!     tx.exec("UPDATE org SET name = $1 WHERE org_id = $2", args![name, id])
//! }).await?;
//! ```
//!
//! The closure runs on a blocking thread to COMMIT or ROLLBACK, also when whoever waits for it has gone.
//! On SQLite one writer owns the file and groups waiting units into one durable commit; on PostgreSQL
//! each unit is a transaction of its own, tried again on serialisation failures.

mod arg;
mod bulk;
mod dialect;
mod fault;
mod lite;
mod migrate;
mod pg;
mod pool;
mod row;
mod shape;
mod tls;
mod tx;
mod url;

pub use arg::Arg;
pub use dialect::Engine;
pub use fault::DbFault;
pub use migrate::{Migration, SchemaState};
pub use pool::{Db, Retry, Settings};
pub use row::{FromCol, FromRow, Row};
pub use shape::{LIST_MOST, Shape, rows};
pub use tx::Tx;
pub use url::DbUrl;

/// Arguments of a statement, in the order of its `$n`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::Arg::from($value)),*][..] };
}

/// A row type: a struct whose fields are filled from the columns in the order they stand in.
#[macro_export]
macro_rules! rec {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),* $(,)? }) => {
        $(#[$meta])* $vis struct $name { $($(#[$fmeta])* $fvis $field : $ty),* }
        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> Result<Self, $crate::DbFault> {
                let mut column = 0;
                $(let $field = { let value = row.get::<$ty>(column)?; column += 1; value };)*
                let _ = column;
                Ok(Self { $($field),* })
            }
        }
    };
}
