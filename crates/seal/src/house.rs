//! The key of the house: under it the secrets of all posts lie encrypted. It is a file of its own, outside
//! the database and its backups.

use std::{fs, io::Write, path::Path};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::SealFault;

/// First line of a key file.
const HEAD: &str = "qingdan-house-key/v1";
/// Bytes of the nonce that stands before every ciphertext.
const NONCE: usize = 24;

/// The key of the house (XChaCha20-Poly1305, 256 bits); wiped when it is dropped, never printed.
pub struct HouseKey {
    key: Zeroizing<[u8; 32]>,
    fingerprint: String,
}

impl std::fmt::Debug for HouseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HouseKey").field(&self.fingerprint).finish()
    }
}

impl HouseKey {
    /// A fresh key that is kept nowhere: for tests, and for [`HouseKey::make`].
    ///
    /// # Errors
    /// If there is no randomness.
    pub fn fresh() -> Result<Self, SealFault> {
        let mut key = Zeroizing::new([0_u8; 32]);
        getrandom::fill(key.as_mut_slice()).map_err(|e| SealFault::NoRandomness(e.to_string()))?;
        Ok(Self::of(key))
    }

    fn of(key: Zeroizing<[u8; 32]>) -> Self {
        let mut hash = Sha256::new();
        hash.update(HEAD.as_bytes());
        hash.update(key.as_slice());
        let fingerprint = HEXLOWER.encode(&hash.finalize()[..8]);
        Self { key, fingerprint }
    }

    /// Reads the key from its file.
    ///
    /// # Errors
    /// [`SealFault::KeyFile`] if it is missing, no key, or readable by others than its owner.
    pub fn open(path: &Path) -> Result<Self, SealFault> {
        let wrong = |why: &str| fault(path, why);
        let text = Zeroizing::new(fs::read_to_string(path).map_err(|e| wrong(&e.to_string()))?);
        private(path)?;
        let mut lines = text.lines();
        let hex = (lines.next() == Some(HEAD)).then(|| lines.next()).flatten();
        let hex = hex.ok_or_else(|| wrong("it is not a key file of this program"))?;
        let bytes = HEXLOWER.decode(hex.trim().as_bytes()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| wrong("its key is damaged"))?;
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| wrong("its key is damaged"))?;
        Ok(Self::of(Zeroizing::new(key)))
    }

    /// Makes a key and its file, which must not exist; only its owner may read it.
    ///
    /// # Errors
    /// [`SealFault::KeyFile`] if the file exists or cannot be written.
    pub fn make(path: &Path) -> Result<Self, SealFault> {
        let made = Self::fresh()?;
        let text = Zeroizing::new(format!("{HEAD}\n{}\n", HEXLOWER.encode(made.key.as_slice())));
        write_private(path, text.as_bytes()).map_err(|e| fault(path, &e.to_string()))?;
        Ok(made)
    }

    /// By which rows name the key without giving it away: 16 hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Encrypts a secret; it opens again only together with the same `about` (whose key it is).
    ///
    /// # Errors
    /// If there is no randomness.
    pub fn encrypt(&self, secret: &[u8], about: &str) -> Result<Vec<u8>, SealFault> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|e| SealFault::NoRandomness(e.to_string()))?;
        let payload = Payload { msg: secret, aad: about.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| SealFault::DamagedSecret)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens a secret that was encrypted under the key named `fingerprint`.
    ///
    /// # Errors
    /// [`SealFault::OtherHouse`] for another key, [`SealFault::DamagedSecret`] if a byte or `about` differs.
    pub fn decrypt(&self, fingerprint: &str, sealed: &[u8], about: &str) -> Result<Zeroizing<Vec<u8>>, SealFault> {
        if fingerprint != self.fingerprint {
            return Err(SealFault::OtherHouse { wanted: fingerprint.to_owned(), held: self.fingerprint.clone() });
        }
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(SealFault::DamagedSecret)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealFault::DamagedSecret)?;
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        let opened = self.cipher().decrypt(&XNonce::from(nonce), payload);
        opened.map(Zeroizing::new).map_err(|_| SealFault::DamagedSecret)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.key).into())
    }
}

fn fault(path: &Path, why: &str) -> SealFault {
    SealFault::KeyFile { path: path.display().to_string(), why: why.to_owned() }
}

/// Whether only the owner may read the file; not asked where files have no such mode.
#[cfg(unix)]
fn private(path: &Path) -> Result<(), SealFault> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|e| fault(path, &e.to_string()))?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(fault(path, "others may read it: chmod 600")) }
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), SealFault> {
    Ok(())
}

/// Writes a new file that is private from its first byte on, down to the disk.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    //! Files and what opens with which key.
    use super::*;

    #[test]
    fn a_secret_opens_with_its_key_and_its_owner_only() {
        let (house, other) = (HouseKey::fresh().unwrap(), HouseKey::fresh().unwrap());
        let sealed = house.encrypt(b"secret", "post 7").unwrap();
        assert_eq!(house.decrypt(house.fingerprint(), &sealed, "post 7").unwrap().as_slice(), b"secret");
        assert_eq!(house.decrypt(house.fingerprint(), &sealed, "post 8"), Err(SealFault::DamagedSecret));
        let refused = other.decrypt(house.fingerprint(), &sealed, "post 7").unwrap_err();
        assert!(matches!(refused, SealFault::OtherHouse { .. }), "{refused}");
        for n in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[n] ^= 1;
            assert_eq!(house.decrypt(house.fingerprint(), &bent, "post 7"), Err(SealFault::DamagedSecret), "byte {n}");
        }
        assert_eq!(house.decrypt(house.fingerprint(), b"", "post 7"), Err(SealFault::DamagedSecret));
        assert!(!sealed.windows(6).any(|w| w == b"secret"));
    }

    #[test]
    fn a_key_file_is_private_read_back_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("qingdan.key");
        let made = HouseKey::make(&path).unwrap();
        assert_eq!(HouseKey::open(&path).unwrap().fingerprint(), made.fingerprint());
        assert!(HouseKey::make(&path).is_err(), "an existing key is kept");
        assert_eq!(HouseKey::open(&path).unwrap().fingerprint(), made.fingerprint());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            let refused = HouseKey::open(&path).unwrap_err().to_string();
            assert!(refused.contains("chmod 600"), "{refused}");
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_named_with_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        assert!(HouseKey::open(&path).unwrap_err().to_string().contains("k"));
        for text in
            ["", "hello\n", "qingdan-house-key/v1\n", "qingdan-house-key/v1\nzz\n", "qingdan-house-key/v1\nabcd\n"]
        {
            drop(fs::remove_file(&path));
            write_private(&path, text.as_bytes()).unwrap();
            assert!(matches!(HouseKey::open(&path), Err(SealFault::KeyFile { .. })), "{text:?}");
        }
    }

    #[test]
    fn a_key_does_not_print() {
        let house = HouseKey::fresh().unwrap();
        assert_eq!(format!("{house:?}"), format!("HouseKey({:?})", house.fingerprint()));
    }
}
