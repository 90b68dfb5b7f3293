//! Figures with at most three decimals, kept as whole thousandths.

/// Largest figure: a million millions.
pub(crate) const MOST: i64 = 1_000_000_000_000_000;

/// `1,234.5` or `92.5` as thousandths; none if it is no figure with at most three decimals.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let plain: String = text
        .chars()
        .map(kernel::text::halfwidth)
        .map(|c| if c == '．' { '.' } else { c })
        .filter(|c| !c.is_whitespace() && *c != ',' && *c != '，')
        .collect();
    let (negative, digits) = plain.strip_prefix('-').map_or((false, plain.as_str()), |rest| (true, rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || rest.len() > 3 || !all_digits(whole) || !all_digits(rest) {
        return None;
    }
    let thousandths = format!("{whole}{rest:0<3}").parse::<i64>().ok().filter(|n| *n <= MOST)?;
    Some(if negative { -thousandths } else { thousandths })
}

/// Thousandths as people write them: `1,234.5`.
#[must_use]
pub fn show(thousandths: i64) -> String {
    let (whole, rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let sign = if thousandths < 0 { "-" } else { "" };
    let whole = kernel::text::thousands(i64::try_from(whole).unwrap_or(i64::MAX));
    let rest = format!("{rest:03}");
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        assert_eq!(parse("92.5"), Some(92_500));
        assert_eq!(parse("１，２３４"), Some(1_234_000));
        assert_eq!(parse("-0.125"), Some(-125));
        for odd in ["", "-", ".", ".5", "1.2345", "1e3", "一", "9999999999999", "1.2.3", "NaN"] {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(n in -MOST..=MOST) {
            if n.unsigned_abs() < 1_000_000_000_000_000 {
                prop_assert_eq!(parse(&show(n)), Some(n));
            }
        }

        #[test]
        fn nothing_typed_is_a_fault_of_ours(text in "\\PC{0,30}") {
            let _ = parse(&text);
        }
    }
}
