//! What a cell's text looks like once the accidents of typing and saving are taken off.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Full-width letters, digits and signs (U+FF01…FF5E) and the ideographic space become their half-width forms.
#[must_use]
pub fn to_halfwidth(text: &str) -> String {
    text.chars().map(halfwidth).collect()
}

pub(crate) fn halfwidth(c: char) -> char {
    match c {
        '\u{3000}' | '\u{A0}' => ' ',
        // The full-width block repeats ASCII in order, 0xFEE0 higher.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// Blank to a reader's eye: white space of any script, zero-width marks, stray byte order marks, control characters.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// The text without blanks at both ends and in composed form (NFC). Blanks inside stay: `王　五` is still padded.
#[must_use]
pub fn tidy_text(text: &str) -> String {
    let trimmed = text.trim_matches(is_blank);
    if trimmed.chars().all(is_composed) || is_nfc(trimmed) {
        return trimmed.to_owned();
    }
    trimmed.nfc().collect()
}

/// Characters that composing never touches; they are all but a handful of what our sheets hold, so the real test is rare.
fn is_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2FF}' | '\u{2010}'..='\u{206F}' | '\u{3000}'..='\u{3029}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// True when the text shows what a lossy save leaves behind: U+FFFD, or `?` between two Chinese characters or in their
/// place (`大水?农机`, as GBK writes 大水䃎农机).
#[must_use]
pub fn looks_damaged(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let han = |at: Option<&char>| at.is_some_and(|c| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'));
    chars.iter().enumerate().any(|(at, c)| match c {
        '\u{FFFD}' => true,
        '?' => at > 0 && han(chars.get(at - 1)) && han(chars.get(at + 1)),
        _ => false,
    })
}

/// True when a spreadsheet program could take the text for a formula, or already sees it guarded by an apostrophe.
/// Blanks and apostrophes in front do not help: programs skip the former and we ourselves take off the latter.
pub(crate) fn is_formula_like(text: &str) -> bool {
    let first = text.chars().find(|c| *c != '\'' && (!is_blank(*c) || is_breaking(*c)));
    first.is_some_and(|c| is_breaking(c) || matches!(halfwidth(c), '=' | '+' | '-' | '@'))
}

/// Characters that move what follows into another cell or line when a program splits the text again.
const fn is_breaking(c: char) -> bool {
    matches!(c, '\t' | '\r' | '\n' | '\0')
}
