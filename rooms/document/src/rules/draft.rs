//! The clauses of a draft: what may be stored, and what else a version needs to come into force.

use kernel::{ClauseId, Day, Fault, Faults, text::length};

use crate::rules::split::{self, Piece};

/// Most characters of a clause's label.
pub(crate) const LABEL_MOST: usize = 40;
/// Most characters of a clause.
pub(crate) const TEXT_MOST: usize = 20_000;
/// Most clauses of a version.
pub(crate) const CLAUSES_MOST: usize = 3_000;
/// Most characters of a version.
pub(crate) const WHOLE_MOST: usize = 1_000_000;
/// Deepest clause.
pub(crate) const DEPTH_MOST: i64 = 8;

/// A clause of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseDraft {
    /// Which stored clause it is; none for a new one.
    pub id: Option<ClauseId>,
    /// How deep it stands, 0 for the highest.
    pub depth: i64,
    /// Its label, such as 第三条; may be empty.
    pub label: String,
    /// What it says.
    pub text: String,
    /// Whether it asks for work.
    pub demands: bool,
    /// Clauses of the version before that it replaces.
    pub replaces: Vec<ClauseId>,
}

/// Clauses of a text that was cut, those without others under them marked as asking for work.
#[must_use]
pub(crate) fn of_pieces(pieces: Vec<Piece>) -> Vec<ClauseDraft> {
    let depths: Vec<i64> = pieces.iter().map(|p| p.depth.min(DEPTH_MOST)).collect();
    let leaves = split::leaves(&depths);
    pieces
        .into_iter()
        .zip(leaves)
        .map(|(p, leaf)| ClauseDraft {
            depth: p.depth.min(DEPTH_MOST),
            demands: leaf && !p.label.is_empty(),
            label: p.label,
            text: p.text,
            ..ClauseDraft::default()
        })
        .collect()
}

/// Brings depths to what they must be: the first at 0, none more than one deeper than the one before.
pub(crate) fn settle(clauses: &mut [ClauseDraft]) {
    let mut before = -1;
    for clause in clauses {
        clause.depth = clause.depth.clamp(0, (before + 1).min(DEPTH_MOST));
        before = clause.depth;
    }
}

/// Everything that may not be stored, also not as a draft. Fields are `text.3`, `label.3`, counted from 1.
#[must_use]
pub(crate) fn faults(clauses: &[ClauseDraft]) -> Faults {
    let mut faults = Faults::new();
    if clauses.len() > CLAUSES_MOST {
        faults.push(Fault::new("document_too_many_clauses").with("most", CLAUSES_MOST).with("count", clauses.len()));
    }
    let whole: usize = clauses.iter().map(|c| length(&c.text)).sum();
    if whole > WHOLE_MOST {
        faults.push(Fault::new("document_too_long").with("most", WHOLE_MOST).with("length", whole));
    }
    for (n, clause) in clauses.iter().enumerate() {
        for (field, text, most) in [("label", &clause.label, LABEL_MOST), ("text", &clause.text, TEXT_MOST)] {
            let length = length(text);
            if length > most {
                faults.push(
                    Fault::of(format!("{field}.{}", n + 1), "too_long").with("most", most).with("length", length),
                );
            }
        }
    }
    faults
}

/// What a version lacks to come into force on `from`: the version before, if any, began on `before`.
#[must_use]
pub(crate) fn faults_of_publishing(clauses: &[ClauseDraft], from: Day, before: Option<Day>) -> Faults {
    let mut faults = faults(clauses);
    if clauses.iter().all(|c| c.text.trim().is_empty()) {
        faults.push(Fault::new("document_empty"));
    }
    for (n, clause) in clauses.iter().enumerate() {
        if clause.text.trim().is_empty() && clause.label.trim().is_empty() {
            faults.push(Fault::of(format!("text.{}", n + 1), "document_empty_clause").with("n", n + 1));
        }
    }
    if let Some(before) = before.filter(|before| from <= *before) {
        faults.push(Fault::of("from", "document_from_too_early").with("before", before));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::split::{Line, split};

    fn clause(depth: i64, text: &str) -> ClauseDraft {
        ClauseDraft { depth, text: text.to_owned(), ..ClauseDraft::default() }
    }

    #[test]
    fn clauses_without_others_under_them_ask_for_work_at_first() {
        let clauses = of_pieces(split(&Line::of_text("标题\n第一条 甲\n（一）乙\n第二条 丙")));
        let demands: Vec<bool> = clauses.iter().map(|c| c.demands).collect();
        assert_eq!(demands, [false, false, true, true]);
    }

    #[test]
    fn depths_are_settled_into_an_outline() {
        let mut clauses = [clause(3, "甲"), clause(2, "乙"), clause(-1, "丙"), clause(9, "丁"), clause(9, "戊")];
        settle(&mut clauses);
        assert_eq!(clauses.map(|c| c.depth), [0, 1, 0, 1, 2]);
    }

    #[test]
    fn a_version_needs_text_and_a_day_after_the_one_before() {
        let day = |d| Day::new(2026, 11, d).unwrap();
        let codes = |clauses: &[ClauseDraft], from, before| {
            faults_of_publishing(clauses, from, before).iter().map(|f| f.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&[], day(1), None), ["document_empty"]);
        assert_eq!(codes(&[clause(0, "甲"), clause(0, " ")], day(1), None), ["document_empty_clause"]);
        assert_eq!(codes(&[clause(0, "甲")], day(1), Some(day(1))), ["document_from_too_early"]);
        assert!(codes(&[clause(0, "甲")], day(2), Some(day(1))).is_empty());
    }

    #[test]
    fn texts_and_labels_are_bounded_each_at_its_place() {
        let mut long = clause(0, &"长".repeat(TEXT_MOST + 1));
        long.label = "标".repeat(LABEL_MOST + 1);
        let fields: Vec<Option<String>> = faults(&[clause(0, "甲"), long]).into_iter().map(|f| f.field).collect();
        assert_eq!(fields, [Some("label.2".to_owned()), Some("text.2".to_owned())]);
    }
}
