//! Why a paper is not printed.

/// Why a paper is not printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressFault {
    /// No font has these characters: a paper with holes is worse than none.
    #[error("no font has a glyph for {}", list(.0))]
    NoGlyph(Vec<char>),
    /// The layout is not one.
    #[error("layout: {0}")]
    Layout(String),
    /// A font file cannot be read.
    #[error("font {0}")]
    Font(String),
    /// The address does not fit into a QR code.
    #[error("QR code: {0}")]
    Qr(String),
    /// Our own template failed.
    #[error("setting: {0}")]
    Setting(String),
}

/// Characters as people can look them up: `㵘 (U+3D58)`.
fn list(characters: &[char]) -> String {
    let named: Vec<String> = characters.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
    named.join(", ")
}
