//! A letter that was signed in the first canonical text stays what both sides signed: it verifies, opens and prints.

use data_encoding::HEXLOWER;
use kernel::{Id, IssueId, OrgId, Role};
use target::{SignatureRow, Version};
use testkit::Kit;

use crate::{
    faces::client,
    support::{checked, countersigned, issued, key, signed, tamper, to, two},
};

/// The text as the first version of the program wrote it: a remark took the place of a basis.
fn first_text(body: &str) -> String {
    let lines = body.lines().filter(|line| !line.starts_with("baseless "));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    text.replacen("qingdan-letter/v2", "qingdan-letter/v1", 1)
}

/// What the post's own key signs under a text with this digest.
async fn signed_by_post(kit: &Kit, s: &SignatureRow, of: (OrgId, IssueId), hash: &str) -> String {
    let (org, id) = (s.org, s.key);
    type Stored = (Vec<u8>, String, i64, i64);
    let found: Result<Stored, db::DbFault> = kit
        .house
        .db
        .read(move |tx| {
            let text = "SELECT secret, house_key, post_id, holder_id FROM post_key WHERE org_id = $1 AND key_id = $2";
            tx.one(text, db::args![org, id])
        })
        .await;
    let (secret, house, post, holder) = found.unwrap();
    let about = format!("post-key {org} {post} {holder} {id}");
    let secret = kit.house.key().unwrap().decrypt(&house, &secret, &about).unwrap();
    let text = s.attestation(of.0, of.1, hash).text();
    HEXLOWER.encode(&seal::by_name(&s.algorithm).unwrap().sign(&secret, text.as_bytes()).unwrap())
}

/// Makes of a letter in force the row that the first version of the program left behind; answers its text.
async fn written_before(kit: &Kit, org: &str, issue: IssueId) -> String {
    let of = (kit.org(org), issue);
    let found = target::letter(&kit.cx(org, Role::Secretary), key(kit, org, issue), None).await.unwrap();
    let body = first_text(&found.sealed.unwrap().body);
    let hash = seal::digest(&body);
    let mut signatures: Vec<(Id<()>, String)> = Vec::new();
    for (signature, _) in &found.signatures {
        signatures.push((signature.key, signed_by_post(kit, signature, of, &hash).await));
    }
    let text = body.clone();
    kit.house
        .db
        .write(move |tx| {
            let sealed = "UPDATE letter_seal SET body = $1, hash = $2 WHERE org_id = $3 AND issue_id = $4";
            tx.exec(sealed, db::args![&text, &hash, of.0, of.1])?;
            for (key, signature) in &signatures {
                let signed =
                    "UPDATE letter_signature SET signature = $1 WHERE org_id = $2 AND issue_id = $3 AND key_id = $4";
                tx.exec(signed, db::args![signature, of.0, of.1, *key])?;
            }
            Ok::<_, db::DbFault>(())
        })
        .await
        .unwrap();
    body
}

testkit::both_engines! {
    async fn a_letter_of_the_first_canonical_text_verifies_opens_and_prints(kit: testkit::Kit) {
        let mut targets = two();
        targets[0].basis = "年初会上口头提出".to_owned();
        let id = issued(&kit, "root", to(&kit, "root", &["county"], targets)).await;
        signed(&kit, "n1", id).await;
        countersigned(&kit, "root", id).await;
        let body = written_before(&kit, "n1", id).await;
        assert!(body.starts_with("qingdan-letter/v1\n") && !body.contains("baseless"), "{body}");
        assert_eq!(checked(&kit).await, Vec::<String>::new(), "both signatures hold over the old text");
        let reader = client(&kit, "n1", Role::Clerk).await;
        let here = format!("/letters/{}/{id}", kit.org("n1"));
        let page = reader.get(&here).await.expect(200).body;
        assert!(page.contains("年初会上口头提出"), "{page}");
        // The old text took the remark for a basis; only what named none was without one.
        assert_eq!(page.matches("<span class=\"chip chip-line\">无依据</span>").count(), 1, "{page}");
        let verify = reader.get(&format!("{here}/verify")).await.expect(200).body;
        assert!(verify.contains("is-good") && verify.contains("qingdan-letter/v1"), "{verify}");
        let of = key(&kit, "n1", id);
        let printed = kit.operator().read(move |tx| target::printed_in(tx, of, None)).await.unwrap();
        assert_eq!((printed.letter.version, printed.signatures.len()), (Version::One, 2));
        assert_eq!(printed.sealed.unwrap().body, body, "it is printed from the text that was signed");
        let bare: Vec<bool> = printed.letter.lines.iter().map(|line| line.baseless).collect();
        assert_eq!(bare, [false, true]);
        tamper(&kit, "UPDATE letter_seal SET body = REPLACE(body, 'value 100%', 'value 101%')").await;
        assert!(!checked(&kit).await.is_empty(), "a changed byte of it is told");
    }
}
