//! The tree into memory and a day's changes back: set-based both ways.

use std::collections::HashSet;

use cx::{AppError, Permit, Tx};
use db::{Arg, Row, args};
use kernel::{Day, OrgId, OrgPath};
use pinyin::ToPinyin;

use crate::{
    rules::{Node, Outcome, State, Text, Tree},
    store::{CHUNK, chunk_args, many, names},
};

macro_rules! loaded {
    ($rest:literal) => {
        concat!(
            "SELECT h.org_id, h.from_day, h.to_day, h.op, h.parent_id, h.path, h.level, h.kind, h.division_kind, \
             h.domain, h.name, h.code, h.note, o.since_day, o.until_day, o.merged_into, o.next_child, o.version \
             FROM org_history h JOIN org o ON o.org_id = h.org_id WHERE ",
            $rest
        )
    };
}

/// Every state that lasts to a day or longer, page by page.
pub(crate) const LOAD_ALL: &str =
    loaded!("h.to_day >= $1 AND (h.org_id, h.from_day) > ($2, $3) ORDER BY h.org_id, h.from_day LIMIT $4");
/// What holds now at a place and below it.
pub(crate) const LOAD_BRANCH: &str = loaded!("h.to_day = $1 AND h.path >= $2 AND h.path < $3 ORDER BY h.path");
/// What holds now of one organisation.
pub(crate) const LOAD_ONE: &str = loaded!("h.to_day = $1 AND h.org_id = $2 ORDER BY h.from_day");
/// The last place that a root ever had.
pub(crate) const LAST_ROOT: &str = "SELECT COALESCE(MAX(path), '') FROM org_history WHERE parent_id IS NULL";
/// Changes of the tree come one after the other: each takes the roots' rows first.
pub(crate) const LOCK_ROOTS: &str = "UPDATE org SET next_child = next_child WHERE parent_id IS NULL";
/// Who holds a code on a day or later.
pub(crate) const CODE_HOLDERS: &str = "SELECT org_id FROM org_code WHERE code = $1 AND to_day > $2";
pub(crate) const DROP_HISTORY: &str = concat!("DELETE FROM org_history WHERE from_day = $1 AND org_id IN ", many!());
pub(crate) const CLOSE_HISTORY: &str =
    concat!("UPDATE org_history SET to_day = $1 WHERE to_day = '9999-12-31' AND org_id IN ", many!());
pub(crate) const DROP_CODE: &str = concat!("DELETE FROM org_code WHERE from_day = $1 AND org_id IN ", many!());
pub(crate) const CLOSE_CODE: &str =
    concat!("UPDATE org_code SET to_day = $1 WHERE to_day = '9999-12-31' AND org_id IN ", many!());
pub(crate) const DROP_ORG: &str = concat!("DELETE FROM org WHERE until_day >= $1 AND org_id IN ", many!());

/// States read at once.
const PAGE: i64 = 20_000;

/// Locks the tree against other changes until the unit of work ends.
pub(crate) fn lock(tx: &mut Tx<'_>) -> Result<(), AppError> {
    tx.exec(LOCK_ROOTS, &[])?;
    Ok(())
}

/// The whole tree with every state that matters to a change on `day` or later, and to the day before it.
pub(crate) fn load(tx: &mut Tx<'_>, day: Day) -> Result<Tree, AppError> {
    let mut tree = empty(tx)?;
    let mut after = (i64::MIN, String::new());
    loop {
        let mut rows = 0;
        let bound = args![day, after.0, after.1.as_str(), PAGE].to_vec();
        tx.each(LOAD_ALL, &bound, |row| {
            rows += 1;
            after = (row.get(0)?, row.get(1)?);
            add_row(&mut tree, row)
        })?;
        if rows < PAGE {
            return Ok(tree);
        }
    }
}

