//! What items rest on: chosen from rows, told in words, shown as a chain, missing in the red list.

use document::{About, Source};
use kernel::{ClauseId, IssueId, Page, Role, TargetId};
use target::{IssueDraft, TargetDraft, Upper};
use task_list::{Ground, ItemDraft, Key, assignment, create, edit, send, sign, split, withdraw_list};
use testkit::Kit;

use crate::support::{AT_ONCE, MONTH, below, codes, day, draft, item, seen, sent};

/// A clause of the prefecture in force.
async fn clause(kit: &Kit) -> ClauseId {
    let cx = kit.cx("root", Role::Clerk);
    let mut about = About::new(document::Kind::Regulation, "示例考核办法（演示数据·虚构）");
    about.demands_work = true;
    let text = "第一条　按期换届。\n第二条　开好组织生活会。";
    let id = document::enter(&cx, "", about, Source::Text(text.to_owned())).await.unwrap();
    document::publish(&cx, "", id, 1, day("2026-11-01")).await.unwrap();
    let reading = document::version(&cx, id, None).await.unwrap();
    reading.clauses.iter().find(|c| c.label == "第一条").unwrap().id
}

fn proof(cx: &cx::Cx) -> account::Proof {
    account::Proof::of_session(&cx::session::Caller::proved(cx.actor().clone(), cx.house().now()))
}

/// Signed by every recipient and countersigned.
async fn in_force(kit: &Kit, by: &str, issue: IssueId, recipients: &[&str]) {
    for org in recipients {
        let cx = kit.cx(org, Role::Secretary);
        let key = target::Key { org: kit.org(org), issue };
        let found = target::letter(&cx, key, None).await.unwrap();
        let seen = target::Seen { key, rev: found.row.rev, version: found.row.version };
        target::sign(&cx, "", proof(&cx), seen).await.unwrap();
    }
    let cx = kit.cx(by, Role::Secretary);
    target::countersign(&cx, "", proof(&cx), issue, target::Which::SignedBy(kit.house.now())).await.unwrap();
}

/// Letters from the prefecture to its counties and from the first county to its townships, in force; the target of
/// each.
async fn letters(kit: &Kit, clause: ClauseId) -> (TargetId, TargetId) {
    let set = TargetDraft {
        project: "组织建设".to_owned(),
        text: "按期换届".to_owned(),
        kind: target::Kind::Metric,
        measure: "完成率".to_owned(),
        value: "100%".to_owned(),
        weight: 1_000,
        assessment: "查阅台账".to_owned(),
        deduction: "每少一项扣 1 分".to_owned(),
        clause: Some(clause),
        ..TargetDraft::default()
    };
    let letter = IssueDraft {
        year: 2026,
        title: "党建工作目标责任书".to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: below(kit.org("root"), &["county"]),
        from: day("2026-01-01"),
        until: day("2026-12-31"),
        upper: None,
        targets: vec![set],
        cuts: Vec::new(),
    };
    let root = kit.cx("root", Role::Clerk);
    let top = target::create(&root, "", letter).await.unwrap();
    target::issue(&root, "", top, 1).await.unwrap();
    in_force(kit, "root", top, &["n1", "n2"]).await;
    let county = kit.cx("n1", Role::Clerk);
    let above = target::Source::Above(Upper { org: kit.org("root"), issue: top });
    let lower = target::begin(&county, "", 2026, "甲县责任书".to_owned(), above).await.unwrap();
    target::issue(&county, "", lower, 1).await.unwrap();
    in_force(kit, "n1", lower, &["n1/t1", "n1/t2"]).await;
    let org = kit.org("n1");
    let carried = county.read(move |tx| target::carried_in(tx, org, 2026)).await.unwrap();
    let [first, second] = carried.as_slice() else { panic!("two targets: {carried:?}") };
    (first.target, second.target)
}

fn on(target: Option<TargetId>, clause: Option<ClauseId>) -> ItemDraft {
    let ground = Ground { clause, target, words: "谁都可以写".to_owned() };
    ItemDraft { ground, basis: String::new(), ..item("开好换届大会", "2026-12-04") }
}

