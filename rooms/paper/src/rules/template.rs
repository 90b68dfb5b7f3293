//! Templates: what an administrator may change of papers, and the versions of it.

use kernel::Day;

use super::kind::Kind;

/// Bytes of a template at most.
pub(crate) const TEXT_MOST: usize = 60_000;
/// Characters of a reason at most.
pub(crate) const REASON_MOST: usize = 200;

/// A template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Template {
    /// What a kind of paper says.
    Wording(Kind),
    /// How all papers look.
    Layout,
}

impl Template {
    /// All of them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Kind::ALL.into_iter().map(Self::Wording).chain([Self::Layout]).collect()
    }

    /// Its name in addresses and the store.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wording(kind) => kind.code(),
            Self::Layout => "layout",
        }
    }

    /// The template with this name.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|template| template.code() == code)
    }

    /// What the program brings.
    #[must_use]
    pub const fn builtin(self) -> &'static str {
        match self {
            Self::Wording(Kind::List) => include_str!("../wordings/list.toml"),
            Self::Wording(Kind::Statement) => include_str!("../wordings/statement.toml"),
            Self::Wording(Kind::Letter) => include_str!("../wordings/letter.toml"),
            Self::Wording(Kind::Minutes) => include_str!("../wordings/minutes.toml"),
            Self::Wording(Kind::Procedure) => include_str!("../wordings/procedure.toml"),
            Self::Layout => press::Layout::default_text(),
        }
    }
}

/// Invented facts of a kind, for previews and for the check of names.
#[must_use]
pub(crate) fn sample(kind: Kind) -> serde_json::Value {
    let text = match kind {
        Kind::List => include_str!("../samples/list.json"),
        Kind::Statement => include_str!("../samples/statement.json"),
        Kind::Letter => include_str!("../samples/letter.json"),
        Kind::Minutes => include_str!("../samples/minutes.json"),
        Kind::Procedure => include_str!("../samples/procedure.json"),
    };
    serde_json::from_str(text).unwrap_or_else(|e| unreachable!("samples are tested: {e}"))
}

/// The one among versions, in their order, that is in force on a day: the newest that has begun.
#[must_use]
pub(crate) fn in_force<T>(versions: &[T], from: impl Fn(&T) -> Day, day: Day) -> Option<&T> {
    versions.iter().rev().find(|v| from(v) <= day)
}

#[cfg(test)]
mod tests {
    use press::{Fonts, Layout, Wording};

    use super::*;

    #[test]
    fn every_builtin_wording_knows_all_names_it_uses_and_prints_its_sample() {
        for kind in Kind::ALL {
            let wording = Wording::read(Template::Wording(kind).builtin()).unwrap();
            let paper = wording.check(&sample(kind)).unwrap_or_else(|e| panic!("{kind}: {e}"));
            assert!(press::pdf(&paper, &Layout::default(), &Fonts::bundled().unwrap()).unwrap().starts_with(b"%PDF-"));
        }
    }

    #[test]
    fn the_newest_version_that_has_begun_is_in_force() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let versions = [(1, day("2026-01-01")), (2, day("2026-06-01")), (3, day("2026-03-01"))];
        let on = |text: &str| in_force(&versions, |v| v.1, day(text)).map(|v| v.0);
        assert_eq!(
            (on("2025-12-31"), on("2026-02-01"), on("2026-04-01"), on("2026-07-01")),
            (None, Some(1), Some(3), Some(3))
        );
        assert!(Template::all().into_iter().all(|t| Template::of_code(t.code()) == Some(t)));
    }
}
