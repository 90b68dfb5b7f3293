//! From a list as it is being typed to what the editor shows.

use kernel::{Day, Month};
use kit::{FormView, W};

use super::{
    clauses::clause_views,
    draft::{DraftForm, FieldForm, ItemForm, clause_field, field_cost},
    editor::{EditorView, Extra, FieldRow, ItemView},
    forms, ground, view,
    view::Opt,
};
use crate::actions::ground::Offered;
use crate::rules::item::PHOTOS_MOST;

/// Kinds of fields, as the editor offers them.
const KINDS: [&str; 9] = ["number", "yes_no", "short", "long", "choice", "day", "money", "known", "table"];
/// Where the editor stands: what its choices depend on.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub(crate) month: Month,
    pub(crate) today: Day,
    /// Levels that stand below the writer, the highest first.
    pub(crate) levels: Vec<String>,
    /// Where a list may be sent to: id and name, the own branch first.
    pub(crate) unders: Vec<(String, String)>,
    /// What items may rest on.
    pub(crate) grounds: Offered,
}

/// The parts of the editor that follow from what is typed; price, count and title are added by the caller.
pub(crate) fn editor_view(w: &W, form: &DraftForm, desk: &Desk, refused: Option<&FormView>) -> EditorView {
    let wrong = |name: &str| refused.map_or_else(String::new, |r| r.error(name).to_owned());
    let errors: Vec<(String, String)> = refused.map(anchored).unwrap_or_default();
    EditorView {
        approval: form.approval.clone(),
        may_drop: form.items.len() > 1,
        errors_title: forms::errors_title(w, errors.len()),
        errors,
        list_title: form.title.clone(),
        title_error: wrong("title"),
        months: months(w, form, desk.month),
        month_error: wrong("month"),
        urgent: form.urgent,
        clauses: clause_views(w, &form.clauses, &desk.unders, &desk.levels, refused),
        named_open: !form.named.is_empty() || form.include_self,
        named: form.named.clone(),
        named_error: wrong("named"),
        include_self: form.include_self,
        audience_error: wrong("audience"),
        items_title: w.f("task_list.editor.items", &[("n", &form.items.len())]),
        items: form.items.iter().enumerate().map(|(n, item)| item_view(w, n, item, desk, refused)).collect(),
        ..EditorView::default()
    }
}

/// Each fault with the id of its field.
fn anchored(refused: &FormView) -> Vec<(String, String)> {
    let id = |field: &str| match field.strip_prefix("items.") {
        None if field.starts_with("clauses.") => field.replacen("clauses.", "c", 1).replace('.', "-"),
        Some(rest) => {
            let mut parts = rest.split('.');
            let item = parts.next().unwrap_or_default();
            match (parts.next(), parts.next()) {
                (Some("form"), Some(m)) => format!("i{item}-f{m}"),
                (Some("form"), None) => format!("i{item}-fields"),
                (Some("due_day"), _) => format!("i{item}-due"),
                (Some("clause"), _) => format!("item_{item}_clause_ref"),
                (Some("photos_reason"), _) => format!("i{item}-why"),
                (Some(name), _) => format!("i{item}-{name}"),
                (None, _) => format!("i{item}"),
            }
        }
        None => field.to_owned(),
    };
    refused.errors().iter().map(|(field, sentence)| (id(field), sentence.clone())).collect()
}

fn opt(value: &str, label: &str, chosen: &str) -> Opt {
    Opt { value: value.to_owned(), label: label.to_owned(), on: value == chosen }
}

/// The month before, this one and the two after, and the one the list already has.
fn months(w: &W, form: &DraftForm, now: Month) -> Vec<Opt> {
    let mut months: Vec<Month> = (-1..=2).map(|n| now.plus(n)).collect();
    if let Ok(own) = form.month.parse::<Month>()
        && !months.contains(&own)
    {
        months.insert(0, own);
    }
    months.into_iter().map(|m| opt(&m.to_string(), &view::month_name(w, m, now), &form.month)).collect()
}

