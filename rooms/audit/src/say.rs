//! Codes of the record as people say them. A code without words stays as it is: the record is older than the words.

use kernel::{Day, Role};
use kit::W;
use serde_json::{Map, Value};

/// What kinds are about, in the order in which the record may be narrowed to them.
const AREAS: [&str; 13] = [
    "account",
    "access",
    "org",
    "document",
    "plan",
    "target",
    "task_list",
    "reminder",
    "statement",
    "meeting",
    "paper",
    "audit",
    "server",
];

/// Facts whose values are codes, with where words for them may stand.
const CODED: [(&str, &[&str]); 5] = [
    ("kind", &["document.kind", "paper.kind"]),
    ("stage", &["task_list.stage"]),
    ("why", &["audit.why", "fault"]),
    ("language", &["audit.language"]),
    ("by", &["audit.by"]),
];

/// The word for a code under one of these headings.
fn word(w: W, headings: &[&str], code: &str) -> Option<String> {
    headings.iter().map(|heading| format!("{heading}.{code}")).find(|key| w.has(key)).map(|key| w.t(&key).to_owned())
}

fn word_or_code(w: W, heading: &str, code: &str) -> String {
    word(w, &[heading], code).unwrap_or_else(|| code.to_owned())
}

/// What happened.
pub(crate) fn what(w: W, kind: &str) -> String {
    word_or_code(w, "audit.kind", kind)
}

/// The way by which it was asked for.
pub(crate) fn channel(w: W, source: &str) -> String {
    word_or_code(w, "audit.channel", source)
}

/// Whether it was done.
pub(crate) fn result(w: W, code: &str) -> &'static str {
    if code == "ok" { w.t("audit.ok") } else { w.t("audit.refused") }
}

/// A role, also those that no post carries.
pub(crate) fn role(w: W, code: &str) -> String {
    match code {
        _ if code == Role::Operator.code() => w.t("audit.operator").to_owned(),
        _ if code == Role::Nobody.code() => w.t("audit.nobody").to_owned(),
        post => word_or_code(w, "account.role", post),
    }
}

/// The choices of the filter: beginnings of kinds with their words, and the one that is asked for now if it is another.
pub(crate) fn areas(w: W, asked: &str) -> Vec<(String, String)> {
    let mut all: Vec<_> = AREAS.map(|area| (format!("{area}."), word_or_code(w, "audit.area", area))).into();
    if !asked.is_empty() && all.iter().all(|(kind, _)| kind != asked) {
        all.push((asked.to_owned(), what(w, asked)));
    }
    all
}

/// The facts beside a record, named and told.
pub(crate) fn facts(w: W, detail: &str) -> Vec<(String, String)> {
    let facts: Map<String, Value> = serde_json::from_str(detail).unwrap_or_default();
    facts.iter().map(|(name, value)| (name_of(w, name), tell(w, name, value))).collect()
}

/// The facts beside a record in one line.
pub(crate) fn told(w: W, detail: &str) -> String {
    let lines = facts(w, detail).into_iter().map(|(name, value)| pair(w, &name, &value));
    lines.collect::<Vec<_>>().join(w.t("audit.then"))
}

fn pair(w: W, name: &str, value: &str) -> String {
    w.f("audit.fact", &[("name", &name), ("value", &value)])
}

fn name_of(w: W, name: &str) -> String {
    word_or_code(w, "audit.detail", name)
}

/// The value of a fact.
fn tell(w: W, name: &str, value: &Value) -> String {
    match value {
        Value::Null => "—".to_owned(),
        Value::Bool(yes) => w.t(if *yes { "audit.yes" } else { "audit.no" }).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(code) => said(w, name, code),
        Value::Array(all) if all.is_empty() => "—".to_owned(),
        Value::Array(all) => all.iter().map(|one| tell(w, name, one)).collect::<Vec<_>>().join(w.t("audit.then")),
        Value::Object(inner) => {
            let one = |(name, value): (&String, &Value)| pair(w, &name_of(w, name), &tell(w, name, value));
            inner.iter().map(one).collect::<Vec<_>>().join(w.t("audit.and"))
        }
    }
}

fn said(w: W, name: &str, code: &str) -> String {
    if name == "role" {
        return role(w, code);
    }
    if code.parse().ok() == Some(Day::FOREVER) {
        return w.t("audit.open_end").to_owned();
    }
    let headings = CODED.iter().find(|(fact, _)| *fact == name).map_or(&[][..], |(_, headings)| headings);
    word(w, headings, code).unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    //! What is said of a detail.
    use super::*;

    const OTHERS: &str =
        "[document.kind]\nplan = [\"方案\", \"Plan\"]\n[account.role]\nclerk = [\"经办人\", \"Clerk\"]\n";

    fn words(lang: kit::Lang) -> W {
        W::new(Box::leak(Box::new(kit::Words::load(&[crate::WORDS, OTHERS]).unwrap())), lang)
    }

    #[test]
    fn facts_are_named_and_told_in_the_language_of_the_reader() {
        let detail = r#"{"kind":"plan","late":true,"rev":3,"role":"clerk","to":"9999-12-31","why":"password"}"#;
        assert_eq!(
            told(words(kit::Lang::Zh), detail),
            "类别：方案；逾期：是；版次：3；职责：经办人；止：未定；原因：密码不对"
        );
        assert_eq!(
            told(words(kit::Lang::En), detail),
            "Kind: Plan; Late: yes; Revision: 3; Role: Clerk; To: open; Reason: wrong password"
        );
    }

    #[test]
    fn a_fact_may_hold_several_and_each_may_hold_facts() {
        let detail = r#"{"moved":[{"org":"7","to":"01.02."},{"org":"8","to":"01.03."}],"tag":[],"clause":null}"#;
        assert_eq!(
            told(words(kit::Lang::Zh), detail),
            "条款编号：—；划转：组织编号：7、止：01.02.；组织编号：8、止：01.03.；标签：—"
        );
    }

    #[test]
    fn what_has_no_words_stays_as_it_is() {
        let w = words(kit::Lang::Zh);
        assert_eq!(told(w, r#"{"x":"y"}"#), "x：y");
        assert_eq!(facts(w, "no facts"), []);
        assert_eq!((what(w, "x.y"), channel(w, "wire"), role(w, "king")), ("x.y".into(), "wire".into(), "king".into()));
    }

    #[test]
    fn the_filter_offers_every_area_and_keeps_a_kind_it_does_not_offer() {
        let w = words(kit::Lang::Zh);
        assert_eq!(areas(w, "account."), areas(w, ""));
        let kept = areas(w, "audit.exported").pop().unwrap();
        assert_eq!(kept, ("audit.exported".to_owned(), "导出审计记录".to_owned()));
        assert!(areas(w, "").iter().all(|(kind, word)| !word.is_empty() && !kind.starts_with(word)));
    }
}
