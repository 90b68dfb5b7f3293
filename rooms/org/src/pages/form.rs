//! The forms that change one organisation: filled in, shown in numbers, then confirmed.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::{AppError, Difference};
use kernel::{Day, Fault, OrgId};
use kit::{Answer, Form, FormView, Req, Shell, W, redirect_with};

use crate::{
    actions::{
        change::{Deed, Doing, change, preview},
        effect::Effect,
        view::{self, Portrait},
    },
    pages::label,
    rules::kind::{DIVISIONS, LEVELS, SECTOR_KINDS},
};

/// Which form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Add,
    Alter,
    Move,
    Merge,
    Dissolve,
}

impl Verb {
    const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Alter => "alter",
            Self::Move => "move",
            Self::Merge => "merge",
            Self::Dissolve => "dissolve",
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Add => "org_added",
            Self::Alter => "org_altered",
            Self::Move => "org_moved",
            Self::Merge => "org_merged",
            Self::Dissolve => "org_dissolved",
        }
    }
}

/// One entry of a field that offers what there is.
struct Choice {
    value: String,
    label: String,
    on: bool,
}

/// The known codes, the chosen one marked.
fn choices(known: &[&str], chosen: &str, label: impl Fn(&str) -> String) -> Vec<Choice> {
    let one = |code: &str| Choice { value: code.to_owned(), label: label(code), on: code == chosen };
    known.iter().map(|code| one(code)).collect()
}

#[derive(Template)]
#[template(path = "pages/form.html")]
struct FormPage {
    s: Shell,
    w: W,
    verb: &'static str,
    title: String,
    lead: &'static str,
    id: OrgId,
    name: String,
    f: FormView,
    described: bool,
    aimed: bool,
    is_add: bool,
    divisions: Vec<Choice>,
    sectors: Vec<Choice>,
    levels: Vec<Choice>,
    effects: Vec<String>,
    differences: Vec<(&'static str, String, String)>,
    confirm: &'static str,
}

pub(super) async fn add(req: Req, Path(id): Path<String>) -> Answer {
    open(req, &id, Verb::Add).await
}

pub(super) async fn alter(req: Req, Path(id): Path<String>) -> Answer {
    open(req, &id, Verb::Alter).await
}

pub(super) async fn r#move(req: Req, Path(id): Path<String>) -> Answer {
    open(req, &id, Verb::Move).await
}

pub(super) async fn merge(req: Req, Path(id): Path<String>) -> Answer {
    open(req, &id, Verb::Merge).await
}

pub(super) async fn dissolve(req: Req, Path(id): Path<String>) -> Answer {
    open(req, &id, Verb::Dissolve).await
}

pub(super) async fn send_add(req: Req, Path(id): Path<String>) -> Answer {
    send(req, &id, Verb::Add).await
}

pub(super) async fn send_alter(req: Req, Path(id): Path<String>) -> Answer {
    send(req, &id, Verb::Alter).await
}

pub(super) async fn send_move(req: Req, Path(id): Path<String>) -> Answer {
    send(req, &id, Verb::Move).await
}

pub(super) async fn send_merge(req: Req, Path(id): Path<String>) -> Answer {
    send(req, &id, Verb::Merge).await
}

pub(super) async fn send_dissolve(req: Req, Path(id): Path<String>) -> Answer {
    send(req, &id, Verb::Dissolve).await
}

/// An organisation that the actor may change in this way.
async fn changeable(req: &Req, id: &str, verb: Verb) -> Result<(OrgId, Portrait), AppError> {
    let id: OrgId = id.parse().map_err(|_| AppError::NotFound)?;
    let portrait = view::portrait(&req.cx, id, None).await?;
    let own = id == req.cx.actor().seat.org && verb != Verb::Add;
    if !portrait.may_change || own { Err(AppError::Forbidden("org.change")) } else { Ok((id, portrait)) }
}

async fn open(req: Req, id: &str, verb: Verb) -> Answer {
    let (id, portrait) = changeable(&req, id, verb).await?;
    let today = req.cx.house().today().to_string();
    let version = portrait.facts.version.to_string();
    let mut values = vec![("day", today.as_str()), ("version", version.as_str())];
    let state = portrait.placed.as_ref().map(|p| &p.org);
    if let (Verb::Alter, Some(org)) = (verb, state) {
        values.extend([("name", &*org.name), ("code", &*org.code), ("division_kind", &*org.division_kind)]);
    }
    let page = page(&req, id, &portrait, verb, FormView::of(&values));
    req.render(&page)
}

