//! The house rules, checked by reading the tree as text. One file per rule, listed in [`findings`].

mod exceptions;
mod floors;
mod han;
mod latin;
mod lexer;
mod marks;
mod never;
mod once;
mod paths;
mod record;
mod rooms;
mod shape;
mod source;
mod sql;
mod tree;
mod words;

use std::fmt;
use std::io;
use std::path::Path;

use tree::Tree;

/// The rooms in their order of dependence: a room may use earlier ones only.
pub(crate) const ROOM_ORDER: &[&str] = &[
    "org",
    "account",
    "access",
    "audit",
    "document",
    "plan",
    "target",
    "task_list",
    "reminder",
    "reach",
    "statement",
    "meeting",
    "exchange",
    "paper",
    "desk",
];

/// One breach of one rule, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    rule: &'static str,
    advice: String,
    /// What an exception has to name to excuse this; most rules have no exceptions.
    excuse: Option<Excuse>,
}

/// The part of a finding an exception is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excuse {
    item: String,
    size: usize,
}

impl Finding {
    fn new(path: &str, line: usize, rule: &'static str, advice: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, rule, advice: advice.into(), excuse: None }
    }

    fn excusable(mut self, item: &str, size: usize) -> Self {
        self.excuse = Some(Excuse { item: item.to_owned(), size });
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}: {}", self.path, self.line, self.rule, self.advice)
    }
}

/// Reads the tree below `root` and returns what breaks a rule, in the order of the files.
pub(crate) fn check(root: &Path) -> io::Result<Vec<Finding>> {
    Ok(findings(&Tree::read(root)?))
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(shape::check(tree));
    found.extend(marks::check(tree));
    found.extend(sql::check(tree));
    found.extend(floors::check(tree));
    found.extend(rooms::check(tree));
    found.extend(never::check(tree));
    found.extend(once::check(tree));
    found.extend(han::check(tree));
    found.extend(latin::check(tree));
    found.extend(words::check(tree));
    found.extend(record::check(tree));
    let mut left = exceptions::apply(tree, found);
    left.sort_by(|a, b| (&a.path, a.line, a.rule).cmp(&(&b.path, b.line, b.rule)));
    left
}

#[cfg(test)]
mod tests {
    //! The rules on the real tree, and the form of a line of the report.
    use super::*;

    #[test]
    fn the_real_tree_is_tidy() {
        let root = crate::workspace_root().expect("the tests run inside the workspace");
        let found = check(&root).expect("the tree can be read");
        let report: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(report.is_empty(), "{} finding(s):\n{}", report.len(), report.join("\n"));
    }

    #[test]
    fn a_finding_is_one_line_an_editor_can_follow() {
        let finding = Finding::new("rooms/org/src/lib.rs", 3, "header", "say what it is");
        assert_eq!(finding.to_string(), "rooms/org/src/lib.rs:3: header: say what it is");
    }
}
