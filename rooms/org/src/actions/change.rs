//! Changing one organisation: add, alter, move, merge, dissolve; first in numbers, then for good.

use cx::{AppError, Cx, Difference, Happening, Permit, Tx};
use kernel::{Day, Fault, Faults, OrgId, OrgPath, Role};
use serde_json::json;

use crate::{
    access::CHANGE,
    actions::{carry_out, effect::Effect, find, moved_json, not_future},
    rules::{
        CODE_MOST, Moved, NAME_MOST, Node, Outcome, Refusal, Shape, Text, Tree, WORD_MOST, What, Wish, kind, replay,
    },
    store::{
        self,
        read::{self, Facts, On},
    },
};

/// A change of one organisation.
#[derive(Debug, Clone)]
pub struct Deed {
    /// The organisation; for an addition its superior.
    pub org: OrgId,
    /// What is done.
    pub what: Doing,
    /// From which day; today if none.
    pub day: Option<Day>,
    /// Note for the history, up to 200 characters.
    pub note: String,
    /// Version of the organisation's row that the editor saw.
    pub version: Option<i64>,
}

/// What is done to an organisation.
#[derive(Debug, Clone)]
pub enum Doing {
    /// A new organisation comes into being below it.
    Add {
        /// Its name.
        name: String,
        /// Its code.
        code: String,
        /// Word of its level; one below the superior's if empty.
        level: String,
        /// Kind of division; may be empty.
        division_kind: String,
    },
    /// It gets another name, code or kind of division.
    Alter {
        /// Its name.
        name: String,
        /// Its code.
        code: String,
        /// Its kind of division.
        division_kind: String,
    },
    /// It gets another superior, named by code or path of names.
    Move {
        /// The superior as the editor calls it.
        to: String,
    },
    /// It ends and goes on in another one, which gets its children.
    Merge {
        /// The other one as the editor calls it.
        into: String,
    },
    /// It ends.
    Dissolve,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The organisation; for an addition the new one.
    pub org: OrgId,
    /// Branches that stand elsewhere now.
    pub moved: Vec<Moved>,
}

/// Whether the actor may change what stands at a place: a county's clerk or higher, below their own.
pub(crate) fn may_change(tx: &mut Tx<'_>, path: &OrgPath) -> Result<bool, AppError> {
    let seat = tx.actor().seat.clone();
    let allowed = CHANGE.is_for(seat.role) && seat.path.contains(path);
    Ok(allowed && is_high_enough(tx)?)
}

pub(super) fn is_high_enough(tx: &mut Tx<'_>) -> Result<bool, AppError> {
    let seat = tx.actor().seat.clone();
    if seat.role == Role::Operator {
        return Ok(true);
    }
    let own = read::one(tx, On::new(tx, None), seat.org)?;
    Ok(own.is_some_and(|o| !matches!(o.level.as_str(), "township" | "village")))
}

/// What the change would come to.
///
/// # Errors
/// Every refusal that the change itself would meet.
pub async fn preview(cx: &Cx, deed: Deed) -> Result<Effect, AppError> {
    cx.read(move |tx| work(tx, &deed).map(|work| work.effect)).await
}

/// Makes the change.
///
/// # Errors
/// [`AppError::Invalid`] with every refusal, [`AppError::Conflict`] if the organisation changed meanwhile,
/// [`AppError::NotFound`] out of sight, [`AppError::Forbidden`] for who may not.
pub async fn change(cx: &Cx, once: &str, deed: Deed) -> Result<Changed, AppError> {
    type Stored = (OrgId, Vec<(OrgId, String, String, Day)>);
    // Whatever differs in the deed is another deed: one key for two of them must not swallow the second.
    let key = if once.is_empty() { String::new() } else { cx::hash_token(&format!("org.change {deed:?} {once}")) };
    let (org, moved): Stored = cx
        .write_once(&key, move |tx| {
            store::tree::lock(tx)?;
            let mut work = work(tx, &deed)?;
            store::tree::save(tx, &work.permit, &mut work.tree, &work.outcome)?;
            let org = work.tree.nodes[work.place].id;
            let moved = work.outcome.moved;
            let detail = json!({"day": work.effect.day, "followed": work.effect.followed, "moved": moved_json(&moved)});
            let kind = match deed.what {
                Doing::Add { .. } => "org.added",
                Doing::Alter { .. } => "org.altered",
                Doing::Move { .. } => "org.moved",
                Doing::Merge { .. } => "org.merged",
                Doing::Dissolve => "org.dissolved",
            };
            let plain = moved.into_iter().map(|m| (m.org, m.from.to_string(), m.to.to_string(), m.day)).collect();
            Ok(Happening::new(kind, org, org).detail(detail).answer((org, plain)))
        })
        .await?;
    let path = |text: &str| OrgPath::parse(text).ok_or_else(|| AppError::Internal(format!("the path {text}")));
    let moved = moved
        .into_iter()
        .map(|(org, from, to, day)| Ok(Moved { org, from: path(&from)?, to: path(&to)?, day }))
        .collect::<Result<_, AppError>>()?;
    Ok(Changed { org, moved })
}

