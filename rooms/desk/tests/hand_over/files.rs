//! The sheet as a page, as a workbook and in JSON: the same rows.

use kernel::Role;
use office::{Limits, Table};

use crate::support::{client, decided, house, page, repeated, sent};

/// Every row of a sheet as texts.
fn cells(book: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut table = Table::from_bytes(book.to_vec(), "sheet.xlsx", Limits::default()).unwrap();
    table.choose_sheet(sheet).unwrap();
    let text = |row: office::Row| row.values().iter().map(|v| v.text().into_owned()).collect();
    table.rows().unwrap().map(|row| text(row.unwrap())).collect()
}

testkit::both_engines! {
    async fn the_page_leads_to_every_row_and_ends_with_three_signatures(kit: testkit::Kit) {
        house(&kit).await;
        let clerk = client(&kit, "n1/t1", Role::Clerk).await;
        let body = clerk.get("/hand-over").await.expect(200).body;
        assert!(body.contains("甲一镇交接单：逾期事项 1 件、待签责任书 1 份"), "{body}");
        let org = kit.org("n1/t1");
        for part in [
            format!("href=\"/orgs/{org}/posts#post-"),
            format!("href=\"/letters/{org}/"),
            "href=\"/targets/".to_owned(),
            format!("href=\"/assignments/{org}/202611/"),
            "href=\"/lists/".to_owned(),
            format!("href=\"/meetings/{org}/"),
            "href=\"/milestones/".to_owned(),
            format!("href=\"/statements/{org}/2026-11\""),
            format!("href=\"/hand-over/{org}/sheet.xlsx\""),
        ] {
            assert!(body.contains(&part), "{part} is missing");
        }
        for word in ["祁雪梅，2026-03-01 到任", "甲一镇secretary，2026-03-01 离任", "任期将满", "申请延期到 2026-12-28，未答复：施工未完", "活动场所漏雨。", "更正待定"] {
            assert!(body.contains(word), "{word}");
        }
        let signs = body.split("class=\"signs\"").nth(1).unwrap();
        assert!(signs.contains("移交人") && signs.contains("接收人") && signs.contains("监交人"));
        let county = client(&kit, "n1", Role::Clerk).await.get("/hand-over").await.expect(200).body;
        assert!(county.contains(&format!("under={}&#38;issue=", kit.org("n1"))) && county.contains("state=signed"), "{county}");
    }

    async fn the_workbook_has_a_sheet_for_each_list(kit: testkit::Kit) {
        house(&kit).await;
        decided(&kit, "n1/t1", "=1+1", "2026-12-20").await;
        let reply = client(&kit, "n1", Role::Clerk).await.get(&format!("{}/sheet.xlsx", page(&kit, "n1/t1"))).await.expect(200);
        assert!(reply.headers["content-type"].to_str().unwrap().contains("spreadsheetml"));
        assert!(reply.headers["content-disposition"].to_str().unwrap().contains("2026-12-01.xlsx"));
        let book = &reply.bytes;
        let facts = cells(book, "交接单");
        assert!(facts.contains(&vec!["移交人".to_owned(), "甲一镇secretary，2026-03-01 离任".to_owned()]), "{facts:?}");
        assert!(facts.contains(&vec!["要先看的".to_owned(), "逾期事项 1 件".to_owned()]), "{facts:?}");
        let terms = cells(book, "任期");
        assert_eq!(terms[1][2..5], ["祁雪梅", "2026-03-01", "2027-02-28"], "the last day, as people say it");
        let letters = cells(book, "责任书");
        assert_eq!((letters.len(), letters[1][3].as_str(), letters[1][6].as_str(), letters[2][8].as_str()), (3, "待签", "按期换届", "39.5"));
        let items = cells(book, "事项");
        assert_eq!((items.len(), items[1][0].as_str(), items[1][5].as_str(), items[1][6].as_str()), (3, "上报换届名册", "2026-11-30", "逾期 1 天"));
        assert_eq!(cells(book, "发出的交办单")[1][3..7], ["2", "0", "2", "0"]);
        let promises = cells(book, "例会决定");
        assert_eq!((promises[1][0].as_str(), promises[2][0].as_str()), ("年底前清理台账", "=1+1"), "a text stays a text");
        assert_eq!(cells(book, "规划节点")[1][0], "活动场所达标村占比");
        assert_eq!(cells(book, "晒账单")[1][1], "活动场所漏雨。");
        let english = client(&kit, "n1", Role::Clerk).await.in_english().get(&format!("{}/sheet.xlsx", page(&kit, "n1/t1"))).await.expect(200);
        assert_eq!(cells(&english.bytes, "Letters issued").len(), 1, "a list without rows keeps its headings");
    }

    async fn the_interface_tells_the_same_rows(kit: testkit::Kit) {
        house(&kit).await;
        let address = format!("/api/v1/orgs/{}/hand-over", kit.org("n1/t1"));
        let told = client(&kit, "n1", Role::Leader).await.get(&address).await.expect(200).json();
        assert_eq!((told["org_name"].as_str(), told["day"].as_str()), (Some("甲一镇"), Some("2026-12-01")));
        assert_eq!((told["urgent"][0]["what"].as_str(), told["urgent"][0]["n"].as_i64()), (Some("overdue"), Some(1)));
        assert_eq!((told["posts"][0]["holder"]["person"].as_str(), told["posts"][0]["ends_soon"].as_bool()), (Some("祁雪梅"), Some(true)));
        assert_eq!(told["letters"][0]["targets"][1]["weight"].as_i64(), Some(395));
        assert_eq!((told["items"][0]["light"].as_str(), told["items"][1]["asked_day"].as_str()), (Some("red"), Some("2026-12-28")));
        assert_eq!((told["lists"][0]["owed"].as_i64(), told["promises"][0]["standing"].as_str()), (Some(2), Some("open")));
        assert_eq!((told["milestones"][0]["standing"].as_str(), told["statement"]["problems"].as_str()), (Some("unknown"), Some("活动场所漏雨。")));
        assert_eq!((told["proposals"][0]["rev"].as_i64(), told["cut"].as_array().unwrap().len()), (Some(2), 0));
    }

    async fn a_long_list_says_where_it_ends(kit: testkit::Kit) {
        sent(&kit, "n1/t1", "village", &[("开好党员大会", "2026-12-10")]).await;
        repeated(&kit, "n1/t1/v1", 319).await;
        let village = client(&kit, "n1/t1/v1", Role::Secretary).await;
        let body = village.get("/hand-over").await.expect(200).body;
        assert_eq!(body.matches("href=\"/assignments/").count(), desk::MOST);
        assert!(body.contains("只列前 300 项") && body.contains("320 项"), "the count is of all");
        let told = village.get(&format!("/api/v1/orgs/{}/hand-over", kit.org("n1/t1/v1"))).await.expect(200).json();
        assert_eq!((told["items_all"].as_i64(), told["cut"][0].as_str()), (Some(320), Some("items")));
    }

    async fn the_english_page_holds_no_chinese_apart_from_data(kit: testkit::Kit) {
        house(&kit).await;
        let mut body = client(&kit, "n1/t1", Role::Clerk).await.in_english().get("/hand-over").await.expect(200).body;
        let data = ["祁雪梅", "2026 年党建责任书", "组织建设", "按期换届", "开好组织生活会", "上报换届名册", "检修活动场所", "施工未完", "开好党员大会", "十一月交办", "年底前清理台账", "党建工作例会", "活动场所达标村占比", "达标村占比", "活动场所漏雨。", "甲"];
        for word in testkit::NODES.iter().map(|n| n.1).chain(data) {
            body = body.replace(word, "");
        }
        let left: String = body.lines().filter(|l| l.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))).collect();
        let left = left.replace("责〔2026〕1号", "").replace("交办〔2026〕", "").replace('号', "");
        assert!(!left.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}')), "{left}");
    }
}
