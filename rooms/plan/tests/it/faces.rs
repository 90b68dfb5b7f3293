//! The same through pages and JSON: forms keep what was typed, figures open to their rows.

use document::Kind;
use kernel::Role;
use serde_json::json;

use crate::support::*;

/// The fields of a milestone's form.
fn fields<'a>(owner: &'a str, clause: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("text", "场所达标"),
        ("clause", clause),
        ("year", "2026"),
        ("owner", owner),
        ("measure", "number"),
        ("counted", "达标村占比"),
        ("sense", "at_least"),
        ("value", value),
        ("unit", "%"),
    ]
}

testkit::both_engines! {
    async fn a_plan_is_opened_filled_reported_on_and_read_on_its_pages(kit: testkit::Kit) {
        let document = in_force(&kit, "root", Kind::FiveYearPlan).await.to_string();
        let clerk = client(&kit, "root", Role::Clerk).await;
        assert!(clerk.get("/plans").await.expect(200).body.contains("为五年规划建立年度节点"));
        let odd = clerk.post("/plans", &[("document", &document), ("first", "二〇二六"), ("last", "2030")]).await.expect(422).body;
        assert!(odd.contains("二〇二六") && odd.contains("不是数字"), "{odd}");
        let opened = clerk.post("/plans", &[("document", &document), ("first", "2026"), ("last", "2030"), ("once", "k")]).await.expect(303);
        let here = opened.location().split('?').next().unwrap().to_owned();
        assert!(clerk.get(&format!("{here}/new?year=2026")).await.expect(200).body.contains("依据条款"));
        let (n1, clause) = (kit.org("n1").to_string(), clause(&kit, "root", "（一）").await.to_string());
        let refused = clerk.post(&format!("{here}/new"), &fields(&n1, "", "九成")).await.expect(422).body;
        assert!(refused.contains("场所达标") && refused.contains("九成") && refused.contains("此项必填"), "{refused}");
        let mut by_name = fields(&n1, &clause, "90");
        by_name.push(("owner_other", "甲一镇"));
        drop(clerk.post(&format!("{here}/new"), &by_name).await.expect(303));
        let added = clerk.post(&format!("{here}/new"), &fields(&n1, &clause, "90")).await.expect(303);
        assert!(added.location().contains("done=plan_milestone_added"));
        let page = clerk.get(&format!("{here}?year=2026")).await.expect(200).body;
        assert!(page.contains("2026 年 2 个节点，0% 已达到，2 个待补") && page.contains("甲一镇") && page.contains("≥ 90 %"), "{page}");
        assert!(clerk.get(&format!("{here}?year=2026&standing=reached")).await.expect(200).body.contains("没有符合条件的节点"));
        let owner = client(&kit, "n1", Role::Clerk).await;
        let listed = owner.get("/plans?year=2026").await.expect(200).body;
        let address = listed.split("href=\"/milestones/").nth(1).unwrap().split('"').next().unwrap();
        let address = format!("/milestones/{address}");
        let refused = owner.post(&format!("{address}/report"), &[("period", "20262.0"), ("value", ""), ("note", ""), ("on", "2026-07-01")]).await.expect(422).body;
        assert!(refused.contains("没有数时请写明原因"), "{refused}");
        drop(owner.post(&format!("{address}/report"), &[("period", "20262.0"), ("value", "92.5"), ("on", "2026-07-01")]).await.expect(303));
        let late = owner.post(&format!("{address}/report"), &[("period", "20262.0"), ("value", "80"), ("note", "另报"), ("on", "2026-07-01")]).await.expect(409).body;
        assert!(late.contains("92.5") && late.contains("另报"), "{late}");
        let page = clerk.get(&format!("{here}?year=2026")).await.expect(200).body;
        assert!(page.contains("50% 已达到，1 个待补") && page.contains("92.5 %"), "{page}");
        let stranger = client(&kit, "n2", Role::Clerk).await.get(&format!("{here}?year=2026")).await.expect(200).body;
        assert!(!stranger.contains("92.5") && stranger.contains("不在本单位范围"), "{stranger}");
        drop(client(&kit, "root", Role::SystemAdmin).await.get(&here).await.expect(403));
    }

    async fn a_milestone_is_changed_with_a_reason_and_a_stale_form_is_told(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        let id = added(&kit, "root", "n1", plan).await;
        let clerk = client(&kit, "root", Role::Clerk).await;
        let address = format!("/milestones/{id}");
        let form = clerk.get(&format!("{address}/change")).await.expect(200).body;
        assert!(form.contains("value=\"90\"") && form.contains("活动场所达标村占比"), "{form}");
        let (n2, clause) = (kit.org("n2").to_string(), clause(&kit, "root", "（一）").await.to_string());
        let mut change = fields(&n2, &clause, "95");
        change.extend([("version", "1"), ("reason", "")]);
        assert!(clerk.post(&format!("{address}/change"), &change).await.expect(422).body.contains("此项必填"));
        change.pop();
        change.push(("reason", "责任调整"));
        drop(clerk.post(&format!("{address}/change"), &change).await.expect(303));
        let stale = clerk.post(&format!("{address}/change"), &[fields(&n2, &clause, "99"), vec![("version", "1"), ("reason", "晚了")]].concat()).await.expect(409).body;
        assert!(stale.contains("≥ 99") && stale.contains("≥ 95"), "{stale}");
        let page = clerk.get(&address).await.expect(200).body;
        assert!(page.contains("责任调整") && page.contains("≥ 95") && page.contains("≥ 90"), "both states are kept: {page}");
        drop(clerk.post(&format!("{address}/withdraw"), &[("version", "2"), ("reason", "不再需要")]).await.expect(303));
        assert!(clerk.get(&address).await.expect(200).body.contains("已撤销"));
        drop(client(&kit, "n1", Role::Clerk).await.get(&format!("{address}/change")).await.expect(403));
    }

    async fn the_json_interface_does_what_the_pages_do(kit: testkit::Kit) {
        let document = in_force(&kit, "root", Kind::FiveYearPlan).await.to_string();
        let clerk = client(&kit, "root", Role::Clerk).await;
        let made = clerk.json("POST", "/api/v1/plans", &json!({"document": document, "first": 2026, "last": 2030})).await.expect(200).json();
        let one = format!("/api/v1/plans/{}", made["id"].as_str().unwrap());
        let clause = clause(&kit, "root", "（二）").await.to_string();
        let milestone = json!({"year": 2027, "owner": kit.org("n1").to_string(), "clause": clause, "text": "培训全覆盖"});
        let made = clerk.json("POST", &format!("{one}/milestones"), &milestone).await.expect(200).json();
        let address = format!("/api/v1/milestones/{}", made["id"].as_str().unwrap());
        let owner = client(&kit, "n1", Role::Secretary).await;
        let report = json!({"year": 2027, "quarter": 0, "seen": 0, "judgement": "reached", "on": "2026-11-20"});
        drop(owner.json("POST", &format!("{address}/reports"), &report).await.expect(200));
        drop(owner.json("POST", &format!("{address}/reports"), &report).await.expect(409));
        let read = clerk.get(&format!("{one}?year=2027")).await.expect(200).json();
        assert_eq!((&read["tally"]["reached"], &read["milestones"][0]["counts"]["judgement"]), (&json!(1), &json!("reached")));
        let change = json!({"row_version": 1, "reason": "改", "milestone": {"year": 2027, "owner": kit.org("n1").to_string(), "clause": clause, "text": "培训", "counted": "参训率", "unit": "%", "sense": "at_least", "value_thousandths": 95_000}});
        drop(clerk.json("PUT", &address, &change).await.expect(200));
        let read = owner.get(&address).await.expect(200).json();
        assert_eq!((read["states"].as_array().unwrap().len(), read["milestone"]["standing"].as_str()), (2, Some("unknown")));
        drop(clerk.json("POST", &format!("{address}/withdrawal"), &json!({"row_version": 2, "reason": "撤"})).await.expect(200));
        assert_eq!(owner.get("/api/v1/plans?year=2027").await.expect(200).json()["mine"].as_array().unwrap().len(), 0);
        drop(clerk.get("/api/v1/plans?year=odd").await.expect(422));
    }

    async fn both_languages_are_complete_and_odd_input_is_refused(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        let id = added(&kit, "root", "n1", plan).await;
        plan::report(&kit.cx("n1", Role::Clerk), "", id, 0, said(1, Some(1_500), "初报")).await.unwrap();
        let clerk = client(&kit, "root", Role::Clerk).await;
        for uri in ["/plans".to_owned(), format!("/plans/{plan}"), format!("/plans/{plan}?year=2028"), format!("/plans/{plan}/new"), format!("/milestones/{id}"), format!("/milestones/{id}/change")] {
            for client in [&clerk, &clerk.in_english()] {
                let body = client.get(&uri).await.expect(200).body.split("<main").nth(1).unwrap().to_owned();
                let key = body.split("plan.").nth(1).map(|rest| rest.chars().take(30).collect::<String>());
                assert_eq!(key, None, "a sentence is missing on {uri}");
                assert!(!body.contains('{'), "a place was not filled on {uri}: {}", body.split('{').nth(1).unwrap_or_default());
            }
        }
        for odd in ["", "-1", "99999999999999999999", "20269.1", "2026-13-01", "<b>", "NaN", "🎈"] {
            let coded: String = odd.bytes().map(|b| format!("%{b:02X}")).collect();
            for uri in [format!("/plans?year={coded}"), format!("/plans/{plan}?year={coded}&standing={coded}&owner={coded}"), format!("/milestones/{coded}"), format!("/plans/{coded}/new")] {
                assert!(clerk.get(&uri).await.status.as_u16() < 500, "{uri}");
            }
            let all = ["document", "first", "last", "text", "clause", "clause_ref", "year", "owner", "owner_other", "measure", "value", "sense", "version", "reason", "period", "judgement", "on", "note"].map(|name| (name, odd));
            let owner = client(&kit, "n1", Role::Clerk).await;
            for uri in ["/plans".to_owned(), format!("/plans/{plan}/new"), format!("/milestones/{id}/change"), format!("/milestones/{id}/withdraw"), format!("/milestones/{id}/report")] {
                assert!(clerk.post(&uri, &all).await.status.as_u16() < 500 && owner.post(&uri, &all).await.status.as_u16() < 500, "{uri} with {odd:?}");
            }
        }
    }
}

#[test]
fn the_description_of_the_api_names_every_route() {
    let described = serde_json::to_value(<plan::Api as utoipa::OpenApi>::openapi()).unwrap();
    for route in plan::routes().all().iter().filter(|r| r.path.starts_with("/api/")) {
        let method = route.method.as_str().to_lowercase();
        assert!(described["paths"][route.path][method.as_str()].is_object(), "{route:?}");
    }
}