struct Work {
    tree: Tree,
    outcome: Outcome,
    effect: Effect,
    permit: Permit,
    /// Place of the organisation that the deed made or changed.
    place: usize,
}

/// Loads what the deed touches, authorises, decides, and applies in memory.
fn work(tx: &mut Tx<'_>, deed: &Deed) -> Result<Work, AppError> {
    let day = deed.day.unwrap_or_else(|| tx.today());
    not_future(tx, day, "day")?;
    let facts = read::facts(tx, deed.org)?.ok_or(AppError::NotFound)?;
    let target_place = match &deed.what {
        Doing::Add { .. } => facts.path.child(0).ok_or(AppError::NotFound)?,
        _ => facts.path.clone(),
    };
    let permit = tx.permit(&CHANGE, &target_place)?;
    if facts.until < Day::FOREVER {
        return Err(Fault::of("day", "org_ended").with("day", facts.until).into());
    }
    if !is_high_enough(tx)? {
        return Err(AppError::Forbidden(CHANGE.name));
    }
    unchanged_since(deed, &facts)?;
    let mut tree = store::tree::empty(tx)?;
    store::tree::load_branch(tx, &mut tree, &facts.path)?;
    let place = tree.place(deed.org).ok_or(AppError::NotFound)?;
    if let Some(parent) = tree.nodes[place].states.last().and_then(|s| s.parent) {
        store::tree::load_one(tx, &mut tree, parent)?;
    }
    let on = On::new(tx, Some(day));
    let aim = aim(tx, &mut tree, deed, place, day)?;
    let below = match deed.what {
        Doing::Add { .. } => Vec::new(),
        _ => {
            let mut counts = read::count(tx, on, &facts.path)?;
            let own = tree.nodes[place].states.last().map(|s| s.level.clone()).unwrap_or_default();
            counts.iter_mut().filter(|(l, _)| **l == *own).for_each(|(_, n)| *n -= 1);
            counts.retain(|(_, n)| *n > 0);
            counts
        }
    };
    let handed = aim.wishes.len() - 1;
    let subject = aim.wishes[0].place;
    let mut refused = Vec::new();
    let done = carry_out(&mut tree, day, aim.wishes, &mut refused, false);
    let Some((outcome, _)) = done else { return Err(faults(&refused).into()) };
    let effect = Effect { name: facts.name, day, below, followed: outcome.followed, handed, target: aim.target };
    Ok(Work { tree, outcome, effect, permit, place: subject })
}

fn unchanged_since(deed: &Deed, facts: &Facts) -> Result<(), AppError> {
    if deed.version.is_none_or(|seen| seen == facts.version) {
        return Ok(());
    }
    let mine = match &deed.what {
        Doing::Alter { name, .. } => name.clone(),
        _ => String::new(),
    };
    Err(AppError::Conflict(vec![Difference { field: "org.form.name", mine, theirs: facts.name.clone() }]))
}

/// Refusals under the names of the form's fields.
fn faults(refused: &[Refusal]) -> Faults {
    let field = |column: &str| match column {
        "parent" | "new_parent" | "new_code" => "target".to_owned(),
        other => other.to_owned(),
    };
    refused.iter().map(|r| r.fault(&field(r.column))).collect()
}

/// The wishes of a deed, the subject's first, and the path of names of its target.
struct Aim {
    wishes: Vec<Wish>,
    target: String,
}

