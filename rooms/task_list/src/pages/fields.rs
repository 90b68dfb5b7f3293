//! The typed form of an item: how it is shown, and what was typed into it.

use std::collections::BTreeMap;

use kit::{FormView, W};

use super::view::Opt;
use crate::rules::{
    Answers, Field, Form, Given, Kind, Value,
    form::{LONG_MOST, SHORT_MOST},
};

/// How a field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Two radio buttons.
    YesNo,
    /// A select.
    Choice,
    /// A box of several lines.
    Long,
    /// Rows of boxes.
    Table,
    /// One line.
    Line,
}

/// One field as the template shows it.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// How it is shown.
    pub kind: FieldKind,
    /// Its id in the page.
    pub id: String,
    /// Its name in the form: `answer.<key>`.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// Whether it must be answered.
    pub required: bool,
    /// What stands in it.
    pub value: String,
    /// What is counted; empty for most.
    pub unit: String,
    /// `text` or `date`.
    pub input_type: &'static str,
    /// Which keyboard a phone shows; empty for the usual one.
    pub input_mode: &'static str,
    /// Characters at most.
    pub most: usize,
    /// One line that helps.
    pub help: String,
    /// What is wrong with it.
    pub error: String,
    /// Id of the line that says what is wrong.
    pub err_id: String,
    /// What can be chosen.
    pub options: Vec<Opt>,
    /// Heads of a table.
    pub columns: Vec<String>,
    /// Names and values of a table's boxes, row by row.
    pub rows: Vec<Vec<(String, String)>>,
}

