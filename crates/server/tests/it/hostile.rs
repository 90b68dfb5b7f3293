//! Whatever is sent, nothing answers with a fault of ours.

use proptest::{prelude::*, test_runner::TestRunner};
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
    "%00",
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
fn no_form_or_json_body_is_answered_with_a_fault_of_ours() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let anonymous = client(&kit);
        for (org, role) in SEATS {
            let client = kit.log_in(&anonymous, org, *role).await;
            for route in server::wiring::routes().all().iter().filter(|r| r.method != "GET" && r.policy.admits(*role)) {
                if route.path == "/logout" {
                    continue;
                }
                let uri = fill(route.path, &kit, org);
                for nasty in NASTY {
                    let fields: Vec<(&str, &str)> = FIELDS.iter().map(|f| (*f, *nasty)).collect();
                    let reply = client.post(&uri, &fields).await;
                    assert!(reply.status.as_u16() < 500, "{route:?} with {nasty:?}: {} {}", reply.status, reply.body);
                }
                for body in [
                    serde_json::json!({}),
                    serde_json::json!([]),
                    serde_json::json!({"month": "x", "items": [{}]}),
                    serde_json::json!(1),
                ] {
                    let reply = client.json(route.method.as_str(), &uri, &body).await;
                    assert!(reply.status.as_u16() < 500, "{route:?} with {body}: {} {}", reply.status, reply.body);
                }
            }
        }
    });
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
