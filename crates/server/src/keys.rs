//! The key of the house at the start: read from its file, made only where nothing was signed yet.

use anyhow::{Result, bail};
use cx::House;
use seal::HouseKey;

use crate::config::Config;

/// The house with its key, if the file is there. Commands that sign nothing run without one.
///
/// # Errors
/// A file that is there but cannot be used.
pub(crate) fn with_key(config: &Config, house: House) -> Result<House> {
    let path = config.key_path();
    if path.exists() { Ok(house.with_key(HouseKey::open(&path)?)) } else { Ok(house) }
}

/// The house ready to sign: with its key, a fresh one if this database has never signed anything.
///
/// # Errors
/// A missing key where something was signed, or a key that is not the one under which the database signs: a new key
/// would leave every post without the one it signs with.
pub async fn ready_to_sign(config: &Config, house: House) -> Result<House> {
    let path = config.key_path();
    let known = crate::commands::operator(&house).read(target::house_keys).await?;
    let Some(held) = house.key() else {
        if !known.is_empty() {
            bail!(
                "the key of the house {} is missing, and the database holds signing keys encrypted under {}: put the \
                 file back from its own backup, or name it with QINGDAN_KEY_FILE",
                path.display(),
                known.join(", ")
            );
        }
        let made = HouseKey::make(&path)?;
        tracing::info!(file = %path.display(), key = made.fingerprint(), "the key of the house is made: back it up apart from the database");
        return Ok(house.with_key(made));
    };
    if let Some(other) = known.iter().find(|k| *k != held.fingerprint()) {
        bail!(
            "the key of the house {} is {}, but the database holds signing keys encrypted under {other}: put the right \
             file back, or name it with QINGDAN_KEY_FILE",
            path.display(),
            held.fingerprint()
        );
    }
    Ok(house)
}
