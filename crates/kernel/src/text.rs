//! Text as people and their sheets write it, brought to one form for comparison.

/// Full-width ASCII to half-width, ideographic and odd blanks to a blank, ends trimmed, inner runs folded.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        match halfwidth(c) {
            '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
            c if c.is_whitespace() || c.is_control() => blank = !out.is_empty(),
            c => {
                if blank {
                    out.push(' ');
                    blank = false;
                }
                out.push(c);
            }
        }
    }
    out
}

/// One character from full width to half width (digits, letters, and the ideographic blank).
#[must_use]
pub fn halfwidth(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        c => c,
    }
}

/// Number of characters as a person counts them in an input box.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// `1234567` as `1,234,567`.
#[must_use]
pub fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}

/// First 16 digits of a digest in groups of four, as people compare it: `0F3A-91C4-0B6E-52D8`.
#[must_use]
pub fn proof_code(digest: &str) -> String {
    let start: Vec<char> = digest.chars().take(16).map(|c| c.to_ascii_uppercase()).collect();
    start.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_blanks_and_wide_digits_are_brought_to_one_form() {
        assert_eq!(tidy("　６２２９２１ \u{feff}"), "622921");
        assert_eq!(tidy(" 韩集　 镇\t"), "韩集 镇");
        assert_eq!(thousands(-1_035_840), "-1,035,840");
        assert_eq!(thousands(999), "999");
    }

    #[test]
    fn a_digest_is_told_in_groups_of_four() {
        assert_eq!(proof_code("0f3a91c40b6e52d8e7a0"), "0F3A-91C4-0B6E-52D8");
        assert_eq!(proof_code(""), "");
    }
}
