//! Keys of posts: one per tenure, encrypted under the key of the house.

use std::sync::Arc;

use cx::{Cx, Files, House};
use kernel::{AccountId, Role};

use crate::support::{checked, codes, countersigned, issued, proof, seen, signed, tamper, to, two};

/// The same database seen by a process that holds this key of the house, or none.
fn elsewhere(kit: &testkit::Kit, key: Option<seal::HouseKey>) -> House {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    let house = House::new(kit.house.db.clone(), Arc::new(kit.clock.clone()), zone, 2, Files::at("unused"));
    match key {
        Some(key) => house.with_key(key),
        None => house,
    }
}

testkit::both_engines! {
    async fn a_new_holder_gets_a_new_key_and_the_old_signatures_still_verify(kit: testkit::Kit) {
        let first = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let second = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        signed(&kit, "n1", first).await;
        countersigned(&kit, "root", first).await;
        let org = kit.org("n1");
        let heir = AccountId::new(990_001);
        let old = kit.actor("n1", Role::Secretary);
        let post = old.seat.post;
        kit.clock.set_day("2026-11-25");
        kit.house.db.write(move |tx| {
            tx.exec("INSERT INTO account (account_id, login, name, password_hash, must_change, one_time_until, password_at, disabled_at, language, created_at, home_org_id, version) \
                 SELECT CAST($1 AS BIGINT), 'heir', '继任者', password_hash, 0, NULL, password_at, NULL, 'zh', created_at, 0, 1 FROM account WHERE account_id = $2", db::args![heir, old.account])?;
            tx.exec("UPDATE holder SET to_day = '2026-11-25' WHERE org_id = $1 AND post_id = $2", db::args![org, post])?;
            tx.exec("INSERT INTO holder (org_id, holder_id, post_id, account_id, from_day, to_day) VALUES ($1, 990002, $2, $3, '2026-11-25', '9999-12-31')", db::args![org, post, heir])
        }).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        let before = kit.cx("n1", Role::Secretary);
        let now = seen(&kit, "n1", second).await;
        assert_eq!(codes(target::sign(&before, "", proof(&before), now).await), ["target_not_first"], "the old holder signs no more");
        let actor = cx::Actor { account: heir, name: "继任者".to_owned(), seat: kit.actor("n1", Role::Secretary).seat };
        let after = Cx::new(kit.house.clone(), actor, "web", "test".to_owned());
        target::sign(&after, "", proof(&after), now).await.unwrap();
        let keys: Vec<(i64, Option<i64>, Vec<u8>)> = kit.house.db.read(move |tx| {
            tx.all("SELECT holder_id, ended_at, secret FROM post_key WHERE org_id = $1 ORDER BY key_id", db::args![org])
        }).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        assert_eq!(keys.len(), 2);
        assert!(keys[0].1.is_some() && keys[0].2.is_empty(), "the old key has ended and its secret is wiped");
        assert!(keys[1].1.is_none() && !keys[1].2.is_empty() && keys[1].0 == 990_002);
        assert!(checked(&kit).await.is_empty(), "{:?}", checked(&kit).await);
    }

    async fn one_tenure_signs_with_one_key(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        signed(&kit, "n1", id).await;
        signed(&kit, "n2", id).await;
        countersigned(&kit, "root", id).await;
        let (n,): (i64,) = kit.house.db.read(|tx| tx.one("SELECT COUNT(*) FROM post_key", &[])).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        assert_eq!(n, 3);
    }

    async fn a_missing_or_another_house_key_is_told_and_makes_no_new_one(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        signed(&kit, "n1", id).await;
        let now = seen(&kit, "n2", id).await;
        let actor = kit.actor("n2", Role::Secretary);
        for (key, expected) in [(None, "target_no_key"), (Some(seal::HouseKey::fresh().unwrap()), "target_other_key")] {
            let cx = Cx::new(elsewhere(&kit, key), actor.clone(), "web", "test".to_owned());
            assert_eq!(codes(target::sign(&cx, "", proof(&cx), now).await), [expected]);
            let rest: Vec<String> = cx.read(target::check).await.unwrap();
            assert!(rest.is_empty(), "checking needs no secret: {rest:?}");
        }
        let (n,): (i64,) = kit.house.db.read(|tx| tx.one("SELECT COUNT(*) FROM post_key", &[])).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        assert_eq!(n, 1, "no key was made under another house");
    }

    async fn a_secret_moved_to_another_post_opens_for_nobody(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        signed(&kit, "n1", id).await;
        signed(&kit, "n2", id).await;
        let next = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let (a, b) = (kit.org("n1"), kit.org("n2"));
        kit.house.db.write(move |tx| {
            tx.exec("UPDATE post_key SET secret = (SELECT k.secret FROM post_key k WHERE k.org_id = $2) WHERE org_id = $1", db::args![a, b])
        }).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        let cx = kit.cx("n1", Role::Secretary);
        let now = seen(&kit, "n1", next).await;
        let refused = target::sign(&cx, "", proof(&cx), now).await;
        assert!(matches!(&refused, Err(cx::AppError::Internal(why)) if why.contains("damaged")), "{refused:?}");
        assert_eq!(tamper(&kit, "DELETE FROM post_key WHERE org_id = 0").await, 0);
    }
}