/// A tree without organisations that knows where the next root goes.
pub(crate) fn empty(tx: &mut Tx<'_>) -> Result<Tree, AppError> {
    let (last,): (String,) = tx.one(LAST_ROOT, &[])?;
    let roots = last.get(..4).and_then(|digits| i64::from_str_radix(digits, 36).ok()).unwrap_or(0);
    let mut tree = Tree::default();
    tree.roots = roots;
    Ok(tree)
}

/// Adds what holds now at a place and below it.
pub(crate) fn load_branch(tx: &mut Tx<'_>, tree: &mut Tree, path: &OrgPath) -> Result<(), AppError> {
    let (from, until) = path.range();
    Ok(tx.each(LOAD_BRANCH, args![Day::FOREVER, from, until], |row| add_row(tree, row))?)
}

/// Adds what holds now of one organisation.
pub(crate) fn load_one(tx: &mut Tx<'_>, tree: &mut Tree, org: OrgId) -> Result<(), AppError> {
    if tree.place(org).is_some() {
        return Ok(());
    }
    Ok(tx.each(LOAD_ONE, args![Day::FOREVER, org], |row| add_row(tree, row))?)
}

/// Who holds a code on a day or later.
pub(crate) fn holders(tx: &mut Tx<'_>, code: &str, day: Day) -> Result<Vec<OrgId>, AppError> {
    Ok(tx.all::<(OrgId,)>(CODE_HOLDERS, args![code, day])?.into_iter().map(|(org,)| org).collect())
}

fn add_row(tree: &mut Tree, row: &Row<'_>) -> Result<(), db::DbFault> {
    let id: OrgId = row.get(0)?;
    let mut shared = |column: usize| Ok::<Text, db::DbFault>(tree.symbols.get(&row.get::<String>(column)?));
    let state = State {
        from: row.get(1)?,
        to: row.get(2)?,
        op: shared(3)?,
        parent: row.get(4)?,
        path: row.get(5)?,
        level: shared(6)?,
        kind: shared(7)?,
        division_kind: shared(8)?,
        domain: shared(9)?,
        name: Text::from(row.get::<String>(10)?),
        code: Text::from(row.get::<String>(11)?),
        note: shared(12)?,
    };
    match tree.place(id) {
        Some(place) if tree.nodes[place].on(state.from).is_some_and(|s| *s == state) => {}
        Some(place) => tree.nodes[place].states.push(state),
        None => {
            tree.push(Node {
                id,
                states: vec![state],
                since: row.get(13)?,
                until: row.get(14)?,
                merged_into: row.get(15)?,
                next_child: row.get(16)?,
                version: row.get(17)?,
                stored: true,
            });
        }
    }
    Ok(())
}

const HISTORY_COLUMNS: [&str; 15] = [
    "org_id",
    "from_day",
    "to_day",
    "op",
    "parent_id",
    "path",
    "depth",
    "level",
    "kind",
    "division_kind",
    "domain",
    "name",
    "code",
    "sort_key",
    "note",
];
const ORG_COLUMNS: [&str; 17] = [
    "org_id",
    "parent_id",
    "path",
    "depth",
    "level",
    "kind",
    "division_kind",
    "domain",
    "name",
    "code",
    "search",
    "sort_key",
    "since_day",
    "until_day",
    "merged_into",
    "next_child",
    "version",
];

