//! Looks a zip package over before anything unpacks it into memory.
//!
//! The sizes a package declares are the sender's word, so every part is unpacked once into nothing and counted. The
//! beginnings of the XML parts are looked at on the way: what a reader would reserve or expand on a part's word alone
//! must be plausible.

use std::io::Read;

use zip::ZipArchive;

use super::source::{Bytes, too_big};
use crate::fault::SheetFault;
use crate::limits::Limits;
use crate::words::FaultKind;

/// An XML part names its root element within this many bytes, as every spreadsheet program writes it.
const HEAD: usize = 4 << 10;

pub(super) fn broken(reason: impl std::fmt::Display) -> SheetFault {
    SheetFault::new(FaultKind::WorkbookBroken).with("reason", reason)
}

/// Refuses packages with too many parts, too much inside, or entities of their own.
pub(super) fn check(bytes: Bytes, name: &str, limits: &Limits) -> Result<(), SheetFault> {
    let mut archive = ZipArchive::new(bytes).map_err(broken)?;
    if archive.len() > limits.zip_entries {
        let fault = SheetFault::new(FaultKind::TooManyParts).with("count", archive.len());
        return Err(fault.with("limit", limits.zip_entries));
    }
    let is_workbook = |part: &str| part.to_lowercase().ends_with("workbook.xml");
    if !archive.file_names().any(|part| part.is_ok_and(|part| is_workbook(&part))) {
        return Err(SheetFault::new(FaultKind::KindUnknown).with("name", name));
    }
    let mut left = limits.unpacked_bytes;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.to_lowercase();
        let (size, head) = unfold(part, left)?;
        left = left.checked_sub(size).ok_or_else(|| too_big(limits.unpacked_bytes))?;
        check_head(&name, size, &head)?;
    }
    Ok(())
}

/// Unpacks a part into nothing, at most one byte more than is `left`; gives its size and its beginning.
fn unfold(part: impl Read, left: u64) -> Result<(u64, Vec<u8>), SheetFault> {
    let mut part = part.take(left.saturating_add(1));
    let mut head = Vec::new();
    part.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(broken)?;
    let rest = std::io::copy(&mut part, &mut std::io::sink()).map_err(broken)?;
    Ok((head.len() as u64 + rest, head))
}

fn check_head(name: &str, size: u64, head: &[u8]) -> Result<(), SheetFault> {
    if !name.ends_with(".xml") && !name.ends_with(".rels") {
        return Ok(());
    }
    let text = String::from_utf8_lossy(head);
    if text.to_ascii_uppercase().contains("<!DOCTYPE") {
        return Err(SheetFault::new(FaultKind::ForeignEntities).with("part", name));
    }
    let rooted = text.split('<').skip(1).any(|tag| tag.starts_with(char::is_alphabetic));
    if size > 0 && !rooted {
        return Err(broken(name));
    }
    // The table of texts is reserved for as many as it declares; each takes at least `<si/>`.
    let declared = attribute(&text, "uniqueCount").filter(|_| name.ends_with("sharedstrings.xml"));
    match declared {
        Some(count) if count > size / 5 => Err(broken(name)),
        _ => Ok(()),
    }
}

fn attribute(text: &str, name: &str) -> Option<u64> {
    let (_, after) = text.split_once(name)?;
    let digits = after.trim_start_matches(['=', '"', '\'', ' ']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    // More digits than fit count as more than any size.
    digits.get(..end).filter(|d| !d.is_empty()).map(|d| d.parse().unwrap_or(u64::MAX))
}

/// Runs the foreign reader so that a panic in it becomes a fault of the file and not of the server.
pub(super) fn contained<T>(read: impl FnOnce() -> Result<T, SheetFault>) -> Result<T, SheetFault> {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
    outcome.unwrap_or_else(|_| Err(broken("the content contradicts itself")))
}
