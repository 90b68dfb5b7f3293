//! How papers look, as data: [`Layout`]. The default is GB/T 9704-2012 and stands in `layout.toml`.
//!
//! Measures are whole numbers throughout, in the unit a field names. A twip is a twentieth of a point.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Flaw, PressFault, WordingFault};

const DEFAULT: &str = include_str!("layout.toml");

/// How papers look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The sheet and its white edges.
    pub page: Page,
    /// Lines and characters of a full page.
    pub grid: Grid,
    /// The fonts, by the part of the paper they set.
    pub roles: BTreeMap<Role, Style>,
    /// Colours.
    pub colours: Colours,
    /// Thickness of rules.
    pub lines: Rules,
    /// Words that stand on every paper.
    pub labels: Labels,
}

/// The sheet and its white edges, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Width of the sheet.
    pub width: u32,
    /// Height of the sheet.
    pub height: u32,
    /// Above the type area.
    pub top: u32,
    /// Below the type area.
    pub bottom: u32,
    /// At the binding: left on odd pages.
    pub inner: u32,
    /// Opposite the binding.
    pub outer: u32,
    /// Whether the binding edge is on the right of even pages.
    pub mirrored: bool,
    /// From the upper edge of the type area to the issuing body in red.
    pub head: u32,
}

/// How much a full page of text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Lines of a page.
    pub lines: u32,
    /// Characters of a line.
    pub characters: u32,
}

/// A part of a paper that has a font of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The issuing body in red.
    Head,
    /// The number of the paper.
    Number,
    /// The title.
    Title,
    /// The body.
    Body,
    /// Headings of the first level.
    Heading1,
    /// Headings of the second level.
    Heading2,
    /// Headings of the third level.
    Heading3,
    /// Headings of the fourth level.
    Heading4,
    /// The name of whoever approved.
    Signer,
    /// The word above an annex.
    Annex,
    /// Cells of tables.
    Table,
    /// Headings of tables.
    TableHead,
    /// Page numbers.
    PageNumber,
    /// The record at the foot of the last page.
    Colophon,
    /// The lines beside the QR code.
    Proof,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Head,
        Self::Number,
        Self::Title,
        Self::Body,
        Self::Heading1,
        Self::Heading2,
        Self::Heading3,
        Self::Heading4,
        Self::Signer,
        Self::Annex,
        Self::Table,
        Self::TableHead,
        Self::PageNumber,
        Self::Colophon,
        Self::Proof,
    ];

    /// The role of a heading; levels beyond the fourth are set like it.
    #[must_use]
    pub const fn heading(level: u8) -> Self {
        match level {
            0 | 1 => Self::Heading1,
            2 => Self::Heading2,
            3 => Self::Heading3,
            _ => Self::Heading4,
        }
    }
}

/// The font of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Size in half points: 32 for 三号.
    pub size: u32,
    /// Smallest size in half points for what is made to fit the width (the head only).
    #[serde(default)]
    pub least: u32,
    /// The font that Word documents name; the office's own machines have it.
    pub word: String,
    /// The fonts of PDF files, in order of preference.
    pub pdf: Vec<String>,
    /// `regular` or `black`: which weight of a family that has several.
    #[serde(default)]
    pub weight: Weight,
}

/// The weight of a font.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// As for running text.
    #[default]
    Regular,
    /// As for titles.
    Black,
}

/// Colours, as six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// The red of the head.
    pub red: String,
}

/// Thickness of rules, in eighths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Below the head.
    pub red: u32,
    /// Around the colophon.
    pub thick: u32,
    /// Within the colophon.
    pub thin: u32,
    /// Of tables.
    pub table: u32,
}

/// Words that stand on every paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// After the addressee.
    pub colon: String,
    /// Before the name of whoever approved.
    pub signer: String,
    /// Before the names of what is attached.
    pub attached: String,
    /// Above an annex, before its number.
    pub annex: String,
    /// Before those who also get it.
    pub copies: String,
    /// After the day of issue.
    pub issued: String,
    /// Before the number by which a paper is checked.
    pub proof_number: String,
    /// Before the hash of its facts.
    pub proof_hash: String,
    /// Before the address that checks it.
    pub proof_url: String,
    /// The numbers of headings, level by level, with `{n}`.
    pub levels: [String; 4],
}

impl Default for Layout {
    fn default() -> Self {
        Self::read(DEFAULT).unwrap_or_else(|fault| unreachable!("layout.toml is tested: {fault}"))
    }
}

impl Layout {
    /// Reads a layout from TOML.
    ///
    /// # Errors
    /// [`PressFault::Layout`] that says where the text stops being one, or what in it cannot be printed.
    pub fn read(text: &str) -> Result<Self, PressFault> {
        let layout: Self = toml::from_str(text).map_err(|e| PressFault::Layout(e.to_string()))?;
        layout.check().map_err(|flaw| PressFault::Layout(flaw.to_string()))?;
        Ok(layout)
    }

    /// [`Layout::read`] for whoever writes one: a fault names the line.
    ///
    /// # Errors
    /// What is wrong, and in which line.
    pub fn examine(text: &str) -> Result<Self, WordingFault> {
        let at = |from: usize| text.as_bytes().iter().take(from).filter(|b| **b == b'\n').count() + 1;
        let layout: Self = toml::from_str(text)
            .map_err(|e| WordingFault { line: e.span().map_or(1, |s| at(s.start)), flaw: Flaw::of_toml(&e) })?;
        layout.check().map_err(|flaw| WordingFault { line: line_of_key(text, flaw.key()), flaw })?;
        Ok(layout)
    }

