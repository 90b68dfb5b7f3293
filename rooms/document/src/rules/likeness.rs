//! Which clause of a new text seems to replace which of the old one: by the pairs of characters they share.

use std::collections::HashMap;

use crate::rules::gram::Folded;

/// Likeness, in thousandths, from which one clause is proposed to replace another.
const LIKE_LEAST: i64 = 450;
/// Share of a clause, in thousandths, that stands in another from which the one is taken for a part of the other.
const PART_LEAST: i64 = 700;
/// Pairs of clauses that are all compared; in longer texts only those near each other are.
const PAIRS_MOST: usize = 400_000;
/// How far apart clauses of long texts are still compared.
const NEAR: usize = 80;

/// The pairs of neighbouring characters of a text, sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Profile(Vec<(char, char)>);

impl Profile {
    fn of(text: &str) -> Self {
        let chars: Vec<char> = Folded::of(text).chars.into_iter().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<(char, char)> = match chars.as_slice() {
            [only] => vec![(*only, ' ')],
            many => many.windows(2).map(|w| (w[0], w[1])).collect(),
        };
        pairs.sort_unstable();
        Self(pairs)
    }

    fn common(&self, other: &Self) -> usize {
        let (mut a, mut b, mut count) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.0.get(a), other.0.get(b)) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => (a, b, count) = (a + 1, b + 1, count + 1),
            }
        }
        count
    }
}

/// Thousandths of `part` in `whole`; 0 of nothing.
fn share(part: usize, whole: usize) -> i64 {
    i64::try_from(part * 1_000).unwrap_or(i64::MAX).checked_div(i64::try_from(whole).unwrap_or(i64::MAX)).unwrap_or(0)
}

/// A clause as it is compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'a> {
    /// Its label.
    pub(crate) label: &'a str,
    /// What it says.
    pub(crate) text: &'a str,
}

/// For each new clause the places of the old ones that it seems to replace.
#[must_use]
pub(crate) fn propose(new: &[Side<'_>], old: &[Side<'_>]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); new.len()];
    let mut taken = vec![false; old.len()];
    same_texts(new, old, &mut found, &mut taken);
    let profiles = |sides: &[Side<'_>]| sides.iter().map(|s| Profile::of(s.text)).collect::<Vec<_>>();
    let (new_profiles, old_profiles) = (profiles(new), profiles(old));
    let mut pairs = Vec::new();
    for (n, a) in new_profiles.iter().enumerate().filter(|(n, _)| found[*n].is_empty()) {
        for o in near(n, new.len(), old.len()) {
            let b = &old_profiles[o];
            let common = a.common(b);
            let alike = share(2 * common, a.0.len() + b.0.len());
            let part = share(common, a.0.len().min(b.0.len()));
            if alike >= LIKE_LEAST || part >= PART_LEAST {
                let same_label = new[n].label == old[o].label && !new[n].label.is_empty();
                pairs.push((alike, same_label, std::cmp::Reverse(n.abs_diff(o)), n, o));
            }
        }
    }
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    for (alike, _, _, n, o) in &pairs {
        if *alike >= LIKE_LEAST && found[*n].is_empty() && !taken[*o] {
            found[*n].push(*o);
            taken[*o] = true;
        }
    }
    // What is left over may have been merged into a clause, or be a part of one that was split.
    for (_, _, _, n, o) in pairs {
        if !taken[o] || found[n].is_empty() {
            found[n].push(o);
            taken[o] = true;
        }
    }
    for places in &mut found {
        places.sort_unstable();
        places.dedup();
    }
    found
}

/// Clauses that say the very same, each once, in order.
fn same_texts(new: &[Side<'_>], old: &[Side<'_>], found: &mut [Vec<usize>], taken: &mut [bool]) {
    let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
    for (o, side) in old.iter().enumerate().rev().filter(|(_, s)| !s.text.is_empty()) {
        by_text.entry(side.text).or_default().push(o);
    }
    for (n, side) in new.iter().enumerate() {
        let Some(places) = by_text.get_mut(side.text) else { continue };
        let at = places.iter().rposition(|o| old[*o].label == side.label).or(places.len().checked_sub(1));
        if let Some(at) = at {
            let o = places.remove(at);
            found[n].push(o);
            taken[o] = true;
        }
    }
}

/// The old clauses with which the new one at `n` is compared.
fn near(n: usize, new: usize, old: usize) -> std::ops::Range<usize> {
    if new.saturating_mul(old) <= PAIRS_MOST {
        return 0..old;
    }
    let middle = n * old / new.max(1);
    middle.saturating_sub(NEAR).min(old)..(middle + NEAR).min(old)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sides<'a>(texts: &[(&'a str, &'a str)]) -> Vec<Side<'a>> {
        texts.iter().map(|(label, text)| Side { label, text }).collect()
    }

    #[test]
    fn a_changed_clause_is_found_again_under_another_number() {
        let old = sides(&[
            ("第一条", "每季度召开一次党员大会，听取支部工作报告。"),
            ("第二条", "每月召开一次支委会，研究支部工作。"),
            ("第三条", "本办法自发布之日起施行。"),
        ]);
        let new = sides(&[
            ("第一条", "为了规范组织生活，制定本办法。"),
            ("第二条", "每季度至少召开一次党员大会，听取支部工作报告。"),
            ("第三条", "每月召开一次支委会，研究支部工作。"),
            ("第四条", "本办法自 2026 年起施行。"),
        ]);
        assert_eq!(propose(&new, &old), [vec![], vec![0], vec![1], vec![2]]);
    }

    #[test]
    fn merged_and_split_clauses_are_found_too() {
        let one = "每季度召开一次党员大会，听取支部工作报告。";
        let two = "每月召开一次支委会，研究支部工作。";
        let both = format!("{one}{two}");
        assert_eq!(propose(&sides(&[("", &both)]), &sides(&[("", one), ("", two)])), [vec![0, 1]]);
        assert_eq!(propose(&sides(&[("", one), ("", two)]), &sides(&[("", &both)])), [vec![0], vec![0]]);
    }

    #[test]
    fn long_texts_are_compared_within_bounds() {
        let texts: Vec<String> = (0..2_000).map(|n| format!("第{n}件事要在{}日前办好", n % 97)).collect();
        let sides: Vec<Side<'_>> = texts.iter().map(|text| Side { label: "", text }).collect();
        let found = propose(&sides, &sides);
        assert!(found.iter().enumerate().all(|(n, places)| *places == [n]));
    }

    proptest! {
        #[test]
        fn proposals_name_old_clauses_and_the_same_text_keeps_its_place(texts in prop::collection::vec("[甲乙丙丁戊己庚辛]{4,12}", 0..12)) {
            let sides: Vec<Side<'_>> = texts.iter().map(|text| Side { label: "", text }).collect();
            let found = propose(&sides, &sides);
            for (n, places) in found.iter().enumerate() {
                prop_assert!(places.iter().any(|o| texts[*o] == texts[n]));
                prop_assert!(places.iter().all(|o| *o < texts.len()));
            }
        }
    }
}
