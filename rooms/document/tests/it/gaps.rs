//! What is missing: places of the framework, procedures of domains, clauses without work.

use document::{About, ClauseDraft, Draft, Kind, Slot, Source};
use kernel::{DocumentId, Page, Role};
use testkit::Kit;

use crate::support::*;

/// A short document of this kind of `org`, in force.
async fn said(kit: &Kit, org: &str, about: About) -> DocumentId {
    let cx = kit.cx(org, Role::Clerk);
    let id = document::enter(&cx, "", about, Source::Text("第一条 甲\n第二条 乙".to_owned())).await.unwrap();
    document::publish(&cx, "", id, 1, day("2026-11-01")).await.unwrap();
    id
}

/// (asking, idle) as this post sees them, and labels of the clauses without work.
async fn idle(kit: &Kit, org: &str) -> ((i64, i64), Vec<String>) {
    let found = document::idle(&kit.cx(org, Role::Clerk), None, Page::default()).await.unwrap();
    (found.totals(), found.clauses.items.into_iter().map(|c| c.label).collect())
}

fn labels(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|l| (*l).to_owned()).collect()
}

testkit::both_engines! {
    async fn the_framework_shows_its_four_places_and_what_is_missing(kit: testkit::Kit) {
        let opinion = About { framework: Some(Slot::Opinion), ..About::new(Kind::Opinion, "示例意见") };
        let plan = About { framework: Some(Slot::Plan2), ..About::new(Kind::Plan, "示例方案") };
        said(&kit, "root", opinion.clone()).await;
        said(&kit, "root", plan).await;
        let shape = |f: &document::Framework| f.places.iter().map(|(s, l)| (*s, l.is_some())).collect::<Vec<_>>();
        let seen = document::framework(&kit.cx("n1/t1/v1", Role::Clerk), None).await.unwrap();
        assert_eq!((seen.owner.org, seen.may_write), (kit.org("root"), false));
        assert_eq!(shape(&seen), [(Slot::Opinion, true), (Slot::Plan1, false), (Slot::Plan2, true), (Slot::Plan3, false)]);
        let ended = said(&kit, "n1", opinion).await;
        let own = document::framework(&kit.cx("n1/t1", Role::Leader), None).await.unwrap();
        assert_eq!((own.owner.org, own.owners.len()), (kit.org("n1"), 2), "the nearest one counts, the others can be chosen");
        let upper = document::framework(&kit.cx("n1/t1", Role::Leader), Some(kit.org("root"))).await.unwrap();
        assert_eq!(upper.owner.org, kit.org("root"));
        assert!(document::framework(&kit.cx("n1/t1", Role::Leader), Some(kit.org("n2"))).await.is_err());
        document::end(&kit.cx("n1", Role::Clerk), "", ended, 2, day("2026-11-20"), "过时").await.unwrap();
        assert_eq!(document::framework(&kit.cx("n1", Role::Clerk), None).await.unwrap().owner.org, kit.org("root"));
    }

    async fn every_domain_shows_its_procedures_or_a_gap(kit: testkit::Kit) {
        let of = |domain: &str, title: &str| About { domain: domain.to_owned(), ..About::new(Kind::WorkProcedure, title) };
        said(&kit, "root", of("village", "州村规程")).await;
        said(&kit, "n1", of("village", "县村规程")).await;
        said(&kit, "n2", of("health", "外县规程")).await;
        let found = document::procedures(&kit.cx("n1/t1/v1", Role::Secretary)).await.unwrap();
        assert_eq!((found.domains.len(), found.domains.iter().filter(|d| d.1.is_empty()).count()), (10, 9));
        let village = found.domains.iter().find(|d| d.0 == "village").unwrap();
        let titles: Vec<&str> = village.1.iter().map(|l| l.version.title.as_str()).collect();
        assert_eq!(titles, ["县村规程", "州村规程"], "the nearest first");
        assert!(document::procedures(&kit.cx("root", Role::SystemAdmin)).await.is_err());
    }

    async fn a_clause_is_without_work_until_something_of_ones_branch_rests_on_it(kit: testkit::Kit) {
        let id = in_force(&kit, "root").await;
        assert_eq!(idle(&kit, "root").await, ((4, 4), labels(&["第一条", "（一）", "（二）", "第三条"])));
        let (one, two) = (clause(&kit, "root", id, "（一）").await, clause(&kit, "root", id, "（二）").await);
        cite(&kit, "n1/t1", one, 7).await.unwrap();
        cite(&kit, "n2", two, 8).await.unwrap();
        assert_eq!(idle(&kit, "root").await.1, labels(&["第一条", "第三条"]));
        assert_eq!(idle(&kit, "n1").await.1, labels(&["第一条", "（二）", "第三条"]), "what others do is not one's own work");
        assert_eq!(idle(&kit, "n1/t2").await.0, (4, 4));
        uncite(&kit, "n1/t1", one, 7).await;
        assert_eq!(idle(&kit, "n1").await.0, (4, 4));
        let calm = About { demands_work: false, ..about() };
        document::describe(&kit.cx("root", Role::Clerk), "", id, 2, calm).await.unwrap();
        assert_eq!(idle(&kit, "root").await, ((0, 0), Vec::new()));
    }

    async fn the_red_list_comes_in_pages_and_forgets_what_is_replaced(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let clerk = kit.cx("n1", Role::Clerk);
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let page = document::idle(&clerk, Some(id), Page::new(after, Some(3))).await.unwrap().clauses;
            seen.extend(page.items.into_iter().map(|c| c.label));
            after = page.next;
            if after.is_none() { break; }
        }
        assert_eq!(seen, labels(&["第一条", "（一）", "（二）", "第三条"]));
        document::revise(&clerk, "", id, 2, None).await.unwrap();
        let one = ClauseDraft { label: "第一条".to_owned(), text: "唯一".to_owned(), demands: true, ..ClauseDraft::default() };
        let none = ClauseDraft { label: "第二条".to_owned(), text: "附则".to_owned(), ..ClauseDraft::default() };
        document::edit(&clerk, "", id, 3, Draft { title: "新".to_owned(), number: String::new(), clauses: vec![one, none] }).await.unwrap();
        document::publish(&clerk, "", id, 4, day("2026-11-10")).await.unwrap();
        assert_eq!(idle(&kit, "n1").await, ((1, 1), labels(&["第一条"])));
    }
}
