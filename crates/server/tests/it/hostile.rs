//! Whatever is sent, nothing answers with a fault of ours: not to real objects, not to those that are not there.

use std::{collections::BTreeSet, fs, path::Path};

use kernel::Role;
use kit::Route;
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use testkit::{Client, EngineKind, Kit, Reply};

use crate::{
    house::{SEATS, client, fill},
    planted::Planted,
};

const NASTY: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "999999999999999999999999",
    "null",
    "'",
    "\"; DROP TABLE org; --",
    "\u{0}",
    "a\u{0}b",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "２０２６",
    "202613",
    "2026-02-30",
    "9999-12-31",
    "䃎屲癿",
    "\u{202e}abc",
    "{{7*7}}",
    "=1+1",
    "NaN",
    "1e309",
    "a[b]=c",
    "~",
    "/",
    LONG,
];

/// Longer than what a form or a body takes as a text, and without an order that a database could shorten it by.
const LONG: &str = match str::from_utf8(&NOISE) {
    Ok(text) => text,
    Err(_) => "",
};

const NOISE: [u8; 6_000] = {
    let (mut bytes, mut at, mut state) = ([0; 6_000], 0, 7_u32);
    while at < bytes.len() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes[at] = b'a' + state.to_be_bytes()[0] % 26;
        at += 1;
    }
    bytes
};

/// Names of what says which state of an object was seen: right in every other request, so that the rules behind are met.
const LOCKS: &[&str] = &["version", "row_version", "seen", "rev", "base"];

/// Names of fields that are numbered or named by the form's maker.
const NUMBERED: &[&str] = &[
    "answer.present",
    "label.1",
    "text.1",
    "depth.1",
    "replaces.1",
    "other.1",
    "targets.0.text",
    "targets.0.kind",
    "targets.0.weight",
    "targets.0.upper",
    "targets.0.milestone",
    "clause_0",
    "clause_0_ref",
    "weight.1",
    "value.1",
    "cut.1",
    "clauses.0.under",
    "clauses.0.other",
    "items.0.text",
    "items.0.due_day",
    "items.0.target",
    "item_0_clause",
];

/// Ways to write an address or the end of one, after which an object is no more: they are tried last.
const LAST: &[&str] =
    &["discard", "withdraw", "cancel", "end", "dissolve", "merge", "disable", "revoke", "reset", "relieve"];

/// What a writing route answers that has not met its object: not known, not found, or not in this way.
const UNMET: [u16; 5] = [401, 403, 404, 405, 415];

fn encode(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

#[test]
fn no_address_with_odd_parts_or_queries_is_answered_with_a_fault_of_ours() {
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        testkit::run(engine, |kit: Kit| async move {
            let planted = Planted::in_house(&kit).await;
            let client = client(&kit);
            for (org, role) in SEATS {
                let client = kit.log_in(&client, org, *role).await;
                for route in
                    server::wiring::routes().all().iter().filter(|r| r.method == "GET" && r.policy.admits(*role))
                {
                    for (n, nasty) in NASTY.iter().enumerate() {
                        let odd = encode(&nasty.chars().take(300).collect::<String>());
                        let path = match n % 3 {
                            0 => fill(route.path, &kit, org),
                            1 => planted.fill(route.path),
                            _ => replace_parts(route.path, &odd),
                        };
                        let uri = format!(
                            "{path}?month={odd}&under={odd}&state={odd}&after={odd}&size={odd}&q={odd}&as_of={odd}&level={odd}&item={odd}&rev={odd}&light={odd}&from={odd}"
                        );
                        sound(&client.get(&uri).await, &format!("{uri} of {role}"));
                    }
                }
            }
        });
    }
}

fn sound(reply: &Reply, asked: &str) {
    assert!(reply.status.as_u16() < 500, "{asked:.300}: {} {}", reply.status, reply.body);
}

fn replace_parts(path: &str, with: &str) -> String {
    path.split('/').map(|p| if p.starts_with('{') { with } else { p }).collect::<Vec<_>>().join("/")
}

#[test]
fn the_hostile_forms_have_the_fields_that_forms_have() {
    let names = fields();
    assert!(
        names.len() > 150 && ["source", "first_responsible", "approval"].iter().all(|n| names.contains(*n)),
        "{names:?}"
    );
}

