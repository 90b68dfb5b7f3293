//! The search index of one version: for each character, by which characters it is followed in which clauses.
//!
//! Two neighbouring characters are one gram. A query is covered by grams; a clause that holds them all is a candidate
//! and is then compared with the query itself, so the index never has to store positions.

use std::collections::{BTreeMap, BTreeSet};

/// Clauses of a version by their number in the order of the text; 0 is the title.
pub(crate) type Seqs = BTreeSet<i64>;

/// Followed by nothing that is searched for: the end of a run of letters.
const NOTHING: i64 = 0;

/// The index of a version: character → (following character, or 0) → clauses.
pub(crate) type Follows = BTreeMap<i64, BTreeMap<i64, Seqs>>;

/// A text in the one form in which it is searched, and where each of its characters came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    /// The characters: half-width, small letters, no blanks.
    pub chars: Vec<char>,
    /// For each, the bytes it takes in the original.
    pub places: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Self::default();
        for (at, c) in text.char_indices() {
            let plain = match c {
                '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => continue,
                c if c.is_whitespace() || c.is_control() => continue,
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                c => c,
            };
            folded.chars.push(plain.to_ascii_lowercase());
            folded.places.push((at, at + c.len_utf8()));
        }
        folded
    }

    /// Bytes of the original at which `needle` stands, one after the other; none for an empty one.
    #[must_use]
    pub(crate) fn find_all(&self, needle: &[char]) -> Vec<(usize, usize)> {
        if needle.is_empty() || needle.len() > self.chars.len() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut at = 0;
        while at + needle.len() <= self.chars.len() {
            if self.chars[at..at + needle.len()] == *needle {
                found.push((self.places[at].0, self.places[at + needle.len() - 1].1));
                at += needle.len();
            } else {
                at += 1;
            }
        }
        found
    }
}

/// The code of a character as the index keeps it.
#[must_use]
pub(crate) fn code(c: char) -> i64 {
    i64::from(u32::from(c))
}

/// The index of a version: its title as number 0, its clauses from 1.
#[must_use]
pub(crate) fn index<'a>(texts: impl IntoIterator<Item = (i64, &'a str)>) -> Follows {
    let mut follows = Follows::new();
    for (seq, text) in texts {
        let chars = Folded::of(text).chars;
        for (at, c) in chars.iter().enumerate().filter(|(_, c)| c.is_alphanumeric()) {
            let next = chars.get(at + 1).filter(|next| next.is_alphanumeric()).map_or(NOTHING, |next| code(*next));
            follows.entry(code(*c)).or_default().entry(next).or_default().insert(seq);
        }
    }
    follows
}

/// The followers of one character in one version as the index keeps them: read only as far as a search asks.
///
/// Each follower is the difference to the one before, how many clauses, and the differences between these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Packed(Vec<u8>);

impl Packed {
    /// Packs the followers of a character.
    #[must_use]
    pub(crate) fn of(followers: &BTreeMap<i64, Seqs>) -> Self {
        let mut out = Vec::new();
        let mut before = 0;
        for (next, seqs) in followers {
            put(&mut out, *next - before);
            before = *next;
            put(&mut out, i64::try_from(seqs.len()).unwrap_or(0));
            let mut last = 0;
            for seq in seqs {
                put(&mut out, *seq - last);
                last = *seq;
            }
        }
        Self(out)
    }

    /// What the index stores.
    #[must_use]
    pub(crate) fn bytes(self) -> Vec<u8> {
        self.0
    }

    /// What the index stored.
    #[must_use]
    pub(crate) const fn stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The clauses in which `wanted` follows; without it, those in which the character stands at all. What cannot be
    /// read is left out.
    #[must_use]
    pub(crate) fn clauses(&self, wanted: Option<i64>) -> Seqs {
        let (mut rest, mut next) = (self.0.as_slice(), 0_i64);
        let mut found = Vec::new();
        while let (Some(step), Some(count)) = (take(&mut rest), take(&mut rest)) {
            next = next.saturating_add(step);
            // Followers stand in order: behind the wanted one there is nothing to find.
            if wanted.is_some_and(|wanted| next > wanted) {
                break;
            }
            let chosen = wanted.is_none_or(|wanted| next == wanted);
            let mut last = 0_i64;
            for _ in 0..count {
                let Some(step) = take(&mut rest) else { break };
                last = last.saturating_add(step);
                if chosen {
                    found.push(last);
                }
            }
        }
        found.into_iter().collect()
    }
}

/// Seven bits a byte, the lowest first.
fn put(out: &mut Vec<u8>, number: i64) {
    let mut rest = u64::try_from(number).unwrap_or(0);
    while rest >= 0x80 {
        out.push(u8::try_from(rest & 0x7f).unwrap_or(0) | 0x80);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap_or(0));
}

fn take(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_i64;
    for shift in 0..9 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= i64::from(*first & 0x7f) << (7 * shift);
        if *first < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_folded_and_knows_where_each_letter_stood() {
        let text = "Ｗord  文档１";
        let folded = Folded::of(text);
        assert_eq!(folded.chars.iter().collect::<String>(), "word文档1");
        let found = folded.find_all(&['档', '1']);
        assert_eq!(found.iter().map(|(from, to)| &text[*from..*to]).collect::<Vec<_>>(), ["档１"]);
    }

    #[test]
    fn an_index_knows_who_follows_whom_in_which_clause() {
        let follows = index([(0, "规程"), (1, "工作规程，规范"), (2, "规")]);
        let after = &follows[&code('规')];
        assert_eq!(after[&code('程')], Seqs::from([0, 1]));
        assert_eq!(after[&code('范')], Seqs::from([1]));
        assert_eq!(after[&NOTHING], Seqs::from([2]));
        assert!(!follows.contains_key(&code('，')));
    }

    proptest! {
        #[test]
        fn packing_keeps_everything(texts in prop::collection::vec("[一-十a-c ]{0,30}", 0..40)) {
            let numbered = texts.iter().enumerate().map(|(n, t)| (i64::try_from(n).unwrap(), t.as_str()));
            for followers in index(numbered).values() {
                let packed = Packed::of(followers);
                for (next, seqs) in followers {
                    prop_assert_eq!(&packed.clauses(Some(*next)), seqs);
                }
                let all: Seqs = followers.values().flatten().copied().collect();
                prop_assert_eq!(packed.clauses(None), all);
                prop_assert_eq!(packed.clauses(Some(code('龥'))), Seqs::new());
            }
        }

        #[test]
        fn broken_bytes_are_no_fault_of_ours(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let packed = Packed::stored(bytes);
            let _ = (packed.clauses(None), packed.clauses(Some(7)));
        }
    }
}
