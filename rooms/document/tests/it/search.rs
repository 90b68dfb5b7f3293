//! Searching in what one may read: found, ranked, marked, and through the index.

use document::{About, Kind, Search, Source};
use kernel::{DocumentId, Role};
use testkit::{EngineKind, Kit};

use crate::support::*;

/// A document of `org` in force since 2026-11-01.
async fn said(kit: &Kit, org: &str, title: &str, text: &str) -> DocumentId {
    let cx = kit.cx(org, Role::Clerk);
    let id =
        document::enter(&cx, "", About::new(Kind::Regulation, title), Source::Text(text.to_owned())).await.unwrap();
    document::publish(&cx, "", id, 1, day("2026-11-01")).await.unwrap();
    id
}

async fn found(kit: &Kit, who: (&str, Role), q: &str) -> Vec<(String, Vec<String>)> {
    let search = Search { q: q.to_owned(), ..Search::default() };
    let found = document::search(&kit.cx(who.0, who.1), search).await.unwrap();
    let clauses = |hit: &document::DocumentHit| hit.clauses.iter().map(|c| c.label.clone()).collect();
    found.documents.iter().map(|hit| (hit.heading.title.clone(), clauses(hit))).collect()
}

fn hit(title: &str, labels: &[&str]) -> (String, Vec<String>) {
    (title.to_owned(), labels.iter().map(|l| (*l).to_owned()).collect())
}

testkit::both_engines! {
    async fn titles_come_first_then_the_most_clauses_then_the_newest(kit: testkit::Kit) {
        said(&kit, "n1", "甲办法", "第一条 组织生活\n第二条 学习").await;
        said(&kit, "n1", "乙办法", "第一条 组织生活会\n第二条 组织生活").await;
        said(&kit, "n1", "组织生活制度", "第一条 每月一次").await;
        said(&kit, "n1", "丙办法", "第一条 组织生活").await;
        let n1 = ("n1", Role::Clerk);
        assert_eq!(found(&kit, n1, "组织生活").await, [
            hit("组织生活制度", &[]), hit("乙办法", &["第一条", "第二条"]), hit("丙办法", &["第一条"]), hit("甲办法", &["第一条"]),
        ]);
        assert_eq!(found(&kit, n1, "生活会").await, [hit("乙办法", &["第一条"])]);
        assert_eq!(found(&kit, n1, "乙办法 第二条").await, [hit("乙办法", &["第二条"])]);
        assert_eq!(found(&kit, n1, "学").await, [hit("甲办法", &["第二条"])]);
        assert_eq!(found(&kit, n1, "没有这句话").await, []);
        assert_eq!(codes(document::search(&kit.cx("n1", Role::Clerk), Search::default()).await), ["document_query_empty"]);
    }

    async fn only_what_one_may_read_is_found_and_only_what_is_in_force(kit: testkit::Kit) {
        said(&kit, "root", "州办法", "第一条 值班").await;
        said(&kit, "n1", "甲县办法", "第一条 值班").await;
        let ended = said(&kit, "n2", "乙县办法", "第一条 值班").await;
        entered(&kit, "n1").await;
        let titles = |found: Vec<(String, Vec<String>)>| found.into_iter().map(|f| f.0).collect::<Vec<_>>();
        assert_eq!(titles(found(&kit, ("root", Role::Leader), "值班").await), ["乙县办法", "甲县办法", "州办法"]);
        assert_eq!(titles(found(&kit, ("n1/t1/v1", Role::Clerk), "值班").await), ["甲县办法", "州办法"]);
        assert_eq!(found(&kit, ("n1", Role::Clerk), "示例考核").await, [], "a draft is not searched");
        document::end(&kit.cx("n2", Role::Clerk), "", ended, 2, day("2026-11-20"), "过时").await.unwrap();
        assert_eq!(titles(found(&kit, ("n2", Role::Clerk), "值班").await), ["州办法"]);
        let past = Search { q: "值班".to_owned(), on: Some(day("2026-11-10")), ..Search::default() };
        assert_eq!(document::search(&kit.cx("n2", Role::Clerk), past).await.unwrap().documents.len(), 2);
        let ever = Search { q: "值班".to_owned(), any_time: true, ..Search::default() };
        assert_eq!(document::search(&kit.cx("n2", Role::Clerk), ever).await.unwrap().documents.len(), 2);
        assert!(document::search(&kit.cx("root", Role::AuditAdmin), Search { q: "值班".to_owned(), ..Search::default() }).await.is_err());
    }

    async fn results_come_in_pages_and_one_document_can_be_searched_alone(kit: testkit::Kit) {
        for n in 0..13 {
            said(&kit, "n1", &format!("办法{n}"), "第一条 一村一策\n第二条 一村一册").await;
        }
        let page = |skip| { let cx = kit.cx("n1/t1", Role::Clerk); async move {
            document::search(&cx, Search { q: "一村".to_owned(), skip, ..Search::default() }).await.unwrap()
        } };
        let (first, second) = (page(0).await, page(10).await);
        assert_eq!((first.documents.len(), first.next, second.documents.len(), second.next), (10, Some(10), 3, None));
        let one = first.documents[0].heading.document;
        let alone = Search { q: "一村一策".to_owned(), document: Some(one), ..Search::default() };
        let alone = document::search(&kit.cx("n1", Role::Clerk), alone).await.unwrap();
        assert_eq!((alone.documents.len(), alone.documents[0].count), (1, 1));
        let marked: Vec<&str> = alone.documents[0].clauses[0].snippet.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect();
        assert_eq!(marked, ["一村一策"]);
    }

    async fn a_clause_is_picked_by_words_or_by_its_number(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let target = clause(&kit, "n1", id, "（一）").await;
        let cx = kit.cx("n1/t1/v1", Role::Clerk);
        let picked = document::pick(&cx, "日常考核").await.unwrap();
        assert_eq!(picked.iter().map(|c| c.clause).collect::<Vec<_>>(), [target]);
        assert_eq!(document::pick(&cx, &target.to_string()).await.unwrap(), picked);
        assert!(document::pick(&kit.cx("n2", Role::Clerk), &target.to_string()).await.unwrap().is_empty());
    }
}

