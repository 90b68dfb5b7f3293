//! The world of tests itself: the invented tree is the same on both engines, a record commits with its change.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use cx::{AppError, Happening, Recorded};
use db::args;
use kernel::{Action, Reach, Role};

static TOUCH: Action = Action { name: "test.touch", roles: &[Role::Clerk], reach: Reach::Below };

testkit::both_engines! {
    async fn a_change_and_its_record_commit_together_or_not_at_all(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let (village, place) = (kit.org("n1/t1/v1"), kit.path("n1/t1/v1"));
        let rename = move |tx: &mut cx::Tx<'_>, name: &str| {
            let _permit = tx.permit(&TOUCH, &place)?;
            tx.exec("UPDATE org SET name = $1 WHERE org_id = $2", args![name, village]).map_err(AppError::from)
        };
        let first = rename.clone();
        cx.write(move |tx| { first(tx, "新名")?; Ok(Happening::new("test.touched", village, "x").answer(())) }).await.unwrap();
        let second = rename.clone();
        let failed: Result<(), AppError> = cx.write(move |tx| { second(tx, "坏名")?; Err(AppError::NotFound) }).await;
        assert!(matches!(failed, Err(AppError::NotFound)));
        let third = rename.clone();
        cx.write(move |tx| { third(tx, "未记")?; Ok(Recorded::unchanged(())) }).await.unwrap();
        let (name, records) = cx.read(move |tx| {
            let (name,): (String,) = tx.one("SELECT name FROM org WHERE org_id = $1", args![village])?;
            let (n,): (i64,) = tx.one("SELECT COUNT(*) FROM happening WHERE org_id = $1", args![village])?;
            Ok((name, n))
        }).await.unwrap();
        assert_eq!((name.as_str(), records), ("新名", 1));
    }

    async fn a_submission_sent_fifty_times_at_once_has_one_effect(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let village = kit.org("n1/t1/v1");
        let tasks: Vec<_> = (0..50).map(|_| {
            let cx = cx.clone();
            tokio::spawn(async move {
                cx.write_once("same-key", move |tx| {
                    tx.exec("UPDATE org SET version = version + 1 WHERE org_id = $1", args![village])?;
                    Ok(Happening::new("test.touched", village, "x").answer(7_i64))
                }).await
            })
        }).collect();
        for task in tasks { assert_eq!(task.await.unwrap().unwrap(), 7); }
        let (version,): (i64,) = cx.read(move |tx| Ok(tx.one("SELECT version FROM org WHERE org_id = $1", args![village])?)).await.unwrap();
        assert_eq!(version, 2);
    }

    async fn keys_of_submissions_are_forgotten_after_a_month_and_not_before(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let village = kit.org("n1/t1/v1");
        let submit = async |key: &'static str| {
            cx.write_once(key, move |tx| {
                tx.exec("UPDATE org SET version = version + 1 WHERE org_id = $1", args![village])?;
                Ok(Happening::new("test.touched", village, "x").answer(tx.now().0))
            }).await.unwrap()
        };
        let left = async || {
            let found: Result<(i64,), db::DbFault> = kit.house.db.read(|tx| tx.one("SELECT COUNT(*) FROM submission", &[])).await;
            found.unwrap().0
        };
        let now = kit.house.now().0;
        let old: Result<u64, db::DbFault> = kit.house.db.write(move |tx| {
            let row = |n: i64| args![1_i64, format!("old-{n}"), now + n, "0"].to_vec();
            tx.insert_many("submission", &["account_id", "submission_key", "at", "answer"], (0..12_000).map(row))
        }).await;
        assert_eq!(old.unwrap(), 12_000);
        kit.clock.advance_minutes(24 * 60);
        let first = submit("this-key").await;
        assert_eq!(cx::submission::sweep(&kit.house, i64::MAX).await.unwrap(), 0, "all of them are young");
        kit.clock.advance_minutes(29 * 24 * 60 + 1);
        assert_eq!(cx::submission::sweep(&kit.house, 7_000).await.unwrap(), 10_000, "whole batches, no more than needed");
        assert_eq!(left().await, 2_001);
        assert_eq!(cx::submission::sweep(&kit.house, cx::submission::SWEEP_MOST).await.unwrap(), 2_000);
        assert_eq!((left().await, submit("this-key").await), (1, first), "a key of 29 days is remembered with its answer");
        kit.clock.advance_minutes(24 * 60);
        assert_eq!(cx::submission::sweep(&kit.house, cx::submission::SWEEP_MOST).await.unwrap(), 1);
        assert!(submit("this-key").await > first, "a key that is forgotten is a new one");
    }

    async fn a_panic_inside_a_unit_leaves_nothing_and_the_next_unit_works(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let village = kit.org("n1/t1/v1");
        let failed = cx.write(move |tx| -> Result<Recorded<()>, AppError> {
            tx.exec("UPDATE org SET version = 99 WHERE org_id = $1", args![village])?;
            panic!("a programming error inside a unit of work")
        }).await;
        assert!(failed.is_err());
        cx.write(move |tx| {
            tx.exec("UPDATE org SET version = version + 1 WHERE org_id = $1", args![village])?;
            Ok(Happening::new("test.touched", village, "x").answer(()))
        }).await.unwrap();
        let (version,): (i64,) = cx.read(move |tx| Ok(tx.one("SELECT version FROM org WHERE org_id = $1", args![village])?)).await.unwrap();
        assert_eq!(version, 2);
    }
}
