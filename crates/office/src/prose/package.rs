//! The package of a Word document: which parts it has, each unpacked no further than allowed.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{ProseFault, ProseLimits, xml};

/// The parts that carry text, numbers and headings, as text.
pub(super) struct Parts {
    pub(super) document: String,
    pub(super) numbering: Option<String>,
    pub(super) styles: Option<String>,
}

/// Opens a package.
pub(super) fn open(bytes: &[u8], limits: &ProseLimits) -> Result<Parts, ProseFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ProseFault::Broken)?;
    if archive.len() > limits.zip_entries {
        return Err(ProseFault::TooBig);
    }
    let main = main_part(&mut archive, limits)?;
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let document = part(&mut archive, &main, limits)?.ok_or(ProseFault::Unknown)?;
    let numbering = part(&mut archive, &format!("{folder}numbering.xml"), limits)?;
    let styles = part(&mut archive, &format!("{folder}styles.xml"), limits)?;
    Ok(Parts { document, numbering, styles })
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The part that the package names as its document; a workbook or a drawing names another kind.
fn main_part(archive: &mut Archive<'_>, limits: &ProseLimits) -> Result<String, ProseFault> {
    let mut main = "word/document.xml".to_owned();
    if let Some(rels) = part(archive, "_rels/.rels", limits)? {
        xml::each(&rels, |event| {
            if let xml::Event::Start(tag) = event
                && tag.is("Relationship")
                && tag.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
                && let Some(target) = tag.get("Target")
            {
                main = target.trim_start_matches('/').to_owned();
            }
            Ok(())
        })?;
    }
    Ok(main)
}

/// One part as text; none if the package does not have it.
fn part(archive: &mut Archive<'_>, name: &str, limits: &ProseLimits) -> Result<Option<String>, ProseFault> {
    let mut found = match archive.by_name(name) {
        Ok(found) => found,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(ProseFault::Broken),
    };
    let mut bytes = Vec::new();
    // The size a package declares is the sender's word: what comes out is counted.
    let read = found.by_ref().take(limits.part_bytes + 1).read_to_end(&mut bytes);
    read.map_err(|_| ProseFault::Broken)?;
    if bytes.len() as u64 > limits.part_bytes {
        return Err(ProseFault::TooBig);
    }
    let (encoding, skip) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[skip..]);
    text.map(|text| Some(text.into_owned())).ok_or(ProseFault::Broken)
}

/// What an old compound file is: an encrypted package, or a document of the old form.
pub(super) fn compound(bytes: &[u8]) -> ProseFault {
    match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) if file.exists("/EncryptedPackage") => ProseFault::Password,
        _ => ProseFault::OldWord,
    }
}
