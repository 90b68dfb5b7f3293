//! One day's changes: wished for together, judged together, then applied together.
//!
//! Old codes and superiors are read in the tree before the day, new superiors in the tree after it, so that
//! codes that are swapped or given to others in one batch come out right.

use std::collections::{HashMap, HashSet};

use kernel::{Day, OrgId, OrgPath};

use super::{
    kind::{domain_of, kind_of},
    state::{State, Text},
    tree::Tree,
};

/// Levels of superiors that a tree may have.
const DEPTH_MOST: usize = 16;

/// A change wished for: at most one per organisation and day.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Row of the file that wishes it; 0 if no file does.
    pub row: u32,
    /// Place of the organisation in the tree; a new one stands there without states.
    pub place: usize,
    /// What is wished.
    pub what: What,
    /// What the history calls it.
    pub op: &'static str,
    /// Note for the history.
    pub note: Text,
}

/// What a wish asks for.
#[derive(Debug, Clone)]
pub enum What {
    /// To be this from the day on.
    Be(Shape),
    /// To end, and perhaps to go on in another organisation.
    End(Option<usize>),
}

/// What an organisation shall be; everything else of its state follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Division code.
    pub code: Text,
    /// Name.
    pub name: Text,
    /// Level.
    pub level: Text,
    /// Kind of division.
    pub division_kind: Text,
    /// Place of the superior; none for a root.
    pub parent: Option<usize>,
}

/// Why a row or a wish is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Row of the file; 0 if no file is read.
    pub row: u32,
    /// Column concerned: `code`, `name`, `parent`, `level`, `kind`, `op`, `old_code`, `new_code`, `new_parent`, `day`.
    pub column: &'static str,
    /// Code of the fault.
    pub code: &'static str,
    /// The value concerned, shortened.
    pub value: String,
    /// Values of the fault's sentence besides `value`.
    pub args: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal of a value in a row.
    #[must_use]
    pub fn new(row: u32, column: &'static str, code: &'static str, value: &str) -> Self {
        Self { row, column, code, value: value.chars().take(40).collect(), args: Vec::new() }
    }

    /// The same with a value for its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// As a fault of a form's field.
    #[must_use]
    pub fn fault(&self, field: &str) -> kernel::Fault {
        let fault = kernel::Fault::of(field, self.code).with("value", &self.value).with("row", self.row);
        self.args.iter().fold(fault, |f, (name, value)| f.with(name, value))
    }
}

/// An organisation whose place changed: everything at or below `from` now stands at or below `to`.
/// A list of these is in the order in which their prefixes may be replaced one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The organisation.
    pub org: OrgId,
    /// Its place before.
    pub from: OrgPath,
    /// Its place from the day on.
    pub to: OrgPath,
    /// The first day at the new place.
    pub day: Day,
}

/// What applying a batch did.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The day of the batch.
    pub day: Option<Day>,
    /// Places whose state changed; the store writes their rows anew.
    pub touched: Vec<usize>,
    /// Places among them that had another code before, or ended.
    pub recoded: Vec<usize>,
    /// Places that got another name, with the former one.
    pub renamed: Vec<(usize, Text)>,
    /// Superiors that got children and did not change otherwise.
    pub grown: Vec<usize>,
    /// Branches that stand elsewhere now.
    pub moved: Vec<Moved>,
    /// Organisations that went along when a superior moved.
    pub followed: usize,
}

/// The state of judging: what the tree will look like if the accepted wishes come true.
struct Judge<'a> {
    tree: &'a Tree,
    day: Day,
    wishes: &'a [Wish],
    /// Place to wish.
    by_place: HashMap<usize, usize>,
    refused: HashMap<usize, Refusal>,
    children: Option<HashMap<usize, Vec<usize>>>,
    /// Superiors of states that begin after the day.
    later_parents: HashSet<OrgId>,
}

/// Judges all wishes of a day. Answers the refusals; what depends on a refused wish is refused too.
#[must_use]
pub fn judge(tree: &Tree, day: Day, wishes: &[Wish]) -> HashMap<usize, Refusal> {
    let by_place = wishes.iter().enumerate().map(|(n, w)| (w.place, n)).collect();
    let restructures = |w: &Wish| match &w.what {
        What::End(_) => true,
        What::Be(shape) => tree.parent_on(w.place, day) != shape.parent && tree.on(w.place, day).is_some(),
    };
    let children = wishes.iter().any(restructures).then(|| tree.children_on(day));
    let later = tree.nodes.iter().flat_map(|n| &n.states).filter(|s| s.from > day && s.from < s.to);
    let later_parents = later.filter_map(|s| s.parent).collect();
    let mut judge = Judge { tree, day, wishes, by_place, refused: HashMap::new(), children, later_parents };
    judge.each_alone();
    judge.codes();
    // A refusal may pull others with it, at most once each.
    loop {
        let before = judge.refused.len();
        judge.together();
        if judge.refused.len() == before {
            break;
        }
    }
    judge.refused
}

