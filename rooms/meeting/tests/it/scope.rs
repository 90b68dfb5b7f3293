//! Who sees a meeting and who may touch it: three levels, guests, an outsider, administrators.

use cx::AppError;
use kernel::{Page, Role};
use meeting::Sight;

use crate::support::*;

testkit::both_engines! {
    async fn the_circle_is_the_organisation_its_superiors_and_its_guests(kit: testkit::Kit) {
        let id = held(&kit).await;
        for (org, role, sight) in [
            ("n1", Role::Clerk, Some(Sight::Own)),
            ("n1", Role::Leader, Some(Sight::Own)),
            ("root", Role::Clerk, Some(Sight::Above)),
            ("root", Role::Leader, Some(Sight::Above)),
            ("n1/t1", Role::Secretary, Some(Sight::Guest)),
            ("n1/t2", Role::Leader, Some(Sight::Guest)),
            ("n1/t1/v1", Role::Secretary, None),
            ("n2", Role::Secretary, None),
            ("n2/t1", Role::Clerk, None),
            ("root", Role::SystemAdmin, None),
            ("root", Role::SecurityAdmin, None),
            ("root", Role::AuditAdmin, None),
        ] {
            let found = meeting::meeting(&kit.cx(org, role), kit.org("n1"), id).await;
            match (found, sight) {
                (Ok(shown), Some(sight)) => assert_eq!(shown.sight, sight, "{org} {role}"),
                (Err(AppError::NotFound), None) => {}
                (other, _) => panic!("{org} {role}: {other:?}"),
            }
        }
    }

    async fn nobody_but_the_organisations_own_posts_touches_a_meeting(kit: testkit::Kit) {
        let id = called(&kit).await;
        for (org, role) in [("root", Role::Secretary), ("n1/t1", Role::Secretary), ("n2", Role::Clerk), ("root", Role::SystemAdmin)] {
            let cx = kit.cx(org, role);
            assert!(matches!(meeting::cancel(&cx, "", id, 1, "不开").await, Err(AppError::NotFound)), "{org} {role}");
            assert!(matches!(meeting::hold(&cx, "", id, 1).await, Err(AppError::NotFound)), "{org} {role}");
        }
        let leader = meeting::cancel(&kit.cx("n1", Role::Leader), "", id, 1, "不开").await;
        assert!(matches!(leader, Err(AppError::Forbidden(_))), "{leader:?}");
        hold(&kit, id).await;
        let decision = meeting::decide(&kit.cx("n1", Role::Clerk), "", id, decision(&kit, "甲事")).await.unwrap();
        for org in ["root", "n1/t1", "n2"] {
            let done = meeting::to_list(&kit.cx(org, Role::Secretary), "", decision, 1, "x").await;
            assert!(matches!(done, Err(AppError::NotFound)), "{org}: {done:?}");
        }
    }

    async fn a_list_shows_ones_own_meetings_and_those_one_is_called_to(kit: testkit::Kit) {
        called(&kit).await;
        let list = |org: &'static str, role| {
            let cx = kit.cx(org, role);
            async move { meeting::meetings(&cx, None, Page::default()).await }
        };
        let town = list("n1/t1", Role::Clerk).await.unwrap();
        assert_eq!(town.next.iter().map(|e| (e.host.as_str(), e.called)).collect::<Vec<_>>(), [("甲县", true)]);
        assert!(list("n1/t1/v1", Role::Clerk).await.unwrap().next.is_empty());
        assert!(list("root", Role::Clerk).await.unwrap().next.is_empty());
        let from_above = meeting::meetings(&kit.cx("root", Role::Leader), Some(kit.org("n1")), Page::default()).await.unwrap();
        assert_eq!((from_above.next.len(), from_above.own, from_above.plan), (1, false, false));
        for (org, role) in [("n2", Role::Clerk), ("n1/t1", Role::Clerk), ("root", Role::AuditAdmin)] {
            let found = meeting::meetings(&kit.cx(org, role), Some(kit.org("n1")), Page::default()).await;
            assert!(matches!(found, Err(AppError::NotFound)), "{org} {role}");
        }
    }

    async fn past_meetings_page_by_key(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        for n in 1..=7 {
            meeting::call(&cx, "", plan(&kit), day("2026-11-02").plus(n)).await.unwrap();
        }
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let found = meeting::meetings(&cx, None, Page::new(after, Some(3))).await.unwrap().past;
            seen.extend(found.items.iter().map(|e| e.row.day.to_string()));
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        let expected: Vec<String> = (1..=7).rev().map(|n| day("2026-11-02").plus(n).to_string()).collect();
        assert_eq!(seen, expected);
    }

    async fn proposals_are_not_shown_to_guests(kit: testkit::Kit) {
        let id = held(&kit).await;
        meeting::adopt(&kit.cx("n1", Role::Secretary), "", id, 2, "会议。").await.unwrap();
        meeting::propose(&kit.cx("n1", Role::Clerk), "", id, 1, ("会议，更正。".to_owned(), "漏记".to_owned())).await.unwrap();
        for (org, n) in [("n1/t1", 0), ("root", 1), ("n1", 1)] {
            let found = meeting::meeting(&kit.cx(org, Role::Clerk), kit.org("n1"), id).await.unwrap();
            assert_eq!(found.proposals.len(), n, "{org}");
        }
        let guest = meeting::confirm(&kit.cx("n1/t1", Role::Secretary), "", kit.org("n1"), id, 2).await;
        assert!(matches!(guest, Err(AppError::NotFound)), "{guest:?}");
    }
}
