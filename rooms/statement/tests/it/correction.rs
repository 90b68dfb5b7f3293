//! Two persons, both revisions, remarks, and what the check finds.

use cx::AppError;
use kernel::Role;
use statement::{Proposal, Standing, Texts};
use testkit::Kit;

use crate::support::*;

fn proposal(kit: &Kit) -> Proposal {
    let texts = Texts { self_text: "更正后的自评。".to_owned(), ..texts() };
    Proposal { org: kit.org("n1/t1/v1"), month: MONTH, base: 1, texts, reason: "原来写错了".to_owned() }
}

testkit::both_engines! {
    async fn a_correction_needs_a_second_person_and_leaves_the_first_revision_readable(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let (secretary, clerk) = (kit.cx("n1/t1/v1", Role::Secretary), kit.cx("n1/t1/v1", Role::Clerk));
        let org = kit.org("n1/t1/v1");
        assert_eq!(statement::propose(&secretary, "", proposal(&kit)).await.unwrap(), 2);
        let alone = statement::confirm(&secretary, "", org, MONTH, 2).await;
        assert!(matches!(alone, Err(AppError::Invalid(f)) if f[0].code == "statement_second_person"));
        let waiting = shown(&kit, ("n1/t1/v1", Role::Clerk), "n1/t1/v1", None).await.unwrap();
        assert_eq!((waiting.row.rev, waiting.proposals.len()), (1, 1));

        kit.clock.advance_minutes(60);
        assert_eq!(statement::confirm(&clerk, "", org, MONTH, 2).await.unwrap().rev, 2);
        let second = shown(&kit, ("n1/t1/v2", Role::Clerk), "n1/t1/v1", None).await.unwrap();
        let first = shown(&kit, ("n1/t1/v2", Role::Clerk), "n1/t1/v1", Some(1)).await.unwrap();
        let (new, old) = (second.revision.unwrap(), first.revision.unwrap());
        assert_eq!(second.standing, Standing::Corrected);
        assert_eq!((new.statement.previous, new.statement.reason.as_str()), (old.sealed.hash, "原来写错了"));
        assert_eq!(new.statement.confirmed, "clerk 样板村一");
        assert_eq!(old.statement.self_text, "本月按期办结。");
        assert_eq!(second.before.unwrap().statement.rev, 1);
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
        let twice = statement::confirm(&clerk, "", org, MONTH, 2).await;
        assert!(matches!(twice, Err(AppError::Conflict(_))), "{twice:?}");
    }

    async fn a_superior_may_decide_but_siblings_leaders_and_strangers_may_not(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let org = kit.org("n1/t1/v1");
        statement::propose(&kit.cx("n1/t1/v1", Role::Clerk), "", proposal(&kit)).await.unwrap();
        for (place, role) in [("n1/t1/v2", Role::Secretary), ("n2", Role::Secretary), ("n1/t2", Role::Clerk)] {
            let done = statement::confirm(&kit.cx(place, role), "", org, MONTH, 2).await;
            assert!(matches!(done, Err(AppError::NotFound)), "{place}: {done:?}");
        }
        let leader = statement::confirm(&kit.cx("n1/t1", Role::Leader), "", org, MONTH, 2).await;
        assert!(matches!(leader, Err(AppError::Forbidden(_))));
        assert!(shown(&kit, ("n1/t1/v2", Role::Clerk), "n1/t1/v1", None).await.unwrap().proposals.is_empty());
        assert_eq!(statement::confirm(&kit.cx("n1", Role::Secretary), "", org, MONTH, 2).await.unwrap().rev, 2);
    }

    async fn one_person_in_two_posts_is_still_one_person(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let mut above = kit.actor("n1/t1", Role::Secretary);
        above.account = kit.actor("n1/t1/v1", Role::Clerk).account;
        statement::propose(&kit.cx("n1/t1/v1", Role::Clerk), "", proposal(&kit)).await.unwrap();
        let cx = cx::Cx::new(kit.house.clone(), above, "web", "test".to_owned());
        let done = statement::confirm(&cx, "", kit.org("n1/t1/v1"), MONTH, 2).await;
        assert!(matches!(done, Err(AppError::Invalid(_))));
    }

    async fn a_refused_proposal_is_kept_with_who_and_why_and_another_may_follow(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let (clerk, above, org) = (kit.cx("n1/t1/v1", Role::Clerk), kit.cx("n1/t1", Role::Secretary), kit.org("n1/t1/v1"));
        statement::propose(&clerk, "", proposal(&kit)).await.unwrap();
        let second = statement::propose(&clerk, "", proposal(&kit)).await;
        assert!(matches!(second, Err(AppError::Invalid(f)) if f[0].code == "statement_proposal_open"));
        assert!(matches!(statement::refuse(&above, "", org, MONTH, 2, " ").await, Err(AppError::Invalid(_))));
        assert!(matches!(statement::refuse(&clerk, "", org, MONTH, 2, "不").await, Err(AppError::Invalid(_))));
        statement::refuse(&above, "", org, MONTH, 2, "数字没有错").await.unwrap();
        let kept = shown(&kit, ("n1/t1/v1", Role::Clerk), "n1/t1/v1", None).await.unwrap().proposals.remove(0);
        assert_eq!((kept.row.stage.as_str(), kept.row.decided_org.as_str()), ("refused", "甲一镇"));
        assert_eq!((kept.row.decided_role.as_str(), kept.row.decided_reason.as_str()), ("secretary", "数字没有错"));
        let page = client(&kit, "n1/t1/v1", Role::Clerk).await.get(&page(&kit, "n1/t1/v1")).await.expect(200);
        assert!(page.body.contains("数字没有错") && page.body.contains("原来写错了"));
        assert_eq!(statement::propose(&clerk, "", proposal(&kit)).await.unwrap(), 2);
        statement::confirm(&above, "", org, MONTH, 2).await.unwrap();
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
    }

    async fn a_correction_of_a_revision_that_no_longer_stands_is_a_conflict(kit: testkit::Kit) {
        let (clerk, secretary) = (kit.cx("n1/t1/v1", Role::Clerk), kit.cx("n1/t1/v1", Role::Secretary));
        let early = statement::propose(&clerk, "", proposal(&kit)).await;
        assert!(matches!(early, Err(AppError::Invalid(f)) if f[0].code == "statement_unpublished"));
        published(&kit, "n1/t1/v1").await;
        statement::propose(&clerk, "", proposal(&kit)).await.unwrap();
        statement::confirm(&secretary, "", kit.org("n1/t1/v1"), MONTH, 2).await.unwrap();
        let Err(AppError::Conflict(found)) = statement::propose(&clerk, "", proposal(&kit)).await else { panic!("no conflict") };
        assert_eq!((found[0].mine.as_str(), found[0].theirs.as_str()), ("1", "2"));
        let mut bare = proposal(&kit);
        (bare.base, bare.reason) = (2, String::new());
        assert!(matches!(statement::propose(&clerk, "", bare).await, Err(AppError::Invalid(f)) if f[0].field.as_deref() == Some("reason")));
    }

    async fn remarks_come_from_superiors_only_and_stay(kit: testkit::Kit) {
        let org = kit.org("n1/t1/v1");
        let early = statement::remark(&kit.cx("n1/t1", Role::Leader), "", org, MONTH, "好").await;
        assert!(matches!(early, Err(AppError::Invalid(f)) if f[0].code == "statement_unpublished"));
        published(&kit, "n1/t1/v1").await;
        for (place, role) in [("n1/t1/v1", Role::Secretary), ("n1/t1/v2", Role::Secretary), ("n2", Role::Leader), ("root", Role::AuditAdmin)] {
            let done = statement::remark(&kit.cx(place, role), "", org, MONTH, "好").await;
            assert!(matches!(done, Err(AppError::NotFound | AppError::Forbidden(_))), "{place}: {done:?}");
        }
        statement::remark(&kit.cx("n1/t1", Role::Leader), "once", org, MONTH, "情况属实。").await.unwrap();
        statement::remark(&kit.cx("n1/t1", Role::Leader), "once", org, MONTH, "情况属实。").await.unwrap();
        statement::remark(&kit.cx("root", Role::Clerk), "", org, MONTH, "继续。").await.unwrap();
        for (text, code) in [("长".repeat(401), "too_long"), ("打 13912345678".to_owned(), "statement_mobile"), (String::new(), "required")] {
            let done = statement::remark(&kit.cx("n1", Role::Clerk), "", org, MONTH, &text).await;
            assert!(matches!(done, Err(AppError::Invalid(f)) if f[0].code == code));
        }
        let remarks = shown(&kit, ("n1/t1/v2", Role::Clerk), "n1/t1/v1", None).await.unwrap().remarks;
        let found: Vec<_> = remarks.iter().map(|r| (r.by_org.as_str(), r.by_role.as_str(), r.text.as_str())).collect();
        assert_eq!(found, [("甲一镇", "leader", "情况属实。"), ("示例州", "clerk", "继续。")]);
    }

    async fn the_check_finds_every_way_to_rewrite_the_past(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        statement::propose(&kit.cx("n1/t1/v1", Role::Clerk), "", proposal(&kit)).await.unwrap();
        statement::confirm(&kit.cx("n1/t1/v1", Role::Secretary), "", kit.org("n1/t1/v1"), MONTH, 2).await.unwrap();
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
        sql(&kit, "UPDATE statement SET body = replace(body, '漏雨', '完好') WHERE rev = 1", vec![]).await;
        assert_eq!(breaches(&kit).await.len(), 1);
        // Whoever also writes a fitting hash breaks the chain to the next revision.
        let (body,): (String,) = kit.house.db.read(|tx| tx.one("SELECT body FROM statement WHERE rev = 1", &[])).await.map_err(|e: db::DbFault| e).unwrap();
        sql(&kit, "UPDATE statement SET hash = $1 WHERE rev = 1", vec![statement::canonical::seal(&body).into()]).await;
        assert!(breaches(&kit).await[0].contains("does not follow"), "{:?}", breaches(&kit).await);
        sql(&kit, "DELETE FROM statement WHERE rev = 1", vec![]).await;
        assert!(breaches(&kit).await[0].contains("missing"));
        sql(&kit, "DELETE FROM statement", vec![]).await;
        assert!(breaches(&kit).await[0].contains("said to stand"));
        sql(&kit, "DELETE FROM statement_month", vec![]).await;
        sql(&kit, "UPDATE statement_correction SET body = replace(body, '原来', '本来')", vec![]).await;
        assert!(breaches(&kit).await[0].contains("stored hash"));
    }
}
