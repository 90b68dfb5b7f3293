//! From the rows of a file to wishes: which organisation each row means, and what it shall be.

use std::collections::{HashMap, HashSet};

use kernel::{Day, OrgId, OrgPath};

use super::{
    batch::{Refusal, Shape, What, Wish},
    kind::{division_by_code, level_by_code, level_of, unpadded},
    state::{Node, Text},
    tree::Tree,
};

/// Longest name, in characters.
pub const NAME_MOST: usize = 100;
/// Longest code, in characters.
pub const CODE_MOST: usize = 40;
/// Longest word of a level or kind, in characters.
pub const WORD_MOST: usize = 40;

/// One row of a file, its cells tidied.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Its number as the user sees it.
    pub row: u32,
    /// Division code.
    pub code: Text,
    /// Name.
    pub name: Text,
    /// Code of the superior; empty for a root.
    pub parent: Text,
    /// Word of the level; empty if the file has none.
    pub level: Text,
    /// Word of the kind; empty if the file has none.
    pub kind: Text,
}

/// What a file comes to.
#[derive(Debug, Clone, Default)]
pub struct Planned {
    /// The changes it wishes.
    pub wishes: Vec<Wish>,
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// Rows that cannot be.
    pub refused: Vec<Refusal>,
}

/// What a row is refused for by itself, if anything.
fn row_fault(row: &ImportRow) -> Option<Refusal> {
    let long = |column, text: &Text, most: usize| {
        let too_long = text.chars().count() > most;
        too_long.then(|| Refusal::new(row.row, column, "org_too_long", text).with("most", &most))
    };
    if row.code.is_empty() {
        return Some(Refusal::new(row.row, "code", "org_code_missing", ""));
    }
    if row.name.is_empty() {
        return Some(Refusal::new(row.row, "name", "org_name_missing", ""));
    }
    long("code", &row.code, CODE_MOST)
        .or_else(|| long("name", &row.name, NAME_MOST))
        .or_else(|| long("parent", &row.parent, CODE_MOST))
        .or_else(|| long("level", &row.level, WORD_MOST))
        .or_else(|| long("kind", &row.kind, WORD_MOST))
}

/// Plans a file as the state of its organisations from `day` on. Organisations that the file does not name stay.
pub(crate) fn plan(tree: &mut Tree, rows: &[ImportRow], day: Day, new_id: &mut dyn FnMut() -> OrgId) -> Planned {
    let known = tree.codes_on(day);
    let mut planned = Planned::default();
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
    let mut places: Vec<Option<usize>> = Vec::with_capacity(rows.len());
    let fresh_from = tree.nodes.len();
    for (n, row) in rows.iter().enumerate() {
        let fault = row_fault(row).or_else(|| {
            let before = *first.get(&*row.code)?;
            Some(Refusal::new(row.row, "code", "org_code_twice", &row.code).with("first", &rows[before].row))
        });
        if let Some(fault) = fault {
            planned.refused.push(fault);
            places.push(None);
            continue;
        }
        first.insert(&row.code, n);
        places
            .push(Some(known_place(tree, &known, row, day).unwrap_or_else(|| tree.push(Node::planned(new_id(), day)))));
    }
    let spoilt = rows.iter().zip(&places).filter(|(_, p)| p.is_none()).map(|(r, _)| &*r.code).collect();
    let file = File { rows, first, spoilt, places, known, fresh_from };
    for (n, row) in rows.iter().enumerate() {
        if let Some(place) = file.places[n] {
            match file.shape(tree, row, place, day) {
                Ok(shape) => file.wish(tree, row, place, shape, day, &mut planned),
                Err(fault) => planned.refused.push(fault),
            }
        }
    }
    file.refuse_below_refused(&mut planned);
    planned.refused.sort_by_key(|r| r.row);
    planned
}

