//! The record through its front door: who reads what of it, and what stands in it.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

use audit::{STATEMENTS, WORDS};
use cx::Happening;
use kernel::Role;
use testkit::{Client, Kit};

const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");

fn client(kit: &Kit) -> Client {
    kit.client(&audit::routes().and(account::routes()), &[KIT_WORDS, WORDS, account::WORDS])
}

/// What a page says, without what stands in its tags.
fn said(page: &str) -> String {
    page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<Vec<_>>().join("|")
}

/// A client that also knows the words of lists, whose happenings it reads.
fn client_of_lists(kit: &Kit) -> Client {
    let lists = include_str!("../../task_list/src/words.toml");
    let documents = include_str!("../../document/src/words.toml");
    kit.client(&audit::routes().and(account::routes()), &[KIT_WORDS, WORDS, account::WORDS, lists, documents])
}

/// A list goes out, as its room records it.
async fn send_list(kit: &Kit) {
    let (org, detail) = (kit.org("n1"), serde_json::json!({ "orgs": 6, "assignments": 6, "stage": "sent" }));
    let note =
        move |_: &mut cx::Tx<'_>| Ok(Happening::new("task_list.sent", org, 17).detail(detail.clone()).answer(()));
    kit.cx("n1", Role::Clerk).write(note).await.unwrap();
}

async fn happen(kit: &Kit, key: &str, kind: &'static str) {
    let org = kit.org(key);
    let note = move |_: &mut cx::Tx<'_>| {
        Ok(Happening::new(kind, org, "=1+1").detail(serde_json::json!({ "n": 7 })).answer(()))
    };
    kit.cx(key, Role::Clerk).write(note).await.unwrap();
    kit.clock.advance_minutes(1);
}

async fn kinds(who: &Client, query: &str) -> Vec<String> {
    let page = who.get(&format!("/api/v1/audit?{query}")).await.expect(200).json();
    page["items"].as_array().unwrap().iter().map(|r| r["kind"].as_str().unwrap().to_owned()).collect()
}

