//! No route without a guard, no page without headers, no right that nobody declared.

use std::collections::BTreeSet;

use kit::Policy;
use testkit::{EngineKind, Kit};

use crate::house::{SEATS, client, fill};

testkit::both_engines! {
    async fn whoever_is_not_logged_in_gets_nothing_but_public_pages(kit: testkit::Kit) {
        let client = client(&kit);
        for route in server::wiring::routes().all() {
            if matches!(route.policy, Policy::Public) {
                continue;
            }
            let uri = fill(route.path, &kit, "n1/t1/v1");
            let reply = if route.method == "GET" { client.get(&uri).await } else { client.send(route.method.as_str(), &uri, "application/json", "{}".to_owned()).await };
            let turned_away = reply.status == 401 || (reply.status == 303 && reply.location().starts_with("/login"));
            assert!(turned_away, "{route:?} answered {} to nobody", reply.status);
        }
    }

    async fn a_role_that_a_route_does_not_list_is_turned_away(kit: testkit::Kit) {
        let client = client(&kit);
        for (org, role) in SEATS {
            let client = kit.log_in(&client, org, *role).await;
            for route in server::wiring::routes().all().iter().filter(|r| r.method == "GET" && !r.policy.admits(*role)) {
                let reply = client.get(&fill(route.path, &kit, org)).await;
                assert_eq!(reply.status, 403, "{route:?} answered {role} of {org}");
            }
        }
    }

    async fn a_forged_request_changes_nothing_on_any_route(kit: testkit::Kit) {
        let client = client(&kit);
        for (org, role) in SEATS {
            let own = kit.log_in(&client, org, *role).await;
            let forged = kit.log_in(&client, org, *role).await;
            drop(own);
            for route in server::wiring::routes().all().iter().filter(|r| r.method != "GET" && !matches!(r.policy, Policy::Public) && r.policy.admits(*role)) {
                let uri = fill(route.path, &kit, org);
                let reply = forged.forge(route.method.as_str(), &uri).await;
                assert_eq!(reply.status, 403, "{route:?} took a forged request from {role} of {org}");
            }
        }
    }
}

#[test]
fn every_response_carries_the_security_headers_also_errors() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let app = server::wiring::app(&server::config::Config::default(), kit.house.clone(), false).unwrap();
        let client = testkit::Client::new(app);
        for uri in ["/login", "/nothing-here", "/api/v1/orgs", "/assets/app.css", "/healthz"] {
            let reply = client.get(uri).await;
            for header in
                ["content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy"]
            {
                assert!(reply.headers.contains_key(header), "{uri} lacks {header}");
            }
        }
        assert_eq!(client.get("/nothing-here").await.status, 404);
    });
}

#[test]
fn the_openapi_document_names_every_route_of_the_api_and_no_other() {
    let document = serde_json::to_value(server::openapi::api()).unwrap();
    let documented: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|m| (m.to_uppercase(), path.clone())))
        .collect();
    let served: BTreeSet<(String, String)> = server::wiring::routes()
        .all()
        .iter()
        .filter(|r| r.path.starts_with("/api/v1/"))
        .map(|r| (r.method.to_string(), r.path.to_owned()))
        .collect();
    assert_eq!(documented, served);
}

/// Answers that hold several things and are no list: counts by level, the items of one list, the twenty clauses that a
/// form offers, the six templates that there are, the sections of a hand-over sheet.
const NO_LIST: &[&str] = &[
    "/api/v1/orgs/count",
    "/api/v1/lists/{id}",
    "/api/v1/clauses",
    "/api/v1/papers/templates",
    "/api/v1/orgs/{org}/hand-over",
];

#[test]
fn every_list_of_the_api_is_told_page_by_page() {
    let document = serde_json::to_value(server::openapi::api()).unwrap();
    let mut lists = 0;
    for (path, methods) in
        document["paths"].as_object().unwrap().iter().filter(|(path, _)| !NO_LIST.contains(&path.as_str()))
    {
        let get = &methods["get"];
        let mut schema = &get["responses"]["200"]["content"]["application/json"]["schema"];
        while let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
            schema = &document["components"]["schemas"][name];
        }
        assert_ne!(schema["type"], "array", "{path} is told as a bare array");
        if schema["properties"].get("items").is_some() {
            lists += 1;
            let takes_after = get["parameters"].as_array().is_some_and(|all| all.iter().any(|p| p["name"] == "after"));
            assert!(takes_after && schema["properties"].get("next").is_some(), "{path} has no next page");
        }
    }
    assert!(lists > 20, "lists are found: {lists}");
}

#[test]
fn what_the_api_does_not_have_is_told_as_a_problem_too() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let clerk = kit.log_in(&client(&kit), "root", kernel::Role::Clerk).await;
        for (method, uri, status, code) in [
            ("GET", "/api/v1/nothing-here", 404, "not_found"),
            ("PATCH", "/api/v1/orgs", 405, "wrong_method"),
            ("DELETE", "/api/v1/lists", 405, "wrong_method"),
        ] {
            let reply = clerk.json(method, uri, &serde_json::json!({})).await.expect(status);
            assert_eq!(reply.headers["content-type"], "application/problem+json", "{method} {uri}");
            assert_eq!(reply.json()["type"], format!("/problems/{code}"), "{method} {uri}");
        }
        assert_eq!(clerk.send("PATCH", "/api/v1/orgs", "", String::new()).await.headers["allow"], "GET,HEAD");
        let page = clerk.get("/lists/1/send").await.expect(405).body;
        assert!(page.contains("这个地址不能这样用") && page.contains("<html"), "{page}");
    });
}
