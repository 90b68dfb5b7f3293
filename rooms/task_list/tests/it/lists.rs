//! Writing, pricing and sending lists.

use cx::AppError;
use kernel::Role;
use task_list::{
    Audience, Choice, Form, ListDraft, Over, Stage, State, Verdict, asked_of, assignment, copy_of_last_month, count,
    create, discard, edit, list, lists, my_month, preview, report, send,
};

use crate::support::{AT_ONCE, MONTH, below, codes, draft, item, key, one_item, seen, sent, signed, sound, told};

fn long_form(fields: usize, kind: &str) -> Form {
    let field = |n: usize| format!(r#"{{"key":"f{n}","label":"问","type":{kind}}}"#);
    Form::parse(&format!(r#"{{"fields":[{}]}}"#, (0..fields).map(field).collect::<Vec<_>>().join(","))).unwrap()
}

testkit::both_engines! {
    async fn a_draft_is_seen_by_its_own_organisation_only_until_it_is_sent(kit: testkit::Kit) {
        let county = kit.cx("n1", Role::Clerk);
        let id = create(&county, "", draft(&kit, "n1", vec![item("开大会", "2026-12-04")])).await.unwrap();
        for outsider in ["root", "n2", "n1/t1"] {
            assert!(matches!(list(&kit.cx(outsider, Role::Clerk), id).await, Err(AppError::NotFound)), "{outsider}");
        }
        assert!(my_month(&kit.cx("n1/t1/v1", Role::Clerk), MONTH).await.unwrap().is_empty());
        assert_eq!(lists(&county, MONTH).await.unwrap()[0].stage, Stage::Draft);
        let stranger = send(&kit.cx("n2", Role::Clerk), "", id, 1, AT_ONCE).await;
        assert!(matches!(stranger, Err(AppError::NotFound)));
        let leader = send(&kit.cx("n1", Role::Leader), "", id, 1, AT_ONCE).await;
        assert!(matches!(leader, Err(AppError::Forbidden(_))));
        let result = send(&county, "", id, 1, AT_ONCE).await.unwrap();
        assert_eq!((result.orgs, result.assignments, result.in_parts), (4, 4, false));
        assert!(list(&kit.cx("root", Role::Leader), id).await.is_ok(), "superiors read what was sent below");
        assert!(matches!(list(&kit.cx("n1/t1", Role::Clerk), id).await, Err(AppError::NotFound)));
        assert_eq!(codes(send(&county, "", id, 2, AT_ONCE).await), ["task_list_not_draft"]);
        assert_eq!(codes(edit(&county, "", id, 2, draft(&kit, "n1", vec![])).await), ["task_list_not_draft"]);
    }

    async fn two_who_edit_one_draft_are_told_the_differences(kit: testkit::Kit) {
        let written = draft(&kit, "n1", vec![item("开大会", "2026-12-04")]);
        let id = create(&kit.cx("n1", Role::Clerk), "", written.clone()).await.unwrap();
        let first = ListDraft { title: "甲改的".to_owned(), ..written.clone() };
        assert_eq!(edit(&kit.cx("n1", Role::Clerk), "", id, 1, first).await.unwrap(), 2);
        let second = ListDraft { title: "乙改的".to_owned(), ..written };
        let result = edit(&kit.cx("n1", Role::Secretary), "", id, 1, second).await;
        let Err(AppError::Conflict(differences)) = result else { panic!("a conflict") };
        assert_eq!(differences.len(), 1);
        assert_eq!((differences[0].mine.as_str(), differences[0].theirs.as_str()), ("乙改的", "甲改的"));
        assert_eq!(list(&kit.cx("n1", Role::Clerk), id).await.unwrap().draft.items.len(), 1);
        assert!(matches!(discard(&kit.cx("n1", Role::Clerk), "", id, 1).await, Err(AppError::Conflict(_))));
        discard(&kit.cx("n1", Role::Clerk), "", id, 2).await.unwrap();
        assert!(matches!(list(&kit.cx("n1", Role::Clerk), id).await, Err(AppError::NotFound)));
    }

    async fn an_audience_is_a_union_inside_the_issuers_own_subtree(kit: testkit::Kit) {
        let county = kit.cx("n1", Role::Clerk);
        let clause = |org: &str, levels: &[&str]| below(kit.org(org), levels).clauses.remove(0);
        let mut chosen = below(kit.org("n1"), &["township"]);
        chosen.clauses.push(clause("n1/t1", &[]));
        chosen.named = vec![kit.org("n1/t2/v2"), kit.org("n1/t1/v1")];
        let levels = count(&county, chosen.clone()).await.unwrap();
        assert_eq!(levels, [("township".to_owned(), 2), ("village".to_owned(), 3)]);
        chosen.clauses.push(clause("n1", &["county"]));
        assert_eq!(count(&county, chosen.clone()).await.unwrap().len(), 2, "oneself only if one says so");
        chosen.include_self = true;
        assert_eq!(count(&county, chosen.clone()).await.unwrap().len(), 3);
        let list = ListDraft { audience: chosen, ..draft(&kit, "n1", vec![item("开大会", "2026-12-04")]) };
        assert_eq!(preview(&county, list.clone()).await.unwrap().orgs, 6);
        let (_, items) = sent(&kit, "n1", list).await;
        let own = my_month(&county, MONTH).await.unwrap();
        assert_eq!((own.len(), own[0].key.item), (1, items[0]));
        for outside in ["root", "n2", "n2/t1/v1"] {
            let chosen = below(kit.org(outside), &[]);
            assert_eq!(codes(count(&county, chosen).await), ["org_audience_outside"], "{outside}");
            let named = Audience { named: vec![kit.org(outside)], ..Audience::default() };
            let list = ListDraft { audience: named, ..draft(&kit, "n1", vec![item("开大会", "2026-12-04")]) };
            let id = create(&county, "", list).await.unwrap();
            assert_eq!(codes(send(&county, "", id, 1, AT_ONCE).await), ["org_audience_outside"], "{outside}");
        }
        let unknown = Audience { named: vec![kernel::OrgId::new(9)], ..Audience::default() };
        assert_eq!(codes(count(&county, unknown).await), ["org_audience_outside"]);
        let tagged = Choice { tags: vec!["没有的标签".to_owned()], ..clause("n1", &[]) };
        assert!(count(&county, Audience { clauses: vec![tagged], ..Audience::default() }).await.unwrap().is_empty());
        sound(&kit).await;
    }

    async fn a_price_counts_what_is_asked_already_and_a_hard_stop_cannot_be_passed(kit: testkit::Kit) {
        let county = kit.cx("n1", Role::Clerk);
        let heavy = || {
            let mut heavy = item("填很多表", "2026-12-11");
            heavy.form = long_form(20, r#""long""#);
            heavy
        };
        let shown = preview(&county, draft(&kit, "n1", vec![heavy()])).await.unwrap();
        assert_eq!((shown.villages, shown.list.minutes, shown.median.minutes, shown.list.values), (4, 310, 310, 20));
        assert_eq!(shown.verdict, Verdict::NeedsApproval);
        let id = create(&county, "", draft(&kit, "n1", vec![heavy()])).await.unwrap();
        assert_eq!(codes(send(&county, "", id, 1, AT_ONCE).await), ["task_list_approval"]);
        let approved = |items| ListDraft { approval: "县委组织部 王部长".to_owned(), ..draft(&kit, "n1", items) };
        sent(&kit, "n1", approved(vec![heavy()])).await;
        let shown = preview(&county, approved(vec![heavy(), heavy()])).await.unwrap();
        assert_eq!((shown.worst.minutes, shown.worst.values, shown.worst.requests), (930, 60, 3));
        assert!(shown.findings.iter().all(|f| f.over == Over::Stop));
        let id = create(&county, "", approved(vec![heavy(), heavy()])).await.unwrap();
        let refused = codes(send(&county, "", id, 1, AT_ONCE).await);
        assert_eq!(refused, ["task_list_stop_minutes", "task_list_stop_values"]);
        // Another county's villages are not asked yet.
        let other = ListDraft { audience: below(kit.org("n2"), &["village"]), ..approved(vec![heavy()]) };
        assert_eq!(preview(&kit.cx("n2", Role::Clerk), other).await.unwrap().worst.minutes, 310);
        let spent = asked_of(&county, kit.org("n1/t1/v1"), MONTH).await.unwrap();
        let told = (spent.requests, spent.minutes, spent.values, spent.outside);
        assert_eq!(told, (1, 310, 20, 1), "words alone are no basis");
        let issued = asked_of(&county, kit.org("n1"), MONTH).await.unwrap();
        assert_eq!((issued.lists.len(), issued.lists[0].minutes, issued.lists[0].approval.as_str()), (1, 310, "县委组织部 王部长"));
        assert!(matches!(asked_of(&kit.cx("n2", Role::Clerk), kit.org("n1"), MONTH).await, Err(AppError::NotFound)));
    }

    async fn a_short_deadline_needs_the_urgent_flag_and_too_many_requests_wait(kit: testkit::Kit) {
        let county = kit.cx("n1", Role::Clerk);
        let send_it = async |list: ListDraft| {
            let id = create(&county, "", list).await.unwrap();
            send(&county, "", id, 1, AT_ONCE).await
        };
        // Monday to Wednesday are two working days.
        let short = draft(&kit, "n1", vec![item("明天就要", "2026-11-25")]);
        assert_eq!(codes(send_it(short.clone()).await), ["task_list_stop_days"]);
        let urgent = ListDraft { urgent: true, ..short };
        assert_eq!(codes(send_it(urgent.clone()).await), ["task_list_approval"]);
        send_it(ListDraft { approval: "县委副书记".to_owned(), ..urgent }).await.unwrap();
        let past = draft(&kit, "n1", vec![item("昨天就要", "2026-11-20")]);
        assert_eq!(codes(send_it(past).await), ["task_list_due_past", "task_list_stop_days"]);
        assert_eq!(codes(send_it(draft(&kit, "n1", vec![])).await), ["task_list_no_items", "task_list_stop_days"][..1]);
        let nobody = ListDraft { audience: Audience::default(), ..draft(&kit, "n1", vec![item("无人", "2026-12-04")]) };
        assert_eq!(codes(send_it(nobody).await), ["task_list_nobody"]);
        let light = || {
            let mut light = item("回个话", "2026-12-04");
            light.form = Form::default();
            light
        };
        let many = ListDraft { approval: "县委副书记".to_owned(), ..draft(&kit, "n1", (0..10).map(|_| light()).collect()) };
        assert_eq!(codes(send_it(many).await), ["task_list_stop_requests"], "one was sent before");
    }

    async fn last_months_list_is_copied_with_its_days_moved(kit: testkit::Kit) {
        let county = kit.cx("n1", Role::Clerk);
        assert_eq!(codes(copy_of_last_month(&county, MONTH.plus(1)).await), ["task_list_no_last"]);
        one_item(&kit, "n1").await;
        let copy = copy_of_last_month(&county, MONTH.plus(1)).await.unwrap();
        assert_eq!((copy.month, copy.items[0].due_day.to_string().as_str()), (MONTH.plus(1), "2026-12-04"));
        kit.clock.set_day("2026-12-01");
        let id = create(&county, "", copy).await.unwrap();
        assert_eq!(list(&county, id).await.unwrap().list.stage, Stage::Draft);
    }

    async fn numbers_run_through_the_year_and_nobody_shares_one(kit: testkit::Kit) {
        let county = kit.cx("n1", Role::Clerk);
        let mut waiting = Vec::new();
        for _ in 0..4 {
            waiting.push(create(&county, "", draft(&kit, "n1", vec![item("开大会", "2026-12-04")])).await.unwrap());
        }
        let tasks: Vec<_> = waiting.into_iter().map(|id| {
            let county = county.clone();
            tokio::spawn(async move { send(&county, "", id, 1, AT_ONCE).await.unwrap().number })
        }).collect();
        let mut numbers = Vec::new();
        for task in tasks {
            numbers.push(task.await.unwrap());
        }
        numbers.sort();
        assert_eq!(numbers, [1, 2, 3, 4].map(|n| format!("甲县交办〔2026〕{n}号")));
        sound(&kit).await;
    }

    async fn photos_are_kept_only_where_asked_and_shown_only_in_scope(kit: testkit::Kit) {
        let mut with_photo = item("拍一张整治后的样子", "2026-12-04");
        with_photo.photos = 1;
        with_photo.photos_reason = "整治前后要对照".to_owned();
        let (_, items) = sent(&kit, "n1", draft(&kit, "n1", vec![with_photo, item("不要照片", "2026-12-04")])).await;
        let village = kit.cx("n1/t1/v1", Role::Clerk);
        let mut png = Vec::new();
        image::DynamicImage::new_rgb8(40, 30).write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        let with = |photos: Vec<Vec<u8>>| task_list::ReportInput { photos, ..told("2026-11-23") };
        let unasked = report(&village, "", seen(&kit, "n1/t1/v1", items[1]).await, with(vec![png.clone()])).await;
        assert_eq!(codes(unasked), ["task_list_photos_unasked"]);
        let rubbish = report(&village, "", seen(&kit, "n1/t1/v1", items[0]).await, with(vec![b"GIF89a".to_vec()])).await;
        assert_eq!(codes(rubbish), ["task_list_photo_unfit"]);
        signed(&kit, "n1/t1/v1", items[0]).await;
        report(&village, "", seen(&kit, "n1/t1/v1", items[0]).await, with(vec![png])).await.unwrap();
        let where_it_is = key(&kit, "n1/t1/v1", items[0]);
        let card = assignment(&kit.cx("n1", Role::Leader), where_it_is).await.unwrap().card;
        assert_eq!((card.state, card.photos.len()), (State::Reported, 1));
        let hash = card.photos[0].hash.clone();
        assert!(task_list::photo(&kit.cx("n1/t1", Role::Clerk), where_it_is, hash.clone()).await.unwrap().starts_with(&[0xff, 0xd8]));
        let stranger = task_list::photo(&kit.cx("n2", Role::Clerk), where_it_is, hash).await;
        assert!(matches!(stranger, Err(AppError::NotFound)));
        let unknown = task_list::photo(&village, where_it_is, "../../etc/passwd".to_owned()).await;
        assert!(matches!(unknown, Err(AppError::NotFound)));
    }
}