/// Rows about organisations that exist and do not stand at or below `fence`: whoever may only change what is below
/// their own organisation does not learn of them either.
pub(crate) fn outside(tree: &Tree, rows: &[ImportRow], day: Day, fence: &OrgPath) -> Vec<Refusal> {
    let known = tree.codes_on(day);
    let stands_outside = |row: &&ImportRow| {
        let place = known_place(tree, &known, row, day);
        place.and_then(|p| tree.on(p, day)).is_some_and(|s| !fence.contains(&s.path))
    };
    rows.iter().filter(stands_outside).map(|row| Refusal::new(row.row, "code", "org_outside", &row.code)).collect()
}

/// What the organisation of a wish shall be; none if it shall end.
const fn shape_of(wish: &Wish) -> Option<&Shape> {
    match &wish.what {
        What::Be(shape) => Some(shape),
        What::End(_) => None,
    }
}

/// Refuses what would change the head of `fence` itself, or put something beside it.
pub(crate) fn keep_inside(tree: &Tree, planned: &mut Planned, day: Day, fence: &OrgPath) {
    let parents: HashMap<usize, Option<usize>> =
        planned.wishes.iter().filter_map(|w| Some((w.place, shape_of(w)?.parent))).collect();
    let verdict = |wish: &Wish| {
        if tree.on(wish.place, day).is_some_and(|s| !fence.is_above(&s.path)) {
            return Some("code");
        }
        // The first superior that exists already decides; more steps than wishes would be a circle.
        let mut above = shape_of(wish)?.parent;
        for _ in 0..=parents.len() {
            let Some(place) = above else { return Some("parent") };
            match tree.on(place, day) {
                Some(state) => return (!fence.contains(&state.path)).then_some("parent"),
                None => above = parents.get(&place).copied().flatten(),
            }
        }
        None
    };
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    for wish in std::mem::take(&mut planned.wishes) {
        match verdict(&wish) {
            None => kept.push(wish),
            Some(column) => {
                let value = shape_of(&wish).map(|s| s.code.clone()).unwrap_or_default();
                refused.push(Refusal::new(wish.row, column, "org_outside", &value));
            }
        }
    }
    planned.wishes = kept;
    planned.refused.extend(refused);
    planned.refused.sort_by_key(|r| r.row);
}

/// The organisation a row means: the holder of its code that day, also in the code's unpadded form.
fn known_place(tree: &Tree, known: &HashMap<Text, usize>, row: &ImportRow, day: Day) -> Option<usize> {
    if let Some(place) = known.get(&*row.code) {
        return Some(*place);
    }
    let level = if row.level.is_empty() { None } else { Some(level_of(&row.level)) };
    let is_same = |place: &usize| {
        let state = tree.on(*place, day);
        state.is_some_and(|s| level.as_ref().map_or(s.name == row.name, |level| *level == *s.level))
    };
    unpadded(&row.code).into_iter().find_map(|code| known.get(code).copied().filter(is_same))
}

/// A file's rows with what was found out about them.
struct File<'a> {
    rows: &'a [ImportRow],
    /// Code to the row that has it.
    first: HashMap<&'a str, usize>,
    /// Codes of rows that are refused by themselves.
    spoilt: HashSet<&'a str>,
    places: Vec<Option<usize>>,
    known: HashMap<Text, usize>,
    /// From this place on the tree holds the file's new organisations.
    fresh_from: usize,
}

