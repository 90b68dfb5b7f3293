//! The month of a superior at a glance: read from the roll-ups, whatever the number of assignments.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Tx};
use kernel::{Day, Month, OrgId};

use crate::access;
use crate::rules::{Duty, Lights, State};
use crate::store::roll_up;
use crate::store::tree::{self, OrgRef};
use crate::store::{assignment, workday};

/// Counts of assignments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// By state, in the order of [`State::ALL`].
    pub states: [i64; 9],
    /// Reported late.
    pub late: i64,
    /// Still owed after the deadline.
    pub overdue: i64,
}

impl Counts {
    /// How many stand in this state.
    #[must_use]
    pub fn of(&self, state: State) -> i64 {
        usize::try_from(state.code() - 1).ok().and_then(|n| self.states.get(n).copied()).unwrap_or(0)
    }

    /// All that were issued and not withdrawn.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.states.iter().sum::<i64>() - self.of(State::Withdrawn)
    }

    fn add(&mut self, state: State, late: bool, n: i64, overdue: i64) {
        if let Some(slot) = usize::try_from(state.code() - 1).ok().and_then(|i| self.states.get_mut(i)) {
            *slot += n;
        }
        if late {
            self.late += n;
        }
        self.overdue += overdue;
    }

    fn plus(&mut self, other: &Self) {
        for (slot, n) in self.states.iter_mut().zip(other.states) {
            *slot += n;
        }
        self.late += other.late;
        self.overdue += other.overdue;
    }
}

/// One direct child with its whole branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverviewChild {
    /// The child.
    pub org: OrgRef,
    /// Its branch, itself included.
    pub counts: Counts,
}

/// A superior's month or months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Whose.
    pub under: OrgRef,
    /// First and last month.
    pub months: (Month, Month),
    /// Its own assignments.
    pub own: Counts,
    /// Its direct children, in the order of the tree.
    pub children: Vec<OverviewChild>,
    /// Its own and all below.
    pub total: Counts,
}

/// The overview of an organisation of the reader's scope over some months (at most three years).
///
/// # Errors
/// [`AppError::NotFound`] outside the scope; a fault if the months are too many or in the wrong order.
pub async fn overview(cx: &Cx, months: (Month, Month), under: Option<OrgId>) -> Result<Overview, AppError> {
    cx.read(move |tx| {
        let (from, to) = months;
        if from > to || from.plus(36) < to {
            return Err(kernel::Fault::of("month", "task_list_months").into());
        }
        let under = tree::get(tx, under.unwrap_or(tx.actor().seat.org))?;
        access::read(tx, &under.path)?;
        of(tx, months, under)
    })
    .await
}

/// [`overview`] inside another room's unit of work, which has established the reader's right.
///
/// # Errors
/// [`AppError::NotFound`] for an organisation that is not there.
pub fn overview_in(tx: &mut Tx<'_>, months: (Month, Month), under: OrgId) -> Result<Overview, AppError> {
    let under = tree::get(tx, under)?;
    of(tx, months, under)
}

fn of(tx: &mut Tx<'_>, months: (Month, Month), under: OrgRef) -> Result<Overview, AppError> {
    let (from, to) = months;
    let lights = workday::lights(tx)?;
    let mut by_child: BTreeMap<OrgId, Counts> = BTreeMap::new();
    for (child, state, late, n, overdue) in roll_up::overview(tx, under.id, months, lights.today)? {
        by_child.entry(child).or_default().add(state, late, n, overdue);
    }
    let rows: Vec<(Day, bool, State, i64)> = tx.all(assignment::OWN_STATES, db::args![under.id, from, to])?;
    let own = own_counts(&rows, &lights);
    let names = tree::of_ids(tx, &by_child.keys().copied().collect())?;
    let child = |(id, counts)| names.get(&id).map(|org| OverviewChild { org: org.clone(), counts });
    let mut children: Vec<OverviewChild> = by_child.into_iter().filter_map(child).collect();
    children.sort_by(|a, b| (&a.org.sort_key, &a.org.path).cmp(&(&b.org.sort_key, &b.org.path)));
    let mut total = own;
    for child in &children {
        total.plus(&child.counts);
    }
    Ok(Overview { under, months, own, children, total })
}

fn own_counts(rows: &[(Day, bool, State, i64)], lights: &Lights) -> Counts {
    let mut own = Counts::default();
    for (due_day, late, state, n) in rows {
        let duty = Duty { state: *state, due_day: *due_day, late: *late, asked_day: None };
        let overdue = if lights.is_overdue(&duty) { *n } else { 0 };
        own.add(*state, *late, *n, overdue);
    }
    own
}