testkit::both_engines! {
    async fn no_form_is_answered_with_a_fault_of_ours(kit: testkit::Kit) {
        let (names, planted) = (fields(), Planted::in_house(&kit).await);
        let anonymous = client(&kit);
        let mut met = BTreeSet::new();
        for (org, role) in SEATS {
            let client = kit.log_in(&anonymous, org, *role).await;
            for route in writing(*role) {
                let uri = planted.fill(route.path);
                for nasty in NASTY {
                    for reply in sent(&client, &uri, &names, nasty).await {
                        sound(&reply, &format!("{route:?}, {nasty:?}"));
                        note(&mut met, &route, &reply);
                    }
                }
            }
        }
        assert_eq!(unmet(&met, |r| !r.path.starts_with("/api/")), FORMS_UNMET, "forms that met no object");
    }
}

/// A form with this in every field, and one that says in which state it saw its object.
async fn sent(client: &Client, uri: &str, names: &BTreeSet<String>, nasty: &str) -> [Reply; 2] {
    let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), nasty)).collect();
    let seen = |(name, value)| (name, if LOCKS.contains(&name) { "1" } else { value });
    let seen: Vec<(&str, &str)> = all.iter().copied().map(seen).collect();
    [client.post(uri, &seen).await, client.multipart(uri, &all).await]
}

/// Every name that a form has or its reader asks for, but for the key against forgery.
fn fields() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (mut names, mut folders) = (BTreeSet::new(), vec![root.join("rooms")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|e| e.to_str()) {
                None => folders.extend(Some(path).filter(|p| p.is_dir())),
                Some("rs") => named(&fs::read_to_string(&path).unwrap(), READ, &mut names),
                Some("html") => named(&fs::read_to_string(&path).unwrap(), &[" name=\""], &mut names),
                Some(_) => {}
            }
        }
    }
    names.extend(NUMBERED.iter().map(|name| (*name).to_owned()));
    names.remove("csrf");
    names
}

/// Ways in which a form is read.
const READ: &[&str] = &[".get(\"", ".opt(\"", ".all(\"", ".ticked(\"", ".parsed(\"", ">(\""];

fn named(text: &str, marks: &[&str], names: &mut BTreeSet<String>) {
    for (at, mark) in marks.iter().flat_map(|mark| text.match_indices(mark)) {
        let name = text[at + mark.len()..].split('"').next().unwrap_or_default();
        if !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.".contains(&b))
        {
            names.insert(name.to_owned());
        }
    }
}

/// Routes that change something, for a role; leaving the program is not tried, what ends an object comes last.
fn writing(role: Role) -> Vec<Route> {
    let all = server::wiring::routes();
    let may = |r: &&Route| r.method != "GET" && r.path != "/logout" && r.policy.admits(role);
    let mut routes: Vec<Route> = all.all().iter().filter(may).cloned().collect();
    let ends = |r: &Route| {
        r.method == "DELETE" || LAST.iter().any(|word| r.path.rsplit('/').next().is_some_and(|p| p.starts_with(word)))
    };
    routes.sort_by_key(ends);
    routes
}

/// Notes that a route met its object.
fn note(met: &mut BTreeSet<String>, route: &Route, reply: &Reply) {
    if !UNMET.contains(&reply.status.as_u16()) {
        met.insert(format!("{} {}", route.method, route.path));
    }
}

/// Writing routes of a sort that met nothing, whoever asked.
fn unmet(met: &BTreeSet<String>, sort: fn(&Route) -> bool) -> Vec<String> {
    let all = server::wiring::routes();
    let of_sort = all.all().iter().filter(|r| r.method != "GET" && r.path != "/logout" && sort(r));
    of_sort.map(|r| format!("{} {}", r.method, r.path)).filter(|name| !met.contains(name)).collect()
}

/// Forms whose object no odd value names, so that they answer “not found”: a post to act from, a session, a token, what
/// is to be printed.
const FORMS_UNMET: &[&str] = &["POST /seat", "POST /me/sessions/end", "POST /me/tokens/revoke", "POST /papers/batches"];

