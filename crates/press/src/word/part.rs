//! The parts of a document besides its text: what is in the package, settings, foots of pages.

use super::escape;
use crate::{Layout, arrange::Arranged};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Where the names of elements come from.
pub(super) const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) fn content_types() -> String {
    let parts: String = ["document.main", "styles", "settings"]
        .into_iter()
        .map(|kind| (kind.split('.').next().unwrap_or(kind), kind))
        .chain([("footer1", "footer"), ("footer2", "footer")])
        .map(|(name, kind)| format!(r#"<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>"#))
        .collect();
    format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{parts}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#
    )
}

pub(super) fn relations() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
    )
}

pub(super) fn document_relations(picture: bool) -> String {
    let own: String = [("styles", "styles"), ("settings", "settings"), ("footer", "footer1"), ("footer", "footer2")]
        .into_iter()
        .enumerate()
        .map(|(n, (kind, name))| relation(n + 1, kind, &format!("{name}.xml")))
        .collect();
    let picture = if picture { relation(5, "image", "media/qr.png") } else { String::new() };
    format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{own}{picture}</Relationships>"#)
}

fn relation(n: usize, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
}

pub(super) fn properties(paper: &Arranged) -> String {
    let title = escape(&paper.title.join(" "));
    let by = paper.head.as_ref().map(|head| escape(&head.issuer)).unwrap_or_default();
    let stamp = |(year, month, day): (i32, u8, u8)| {
        format!(
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{year:04}-{month:02}-{day:02}T00:00:00Z</dcterms:created>"#
        )
    };
    let created = paper.date.map(stamp).unwrap_or_default();
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{by}</dc:creator>{created}</cp:coreProperties>"#
    )
}

pub(super) fn settings(layout: &Layout) -> String {
    let mirrored = if layout.page.mirrored { "<w:mirrorMargins/>" } else { "" };
    format!(
        r#"{HEAD}<w:settings {NAMES}>{mirrored}<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
    )
}

/// The page number between its dashes, a character from the edge.
pub(super) fn footer(side: &str) -> String {
    let run = |inside: &str| format!("<w:r>{inside}</w:r>");
    let number = [
        run(r#"<w:t xml:space="preserve">— </w:t>"#),
        run(r#"<w:fldChar w:fldCharType="begin"/>"#),
        run(r#"<w:instrText xml:space="preserve"> PAGE </w:instrText>"#),
        run(r#"<w:fldChar w:fldCharType="separate"/>"#),
        run("<w:t>1</w:t>"),
        run(r#"<w:fldChar w:fldCharType="end"/>"#),
        run(r#"<w:t xml:space="preserve"> —</w:t>"#),
    ]
    .concat();
    format!(
        r#"{HEAD}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/><w:jc w:val="{side}"/></w:pPr>{number}</w:p></w:ftr>"#
    )
}
