//! How far milestones are: reported by their owners, seen by superiors, unknown as long as nobody knows.

use cx::AppError;
use kernel::Role;
use plan::Standing;

use crate::support::*;

testkit::both_engines! {
    async fn an_owner_reports_and_its_superiors_see_how_the_milestone_stands(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        let id = added(&kit, "root", "n1", plan).await;
        let owner = kit.cx("n1", Role::Clerk);
        let standing = |org: &'static str| { let cx = kit.cx(org, Role::Leader); async move { plan::milestone(&cx, id).await.unwrap().shown.standing } };
        assert_eq!(standing("root").await, Some(Standing::Unknown));
        plan::report(&owner, "k", id, 0, said(1, Some(50_000), "")).await.unwrap();
        plan::report(&owner, "k", id, 0, said(1, Some(50_000), "")).await.unwrap();
        assert_eq!(count(&kit, "SELECT COUNT(*) FROM milestone_progress").await, 1, "a doubled submission is one report");
        assert_eq!(standing("root").await, Some(Standing::Behind));
        plan::report(&owner, "", id, 0, said(3, None, "统计未完成")).await.unwrap();
        assert_eq!(standing("n1").await, Some(Standing::Behind), "what is not known does not count");
        plan::report(&owner, "", id, 0, said(0, Some(90_000), "")).await.unwrap();
        assert_eq!(standing("root").await, Some(Standing::Reached));
        assert_eq!(standing("n1/t1").await, None, "an owner's superior, not those below it, sees its figures");
        assert_eq!(standing("n2").await, None, "a sibling reads the plan and not the progress of others");
        let seen = plan::milestone(&kit.cx("n2", Role::Clerk), id).await.unwrap();
        assert!(seen.reports.is_empty() && !seen.may_report && !seen.may_write);
    }

    async fn a_later_report_replaces_none_and_two_at_once_are_told(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        let id = added(&kit, "root", "n1", plan).await;
        plan::report(&kit.cx("n1", Role::Clerk), "", id, 0, said(2, Some(10_000), "初报")).await.unwrap();
        let second = plan::report(&kit.cx("n1", Role::Secretary), "", id, 0, said(2, Some(20_000), "另报")).await;
        let Err(AppError::Conflict(found)) = second else { panic!("{second:?}") };
        assert_eq!((found[0].mine.as_str(), found[0].theirs.as_str()), ("20", "10"));
        plan::report(&kit.cx("n1", Role::Secretary), "", id, 1, said(2, Some(20_000), "更正")).await.unwrap();
        let reports = plan::milestone(&kit.cx("n1", Role::Clerk), id).await.unwrap().reports;
        assert_eq!(reports.iter().map(|r| (r.rev, r.report.value)).collect::<Vec<_>>(), [(2, Some(20_000)), (1, Some(10_000))]);
    }

    async fn nobody_but_the_owner_reports_and_nothing_on_what_is_withdrawn(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        let id = added(&kit, "root", "n1", plan).await;
        let try_as = |org: &'static str, role| { let cx = kit.cx(org, role); async move { plan::report(&cx, "", id, 0, said(1, Some(1), "")).await } };
        assert!(matches!(try_as("root", Role::Clerk).await, Err(AppError::Forbidden("plan.report"))));
        assert!(matches!(try_as("n2", Role::Clerk).await, Err(AppError::NotFound)));
        assert!(matches!(try_as("n1", Role::Leader).await, Err(AppError::Forbidden("plan.report"))));
        let owner = kit.cx("n1", Role::Clerk);
        assert_eq!(codes(plan::report(&owner, "", id, 0, said(1, None, " ")).await), ["plan_why_unknown"]);
        plan::withdraw(&kit.cx("root", Role::Clerk), "", id, 1, "调整").await.unwrap();
        assert_eq!(codes(plan::report(&owner, "", id, 0, said(1, Some(1), "")).await), ["plan_milestone_withdrawn"]);
    }

    async fn a_year_is_told_by_what_is_reached_behind_and_unknown(kit: testkit::Kit) {
        let plan = planned(&kit, "root").await;
        for (owner, value) in [("n1", Some(95_000)), ("n1", Some(0)), ("n2", None), ("n2", Some(90_000))] {
            let id = added(&kit, "root", owner, plan).await;
            if let Some(value) = value {
                plan::report(&kit.cx(owner, Role::Clerk), "", id, 0, said(2, Some(value), "")).await.unwrap();
            }
        }
        let tally = |org: &'static str| { let cx = kit.cx(org, Role::Clerk); async move { plan::plan_year(&cx, plan, Some(2026)).await.unwrap() } };
        let root = tally("root").await;
        assert_eq!((root.years[0].1.0, root.years.len(), root.may_write), ([2, 1, 1], 5, true));
        let county = tally("n1").await;
        assert_eq!((county.years[0].1.0, county.milestones.len(), county.may_write), ([1, 1, 0], 4, false));
        assert!(matches!(plan::plan_year(&kit.cx("root", Role::SystemAdmin), plan, None).await, Err(AppError::Forbidden(_))));
        let listed = plan::plans(&kit.cx("n1", Role::Clerk), Some(2026)).await.unwrap();
        assert_eq!((listed.plans[0].tally.0, listed.mine.len(), listed.to_open.len()), ([1, 1, 0], 2, 0));
        let other = planned(&kit, "n2").await;
        assert!(matches!(plan::plan_year(&kit.cx("n1", Role::Clerk), other, None).await, Err(AppError::NotFound)));
    }
}
