//! What one letter says in its own place: the lines of a revision, or of an answer to an objection.

use std::collections::BTreeSet;

use kernel::{Fault, Faults, TargetId, text::length};

use super::draft::{WHOLE, sums};

/// One target in one letter: its value and weight there. A target without a line is dropped from the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The target.
    pub target: TargetId,
    /// The value to reach.
    pub value: String,
    /// Its weight in tenths.
    pub weight: i64,
}

/// Every rule that the lines of a letter break: they are targets of the letter, each once, and their weights,
/// with those of added targets (`added`), sum to a hundred.
#[must_use]
pub(crate) fn check(lines: &[Line], known: &[TargetId], added: i64) -> Faults {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for line in lines {
        if !known.contains(&line.target) || !seen.insert(line.target) {
            faults.push(Fault::new("target_unknown"));
        }
        if length(&line.value) > 200 {
            faults.push(Fault::of(format!("value.{}", line.target), "target_long").with("most", 200));
        }
        if !(1..=WHOLE).contains(&line.weight) {
            faults.push(Fault::of(format!("weight.{}", line.target), "target_weight_none"));
        }
    }
    faults.extend(sums(lines.iter().map(|l| l.weight).sum::<i64>() + added).err());
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(target: i64, weight: i64) -> Line {
        Line { target: TargetId::new(target), value: "95%".to_owned(), weight }
    }

    #[test]
    fn a_revision_sums_to_a_hundred_and_names_its_own_targets_once() {
        let known = [TargetId::new(1), TargetId::new(2)];
        assert!(check(&[line(1, 400), line(2, 600)], &known, 0).is_empty());
        assert!(check(&[line(1, 400)], &known, 600).is_empty(), "a dropped target's weight goes to an added one");
        let code = |lines: &[Line]| check(lines, &known, 0)[0].code;
        assert_eq!(code(&[line(1, 400), line(2, 599)]), "target_weights");
        assert_eq!(code(&[line(1, 400), line(3, 600)]), "target_unknown");
        assert_eq!(code(&[line(1, 500), line(1, 500)]), "target_unknown");
        assert_eq!(code(&[line(1, 0), line(2, 1_000)]), "target_weight_none");
    }
}
