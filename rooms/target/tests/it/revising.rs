//! Revisions: proposed by either side, signed by both, the old one readable for ever.

use cx::AppError;
use kernel::Role;
use target::{Key, Line, Revision, compared};

use crate::support::{checked, codes, countersigned, issued, key, seen, signed, target, to, two};

async fn in_force(kit: &testkit::Kit, org: &str) -> kernel::IssueId {
    let id = issued(kit, "root", to(kit, "root", &["county"], two())).await;
    signed(kit, org, id).await;
    countersigned(kit, "root", id).await;
    id
}

async fn revision(kit: &testkit::Kit, key: Key, weights: [i64; 2]) -> Revision {
    let stands = target::letter(&kit.cx("root", Role::Clerk), key, None).await.unwrap();
    let lines = stands.lines.iter().zip(weights).map(|(l, weight)| Line { weight, ..l.clone() }).collect();
    Revision { key, base: stands.row.rev, lines, added: Vec::new(), reason: "撤并后任务减少".to_owned() }
}

testkit::both_engines! {
    async fn a_revision_replaces_the_old_one_when_both_have_signed_it(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let key = key(&kit, "n1", id);
        let county = kit.cx("n1", Role::Clerk);
        let what = revision(&kit, key, [500, 500]).await;
        assert_eq!(target::revise(&county, "", what.clone()).await.unwrap(), 2);
        assert_eq!(codes(target::revise(&county, "", what).await), ["target_open_revision"]);
        let pending = target::letter(&county, key, None).await.unwrap();
        assert_eq!((pending.row.rev, pending.shown.code(), pending.row.proposed_by.as_str()), (2, "issued", "recipient"));
        let old = target::letter(&county, key, Some(1)).await.unwrap();
        assert_eq!(old.shown.code(), "in_force", "until both have signed the old one holds");
        kit.clock.advance_minutes(1);
        signed(&kit, "n1", id).await;
        assert_eq!(target::letter(&county, key, Some(1)).await.unwrap().shown.code(), "in_force");
        assert_eq!(countersigned(&kit, "root", id).await, 1);
        let new = target::letter(&county, key, None).await.unwrap();
        let old_again = target::letter(&county, key, Some(1)).await.unwrap();
        assert_eq!((new.row.rev, new.shown.code(), old_again.shown.code()), (2, "in_force", "superseded"));
        assert_eq!(old_again.sealed, old.sealed, "the old text stays byte for byte");
        assert_eq!(new.letter.previous, old.sealed.unwrap().hash, "and the new one names it");
        assert_eq!((new.letter.reason.as_str(), new.letter.rev), ("撤并后任务减少", 2));
        assert_eq!(old_again.signatures.iter().filter(|(_, holds)| *holds).count(), 2);
        let changes = compared(&old_again.letter, &new.letter);
        assert_eq!(changes.iter().map(|c| (c.before.as_ref().map(|b| b.1), c.after.as_ref().map(|a| a.1))).collect::<Vec<_>>(), [
            (Some(605), Some(500)), (Some(395), Some(500))
        ]);
        assert!(checked(&kit).await.is_empty(), "{:?}", checked(&kit).await);
    }

    async fn a_revision_may_drop_and_add_targets_and_still_sums_to_a_hundred(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let key = key(&kit, "n1", id);
        let root = kit.cx("root", Role::Clerk);
        let mut what = revision(&kit, key, [605, 395]).await;
        assert_eq!(codes(target::revise(&root, "", what.clone()).await), ["target_nothing_changes"]);
        what.lines.pop();
        assert_eq!(codes(target::revise(&root, "", what.clone()).await), ["target_weights"]);
        what.added = vec![target("新增的一项", 395)];
        target::revise(&root, "", what).await.unwrap();
        signed(&kit, "n1", id).await;
        countersigned(&kit, "root", id).await;
        let found = target::letter(&root, key, None).await.unwrap();
        assert_eq!(found.letter.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["按期换届", "新增的一项"]);
        assert_eq!(found.row.proposed_by, "issuer");
        let other = target::letter(&root, crate::support::key(&kit, "n2", id), None).await.unwrap();
        assert_eq!(other.letter.lines.len(), 2, "what was added for one recipient is in nobody else's letter");
        assert_eq!(other.letter.lines[1].text, "开好组织生活会");
        assert!(checked(&kit).await.is_empty());
    }

    async fn what_is_not_in_force_or_has_ended_is_not_revised(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let root = kit.cx("root", Role::Clerk);
        let issued_only = revision(&kit, key(&kit, "n2", id), [500, 500]).await;
        assert_eq!(codes(target::revise(&root, "", issued_only).await), ["target_not_in_force"]);
        let what = revision(&kit, key(&kit, "n1", id), [500, 500]).await;
        assert!(matches!(target::revise(&kit.cx("n2", Role::Clerk), "", what.clone()).await, Err(AppError::NotFound)));
        kit.clock.set_day("2027-01-02");
        assert_eq!(codes(target::revise(&root, "", what).await), ["target_not_in_force"]);
    }

    async fn the_issuer_may_refuse_what_the_recipient_proposed(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let key = key(&kit, "n1", id);
        let what = revision(&kit, key, [500, 500]).await;
        target::revise(&kit.cx("n1", Role::Clerk), "", what.clone()).await.unwrap();
        let root = kit.cx("root", Role::Clerk);
        let open = seen(&kit, "n1", id).await;
        target::withdraw(&root, "", open, "年中不再调整".to_owned()).await.unwrap();
        let found = target::letter(&root, key, None).await.unwrap();
        assert_eq!((found.row.rev, found.shown.code()), (1, "in_force"));
        assert_eq!(target::revise(&root, "", what).await.unwrap(), 3, "a refused number is not given again");
    }
}