    /// The default as text, comments and all: what an administrator starts from.
    #[must_use]
    pub const fn default_text() -> &'static str {
        DEFAULT
    }

    /// What of it could not be printed.
    fn check(&self) -> Result<(), Flaw> {
        let page = &self.page;
        let within = |what: &str, value: u32, least: u32, most: u32| {
            let fits = (least..=most).contains(&value);
            if fits { Ok(()) } else { Err(Flaw::OutOfRange { key: what.to_owned(), value, least, most }) }
        };
        within("page.width", page.width, 100, 1_000)?;
        within("page.height", page.height, 100, 1_000)?;
        within("page.top + page.bottom", page.top.saturating_add(page.bottom), 0, page.height - 50)?;
        within("page.inner + page.outer", page.inner.saturating_add(page.outer), 0, page.width - 50)?;
        within("page.head", page.head, 0, 100)?;
        within("grid.lines", self.grid.lines, 5, 100)?;
        within("grid.characters", self.grid.characters, 5, 100)?;
        for role in Role::ALL {
            let name = format!("roles.{}", serde_json::to_value(role).unwrap_or_default().as_str().unwrap_or_default());
            let style = self.roles.get(&role).ok_or_else(|| Flaw::MissingKey(name.clone()))?;
            within(&format!("{name}.size"), style.size, 8, 200)?;
            if style.pdf.is_empty() || style.word.is_empty() {
                return Err(Flaw::NoFont(name));
            }
        }
        let colour = &self.colours.red;
        let is_colour = colour.len() == 6 && colour.bytes().all(|b| b.is_ascii_hexdigit());
        let none = || Flaw::NotAColour { key: "colours.red".to_owned(), value: colour.clone() };
        if is_colour { Ok(()) } else { Err(none()) }
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> &Style {
        self.roles.get(&role).unwrap_or_else(|| unreachable!("a layout is only made with all roles"))
    }

    /// Width of the type area in twips.
    #[must_use]
    pub const fn area_width(&self) -> u32 {
        twips(self.page.width - self.page.inner - self.page.outer)
    }

    /// Height of the type area in twips.
    #[must_use]
    pub const fn area_height(&self) -> u32 {
        twips(self.page.height - self.page.top - self.page.bottom)
    }

    /// Height of a line of the body in twips: so many that a full page holds just its lines.
    #[must_use]
    pub const fn pitch(&self) -> u32 {
        self.area_height() / self.grid.lines
    }

    /// Width of a character of the body in twips, with the space that spreads the line over the type area.
    #[must_use]
    pub const fn advance(&self) -> u32 {
        self.area_width() / self.grid.characters
    }

    /// The space after each character of the body in twips; negative if they are pressed together.
    #[must_use]
    pub fn tracking(&self) -> i64 {
        i64::from(self.advance()) - i64::from(self.style(Role::Body).size) * 10
    }
}

/// The line of the first key that is named, such as `page.top + page.bottom`; the first line if there is none.
fn line_of_key(text: &str, named: &str) -> usize {
    let named = named.split(' ').next().unwrap_or_default();
    let (section, key) = named.split_once('.').unwrap_or(("", named));
    let from = text.lines().position(|line| line.trim() == format!("[{section}]")).unwrap_or(0);
    let holds = |line: &str| line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
    text.lines().enumerate().skip(from).find(|(_, line)| holds(line)).map_or(1, |(n, _)| n + 1)
}

/// Millimetres in twips, to the nearest.
#[must_use]
pub const fn twips(millimetres: u32) -> u32 {
    (millimetres * 14_400 + 127) / 254
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_the_standard() {
        let layout = Layout::default();
        assert_eq!((layout.area_width(), layout.area_height()), (8_844, 12_756), "156 × 225 mm");
        assert_eq!(layout.pitch(), 579, "28.95 pt");
        assert_eq!(layout.pitch() * 22, 12_738);
        assert!(layout.pitch() * 23 > layout.area_height());
        assert_eq!(layout.advance() * 28, 8_820);
        assert_eq!(layout.tracking(), -5);
    }

    #[test]
    fn what_cannot_be_printed_is_refused_with_its_name() {
        let broken = Layout::default_text().replace("top = 37", "top = 370");
        assert!(Layout::read(&broken).unwrap_err().to_string().contains("page.top"));
        let unknown = Layout::default_text().replace("lines = 22", "lines = 22\ncolour = 3");
        assert!(Layout::read(&unknown).unwrap_err().to_string().contains("colour"));
        let fault = Layout::examine(&broken).unwrap_err();
        assert_eq!(Layout::default_text().lines().nth(fault.line - 1), Some("top = 37"), "{fault}");
        let fault = Layout::examine(&unknown).unwrap_err();
        assert_eq!(unknown.lines().nth(fault.line - 1), Some("colour = 3"), "{fault}");
        let red = Layout::default_text().replace("e60012", "red");
        assert!(Layout::read(&red).unwrap_err().to_string().contains("colours.red"));
    }
}
