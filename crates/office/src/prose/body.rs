//! The body of a Word document as paragraphs: the accepted text, numbers resolved, tables row by row.
//!
//! What was deleted or moved away under tracked changes is left out, what was inserted stays. Footnotes, headers,
//! comments and pictures are other parts and not read.

use super::{Paragraph, ProseFault, ProseLimits, numbering::Numbering, styles::Styles, xml};

/// Elements whose whole content is no text of the document as it stands.
const SKIPPED: &[&str] = &["del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText"];

/// Reads the body.
pub(super) fn read(
    text: &str,
    styles: Styles,
    numbering: Numbering,
    limits: &ProseLimits,
) -> Result<Vec<Paragraph>, ProseFault> {
    let mut body = Body {
        styles,
        numbering,
        paragraphs: Vec::new(),
        open: Vec::new(),
        tables: Vec::new(),
        skipping: Vec::new(),
        in_text: false,
        joined: None,
        chars: 0,
    };
    xml::each(text, |event| {
        match event {
            xml::Event::Start(tag) => body.start(&tag),
            xml::Event::End(name) => body.end(name),
            xml::Event::Text(text) => body.text(text),
        }
        if body.chars > limits.chars || body.paragraphs.len() > limits.paragraphs {
            return Err(ProseFault::TooLong);
        }
        Ok(())
    })?;
    Ok(body.paragraphs)
}

/// A paragraph that is being read.
#[derive(Default)]
struct Open {
    text: String,
    style: Option<String>,
    num: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
    /// Inside its properties.
    properties: bool,
    /// Its end was deleted: it goes on in the next one.
    runs_on: bool,
}

/// A table that is being read: the cells of the row, each with its paragraphs.
#[derive(Default)]
struct Table {
    cells: Vec<Vec<Paragraph>>,
    /// Inside the properties of a row.
    properties: bool,
    /// The row was deleted.
    gone: bool,
}

struct Body {
    styles: Styles,
    numbering: Numbering,
    paragraphs: Vec<Paragraph>,
    /// Paragraphs that are open: a box with text stands inside another.
    open: Vec<Open>,
    tables: Vec<Table>,
    /// Open elements that are passed over.
    skipping: Vec<String>,
    in_text: bool,
    /// What a paragraph without an end hands to the next.
    joined: Option<Paragraph>,
    chars: usize,
}

impl Body {
    fn start(&mut self, tag: &xml::Tag<'_>) {
        if !self.skipping.is_empty() {
            if self.skipping.last().is_some_and(|name| name == tag.name) {
                self.skipping.push(tag.name.to_owned());
            }
            return;
        }
        let in_properties = self.open.last().is_some_and(|p| p.properties);
        match tag.name {
            "del" | "moveFrom" if in_properties => self.property(tag),
            "del" if self.tables.last().is_some_and(|table| table.properties) => self.row(|table| table.gone = true),
            "trPr" => self.row(|table| table.properties = true),
            name if SKIPPED.contains(&name) => self.skipping.push(name.to_owned()),
            "p" => self.open.push(Open::default()),
            "pPr" => self.properties(true),
            // The properties before a tracked change of them are of no interest.
            "pPrChange" | "rPrChange" | "sectPrChange" | "numberingChange" => self.skipping.push(tag.name.to_owned()),
            "tbl" => self.tables.push(Table::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    *table = Table::default();
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cells.push(Vec::new());
                }
            }
            "t" => self.in_text = true,
            "tab" | "ptab" if !in_properties => self.add("\t"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("-"),
            _ if in_properties => self.property(tag),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(last) = self.skipping.last() {
            if last == name {
                self.skipping.pop();
            }
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.properties(false),
            "t" => self.in_text = false,
            "trPr" => self.row(|table| table.properties = false),
            "tr" => self.end_row(),
            "tbl" => drop(self.tables.pop()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.skipping.is_empty() {
            self.add(text);
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| !open.properties) {
            open.text.push_str(text);
            self.chars += text.chars().count();
        }
    }

    fn properties(&mut self, inside: bool) {
        if let Some(open) = self.open.last_mut() {
            open.properties = inside;
        }
    }

    fn property(&mut self, tag: &xml::Tag<'_>) {
        let Some(open) = self.open.last_mut() else { return };
        match tag.name {
            "pStyle" => open.style = tag.val(),
            "numId" => open.num = tag.val(),
            "ilvl" => open.level = tag.number().and_then(|n| usize::try_from(n).ok()),
            "outlineLvl" => open.outline = tag.number().and_then(|n| u8::try_from(n).ok()),
            "del" | "moveFrom" => open.runs_on = true,
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let before = self.joined.take();
        // A paragraph that is deleted with its end leaves nothing and is not counted.
        let gone = open.runs_on && open.text.is_empty() && before.is_none();
        if gone {
            return;
        }
        let mut paragraph = match before {
            Some(before) => Paragraph { text: format!("{}{}", before.text, open.text), ..before },
            None => Paragraph { number: self.number(&open), heading: self.heading(&open), text: open.text },
        };
        if open.runs_on {
            self.joined = Some(paragraph);
            return;
        }
        paragraph.text = paragraph.text.trim().to_owned();
        if !paragraph.text.is_empty() || !paragraph.number.is_empty() {
            self.put(paragraph);
        }
    }

    fn put(&mut self, paragraph: Paragraph) {
        let cell = self.tables.last_mut().and_then(|table| table.cells.last_mut());
        cell.unwrap_or(&mut self.paragraphs).push(paragraph);
    }

    /// A row is one paragraph, its cells apart by tabs; a row of one cell is a frame around text.
    fn end_row(&mut self) {
        // What the row says belongs to whatever stands around the table.
        let Some(table) = self.tables.pop() else { return };
        let cells = if table.gone { Vec::new() } else { table.cells };
        if let [_] = cells.as_slice() {
            for paragraph in cells.into_iter().flatten() {
                self.put(paragraph);
            }
        } else {
            let said = |p: &Paragraph| format!("{}{}", p.number, p.text).replace(['\t', '\n'], " ");
            let texts: Vec<String> =
                cells.iter().map(|cell| cell.iter().map(said).collect::<Vec<_>>().join(" ")).collect();
            if texts.iter().any(|text| !text.is_empty()) {
                self.put(Paragraph { text: texts.join("\t"), ..Paragraph::default() });
            }
        }
        self.tables.push(Table::default());
    }

    fn row(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn number(&mut self, open: &Open) -> String {
        let by_style = open.style.as_deref().and_then(|style| self.styles.number(style));
        let (num, level) = match (open.num.as_deref(), by_style) {
            (Some(num), style) => (num.to_owned(), open.level.or_else(|| style.and_then(|s| s.level)).unwrap_or(0)),
            (None, Some(by)) => {
                let level = open.level.or(by.level).unwrap_or_else(|| self.numbering.level_of(by.num, by.style));
                (by.num.to_owned(), level)
            }
            (None, None) => return String::new(),
        };
        self.numbering.next(&num, level).unwrap_or_default()
    }

    fn heading(&self, open: &Open) -> Option<u8> {
        match open.outline {
            Some(level) => (level < 9).then_some(level + 1),
            None => open.style.as_deref().and_then(|style| self.styles.heading(style)),
        }
    }
}
