//! What was reported, question by question, and what is being asked for: shown to whoever decides.

use kit::Req;

use super::{
    fields::answer_shown,
    forms::{self, Ask, AskKind, Photo, Press, Refused},
    link, view,
};
use crate::{
    actions::card::{Card, Detail},
    rules::{State, StepKind},
};

/// A report as the template shows it.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// Questions and answers.
    pub(crate) rows: Vec<ToldRow>,
    /// The day on which it was done.
    pub(crate) happened_on: String,
    /// Who entered it, when.
    pub(crate) entered: String,
    /// `Late`; empty if it was in time.
    pub(crate) late: String,
    /// The note.
    pub(crate) note: String,
    /// Its photos.
    pub(crate) photos: Vec<Photo>,
}

/// One question and its answer.
#[derive(Debug, Clone)]
pub(crate) struct ToldRow {
    /// What was asked.
    pub(crate) label: String,
    /// The answer; empty if there is none.
    pub(crate) value: String,
}

/// A request that waits for an answer.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// What is asked for.
    pub(crate) title: String,
    /// Why.
    pub(crate) reason: String,
    /// Who asked, when.
    pub(crate) who: String,
    /// Why this seat may not answer; empty if it may.
    pub(crate) help: &'static str,
    /// The forms that answer it.
    pub(crate) answers: Vec<Ask>,
}

/// What was reported; none if nothing was.
pub(crate) fn told(req: &Req, card: &Card) -> Option<Told> {
    let w = &req.w;
    let at = card.reported_at?;
    let rows = card.item.form.fields.iter().map(|field| ToldRow {
        label: field.label.clone(),
        value: answer_shown(w, &field.kind, card.values.0.get(&field.key)),
    });
    Some(Told {
        rows: rows.collect(),
        happened_on: card.happened_on.map(|d| d.to_string()).unwrap_or_default(),
        entered: at.minute(&req.cx.house().zone),
        late: if card.late { w.t("task_list.lamp.late").to_owned() } else { String::new() },
        note: card.note.clone(),
        photos: forms::photos(w, card),
    })
}

/// The request that waits, with the forms that answer it if this seat may.
pub(crate) fn asked(req: &Req, detail: &Detail, refused: Refused<'_>) -> Option<Asked> {
    let (w, card) = (&req.w, &detail.card);
    let zone = &req.cx.house().zone;
    let by = |kind: StepKind| {
        let step = detail.steps.iter().rev().find(|s| s.kind == kind.code());
        step.map(|s| format!("{} · {} · {}", s.by_org_name, s.by_post, s.at.short(zone))).unwrap_or_default()
    };
    if card.state == State::Declined {
        let answers =
            if card.can.decide { vec![forms::ask(req, AskKind::AnswerDecline, card, refused)] } else { Vec::new() };
        let help = if card.can.decide { "" } else { w.t("task_list.asked.not_issuer") };
        return Some(Asked {
            title: w.t("task_list.asked.decline").to_owned(),
            reason: card.reason.clone(),
            who: by(StepKind::Declined),
            help,
            answers,
        });
    }
    let day = card.asked_day?;
    let may = card.can.answer_extension;
    Some(Asked {
        title: w.f("task_list.asked.extension", &[("day", &view::day_name(w, day))]),
        reason: card.reason.clone(),
        who: by(StepKind::Asked),
        help: "",
        answers: if may { vec![forms::ask(req, AskKind::AnswerExtension, card, refused)] } else { Vec::new() },
    })
}

/// The single buttons of whoever decides on a report.
pub(crate) fn presses(req: &Req, card: &Card, next: &str) -> Vec<Press> {
    let w = &req.w;
    let is_issuer = req.cx.actor().seat.org == card.item.issuer;
    let label = match (is_issuer, card.state) {
        (true, State::Verified) => w.t("task_list.act.close"),
        (true, _) => w.t("task_list.act.verify_close"),
        (false, _) => w.t("task_list.act.verify"),
    };
    let press = Press {
        action: format!("{}/verify", link::href(card.key)),
        tokens: forms::tokens(req, card.version, next),
        label,
        icon: "check",
        class: "btn-primary",
        key: "Enter",
        confirm: String::new(),
    };
    if card.can.verify { vec![press] } else { Vec::new() }
}