testkit::both_engines! {
    async fn every_statement_is_accepted_by_the_engine(kit: testkit::Kit) {
        kit.operator().read(|tx| {
            for (name, text) in STATEMENTS {
                tx.prepares(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            }
            Ok(())
        }).await.unwrap();
    }

    async fn the_audit_administrator_alone_reads_the_record_of_a_branch(kit: testkit::Kit) {
        for (key, kind) in [("n1/t1/v1", "test.village"), ("n1", "test.county"), ("n2", "test.other")] { happen(&kit, key, kind).await; }
        let web = client(&kit);
        let auditor = kit.log_in(&web, "root", Role::AuditAdmin).await;
        assert_eq!(kinds(&auditor, "").await, ["test.other", "test.county", "test.village"]);
        assert_eq!(kinds(&auditor, "org=990101").await, ["test.county", "test.village"]);
        assert_eq!(kinds(&auditor, &format!("org={}", kit.org("n2"))).await, ["test.other"]);
        assert_eq!(kinds(&auditor, "kind=test.c").await, ["test.county"]);
        assert_eq!(kinds(&auditor, "login=n1.clerk").await, ["test.county"]);
        assert_eq!(kinds(&auditor, "result=refused").await, [""; 0]);
        assert_eq!(kinds(&auditor, "to=2026-11-22").await, [""; 0]);
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::Secretary, Role::Leader] {
            let other = kit.log_in(&web, "root", role).await;
            other.get("/audit").await.expect(403);
            other.get("/api/v1/audit").await.expect(403);
            other.post("/audit/export", &[]).await.expect(403);
        }
        web.get("/audit").await.expect(303);
    }

    async fn an_auditor_below_sees_their_branch_and_nothing_that_belongs_to_nobody(kit: testkit::Kit) {
        let county = kit.org("n1");
        let auditor = kit.actor("n1", Role::Leader);
        kit.house.db.write(move |tx| tx.exec("UPDATE post SET role = 'audit_admin' WHERE org_id = $1 AND role = 'leader'", db::args![county])).await.unwrap();
        for (key, kind) in [("n1/t1/v1", "test.village"), ("n2/t1/v1", "test.other"), ("root", "test.above")] { happen(&kit, key, kind).await; }
        let web = client(&kit);
        web.post("/login", &[("login", "n2.clerk"), ("password", "a wrong password")]).await.expect(422);
        let me = kit.log_in(&web, "n1", Role::Leader).await;
        assert_eq!(auditor.seat.org, county);
        assert_eq!(kinds(&me, "").await, ["test.village"]);
        me.get("/api/v1/audit?org=990102").await.expect(422);
        let root = kit.log_in(&web, "root", Role::AuditAdmin).await;
        let all = root.get("/api/v1/audit").await.expect(200).json();
        let failed = &all["items"][0];
        assert_eq!((failed["kind"].as_str(), failed["result"].as_str(), failed["org"].as_str()), (Some("account.logged_in"), Some("refused"), Some("0")));
        me.get(&format!("/audit/0/{}", failed["id"].as_str().unwrap())).await.expect(404);
        root.get(&format!("/audit/0/{}", failed["id"].as_str().unwrap())).await.expect(200);
    }

    async fn pages_follow_each_other_without_gaps(kit: testkit::Kit) {
        for _ in 0..7 { happen(&kit, "n1", "test.many").await; }
        let auditor = kit.log_in(&client(&kit), "root", Role::AuditAdmin).await;
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = auditor.get(&format!("/api/v1/audit?size=3&after={next}")).await.expect(200).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().parse::<i64>().unwrap()));
            match page["next"].as_str() { Some(after) => next = after.to_owned(), None => break }
        }
        assert_eq!(seen.len(), 7);
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
    }

    async fn an_export_is_a_sheet_without_formulas_and_itself_on_record(kit: testkit::Kit) {
        happen(&kit, "n1", "test.county").await;
        let auditor = kit.log_in(&client(&kit), "root", Role::AuditAdmin).await;
        let sheet = auditor.post("/audit/export", &[("kind", "test.")]).await.expect(200);
        assert!(sheet.headers.get("content-type").unwrap().to_str().unwrap().starts_with("text/csv"));
        assert!(sheet.body.contains("\"'=1+1\"") && sheet.body.lines().count() == 2, "{}", sheet.body);
        assert_eq!(kinds(&auditor, "kind=audit.").await, ["audit.exported"]);
        auditor.send("POST", "/audit/export", "application/x-www-form-urlencoded", String::new()).await.expect(403);
    }

    async fn a_list_that_was_sent_is_told_in_the_words_of_its_reader_and_in_no_code(kit: testkit::Kit) {
        send_list(&kit).await;
        let auditor = kit.log_in(&client_of_lists(&kit), "root", Role::AuditAdmin).await;
        let list = auditor.get("/audit").await.expect(200).body;
        let one = list.split("href=\"/audit/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let record = auditor.get(&format!("/audit/{one}")).await.expect(200).body;
        assert!(record.contains("href=\"/audit?kind=task_list.sent\""), "{record}");
        let (list, record) = (said(&list), said(&record));
        for word in ["下发交办单", "经办人", "成功"] {
            assert!(list.contains(word) && record.contains(word), "{word}: {list} {record}");
        }
        for word in ["网页", "组织数|", "交办|", "阶段|", "|已下发"] {
            assert!(record.contains(word), "{word}: {record}");
        }
        for code in ["task_list", "assignments", "orgs", "stage", "|web", "|clerk", "· clerk"] {
            assert!(!list.contains(code) && !record.contains(code), "{code} stands on {list} or {record}");
        }
    }

    async fn a_sheet_holds_a_code_only_beside_its_words(kit: testkit::Kit) {
        send_list(&kit).await;
        let auditor = kit.log_in(&client_of_lists(&kit), "root", Role::AuditAdmin).await;
        let sheet = auditor.post("/audit/export", &[("kind", "task_list.sent")]).await.expect(200).body;
        let (head, row) = sheet.trim_end().split_once("\r\n").unwrap();
        let cells = |line: &str| line.trim_matches(['\u{feff}', '"']).split("\",\"").map(str::to_owned).collect::<Vec<_>>();
        let told: Vec<(String, String)> = cells(head).into_iter().zip(cells(row)).collect();
        for (column, value) in [
            ("事项", "下发交办单"), ("事项代码", "task_list.sent"), ("职责", "经办人"), ("来源", "网页"), ("结果", "成功"),
            ("明细", "交办：6；组织数：6；阶段：已下发"),
        ] {
            assert!(told.contains(&(column.to_owned(), value.to_owned())), "{column}: {told:?}");
        }
    }

    async fn the_filter_offers_areas_and_keeps_a_kind_that_is_asked_for(kit: testkit::Kit) {
        send_list(&kit).await;
        let auditor = kit.log_in(&client_of_lists(&kit), "root", Role::AuditAdmin).await;
        let page = auditor.get("/audit?kind=task_list.").await.expect(200).body;
        assert!(page.contains("<option value=\"task_list.\" selected>交办单</option>") && said(&page).contains("下发交办单"), "{page}");
        let page = auditor.get("/audit?kind=task_list.sent").await.expect(200).body;
        assert!(page.contains("<option value=\"task_list.sent\" selected>下发交办单</option>"), "{page}");
        let page = auditor.get("/audit?kind=target.").await.expect(200).body;
        assert!(!said(&page).contains("下发交办单"), "{page}");
    }

    async fn pages_in_english_hold_no_chinese_apart_from_data(kit: testkit::Kit) {
        happen(&kit, "n1", "account.logged_in").await;
        let auditor = kit.log_in(&client(&kit).in_english(), "root", Role::AuditAdmin).await;
        let list = auditor.get("/audit").await.expect(200);
        let one = list.body.split("href=\"/audit/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for page in [list.body, auditor.get(&format!("/audit/{one}")).await.expect(200).body] {
            assert!(page.contains("Log-in"));
            let mut body = page.replace("avatar\">示", "");
            for (_, name, _, _) in testkit::NODES { body = body.replace(name, ""); }
            let han: String = body.chars().filter(|c| ('\u{3000}'..='\u{9fff}').contains(c)).collect();
            assert_eq!(han, "");
        }
    }

    async fn hostile_input_is_answered_never_with_our_own_fault(kit: testkit::Kit) {
        happen(&kit, "n1", "test.county").await;
        let auditor = kit.log_in(&client(&kit), "root", Role::AuditAdmin).await;
        let long = "x".repeat(3000);
        for value in ["", "'", "%", "\u{0}\u{ffff}", "9223372036854775807", "-9-9", "9999-12-31", "0001-01-01", "<script>", &long] {
            let q: String = value.bytes().map(|b| format!("%{b:02X}")).collect();
            for field in ["from", "to", "kind", "org", "login", "result", "after", "size"] {
                for uri in ["/audit", "/api/v1/audit"] {
                    let reply = auditor.get(&format!("{uri}?{field}={q}")).await;
                    assert!(reply.status.as_u16() < 500, "{uri} {field} {value:.20} {}", reply.body);
                }
                assert!(auditor.post("/audit/export", &[(field, value)]).await.status.as_u16() < 500, "{field} {value:.20}");
            }
            assert!(auditor.get(&format!("/audit/{q}/{q}")).await.status.as_u16() < 500);
        }
    }
}
