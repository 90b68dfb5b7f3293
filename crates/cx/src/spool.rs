//! Files that are made to be fetched once and thrown away: large downloads on their way. The only place that touches them.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use crate::AppError;

/// The folder of such files, beside that of attachments; in no backup.
#[derive(Debug, Clone)]
pub struct Spool(PathBuf);

impl Spool {
    pub(crate) const fn at(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Begins the file of this name, anew if it was begun before; nobody finds it before [`Self::finish`].
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn begin(&self, name: &str) -> Result<File, AppError> {
        fs::create_dir_all(&self.0).map_err(|e| broken(&e))?;
        File::create(self.path(name).with_extension("part")).map_err(|e| broken(&e))
    }

    /// The file of this name is whole from now on; answers its bytes.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(&self, name: &str, file: &File) -> Result<u64, AppError> {
        file.sync_all().map_err(|e| broken(&e))?;
        let bytes = file.metadata().map_err(|e| broken(&e))?.len();
        let target = self.path(name);
        fs::rename(target.with_extension("part"), target).map_err(|e| broken(&e))?;
        Ok(bytes)
    }

    /// The whole file of this name, to be read.
    #[must_use]
    pub fn open(&self, name: &str) -> Option<File> {
        File::open(self.path(name)).ok()
    }

    /// Removes the file of this name, whole or half made; one that is not there is no failure.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn remove(&self, name: &str) -> Result<(), AppError> {
        let target = self.path(name);
        for path in [target.with_extension("part"), target] {
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(broken(&e)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Names of all files that are there, whole or half made.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let stem = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
        let mut names: Vec<String> = entries.filter_map(|entry| stem(entry.path())).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Only plain names: none leads out of the folder.
    fn path(&self, name: &str) -> PathBuf {
        let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        Path::new(&self.0).join(plain).with_extension("whole")
    }
}

fn broken(error: &io::Error) -> AppError {
    AppError::Internal(format!("spool: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    #[test]
    fn a_file_is_found_once_it_is_whole_and_gone_once_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::at(folder.path().join("spool"));
        let mut making = spool.begin("7-8").unwrap();
        making.write_all(b"whole").unwrap();
        assert!(spool.open("7-8").is_none());
        assert_eq!(spool.finish("7-8", &making).unwrap(), 5);
        let mut text = String::new();
        spool.open("7-8").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "whole");
        drop(spool.begin("../9").unwrap());
        assert_eq!(spool.names(), ["7-8", "9"]);
        for name in ["7-8", "9", "never"] {
            spool.remove(name).unwrap();
        }
        assert!(spool.names().is_empty());
    }
}
