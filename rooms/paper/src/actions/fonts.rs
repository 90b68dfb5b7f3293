//! The fonts of this process: the office's own folder, if one is configured, before the bundled ones.

use std::{path::Path, sync::OnceLock};

use cx::AppError;
use press::{Fonts, PressFault};

static OWN: OnceLock<Fonts> = OnceLock::new();

/// Prefers the fonts of this folder from now on. Called once, at the start.
///
/// # Errors
/// [`PressFault::Font`] that names the folder or the file that cannot be read.
pub fn use_fonts(folder: &Path) -> Result<(), PressFault> {
    let fonts = Fonts::with_folder(folder)?;
    OWN.get_or_init(|| fonts);
    Ok(())
}

pub(super) fn fonts() -> Result<Fonts, AppError> {
    match OWN.get() {
        Some(fonts) => Ok(fonts.clone()),
        None => Fonts::bundled().map_err(|e| AppError::Internal(e.to_string())),
    }
}