fn page(req: &Req, id: OrgId, portrait: &Portrait, verb: Verb, f: FormView) -> FormPage {
    let w = req.w;
    let name = portrait.facts.name.clone();
    let key = |part: &str| format!("org.form.{}.{part}", verb.name());
    let kind = f.value("division_kind").to_owned();
    let sectors = choices(&SECTOR_KINDS, &kind, |code| label::division(&w, code));
    let mut divisions = choices(&DIVISIONS, &kind, |code| label::division(&w, code));
    if !kind.is_empty() && !divisions.iter().chain(&sectors).any(|c| c.on) {
        divisions.insert(0, Choice { label: label::division(&w, &kind), value: kind, on: true });
    }
    FormPage {
        divisions,
        sectors,
        levels: choices(&LEVELS, f.value("level"), |code| label::level(&w, code)),
        s: req.shell(),
        w,
        verb: verb.name(),
        title: w.f(&key("title"), &[("name", &name)]),
        lead: w.t(&key("lead")),
        id,
        name,
        f,
        described: matches!(verb, Verb::Add | Verb::Alter),
        aimed: matches!(verb, Verb::Move | Verb::Merge),
        is_add: verb == Verb::Add,
        effects: Vec::new(),
        differences: Vec::new(),
        confirm: w.t(&key("confirm")),
    }
}

/// What the form asks for.
fn deed(form: &Form, org: OrgId, verb: Verb) -> Result<Deed, Fault> {
    let text = |name: &str| form.get(name).chars().take(300).collect::<String>();
    let what = match verb {
        Verb::Add => Doing::Add {
            name: text("name"),
            code: text("code"),
            level: text("level"),
            division_kind: text("division_kind"),
        },
        Verb::Alter => Doing::Alter { name: text("name"), code: text("code"), division_kind: text("division_kind") },
        Verb::Move => Doing::Move { to: text("target") },
        Verb::Merge => Doing::Merge { into: text("target") },
        Verb::Dissolve => Doing::Dissolve,
    };
    let day: Option<Day> = form.opt("day").map(|_| form.parsed("day", "not_a_day")).transpose()?;
    let version = if verb == Verb::Add { None } else { form.get("version").parse().ok() };
    Ok(Deed { org, what, day, note: text("note"), version })
}

async fn send(req: Req, id: &str, verb: Verb) -> Answer {
    let (id, portrait) = changeable(&req, id, verb).await?;
    let deed = match deed(&req.form, id, verb) {
        Ok(deed) => deed,
        Err(fault) => return again(&req, id, &portrait, verb, AppError::from(fault)),
    };
    if req.form.get("step") == "confirm" {
        return match change(&req.cx, &req.once(), deed).await {
            Ok(done) => Ok(redirect_with(&format!("/orgs/{}", done.org), verb.done(), 0)),
            Err(error) => again(&req, id, &portrait, verb, error),
        };
    }
    match preview(&req.cx, deed).await {
        Ok(effect) => {
            let mut page = page(&req, id, &portrait, verb, FormView::again(&req.form));
            page.effects = sentences(&req.w, verb, &effect);
            req.render(&page)
        }
        Err(error) => again(&req, id, &portrait, verb, error),
    }
}

/// The form once more with everything typed, and why it was refused.
fn again(req: &Req, id: OrgId, portrait: &Portrait, verb: Verb, error: AppError) -> Answer {
    match error {
        AppError::Invalid(faults) => {
            let form = FormView::again(&req.form).refused(&faults, &req.w);
            req.render_as(StatusCode::UNPROCESSABLE_ENTITY, &page(req, id, portrait, verb, form))
        }
        AppError::Conflict(found) if !found.is_empty() => {
            // What is typed stays, but rests on what stands there now.
            let version = portrait.facts.version.to_string();
            let mut pairs: Vec<(&str, &str)> = req.form.pairs().filter(|(n, _)| *n != "version").collect();
            pairs.push(("version", &version));
            let mut page = page(req, id, portrait, verb, FormView::of(&pairs));
            let row = |d: Difference| (req.w.t(d.field), d.mine, d.theirs);
            page.differences = found.into_iter().map(row).collect();
            req.render_as(StatusCode::CONFLICT, &page)
        }
        other => Err(other.into()),
    }
}

/// What will happen, a sentence each.
fn sentences(w: &W, verb: Verb, effect: &Effect) -> Vec<String> {
    let mut out = vec![w.f("org.effect.day", &[("day", &effect.day)])];
    if !effect.target.is_empty() {
        let key = if verb == Verb::Move { "org.effect.to" } else { "org.effect.into" };
        out.push(w.f(key, &[("name", &effect.name), ("target", &effect.target)]));
    }
    let below = label::counts(w, &effect.below);
    if verb == Verb::Move && !below.is_empty() {
        out.push(w.f("org.effect.along", &[("below", &below)]));
    }
    if effect.handed > 0 {
        out.push(w.n("org.effect.handed", effect.handed));
    }
    out.push(w.t("org.effect.past").to_owned());
    out
}
