//! Milestones are written upon a plan, rest on clauses, and keep every state they had.

use cx::AppError;
use document::Kind;
use kernel::{ClauseId, Role};
use plan::{Measure, MilestoneDraft};

use crate::support::*;

testkit::both_engines! {
    async fn a_five_year_plan_is_opened_once_by_its_owner(kit: testkit::Kit) {
        let (clerk, other) = (kit.cx("n1", Role::Clerk), in_force(&kit, "n1", Kind::Opinion).await);
        assert_eq!(codes(plan::open(&clerk, "", other, (2026, 2030)).await), ["plan_not_five_year"]);
        let document = in_force(&kit, "n1", Kind::FiveYearPlan).await;
        assert_eq!(codes(plan::open(&clerk, "", document, (2026, 2025)).await), ["plan_years"]);
        assert!(matches!(plan::open(&kit.cx("n1/t1", Role::Clerk), "", document, (2026, 2030)).await, Err(AppError::Forbidden(_))));
        assert!(matches!(plan::open(&kit.cx("n2", Role::Clerk), "", document, (2026, 2030)).await, Err(AppError::NotFound)));
        plan::open(&clerk, "", document, (2026, 2030)).await.unwrap();
        assert_eq!(codes(plan::open(&clerk, "", document, (2026, 2030)).await), ["plan_opened"]);
    }

    async fn a_milestone_rests_on_its_clause_and_is_found_by_its_owner(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        let id = added(&kit, "root", "n1", plan).await;
        assert_eq!(count(&kit, "SELECT COUNT(*) FROM citation WHERE kind = 'milestone'").await, 1);
        let (n1, root) = (kit.org("n1"), kit.org("root"));
        let of = |org: &'static str, of, year| { let cx = kit.cx(org, Role::Clerk); async move { cx.read(move |tx| plan::milestones_in(tx, of, year)).await.unwrap() } };
        let found = of("n1", n1, 2026).await;
        assert_eq!((found.len(), found[0].milestone, found[0].address.clone()), (1, id, format!("/milestones/{id}")));
        assert_eq!((of("root", root, 2026).await.len(), of("n1", n1, 2027).await.len(), of("n2", n1, 2026).await.len()), (1, 0, 1));
        let refs = kit.cx("n1/t1/v1", Role::Clerk).read(move |tx| plan::milestone_refs_in(tx, &[id])).await.unwrap();
        assert_eq!(refs.len(), 1, "a superior's plan is read by everybody below");
    }

    async fn an_owner_outside_a_year_outside_and_an_unknown_clause_are_all_told(kit: testkit::Kit) {
        let plan = planned(&kit, "n1").await;
        let odd = MilestoneDraft { year: 2031, owner: kit.org("n2"), clause: ClauseId::new(1), ..draft(&kit, "n1", "n1").await };
        assert_eq!(codes(plan::add(&kit.cx("n1", Role::Clerk), "", plan, odd).await), ["plan_year_outside", "plan_owner_outside", "document_clause_unknown"]);
    }

    async fn every_state_of_a_milestone_is_kept_and_no_update_is_lost(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        let id = added(&kit, "root", "n1", plan).await;
        let clerk = kit.cx("root", Role::Clerk);
        let changed = MilestoneDraft { measure: Measure::Judgement, clause: clause(&kit, "root", "（二）").await, ..draft(&kit, "root", "n1").await };
        assert_eq!(codes(plan::change(&clerk, "", id, 1, changed.clone(), " ").await), ["required"]);
        assert_eq!(plan::change(&clerk, "", id, 1, changed.clone(), "改由评判").await.unwrap(), 2);
        let late = plan::change(&clerk, "", id, 1, draft(&kit, "root", "n1").await, "晚了").await;
        let Err(AppError::Conflict(found)) = late else { panic!("{late:?}") };
        assert_eq!(found.iter().map(|d| d.field).collect::<Vec<_>>(), ["plan.field.clause", "plan.field.measure"]);
        let cited = count(&kit, "SELECT COUNT(*) FROM citation t JOIN milestone m ON m.milestone_id = t.by_id AND m.clause_id = t.clause_id").await;
        assert_eq!((cited, count(&kit, "SELECT COUNT(*) FROM citation").await), (1, 1), "the citation went with the clause");
        plan::withdraw(&clerk, "", id, 2, "任务调整").await.unwrap();
        assert_eq!(count(&kit, "SELECT COUNT(*) FROM citation").await, 0);
        assert_eq!(count(&kit, "SELECT COUNT(*) FROM milestone_history").await, 3);
        assert_eq!(codes(plan::withdraw(&clerk, "", id, 3, "再").await), ["plan_milestone_withdrawn"]);
        assert!(matches!(plan::withdraw(&kit.cx("n1", Role::Clerk), "", id, 3, "我").await, Err(AppError::Forbidden(_))));
    }
}
