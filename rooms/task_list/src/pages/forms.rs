//! The forms of an assignment: the report, the requests and refusals with their reasons, single buttons.

use kit::{FormView, Req, W};

use super::{
    fields::{FieldView, Values, field_views},
    link,
    view::Tokens,
};
use crate::{actions::card::Card, rules::State};

/// Characters of a note or a reason.
pub(crate) const NOTE_MOST: usize = 400;

/// The form of a report, on a page of its own or inside a card.
#[derive(Debug, Clone)]
pub struct ReportForm {
    /// What every form carries.
    pub tokens: Tokens,
    /// Its id in the page; ids of its fields begin with it.
    pub anchor: String,
    /// Where it is sent.
    pub action: String,
    /// The assignment's page.
    pub href: String,
    /// Under which key a device keeps what is typed.
    pub draft: String,
    /// Whether it stands in a card.
    pub in_card: bool,
    /// Its button.
    pub button: &'static str,
    /// The fields the issuer asks for.
    pub fields: Vec<FieldView>,
    /// Photos, if they are asked for.
    pub photos: Option<PhotoBox>,
    /// The note.
    pub note: String,
    /// What is wrong with the note.
    pub note_error: String,
    /// Characters of a note.
    pub note_most: usize,
    /// The day on which it was done.
    pub happened_on: String,
    /// What is wrong with the day.
    pub day_error: String,
    /// The last day that can be stated.
    pub today: String,
    /// `3 things to correct`; empty if there is none.
    pub errors_title: String,
    /// Where each fault is, and its sentence.
    pub errors: Vec<(String, String)>,
}

/// Photos of a report: those kept and room for more.
#[derive(Debug, Clone)]
pub struct PhotoBox {
    /// Why they are asked for.
    pub why: String,
    /// How many, and what happens to them.
    pub note: String,
    /// What is wrong with them.
    pub error: String,
    /// Those kept from the last report.
    pub kept: Vec<Photo>,
}

/// One photo.
#[derive(Debug, Clone)]
pub struct Photo {
    /// Its address.
    pub href: String,
    /// What it is called for those who do not see it.
    pub alt: String,
}

/// The form of a report: as last reported, or as typed just now.
pub(crate) fn report_form(req: &Req, card: &Card, typed: Option<&FormView>, in_card: bool) -> ReportForm {
    let w = &req.w;
    let (href, key) = (link::href(card.key), link::key_text(card.key));
    let anchor = format!("r{key}");
    let values = typed.map_or(Values::Stored(&card.values), Values::Typed);
    let said = |name: &str, stored: String| typed.map_or(stored, |t| t.value(name).to_owned());
    let wrong = |name: &str| typed.map_or_else(String::new, |t| t.error(name).to_owned());
    let today = req.cx.house().today();
    let errors = typed.map(|t| anchored(t, &anchor)).unwrap_or_default();
    let again = card.state == State::Returned;
    ReportForm {
        tokens: tokens(req, card.version, &here(req, if in_card { "/" } else { &href })),
        action: format!("{href}/report"),
        draft: format!("report-{key}"),
        in_card,
        button: w.t(if again { "task_list.act.report_again" } else { "task_list.act.report" }),
        fields: field_views(w, &card.item.form, values, &anchor),
        photos: photo_box(w, card, wrong("photos")),
        note: said("note", card.note.clone()),
        note_error: wrong("note"),
        note_most: NOTE_MOST,
        happened_on: said("happened_on", card.happened_on.unwrap_or(today).to_string()),
        day_error: wrong("happened_on"),
        today: today.to_string(),
        errors_title: errors_title(w, errors.len()),
        errors,
        anchor,
        href,
    }
}

fn photo_box(w: &W, card: &Card, error: String) -> Option<PhotoBox> {
    (card.item.photos > 0).then(|| PhotoBox {
        why: card.item.photos_reason.clone(),
        note: w.f("task_list.form.photos_note", &[("n", &card.item.photos)]),
        error,
        kept: photos(w, card),
    })
}

/// The photos of a report.
pub(crate) fn photos(w: &W, card: &Card) -> Vec<Photo> {
    let photo = |(n, hash): (usize, &String)| Photo {
        href: format!("{}/photos/{hash}", link::href(card.key)),
        alt: w.f("task_list.assignment.photo_alt", &[("n", &(n + 1))]),
    };
    card.photos.iter().map(|e| &e.hash).enumerate().map(photo).collect()
}

