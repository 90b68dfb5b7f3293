//! Who sees what: three levels and an outsider, on every list, count and detail; and what a move changes.

use cx::AppError;
use kernel::{ItemId, Page, Role};
use task_list::{
    AssignmentQuery, BoardQuery, Light, Move, State, assignment, assignments, board, my_month, overview, queue, rehome,
};
use testkit::Kit;

use crate::support::{MONTH, VILLAGES, key, one_item, reported, seen, signed, sound};

fn query() -> AssignmentQuery {
    AssignmentQuery { month: MONTH, under: None, states: Default::default(), item: None }
}

pub(crate) fn on_board() -> BoardQuery {
    BoardQuery { month: MONTH, under: None, state: None, light: None, item: None, q: String::new(), silent_first: true }
}

/// Names of the organisations on the reader's board.
pub(crate) async fn names(kit: &Kit, org: &str, query: BoardQuery) -> Vec<String> {
    let found = board(&kit.cx(org, Role::Clerk), query, Page::default()).await.unwrap();
    found.rows.items.into_iter().map(|r| r.org.name).collect()
}

async fn sees(kit: &Kit, org: &str, role: Role, wanted: usize, item: ItemId) {
    let cx = kit.cx(org, role);
    let listed = assignments(&cx, query(), Page::default()).await.unwrap().items.len();
    let shown = board(&cx, on_board(), Page::default()).await.unwrap().rows.items.len();
    let counted = overview(&cx, (MONTH, MONTH), None).await.unwrap().total.total();
    assert_eq!((listed, shown, counted), (wanted, wanted, i64::try_from(wanted).unwrap()), "{org}");
    for village in VILLAGES {
        let inside = kit.path(org).contains(&kit.path(village));
        let found = assignment(&cx, key(kit, village, item)).await;
        assert_eq!(found.is_ok(), inside, "{org} looks at {village}");
        assert!(inside || matches!(found, Err(AppError::NotFound)));
    }
}

