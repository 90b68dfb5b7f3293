//! Both signatures: who may, with what proof, and what is sealed.

use cx::AppError;
use kernel::Role;
use target::{Line, Side, Source, TargetDraft, Upper, Which};

use crate::support::{
    YEAR, checked, clause, codes, countersigned, issued, key, proof, proof_at, seen, signed, target, to, two,
};

testkit::both_engines! {
    async fn a_letter_is_signed_sealed_countersigned_and_in_force(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let hash = signed(&kit, "n1", id).await;
        let county = kit.cx("n1", Role::Clerk);
        let found = target::letter(&county, key(&kit, "n1", id), None).await.unwrap();
        assert_eq!((found.shown.code(), found.sealed.as_ref().map(|s| s.hash.as_str())), ("signed", Some(hash.as_str())));
        let body = &found.sealed.as_ref().unwrap().body;
        for line in ["number 示例州责〔2026〕1号", "code 9901", "name 示例州", "code 990101", "name 甲县", "weight 605", "weights 1000", "deduction 每少一项扣 1 分"] {
            assert!(body.contains(&format!("\n{line}\n")), "{line} is missing in\n{body}");
        }
        assert_eq!(countersigned(&kit, "root", id).await, 1, "only what was signed");
        let found = target::letter(&county, key(&kit, "n1", id), None).await.unwrap();
        assert_eq!(found.shown.code(), "in_force");
        let sides: Vec<(Side, bool, &str)> = found.signatures.iter().map(|(s, holds)| (s.side, *holds, s.algorithm.as_str())).collect();
        assert_eq!(sides, [(Side::Recipient, true, "ed25519"), (Side::Issuer, true, "ed25519")]);
        assert_eq!(found.steps.iter().map(|s| s.kind.code()).collect::<Vec<_>>(), ["issued", "signed", "countersigned"]);
        assert!(found.sound && checked(&kit).await.is_empty());
    }

    async fn a_sealed_letter_says_of_each_target_what_it_rests_on_and_that_words_alone_are_no_basis(kit: testkit::Kit) {
        let remark = TargetDraft { basis: "上级口头要求".to_owned(), ..target("按期换届", 605) };
        let (clause, name) = clause(&kit, "root").await;
        let rests = TargetDraft { clause: Some(clause), ..target("开好组织生活会", 395) };
        let top = issued(&kit, "root", to(&kit, "root", &["county"], vec![remark, rests])).await;
        signed(&kit, "n1", top).await;
        let bases = |found: &target::LetterDetail| {
            let text = &found.sealed.as_ref().unwrap().body;
            text.lines().filter(|l| l.starts_with("basis ")).zip(text.lines().filter(|l| l.starts_with("baseless "))).map(|(b, n)| format!("{b} {n}")).collect::<Vec<_>>()
        };
        let found = target::letter(&kit.cx("n1", Role::Clerk), key(&kit, "n1", top), None).await.unwrap();
        assert_eq!(bases(&found), ["basis 上级口头要求 baseless yes".to_owned(), format!("basis {name} baseless no")]);
        let clerk = kit.cx("n1", Role::Clerk);
        let above = Upper { org: kit.org("root"), issue: top };
        let next = target::begin(&clerk, "", YEAR, "县责任书".to_owned(), Source::Above(above)).await.unwrap();
        let mut draft = target::written(&clerk, next).await.unwrap().draft;
        draft.targets.iter_mut().for_each(|t| (t.clause, t.basis) = (None, String::new()));
        target::edit(&clerk, "", next, 1, draft).await.unwrap();
        target::issue(&clerk, "", next, 2).await.unwrap();
        signed(&kit, "n1/t1", next).await;
        let found = target::letter(&kit.cx("n1/t1", Role::Clerk), key(&kit, "n1/t1", next), None).await.unwrap();
        let carried = |seq: i64| format!("basis 《党建工作目标责任书》（示例州责〔2026〕1号）第{seq}项 baseless no");
        assert_eq!(bases(&found), [carried(1), carried(2)], "what is carried on is a basis, named by its letter");
    }

    async fn only_the_person_of_the_first_responsible_post_signs_and_only_after_proving_who_they_are(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let seen = seen(&kit, "n1", id).await;
        let (secretary, clerk) = (kit.cx("n1", Role::Secretary), kit.cx("n1", Role::Clerk));
        let sign = |cx: cx::Cx, proof| async move { target::sign(&cx, "", proof, seen).await };
        assert!(matches!(sign(clerk.clone(), proof(&clerk)).await, Err(AppError::Forbidden("target.sign"))));
        let stranger = kit.cx("n2", Role::Secretary);
        assert!(matches!(sign(stranger.clone(), proof(&stranger)).await, Err(AppError::NotFound)));
        let above = kit.cx("root", Role::Secretary);
        assert!(matches!(sign(above.clone(), proof(&above)).await, Err(AppError::Forbidden("target.sign"))), "nobody signs for somebody else");
        assert_eq!(codes(sign(secretary.clone(), proof(&clerk)).await), ["account_proof_needed"], "somebody else's proof");
        let old = proof_at(&secretary, kit.house.now().plus_ms(-301_000));
        assert_eq!(codes(sign(secretary.clone(), old).await), ["account_proof_needed"]);
        let county = kit.org("n1");
        kit.house.db.write(move |tx| tx.exec("UPDATE post SET first_responsible = 0 WHERE org_id = $1", db::args![county])).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        assert_eq!(codes(sign(secretary.clone(), proof(&secretary)).await), ["target_not_first"]);
        kit.house.db.write(move |tx| tx.exec("UPDATE post SET first_responsible = 1 WHERE org_id = $1 AND role = 'secretary'", db::args![county])).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        sign(secretary.clone(), proof_at(&secretary, kit.house.now().plus_ms(-299_000))).await.unwrap();
        let again = target::sign(&secretary, "", proof(&secretary), seen).await;
        assert!(matches!(again, Err(AppError::Conflict(_))), "{again:?}");
    }

    async fn the_recipient_objects_and_signs_only_after_the_answer(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let (county, root) = (kit.cx("n1", Role::Clerk), kit.cx("root", Role::Clerk));
        let before = seen(&kit, "n1", id).await;
        assert_eq!(codes(target::object(&county, "", before, "不".to_owned()).await), ["target_reason"]);
        target::object(&county, "", before, "换届比例过高".to_owned()).await.unwrap();
        let now = seen(&kit, "n1", id).await;
        let secretary = kit.cx("n1", Role::Secretary);
        assert_eq!(codes(target::sign(&secretary, "", proof(&secretary), now).await), ["target_objected"]);
        let stands = target::letter(&root, key(&kit, "n1", id), None).await.unwrap();
        let mut lines = stands.lines.clone();
        (lines[0].value, lines[0].weight) = ("95%".to_owned(), 600);
        assert_eq!(codes(target::answer(&root, "", now, "同意调整".to_owned(), Some(lines.clone())).await), ["target_weights"]);
        lines[1].weight = 400;
        target::answer(&root, "", now, "同意调整".to_owned(), Some(lines)).await.unwrap();
        assert!(matches!(target::answer(&county, "", now, "同意调整".to_owned(), None).await, Err(AppError::Conflict(_) | AppError::Forbidden(_))));
        signed(&kit, "n1", id).await;
        let found = target::letter(&root, key(&kit, "n1", id), None).await.unwrap();
        assert_eq!(found.letter.lines.iter().map(|l| (l.value.as_str(), l.weight)).collect::<Vec<_>>(), [("95%", 600), ("100%", 400)]);
        assert_eq!(found.steps.iter().map(|s| (s.kind.code(), s.reason.as_str())).collect::<Vec<_>>(), [
            ("issued", ""), ("objected", "换届比例过高"), ("amended", "同意调整"), ("signed", "")
        ]);
        let other = target::letter(&root, key(&kit, "n2", id), None).await.unwrap();
        assert_eq!(other.lines[0], Line { target: found.lines[0].target, value: "100%".to_owned(), weight: 605 }, "the others' letters stay");
    }

    async fn many_are_countersigned_at_once_each_sealed_on_its_own_and_all_or_none(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county", "township"], two())).await;
        let mut hashes = Vec::new();
        for org in ["n1", "n2", "n1/t1"] {
            hashes.push(signed(&kit, org, id).await);
        }
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), 3, "each text is its own");
        let root = kit.cx("root", Role::Secretary);
        let clerk = kit.cx("root", Role::Clerk);
        let forbidden = target::countersign(&clerk, "", proof(&clerk), id, Which::SignedBy(kit.house.now())).await;
        assert!(matches!(forbidden, Err(AppError::Forbidden("target.countersign"))));
        let stale = vec![(kit.org("n1"), 2), (kit.org("n2"), 7)];
        assert!(matches!(target::countersign(&root, "", proof(&root), id, Which::These(stale)).await, Err(AppError::Conflict(_))));
        let found = target::letter(&root, key(&kit, "n1", id), None).await.unwrap();
        assert_eq!(found.shown.code(), "signed", "none came into force");
        let chosen = vec![(kit.org("n1"), 2), (kit.org("n2"), 2)];
        assert_eq!(target::countersign(&root, "", proof(&root), id, Which::These(chosen)).await.unwrap(), 2);
        kit.clock.advance_minutes(1);
        let before = kit.house.now().plus_ms(-61_000);
        let early = target::countersign(&root, "", proof(&root), id, Which::SignedBy(before)).await;
        assert_eq!(codes(early), ["target_none_waits"], "what the reader had not seen counted is not signed");
        assert_eq!(countersigned(&kit, "root", id).await, 1);
        assert!(checked(&kit).await.is_empty());
    }

    async fn an_unsigned_letter_can_be_taken_back_and_one_in_force_cannot(kit: testkit::Kit) {
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let root = kit.cx("root", Role::Clerk);
        let first = seen(&kit, "n1", id).await;
        target::withdraw(&root, "", first, "发错了对象".to_owned()).await.unwrap();
        assert_eq!(target::letter(&root, first.key, None).await.unwrap().shown.code(), "withdrawn");
        signed(&kit, "n2", id).await;
        countersigned(&kit, "root", id).await;
        let second = seen(&kit, "n2", id).await;
        assert_eq!(codes(target::withdraw(&root, "", second, "发错了对象".to_owned()).await), ["target_not_open"]);
        kit.clock.set_day("2027-01-01");
        assert_eq!(target::letter(&root, second.key, None).await.unwrap().shown.code(), "ended", "it ends with its last day by itself");
    }
}
