//! Putting right by hand what the program cut: merging, splitting, moving, deeper and shallower. No text is lost but
//! by [`Step::Drop`].

use kernel::Fault;

use super::mark::mark_of;
use crate::rules::{ClauseDraft, draft::settle};

/// One correction of the clause at a place, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Into the clause before it.
    Merge(usize),
    /// In two, where a blank line stands, else at the first line end.
    Split(usize),
    /// Before the clause before it.
    Up(usize),
    /// Behind the clause after it.
    Down(usize),
    /// One deeper.
    Deeper(usize),
    /// One less deep.
    Shallower(usize),
    /// An empty clause behind it.
    Add(usize),
    /// Taken away.
    Drop(usize),
}

impl Step {
    /// What a form sends: `split:3`, counted from 1; `add:0` puts one before all.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let (verb, place) = code.split_once(':')?;
        let place: usize = place.parse().ok().filter(|n| *n <= 100_000)?;
        if (verb, place) == ("add", 0) {
            return Some(Self::Add(usize::MAX));
        }
        let at = place.checked_sub(1)?;
        Some(match verb {
            "merge" => Self::Merge(at),
            "split" => Self::Split(at),
            "up" => Self::Up(at),
            "down" => Self::Down(at),
            "deeper" => Self::Deeper(at),
            "shallower" => Self::Shallower(at),
            "add" => Self::Add(at),
            "drop" => Self::Drop(at),
            _ => return None,
        })
    }
}

/// Makes one correction; answers the place to look at afterwards.
///
/// # Errors
/// `document_nothing_to_split` of the field `text.n`; a place that is not there changes nothing.
pub(crate) fn put_right(clauses: &mut Vec<ClauseDraft>, step: Step) -> Result<usize, Fault> {
    let last = clauses.len();
    let at = match step {
        Step::Merge(n) if (1..last).contains(&n) => {
            merge(clauses, n);
            n - 1
        }
        Step::Split(n) if n < last => {
            split_at(clauses, n)?;
            n + 1
        }
        Step::Up(n) if (1..last).contains(&n) => {
            clauses.swap(n - 1, n);
            n - 1
        }
        Step::Down(n) if n + 1 < last => {
            clauses.swap(n, n + 1);
            n + 1
        }
        Step::Deeper(n) if n < last => {
            clauses[n].depth += 1;
            n
        }
        Step::Shallower(n) if n < last => {
            clauses[n].depth -= 1;
            n
        }
        Step::Add(n) => {
            let at = if n == usize::MAX { 0 } else { (n + 1).min(last) };
            let depth = at.checked_sub(1).and_then(|before| clauses.get(before)).map_or(0, |c| c.depth);
            clauses.insert(at, ClauseDraft { depth, demands: true, ..ClauseDraft::default() });
            at
        }
        Step::Drop(n) if n < last => {
            clauses.remove(n);
            n.saturating_sub(1)
        }
        _ => 0,
    };
    settle(clauses);
    Ok(at)
}

fn merge(clauses: &mut Vec<ClauseDraft>, n: usize) {
    let gone = clauses.remove(n);
    let before = &mut clauses[n - 1];
    let text = format!("{}{}", gone.label, gone.text);
    if !before.text.is_empty() && !text.is_empty() {
        before.text.push('\n');
    }
    before.text.push_str(&text);
    before.demands |= gone.demands;
    before.replaces.extend(gone.replaces);
    before.replaces.sort_unstable();
    before.replaces.dedup();
}

