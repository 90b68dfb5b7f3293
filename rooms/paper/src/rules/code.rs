//! The code by which a paper is checked: 80 random bits in letters and figures that are not mistaken for each other.

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code.
pub(crate) const LENGTH: usize = 16;

/// The code of these random bytes; only the first ten are used.
pub(crate) fn of_bytes(bytes: &[u8; 32]) -> String {
    let bit = |n: usize| usize::from(bytes[n / 8] >> (7 - n % 8) & 1);
    let letter = |at: usize| (0..5).fold(0, |value, n| value * 2 + bit(at * 5 + n));
    (0..LENGTH).map(|at| char::from(ALPHABET[letter(at)])).collect()
}

/// A code as somebody typed it: small letters, spaces and hyphens, and letters that look like figures.
#[must_use]
pub(crate) fn read(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .take(LENGTH + 1)
        .collect();
    let known = |c: char| u8::try_from(c).is_ok_and(|b| ALPHABET.contains(&b));
    (code.len() == LENGTH && code.chars().all(known)).then_some(code)
}

/// A code in groups of four, as it is printed.
#[must_use]
pub(crate) fn shown(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = of_bytes(&[0xA5; 32]);
        assert_eq!(code.len(), LENGTH);
        assert_eq!(read(&shown(&code)), Some(code.clone()));
        assert_eq!(read(&format!(" {} ", code.to_lowercase())), Some(code));
        assert_eq!(read("oil0-0000-0000-0000"), Some("0110000000000000".to_owned()));
        for wrong in ["", "ABCD", "U234567890123456", "12345678901234567", "一二三四五六七八九十一二三四五六"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_bit_of_the_first_ten_bytes_counts() {
        let zero = of_bytes(&[0; 32]);
        for n in 0..80 {
            let mut bytes = [0; 32];
            bytes[n / 8] = 1 << (n % 8);
            assert_ne!(of_bytes(&bytes), zero, "bit {n}");
        }
    }
}
