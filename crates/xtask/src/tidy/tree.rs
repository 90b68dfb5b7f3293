//! All text files the rules look at.

use std::fs;
use std::io;
use std::path::Path;

use super::source::Source;

/// Files with these endings are read; all others are none of tidy's business.
const ENDINGS: &[&str] = &["rs", "toml", "html", "js", "css", "sql", "sh"];

/// Where the exceptions live; read with the tree, so that they are checked with it.
pub(crate) const EXCEPTIONS: &str = "crates/xtask/tidy-exceptions.txt";

/// The tree as the rules see it, in the order of the paths.
pub(crate) struct Tree {
    pub(crate) files: Vec<Source>,
}

impl Tree {
    /// Reads the tree below `root`; hidden folders, build output and vendored files are left out.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        read_folder(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    /// A tree of invented files, for the tests of the rules.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| Source::new(path, text)).collect() }
    }

    pub(crate) fn rust(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.is_rust())
    }

    pub(crate) fn file(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The rooms that are there, by the names of their folders.
    pub(crate) fn rooms(&self) -> Vec<&str> {
        let mut rooms: Vec<&str> =
            self.files.iter().filter_map(|file| room_and_rest(&file.path)).map(|(room, _)| room).collect();
        rooms.dedup();
        rooms
    }
}

/// `rooms/org/src/lib.rs` is `("org", "src/lib.rs")`.
pub(crate) fn room_and_rest(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("rooms/")?.split_once('/')
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !is_left_out(&name, &path) {
                read_folder(&entry.path(), &path, files)?;
            }
        } else if kind.is_file() && is_read(&path) {
            let text = fs::read_to_string(entry.path())
                .map_err(|error| io::Error::new(error.kind(), format!("{path}: {error}")))?;
            files.push(Source::new(&path, &text));
        }
    }
    Ok(())
}

fn is_left_out(name: &str, path: &str) -> bool {
    name.starts_with('.')
        || name == "node_modules"
        || path == "assets/vendor"
        || (name == "target" && path != "rooms/target")
}

fn is_read(path: &str) -> bool {
    path == EXCEPTIONS || path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    //! What is read and what is left out.
    use super::*;

    #[test]
    fn vendored_hidden_and_built_folders_are_left_out() {
        assert!(is_left_out("vendor", "assets/vendor"));
        assert!(!is_left_out("vendor", "rooms/vendor"));
        assert!(is_left_out(".git", ".git"));
        assert!(is_left_out("target", "target"));
        assert!(!is_left_out("target", "rooms/target"), "a room may be called so");
    }

    #[test]
    fn text_of_the_program_is_read() {
        assert!(is_read("rooms/org/src/lib.rs"));
        assert!(is_read(EXCEPTIONS));
        assert!(!is_read("data/big.csv"));
        assert!(!is_read("docs/GLOSSARY.md"));
    }

    #[test]
    fn rooms_are_folders() {
        let tree = Tree::of(&[("rooms/org/Cargo.toml", ""), ("rooms/org/src/lib.rs", ""), ("rooms/x/a.rs", "")]);
        assert_eq!(tree.rooms(), ["org", "x"]);
    }
}
