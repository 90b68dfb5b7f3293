//! Values bound to `$n`: integers, texts, bytes and their absence.

use kernel::{Day, Id, Instant, Month, OrgPath};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

/// One bound value. Every integer column is 64 bits wide on both engines, so three kinds suffice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// NULL of whatever type the place has.
    Null,
    /// An integer, id, instant, month or flag.
    Int(i64),
    /// A text, day or path.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

macro_rules! into_arg {
    ($($ty:ty => |$v:ident| $make:expr;)*) => {
        $(impl From<$ty> for Arg { fn from($v: $ty) -> Self { $make } })*
    };
}
into_arg! {
    i64 => |v| Self::Int(v);
    bool => |v| Self::Int(i64::from(v));
    Instant => |v| Self::Int(v.0);
    Month => |v| Self::Int(v.0);
    Day => |v| Self::Text(v.to_string());
    String => |v| Self::Text(v);
    &str => |v| Self::Text(v.to_owned());
    &String => |v| Self::Text(v.clone());
    OrgPath => |v| Self::Text(v.as_str().to_owned());
    &OrgPath => |v| Self::Text(v.as_str().to_owned());
    Vec<u8> => |v| Self::Blob(v);
    &[u8] => |v| Self::Blob(v.to_vec());
}

impl<K> From<Id<K>> for Arg {
    fn from(v: Id<K>) -> Self {
        Self::Int(v.raw())
    }
}

impl<T: Into<Self>> From<Option<T>> for Arg {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(v) => ValueRef::Integer(*v),
            Self::Text(v) => ValueRef::Text(v.as_bytes()),
            Self::Blob(v) => ValueRef::Blob(v),
        }))
    }
}

impl ToSql for Arg {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) => v.to_sql_checked(ty, out),
            Self::Text(v) => v.to_sql_checked(ty, out),
            Self::Blob(v) => v.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // Each variant checks itself in `to_sql`, where the value is known.
        true
    }

    to_sql_checked!();
}
