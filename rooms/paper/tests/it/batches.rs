//! Batches: ordered, worked on, cancelled, interrupted, fetched by nobody else, thrown away.

use cx::AppError;
use kernel::{Month, Role};
use paper::{BatchId, BatchRow, Format, Of};
use testkit::Kit;

use crate::support::{client, entries, letter, published, signed};

const MONTH: Month = Month(202_611);

/// Statements of three organisations are published; `n1` orders those of its branch.
async fn ordered(kit: &Kit) -> BatchId {
    for org in ["n1/t1/v1", "n1/t1", "n2/t1"] {
        published(kit, org).await;
    }
    let of = Of::Statements(kit.org("n1"), MONTH);
    paper::order(&kit.cx("n1", Role::Clerk), "", of, Format::Pdf, "http://x".to_owned()).await.unwrap()
}

async fn row(kit: &Kit, id: BatchId) -> BatchRow {
    paper::batch(&kit.cx("n1", Role::Clerk), id).await.unwrap()
}

/// The files of a finished batch.
async fn fetched(kit: &Kit, id: BatchId) -> Vec<(String, Vec<u8>)> {
    let (_, mut file) = paper::fetch(&kit.cx("n1", Role::Clerk), id).await.unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    entries(&bytes)
}

async fn sql(kit: &Kit, text: &'static str) -> u64 {
    kit.house.db.write(move |tx| tx.exec(text, &[])).await.map_err(|e: db::DbFault| e.to_string()).unwrap()
}

