//! What a kind of paper says, as data: [`Wording`], a TOML text with placeholders that facts fill.
//!
//! The structure (head, blocks, tables, signature) is the file's; placeholders stand in its texts only, so what
//! users typed can fill a text and never becomes structure. Placeholders are those of Jinja:
//!
//! ```toml
//! [words]
//! day = "{y}年{m}月{d}日"
//! month = "{y}年{m}月"
//! none = "—"
//!
//! [names]
//! closed = "已销号"
//!
//! [paper]
//! title = "{{ month | month }}工作交办单"
//! addressee = "{{ org }}"
//! day = "{{ sent }}"
//!
//! [[block]]
//! text = "请于期限内办结。"
//! when = "not withdrawn"
//!
//! [[block]]
//! table = "items"
//! as = "item"
//! columns = [{ head = "序号", width = 8, align = "center", text = "{{ n }}" },
//!            { head = "事项", width = 60, text = "{{ item.text }}" }]
//!
//! [paper.signature]
//! kind = "single"
//! by = "{{ issuer }}"
//! day = "{{ sent | day }}"
//! ```
//!
//! Filters besides Jinja's own: `day`, `month` (patterns of `[words]`), `minutes` (of tenths), `name` (a code of
//! `[names]`), `blank` (`none` of `[words]` for nothing). In a loop, `n` counts from 1.

mod filters;
mod flaw;
mod render;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior};
use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

pub use flaw::Flaw;

use crate::{Align, Paper};

/// Steps that all placeholders of one text may take together: a loop in it ends.
const FUEL: u64 = 100_000;

/// Why a wording cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {flaw}")]
pub struct WordingFault {
    /// Line of its text, from 1.
    pub line: usize,
    /// What is wrong there.
    pub flaw: Flaw,
}

/// What a kind of paper says.
pub struct Wording {
    file: File,
    source: String,
    jinja: Environment<'static>,
}

impl std::fmt::Debug for Wording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wording").field("blocks", &self.file.block.len()).finish_non_exhaustive()
    }
}

/// A text with placeholders, and where it stands.
type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Words,
    #[serde(default)]
    names: BTreeMap<String, String>,
    paper: Frame,
    #[serde(default)]
    block: Vec<Part>,
    #[serde(default)]
    annex: Vec<AnnexPart>,
}

/// Patterns of the filters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// A day, with `{y}`, `{m}` and `{d}`.
    day: String,
    /// A month, with `{y}` and `{m}`.
    month: String,
    /// What stands where there is nothing.
    none: String,
}

/// All of a paper but its body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    title: Text,
    addressee: Option<Text>,
    day: Text,
    #[serde(default)]
    attached: Vec<Text>,
    head: Option<HeadPart>,
    signature: Option<SignaturePart>,
    colophon: Option<ColophonPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadPart {
    issuer: Text,
    number: Option<Text>,
    signer: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignaturePart {
    /// `single` or `two`.
    kind: Text,
    by: Option<Text>,
    day: Option<Text>,
    left: Option<PartyPart>,
    right: Option<PartyPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyPart {
    role: Text,
    by: Text,
    hand: Text,
    day: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColophonPart {
    copies: Option<Text>,
    office: Text,
    day: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnnexPart {
    title: Text,
    when: Option<Text>,
    #[serde(default)]
    block: Vec<Part>,
}

/// A part of the body: a paragraph (`text`), a heading (`text` and `heading`), a table (`table`), or parts repeated
/// for each of a list (`each`).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Part {
    /// Condition under which it stands.
    when: Option<Text>,
    /// Level of a heading, 1 to 4.
    heading: Option<Spanned<u8>>,
    /// Whether a heading's text brings its own number.
    own: bool,
    text: Option<Text>,
    /// The list of which a table has a row each.
    table: Option<Text>,
    caption: Option<Text>,
    columns: Vec<ColumnPart>,
    /// The list of which `block` is repeated for each.
    each: Option<Text>,
    /// What one of the list is called in texts.
    #[serde(rename = "as")]
    called: Option<String>,
    block: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnPart {
    head: String,
    width: u32,
    #[serde(default)]
    align: Align,
    text: Text,
}

impl Wording {
    /// Reads a wording. What its placeholders name is not looked at before [`Wording::check`].
    ///
    /// # Errors
    /// Where the text stops being one.
    pub fn read(source: &str) -> Result<Self, WordingFault> {
        let file: File = toml::from_str(source).map_err(|e| WordingFault {
            line: line_of(source, e.span().map_or(0, |span| span.start)),
            flaw: Flaw::of_toml(&e),
        })?;
        let mut jinja = Environment::new();
        jinja.set_undefined_behavior(UndefinedBehavior::Strict);
        jinja.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        jinja.set_fuel(Some(FUEL));
        filters::add(&mut jinja, &file.words, &file.names);
        let wording = Self { file, source: source.to_owned(), jinja };
        wording.check_shape(&wording.file.block)?;
        for annex in &wording.file.annex {
            wording.check_shape(&annex.block)?;
        }
        Ok(wording)
    }

    /// The paper that it makes of a sample, if every name in it is one that the sample has — also those in parts that
    /// the sample does not reach.
    ///
    /// # Errors
    /// The first thing wrong, with its line.
    pub fn check(&self, sample: &Value) -> Result<Paper, WordingFault> {
        render::names(self, sample)?;
        self.paper(sample)
    }

    /// The paper that it makes of these facts.
    ///
    /// # Errors
    /// A placeholder that the facts do not fill, with its line.
    pub fn paper(&self, facts: &Value) -> Result<Paper, WordingFault> {
        render::paper(self, facts)
    }

    fn check_shape(&self, parts: &[Part]) -> Result<(), WordingFault> {
        for part in parts {
            let sorts = [part.text.is_some(), part.table.is_some(), part.each.is_some()];
            if sorts.into_iter().filter(|s| *s).count() != 1 {
                let at = part.when.as_ref().or(part.text.as_ref()).or(part.table.as_ref()).or(part.each.as_ref());
                return Err(self.fault(at, Flaw::BlockSort));
            }
            if part.heading.as_ref().is_some_and(|level| !(1..=4).contains(level.get_ref())) {
                return Err(self.fault(part.text.as_ref(), Flaw::HeadingLevel));
            }
            if part.table.is_some() && part.columns.is_empty() {
                return Err(self.fault(part.table.as_ref(), Flaw::NoColumns));
            }
            self.check_shape(&part.block)?;
        }
        Ok(())
    }

    fn fault(&self, at: Option<&Text>, flaw: Flaw) -> WordingFault {
        WordingFault { line: at.map_or(1, |text| self.line(text)), flaw }
    }

    /// Line of a text in the file.
    fn line(&self, text: &Text) -> usize {
        line_of(&self.source, text.span().start)
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1
}
