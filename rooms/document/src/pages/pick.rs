//! Choosing a clause in the forms of later rooms: words are typed, clauses offered; without scripts the field takes
//! a clause's reference number.

use askama::Template;
use cx::AppError;
use kernel::ClauseId;
use kit::{Answer, Form, Req, W};

use crate::actions::{
    cite::ClauseRef,
    search::{pick, reference},
};

/// The field of a form in which a clause is chosen. Sends `{name}` (the chosen id) and `{name}_ref` (what was typed);
/// [`picked`] reads both.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/pick.html")]
pub struct Picker {
    /// The words.
    pub w: W,
    /// Name of the field: small letters, digits and `_`.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The clause that is chosen already.
    pub chosen: Option<ClauseRef>,
    /// What was typed.
    pub typed: String,
    /// The sentence of its fault; empty if it has none.
    pub error: String,
    /// Whether the field may stay empty.
    pub optional: bool,
}

impl Picker {
    /// The field as HTML, to be put into a form unescaped.
    ///
    /// # Errors
    /// If the template fails, which is our fault.
    pub fn html(&self) -> Result<String, AppError> {
        self.render().map_err(|e| AppError::Internal(format!("template: {e}")))
    }
}

/// The clause that a sent form chose in the [`Picker`] of this name: what was ticked, else what the typed text names.
#[must_use]
pub fn picked(form: &Form, name: &str) -> Option<ClauseId> {
    form.opt(name).and_then(|id| id.parse().ok()).or_else(|| reference(form.get(&format!("{name}_ref"))))
}

/// The clauses offered for what was typed.
#[derive(Template)]
#[template(path = "pages/pick_part.html")]
struct PickPart {
    w: W,
    name: String,
    found: Vec<ClauseRef>,
    /// Said instead of clauses.
    note: String,
}

/// `GET /clauses/pick?name=clause&q=…`: the part that htmx puts under the field.
pub(super) async fn part(req: Req) -> Answer {
    let name: String = req
        .query
        .get("name")
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_')
        .take(30)
        .collect();
    let typed = req.query.opt("q").unwrap_or_else(|| req.query.get(&format!("{name}_ref")));
    let (found, note) = match pick(&req.cx, typed).await {
        Ok(found) if found.is_empty() => (found, req.w.t("document.pick.none").to_owned()),
        Ok(found) => (found, String::new()),
        Err(AppError::Invalid(faults)) => (Vec::new(), faults.first().map(|f| req.w.fault(f)).unwrap_or_default()),
        Err(other) => return Err(other.into()),
    };
    req.render(&PickPart { w: req.w, name, found, note })
}