testkit::both_engines! {
    async fn everybody_sees_their_own_branch_and_nothing_else(kit: testkit::Kit) {
        let item = one_item(&kit, "root").await;
        reported(&kit, "n2/t1/v1", item).await;
        for (org, wanted) in [("root", 8), ("n1", 4), ("n2", 4), ("n1/t1", 2), ("n1/t1/v1", 1), ("n2/t2/v2", 1)] {
            sees(&kit, org, Role::Clerk, wanted, item).await;
        }
        sees(&kit, "n1", Role::Leader, 4, item).await;
        let outside = [kit.org("n2"), kit.org("root"), kit.org("n1/t2")];
        let town = kit.cx("n1/t1", Role::Secretary);
        for under in outside {
            let list = assignments(&town, AssignmentQuery { under: Some(under), ..query() }, Page::default()).await;
            let shown = board(&town, BoardQuery { under: Some(under), ..on_board() }, Page::default()).await;
            let counted = overview(&town, (MONTH, MONTH), Some(under)).await;
            assert!(matches!((list, shown, counted), (Err(AppError::NotFound), Err(AppError::NotFound), Err(AppError::NotFound))));
        }
        assert!(queue(&kit.cx("n1/t1", Role::Clerk), Page::default()).await.unwrap().items.is_empty());
        assert_eq!(queue(&kit.cx("n2/t1", Role::Clerk), Page::default()).await.unwrap().items.len(), 1);
        assert!(queue(&kit.cx("n2", Role::Clerk), Page::default()).await.unwrap().items.is_empty(), "the township's turn");
        let leaders = queue(&kit.cx("n2/t1", Role::Leader), Page::default()).await.unwrap().items;
        assert!(!leaders[0].can.verify, "a leader reads");
    }

    async fn administrators_see_no_business_data(kit: testkit::Kit) {
        let item = one_item(&kit, "root").await;
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            let cx = kit.cx("root", role);
            assert!(matches!(my_month(&cx, MONTH).await, Err(AppError::NotFound)));
            assert!(matches!(queue(&cx, Page::default()).await, Err(AppError::NotFound)));
            assert!(matches!(board(&cx, on_board(), Page::default()).await, Err(AppError::NotFound)));
            assert!(matches!(overview(&cx, (MONTH, MONTH), None).await, Err(AppError::NotFound)));
            assert!(matches!(assignments(&cx, query(), Page::default()).await, Err(AppError::NotFound)));
            assert!(matches!(assignment(&cx, key(&kit, "n1/t1/v1", item)).await, Err(AppError::NotFound)));
            assert!(task_list::check(&cx).await.is_err(), "nor do they run the server's checks");
        }
    }

    async fn a_board_puts_the_silent_first_and_filters(kit: testkit::Kit) {
        let first = one_item(&kit, "root").await;
        let second = one_item(&kit, "n1").await;
        for item in [first, second] {
            reported(&kit, "n1/t1/v1", item).await;
        }
        reported(&kit, "n1/t1/v2", first).await;
        signed(&kit, "n1/t2/v1", first).await;
        let order = names(&kit, "n1", on_board()).await;
        assert_eq!(order, ["样板村三", "样板村四", "样板村二", "样板村一"]);
        let shown = board(&kit.cx("n1", Role::Clerk), on_board(), Page::new(None, Some(2))).await.unwrap();
        assert_eq!(shown.columns.iter().map(|c| c.id).collect::<Vec<_>>(), [first, second], "the superior's item first");
        assert_eq!(shown.rows.items[0].cells[0].as_ref().unwrap().state, State::Signed);
        let rest = board(&kit.cx("n1", Role::Clerk), on_board(), Page::new(shown.rows.next, Some(2))).await.unwrap();
        assert_eq!(rest.rows.items.iter().map(|r| r.org.name.as_str()).collect::<Vec<_>>(), order[2..]);
        assert_eq!(rest.rows.next, None);
        let tree = BoardQuery { silent_first: false, ..on_board() };
        assert_eq!(names(&kit, "n1", tree.clone()).await, ["样板村一", "样板村二", "样板村三", "样板村四"]);
        let page = board(&kit.cx("n1", Role::Clerk), tree.clone(), Page::new(None, Some(3))).await.unwrap();
        let last = board(&kit.cx("n1", Role::Clerk), tree, Page::new(page.rows.next, Some(3))).await.unwrap();
        assert_eq!(last.rows.items.len(), 1);
        let signed = BoardQuery { state: Some(State::Signed), ..on_board() };
        assert_eq!(names(&kit, "n1", signed).await, ["样板村三"]);
        let by_name = BoardQuery { q: "村四".to_owned(), ..on_board() };
        assert_eq!(names(&kit, "n1", by_name).await, ["样板村四"]);
        for wild in ["%", "_", "!", "'"] {
            assert!(names(&kit, "n1", BoardQuery { q: wild.to_owned(), ..on_board() }).await.is_empty(), "{wild}");
        }
        let one = board(&kit.cx("n1", Role::Clerk), BoardQuery { item: Some(second), ..on_board() }, Page::default()).await.unwrap();
        assert_eq!(one.columns.len(), 1);
        // Everything was issued today: no light yet; four days later the unsigned are behind.
        let light = |light| BoardQuery { light: Some(light), ..on_board() };
        assert!(names(&kit, "n1", light(Light::Yellow)).await.is_empty());
        kit.clock.set_day("2026-11-27");
        assert_eq!(names(&kit, "n1", light(Light::Yellow)).await, ["样板村三", "样板村四", "样板村二"]);
        kit.clock.set_day("2026-12-05");
        assert_eq!(names(&kit, "n1", light(Light::Red)).await.len(), 3);
        let page = board(&kit.cx("n1", Role::Clerk), light(Light::Red), Page::new(None, Some(1))).await.unwrap();
        let next = board(&kit.cx("n1", Role::Clerk), light(Light::Red), Page::new(page.rows.next, Some(1))).await.unwrap();
        assert_eq!(next.rows.items[0].org.name, "样板村四");
    }

    async fn lists_of_assignments_go_on_by_key_and_filter_by_state(kit: testkit::Kit) {
        let item = one_item(&kit, "root").await;
        one_item(&kit, "root").await;
        reported(&kit, "n1/t2/v1", item).await;
        let root = kit.cx("root", Role::Clerk);
        let (mut after, mut all) = (None, Vec::new());
        loop {
            let page = assignments(&root, query(), Page::new(after, Some(3))).await.unwrap();
            all.extend(page.items.iter().map(|c| c.key));
            after = page.next;
            if after.is_none() { break; }
        }
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), distinct.len()), (16, 16));
        let reported = AssignmentQuery { states: [State::Reported, State::Closed].into(), ..query() };
        assert_eq!(assignments(&root, reported, Page::default()).await.unwrap().items.len(), 1);
        let of_item = AssignmentQuery { item: Some(item), under: Some(kit.org("n1")), ..query() };
        assert_eq!(assignments(&root, of_item, Page::default()).await.unwrap().items.len(), 4);
    }

    async fn what_moved_is_counted_at_its_new_place_from_its_month_on(kit: testkit::Kit) {
        let item = one_item(&kit, "root").await;
        reported(&kit, "n1/t1/v1", item).await;
        let town = kit.path("n1/t1");
        let new_place = kit.path("n2").child(9).unwrap();
        let (villages, target) = (["n1/t1", "n1/t1/v1", "n1/t1/v2"].map(|k| (kit.org(k), kit.path(k))), new_place.clone());
        let from = town.clone();
        let moved: Result<(), db::DbFault> = kit.house.db.write(move |tx| {
            for (org, path) in &villages {
                let there = path.rebased(&from, &target).unwrap();
                tx.exec("UPDATE org SET path = $1 WHERE org_id = $2", db::args![&there, *org])?;
                tx.exec(
                    "INSERT INTO org_history (org_id, from_day, to_day, op, parent_id, path, depth, level, kind, division_kind, domain, name, code, sort_key, note) \
                     SELECT org_id, '2026-11-01', to_day, 'move', parent_id, CAST($1 AS TEXT), depth, level, kind, division_kind, domain, name, code, sort_key, note \
                     FROM org_history WHERE org_id = $2",
                    db::args![&there, *org],
                )?;
            }
            Ok(())
        }).await;
        moved.unwrap();
        let next_month = Move { old: town.clone(), new: new_place.clone(), month: MONTH.plus(1) };
        assert_eq!(rehome(&kit.operator(), vec![next_month]).await.unwrap(), 0, "the month before stays");
        let this_month = Move { old: town, new: new_place, month: MONTH };
        assert_eq!(rehome(&kit.operator(), vec![this_month.clone()]).await.unwrap(), 2);
        assert_eq!(rehome(&kit.operator(), vec![this_month]).await.unwrap(), 0, "again changes nothing");
        let of = async |org: &str| overview(&kit.cx(org, Role::Clerk), (MONTH, MONTH), None).await.unwrap().total.total();
        assert_eq!((of("n1").await, of("n2").await, of("root").await), (2, 6, 8));
        assert_eq!(names(&kit, "n1", on_board()).await, ["样板村三", "样板村四"]);
        assert_eq!(names(&kit, "n2", on_board()).await.last().unwrap(), "样板村一", "it answered already");
        sound(&kit).await;
        // The new superior has the say now, the old one none.
        let now = seen(&kit, "n1/t1/v1", item).await;
        assert!(matches!(task_list::verify_many(&kit.cx("n1", Role::Clerk), "", vec![now]).await, Err(AppError::NotFound)));
        task_list::verify_many(&kit.cx("n2", Role::Clerk), "", vec![now]).await.unwrap();
        sound(&kit).await;
    }

    async fn a_wrong_roll_up_is_found_and_mended(kit: testkit::Kit) {
        one_item(&kit, "root").await;
        let spoilt: Result<u64, db::DbFault> =
            kit.house.db.write(|tx| tx.exec("UPDATE roll_up SET n = n + 1 WHERE state = 1", &[])).await;
        assert!(spoilt.unwrap() > 0);
        assert!(!task_list::check(&kit.operator()).await.unwrap().is_empty());
        task_list::recompute(&kit.operator(), MONTH).await.unwrap();
        sound(&kit).await;
    }
}