/// The same of the API.
const BODIES_UNMET: &[&str] = &[];

#[test]
fn no_json_body_is_answered_with_a_fault_of_ours() {
    let described = serde_json::to_value(server::openapi::api()).unwrap();
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        let described = &described;
        testkit::run(engine, |kit: Kit| async move {
            let planted = Planted::in_house(&kit).await;
            let anonymous = client(&kit);
            let mut met = BTreeSet::new();
            for (org, role) in SEATS {
                let client = kit.log_in(&anonymous, org, *role).await;
                for route in writing(*role) {
                    let uri = planted.fill(route.path);
                    let method = route.method.as_str();
                    let schema = &described["paths"][route.path][method.to_lowercase()]["requestBody"]["content"]["application/json"]
                        ["schema"];
                    let id = kit.org(org).to_string();
                    let mut bodies = vec![json!({}), json!([]), json!(1), json!({ "month": "x", "items": [{}] })];
                    bodies.extend(
                        NASTY.iter().enumerate().map(|(n, odd)| Odd { described, odd, n, id: &id }.body(schema)),
                    );
                    for body in bodies {
                        let reply = client.json(method, &uri, &body).await;
                        sound(&reply, &format!("{route:?}, {body}"));
                        note(&mut met, &route, &reply);
                    }
                }
            }
            assert_eq!(unmet(&met, |r| r.path.starts_with("/api/")), BODIES_UNMET, "bodies that met no object");
        });
    }
}

/// Bodies with something odd in them.
#[derive(Clone, Copy)]
struct Odd<'a> {
    described: &'a Value,
    odd: &'a str,
    /// Which of the odd ones.
    n: usize,
    /// The id of an organisation.
    id: &'a str,
}

/// Numbers at their ends.
const ENDS: [i64; 4] = [i64::MAX, -1, i64::MIN, 0];

impl Odd<'_> {
    /// A body of this schema with every property, each text odd but for those that name an id, each number at its end.
    fn body(self, schema: &Value) -> Value {
        if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
            return self.body(&self.described["components"]["schemas"][name]);
        }
        let either = ["oneOf", "anyOf", "allOf"].into_iter().find_map(|key| schema[key].as_array()?.last());
        if let Some(last) = either {
            return self.body(last);
        }
        match schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default() {
            "object" => {
                let properties = schema["properties"].as_object().into_iter().flatten();
                Value::Object(properties.map(|(name, inner)| (name.clone(), self.property(name, inner))).collect())
            }
            "array" => json!([self.body(&schema["items"])]),
            "integer" => json!(ENDS[self.n % ENDS.len()]),
            "boolean" => json!(self.n.is_multiple_of(2)),
            _ => json!(self.odd),
        }
    }

    fn property(self, name: &str, schema: &Value) -> Value {
        let is_id = matches!(name, "under" | "org" | "named" | "upper" | "clause" | "target" | "issuer");
        match name {
            _ if LOCKS.contains(&name) && self.n.is_multiple_of(2) => json!(1),
            _ if is_id && self.odd.len() > 1 => Odd { odd: self.id, ..self }.body(schema),
            _ => self.body(schema),
        }
    }
}

#[test]
fn random_queries_of_the_board_and_the_tree_are_answered() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let client = kit.log_in(&client(&kit), "root", Role::Clerk).await;
        let handle = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let mut runner =
                TestRunner::new(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() });
            let query = prop::collection::vec(("[a-z_]{1,8}", "\\PC{0,12}"), 0..6);
            runner
                .run(&query, |pairs| {
                    let query: String = pairs.iter().map(|(n, v)| format!("{n}={}&", encode(v))).collect();
                    for page in [
                        "/board",
                        "/orgs",
                        "/lists",
                        "/statements",
                        "/queue",
                        "/meetings",
                        "/documents",
                        "/documents/search",
                    ] {
                        let reply = handle.block_on(client.get(&format!("{page}?{query}")));
                        prop_assert!(reply.status.as_u16() < 500, "{} {}", page, query);
                    }
                    Ok(())
                })
                .unwrap();
        })
        .await
        .unwrap();
    });
}