testkit::both_engines! {
    async fn an_item_shows_its_chain_up_to_the_clause(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let (top, lower) = letters(&kit, clause).await;
        let (list, items) = sent(&kit, "n1/t1", draft(&kit, "n1/t1", vec![on(Some(lower), None)])).await;
        let village = kit.cx("n1/t1/v1", Role::Clerk);
        let key = Key { org: kit.org("n1/t1/v1"), month: MONTH, item: items[0] };
        let found = assignment(&village, key).await.unwrap();
        assert_eq!(found.card.item.basis, "《甲县责任书》1. 按期换届", "the program's words, not the sender's");
        let chain: Vec<(&str, &str, &str)> = found.chain.iter().map(|l| (l.sort, l.by.as_str(), l.label.as_str())).collect();
        let regulation = "《示例考核办法（演示数据·虚构）》第一条";
        assert_eq!(chain, [("clause", "示例州", regulation), ("target", "示例州", "1. 按期换届"), ("target", "甲县", "1. 按期换届")]);
        assert!(found.chain.iter().all(|l| l.address.starts_with("/clauses/") || l.address.starts_with("/targets/")));
        let root = kit.org("root");
        let place = kit.cx("root", Role::Leader).actor().seat.path.clone();
        let reached = kit.cx("root", Role::Leader).read(move |tx| {
            assert_eq!(task_list::resting_in(tx, &[top])?.len(), 0, "{root}");
            assert_eq!(task_list::resting_in(tx, &[top, lower])?.len(), 1);
            task_list::arrivals_in(tx, &[top, lower], &place)
        }).await.unwrap();
        assert_eq!((reached.len(), reached.iter().filter(|r| r.signed).count()), (2, 0), "sent, and nobody signed yet");
        sign(&village, "", vec![seen(&kit, "n1/t1/v1", items[0]).await]).await.unwrap();
        withdraw_list(&kit.cx("n1/t1", Role::Clerk), "", list, 2, "重复下发".to_owned()).await.unwrap();
        let place = kit.cx("root", Role::Leader).actor().seat.path.clone();
        let reached = kit.cx("root", Role::Leader).read(move |tx| task_list::arrivals_in(tx, &[lower], &place)).await.unwrap();
        assert!(reached.is_empty(), "what was taken back did not arrive");
    }

    async fn what_a_list_carries_on_rests_on_the_same_target(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let (top, _) = letters(&kit, clause).await;
        let mut to_towns = draft(&kit, "n1", vec![on(Some(top), Some(clause))]);
        to_towns.audience = below(kit.org("n1"), &["township"]);
        let (_, items) = sent(&kit, "n1", to_towns).await;
        let town = kit.cx("n1/t1", Role::Clerk);
        let made = split(&town, "", seen(&kit, "n1/t1", items[0]).await).await.unwrap();
        send(&town, "", made, 1, AT_ONCE).await.unwrap();
        let place = kit.cx("n1", Role::Leader).actor().seat.path.clone();
        let reached = kit.cx("n1", Role::Leader).read(move |tx| task_list::arrivals_in(tx, &[top], &place)).await.unwrap();
        assert_eq!(reached.len(), 4, "two townships, and two villages below the one that carried it on");
        let red = task_list::baseless(&kit.cx("n1", Role::Leader), MONTH, Page::new(None, None)).await.unwrap();
        assert_eq!((red.items, red.baseless), (2, 0));
    }

    async fn a_clause_has_work_where_a_superiors_item_on_it_is_carried_on(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let mut to_towns = draft(&kit, "n1", vec![on(None, Some(clause))]);
        to_towns.audience = below(kit.org("n1"), &["township"]);
        let (_, items) = sent(&kit, "n1", to_towns).await;
        let town = kit.cx("n1/t1", Role::Clerk);
        let idle = || async { document::idle(&town, None, Page::new(None, None)).await.unwrap().clauses.items.iter().any(|c| c.clause == clause) };
        assert!(idle().await, "nothing of the township rests on it yet");
        let made = split(&town, "", seen(&kit, "n1/t1", items[0]).await).await.unwrap();
        send(&town, "", made, 1, AT_ONCE).await.unwrap();
        assert!(!idle().await, "the list of the township carries it on");
        withdraw_list(&town, "", made, 2, "改由县里直接交办".to_owned()).await.unwrap();
        assert!(idle().await, "what was taken back rests on nothing");
    }

    async fn an_item_rests_on_a_superiors_only_if_that_one_was_given_to_its_organisation(kit: testkit::Kit) {
        let mut to_towns = draft(&kit, "n1", vec![on(None, None)]);
        to_towns.audience = below(kit.org("n1"), &["township"]);
        let (list, items) = sent(&kit, "n1", to_towns).await;
        let number = task_list::list(&kit.cx("n1", Role::Clerk), list).await.unwrap().list.number;
        let town = kit.cx("n1/t1", Role::Clerk);
        let made = split(&town, "", seen(&kit, "n1/t1", items[0]).await).await.unwrap();
        let carried = task_list::list(&town, made).await.unwrap();
        assert_eq!((carried.items[0].item.basis.clone(), carried.items[0].item.is_baseless()), (format!("{number} 1. 开好换届大会"), false));
        assert_eq!(task_list::preview(&town, carried.draft.clone()).await.unwrap().without_basis, 0);
        let claimed = ItemDraft { split_of: Some(items[0]), ..on(None, None) };
        let other = kit.cx("n2/t1", Role::Clerk);
        let refused = create(&other, "", draft(&kit, "n2/t1", vec![claimed])).await;
        assert_eq!(codes(refused), ["task_list_split_of"], "it was never given to that township");
    }

    async fn a_target_of_others_or_a_clause_not_in_force_is_no_basis(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let (top, lower) = letters(&kit, clause).await;
        let other = kit.cx("n2/t1", Role::Clerk);
        let refused = create(&other, "", draft(&kit, "n2/t1", vec![on(Some(lower), None)])).await;
        assert_eq!(codes(refused), ["task_list_target"]);
        let refused = create(&other, "", draft(&kit, "n2/t1", vec![on(Some(top), None)])).await;
        assert_eq!(codes(refused), ["task_list_target"], "its county carries it, it does not");
        let unknown = on(None, Some(ClauseId::new(4_711)));
        assert_eq!(codes(create(&other, "", draft(&kit, "n2/t1", vec![unknown])).await), ["task_list_clause"]);
        let clerk = kit.cx("n2", Role::Clerk);
        let list = create(&clerk, "", draft(&kit, "n2", vec![on(None, Some(clause))])).await.unwrap();
        let root = kit.cx("root", Role::Secretary);
        let document = root.read(move |tx| Ok(document::clauses_in(tx, &[clause])?[0].document)).await.unwrap();
        let version = document::version(&root, document, None).await.unwrap().document.version;
        document::end(&root, "", document, version, day("2026-11-15"), "已废止").await.unwrap();
        assert_eq!(codes(send(&clerk, "", list, 1, AT_ONCE).await), ["task_list_clause"], "it ended before the list was sent");
        edit(&clerk, "", list, 1, draft(&kit, "n2", vec![on(None, None)])).await.unwrap();
        send(&clerk, "", list, 2, AT_ONCE).await.unwrap();
    }

    async fn a_clause_knows_the_items_that_rest_on_it_until_they_are_taken_back(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let of_clause = |kit: &Kit| { let cx = kit.cx("root", Role::Clerk); async move { document::clause(&cx, clause, Page::new(None, None)).await.unwrap() } };
        let cx = kit.cx("n1", Role::Clerk);
        let list = create(&cx, "", draft(&kit, "n1", vec![on(None, Some(clause))])).await.unwrap();
        assert_eq!(of_clause(&kit).await.citations.items.len(), 0, "a draft rests on nothing yet");
        send(&cx, "", list, 1, AT_ONCE).await.unwrap();
        let cited = of_clause(&kit).await.citations.items;
        assert_eq!((cited.len(), cited[0].kind.as_str(), cited[0].address.as_str()), (1, "item", format!("/lists/{list}").as_str()));
        withdraw_list(&cx, "", list, 2, "重复下发".to_owned()).await.unwrap();
        assert_eq!(of_clause(&kit).await.citations.items.len(), 0);
    }

    async fn the_red_list_names_every_item_without_basis_of_the_branch(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let worded = item("按口头要求统计", "2026-12-04");
        let bare = on(None, None);
        sent(&kit, "n1", draft(&kit, "n1", vec![on(None, Some(clause)), worded, bare])).await;
        sent(&kit, "n2", draft(&kit, "n2", vec![on(None, None)])).await;
        let red = |org: &'static str| { let cx = kit.cx(org, Role::Leader); async move {
            let found = task_list::baseless(&cx, MONTH, Page::new(None, None)).await.unwrap();
            (found.items, found.baseless, found.words_only, found.rows.items.len())
        } };
        assert_eq!(red("root").await, (4, 3, 1, 3));
        assert_eq!(red("n1").await, (3, 2, 1, 2));
        assert_eq!(red("n2/t1").await, (0, 0, 0, 0), "what the county sent is not the township's");
        let page = task_list::baseless(&kit.cx("root", Role::Leader), MONTH, Page::new(None, Some(2))).await.unwrap();
        let next = task_list::baseless(&kit.cx("root", Role::Leader), MONTH, Page::new(page.rows.next, Some(2))).await.unwrap();
        assert_eq!((page.rows.items.len(), next.rows.items.len(), next.rows.next), (2, 1, None));
        let outside = task_list::baseless(&kit.cx("root", Role::SystemAdmin), MONTH, Page::new(None, None)).await;
        assert!(matches!(outside, Err(cx::AppError::NotFound)));
    }
}
