//! Who is reminded: those who owe, once a day, and nobody who has answered.

use cx::AppError;
use kernel::{ListId, Role};
use reminder::{open, outlook, remind};
use testkit::{EngineKind, Kit, Prefecture};

use crate::support::*;

const SENT: &str = "SELECT COUNT(*) FROM happening WHERE kind = 'reminder.sent' AND result = 'ok'";

testkit::both_engines! {
    async fn only_those_who_still_owe_are_reminded_and_whoever_answers_is_not_any_more(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 2).await;
        for n in [0, 1] {
            answered(&kit, VILLAGES[0], n).await;
        }
        answered(&kit, VILLAGES[1], 0).await;
        let found = outlook(&kit.cx("n1", Role::Secretary), list).await.unwrap();
        assert_eq!((found.orgs, found.already, found.assignments, found.at_once), (3, 0, 5, true));
        assert_eq!(reminded(&kit, list).await, (3, 0));
        assert!(shown(&kit, VILLAGES[0]).await.is_empty(), "it has answered");
        assert_eq!(shown(&kit, VILLAGES[1]).await, on("2026-11-23", 1));
        assert_eq!(shown(&kit, VILLAGES[2]).await, on("2026-11-23", 2));
        assert!(shown(&kit, "n1/t1").await.is_empty() && shown(&kit, "n1").await.is_empty(), "they were given nothing");
        assert_eq!(number(&kit, "SELECT COUNT(*) FROM reminder").await, 3);
        answered(&kit, VILLAGES[1], 1).await;
        assert!(shown(&kit, VILLAGES[1]).await.is_empty(), "it has answered everything now");
        asked_not_to(&kit, VILLAGES[2], 0).await;
        assert_eq!(shown(&kit, VILLAGES[2]).await, on("2026-11-23", 1));
        task_list::withdraw_list(&kit.cx("n1", Role::Clerk), "", list, 2, "不办了".to_owned()).await.unwrap();
        assert!(shown(&kit, VILLAGES[2]).await.is_empty(), "nothing is owed of a list that was taken back");
        assert!(matches!(outlook(&kit.cx("n1", Role::Clerk), list).await, Err(AppError::Invalid(f)) if f[0].code == "reminder_not_sent"));
    }

    async fn a_second_reminder_of_the_same_day_reaches_only_those_who_owe_since(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 1).await;
        answered(&kit, VILLAGES[0], 0).await;
        assert_eq!(reminded(&kit, list).await, (3, 0));
        kit.clock.advance_minutes(300);
        assert_eq!(reminded(&kit, list).await, (0, 3));
        assert_eq!(number(&kit, SENT).await, 1, "what had no effect is not recorded");
        sent_back(&kit, VILLAGES[0], 0).await;
        assert_eq!(reminded(&kit, list).await, (1, 3));
        assert_eq!(shown(&kit, VILLAGES[0]).await, on("2026-11-23", 1));
        kit.clock.set_day("2026-11-24");
        assert_eq!(reminded(&kit, list).await, (4, 0));
        assert_eq!(shown(&kit, VILLAGES[2]).await, on("2026-11-24", 1), "one thing is told once, by its last day");
        assert_eq!(number(&kit, SENT).await, 3);
    }

    async fn a_form_sent_twice_reminds_once_and_gets_the_same_answer(kit: testkit::Kit) {
        let (list, cx) = (sent(&kit, "n1", 1).await, kit.cx("n1", Role::Clerk));
        let first = remind(&cx, "k", list).await.unwrap();
        assert_eq!(remind(&cx, "k", list).await.unwrap(), first);
        assert_eq!((first.orgs, number(&kit, SENT).await), (4, 1));
    }

    async fn all_reminders_of_a_day_are_one_and_name_everybody_who_reminds(kit: testkit::Kit) {
        let (county, prefecture) = (sent(&kit, "n1", 2).await, sent(&kit, "root", 1).await);
        reminded(&kit, county).await;
        kit.clock.advance_minutes(60);
        assert_eq!(remind(&kit.cx("root", Role::Clerk), "", prefecture).await.unwrap().orgs, 8);
        let found = open(&kit.cx(VILLAGES[0], Role::Secretary)).await.unwrap();
        assert_eq!((found.len(), found[0].owed.len()), (1, 3));
        assert_eq!(found[0].issuers(), ["甲县", "示例州"]);
        assert_eq!(open(&kit.cx("n2/t1/v1", Role::Secretary)).await.unwrap()[0].issuers(), ["示例州"]);
    }

    async fn nobody_reminds_of_a_list_that_is_not_theirs(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 1).await;
        for (org, role) in [("n2", Role::Clerk), ("n1/t1", Role::Secretary), (VILLAGES[0], Role::Clerk), ("root", Role::Secretary)] {
            let cx = kit.cx(org, role);
            assert!(matches!(remind(&cx, "", list).await, Err(AppError::NotFound)), "{org}");
            assert!(matches!(outlook(&cx, list).await, Err(AppError::NotFound)), "{org}");
        }
        let cx = kit.cx("n1", Role::Leader);
        assert!(matches!(remind(&cx, "", list).await, Err(AppError::Forbidden("reminder.send"))));
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            assert!(matches!(open(&kit.cx("root", role)).await, Err(AppError::NotFound)), "{role}");
        }
        let draft = drafted(&kit, "n1", 1).await;
        assert!(matches!(remind(&kit.cx("n1", Role::Clerk), "", draft).await, Err(AppError::Invalid(f)) if f[0].code == "reminder_not_sent"));
        assert!(matches!(remind(&kit.cx("n1", Role::Clerk), "", ListId::new(1)).await, Err(AppError::NotFound)));
        assert_eq!(number(&kit, "SELECT COUNT(*) FROM reminder").await, 0);
    }
}

#[test]
fn one_press_reminds_a_whole_prefecture_and_leaves_out_the_one_that_answered() {
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        testkit::run(engine, move |_: Kit| async move {
            let (kit, all) = (Kit::empty(engine).await, Prefecture::new("village"));
            kit.plant(&all).await;
            let head = kit.cx_of(all.head().actor(Role::Secretary));
            let id = task_list::create(&head, "", list(all.head().id, "village", 3)).await.unwrap();
            task_list::send(&head, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
            let (quick, slow) = (&all.lowest()[0], &all.lowest()[4_000]);
            let cx = kit.cx_of(quick.actor(Role::Secretary));
            for card in task_list::my_month(&cx, MONTH).await.unwrap() {
                let seen = task_list::Seen { key: card.key, version: card.version };
                task_list::ask_decline(&cx, "", seen, "已在别处填过".to_owned()).await.unwrap();
            }
            assert_eq!(remind(&head, "", id).await.unwrap().orgs, 4_176);
            assert_eq!(open(&kit.cx_of(slow.actor(Role::Secretary))).await.unwrap()[0].owed.len(), 3);
            assert!(open(&cx).await.unwrap().is_empty());
        });
    }
}
