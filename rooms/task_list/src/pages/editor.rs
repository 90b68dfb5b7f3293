//! Writing a list: the editor with its price beside it, and the page that says what sending will do.

use askama::Template;
use kit::{Shell, W};

use super::{
    clauses::ClauseView,
    view::{Opt, Tokens},
};

/// The editor.
#[derive(Template)]
#[template(path = "editor.html")]
pub(crate) struct EditorPage {
    pub(crate) s: Shell,
    pub(crate) w: W,
    pub(crate) view: EditorView,
}

/// Price and count alone, as htmx asks for them.
#[derive(Template)]
#[template(path = "price_part.html")]
pub(crate) struct PricePart {
    pub(crate) w: W,
    /// The page's title, which tells both in short.
    pub(crate) title: String,
    pub(crate) price: PriceView,
    pub(crate) count: CountView,
}

/// What the editor shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct EditorView {
    pub(crate) title: String,
    pub(crate) sub: String,
    pub(crate) crumb: &'static str,
    pub(crate) action: String,
    pub(crate) draft: String,
    pub(crate) version: i64,
    /// When the draft was last saved; empty if never.
    pub(crate) saved: String,
    /// Where it is thrown away; empty if there is nothing yet.
    pub(crate) discard: String,
    /// What somebody else saved meanwhile: label, mine, theirs.
    pub(crate) differences: Vec<(&'static str, String, String)>,
    pub(crate) approval: String,
    pub(crate) may_copy: bool,
    pub(crate) may_drop: bool,
    pub(crate) errors_title: String,
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) notice: String,
    pub(crate) list_title: String,
    pub(crate) title_error: String,
    pub(crate) months: Vec<Opt>,
    pub(crate) month_error: String,
    pub(crate) urgent: bool,
    pub(crate) clauses: Vec<ClauseView>,
    /// Whether something is named, which folds the box out.
    pub(crate) named_open: bool,
    pub(crate) named: String,
    pub(crate) named_error: String,
    pub(crate) include_self: bool,
    pub(crate) audience_error: String,
    pub(crate) count: CountView,
    pub(crate) items_title: String,
    pub(crate) items: Vec<ItemView>,
    pub(crate) price: PriceView,
}

/// How many organisations a list reaches.
#[derive(Debug, Clone, Default)]
pub(crate) struct CountView {
    pub(crate) total: String,
    pub(crate) parts: String,
    /// Whether htmx puts it in the place of the one before.
    pub(crate) swap: bool,
}

/// An item of the editor.
#[derive(Debug, Clone, Default)]
pub(crate) struct ItemView {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) index: usize,
    pub(crate) n: usize,
    pub(crate) aria: String,
    pub(crate) text: String,
    pub(crate) text_error: String,
    pub(crate) text_err_id: String,
    pub(crate) requirement: String,
    pub(crate) requirement_error: String,
    pub(crate) basis: String,
    pub(crate) basis_error: String,
    /// The field in which a clause is chosen, as HTML of its own room.
    pub(crate) clause: String,
    pub(crate) targets: Vec<Opt>,
    pub(crate) target_error: String,
    /// Whether it rests on no row, whatever the remark says.
    pub(crate) bare: bool,
    pub(crate) due: String,
    pub(crate) due_help: String,
    pub(crate) due_error: String,
    pub(crate) decision: String,
    pub(crate) split_of: String,
    pub(crate) fields: Vec<FieldRow>,
    pub(crate) fields_error: String,
    pub(crate) photos: Vec<Opt>,
    pub(crate) photos_error: String,
    pub(crate) photos_reason: String,
    pub(crate) reason_error: String,
}

/// A field of an item's answer form, as it is being written.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldRow {
    pub(crate) id: String,
    pub(crate) key: String,
    /// Item and field number, as buttons name it.
    pub(crate) path: String,
    pub(crate) stored_key: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) kinds: Vec<Opt>,
    pub(crate) cost: String,
    pub(crate) drop: String,
    pub(crate) required: bool,
    /// What this kind asks besides.
    pub(crate) extras: Vec<Extra>,
    /// What other kinds ask, kept while hidden.
    pub(crate) kept: Vec<(&'static str, String)>,
    pub(crate) error: String,
}

/// A further box of a field.
#[derive(Debug, Clone)]
pub(crate) struct Extra {
    pub(crate) value: &'static str,
    pub(crate) label: &'static str,
    pub(crate) typed: String,
}

/// What a list costs.
#[derive(Debug, Clone, Default)]
pub(crate) struct PriceView {
    pub(crate) class: &'static str,
    pub(crate) before_minutes: &'static str,
    pub(crate) minutes: String,
    pub(crate) after_minutes: &'static str,
    pub(crate) total: String,
    pub(crate) gauge_label: String,
    /// Tenths of a per cent, as a style wants them.
    pub(crate) used_width: String,
    pub(crate) new_width: String,
    pub(crate) budget_word: String,
    pub(crate) limit_word: String,
    pub(crate) lines: Vec<(String, String)>,
    pub(crate) sum: String,
    pub(crate) warnings: Vec<Warning>,
}

/// Something to know before sending.
#[derive(Debug, Clone)]
pub(crate) struct Warning {
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// The page before sending.
#[derive(Template)]
#[template(path = "preview.html")]
pub(crate) struct PreviewPage {
    pub(crate) s: Shell,
    pub(crate) w: W,
    pub(crate) view: PreviewView,
}

/// What that page shows.
#[derive(Debug, Clone)]
pub(crate) struct PreviewView {
    pub(crate) title: String,
    pub(crate) sub: String,
    pub(crate) short: String,
    pub(crate) edit_href: String,
    pub(crate) problems: Vec<String>,
    pub(crate) sentence: String,
    pub(crate) parts: String,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) issued: &'static str,
    pub(crate) cards: Vec<PreviewCard>,
    pub(crate) price: PriceView,
    pub(crate) send_action: String,
    pub(crate) tokens: Tokens,
    pub(crate) approval: Option<Approval>,
    pub(crate) may_send: bool,
    pub(crate) confirm: String,
}

/// An item as its readers will see it.
#[derive(Debug, Clone)]
pub(crate) struct PreviewCard {
    pub(crate) text: String,
    pub(crate) minutes: String,
    pub(crate) due: String,
    pub(crate) basis: String,
    /// Whether it rests on no row, whatever the words say.
    pub(crate) baseless: bool,
    pub(crate) requirement: String,
    pub(crate) fills: String,
}

/// The approval that a price over the target needs.
#[derive(Debug, Clone)]
pub(crate) struct Approval {
    pub(crate) value: String,
    pub(crate) help: &'static str,
    pub(crate) error: String,
}
