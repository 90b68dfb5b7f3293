//! Who sees which letter: three levels, an outsider, administrators.

use cx::AppError;
use kernel::{Page, Role};
use target::BoardQuery;

use crate::support::{YEAR, codes, countersigned, issued, key, signed, to, two};

testkit::both_engines! {
    async fn a_letter_is_seen_by_both_sides_and_by_superiors_and_by_nobody_else(kit: testkit::Kit) {
        let id = issued(&kit, "n1", to(&kit, "n1", &["township"], two())).await;
        let key = key(&kit, "n1/t1", id);
        for (org, role) in [("root", Role::Leader), ("n1", Role::Clerk), ("n1/t1", Role::Clerk), ("n1/t1", Role::Leader)] {
            assert!(target::letter(&kit.cx(org, role), key, None).await.is_ok(), "{org} {role}");
        }
        for (org, role) in [("n2", Role::Secretary), ("n1/t2", Role::Secretary), ("n1/t1/v1", Role::Secretary), ("root", Role::SystemAdmin), ("root", Role::SecurityAdmin), ("root", Role::AuditAdmin)] {
            let found = target::letter(&kit.cx(org, role), key, None).await;
            assert!(matches!(found, Err(AppError::NotFound)), "{org} {role}");
        }
        assert!(matches!(target::written(&kit.cx("root", Role::Clerk), id).await, Err(AppError::NotFound)), "another's draft");
        let chained = kit.cx("n2/t1", Role::Clerk).read(move |tx| {
            let ids: Vec<kernel::TargetId> = tx.all::<(kernel::TargetId,)>("SELECT target_id FROM target", &[])?.into_iter().map(|r| r.0).collect();
            target::targets_in(tx, &ids)
        }).await.unwrap();
        assert!(chained.is_empty(), "targets of another branch are unknown");
    }

    async fn the_board_counts_what_lies_below_and_pages_by_key(kit: testkit::Kit) {
        let all = issued(&kit, "root", to(&kit, "root", &["county", "township"], two())).await;
        signed(&kit, "n1", all).await;
        signed(&kit, "n1/t1", all).await;
        signed(&kit, "n2/t1", all).await;
        countersigned(&kit, "root", all).await;
        let object = crate::support::seen(&kit, "n2/t2", all).await;
        target::object(&kit.cx("n2/t2", Role::Clerk), "", object, "分值太高了".to_owned()).await.unwrap();
        let query = BoardQuery { year: YEAR, ..BoardQuery::default() };
        let root = kit.cx("root", Role::Leader);
        let board = target::board(&root, query.clone(), Page::new(None, Some(4))).await.unwrap();
        let t = board.tally;
        assert_eq!((t.all(), t.both(), t.issued, t.objected, t.signed), (6, 3, 2, 1, 0));
        let by_child: Vec<(&str, i64, i64)> = board.children.iter().map(|c| (c.name.as_str(), c.tally.all(), c.tally.both())).collect();
        assert_eq!(by_child, [("甲县", 3, 2), ("乙县", 3, 1)]);
        assert_eq!(board.rows.items.len(), 4);
        let rest = target::board(&root, query.clone(), Page::new(board.rows.next.clone(), Some(4))).await.unwrap();
        let names: Vec<String> = board.rows.items.iter().chain(&rest.rows.items).map(|r| r.name.clone()).collect();
        assert_eq!(names, ["甲县", "甲一镇", "甲二乡", "乙县", "乙一镇", "乙二乡"]);
        assert!(rest.rows.next.is_none());
        for (state, n) in [("issued", 2), ("objected", 1), ("signed", 0), ("in_force", 3), ("ended", 0), ("withdrawn", 0)] {
            let query = BoardQuery { state: state.to_owned(), ..query.clone() };
            assert_eq!(target::board(&root, query, Page::default()).await.unwrap().rows.items.len(), n, "{state}");
        }
        let county = target::board(&kit.cx("n1", Role::Clerk), query.clone(), Page::default()).await.unwrap();
        assert_eq!(county.rows.items.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["甲一镇", "甲二乡"], "its own letter is not below it");
        let outside = BoardQuery { under: Some(kit.org("n2")), ..query.clone() };
        assert!(matches!(target::board(&kit.cx("n1", Role::Clerk), outside, Page::default()).await, Err(AppError::NotFound)));
        let wrong = BoardQuery { state: "x".to_owned(), ..query.clone() };
        assert_eq!(codes(target::board(&root, wrong, Page::default()).await), ["not_a_choice"]);
        assert_eq!(codes(target::board(&root, query, Page::new(Some("x".to_owned()), None)).await), ["not_a_choice"]);
    }

    async fn ones_own_letters_are_listed_with_their_revisions(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let mine = target::mine(&kit.cx("n1", Role::Clerk), YEAR).await.unwrap();
        assert_eq!((mine.len(), mine[0].issue.id, mine[0].issuer_name.as_str()), (1, id, "示例州"));
        assert_eq!(mine[0].current().map(|r| r.rev), Some(1));
        assert!(target::mine(&kit.cx("n1", Role::Clerk), YEAR - 1).await.unwrap().is_empty());
        assert!(target::mine(&kit.cx("root", Role::Clerk), YEAR).await.unwrap().is_empty());
    }
}
