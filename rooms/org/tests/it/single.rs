//! One organisation changed by a county's clerk: told in numbers first, recorded, and only where they may.

use cx::AppError;
use kernel::{Page, Role};
use org::{Deed, Doing};

use crate::support::day;

fn deed(org: kernel::OrgId, what: Doing) -> Deed {
    Deed { org, what, day: None, note: "批复".to_owned(), version: None }
}

fn codes(error: AppError) -> Vec<&'static str> {
    match error {
        AppError::Invalid(faults) => faults.iter().map(|f| f.code).collect(),
        other => panic!("{other:?}"),
    }
}

testkit::both_engines! {
    async fn a_prefectures_clerk_moves_a_township_and_its_villages_go_along(kit: testkit::Kit) {
        let cx = kit.cx("root", Role::Clerk);
        let (town, village) = (kit.org("n1/t1"), kit.org("n1/t1/v1"));
        let move_it = deed(town, Doing::Move { to: "990102".to_owned() });
        let effect = org::preview(&cx, move_it.clone()).await.unwrap();
        assert_eq!((effect.followed, effect.below.clone(), effect.target.as_str()), (2, vec![("village".to_owned(), 2)], "示例州/乙县"));
        let done = org::change(&cx, "k1", move_it.clone()).await.unwrap();
        assert_eq!(done.moved.len(), 1);
        assert_eq!((&done.moved[0].from, done.moved[0].day), (&kit.path("n1/t1"), day("2026-11-23")));
        assert!(kit.path("n2").is_above(&done.moved[0].to));
        // The same submission again is one effect and the same answer.
        assert_eq!(org::change(&cx, "k1", move_it).await.unwrap(), done);
        // A clerk keeps the seat, which now stands elsewhere: nobody gains or keeps a right by a move.
        let county = kit.cx("n1", Role::Clerk);
        assert!(matches!(org::portrait(&county, village, None).await, Err(AppError::NotFound)));
        let other = kit.cx("n2", Role::Clerk);
        let seen = org::portrait(&other, village, None).await.unwrap();
        assert_eq!(seen.placed.unwrap().path_text(), "示例州/乙县/甲一镇/样板村一");
        assert!(org::portrait(&other, town, Some(day("2026-11-22"))).await.unwrap().placed.unwrap().path_text().contains("甲县"));
        // The new superior sees the past of what came, the former one the days until it went.
        let before = Some(day("2026-11-22"));
        assert_eq!(org::children(&other, town, before, Page::default()).await.unwrap().items.len(), 2);
        assert_eq!(org::children(&county, town, before, Page::default()).await.unwrap().items.len(), 2);
        assert!(org::children(&county, town, None, Page::default()).await.is_err());
        let sum = |n: Vec<(String, i64)>| n.into_iter().map(|(_, n)| n).sum::<i64>();
        assert_eq!(sum(org::count(&county, None, None, before).await.unwrap()), 7);
        assert_eq!(sum(org::count(&county, None, None, None).await.unwrap()), 4);
        assert_eq!(org::check(&kit.operator()).await.unwrap(), Vec::<String>::new());
    }

    async fn a_key_used_for_two_changes_swallows_none_of_them(kit: testkit::Kit) {
        let cx = kit.operator();
        let rename = |name: &str, code: &str| Doing::Alter { name: name.to_owned(), code: code.to_owned(), division_kind: "village".to_owned() };
        let mut done = Vec::new();
        for (org, name, code) in [("n1/t1/v1", "新名一村", "990101101301"), ("n1/t1/v2", "新名二村", "990101101302")] {
            let wanted = deed(kit.org(org), rename(name, code));
            done.push(org::change(&cx, "one-key", wanted.clone()).await.unwrap().org);
            // The same change again is one effect, and has the same answer.
            assert_eq!(org::change(&cx, "one-key", wanted).await.unwrap().org, kit.org(org));
            assert_eq!(org::show(&cx, code, None).await.unwrap()[0].placed.org.name, name);
        }
        assert_eq!(done, [kit.org("n1/t1/v1"), kit.org("n1/t1/v2")]);
    }

    async fn add_alter_merge_and_dissolve_leave_their_history(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let add = Doing::Add { name: "新设村".to_owned(), code: "990101101209".to_owned(), level: String::new(), division_kind: "village".to_owned() };
        let new = org::change(&cx, "a", deed(kit.org("n1/t1"), add.clone())).await.unwrap().org;
        assert_eq!(codes(org::change(&cx, "a2", deed(kit.org("n1/t1"), add)).await.unwrap_err()), ["org_code_taken"]);
        let alter = Doing::Alter { name: "新设社区".to_owned(), code: "990101101009".to_owned(), division_kind: "community".to_owned() };
        kit.clock.set_day("2026-11-25");
        org::change(&cx, "b", deed(new, alter.clone())).await.unwrap();
        assert_eq!(codes(org::change(&cx, "b2", deed(new, alter)).await.unwrap_err()), ["org_nothing_changed"]);
        let found = org::show(&cx, "新设村", None).await.unwrap();
        assert_eq!((found.len(), found[0].alias.as_str(), found[0].placed.org.name.as_str()), (1, "新设村", "新设社区"));
        assert_eq!(found[0].placed.org.domain, "converted_community");

        assert_eq!(codes(org::change(&cx, "c", deed(kit.org("n1/t2"), Doing::Dissolve)).await.unwrap_err()), ["org_has_children"]);
        let merge = deed(kit.org("n1/t2"), Doing::Merge { into: "甲一镇".to_owned() });
        assert_eq!(org::preview(&cx, merge.clone()).await.unwrap().handed, 2);
        let done = org::change(&cx, "d", merge).await.unwrap();
        assert_eq!(done.moved.len(), 2);
        let gone = org::portrait(&cx, kit.org("n1/t2"), None).await.unwrap();
        assert_eq!((gone.facts.merged_into, gone.placed), (Some(kit.org("n1/t1")), None));
        org::change(&cx, "e", deed(new, Doing::Dissolve)).await.unwrap();
        let ended = org::change(&cx, "f", deed(new, Doing::Dissolve)).await.unwrap_err();
        assert_eq!(codes(ended), ["org_ended"]);
        let history = org::portrait(&cx, new, None).await.unwrap().history;
        assert_eq!(history.iter().map(|p| (p.op.as_str(), p.note.as_str())).collect::<Vec<_>>(),
            [("add", "批复"), ("remove", "批复")], "two changes of one day are one state");
        assert_eq!(org::check(&kit.operator()).await.unwrap(), Vec::<String>::new());
    }

    async fn what_may_not_be_changed_is_refused(kit: testkit::Kit) {
        let rename = |name: &str| Doing::Alter { name: name.to_owned(), code: "x".to_owned(), division_kind: String::new() };
        let village = kit.org("n1/t1/v1");
        // A township's clerk may look, not change; a leader neither; a foreign county does not know of it.
        let township = kit.cx("n1/t1", Role::Clerk);
        assert!(matches!(org::change(&township, "1", deed(village, rename("甲"))).await, Err(AppError::Forbidden(_))));
        let leader = kit.cx("n1", Role::Leader);
        assert!(matches!(org::change(&leader, "2", deed(village, rename("甲"))).await, Err(AppError::Forbidden(_))));
        let foreign = kit.cx("n2", Role::Clerk);
        assert!(matches!(org::change(&foreign, "3", deed(village, rename("甲"))).await, Err(AppError::NotFound)));
        let county = kit.cx("n1", Role::Clerk);
        assert!(matches!(org::change(&county, "4", deed(kit.org("n1"), rename("甲"))).await, Err(AppError::Forbidden(_))));
        assert_eq!(codes(org::change(&county, "5", deed(village, rename(""))).await.unwrap_err()), ["required"]);
        assert_eq!(codes(org::change(&county, "6", deed(kit.org("n1/t1"), Doing::Move { to: "乙县".to_owned() })).await.unwrap_err()), ["org_target_unknown"]);
        assert_eq!(codes(org::change(&county, "7", deed(kit.org("n1/t1"), Doing::Move { to: "样板村一".to_owned() })).await.unwrap_err()), ["org_circle"]);
        assert_eq!(codes(org::change(&county, "8", deed(kit.org("n1/t1"), Doing::Move { to: "甲县".to_owned() })).await.unwrap_err()), ["org_nothing_changed"]);
        let stale = Deed { version: Some(99), ..deed(village, rename("甲")) };
        assert!(matches!(org::change(&county, "9", stale).await, Err(AppError::Conflict(_))));
        let future = Deed { day: Some(day("2027-01-01")), ..deed(village, rename("甲")) };
        assert_eq!(codes(org::change(&county, "10", future).await.unwrap_err()), ["org_future"]);
        let early = Deed { day: Some(day("2010-01-01")), ..deed(village, rename("甲")) };
        assert_eq!(codes(org::change(&county, "11", early).await.unwrap_err()), ["org_backdated"]);
        let ambiguous = deed(kit.org("n1/t1/v1"), Doing::Move { to: "样板村".to_owned() });
        assert_eq!(codes(org::change(&county, "12", ambiguous).await.unwrap_err()), ["org_ambiguous"]);
    }

    async fn fifty_clerks_who_add_the_same_code_at_once_add_it_once(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let town = kit.org("n1/t1");
        let tasks: Vec<_> = (0..50).map(|n| {
            let cx = cx.clone();
            tokio::spawn(async move {
                let add = Doing::Add { name: format!("村{n}"), code: "990101101300".to_owned(), level: String::new(), division_kind: String::new() };
                org::change(&cx, &format!("once-{n}"), deed(town, add)).await.is_ok()
            })
        }).collect();
        let mut added = 0;
        for task in tasks { added += usize::from(task.await.unwrap()); }
        assert_eq!(added, 1);
        assert_eq!(org::check(&kit.operator()).await.unwrap(), Vec::<String>::new());
    }
}
