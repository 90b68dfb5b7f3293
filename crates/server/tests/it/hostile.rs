//! Whatever is sent, nothing answers with a fault of ours.

use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use testkit::{EngineKind, Kit};

use crate::house::{SEATS, client, fill};

const NASTY: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
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
    "䃎屲癿",
    "\u{202e}abc",
    "{{7*7}}",
    "=1+1",
    "NaN",
    "1e309",
    "a[b]=c",
    "~",
    "/",
];

fn encode(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

#[test]
fn no_address_with_odd_parts_or_queries_is_answered_with_a_fault_of_ours() {
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        testkit::run(engine, |kit: Kit| async move {
            let client = client(&kit);
            for (org, role) in SEATS {
                let client = kit.log_in(&client, org, *role).await;
                for route in
                    server::wiring::routes().all().iter().filter(|r| r.method == "GET" && r.policy.admits(*role))
                {
                    for (n, nasty) in NASTY.iter().enumerate() {
                        let odd = encode(nasty);
                        let path =
                            if n % 2 == 0 { fill(route.path, &kit, org) } else { replace_parts(route.path, &odd) };
                        let uri = format!(
                            "{path}?month={odd}&under={odd}&state={odd}&after={odd}&size={odd}&q={odd}&as_of={odd}&level={odd}&item={odd}&rev={odd}&light={odd}&from={odd}"
                        );
                        let reply = client.get(&uri).await;
                        assert!(reply.status.as_u16() < 500, "{uri} of {role}: {} {}", reply.status, reply.body);
                    }
                }
            }
        });
    }
}

fn replace_parts(path: &str, with: &str) -> String {
    path.split('/').map(|p| if p.starts_with('{') { with } else { p }).collect::<Vec<_>>().join("/")
}

#[test]
fn no_form_is_answered_with_a_fault_of_ours() {
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        testkit::run(engine, |kit: Kit| async move {
            let anonymous = client(&kit);
            for (org, role) in SEATS {
                let client = kit.log_in(&anonymous, org, *role).await;
                for route in writing(*role) {
                    let uri = fill(route.path, &kit, org);
                    for nasty in NASTY {
                        let fields: Vec<(&str, &str)> = FIELDS.iter().map(|f| (*f, *nasty)).collect();
                        let replies = [client.post(&uri, &fields).await, client.multipart(&uri, &fields).await];
                        for reply in replies {
                            assert!(
                                reply.status.as_u16() < 500,
                                "{route:?}, {nasty:?}: {} {}",
                                reply.status,
                                reply.body
                            );
                        }
                    }
                }
            }
        });
    }
}

/// Routes that change something, for a role; leaving the program is not tried.
fn writing(role: kernel::Role) -> Vec<kit::Route> {
    let all = server::wiring::routes();
    let may = |r: &&kit::Route| r.method != "GET" && r.path != "/logout" && r.policy.admits(role);
    all.all().iter().filter(may).cloned().collect()
}

#[test]
fn no_json_body_is_answered_with_a_fault_of_ours() {
    let described = serde_json::to_value(server::openapi::api()).unwrap();
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        let described = &described;
        testkit::run(engine, |kit: Kit| async move {
            let anonymous = client(&kit);
            for (org, role) in SEATS {
                let client = kit.log_in(&anonymous, org, *role).await;
                for route in writing(*role) {
                    let uri = fill(route.path, &kit, org);
                    let method = route.method.as_str();
                    let schema = &described["paths"][route.path][method.to_lowercase()]["requestBody"]["content"]["application/json"]
                        ["schema"];
                    let mut bodies = vec![json!({}), json!([]), json!(1), json!({ "month": "x", "items": [{}] })];
                    bodies
                        .extend(NASTY.iter().map(|nasty| filled(described, schema, nasty, &kit.org(org).to_string())));
                    for body in bodies {
                        let reply = client.json(method, &uri, &body).await;
                        assert!(reply.status.as_u16() < 500, "{route:?}, {body}: {} {}", reply.status, reply.body);
                    }
                }
            }
        });
    }
}

/// A body of this schema with every property, each text odd but for those that name an id, each number at its end.
fn filled(described: &Value, schema: &Value, odd: &str, id: &str) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return filled(described, &described["components"]["schemas"][name], odd, id);
    }
    let either = ["oneOf", "anyOf", "allOf"].into_iter().find_map(|key| schema[key].as_array()?.last());
    if let Some(last) = either {
        return filled(described, last, odd, id);
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default();
    match kind {
        "object" => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            let value = |(name, inner): (&String, &Value)| {
                let is_id =
                    matches!(name.as_str(), "under" | "org" | "named" | "upper" | "clause" | "target" | "issuer");
                let odd = if is_id && odd.len() > 1 { id } else { odd };
                (name.clone(), filled(described, inner, odd, id))
            };
            Value::Object(properties.map(value).collect())
        }
        "array" => json!([filled(described, &schema["items"], odd, id)]),
        "integer" => json!(if odd.len().is_multiple_of(2) { i64::MAX } else { -1 }),
        "boolean" => json!(odd.len().is_multiple_of(2)),
        _ => json!(odd),
    }
}

const FIELDS: &[&str] = &[
    "login",
    "password",
    "new",
    "again",
    "old",
    "month",
    "title",
    "text",
    "reason",
    "org",
    "post",
    "name",
    "role",
    "from",
    "to",
    "day",
    "version",
    "do",
    "item",
    "id",
    "once",
    "next",
    "label",
    "state",
    "answer",
    "note",
    "happened_on",
    "under",
    "start",
    "lasts",
    "topic",
    "who",
    "due_day",
    "named",
    "level",
    "way",
    "own",
    "came",
    "minutes",
    "self_text",
    "problems",
    "kind",
    "framework",
    "domain",
    "number",
    "how",
    "until",
    "count",
    "label.1",
    "text.1",
    "depth.1",
    "replaces.1",
    "other.1",
    "owner",
    "clause",
    "clause_ref",
    "measure",
    "counted",
    "unit",
    "sense",
    "value",
    "year",
    "period",
    "judgement",
    "first",
    "last",
    "targets",
    "targets.0.text",
    "targets.0.weight",
    "targets.0.upper",
    "targets.0.milestone",
    "clause_0",
    "clause_0_ref",
    "weight.1",
    "value.1",
    "cut.1",
    "paste",
    "villages",
    "above",
    "template",
    "act",
    "rev",
    "seen",
    "format",
    "levels",
    "domains",
    "clauses",
    "clauses.0.under",
    "clauses.0.other",
    "items",
    "items.0.text",
    "items.0.due_day",
    "items.0.target",
    "item_0_clause",
    "button",
    "basis",
    "csv",
    "columns",
];

#[test]
fn random_queries_of_the_board_and_the_tree_are_answered() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let client = kit.log_in(&client(&kit), "root", kernel::Role::Clerk).await;
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
