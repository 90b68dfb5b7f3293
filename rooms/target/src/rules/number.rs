//! The number of an issue of letters, as official papers number.

/// `州委责〔2026〕1号` for the short name `州委`.
#[must_use]
pub(crate) fn number(short_name: &str, year: i64, ordinal: i64) -> String {
    format!("{short_name}责〔{year}〕{ordinal}号")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_the_issuer_the_year_and_the_ordinal() {
        assert_eq!(number("州委", 2026, 1), "州委责〔2026〕1号");
    }
}
