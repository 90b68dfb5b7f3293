//! From the draft to the sealed text.

use cx::AppError;
use kernel::Role;
use statement::{Asked, Publication, Standing, Texts, canonical};
use testkit::Kit;

use crate::support::*;

testkit::both_engines! {
    async fn the_draft_tells_what_the_ledgers_hold_before_anybody_has_written(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        given(&kit, "n1/t1/v1", "root", 2, 2).await;
        given(&kit, "n1/t1/v1", "n1/t1", 3, 8).await;
        let shown = shown(&kit, ("n1/t1/v1", Role::Clerk), "n1/t1/v1", None).await.unwrap();
        assert_eq!((shown.standing, shown.row.version), (Standing::Open, 0));
        let draft = shown.draft.unwrap();
        assert_eq!(draft.place, "示例州 / 甲县 / 甲一镇");
        let states: Vec<_> = draft.facts.lines.iter().map(|l| (l.state.code(), l.late, l.baseless)).collect();
        // Due on the 20th, today is the 23rd: what is only signed for is late, what was let off is not.
        assert_eq!(states, [("closed", false, false), ("signed", true, true), ("excused", false, false)]);
        let first = &draft.facts.lines[0];
        let words: Vec<_> = draft.facts.lines.iter().map(|l| l.basis.as_str()).collect();
        assert_eq!(words, ["框架 2.3", "电话通知", "框架 2.3"], "words are told, and are no basis");
        assert_eq!((first.number.as_str(), first.from.as_str()), ("示组交〔2026〕1003号", "甲一镇"));
        assert!(first.signed < first.verified && first.verified < first.closed && first.reported.is_some());
        assert_eq!(draft.facts.lines[1].closed, None, "an item that was opened again is not closed");
        let asked: Vec<_> = draft.facts.asked.iter().map(|a| (a.from.as_str(), a.requests, a.tenths, a.baseless, a.declined)).collect();
        assert_eq!(asked, [("甲一镇", 2, 90, 0, 1), ("示例州", 1, 45, 1, 0)]);
    }

    async fn an_issuers_own_draft_shows_what_its_lists_cost_those_below(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        let shown = shown(&kit, ("n1/t1", Role::Secretary), "n1/t1", None).await.unwrap();
        let facts = shown.draft.unwrap().facts;
        assert_eq!((facts.lists[0].orgs, facts.lists[0].tenths, facts.summary().lists_tenths), (4, 45, 180));
        assert_eq!(facts.summary().received, 0);
    }

    async fn what_is_published_is_sealed_over_its_canonical_text(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        let published = published(&kit, "n1/t1/v1").await;
        let shown = shown(&kit, ("n1/t1/v1", Role::Clerk), "n1/t1/v1", None).await.unwrap();
        let revision = shown.revision.unwrap();
        assert_eq!(revision.sealed.hash, published.hash);
        assert_eq!(canonical::seal(&revision.sealed.body), published.hash);
        assert!(revision.sealed.body.starts_with("qingdan-statement/v2\norganisation 1004\nname 样板村一\n"));
        assert!(revision.sealed.body.contains("\npublished 2026-11-23T02:00:00Z\nby secretary\n"));
        assert_eq!((revision.statement.rev, shown.standing), (1, Standing::Published));
        assert_eq!(happened(&kit, "statement.published").await, 1);
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
    }

    async fn a_double_click_publishes_once_and_both_get_one_answer(kit: testkit::Kit) {
        let cx = kit.cx("n1/t1/v1", Role::Secretary);
        let one = statement::publish(&cx, "key-1", publication(&kit, "n1/t1/v1"));
        let two = statement::publish(&cx, "key-1", publication(&kit, "n1/t1/v1"));
        let three = statement::publish(&cx, "key-1", publication(&kit, "n1/t1/v1"));
        let (first, again) = (one.await.unwrap(), two.await.unwrap());
        assert_eq!((first.rev, &first.hash), (again.rev, &again.hash));
        assert_eq!(three.await.unwrap().hash, first.hash);
        assert_eq!(happened(&kit, "statement.published").await, 1);
    }

    async fn of_two_who_publish_at_once_one_is_told_of_the_other(kit: testkit::Kit) {
        let (secretary, clerk) = (kit.cx("n1/t1/v1", Role::Secretary), kit.cx("n1/t1/v1", Role::Clerk));
        let (what, other) = (publication(&kit, "n1/t1/v1"), publication(&kit, "n1/t1/v1"));
        let one = testkit::tokio::spawn(async move { statement::publish(&secretary, "a", what).await });
        let two = testkit::tokio::spawn(async move { statement::publish(&clerk, "b", other).await });
        let results = [one.await.unwrap(), two.await.unwrap()];
        assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1, "{results:?}");
        assert!(results.iter().any(|r| matches!(r, Err(AppError::Conflict(_)))), "{results:?}");
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
    }

    async fn nothing_is_edited_once_it_is_published(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let cx = kit.cx("n1/t1/v1", Role::Secretary);
        let before = shown(&kit, ("n1/t1/v1", Role::Clerk), "n1/t1/v1", None).await.unwrap();
        for version in [0, before.row.version] {
            let other = Texts { self_text: "改了".to_owned(), problems: String::new() };
            let saved = statement::save(&cx, "", kit.org("n1/t1/v1"), MONTH, other.clone(), version).await;
            assert!(matches!(saved, Err(AppError::Conflict(_))), "{saved:?}");
            let what = Publication { texts: other, version, ..publication(&kit, "n1/t1/v1") };
            let Err(AppError::Conflict(found)) = statement::publish(&cx, "", what).await else { panic!("published twice") };
            assert_eq!(found[0].field, "statement.field.rev");
        }
        let after = shown(&kit, ("n1/t1/v1", Role::Clerk), "n1/t1/v1", None).await.unwrap();
        assert_eq!(before.revision.unwrap().sealed.body, after.revision.unwrap().sealed.body);
    }

    async fn whoever_read_an_older_draft_or_other_facts_sees_what_differs(kit: testkit::Kit) {
        let cx = kit.cx("n1/t1/v1", Role::Clerk);
        let org = kit.org("n1/t1/v1");
        statement::save(&cx, "", org, MONTH, texts(), 0).await.unwrap();
        let other = Texts { self_text: "另一种写法".to_owned(), ..texts() };
        let stale = Publication { texts: other, ..publication(&kit, "n1/t1/v1") };
        let Err(AppError::Conflict(found)) = statement::publish(&cx, "", stale).await else { panic!("no conflict") };
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].field, found[0].theirs.as_str()), ("statement.field.self_text", "本月按期办结。"));

        let page = client(&kit, "n1/t1/v1", Role::Clerk).await.get(&page(&kit, "n1/t1/v1")).await.expect(200);
        let seen = page.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        let what = Publication { version: 1, seen, ..publication(&kit, "n1/t1/v1") };
        let Err(AppError::Conflict(found)) = statement::publish(&cx, "", what).await else { panic!("no conflict") };
        assert_eq!((found[0].field, found[0].mine.as_str(), found[0].theirs.as_str()), ("statement.seen.received", "0", "1"));
        assert_eq!(happened(&kit, "statement.published").await, 0);
    }

    async fn numbers_of_persons_are_refused_with_their_field_and_masked(kit: testkit::Kit) {
        let cx = kit.cx("n1/t1/v1", Role::Secretary);
        // Divisions from 99 exist nowhere, so the sample number is built on a real province.
        // Both are synthetic: an example number printed in the standard GB 11643, and an invented telephone number.
        // Numbers of nobody: the second is the specimen of GB 11643.
        let texts = Texts { self_text: "联系人电话139 1234 5678".to_owned(), problems: "证号 11010519491231002X".to_owned() };
        let what = Publication { texts, ..publication(&kit, "n1/t1/v1") };
        let Err(AppError::Invalid(faults)) = statement::publish(&cx, "", what).await else { panic!("published") };
        let found: Vec<_> = faults.iter().map(|f| (f.field.as_deref().unwrap(), f.code, f.values[0].1.as_str())).collect();
        assert_eq!(found, [
            ("self_text", "statement_mobile", "139******78"),
            ("problems", "statement_identity", "110*************2X"),
        ]);
        let home = Texts { self_text: "已走访红园小区3栋2单元401室".to_owned(), problems: String::new() };
        let what = Publication { texts: home, ..publication(&kit, "n1/t1/v1") };
        let Err(AppError::Invalid(faults)) = statement::publish(&cx, "", what).await else { panic!("published") };
        assert_eq!((faults[0].code, faults[0].values[0].1.as_str()), ("statement_address", "*栋*单元***室"));
    }

    async fn a_number_in_somebody_elses_item_is_masked_in_the_paper(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        sql(&kit, "UPDATE item SET text = $1", vec!["请联系 13912345678".into()]).await;
        let hash = published(&kit, "n1/t1/v1").await.hash;
        let body = shown(&kit, ("n1/t1/v1", Role::Clerk), "n1/t1/v1", None).await.unwrap().revision.unwrap().sealed.body;
        assert!(body.contains("text 请联系 139******78\n"), "{body}");
        assert_eq!(canonical::seal(&body), hash);
    }

    async fn a_month_that_has_not_begun_is_refused_and_one_long_past_is_not(kit: testkit::Kit) {
        let cx = kit.cx("n1/t1/v1", Role::Secretary);
        let ahead = Publication { month: MONTH.plus(1), ..publication(&kit, "n1/t1/v1") };
        assert!(matches!(statement::publish(&cx, "", ahead).await, Err(AppError::Invalid(f)) if f[0].code == "statement_ahead"));
        let past = Publication { month: MONTH.plus(-14), ..publication(&kit, "n1/t1/v1") };
        assert!(statement::publish(&cx, "", past).await.is_ok());
    }

    async fn only_secretary_and_clerk_of_the_organisation_publish(kit: testkit::Kit) {
        for (org, role) in [("n1/t1", Role::Leader), ("n1/t1/v1", Role::Secretary), ("n2", Role::Secretary)] {
            let done = statement::publish(&kit.cx(org, role), "", publication(&kit, "n1/t1")).await;
            assert!(matches!(done, Err(AppError::NotFound | AppError::Forbidden(_))), "{org} {role}: {done:?}");
        }
        let above = statement::publish(&kit.cx("n1", Role::Secretary), "", publication(&kit, "n1/t1")).await;
        assert!(matches!(above, Err(AppError::Forbidden(_))));
        assert!(statement::publish(&kit.cx("n1/t1", Role::Clerk), "", publication(&kit, "n1/t1")).await.is_ok());
    }

    async fn an_old_statement_stays_byte_for_byte_when_everything_around_it_changes(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        published(&kit, "n1/t1/v1").await;
        let before = look(&kit, "n1/t1/v1").await;
        sql(&kit, "UPDATE org SET name = '改名村' WHERE org_id = $1", vec![kit.org("n1/t1/v1").into()]).await;
        sql(&kit, "UPDATE org SET name = '改名镇' WHERE org_id = $1", vec![kit.org("n1/t1").into()]).await;
        // The village moves to another county's township, then is merged into a neighbour there.
        sql(
            &kit,
            "UPDATE org SET path = $2, parent_id = $3 WHERE org_id = $1",
            vec![kit.org("n1/t1/v1").into(), kit.path("n2/t1").child(3).as_ref().map(db::Arg::from).into_iter().next().unwrap(), kit.org("n2/t1").into()],
        )
        .await;
        sql(&kit, "UPDATE assignment SET state = 9, late = 1", vec![]).await;
        sql(&kit, "UPDATE item SET text = '别的事'", vec![]).await;
        assert_eq!(look(&kit, "n1/t1/v1").await, before);
        sql(&kit, "UPDATE org SET until_day = '2026-11-25', merged_into = $2 WHERE org_id = $1", vec![kit.org("n1/t1/v1").into(), kit.org("n2/t1/v1").into()]).await;
        assert_eq!(look(&kit, "n1/t1/v1").await, before);
        // Those above it now read it; those it left do not keep their right.
        assert_eq!(shown(&kit, ("n2/t1", Role::Clerk), "n1/t1/v1", None).await.unwrap().revision.unwrap().sealed.body, before.0);
        assert!(matches!(shown(&kit, ("n1/t1", Role::Clerk), "n1/t1/v1", None).await, Err(AppError::NotFound)));
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
    }
}

/// Body and paper of a published statement as the root's clerk sees them.
async fn look(kit: &Kit, org: &str) -> (String, String) {
    let found = statement::show(&kit.cx("root", Role::Clerk), kit.org(org), MONTH, Asked::default()).await.unwrap();
    let page = client(kit, "root", Role::Clerk).await.get(&page(kit, org)).await.expect(200);
    let paper = page.body.split("<article").nth(1).unwrap().split("</article>").next().unwrap().to_owned();
    (found.revision.unwrap().sealed.body, paper)
}
