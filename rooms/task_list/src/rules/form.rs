//! The typed form by which an item is answered: what is asked, field by field.
//!
//! It is written by the issuer, priced before sending ([`crate::rules::price`]), and every answer is
//! read against it ([`crate::rules::answer`]).

use std::collections::BTreeSet;

use kernel::{Fault, Faults, text};

/// The most fields one form may have.
pub(crate) const FIELDS_MOST: usize = 30;
/// The most choices one field may offer.
pub(crate) const CHOICES_MOST: usize = 50;
/// The most rows and columns a table may have.
pub(crate) const TABLE_MOST: (i64, usize) = (50, 8);
/// Characters of a short text.
pub(crate) const SHORT_MOST: usize = 100;
/// Characters of a long text.
pub(crate) const LONG_MOST: usize = 1_000;

/// What an item asks. Without fields a note is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Form {
    /// The fields, in the order in which they are shown.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Field {
    /// Its name in answers: small letters, digits, `_`; unique in the form.
    pub key: String,
    /// What is asked, as the page prints it.
    pub label: String,
    /// One line that helps; may be empty.
    #[serde(default)]
    pub help: String,
    /// Whether it must be answered.
    #[serde(default)]
    pub required: bool,
    /// What kind of answer is wanted.
    #[serde(flatten)]
    pub kind: Kind,
}

/// The kinds of answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number {
        /// The least that can be.
        #[serde(default)]
        min: Option<i64>,
        /// The most that can be.
        #[serde(default)]
        max: Option<i64>,
        /// What is counted, such as 户; may be empty.
        #[serde(default)]
        unit: String,
    },
    /// An amount in yuan, kept in fen.
    Money,
    /// A civil date.
    Day,
    /// A text of at most `SHORT_MOST` characters.
    Short,
    /// A text of at most `LONG_MOST` characters.
    Long,
    /// One of these.
    Choice {
        /// What can be chosen.
        options: Vec<String>,
    },
    /// What is known already and only has to be confirmed or corrected.
    Known {
        /// The value as known.
        value: String,
    },
    /// Rows that must be looked up.
    Table {
        /// Heads of the columns.
        columns: Vec<String>,
        /// The most rows that are asked.
        rows: i64,
    },
}

impl Kind {
    /// Its name: `task_list.kind.<name>` in the words.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::Number { .. } => "number",
            Self::Money => "money",
            Self::Day => "day",
            Self::Short => "short",
            Self::Long => "long",
            Self::Choice { .. } => "choice",
            Self::Known { .. } => "known",
            Self::Table { .. } => "table",
        }
    }
}

impl Form {
    /// Reads a stored or sent form.
    ///
    /// # Errors
    /// A text that is not a form; every rule the form breaks.
    pub fn parse(json: &str) -> Result<Self, Faults> {
        let form: Self =
            serde_json::from_str(json).map_err(|e| vec![Fault::of("form", "task_list_form").with("why", e)])?;
        let faults = form.check("form");
        if faults.is_empty() { Ok(form) } else { Err(faults) }
    }

    /// The canonical text: what is stored.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{\"fields\":[]}".to_owned())
    }

    /// Every rule the form breaks; `at` is the name of the form's field in the page.
    #[must_use]
    pub fn check(&self, at: &str) -> Faults {
        let mut faults = Vec::new();
        if self.fields.len() > FIELDS_MOST {
            faults.push(Fault::of(at, "task_list_fields_most").with("most", FIELDS_MOST));
        }
        let mut keys = BTreeSet::new();
        for (n, field) in self.fields.iter().enumerate() {
            let place = format!("{at}.{n}");
            if !is_key(&field.key) || !keys.insert(field.key.as_str()) {
                faults.push(Fault::of(&place, "task_list_field_key").with("key", shown(&field.key)));
            }
            if !(1..=60).contains(&text::length(&field.label)) || text::length(&field.help) > 200 {
                faults.push(Fault::of(&place, "task_list_field_label").with("key", shown(&field.key)));
            }
            if !field.kind.is_sound() {
                faults.push(Fault::of(&place, "task_list_field_kind").with("key", shown(&field.key)));
            }
        }
        faults
    }
}

impl Kind {
    fn is_sound(&self) -> bool {
        match self {
            Self::YesNo | Self::Money | Self::Day | Self::Short | Self::Long => true,
            Self::Number { min, max, unit } => {
                text::length(unit) <= 10 && min.zip(*max).is_none_or(|(least, most)| least <= most)
            }
            Self::Choice { options } => {
                let distinct: BTreeSet<&String> = options.iter().collect();
                (1..=CHOICES_MOST).contains(&options.len())
                    && distinct.len() == options.len()
                    && options.iter().all(|o| (1..=SHORT_MOST).contains(&text::length(o)))
            }
            Self::Known { value } => text::length(value) <= SHORT_MOST,
            Self::Table { columns, rows } => {
                (1..=TABLE_MOST.1).contains(&columns.len())
                    && (1..=TABLE_MOST.0).contains(rows)
                    && columns.iter().all(|c| (1..=60).contains(&text::length(c)))
            }
        }
    }
}

fn is_key(key: &str) -> bool {
    (1..=40).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A hostile key is shown shortened.
fn shown(key: &str) -> String {
    key.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(json: &str) -> Vec<&'static str> {
        Form::parse(json).err().unwrap_or_default().iter().map(|f| f.code).collect()
    }

    #[test]
    fn a_form_reads_back_as_it_was_written() {
        let json = r#"{"fields":[{"key":"homes","label":"户数","help":"","required":true,"type":"number","min":0,"max":null,"unit":"户"},{"key":"how","label":"做法","help":"","required":false,"type":"choice","options":["甲","乙"]}]}"#;
        let form = Form::parse(json).unwrap();
        assert_eq!(form.canonical(), json);
        assert_eq!(Form::parse(&form.canonical()), Ok(form));
        assert_eq!(Form::parse("{}"), Ok(Form::default()));
    }

    #[test]
    fn a_broken_form_is_refused_field_by_field() {
        let field = |key: &str, kind: &str| format!(r#"{{"key":"{key}","label":"问","type":{kind}}}"#);
        let form = |fields: &[String]| format!(r#"{{"fields":[{}]}}"#, fields.join(","));
        assert_eq!(codes(&form(&[field("A b", r#""day""#)])), ["task_list_field_key"]);
        assert_eq!(codes(&form(&[field("a", r#""day""#), field("a", r#""long""#)])), ["task_list_field_key"]);
        assert_eq!(codes(&form(&[field("a", r#""number","min":3,"max":2"#)])), ["task_list_field_kind"]);
        assert_eq!(codes(&form(&[field("a", r#""choice","options":[]"#)])), ["task_list_field_kind"]);
        assert_eq!(codes(&form(&[field("a", r#""table","columns":["名"],"rows":51"#)])), ["task_list_field_kind"]);
        assert_eq!(codes(&form(&[field("a", r#""place_of_person""#)])), ["task_list_form"]);
        let many: Vec<String> = (0..31).map(|n| field(&format!("f{n}"), r#""day""#)).collect();
        assert_eq!(codes(&form(&many)), ["task_list_fields_most"]);
        assert_eq!(codes("7"), ["task_list_form"]);
    }
}
