//! The text of a document: paragraphs and tables in the styles of `styles.rs`.

use std::fmt::Write;

use super::{escape, part::NAMES, styles};
use crate::{
    Align, Layout, Role,
    arrange::{Arranged, Attached, Set, SetColophon, SetHead, SetProof, SetSignature, SetTable},
    chars, twips,
};

/// The white at both sides of a cell, in twips.
const CELL_EDGE: u32 = 80;
/// Lines of a paragraph that may be kept on one page with the signature below it.
const KEPT_LINES_MOST: usize = 6;
/// The side of the QR code in English Metric Units: 20 mm.
const QR_SIDE: u32 = 20 * 36_000;
const DRAWING: &str = r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

/// The whole text.
pub(super) fn document(paper: &Arranged, layout: &Layout) -> String {
    let mut page = Page { out: String::new(), layout };
    if let Some(head) = &paper.head {
        page.head(head);
    }
    if !paper.title.is_empty() {
        page.title(&paper.title, paper.head.is_some());
    }
    if !paper.addressee.is_empty() {
        page.line("Flush", "", &paper.addressee);
    }
    let signed = paper.signature.is_some();
    let lists = !paper.attached.lines.is_empty();
    page.body(&paper.blocks, signed && !lists);
    if lists {
        page.attached(&paper.attached, signed);
    }
    if let Some(signature) = &paper.signature {
        page.signature(signature);
    }
    for annex in &paper.annexes {
        page.line("Annex", "<w:pageBreakBefore/>", &annex.label);
        page.title(&annex.title, true);
        page.body(&annex.blocks, false);
    }
    if let Some(colophon) = &paper.colophon {
        page.colophon(colophon);
    }
    if let Some(proof) = &paper.proof {
        page.proof(proof);
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    let _ = write!(out, "<w:document {NAMES} {DRAWING}><w:body>{}{}</w:body></w:document>", page.out, section(layout));
    out
}

/// The sheet and its edges.
fn section(layout: &Layout) -> String {
    let page = &layout.page;
    let edge = [page.width, page.height, page.top, page.bottom, page.inner, page.outer].map(twips);
    let [width, height, top, bottom, inner, outer] = edge;
    // The number stands 7 mm below the type area; Word measures from the edge of the sheet to its foot.
    let foot = bottom.saturating_sub(twips(7) + 280);
    format!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/><w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{top}" w:right="{outer}" w:bottom="{bottom}" w:left="{inner}" w:header="851" w:footer="{foot}" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="{}"/></w:sectPr>"#,
        layout.pitch()
    )
}

fn run(text: &str) -> String {
    format!(
        r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
        escape(text)
    )
}

/// A text of several lines.
fn runs(lines: &[String]) -> String {
    lines.iter().map(|line| run(line)).collect::<Vec<_>>().join("<w:r><w:br/></w:r>")
}

struct Page<'a> {
    out: String,
    layout: &'a Layout,
}

