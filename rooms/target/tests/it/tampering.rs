//! A signed text cannot change: whoever edits the tables past the program is told by the check.

use kernel::Role;

use crate::support::{checked, codes, countersigned, issued, key, proof, signed, tamper, to, two};

async fn sealed(kit: &testkit::Kit) -> kernel::IssueId {
    let id = issued(kit, "root", to(kit, "root", &["county"], two())).await;
    signed(kit, "n1", id).await;
    signed(kit, "n2", id).await;
    countersigned(kit, "root", id).await;
    assert!(checked(kit).await.is_empty());
    id
}

testkit::both_engines! {
    async fn a_changed_byte_of_the_text_is_told(kit: testkit::Kit) {
        let id = sealed(&kit).await;
        let changed = tamper(&kit, "UPDATE letter_seal SET body = REPLACE(body, 'value 100%', 'value 101%') WHERE rev = 1").await;
        assert_eq!(changed, 2);
        let told = checked(&kit).await;
        assert!(told.iter().any(|t| t.contains("the text does not have the stored digest")), "{told:?}");
        let found = target::letter(&kit.cx("n1", Role::Clerk), key(&kit, "n1", id), None).await.unwrap();
        assert!(!found.sound, "the page says so too");
        assert!(found.signatures.iter().all(|(_, holds)| !holds));
    }

    async fn a_text_changed_together_with_its_digest_breaks_both_signatures(kit: testkit::Kit) {
        let id = sealed(&kit).await;
        let (org, issue) = (kit.org("n1"), id);
        kit.house.db.write(move |tx| {
            let (body,): (String,) = tx.one("SELECT body FROM letter_seal WHERE org_id = $1 AND issue_id = $2", db::args![org, issue])?;
            let bent = body.replace("value 100%", "value 101%");
            let hash = seal::digest(&bent);
            tx.exec("UPDATE letter_seal SET body = $3, hash = $4 WHERE org_id = $1 AND issue_id = $2", db::args![org, issue, bent, hash])
        }).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        let told = checked(&kit).await;
        assert_eq!(told.iter().filter(|t| t.contains("a signature does not verify")).count(), 2, "{told:?}");
    }

    async fn every_part_of_a_signature_is_bound(kit: testkit::Kit) {
        sealed(&kit).await;
        for (sql, undo) in [
            ("UPDATE letter_signature SET by_name = 'x' || by_name", "UPDATE letter_signature SET by_name = SUBSTR(by_name, 2)"),
            ("UPDATE letter_signature SET by_post_title = 'x' || by_post_title", "UPDATE letter_signature SET by_post_title = SUBSTR(by_post_title, 2)"),
            ("UPDATE letter_signature SET at = at + 1000", "UPDATE letter_signature SET at = at - 1000"),
            ("UPDATE letter_signature SET by_post_id = by_post_id + 1", "UPDATE letter_signature SET by_post_id = by_post_id - 1"),
            ("UPDATE letter_target SET weight = weight + 1 WHERE weight = 605", "UPDATE letter_target SET weight = weight - 1 WHERE weight = 606"),
            ("UPDATE letter_target SET value = '1%'", "UPDATE letter_target SET value = '100%'"),
            ("UPDATE post_key SET public_key = 'x' || public_key", "UPDATE post_key SET public_key = SUBSTR(public_key, 2)"),
        ] {
            assert!(tamper(&kit, sql).await > 0, "{sql}");
            assert!(!checked(&kit).await.is_empty(), "nobody was told of: {sql}");
            tamper(&kit, undo).await;
            assert!(checked(&kit).await.is_empty(), "{undo}");
        }
        tamper(&kit, "DELETE FROM letter_signature WHERE side = 'issuer'").await;
        assert!(checked(&kit).await.iter().any(|t| t.contains("without both signatures")));
    }

    async fn nobody_countersigns_a_text_that_is_not_what_was_signed(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        signed(&kit, "n1", id).await;
        tamper(&kit, "UPDATE letter_seal SET body = REPLACE(body, 'value 100%', 'value 101%')").await;
        let root = kit.cx("root", Role::Secretary);
        let refused = target::countersign(&root, "", proof(&root), id, target::Which::SignedBy(kit.house.now())).await;
        assert_eq!(codes(refused), ["target_broken"]);
    }
}

#[test]
fn no_statement_changes_or_deletes_what_was_sealed() {
    let source = include_str!("../../src/store/sealing.rs");
    let everything = target::STATEMENTS.iter().map(|(_, text)| *text).chain([source]);
    for text in everything {
        for table in ["letter_seal", "letter_signature"] {
            for verb in ["UPDATE", "DELETE FROM", "REPLACE INTO"] {
                assert!(!text.contains(&format!("{verb} {table}")), "{verb} {table}");
            }
        }
    }
}
