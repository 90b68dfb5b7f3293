//! Styles of paragraphs: which are headings, and which bring a number with them.

use std::collections::HashMap;

use super::{ProseFault, xml};

/// Styles follow each other at most so far; a longer chain goes in a circle.
const CHAIN: usize = 16;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    num: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// The number that a style brings: numbering, level if it says one, and the style that brings it.
pub(super) struct Numbered<'a> {
    pub(super) num: &'a str,
    pub(super) level: Option<usize>,
    pub(super) style: &'a str,
}

impl Styles {
    /// Reads the part; a document without one has none.
    pub(super) fn read(text: &str) -> Result<Self, ProseFault> {
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        xml::each(text, |event| {
            match event {
                xml::Event::Start(tag) if tag.is("style") => {
                    let paragraph = tag.get("type").is_none_or(|kind| kind == "paragraph");
                    open = tag.get("styleId").filter(|_| paragraph).map(|id| (id, Style::default()));
                }
                xml::Event::Start(tag) => {
                    if let Some((_, style)) = &mut open {
                        style.learn(&tag);
                    }
                }
                xml::Event::End("style") => styles.extend(open.take()),
                _ => {}
            }
            Ok(())
        })?;
        Ok(Self(styles))
    }

    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let next = move |(_, style): &(&'a str, &'a Style)| {
            let id = style.based_on.as_deref()?;
            Some((id, self.0.get(id)?))
        };
        std::iter::successors(self.0.get(id).map(|style| (id, style)), next).take(CHAIN)
    }

    /// Level of the heading that a style is, 1 for the highest.
    pub(super) fn heading(&self, id: &str) -> Option<u8> {
        self.chain(id).find_map(|(_, style)| style.outline).filter(|level| *level < 9).map(|level| level + 1)
    }

    /// The number that a style brings.
    pub(super) fn number<'a>(&'a self, id: &'a str) -> Option<Numbered<'a>> {
        self.chain(id)
            .find_map(|(id, style)| style.num.as_deref().map(|num| Numbered { num, level: style.level, style: id }))
    }
}

impl Style {
    fn learn(&mut self, tag: &xml::Tag<'_>) {
        match tag.name {
            "basedOn" => self.based_on = tag.val(),
            "numId" => self.num = tag.val(),
            "ilvl" => self.level = tag.number().and_then(|n| usize::try_from(n).ok()),
            "outlineLvl" => self.outline = tag.number().and_then(|n| u8::try_from(n).ok()),
            _ => {}
        }
    }
}
