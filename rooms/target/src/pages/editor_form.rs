//! The form of the editor: what is typed is kept as typed, so that a refused form comes back whole; [`DraftForm::read`]
//! makes a draft of it and says what does not fit.

use kernel::{ClauseId, Day, Fault, Faults, OrgId, TargetId, text};
use kit::Form;
use org::{Audience, Choice};

use crate::rules::draft::{TARGETS_MOST, read_tenths, tenths};
use crate::rules::{Cut, IssueDraft, Kind, TargetDraft, Upper};

/// The editor as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct DraftForm {
    pub(super) year: i64,
    pub(super) title: String,
    pub(super) domain: String,
    pub(super) level: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) under: String,
    pub(super) levels: Vec<String>,
    pub(super) domains: Vec<String>,
    pub(super) tags: String,
    /// Codes of organisations, one a line; they take the place of the choice.
    pub(super) named: String,
    /// Further choices of an audience that the page does not show, as stored.
    pub(super) further: String,
    pub(super) targets: Vec<TargetForm>,
    /// Rows copied from a spreadsheet, until they are taken over.
    pub(super) paste: String,
    /// Targets of the letter above that are not carried on, with the reason typed.
    pub(super) cuts: Vec<(TargetId, String)>,
}

/// One target as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TargetForm {
    pub(super) id: String,
    pub(super) upper: String,
    pub(super) clause: Option<ClauseId>,
    pub(super) clause_typed: String,
    pub(super) milestone: String,
    pub(super) basis: String,
    pub(super) project: String,
    pub(super) text: String,
    pub(super) requirement: String,
    pub(super) kind: String,
    pub(super) measure: String,
    pub(super) value: String,
    pub(super) weight: String,
    pub(super) assessment: String,
    pub(super) deduction: String,
}

impl DraftForm {
    /// A stored draft; `named` are the codes of its named organisations.
    pub(super) fn of(draft: &IssueDraft, named: String) -> Self {
        let first = draft.audience.clauses.first();
        let further: Vec<Choice> = draft.audience.clauses.iter().skip(1).cloned().collect();
        Self {
            year: draft.year,
            title: draft.title.clone(),
            domain: draft.domain.clone(),
            level: draft.level.clone(),
            from: draft.from.to_string(),
            until: draft.until.to_string(),
            under: first.map(|c| c.under.to_string()).unwrap_or_default(),
            levels: first.map(|c| c.levels.clone()).unwrap_or_default(),
            domains: first.map(|c| c.domains.clone()).unwrap_or_default(),
            tags: first.map(|c| c.tags.join(", ")).unwrap_or_default(),
            named,
            further: if further.is_empty() {
                String::new()
            } else {
                Audience { clauses: further, ..Audience::default() }.canonical()
            },
            targets: draft.targets.iter().map(TargetForm::of).collect(),
            paste: String::new(),
            cuts: draft.cuts.iter().map(|c| (c.upper, c.reason.clone())).collect(),
        }
    }

    /// The form as it was sent; `above` are the targets of the letter above.
    pub(super) fn sent(form: &Form, year: i64, above: &[TargetId]) -> Self {
        let count = form.get("targets").parse::<usize>().unwrap_or(0).min(TARGETS_MOST + 1);
        Self {
            year,
            title: form.get("title").to_owned(),
            domain: form.get("domain").to_owned(),
            level: form.get("level").to_owned(),
            from: form.get("from").to_owned(),
            until: form.get("until").to_owned(),
            under: form.get("under").to_owned(),
            levels: form.all("levels").map(str::to_owned).collect(),
            domains: form.all("domains").map(str::to_owned).collect(),
            tags: form.get("tags").to_owned(),
            named: form.get("named").to_owned(),
            further: form.get("further").to_owned(),
            targets: (0..count).map(|n| TargetForm::sent(form, n)).collect(),
            paste: form.get("paste").to_owned(),
            cuts: above.iter().map(|id| (*id, form.get(&format!("cut.{id}")).to_owned())).collect(),
        }
    }

