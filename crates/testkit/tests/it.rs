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
