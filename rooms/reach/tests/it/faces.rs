//! Pages and interface.

use kernel::Role;
use testkit::{Client, Kit};

use crate::support::{item_on, letters, village_signs};

const KIT_WORDS: &str = include_str!("../../../../crates/kit/words.toml");

async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    let words = [KIT_WORDS, org::WORDS, task_list::WORDS, target::WORDS, reach::WORDS];
    let client = kit.client(&reach::routes(), &words);
    kit.log_in(&client, org, role).await
}

testkit::both_engines! {
    async fn the_page_of_a_target_draws_its_way_and_tells_it_in_a_table(kit: testkit::Kit) {
        let (top, lower) = letters(&kit).await;
        let item = item_on(&kit, "n1/t1", lower).await;
        village_signs(&kit, "n1/t1/v1", item).await;
        let leader = client(&kit, "root", Role::Leader).await;
        let page = leader.get(&format!("/targets/{top}")).await.expect(200).body;
        for told in ["按期换届：到达 12.5%", "<svg class=\"sankey\"", "由县直部门承担", "不分解", "1 / 8"] {
            assert!(page.contains(told), "{told} is missing");
        }
        assert!(page.contains("/letters/issues/"), "the issuer opens the issue");
        let county = client(&kit, "n1", Role::Clerk).await.get(&format!("/targets/{top}")).await.expect(200).body;
        assert!(!county.contains("/letters/issues/"), "nobody else could");
        let below = leader.get(&format!("/targets/{top}?under={}", kit.org("n1/t1"))).await.expect(200).body;
        assert!(below.contains("已到达") && below.contains("待签收"));
        let english = leader.in_english().get(&format!("/targets/{top}")).await.expect(200).body;
        assert!(english.contains("Cut") && english.contains("reached 12.5%"));
        let year = leader.get("/reach").await.expect(200).body;
        assert!(year.contains(&format!("/targets/{top}")) && year.contains("12.5%"));
        assert!(leader.get("/reach?year=2025").await.expect(200).body.contains("这一年还没有目标"));
    }

    async fn the_page_names_the_items_that_the_organisation_sent_past_those_between(kit: testkit::Kit) {
        let (top, _) = letters(&kit).await;
        item_on(&kit, "root", top).await;
        let leader = client(&kit, "root", Role::Leader).await;
        let head = leader.get(&format!("/targets/{top}")).await.expect(200).body;
        assert!(head.contains("本单位直接交办的事项") && head.contains("开好换届大会"));
        let county = leader.get(&format!("/targets/{top}?under={}", kit.org("n2"))).await.expect(200).body;
        assert!(county.contains("上级直达下级") && !county.contains("本单位直接交办的事项"));
    }

    async fn whoever_is_outside_finds_nothing(kit: testkit::Kit) {
        let (top, lower) = letters(&kit).await;
        let other = client(&kit, "n2", Role::Clerk).await;
        drop(other.get(&format!("/targets/{lower}")).await.expect(404));
        drop(other.get(&format!("/targets/{top}?under={}", kit.org("n1"))).await.expect(404));
        drop(other.get(&format!("/targets/{top}?under=x")).await.expect(404));
        drop(other.get("/targets/4711").await.expect(404));
        drop(other.get("/targets/nothing").await.expect(404));
        drop(other.get(&format!("/api/v1/targets/{lower}/cascade")).await.expect(404));
        let admin = client(&kit, "root", Role::SecurityAdmin).await;
        drop(admin.get("/reach").await.expect(403));
    }

    async fn the_interface_tells_the_same(kit: testkit::Kit) {
        let (top, lower) = letters(&kit).await;
        let item = item_on(&kit, "n1/t1", lower).await;
        village_signs(&kit, "n1/t1/v1", item).await;
        let leader = client(&kit, "root", Role::Leader).await;
        let year = leader.get("/api/v1/reach?year=2026").await.expect(200).json();
        assert_eq!((year["items"][0]["target"].as_str(), year["items"][0]["reach"]["permille"].as_i64()), (Some(top.to_string().as_str()), Some(125)));
        let found = leader.get(&format!("/api/v1/targets/{top}/cascade")).await.expect(200).json();
        assert_eq!((found["rows"][1]["fate"].as_str(), found["columns"][0]["lowest"].as_i64()), (Some("cut"), Some(8)));
        drop(leader.get("/api/v1/reach?year=next").await.expect(422));
    }
}
