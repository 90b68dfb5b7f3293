//! Every real difference between the engines that a statement text must know.

use std::borrow::Cow;

/// Which engine is behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL, or Citus.
    Postgres,
}

impl Engine {
    /// Replaces the tokens of a migration: `{int}`, `{text}`, `{blob}` (column types), `{table}` (table options
    /// of a keyed table) and `{heap}` (of one without a composite key).
    #[must_use]
    pub fn ddl(self, text: &str) -> String {
        let (int, text_type, blob, keyed, heap) = match self {
            Self::Sqlite => ("INTEGER", "TEXT", "BLOB", " STRICT, WITHOUT ROWID", " STRICT"),
            // Byte order on every text: ranges over paths and keys are wrong under a language's collation.
            Self::Postgres => ("BIGINT", "TEXT COLLATE \"C\"", "BYTEA", "", ""),
        };
        text.replace("{int}", int)
            .replace("{text}", text_type)
            .replace("{blob}", blob)
            .replace(" {table}", keyed)
            .replace(" {heap}", heap)
    }
}

/// `$1` becomes `?1`: SQLite numbers `$n` by first appearance, `?n` by its number.
pub(crate) fn lite_text(sql: &str) -> Cow<'_, str> {
    if !sql.contains('$') {
        return Cow::Borrowed(sql);
    }
    let bytes = sql.as_bytes();
    let mut out = String::with_capacity(sql.len());
    for (i, c) in sql.char_indices() {
        let is_placeholder = c == '$' && bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
        out.push(if is_placeholder { '?' } else { c });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_placeholders_change_for_sqlite() {
        assert_eq!(lite_text("SELECT a FROM t WHERE b = $2 AND c = $1"), "SELECT a FROM t WHERE b = ?2 AND c = ?1");
        assert_eq!(lite_text("SELECT '$' || $1"), "SELECT '$' || ?1");
    }
}
