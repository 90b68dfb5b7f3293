//! What callers send: ids are strings, days `2026-11-23`, months `2026-11`.

use std::collections::BTreeMap;

use cx::AppError;
use kernel::{Day, Fault, Month};
use org::AudienceBody;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::{Key, Seen};
use crate::rules::{Field, Form, Given, Ground, ItemDraft, Kind, ListDraft};

fn id<K>(text: &str, field: &str) -> Result<kernel::Id<K>, AppError> {
    text.parse().map_err(|_| Fault::of(field, "task_list_id").into())
}

/// One field of an answer form. `type` is `yes_no`, `number`, `money`, `day`, `short`, `long`, `choice`, `known` or `table`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldBody {
    /// Its name in answers.
    key: String,
    /// What is asked.
    label: String,
    /// A line that helps.
    #[serde(default)]
    help: String,
    /// Whether it must be answered.
    #[serde(default)]
    required: bool,
    /// Its kind.
    #[serde(rename = "type")]
    kind: String,
    /// Least number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    /// Greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    /// What a number counts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    /// What is known already.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    value: String,
    /// Heads of a table's columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<String>,
    /// Rows of a table at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rows: Option<i64>,
}

impl FieldBody {
    fn read(&self) -> Result<Field, AppError> {
        let kind = match self.kind.as_str() {
            "yes_no" => Kind::YesNo,
            "number" => Kind::Number { min: self.min, max: self.max, unit: self.unit.clone() },
            "money" => Kind::Money,
            "day" => Kind::Day,
            "short" => Kind::Short,
            "long" => Kind::Long,
            "choice" => Kind::Choice { options: self.options.clone() },
            "known" => Kind::Known { value: self.value.clone() },
            "table" => Kind::Table { columns: self.columns.clone(), rows: self.rows.unwrap_or(0) },
            _ => return Err(Fault::of("form", "task_list_field_kind").with("key", &self.key).into()),
        };
        let (key, label, help) = (self.key.clone(), self.label.clone(), self.help.clone());
        Ok(Field { key, label, help, required: self.required, kind })
    }

    /// As it stands in a form.
    pub(crate) fn of(field: &Field) -> Self {
        let mut body = Self {
            key: field.key.clone(),
            label: field.label.clone(),
            help: field.help.clone(),
            required: field.required,
            kind: field.kind.name().to_owned(),
            min: None,
            max: None,
            unit: String::new(),
            options: Vec::new(),
            value: String::new(),
            columns: Vec::new(),
            rows: None,
        };
        match &field.kind {
            Kind::Number { min, max, unit } => (body.min, body.max, body.unit) = (*min, *max, unit.clone()),
            Kind::Choice { options } => body.options.clone_from(options),
            Kind::Known { value } => body.value.clone_from(value),
            Kind::Table { columns, rows } => (body.columns, body.rows) = (columns.clone(), Some(*rows)),
            _ => {}
        }
        body
    }
}

/// One item of a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemBody {
    /// What is to be done; up to 400 characters are advised, 4,000 the most.
    text: String,
    /// When it counts as done.
    #[serde(default)]
    requirement: String,
    /// A remark on what it rests on; with neither target nor clause it is words alone.
    #[serde(default)]
    basis: String,
    /// Id of the target it rests on: one of a letter of the organisation in force, or one it set itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// Id of the clause it rests on, which must be in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
    /// Last day on which a report is in time.
    due_day: String,
    /// The fields of its answer form.
    #[serde(default)]
    fields: Vec<FieldBody>,
    /// Photos asked for, 0 to 3.
    #[serde(default)]
    photos: i64,
    /// Why photos are necessary.
    #[serde(default)]
    photos_reason: String,
    /// Id of the meeting's decision it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
    /// Id of the superior's item it carries on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    split_of: Option<String>,
}

impl ItemBody {
    fn read(&self, n: usize) -> Result<ItemDraft, AppError> {
        Ok(ItemDraft {
            text: self.text.clone(),
            requirement: self.requirement.clone(),
            basis: self.basis.clone(),
            ground: Ground {
                clause: self.clause.as_deref().map(|text| id(text, &format!("items.{n}.clause"))).transpose()?,
                target: self.target.as_deref().map(|text| id(text, &format!("items.{n}.target"))).transpose()?,
                words: String::new(),
            },
            due_day: day(&self.due_day, &format!("items.{n}.due_day"))?,
            form: Form { fields: self.fields.iter().map(FieldBody::read).collect::<Result<Vec<Field>, AppError>>()? },
            photos: self.photos,
            photos_reason: self.photos_reason.clone(),
            decision: self.decision.as_deref().map(|text| id(text, "decision")).transpose()?,
            split_of: self.split_of.as_deref().map(|text| id(text, "split_of")).transpose()?,
        })
    }

