//! Lists on paper: as each recipient got them, one by one and many at once, with what each item rests on.

use cx::AppError;
use kernel::{ListId, Month, Page, Role};
use paper::{Format, Of, Subject};
use testkit::Kit;

use crate::support::{clause, entries, item, list_draft, print, published, sent, words};

const MONTH: Month = Month(202_611);

/// A list with one item on a clause and one on words alone; answers it, its number and what the clause is called.
async fn given(kit: &Kit) -> (ListId, String, &'static str) {
    let (clause, name) = clause(kit).await;
    let items = vec![item("开好换届大会", Some(clause), ""), item("统计活动场所面积", None, "电话通知")];
    let (list, number) = sent(kit, items).await;
    (list, number, name)
}

testkit::both_engines! {
    async fn a_sent_list_is_printed_as_its_recipient_got_it_in_both_formats(kit: testkit::Kit) {
        let (list, number, clause) = given(&kit).await;
        let subject = Subject::List(kit.org("n1/t1"), list);
        let mut numbers = Vec::new();
        for format in [Format::Pdf, Format::Docx] {
            let printed = print(&kit, "n1/t1", subject, format).await.unwrap();
            let read = words(format, &printed.bytes);
            for wanted in [number.as_str(), "十一月交办单", "甲一镇", "甲县", "开好换届大会按期完成", "统计活动场所面积", "2026-12-04", clause, "无依据（仅文字：电话通知）", "共2项"] {
                assert!(read.contains(wanted), "{format:?}: {wanted} is not in {read}");
            }
            assert!(!read.contains("甲二乡"), "it is the paper of one recipient: {read}");
            numbers.push((printed.number, printed.code));
        }
        assert_eq!(numbers[0], numbers[1]);
        assert!(print(&kit, "n1", subject, Format::Docx).await.is_ok(), "its issuer sees what each one got");
        for outsider in ["n2", "n2/t1", "n1/t2"] {
            let refused = print(&kit, outsider, subject, Format::Pdf).await;
            assert!(matches!(refused, Err(AppError::NotFound)), "{outsider}: {refused:?}");
        }
    }

    async fn the_issuers_own_copy_names_no_recipient_and_what_was_taken_back_is_on_no_paper(kit: testkit::Kit) {
        let (list, number, _) = given(&kit).await;
        let own = print(&kit, "n1", Subject::List(kit.org("n1"), list), Format::Docx).await.unwrap();
        let read = words(Format::Docx, &own.bytes);
        assert!(read.contains(&number) && !read.contains("甲一镇"), "{read}");
        let clerk = kit.cx("n1", Role::Clerk);
        task_list::withdraw_list(&clerk, "", list, 2, "重复下发".to_owned()).await.unwrap();
        let gone = print(&kit, "n1/t1", Subject::List(kit.org("n1/t1"), list), Format::Pdf).await;
        assert!(matches!(gone, Err(AppError::NotFound)), "{gone:?}");
    }

    async fn the_lists_of_one_sending_are_had_as_one_batch(kit: testkit::Kit) {
        let (list, number, _) = given(&kit).await;
        let of = Of::List(kit.org("n1"), list);
        let (clerk, town) = (kit.cx("n1", Role::Clerk), kit.cx("n1/t1", Role::Clerk));
        let plan = paper::plan(&clerk, of).await.unwrap();
        assert_eq!((plan.title.as_str(), plan.total), ("十一月交办单", 2));
        assert_eq!(paper::plan(&town, of).await.unwrap().total, 1, "a recipient has its own alone");
        for outsider in ["n2", "n2/t1"] {
            let refused = paper::plan(&kit.cx(outsider, Role::Clerk), of).await;
            assert!(matches!(refused, Err(AppError::NotFound)), "{outsider}: {refused:?}");
        }
        let id = paper::order(&clerk, "", of, Format::Docx, "http://x".to_owned()).await.unwrap();
        assert_eq!(paper::work(&kit.house, false).await.unwrap(), 1);
        let (row, mut file) = paper::fetch(&clerk, id).await.unwrap();
        assert_eq!((row.done, row.refused.as_str()), (2, "[]"));
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        let read: Vec<String> = entries(&bytes).iter().map(|(_, one)| words(Format::Docx, one)).collect();
        assert!(read[0].contains("甲一镇") && read[1].contains("甲二乡"), "{read:?}");
        assert!(read.iter().all(|one| one.contains(&number) && one.contains("开好换届大会")), "{read:?}");
    }

    async fn what_rests_on_words_alone_is_without_basis_wherever_it_is_told(kit: testkit::Kit) {
        let clerk = kit.cx("n1", Role::Clerk);
        let (clause, _) = clause(&kit).await;
        let items = vec![item("开好换届大会", Some(clause), ""), item("统计活动场所面积", None, "电话通知")];
        assert_eq!(task_list::preview(&clerk, list_draft(&kit, items.clone())).await.unwrap().without_basis, 1);
        let (list, _) = sent(&kit, items).await;
        let red = task_list::baseless(&clerk, MONTH, Page::new(None, None)).await.unwrap();
        assert_eq!((red.items, red.baseless, red.rows.items[0].text.as_str()), (2, 1, "统计活动场所面积"));
        let marks: Vec<bool> = task_list::list(&clerk, list).await.unwrap().items.iter().map(|i| i.item.is_baseless()).collect();
        assert_eq!(marks, [false, true]);
        assert_eq!(task_list::asked_of(&clerk, kit.org("n1"), MONTH).await.unwrap().lists[0].without_basis, 1);
        let town = kit.org("n1/t1");
        assert_eq!(task_list::asked_of(&clerk, town, MONTH).await.unwrap().outside, 1);
        let subject = published(&kit, "n1/t1").await;
        let shown = statement::show(&kit.cx("n1/t1", Role::Clerk), town, MONTH, statement::Asked::default()).await.unwrap();
        let revision = shown.revision.unwrap();
        assert_eq!(revision.statement.facts.asked[0].baseless, 1);
        let marked: Vec<(&str, bool)> = revision.statement.facts.lines.iter().map(|l| (l.text.as_str(), l.baseless)).collect();
        assert_eq!(marked, [("开好换届大会", false), ("统计活动场所面积", true)]);
        assert_eq!(revision.sealed.body.matches("\nbaseless yes\n").count(), 1, "{}", revision.sealed.body);
        let papers = [("n1/t1", subject), ("n1/t1", Subject::List(town, list))];
        for (org, subject) in papers {
            let read = words(Format::Docx, &print(&kit, org, subject, Format::Docx).await.unwrap().bytes);
            assert_eq!(read.matches("无依据（仅文字：电话通知）").count(), 1, "{read}");
        }
    }
}