    /// What a button of the editor does to the rows; false if it is none of these. `carried` are the rows of the
    /// letter above, for those that are carried on after all.
    pub(super) fn press(&mut self, button: &str, carried: &[TargetDraft]) -> bool {
        let (verb, rest) = button.split_once(':').unwrap_or((button, ""));
        let n = rest.parse::<usize>().unwrap_or(usize::MAX);
        match verb {
            "add" => {
                let last = self.targets.last().cloned().unwrap_or_default();
                let fresh = TargetForm {
                    project: last.project,
                    assessment: last.assessment,
                    kind: last.kind,
                    ..TargetForm::default()
                };
                self.targets.push(fresh);
            }
            "paste" => self.targets.extend(super::paste::rows(&std::mem::take(&mut self.paste))),
            "drop" if n < self.targets.len() => drop(self.targets.remove(n)),
            "up" if n > 0 && n < self.targets.len() => self.targets.swap(n - 1, n),
            "down" if n + 1 < self.targets.len() => self.targets.swap(n, n + 1),
            "carry" => {
                let upper = rest.parse::<i64>().ok().map(TargetId::new);
                if let Some(row) = carried.iter().find(|t| t.upper == upper && upper.is_some()) {
                    self.targets.push(TargetForm::of(row));
                }
            }
            "drop" | "up" | "down" | "refresh" => {}
            _ => return false,
        }
        true
    }

    /// The draft that is typed, and what does not fit.
    pub(super) fn read(&self, named: Vec<OrgId>, upper: Option<Upper>) -> (IssueDraft, Faults) {
        let mut faults = Vec::new();
        let mut clauses = Vec::new();
        match self.under.parse() {
            // Who names organisations means these and no others.
            Ok(_) if !named.is_empty() => {}
            Ok(under) => clauses.push(Choice {
                under,
                levels: self.levels.clone(),
                domains: self.domains.clone(),
                tags: split(&self.tags),
            }),
            Err(_) => faults.push(Fault::of("audience", "not_a_choice")),
        }
        clauses.extend(Audience::stored(&self.further).clauses);
        let targets = self.targets.iter().enumerate().map(|(n, t)| t.read(n, &mut faults)).collect();
        let from = day(&self.from, "from", &mut faults);
        let until = day(&self.until, "until", &mut faults);
        let draft = IssueDraft {
            year: self.year,
            title: self.title.clone(),
            domain: self.domain.clone(),
            level: self.level.clone(),
            audience: Audience { clauses, named, include_self: false },
            from,
            until,
            upper,
            targets,
            cuts: self.cuts.iter().map(|(upper, reason)| Cut { upper: *upper, reason: reason.clone() }).collect(),
        };
        (draft, faults)
    }

    /// What the weights that can be read come to, in tenths.
    pub(super) fn weight(&self) -> i64 {
        self.targets.iter().filter_map(|t| read_tenths(&t.weight)).sum()
    }
}

impl TargetForm {
    fn of(t: &TargetDraft) -> Self {
        Self {
            id: t.id.map(|id| id.to_string()).unwrap_or_default(),
            upper: t.upper.map(|id| id.to_string()).unwrap_or_default(),
            clause: t.clause,
            clause_typed: String::new(),
            milestone: t.milestone.map(|id| id.to_string()).unwrap_or_default(),
            basis: t.basis.clone(),
            project: t.project.clone(),
            text: t.text.clone(),
            requirement: t.requirement.clone(),
            kind: t.kind.code().to_owned(),
            measure: t.measure.clone(),
            value: t.value.clone(),
            weight: if t.weight == 0 { String::new() } else { tenths(t.weight) },
            assessment: t.assessment.clone(),
            deduction: t.deduction.clone(),
        }
    }

    fn sent(form: &Form, n: usize) -> Self {
        let get = |name: &str| form.get(&format!("targets.{n}.{name}")).to_owned();
        let field = format!("clause_{n}");
        let clause = document::picked(form, &field);
        Self {
            id: get("id"),
            upper: get("upper"),
            clause,
            clause_typed: if clause.is_some() { String::new() } else { form.get(&format!("{field}_ref")).to_owned() },
            milestone: get("milestone"),
            basis: get("basis"),
            project: get("project"),
            text: get("text"),
            requirement: get("requirement"),
            kind: get("kind"),
            measure: get("measure"),
            value: get("value"),
            weight: get("weight"),
            assessment: get("assessment"),
            deduction: get("deduction"),
        }
    }

