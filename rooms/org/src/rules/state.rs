//! What an organisation is over some days, and the organisation that lasts through all of them.

use std::{collections::HashSet, sync::Arc};

use kernel::{Day, OrgId, OrgPath};

/// A text that many states may share: the country has 665,276 rows but few level words.
pub type Text = Arc<str>;

/// Texts held once each.
#[derive(Debug, Default)]
pub struct Symbols(HashSet<Text>);

impl Symbols {
    /// The shared copy of this text.
    pub fn get(&mut self, text: &str) -> Text {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let fresh: Text = Arc::from(text);
        self.0.insert(fresh.clone());
        fresh
    }
}

/// What an organisation is from one day until before another (half-open).
/// A state of no days (`from == to`) is the mark of an end and of its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// First day.
    pub from: Day,
    /// First day on which it is no longer so; [`Day::FOREVER`] if none is known.
    pub to: Day,
    /// What brought it about: `add`, `rename`, `recode`, `reclassify`, `move`, `split`, `follow`
    /// (a superior moved), `remove`, `merge`.
    pub op: Text,
    /// The superior; none for a root.
    pub parent: Option<OrgId>,
    /// Where it stands.
    pub path: OrgPath,
    /// Level: one of [`crate::rules::LEVELS`], else the word of the file.
    pub level: Text,
    /// Kind of organisation, such as `committee` or `branch`.
    pub kind: Text,
    /// Kind of division as the file has it, such as `town`.
    pub division_kind: Text,
    /// Domain (领域).
    pub domain: Text,
    /// Name.
    pub name: Text,
    /// Division code.
    pub code: Text,
    /// Note of the source's row.
    pub note: Text,
}

/// One organisation with the states that matter to a change.
#[derive(Debug, Clone)]
pub struct Node {
    /// Identity, for life.
    pub id: OrgId,
    /// States in order of days, without overlap; empty while only planned.
    pub states: Vec<State>,
    /// First day of its existence.
    pub since: Day,
    /// Day of its end; [`Day::FOREVER`] while it exists.
    pub until: Day,
    /// The organisation it was merged into.
    pub merged_into: Option<OrgId>,
    /// Ordinal that its next child gets; never given twice.
    pub next_child: i64,
    /// Version of its row.
    pub version: i64,
    /// Whether the store has a row of it.
    pub stored: bool,
}

impl Node {
    /// An organisation that does not exist yet.
    #[must_use]
    pub fn planned(id: OrgId, since: Day) -> Self {
        Self {
            id,
            states: Vec::with_capacity(1),
            since,
            until: Day::FOREVER,
            merged_into: None,
            next_child: 1,
            version: 0,
            stored: false,
        }
    }

    /// Its state on a day, if it existed then.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<&State> {
        self.states.iter().rev().find(|s| s.from <= day && day < s.to)
    }

    /// Whether something of it is recorded for a later day: then an earlier one can no longer change.
    #[must_use]
    pub fn has_later(&self, day: Day) -> bool {
        self.states.last().is_some_and(|s| s.from > day)
    }

    /// Makes `state` what it is from `state.from` on.
    pub(crate) fn enter(&mut self, state: State) {
        match self.states.last_mut() {
            Some(last) if last.from == state.from => *last = state,
            Some(last) => {
                last.to = state.from;
                self.states.push(state);
            }
            None => self.states.push(state),
        }
        self.version += 1;
    }

    /// Ends it on a day: the mark of the end is a state of no days.
    pub(crate) fn end(&mut self, day: Day, op: Text, note: Text, into: Option<OrgId>) {
        if let Some(last) = self.states.last().cloned() {
            self.enter(State { from: day, to: day, op, note, ..last });
        }
        self.until = day;
        self.merged_into = into;
    }
}