impl Judge<'_> {
    fn refuse(&mut self, wish: usize, column: &'static str, code: &'static str, value: &str) {
        let refusal = Refusal::new(self.wishes[wish].row, column, code, value);
        self.refused.entry(wish).or_insert(refusal);
    }

    fn each_alone(&mut self) {
        for n in 0..self.wishes.len() {
            let node = &self.tree.nodes[self.wishes[n].place];
            if self.by_place.get(&self.wishes[n].place) != Some(&n) {
                self.refuse(n, "code", "org_twice", &self.code_of(n));
            } else if node.has_later(self.day) || node.until < Day::FOREVER {
                self.refuse(n, "day", "org_backdated", &self.code_of(n));
            }
        }
    }

    /// The code a wish is about: the wished one, or the one held until now.
    fn code_of(&self, wish: usize) -> String {
        match &self.wishes[wish].what {
            What::Be(shape) => shape.code.to_string(),
            What::End(_) => self.held(self.wishes[wish].place).unwrap_or_default().to_string(),
        }
    }

    fn held(&self, place: usize) -> Option<Text> {
        self.tree.nodes[place].states.last().filter(|s| s.from < s.to).map(|s| s.code.clone())
    }

    /// No code may belong to two organisations on one day, from this day on.
    fn codes(&mut self) {
        let mut taken: HashMap<Text, usize> = HashMap::new();
        for (place, node) in self.tree.nodes.iter().enumerate() {
            if self.by_place.contains_key(&place) {
                continue;
            }
            for state in node.states.iter().filter(|s| s.to > self.day && s.from < s.to) {
                taken.insert(state.code.clone(), usize::MAX);
            }
        }
        for n in 0..self.wishes.len() {
            let What::Be(shape) = &self.wishes[n].what else { continue };
            let code = shape.code.clone();
            if !self.refused.contains_key(&n) && taken.insert(code.clone(), n).is_some() {
                self.refuse(n, "code", "org_code_taken", &code);
            }
        }
    }

    fn together(&mut self) {
        for n in 0..self.wishes.len() {
            if self.refused.contains_key(&n) {
                continue;
            }
            let verdict = match &self.wishes[n].what {
                What::Be(shape) => self.shape_fault(n, shape),
                What::End(into) => self.end_fault(n, *into),
            };
            if let Some((column, code, value)) = verdict {
                self.refuse(n, column, code, &value);
            }
        }
        self.keep_codes_of_refused();
    }

    /// A refused recoding leaves its old code with its holder; whoever wished for that code cannot have it.
    fn keep_codes_of_refused(&mut self) {
        let kept: HashSet<Text> = self.refused.keys().filter_map(|n| self.held(self.wishes[*n].place)).collect();
        for n in 0..self.wishes.len() {
            let What::Be(shape) = &self.wishes[n].what else { continue };
            let code = shape.code.clone();
            let own = self.held(self.wishes[n].place).is_some_and(|c| c == code);
            if !own && !self.refused.contains_key(&n) && kept.contains(&code) {
                self.refuse(n, "code", "org_code_taken", &code);
            }
        }
    }

    fn shape_fault(&self, n: usize, shape: &Shape) -> Option<(&'static str, &'static str, String)> {
        let parent = shape.parent?;
        let place = self.wishes[n].place;
        if let Some(code) = self.absent(parent) {
            return Some(("parent", code, self.label(parent)));
        }
        let mut depth = 1;
        let mut above = Some(parent);
        while let Some(one) = above {
            depth += 1;
            if one == place {
                return Some(("parent", "org_circle", self.label(parent)));
            }
            if depth > DEPTH_MOST {
                return Some(("parent", "org_too_deep", self.label(parent)));
            }
            above = self.parent_after(one);
        }
        let moves = self.tree.on(place, self.day).is_some() && self.tree.parent_on(place, self.day) != Some(parent);
        (moves && self.branch_has_later(place)).then(|| ("day", "org_backdated", shape.code.to_string()))
    }

    /// Why an organisation cannot be a superior from the day on, if so.
    fn absent(&self, place: usize) -> Option<&'static str> {
        if let Some(n) = self.by_place.get(&place) {
            let refused = self.refused.contains_key(n);
            match &self.wishes[*n].what {
                What::End(_) if !refused => return Some("org_parent_ended"),
                What::Be(_) if !refused => return None,
                _ => {}
            }
        }
        match self.tree.on(place, self.day) {
            None if self.by_place.contains_key(&place) => Some("org_parent_refused"),
            None => Some("org_parent_unknown"),
            Some(_) if self.tree.nodes[place].has_later(self.day) => Some("org_backdated"),
            Some(_) => None,
        }
    }

    fn parent_after(&self, place: usize) -> Option<usize> {
        match self.by_place.get(&place).filter(|n| !self.refused.contains_key(n)).map(|n| &self.wishes[*n].what) {
            Some(What::Be(shape)) => shape.parent,
            _ => self.tree.parent_on(place, self.day),
        }
    }

    fn end_fault(&self, n: usize, into: Option<usize>) -> Option<(&'static str, &'static str, String)> {
        if let Some(into) = into
            && let Some(code) = self.absent(into)
        {
            let code = if code == "org_backdated" { code } else { "org_target_unknown" };
            return Some(("new_code", code, self.label(into)));
        }
        let place = self.wishes[n].place;
        if self.later_parents.contains(&self.tree.nodes[place].id) {
            return Some(("day", "org_backdated", self.code_of(n)));
        }
        let children = self.children.as_ref()?.get(&place)?;
        let stays = |child: &&usize| match self.by_place.get(child).filter(|c| !self.refused.contains_key(c)) {
            Some(wish) => matches!(&self.wishes[*wish].what, What::Be(shape) if shape.parent == Some(place)),
            None => true,
        };
        children.iter().find(stays).map(|child| ("code", "org_has_children", self.label(*child)))
    }

    /// Whether anything at a place or below is recorded for a later day.
    fn branch_has_later(&self, place: usize) -> bool {
        let Some(children) = &self.children else { return false };
        let later = |one: &usize| {
            let node = &self.tree.nodes[*one];
            node.has_later(self.day) || self.later_parents.contains(&node.id)
        };
        later(&place) || Tree::below(place, children).iter().any(later)
    }

    fn label(&self, place: usize) -> String {
        match self.by_place.get(&place) {
            Some(n) => self.code_of(*n),
            None => self.held(place).unwrap_or_default().to_string(),
        }
    }
}