    fn read(&self, n: usize, faults: &mut Faults) -> TargetDraft {
        let weight = if self.weight.trim().is_empty() { Some(0) } else { read_tenths(&self.weight) };
        if weight.is_none() {
            faults.push(Fault::of(format!("targets.{n}.weight"), "target_weight"));
        }
        if !self.clause_typed.is_empty() {
            faults.push(Fault::of(format!("clause_{n}"), "target_clause_typed"));
        }
        TargetDraft {
            id: self.id.parse().ok(),
            upper: self.upper.parse().ok(),
            clause: self.clause,
            milestone: self.milestone.parse().ok(),
            basis: self.basis.clone(),
            project: self.project.clone(),
            text: self.text.clone(),
            requirement: self.requirement.clone(),
            kind: Kind::of_code(&self.kind).unwrap_or_default(),
            measure: self.measure.clone(),
            value: self.value.clone(),
            weight: weight.unwrap_or(0),
            assessment: self.assessment.clone(),
            deduction: self.deduction.clone(),
        }
    }
}

fn day(typed: &str, field: &'static str, faults: &mut Faults) -> Day {
    typed.parse().unwrap_or_else(|_| {
        faults.push(Fault::of(field, "not_a_day").with("value", typed));
        Day::FOREVER
    })
}

/// What was typed as a list: commas and semicolons of either script, and new lines, separate.
fn split(typed: &str) -> Vec<String> {
    let parts = typed.split([',', ';', '\n', '\u{ff0c}', '\u{3001}', '\u{ff1b}']).map(text::tidy);
    parts.filter(|part| !part.is_empty()).take(21).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Form {
        Form::from_pairs(&[
            ("title", "责任书"),
            ("from", "2026-01-01"),
            ("until", "2026-12-31"),
            ("under", "1001"),
            ("levels", "county"),
            ("targets", "2"),
            ("targets.0.text", "按期换届"),
            ("targets.0.weight", "60.5"),
            ("targets.0.upper", "77"),
            ("targets.1.text", "开好会"),
            ("targets.1.weight", "三十"),
            ("clause_1_ref", "第三条"),
            ("cut.78", "由县直承担"),
        ])
    }

    #[test]
    fn a_typed_issue_becomes_a_draft_and_what_does_not_fit_is_named() {
        let form = DraftForm::sent(&typed(), 2026, &[TargetId::new(77), TargetId::new(78)]);
        let (draft, faults) = form.read(Vec::new(), None);
        let fields: Vec<_> = faults.iter().filter_map(|f| f.field.as_deref()).collect();
        assert_eq!(fields, ["targets.1.weight", "clause_1"]);
        assert_eq!((draft.targets[0].weight, draft.targets[0].upper), (605, Some(TargetId::new(77))));
        assert_eq!(draft.cuts[1], Cut { upper: TargetId::new(78), reason: "由县直承担".to_owned() });
        assert_eq!(form.weight(), 605);
        let again = DraftForm::of(&draft, String::new()).read(Vec::new(), None);
        assert_eq!(again.0.targets[0], draft.targets[0]);
    }

    #[test]
    fn buttons_move_and_drop_rows_and_hostile_ones_do_nothing() {
        let mut form = DraftForm::sent(&typed(), 2026, &[]);
        let carried =
            [TargetDraft { upper: Some(TargetId::new(9)), text: "上级".to_owned(), ..TargetDraft::default() }];
        assert!(form.press("down:0", &carried) && form.targets[1].text == "按期换届");
        assert!(form.press("up:1", &carried) && form.targets[0].text == "按期换届");
        assert!(form.press("carry:9", &carried) && form.targets[2].upper == "9");
        assert!(form.press("drop:1", &carried) && form.targets.len() == 2);
        for hostile in ["drop:9", "up:0", "down:99", "up:-1", "carry:x", "carry:", "drop:"] {
            form.press(hostile, &carried);
        }
        assert_eq!(form.targets.len(), 2);
        assert!(!form.press("issue", &carried) && form.press("add", &carried) && form.targets.len() == 3);
    }
}
