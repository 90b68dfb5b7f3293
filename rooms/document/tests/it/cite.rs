//! What rests on a clause, and that it can rest there safely.

use document::{ClauseDraft, Draft};
use kernel::{ClauseId, Role};

use crate::support::*;

testkit::both_engines! {
    async fn a_clause_in_force_is_cited_from_below_and_not_from_elsewhere(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let target = clause(&kit, "n1", id, "（一）").await;
        for org in ["root", "n1", "n1/t1", "n1/t1/v1"] {
            cite(&kit, org, target, 7).await.unwrap();
        }
        assert_eq!(codes(cite(&kit, "n2", target, 8).await), ["document_clause_unknown"]);
        assert_eq!(codes(cite(&kit, "n1", ClauseId::new(5), 8).await), ["document_clause_unknown"]);
        assert_eq!(uncite(&kit, "n1", target, 7).await, 1);
        assert_eq!(uncite(&kit, "n1", target, 7).await, 0);
    }

    async fn drafts_and_what_is_over_cannot_be_cited(kit: testkit::Kit) {
        let draft = entered(&kit, "n1").await;
        let in_draft: (i64,) = kit.house.db.read(move |tx| {
            tx.one::<(i64,)>("SELECT MIN(c.clause_id) FROM clause c", &[])
        }).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
        assert_eq!(codes(cite(&kit, "n1", ClauseId::new(in_draft.0), 1).await), ["document_clause_unknown"]);
        assert!(refs(&kit.cx("n1", Role::Clerk), vec![ClauseId::new(in_draft.0)]).await.is_empty());
        document::publish(&kit.cx("n1", Role::Clerk), "", draft, 1, day("2026-12-01")).await.unwrap();
        let coming = ClauseId::new(in_draft.0);
        assert_eq!(codes(cite(&kit, "n1", coming, 1).await), ["document_clause_not_in_force"]);
        kit.clock.set_day("2026-12-01");
        cite(&kit, "n1", coming, 1).await.unwrap();
        document::end(&kit.cx("n1", Role::Clerk), "", draft, 2, day("2026-12-10"), "过时").await.unwrap();
        kit.clock.set_day("2026-12-10");
        assert_eq!(codes(cite(&kit, "n1", coming, 2).await), ["document_clause_not_in_force"]);
    }

    async fn a_cited_clause_is_never_deleted_whatever_happens_to_its_document(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let clerk = kit.cx("n1", Role::Clerk);
        let target = clause(&kit, "n1", id, "第三条").await;
        cite(&kit, "n1/t1", target, 7).await.unwrap();
        document::revise(&clerk, "", id, 2, None).await.unwrap();
        let only = Draft { title: "新".to_owned(), number: String::new(),
            clauses: vec![ClauseDraft { text: "全新".to_owned(), ..ClauseDraft::default() }] };
        document::edit(&clerk, "", id, 3, only).await.unwrap();
        document::publish(&clerk, "", id, 4, day("2026-11-10")).await.unwrap();
        document::end(&clerk, "", id, 5, day("2026-11-20"), "过时").await.unwrap();
        let found = refs(&kit.cx("n1/t1", Role::Clerk), vec![target]).await;
        assert_eq!((found[0].label.as_str(), found[0].to()), ("第三条", Some(day("2026-11-10"))));
        assert_eq!(found[0].name(), "《示例考核办法（演示数据·虚构）》第三条");
    }

    async fn clauses_are_looked_up_in_the_order_asked_for_and_within_sight(kit: testkit::Kit) {
        let (mine, theirs) = (in_force(&kit, "n1").await, in_force(&kit, "n2").await);
        let (a, b) = (clause(&kit, "n1", mine, "第一条").await, clause(&kit, "n1", mine, "（二）").await);
        let c = clause(&kit, "n2", theirs, "第一条").await;
        let labels = |found: Vec<document::ClauseRef>| found.into_iter().map(|r| (r.org, r.label)).collect::<Vec<_>>();
        let (n1, n2) = (kit.org("n1"), kit.org("n2"));
        let found = refs(&kit.cx("n1/t1", Role::Clerk), vec![b, c, a]).await;
        assert_eq!(labels(found), [(n1, "（二）".to_owned()), (n1, "第一条".to_owned())]);
        let found = refs(&kit.cx("root", Role::Leader), vec![c, b]).await;
        assert_eq!(labels(found), [(n2, "第一条".to_owned()), (n1, "（二）".to_owned())]);
    }
}
