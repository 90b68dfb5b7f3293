//! The agenda: lines that the program makes from the ledger, decisions carried over, topics of one's own.

use kernel::{DecisionId, Month};
use task_list::{Counts, State};

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The organisation's own statement of the month before: 1 of 1 published, 0 of 1 missing.
    Statement,
    /// Statements missing below.
    Missing,
    /// Assignments overdue in the subtree.
    Overdue,
    /// Reports sent back.
    Returned,
    /// Requests not to do it that wait for a decision.
    Declined,
    /// Requests for more time that wait for this organisation.
    Asking,
    /// Lists of its own sent in the month: `n` lists with `total` items.
    Lists,
    /// Requests received from superiors in the month.
    Received,
    /// A decision of an earlier meeting that is still open.
    Decision,
    /// A topic of its own.
    Topic,
}

impl Kind {
    /// All kinds, in the order of an agenda.
    pub const ALL: [Self; 10] = [
        Self::Statement,
        Self::Missing,
        Self::Overdue,
        Self::Returned,
        Self::Declined,
        Self::Asking,
        Self::Lists,
        Self::Received,
        Self::Decision,
        Self::Topic,
    ];

    /// The stored code, and its name in words and JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Missing => "missing",
            Self::Overdue => "overdue",
            Self::Returned => "returned",
            Self::Declined => "declined",
            Self::Asking => "asking",
            Self::Lists => "lists",
            Self::Received => "received",
            Self::Decision => "decision",
            Self::Topic => "topic",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub kind: Kind,
    /// The month its figure is of.
    pub month: Option<Month>,
    /// The figure; none = not known, which is not zero.
    pub n: Option<i64>,
    /// Of how many.
    pub total: Option<i64>,
    /// Words of its own: of a topic, of a decision.
    pub text: String,
    /// The decision carried over.
    pub decision: Option<DecisionId>,
}

impl Line {
    /// A figure of a month.
    #[must_use]
    pub const fn figure(kind: Kind, month: Month, n: Option<i64>, total: Option<i64>) -> Self {
        Self { kind, month: Some(month), n, total, text: String::new(), decision: None }
    }

    /// A line of words.
    #[must_use]
    pub const fn words(kind: Kind, text: String, decision: Option<DecisionId>) -> Self {
        Self { kind, month: None, n: None, total: None, text, decision }
    }
}

/// What the ledger says at one instant.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The month the meeting belongs to.
    pub month: Month,
    /// Whether the organisation's own statement of the month before is published.
    pub own_statement: bool,
    /// Whether that month has closed: before, who has not published is not missing yet.
    pub closed: bool,
    /// Organisations below at that month's end, and those of them that have not published.
    pub below: (i64, i64),
    /// The subtree's assignments of the month before, and of this month.
    pub counts: (Counts, Counts),
    /// Requests for more time that wait for this organisation.
    pub asking: i64,
    /// Its own lists sent in this month, and their items.
    pub lists: (i64, i64),
    /// Requests received in this month.
    pub received: i64,
}

/// The program's lines, in the order of an agenda. A month of which nothing was issued has one line that says so.
#[must_use]
pub(crate) fn lines(f: &Figures) -> Vec<Line> {
    let last = f.month.plus(-1);
    let (below, unpublished) = f.below;
    // A month in which nothing was issued and nobody published anything is told by one line, below.
    let quiet = f.counts.0.total() == 0 && !f.own_statement && unpublished == below;
    let own = if f.own_statement || f.closed { Some(i64::from(f.own_statement)) } else { None };
    let mut out = Vec::new();
    if !quiet {
        out.push(Line::figure(Kind::Statement, last, own, Some(1)));
    }
    if !quiet && below > 0 {
        out.push(Line::figure(Kind::Missing, last, f.closed.then_some(unpublished), Some(below)));
    }
    for (month, counts) in [(last, &f.counts.0), (f.month, &f.counts.1)] {
        let all = counts.total();
        if all == 0 {
            out.push(Line::figure(Kind::Overdue, month, None, Some(0)));
            continue;
        }
        let figure = |kind, n| Line::figure(kind, month, Some(n), Some(all));
        out.push(figure(Kind::Overdue, counts.overdue));
        out.push(figure(Kind::Returned, counts.of(State::Returned)));
        out.push(figure(Kind::Declined, counts.of(State::Declined)));
    }
    out.push(Line::figure(Kind::Asking, f.month, Some(f.asking), None));
    out.push(Line::figure(Kind::Lists, f.month, Some(f.lists.0), Some(f.lists.1)));
    out.push(Line::figure(Kind::Received, f.month, Some(f.received), None));
    out.sort_by_key(|l| l.kind);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        let mut now = Counts::default();
        now.states[3] = 2;
        now.states[5] = 7;
        now.overdue = 3;
        Figures {
            month: Month(202_611),
            own_statement: false,
            closed: false,
            below: (8, 2),
            counts: (Counts::default(), now),
            asking: 0,
            lists: (1, 4),
            received: 5,
        }
    }

    fn find(lines: &[Line], kind: Kind, month: i64) -> (Option<i64>, Option<i64>) {
        let line = lines.iter().find(|l| l.kind == kind && l.month == Some(Month(month))).unwrap();
        (line.n, line.total)
    }

    #[test]
    fn unknown_is_not_zero() {
        let open = lines(&figures());
        assert_eq!(find(&open, Kind::Statement, 202_610), (None, Some(1)), "the month has not closed");
        assert_eq!(find(&open, Kind::Missing, 202_610), (None, Some(8)));
        assert_eq!(find(&open, Kind::Overdue, 202_610), (None, Some(0)), "nothing was issued");
        let closed = lines(&Figures { closed: true, ..figures() });
        assert_eq!(find(&closed, Kind::Statement, 202_610), (Some(0), Some(1)));
        assert_eq!(find(&closed, Kind::Missing, 202_610), (Some(2), Some(8)));
    }

    #[test]
    fn a_month_in_which_nothing_happened_has_one_line() {
        let quiet = Figures { below: (8, 8), closed: true, ..figures() };
        let of_last: Vec<Line> = lines(&quiet).into_iter().filter(|l| l.month == Some(Month(202_610))).collect();
        assert_eq!(of_last, [Line::figure(Kind::Overdue, Month(202_610), None, Some(0))]);
        let mut issued = quiet;
        issued.counts.0.states[0] = 1;
        assert_eq!(find(&lines(&issued), Kind::Missing, 202_610), (Some(8), Some(8)), "asked, and nobody published");
    }

    #[test]
    fn the_lines_tell_what_the_ledger_says() {
        let lines = lines(&figures());
        assert_eq!(find(&lines, Kind::Overdue, 202_611), (Some(3), Some(9)));
        assert_eq!(find(&lines, Kind::Returned, 202_611), (Some(2), Some(9)));
        assert_eq!(find(&lines, Kind::Declined, 202_611), (Some(0), Some(9)));
        assert_eq!(find(&lines, Kind::Lists, 202_611), (Some(1), Some(4)));
        let order: Vec<Kind> = lines.iter().map(|l| l.kind).collect();
        assert!(order.is_sorted());
    }

    #[test]
    fn whoever_has_nobody_below_has_no_line_of_missing_statements() {
        let lines = lines(&Figures { below: (0, 0), ..figures() });
        assert!(lines.iter().all(|l| l.kind != Kind::Missing));
    }

    #[test]
    fn a_kind_has_a_code() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_code(kind.code()), Some(kind));
        }
    }
}