/// Each fault with the id of its field.
fn anchored(typed: &FormView, anchor: &str) -> Vec<(String, String)> {
    let id = |field: &str| match field {
        "note" => format!("{anchor}-note"),
        "happened_on" => format!("{anchor}-day"),
        "photos" => format!("{anchor}-photos"),
        other => other.strip_prefix("answer.").map_or_else(|| anchor.to_owned(), |key| format!("{anchor}-{key}")),
    };
    // What concerns the whole form stands above it.
    typed
        .errors()
        .iter()
        .filter(|(f, _)| !f.is_empty())
        .map(|(field, sentence)| (id(field), sentence.clone()))
        .collect()
}

/// `3 things to correct`; empty for none.
pub(crate) fn errors_title(w: &W, n: usize) -> String {
    if n == 0 { String::new() } else { w.f("task_list.form.errors", &[("n", &n)]) }
}

/// What every form of this request carries.
pub(crate) fn tokens(req: &Req, version: i64, next: &str) -> Tokens {
    Tokens {
        csrf: req.caller.as_ref().map(|c| c.csrf.clone()).unwrap_or_default(),
        once: cx::fresh_token().unwrap_or_default(),
        version,
        next: next.to_owned(),
    }
}

/// The page a form leads back to: where the form stood before, else this page, else `otherwise`.
pub(crate) fn here(req: &Req, otherwise: &str) -> String {
    let page = req.form.opt("next").unwrap_or(if req.htmx { otherwise } else { &req.uri });
    link::next_or(page, otherwise)
}

/// A form that folds out and asks for a reason.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// Its id in the page.
    pub(crate) id: &'static str,
    /// Where it is sent.
    pub(crate) action: String,
    /// Under which key a device keeps what is typed.
    pub(crate) draft: String,
    /// What every form carries.
    pub(crate) tokens: Tokens,
    /// What folds it out.
    pub(crate) title: &'static str,
    /// The icon beside it.
    pub(crate) icon: &'static str,
    /// The key that folds it out; empty for none.
    pub(crate) key: &'static str,
    /// One line that helps.
    pub(crate) help: &'static str,
    /// A day that is asked for.
    pub(crate) day: Option<AskDay>,
    /// The reason as typed.
    pub(crate) reason: String,
    /// What is wrong with it.
    pub(crate) error: String,
    /// Whether a reason must be given.
    pub(crate) required: bool,
    /// Characters at most.
    pub(crate) most: usize,
    /// Its buttons.
    pub(crate) buttons: Vec<Button>,
    /// Whether it is folded out.
    pub(crate) open: bool,
}

/// A day that a form asks for.
#[derive(Debug, Clone)]
pub(crate) struct AskDay {
    /// The first day possible.
    pub(crate) min: String,
    /// As typed.
    pub(crate) value: String,
    /// What is wrong with it.
    pub(crate) error: String,
}

/// One button of a form.
#[derive(Debug, Clone)]
pub(crate) struct Button {
    /// Name that is sent.
    pub(crate) name: &'static str,
    /// Value that is sent.
    pub(crate) value: &'static str,
    /// What stands on it.
    pub(crate) label: &'static str,
    /// Its class.
    pub(crate) class: &'static str,
    /// What is asked before; empty for nothing.
    pub(crate) confirm: String,
}

/// A form that is one button.
#[derive(Debug, Clone)]
pub(crate) struct Press {
    /// Where it is sent.
    pub(crate) action: String,
    /// What every form carries.
    pub(crate) tokens: Tokens,
    /// What stands on it.
    pub(crate) label: &'static str,
    /// Its icon.
    pub(crate) icon: &'static str,
    /// Its class.
    pub(crate) class: &'static str,
    /// The key that presses it; empty for none.
    pub(crate) key: &'static str,
    /// What is asked before; empty for nothing.
    pub(crate) confirm: String,
}

/// Which form with a reason is meant: its id, and the last part of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AskKind {
    Decline,
    Extension,
    Return,
    Withdraw,
    AnswerDecline,
    AnswerExtension,
}