/// Where the values of a form come from: typed just now, or kept from the last report.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Values<'a> {
    /// Typed just now, with what is wrong with it.
    Typed(&'a FormView),
    /// Kept.
    Stored(&'a Answers),
}

/// The fields of a form; `at` keeps ids apart when several forms stand on one page.
pub(crate) fn field_views(w: &W, form: &Form, values: Values<'_>, at: &str) -> Vec<FieldView> {
    form.fields.iter().map(|field| field_view(w, field, values, at)).collect()
}

fn field_view(w: &W, field: &Field, values: Values<'_>, at: &str) -> FieldView {
    let name = format!("answer.{}", field.key);
    let value = value_of(field, &name, values);
    let (kind, input_type, input_mode, unit) = match &field.kind {
        Kind::YesNo => (FieldKind::YesNo, "text", "", String::new()),
        Kind::Choice { .. } => (FieldKind::Choice, "text", "", String::new()),
        Kind::Long => (FieldKind::Long, "text", "", String::new()),
        Kind::Table { .. } => (FieldKind::Table, "text", "", String::new()),
        Kind::Number { unit, .. } => (FieldKind::Line, "text", "numeric", unit.clone()),
        Kind::Money => (FieldKind::Line, "text", "decimal", w.t("task_list.form.yuan").to_owned()),
        Kind::Day => (FieldKind::Line, "date", "", String::new()),
        Kind::Short | Kind::Known { .. } => (FieldKind::Line, "text", "", String::new()),
    };
    let error = match values {
        Values::Typed(view) => view.error(&name).to_owned(),
        Values::Stored(_) => String::new(),
    };
    FieldView {
        kind,
        id: format!("{at}-{}", field.key),
        options: options(w, &field.kind, &value),
        columns: if let Kind::Table { columns, .. } = &field.kind { columns.clone() } else { Vec::new() },
        rows: table_rows(field, &name, values),
        label: field.label.clone(),
        required: field.required,
        unit,
        input_type,
        input_mode,
        most: if kind == FieldKind::Long { LONG_MOST } else { SHORT_MOST },
        help: help(w, field),
        err_id: format!("{at}-{}-e", field.key),
        error,
        value,
        name,
    }
}

fn help(w: &W, field: &Field) -> String {
    match &field.kind {
        Kind::Known { .. } if field.help.is_empty() => w.t("task_list.form.known").to_owned(),
        Kind::Number { min, max, .. } if field.help.is_empty() => match (min, max) {
            (Some(min), Some(max)) => w.f("task_list.form.range", &[("min", min), ("max", max)]),
            (Some(min), None) => w.f("task_list.form.least", &[("min", min)]),
            (None, Some(max)) => w.f("task_list.form.most", &[("max", max)]),
            (None, None) => String::new(),
        },
        _ => field.help.clone(),
    }
}

fn options(w: &W, kind: &Kind, value: &str) -> Vec<Opt> {
    let opt = |code: &str, label: &str| Opt { value: code.to_owned(), label: label.to_owned(), on: code == value };
    match kind {
        Kind::YesNo => vec![opt("yes", w.t("task_list.form.yes")), opt("no", w.t("task_list.form.no"))],
        Kind::Choice { options } => options.iter().map(|o| opt(o, o)).collect(),
        _ => Vec::new(),
    }
}

fn value_of(field: &Field, name: &str, values: Values<'_>) -> String {
    match values {
        Values::Typed(view) => view.value(name).to_owned(),
        Values::Stored(answers) => match (answers.0.get(&field.key), &field.kind) {
            (Some(value), kind) => typed_again(value, kind),
            (None, Kind::Known { value }) => value.clone(),
            (None, _) => String::new(),
        },
    }
}

/// A kept answer as one would type it.
fn typed_again(value: &Value, kind: &Kind) -> String {
    match value {
        Value::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(n) if *kind == Kind::Money => yuan(*n),
        Value::Number(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Rows(_) => String::new(),
    }
}

/// Fen as yuan: `1234.50`.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

fn table_rows(field: &Field, name: &str, values: Values<'_>) -> Vec<Vec<(String, String)>> {
    let Kind::Table { columns, rows } = &field.kind else { return Vec::new() };
    let kept = match values {
        Values::Stored(answers) => match answers.0.get(&field.key) {
            Some(Value::Rows(rows)) => rows.clone(),
            _ => Vec::new(),
        },
        Values::Typed(_) => Vec::new(),
    };
    let cell = |r: usize, c: usize| {
        let box_name = format!("{name}.{r}.{c}");
        let value = match values {
            Values::Typed(view) => view.value(&box_name).to_owned(),
            Values::Stored(_) => kept.get(r).and_then(|row| row.get(c)).cloned().unwrap_or_default(),
        };
        (box_name, value)
    };
    let rows = usize::try_from(*rows).unwrap_or(0);
    (0..rows).map(|r| (0..columns.len()).map(|c| cell(r, c)).collect()).collect()
}

/// What was typed, by the keys of the form's fields.
pub(crate) fn given(form: &Form, sent: &kit::Form) -> BTreeMap<String, Given> {
    let mut given = BTreeMap::new();
    for field in &form.fields {
        let name = format!("answer.{}", field.key);
        let value = if let Kind::Table { columns, rows } = &field.kind {
            let rows = usize::try_from(*rows).unwrap_or(0);
            let row = |r: usize| (0..columns.len()).map(|c| sent.get(&format!("{name}.{r}.{c}")).to_owned()).collect();
            Given::Rows((0..rows).map(row).collect())
        } else {
            Given::Text(sent.get(&name).to_owned())
        };
        given.insert(field.key.clone(), value);
    }
    given
}

/// An answer as people read it; empty if there is none.
pub(crate) fn answer_shown(w: &W, kind: &Kind, value: Option<&Value>) -> String {
    let Some(value) = value else { return String::new() };
    match (value, kind) {
        (Value::Flag(true), _) => w.t("task_list.form.yes").to_owned(),
        (Value::Flag(false), _) => w.t("task_list.form.no").to_owned(),
        (Value::Number(n), Kind::Money) => format!("{} {}", yuan(*n), w.t("task_list.form.yuan")),
        (Value::Number(n), Kind::Number { unit, .. }) => {
            format!("{} {unit}", kernel::text::thousands(*n)).trim().to_owned()
        }
        (Value::Number(n), _) => n.to_string(),
        (Value::Text(text), _) => text.clone(),
        (Value::Rows(rows), _) => rows.iter().map(|r| r.join(" / ")).collect::<Vec<_>>().join("\n"),
    }
}

/// What a form asks, in one line: how many short fields, paragraphs, photos.
pub(crate) fn fills(w: &W, form: &Form, photos: i64) -> String {
    let count = |test: fn(&Kind) -> bool| form.fields.iter().filter(|f| test(&f.kind)).count();
    let long = count(|k| matches!(k, Kind::Long));
    let known = count(|k| matches!(k, Kind::Known { .. }));
    let tables = count(|k| matches!(k, Kind::Table { .. }));
    let short = form.fields.len() - long - known - tables;
    let mut parts = Vec::new();
    if short > 0 {
        parts.push(w.f("task_list.fills.short", &[("n", &short)]));
    }
    if long > 0 {
        parts.push(w.f("task_list.fills.long", &[("n", &long)]));
    }
    if tables > 0 {
        parts.push(w.f("task_list.fills.table", &[("n", &tables)]));
    }
    if photos > 0 {
        parts.push(w.f("task_list.fills.photo", &[("n", &photos)]));
    }
    if known > 0 {
        parts.push(w.f("task_list.fills.known", &[("n", &known)]));
    }
    if parts.is_empty() {
        w.t("task_list.fills.nothing").to_owned()
    } else {
        parts.join(w.t("task_list.say.list_comma"))
    }
}
