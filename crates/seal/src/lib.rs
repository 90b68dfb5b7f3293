//! Signing: one form of a text, its digest, signatures by named algorithms, and secret keys that lie
//! encrypted under the key of the house.
//!
//! Every stored signature names its algorithm, so one may be replaced by another (SM2, say) without touching
//! what was signed before: implement [`Algorithm`] and list it in [`ALGORITHMS`]. The key of the house lives in
//! a file outside the database: whoever copies the tables can verify everything and sign nothing.

mod algorithm;
mod ed25519;
mod fault;
mod house;
mod lines;
mod text;

pub use algorithm::{ALGORITHMS, Algorithm, DEFAULT, KeyPair, by_name};
pub use fault::SealFault;
pub use house::HouseKey;
pub use lines::{Lines, NotLines, Reader};
pub use text::{digest, one_form};
