//! The editor's form: a list as it is being typed, from and to [`ListDraft`].
//!
//! Everything is kept as typed, so that a refused form comes back whole; [`DraftForm::read`] makes a
//! draft of it and says what does not fit.

use kernel::{Day, DecisionId, Fault, Faults, ItemId, Month, OrgId, text};

use super::clauses::ClauseForm;
use crate::rules::{
    Audience, Field, Form, Ground, ItemDraft, Kind, ListDraft,
    form::{CHOICES_MOST, FIELDS_MOST},
    item::{ITEMS_MOST, PHOTOS_MOST, TEXT_MOST},
};

/// A list as it is being typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct DraftForm {
    pub(crate) title: String,
    pub(crate) month: String,
    pub(crate) urgent: bool,
    pub(crate) approval: String,
    pub(crate) clauses: Vec<ClauseForm>,
    pub(crate) named: String,
    pub(crate) include_self: bool,
    pub(crate) items: Vec<ItemForm>,
}

/// An item as it is being typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct ItemForm {
    pub(crate) text: String,
    pub(crate) requirement: String,
    pub(crate) basis: String,
    pub(crate) target: String,
    pub(crate) clause: String,
    /// What was typed to find a clause.
    pub(crate) clause_ref: String,
    pub(crate) due_day: String,
    pub(crate) photos: String,
    pub(crate) photos_reason: String,
    pub(crate) decision: String,
    pub(crate) split_of: String,
    pub(crate) fields: Vec<FieldForm>,
}

/// A field of an answer form as it is being typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldForm {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) kind: String,
    pub(crate) required: bool,
    /// What is counted, of a number.
    pub(crate) unit: String,
    pub(crate) min: String,
    pub(crate) max: String,
    /// Options of a choice or heads of a table, separated; the value of what is known.
    pub(crate) detail: String,
    /// Rows of a table.
    pub(crate) rows: String,
}

impl DraftForm {
    /// A fresh list for `month` with one choice of organisations and one empty item.
    pub(crate) fn fresh(month: Month, clause: ClauseForm, due: Day) -> Self {
        Self { month: month.to_string(), clauses: vec![clause], items: vec![ItemForm::fresh(due)], ..Self::default() }
    }

    /// The form of a kept draft. `named` are the names by which its named organisations are typed.
    pub(crate) fn of(draft: &ListDraft, named: String) -> Self {
        Self {
            title: draft.title.clone(),
            month: draft.month.to_string(),
            urgent: draft.urgent,
            approval: draft.approval.clone(),
            clauses: draft.audience.clauses.iter().map(ClauseForm::of).collect(),
            named,
            include_self: draft.audience.include_self,
            items: draft.items.iter().map(ItemForm::of).collect(),
        }
    }

    /// The form as it was sent.
    pub(crate) fn sent(form: &kit::Form) -> Self {
        let items = form.get("items").parse::<usize>().unwrap_or(0).min(ITEMS_MOST + 1);
        Self {
            title: form.get("title").to_owned(),
            month: form.get("month").to_owned(),
            urgent: form.ticked("urgent"),
            approval: form.get("approval").to_owned(),
            clauses: ClauseForm::all(form),
            named: form.get("named").to_owned(),
            include_self: form.ticked("include_self"),
            items: (0..items).map(|n| ItemForm::sent(form, n)).collect(),
        }
    }

    /// At least one item to type into.
    pub(crate) fn one_item(&mut self, due: Day) {
        if self.items.is_empty() {
            self.items.push(ItemForm::fresh(due));
        }
    }

    /// What a button of the editor does to the rows; false if it is none of these.
    pub(crate) fn press(&mut self, button: &str, due: Day, own: OrgId) -> bool {
        let mut parts = button.split(':');
        let verb = parts.next().unwrap_or_default();
        let mut index = || parts.next().and_then(|p| p.parse::<usize>().ok()).unwrap_or(usize::MAX);
        let (n, m) = (index(), index());
        match verb {
            "add-item" => {
                let due = self.items.last().map_or_else(|| due.to_string(), |i| i.due_day.clone());
                self.items.push(ItemForm { due_day: due, ..ItemForm::default() });
            }
            "drop-item" if n < self.items.len() => drop(self.items.remove(n)),
            "add-field" => {
                if let Some(item) = self.items.get_mut(n).filter(|i| i.fields.len() < FIELDS_MOST) {
                    item.fields.push(FieldForm { kind: "number".to_owned(), ..FieldForm::default() });
                }
            }
            "drop-field" => {
                if let Some(item) = self.items.get_mut(n).filter(|i| m < i.fields.len()) {
                    item.fields.remove(m);
                }
            }
            "add-clause" if self.clauses.len() < org::AUDIENCE_CHOICES_MOST => {
                let under = self.clauses.first().map(|c| c.under.clone()).unwrap_or_else(|| own.to_string());
                self.clauses.push(ClauseForm { under, ..ClauseForm::default() });
            }
            "drop-clause" if n < self.clauses.len() => drop(self.clauses.remove(n)),
            "refresh" | "count" | "add-clause" => {}
            _ => return false,
        }
        true
    }

