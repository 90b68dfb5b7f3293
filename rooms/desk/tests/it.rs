//! The first page as each role meets it.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

use kernel::{Month, Role};
use task_list::{Audience, Choice, Form, ItemDraft, ListDraft, Seen, create, my_month, send, sign};
use testkit::{Client, Kit};

const WORDS: &[&str] =
    &[include_str!("../../../crates/kit/words.toml"), org::WORDS, task_list::WORDS, reminder::WORDS, desk::WORDS];
const MONTH: Month = Month(202_611);

async fn client(kit: &Kit, key: &str, role: Role) -> Client {
    let routes = desk::routes().and(task_list::routes()).and(reminder::routes());
    kit.log_in(&kit.client(&routes, WORDS), key, role).await
}

/// The county sends its villages `n` items that are due on `day`.
async fn sent(kit: &Kit, n: usize, day: &str) {
    sent_to(kit, "village", n, day).await;
}

/// The same to organisations of another level.
async fn sent_to(kit: &Kit, level: &str, n: usize, day: &str) {
    let cx = kit.cx("n1", Role::Clerk);
    let item = |i: usize| ItemDraft {
        text: format!("第{i}件事"),
        requirement: String::new(),
        basis: "框架 2.3".to_owned(),
        ground: task_list::Ground::default(),
        due_day: day.parse().unwrap(),
        form: Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    };
    let clause = Choice { under: kit.org("n1"), levels: vec![level.to_owned()], domains: vec![], tags: vec![] };
    let draft = ListDraft {
        month: MONTH,
        title: "十一月交办".to_owned(),
        urgent: false,
        approval: "县委组织部副部长".to_owned(),
        audience: Audience { clauses: vec![clause], named: vec![], include_self: false },
        items: (1..=n).map(item).collect(),
    };
    let id = create(&cx, "", draft).await.unwrap();
    send(&cx, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
}

testkit::both_engines! {
    async fn a_village_sees_a_handful_of_cards_and_signs_from_them(kit: testkit::Kit) {
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        assert!(village.get("/").await.expect(200).body.contains("11 月：还没有要办的事"));
        sent(&kit, 7, "2026-11-30").await;
        let page = village.get("/").await.expect(200).body;
        assert!(page.contains("11 月：还有 7 件要办，最早 11-30 到期"), "{page}");
        assert!(page.contains("其余 2 件") && page.contains("框架 2.3") && page.contains("甲县"));
        let card = &my_month(&kit.cx("n1/t1/v1", Role::Clerk), MONTH).await.unwrap()[0];
        let href = format!("/assignments/{}", card.key);
        assert!(page.contains(&format!("action=\"{href}/sign\"")));
        let reply = village.post(&format!("{href}/sign"), &[("version", "1"), ("next", "/")]).await.expect(303);
        assert_eq!(reply.location().split('&').next(), Some("/?done=task_list_signed"));
        assert!(village.get(reply.location()).await.expect(200).body.contains("已签收，可以上报了"));
    }

    async fn what_is_late_is_in_the_title(kit: testkit::Kit) {
        sent(&kit, 1, "2026-11-30").await;
        kit.clock.set_day("2026-12-01");
        let village = client(&kit, "n1/t1/v1", Role::Secretary).await;
        assert!(village.get("/").await.expect(200).body.contains("12 月：还有 1 件要办，其中 1 件已逾期"));
    }

    async fn a_superior_sees_its_branch_and_what_waits_for_it(kit: testkit::Kit) {
        sent(&kit, 1, "2026-11-30").await;
        let cx = kit.cx("n1/t1/v1", Role::Clerk);
        let card = my_month(&cx, MONTH).await.unwrap().remove(0);
        sign(&cx, "", vec![Seen { key: card.key, version: card.version }]).await.unwrap();
        let report = task_list::ReportInput {
            answers: std::collections::BTreeMap::new(),
            note: String::new(),
            happened_on: "2026-11-20".parse().unwrap(),
            photos: Vec::new(),
        };
        let version = my_month(&cx, MONTH).await.unwrap()[0].version;
        task_list::report(&cx, "", Seen { key: card.key, version }, report).await.unwrap();
        let town = client(&kit, "n1/t1", Role::Clerk).await.get("/").await.expect(200).body;
        assert!(town.contains("需要我处理") && town.contains("样板村一：第1件事") && !town.contains("样板村三"));
        let county = client(&kit, "n1", Role::Clerk).await.get("/").await.expect(200).body;
        assert!(county.contains("11 月：2 个下级单位") && county.contains("甲一镇") && !county.contains("乙一镇"));
        assert!(county.contains("/board?month=202611") && county.contains("十一月交办"));
    }

    async fn a_reminder_is_one_line_that_leads_to_what_is_owed_and_goes_with_it(kit: testkit::Kit) {
        sent(&kit, 2, "2026-12-04").await;
        let county = client(&kit, "n1", Role::Clerk).await;
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        assert!(!village.get("/").await.expect(200).body.contains("提醒："));
        let list = task_list::lists(&kit.cx("n1", Role::Clerk), MONTH).await.unwrap()[0].id;
        let page = county.get(&format!("/lists/{list}")).await.expect(200).body;
        assert!(page.contains("提醒未办的") && page.contains(&format!("/lists/{list}/remind")));
        county.post(&format!("/lists/{list}/remind"), &[]).await.expect(303);
        let home = village.get("/").await.expect(200).body;
        assert_eq!(home.matches("提醒：").count(), 1);
        assert!(home.contains("<a href=\"/reminders#d-2026-11-23\">提醒：2 项还未上报（甲县）</a>"), "{home}");
        let cx = kit.cx("n1/t1/v1", Role::Clerk);
        for (left, card) in my_month(&cx, MONTH).await.unwrap().into_iter().enumerate() {
            task_list::ask_decline(&cx, "", Seen { key: card.key, version: 1 }, "已在别处填过".to_owned()).await.unwrap();
            let home = village.get("/").await.expect(200).body;
            let one = home.contains("提醒：1 项还未上报（甲县）") && home.contains("<a href=\"/assignments/");
            assert!(if left == 0 { one } else { !home.contains("提醒：") }, "{home}");
        }
    }

    async fn a_superior_that_owes_is_reminded_on_its_desk(kit: testkit::Kit) {
        sent_to(&kit, "township", 1, "2026-12-04").await;
        let list = task_list::lists(&kit.cx("n1", Role::Clerk), MONTH).await.unwrap()[0].id;
        reminder::remind(&kit.cx("n1", Role::Clerk), "", list).await.unwrap();
        let township = client(&kit, "n1/t1", Role::Secretary).await.get("/").await.expect(200).body;
        assert!(township.contains("提醒：1 项还未上报（甲县）"), "{township}");
        assert!(!client(&kit, "n1", Role::Clerk).await.get("/").await.expect(200).body.contains("提醒："));
    }

    async fn a_leader_sees_three_figures_and_what_needs_a_decision(kit: testkit::Kit) {
        sent(&kit, 1, "2026-11-30").await;
        let cx = kit.cx("n1/t1/v1", Role::Clerk);
        let card = my_month(&cx, MONTH).await.unwrap().remove(0);
        task_list::ask_decline(&cx, "", Seen { key: card.key, version: 1 }, "已在别处填过".to_owned()).await.unwrap();
        let page = client(&kit, "n1", Role::Leader).await.get("/").await.expect(200).body;
        assert!(page.contains("需要定的事") && page.contains("样板村一：第1件事"), "{page}");
        assert_eq!(page.matches("class=\"tile ").count(), 3);
        assert!(!page.contains("写交办单"));
    }

    async fn administrators_see_their_own_work_and_no_business(kit: testkit::Kit) {
        sent(&kit, 1, "2026-11-30").await;
        for (role, link) in [(Role::SystemAdmin, "/accounts"), (Role::SecurityAdmin, "/approvals"), (Role::AuditAdmin, "/audit")] {
            let page = client(&kit, "root", role).await.get("/").await.expect(200).body;
            assert!(page.contains(&format!("href=\"{link}\"")), "{role}");
            assert!(!page.contains("第1件事") && !page.contains("甲县") && !page.contains("已销号"), "{role}");
        }
        let nobody = kit.client(&desk::routes(), WORDS).get("/").await.expect(303);
        assert!(nobody.location().starts_with("/login"));
    }

    async fn the_english_desks_hold_no_chinese_apart_from_data(kit: testkit::Kit) {
        sent(&kit, 7, "2026-11-30").await;
        let data = ["件事", "框架", "十一月交办", "交办〔2026〕", "号"];
        for (key, role) in [("n1/t1/v1", Role::Clerk), ("n1/t1", Role::Clerk), ("n1", Role::Leader), ("root", Role::SystemAdmin)] {
            let mut page = client(&kit, key, role).await.in_english().get("/").await.expect(200).body;
            for word in testkit::NODES.iter().map(|n| n.1).chain(data).chain(["第", "甲", "样", "示"]) {
                page = page.replace(word, "");
            }
            let left: String = page.chars().filter(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')).collect();
            assert!(left.is_empty(), "{key}: {left}");
        }
    }

    async fn the_first_view_of_a_village_is_light(kit: testkit::Kit) {
        sent(&kit, 5, "2026-11-30").await;
        let page = client(&kit, "n1/t1/v1", Role::Clerk).await.get("/").await.expect(200).body;
        // Before compression; the budget of the whole view is 100 kB compressed.
        assert!(page.len() < 24_000, "{} bytes", page.len());
    }
}
