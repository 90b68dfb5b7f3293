//! The styles of paragraphs: one for each part of a paper, so that an edited document keeps its look.

use std::fmt::Write;

use super::{escape, part::NAMES};
use crate::{Layout, Role};

/// Height of a line of the colophon in twips.
pub(super) const COLOPHON_LINE: u32 = 440;

/// A style of paragraphs.
struct Style {
    id: &'static str,
    role: Role,
    /// Height of a line in twips.
    line: u32,
    /// Whether the first line is set in by two characters.
    indent: bool,
    jc: &'static str,
    /// Whether its characters are spread over the type area as those of the body.
    spread: bool,
    /// Level in the outline, from 0.
    outline: Option<u8>,
    /// Whether it stays on one page with what follows.
    keep: bool,
}

/// All styles; the first is that of ordinary paragraphs.
pub(super) fn styles(layout: &Layout) -> String {
    let pitch = layout.pitch();
    let air = |role: Role, tenths: u32| layout.style(role).size * tenths;
    let plain =
        |id, role, jc| Style { id, role, line: pitch, indent: false, jc, spread: true, outline: None, keep: false };
    let narrow = |id, role, jc, line| Style { line, spread: false, ..plain(id, role, jc) };
    let heading = |id, role, level| Style { indent: true, outline: Some(level), keep: true, ..plain(id, role, "both") };
    let all = [
        Style { indent: true, ..plain("Body", Role::Body, "both") },
        plain("Flush", Role::Body, "both"),
        narrow("Head", Role::Head, "center", 0),
        plain("Number", Role::Number, "center"),
        narrow("Title", Role::Title, "center", 700),
        heading("Heading1", Role::Heading1, 0),
        heading("Heading2", Role::Heading2, 1),
        heading("Heading3", Role::Heading3, 2),
        heading("Heading4", Role::Heading4, 3),
        Style { keep: true, ..plain("Caption", Role::Heading1, "center") },
        narrow("TableHead", Role::TableHead, "center", air(Role::TableHead, 13)),
        narrow("TableCell", Role::Table, "left", air(Role::Table, 13)),
        plain("Signature", Role::Body, "right"),
        plain("Annex", Role::Annex, "left"),
        narrow("Colophon", Role::Colophon, "left", COLOPHON_LINE),
        narrow("Proof", Role::Proof, "left", 260),
        narrow("PageNumber", Role::PageNumber, "center", 280),
    ];
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    let _ = write!(
        out,
        "<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        font(layout, Role::Body)
    );
    for (n, style) in all.iter().enumerate() {
        write_style(&mut out, style, n == 0, layout);
    }
    out + "</w:styles>"
}

fn write_style(out: &mut String, style: &Style, is_first: bool, layout: &Layout) {
    let Style { id, jc, line, .. } = style;
    let default = if is_first { r#" w:default="1""# } else { "" };
    let based = if is_first { "" } else { r#"<w:basedOn w:val="Body"/>"# };
    let keep = if style.keep { "<w:keepNext/><w:keepLines/>" } else { "" };
    // A head may be of any size: its line is as high as it needs.
    let line = if *line == 0 {
        r#"w:line="240" w:lineRule="auto""#.to_owned()
    } else {
        format!(r#"w:line="{line}" w:lineRule="exact""#)
    };
    let indent = if style.indent {
        format!(r#"<w:ind w:firstLineChars="200" w:firstLine="{}"/>"#, 2 * layout.advance())
    } else {
        r#"<w:ind w:firstLineChars="0" w:firstLine="0"/>"#.to_owned()
    };
    let outline = style.outline.map(|level| format!(r#"<w:outlineLvl w:val="{level}"/>"#)).unwrap_or_default();
    let tracking = if style.spread { layout.tracking() } else { 0 };
    let red =
        if style.role == Role::Head { format!(r#"<w:color w:val="{}"/>"#, layout.colours.red) } else { String::new() };
    let face = font(layout, style.role);
    let face = face.replacen("<w:sz ", &format!(r#"{red}<w:spacing w:val="{tracking}"/><w:sz "#), 1);
    let _ = write!(
        out,
        r#"<w:style w:type="paragraph"{default} w:styleId="{id}"><w:name w:val="{id}"/>{based}<w:qFormat/><w:pPr>{keep}<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" {line}/>{indent}<w:jc w:val="{jc}"/>{outline}</w:pPr><w:rPr>{face}</w:rPr></w:style>"#
    );
}

/// The font and the size of a role, as properties of a run.
pub(super) fn font(layout: &Layout, role: Role) -> String {
    let style = layout.style(role);
    let (name, size) = (escape(&style.word), style.size);
    format!(
        r#"<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#
    )
}
