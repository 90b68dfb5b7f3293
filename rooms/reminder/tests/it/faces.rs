//! The pages and the interface of reminders.

use kernel::Role;
use serde_json::json;
use testkit::{Client, Kit};

use crate::support::*;

const SHELL: &str = include_str!("../../../../crates/kit/words.toml");

async fn client(kit: &Kit, key: &str, role: Role) -> Client {
    let routes = reminder::routes().and(task_list::routes());
    let words = &[SHELL, org::WORDS, task_list::WORDS, reminder::WORDS];
    kit.log_in(&kit.client(&routes, words), key, role).await
}

testkit::both_engines! {
    async fn the_page_says_how_many_and_when_and_one_press_reminds_them(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 2).await;
        answered(&kit, VILLAGES[0], 0).await;
        let county = client(&kit, "n1", Role::Clerk).await;
        let uri = format!("/lists/{list}/remind");
        assert!(county.get(&format!("/lists/{list}")).await.expect(200).body.contains(&format!("href=\"{uri}\"")));
        let page = county.get(&uri).await.expect(200).body;
        for said in ["提醒 4 个还未上报的组织", "4 个组织，共 7 件", "<dd>现在</dd>", "提醒 4 个组织", "不统计谁看过提醒"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let reply = county.post(&uri, &[("once", "a")]).await.expect(303);
        assert_eq!(reply.location(), format!("/lists/{list}?done=reminder_sent&n=4"));
        assert!(county.get(reply.location()).await.expect(200).body.contains("已提醒 4 个组织。"));
        let page = county.get(&uri).await.expect(200).body;
        assert!(page.contains("已经提醒过，不再重复") && !page.contains("<button class=\"btn btn-primary\">"), "{page}");
        let again = county.post(&uri, &[("once", "b")]).await.expect(303);
        assert_eq!(again.location(), format!("/lists/{list}?done=reminder_already&n=4"));
        let village = client(&kit, VILLAGES[0], Role::Clerk).await;
        let page = village.get("/reminders").await.expect(200).body;
        assert!(page.contains("提醒：1 项还未上报（甲县）") && page.contains("id=\"d-2026-11-23\"") && page.contains("第2件事"), "{page}");
        assert!(!page.contains("第1件事"), "it has answered that");
        answered(&kit, VILLAGES[0], 1).await;
        assert!(village.get("/reminders").await.expect(200).body.contains("没有提醒"));
    }

    async fn in_the_evening_the_page_names_the_morning(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 1).await;
        kit.clock.advance_minutes(720);
        let county = client(&kit, "n1", Role::Secretary).await;
        let uri = format!("/lists/{list}/remind");
        assert!(county.get(&uri).await.expect(200).body.contains("11-24（周二） 08:00"));
        let reply = county.post(&uri, &[]).await.expect(303);
        assert_eq!(reply.location(), format!("/lists/{list}?done=reminder_later&n=4"));
    }

    async fn others_find_neither_the_button_nor_the_page(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 1).await;
        let (page, uri) = (format!("/lists/{list}"), format!("/lists/{list}/remind"));
        for (org, role, status) in [("n2", Role::Clerk, 404), ("n1/t1", Role::Clerk, 404), ("root", Role::Clerk, 404), ("n1", Role::Leader, 403), ("root", Role::SystemAdmin, 403)] {
            let client = client(&kit, org, role).await;
            client.get(&uri).await.expect(status);
            client.post(&uri, &[]).await.expect(status);
            client.json("POST", &format!("/api/v1/lists/{list}/reminders"), &json!({})).await.expect(status);
            assert!(!client.get(&page).await.body.contains(&uri), "{org} {role}");
        }
        for village in VILLAGES {
            answered(&kit, village, 0).await;
        }
        let county = client(&kit, "n1", Role::Clerk).await;
        assert!(!county.get(&page).await.expect(200).body.contains(&uri), "nobody owes anything");
        assert!(county.get(&uri).await.expect(200).body.contains("都已答复，不用提醒"));
        assert_eq!(county.post(&uri, &[]).await.expect(303).location(), format!("{page}?done=reminder_nobody&n=0"));
    }

    async fn the_interface_reminds_and_tells_what_one_is_reminded_of(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 2).await;
        let (county, village) = (client(&kit, "n1", Role::Clerk).await, client(&kit, VILLAGES[3], Role::Secretary).await);
        let uri = format!("/api/v1/lists/{list}/reminders");
        let done = county.json("POST", &uri, &json!({})).await.expect(200).json();
        assert_eq!(done, json!({ "orgs": 4, "already": 0, "day": "2026-11-23", "shown_from": "2026-11-23T02:00:00Z" }));
        let again = county.json("POST", &uri, &json!({})).await.expect(200).json();
        assert_eq!((&again["orgs"], &again["already"]), (&json!(0), &json!(4)));
        let open = village.get("/api/v1/reminders?size=1").await.expect(200).json();
        let owed = &open["items"][0]["owed"];
        assert_eq!((owed.as_array().unwrap().len(), &open["next"]), (2, &json!(null)));
        assert_eq!((&owed[0]["state"], &owed[0]["issuer_name"], &owed[0]["month"]), (&json!("issued"), &json!("甲县"), &json!("2026-11")));
        let draft = drafted(&kit, "n1", 1).await;
        let refused = county.json("POST", &format!("/api/v1/lists/{draft}/reminders"), &json!({})).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], "reminder_not_sent");
    }

    async fn the_english_pages_hold_no_chinese_apart_from_data(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 2).await;
        let county = client(&kit, "n1", Role::Clerk).await.in_english();
        let before = county.get(&format!("/lists/{list}/remind")).await.expect(200).body;
        county.post(&format!("/lists/{list}/remind"), &[]).await.expect(303);
        let after = county.get(&format!("/lists/{list}/remind")).await.expect(200).body;
        let village = client(&kit, VILLAGES[0], Role::Clerk).await.in_english();
        let open = village.get("/reminders").await.expect(200).body;
        assert!(before.contains("Remind 4 organisations") && after.contains("Already reminded for") && open.contains("Reminder: 2 items not reported yet (甲县)"), "{open}");
        for mut page in [before, after, open] {
            let data = ["第1件事", "第2件事", "十一月交办", "交办〔2026〕", "号"];
            // The last two are the first character of a person's name, in the round badge.
            for word in data.into_iter().chain(testkit::NODES.iter().map(|n| n.1)).chain(["甲", "样"]) {
                page = page.replace(word, "");
            }
            let left: String = page.lines().filter(|l| !l.contains("name=\"language\"")).collect::<String>()
                .chars().filter(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')).collect();
            assert!(left.is_empty(), "{left}");
        }
    }
}
