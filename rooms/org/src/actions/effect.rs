//! What a change of one organisation comes to, in numbers, before it is made.

use kernel::Day;

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Name of the organisation concerned.
    pub name: String,
    /// The day from which it holds.
    pub day: Day,
    /// Organisations of each level strictly below it.
    pub below: Vec<(String, i64)>,
    /// Organisations that get another place in the tree without being named.
    pub followed: usize,
    /// Children that are handed to the organisation it is merged into.
    pub handed: usize,
    /// Path of names of the new superior, or of the organisation it is merged into; empty if none.
    pub target: String,
}
