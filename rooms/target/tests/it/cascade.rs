//! Where a target went, and the chain back up to what it rests on.

use kernel::Role;
use target::{Cut, Source, Upper};

use crate::support::{YEAR, countersigned, issued, signed, target, to, two};

testkit::both_engines! {
    async fn a_target_is_followed_through_every_letter_that_carries_or_cuts_it(kit: testkit::Kit) {
        let top = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        for county in ["n1", "n2"] {
            signed(&kit, county, top).await;
        }
        countersigned(&kit, "root", top).await;
        let above = Upper { org: kit.org("root"), issue: top };
        let clerk = kit.cx("n1", Role::Clerk);
        let first = target::begin(&clerk, "", YEAR, "甲县责任书".to_owned(), Source::Above(above)).await.unwrap();
        target::issue(&clerk, "", first, 1).await.unwrap();
        signed(&kit, "n1/t1", first).await;
        let clerk = kit.cx("n2", Role::Clerk);
        let second = target::begin(&clerk, "", YEAR, "乙县责任书".to_owned(), Source::Above(above)).await.unwrap();
        let mut draft = target::written(&clerk, second).await.unwrap().draft;
        let cut = draft.targets.remove(0).upper.unwrap();
        draft.targets.push(target("自定一项", 605));
        draft.cuts = vec![Cut { upper: cut, reason: "由县直部门承担".to_owned() }];
        target::edit(&clerk, "", second, 1, draft).await.unwrap();
        let unseen = kit.cx("root", Role::Leader).read(move |tx| target::cascade_in(tx, cut)).await.unwrap();
        assert!(unseen.cuts.is_empty(), "a draft cuts nothing yet");
        target::issue(&clerk, "", second, 2).await.unwrap();
        let found = kit.cx("root", Role::Leader).read(move |tx| target::cascade_in(tx, cut)).await.unwrap();
        assert_eq!((found.family.len(), found.carriers.len(), found.cuts.len()), (2, 4, 1));
        assert_eq!((found.cuts[0].org, found.cuts[0].reason.as_str()), (kit.org("n2"), "由县直部门承担"));
        let carried: Vec<_> = found.carried_on().into_keys().collect();
        assert_eq!(carried, [(cut, kit.org("n1"))]);
        let lower = *found.family.keys().find(|id| **id != cut).unwrap();
        let chain = kit.cx("n1/t1/v1", Role::Clerk).read(move |tx| target::chains_in(tx, &[lower])).await.unwrap();
        let texts: Vec<(&str, &str)> = chain[&lower].targets.iter().map(|t| (t.issuer_name.as_str(), t.text.as_str())).collect();
        assert_eq!(texts, [("甲县", "按期换届"), ("示例州", "按期换届")]);
        let carried = kit.cx("n1", Role::Clerk).read({ let n1 = kit.org("n1"); move |tx| target::carried_in(tx, n1, YEAR) }).await.unwrap();
        assert_eq!(carried.len(), 4, "what its letter in force says, and what it set itself");
        let hidden = kit.cx("n2/t1", Role::Clerk).read(move |tx| target::cascade_in(tx, lower)).await;
        assert!(matches!(hidden, Err(cx::AppError::NotFound)));
    }
}
