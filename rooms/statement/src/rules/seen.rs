//! Which facts a publisher had before them: what they have not read is not published in their name.

use super::{canonical, facts::Facts};

/// Figures and seal of the facts that a page showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Received, done, late, tenths of a minute, lists sent out.
    figures: [i64; 5],
    /// Start of the facts' seal.
    seal: String,
}

/// Labels of the figures, below `statement.seen` in the words; the last is that of the seal.
pub(crate) const LABELS: [&str; 6] = [
    "statement.seen.received",
    "statement.seen.done",
    "statement.seen.late",
    "statement.seen.tenths",
    "statement.seen.lists",
    "statement.seen.seal",
];

impl Seen {
    /// What a page shows of these facts.
    #[must_use]
    pub(crate) fn of(facts: &Facts) -> Self {
        let sum = facts.summary();
        let seal = canonical::facts_seal(facts).chars().take(16).collect();
        Self { figures: [sum.received, sum.done, sum.late, sum.tenths, sum.lists], seal }
    }

    /// As a form carries it.
    #[must_use]
    pub(crate) fn code(&self) -> String {
        let figures = self.figures.map(|n| n.to_string()).join(".");
        format!("{figures}.{}", self.seal)
    }

    /// From a form; anything odd is something else than what stands now.
    #[must_use]
    pub(crate) fn of_code(code: &str) -> Self {
        let mut parts = code.split('.');
        let figures = std::array::from_fn(|_| parts.next().and_then(|p| p.parse().ok()).unwrap_or(0));
        Self { figures, seal: parts.next().unwrap_or_default().chars().take(16).collect() }
    }

    /// Label, seen, now: every figure that differs, or the seal when only contents do.
    #[must_use]
    pub(crate) fn differences(&self, now: &Self) -> Vec<(&'static str, String, String)> {
        let figures = self.figures.iter().zip(&now.figures).zip(LABELS);
        let mut found: Vec<_> = figures
            .filter(|((mine, theirs), _)| mine != theirs)
            .map(|((mine, theirs), label)| (label, mine.to_string(), theirs.to_string()))
            .collect();
        if found.is_empty() && self.seal != now.seal {
            found.push((LABELS[5], self.seal.clone(), now.seal.clone()));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts::{State, tests::sample};
    use super::*;

    #[test]
    fn what_was_seen_is_told_apart_from_what_stands_now() {
        let mut facts = sample().facts;
        let seen = Seen::of_code(&Seen::of(&facts).code());
        assert_eq!(seen.differences(&Seen::of(&facts)), []);
        facts.lines[2].text.push('。');
        assert_eq!(seen.differences(&Seen::of(&facts))[0].0, "statement.seen.seal");
        facts.lines[2].state = State::Closed;
        let found = seen.differences(&Seen::of(&facts));
        assert_eq!(found, [("statement.seen.done", "2".to_owned(), "3".to_owned())]);
        assert!(!Seen::of_code("x.y").differences(&Seen::of(&facts)).is_empty());
    }
}
