//! What an official paper is made of (GB/T 9704-2012, §7), before anybody thinks of how it looks.

use serde::{Deserialize, Serialize};

/// One paper. Texts are what people read; nothing in them is ever taken for mark-up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// The red head; without one the paper opens with its title.
    pub head: Option<Head>,
    /// The title, in one or several lines.
    pub title: String,
    /// To whom it goes, without the colon; empty if it goes to nobody in particular.
    pub addressee: String,
    /// The body, in order.
    pub blocks: Vec<Block>,
    /// Names of what is attached, listed below the body.
    pub attached: Vec<String>,
    /// Who signs.
    pub signature: Option<Signature>,
    /// What is attached, each on a page of its own.
    pub annexes: Vec<Annex>,
    /// The record at the foot of the last page.
    pub colophon: Option<Colophon>,
    /// How the paper can be checked.
    pub proof: Option<Proof>,
    /// Its day, `YYYY-MM-DD`: for the properties of the file. The printed day is the signature's.
    pub day: String,
}

/// The red head of the first page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Head {
    /// The issuing body as printed in red, often followed by the word for document.
    pub issuer: String,
    /// The number of the paper; empty for none.
    pub number: String,
    /// Who approved a paper that goes upwards; empty for none.
    pub signer: String,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 1 to 4; its number (一、, （一）, 1., （1）) is given to it when printed.
    Heading {
        /// 1 to 4.
        level: u8,
        /// Its words, without a number.
        text: String,
        /// Whether the words bring a number of their own, as those of a document's chapters do.
        #[serde(default)]
        own: bool,
    },
    /// A paragraph; a line break in it begins a new line.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// A table.
    Table(Table),
}

/// A table whose head is repeated on every page and whose rows are never torn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// What stands above it; empty for nothing.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column. A short row is filled with empty cells.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// Its share of the width, relative to those of the other columns.
    pub width: u32,
    /// How its cells are set.
    #[serde(default)]
    pub align: Align,
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// From the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// To the right: numbers.
    Right,
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Signature {
    /// The issuing body and the day, as prepared for its seal.
    Single {
        /// The issuing body.
        by: String,
        /// The day as printed.
        day: String,
    },
    /// Two parties side by side, as on a letter of responsibility.
    Two {
        /// On the left.
        left: Party,
        /// On the right.
        right: Party,
    },
}

/// One of two who sign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// What it is on this paper, such as 签发单位.
    pub role: String,
    /// The organisation.
    pub by: String,
    /// The line for the hand of the person first responsible, such as 第一责任人：; empty for none.
    pub hand: String,
    /// The day as printed, or the blanks for it.
    pub day: String,
}

/// What is attached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Annex {
    /// Its title.
    pub title: String,
    /// Its body.
    pub blocks: Vec<Block>,
}

/// The record at the foot of the last page (版记).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Colophon {
    /// Who else gets it, without the label; empty for nobody.
    pub copies: String,
    /// Who issues it in print.
    pub office: String,
    /// The day of issue as printed.
    pub day: String,
}

/// How a paper can be checked by whoever holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proof {
    /// Its number in the register of papers.
    pub number: String,
    /// SHA-256 of the facts it states, in hexadecimal.
    pub hash: String,
    /// The address that tells whether it is genuine; printed and as a QR code.
    pub url: String,
}

impl Paper {
    /// All texts of the paper, in no particular order: what has to have glyphs.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = vec![&self.title, &self.addressee];
        if let Some(head) = &self.head {
            texts.extend([head.issuer.as_str(), &head.number, &head.signer]);
        }
        texts.extend(self.attached.iter().map(String::as_str));
        self.blocks.iter().chain(self.annexes.iter().flat_map(|a| &a.blocks)).for_each(|b| b.add_texts(&mut texts));
        texts.extend(self.annexes.iter().map(|a| a.title.as_str()));
        match &self.signature {
            Some(Signature::Single { by, day }) => texts.extend([by.as_str(), day]),
            Some(Signature::Two { left, right }) => {
                texts.extend([left, right].into_iter().flat_map(|p| [p.role.as_str(), &p.by, &p.hand, &p.day]));
            }
            None => {}
        }
        if let Some(colophon) = &self.colophon {
            texts.extend([colophon.copies.as_str(), &colophon.office, &colophon.day]);
        }
        if let Some(proof) = &self.proof {
            texts.extend([proof.number.as_str(), &proof.hash, &proof.url]);
        }
        texts
    }
}

impl Block {
    fn add_texts<'a>(&'a self, texts: &mut Vec<&'a str>) {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text } => texts.push(text),
            Self::Table(table) => {
                texts.push(&table.caption);
                texts.extend(table.columns.iter().map(|c| c.head.as_str()));
                texts.extend(table.rows.iter().flatten().map(String::as_str));
            }
        }
    }
}
