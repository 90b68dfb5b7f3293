//! How each organisation stands in a month, as the board orders by it: whatever is sent, answered, taken back or
//! moved, the kept rows are what the assignments give.

use cx::AppError;
use db::DbFault;
use kernel::{ItemId, Page, Role};
use org::{Deed, Doing};
use task_list::{BoardQuery, Light, Move, Seen, State, board, create, rehome, report, send, sign};
use testkit::Kit;

use crate::scope::{names, on_board};
use crate::support::{AT_ONCE, MONTH, draft, item, one_item, reported, seen, sent, signed, sound, told};

/// How many answers each organisation of a board still owes, in the board's order.
async fn owed(kit: &Kit, org: &str) -> Vec<i64> {
    let found = board(&kit.cx(org, Role::Clerk), on_board(), Page::default()).await.unwrap();
    found.rows.items.iter().map(|row| row.silent).collect()
}

/// Everything that is only counted wrongly if it was counted twice, or not at all.
async fn counts(kit: &Kit, sql: &'static str) -> i64 {
    let found: Result<(i64,), DbFault> = kit.house.db.read(move |tx| tx.one(sql, &[])).await;
    found.unwrap().0
}

/// What the superior's clerk does to the tree, followed as the running program follows it.
async fn changed(kit: &Kit, org: &str, what: Doing) -> u64 {
    let deed = Deed { org: kit.org(org), what, day: None, note: String::new(), version: None };
    let done = org::change(&kit.cx("root", Role::Clerk), "", deed).await.unwrap();
    let moves = done.moved.iter().map(|m| Move { old: m.from.clone(), new: m.to.clone(), month: m.day.month() });
    rehome(&kit.operator(), moves.collect()).await.unwrap()
}

/// Two items to every village, one of them answered by one village.
async fn two_items(kit: &Kit) -> Vec<ItemId> {
    let list = draft(kit, "root", vec![item("开大会", "2026-12-04"), item("上党课", "2026-12-11")]);
    let (_, items) = sent(kit, "root", list).await;
    reported(kit, "n1/t1/v1", items[0]).await;
    items
}

