//! The fonts of PDF files: the office's own first, then those this crate bundles.
//!
//! The bundled ones are cut down by `scripts/fonts.sh` and compressed; they are unpacked in memory when
//! first needed, so that a fresh clone prints without any installed font.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::{Layout, Paper, PressFault, arrange, chars};

/// The bundled fonts: what each is for is told in `layout.toml`. The first has the most characters.
const BUNDLED: [(&str, &[u8]); 4] = [
    ("song.ttf", include_bytes!("../../../assets/fonts/song.ttf.br")),
    ("title.ttf", include_bytes!("../../../assets/fonts/title.ttf.br")),
    ("hei.ttf", include_bytes!("../../../assets/fonts/hei.ttf.br")),
    ("kai.ttf", include_bytes!("../../../assets/fonts/kai.ttf.br")),
];

static UNPACKED: LazyLock<Result<Vec<Font>, PressFault>> =
    LazyLock::new(|| BUNDLED.iter().map(|(name, packed)| unpack(name, packed)).collect());

/// A set of fonts. Cheap to clone.
#[derive(Clone)]
pub struct Fonts(Arc<Set>);

struct Set {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.families()).finish()
    }
}

impl Fonts {
    /// The bundled fonts.
    ///
    /// # Errors
    /// [`PressFault::Font`] if the program was built with a broken file.
    pub fn bundled() -> Result<Self, PressFault> {
        Ok(Self::of(UNPACKED.clone()?))
    }

    /// The fonts of a folder (`.ttf`, `.otf`, `.ttc`), and the bundled ones after them.
    ///
    /// # Errors
    /// [`PressFault::Font`] that names the folder or the file that cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Self, PressFault> {
        let broken = |path: &Path, why: &dyn std::fmt::Display| PressFault::Font(format!("{}: {why}", path.display()));
        let entries = std::fs::read_dir(folder).map_err(|e| broken(folder, &e))?;
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| is_font(p)).collect();
        // The order of a folder is not told by the system; that of names is.
        paths.sort();
        let mut fonts = Vec::new();
        for path in paths {
            let bytes = std::fs::read(&path).map_err(|e| broken(&path, &e))?;
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(bytes)));
            if fonts.len() == before {
                return Err(broken(&path, &"not a font"));
            }
        }
        fonts.extend(UNPACKED.clone()?);
        Ok(Self::of(fonts))
    }

    fn of(fonts: Vec<Font>) -> Self {
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Self(Arc::new(Set { fonts, book }))
    }

    /// Names of the families, each once, in order.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.0.fonts.iter().map(|f| f.info().family.as_str()).filter(|name| seen.insert(*name)).collect()
    }

    /// Whether some font of the set has a glyph for this character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        self.0.fonts.iter().any(|f| f.info().coverage.contains(u32::from(character)))
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.0.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.0.fonts.get(index).cloned()
    }
}

/// Which characters of a text no font of the set can print, each once.
#[must_use]
pub fn missing_glyphs(text: &str, fonts: &Fonts) -> Vec<char> {
    let all: BTreeSet<char> = text.chars().filter(|c| chars::is_printed(*c) && !c.is_whitespace()).collect();
    all.into_iter().filter(|c| !fonts.has(*c)).collect()
}

/// Refuses a paper that would be printed with a hole, and names the characters.
pub(crate) fn all_printable(paper: &Paper, layout: &Layout, fonts: &Fonts) -> Result<(), PressFault> {
    let text = paper.texts().concat() + &arrange::label_texts(layout).concat();
    let missing = missing_glyphs(&text, fonts);
    if missing.is_empty() { Ok(()) } else { Err(PressFault::NoGlyph(missing)) }
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str())
}

fn unpack(name: &str, packed: &[u8]) -> Result<Font, PressFault> {
    let mut whole = Vec::new();
    brotli_decompressor::BrotliDecompress(&mut &*packed, &mut whole)
        .map_err(|e| PressFault::Font(format!("{name}: {e}")))?;
    Font::new(Bytes::new(whole), 0).ok_or_else(|| PressFault::Font(format!("{name}: not a font")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offices_own_fonts_come_before_the_bundled_ones() {
        let folder = tempfile::tempdir().unwrap();
        let mut whole = Vec::new();
        brotli_decompressor::BrotliDecompress(&mut &*BUNDLED[3].1, &mut whole).unwrap();
        std::fs::write(folder.path().join("own.TTF"), &whole).unwrap();
        std::fs::write(folder.path().join("readme.txt"), "no font").unwrap();
        let fonts = Fonts::with_folder(folder.path()).unwrap();
        assert_eq!(fonts.families(), ["Qingdan Kai", "Noto Serif SC", "Noto Sans SC"]);
        assert_eq!(fonts.0.fonts.len(), 5);
    }

    #[test]
    fn a_file_that_is_no_font_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("broken.otf"), "no font").unwrap();
        let fault = Fonts::with_folder(folder.path()).unwrap_err().to_string();
        assert!(fault.contains("broken.otf"), "{fault}");
        let missing = Fonts::with_folder(&folder.path().join("none")).unwrap_err().to_string();
        assert!(missing.contains("none"), "{missing}");
    }

    #[test]
    fn the_characters_of_rare_place_names_are_bundled() {
        let fonts = Fonts::bundled().unwrap();
        assert!(missing_glyphs("屲癿枹埉䃎㛃堃〔〕㎡℃①№", &fonts).is_empty());
        assert!(UNPACKED.as_ref().unwrap().iter().all(|font| font.info().coverage.contains(u32::from('屲'))));
    }
}