impl File<'_> {
    /// The superior a row names: a row of the file, else an organisation of the tree.
    fn parent(&self, row: &ImportRow) -> Result<Option<usize>, Refusal> {
        if row.parent.is_empty() || row.parent.bytes().all(|b| b == b'0') {
            return Ok(None);
        }
        let forms = std::iter::once(&*row.parent).chain(unpadded(&row.parent));
        for code in forms {
            match (self.first.get(code), self.known.get(code)) {
                (Some(n), _) if self.places[*n].is_some() => return Ok(self.places[*n]),
                (_, Some(place)) => return Ok(Some(*place)),
                _ => {}
            }
        }
        let code = if self.spoilt.contains(&*row.parent) { "org_parent_refused" } else { "org_parent_unknown" };
        Err(Refusal::new(row.row, "parent", code, &row.parent))
    }

    /// Rows whose superior's row is refused are refused too, and so on downwards.
    fn refuse_below_refused(&self, planned: &mut Planned) {
        let mut fresh: HashSet<u32> = planned.refused.iter().map(|r| r.row).collect();
        if fresh.is_empty() {
            return;
        }
        let by_number: HashMap<u32, usize> = self.rows.iter().enumerate().map(|(n, r)| (r.row, n)).collect();
        let place_of = |number: &u32| by_number.get(number).and_then(|n| self.places[*n]);
        while !fresh.is_empty() {
            // Only new organisations vanish with their row; one that exists goes on as it was.
            let gone: HashSet<usize> = fresh.iter().filter_map(place_of).filter(|p| *p >= self.fresh_from).collect();
            fresh.clear();
            planned.wishes.retain(|wish| {
                let What::Be(shape) = &wish.what else { return true };
                let orphaned = shape.parent.is_some_and(|p| gone.contains(&p));
                if orphaned {
                    let above = by_number.get(&wish.row).map_or("", |n| &*self.rows[*n].parent);
                    planned.refused.push(Refusal::new(wish.row, "parent", "org_parent_refused", above));
                    fresh.insert(wish.row);
                }
                !orphaned
            });
        }
    }

    fn shape(&self, tree: &mut Tree, row: &ImportRow, place: usize, day: Day) -> Result<Shape, Refusal> {
        let parent = self.parent(row)?;
        let before = tree.on(place, day).cloned();
        // A blank cell never erases: an extract's root keeps its superior, and so do level and kind.
        let parent = parent.or_else(|| before.as_ref()?.parent.and_then(|id| tree.place(id)));
        let level = match (&before, row.level.is_empty()) {
            (_, false) => level_of(&row.level),
            (Some(before), true) => before.level.to_string(),
            (None, true) => level_by_code(&row.code, self.parent_level(tree, row, parent, day).as_deref()).to_owned(),
        };
        let kind = match (&before, row.kind.is_empty()) {
            (_, false) => &*row.kind,
            (Some(before), true) => &before.division_kind.clone(),
            (None, true) => division_by_code(&row.code),
        };
        Ok(Shape {
            code: before.map_or_else(|| row.code.clone(), |b| b.code),
            name: row.name.clone(),
            level: tree.symbols.get(&level),
            division_kind: tree.symbols.get(kind),
            parent,
        })
    }

    fn parent_level(&self, tree: &Tree, row: &ImportRow, parent: Option<usize>, day: Day) -> Option<String> {
        if let Some(state) = tree.on(parent?, day) {
            return Some(state.level.to_string());
        }
        let above = &self.rows[*self.first.get(&*row.parent)?];
        Some(if above.level.is_empty() { level_by_code(&above.code, None).to_owned() } else { level_of(&above.level) })
    }

    fn wish(&self, tree: &Tree, row: &ImportRow, place: usize, shape: Shape, day: Day, planned: &mut Planned) {
        let op = match tree.on(place, day).filter(|_| place < self.fresh_from) {
            None => "add",
            Some(state) => {
                let same_parent = tree.parent_on(place, day) == shape.parent;
                let same_kind = state.division_kind == shape.division_kind && state.level == shape.level;
                match (same_parent, same_kind, state.name == shape.name) {
                    (true, true, true) => {
                        planned.unchanged += 1;
                        return;
                    }
                    (false, ..) => "move",
                    (true, false, _) => "reclassify",
                    (true, true, false) => "rename",
                }
            }
        };
        planned.wishes.push(Wish { row: row.row, place, what: What::Be(shape), op, note: Text::from("") });
    }
}