impl Page<'_> {
    /// A paragraph of one run. `more` are properties that follow the style in the order of the schema.
    fn line(&mut self, style: &str, more: &str, text: &str) {
        self.paragraph(style, more, &run(text));
    }

    fn paragraph(&mut self, style: &str, more: &str, inside: &str) {
        let _ = write!(self.out, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inside}</w:p>"#);
    }

    fn empty(&mut self, style: &str, more: &str) {
        self.paragraph(style, more, "");
    }

    fn head(&mut self, head: &SetHead) {
        let size = format!(
            r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="{0}"/><w:szCs w:val="{0}"/></w:rPr><w:t xml:space="preserve">{1}</w:t></w:r>"#,
            head.size,
            escape(&head.issuer)
        );
        // Space before a paragraph is dropped at the top of a page: an empty line of that height is not.
        let above = format!(r#"<w:spacing w:line="{}" w:lineRule="exact"/>"#, twips(self.layout.page.head).max(20));
        self.empty("Head", &above);
        self.paragraph("Head", "", &size);
        self.empty("Flush", "");
        self.empty("Flush", "");
        let (thick, red) = (self.layout.lines.red, &self.layout.colours.red);
        let rule =
            format!(r#"<w:pBdr><w:bottom w:val="single" w:sz="{thick}" w:space="11" w:color="{red}"/></w:pBdr>"#);
        if head.signer.is_empty() {
            self.line("Number", &rule, &head.number);
        } else {
            self.upward(head, &rule);
        }
        self.empty("Flush", "");
    }

    /// The number on the left, who approved on the right: a paper that goes upwards.
    fn upward(&mut self, head: &SetHead, rule: &str) {
        let right = self.layout.area_width() - self.layout.advance();
        let tabs = format!(
            r#"{rule}<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs><w:ind w:leftChars="100" w:left="{}"/><w:jc w:val="left"/>"#,
            self.layout.advance()
        );
        let name = format!(
            r#"<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
            styles::font(self.layout, Role::Signer),
            escape(&head.signer)
        );
        let label = run(&self.layout.labels.signer);
        self.paragraph("Number", &tabs, &format!("{}<w:r><w:tab/></w:r>{label}{name}", run(&head.number)));
    }

    fn title(&mut self, lines: &[String], below_head: bool) {
        if below_head {
            self.empty("Flush", "");
        }
        self.paragraph("Title", "", &runs(lines));
        self.empty("Flush", "");
    }

    /// `held`: whether the last block has to stay on one page with what follows it.
    fn body(&mut self, blocks: &[Set], held: bool) {
        let last = blocks.len().saturating_sub(1);
        for (n, block) in blocks.iter().enumerate() {
            let held = held && n == last;
            match block {
                Set::Heading { level, text, .. } => self.line(&format!("Heading{level}"), "", text),
                Set::Paragraph { text } if held && self.is_short(text) => self.line("Body", "<w:keepNext/>", text),
                Set::Paragraph { text } => self.line("Body", "", text),
                Set::Table(table) => self.table(table, held),
            }
        }
    }

    /// Some programs move a paragraph whole to keep it with the next one: only short ones may ask for that.
    fn is_short(&self, text: &str) -> bool {
        let line = usize::try_from(self.layout.grid.characters).unwrap_or(1) * 2;
        chars::half_widths(text).div_ceil(line) <= KEPT_LINES_MOST
    }

    fn table(&mut self, table: &SetTable, held: bool) {
        if !table.caption.is_empty() {
            self.line("Caption", "", &table.caption);
        }
        let size = self.layout.lines.table;
        let sides: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
            .into_iter()
            .map(|side| format!(r#"<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>"#))
            .collect();
        let widths: String = table.columns.iter().map(|c| format!(r#"<w:gridCol w:w="{}"/>"#, c.width)).collect();
        let _ = write!(
            self.out,
            r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="{CELL_EDGE}" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="{CELL_EDGE}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{widths}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"#,
            self.layout.area_width()
        );
        for column in &table.columns {
            self.cell(column.width, "TableHead", "", &run(&column.head));
        }
        self.out.push_str("</w:tr>");
        for (n, row) in table.rows.iter().enumerate() {
            self.out.push_str(if row.whole { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" } else { "<w:tr>" });
            let keep = if held && n + 2 >= table.rows.len() { "<w:keepNext/>" } else { "" };
            for (column, lines) in table.columns.iter().zip(&row.cells) {
                let more = format!(r#"{keep}<w:jc w:val="{}"/>"#, jc(column.align));
                self.cell(column.width, "TableCell", &more, &runs(lines));
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
        if !held {
            // Two tables without a paragraph between them would be one.
            self.paragraph("TableCell", r#"<w:spacing w:line="120" w:lineRule="exact"/>"#, "");
        }
    }

    fn cell(&mut self, width: u32, style: &str, more: &str, inside: &str) {
        let _ =
            write!(self.out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>"#);
        self.paragraph(style, more, inside);
        self.out.push_str("</w:tc>");
    }

    fn attached(&mut self, attached: &Attached, held: bool) {
        self.empty("Flush", "");
        let advance = self.layout.advance();
        let label = u32::try_from(chars::half_widths(&attached.label)).unwrap_or(0) * advance / 2;
        for (n, name) in attached.lines.iter().enumerate() {
            let keep = if held && n + 1 == attached.lines.len() { "<w:keepNext/>" } else { "" };
            let left = 2 * advance + label;
            let hanging = if n == 0 { format!(r#" w:hanging="{label}""#) } else { String::new() };
            let more = format!(r#"{keep}<w:ind w:left="{left}"{hanging}/>"#);
            let text = if n == 0 { attached.label.clone() + name } else { name.clone() };
            self.line("Flush", &more, &text);
        }
    }

    fn signature(&mut self, signature: &SetSignature) {
        const KEEP: &str = "<w:keepNext/><w:keepLines/>";
        self.empty("Signature", KEEP);
        match signature {
            SetSignature::Single { by, by_right, day, day_right } => {
                self.empty("Signature", KEEP);
                self.line("Signature", &format!(r#"{KEEP}<w:ind w:right="{by_right}"/>"#), by);
                self.line("Signature", &format!(r#"<w:ind w:right="{day_right}"/>"#), day);
            }
            SetSignature::Two { left, right } => self.two(left, right),
        }
    }

    /// Two parties side by side, in a table without rules.
    fn two(&mut self, left: &[String], right: &[String]) {
        let half = self.layout.area_width() / 2;
        let _ = write!(
            self.out,
            r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid>"#,
            half * 2
        );
        let rows = left.len().max(right.len());
        let blank = String::new();
        for n in 0..rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            let keep = if n + 1 < rows { "<w:keepNext/>" } else { "" };
            for side in [left, right] {
                let text = side.get(n).unwrap_or(&blank);
                self.cell(half, "Signature", &format!(r#"{keep}<w:jc w:val="left"/>"#), &run(text));
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
        self.paragraph("TableCell", r#"<w:spacing w:line="120" w:lineRule="exact"/>"#, "");
    }

    /// Opens a table that floats at a place of its page.
    fn floating(&mut self, place: &str, widths: &[u32]) {
        let all: u32 = widths.iter().sum();
        let columns: String = widths.iter().map(|w| format!(r#"<w:gridCol w:w="{w}"/>"#)).collect();
        let _ = write!(
            self.out,
            r#"<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" {place}/><w:tblOverlap w:val="never"/><w:tblW w:w="{all}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"#
        );
    }

    /// Ends a floating table: what it is anchored to has no height to speak of.
    fn anchored(&mut self) {
        self.out.push_str("</w:tbl>");
        self.paragraph("TableCell", r#"<w:spacing w:line="20" w:lineRule="exact"/>"#, "");
    }

    /// The QR code and the lines beside it, below the type area of the last page.
    fn proof(&mut self, proof: &SetProof) {
        let page = &self.layout.page;
        let y = twips(page.height - page.bottom + 6);
        let widths = [twips(22), twips(80)];
        let place = format!(r#"w:vertAnchor="page" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpY="{y}""#);
        self.floating(&place, &widths);
        self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        self.cell(widths[0], "Proof", r#"<w:spacing w:line="240" w:lineRule="auto"/>"#, &picture(&proof.url));
        let mut lines = vec![proof.label.clone(), proof.url.clone(), proof.number.clone()];
        lines.extend_from_slice(&proof.hash);
        self.cell(widths[1], "Proof", "", &runs(&lines));
        self.out.push_str("</w:tr>");
        self.anchored();
    }

    /// The record at the foot of the last page.
    fn colophon(&mut self, colophon: &SetColophon) {
        let rules = self.layout.lines;
        let width = self.layout.area_width();
        // Not every program sets a table at the foot by itself: its height is told beforehand.
        let room = usize::try_from(width / (self.layout.style(Role::Colophon).size * 5)).unwrap_or(1).max(12) - 8;
        let copies = chars::half_widths(&colophon.copies).div_ceil(room);
        let height = u32::try_from(copies + 1).unwrap_or(1) * styles::COLOPHON_LINE;
        let y = twips(self.layout.page.height - self.layout.page.bottom).saturating_sub(height);
        let place = format!(r#"w:vertAnchor="page" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpY="{y}""#);
        self.floating(&place, &[width]);
        if !colophon.copies.is_empty() {
            let more = r#"<w:keepNext/><w:ind w:leftChars="400" w:left="1120" w:hanging="840"/>"#;
            self.wide(rules.thick, rules.thin, more, &run(&colophon.copies));
        }
        let more = format!(
            r#"<w:tabs><w:tab w:val="right" w:pos="{}"/></w:tabs><w:ind w:leftChars="100" w:left="280"/>"#,
            width - 280
        );
        let inside = format!("{}<w:r><w:tab/></w:r>{}", run(&colophon.office), run(&colophon.day));
        let above = if colophon.copies.is_empty() { rules.thick } else { rules.thin };
        self.wide(above, rules.thick, &more, &inside);
        self.anchored();
    }

    /// A row over the whole width between two rules.
    fn wide(&mut self, above: u32, below: u32, more: &str, inside: &str) {
        let rule =
            |side: &str, size: u32| format!(r#"<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>"#);
        let _ = write!(
            self.out,
            r#"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:tcBorders>{}{}</w:tcBorders><w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar></w:tcPr>"#,
            self.layout.area_width(),
            rule("top", above),
            rule("bottom", below)
        );
        self.paragraph("Colophon", more, inside);
        self.out.push_str("</w:tc></w:tr>");
    }
}

const fn jc(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// The QR code as a picture in the line.
fn picture(url: &str) -> String {
    let url = escape(url);
    format!(
        r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{QR_SIDE}" cy="{QR_SIDE}"/><wp:docPr id="1" name="QR" descr="{url}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="qr.png" descr="{url}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId5"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{QR_SIDE}" cy="{QR_SIDE}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
    )
}
