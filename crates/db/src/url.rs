//! Which database: `sqlite:PATH` or `postgres://…`.

use std::{fmt, path::PathBuf, str::FromStr};

use crate::tls::Way;

/// Address of a database, as `--db` and `QINGDAN_DB` give it.
#[derive(Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// One file, embedded.
    Sqlite(PathBuf),
    /// A PostgreSQL (or Citus) server: the whole connection string.
    Postgres(String),
}

impl FromStr for DbUrl {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        if let Some(path) = s.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err("sqlite: needs a file path, such as sqlite:./qingdan-data/qingdan.db".to_owned());
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if s.starts_with("postgres://") || s.starts_with("postgresql://") {
            Way::of(s)?;
            return Ok(Self::Postgres(s.to_owned()));
        }
        Err("expected sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE".to_owned())
    }
}

impl fmt::Display for DbUrl {
    /// Without the password: this goes to logs and terminals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(text) => match (text.find("://"), text.rfind('@')) {
                (Some(start), Some(at)) if at > start => write!(f, "{}***{}", &text[..start + 3], &text[at..]),
                _ => f.write_str(text),
            },
        }
    }
}

impl fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_address_hides_the_password() {
        let url: DbUrl = "postgres://clerk:s3cret@db.local/qingdan".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://***@db.local/qingdan");
        assert!("mysql://x".parse::<DbUrl>().is_err());
        assert!("postgres://u@h/q?sslmode=prefer".parse::<DbUrl>().unwrap_err().contains("verify-full"));
        assert_eq!("sqlite:a/b.db".parse(), Ok(DbUrl::Sqlite("a/b.db".into())));
    }
}