impl AskKind {
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Decline => "ask_decline",
            Self::Extension => "ask_extension",
            Self::Return => "return",
            Self::Withdraw => "withdraw",
            Self::AnswerDecline => "answer_decline",
            Self::AnswerExtension => "answer_extension",
        }
    }

    fn words(self, w: &W) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Decline => (w.t("task_list.act.ask_decline"), w.t("task_list.ask.decline_help"), "decline"),
            Self::Extension => (w.t("task_list.act.ask_extension"), w.t("task_list.ask.extension_help"), "hourglass"),
            Self::Return => (w.t("task_list.act.return"), w.t("task_list.ask.return_help"), "return"),
            Self::Withdraw => (w.t("task_list.act.withdraw"), w.t("task_list.ask.withdraw_help"), "withdraw"),
            Self::AnswerDecline => (w.t("task_list.act.answer"), w.t("task_list.ask.answer_decline_help"), "decline"),
            Self::AnswerExtension => {
                (w.t("task_list.act.answer"), w.t("task_list.ask.answer_extension_help"), "hourglass")
            }
        }
    }

    fn buttons(self, w: &W) -> Vec<Button> {
        let one = |label, class| Button { name: "do", value: "yes", label, class, confirm: String::new() };
        let answer = |value, label, class| Button { name: "answer", value, label, class, confirm: String::new() };
        match self {
            Self::Decline => vec![one(w.t("task_list.act.ask_decline"), "btn-primary")],
            Self::Extension => vec![one(w.t("task_list.act.ask_extension"), "btn-primary")],
            Self::Return => vec![one(w.t("task_list.act.return"), "btn-danger")],
            Self::Withdraw => vec![one(w.t("task_list.act.withdraw"), "btn-danger")],
            Self::AnswerDecline => vec![
                answer("yes", w.t("task_list.ask.accept_decline"), "btn-primary"),
                answer("no", w.t("task_list.ask.refuse_decline"), "btn-plain"),
            ],
            Self::AnswerExtension => vec![
                answer("yes", w.t("task_list.ask.accept_extension"), "btn-primary"),
                answer("no", w.t("task_list.ask.refuse_extension"), "btn-plain"),
            ],
        }
    }
}

/// Which form was refused, and what was typed into it.
pub(crate) type Refused<'a> = Option<(AskKind, &'a FormView)>;

/// A form with a reason; folded out with what was typed if it was refused.
pub(crate) fn ask(req: &Req, kind: AskKind, card: &Card, refused: Refused<'_>) -> Ask {
    let href = link::href(card.key);
    let tokens = tokens(req, card.version, &here(req, &href));
    let mut ask = ask_at(req, kind, (&href, &link::key_text(card.key)), tokens, refused);
    if let Some(day) = &mut ask.day
        && day.value.is_empty()
    {
        day.value = card.due_day.plus(7).max(req.cx.house().today().plus(1)).to_string();
    }
    ask
}

/// [`ask`] for anything that has an address.
pub(crate) fn ask_at(req: &Req, kind: AskKind, (href, key): (&str, &str), tokens: Tokens, refused: Refused<'_>) -> Ask {
    let w = &req.w;
    let typed = refused.filter(|(k, _)| *k == kind).map(|(_, t)| t);
    let (title, help, icon) = kind.words(w);
    let said = |name: &str| typed.map_or_else(String::new, |t| t.value(name).to_owned());
    let wrong = |name: &str| typed.map_or_else(String::new, |t| t.error(name).to_owned());
    let is_answer = matches!(kind, AskKind::AnswerDecline | AskKind::AnswerExtension);
    Ask {
        id: kind.id(),
        action: format!("{href}/{}", kind.id()),
        draft: format!("{}-{key}", kind.id()),
        tokens,
        title,
        icon,
        key: if kind == AskKind::Return { "r" } else { "" },
        help,
        day: (kind == AskKind::Extension).then(|| AskDay {
            min: req.cx.house().today().to_string(),
            value: said("day"),
            error: wrong("day"),
        }),
        reason: said("reason"),
        error: wrong("reason"),
        required: kind != AskKind::AnswerExtension,
        most: NOTE_MOST,
        buttons: kind.buttons(w),
        open: typed.is_some() || is_answer,
    }
}
