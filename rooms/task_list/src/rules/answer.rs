//! Answers to a form: read from what was typed or sent, kept as canonical JSON, shown again.

use std::collections::BTreeMap;

use kernel::{Day, Fault, Faults, text};

use super::form::{Field, Form, Kind, LONG_MOST, SHORT_MOST};

/// What was typed for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// One text, as an input box sends it: `yes`, `12`, `1234.50`, `2026-11-23`.
    Text(String),
    /// The cells of a table, row by row.
    Rows(Vec<Vec<String>>),
}

/// One answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A number, or an amount in fen.
    Number(i64),
    /// A text, a day, a choice, a confirmed value.
    Text(String),
    /// Rows of a table.
    Rows(Vec<Vec<String>>),
}

/// All answers to a form, by the keys of its fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Answers(pub BTreeMap<String, Value>);

/// One answer beside its question, for pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The question.
    pub label: String,
    /// Its unit; empty for most.
    pub unit: String,
    /// Whether it is an amount in fen.
    pub is_money: bool,
    /// Heads of the columns, for a table.
    pub columns: Vec<String>,
    /// The answer; none if the field was left empty.
    pub value: Option<Value>,
}

impl Answers {
    /// The canonical text: keys in order, no blanks. Equal answers have equal texts.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }

    /// Reads stored answers; what cannot be read is no answer.
    #[must_use]
    pub fn stored(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }
}

impl Form {
    /// Reads what was typed. Keys that the form does not ask are ignored.
    ///
    /// # Errors
    /// Every field that is missing or does not fit, named `answer.<key>`.
    pub fn answers(&self, given: &BTreeMap<String, Given>) -> Result<Answers, Faults> {
        let (mut answers, mut faults) = (BTreeMap::new(), Vec::new());
        for field in &self.fields {
            match field.read(given.get(&field.key)) {
                Ok(Some(value)) => drop(answers.insert(field.key.clone(), value)),
                Ok(None) if field.required => faults.push(field.fault("task_list_answer_missing")),
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(Answers(answers)) } else { Err(faults) }
    }

    /// Questions and answers side by side.
    #[must_use]
    pub fn shown(&self, answers: &Answers) -> Vec<Shown> {
        let show = |field: &Field| Shown {
            label: field.label.clone(),
            unit: if let Kind::Number { unit, .. } = &field.kind { unit.clone() } else { String::new() },
            is_money: field.kind == Kind::Money,
            columns: if let Kind::Table { columns, .. } = &field.kind { columns.clone() } else { Vec::new() },
            value: answers.0.get(&field.key).cloned(),
        };
        self.fields.iter().map(show).collect()
    }
}

impl Field {
    fn fault(&self, code: &'static str) -> Fault {
        Fault::of(format!("answer.{}", self.key), code).with("label", &self.label)
    }

    /// The answer to this field; none if nothing was typed.
    fn read(&self, given: Option<&Given>) -> Result<Option<Value>, Fault> {
        if let Kind::Table { columns, rows } = &self.kind {
            let Some(Given::Rows(cells)) = given else { return Ok(None) };
            return self.table(cells, columns.len(), *rows);
        }
        let Some(Given::Text(typed)) = given else { return Ok(None) };
        let typed = if self.kind == Kind::Long { typed.trim().to_owned() } else { text::tidy(typed) };
        if typed.is_empty() {
            return Ok(None);
        }
        self.value(typed).map(Some)
    }

    fn value(&self, typed: String) -> Result<Value, Fault> {
        let bad = || self.fault("task_list_answer_unfit");
        match &self.kind {
            Kind::YesNo => match typed.as_str() {
                "yes" | "true" | "1" => Ok(Value::Flag(true)),
                "no" | "false" | "0" => Ok(Value::Flag(false)),
                _ => Err(bad()),
            },
            Kind::Number { min, max, .. } => {
                let n: i64 = typed.parse().map_err(|_| bad())?;
                let fits = min.is_none_or(|least| n >= least) && max.is_none_or(|most| n <= most);
                if fits { Ok(Value::Number(n)) } else { Err(self.fault("task_list_answer_range")) }
            }
            Kind::Money => fen(&typed).map(Value::Number).ok_or_else(bad),
            Kind::Day => typed.parse::<Day>().map(|day| Value::Text(day.to_string())).map_err(|_| bad()),
            Kind::Choice { options } => {
                if options.contains(&typed) {
                    Ok(Value::Text(typed))
                } else {
                    Err(bad())
                }
            }
            Kind::Short | Kind::Known { .. } => self.within(typed, SHORT_MOST),
            Kind::Long => self.within(typed, LONG_MOST),
            Kind::Table { .. } => Err(bad()),
        }
    }

