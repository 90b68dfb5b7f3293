//! What stands on the sheet, and for whom it exists.

use cx::AppError;
use desk::{HandOver, Urgent, hand_over};
use kernel::Role;
use testkit::Kit;

use crate::support::{self, changed, client, day, house, letters, page, seen, sent, signs};

async fn of(kit: &Kit, as_who: (&str, Role), org: &str) -> Result<HandOver, AppError> {
    hand_over(&kit.cx(as_who.0, as_who.1), Some(kit.org(org))).await
}

testkit::both_engines! {
    async fn a_township_hands_over_something_of_every_room(kit: testkit::Kit) {
        house(&kit).await;
        let found = of(&kit, ("n1/t1", Role::Secretary), "n1/t1").await.unwrap();
        let first = found.first().unwrap();
        let now = first.holder(found.day).unwrap();
        assert_eq!((now.person.as_str(), now.from, now.until), ("祁雪梅", day("2026-03-01"), Some(day("2027-03-01"))));
        let before = first.before(found.day).unwrap();
        assert_eq!((before.person.as_str(), before.until), ("甲一镇secretary", Some(day("2026-03-01"))));

        let letter = &found.letters.rows[0];
        assert_eq!((found.letters.rows.len(), letter.shown, letter.issuer_name.as_str()), (1, target::Shown::Issued, "甲县"));
        let lines: Vec<_> = letter.targets.iter().map(|t| (t.text.as_str(), t.value.as_str(), t.weight)).collect();
        assert_eq!(lines, [("按期换届", "100%", 605), ("开好组织生活会", "100%", 395)]);

        let items: Vec<_> = found.items.rows.iter().map(|c| (c.item.text.as_str(), c.light, c.asked_day)).collect();
        assert_eq!(items[0], ("上报换届名册", Some(task_list::Light::Red), None), "the overdue one first");
        assert_eq!((items[1].0, items[1].2), ("检修活动场所", Some(day("2026-12-28"))));
        assert_eq!((found.all, found.overdue, found.asked), (2, 1, 1));
        assert_eq!(found.items.rows[1].reason, "施工未完");

        let list = &found.lists.rows[0];
        assert_eq!((found.lists.rows.len(), list.all, list.done, list.owed, list.waiting), (1, 2, 0, 2, 0));
        let promise = &found.promises.rows[0];
        assert_eq!((promise.decision.draft.text.as_str(), promise.title.as_str()), ("年底前清理台账", "党建工作例会"));
        assert_eq!(promise.day, Some(day("2026-11-23")));
        let milestone = &found.milestones.rows[0];
        assert_eq!((milestone.row.text.as_str(), milestone.standing), ("活动场所达标村占比", Some(plan::Standing::Unknown)));
        assert_eq!(found.statement.as_ref().unwrap().statement.problems, "活动场所漏雨。");
        assert_eq!(found.proposals.rows.iter().map(|p| (p.month, p.rev)).collect::<Vec<_>>(), [(support::MONTH, 2)]);

        let urgent: Vec<_> = found.urgent().into_iter().map(|(u, n)| (u.code(), n)).collect();
        let expected = [Urgent::Overdue, Urgent::Unsigned, Urgent::Promised, Urgent::Ending, Urgent::Correction];
        assert_eq!(urgent, expected.map(|u| (u.code(), 1)));
    }

    async fn a_county_sees_who_has_not_signed_what_it_issued(kit: testkit::Kit) {
        let issue = letters(&kit, 2026).await;
        letters(&kit, 2025).await;
        signs(&kit, "n1/t2", issue).await;
        let found = of(&kit, ("n1", Role::Clerk), "n1").await.unwrap();
        let waiting: Vec<_> = found.waiting.rows.iter().map(|w| (w.issue, w.letters, w.unsigned, w.objected, w.signed)).collect();
        assert_eq!(waiting, [(issue, 2, 1, 0, 1)], "the letters of the past year are over");
        assert_eq!(found.urgent(), [(Urgent::Countersign, 1)]);
        assert!(found.letters.rows.is_empty());
        let township = of(&kit, ("n1", Role::Leader), "n1/t2").await.unwrap();
        assert_eq!(township.letters.rows.iter().map(|l| (l.year, l.shown)).collect::<Vec<_>>(), [(2026, target::Shown::Signed)]);
    }

    async fn a_village_that_owes_nothing_hands_over_its_posts_and_nothing_presses(kit: testkit::Kit) {
        let found = of(&kit, ("n1/t1/v1", Role::Secretary), "n1/t1/v1").await.unwrap();
        assert_eq!(found.posts.rows.len(), 2, "secretary and clerk");
        assert!(found.urgent().is_empty() && found.first().unwrap().before(found.day).is_none());
        let body = client(&kit, "n1/t1/v1", Role::Secretary).await.get("/hand-over").await.expect(200).body;
        assert!(body.contains("样板村一交接单：没有要先办的事"), "{body}");
        for sentence in ["没有收到年度未结束的责任书。", "没有未办结的事项。", "没有未落实的例会决定。", "还没有公布过晒账单。"] {
            assert!(body.contains(sentence), "{sentence}");
        }
        sent(&kit, "n1", "village", &[("开好党员大会", "2026-12-10")]).await;
        let one = seen(&kit, "n1/t1/v1", "开好党员大会").await;
        task_list::sign(&kit.cx("n1/t1/v1", Role::Clerk), "", vec![one]).await.unwrap();
        let found = of(&kit, ("n1/t1/v1", Role::Secretary), "n1/t1/v1").await.unwrap();
        assert_eq!(found.items.rows.iter().map(|c| (c.state, c.item.issuer_name.as_str())).collect::<Vec<_>>(), [(task_list::State::Signed, "甲县")]);
    }

    async fn a_vacant_post_and_what_is_settled_are_told_apart(kit: testkit::Kit) {
        changed(&kit).await;
        let (operator, org) = (kit.operator(), kit.org("n1/t1"));
        let posts = operator.read(move |tx| access::terms_in(tx, org)).await.unwrap();
        let holder = posts[0].holder(kit.house.today()).unwrap().holder;
        access::relieve(&operator, org, holder, kit.house.today(), "").await.unwrap();
        let found = of(&kit, ("n1", Role::Secretary), "n1/t1").await.unwrap();
        assert_eq!(found.urgent(), [(Urgent::Vacant, 1)]);
        assert_eq!(found.first().unwrap().before(found.day).unwrap().person, "祁雪梅");
        sent(&kit, "n1", "township", &[("上报名册", "2026-12-10")]).await;
        let one = seen(&kit, "n1/t1", "上报名册").await;
        task_list::ask_decline(&kit.cx("n1/t1", Role::Clerk), "", one, "已在别处填过".to_owned()).await.unwrap();
        let found = of(&kit, ("n1", Role::Secretary), "n1/t1").await.unwrap();
        assert_eq!((found.all, found.asked), (1, 1));
        let one = seen(&kit, "n1/t1", "上报名册").await;
        task_list::answer_decline(&kit.cx("root", Role::Secretary), "", one, true, "情况属实".to_owned()).await.unwrap();
        let found = of(&kit, ("n1", Role::Secretary), "n1/t1").await.unwrap();
        assert_eq!((found.all, found.items.rows.len()), (0, 0), "what is excused is nobody's burden");
        let county = of(&kit, ("n1", Role::Secretary), "n1").await.unwrap();
        assert_eq!(county.lists.rows.iter().map(|l| (l.all, l.done, l.owed)).collect::<Vec<_>>(), [(2, 1, 1)]);
    }

    async fn it_exists_for_its_own_organisation_and_superiors_and_for_nobody_else(kit: testkit::Kit) {
        house(&kit).await;
        for (org, role) in [("n1/t1", Role::Clerk), ("n1", Role::Leader), ("root", Role::Secretary)] {
            let body = client(&kit, org, role).await.get(&page(&kit, "n1/t1")).await.expect(200).body;
            assert!(body.contains("上报换届名册") && body.contains("祁雪梅"), "{org}");
        }
        for org in ["n1/t1/v1", "n1/t2", "n2", "n2/t1/v1"] {
            let outside = of(&kit, (org, Role::Secretary), "n1/t1").await;
            assert!(matches!(outside, Err(AppError::NotFound)), "{org}: {outside:?}");
            let client = client(&kit, org, Role::Secretary).await;
            for address in [page(&kit, "n1/t1"), format!("{}/sheet.xlsx", page(&kit, "n1/t1")), format!("/api/v1/orgs/{}/hand-over", kit.org("n1/t1"))] {
                client.get(&address).await.expect(404);
            }
        }
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            assert!(matches!(of(&kit, ("root", role), "n1/t1").await, Err(AppError::Forbidden(_))));
            client(&kit, "root", role).await.get(&page(&kit, "n1/t1")).await.expect(403);
        }
        let clerk = client(&kit, "n1/t1", Role::Clerk).await;
        for odd in ["/hand-over/x", "/hand-over/99999999", "/hand-over/-1/sheet.xlsx", "/api/v1/orgs/x/hand-over"] {
            clerk.get(odd).await.expect(404);
        }
    }
}
