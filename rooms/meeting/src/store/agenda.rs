//! Lines of agendas.

use cx::{AppError, Permit, Tx};
use db::{Arg, args, rec};
use kernel::{DecisionId, Id, MeetingId, Month, OrgId};

use crate::rules::{Kind, Line};

/// Identity of a line.
pub(crate) type LineId = Id<Line>;

pub(crate) const OF: &str = "SELECT line_id, seq, kind, month, n, total, text, decision_id FROM agenda_line \
     WHERE org_id = $1 AND meeting_id = $2 ORDER BY seq, line_id LIMIT 1000";
pub(crate) const ADD: &str = "INSERT INTO agenda_line (org_id, meeting_id, line_id, seq, kind, month, n, total, text, decision_id) \
     VALUES ($1, $2, $3, $4, $5, NULL, NULL, NULL, $6, NULL)";
/// Where the next topic stands: after all lines, and after those the program will set before the topics.
pub(crate) const NEXT: &str =
    "SELECT CAST(COALESCE(MAX(seq), 1000) AS BIGINT) + 1 FROM agenda_line WHERE org_id = $1 AND meeting_id = $2";
pub(crate) const DROP_TOPIC: &str =
    "DELETE FROM agenda_line WHERE org_id = $1 AND meeting_id = $2 AND line_id = $3 AND kind = 'topic'";

rec! {
    /// A stored line.
    #[derive(Debug, Clone)]
    pub(crate) struct Row {
        pub(crate) id: LineId,
        pub(crate) seq: i64,
        pub(crate) kind: Kind,
        pub(crate) month: Option<Month>,
        pub(crate) n: Option<i64>,
        pub(crate) total: Option<i64>,
        pub(crate) text: String,
        pub(crate) decision: Option<DecisionId>,
    }
}

impl Row {
    /// The line itself.
    pub(crate) fn line(&self) -> Line {
        Line {
            kind: self.kind,
            month: self.month,
            n: self.n,
            total: self.total,
            text: self.text.clone(),
            decision: self.decision,
        }
    }
}

/// The lines of a meeting, in order.
pub(crate) fn of(tx: &mut Tx<'_>, org: OrgId, meeting: MeetingId) -> Result<Vec<Row>, AppError> {
    Ok(tx.all(OF, args![org, meeting])?)
}

/// Adds a topic at the end; answers its line.
pub(crate) fn add_topic(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, meeting): (OrgId, MeetingId),
    text: &str,
) -> Result<LineId, AppError> {
    let (seq,): (i64,) = tx.one(NEXT, args![org, meeting])?;
    let id = tx.new_id();
    tx.exec(ADD, args![org, meeting, id, seq, Kind::Topic.code(), text])?;
    Ok(id)
}

/// Takes a topic off; false if there is none of that id.
pub(crate) fn drop_topic(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, meeting): (OrgId, MeetingId),
    line: LineId,
) -> Result<bool, AppError> {
    Ok(tx.exec(DROP_TOPIC, args![org, meeting, line])? == 1)
}

/// Writes the program's lines before the topics: they keep their figures from now on.
pub(crate) fn fix(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, meeting): (OrgId, MeetingId),
    lines: &[Line],
) -> Result<(), AppError> {
    let columns = ["org_id", "meeting_id", "line_id", "seq", "kind", "month", "n", "total", "text", "decision_id"];
    let mut rows: Vec<Vec<Arg>> = Vec::with_capacity(lines.len());
    for (seq, line) in (1_i64..).zip(lines) {
        let id: LineId = tx.new_id();
        rows.push(
            args![org, meeting, id, seq, line.kind.code(), line.month, line.n, line.total, &line.text, line.decision]
                .to_vec(),
        );
    }
    tx.insert_many("agenda_line", &columns, rows)?;
    Ok(())
}
