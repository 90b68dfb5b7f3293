//! Random changes over random trees: whatever is wished, the tree stays a tree and the past stays the past.

use std::collections::HashMap;

use kernel::{Day, OrgId, OrgPath};
use proptest::prelude::*;

use super::{
    batch::{apply, judge},
    import::{self, ImportRow},
    replay::{self, Change},
    state::State,
    tree::Tree,
};

fn day(year: i16) -> Day {
    Day::new(year, 6, 30).unwrap()
}

fn row(row: usize, code: &str, parent: &str) -> ImportRow {
    ImportRow {
        row: u32::try_from(row).unwrap(),
        code: code.into(),
        name: format!("名{code}").into(),
        parent: parent.into(),
        level: "".into(),
        kind: "village".into(),
    }
}

struct Ids(i64);

impl Ids {
    fn next(&mut self) -> OrgId {
        self.0 += 1;
        OrgId::new(self.0)
    }
}

/// A tree in which organisation n stands below one of those before it, or is a root.
fn planted(shape: &[usize], ids: &mut Ids) -> Tree {
    let mut tree = Tree::default();
    let mut depth = vec![1_usize; shape.len()];
    let rows: Vec<ImportRow> = shape
        .iter()
        .enumerate()
        .map(|(n, above)| {
            let above = above % (n + 1);
            let parent = (above < n && depth[above] < 6).then_some(above);
            depth[n] = parent.map_or(1, |p| depth[p] + 1);
            row(n + 1, &format!("c{n}"), &parent.map(|p| format!("c{p}")).unwrap_or_default())
        })
        .collect();
    let planned = import::plan(&mut tree, &rows, day(2000), &mut || ids.next());
    assert!(planned.refused.is_empty() && judge(&tree, day(2000), &planned.wishes).is_empty());
    apply(&mut tree, day(2000), &planned.wishes).unwrap();
    tree
}

/// What every organisation was on a day.
fn photograph(tree: &Tree, on: Day) -> HashMap<OrgId, (Option<OrgId>, OrgPath, String, String)> {
    let state = |s: &State| (s.parent, s.path.clone(), s.code.to_string(), s.name.to_string());
    tree.nodes.iter().filter_map(|n| n.on(on).map(|s| (n.id, state(s)))).collect()
}

/// On every day: superiors exist, places agree with them, nobody shares a place or a code.
fn is_sound(tree: &Tree, on: Day) -> Result<(), TestCaseError> {
    let all = photograph(tree, on);
    let mut codes = HashMap::new();
    let mut paths = HashMap::new();
    for (id, (parent, path, code, _)) in &all {
        prop_assert!(codes.insert(code, id).is_none(), "code {} twice on {}", code, on);
        prop_assert!(paths.insert(path, id).is_none(), "path {} twice on {}", path, on);
        match parent {
            None => prop_assert_eq!(path.depth(), 1),
            Some(parent) => {
                let above = all.get(parent);
                prop_assert!(above.is_some(), "{} is an orphan on {}", id, on);
                prop_assert_eq!(path.parent(), above.map(|a| a.1.clone()));
            }
        }
    }
    Ok(())
}

/// States of one organisation follow each other without overlap or gap, to its end.
fn histories_hold(tree: &Tree) -> Result<(), TestCaseError> {
    let mut places: HashMap<&OrgPath, OrgId> = HashMap::new();
    for node in &tree.nodes {
        for pair in node.states.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert!(pair[0].from < pair[0].to);
        }
        if let Some(last) = node.states.last() {
            prop_assert_eq!(last.to, node.until);
        }
        for state in &node.states {
            prop_assert_eq!(*places.entry(&state.path).or_insert(node.id), node.id, "a place was used again");
        }
    }
    Ok(())
}

/// A random change: kind, and two or three organisations it concerns.
fn change(op: usize, a: usize, b: usize, c: usize, tree: &Tree, year: i16) -> Change {
    let held: Vec<(String, Option<String>)> = tree
        .nodes
        .iter()
        .filter_map(|n| n.on(day(year).plus(-1)))
        .map(|s| {
            (
                s.code.to_string(),
                s.parent
                    .and_then(|p| tree.place(p))
                    .and_then(|p| tree.on(p, day(year).plus(-1)))
                    .map(|s| s.code.to_string()),
            )
        })
        .collect();
    let pick = |n: usize| held.get(n % held.len().max(1)).map(|(code, _)| code.clone()).unwrap_or_default();
    let (old, other) = (pick(a), pick(b));
    let fresh = format!("n{year}-{c}");
    let (op, new_code, new_parent) = match op % 8 {
        0 => ("rename", old.clone(), String::new()),
        1 => ("recode", if c.is_multiple_of(2) { fresh } else { other.clone() }, String::new()),
        2 => ("move", old.clone(), other.clone()),
        3 => ("add", if c.is_multiple_of(3) { other.clone() } else { fresh }, other.clone()),
        4 => ("remove", String::new(), String::new()),
        5 => ("merge", other.clone(), String::new()),
        6 => ("split", fresh, String::new()),
        _ => ("reclassify", old.clone(), String::new()),
    };
    Change {
        row: 2,
        year,
        op: op.to_owned(),
        old_code: old,
        new_code,
        new_name: format!("新{year}-{c}"),
        new_kind: if op == "reclassify" { "community".to_owned() } else { String::new() },
        new_parent,
        ..Change::default()
    }
}

