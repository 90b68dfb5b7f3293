//! The web files of `assets/`, embedded in the program: nothing is fetched from anywhere else.

/// One embedded file.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its path below `assets/`.
    pub name: &'static str,
    /// Short hash of its content: the version in its address, so that browsers may keep it for ever.
    pub hash: &'static str,
    /// Its bytes.
    pub raw: &'static [u8],
    /// Its bytes, gzipped.
    pub gzip: &'static [u8],
}

/// All files, by name.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// The file of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.binary_search_by(|a| a.name.cmp(name)).ok().map(|i| &ASSETS[i])
}

/// Its address with its version.
#[must_use]
pub fn url(name: &str) -> String {
    find(name).map_or_else(|| format!("/assets/{name}"), |a| format!("/assets/{name}?v={}", a.hash))
}

impl Asset {
    /// Its media type.
    #[must_use]
    pub fn mime(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_asset_is_embedded_and_smaller_when_packed() {
        for name in ["app.css", "app.js", "boot.js", "icons.svg", "vendor/bootstrap.min.css", "vendor/htmx.min.js"] {
            let asset = find(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert!(asset.gzip.len() < asset.raw.len(), "{name}");
        }
    }
}