testkit::both_engines! {
    async fn a_batch_of_a_month_is_made_in_the_background_and_fetched_by_whoever_ordered_it(kit: testkit::Kit) {
        let id = ordered(&kit).await;
        assert_eq!((row(&kit, id).await.stage.as_str(), row(&kit, id).await.total), ("waiting", 2));
        let cx = kit.cx("n1", Role::Clerk);
        let early = paper::fetch(&cx, id).await;
        assert!(matches!(&early, Err(AppError::Invalid(faults)) if faults[0].code == "paper_batch_no_file"), "{early:?}");
        assert_eq!(paper::work(&kit.house, false).await.unwrap(), 1);
        let done = row(&kit, id).await;
        assert_eq!((done.stage.as_str(), done.done, done.refused.as_str(), done.reason.as_str()), ("done", 2, "[]", ""));
        let pages = client(&kit);
        let own = kit.log_in(&pages, "n1", Role::Clerk).await;
        let file = own.get(&format!("/papers/batches/{id}/file")).await.expect(200);
        assert!(file.body.starts_with("PK") && file.headers["content-length"] == done.bytes.to_string());
        let files = fetched(&kit, id).await;
        assert_eq!(files.len(), 2);
        assert!(files.iter().all(|(_, bytes)| bytes.starts_with(b"%PDF-")));
        assert!(files[0].0.starts_with("00001 ") && files[0].0.contains("晒账单") && files[0].0.ends_with("-S2026-1.pdf"), "{}", files[0].0);
        for (org, role) in [("n1", Role::Secretary), ("n2", Role::Clerk), ("root", Role::Clerk)] {
            let other = kit.log_in(&pages, org, role).await;
            for end in ["", "/file"] {
                other.get(&format!("/papers/batches/{id}{end}")).await.expect(404);
            }
            other.post(&format!("/papers/batches/{id}/cancel"), &[]).await.expect(404);
        }
        assert_eq!(paper::work(&kit.house, false).await.unwrap(), 0, "nothing is left to do");
    }

    async fn a_paper_in_a_batch_has_the_number_it_has_alone(kit: testkit::Kit) {
        let id = ordered(&kit).await;
        let subject = paper::Subject::Statement(kit.org("n1/t1"), MONTH);
        let alone = paper::print(&kit.cx("n1/t1", Role::Clerk), subject, Format::Docx, "http://x", false).await.unwrap();
        paper::work(&kit.house, false).await.unwrap();
        assert!(fetched(&kit, id).await.iter().any(|(name, _)| name.contains(&alone.number)), "{}", alone.number);
    }

    async fn the_letters_of_an_issue_are_had_by_its_issuer_and_by_others_as_far_as_they_see(kit: testkit::Kit) {
        let issue = letter(&kit, 2).await;
        signed(&kit, issue).await;
        let of = Of::Letters(kit.org("root"), issue);
        assert_eq!(paper::plan(&kit.cx("root", Role::Clerk), of).await.unwrap().total, 2);
        assert_eq!(paper::plan(&kit.cx("n1", Role::Clerk), of).await.unwrap().total, 1);
        let nothing = paper::plan(&kit.cx("n1/t1", Role::Clerk), of).await;
        assert!(matches!(nothing, Err(AppError::NotFound)), "{nothing:?}");
        sql(&kit, "UPDATE letter_seal SET body = body || 'x'").await;
        let file = std::io::Cursor::new(Vec::new());
        let mut heard = Vec::new();
        let refused = paper::make_batch(&kit.operator(), (of, Format::Docx), ("http://x", false), file, |n| heard.push(n)).await.unwrap();
        assert_eq!(refused.iter().map(|r| (r.org.as_str(), r.code.as_str())).collect::<Vec<_>>(), [("甲县", "target_broken")]);
        assert_eq!(heard, [2]);
    }

    async fn a_letter_with_a_broken_seal_is_named_and_the_others_are_in_the_file(kit: testkit::Kit) {
        let issue = letter(&kit, 2).await;
        signed(&kit, issue).await;
        let (root, of) = (kit.cx("root", Role::Clerk), Of::Letters(kit.org("root"), issue));
        let id = paper::order(&root, "", of, Format::Pdf, "http://x".to_owned()).await.unwrap();
        assert_eq!(sql(&kit, "UPDATE letter_seal SET body = body || 'x'").await, 1);
        assert_eq!(paper::work(&kit.house, false).await.unwrap(), 1);
        let (row, mut file) = paper::fetch(&root, id).await.unwrap();
        assert_eq!((row.stage.as_str(), row.total, row.done, row.reason.as_str()), ("done", 2, 2, ""));
        let refused: serde_json::Value = serde_json::from_str(&row.refused).unwrap();
        assert_eq!(refused.as_array().map(Vec::len), Some(1), "{refused}");
        assert_eq!((refused[0]["org"].as_str(), refused[0]["code"].as_str()), (Some("甲县"), Some("target_broken")));
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        let files = entries(&bytes);
        assert_eq!(files.len(), 1);
        assert!(files[0].0.contains("乙县") && files[0].1.starts_with(b"%PDF-"), "{}", files[0].0);
        let page = kit.log_in(&client(&kit), "root", Role::Clerk).await.get(&format!("/papers/batches/{id}")).await.expect(200);
        assert!(page.body.contains("甲县"), "{}", page.body);
    }

    async fn what_a_stopped_server_left_is_begun_anew_and_given_up_after_three_runs(kit: testkit::Kit) {
        let id = ordered(&kit).await;
        assert_eq!(sql(&kit, "UPDATE paper_batch SET stage = 'working', worker = 7, tries = 1, done = 1").await, 1);
        assert_eq!(paper::work(&kit.house, false).await.unwrap(), 0, "its run may still live");
        kit.clock.advance_minutes(3);
        assert_eq!(paper::work(&kit.house, false).await.unwrap(), 1);
        let done = row(&kit, id).await;
        assert_eq!((done.stage.as_str(), done.done, done.tries), ("done", 2, 2));
        sql(&kit, "UPDATE paper_batch SET stage = 'working', worker = 8, tries = 3").await;
        kit.clock.advance_minutes(3);
        paper::work(&kit.house, false).await.unwrap();
        let failed = row(&kit, id).await;
        assert_eq!((failed.stage.as_str(), failed.reason.as_str()), ("failed", "gave_up"));
    }

    async fn whoever_lost_the_post_gets_nothing_more(kit: testkit::Kit) {
        let id = ordered(&kit).await;
        let before = row(&kit, id).await;
        sql(&kit, "UPDATE holder SET to_day = '2026-01-01' WHERE to_day > '2026-01-01' AND from_day < '2026-01-01'").await;
        paper::work(&kit.house, false).await.unwrap();
        let org = before.org;
        let after: (String, String) = kit.house.db.read(move |tx| tx.one("SELECT b.stage, b.reason FROM paper_batch b WHERE b.org_id = $1", db::args![org])).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        assert_eq!(after, ("failed".to_owned(), "seat_lost".to_owned()));
        assert!(kit.house.files.spool().names().is_empty(), "nothing lies about");
    }

    async fn a_batch_is_cancelled_and_an_old_one_forgotten_with_its_file(kit: testkit::Kit) {
        let id = ordered(&kit).await;
        let clerk = kit.cx("n1", Role::Clerk);
        paper::cancel(&clerk, "", id).await.unwrap();
        assert_eq!(paper::work(&kit.house, false).await.unwrap(), 0);
        assert_eq!(row(&kit, id).await.stage, "cancelled");
        let of = Of::Statements(kit.org("n1"), MONTH);
        let next = paper::order(&clerk, "", of, Format::Docx, "http://x".to_owned()).await.unwrap();
        paper::work(&kit.house, false).await.unwrap();
        paper::cancel(&clerk, "", next).await.unwrap();
        assert_eq!(row(&kit, next).await.stage, "done", "what is finished stays");
        drop(kit.house.files.spool().begin("left-behind").unwrap());
        assert_eq!(paper::sweep(&kit.house).await.unwrap(), 1);
        assert!(paper::fetch(&clerk, next).await.is_ok());
        kit.clock.advance_minutes(8 * 24 * 60);
        assert_eq!(paper::sweep(&kit.house).await.unwrap(), 1);
        assert!(kit.house.files.spool().names().is_empty());
        assert!(matches!(paper::batch(&clerk, next).await, Err(AppError::NotFound)));
    }

    async fn nobody_orders_too_many_or_what_is_out_of_sight_or_nothing(kit: testkit::Kit) {
        ordered(&kit).await;
        let clerk = kit.cx("n1", Role::Clerk);
        let of = Of::Statements(kit.org("n1"), MONTH);
        let order = |of| { let clerk = clerk.clone(); async move { paper::order(&clerk, "", of, Format::Pdf, String::new()).await } };
        order(of).await.unwrap();
        order(of).await.unwrap();
        assert!(matches!(order(of).await, Err(AppError::Invalid(faults)) if faults[0].code == "paper_batch_open"));
        let empty = paper::plan(&clerk, Of::Statements(kit.org("n1"), Month(202_601))).await;
        assert!(matches!(empty, Err(AppError::Invalid(faults)) if faults[0].code == "paper_batch_empty"));
        let outside = paper::plan(&clerk, Of::Statements(kit.org("n2"), MONTH)).await;
        assert!(matches!(outside, Err(AppError::NotFound)), "{outside:?}");
    }

    async fn the_pages_and_the_api_order_show_and_cancel(kit: testkit::Kit) {
        ordered(&kit).await;
        let clerk = kit.log_in(&client(&kit), "n1", Role::Clerk).await;
        let (n1, month) = (kit.org("n1").to_string(), "2026-11");
        let asked = clerk.get(&format!("/papers/batches/new?kind=statement&org={n1}&id={month}")).await.expect(200);
        assert!(asked.body.contains("共 2 份"), "{}", asked.body);
        let fields = [("kind", "statement"), ("org", n1.as_str()), ("id", month), ("once", "abc")];
        clerk.post("/papers/batches", &[&fields[..], &[("format", "odt")]].concat()).await.expect(422);
        let made = clerk.post("/papers/batches", &[&fields[..], &[("format", "docx")]].concat()).await.expect(303);
        let twice = clerk.post("/papers/batches", &[&fields[..], &[("format", "docx")]].concat()).await.expect(303);
        assert_eq!(made.location(), twice.location(), "a double click orders once");
        let page = clerk.get(made.location()).await.expect(200);
        assert!(page.body.contains("排队") && page.body.contains("hx-trigger=\"every 2s\"") && page.body.contains("http-equiv=\"refresh\""));
        clerk.post(&format!("{}/cancel", made.location()), &[]).await.expect(303);
        assert!(clerk.get(made.location()).await.expect(200).body.contains("已取消"));
        assert!(clerk.in_english().get("/papers/batches").await.expect(200).body.contains("Cancelled"));
        for bad in ["/papers/batches/new", "/papers/batches/new?kind=minutes&org=1&id=2", "/papers/batches/x", "/papers/batches/7/file"] {
            clerk.get(bad).await.expect(404);
        }
        let body = serde_json::json!({ "kind": "statement", "org": n1, "id": month, "format": "pdf" });
        let made = clerk.json("POST", "/api/v1/papers/batches", &body).await.expect(200).json();
        assert_eq!((made["stage"].as_str(), made["total"].as_i64()), (Some("waiting"), Some(2)));
        let id = made["id"].as_str().unwrap();
        let gone = clerk.json("POST", &format!("/api/v1/papers/batches/{id}/cancelling"), &serde_json::json!({})).await.expect(200).json();
        assert_eq!(gone["stage"], "cancelled");
        assert_eq!(clerk.get("/api/v1/papers/batches").await.expect(200).json()["items"].as_array().unwrap().len(), 3);
        clerk.get(&format!("/api/v1/papers/batches/{id}/file")).await.expect(422);
    }
}
