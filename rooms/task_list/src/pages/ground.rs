//! Choosing what something rests on: a target, a clause. In the editor of lists, and for decisions of meetings.

use document::Picker;
use kernel::{Fault, Faults};
use kit::{Form, W};

use super::{assignment, view::Opt};
use crate::actions::ground::Offered;
use crate::rules::Ground;

/// The targets to choose from, by the letters they stand in; `chosen` is what was sent.
#[must_use]
pub fn targets(w: &W, offered: &Offered, chosen: &str) -> Vec<Opt> {
    let opt = |value: String, label: String| Opt { on: value == chosen, value, label };
    let mut opts = vec![opt(String::new(), w.t("task_list.editor.no_target").to_owned())];
    opts.extend(offered.targets.iter().map(|t| {
        let text = assignment::shorten(&t.text, 30);
        opt(t.target.to_string(), format!("{} · {} {}. {text}", t.issuer_name, t.title, t.seq))
    }));
    opts
}

/// The field of this name in which a clause is chosen, as HTML; `chosen` is the id that was sent, `typed` what was typed
/// to find one.
#[must_use]
pub fn clause(w: &W, offered: &Offered, name: String, (chosen, typed): (&str, &str), error: &str) -> String {
    let chosen = chosen.parse().ok().and_then(|id| offered.clauses.get(&id)).cloned();
    let picker = Picker {
        w: *w,
        name,
        label: w.t("task_list.editor.clause").to_owned(),
        typed: if chosen.is_some() { String::new() } else { typed.to_owned() },
        chosen,
        error: error.to_owned(),
        optional: true,
    };
    // A template that fails is our fault; the form is still of use without the field.
    picker.html().unwrap_or_default()
}

/// What a sent form chose in the fields of these names; the words are the program's to write.
///
/// # Errors
/// A fault of the field `clause` if something was typed that names none.
pub fn read(form: &Form, clause: &str, target: &str) -> Result<Ground, Faults> {
    let chosen = document::picked(form, clause);
    if chosen.is_none() && form.opt(&format!("{clause}_ref")).is_some() {
        return Err(vec![Fault::of("clause", "task_list_clause_typed")]);
    }
    Ok(Ground { clause: chosen, target: form.get(target).parse().ok(), words: String::new() })
}
