//! QR codes, as a drawing for PDF files and as a picture for Word.

use std::fmt::Write;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

use crate::PressFault;

/// Modules of white around the code; readers need them.
const QUIET: usize = 4;
/// Pixels of a module in the picture.
const SCALE: usize = 6;

fn code(text: &str) -> Result<(usize, Vec<Color>), PressFault> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|e| PressFault::Qr(e.to_string()))?;
    Ok((code.width(), code.into_colors()))
}

/// As a drawing: one path of squares.
pub(crate) fn svg(text: &str) -> Result<String, PressFault> {
    let (width, modules) = code(text)?;
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (n, _) in modules.iter().enumerate().filter(|(_, module)| **module == Color::Dark) {
        let _ = write!(path, "M{} {}h1v1h-1z", n % width + QUIET, n / width + QUIET);
    }
    Ok(format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>"#))
}

/// As a picture in PNG.
pub(crate) fn png(text: &str) -> Result<Vec<u8>, PressFault> {
    let (width, modules) = code(text)?;
    let side = u32::try_from((width + 2 * QUIET) * SCALE).unwrap_or(u32::MAX);
    let scale = u32::try_from(SCALE).unwrap_or(1);
    let quiet = u32::try_from(QUIET).unwrap_or(0);
    let dark = |x: u32, y: u32| {
        let at = |v: u32| (v / scale).checked_sub(quiet).and_then(|m| usize::try_from(m).ok()).filter(|m| *m < width);
        at(x).zip(at(y)).is_some_and(|(x, y)| modules.get(y * width + x) == Some(&Color::Dark))
    };
    let picture = GrayImage::from_fn(side, side, |x, y| Luma([if dark(x, y) { 0 } else { 255 }]));
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).map_err(|e| PressFault::Qr(e.to_string()))?;
    Ok(out.into_inner())
}
