//! The audience in the editor: choices over the tree as they are being typed. Who fits one of them is in.

use kernel::{Fault, Faults, OrgId};
use kit::{FormView, W};
use org::rules::DOMAINS;

use super::{draft::split, view::Opt};
use org::AUDIENCE_CHOICES_MOST;

use crate::rules::Choice;

/// A choice as it is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClauseForm {
    /// Id of the organisation where it begins.
    pub(crate) under: String,
    /// Its code or path, if it is none of those offered; takes the place of `under` once it is found.
    pub(crate) other: String,
    pub(crate) levels: Vec<String>,
    pub(crate) domains: Vec<String>,
    pub(crate) tags: String,
}

/// A choice as the editor shows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClauseView {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) index: usize,
    /// `Choice 2`; empty if it is the only one.
    pub(crate) name: String,
    pub(crate) unders: Vec<Opt>,
    pub(crate) other: String,
    pub(crate) other_error: String,
    pub(crate) tag: String,
    pub(crate) levels: Vec<Opt>,
    pub(crate) domains: Vec<Opt>,
    pub(crate) open: bool,
}

impl ClauseForm {
    /// Everything of one level below a place.
    pub(crate) fn fresh(under: OrgId, level: Option<&String>) -> Self {
        Self { under: under.to_string(), levels: level.into_iter().cloned().collect(), ..Self::default() }
    }

    pub(crate) fn of(clause: &Choice) -> Self {
        Self {
            under: clause.under.to_string(),
            other: String::new(),
            levels: clause.levels.clone(),
            domains: clause.domains.clone(),
            tags: clause.tags.join(", "),
        }
    }

    /// All choices of a sent form.
    pub(crate) fn all(form: &kit::Form) -> Vec<Self> {
        let count = form.get("clauses").parse::<usize>().unwrap_or(0).min(AUDIENCE_CHOICES_MOST + 1);
        let one = |n: usize| {
            let name = |part: &str| format!("clauses.{n}.{part}");
            let (level, domain) = (name("level"), name("domain"));
            Self {
                under: form.get(&name("under")).to_owned(),
                other: form.get(&name("other")).to_owned(),
                levels: form.all(&level).map(str::to_owned).collect(),
                domains: form.all(&domain).map(str::to_owned).collect(),
                tags: form.get(&name("tag")).to_owned(),
            }
        };
        (0..count).map(one).collect()
    }

    /// The choice that is typed; a fault if it begins nowhere.
    pub(crate) fn read(&self, faults: &mut Faults) -> Option<Choice> {
        let Ok(under) = self.under.parse() else {
            faults.push(Fault::of("audience", "not_a_choice"));
            return None;
        };
        Some(Choice { under, levels: self.levels.clone(), domains: self.domains.clone(), tags: split(&self.tags) })
    }
}

/// The choices of the editor. `unders` are the places offered, `levels` those that stand below the writer.
pub(crate) fn clause_views(
    w: &W,
    clauses: &[ClauseForm],
    unders: &[(String, String)],
    levels: &[String],
    refused: Option<&FormView>,
) -> Vec<ClauseView> {
    let one = |(n, clause): (usize, &ClauseForm)| {
        let key = format!("clauses.{n}");
        let mut known: Vec<&str> = levels.iter().map(String::as_str).collect();
        known.extend(clause.levels.iter().map(String::as_str).filter(|l| !levels.iter().any(|k| k == l)));
        let error = refused.map_or_else(String::new, |r| r.error(&format!("{key}.other")).to_owned());
        ClauseView {
            id: format!("c{n}"),
            index: n,
            name: if clauses.len() > 1 { w.n("task_list.editor.clause_n", n + 1) } else { String::new() },
            unders: unders.iter().map(|(id, name)| opt(id, name, id == &clause.under)).collect(),
            open: !clause.domains.is_empty() || !clause.tags.is_empty() || !clause.other.is_empty(),
            other: clause.other.clone(),
            other_error: error,
            tag: clause.tags.clone(),
            levels: boxes(w, "org.level", &known, &clause.levels),
            domains: boxes(w, "org.domain", &DOMAINS, &clause.domains),
            key,
        }
    };
    clauses.iter().enumerate().map(one).collect()
}

fn opt(value: &str, label: &str, on: bool) -> Opt {
    Opt { value: value.to_owned(), label: label.to_owned(), on }
}

/// Boxes with the words of codes; a level that only a file knows is called as the file does.
fn boxes(w: &W, prefix: &str, codes: &[&str], chosen: &[String]) -> Vec<Opt> {
    let one = |code: &&str| {
        let key = format!("{prefix}.{code}");
        let label = if w.has(&key) { w.t(&key) } else { code };
        opt(code, label, chosen.iter().any(|c| c == code))
    };
    codes.iter().map(one).collect()
}
