//! The real tree, from the data embedded in the program.

use anyhow::{Result, ensure};
use kernel::Day;

use super::Story;

/// The shipped data (source and licence in `data/README.md`).
pub(super) struct Data {
    folder: std::path::PathBuf,
}

const FILES: [(&str, &str); 3] = [
    ("linxia-divisions-2016.csv", include_str!("../../../../data/linxia-divisions-2016.csv")),
    ("linxia-division-changes.csv", include_str!("../../../../data/linxia-division-changes.csv")),
    ("linxia-aliases.csv", include_str!("../../../../data/linxia-aliases.csv")),
];

impl Data {
    /// Lays the embedded files out in a temporary folder: the import reads files, as users have them.
    pub(super) fn embedded() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("qingdan-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        for (name, text) in FILES {
            std::fs::write(folder.join(name), text)?;
        }
        Ok(Self { folder })
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// Imports the oldest edition, replays the changes, learns other names.
pub(super) async fn plant(story: &Story, data: &Data) -> Result<()> {
    let cx = story.operator();
    let oldest = Day::new(2016, 6, 30);
    let file = |n: usize| data.folder.join(FILES[n].0);
    let report = org::import_file(&cx, &file(0), "", oldest, false, false).await?;
    ensure!(report.refused_total == 0, "the edition of 2016 has problems: {:?}", report.refused);
    let report = org::replay_file(&cx, &file(1), None, false).await?;
    ensure!(report.refused_total == 0, "the changes have problems: {:?}", report.refused);
    org::load_aliases(&cx, &file(2)).await?;
    Ok(())
}
