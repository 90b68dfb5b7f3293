//! The JSON interface: one whole story, and hostile input that never breaks anything.

use kernel::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit};

const KIT_WORDS: &str = include_str!("../../../../crates/kit/words.toml");

async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    let client = kit.client(&task_list::routes(), &[KIT_WORDS, task_list::WORDS]);
    kit.log_in(&client, org, role).await
}

fn list(kit: &Kit, issuer: &str) -> Value {
    json!({
        "month": "2026-11",
        "title": "十一月交办单",
        "audience": { "clauses": [{ "under": kit.org(issuer).to_string(), "levels": ["village"] }] },
        "items": [{
            "text": "开大会", "basis": "第十二条", "due_day": "2026-12-04",
            "fields": [{ "key": "n", "label": "人数", "type": "number", "min": 0, "required": true },
                       { "key": "t", "label": "明细", "type": "table", "columns": ["事", "数"], "rows": 2 }]
        }]
    })
}

testkit::both_engines! {
    async fn a_month_runs_through_the_interface(kit: testkit::Kit) {
        let county = client(&kit, "n1", Role::Clerk).await;
        let id = county.json("POST", "/api/v1/lists", &list(&kit, "n1")).await.expect(200).json()["id"].as_str().unwrap().to_owned();
        let mut changed = list(&kit, "n1");
        changed["title"] = json!("改过的标题");
        let version = county.json("PUT", &format!("/api/v1/lists/{id}"), &json!({ "version": 1, "list": changed })).await.expect(200).json();
        assert_eq!(version["version"], 2);
        let stale = county.json("PUT", &format!("/api/v1/lists/{id}"), &json!({ "version": 1, "list": list(&kit, "n1") })).await.expect(409).json();
        assert_eq!(stale["errors"][0]["detail"], "改过的标题");
        let price = county.json("POST", &format!("/api/v1/lists/{id}/preview"), &json!({})).await.expect(200).json();
        assert_eq!((price["orgs"].as_i64(), price["list"]["minutes_tenths"].as_i64()), (Some(4), Some(74)));
        let done = county.json("POST", &format!("/api/v1/lists/{id}/sending"), &json!({ "version": 2 })).await.expect(200).json();
        assert_eq!((done["stage"].as_str(), done["assignments"].as_i64()), (Some("sent"), Some(4)));

        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let page = village.get("/api/v1/assignments?month=2026-11&state=issued,signed").await.expect(200).json();
        let address = format!("/api/v1/assignments/{}", page["items"][0]["id"].as_str().unwrap());
        village.json("POST", &format!("{address}/signature"), &json!({ "version": 1 })).await.expect(200);
        let conflict = village.json("POST", &format!("{address}/signature"), &json!({ "version": 1 })).await.expect(409).json();
        assert_eq!(conflict["errors"][0]["detail"], "已签收", "{conflict}");
        let missing = village.json("POST", &format!("{address}/report"), &json!({ "version": 2, "happened_on": "2026-11-20" })).await.expect(422).json();
        assert_eq!(missing["errors"][0]["field"], "answer.n");
        let told = json!({ "version": 2, "happened_on": "2026-11-20", "answers": { "n": 32, "t": [["扫雪", 3], ["修路"]] } });
        assert_eq!(village.json("POST", &format!("{address}/report"), &told).await.expect(200).json()["late"], false);

        let town = client(&kit, "n1/t1", Role::Clerk).await;
        let waiting = town.get("/api/v1/queue").await.expect(200).json();
        assert_eq!(waiting["items"][0]["answers"], json!({ "n": 32, "t": [["扫雪", "3"], ["修路", ""]] }));
        let all = json!({ "assignments": [{ "id": waiting["items"][0]["id"], "version": 3 }] });
        assert_eq!(town.json("POST", "/api/v1/assignments/verifications", &all).await.expect(200).json()["n"], 1);
        let back = json!({ "version": 4, "reason": "再核" });
        county.json("POST", &format!("{address}/return"), &back).await.expect(200);
        let detail = village.get(&address).await.expect(200).json();
        assert_eq!((detail["assignment"]["state"].as_str(), detail["assignment"]["reason"].as_str()), (Some("returned"), Some("再核")));
        assert_eq!(detail["steps"].as_array().unwrap().len(), 5);
        let above = county.get("/api/v1/overview?month=2026-11").await.expect(200).json();
        assert_eq!(above["children"][0]["states"], json!([{ "state": "issued", "n": 1 }, { "state": "returned", "n": 1 }]));
        let own = county.get("/api/v1/lists?month=202611").await.expect(200).json();
        assert_eq!(own["items"][0]["number"], "甲县交办〔2026〕1号");
        let whole = county.get(&format!("/api/v1/lists/{id}")).await.expect(200).json();
        assert_eq!(whole["items"][0]["progress"][0]["n"], 3);
    }

    async fn nobody_reaches_another_branch_through_the_interface(kit: testkit::Kit) {
        let county = client(&kit, "n1", Role::Clerk).await;
        let id = county.json("POST", "/api/v1/lists", &list(&kit, "n1")).await.expect(200).json()["id"].as_str().unwrap().to_owned();
        county.json("POST", &format!("/api/v1/lists/{id}/sending"), &json!({ "version": 1 })).await.expect(200);
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let found = village.get("/api/v1/assignments?month=2026-11").await.expect(200).json();
        let address = format!("/api/v1/assignments/{}", found["items"][0]["id"].as_str().unwrap());
        let stranger = client(&kit, "n2", Role::Secretary).await;
        stranger.get(&address).await.expect(404);
        stranger.get(&format!("/api/v1/lists/{id}")).await.expect(404);
        stranger.get(&format!("/api/v1/overview?under={}", kit.org("n1"))).await.expect(404);
        stranger.get(&format!("/api/v1/assignments?under={}", kit.org("n1"))).await.expect(404);
        assert_eq!(stranger.get("/api/v1/assignments?month=2026-11").await.expect(200).json()["items"], json!([]));
        for (verb, body) in [
            ("signature", json!({ "version": 1 })), ("verification", json!({ "version": 1 })), ("split", json!({ "version": 1 })),
            ("report", json!({ "version": 1, "happened_on": "2026-11-20" })), ("return", json!({ "version": 1, "reason": "x" })),
            ("decline", json!({ "version": 1, "reason": "x" })), ("decline-answer", json!({ "version": 1, "agreed": true, "reason": "x" })),
            ("extension", json!({ "version": 1, "day": "2026-12-20", "reason": "x" })),
            ("extension-answer", json!({ "version": 1, "agreed": true })), ("withdrawal", json!({ "version": 1, "reason": "x" })),
        ] {
            stranger.json("POST", &format!("{address}/{verb}"), &body).await.expect(404);
        }
        let admin = client(&kit, "root", Role::SystemAdmin).await;
        admin.get(&address).await.expect(403);
        let nobody = kit.client(&task_list::routes(), &[KIT_WORDS, task_list::WORDS]);
        nobody.get(&address).await.expect(401);
    }

    async fn hostile_input_is_refused_and_never_breaks_anything(kit: testkit::Kit) {
        let county = client(&kit, "n1", Role::Clerk).await;
        let id = county.json("POST", "/api/v1/lists", &list(&kit, "n1")).await.expect(200).json()["id"].as_str().unwrap().to_owned();
        let mut bodies = vec![json!(null), json!([]), json!(7), json!({}), json!("x"), json!({ "version": "1" }), json!({ "version": 1.5 })];
        for (field, value) in [
            ("month", json!("2026-13")), ("month", json!(202_611)), ("title", json!("")), ("title", json!("字".repeat(101))),
            ("audience", json!({ "clauses": [{ "under": "x" }] })), ("audience", json!({ "named": ["99999999999999999999"] })),
            ("audience", json!({ "clauses": vec![json!({ "under": "1" }); 21] })), ("audience", json!({ "unknown": 1 })),
            ("items", json!([{ "text": "", "due_day": "2026-12-04" }])), ("items", json!([{ "text": "a", "due_day": "2026-02-30" }])),
            ("items", json!([{ "text": "a", "due_day": "2026-12-04", "photos": i64::MAX }])),
            ("items", json!([{ "text": "a", "due_day": "2026-12-04", "fields": [{ "key": "k", "label": "l", "type": "face" }] }])),
            ("items", json!([{ "text": "a", "due_day": "2026-12-04", "fields": [{ "key": "k", "label": "l", "type": "table", "columns": ["a"], "rows": i64::MAX }] }])),
            ("items", json!([{ "text": "a\u{0}b", "due_day": "2026-12-04" }])), ("title", json!("标题\u{0}")),
            ("approval", json!("\u{0}")), ("items", json!(vec![json!({ "text": "a", "due_day": "2026-12-04" }); 61])),
        ] {
            let mut body = list(&kit, "n1");
            body[field] = value;
            bodies.push(body);
        }
        for body in &bodies {
            for (method, uri) in [
                ("POST", "/api/v1/lists".to_owned()), ("PUT", format!("/api/v1/lists/{id}")),
                ("POST", format!("/api/v1/lists/{id}/sending")), ("POST", format!("/api/v1/lists/{id}/withdrawal")),
                ("POST", "/api/v1/assignments/verifications".to_owned()), ("POST", "/api/v1/assignments/closures".to_owned()),
                ("POST", "/api/v1/assignments/1/202611/1/report".to_owned()), ("POST", "/api/v1/assignments/1/202611/1/extension".to_owned()),
            ] {
                let reply = county.json(method, &uri, body).await;
                assert!(reply.status.as_u16() < 500, "{method} {uri} {body}: {}", reply.body);
            }
        }
        for uri in [
            "/api/v1/lists/x", "/api/v1/lists/-1", "/api/v1/lists?month=x", "/api/v1/assignments/1/2/3", "/api/v1/assignments/a/b/c",
            "/api/v1/assignments?state=x", "/api/v1/assignments?after=%00", "/api/v1/assignments?after=0001/,202611,x", "/api/v1/assignments?size=-5",
            "/api/v1/assignments?item=99999999999999999999", "/api/v1/overview?month=2026-11&to=2026-10", "/api/v1/overview?month=1900-01&to=9999-12",
            "/api/v1/queue?after=x", "/api/v1/overview?under=%27", "/api/v1/assignments?month=9999-12", "/api/v1/lists?month=0000-00",
        ] {
            let reply = county.get(uri).await;
            assert!(reply.status.as_u16() < 500, "{uri}: {}", reply.body);
        }
        let raw = county.send("POST", "/api/v1/lists", "application/json", "{\"month\":".to_owned()).await;
        assert_eq!(raw.status.as_u16(), 422);
    }
}