    fn of(item: &ItemDraft) -> Self {
        Self {
            text: item.text.clone(),
            requirement: item.requirement.clone(),
            basis: item.basis.clone(),
            target: item.ground.target.map(|id| id.to_string()),
            clause: item.ground.clause.map(|id| id.to_string()),
            due_day: item.due_day.to_string(),
            fields: item.form.fields.iter().map(FieldBody::of).collect(),
            photos: item.photos,
            photos_reason: item.photos_reason.clone(),
            decision: item.decision.map(|id| id.to_string()),
            split_of: item.split_of.map(|id| id.to_string()),
        }
    }
}

/// A list as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListBody {
    /// Its month.
    month: String,
    /// Its title.
    title: String,
    /// Whether deadlines under three working days are meant.
    #[serde(default)]
    urgent: bool,
    /// Who approved a price over the target.
    #[serde(default)]
    approval: String,
    /// Who gets it.
    audience: AudienceBody,
    /// Its items, in order.
    items: Vec<ItemBody>,
}

impl ListBody {
    /// As the actions take it.
    pub(crate) fn read(&self) -> Result<ListDraft, AppError> {
        Ok(ListDraft {
            month: month(&self.month)?,
            title: self.title.clone(),
            urgent: self.urgent,
            approval: self.approval.clone(),
            audience: self.audience.read()?,
            items: self.items.iter().enumerate().map(|(n, item)| item.read(n)).collect::<Result<_, AppError>>()?,
        })
    }

    /// As its editor holds it.
    pub(crate) fn of(draft: &ListDraft) -> Self {
        Self {
            month: draft.month.to_string(),
            title: draft.title.clone(),
            urgent: draft.urgent,
            approval: draft.approval.clone(),
            audience: AudienceBody::of(&draft.audience),
            items: draft.items.iter().map(ItemBody::of).collect(),
        }
    }
}

/// A day of a body.
pub(crate) fn day(text: &str, field: &str) -> Result<Day, AppError> {
    text.parse().map_err(|_| Fault::of(field, "task_list_day").with("value", short(text)).into())
}

/// A month of a body or a query.
pub(crate) fn month(text: &str) -> Result<Month, AppError> {
    text.parse().map_err(|_| Fault::of("month", "task_list_month").with("value", short(text)).into())
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A list to replace a draft with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EditBody {
    /// The version that was read.
    pub(crate) version: i64,
    /// The list.
    pub(crate) list: ListBody,
}

/// Which version a decision is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionBody {
    /// The version that was read.
    pub(crate) version: i64,
}

/// A decision with its reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// The version that was read.
    pub(crate) version: i64,
    /// Why; 1 to 400 characters.
    pub(crate) reason: String,
}

/// Yes or no to a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionBody {
    /// The version that was read.
    pub(crate) version: i64,
    /// Whether the request is agreed to.
    pub(crate) agreed: bool,
    /// Why.
    #[serde(default)]
    pub(crate) reason: String,
}

/// A request for a later day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtensionBody {
    /// The version that was read.
    pub(crate) version: i64,
    /// The day asked for.
    pub(crate) day: String,
    /// Why.
    pub(crate) reason: String,
}

/// A report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportBody {
    /// The version that was read.
    pub(crate) version: i64,
    /// The day it was done.
    pub(crate) happened_on: String,
    /// Answers by the keys of the fields: texts, numbers, true or false, rows of texts. Money is a text in yuan.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(crate) answers: BTreeMap<String, serde_json::Value>,
    /// A few words.
    #[serde(default)]
    pub(crate) note: String,
    /// Photos in base64: JPEG, PNG or WebP.
    #[serde(default)]
    pub(crate) photos: Vec<String>,
}

/// A JSON value as if it had been typed.
pub(crate) fn given(value: &serde_json::Value) -> Given {
    let text = |v: &serde_json::Value| match v {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    match value {
        serde_json::Value::Array(rows) => {
            let row = |r: &serde_json::Value| match r {
                serde_json::Value::Array(cells) => cells.iter().map(text).collect(),
                other => vec![text(other)],
            };
            Given::Rows(rows.iter().map(row).collect())
        }
        other => Given::Text(text(other)),
    }
}

/// One of several assignments.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenBody {
    /// `org/month/item`, as in its address.
    id: String,
    /// The version that was read.
    version: i64,
}

/// Several assignments at once: all or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManyBody {
    /// 1 to 200 of them.
    assignments: Vec<SeenBody>,
}

impl ManyBody {
    /// As the actions take it.
    pub(crate) fn read(&self) -> Result<Vec<Seen>, AppError> {
        self.assignments.iter().map(|one| Ok(Seen { key: one.id.parse::<Key>()?, version: one.version })).collect()
    }
}