fn split_at(clauses: &mut Vec<ClauseDraft>, n: usize) -> Result<(), Fault> {
    let text = clauses[n].text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let inner = 1..lines.len().saturating_sub(1);
    let blank = inner.clone().find(|at| lines[*at].trim().is_empty()).map(|at| at + 1);
    let at = blank.or_else(|| (lines.len() > 1).then_some(1));
    let said = |part: &[&str]| part.join("\n").trim().to_owned();
    let halves = at.map(|at| (said(&lines[..at]), said(&lines[at..])));
    let Some((first, second)) = halves.filter(|(_, second)| !second.is_empty()) else {
        return Err(Fault::of(format!("text.{}", n + 1), "document_nothing_to_split"));
    };
    let end = mark_of(&second).map_or(0, |(_, end)| end);
    let label: String = second[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let new = ClauseDraft {
        id: None,
        depth: clauses[n].depth,
        label,
        text: second[end..].trim().to_owned(),
        demands: clauses[n].demands,
        replaces: clauses[n].replaces.clone(),
    };
    clauses[n].text = first;
    clauses.insert(n + 1, new);
    Ok(())
}

#[cfg(test)]
mod tests {
    use kernel::ClauseId;
    use proptest::prelude::*;

    use super::*;

    fn clause(depth: i64, label: &str, text: &str) -> ClauseDraft {
        ClauseDraft { depth, label: label.to_owned(), text: text.to_owned(), ..ClauseDraft::default() }
    }

    fn shape(clauses: &[ClauseDraft]) -> Vec<(i64, &str, &str)> {
        clauses.iter().map(|c| (c.depth, c.label.as_str(), c.text.as_str())).collect()
    }

    #[test]
    fn a_clause_is_split_at_a_blank_line_and_its_mark_becomes_its_label() {
        let mut clauses = vec![clause(0, "第一条", "甲\n乙\n\n第二条 丙\n丁")];
        assert_eq!(put_right(&mut clauses, Step::Split(0)), Ok(1));
        assert_eq!(shape(&clauses), [(0, "第一条", "甲\n乙"), (0, "第二条", "丙\n丁")]);
        assert_eq!(put_right(&mut clauses, Step::Split(1)), Ok(2));
        assert_eq!(shape(&clauses)[1..], [(0, "第二条", "丙"), (0, "", "丁")]);
        let refused = put_right(&mut clauses, Step::Split(2)).unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), ("document_nothing_to_split", Some("text.3")));
    }

    #[test]
    fn a_clause_is_merged_into_the_one_before_with_what_it_replaces() {
        let mut clauses = vec![clause(0, "一、", "甲"), clause(1, "（一）", "乙")];
        clauses[0].replaces = vec![ClauseId::new(5)];
        clauses[1].replaces = vec![ClauseId::new(4), ClauseId::new(5)];
        assert_eq!(put_right(&mut clauses, Step::Merge(1)), Ok(0));
        assert_eq!(shape(&clauses), [(0, "一、", "甲\n（一）乙")]);
        assert_eq!(clauses[0].replaces, [ClauseId::new(4), ClauseId::new(5)]);
    }

    #[test]
    fn clauses_move_and_depths_stay_an_outline() {
        let mut clauses = vec![clause(0, "", "甲"), clause(1, "", "乙"), clause(2, "", "丙")];
        assert_eq!(put_right(&mut clauses, Step::Up(2)), Ok(1));
        assert_eq!(shape(&clauses), [(0, "", "甲"), (1, "", "丙"), (1, "", "乙")]);
        assert_eq!(put_right(&mut clauses, Step::Deeper(0)), Ok(0));
        assert_eq!(put_right(&mut clauses, Step::Shallower(1)), Ok(1));
        assert_eq!(shape(&clauses), [(0, "", "甲"), (0, "", "丙"), (1, "", "乙")]);
        assert_eq!(put_right(&mut clauses, Step::Add(usize::MAX)), Ok(0));
        assert_eq!(put_right(&mut clauses, Step::Drop(2)), Ok(1));
        assert_eq!(shape(&clauses), [(0, "", ""), (0, "", "甲"), (1, "", "乙")]);
    }

    #[test]
    fn what_a_form_sends_is_a_step_or_nothing() {
        assert_eq!(Step::of_code("split:3"), Some(Step::Split(2)));
        assert_eq!(Step::of_code("add:0"), Some(Step::Add(usize::MAX)));
        for odd in ["", "split", "split:", "split:0", "split:-1", "split:99999999999999999999", "burn:1"] {
            assert_eq!(Step::of_code(odd), None, "{odd}");
        }
    }

    fn said(clauses: &[ClauseDraft]) -> String {
        let all: String = clauses.iter().map(|c| format!("{}{}", c.label, c.text)).collect();
        all.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn no_step_but_dropping_and_moving_changes_what_is_said(
            texts in prop::collection::vec("[甲乙\n 一、]{0,10}", 1..6),
            steps in prop::collection::vec((0usize..6, 0usize..7), 0..12),
        ) {
            let mut clauses: Vec<ClauseDraft> = texts.iter().map(|text| clause(0, "", text)).collect();
            let before = said(&clauses);
            for (kind, n) in steps {
                let step = [Step::Merge(n), Step::Split(n), Step::Deeper(n), Step::Shallower(n), Step::Add(n), Step::Merge(n)][kind];
                let _ = put_right(&mut clauses, step);
                prop_assert_eq!(said(&clauses), before.clone());
                prop_assert!(clauses.windows(2).all(|w| w[1].depth <= w[0].depth + 1) && clauses.first().is_none_or(|c| c.depth == 0));
            }
        }
    }
}
