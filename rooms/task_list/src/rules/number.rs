//! The number of a list, as official papers number: short name, word, year in brackets, ordinal.

use kernel::Month;

/// `州组交办〔2026〕11号` for the short name `州组`.
#[must_use]
pub(crate) fn number(short_name: &str, month: Month, ordinal: i64) -> String {
    format!("{short_name}交办〔{}〕{ordinal}号", month.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_the_issuer_the_year_and_the_ordinal() {
        assert_eq!(number("州组", Month(202_611), 11), "州组交办〔2026〕11号");
    }
}
