//! The record of what happened is read in words: nobody has to know a code.

use kernel::Role;
use testkit::Client;

use crate::{house::client, planted::Planted};

/// What a page says, without what stands in its tags.
fn said(page: &str) -> String {
    page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<Vec<_>>().join("|")
}

/// Codes that people should never read: kinds, ways of asking, roles, names of facts.
const CODES: &[&str] = &["task_list", "assignments", "orgs", "stage", "|cli", "|web", "|api", "clerk|", "secretary|"];

async fn sent_of(auditor: &Client) -> String {
    let found = auditor.get("/api/v1/audit?kind=task_list.sent").await.expect(200).json();
    let one = &found["items"][0];
    format!("/audit/{}/{}", one["org"].as_str().unwrap(), one["id"].as_str().unwrap())
}

testkit::both_engines! {
    async fn a_list_that_was_sent_stands_in_the_record_in_the_words_of_its_reader(kit: testkit::Kit) {
        Planted::in_house(&kit).await;
        let chinese = kit.log_in(&client(&kit), "root", Role::AuditAdmin).await;
        let one = sent_of(&chinese).await;
        let list = said(&chinese.get("/audit?size=100").await.expect(200).body);
        let record = said(&chinese.get(&one).await.expect(200).body);
        for word in ["下发交办单", "下发责任书", "文件施行", "公布晒账单", "建规划", "批量打印公文", "经办人"] {
            assert!(list.contains(word), "{word}: {list}");
        }
        for word in ["下发交办单", "组织数", "交办", "阶段", "已下发", "网页", "经办人", "成功"] {
            assert!(record.contains(word), "{word}: {record}");
        }
        for (page, code) in [&list, &record].into_iter().flat_map(|page| CODES.iter().map(move |code| (page, code))) {
            assert!(!page.contains(code), "{code} stands on {page}");
        }
        let english = kit.log_in(&client(&kit).in_english(), "root", Role::AuditAdmin).await;
        let record = said(&english.get(&one).await.expect(200).body);
        for word in ["List sent", "Organisations", "Tasks", "web pages", "Clerk"] {
            assert!(record.contains(word), "{word}: {record}");
        }
    }

    async fn a_sheet_of_the_record_holds_a_code_only_beside_its_words(kit: testkit::Kit) {
        Planted::in_house(&kit).await;
        let auditor = kit.log_in(&client(&kit), "root", Role::AuditAdmin).await;
        let sheet = auditor.post("/audit/export", &[("kind", "task_list.sent")]).await.expect(200).body;
        let (head, row) = sheet.trim_end().split_once("\r\n").unwrap();
        let cells = |line: &str| line.trim_matches(['\u{feff}', '"']).split("\",\"").map(str::to_owned).collect::<Vec<_>>();
        let told: Vec<(String, String)> = cells(head).into_iter().zip(cells(row)).collect();
        for (column, value) in [("事项", "下发交办单"), ("事项代码", "task_list.sent"), ("职责", "经办人"), ("来源", "网页"), ("结果", "成功")] {
            assert!(told.contains(&(column.to_owned(), value.to_owned())), "{column}: {told:?}");
        }
        let facts = &told.iter().find(|(column, _)| column == "明细").unwrap().1;
        assert!(facts.contains("组织数：") && facts.contains("阶段：已下发"), "{facts}");
    }

    async fn the_filter_offers_areas_and_a_record_leads_to_its_like(kit: testkit::Kit) {
        Planted::in_house(&kit).await;
        let auditor = kit.log_in(&client(&kit), "root", Role::AuditAdmin).await;
        let of_letters = auditor.get("/audit?kind=target.").await.expect(200).body;
        assert!(of_letters.contains("<option value=\"target.\" selected>责任书</option>"), "{of_letters}");
        assert!(of_letters.contains("下发责任书") && !said(&of_letters).contains("下发交办单"));
        let record = auditor.get(&sent_of(&auditor).await).await.expect(200).body;
        assert!(record.contains("href=\"/audit?kind=task_list.sent\""), "{record}");
        let like = auditor.get("/audit?kind=task_list.sent").await.expect(200).body;
        assert!(like.contains("selected>下发交办单</option>"), "{like}");
    }
}
