//! A whole month through the API, from the draft of a list to the sealed statement, and what each level sees of it.

use kernel::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit};

use crate::house::client;

/// A list of one item to everything below the first county.
fn draft(kit: &Kit) -> Value {
    json!({
        "month": "2026-11", "title": "本月任务", "urgent": false, "approval": "",
        "audience": { "clauses": [{ "under": kit.org("n1").to_string() }] },
        "items": [{
            "text": "开展主题党日", "requirement": "", "basis": "规程 第三条", "due_day": "2026-11-30",
            "fields": [{ "key": "present", "label": "到会人数", "type": "number", "min": 0, "max": 500, "required": true }],
            "photos": 0, "photos_reason": ""
        }]
    })
}

async fn sent(kit: &Kit, clerk: &Client) -> String {
    let made = clerk.json("POST", "/api/v1/lists", &draft(kit)).await;
    assert!(made.status.is_success(), "{}", made.body);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let reply = clerk.json("POST", &format!("/api/v1/lists/{id}/sending"), &json!({ "version": 1 })).await;
    assert!(reply.status.is_success(), "{}", reply.body);
    id
}

async fn first_card(village: &Client, org: &str) -> Value {
    let page = village.get(&format!("/api/v1/assignments?month=2026-11&under={org}")).await.expect(200).json();
    page["items"][0].clone()
}

fn address(card: &Value) -> String {
    format!(
        "/api/v1/assignments/{}/2026-11/{}",
        card["org"]["id"].as_str().or(card["org"].as_str()).unwrap(),
        card["item"]["id"].as_str().or(card["item"].as_str()).unwrap()
    )
}

testkit::both_engines! {
    async fn a_month_runs_from_the_list_to_the_statement(kit: testkit::Kit) {
        let anyone = client(&kit);
        let prefecture = kit.log_in(&anyone, "root", Role::Clerk).await;
        sent(&kit, &prefecture).await;
        let village = kit.log_in(&anyone, "n1/t1/v1", Role::Clerk).await;
        let org = kit.org("n1/t1/v1").to_string();
        let uri = address(&first_card(&village, &org).await);
        let post = |client: &Client, verb: &'static str, body: Value| { let (client, uri) = (client.clone(), format!("{uri}/{verb}")); async move { client.json("POST", &uri, &body).await } };
        assert!(post(&village, "signature", json!({ "version": 1 })).await.status.is_success());
        let refused = post(&village, "report", json!({ "version": 2, "answers": { "present": "900" }, "happened_on": "2026-11-23" })).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(refused.headers["content-type"], "application/problem+json");
        assert!(post(&village, "report", json!({ "version": 2, "answers": { "present": "36" }, "happened_on": "2026-11-23" })).await.status.is_success());
        let stale = post(&village, "report", json!({ "version": 2, "answers": { "present": "37" }, "happened_on": "2026-11-23" })).await;
        assert!(stale.status == 409 || stale.status == 422, "{}", stale.body);
        let township = kit.log_in(&anyone, "n1/t1", Role::Clerk).await;
        assert!(post(&township, "verification", json!({ "version": 3 })).await.status.is_success());
        assert!(post(&prefecture, "verification", json!({ "version": 4 })).await.status.is_success());
        assert_eq!(first_card(&village, &org).await["state"], "closed");
        let overview = prefecture.get("/api/v1/overview?month=2026-11").await.expect(200).json();
        assert!(overview.to_string().contains("closed"), "{overview}");
        let read = village.get(&format!("/api/v1/statements/{org}/2026-11")).await.expect(200).json();
        let version = read["version"].as_i64().unwrap_or(0);
        let body = json!({ "self_text": "按期办结。", "problems": "", "version": version });
        let published = village.json("POST", &format!("/api/v1/statements/{org}/2026-11/publication"), &body).await;
        assert!(published.status.is_success(), "{}", published.body);
        assert_eq!(published.json()["rev"], 1);
        assert!(task_list::check(&kit.operator()).await.unwrap().is_empty());
    }

    async fn three_levels_and_an_outsider_see_only_what_is_theirs(kit: testkit::Kit) {
        let anyone = client(&kit);
        let prefecture = kit.log_in(&anyone, "root", Role::Clerk).await;
        sent(&kit, &prefecture).await;
        let village_org = kit.org("n1/t1/v1").to_string();
        let village = kit.log_in(&anyone, "n1/t1/v1", Role::Clerk).await;
        let uri = address(&first_card(&village, &village_org).await);
        for (org, role, sees) in [
            ("root", Role::Clerk, true), ("n1", Role::Leader, true), ("n1/t1", Role::Clerk, true), ("n1/t1/v1", Role::Clerk, true),
            ("n1/t1/v2", Role::Clerk, false), ("n1/t2", Role::Clerk, false), ("n2", Role::Secretary, false),
        ] {
            let reader = kit.log_in(&anyone, org, role).await;
            assert_eq!(reader.get(&uri).await.status == 200, sees, "{role} of {org}");
        }
        let count = |page: Value| page["items"].as_array().unwrap().len();
        for (org, seen) in [("root", 7), ("n1/t1", 3), ("n1/t1/v1", 1), ("n2", 0)] {
            let reader = kit.log_in(&anyone, org, Role::Clerk).await;
            assert_eq!(count(reader.get("/api/v1/assignments?month=2026-11").await.expect(200).json()), seen, "{org}");
        }
        for admin in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            let reader = kit.log_in(&anyone, "root", admin).await;
            assert_eq!(reader.get("/api/v1/assignments?month=2026-11").await.status, 403, "{admin}");
        }
    }

    async fn a_list_sent_twice_by_a_double_click_goes_out_once(kit: testkit::Kit) {
        let anyone = client(&kit);
        let prefecture = kit.log_in(&anyone, "root", Role::Clerk).await;
        let id = prefecture.json("POST", "/api/v1/lists", &draft(&kit)).await.json()["id"].as_str().unwrap().to_owned();
        let (uri, fields) = (format!("/lists/{id}/send"), [("once", "the-same-key"), ("version", "1")]);
        let (first, second) = tokio::join!(prefecture.post(&uri, &fields), prefecture.post(&uri, &fields));
        assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303), "{} {}", first.body, second.body);
        let village = kit.log_in(&anyone, "n1/t1/v1", Role::Clerk).await;
        let page = village.get("/api/v1/assignments?month=2026-11").await.json();
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
    }

    async fn an_organisation_that_moves_takes_its_open_month_along_and_leaves_its_past(kit: testkit::Kit) {
        let anyone = client(&kit);
        let prefecture = kit.log_in(&anyone, "root", Role::Clerk).await;
        sent(&kit, &prefecture).await;
        let deed = org::Deed { org: kit.org("n1/t1/v1"), what: org::Doing::Move { to: "990102101".to_owned() }, day: None, note: String::new(), version: None };
        org::change(&kit.cx("root", Role::Clerk), "", deed).await.unwrap();
        server::reactions::react(&kit.house).await.unwrap();
        let count = |page: Value| page["items"].as_array().unwrap().len();
        for (org, seen) in [("n1/t1", 2), ("n2/t1", 1)] {
            let reader = kit.log_in(&anyone, org, Role::Clerk).await;
            assert_eq!(count(reader.get("/api/v1/assignments?month=2026-11").await.expect(200).json()), seen, "{org}");
        }
        assert!(task_list::check(&kit.operator()).await.unwrap().is_empty());
        server::reactions::react(&kit.house).await.unwrap();
        assert!(task_list::check(&kit.operator()).await.unwrap().is_empty(), "following twice changes nothing");
    }
}
