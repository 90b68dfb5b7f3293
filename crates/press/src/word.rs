//! Word documents (OOXML), which clerks edit and sign: real font names, exact lines, repeated heads of tables.

mod document;
mod part;
mod styles;

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{Layout, Paper, PressFault, arrange::arrange, qr};

/// Writes a paper as a Word document. The same paper and layout give the same bytes.
///
/// Characters are not checked here: the machine that opens the document has fonts of its own.
///
/// # Errors
/// [`PressFault::Qr`] if the address of the proof is too long.
pub fn docx(paper: &Paper, layout: &Layout) -> Result<Vec<u8>, PressFault> {
    let arranged = arrange(paper, layout)?;
    let picture = arranged.proof.as_ref().map(|proof| qr::png(&proof.url)).transpose()?;
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", part::content_types().into()),
        ("_rels/.rels", part::relations().into()),
        ("docProps/core.xml", part::properties(&arranged).into()),
        ("word/document.xml", document::document(&arranged, layout).into()),
        ("word/styles.xml", styles::styles(layout).into()),
        ("word/settings.xml", part::settings(layout).into()),
        ("word/footer1.xml", part::footer("right").into()),
        ("word/footer2.xml", part::footer("left").into()),
        ("word/_rels/document.xml.rels", part::document_relations(picture.is_some()).into()),
    ];
    parts.extend(picture.map(|bytes| ("word/media/qr.png", bytes)));
    pack(&parts).map_err(|e| PressFault::Setting(e.to_string()))
}

/// Zips the parts in order, with no day on them, so that the bytes are the same again.
fn pack(parts: &[(&str, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, bytes) in parts {
        out.start_file(*name, options)?;
        out.write_all(bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

/// A text as XML holds it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
