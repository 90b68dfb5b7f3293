//! Where targets went: the letters that carry them and the issues that cut them.

use cx::{AppError, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{Instant, IssueId, OrgId, TargetId};

use crate::rules::State;

/// Letters that carry a target, apart from superseded and withdrawn ones.
macro_rules! carriers {
    () => {
        "SELECT t.target_id, l.org_id, l.state FROM target t JOIN letter l ON l.issue_id = t.issue_id \
         JOIN letter_target x ON x.org_id = l.org_id AND x.year = l.year AND x.issue_id = l.issue_id AND x.rev = l.rev \
         AND x.target_id = t.target_id WHERE t.visible = 1 AND l.state IN (1, 2, 3) AND t.target_id IN "
    };
}
macro_rules! cuts {
    () => {
        "SELECT c.upper_target_id, c.org_id, c.issue_id, c.reason, c.at FROM target_cut c \
         JOIN letter_issue i ON i.org_id = c.org_id AND i.issue_id = c.issue_id \
         WHERE i.stage = 'issued' AND c.upper_target_id IN "
    };
}

/// The statement of [`carriers`] for one target.
pub(crate) const CARRIERS: &str = concat!(carriers!(), "($1)");
/// The statement of [`cut_by`] for one target.
pub(crate) const CUTS: &str = concat!(cuts!(), "($1)");

rec! {
    /// One letter that carries a target.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Carrier {
        /// Which target.
        pub target: TargetId,
        /// Whose letter.
        pub org: OrgId,
        /// How far the letter is.
        pub state: State,
    }
}

rec! {
    /// One issue that did not carry a target on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CutBy {
        /// Which target.
        pub target: TargetId,
        /// Who cut it.
        pub org: OrgId,
        /// In which issue.
        pub issue: IssueId,
        /// Why.
        pub reason: String,
        /// When.
        pub at: Instant,
    }
}

/// Every letter that carries one of these targets.
pub(crate) fn carriers(tx: &mut Tx<'_>, targets: &[TargetId]) -> Result<Vec<Carrier>, AppError> {
    listed(tx, carriers!(), targets)
}

/// Every issue that cut one of these targets.
pub(crate) fn cut_by(tx: &mut Tx<'_>, targets: &[TargetId]) -> Result<Vec<CutBy>, AppError> {
    listed(tx, cuts!(), targets)
}

fn listed<T: db::FromRow>(tx: &mut Tx<'_>, head: &str, targets: &[TargetId]) -> Result<Vec<T>, AppError> {
    if let [one] = targets {
        return Ok(tx.all(&format!("{head}($1)"), args![*one])?);
    }
    let mut out = Vec::new();
    for part in targets.chunks(LIST_MOST) {
        let mut shape = Shape::new(head, &[]);
        shape.list(part.iter().map(|id| Arg::from(*id)));
        out.extend(tx.all::<T>(&shape.text, &shape.args)?);
    }
    Ok(out)
}
