//! What signing may refuse.

/// Why something cannot be signed, opened or made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SealFault {
    /// No such algorithm is built in.
    #[error("the algorithm {0:?} is not known to this program")]
    UnknownAlgorithm(String),
    /// The bytes are no secret key of this algorithm.
    #[error("the secret key is damaged")]
    DamagedSecret,
    /// A secret was encrypted under another key of the house.
    #[error("it was encrypted under the house key {wanted}, this process holds {held}: put the right key file back")]
    OtherHouse {
        /// Fingerprint that the row names.
        wanted: String,
        /// Fingerprint of the key in hand.
        held: String,
    },
    /// The key file is missing, unreadable or not one.
    #[error("the key of the house {path}: {why}")]
    KeyFile {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The operating system gives no randomness.
    #[error("no randomness: {0}")]
    NoRandomness(String),
}
