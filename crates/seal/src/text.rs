//! The one form of a text that is signed, and its digest.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text as it is signed: composed characters (Unicode NFC), lines that end with LF alone.
#[must_use]
pub fn one_form(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    if is_nfc(&lines) { lines } else { lines.nfc().collect() }
}

/// SHA-256 of a text's bytes in 64 hexadecimal digits.
#[must_use]
pub fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_spellings_of_one_text_are_one_text() {
        assert_eq!(one_form("e\u{301}\r\nb\rc\n"), "\u{e9}\nb\nc\n");
        assert_eq!(one_form("\u{212b}"), "\u{c5}");
        assert_eq!(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    proptest! {
        #[test]
        fn the_one_form_of_the_one_form_is_itself(text in any::<String>()) {
            let once = one_form(&text);
            prop_assert_eq!(one_form(&once), once.clone());
            prop_assert!(!once.contains('\r'));
        }
    }
}
