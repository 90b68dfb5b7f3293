//! A month from the draft to the last closed assignment.

use cx::AppError;
use kernel::{Page, Role};
use task_list::{
    Light, Seen, State, assignment, close_many, list, my_month, overview, queue, report, send_back, sign, verify_many,
};

use crate::support::{
    MONTH, VILLAGES, day, draft, item, key, one_item, reported, seen, sent, signed, sound, state, told,
};

testkit::both_engines! {
    async fn a_month_goes_from_the_draft_to_closed(kit: testkit::Kit) {
        let written = draft(&kit, "root", vec![item("开大会", "2026-12-04"), item("上党课", "2026-12-11")]);
        let (id, items) = sent(&kit, "root", written).await;
        let village = kit.cx("n1/t1/v1", Role::Secretary);
        let cards = my_month(&village, MONTH).await.unwrap();
        assert_eq!(cards.iter().map(|c| c.item.text.as_str()).collect::<Vec<_>>(), ["开大会", "上党课"]);
        assert_eq!((cards[0].item.minutes, cards[0].item.issuer_name.as_str()), (18, "示例州"));
        assert_eq!(cards[0].item.number, "示例州交办〔2026〕1号");
        assert!(cards[0].can.sign && cards[0].can.report && !cards[0].can.verify);

        let both = cards.iter().map(|c| Seen { key: c.key, version: c.version }).collect();
        assert_eq!(sign(&village, "", both).await.unwrap(), 2);
        let late = report(&village, "", seen(&kit, "n1/t1/v1", items[0]).await, told("2026-11-20")).await.unwrap();
        assert!(!late);

        let town = kit.cx("n1/t1", Role::Clerk);
        let waiting = queue(&town, Page::default()).await.unwrap().items;
        assert_eq!(waiting.len(), 1);
        assert!(waiting[0].can.verify && !waiting[0].can.close);
        assert_eq!(waiting[0].answers[1].unit, "人");
        assert_eq!(verify_many(&town, "", vec![seen(&kit, "n1/t1/v1", items[0]).await]).await.unwrap(), 1);
        assert_eq!(state(&kit, "n1/t1/v1", items[0]).await, State::Verified);
        assert!(queue(&town, Page::default()).await.unwrap().items.is_empty());

        let root = kit.cx("root", Role::Clerk);
        let waiting = queue(&root, Page::default()).await.unwrap().items;
        assert!(waiting.len() == 1 && waiting[0].can.close);
        close_many(&root, "", vec![seen(&kit, "n1/t1/v1", items[0]).await]).await.unwrap();

        let detail = assignment(&village, key(&kit, "n1/t1/v1", items[0])).await.unwrap();
        let kinds: Vec<&str> = detail.steps.iter().map(|s| s.kind.as_str()).collect();
        assert_eq!(kinds, ["issued", "signed", "reported", "verified", "closed"]);
        assert_eq!((detail.steps[3].by_org_name.as_str(), detail.steps[3].by_post.as_str()), ("甲一镇", "clerk"));
        let progress = list(&root, id).await.unwrap();
        assert_eq!(progress.items[0].states, [(State::Issued, 7), (State::Closed, 1)]);
        assert_eq!(progress.items[1].states, [(State::Issued, 7), (State::Signed, 1)]);
        let seen_from_above = overview(&root, (MONTH, MONTH), None).await.unwrap();
        assert_eq!(seen_from_above.children.len(), 2);
        assert_eq!(seen_from_above.children[0].counts.of(State::Closed), 1);
        assert_eq!(seen_from_above.total.total(), 16);
        sound(&kit).await;
    }

    async fn a_report_after_the_deadline_is_late_and_keeps_both_times(kit: testkit::Kit) {
        let asked = one_item(&kit, "root").await;
        kit.clock.set_day("2026-12-05");
        let village = kit.cx("n1/t1/v1", Role::Clerk);
        assert_eq!(my_month(&village, MONTH).await.unwrap()[0].light, Some(Light::Red));
        let next_month = my_month(&village, MONTH.plus(1)).await.unwrap();
        assert_eq!(next_month.len(), 1, "what is owed is carried over");
        let overdue = overview(&kit.cx("n1", Role::Leader), (MONTH, MONTH), None).await.unwrap();
        assert_eq!((overdue.total.overdue, overdue.children[0].counts.overdue), (4, 2));
        let late = report(&village, "", seen(&kit, "n1/t1/v1", asked).await, told("2026-12-01")).await.unwrap();
        assert!(late);
        let card = assignment(&village, key(&kit, "n1/t1/v1", asked)).await.unwrap().card;
        assert_eq!(card.happened_on, Some(day("2026-12-01")));
        assert_eq!(card.reported_at.unwrap().day(&kit.house.zone), day("2026-12-05"));
        assert!(card.late);
        assert_eq!(overview(&kit.cx("n1", Role::Clerk), (MONTH, MONTH), None).await.unwrap().total.late, 1);
        sound(&kit).await;
    }

    async fn a_returned_report_is_reported_again_and_the_issuer_closes_what_it_verifies(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        signed(&kit, "n1/t1/v1", asked).await;
        reported(&kit, "n1/t1/v1", asked).await;
        let town = kit.cx("n1/t1", Role::Secretary);
        let no_reason = send_back(&town, "", seen(&kit, "n1/t1/v1", asked).await, " ".to_owned()).await;
        assert!(matches!(no_reason, Err(AppError::Invalid(_))));
        send_back(&town, "", seen(&kit, "n1/t1/v1", asked).await, "人数不对".to_owned()).await.unwrap();
        let card = my_month(&kit.cx("n1/t1/v1", Role::Clerk), MONTH).await.unwrap().remove(0);
        assert_eq!((card.state, card.reason.as_str()), (State::Returned, "人数不对"));
        assert!(!card.values.0.is_empty(), "what was answered is filled in again");
        reported(&kit, "n1/t1/v1", asked).await;
        verify_many(&kit.cx("n1", Role::Clerk), "", vec![seen(&kit, "n1/t1/v1", asked).await]).await.unwrap();
        assert_eq!(state(&kit, "n1/t1/v1", asked).await, State::Closed);
        sound(&kit).await;
    }

    async fn reporting_signs_for_what_was_not_signed_yet(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        reported(&kit, "n1/t1/v1", asked).await;
        let detail = assignment(&kit.cx("n1/t1/v1", Role::Clerk), key(&kit, "n1/t1/v1", asked)).await.unwrap();
        let steps: Vec<(i64, &str)> = detail.steps.iter().map(|s| (s.seq, s.kind.as_str())).collect();
        assert_eq!(steps, [(0, "issued"), (1, "signed"), (2, "reported")]);
        assert_eq!(detail.card.version, 3);
    }

    async fn whoever_stands_above_the_issuer_or_beside_cannot_verify(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        reported(&kit, "n1/t1/v1", asked).await;
        let now = seen(&kit, "n1/t1/v1", asked).await;
        let above = verify_many(&kit.cx("root", Role::Clerk), "", vec![now]).await;
        assert!(matches!(above, Err(AppError::Forbidden(_))));
        let own = verify_many(&kit.cx("n1/t1/v1", Role::Clerk), "", vec![now]).await;
        assert!(matches!(own, Err(AppError::Forbidden(_))));
        for stranger in ["n2", "n1/t2", "n1/t1/v2"] {
            let result = verify_many(&kit.cx(stranger, Role::Clerk), "", vec![now]).await;
            assert!(matches!(result, Err(AppError::NotFound)), "{stranger}");
        }
        let leader = verify_many(&kit.cx("n1/t1", Role::Leader), "", vec![now]).await;
        assert!(matches!(leader, Err(AppError::Forbidden(_))));
        let not_issuer = close_many(&kit.cx("n1/t1", Role::Clerk), "", vec![now]).await;
        assert!(matches!(not_issuer, Err(AppError::Forbidden(_))));
        assert_eq!(state(&kit, "n1/t1/v1", asked).await, State::Reported);
    }

    async fn a_submission_sent_twice_has_one_effect_and_the_same_key_with_another_verb_is_another(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        let village = kit.cx("n1/t1/v1", Role::Clerk);
        let first = seen(&kit, "n1/t1/v1", asked).await;
        let tries = (0..8).map(|_| {
            let village = village.clone();
            tokio::spawn(async move { sign(&village, "one", vec![first]).await })
        });
        for attempt in tries.collect::<Vec<_>>() {
            assert_eq!(attempt.await.unwrap().unwrap(), 1);
        }
        let second = seen(&kit, "n1/t1/v1", asked).await;
        assert_eq!(second.version, 2);
        assert!(!report(&village, "one", second, told("2026-11-20")).await.unwrap());
        assert!(!report(&village, "one", second, told("2026-11-20")).await.unwrap());
        assert_eq!(seen(&kit, "n1/t1/v1", asked).await.version, 3);
        sound(&kit).await;
    }

    async fn whoever_is_second_sees_what_stands_there_now(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        reported(&kit, "n1/t1/v1", asked).await;
        let stale = seen(&kit, "n1/t1/v1", asked).await;
        verify_many(&kit.cx("n1/t1", Role::Clerk), "", vec![stale]).await.unwrap();
        let second = send_back(&kit.cx("n1/t1", Role::Secretary), "", stale, "再核".to_owned()).await;
        let Err(AppError::Conflict(differences)) = second else { panic!("a conflict") };
        assert_eq!(differences[0].mine, "task_list.state.returned");
        assert_eq!(differences[0].theirs, "task_list.state.verified");
        let both = [asked, one_item(&kit, "n1").await];
        let mut many = vec![Seen { version: 1, ..seen(&kit, "n1/t1/v2", both[0]).await }];
        many.push(Seen { version: 9, ..seen(&kit, "n1/t1/v2", both[1]).await });
        let village = kit.cx("n1/t1/v2", Role::Clerk);
        assert!(matches!(sign(&village, "", many).await, Err(AppError::Conflict(_))));
        assert_eq!(state(&kit, "n1/t1/v2", both[0]).await, State::Issued, "all or none");
    }

    async fn two_at_once_have_one_winner(kit: testkit::Kit) {
        let asked = one_item(&kit, "n1").await;
        for village in VILLAGES.iter().filter(|v| v.starts_with("n1")) {
            reported(&kit, village, asked).await;
            let stale = seen(&kit, village, asked).await;
            let (town, county) = (&village[..5], "n1");
            let (a, b) = (kit.cx(town, Role::Clerk), kit.cx(county, Role::Clerk));
            let first = tokio::spawn(async move { verify_many(&a, "", vec![stale]).await });
            let second = tokio::spawn(async move { send_back(&b, "", stale, "再核".to_owned()).await });
            let results = [first.await.unwrap(), second.await.unwrap()];
            assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1, "{results:?}");
            assert!(results.iter().any(|r| matches!(r, Err(AppError::Conflict(d)) if !d.is_empty())));
        }
        sound(&kit).await;
    }
}
