//! Algorithms by name.

use zeroize::Zeroizing;

use crate::{SealFault, ed25519::Ed25519};

/// A fresh pair of keys; the secret is wiped when it is dropped.
pub struct KeyPair {
    /// What everybody may know.
    pub public: Vec<u8>,
    /// What only the holder's signature uses.
    pub secret: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyPair").field("public", &self.public).finish_non_exhaustive()
    }
}

/// A way to sign. Keys and signatures are bytes in the algorithm's own form.
pub trait Algorithm: Send + Sync {
    /// Its name, stored beside every key and signature; never changed, never re-used.
    fn name(&self) -> &'static str;

    /// Makes a pair of keys.
    ///
    /// # Errors
    /// If there is no randomness.
    fn generate(&self) -> Result<KeyPair, SealFault>;

    /// Signs a message.
    ///
    /// # Errors
    /// If the secret is no key of this algorithm.
    fn sign(&self, secret: &[u8], message: &[u8]) -> Result<Vec<u8>, SealFault>;

    /// Whether the signature is that of the public key over exactly this message. Rubbish is no.
    fn verify(&self, public: &[u8], message: &[u8], signature: &[u8]) -> bool;
}

/// Every algorithm built in; append only.
pub const ALGORITHMS: &[&dyn Algorithm] = &[&Ed25519];

/// The algorithm of new keys.
pub const DEFAULT: &dyn Algorithm = &Ed25519;

/// The algorithm of this name.
///
/// # Errors
/// [`SealFault::UnknownAlgorithm`]: a newer program signed, or the row was tampered with.
pub fn by_name(name: &str) -> Result<&'static dyn Algorithm, SealFault> {
    let found = ALGORITHMS.iter().find(|a| a.name() == name);
    found.copied().ok_or_else(|| SealFault::UnknownAlgorithm(name.chars().take(40).collect()))
}

#[cfg(test)]
mod tests {
    //! What holds of every algorithm, whichever are added.
    use super::*;

    #[test]
    fn every_algorithm_verifies_what_it_signed_and_nothing_else() {
        for algorithm in ALGORITHMS {
            let (pair, other) = (algorithm.generate().unwrap(), algorithm.generate().unwrap());
            let signature = algorithm.sign(&pair.secret, b"text").unwrap();
            assert!(algorithm.verify(&pair.public, b"text", &signature), "{}", algorithm.name());
            assert!(!algorithm.verify(&pair.public, b"texT", &signature));
            assert!(!algorithm.verify(&other.public, b"text", &signature));
            for n in 0..signature.len() {
                let mut bent = signature.clone();
                bent[n] ^= 1;
                assert!(!algorithm.verify(&pair.public, b"text", &bent), "byte {n}");
            }
            assert!(!algorithm.verify(&pair.public, b"text", b""));
            assert!(!algorithm.verify(b"short", b"text", &signature));
            assert_eq!(algorithm.sign(b"short", b"text"), Err(SealFault::DamagedSecret));
        }
    }

    #[test]
    fn an_algorithm_is_found_by_its_name_only() {
        assert_eq!(by_name(DEFAULT.name()).unwrap().name(), "ed25519");
        assert!(matches!(by_name("sm2").map(Algorithm::name), Err(SealFault::UnknownAlgorithm(n)) if n == "sm2"));
        let mut names: Vec<_> = ALGORITHMS.iter().map(|a| a.name()).collect();
        names.dedup();
        assert_eq!(names.len(), ALGORITHMS.len());
    }
}