fn aim(tx: &mut Tx<'_>, tree: &mut Tree, deed: &Deed, place: usize, day: Day) -> Result<Aim, AppError> {
    let note: String = kernel::text::tidy(&deed.note).chars().take(200).collect();
    let note = Text::from(note);
    let Some(now) = tree.nodes[place].states.last().cloned() else { return Err(AppError::NotFound) };
    let parent = now.parent.and_then(|id| tree.place(id));
    let kept = Shape { code: now.code, name: now.name, level: now.level, division_kind: now.division_kind, parent };
    let wish = |place, what, op| Wish { row: 0, place, what, op, note: note.clone() };
    match &deed.what {
        Doing::Add { name, code, level, division_kind } => {
            let mut shape = described(tx, name, code, division_kind, day, None)?;
            let word = kernel::text::tidy(level);
            if kernel::text::length(&word) > WORD_MOST {
                return Err(Fault::of("level", "org_too_long").with("most", WORD_MOST).into());
            }
            shape.level = match word.as_str() {
                "" => tree.symbols.get(kind::level_by_code("-", Some(&kept.level))),
                word => tree.symbols.get(&kind::level_of(word)),
            };
            shape.parent = Some(place);
            let fresh = tree.push(Node::planned(tx.new_id(), day));
            Ok(Aim { wishes: vec![wish(fresh, What::Be(shape), "add")], target: String::new() })
        }
        Doing::Alter { name, code, division_kind } => {
            let asked = described(tx, name, code, division_kind, day, Some(deed.org))?;
            let shape = Shape { level: kept.level.clone(), parent: kept.parent, ..asked };
            let op = match () {
                () if shape == kept => return Err(Fault::of("name", "org_nothing_changed").into()),
                () if shape.division_kind != kept.division_kind => "reclassify",
                () if shape.code != kept.code => "recode",
                () => "rename",
            };
            Ok(Aim { wishes: vec![wish(place, What::Be(shape), op)], target: String::new() })
        }
        Doing::Move { to } => {
            let (target, path) = target(tx, tree, to, day)?;
            if kept.parent == Some(target) {
                return Err(Fault::of("target", "org_nothing_changed").into());
            }
            let shape = Shape { parent: Some(target), ..kept };
            Ok(Aim { wishes: vec![wish(place, What::Be(shape), "move")], target: path })
        }
        Doing::Merge { into } => {
            let (target, path) = target(tx, tree, into, day)?;
            if target == place {
                return Err(Fault::of("target", "org_circle").with("value", into).into());
            }
            let mut wishes = vec![wish(place, What::End(Some(target)), "merge")];
            let children = tree.children_on(day).remove(&place).unwrap_or_default();
            wishes.extend(replay::hand_over(tree, day, 0, &children, target));
            Ok(Aim { wishes, target: path })
        }
        Doing::Dissolve => Ok(Aim { wishes: vec![wish(place, What::End(None), "remove")], target: String::new() }),
    }
}

/// A shape from typed texts, checked; the level and the superior are the caller's to fill in.
fn described(
    tx: &mut Tx<'_>,
    name: &str,
    code: &str,
    division_kind: &str,
    day: Day,
    own: Option<OrgId>,
) -> Result<Shape, AppError> {
    let mut faults = Faults::new();
    let texts = [("name", name, NAME_MOST), ("code", code, CODE_MOST), ("division_kind", division_kind, WORD_MOST)];
    for (field, text, most) in texts {
        let length = kernel::text::length(text);
        if length > most {
            faults.push(Fault::of(field, "too_long").with("most", most).with("length", length));
        }
        if kernel::text::tidy(text).is_empty() && field != "division_kind" {
            faults.push(Fault::of(field, "required"));
        }
    }
    let (name, code, kind) =
        (kernel::text::tidy(name), kernel::text::tidy(code).replace(' ', ""), kernel::text::tidy(division_kind));
    if store::tree::holders(tx, &code, day)?.into_iter().any(|holder| Some(holder) != own) {
        faults.push(Fault::of("code", "org_code_taken").with("value", &code));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    Ok(Shape { code: code.into(), name: name.into(), level: "".into(), division_kind: kind.into(), parent: None })
}

/// The one organisation that the editor means, loaded; it must be one they may change below.
fn target(tx: &mut Tx<'_>, tree: &mut Tree, text: &str, day: Day) -> Result<(usize, String), AppError> {
    let on = On::new(tx, Some(day));
    let found = find::best(find::look(tx, on, text)?);
    // One name that merely contains the text is no answer to act upon.
    let clear = found.first().is_some_and(|f| f.rank < 3);
    let (true, [one]) = (clear, found.as_slice()) else {
        let listed: Vec<String> =
            found.iter().take(5).map(|f| format!("{} {}", f.placed.path_text(), f.placed.org.code)).collect();
        let code = if listed.is_empty() { "org_target_unknown" } else { "org_ambiguous" };
        return Err(Fault::of("target", code).with("value", text).with("found", listed.join("; ")).into());
    };
    let path = one.placed.path_text();
    let org = one.placed.org.id;
    let below = one.placed.org.path.child(0).ok_or(AppError::NotFound)?;
    tx.permit(&CHANGE, &below)?;
    store::tree::load_one(tx, tree, org)?;
    Ok((tree.place(org).ok_or(AppError::NotFound)?, path))
}
