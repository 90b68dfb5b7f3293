//! After mergers and moves letters stay with the organisation that signed them and are read by who stands above it then
//! and now.

use cx::AppError;
use kernel::Role;
use org::{Deed, Doing};

use crate::support::{checked, countersigned, issued, key, signed, to, two};

/// Lets letters follow, as the server's reactions do.
async fn follow(kit: &testkit::Kit, changed: org::Changed) -> u64 {
    let moves = changed.moved.into_iter().map(|m| (m.from, m.to)).collect();
    target::rehome(&kit.operator(), moves).await.unwrap()
}

async fn deed(kit: &testkit::Kit, org: &str, what: Doing) -> org::Changed {
    let cx = kit.cx("root", Role::Clerk);
    let found = org::portrait(&cx, kit.org(org), None).await.unwrap();
    let deed = Deed {
        org: kit.org(org),
        version: Some(found.facts.version),
        day: Some(kit.house.today()),
        note: "区划调整".to_owned(),
        what,
    };
    org::change(&cx, "", deed).await.unwrap()
}

testkit::both_engines! {
    async fn a_moved_township_keeps_its_letter_and_both_counties_read_it(kit: testkit::Kit) {
        let id = issued(&kit, "n1", to(&kit, "n1", &["township"], two())).await;
        signed(&kit, "n1/t1", id).await;
        countersigned(&kit, "n1", id).await;
        let before = target::letter(&kit.cx("n1", Role::Clerk), key(&kit, "n1/t1", id), None).await.unwrap();
        let changed = deed(&kit, "n1/t1", Doing::Move { to: "990102".to_owned() }).await;
        assert!(!changed.moved.is_empty());
        assert_eq!(follow(&kit, changed.clone()).await, 1);
        assert_eq!(follow(&kit, changed).await, 0, "again changes nothing");
        for county in ["n1", "n2", "root"] {
            let after = target::letter(&kit.cx(county, Role::Clerk), key(&kit, "n1/t1", id), None).await.unwrap();
            assert_eq!(after.sealed, before.sealed, "{county}: byte for byte");
            assert!(after.signatures.iter().all(|(_, holds)| *holds));
        }
        let outsider = target::letter(&kit.cx("n2/t1", Role::Clerk), key(&kit, "n1/t1", id), None).await;
        assert!(matches!(outsider, Err(AppError::NotFound)));
        assert!(checked(&kit).await.is_empty(), "{:?}", checked(&kit).await);
    }

    async fn a_merged_townships_letter_is_read_by_its_successor(kit: testkit::Kit) {
        let id = issued(&kit, "n1", to(&kit, "n1", &["township"], two())).await;
        signed(&kit, "n1/t2", id).await;
        countersigned(&kit, "n1", id).await;
        let hidden = target::letter(&kit.cx("n1/t1", Role::Secretary), key(&kit, "n1/t2", id), None).await;
        assert!(matches!(hidden, Err(AppError::NotFound)), "not before");
        let changed = deed(&kit, "n1/t2", Doing::Merge { into: "990101101".to_owned() }).await;
        follow(&kit, changed).await;
        let heir = target::letter(&kit.cx("n1/t1", Role::Secretary), key(&kit, "n1/t2", id), None).await.unwrap();
        assert_eq!((heir.letter.recipient.name.as_str(), heir.heir.as_deref()), ("甲二乡", Some("甲一镇")));
        assert!(!heir.can.sign && !heir.can.revise, "it is read, not acted on");
        assert!(heir.signatures.iter().all(|(_, holds)| *holds) && checked(&kit).await.is_empty(), "{:?}", checked(&kit).await);
    }
}