    fn within(&self, typed: String, most: usize) -> Result<Value, Fault> {
        if text::length(&typed) > most {
            return Err(self.fault("task_list_answer_long").with("most", most));
        }
        Ok(Value::Text(typed))
    }

    /// Rows with at least one filled cell; each as wide as the head.
    fn table(&self, cells: &[Vec<String>], width: usize, most: i64) -> Result<Option<Value>, Fault> {
        let mut rows = Vec::new();
        for row in cells {
            let mut row: Vec<String> = row.iter().map(|c| text::tidy(c)).collect();
            if row.iter().all(String::is_empty) {
                continue;
            }
            if row.len() > width || row.iter().any(|c| text::length(c) > SHORT_MOST) {
                return Err(self.fault("task_list_answer_unfit"));
            }
            row.resize(width, String::new());
            rows.push(row);
        }
        if i64::try_from(rows.len()).is_ok_and(|n| n > most) {
            return Err(self.fault("task_list_answer_range"));
        }
        Ok(if rows.is_empty() { None } else { Some(Value::Rows(rows)) })
    }
}

/// `1,234.5` yuan as fen; at most two decimals, at most a hundred billion yuan.
#[must_use]
pub(crate) fn fen(typed: &str) -> Option<i64> {
    let plain = typed.replace([',', '，', '元', '¥', '￥'], "");
    let (negative, digits) = plain.strip_prefix('-').map_or((false, plain.as_str()), |rest| (true, rest));
    let (yuan, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 12 || rest.len() > 2 || !is_digits(yuan) || !is_digits(rest) {
        return None;
    }
    let cents: i64 = format!("{rest:0<2}").parse().ok()?;
    let amount = yuan.parse::<i64>().ok()? * 100 + cents;
    Some(if negative { -amount } else { amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form::parse(
            r#"{"fields":[
            {"key":"ok","label":"开了吗","type":"yes_no","required":true},
            {"key":"n","label":"人数","type":"number","min":0,"max":500,"unit":"人"},
            {"key":"cost","label":"花费","type":"money"},
            {"key":"on","label":"哪天","type":"day"},
            {"key":"who","label":"谁讲","type":"short"},
            {"key":"how","label":"方式","type":"choice","options":["会上","会后"]},
            {"key":"tel","label":"电话","type":"known","value":"12345"},
            {"key":"t","label":"名单","type":"table","columns":["事","数"],"rows":2}]}"#,
        )
        .unwrap()
    }

    fn given(pairs: &[(&str, &str)]) -> BTreeMap<String, Given> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), Given::Text((*v).to_owned()))).collect()
    }

    #[test]
    fn what_was_typed_becomes_values_in_one_canonical_text() {
        let mut typed = given(&[
            ("ok", "yes"),
            ("n", "４2"),
            ("cost", "1,234.5"),
            ("on", "2026-11-05"),
            ("who", " 支部  书记 "),
            ("how", "会后"),
            ("tel", "12345"),
            ("unasked", "x"),
        ]);
        typed.insert(
            "t".to_owned(),
            Given::Rows(vec![vec!["a".into()], vec![" ".into()], vec!["b".into(), "2".into()]]),
        );
        let answers = form().answers(&typed).unwrap();
        assert_eq!(
            answers.canonical(),
            r#"{"cost":123450,"how":"会后","n":42,"ok":true,"on":"2026-11-05","t":[["a",""],["b","2"]],"tel":"12345","who":"支部 书记"}"#
        );
        assert_eq!(Answers::stored(&answers.canonical()), answers);
        assert_eq!(form().shown(&answers)[1].value, Some(Value::Number(42)));
    }

    #[test]
    fn every_field_that_does_not_fit_is_named() {
        let long = "字".repeat(101);
        for (key, value, code) in [
            ("n", "501", "task_list_answer_range"),
            ("n", "1.5", "task_list_answer_unfit"),
            ("cost", "12.345", "task_list_answer_unfit"),
            ("on", "2026-02-30", "task_list_answer_unfit"),
            ("who", long.as_str(), "task_list_answer_long"),
            ("how", "别的", "task_list_answer_unfit"),
        ] {
            let faults = form().answers(&given(&[("ok", "no"), (key, value)])).unwrap_err();
            assert_eq!((faults[0].code, faults[0].field.as_deref()), (code, Some(format!("answer.{key}").as_str())));
        }
        assert_eq!(form().answers(&given(&[])).unwrap_err()[0].code, "task_list_answer_missing");
    }

    #[test]
    fn yuan_are_kept_in_fen_without_rounding() {
        for (typed, amount) in [
            ("0", Some(0)),
            ("12", Some(1200)),
            ("0.05", Some(5)),
            ("-3.2", Some(-320)),
            ("1e3", None),
            ("", None),
            (".5", None),
            ("1234567890123", None),
        ] {
            assert_eq!(fen(typed), amount, "{typed}");
        }
    }
}
