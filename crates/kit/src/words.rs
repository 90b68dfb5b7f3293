//! The words of the pages: `words.toml` files, both languages of a sentence side by side.
//!
//! ```toml
//! [home]
//! title = ["本月要办", "Due this month"]
//! left = ["还有 {n} 件", "{n} {n:item|items} left"]
//! ```
//! `{name}` is replaced by a value; `{name:one|many}` chooses by whether the value is 1.

use std::collections::HashMap;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese, the first language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language with this code; Chinese for any other.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Zh }
    }

    /// Its code as stored and as `<html lang>` wants it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// All sentences of the program.
#[derive(Debug, Default)]
pub struct Words(HashMap<String, [String; 2]>);

impl Words {
    /// Reads words files.
    ///
    /// # Errors
    /// A text that is not a words file, or a key that stands in two of them.
    pub fn load(files: &[&str]) -> Result<Self, String> {
        let mut words = Self::default();
        for file in files {
            let table: toml::Table = file.parse().map_err(|e: toml::de::Error| e.to_string())?;
            words.add("", &table)?;
        }
        Ok(words)
    }

    fn add(&mut self, prefix: &str, table: &toml::Table) -> Result<(), String> {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                toml::Value::Table(inner) => self.add(&key, inner)?,
                toml::Value::Array(pair) => {
                    let texts: Vec<&str> = pair.iter().filter_map(toml::Value::as_str).collect();
                    let [zh, en] = texts[..] else { return Err(format!("{key}: two texts are expected")) };
                    if self.0.insert(key.clone(), [zh.to_owned(), en.to_owned()]).is_some() {
                        return Err(format!("{key} is defined twice"));
                    }
                }
                _ => return Err(format!("{key}: a pair of texts is expected")),
            }
        }
        Ok(())
    }

    /// All keys, for tests.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The words in one language: what templates hold as `w`.
#[derive(Debug, Clone, Copy)]
pub struct W {
    /// The language.
    pub lang: Lang,
    words: &'static Words,
}

impl W {
    /// The words in this language.
    #[must_use]
    pub const fn new(words: &'static Words, lang: Lang) -> Self {
        Self { lang, words }
    }

    /// The same words in another language: for what is read by somebody else than who asks.
    #[must_use]
    pub const fn in_language(&self, lang: Lang) -> Self {
        Self { lang, words: self.words }
    }

    /// The sentence of this key; the key itself if there is none, which a test forbids.
    #[must_use]
    pub fn t(&self, key: &str) -> &'static str {
        match self.words.0.get(key) {
            Some([zh, en]) => match self.lang {
                Lang::Zh => zh,
                Lang::En => en,
            },
            None => String::leak(key.to_owned()),
        }
    }

    /// Whether there is a sentence of this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.words.0.contains_key(key)
    }

    /// A value as people read it: the sentence, if it is a key of one (such as that of a state), else itself.
    #[must_use]
    pub fn value(&self, value: &str) -> String {
        if self.has(value) { self.t(value).to_owned() } else { value.to_owned() }
    }

    /// The sentence of this key with `{name}`s filled.
    #[must_use]
    pub fn f(&self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
        let values: Vec<(&str, String)> = values.iter().map(|(n, v)| (*n, v.to_string())).collect();
        fill(self.t(key), &values)
    }

    /// The sentence of a count, whose value is `{n}`.
    #[must_use]
    pub fn n(&self, key: &str, n: impl std::fmt::Display) -> String {
        self.f(key, &[("n", &n)])
    }

    /// The sentence of a fault: `fault.<code>`. One that any field may have begins with what people call the field.
    #[must_use]
    pub fn fault(&self, fault: &kernel::Fault) -> String {
        let sentence = fill(self.t(&format!("fault.{}", fault.code)), &fault.values);
        let field = fault.field.as_deref().filter(|_| OF_ANY_FIELD.contains(&fault.code)).and_then(|f| self.field(f));
        match field {
            Some(name) => self.f("fault_of_field", &[("field", &name), ("sentence", &sentence)]),
            None => sentence,
        }
    }

    /// What people call a field: `field.<name>`, of `targets.0.weight` that of `weight`; none if no word is known.
    fn field(&self, name: &str) -> Option<&'static str> {
        let last = name.rsplit('.').find(|part| part.parse::<u64>().is_err())?;
        let key = format!("field.{last}");
        self.has(&key).then(|| self.t(&key))
    }
}

/// Faults whose sentences do not say of what they speak.
const OF_ANY_FIELD: [&str; 6] = ["required", "too_long", "not_a_day", "not_a_month", "not_a_number", "not_a_choice"];

/// Replaces `{name}` and `{name:one|many}`.
fn fill(pattern: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|c| open + c) else { break };
        let inside = &rest[open + 1..close];
        let (name, forms) = inside.split_once(':').map_or((inside, None), |(n, f)| (n, Some(f)));
        match (values.iter().find(|(n, _)| *n == name), forms) {
            (Some((_, value)), None) => out.push_str(value),
            (Some((_, value)), Some(forms)) => {
                let (one, many) = forms.split_once('|').unwrap_or((forms, forms));
                out.push_str(if value == "1" { one } else { many });
            }
            (None, _) => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_that_any_field_may_have_names_its_field() {
        let text = "fault_of_field = [\"{field}：{sentence}\", \"{field}: {sentence}\"]\n[fault]\nrequired = [\"此项必填。\", \"This is required.\"]\nown = [\"不能这样。\", \"Not so.\"]\n[field]\nweight = [\"分值\", \"Weight\"]\n";
        let words: &'static Words = Box::leak(Box::new(Words::load(&[text]).unwrap()));
        let (zh, en) = (W::new(words, Lang::Zh), W::new(words, Lang::En));
        assert_eq!(zh.fault(&kernel::Fault::of("targets.0.weight", "required")), "分值：此项必填。");
        assert_eq!(en.fault(&kernel::Fault::of("weight.7", "required")), "Weight: This is required.");
        assert_eq!(zh.fault(&kernel::Fault::of("unknown", "required")), "此项必填。");
        assert_eq!(zh.fault(&kernel::Fault::new("required")), "此项必填。");
        assert_eq!(zh.fault(&kernel::Fault::of("weight", "own")), "不能这样。", "it says of what it speaks");
    }

    #[test]
    fn a_sentence_is_filled_and_counts_agree() {
        let words = Words::load(&["[a]\nleft = [\"还有 {n} 件\", \"{n} {n:item|items} left\"]"]).unwrap();
        let words: &'static Words = Box::leak(Box::new(words));
        assert_eq!(W::new(words, Lang::En).n("a.left", 1), "1 item left");
        assert_eq!(W::new(words, Lang::En).n("a.left", 2), "2 items left");
        assert_eq!(W::new(words, Lang::Zh).n("a.left", 2), "还有 2 件");
    }

    #[test]
    fn a_key_in_two_files_is_refused() {
        assert!(Words::load(&["a = [\"甲\", \"A\"]", "a = [\"乙\", \"B\"]"]).is_err());
    }
}