/// Writes what a batch did. The tree stays good for the next batch.
pub(crate) fn save(tx: &mut Tx<'_>, _: &Permit, tree: &mut Tree, outcome: &Outcome) -> Result<(), AppError> {
    let Some(day) = outcome.day else { return Ok(()) };
    let stored = |places: &[usize]| -> Vec<OrgId> {
        places.iter().map(|p| &tree.nodes[*p]).filter(|n| n.stored).map(|n| n.id).collect()
    };
    let (touched, recoded) = (stored(&outcome.touched), stored(&outcome.recoded));
    let rewritten = [touched.clone(), stored(&outcome.grown)].concat();
    for (ids, statements) in [
        (&touched, [DROP_HISTORY, CLOSE_HISTORY].as_slice()),
        (&recoded, &[DROP_CODE, CLOSE_CODE]),
        (&rewritten, &[DROP_ORG]),
    ] {
        for chunk in ids.chunks(CHUNK) {
            for statement in statements {
                tx.exec(statement, &chunk_args(Arg::from(day), chunk))?;
            }
        }
    }
    let recoded: HashSet<usize> = outcome.recoded.iter().copied().collect();
    let meter = tx.meter();
    meter.step("writing organisations");
    let counted = |row: &Vec<Arg>| meter.add(usize::from(!row.is_empty()));
    let orgs = outcome.touched.iter().chain(&outcome.grown).map(|p| org_row(&tree.nodes[*p])).inspect(counted);
    tx.insert_many("org", &ORG_COLUMNS, orgs)?;
    let states =
        outcome.touched.iter().filter_map(|p| tree.nodes[*p].states.last().map(|s| state_row(&tree.nodes[*p], s)));
    meter.step("writing their history");
    tx.insert_many("org_history", &HISTORY_COLUMNS, states.inspect(counted))?;
    let codes = outcome.touched.iter().filter(|p| !tree.nodes[**p].stored || recoded.contains(p)).filter_map(|p| {
        let node = &tree.nodes[*p];
        let state = node.states.last().filter(|s| s.from < s.to)?;
        Some(args![&*state.code, state.from, state.to, node.id].to_vec())
    });
    tx.insert_many("org_code", &["code", "from_day", "to_day", "org_id"], codes)?;
    let former: Vec<(OrgId, String)> =
        outcome.renamed.iter().map(|(p, name)| (tree.nodes[*p].id, name.to_string())).collect();
    names::add_aliases(tx, &former, "former")?;
    for place in &outcome.touched {
        tree.nodes[*place].stored = true;
    }
    Ok(())
}

fn state_row(node: &Node, s: &State) -> Vec<Arg> {
    let depth = i64::try_from(s.path.depth()).unwrap_or(0);
    vec![
        node.id.into(),
        s.from.into(),
        s.to.into(),
        (&*s.op).into(),
        s.parent.into(),
        (&s.path).into(),
        depth.into(),
        (&*s.level).into(),
        (&*s.kind).into(),
        (&*s.division_kind).into(),
        (&*s.domain).into(),
        (&*s.name).into(),
        (&*s.code).into(),
        (&*s.code).into(),
        (&*s.note).into(),
    ]
}

fn org_row(node: &Node) -> Vec<Arg> {
    let Some(s) = node.states.last() else { return Vec::new() };
    let depth = i64::try_from(s.path.depth()).unwrap_or(0);
    vec![
        node.id.into(),
        s.parent.into(),
        (&s.path).into(),
        depth.into(),
        (&*s.level).into(),
        (&*s.kind).into(),
        (&*s.division_kind).into(),
        (&*s.domain).into(),
        (&*s.name).into(),
        (&*s.code).into(),
        search_text(&s.name).into(),
        (&*s.code).into(),
        node.since.into(),
        node.until.into(),
        node.merged_into.into(),
        node.next_child.into(),
        node.version.into(),
    ]
}

/// By what a name is looked for: itself and the first letters of its pinyin, in small letters.
pub(crate) fn search_text(name: &str) -> String {
    let lower = kernel::text::tidy(name).to_lowercase();
    let mut initials = String::with_capacity(lower.len());
    for (c, sound) in lower.chars().zip(lower.as_str().to_pinyin()) {
        match sound {
            Some(sound) => initials.push_str(sound.first_letter()),
            None if c.is_alphanumeric() => initials.push(c),
            None => {}
        }
    }
    if initials == lower { lower } else { format!("{lower} {initials}") }
}

#[cfg(test)]
mod tests {
    use super::search_text;

    #[test]
    fn a_name_is_found_by_its_initials() {
        assert_eq!(search_text("韩集镇"), "韩集镇 hjz");
        assert_eq!(search_text("第3社区 A"), "第3社区 a d3sqa");
        assert_eq!(search_text("abc"), "abc");
    }
}
