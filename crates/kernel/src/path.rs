//! Where an organisation stands in the tree: fixed-width segments, so that “and all below” is a range.

use std::fmt;

/// Digits of one segment; 36⁴ = 1,679,616 children fit under one superior.
const WIDTH: usize = 4;
/// A segment and its slash.
const STEP: usize = WIDTH + 1;

/// A place in the tree such as `0001/00a4/`. Segments are base-36 ordinals given once per superior
/// and never re-used, so a path belongs to one organisation for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgPath(String);

impl OrgPath {
    /// The place above all roots: contains every organisation, belongs to none.
    #[must_use]
    pub const fn everything() -> Self {
        Self(String::new())
    }

    /// A stored path, if well formed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ok = text.len().is_multiple_of(STEP)
            && text.as_bytes().chunks(STEP).all(|seg| {
                seg[WIDTH] == b'/' && seg[..WIDTH].iter().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
            });
        ok.then(|| Self(text.to_owned()))
    }

    /// The place of the child with this ordinal, or none when the superior is full.
    #[must_use]
    pub fn child(&self, ordinal: i64) -> Option<Self> {
        let mut rest = u64::try_from(ordinal).ok()?;
        let mut segment = [b'0'; WIDTH];
        for slot in segment.iter_mut().rev() {
            let digit = u8::try_from(rest % 36).ok()?;
            *slot = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
            rest /= 36;
        }
        (rest == 0).then(|| Self(format!("{}{}/", self.0, String::from_utf8_lossy(&segment))))
    }

    /// The superior's place; none for a root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        (self.0.len() > STEP).then(|| Self(self.0[..self.0.len() - STEP].to_owned()))
    }

    /// Number of segments: 1 for a root.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.len() / STEP
    }

    /// Whether `other` is this place or below it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Whether `other` is strictly below this place.
    #[must_use]
    pub fn is_above(&self, other: &Self) -> bool {
        other.0.len() > self.0.len() && self.contains(other)
    }

    /// All superiors' places, the root first, without this one.
    #[must_use]
    pub fn superiors(&self) -> Vec<Self> {
        (1..self.depth()).map(|n| Self(self.0[..n * STEP].to_owned())).collect()
    }

    /// The child of `superior` on the way to this place; none unless strictly below it.
    #[must_use]
    pub fn child_below(&self, superior: &Self) -> Option<Self> {
        superior.is_above(self).then(|| Self(self.0[..superior.0.len() + STEP].to_owned()))
    }

    /// Half-open range of texts that holds this place and all below: `path >= from AND path < until`.
    #[must_use]
    pub fn range(&self) -> (String, String) {
        // '~' sorts after every character of a path.
        (self.0.clone(), format!("{}~", self.0))
    }

    /// The text as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This path with its leading `old` replaced by `new`: what a move does to everything below.
    #[must_use]
    pub fn rebased(&self, old: &Self, new: &Self) -> Option<Self> {
        self.0.strip_prefix(&old.0).map(|rest| Self(format!("{}{rest}", new.0)))
    }
}

impl fmt::Display for OrgPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(ordinals: &[i64]) -> OrgPath {
        ordinals.iter().fold(OrgPath::everything(), |p, n| p.child(*n).unwrap())
    }

    #[test]
    fn a_path_knows_its_superiors_and_its_branch() {
        let village = path(&[1, 364, 2]);
        assert_eq!(village.as_str(), "0001/00a4/0002/");
        assert_eq!(village.superiors(), vec![path(&[1]), path(&[1, 364])]);
        assert_eq!(village.child_below(&path(&[1])), Some(path(&[1, 364])));
        assert_eq!(village.child_below(&village), None);
        assert_eq!(OrgPath::everything().child(1_679_616), None);
        assert_eq!(OrgPath::parse("0001/00A4/"), None);
    }

    proptest! {
        #[test]
        fn being_in_the_range_is_being_below(a in prop::collection::vec(0i64..1_679_616, 1..5), b in prop::collection::vec(0i64..1_679_616, 1..5), cut in 0usize..5) {
            let a = path(&a);
            // Half of the cases share a prefix, else random paths would hardly ever be related.
            let b = if cut < a.depth() { path(&b).rebased(&OrgPath::everything(), &path(&[])).map(|p| OrgPath(format!("{}{}", &a.0[..cut * STEP], p.0))).unwrap() } else { path(&b) };
            let (from, until) = a.range();
            let inside = b.as_str() >= from.as_str() && b.as_str() < until.as_str();
            prop_assert_eq!(inside, a.contains(&b));
        }
    }
}