fn item_view(w: &W, n: usize, item: &ItemForm, desk: &Desk, refused: Option<&FormView>) -> ItemView {
    let key = format!("items.{n}");
    let wrong = |name: &str| refused.map_or_else(String::new, |r| r.error(&format!("{key}.{name}")).to_owned());
    ItemView {
        id: format!("i{n}"),
        index: n,
        n: n + 1,
        aria: w.f("task_list.editor.item_n", &[("n", &(n + 1))]),
        text: item.text.clone(),
        text_error: wrong("text"),
        text_err_id: format!("i{n}-text-e"),
        requirement: item.requirement.clone(),
        requirement_error: wrong("requirement"),
        basis: item.basis.clone(),
        basis_error: wrong("basis"),
        clause: ground::clause(w, &desk.grounds, clause_field(n), (&item.clause, &item.clause_ref), &wrong("clause")),
        targets: ground::targets(w, &desk.grounds, &item.target),
        target_error: wrong("target"),
        bare: item.target.is_empty() && item.clause.is_empty() && item.split_of.is_empty(),
        due: item.due_day.clone(),
        due_help: due_help(w, &item.due_day, desk),
        due_error: wrong("due_day"),
        decision: item.decision.clone(),
        split_of: item.split_of.clone(),
        fields: item.fields.iter().enumerate().map(|(m, f)| field_row(w, (n, m), f, refused)).collect(),
        fields_error: wrong("form"),
        photos: (0..=PHOTOS_MOST).map(|p| photo_opt(w, p, &item.photos)).collect(),
        photos_error: wrong("photos"),
        photos_reason: item.photos_reason.clone(),
        reason_error: wrong("photos_reason"),
        key,
    }
}

fn due_help(w: &W, typed: &str, desk: &Desk) -> String {
    match typed.parse::<Day>() {
        Ok(due) => w.f("task_list.editor.due_help", &[("n", &desk.today.days_until(due))]),
        Err(_) => w.t("task_list.editor.due_rule").to_owned(),
    }
}

/// The deadline that a new item begins with: far enough for five working days.
pub(crate) fn usual_due(today: Day) -> Day {
    today.plus(9)
}

fn photo_opt(w: &W, n: i64, typed: &str) -> Opt {
    let label = if n == 0 {
        w.t("task_list.editor.photos_none").to_owned()
    } else {
        w.f("task_list.editor.photos_n", &[("n", &n)])
    };
    Opt { value: n.to_string(), label, on: typed.parse().unwrap_or(0) == n }
}

fn field_row(w: &W, (n, m): (usize, usize), field: &FieldForm, refused: Option<&FormView>) -> FieldRow {
    let key = format!("items.{n}.form.{m}");
    let extras = extras(w, field);
    let all: [(&'static str, &String); 5] = [
        ("unit", &field.unit),
        ("min", &field.min),
        ("max", &field.max),
        ("detail", &field.detail),
        ("rows", &field.rows),
    ];
    let hidden = |name: &str| !extras.iter().any(|x| x.value == name);
    let kept = all.into_iter().filter(|(name, v)| hidden(name) && !v.is_empty()).map(|(name, v)| (name, v.clone()));
    FieldRow {
        id: format!("i{n}-f{m}"),
        path: format!("{n}:{m}"),
        stored_key: field.key.clone(),
        label: field.label.clone(),
        help: field.help.clone(),
        kinds: KINDS.iter().map(|k| opt(k, w.t(&format!("task_list.kind.{k}")), &field.kind)).collect(),
        cost: w.f("task_list.say.minutes_short", &[("n", &view::tenths(field_cost(field)))]),
        drop: w.f("task_list.editor.drop_field", &[("label", &field.label)]),
        required: field.required,
        kept: kept.collect(),
        extras,
        error: refused.map_or_else(String::new, |r| r.error(&key).to_owned()),
        key,
    }
}

/// What a kind of field asks besides its label.
fn extras(w: &W, field: &FieldForm) -> Vec<Extra> {
    let extra = |value, label, typed: &String| Extra { value, label, typed: typed.clone() };
    match field.kind.as_str() {
        "number" => vec![
            extra("unit", w.t("task_list.editor.field_unit"), &field.unit),
            extra("min", w.t("task_list.editor.field_min"), &field.min),
            extra("max", w.t("task_list.editor.field_max"), &field.max),
        ],
        "choice" => vec![extra("detail", w.t("task_list.editor.field_choices"), &field.detail)],
        "known" => vec![extra("detail", w.t("task_list.editor.field_known"), &field.detail)],
        "table" => vec![
            extra("detail", w.t("task_list.editor.field_columns"), &field.detail),
            extra("rows", w.t("task_list.editor.field_rows"), &field.rows),
        ],
        _ => Vec::new(),
    }
}
