//! Writing a list with forms alone: whom it goes to, and what is only begun.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

use kernel::{ListId, Role};
use testkit::{Client, Kit};

const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");

async fn clerk(kit: &Kit, org: &str) -> Client {
    let app = kit.client(&task_list::routes(), &[KIT_WORDS, org::WORDS, task_list::WORDS]);
    kit.log_in(&app, org, Role::Clerk).await
}

/// The draft behind the address that a form led to.
async fn kept(kit: &Kit, location: &str) -> task_list::ListDraft {
    let id: ListId = location.split('/').nth(2).unwrap().parse().unwrap();
    task_list::list(&kit.cx("root", Role::Clerk), id).await.unwrap().draft
}

testkit::both_engines! {
    async fn several_choices_are_written_with_forms_alone_and_come_back(kit: testkit::Kit) {
        let web = clerk(&kit, "root").await;
        let (n1, n2) = (kit.org("n1").to_string(), kit.org("n2").to_string());
        let head = [("title", "两组"), ("month", "2026-11"), ("items", "1"), ("items.0.text", "开会"), ("items.0.due_day", "2026-12-20")];
        let first = [("clauses.0.under", n1.as_str()), ("clauses.0.level", "township")];
        let with = |more: &[(&'static str, &'static str)]| [&head[..], &first[..], more].concat();
        let page = web.post("/lists/new", &with(&[("do", "add-clause"), ("clauses", "1")])).await.expect(200).body;
        assert!(page.contains("name=\"clauses.1.under\"") && page.contains("第 2 组"), "{page}");
        let second = [("clauses.1.under", n2.as_str()), ("clauses.1.level", "village")];
        let both = [&with(&[("clauses", "2")])[..], &second].concat();
        let price = web.post("/lists/price", &both).await.expect(200).body;
        assert!(price.contains("<b>6 个组织</b>"), "2 townships and 4 villages: {price}");
        assert!(price.contains("给 6 个组织的交办单"), "the title goes along");
        let saved = web.post("/lists/new", &[&both[..], &[("do", "save"), ("once", "k")]].concat()).await.expect(303);
        let clauses = kept(&kit, saved.location()).await.audience.clauses;
        assert_eq!(clauses.iter().map(|c| c.levels[0].as_str()).collect::<Vec<_>>(), ["township", "village"]);
        let page = web.get(saved.location()).await.expect(200).body;
        assert!(page.contains("name=\"clauses.1.under\"><option") && page.contains("6 个组织"));
        let page = web.post("/lists/new", &[&both[..], &[("do", "drop-clause:0")]].concat()).await.expect(200).body;
        assert!(page.contains("<b>4 个组织</b>") && !page.contains("clauses.1.under"));
    }

    async fn a_branch_further_down_is_chosen_by_its_path_and_an_unknown_one_is_asked_about(kit: testkit::Kit) {
        let web = clerk(&kit, "root").await;
        let under = kit.org("root").to_string();
        let base = [
            ("title", "一镇"), ("month", "2026-11"), ("items", "1"), ("items.0.text", "开会"), ("items.0.due_day", "2026-12-20"),
            ("clauses", "1"), ("clauses.0.under", under.as_str()), ("clauses.0.level", "village"), ("do", "save"),
        ];
        let with = |other: &'static str| [&base[..], &[("clauses.0.other", other)]].concat();
        let saved = web.post("/lists/new", &with("甲县/甲二乡")).await.expect(303);
        let clauses = kept(&kit, saved.location()).await.audience.clauses;
        assert_eq!(clauses[0].under, kit.org("n1/t2"));
        let page = web.get(saved.location()).await.expect(200).body;
        assert!(page.contains("selected>甲二乡</option>") && page.contains("2 个组织"));
        let page = web.post("/lists/new", &with("没有的乡")).await.expect(422).body;
        assert!(page.contains("href=\"#c0-other\"") && page.contains("value=\"没有的乡\""), "{page}");
    }

    async fn named_organisations_come_besides_the_choices_and_alone_without_them(kit: testkit::Kit) {
        let web = clerk(&kit, "root").await;
        let n1 = kit.org("n1").to_string();
        let named = [("title", "点名"), ("month", "2026-11"), ("items", "1"), ("named", "样板村五")];
        let besides = [&named[..], &[("clauses", "1"), ("clauses.0.under", n1.as_str()), ("clauses.0.level", "township")]].concat();
        assert!(web.post("/lists/price", &besides).await.expect(200).body.contains("<b>3 个组织</b>"));
        let alone = [&named[..], &[("clauses", "0")]].concat();
        assert!(web.post("/lists/price", &alone).await.expect(200).body.contains("<b>1 个组织</b>"));
    }

    async fn what_is_only_begun_can_be_kept_but_not_sent(kit: testkit::Kit) {
        let web = clerk(&kit, "root").await;
        let begun = [("title", "写了一半"), ("month", "2026-11"), ("items", "1"), ("items.0.due_day", "2026-12-20")];
        web.post("/lists/new", &[&begun[..], &[("do", "preview")]].concat()).await.expect(422);
        let saved = web.post("/lists/new", &[&begun[..], &[("do", "save")]].concat()).await.expect(303);
        assert!(kept(&kit, saved.location()).await.items.is_empty());
        let page = web.get(saved.location()).await.expect(200).body;
        assert!(page.contains("value=\"写了一半\"") && page.contains("items.0.text"));
    }
}