/// Applies accepted wishes to the tree.
///
/// # Errors
/// A superior that can take no more children.
pub fn apply(tree: &mut Tree, day: Day, wishes: &[Wish]) -> Result<Outcome, Refusal> {
    let children = wishes.iter().any(|w| tree.on(w.place, day).is_some()).then(|| tree.children_on(day));
    let mut mover = Mover { day, wished: HashMap::new(), done: HashMap::new(), grown: HashSet::new() };
    for wish in wishes {
        if let What::Be(shape) = &wish.what
            && (tree.on(wish.place, day).is_none() || tree.parent_on(wish.place, day) != shape.parent)
        {
            mover.wished.insert(wish.place, shape.parent);
        }
    }
    for wish in wishes.iter().filter(|w| matches!(w.what, What::Be(_))) {
        mover.place(tree, wish.place).ok_or_else(|| Refusal::new(wish.row, "parent", "org_full", ""))?;
    }
    let mut outcome = Outcome { day: Some(day), ..Outcome::default() };
    follow(tree, day, &mut mover, children.as_ref(), wishes, &mut outcome);
    for wish in wishes {
        fulfil(tree, day, wish, &mut mover, &mut outcome);
    }
    let touched: HashSet<usize> = outcome.touched.iter().copied().collect();
    outcome.grown = mover.grown.into_iter().filter(|p| !touched.contains(p)).collect();
    outcome.grown.sort_unstable();
    // Deepest first: a branch that left another one is re-homed before what it left.
    outcome.moved.sort_by(|a, b| b.from.depth().cmp(&a.from.depth()).then_with(|| a.from.cmp(&b.from)));
    Ok(outcome)
}

/// Gives places in the tree: parents before children, ordinals never twice.
struct Mover {
    day: Day,
    /// New organisations and those with another superior, with the superior.
    wished: HashMap<usize, Option<usize>>,
    done: HashMap<usize, OrgPath>,
    grown: HashSet<usize>,
}

impl Mover {
    /// The path of an organisation after the batch; none when its superior is full.
    fn place(&mut self, tree: &mut Tree, place: usize) -> Option<OrgPath> {
        if let Some(path) = self.done.get(&place) {
            return Some(path.clone());
        }
        let path = match self.wished.get(&place).copied() {
            Some(None) => OrgPath::everything().child(next_root(tree))?,
            Some(Some(parent)) => {
                let above = self.place(tree, parent)?;
                let ordinal = tree.nodes[parent].next_child;
                tree.nodes[parent].next_child += 1;
                self.grown.insert(parent);
                above.child(ordinal)?
            }
            None => self.carried(tree, place)?,
        };
        self.done.insert(place, path.clone());
        Some(path)
    }

