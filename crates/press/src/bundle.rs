//! Many papers in one ZIP file, written as they come: what is held in memory is the list of names.

use std::io::{self, Seek, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A ZIP file that is being written.
pub struct Bundle<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> std::fmt::Debug for Bundle<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bundle").finish_non_exhaustive()
    }
}

impl<W: Write + Seek> Bundle<W> {
    /// An empty one.
    #[must_use]
    pub fn new(file: W) -> Self {
        Self(ZipWriter::new(file))
    }

    /// Adds a file under this name, which none before it has. Papers are compressed in themselves and are stored as
    /// they are.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, stored)?;
        self.0.write_all(bytes)
    }

    /// Writes the list of names and gives the file back.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn end(self) -> io::Result<W> {
        Ok(self.0.finish()?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn what_was_put_in_comes_out_under_its_chinese_name() {
        let mut bundle = Bundle::new(Cursor::new(Vec::new()));
        for name in ["0001 甲村 晒账单.pdf", "0002 屲上村 晒账单.pdf"] {
            bundle.add(name, name.as_bytes()).unwrap();
        }
        let bytes = bundle.end().unwrap().into_inner();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 2);
        let mut text = String::new();
        archive.by_name("0002 屲上村 晒账单.pdf").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "0002 屲上村 晒账单.pdf");
    }
}
