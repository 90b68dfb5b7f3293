//! Ed25519 (RFC 8032), strictly verified: no two readings of one signature.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use crate::{Algorithm, KeyPair, SealFault};

/// The algorithm `ed25519`: secrets and public keys of 32 bytes, signatures of 64.
#[derive(Debug)]
pub(crate) struct Ed25519;

impl Algorithm for Ed25519 {
    fn name(&self) -> &'static str {
        "ed25519"
    }

    fn generate(&self) -> Result<KeyPair, SealFault> {
        let mut seed = Zeroizing::new([0_u8; 32]);
        getrandom::fill(seed.as_mut_slice()).map_err(|e| SealFault::NoRandomness(e.to_string()))?;
        let key = SigningKey::from_bytes(&seed);
        Ok(KeyPair { public: key.verifying_key().to_bytes().to_vec(), secret: Zeroizing::new(seed.to_vec()) })
    }

    fn sign(&self, secret: &[u8], message: &[u8]) -> Result<Vec<u8>, SealFault> {
        let seed: &[u8; 32] = secret.try_into().map_err(|_| SealFault::DamagedSecret)?;
        Ok(SigningKey::from_bytes(seed).sign(message).to_bytes().to_vec())
    }

    fn verify(&self, public: &[u8], message: &[u8], signature: &[u8]) -> bool {
        let key = <&[u8; 32]>::try_from(public).ok().and_then(|bytes| VerifyingKey::from_bytes(bytes).ok());
        let signature = Signature::from_slice(signature).ok();
        key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(message, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    //! The first vectors of RFC 8032 §7.1.
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn the_vectors_of_the_standard_hold() {
        let vectors = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
        ];
        for (secret, public, message, signature) in vectors {
            let bytes = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
            let made = Ed25519.sign(&bytes(secret), &bytes(message)).unwrap();
            assert_eq!(HEXLOWER.encode(&made), signature);
            assert!(Ed25519.verify(&bytes(public), &bytes(message), &made));
        }
    }
}
