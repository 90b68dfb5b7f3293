//! Keys and their two languages, in small words files.

use super::*;

const PATH: &str = "rooms/desk/src/words.toml";

fn report(files: &[(&str, &str)]) -> Vec<String> {
    check(&Tree::of(files)).iter().map(ToString::to_string).collect()
}

#[test]
fn a_key_that_is_used_and_complete_is_fine() {
    let words =
        "[home]\ntitle = [\"本月要办\", \"This month\"]\nleft = [\"还有{n}项\", \"{n} left of {n:one|many}\"]\n";
    let code = "fn a(w: &Words) { w.t(\"home.title\"); words.f(\n  \"home.left\", &[]) }";
    assert!(report(&[(PATH, words), ("rooms/desk/src/pages.rs", code)]).is_empty());
    let page = "<h1>{{ w.t(\"home.title\") }}</h1>{{ w.f(\"home.left\", n) }}";
    assert!(report(&[(PATH, words), ("rooms/desk/src/home.html", page)]).is_empty());
}

#[test]
fn a_key_without_words_is_found_where_it_is_used() {
    let found = report(&[("rooms/desk/src/pages.rs", "\n\nself.w.t(\"home.title\")")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("rooms/desk/src/pages.rs:3: words: no words file has `home.title`"), "{found:?}");
}

#[test]
fn only_words_have_keys() {
    let code = "row.t(\"a\"); w.t(name); w.t(\"stage.\".to_owned() + x); // w.t(\"b\")";
    assert!(report(&[("rooms/desk/src/pages.rs", code)]).is_empty());
    assert!(report(&[("crates/xtask/src/a.rs", "w.t(\"a\")")]).is_empty());
    assert!(report(&[("rooms/desk/tests/it.rs", "w.t(\"a\")")]).is_empty());
}

#[test]
fn a_key_nobody_uses_is_found_unless_declared() {
    let words = "[stage]\nopen = [\"开\", \"open\"]\n";
    assert!(report(&[(PATH, words)])[0].contains("`stage.open` is used nowhere"));
    assert!(report(&[(PATH, &format!("# Words.\n# used: stage.*\n{words}"))]).is_empty());
    let stale = report(&[(PATH, &format!("# used: stage.*, fault.*\n{words}"))]);
    assert_eq!(stale.len(), 1, "{stale:?}");
    assert!(stale[0].contains("covers no key"), "{stale:?}");
}

#[test]
fn a_key_may_be_counted_or_chosen_first() {
    let words = "[x]\nlate = [\"迟\", \"late\"]\nopen = [\"开\", \"open\"]\nleft = [\"{n}\", \"{n}\"]\n";
    let code = "let key = if late { \"x.late\" } else { \"x.open\" }; w.t(key); w.n(\"x.left\", 1)";
    assert!(report(&[(PATH, words), ("rooms/desk/src/pages.rs", code)]).is_empty());
    assert_eq!(report(&[("rooms/desk/src/pages.rs", "w.n(\"x.left\", 1)")]).len(), 1);
}

#[test]
fn a_key_is_defined_once() {
    let words = "a = [\"甲\", \"a\"]\n";
    let code = ("rooms/desk/src/pages.rs", "w.t(\"a\")");
    let found = report(&[("crates/kit/src/words.toml", words), (PATH, words), code]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("already in crates/kit/src/words.toml:1"), "{found:?}");
}

#[test]
fn both_languages_are_complete() {
    let faults = [
        ("a = \"甲\"", "two texts"),
        ("a = [\"甲\"]", "two texts"),
        ("a = [\"甲\", 1]", "two texts"),
        ("a = [\"甲\", \" \"]", "neither may be empty"),
        ("a = [\"Save\", \"Save\"]", "holds no Chinese letter"),
        ("a = [\"{n} items\", \"{n} items\"]", "holds no Chinese letter"),
        ("a = [\"Send PDF。\", \"Send PDF.\"]", "holds no Chinese letter"),
        ("a = [\"甲\", \"甲\"]", "holds Chinese letters"),
        ("a = [\"甲\", \"a，b\"]", "holds Chinese letters"),
        ("a = [\"甲{n}\", \"{m}\"]", "places differ"),
        ("a = [\"甲\", \"{n:one|many}\"]", "places differ"),
    ];
    for (leaf, advice) in faults {
        let found = report(&[(PATH, leaf), ("rooms/desk/src/pages.rs", "w.t(\"a\")")]);
        assert_eq!(found.len(), 1, "{leaf}: {found:?}");
        assert!(found[0].contains(advice), "{leaf}: {found:?}");
    }
}

#[test]
fn a_file_that_is_not_toml_is_told() {
    let found = report(&[(PATH, "a = [\n\nb")]);
    assert!(found[0].contains("no valid TOML"), "{found:?}");
}

#[test]
fn a_pair_without_anything_to_translate_needs_no_chinese() {
    for leaf in [
        "a = [\"{name}（{code}）\", \"{name} ({code})\"]",
        "a = [\"PDF / Word\", \"PDF or Word\"]",
        "a = [\"；\", \"; \"]",
    ] {
        let found = report(&[(PATH, leaf), ("rooms/desk/src/pages.rs", "w.t(\"a\")")]);
        assert!(found.is_empty(), "{leaf}: {found:?}");
    }
}
