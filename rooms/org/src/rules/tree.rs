//! The tree in memory: loaded set-based, asked by id, by code on a day, by superior on a day.

use std::collections::HashMap;

use kernel::{Day, OrgId};

use super::state::{Node, State, Symbols, Text};

/// Organisations, whole or in part. Whatever a change may touch must have been loaded.
#[derive(Debug, Default)]
pub struct Tree {
    /// The organisations; their place here is how a plan names them.
    pub nodes: Vec<Node>,
    /// Texts held once.
    pub symbols: Symbols,
    /// The highest ordinal that a root ever had.
    pub roots: i64,
    index: HashMap<OrgId, usize>,
}

impl Tree {
    /// Adds an organisation and answers its place.
    pub fn push(&mut self, node: Node) -> usize {
        self.index.insert(node.id, self.nodes.len());
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// The place of an organisation.
    #[must_use]
    pub fn place(&self, id: OrgId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// An organisation's state on a day.
    #[must_use]
    pub fn on(&self, place: usize, day: Day) -> Option<&State> {
        self.nodes.get(place).and_then(|n| n.on(day))
    }

    /// The place of an organisation's superior on a day.
    #[must_use]
    pub fn parent_on(&self, place: usize, day: Day) -> Option<usize> {
        self.on(place, day)?.parent.and_then(|id| self.place(id))
    }

    /// Who holds which code on a day.
    #[must_use]
    pub fn codes_on(&self, day: Day) -> HashMap<Text, usize> {
        let held = |(place, node): (usize, &Node)| node.on(day).map(|s| (s.code.clone(), place));
        self.nodes.iter().enumerate().filter_map(held).collect()
    }

    /// Who stands directly below whom on a day; roots stand below nobody and are left out.
    #[must_use]
    pub fn children_on(&self, day: Day) -> HashMap<usize, Vec<usize>> {
        let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
        for place in 0..self.nodes.len() {
            if let Some(parent) = self.parent_on(place, day) {
                children.entry(parent).or_default().push(place);
            }
        }
        children
    }

    /// Everything below an organisation, nearest first, by a list of children.
    #[must_use]
    pub fn below(place: usize, children: &HashMap<usize, Vec<usize>>) -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = children.get(&place).cloned().unwrap_or_default();
        while let Some(one) = next.pop() {
            found.push(one);
            next.extend(children.get(&one).into_iter().flatten().copied());
        }
        found
    }
}
