//! Assignments: loading them with where they stand now, and saving a change only upon the version it
//! was decided on.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Difference, Permit, Tx};
use db::{Arg, args};
use kernel::{Day, Instant, ItemId, ListId, Month, OrgId, OrgPath};

use super::shape::Shape;
use super::{roll_up, step};
use crate::rules::{Duty, State, StepKind};

/// The columns of [`AssignmentRow`], for every statement that reads whole assignments.
macro_rules! columns {
    () => {
        "SELECT a.org_id, a.month, a.item_id, a.list_id, a.issuer_id, a.path, a.state, a.due_day, a.late, a.issued_at, \
         a.changed_at, a.reported_at, a.happened_on, a.answer, a.note, a.asked_day, a.version, o.path, o.name \
         FROM assignment a JOIN org o ON o.org_id = a.org_id JOIN item i ON i.item_id = a.item_id "
    };
}
pub(crate) use columns;

pub(crate) const GET: &str =
    concat!(columns!(), "WHERE a.org_id = $1 AND a.month = $2 AND a.item_id = $3 AND i.visible = 1");
/// What an organisation sees of a month: that month, and whatever it still owes of the year before it.
pub(crate) const OF_ORG: &str = concat!(
    columns!(),
    "WHERE a.org_id = $1 AND a.month >= $2 AND a.month <= $3 AND (a.month = $3 OR a.state IN (1, 2, 4)) AND i.visible = 1 \
     ORDER BY a.due_day, a.month, a.item_id"
);
pub(crate) const MONTH_OF: &str =
    concat!(columns!(), "WHERE a.org_id = $1 AND a.month = $2 AND i.visible = 1 ORDER BY a.due_day, a.item_id");
/// Whoever got an item, and with it its whole list, by place.
pub(crate) const RECIPIENTS: &str = "SELECT o.org_id, a.path, o.name, o.level, o.sort_key, o.next_child FROM assignment a \
     JOIN org o ON o.org_id = a.org_id WHERE a.month = $1 AND a.item_id = $2 AND a.path > $3 ORDER BY a.path LIMIT $4";
pub(crate) const SAVE: &str = "UPDATE assignment SET state = $5, due_day = $6, late = $7, changed_at = $8, reported_at = $9, \
     happened_on = $10, answer = $11, note = $12, asked_day = $13, version = version + $14 \
     WHERE org_id = $1 AND month = $2 AND item_id = $3 AND version = $4 AND path = $15";
/// Whether anything at all was issued in a month to a place or below.
pub(crate) const ANY: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT a.org_id FROM assignment a \
     JOIN item i ON i.item_id = a.item_id WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND i.visible = 1 LIMIT 1) AS found";
/// The own row of an overview: counted live, an organisation has few assignments itself.
pub(crate) const OWN_STATES: &str = "SELECT a.due_day, a.late, a.state, COUNT(*) FROM assignment a JOIN item i ON i.item_id = a.item_id \
     WHERE a.org_id = $1 AND a.month >= $2 AND a.month <= $3 AND i.visible = 1 GROUP BY a.due_day, a.late, a.state";

/// Organisation, month and item: the key of an assignment.
pub(crate) type AssignmentKey = (OrgId, Month, ItemId);

/// Rows of one update.
const ROWS: usize = 64;

db::rec! {
    /// A stored assignment, and its organisation's place and name today.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct AssignmentRow {
        pub(crate) org: OrgId,
        pub(crate) month: Month,
        pub(crate) item: ItemId,
        pub(crate) list: ListId,
        pub(crate) issuer: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) state: State,
        pub(crate) due_day: Day,
        pub(crate) late: bool,
        pub(crate) issued_at: Instant,
        pub(crate) changed_at: Instant,
        pub(crate) reported_at: Option<Instant>,
        pub(crate) happened_on: Option<Day>,
        pub(crate) answer: Option<String>,
        pub(crate) note: Option<String>,
        pub(crate) asked_day: Option<Day>,
        pub(crate) version: i64,
        pub(crate) here: OrgPath,
        pub(crate) name: String,
    }
}

impl AssignmentRow {
    /// What its life decides.
    pub(crate) const fn duty(&self) -> Duty {
        Duty { state: self.state, due_day: self.due_day, late: self.late, asked_day: self.asked_day }
    }

    /// The object's name in records and addresses: `org/month/item`.
    pub(crate) fn object(&self) -> String {
        format!("{}/{}/{}", self.org, self.month.0, self.item)
    }

    /// What stands here now, for whoever wanted `mine` from an older version.
    pub(crate) fn differences(&self, mine: Option<State>) -> Vec<Difference> {
        vec![
            Difference {
                field: "task_list.fact.state",
                mine: mine.map_or("", State::word).to_owned(),
                theirs: self.state.word().to_owned(),
            },
            Difference { field: "task_list.fact.due", mine: String::new(), theirs: self.due_day.to_string() },
        ]
    }
}

/// One step to be added.
#[derive(Debug, Clone)]
pub(crate) struct NewStep {
    pub(crate) kind: StepKind,
    pub(crate) on_day: Option<Day>,
    pub(crate) reason: String,
    pub(crate) detail: String,
}