    /// The draft that is typed, and what does not fit. What cannot be read stands in it as something
    /// harmless, so that a price can be shown while the form is still being typed.
    pub(crate) fn read(&self, named: Vec<OrgId>, now: Month, today: Day) -> (ListDraft, Faults) {
        let mut faults = Vec::new();
        let month = self.month.parse().unwrap_or_else(|_| {
            faults.push(Fault::of("month", "not_a_month").with("value", &self.month));
            now
        });
        let clauses = self.clauses.iter().filter_map(|clause| clause.read(&mut faults)).collect();
        let items = self.items.iter().enumerate().map(|(n, item)| item.read(n, today, &mut faults)).collect();
        let audience = Audience { clauses, named, include_self: self.include_self };
        let draft = ListDraft {
            month,
            title: self.title.clone(),
            urgent: self.urgent,
            approval: self.approval.clone(),
            audience,
            items,
        };
        (draft, faults)
    }
}

impl ItemForm {
    /// An empty item due on this day.
    pub(crate) fn fresh(due: Day) -> Self {
        Self { due_day: due.to_string(), ..Self::default() }
    }

    /// Whether nothing was typed into it yet.
    pub(crate) fn is_blank(&self) -> bool {
        let texts = [&self.text, &self.requirement, &self.basis, &self.target, &self.clause, &self.clause_ref];
        let more = [&self.photos_reason, &self.split_of, &self.decision];
        texts.iter().chain(&more).all(|t| t.is_empty())
            && self.fields.is_empty()
            && matches!(self.photos.as_str(), "" | "0")
    }

    fn of(item: &ItemDraft) -> Self {
        Self {
            text: item.text.clone(),
            requirement: item.requirement.clone(),
            basis: item.basis.clone(),
            target: item.ground.target.map(|id| id.to_string()).unwrap_or_default(),
            clause: item.ground.clause.map(|id| id.to_string()).unwrap_or_default(),
            clause_ref: String::new(),
            due_day: item.due_day.to_string(),
            photos: item.photos.to_string(),
            photos_reason: item.photos_reason.clone(),
            decision: item.decision.map(|id| id.to_string()).unwrap_or_default(),
            split_of: item.split_of.map(|id| id.to_string()).unwrap_or_default(),
            fields: item.form.fields.iter().map(FieldForm::of).collect(),
        }
    }

    fn sent(form: &kit::Form, n: usize) -> Self {
        let get = |name: &str| form.get(&format!("items.{n}.{name}")).to_owned();
        let fields = get("fields").parse::<usize>().unwrap_or(0).min(FIELDS_MOST + 1);
        Self {
            text: get("text"),
            requirement: get("requirement"),
            basis: get("basis"),
            target: get("target"),
            clause: document::picked(form, &clause_field(n)).map(|id| id.to_string()).unwrap_or_default(),
            clause_ref: form.get(&format!("{}_ref", clause_field(n))).to_owned(),
            due_day: get("due_day"),
            photos: get("photos"),
            photos_reason: get("photos_reason"),
            decision: get("decision"),
            split_of: get("split_of"),
            fields: (0..fields).map(|m| FieldForm::sent(form, n, m)).collect(),
        }
    }

    fn read(&self, n: usize, today: Day, faults: &mut Faults) -> ItemDraft {
        let due_day = self.due_day.parse().unwrap_or_else(|_| {
            let fault = if self.due_day.is_empty() {
                Fault::of(format!("items.{n}.due_day"), "required")
            } else {
                Fault::of(format!("items.{n}.due_day"), "not_a_day").with("value", &self.due_day)
            };
            faults.push(fault);
            today.plus(14)
        });
        if self.clause.is_empty() && !self.clause_ref.is_empty() {
            faults.push(Fault::of(format!("items.{n}.clause"), "task_list_clause_typed"));
        }
        let fields = self.fields.iter().enumerate().map(|(m, f)| f.read(n, m, faults)).collect();
        let ground =
            Ground { clause: self.clause.parse().ok(), target: self.target.parse().ok(), words: String::new() };
        ItemDraft {
            ground,
            text: self.text.clone(),
            requirement: self.requirement.clone(),
            basis: self.basis.clone(),
            due_day,
            form: Form { fields },
            photos: self.photos.parse().unwrap_or(0),
            photos_reason: self.photos_reason.clone(),
            decision: self.decision.parse::<DecisionId>().ok(),
            split_of: self.split_of.parse::<ItemId>().ok(),
        }
    }
}

