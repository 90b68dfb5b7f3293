//! Two versions beside each other, clause by clause.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::{
    diff::{In, Run, diff},
    likeness::{Side, propose},
};

/// What became of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It says the same under the same label.
    Same,
    /// It says the same under another label.
    Moved,
    /// It says something else.
    Changed,
    /// It is new.
    New,
    /// It is gone.
    Gone,
}

impl Change {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// One line of the comparison: places of the old clauses, of the new one, and the runs of their texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What became of it.
    pub change: Change,
    /// Places of the old clauses; none if it is new.
    pub old: Vec<usize>,
    /// Place of the new clause; none if it is gone.
    pub new: Option<usize>,
    /// What changed in the text.
    pub runs: Vec<Run>,
}

/// Compares two versions. `replaces` says for each new clause which old ones it replaces, as stored; where nothing is
/// stored at all, likeness decides.
#[must_use]
pub(crate) fn compare(old: &[Side<'_>], new: &[Side<'_>], replaces: &BTreeMap<usize, Vec<usize>>) -> Vec<Pair> {
    let pairs: Vec<Vec<usize>> = if replaces.is_empty() {
        propose(new, old)
    } else {
        (0..new.len()).map(|n| replaces.get(&n).cloned().unwrap_or_default()).collect()
    };
    let used: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let mut gone = (0..old.len()).filter(|o| !used.contains(o)).peekable();
    let mut out = Vec::new();
    for (n, places) in pairs.into_iter().enumerate() {
        // What is gone stands where it stood: before the successor of what came after it.
        while places.first().is_some_and(|first| gone.peek().is_some_and(|g| g < first)) {
            out.extend(gone.next().map(|o| pair_of_gone(old, o)));
        }
        out.push(pair(old, new, places, n));
    }
    out.extend(gone.map(|o| pair_of_gone(old, o)));
    out
}

fn pair_of_gone(old: &[Side<'_>], o: usize) -> Pair {
    let runs = vec![Run { side: In::Old, text: old[o].text.to_owned() }];
    Pair { change: Change::Gone, old: vec![o], new: None, runs }
}

fn pair(old: &[Side<'_>], new: &[Side<'_>], places: Vec<usize>, n: usize) -> Pair {
    let before: Vec<&str> = places.iter().filter_map(|o| old.get(*o)).map(|side| side.text).collect();
    let before = before.join("\n");
    let change = match places.as_slice() {
        [] => Change::New,
        [only] if before == new[n].text && old[*only].label == new[n].label => Change::Same,
        [_] if before == new[n].text => Change::Moved,
        _ => Change::Changed,
    };
    Pair { change, runs: diff(&before, new[n].text), old: places, new: Some(n) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides<'a>(texts: &[(&'a str, &'a str)]) -> Vec<Side<'a>> {
        texts.iter().map(|(label, text)| Side { label, text }).collect()
    }

    #[test]
    fn every_clause_of_both_versions_is_shown_once_in_order() {
        let old = sides(&[
            ("一", "开头不变的话"),
            ("二", "要删去的这一条"),
            ("三", "会移动的这一条"),
            ("四", "要改动的这一条内容"),
        ]);
        let new = sides(&[
            ("一", "开头不变的话"),
            ("二", "会移动的这一条"),
            ("三", "要改动的这一条新内容"),
            ("四", "完完全全新增"),
        ]);
        let found = compare(&old, &new, &BTreeMap::new());
        let shape: Vec<(Change, Vec<usize>, Option<usize>)> =
            found.iter().map(|p| (p.change, p.old.clone(), p.new)).collect();
        assert_eq!(
            shape,
            [
                (Change::Same, vec![0], Some(0)),
                (Change::Gone, vec![1], None),
                (Change::Moved, vec![2], Some(1)),
                (Change::Changed, vec![3], Some(2)),
                (Change::New, vec![], Some(3)),
            ]
        );
        assert_eq!(found[3].runs[1], Run { side: In::New, text: "新".to_owned() });
    }

    #[test]
    fn what_is_stored_counts_before_what_looks_alike() {
        let old = sides(&[("一", "甲乙丙丁"), ("二", "戊己庚辛")]);
        let new = sides(&[("一", "甲乙丙丁"), ("二", "戊己庚辛")]);
        let found = compare(&old, &new, &BTreeMap::from([(0, vec![1]), (1, vec![0])]));
        assert_eq!(found.iter().map(|p| p.change).collect::<Vec<_>>(), [Change::Changed, Change::Changed]);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn several_clauses_that_became_one_are_compared_together() {
        let old = sides(&[("一", "甲乙丙丁"), ("二", "戊己庚辛")]);
        let new = sides(&[("一", "甲乙丙丁\n戊己庚辛")]);
        let found = compare(&old, &new, &BTreeMap::from([(0, vec![0, 1])]));
        assert_eq!((found[0].change, found[0].runs.len()), (Change::Changed, 1));
    }
}
