//! From a list of changes between two editions to wishes of one day.
//!
//! Old codes are read in the tree of the day before, new superiors in the tree that results.

use std::collections::{HashMap, HashSet};

use kernel::{Day, OrgId};

use super::{
    batch::{Refusal, Shape, What, Wish},
    import::{CODE_MOST, NAME_MOST, Planned},
    kind::{level_by_code, level_of},
    state::{Node, State, Text},
    tree::Tree,
};

/// One row of a list of changes.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Its number as the user sees it.
    pub row: u32,
    /// Year of the edition in which it shows.
    pub year: i16,
    /// `rename`, `recode`, `reclassify`, `move`, `add`, `remove`, `merge` (old into new), `split` (old gives new).
    pub op: String,
    /// Word of the level; may be empty.
    pub level: String,
    /// Code before.
    pub old_code: String,
    /// Name before, for the notes of a split.
    pub old_name: String,
    /// Code from the day on.
    pub new_code: String,
    /// Name from the day on.
    pub new_name: String,
    /// Kind of division from the day on.
    pub new_kind: String,
    /// Code of the superior from the day on.
    pub new_parent: String,
    /// Note.
    pub note: String,
}

/// What a change does to an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Alter(&'static str),
    Add(&'static str),
    End(&'static str),
}

fn verb(op: &str) -> Option<Verb> {
    Some(match op.trim().to_lowercase().as_str() {
        "rename" | "改名" | "更名" => Verb::Alter("rename"),
        "recode" | "改码" | "改代码" => Verb::Alter("recode"),
        "reclassify" | "改建制" | "改类" => Verb::Alter("reclassify"),
        "move" | "划转" => Verb::Alter("move"),
        "add" | "新增" | "新设" => Verb::Add("add"),
        "split" | "分设" | "拆分" => Verb::Add("split"),
        "remove" | "撤销" => Verb::End("remove"),
        "merge" | "合并" | "并入" => Verb::End("merge"),
        _ => return None,
    })
}

/// Plans all changes of one day.
pub(crate) fn plan(tree: &mut Tree, changes: &[Change], day: Day, new_id: &mut dyn FnMut() -> OrgId) -> Planned {
    let mut batch = Reading {
        before: tree.codes_on(day.plus(-1)),
        result: HashMap::new(),
        day,
        aimed: Vec::with_capacity(changes.len()),
        aimed_at: HashSet::new(),
        children: None,
        by_place: HashMap::new(),
        twins: HashMap::new(),
        planned: Planned::default(),
    };
    let on_day = tree.codes_on(day);
    for change in changes {
        match batch.aim(tree, change, &on_day, new_id) {
            Ok(aim) => batch.aimed.push(Some(aim)),
            Err(fault) => {
                batch.planned.refused.push(fault);
                batch.aimed.push(None);
            }
        }
    }
    batch.foresee(changes, &on_day);
    for (n, change) in changes.iter().enumerate() {
        let Some(aim) = batch.aimed[n] else { continue };
        if let Err(fault) = batch.wish(tree, change, aim) {
            batch.planned.refused.push(fault);
        }
    }
    batch.drop_known(tree);
    batch.planned.refused.sort_by_key(|r| r.row);
    batch.planned
}

/// What a row is about: the verb and the place of the organisation in the tree.
#[derive(Debug, Clone, Copy)]
struct Aim {
    verb: Verb,
    place: usize,
}

struct Reading {
    /// Who held which code the day before.
    before: HashMap<Text, usize>,
    /// Who holds which code after the batch.
    result: HashMap<Text, usize>,
    day: Day,
    aimed: Vec<Option<Aim>>,
    /// Places that rows are about.
    aimed_at: HashSet<usize>,
    /// Who stands below whom on the day; made when a merge asks for it.
    children: Option<HashMap<usize, Vec<usize>>>,
    /// Place to its wish.
    by_place: HashMap<usize, usize>,
    /// Place to how many more rows were about it.
    twins: HashMap<usize, usize>,
    planned: Planned,
}

impl Reading {
    fn aim(
        &self,
        tree: &mut Tree,
        change: &Change,
        on_day: &HashMap<Text, usize>,
        new_id: &mut dyn FnMut() -> OrgId,
    ) -> Result<Aim, Refusal> {
        let refuse = |column, code, value: &str| Refusal::new(change.row, column, code, value);
        let verb = verb(&change.op).ok_or_else(|| refuse("op", "org_op_unknown", &change.op))?;
        for (column, text, most) in [
            ("new_code", &change.new_code, CODE_MOST),
            ("new_name", &change.new_name, NAME_MOST),
            ("new_kind", &change.new_kind, CODE_MOST),
        ] {
            if text.chars().count() > most {
                return Err(refuse(column, "org_too_long", text).with("most", &most));
            }
        }
        let old = self.before.get(change.old_code.as_str()).copied();
        let unknown = || refuse("old_code", "org_code_unknown", &change.old_code).with("day", &self.day);
        let Verb::Add(op) = verb else { return Ok(Aim { verb, place: old.ok_or_else(unknown)? }) };
        if op == "split" && old.is_none() {
            return Err(unknown());
        }
        if change.new_code.is_empty() {
            return Err(refuse("new_code", "org_code_missing", ""));
        }
        if change.new_name.is_empty() {
            return Err(refuse("new_name", "org_name_missing", ""));
        }
        // The same row once more: the unit that came into being that day under this code.
        let again = on_day.get(change.new_code.as_str()).copied().filter(|p| tree.nodes[*p].since == self.day);
        Ok(Aim { verb, place: again.unwrap_or_else(|| tree.push(Node::planned(new_id(), self.day))) })
    }

    /// Works out who will hold which code once the batch has come true.
    fn foresee(&mut self, changes: &[Change], on_day: &HashMap<Text, usize>) {
        self.aimed_at = self.aimed.iter().flatten().map(|a| a.place).collect();
        let aimed = &self.aimed_at;
        self.result = on_day.iter().filter(|(_, p)| !aimed.contains(p)).map(|(c, p)| (c.clone(), *p)).collect();
        for (change, aim) in changes.iter().zip(&self.aimed) {
            let Some(aim) = aim else { continue };
            let code = match aim.verb {
                Verb::End(_) => continue,
                Verb::Alter(_) if change.new_code.is_empty() => &change.old_code,
                Verb::Alter(_) | Verb::Add(_) => &change.new_code,
            };
            self.result.insert(Text::from(code.as_str()), aim.place);
        }
    }

    fn wish(&mut self, tree: &mut Tree, change: &Change, aim: Aim) -> Result<(), Refusal> {
        match aim.verb {
            Verb::End(op) => self.end(tree, change, aim.place, op),
            Verb::Alter(op) => {
                let old = tree.on(aim.place, self.day.plus(-1)).cloned();
                self.be(tree, change, aim.place, op, old.as_ref(), None)
            }
            Verb::Add(op) => {
                let from = self.before.get(change.old_code.as_str()).copied();
                let origin = from.and_then(|p| tree.on(p, self.day.plus(-1))).cloned();
                self.be(tree, change, aim.place, op, None, origin.as_ref())
            }
        }
    }

    /// `old` is what the organisation was; `origin` what the one was from which it is split off.
    fn be(
        &mut self,
        tree: &mut Tree,
        change: &Change,
        place: usize,
        op: &'static str,
        old: Option<&State>,
        origin: Option<&State>,
    ) -> Result<(), Refusal> {
        let model = old.or(origin);
        let parent = if change.new_parent.is_empty() {
            model.and_then(|m| m.parent).and_then(|id| tree.place(id))
        } else {
            let found = self.result.get(change.new_parent.as_str()).copied();
            let unknown = || Refusal::new(change.row, "new_parent", "org_parent_unknown", &change.new_parent);
            Some(found.ok_or_else(unknown)?)
        };
        let above = parent.and_then(|p| tree.on(p, self.day)).map(|s| s.level.to_string());
        let level = match (change.level.is_empty(), model) {
            (false, _) => level_of(&change.level),
            (true, Some(model)) => model.level.to_string(),
            (true, None) => level_by_code(&change.new_code, above.as_deref()).to_owned(),
        };
        let or = |new: &str, old: Option<&Text>| {
            if new.is_empty() { old.map_or("", |o| &**o).to_owned() } else { new.to_owned() }
        };
        let shape = Shape {
            code: Text::from(or(&change.new_code, old.map(|o| &o.code))),
            name: Text::from(or(&change.new_name, old.map(|o| &o.name))),
            level: tree.symbols.get(&level),
            division_kind: tree.symbols.get(&or(&change.new_kind, model.map(|m| &m.division_kind))),
            parent,
        };
        let note = note_of(tree, change, op, origin);
        self.add(tree, Wish { row: change.row, place, what: What::Be(shape), op, note }, old);
        Ok(())
    }

    /// Notes the wish; two rows about one organisation become one wish.
    fn add(&mut self, tree: &Tree, wish: Wish, old: Option<&State>) {
        let What::Be(shape) = &wish.what else { return };
        let twin = self.by_place.get(&wish.place).and_then(|n| self.planned.wishes.get_mut(*n));
        match (twin.map(|w| &mut w.what), old) {
            (Some(What::Be(first)), Some(old)) => {
                combine(tree, first, shape, old);
                *self.twins.entry(wish.place).or_insert(0) += 1;
            }
            _ => {
                self.by_place.insert(wish.place, self.planned.wishes.len());
                self.planned.wishes.push(wish);
            }
        }
    }

    /// Drops the wishes that have come true already: the same rows once more.
    fn drop_known(&mut self, tree: &Tree) {
        let (day, twins, unchanged) = (self.day, &self.twins, &mut self.planned.unchanged);
        self.planned.wishes.retain(|wish| {
            let What::Be(shape) = &wish.what else { return true };
            let known = tree.on(wish.place, day).is_some_and(|s| is(tree, s, shape));
            if known {
                *unchanged += 1 + twins.get(&wish.place).copied().unwrap_or(0);
            }
            !known
        });
    }

    fn end(&mut self, tree: &mut Tree, change: &Change, place: usize, op: &'static str) -> Result<(), Refusal> {
        let into = if op == "merge" {
            let target = self.result.get(change.new_code.as_str()).copied().filter(|t| *t != place);
            let unknown = || Refusal::new(change.row, "new_code", "org_target_unknown", &change.new_code);
            Some(target.ok_or_else(unknown)?)
        } else {
            None
        };
        let node = &tree.nodes[place];
        if node.until == self.day && node.merged_into == into.map(|t| tree.nodes[t].id) {
            self.planned.unchanged += 1;
            return Ok(());
        }
        let note = note_of(tree, change, op, None);
        self.planned.wishes.push(Wish { row: change.row, place, what: What::End(into), op, note });
        if let Some(into) = into {
            let children = self.children.get_or_insert_with(|| tree.children_on(self.day));
            let mut own = children.get(&place).cloned().unwrap_or_default();
            own.retain(|child| !self.aimed_at.contains(child));
            self.planned.wishes.extend(hand_over(tree, self.day, change.row, &own, into));
        }
        Ok(())
    }
}

/// Wishes that hand the children of a merged organisation to the one it is merged into.
pub(crate) fn hand_over(tree: &mut Tree, day: Day, row: u32, children: &[usize], into: usize) -> Vec<Wish> {
    let note = tree.symbols.get("");
    let wish = |child: usize| {
        let state = tree.on(child, day)?;
        let shape = Shape {
            code: state.code.clone(),
            name: state.name.clone(),
            level: state.level.clone(),
            division_kind: state.division_kind.clone(),
            parent: Some(into),
        };
        Some(Wish { row, place: child, what: What::Be(shape), op: "move", note: note.clone() })
    };
    children.iter().copied().filter_map(wish).collect()
}

/// Whether a state already is what a shape asks for.
fn is(tree: &Tree, state: &State, shape: &Shape) -> bool {
    state.code == shape.code
        && state.name == shape.name
        && state.level == shape.level
        && state.division_kind == shape.division_kind
        && state.parent.and_then(|id| tree.place(id)) == shape.parent
}

/// Takes from a second row about the same organisation what differs from what it was.
fn combine(tree: &Tree, first: &mut Shape, second: &Shape, old: &State) {
    if second.code != old.code {
        first.code = second.code.clone();
    }
    if second.name != old.name {
        first.name = second.name.clone();
    }
    if second.division_kind != old.division_kind {
        first.division_kind = second.division_kind.clone();
    }
    if second.level != old.level {
        first.level = second.level.clone();
    }
    if second.parent != old.parent.and_then(|id| tree.place(id)) {
        first.parent = second.parent;
    }
}

/// The note of the history: the row's own, and for a split where it came from.
fn note_of(tree: &mut Tree, change: &Change, op: &str, origin: Option<&State>) -> Text {
    let from = origin.filter(|_| op == "split").map(|o| format!("{} {}", o.code, o.name)).unwrap_or_default();
    let note: String = [from.as_str(), change.note.as_str()].join(" ").trim().chars().take(200).collect();
    tree.symbols.get(&note)
}