    /// The path of an organisation that keeps its superior: the old one, unless the superior's changes.
    fn carried(&mut self, tree: &mut Tree, place: usize) -> Option<OrgPath> {
        let own = tree.on(place, self.day)?.path.clone();
        let Some(parent) = tree.parent_on(place, self.day) else { return Some(own) };
        let before = tree.on(parent, self.day).map(|s| s.path.clone());
        let after = self.place(tree, parent)?;
        match before {
            Some(before) if before != after => own.rebased(&before, &after),
            _ => Some(own),
        }
    }
}

/// The ordinal of the next root: roots have no superior that could count for them.
fn next_root(tree: &mut Tree) -> i64 {
    tree.roots += 1;
    tree.roots
}

/// Everything below a moved organisation goes along.
fn follow(
    tree: &mut Tree,
    day: Day,
    mover: &mut Mover,
    children: Option<&HashMap<usize, Vec<usize>>>,
    wishes: &[Wish],
    outcome: &mut Outcome,
) {
    let Some(children) = children else { return };
    let own: HashSet<usize> = wishes.iter().map(|w| w.place).collect();
    let mut roots: Vec<usize> = mover.wished.keys().copied().filter(|p| tree.on(*p, day).is_some()).collect();
    roots.sort_unstable();
    let mut seen = HashSet::new();
    let op = tree.symbols.get("follow");
    let empty = tree.symbols.get("");
    let below: Vec<usize> = roots.into_iter().flat_map(|root| Tree::below(root, children)).collect();
    let along: Vec<usize> = below.into_iter().filter(|place| seen.insert(*place) && !own.contains(place)).collect();
    // All new places are worked out from the old ones before any state is entered.
    let paths: Vec<Option<OrgPath>> = along.iter().map(|place| mover.place(tree, *place)).collect();
    for (place, path) in along.into_iter().zip(paths) {
        let (Some(path), Some(state)) = (path, tree.on(place, day).cloned()) else { continue };
        if state.path != path {
            let next = State { from: day, to: Day::FOREVER, op: op.clone(), note: empty.clone(), path, ..state };
            tree.nodes[place].enter(next);
            outcome.touched.push(place);
            outcome.followed += 1;
        }
    }
}

fn fulfil(tree: &mut Tree, day: Day, wish: &Wish, mover: &mut Mover, outcome: &mut Outcome) {
    // What came into being that day is still new, whatever else happens to it on the day.
    let born = tree.on(wish.place, day).filter(|s| s.from == day && matches!(&*s.op, "add" | "split"));
    let op = match (born, &wish.what) {
        (Some(state), What::Be(_)) => state.op.clone(),
        _ => tree.symbols.get(wish.op),
    };
    outcome.touched.push(wish.place);
    let shape = match &wish.what {
        What::End(into) => {
            let into = into.map(|p| tree.nodes[p].id);
            tree.nodes[wish.place].end(day, op, wish.note.clone(), into);
            outcome.recoded.push(wish.place);
            return;
        }
        What::Be(shape) => shape,
    };
    let before = tree.on(wish.place, day).cloned();
    let path = mover.done.remove(&wish.place).unwrap_or_else(OrgPath::everything);
    let same_kind = before.as_ref().is_some_and(|b| b.division_kind == shape.division_kind && b.level == shape.level);
    let (kind, domain) = match &before {
        Some(b) if same_kind => (b.kind.clone(), b.domain.clone()),
        _ => {
            let domain = domain_of(&shape.level, &shape.division_kind, before.as_ref().map(|b| &*b.domain));
            (tree.symbols.get(kind_of(&shape.level, &shape.division_kind)), tree.symbols.get(domain))
        }
    };
    if let Some(before) = &before {
        if before.code != shape.code {
            outcome.recoded.push(wish.place);
        }
        if before.name != shape.name {
            outcome.renamed.push((wish.place, before.name.clone()));
        }
        if mover.wished.contains_key(&wish.place) {
            let org = tree.nodes[wish.place].id;
            outcome.moved.push(Moved { org, from: before.path.clone(), to: path.clone(), day });
        }
    }
    let parent = shape.parent.map(|p| tree.nodes[p].id);
    tree.nodes[wish.place].enter(State {
        from: day,
        to: Day::FOREVER,
        op,
        parent,
        path,
        level: shape.level.clone(),
        kind,
        division_kind: shape.division_kind.clone(),
        domain,
        name: shape.name.clone(),
        code: shape.code.clone(),
        note: wish.note.clone(),
    });
}
