//! Wordings filled, and refused with their line.

use serde_json::json;

use super::{Flaw, Wording};
use crate::{Block, Signature};

const LIST: &str = r#"
[words]
day = "{y}年{m}月{d}日"
month = "{y}年{m}月"
none = "—"
[names]
closed = "已销号"
[paper]
title = "{{ month | month }}交办单"
day = "{{ sent }}"
[paper.signature]
kind = "single"
by = "{{ issuer }}"
day = "{{ sent | day }}"
[[block]]
text = "紧急。"
when = "urgent"
[[block]]
heading = 1
text = "事项"
[[block]]
table = "items"
as = "item"
columns = [{ head = "序号", width = 1, text = "{{ n }}" }, { head = "事项", width = 9, text = "{{ item.text }} {{ item.state | name }}" }]
"#;

fn facts() -> serde_json::Value {
    let items = json!([{ "text": "{{ issuer }} #x", "state": "closed" }]);
    json!({ "month": "2026-11", "sent": "2026-11-03", "issuer": "甲县", "urgent": false, "items": items })
}

#[test]
fn facts_fill_a_wording_and_are_never_taken_for_placeholders() {
    let paper = Wording::read(LIST).unwrap().check(&facts()).unwrap();
    assert_eq!((paper.title.as_str(), paper.day.as_str()), ("2026年11月交办单", "2026-11-03"));
    let signed = Signature::Single { by: "甲县".to_owned(), day: "2026年11月3日".to_owned() };
    assert_eq!(paper.signature, Some(signed));
    assert_eq!(paper.blocks.len(), 2, "what is not urgent is not said");
    let Block::Table(table) = &paper.blocks[1] else { panic!("{:?}", paper.blocks) };
    assert_eq!(table.rows, [["1", "{{ issuer }} #x 已销号"]]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let refused = |from: &str, to: &str| {
        let text = LIST.replace(from, to);
        let fault = Wording::read(&text).and_then(|w| w.check(&facts()).map(|_| w)).unwrap_err();
        (fault.line, fault.flaw.to_string())
    };
    for (from, to, line, why) in [
        ("title =", "titel =", 9, "titel"),
        ("{{ issuer }}\"\nday", "{{ issuerr }}\"\nday", 13, "issuerr"),
        ("when = \"urgent\"", "when = \"urgnt\"", 17, "urgnt"),
        ("{{ item.text }}", "{{ item.txet }}", 24, "undefined"),
        ("{{ n }}", "{{ n ", 24, "syntax"),
        ("table = \"items\"", "table = \"month\"", 22, "list"),
        ("closed = \"已销号\"", "open = \"x\"", 24, "closed"),
        ("heading = 1", "heading = 7", 20, "heading"),
    ] {
        let (at, told) = refused(from, to);
        assert!(told.contains(why), "{to}: {told}");
        assert_eq!(at, line, "{to}: {told}");
    }
}

#[test]
fn a_loop_without_end_is_ended() {
    let text = LIST.replace("紧急。", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}");
    let mut facts = facts();
    facts["urgent"] = json!(true);
    let fault = Wording::read(&text).unwrap().paper(&facts).unwrap_err();
    assert!(fault.flaw == Flaw::Endless, "{fault}");
}
