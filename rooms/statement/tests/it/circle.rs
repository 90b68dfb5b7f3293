//! Who is shown what, who is missing, and when.

use cx::AppError;
use kernel::{Page, Role};
use statement::{Circle, Scope, Standing, Wanted};
use testkit::Kit;

use crate::support::*;

async fn circle(kit: &Kit, who: (&str, Role), scope: Scope, standing: Option<Standing>) -> Result<Circle, AppError> {
    let wanted = Wanted { month: MONTH, scope, standing, page: Page::default() };
    statement::circle(&kit.cx(who.0, who.1), wanted).await
}

fn names(circle: &Circle) -> Vec<(&str, &str)> {
    circle.entries.items.iter().map(|e| (e.name.as_str(), e.standing.code())).collect()
}

testkit::both_engines! {
    async fn the_circle_reads_and_everybody_else_finds_nothing(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        for (place, role) in [
            ("n1/t1/v1", Role::Clerk),
            ("n1/t1/v2", Role::Secretary),
            ("n1/t1", Role::Leader),
            ("n1", Role::Clerk),
            ("root", Role::Leader),
        ] {
            assert!(shown(&kit, (place, role), "n1/t1/v1", None).await.is_ok(), "{place} {role}");
        }
        for (place, role) in [
            ("n1/t2/v1", Role::Clerk),
            ("n1/t2", Role::Secretary),
            ("n2", Role::Leader),
            ("n2/t1/v1", Role::Secretary),
            ("root", Role::SystemAdmin),
            ("root", Role::SecurityAdmin),
            ("root", Role::AuditAdmin),
        ] {
            let found = shown(&kit, (place, role), "n1/t1/v1", None).await;
            assert!(matches!(found, Err(AppError::NotFound)), "{place} {role}");
        }
    }

    async fn a_draft_is_its_own_organisations_alone(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        for place in ["n1/t1/v2", "n1/t1", "root"] {
            let found = shown(&kit, (place, Role::Clerk), "n1/t1/v1", None).await.unwrap();
            assert!(found.draft.is_none() && found.revision.is_none(), "{place}");
        }
    }

    async fn a_superior_sees_those_below_and_a_village_its_siblings(kit: testkit::Kit) {
        published(&kit, "n1/t1/v2").await;
        let below = circle(&kit, ("n1/t1", Role::Leader), Scope::Usual, None).await.unwrap();
        assert_eq!(below.scope, Scope::Below(None));
        assert_eq!(names(&below), [("样板村一", "open"), ("样板村二", "published")]);
        let siblings = circle(&kit, ("n1/t1/v1", Role::Clerk), Scope::Usual, None).await.unwrap();
        assert_eq!((siblings.scope, names(&siblings)), (Scope::Siblings, names(&below)));
        let all = circle(&kit, ("n1", Role::Clerk), Scope::All(None), None).await.unwrap();
        assert_eq!((all.counts.all, all.counts.published, all.counts.unpublished), (6, 1, 5));
        let under = circle(&kit, ("root", Role::Leader), Scope::All(Some(kit.org("n1"))), None).await.unwrap();
        assert_eq!((under.of.as_str(), under.counts), ("甲县", all.counts), "a superior sees the same rows");
        let drilled = circle(&kit, ("n1", Role::Clerk), Scope::Below(Some(kit.org("n1/t1"))), Some(Standing::Published)).await.unwrap();
        assert_eq!(names(&drilled), [("样板村二", "published")]);
        assert!(drilled.entries.items[0].summary.is_some());
        for place in ["n2/t1", "n2", "root"] {
            let foreign = circle(&kit, ("n1/t1", Role::Clerk), Scope::Below(Some(kit.org(place))), None).await;
            assert!(matches!(foreign, Err(AppError::NotFound)), "{place}");
            let foreign = circle(&kit, ("n1/t1", Role::Clerk), Scope::All(Some(kit.org(place))), None).await;
            assert!(matches!(foreign, Err(AppError::NotFound)), "{place}");
        }
        let root = circle(&kit, ("root", Role::Clerk), Scope::Siblings, None).await.unwrap();
        assert_eq!(names(&root), [("示例州", "open")]);
        let admin = circle(&kit, ("root", Role::AuditAdmin), Scope::All(None), None).await;
        assert!(matches!(admin, Err(AppError::NotFound)));
    }

    async fn those_without_a_statement_are_missing_24_hours_after_the_months_end_in_shanghai(kit: testkit::Kit) {
        published(&kit, "n1/t1/v2").await;
        // 2026-12-01 23:59 in Shanghai.
        kit.clock.set_day("2026-12-01");
        kit.clock.advance_minutes(13 * 60 + 59);
        let open = circle(&kit, ("n1/t1", Role::Clerk), Scope::Usual, Some(Standing::Missing)).await.unwrap();
        assert_eq!((open.closed, open.entries.items.len(), open.counts.unpublished), (false, 0, 1));
        kit.clock.advance_minutes(1);
        let closed = circle(&kit, ("n1/t1", Role::Clerk), Scope::Usual, Some(Standing::Missing)).await.unwrap();
        assert_eq!((closed.closed, names(&closed)), (true, vec![("样板村一", "missing")]));
        let own = statement::standing(&kit.cx("n1/t1/v1", Role::Clerk), MONTH).await.unwrap();
        assert_eq!((own.0, own.1.rfc3339().as_str()), (Standing::Missing, "2026-12-01T16:00:00Z"));
        // It may still be handed in, and is marked.
        published(&kit, "n1/t1/v1").await;
        let late = circle(&kit, ("n1/t1", Role::Clerk), Scope::Usual, None).await.unwrap();
        let marks: Vec<_> = late.entries.items.iter().map(|e| (e.standing, e.late)).collect();
        assert_eq!(marks, [(Standing::Published, true), (Standing::Published, false)]);
    }

    async fn organisations_that_did_not_exist_at_the_months_end_are_not_missing(kit: testkit::Kit) {
        kit.clock.set_day("2026-12-05");
        sql(&kit, "UPDATE org SET since_day = '2026-12-01' WHERE org_id = $1", vec![kit.org("n1/t1/v1").into()]).await;
        sql(&kit, "UPDATE org SET until_day = '2026-11-30' WHERE org_id = $1", vec![kit.org("n1/t1/v2").into()]).await;
        let none = circle(&kit, ("n1/t1", Role::Clerk), Scope::Below(None), None).await.unwrap();
        assert_eq!((none.counts.all, none.entries.items.len()), (0, 0));
        sql(&kit, "UPDATE org SET until_day = '2026-12-01' WHERE org_id = $1", vec![kit.org("n1/t1/v2").into()]).await;
        let one = circle(&kit, ("n1/t1", Role::Clerk), Scope::Below(None), None).await.unwrap();
        assert_eq!(names(&one), [("样板村二", "missing")]);
    }

    async fn the_list_is_paged_by_its_key(kit: testkit::Kit) {
        let (mut after, mut found) = (None, Vec::new());
        for _ in 0..20 {
            let page = Page::new(after.clone(), Some(4));
            let wanted = Wanted { month: MONTH, scope: Scope::All(None), standing: None, page };
            let got = statement::circle(&kit.cx("root", Role::Clerk), wanted).await.unwrap();
            found.extend(got.entries.items.into_iter().map(|e| e.org));
            after = got.entries.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found.len(), 14);
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 14);
    }

    async fn every_statement_of_the_store_is_understood_by_the_engine(kit: testkit::Kit) {
        for (name, text) in statement::STATEMENTS {
            let prepared: Result<(), db::DbFault> = kit.house.db.read(|tx| tx.prepares(text)).await;
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }
}
