//! What a database may refuse, classified once for both engines.

use rusqlite::ErrorCode;

/// A refusal or failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum DbFault {
    /// A key is taken: two wrote the same thing.
    #[error("a row with this key exists already")]
    Duplicate,
    /// A constraint (foreign key, check, not null) does not hold: a programming error.
    #[error("a constraint does not hold: {0}")]
    Constraint(String),
    /// Somebody else holds what is needed; trying again may succeed.
    #[error("the database is busy")]
    Busy,
    /// The connection is gone.
    #[error("the connection to the database is lost: {0}")]
    Gone(String),
    /// The disk is full or cannot be written.
    #[error("the database cannot be written: {0}")]
    Unwritable(String),
    /// A stored value is impossible.
    #[error("column {column} holds {value}, which cannot be: {expected}")]
    Inconsistent {
        /// Index of the column in the statement.
        column: usize,
        /// What stands there, shortened.
        value: String,
        /// What should.
        expected: &'static str,
    },
    /// The database was made by a newer program.
    #[error("the database has schema version {found}, this program knows {known}: use the newer program")]
    TooNew {
        /// Version in the database.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// The database was made by an older program and has not been migrated.
    #[error("the database has schema version {found}, this program needs {known}: run `qingdan migrate`")]
    TooOld {
        /// Version in the database.
        found: i64,
        /// Version this program needs.
        known: i64,
    },
    /// The database is unfit: collation, version, altered migration.
    #[error("the database is unfit: {0}")]
    Unfit(String),
    /// A statement is wrong: a programming error.
    #[error("statement failed: {0}")]
    Statement(String),
}

impl DbFault {
    /// Whether the whole unit of work may simply be tried again.
    #[must_use]
    pub const fn may_retry(&self) -> bool {
        matches!(self, Self::Busy)
    }
}

impl From<rusqlite::Error> for DbFault {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match &error {
            rusqlite::Error::SqliteFailure(cause, _) => match cause.code {
                ErrorCode::ConstraintViolation
                    if matches!(
                        cause.extended_code,
                        rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY | rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                    ) =>
                {
                    Self::Duplicate
                }
                ErrorCode::ConstraintViolation => Self::Constraint(text),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure => Self::Unwritable(text),
                ErrorCode::CannotOpen | ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::Unfit(text),
                _ => Self::Statement(text),
            },
            _ => Self::Statement(text),
        }
    }
}

impl From<postgres::Error> for DbFault {
    fn from(error: postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed() { Self::Gone(error.to_string()) } else { Self::Statement(chain(&error)) };
        };
        let text = format!("{}: {}", db.code().code(), db.message());
        match db.code().code() {
            "23505" => Self::Duplicate,
            code if code.starts_with("23") => Self::Constraint(text),
            "40001" | "40P01" | "55P03" => Self::Busy,
            "XX000" if db.message().starts_with("could not commit transaction for shard") => Self::Busy,
            "57P01" | "57P02" | "57P03" | "08006" | "08003" | "08000" => Self::Gone(text),
            "53100" | "53200" | "25006" => Self::Unwritable(text),
            _ => Self::Statement(text),
        }
    }
}

/// An error with its causes, which the driver hides from `Display`.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