impl FieldForm {
    fn of(field: &Field) -> Self {
        let number = |n: &Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let mut form = Self {
            key: field.key.clone(),
            label: field.label.clone(),
            help: field.help.clone(),
            kind: field.kind.name().to_owned(),
            required: field.required,
            ..Self::default()
        };
        match &field.kind {
            Kind::Number { min, max, unit } => {
                (form.min, form.max, form.unit) = (number(min), number(max), unit.clone());
            }
            Kind::Choice { options } => form.detail = options.join(", "),
            Kind::Known { value } => form.detail.clone_from(value),
            Kind::Table { columns, rows } => {
                (form.detail, form.rows) = (columns.join(", "), rows.to_string());
            }
            Kind::YesNo | Kind::Money | Kind::Day | Kind::Short | Kind::Long => {}
        }
        form
    }

    fn sent(form: &kit::Form, n: usize, m: usize) -> Self {
        let get = |name: &str| form.get(&format!("items.{n}.form.{m}.{name}")).to_owned();
        Self {
            key: get("key"),
            label: get("label"),
            help: get("help"),
            kind: get("kind"),
            required: form.ticked(&format!("items.{n}.form.{m}.required")),
            unit: get("unit"),
            min: get("min"),
            max: get("max"),
            detail: get("detail"),
            rows: get("rows"),
        }
    }

    /// The kind that is typed; a number while nothing sensible is.
    pub(crate) fn kind(&self) -> Kind {
        let whole = |text: &str| text::tidy(text).parse().ok();
        match self.kind.as_str() {
            "yes_no" => Kind::YesNo,
            "money" => Kind::Money,
            "day" => Kind::Day,
            "short" => Kind::Short,
            "long" => Kind::Long,
            "choice" => Kind::Choice { options: split(&self.detail) },
            "known" => Kind::Known { value: self.detail.clone() },
            "table" => Kind::Table { columns: split(&self.detail), rows: whole(&self.rows).unwrap_or(1) },
            _ => Kind::Number { min: whole(&self.min), max: whole(&self.max), unit: self.unit.clone() },
        }
    }

    fn read(&self, n: usize, m: usize, faults: &mut Faults) -> Field {
        for typed in [&self.min, &self.max] {
            if self.kind == "number" && !typed.is_empty() && text::tidy(typed).parse::<i64>().is_err() {
                faults.push(Fault::of(format!("items.{n}.form.{m}"), "not_a_number").with("value", typed));
            }
        }
        let key = if self.key.is_empty() { format!("f{}", m + 1) } else { self.key.clone() };
        Field { key, label: self.label.clone(), help: self.help.clone(), required: self.required, kind: self.kind() }
    }
}

/// Name of the field in which the clause of an item is chosen.
pub(crate) fn clause_field(n: usize) -> String {
    format!("item_{n}_clause")
}

/// What was typed as a list: commas and semicolons of either script, and new lines, separate.
pub(crate) fn split(typed: &str) -> Vec<String> {
    typed
        .split([',', ';', '\n', '\u{ff0c}', '\u{3001}', '\u{ff1b}'])
        .map(text::tidy)
        .filter(|part| !part.is_empty())
        .take(CHOICES_MOST + 1)
        .collect()
}

/// Fields whose keys would collide get fresh ones: rows may have been dropped and added.
pub(crate) fn unique_keys(draft: &mut ListDraft) {
    for item in &mut draft.items {
        let mut seen = std::collections::BTreeSet::new();
        for field in &mut item.form.fields {
            let mut n = seen.len() + 1;
            while !seen.insert(field.key.clone()) {
                field.key = format!("f{n}");
                n += 1;
            }
        }
    }
}

/// The same draft with its gaps filled by something harmless: a price can be told while it is being typed.
pub(crate) fn pricable(mut draft: ListDraft) -> ListDraft {
    let fill = |text: &mut String, most: usize| {
        let short: String = text.trim().chars().take(most).collect();
        *text = if short.is_empty() { "-".to_owned() } else { short };
    };
    fill(&mut draft.title, 100);
    draft.approval = draft.approval.chars().take(200).collect();
    for item in &mut draft.items {
        fill(&mut item.text, TEXT_MOST);
        item.requirement.clear();
        item.basis = item.basis.chars().take(200).collect();
        item.photos = item.photos.clamp(0, PHOTOS_MOST);
        item.photos_reason = "----".to_owned();
        for field in &mut item.form.fields {
            fill(&mut field.label, 60);
            field.help.clear();
            let alone = Form { fields: vec![Field { key: "f".to_owned(), ..field.clone() }] };
            if !alone.check("").is_empty() {
                field.kind = Kind::Short;
            }
        }
        item.form.fields.truncate(FIELDS_MOST);
    }
    draft.items.truncate(ITEMS_MOST);
    unique_keys(&mut draft);
    draft
}

