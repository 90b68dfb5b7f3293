//! The card of something to do this month: what, by when, why, how long, and the next step right there.

use askama::Template;
use kit::{FormView, Req, W};

use super::{
    fields::{self, FieldKind},
    forms::{self, ReportForm},
    link,
    view::{self, Chip, Lamp, Tokens},
};
use crate::{actions::card::Card, rules::State};

/// Something to do, as its card shows it.
#[derive(Debug, Clone)]
pub struct Todo {
    /// Its id in the page.
    pub id: String,
    /// The assignment's page.
    pub href: String,
    /// Colour of its edge.
    pub edge: &'static str,
    /// Its state.
    pub chip: Chip,
    /// Its light.
    pub lamp: Option<Lamp>,
    /// What it costs.
    pub minutes: String,
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due: String,
    /// Why it was sent back; empty if it was not.
    pub reason: String,
    /// What it rests on in words, or a remark alone.
    pub basis: String,
    /// Whether it rests on no row, whatever the words say.
    pub baseless: bool,
    /// Who issued it.
    pub from: String,
    /// What is to be filled in.
    pub fills: String,
    /// Why the last form did nothing; empty if it did.
    pub problem: String,
    /// The next step.
    pub act: TodoAct,
    /// For whom it waits, if not for this organisation.
    pub waiting: &'static str,
    /// Whether one may ask not to do it.
    pub may_decline: bool,
    /// The report, folded out.
    pub form: Option<ReportForm>,
    /// What its forms carry.
    pub tokens: Tokens,
}

/// The next step of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodoAct {
    /// Sign for it.
    Sign,
    /// Report.
    Report,
    /// Report again after it came back.
    Again,
    /// Nothing: somebody else's turn, or this seat may only look.
    Wait,
}

/// A card alone, as htmx asks for it.
#[derive(Template)]
#[template(path = "todo_part.html")]
pub(crate) struct TodoPart {
    pub(crate) w: W,
    pub(crate) todo: Todo,
}

/// The card of an assignment; `open` folds the report out, `typed` is what was refused.
#[must_use]
pub fn todo(req: &Req, card: &Card, open: bool, typed: Option<&FormView>) -> Todo {
    let w = &req.w;
    let act = next_step(card);
    let may_report = matches!(act, TodoAct::Report | TodoAct::Again);
    Todo {
        id: format!("c-{}", link::key_text(card.key)),
        href: link::href(card.key),
        edge: card.light.map_or_else(|| view::state_class(card.state), view::light_class),
        chip: view::chip(w, card.state),
        lamp: card.light.map(|l| view::lamp(w, l, card.due_day, req.cx.house().today())),
        minutes: view::minutes_name(w, card.item.minutes),
        title: card.item.text.clone(),
        due: view::day_name(w, card.due_day),
        reason: if card.state == State::Returned { card.reason.clone() } else { String::new() },
        basis: card.item.basis.clone(),
        baseless: card.item.is_baseless(),
        from: card.item.issuer_name.clone(),
        fills: fields::fills(w, &card.item.form, card.item.photos),
        problem: typed.map_or_else(String::new, |t| t.error("").to_owned()),
        waiting: view::waiting(w, card.state),
        may_decline: act != TodoAct::Wait && card.can.decline,
        form: (open && may_report).then(|| forms::report_form(req, card, typed, true)),
        tokens: forms::tokens(req, card.version, &forms::here(req, "/")),
        act,
    }
}

fn next_step(card: &Card) -> TodoAct {
    match card.state {
        State::Issued if card.can.sign => TodoAct::Sign,
        State::Returned if card.can.report => TodoAct::Again,
        _ if card.can.report => TodoAct::Report,
        _ => TodoAct::Wait,
    }
}
