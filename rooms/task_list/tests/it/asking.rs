//! Requests not to do it, requests for more time, taking back, and making a list of one's own of it.

use cx::AppError;
use kernel::{Page, Role};
use task_list::{
    State, answer_decline, answer_extension, ask_decline, ask_extension, assignment, list, my_month, queue, report,
    send, split, withdraw_list, withdraw_some,
};

use crate::support::{
    AT_ONCE, MONTH, codes, day, draft, item, key, one_item, reported, seen, sent, signed, sound, state, told,
};

testkit::both_engines! {
    async fn a_decline_is_decided_by_somebody_else_than_the_sender(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        signed(&kit, "n1/t1/v1", asked).await;
        let village = kit.cx("n1/t1/v1", Role::Clerk);
        ask_decline(&village, "", seen(&kit, "n1/t1/v1", asked).await, "不在清单内".to_owned()).await.unwrap();
        let now = seen(&kit, "n1/t1/v1", asked).await;
        let decide = async |org: &str, role: Role, accepted: bool| {
            answer_decline(&kit.cx(org, role), "", now, accepted, "核实过".to_owned()).await
        };
        assert!(matches!(decide("n1", Role::Clerk, false).await, Err(AppError::Forbidden(_))), "the sender");
        assert!(matches!(decide("n1/t1/v1", Role::Secretary, true).await, Err(AppError::Forbidden(_))), "itself");
        assert!(matches!(decide("n1/t2", Role::Clerk, true).await, Err(AppError::NotFound)), "another branch");
        for (org, role, may) in [("n1/t1", Role::Clerk, true), ("n1", Role::Clerk, false), ("root", Role::Clerk, true)] {
            let waiting = queue(&kit.cx(org, role), Page::default()).await.unwrap().items;
            assert!(waiting.len() == 1 && waiting[0].can.decide == may, "{org}");
            assert_eq!(waiting[0].reason, "不在清单内");
        }
        decide("n1/t1", Role::Clerk, true).await.unwrap();
        assert_eq!(state(&kit, "n1/t1/v1", asked).await, State::Excused);
        sound(&kit).await;
    }

    async fn a_refused_decline_stands_where_it_stood(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        signed(&kit, "n1/t1/v2", asked).await;
        for (village, before) in [("n1/t1/v1", State::Issued), ("n1/t1/v2", State::Signed)] {
            let clerk = kit.cx(village, Role::Clerk);
            let now = seen(&kit, village, asked).await;
            assert_eq!(codes(ask_decline(&clerk, "", now, String::new()).await), ["task_list_reason"]);
            ask_decline(&clerk, "", now, "做不了".to_owned()).await.unwrap();
            let again = ask_decline(&clerk, "", seen(&kit, village, asked).await, "做不了".to_owned()).await;
            assert_eq!(codes(again), ["task_list_state"]);
            let now = seen(&kit, village, asked).await;
            answer_decline(&kit.cx("n1/t1", Role::Secretary), "", now, false, "本月必办".to_owned()).await.unwrap();
            assert_eq!(state(&kit, village, asked).await, before);
        }
        reported(&kit, "n1/t1/v1", asked).await;
        let late = ask_decline(&kit.cx("n1/t1/v1", Role::Clerk), "", seen(&kit, "n1/t1/v1", asked).await, "晚了".to_owned()).await;
        assert_eq!(codes(late), ["task_list_state"], "a report cannot be declined any more");
        sound(&kit).await;
    }

    async fn more_time_is_granted_or_refused_by_the_issuer(kit: testkit::Kit) {
        let asked = one_item(&kit, "root").await;
        for (village, granted, due) in [("n1/t1/v1", true, "2026-12-11"), ("n1/t1/v2", false, "2026-12-04")] {
            let clerk = kit.cx(village, Role::Clerk);
            let ask = async |day: &str| {
                ask_extension(&clerk, "", seen(&kit, village, asked).await, crate::support::day(day), "下雪".to_owned()).await
            };
            assert_eq!(codes(ask("2026-12-01").await), ["task_list_day_not_later"]);
            ask("2026-12-11").await.unwrap();
            assert_eq!(codes(ask("2026-12-12").await), ["task_list_state"], "one request at a time");
            let now = seen(&kit, village, asked).await;
            let town = answer_extension(&kit.cx("n1/t1", Role::Clerk), "", now, true, String::new()).await;
            assert!(matches!(town, Err(AppError::Forbidden(_))), "not the issuer");
            let root = kit.cx("root", Role::Secretary);
            let waiting = queue(&root, Page::default()).await.unwrap().items;
            assert!(waiting.len() == 1 && waiting[0].can.answer_extension && !waiting[0].can.verify);
            answer_extension(&root, "", now, granted, "已核实".to_owned()).await.unwrap();
            let card = assignment(&clerk, key(&kit, village, asked)).await.unwrap().card;
            assert_eq!((card.due_day, card.asked_day), (day(due), None));
        }
        kit.clock.set_day("2026-12-10");
        let late = report(&kit.cx("n1/t1/v1", Role::Clerk), "", seen(&kit, "n1/t1/v1", asked).await, told("2026-12-09")).await;
        assert!(!late.unwrap(), "in time by the day that was granted");
        sound(&kit).await;
    }

    async fn an_issuer_takes_back_what_is_still_open(kit: testkit::Kit) {
        let written = draft(&kit, "n1", vec![item("开大会", "2026-12-04"), item("上党课", "2026-12-04")]);
        let (id, items) = sent(&kit, "n1", written).await;
        reported(&kit, "n1/t1/v1", items[0]).await;
        let county = kit.cx("n1", Role::Clerk);
        task_list::verify_many(&county, "", vec![seen(&kit, "n1/t1/v1", items[0]).await]).await.unwrap();
        let not_issuer = withdraw_some(&kit.cx("n1/t1", Role::Clerk), "", vec![seen(&kit, "n1/t1/v1", items[1]).await], "重复".to_owned()).await;
        assert!(matches!(not_issuer, Err(AppError::Forbidden(_))));
        withdraw_some(&county, "", vec![seen(&kit, "n1/t1/v1", items[1]).await], "重复".to_owned()).await.unwrap();
        assert_eq!(codes(withdraw_list(&county, "", id, 2, String::new()).await), ["task_list_reason"]);
        let n = withdraw_list(&county, "", id, 2, "与上级重复".to_owned()).await.unwrap();
        assert_eq!(n, 6, "one is closed, one was taken back before");
        assert_eq!(state(&kit, "n1/t1/v1", items[0]).await, State::Closed);
        assert_eq!(state(&kit, "n1/t2/v2", items[1]).await, State::Withdrawn);
        let detail = assignment(&kit.cx("n1/t2/v2", Role::Clerk), key(&kit, "n1/t2/v2", items[1])).await.unwrap();
        assert_eq!(detail.steps[1].reason, "与上级重复");
        assert_eq!(detail.card.version, 2);
        assert!(matches!(withdraw_list(&county, "", id, 2, "再撤".to_owned()).await, Err(AppError::Invalid(_))));
        let signed = task_list::sign(&kit.cx("n1/t2/v2", Role::Clerk), "", vec![seen(&kit, "n1/t2/v2", items[1]).await]).await;
        assert_eq!(codes(signed), ["task_list_state"]);
        sound(&kit).await;
    }

    async fn an_assignment_is_split_to_those_below_and_not_closed_by_them(kit: testkit::Kit) {
        let mut upper = draft(&kit, "n1", vec![item("整治办公场所", "2026-12-11")]);
        upper.audience = crate::support::below(kit.org("n1"), &["township"]);
        let asked = sent(&kit, "n1", upper).await.1[0];
        let town = kit.cx("n1/t1", Role::Clerk);
        let made = split(&town, "", seen(&kit, "n1/t1", asked).await).await.unwrap();
        let detail = list(&town, made).await.unwrap();
        assert_eq!(detail.list.split_item, Some(asked));
        assert_eq!((detail.draft.items[0].text.as_str(), detail.draft.items[0].split_of), ("整治办公场所", Some(asked)));
        send(&town, "", made, 1, AT_ONCE).await.unwrap();
        let lower = my_month(&kit.cx("n1/t1/v1", Role::Clerk), MONTH).await.unwrap()[0].key.item;
        reported(&kit, "n1/t1/v1", lower).await;
        task_list::verify_many(&town, "", vec![seen(&kit, "n1/t1/v1", lower).await]).await.unwrap();
        let shown = assignment(&town, key(&kit, "n1/t1", asked)).await.unwrap();
        assert_eq!(shown.split.unwrap().states, [(State::Issued, 1), (State::Closed, 1)]);
        assert_eq!(shown.card.state, State::Issued);
        assert_eq!(shown.steps.last().unwrap().kind, "split");
        let village = split(&kit.cx("n1/t1/v1", Role::Clerk), "", seen(&kit, "n1/t1/v1", lower).await).await;
        assert_eq!(codes(village), ["task_list_state"], "what is closed is not split");
        sound(&kit).await;
    }
}
