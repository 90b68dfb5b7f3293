//! Compresses every file below `assets/` and writes the table that `lib.rs` includes.

use std::{
    error::Error,
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets").canonicalize()?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for (n, file) in files.iter().enumerate() {
        let bytes = std::fs::read(file)?;
        let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        let digest = Sha256::digest(&bytes);
        let hash: String = digest.iter().take(5).map(|b| format!("{b:02x}")).collect();
        let packed = out.join(format!("{n}.gz"));
        let mut gz = GzEncoder::new(std::fs::File::create(&packed)?, Compression::best());
        gz.write_all(&bytes)?;
        gz.finish()?;
        println!("cargo:rerun-if-changed={}", file.display());
        writeln!(
            table,
            "Asset {{ name: {name:?}, hash: {hash:?}, raw: include_bytes!({:?}), gzip: include_bytes!({:?}) }},",
            file.to_string_lossy(),
            packed.to_string_lossy()
        )?;
    }
    table.push(']');
    std::fs::write(out.join("table.rs"), table)?;
    Ok(())
}

/// Files that a browser asks for; licences and notes stay in the repository.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| ["css", "js", "svg", "png", "ico"].iter().any(|x| e == *x)) {
            files.push(path);
        }
    }
    Ok(())
}
