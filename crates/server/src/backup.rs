//! Backup and restore of the embedded database with its attachments, also while it is served.
//!
//! A backup is a folder: the database, the attachments, and a manifest with the hash of every file.
//! It is made beside its name and renamed when whole, so a half backup has another name; a restore
//! believes nothing that the manifest does not confirm.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use cx::House;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Name of the database inside a backup.
const DATABASE: &str = "qingdan.db";
const MANIFEST: &str = "manifest.json";

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that made it.
    pub program: String,
    /// Schema step of its database.
    pub schema: i64,
    /// When it was made.
    pub made_at: String,
    /// Its files.
    pub files: Vec<Entry>,
}

/// One file of a backup.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Path inside the folder.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hex.
    pub sha256: String,
}

/// Makes a backup in `folder`, which must not exist.
///
/// # Errors
/// If the folder exists, the database is not embedded, or the disk refuses.
pub async fn make(house: &House, folder: &Path) -> Result<Manifest> {
    ensure!(!folder.exists(), "{} exists already; name a new folder", folder.display());
    let part = folder.with_extension("part");
    if part.exists() {
        std::fs::remove_dir_all(&part).context("an unfinished backup cannot be removed")?;
    }
    std::fs::create_dir_all(&part).with_context(|| part.display().to_string())?;
    let schema = house.db.schema_state(schema::MIGRATIONS).await?.applied;
    house.db.backup_to(&part.join(DATABASE))?;
    // Attachments are written before the rows that name them and never changed: copied after the
    // database they are a superset of what it needs.
    copy_folder(house.files.folder(), &part.join("files"))?;
    let mut files = Vec::new();
    list(&part, &part, &mut files)?;
    let manifest =
        Manifest { program: env!("CARGO_PKG_VERSION").to_owned(), schema, made_at: house.now().rfc3339(), files };
    std::fs::write(part.join(MANIFEST), serde_json::to_vec_pretty(&manifest)?)?;
    sync_all(&part)?;
    std::fs::rename(&part, folder)?;
    Ok(manifest)
}

/// Checks a backup against its manifest.
///
/// # Errors
/// Names the first thing that is missing, surplus or altered.
pub fn verify(folder: &Path) -> Result<Manifest> {
    let text = std::fs::read(folder.join(MANIFEST))
        .with_context(|| format!("{} is not a whole backup: it has no manifest", folder.display()))?;
    let manifest: Manifest = serde_json::from_slice(&text).context("the manifest cannot be read")?;
    ensure!(manifest.files.iter().any(|f| f.name == DATABASE), "the manifest names no database");
    for entry in &manifest.files {
        let safe = !entry.name.starts_with('/') && !entry.name.split('/').any(|p| p == "..");
        ensure!(safe, "the manifest names {}, which is outside the backup", entry.name);
        let path = folder.join(&entry.name);
        let bytes = std::fs::read(&path).with_context(|| format!("{} is missing", entry.name))?;
        ensure!(hash(&bytes) == entry.sha256, "{} is not what was backed up", entry.name);
    }
    let known = i64::try_from(schema::MIGRATIONS.len()).unwrap_or(i64::MAX);
    if manifest.schema > known {
        bail!("the backup has schema version {}, this program knows {known}: use the newer program", manifest.schema);
    }
    Ok(manifest)
}

/// Puts a verified backup in the place of the database; answers where the state before is kept.
///
/// # Errors
/// If the backup is not whole, the database not embedded, or the disk refuses; then nothing is changed.
pub async fn restore(house: &House, folder: &Path) -> Result<PathBuf> {
    verify(folder)?;
    let db::DbUrl::Sqlite(path) = house.db.url().clone() else {
        bail!("only an embedded database is restored here; use the server's own tools for PostgreSQL");
    };
    let stamp = house.now().rfc3339().replace([':', '-'], "");
    let before = path.with_extension(format!("before-restore-{stamp}.db"));
    house.db.backup_to(&before)?;
    copy_folder(&folder.join("files"), house.files.folder())?;
    house.db.replace_with(&folder.join(DATABASE))?;
    house.db.migrate(schema::MIGRATIONS, house.now()).await?;
    let cx = cx::Cx::new(house.clone(), cx::Actor::operator(), "cli", "restore".to_owned());
    let made = verify(folder)?.made_at;
    cx.write(move |_| {
        let detail = serde_json::json!({ "made_at": made });
        Ok(cx::Happening::new("server.restored", kernel::OrgId::new(0), "backup").detail(detail).answer(()))
    })
    .await?;
    Ok(before)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if !target.exists() && entry.path().extension().is_none() {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn list(root: &Path, folder: &Path, files: &mut Vec<Entry>) -> Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else {
            let bytes = std::fs::read(&path)?;
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.push(Entry { name, size: bytes.len() as u64, sha256: hash(&bytes) });
        }
    }
    Ok(())
}

/// What was written must be on the disk before the backup gets its name.
fn sync_all(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync_all(&path)? } else { std::fs::File::open(&path)?.sync_all()? }
    }
    Ok(std::fs::File::open(folder)?.sync_all()?)
}

fn hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}
