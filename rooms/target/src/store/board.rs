//! The letters of a branch in a year: counted by child, and page by page.

use cx::{AppError, Tx};
use db::{Arg, Shape, args, rec};
use kernel::{Day, IssueId, OrgId, OrgPath};

use super::letter::LetterRow;
use crate::rules::State;

/// The revision by which a letter is counted: the newest that was not taken back, or the first if all were.
macro_rules! newest {
    () => {
        "(l.state <> 5 OR l.rev = 1) AND NOT EXISTS (SELECT 1 FROM letter n WHERE n.org_id = l.org_id AND n.year = l.year \
         AND n.issue_id = l.issue_id AND n.rev > l.rev AND n.state <> 5)"
    };
}

/// Letters of a branch by child of the viewer, state, open objection and last day; `$5` = 0 for every issue.
pub(crate) const COUNTS: &str = concat!(
    "SELECT substr(l.place, 1, CAST(CAST($4 AS BIGINT) AS INTEGER)), l.state, l.objected, l.until_day, COUNT(*) FROM letter l \
     WHERE l.year = $1 AND l.place >= $2 AND l.place < $3 AND (CAST($5 AS BIGINT) = 0 OR l.issue_id = $5) AND l.org_id <> $6 AND ",
    newest!(),
    " GROUP BY substr(l.place, 1, CAST(CAST($4 AS BIGINT) AS INTEGER)), l.state, l.objected, l.until_day"
);
/// The issues whose letters lie in a branch, the largest first.
/// Who got a letter of an issue, in the order of their places.
pub(crate) const RECIPIENTS: &str = "SELECT o.org_id, l.place, o.name, o.level, o.sort_key, o.next_child FROM letter l \
     JOIN org o ON o.org_id = l.org_id WHERE l.issue_id = $1 AND l.rev = 1 AND l.place > $2 ORDER BY l.place LIMIT $3";
pub(crate) const ISSUES: &str = "SELECT l.issuer_id, l.issue_id, COUNT(*) FROM letter l WHERE l.year = $1 AND l.place >= $2 AND l.place < $3 \
     AND l.rev = 1 AND l.org_id <> $4 GROUP BY l.issuer_id, l.issue_id ORDER BY COUNT(*) DESC, l.issue_id LIMIT 200";

rec! {
    /// Letters that stand alike under one child.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct CountRow {
        /// Place of the child, or of the letter itself where the viewer's own depth is reached.
        pub(crate) child: OrgPath,
        pub(crate) state: State,
        pub(crate) objected: bool,
        pub(crate) until: Day,
        pub(crate) n: i64,
    }
}

/// What of a branch is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) year: i64,
    /// The branch.
    pub(crate) place: OrgPath,
    /// Whose own letters are not among them.
    pub(crate) but: OrgId,
    /// One issue only.
    pub(crate) issue: Option<IssueId>,
    /// One state only: a stored one, and whether it has ended or has an objection.
    pub(crate) state: Option<Narrowed>,
}

/// A state as the board narrows to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Narrowed {
    Issued,
    Objected,
    Signed,
    InForce,
    Ended,
    Withdrawn,
}

/// Letters of a branch by child and state.
pub(crate) fn counts(tx: &mut Tx<'_>, f: &Filter, depth: usize) -> Result<Vec<CountRow>, AppError> {
    let (from, until) = f.place.range();
    let width = i64::try_from(depth * 5).unwrap_or(i64::MAX);
    let issue = f.issue.map_or(0, IssueId::raw);
    Ok(tx.all(COUNTS, args![f.year, from, until, width, issue, f.but])?)
}

/// The issues whose letters lie in a branch.
pub(crate) fn issues(tx: &mut Tx<'_>, f: &Filter) -> Result<Vec<(OrgId, IssueId, i64)>, AppError> {
    let (from, until) = f.place.range();
    Ok(tx.all(ISSUES, args![f.year, from, until, f.but])?)
}

/// Letters of a branch in the order of places, from after `after`.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    f: &Filter,
    after: Option<(OrgPath, IssueId)>,
    most: i64,
) -> Result<Vec<LetterRow>, AppError> {
    let today = tx.today();
    let (from, until) = f.place.range();
    let head = concat!(
        super::letter::columns!(),
        "WHERE l.year = $1 AND l.place >= $2 AND l.place < $3 AND l.org_id <> $4 AND ",
        newest!()
    );
    let mut shape = Shape::new(head, args![f.year, from, until, f.but]);
    if let Some(issue) = f.issue {
        shape.with(" AND l.issue_id = {}", [Arg::from(issue)]);
    }
    match f.state {
        None => &mut shape,
        Some(Narrowed::Issued) => shape.push(" AND l.state = 1 AND l.objected = 0"),
        Some(Narrowed::Objected) => shape.push(" AND l.state = 1 AND l.objected = 1"),
        Some(Narrowed::Signed) => shape.push(" AND l.state = 2"),
        Some(Narrowed::InForce) => shape.with(" AND l.state = 3 AND l.until_day >= {}", [Arg::from(today)]),
        Some(Narrowed::Ended) => shape.with(" AND l.state = 3 AND l.until_day < {}", [Arg::from(today)]),
        Some(Narrowed::Withdrawn) => shape.push(" AND l.state = 5"),
    };
    if let Some((place, issue)) = after {
        shape.with(" AND (l.place, l.issue_id) > ({}, {})", args![place, issue].to_vec());
    }
    shape.with(" ORDER BY l.place, l.issue_id LIMIT {}", [Arg::from(most)]);
    Ok(tx.all(&shape.text, &shape.args)?)
}
