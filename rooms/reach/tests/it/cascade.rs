//! What became of a target, level by level.

use cx::AppError;
use kernel::Role;
use reach::{Fate, Reach, cascade, year};

use crate::support::{item_on, letters, village_signs};

testkit::both_engines! {
    async fn a_target_is_followed_through_letters_and_items_to_the_last_village(kit: testkit::Kit) {
        let (top, lower) = letters(&kit).await;
        let item = item_on(&kit, "n1/t1", lower).await;
        village_signs(&kit, "n1/t1/v1", item).await;
        let found = cascade(&kit.cx("root", Role::Leader), top, None).await.unwrap();
        assert_eq!((found.head.fate, found.head.reach), (Fate::CarriedOn, Reach { arrived: 1, of: 8 }));
        let rows: Vec<_> = found.rows.iter().map(|r| (r.name.as_str(), r.fate, r.reason.as_str(), r.stops)).collect();
        assert_eq!(rows, [("甲县", Fate::CarriedOn, "", 0), ("乙县", Fate::Cut, "由县直部门承担", 2)]);
        let n1 = cascade(&kit.cx("root", Role::Leader), top, Some(kit.org("n1"))).await.unwrap();
        let fates: Vec<_> = n1.rows.iter().map(|r| (r.fate, r.letter, r.items.len(), r.reach.arrived)).collect();
        assert_eq!(fates, [(Fate::CarriedOn, Some(target::State::InForce), 1, 1), (Fate::Waiting, Some(target::State::Issued), 0, 0)]);
        let villages = cascade(&kit.cx("root", Role::Leader), top, Some(kit.org("n1/t1"))).await.unwrap();
        let fates: Vec<_> = villages.rows.iter().map(|r| r.fate).collect();
        assert_eq!(fates, [Fate::Arrived, Fate::Waiting]);
        assert_eq!(villages.way.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["示例州", "甲县"]);
        let weights: i64 = found.picture.columns[0].values().map(|c| c.1).sum();
        assert_eq!((found.picture.columns.len(), weights, found.levels.len()), (4, 8, 4));
    }

    async fn what_a_superior_sent_to_villages_itself_passes_over_the_township_between(kit: testkit::Kit) {
        let (top, _) = letters(&kit).await;
        let before = cascade(&kit.cx("root", Role::Leader), top, Some(kit.org("n2"))).await.unwrap();
        assert!(before.rows.iter().all(|r| r.fate == Fate::Missing));
        let item = item_on(&kit, "root", top).await;
        village_signs(&kit, "n2/t1/v1", item).await;
        let found = cascade(&kit.cx("root", Role::Leader), top, Some(kit.org("n2"))).await.unwrap();
        assert!(found.rows.iter().all(|r| r.fate == Fate::PassedOver), "{:?}", found.rows);
        assert_eq!((found.under.fate, found.under.stops, found.head.items.len()), (Fate::Cut, 0, 1));
        let villages = cascade(&kit.cx("root", Role::Leader), top, Some(kit.org("n2/t1"))).await.unwrap();
        let fates: Vec<_> = villages.rows.iter().map(|r| r.fate).collect();
        assert_eq!(fates, [Fate::Arrived, Fate::Waiting]);
    }

    async fn a_county_sees_its_own_branch_of_an_upper_target_and_others_see_nothing(kit: testkit::Kit) {
        let (top, lower) = letters(&kit).await;
        let own = cascade(&kit.cx("n1", Role::Clerk), top, None).await.unwrap();
        assert_eq!((own.head.org, own.rows.len(), own.head.reach.of), (kit.org("n1"), 2, 4));
        let beside = cascade(&kit.cx("n1", Role::Clerk), top, Some(kit.org("n2"))).await;
        assert!(matches!(beside, Err(AppError::NotFound)), "a sibling is not told of");
        let foreign = cascade(&kit.cx("n2", Role::Clerk), lower, None).await;
        assert!(matches!(foreign, Err(AppError::NotFound)));
        let admin = cascade(&kit.cx("root", Role::SystemAdmin), top, None).await;
        assert!(matches!(admin, Err(AppError::NotFound)));
        let village = cascade(&kit.cx("n1/t1/v1", Role::Clerk), top, None).await.unwrap();
        assert_eq!((village.rows.len(), village.head.fate), (0, Fate::Missing));
    }

    async fn the_year_tells_of_each_target_how_far_it_reached(kit: testkit::Kit) {
        let (top, lower) = letters(&kit).await;
        let item = item_on(&kit, "n1/t1", lower).await;
        for village in ["n1/t1/v1", "n1/t1/v2"] {
            village_signs(&kit, village, item).await;
        }
        let found = year(&kit.cx("root", Role::Leader), 2026).await.unwrap();
        let told: Vec<_> = found.iter().map(|r| (r.target.target, r.own, r.reach.arrived, r.reach.of, r.cut, r.stopped)).collect();
        assert_eq!(told, [(top, true, 2, 8, 1, 0)]);
        let county = year(&kit.cx("n1", Role::Leader), 2026).await.unwrap();
        let told: Vec<_> = county.iter().map(|r| (r.target.target, r.own, r.reach.arrived, r.reach.of)).collect();
        assert_eq!(told, [(top, false, 2, 4)], "what it set to carry the target on is told with it");
        assert!(year(&kit.cx("root", Role::Leader), 2025).await.unwrap().is_empty());
    }
}