testkit::both_engines! {
    async fn a_doubled_submission_counts_once(kit: testkit::Kit) {
        let clerk = kit.cx("n1", Role::Clerk);
        let id = create(&clerk, "", draft(&kit, "n1", vec![item("开大会", "2026-12-04")])).await.unwrap();
        for _ in 0..2 {
            send(&clerk, "one-key", id, 1, AT_ONCE).await.unwrap();
        }
        assert_eq!(owed(&kit, "n1").await, [1, 1, 1, 1]);
        let item = task_list::list(&clerk, id).await.unwrap().items[0].item.id;
        let village = kit.cx("n1/t1/v1", Role::Clerk);
        let one = seen(&kit, "n1/t1/v1", item).await;
        for _ in 0..2 {
            sign(&village, "sign-key", vec![one]).await.unwrap();
        }
        let next = Seen { version: one.version + 1, ..one };
        let (first, second) = tokio::join!(
            report(&village, "report-key", next, told("2026-11-23")),
            report(&village, "report-key", next, told("2026-11-23"))
        );
        first.and(second).unwrap();
        assert_eq!(owed(&kit, "n1").await, [1, 1, 1, 0]);
        sound(&kit).await;
    }

    async fn what_is_taken_back_is_owed_no_more_and_no_longer_overdue(kit: testkit::Kit) {
        let (list, _) = sent(&kit, "root", draft(&kit, "root", vec![item("开大会", "2026-12-04")])).await;
        let later = one_item(&kit, "n1").await;
        signed(&kit, "n1/t1/v1", later).await;
        kit.clock.set_day("2026-12-05");
        let red = BoardQuery { light: Some(Light::Red), ..on_board() };
        assert_eq!(names(&kit, "root", red.clone()).await.len(), 8);
        task_list::withdraw_list(&kit.cx("root", Role::Clerk), "", list, 2, "发错了".to_owned()).await.unwrap();
        assert_eq!(owed(&kit, "root").await, [1, 1, 1, 1, 0, 0, 0, 0]);
        assert_eq!(names(&kit, "root", red.clone()).await.len(), 4, "the county's own list stays");
        let taken_back = BoardQuery { state: Some(State::Withdrawn), ..on_board() };
        assert_eq!(names(&kit, "root", taken_back).await.len(), 8);
        let one = seen(&kit, "n1/t1/v1", later).await;
        task_list::withdraw_some(&kit.cx("n1", Role::Clerk), "", vec![one], "不用了".to_owned()).await.unwrap();
        assert_eq!(names(&kit, "root", red).await.len(), 3);
        sound(&kit).await;
    }

    async fn more_time_moves_the_day_from_which_something_is_overdue(kit: testkit::Kit) {
        let items = two_items(&kit).await;
        let village = kit.cx("n1/t1/v2", Role::Clerk);
        let one = seen(&kit, "n1/t1/v2", items[0]).await;
        task_list::ask_extension(&village, "", one, "2026-12-20".parse().unwrap(), "下雪封路".to_owned()).await.unwrap();
        let asked = seen(&kit, "n1/t1/v2", items[0]).await;
        task_list::answer_extension(&kit.cx("root", Role::Clerk), "", asked, true, String::new()).await.unwrap();
        kit.clock.set_day("2026-12-05");
        let red = BoardQuery { light: Some(Light::Red), ..on_board() };
        assert_eq!(names(&kit, "n1/t1", red.clone()).await, Vec::<String>::new(), "one answered, one has more time");
        kit.clock.set_day("2026-12-12");
        assert_eq!(names(&kit, "n1/t1", red.clone()).await, ["样板村二", "样板村一"], "the second item is due");
        let of_first = BoardQuery { item: Some(items[0]), ..red };
        assert_eq!(names(&kit, "n1", of_first).await, ["样板村三", "样板村四"]);
        sound(&kit).await;
    }

    async fn a_branch_that_moves_or_is_merged_stands_on_its_new_superiors_board(kit: testkit::Kit) {
        two_items(&kit).await;
        assert_eq!(changed(&kit, "n1/t1/v1", Doing::Move { to: "990102101".to_owned() }).await, 2);
        assert_eq!((owed(&kit, "n1").await, owed(&kit, "n2/t1").await), (vec![2, 2, 2], vec![2, 2, 1]));
        // The township's two other villages go on in the one it is merged into.
        assert_eq!(changed(&kit, "n2/t1", Doing::Merge { into: "990101201".to_owned() }).await, 6);
        assert_eq!((owed(&kit, "n1").await, owed(&kit, "n2").await), (vec![2, 2, 2, 2, 2, 1], vec![2, 2]));
        sound(&kit).await;
        // Everything that stands below can still be answered there.
        let whole = board(&kit.cx("n1/t2", Role::Clerk), on_board(), Page::default()).await.unwrap();
        assert_eq!(whole.rows.items.len(), 5);
        assert!(whole.rows.items.iter().all(|row| row.cells.iter().flatten().count() == 2));
        let gone = board(&kit.cx("n2/t1", Role::Clerk), on_board(), Page::default()).await;
        assert!(matches!(&gone, Err(AppError::NotFound)) || gone.unwrap().rows.items.is_empty());
    }

    async fn a_wrong_row_is_found_and_mended(kit: testkit::Kit) {
        two_items(&kit).await;
        for spoil in [
            "UPDATE standing SET owed = owed + 1",
            "UPDATE standing SET first_due = '2026-01-01'",
            "UPDATE standing SET closed = closed + 1 WHERE org_id = 1004",
            "DELETE FROM standing WHERE org_id = 1004",
            "UPDATE standing SET path = '0009/' WHERE org_id = 1004",
        ] {
            let done: Result<u64, DbFault> = kit.house.db.write(move |tx| tx.exec(spoil, &[])).await;
            assert!(done.unwrap() > 0, "{spoil}");
            assert!(!task_list::check(&kit.operator()).await.unwrap().is_empty(), "{spoil}");
            task_list::recompute(&kit.operator(), MONTH).await.unwrap();
            sound(&kit).await;
        }
        assert_eq!(counts(&kit, "SELECT COUNT(*) FROM standing").await, 8);
    }

    async fn a_database_from_before_these_rows_gets_them_with_its_next_migration(kit: testkit::Kit) {
        two_items(&kit).await;
        let before = counts(&kit, "SELECT CAST(SUM(owed) AS BIGINT) FROM standing").await;
        let known = schema::MIGRATIONS.iter().position(|m| m.name == "0011_standing").unwrap();
        let older: Result<(), DbFault> = kit.house.db.write(move |tx| {
            tx.exec("DROP TABLE standing", &[])?;
            tx.exec("DELETE FROM schema_step WHERE step > $1", db::args![i64::try_from(known).unwrap()])?;
            Ok(())
        }).await;
        older.unwrap();
        kit.house.db.migrate(&schema::MIGRATIONS[..=known], kit.house.now()).await.unwrap();
        assert_eq!(counts(&kit, "SELECT CAST(SUM(owed) AS BIGINT) FROM standing").await, before);
        sound(&kit).await;
    }
}
