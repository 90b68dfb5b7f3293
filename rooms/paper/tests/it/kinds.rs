//! Letters, minutes and work procedures on paper.

use cx::AppError;
use kernel::Role;
use paper::{Edition, Format, Subject};

use crate::support::{countersigned, document, letter, minutes, of_n1, print, signed, text};

testkit::both_engines! {
    async fn a_letter_is_printed_before_and_after_each_signature_each_time_as_a_paper_of_its_own(kit: testkit::Kit) {
        let id = letter(&kit, 2).await;
        let subject = of_n1(&kit, id);
        let unsigned = print(&kit, "n1", subject, Format::Pdf).await.unwrap();
        let read = text(&unsigned);
        for wanted in ["示例州责〔2026〕1号", "甲县2026年度党建工作目标责任书", "屲上村、癿藏镇、枹罕镇、埉坪村、䃎石村", "无依据（仅文", "定量：换届完成率", "合计100分", "尚未签署"] {
            assert!(read.contains(wanted), "{wanted} is not in {read}");
        }
        kit.clock.advance_minutes(5);
        let again = print(&kit, "root", subject, Format::Docx).await.unwrap();
        assert_eq!((&again.number, &again.hash), (&unsigned.number, &unsigned.hash), "an unsigned letter that did not change");
        signed(&kit, id).await;
        let half = print(&kit, "n1", subject, Format::Pdf).await.unwrap();
        countersigned(&kit, id).await;
        let whole = print(&kit, "root", subject, Format::Pdf).await.unwrap();
        assert!(half.number != unsigned.number && whole.number != half.number);
        assert!(text(&half).contains("尚未会签") && !text(&half).contains("尚未签署"));
        let read = text(&whole);
        let found = target::letter(&kit.cx("n1", Role::Clerk), target::Key { org: kit.org("n1"), issue: id }, None).await.unwrap();
        for (signature, _) in &found.signatures {
            assert!(read.contains(&format!("{}{}于2026年11月", signature.post_title, signature.name)), "{read}");
        }
        assert_eq!(found.signatures.len(), 2);
        assert!(read.contains(&found.sealed.unwrap().hash) && read.contains("Ed25519"), "{read}");
        assert!(!paper::check(&kit.operator(), &unsigned.code).await.unwrap().current);
        assert!(paper::check(&kit.operator(), &whole.code).await.unwrap().current);
        assert!(matches!(print(&kit, "n2", subject, Format::Pdf).await, Err(AppError::NotFound)), "another county");
    }

    async fn a_letter_whose_sealed_text_was_touched_or_that_was_taken_back_is_not_printed(kit: testkit::Kit) {
        let id = letter(&kit, 2).await;
        signed(&kit, id).await;
        kit.house.db.write(|tx| tx.exec("UPDATE letter_seal SET body = body || 'x'", &[])).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        let refused = print(&kit, "n1", of_n1(&kit, id), Format::Pdf).await;
        assert!(matches!(&refused, Err(AppError::Invalid(faults)) if faults[0].code == "target_broken"), "{refused:?}");
        let key = target::Key { org: kit.org("n2"), issue: id };
        let clerk = kit.cx("root", Role::Clerk);
        target::withdraw(&clerk, "", target::Seen { key, rev: 1, version: 1 }, "发错了对象".to_owned()).await.unwrap();
        let gone = print(&kit, "root", Subject::Letter(key.org, Edition { id, rev: None }), Format::Pdf).await;
        assert!(matches!(gone, Err(AppError::NotFound)), "{gone:?}");
    }

    async fn minutes_are_printed_with_their_decisions_by_the_circle_and_corrected_ones_replace_them(kit: testkit::Kit) {
        let (id, subject) = minutes(&kit, "会议听取了各镇汇报。").await;
        let first = print(&kit, "n1", subject, Format::Pdf).await.unwrap();
        let read = text(&first);
        for wanted in ["党建工作例会纪要", "2026年11月", "三楼会议室", "会议听取了各镇汇报。", "补齐第三季度会议记录", "无依据", "第三条", "2026-12-25", "应到单位"] {
            assert!(read.contains(wanted), "{wanted} is not in {read}");
        }
        assert!(print(&kit, "n1/t1", subject, Format::Docx).await.is_ok(), "a guest of the meeting");
        assert!(matches!(print(&kit, "n2", subject, Format::Pdf).await, Err(AppError::NotFound)));
        let org = kit.org("n1");
        meeting::propose(&kit.cx("n1", Role::Clerk), "", id, 1, ("会议听取了各镇的汇报。".to_owned(), "漏了一个字".to_owned())).await.unwrap();
        meeting::confirm(&kit.cx("root", Role::Secretary), "", org, id, 2).await.unwrap();
        let second = print(&kit, "n1", subject, Format::Pdf).await.unwrap();
        assert!(text(&second).contains("更正说明（第2版）：漏了一个字"));
        let old = print(&kit, "n1", Subject::Minutes(org, Edition { id, rev: Some(1) }), Format::Pdf).await.unwrap();
        assert_eq!(old.hash, first.hash, "the same facts");
        for code in [&first.code, &old.code] {
            assert!(!paper::check(&kit.operator(), code).await.unwrap().current, "a later revision counts");
        }
        assert!(paper::check(&kit.operator(), &second.code).await.unwrap().current);
    }

    async fn a_work_procedure_is_printed_with_its_chapters_and_clauses_and_other_documents_are_not(kit: testkit::Kit) {
        let (_, subject) = document(&kit, document::Kind::WorkProcedure).await;
        let printed = print(&kit, "n1/t1", subject, Format::Pdf).await.unwrap();
        let read = text(&printed);
        for wanted in ["示组发〔2026〕3号", "第一章总则", "第一条为了规范工作，制定本规程。", "（二）年度工作。", "自2026年11月1日起施行"] {
            assert!(read.contains(wanted), "{wanted} is not in {read}");
        }
        assert!(!read.contains("一、第一章"), "chapters bring their own numbers");
        assert!(matches!(print(&kit, "n2", subject, Format::Pdf).await, Err(AppError::NotFound)), "neither above nor below");
        let (_, other) = document(&kit, document::Kind::Regulation).await;
        assert!(matches!(print(&kit, "n1", other, Format::Pdf).await, Err(AppError::NotFound)));
        let elsewhere = Subject::parse("procedure", &kit.org("n2").to_string(), &subject.id()).unwrap();
        assert!(matches!(print(&kit, "root", elsewhere, Format::Pdf).await, Err(AppError::NotFound)), "it is not theirs");
    }
}
