//! From a pasted text to a version that replaces another, and to the end.

use cx::AppError;
use document::{About, ClauseDraft, Draft, Kind, Slot, Source};
use kernel::Role;

use crate::support::*;

testkit::both_engines! {
    async fn a_pasted_text_becomes_clauses_and_comes_into_force(kit: testkit::Kit) {
        let id = entered(&kit, "n1").await;
        let reading = document::version(&kit.cx("n1", Role::Clerk), id, None).await;
        assert!(matches!(reading, Err(AppError::NotFound)), "a draft is no version in force");
        let secretary = kit.cx("n1", Role::Secretary);
        document::publish(&secretary, "k", id, 1, day("2026-11-01")).await.unwrap();
        document::publish(&secretary, "k", id, 1, day("2026-11-01")).await.unwrap();
        assert_eq!(happened(&kit, "document.published").await, 1);
        let reading = read(&kit, ("n1/t1/v1", Role::Clerk), id, None).await.unwrap();
        let shape: Vec<(i64, &str, bool)> = reading.clauses.iter().map(|c| (c.depth, c.label.as_str(), c.demands)).collect();
        assert_eq!(shape, [
            (0, "", false), (0, "第一章", false), (1, "第一条", true), (1, "第二条", false),
            (2, "（一）", true), (2, "（二）", true), (1, "第三条", true),
        ]);
        assert_eq!(reading.clauses[4].text, "日常考核；");
        assert_eq!(reading.version.number, "示组发〔2026〕3号");
    }

    async fn documents_are_read_by_superiors_and_below_and_by_nobody_else(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        for (org, role) in [("root", Role::Leader), ("n1", Role::Secretary), ("n1/t2", Role::Clerk), ("n1/t1/v1", Role::Secretary)] {
            assert!(read(&kit, (org, role), id, None).await.is_ok(), "{org}");
        }
        for (org, role) in [("n2", Role::Clerk), ("n2/t1/v1", Role::Secretary), ("root", Role::SystemAdmin), ("root", Role::AuditAdmin)] {
            assert!(matches!(read(&kit, (org, role), id, None).await, Err(AppError::NotFound)), "{org} {role}");
        }
    }

    async fn only_the_owner_writes_and_townships_and_villages_keep_none(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let revise = |org: &'static str, role| { let cx = kit.cx(org, role); async move { document::revise(&cx, "", id, 2, None).await } };
        assert!(matches!(revise("root", Role::Clerk).await, Err(AppError::Forbidden("document.write"))));
        assert!(matches!(revise("n1/t1", Role::Clerk).await, Err(AppError::Forbidden("document.write"))));
        assert!(matches!(revise("n1", Role::Leader).await, Err(AppError::Forbidden("document.write"))));
        assert!(matches!(revise("n2", Role::Clerk).await, Err(AppError::NotFound)));
        assert_eq!(revise("n1", Role::Clerk).await.unwrap(), 2);
        for org in ["n1/t1", "n1/t1/v1"] {
            let refused = document::enter(&kit.cx(org, Role::Clerk), "", about(), Source::Text(TEXT.to_owned())).await;
            assert_eq!(codes(refused), ["document_level"]);
        }
    }

    async fn a_new_version_replaces_the_old_clause_by_clause_from_its_day(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let clerk = kit.cx("n1", Role::Clerk);
        document::revise(&clerk, "", id, 2, None).await.unwrap();
        let before = read(&kit, ("n1", Role::Clerk), id, None).await.unwrap();
        let draft = Draft {
            title: "示例考核办法（修订）".to_owned(),
            number: "示组发〔2026〕9号".to_owned(),
            clauses: vec![ClauseDraft { label: "第一条".to_owned(), text: "新的第一条。".to_owned(), demands: true,
                replaces: vec![before.clauses[2].id, before.clauses[3].id], ..ClauseDraft::default() }],
        };
        assert_eq!(document::edit(&clerk, "", id, 3, draft).await.unwrap(), 4);
        assert_eq!(codes(document::publish(&clerk, "", id, 4, day("2026-11-01")).await), ["document_from_too_early"]);
        document::publish(&clerk, "", id, 4, day("2026-12-01")).await.unwrap();
        let now = read(&kit, ("n1/t1/v1", Role::Clerk), id, None).await.unwrap();
        assert_eq!((now.version.seq, now.version.to), (1, Some(day("2026-12-01"))));
        assert_eq!(now.clauses, before.clauses, "what is in force does not change");
        let then = read(&kit, ("n1/t1/v1", Role::Clerk), id, Some("2026-12-01")).await.unwrap();
        assert_eq!((then.version.seq, then.version.title.as_str(), then.clauses.len()), (2, "示例考核办法（修订）", 1));
        kit.clock.set_day("2026-12-02");
        assert_eq!(read(&kit, ("root", Role::Leader), id, None).await.unwrap().version.seq, 2);
        assert_eq!(read(&kit, ("root", Role::Leader), id, Some("2026-11-30")).await.unwrap().version.seq, 1);
    }

    async fn of_two_who_edit_the_second_sees_what_the_first_wrote(kit: testkit::Kit) {
        let id = entered(&kit, "n1").await;
        let text = |text: &str| Draft { title: "甲".to_owned(), number: String::new(),
            clauses: vec![ClauseDraft { text: text.to_owned(), ..ClauseDraft::default() }] };
        document::edit(&kit.cx("n1", Role::Clerk), "", id, 1, text("先到")).await.unwrap();
        let second = document::edit(&kit.cx("n1", Role::Secretary), "", id, 1, text("后到")).await;
        let Err(AppError::Conflict(found)) = second else { panic!("{second:?}") };
        assert_eq!((found[0].mine.trim(), found[0].theirs.trim()), ("后到", "先到"));
    }

    async fn a_draft_is_edited_freely_and_may_be_thrown_away(kit: testkit::Kit) {
        let id = entered(&kit, "n1").await;
        let clerk = kit.cx("n1", Role::Clerk);
        let draft = Draft { title: " ".to_owned(), number: String::new(), clauses: Vec::new() };
        assert_eq!(codes(document::edit(&clerk, "", id, 1, draft.clone()).await), ["required"]);
        document::edit(&clerk, "", id, 1, Draft { title: "空".to_owned(), ..draft }).await.unwrap();
        assert_eq!(codes(document::publish(&clerk, "", id, 2, day("2026-11-01")).await), ["document_empty"]);
        assert!(!document::discard(&clerk, "", id, 2).await.unwrap(), "the document goes with its only draft");
        assert!(matches!(document::discard(&clerk, "", id, 3).await, Err(AppError::NotFound)));
        let id = in_force(&kit, "n1").await;
        document::revise(&clerk, "", id, 2, Some(Source::Text("一、新的".to_owned()))).await.unwrap();
        assert_eq!(codes(document::revise(&clerk, "", id, 3, None).await), ["document_has_draft"]);
        assert_eq!(codes(document::end(&clerk, "", id, 3, day("2026-12-01"), "过时").await), ["document_has_draft"]);
        assert!(document::discard(&clerk, "", id, 3).await.unwrap());
        assert_eq!(read(&kit, ("n1", Role::Clerk), id, None).await.unwrap().clauses.len(), 7);
    }

    async fn an_ended_document_stays_to_be_read_and_takes_no_new_version(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let clerk = kit.cx("n1", Role::Clerk);
        assert_eq!(codes(document::end(&clerk, "", id, 2, day("2026-10-01"), "").await), ["required", "document_until_too_early"]);
        document::end(&clerk, "", id, 2, day("2026-11-20"), "任务完成").await.unwrap();
        assert_eq!(codes(document::revise(&clerk, "", id, 3, None).await), ["document_ended"]);
        let read = read(&kit, ("n1/t1/v1", Role::Clerk), id, None).await.unwrap();
        assert_eq!((read.version.seq, read.version.to, read.clauses.len()), (1, Some(day("2026-11-20")), 7));
    }

    async fn the_framework_and_the_domains_have_room_for_one_each(kit: testkit::Kit) {
        let enter = |org: &'static str, about: About| {
            let cx = kit.cx(org, Role::Clerk);
            async move { document::enter(&cx, "", about, Source::Text("一、总体要求".to_owned())).await }
        };
        let opinion = About { framework: Some(Slot::Opinion), ..About::new(Kind::Opinion, "示例意见") };
        let procedure = About { domain: "village".to_owned(), ..About::new(Kind::WorkProcedure, "村规程") };
        enter("n1", opinion.clone()).await.unwrap();
        enter("n1", procedure.clone()).await.unwrap();
        assert_eq!(codes(enter("n1", opinion.clone()).await), ["document_slot_taken"]);
        assert_eq!(codes(enter("n1", procedure.clone()).await), ["document_domain_taken"]);
        assert!(enter("root", opinion).await.is_ok() && enter("n2", procedure).await.is_ok());
    }

    async fn what_is_said_about_a_document_is_changed_without_lost_updates(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let clerk = kit.cx("n1", Role::Clerk);
        let calm = About { demands_work: false, ..about() };
        document::describe(&clerk, "", id, 2, calm.clone()).await.unwrap();
        let late = document::describe(&clerk, "", id, 2, about()).await;
        let Err(AppError::Conflict(found)) = late else { panic!("{late:?}") };
        assert_eq!((found[0].field, found[0].theirs.as_str()), ("document.field.demands_work", "document.no"));
        let other = About { kind: Kind::Plan, ..calm };
        assert_eq!(codes(document::describe(&clerk, "", id, 3, other).await), ["document_kind_stands"]);
    }
}