/// A tree on which the changes were replayed, without those that were refused.
fn replayed(shape: &[usize], batch: &[(usize, usize, usize, usize)]) -> (Ids, Tree, Vec<Change>) {
    let mut kept: Option<Vec<Change>> = None;
    loop {
        let mut ids = Ids(0);
        let mut tree = planted(shape, &mut ids);
        let mut changes = kept.take().unwrap_or_else(|| {
            let numbered = batch.iter().enumerate();
            numbered
                .map(|(n, (op, a, b, c))| Change {
                    row: u32::try_from(n).unwrap(),
                    ..change(*op, *a, *b, *c, &tree, 2001)
                })
                .collect()
        });
        let planned = replay::plan(&mut tree, &changes, day(2001), &mut || ids.next());
        let refused: Vec<u32> = planned
            .refused
            .iter()
            .map(|r| r.row)
            .chain(judge(&tree, day(2001), &planned.wishes).into_values().map(|r| r.row))
            .collect();
        if refused.is_empty() {
            apply(&mut tree, day(2001), &planned.wishes).unwrap();
            return (ids, tree, changes);
        }
        changes.retain(|c| !refused.contains(&c.row));
        kept = Some(changes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_wished_the_tree_stays_a_tree_and_old_days_answer_as_before(
        shape in prop::collection::vec(0_usize..40, 3..40),
        years in prop::collection::vec(prop::collection::vec((0_usize..8, 0_usize..60, 0_usize..60, 0_usize..9), 1..8), 1..6),
    ) {
        let mut ids = Ids(0);
        let mut tree = planted(&shape, &mut ids);
        for (n, batch) in years.iter().enumerate() {
            let year = 2001 + i16::try_from(n).unwrap();
            let changes: Vec<Change> = batch.iter().map(|(op, a, b, c)| change(*op, *a, *b, *c, &tree, year)).collect();
            let before: Vec<_> = (2000..year).map(|y| (y, photograph(&tree, day(y)))).collect();
            let planned = replay::plan(&mut tree, &changes, day(year), &mut || ids.next());
            let refused = judge(&tree, day(year), &planned.wishes);
            let accepted: Vec<_> = planned.wishes.into_iter().enumerate().filter(|(n, _)| !refused.contains_key(n)).map(|(_, w)| w).collect();
            let mut expected: Vec<_> = photograph(&tree, day(year)).into_iter().map(|(id, s)| (id, s.1)).collect();
            let outcome = apply(&mut tree, day(year), &accepted).unwrap();
            is_sound(&tree, day(year))?;
            histories_hold(&tree)?;
            for (y, seen) in before {
                prop_assert_eq!(photograph(&tree, day(y)), seen, "{} changed", y);
            }
            // Replacing the prefixes of the moves, one after the other, gives the places of all who still exist.
            for moved in &outcome.moved {
                for (_, path) in &mut expected {
                    if let Some(new) = path.rebased(&moved.from, &moved.to) { *path = new; }
                }
            }
            let now = photograph(&tree, day(year));
            for (id, path) in expected {
                if let Some(state) = now.get(&id) { prop_assert_eq!(&path, &state.1, "the moves do not explain the place"); }
            }
            // What was accepted is known now; asked for again on its own it changes nothing.
            let touched = outcome.touched.len();
            prop_assert!(accepted.is_empty() || touched > 0);
        }
    }

    #[test]
    fn the_same_changes_twice_change_nothing(
        shape in prop::collection::vec(0_usize..40, 3..30),
        batch in prop::collection::vec((0_usize..8, 0_usize..60, 0_usize..60, 0_usize..9), 1..8),
    ) {
        let (mut ids, mut tree, changes) = replayed(&shape, &batch);
        let before = photograph(&tree, day(2001));
        let again = replay::plan(&mut tree, &changes, day(2001), &mut || ids.next());
        prop_assert_eq!(again.refused, vec![]);
        let refused = judge(&tree, day(2001), &again.wishes);
        prop_assert!(refused.is_empty(), "{:?}", refused);
        apply(&mut tree, day(2001), &again.wishes).unwrap();
        prop_assert_eq!(photograph(&tree, day(2001)), before);
        // A later repetition of the whole edition says nothing new either.
        let rows: Vec<ImportRow> = tree.nodes.iter().filter_map(|n| n.on(day(2001)).cloned()).enumerate().map(|(n, s)| {
            let parent = s.parent.and_then(|p| tree.place(p)).and_then(|p| tree.on(p, day(2001))).map(|p| p.code.to_string());
            ImportRow { name: s.name, level: s.level, kind: s.division_kind, ..row(n + 1, &s.code, &parent.unwrap_or_default()) }
        }).collect();
        let count = rows.len();
        let planned = import::plan(&mut tree, &rows, day(2005), &mut || ids.next());
        prop_assert_eq!((planned.wishes.len(), planned.unchanged, planned.refused.len()), (0, count, 0));
    }
}