impl NewStep {
    pub(crate) fn new(kind: StepKind) -> Self {
        Self { kind, on_day: None, reason: String::new(), detail: "{}".to_owned() }
    }
    pub(crate) fn because(kind: StepKind, reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..Self::new(kind) }
    }
    pub(crate) fn on(self, day: Day) -> Self {
        Self { on_day: Some(day), ..self }
    }
}

/// A decided change: the assignment as loaded, what its life becomes, and the steps that led there.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) row: AssignmentRow,
    pub(crate) next: Duty,
    pub(crate) steps: Vec<NewStep>,
    /// A fresh report: answer, note and the day stated.
    pub(crate) report: Option<Report>,
}

/// What a report brings.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) answer: String,
    pub(crate) note: String,
    pub(crate) happened_on: Day,
}

impl Change {
    pub(crate) fn new(row: AssignmentRow, next: Duty, step: NewStep) -> Self {
        Self { row, next, steps: vec![step], report: None }
    }
}

/// One assignment, if its list is there for its readers.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId, month: Month, item: ItemId) -> Result<AssignmentRow, AppError> {
    tx.opt(GET, args![org, month, item])?.ok_or(AppError::NotFound)
}

/// These assignments of one month, in the order of organisations and items.
pub(crate) fn many(
    tx: &mut Tx<'_>,
    month: Month,
    keys: &BTreeSet<(OrgId, ItemId)>,
) -> Result<BTreeMap<(OrgId, ItemId), AssignmentRow>, AppError> {
    let mut shape = Shape::new(concat!(columns!(), "WHERE a.month = $1 AND a.org_id IN "), args![month]);
    let (orgs, items): (BTreeSet<OrgId>, BTreeSet<ItemId>) = keys.iter().copied().unzip();
    shape.list(orgs.into_iter().map(Arg::from)).push(" AND a.item_id IN ").list(items.into_iter().map(Arg::from));
    shape.push(" AND i.visible = 1");
    let rows: Vec<AssignmentRow> = tx.all(&shape.text, &shape.args)?;
    Ok(rows.into_iter().map(|r| ((r.org, r.item), r)).filter(|(key, _)| keys.contains(key)).collect())
}

/// Saves changes upon the version and the place they were decided on (a branch may just be moving), adds their steps and moves their roll-ups. If one of them was changed by somebody else
/// since it was loaded, nothing is done and the differences are told.
pub(crate) fn save(tx: &mut Tx<'_>, permit: &Permit, changes: &[Change]) -> Result<(), AppError> {
    match changes {
        [] => return Ok(()),
        [only] => save_one(tx, only)?,
        several => save_many(tx, several)?,
    }
    step::add(tx, permit, changes)?;
    roll_up::follow(tx, permit, changes)
}

fn save_one(tx: &mut Tx<'_>, change: &Change) -> Result<(), AppError> {
    let (row, next, now) = (&change.row, &change.next, tx.now());
    let report = change.report.as_ref();
    let added = i64::try_from(change.steps.len()).unwrap_or(1);
    let saved = tx.exec(
        SAVE,
        args![
            row.org,
            row.month,
            row.item,
            row.version,
            next.state.code(),
            next.due_day,
            next.late,
            now,
            report.map(|_| now).or(row.reported_at),
            report.map(|r| r.happened_on).or(row.happened_on),
            report.map(|r| r.answer.clone()).or_else(|| row.answer.clone()),
            report.map(|r| r.note.clone()).or_else(|| row.note.clone()),
            next.asked_day,
            added,
            &row.path
        ],
    )?;
    if saved == 1 { Ok(()) } else { Err(faster(tx, change)) }
}

/// Several changes that carry no report: one statement per resulting state.
fn save_many(tx: &mut Tx<'_>, changes: &[Change]) -> Result<(), AppError> {
    let mut groups: BTreeMap<(State, bool, Month), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        groups.entry((change.next.state, change.next.asked_day.is_none(), change.row.month)).or_default().push(change);
    }
    for ((state, settled, month), group) in groups {
        for part in group.chunks(ROWS) {
            let mut shape = Shape::new(
                "UPDATE assignment SET state = $1, changed_at = $2, version = version + 1, \
                 asked_day = CASE WHEN CAST($3 AS BIGINT) = 1 THEN NULL ELSE asked_day END WHERE month = $4 AND (",
                args![state.code(), tx.now(), settled, month],
            );
            for (n, change) in part.iter().enumerate() {
                let row = &change.row;
                shape.push(if n > 0 { " OR " } else { "" });
                shape.with(
                    "(org_id = {} AND item_id = {} AND version = {} AND path = {})",
                    args![row.org, row.item, row.version, &row.path].to_vec(),
                );
            }
            shape.push(")");
            let saved = tx.exec(&shape.text, &shape.args)?;
            if usize::try_from(saved) != Ok(part.len()) {
                return Err(AppError::Conflict(Vec::new()));
            }
        }
    }
    Ok(())
}

/// Somebody was faster: what stands there now.
fn faster(tx: &mut Tx<'_>, change: &Change) -> AppError {
    match get(tx, change.row.org, change.row.month, change.row.item) {
        Ok(now) => AppError::Conflict(now.differences(Some(change.next.state))),
        Err(error) => error,
    }
}
