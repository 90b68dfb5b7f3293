//! Attachments on disk, addressed by the hash of their content. The only place that touches them.

use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::AppError;

/// A folder of attachments.
#[derive(Debug, Clone)]
pub struct Files(PathBuf);

impl Files {
    /// Attachments below `folder`, which is made when first needed.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Stores bytes durably and answers their hash. Storing the same bytes twice stores them once.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn put(&self, bytes: &[u8]) -> Result<String, AppError> {
        let hash = HEXLOWER.encode(&Sha256::digest(bytes));
        let target = self.path(&hash);
        if !target.exists() {
            write_whole(&target, bytes).map_err(|e| AppError::Internal(format!("attachment: {e}")))?;
        }
        Ok(hash)
    }

    /// The bytes with this hash, if they are there and whole.
    #[must_use]
    pub fn get(&self, hash: &str) -> Option<Vec<u8>> {
        if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let bytes = std::fs::read(self.path(hash)).ok()?;
        (HEXLOWER.encode(&Sha256::digest(&bytes)) == hash).then_some(bytes)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Files that are made to be fetched once, in a folder beside this one.
    #[must_use]
    pub fn spool(&self) -> crate::Spool {
        crate::Spool::at(self.0.with_file_name("spool"))
    }

    fn path(&self, hash: &str) -> PathBuf {
        self.0.join(&hash[..2]).join(hash)
    }
}

/// Writes beside the target, syncs, renames, syncs the folder: whole or not at all.
fn write_whole(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let folder = target.parent().ok_or(std::io::ErrorKind::NotFound)?;
    std::fs::create_dir_all(folder)?;
    let part = target.with_extension("part");
    let mut file = std::fs::File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, target)?;
    std::fs::File::open(folder)?.sync_all()
}
