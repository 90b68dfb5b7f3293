//! Writing and issuing: all or nothing, to a whole audience at once.

use cx::AppError;
use kernel::Role;
use target::{Cut, Source, Stage, TargetDraft, Upper, ValueRow};

use crate::support::{YEAR, checked, codes, countersigned, issued, key, signed, target, to, two};

testkit::both_engines! {
    async fn one_request_makes_a_letter_for_everybody_in_the_audience(kit: testkit::Kit) {
        let cx = kit.cx("root", Role::Clerk);
        let id = target::create(&cx, "", to(&kit, "root", &["county", "township"], two())).await.unwrap();
        let preview = target::preview(&cx, id).await.unwrap();
        assert_eq!((preview.letters, preview.faults.len()), (6, 0));
        assert_eq!(preview.levels.into_iter().collect::<Vec<_>>(), [("county".to_owned(), 2), ("township".to_owned(), 4)]);
        let done = target::issue(&cx, "", id, 1).await.unwrap();
        assert_eq!((done.letters, done.number.as_str()), (6, "示例州责〔2026〕1号"));
        for org in ["n1", "n2/t2"] {
            let letter = target::letter(&kit.cx(org, Role::Clerk), key(&kit, org, id), None).await.unwrap();
            assert_eq!(letter.shown.code(), "issued");
            assert_eq!(letter.letter.lines.iter().map(|l| l.weight).collect::<Vec<_>>(), [605, 395]);
            assert_eq!(letter.letter.recipient.code, if org == "n1" { "990101" } else { "990102201" });
            assert_eq!(letter.steps.len(), 1);
        }
        assert_eq!(codes(target::issue(&cx, "", id, 2).await), ["target_issued"], "nothing is issued twice");
        assert!(matches!(target::edit(&cx, "", id, 2, to(&kit, "root", &[], two())).await, Err(AppError::Invalid(f)) if f[0].code == "target_issued"));
        assert!(checked(&kit).await.is_empty());
    }

    async fn a_letter_whose_weights_do_not_sum_is_never_issued(kit: testkit::Kit) {
        let cx = kit.cx("root", Role::Clerk);
        let draft = to(&kit, "root", &["county"], vec![target("甲", 600), target("乙", 399)]);
        let id = target::create(&cx, "", draft).await.unwrap();
        assert_eq!(codes(target::issue(&cx, "", id, 1).await), ["target_weights"]);
        let found = target::written(&cx, id).await.unwrap();
        assert_eq!((found.row.stage, found.row.letters, found.row.version), (Stage::Draft, 0, 1));
        assert!(matches!(target::letter(&cx, key(&kit, "n1", id), None).await, Err(AppError::NotFound)));
    }

    async fn villages_get_letters_only_where_that_is_switched_on(kit: testkit::Kit) {
        let (clerk, secretary) = (kit.cx("n1/t1", Role::Clerk), kit.cx("root", Role::Secretary));
        let id = target::create(&clerk, "", to(&kit, "n1/t1", &["village"], two())).await.unwrap();
        assert_eq!(codes(target::issue(&clerk, "", id, 1).await), ["target_villages_off"]);
        let today = kit.house.today();
        let set = |cx: cx::Cx, day, reason: &'static str| async move {
            target::set_villages(&cx, "", day, true, reason.to_owned()).await
        };
        assert!(matches!(set(kit.cx("n1", Role::Secretary), today, "试点两个村").await, Err(AppError::Forbidden(_))));
        assert_eq!(codes(set(secretary.clone(), today, "试").await), ["target_reason"]);
        assert_eq!(codes(set(secretary.clone(), today.plus(-1), "试点两个村").await), ["target_past"]);
        set(secretary.clone(), today.plus(1), "州委会议决定试点").await.unwrap();
        assert_eq!(codes(target::issue(&clerk, "", id, 1).await), ["target_villages_off"], "it holds from its day on");
        set(secretary.clone(), today, "州委会议决定试点").await.unwrap();
        assert_eq!(target::issue(&clerk, "", id, 1).await.unwrap().letters, 2);
        assert_eq!(target::settings(&secretary).await.unwrap().0.len(), 2);
    }

    async fn an_issue_is_built_from_the_letter_above_and_says_what_it_cuts(kit: testkit::Kit) {
        let upper = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let clerk = kit.cx("n1", Role::Clerk);
        let above = Upper { org: kit.org("root"), issue: upper };
        let unsigned = target::begin(&clerk, "", YEAR, "县责任书".to_owned(), Source::Above(above)).await;
        assert_eq!(codes(unsigned), ["target_no_source"], "only a signed letter is carried on");
        signed(&kit, "n1", upper).await;
        assert_eq!(target::buildable(&clerk, YEAR).await.unwrap().len(), 1);
        let id = target::begin(&clerk, "", YEAR, "县责任书".to_owned(), Source::Above(above)).await.unwrap();
        let found = target::written(&clerk, id).await.unwrap();
        assert_eq!(found.draft.targets.iter().map(|t| t.weight).collect::<Vec<_>>(), [605, 395]);
        assert!(found.draft.targets.iter().zip(&found.above).all(|(t, a)| t.upper == Some(a.row.id)));
        let mut draft = found.draft;
        let dropped = draft.targets.pop().unwrap();
        draft.targets.push(target("县里自己的一项", 395));
        let version = target::edit(&clerk, "", id, 1, draft.clone()).await.unwrap();
        assert_eq!(codes(target::issue(&clerk, "", id, version).await), ["target_cut_reason"]);
        draft.cuts = vec![Cut { upper: dropped.upper.unwrap(), reason: "由县直机关承担".to_owned() }];
        let version = target::edit(&clerk, "", id, version, draft).await.unwrap();
        assert_eq!(target::issue(&clerk, "", id, version).await.unwrap().letters, 2);
        let stranger = TargetDraft { upper: dropped.upper, ..target("不是本县的", 1_000) };
        let foreign = target::create(&kit.cx("n2", Role::Clerk), "", to(&kit, "n2", &["township"], vec![stranger])).await;
        assert_eq!(codes(foreign), ["target_unknown"], "a target is carried on by those who were given it");
    }

    async fn templates_and_last_years_issue_begin_a_new_one(kit: testkit::Kit) {
        let clerk = kit.cx("root", Role::Clerk);
        let id = issued(&kit, "root", to(&kit, "root", &["county"], two())).await;
        let template = target::keep_as_template(&clerk, "", id, "县级模板".to_owned()).await.unwrap();
        assert_eq!(target::issues(&clerk, YEAR).await.unwrap().1.len(), 1);
        assert_eq!(codes(target::issue(&clerk, "", template, 1).await), ["target_is_template"]);
        for (year, source) in [(2027, Source::LastYear), (2026, Source::Template(template))] {
            let next = target::begin(&clerk, "", year, "新一年".to_owned(), source).await.unwrap();
            let found = target::written(&clerk, next).await.unwrap();
            assert_eq!(found.draft.targets.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["按期换届", "开好组织生活会"]);
            assert_eq!((found.draft.from.to_string(), found.draft.year), (format!("{year}-01-01"), year));
        }
        assert_eq!(codes(target::begin(&clerk, "", 2026, "无".to_owned(), Source::LastYear).await), ["target_no_last"]);
        target::discard(&clerk, "", template, 1).await.unwrap();
        assert!(matches!(target::written(&clerk, template).await, Err(AppError::NotFound)));
    }

    async fn a_sheet_gives_recipients_their_own_values_or_nothing_at_all(kit: testkit::Kit) {
        let clerk = kit.cx("root", Role::Clerk);
        let id = target::create(&clerk, "", to(&kit, "root", &["county"], two())).await.unwrap();
        let row = |n, org: &str, seq: &str, value: &str| ValueRow { row: n, org: org.to_owned(), seq: seq.to_owned(), value: value.to_owned() };
        let bad = vec![row(2, "甲县", "1", "95%"), row(3, "丙县", "1", "90%")];
        for dry in [true, false] {
            let report = target::set_values(&clerk, "", (id, 1), bad.clone(), dry).await.unwrap();
            assert_eq!((report.accepted, report.refused, report.written), (1, 1, false));
            assert_eq!((report.problems[0].row, report.problems[0].code.as_str()), (3, "target_value_org"));
        }
        let good = vec![row(2, "甲县", "1", "95%"), row(3, "990102", "2", "4 次")];
        assert!(!target::set_values(&clerk, "", (id, 1), good.clone(), true).await.unwrap().written);
        assert!(target::set_values(&clerk, "", (id, 1), good, false).await.unwrap().written);
        target::issue(&clerk, "", id, 1).await.unwrap();
        for (org, expected) in [("n1", ["95%", "100%"]), ("n2", ["100%", "4 次"])] {
            let letter = target::letter(&clerk, key(&kit, org, id), None).await.unwrap();
            assert_eq!(letter.lines.iter().map(|l| l.value.as_str()).collect::<Vec<_>>(), expected);
        }
    }

    async fn a_second_click_makes_no_second_issue_and_a_stale_editor_is_told_the_difference(kit: testkit::Kit) {
        let clerk = kit.cx("root", Role::Clerk);
        let id = target::create(&clerk, "k1", to(&kit, "root", &["county"], two())).await.unwrap();
        assert_eq!(target::create(&clerk, "k1", to(&kit, "root", &["county"], two())).await.unwrap(), id);
        let found = target::written(&clerk, id).await.unwrap();
        let mut mine = found.draft.clone();
        mine.title = "我的题目".to_owned();
        target::edit(&clerk, "", id, 1, mine.clone()).await.unwrap();
        let kept = target::written(&clerk, id).await.unwrap();
        assert_eq!(kept.draft.targets.iter().map(|t| t.id).collect::<Vec<_>>(), found.draft.targets.iter().map(|t| t.id).collect::<Vec<_>>(), "targets keep their ids");
        mine.title = "另一个题目".to_owned();
        let stale = target::edit(&clerk, "", id, 1, mine).await;
        assert!(matches!(&stale, Err(AppError::Conflict(d)) if d[0].theirs == "我的题目"), "{stale:?}");
        assert!(matches!(target::issue(&clerk, "", id, 1).await, Err(AppError::Conflict(_))));
        let first = target::issue(&clerk, "k2", id, 2).await.unwrap();
        assert_eq!(target::issue(&clerk, "k2", id, 2).await.unwrap(), first);
        assert_eq!(countersigned_none(&kit, id).await, ["target_none_waits"]);
        signed(&kit, "n1", id).await;
        assert_eq!(countersigned(&kit, "root", id).await, 1);
    }
}

async fn countersigned_none(kit: &testkit::Kit, id: kernel::IssueId) -> Vec<&'static str> {
    let cx = kit.cx("root", Role::Secretary);
    let which = target::Which::SignedBy(kit.house.now());
    codes(target::countersign(&cx, "", crate::support::proof(&cx), id, which).await)
}
