//! Rows out of either engine, read by position into our own types.

use kernel::{Day, Id, Instant, Month, OrgPath};

use crate::DbFault;

/// One row of an answer.
#[derive(Debug)]
pub enum Row<'a> {
    /// From SQLite.
    Lite(&'a rusqlite::Row<'a>),
    /// From PostgreSQL.
    Pg(&'a postgres::Row),
}

impl Row<'_> {
    /// The value in column `index`, counted from 0.
    ///
    /// # Errors
    /// If the column does not hold a `T`.
    pub fn get<T: FromCol>(&self, index: usize) -> Result<T, DbFault> {
        T::from_col(self, index)
    }

    fn int(&self, index: usize) -> Result<Option<i64>, DbFault> {
        Ok(match self {
            Self::Lite(row) => row.get(index)?,
            Self::Pg(row) => row.try_get(index)?,
        })
    }

    fn text(&self, index: usize) -> Result<Option<String>, DbFault> {
        Ok(match self {
            Self::Lite(row) => row.get(index)?,
            Self::Pg(row) => row.try_get(index)?,
        })
    }

    fn blob(&self, index: usize) -> Result<Option<Vec<u8>>, DbFault> {
        Ok(match self {
            Self::Lite(row) => row.get(index)?,
            Self::Pg(row) => row.try_get(index)?,
        })
    }
}

/// What one column can be read as.
pub trait FromCol: Sized {
    /// Reads the column, or says why it cannot be.
    ///
    /// # Errors
    /// NULL or a value outside the type.
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault>;
}

/// What a whole row can be read as; `rec!` writes it.
pub trait FromRow: Sized {
    /// Reads the row.
    ///
    /// # Errors
    /// If a column does not hold what its field needs.
    fn from_row(row: &Row<'_>) -> Result<Self, DbFault>;
}

/// The fault for a NULL or an impossible value.
fn wrong(index: usize, value: impl std::fmt::Display, expected: &'static str) -> DbFault {
    DbFault::Inconsistent { column: index, value: value.to_string().chars().take(40).collect(), expected }
}

impl FromCol for Option<i64> {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        row.int(index)
    }
}
impl FromCol for i64 {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        row.int(index)?.ok_or_else(|| wrong(index, "NULL", "a number"))
    }
}
impl FromCol for Option<String> {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        row.text(index)
    }
}
impl FromCol for String {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        row.text(index)?.ok_or_else(|| wrong(index, "NULL", "a text"))
    }
}
impl FromCol for Option<Vec<u8>> {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        row.blob(index)
    }
}
impl FromCol for Vec<u8> {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        row.blob(index)?.ok_or_else(|| wrong(index, "NULL", "bytes"))
    }
}
impl FromCol for bool {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        match row.get::<i64>(index)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(wrong(index, other, "0 or 1")),
        }
    }
}
impl FromCol for Option<bool> {
    fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
        if row.get::<Option<i64>>(index)?.is_none() { Ok(None) } else { row.get::<bool>(index).map(Some) }
    }
}

/// Types stored as an integer or a text, and their optional forms.
macro_rules! from_stored {
    ($($(@$k:ident)? $ty:ty, $raw:ty, $expected:literal => |$v:ident| $make:expr;)*) => {$(
        impl$(<$k>)? FromCol for $ty {
            fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
                let $v = row.get::<$raw>(index)?;
                let shown = format!("{:?}", $v);
                $make.ok_or_else(|| wrong(index, shown, $expected))
            }
        }
        impl$(<$k>)? FromCol for Option<$ty> {
            fn from_col(row: &Row<'_>, index: usize) -> Result<Self, DbFault> {
                if row.get::<Option<$raw>>(index)?.is_none() { return Ok(None); }
                row.get::<$ty>(index).map(Some)
            }
        }
    )*};
}
from_stored! {
    @K Id<K>, i64, "an id" => |v| Some(Self::new(v));
    Instant, i64, "an instant" => |v| Some(Self(v));
    Month, i64, "a month such as 202611" => |v| Self::new(v);
    Day, String, "a day such as 2026-11-23" => |v| v.parse().ok();
    OrgPath, String, "a path such as 0001/00a4/" => |v| Self::parse(&v);
}

macro_rules! from_tuple {
    ($($t:ident $i:tt),*) => {
        impl<$($t: FromCol),*> FromRow for ($($t,)*) {
            fn from_row(row: &Row<'_>) -> Result<Self, DbFault> {
                Ok(($(row.get::<$t>($i)?,)*))
            }
        }
    };
}
from_tuple!(A 0);
from_tuple!(A 0, B 1);
from_tuple!(A 0, B 1, C 2);
from_tuple!(A 0, B 1, C 2, D 3);
from_tuple!(A 0, B 1, C 2, D 3, E 4);
from_tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
