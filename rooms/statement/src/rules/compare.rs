//! What differs between two revisions, fact by fact, in the order of the paper.

use kernel::{Day, Instant, ItemId};

use super::facts::{Line, State, Statement};

/// One fact that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Key of the fact's label in the words, below `statement.fact`.
    pub fact: &'static str,
    /// The item it belongs to; empty for the whole statement.
    pub item: String,
    /// What stood there.
    pub before: Value,
    /// What stands there now.
    pub after: Value,
}

/// A value of either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    None,
    /// A text.
    Text(String),
    /// A state.
    State(State),
    /// Yes or no.
    Flag(bool),
    /// A civil day.
    Day(Day),
    /// A moment.
    At(Instant),
    /// Tenths of a minute.
    Tenths(i64),
    /// A number of things.
    Count(i64),
}

/// What differs from `before` to `after`.
#[must_use]
pub(crate) fn changes(before: &Statement, after: &Statement) -> Vec<Change> {
    let mut found = Vec::new();
    let mut note = |fact, a: &str, b: &str| push(&mut found, fact, "", text(a), text(b));
    note("name", &before.name, &after.name);
    note("place", &before.place, &after.place);
    note("self_text", &before.self_text, &after.self_text);
    note("problems", &before.problems, &after.problems);
    items(&mut found, &before.facts.lines, &after.facts.lines);
    let lists = |s: &Statement| {
        let all: Vec<String> = s.facts.lists.iter().map(|l| format!("{} {} × {}", l.number, l.title, l.orgs)).collect();
        all.join("\n")
    };
    push(&mut found, "lists", "", text(&lists(before)), text(&lists(after)));
    found
}

fn items(found: &mut Vec<Change>, before: &[Line], after: &[Line]) {
    let of = |lines: &[Line], item: ItemId| lines.iter().find(|l| l.item == item).cloned();
    for old in before {
        match of(after, old.item) {
            Some(new) => line(found, old, &new),
            None => push(found, "item", &old.text, Value::State(old.state), Value::None),
        }
    }
    for new in after.iter().filter(|new| of(before, new.item).is_none()) {
        push(found, "item", &new.text, Value::None, Value::State(new.state));
    }
}

fn line(found: &mut Vec<Change>, old: &Line, new: &Line) {
    let mut note = |fact, a, b| push(found, fact, &new.text, a, b);
    note("text", text(&old.text), text(&new.text));
    note("number", text(&old.number), text(&new.number));
    note("from", text(&old.from), text(&new.from));
    note("basis", text(&old.basis), text(&new.basis));
    note("baseless", Value::Flag(old.baseless), Value::Flag(new.baseless));
    note("due", Value::Day(old.due), Value::Day(new.due));
    note("state", Value::State(old.state), Value::State(new.state));
    note("late", Value::Flag(old.late), Value::Flag(new.late));
    note("signed", moment(old.signed), moment(new.signed));
    note("reported", moment(old.reported), moment(new.reported));
    note("verified", moment(old.verified), moment(new.verified));
    note("closed", moment(old.closed), moment(new.closed));
    note("minutes", Value::Tenths(old.tenths), Value::Tenths(new.tenths));
    note("values", Value::Count(old.values), Value::Count(new.values));
}

fn push(found: &mut Vec<Change>, fact: &'static str, item: &str, before: Value, after: Value) {
    if before != after {
        found.push(Change { fact, item: item.to_owned(), before, after });
    }
}

fn text(value: &str) -> Value {
    if value.is_empty() { Value::None } else { Value::Text(value.to_owned()) }
}

fn moment(at: Option<Instant>) -> Value {
    at.map_or(Value::None, Value::At)
}

#[cfg(test)]
mod tests {
    use super::super::facts::tests::{line as sample_line, sample};
    use super::*;

    #[test]
    fn a_revision_names_exactly_what_it_changed() {
        let before = sample();
        let mut after = sample();
        assert_eq!(changes(&before, &after), []);
        after.self_text = "改过".to_owned();
        after.facts.lines[2].state = State::Excused;
        after.facts.lines[2].baseless = true;
        after.facts.lines.remove(0);
        after.facts.lines.push(sample_line(9, State::Issued));
        let facts: Vec<_> = changes(&before, &after).into_iter().map(|c| (c.fact, c.after)).collect();
        let expected = [
            ("self_text", Value::Text("改过".to_owned())),
            ("item", Value::None),
            ("baseless", Value::Flag(true)),
            ("state", Value::State(State::Excused)),
            ("item", Value::State(State::Issued)),
        ];
        assert_eq!(facts, expected);
    }
}