/// The price of a field beside it, in minutes.
pub(crate) fn field_cost(field: &FieldForm) -> i64 {
    let one = Form {
        fields: vec![Field {
            key: "f".to_owned(),
            label: String::new(),
            help: String::new(),
            required: false,
            kind: field.kind(),
        }],
    };
    crate::rules::price::minutes(&one, 0) - crate::rules::price::minutes(&Form::default(), 0)
}

#[cfg(test)]
mod tests {
    //! What is typed comes back, and becomes a draft.
    use super::*;

    const OWN: OrgId = OrgId::new(1001);

    fn today() -> Day {
        "2026-11-23".parse().unwrap()
    }

    fn typed() -> kit::Form {
        kit::Form::from_pairs(&[
            ("title", "十一月"),
            ("month", "2026-11"),
            ("clauses", "2"),
            ("clauses.0.under", "1002"),
            ("clauses.0.level", "village"),
            ("clauses.1.under", "1003"),
            ("clauses.1.domain", "education"),
            ("clauses.1.tag", "示范、重点"),
            ("items", "1"),
            ("items.0.text", "开会"),
            ("items.0.due_day", "2026-11-30"),
            ("items.0.fields", "2"),
            ("items.0.form.0.label", "人数"),
            ("items.0.form.0.kind", "number"),
            ("items.0.form.0.max", "500"),
            ("items.0.form.1.label", "方式"),
            ("items.0.form.1.kind", "choice"),
            ("items.0.form.1.detail", "会上、会后，书面"),
        ])
    }

    #[test]
    fn a_typed_list_becomes_a_draft_and_comes_back() {
        let form = DraftForm::sent(&typed());
        let (draft, faults) = form.read(Vec::new(), Month(202_611), today());
        assert!(faults.is_empty() && draft.check().is_empty(), "{faults:?} {:?}", draft.check());
        assert_eq!(
            draft.items[0].form.fields[1].kind,
            Kind::Choice { options: vec!["会上".into(), "会后".into(), "书面".into()] }
        );
        assert_eq!(draft.audience.clauses.len(), 2);
        assert_eq!(draft.audience.clauses[1].tags, ["示范", "重点"]);
        let again = DraftForm::of(&draft, String::new()).read(Vec::new(), Month(202_611), today());
        assert_eq!(again.0, draft);
    }

    #[test]
    fn buttons_add_and_drop_rows_and_hostile_ones_do_nothing() {
        let mut form = DraftForm::sent(&typed());
        assert!(form.press("add-field:0", today(), OWN) && form.items[0].fields.len() == 3);
        assert!(form.press("drop-field:0:1", today(), OWN) && form.items[0].fields.len() == 2);
        assert!(form.press("add-item", today(), OWN) && form.items[1].due_day == "2026-11-30");
        assert!(form.press("add-clause", today(), OWN) && form.clauses[2].under == "1002");
        assert!(form.press("drop-clause:1", today(), OWN) && form.clauses.len() == 2);
        for hostile in
            ["drop-clause:7", "drop-clause", "drop-field:9:9", "add-field:99", "drop-field::", "add-field:-1"]
        {
            form.press(hostile, today(), OWN);
        }
        assert!(!form.press("send", today(), OWN));
        assert_eq!((form.items.len(), form.items[0].fields.len()), (2, 2));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_does_not_stop_the_price() {
        let form = DraftForm::sent(&kit::Form::from_pairs(&[
            ("month", "x"),
            ("clauses", "1"),
            ("items", "1"),
            ("items.0.due_day", "soon"),
        ]));
        let (draft, faults) = form.read(Vec::new(), Month(202_611), today());
        let fields: Vec<_> = faults.iter().filter_map(|f| f.field.as_deref()).collect();
        assert_eq!(fields, ["month", "audience", "items.0.due_day"]);
        assert_eq!(draft.load().requests, 1);
    }

    #[test]
    fn keys_stay_unique_after_rows_were_dropped() {
        let form = DraftForm::sent(&typed());
        let (mut draft, _) = form.read(Vec::new(), Month(202_611), today());
        draft.items[0].form.fields[1].key = "f1".to_owned();
        unique_keys(&mut draft);
        assert!(draft.check().is_empty());
    }
}