/// How the engine would look two characters up, once there are many versions.
async fn explained(kit: &Kit, engine: EngineKind) -> String {
    let rows = (0..200_i64)
        .flat_map(|version| (0..100_i64).map(move |gram| db::args![gram, version, vec![0_u8; 40]].to_vec()));
    let rows: Vec<_> = rows.collect();
    let written: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            tx.insert_many("clause_gram", &["gram", "version_id", "follows"], rows.clone())?;
            tx.exec("ANALYZE clause_gram", &[])?;
            Ok(())
        })
        .await;
    written.unwrap();
    let text = document::STATEMENTS.iter().find(|(name, _)| *name == "gram::LOOK_UP").unwrap().1;
    let mut text = text.to_owned();
    let values = ["'0001/'", "'0001/~'", "'2026-11-01'", "''", "0", "7", "8"];
    for (n, value) in values.iter().enumerate().rev() {
        text = text.replace(&format!("${}", n + 1), value);
    }
    let plan = kit.house.db.read(move |tx| match engine {
        EngineKind::Sqlite => {
            let rows: Vec<(i64, i64, i64, String)> = tx.all(&format!("EXPLAIN QUERY PLAN {text}"), &[])?;
            Ok::<_, db::DbFault>(rows.into_iter().map(|r| r.3).collect::<Vec<_>>().join("\n"))
        }
        EngineKind::Postgres => {
            let rows: Vec<(String,)> = tx.all(&format!("EXPLAIN {text}"), &[])?;
            Ok(rows.into_iter().map(|r| r.0).collect::<Vec<_>>().join("\n"))
        }
    });
    plan.await.unwrap()
}

#[test]
fn a_search_goes_through_the_index_by_character() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let plan = explained(&kit, EngineKind::Sqlite).await;
        assert!(plan.contains("SEARCH g USING PRIMARY KEY (gram=?"), "{plan}");
        assert!(!plan.contains("SCAN g"), "{plan}");
    });
    testkit::run(EngineKind::Postgres, |kit: Kit| async move {
        let plan = explained(&kit, EngineKind::Postgres).await;
        assert!(plan.contains("clause_gram_pkey"), "{plan}");
        assert!(!plan.contains("Seq Scan on clause_gram"), "{plan}");
    });
}
