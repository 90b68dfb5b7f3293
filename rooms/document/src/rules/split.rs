//! Cuts a text into its numbered pieces. Nothing of the text is lost or doubled: labels and texts of the pieces, one
//! after the other, are the text itself but for blanks and line ends.
//!
//! A piece begins where a line begins with a mark (第一章, 第一条, 一、, （一）, 1., （1）, ①, 附件) or where the word
//! processor numbered or headed the paragraph. Lines without a mark belong to the piece before them.

use super::mark::{Mark, mark_of, mark_of_number};

/// One paragraph of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// The number that a word processor put before it; empty if it has none.
    pub number: String,
    /// What it says.
    pub text: String,
    /// Level of the heading style it has, 1 for the highest; none for running text.
    pub heading: Option<u8>,
}

impl Line {
    /// The lines of a plain text.
    #[must_use]
    pub(crate) fn of_text(text: &str) -> Vec<Self> {
        text.lines().map(|line| Self { text: line.to_owned(), ..Self::default() }).collect()
    }
}

/// One piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// How deep it stands, 0 for the highest.
    pub depth: i64,
    /// Its mark without blanks; empty if it has none.
    pub label: String,
    /// What it says, its paragraphs on lines of their own.
    pub text: String,
}

/// The pieces of a text. Depth is consistent: the first stands at 0, none is more than one deeper than the one before.
#[must_use]
pub(crate) fn split(lines: &[Line]) -> Vec<Piece> {
    let order = Order::of(lines);
    let mut open: Vec<Mark> = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        let found = found(line);
        let Some((mark, label, rest)) = found else {
            go_on(&mut pieces, line.text.trim());
            continue;
        };
        while open.last().is_some_and(|last| order.rank(*last) >= order.rank(mark)) {
            open.pop();
        }
        let depth = i64::try_from(open.len()).unwrap_or(0);
        open.push(mark);
        pieces.push(Piece { depth, label, text: rest.trim().to_owned() });
    }
    pieces
}

/// The mark with which a line begins, its label, and what follows.
fn found(line: &Line) -> Option<(Mark, String, &str)> {
    let text = line.text.trim();
    if !line.number.trim().is_empty() {
        let label: String = line.number.chars().filter(|c| !c.is_whitespace()).collect();
        return Some((mark_of_number(&label), label, text));
    }
    if let Some((mark, end)) = mark_of(text) {
        let label = text[..end].chars().filter(|c| !c.is_whitespace()).collect();
        return Some((mark, label, &text[end..]));
    }
    let heading = line.heading.filter(|_| !text.is_empty())?;
    Some((Mark::Heading(heading.min(9)), String::new(), text))
}

/// A line without a mark goes on the piece before it; the first ones make a piece without a label.
fn go_on(pieces: &mut Vec<Piece>, text: &str) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        None => pieces.push(Piece { depth: 0, label: String::new(), text: text.to_owned() }),
        Some(last) => {
            if !last.text.is_empty() {
                last.text.push('\n');
            }
            last.text.push_str(text);
        }
    }
}

/// Which mark stands above which: the usual order, but 一、 above 第一条 in a text that begins so.
struct Order {
    enumeration_first: bool,
}

impl Order {
    fn of(lines: &[Line]) -> Self {
        let mut marks = lines.iter().filter_map(found).map(|(mark, ..)| mark);
        let first = marks.find(|mark| matches!(mark, Mark::Article | Mark::Chinese));
        Self { enumeration_first: first == Some(Mark::Chinese) }
    }

    const fn rank(&self, mark: Mark) -> u8 {
        match mark {
            Mark::Chinese if self.enumeration_first => Mark::Article.rank() - 1,
            other => other.rank(),
        }
    }
}

/// Whether each piece is one that others do not stand under: what is put into work, as a first proposal.
#[must_use]
pub(crate) fn leaves(depths: &[i64]) -> Vec<bool> {
    (0..depths.len()).map(|n| depths.get(n + 1).is_none_or(|next| *next <= depths[n])).collect()
}

#[cfg(test)]
mod tests;
