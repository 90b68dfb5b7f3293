//! What decisions rest on: rows, as items do; the thread from a clause through a decision to an assignment.

use document::{About, Source};
use kernel::{ClauseId, DecisionId, MeetingId, Role, TargetId};
use meeting::{DecisionDraft, Kind};
use target::{IssueDraft, TargetDraft};
use task_list::{Ground, Key};
use testkit::Kit;

use crate::support::*;

const REGULATION: &str = "《示例考核办法（演示数据·虚构）》第一条";

/// A clause of the prefecture in force.
async fn clause(kit: &Kit) -> ClauseId {
    let cx = kit.cx("root", Role::Clerk);
    let about = About::new(document::Kind::Regulation, "示例考核办法（演示数据·虚构）");
    let text = "第一条　按期换届。\n第二条　开好组织生活会。";
    let id = document::enter(&cx, "", about, Source::Text(text.to_owned())).await.unwrap();
    document::publish(&cx, "", id, 1, day("2026-11-01")).await.unwrap();
    let reading = document::version(&cx, id, None).await.unwrap();
    reading.clauses.iter().find(|c| c.label == "第一条").unwrap().id
}

/// A target of a letter of the prefecture that `n1` has signed and that is in force; it rests on that clause.
async fn target(kit: &Kit, clause: ClauseId) -> TargetId {
    let set = TargetDraft {
        project: "组织建设".to_owned(),
        text: "按期换届".to_owned(),
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
        audience: below(kit, "root", "county"),
        from: day("2026-01-01"),
        until: day("2026-12-31"),
        upper: None,
        targets: vec![set],
        cuts: Vec::new(),
    };
    let (clerk, chief, county) =
        (kit.cx("root", Role::Clerk), kit.cx("root", Role::Secretary), kit.cx("n1", Role::Secretary));
    let issue = target::create(&clerk, "", letter).await.unwrap();
    target::issue(&clerk, "", issue, 1).await.unwrap();
    let key = target::Key { org: kit.org("n1"), issue };
    let found = target::letter(&county, key, None).await.unwrap();
    let seen = target::Seen { key, rev: found.row.rev, version: found.row.version };
    target::sign(&county, "", proof(&county), seen).await.unwrap();
    let which = target::Which::SignedBy(kit.house.now());
    target::countersign(&chief, "", proof(&chief), issue, which).await.unwrap();
    let org = kit.org("n1");
    county.read(move |tx| target::carried_in(tx, org, 2026)).await.unwrap()[0].target
}

fn proof(cx: &cx::Cx) -> account::Proof {
    account::Proof::of_session(&cx::session::Caller {
        actor: cx.actor().clone(),
        seats: Vec::new(),
        language: "zh".to_owned(),
        must_change: false,
        csrf: "x".to_owned(),
        seen_at: cx.house().now(),
        proved_at: cx.house().now(),
        token_hash: String::new(),
        may_write: true,
    })
}

async fn noted(kit: &Kit, id: MeetingId, ground: Ground) -> DecisionId {
    let draft = DecisionDraft { ground, ..decision(kit, "开好换届大会") };
    meeting::decide(&kit.cx("n1", Role::Clerk), "", id, draft).await.unwrap()
}

fn on(target: Option<TargetId>, clause: Option<ClauseId>) -> Ground {
    Ground { clause, target, words: "谁都可以写".to_owned() }
}

fn labels(chain: &[task_list::ChainLink]) -> Vec<&str> {
    chain.iter().map(|l| l.label.as_str()).collect()
}

testkit::both_engines! {
    async fn the_thread_from_a_clause_runs_through_a_decision_to_the_assignment(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let target = target(&kit, clause).await;
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let decision_id = noted(&kit, id, on(Some(target), None)).await;
        let found = shown(&kit, id).await.decisions.remove(0);
        assert_eq!(found.draft.ground.words, "《党建工作目标责任书》1. 按期换届", "the program's words, not the writer's");
        assert_eq!((labels(&found.chain), found.draft.is_baseless()), (vec![REGULATION, "1. 按期换届"], false));
        let list = meeting::to_list(&cx, "", decision_id, 1, "12 月例会决定事项").await.unwrap();
        let draft = task_list::list(&cx, list).await.unwrap().draft;
        assert_eq!((draft.items[0].ground.target, draft.items[0].decision), (Some(target), Some(decision_id)));
        assert_eq!(task_list::preview(&cx, draft).await.unwrap().without_basis, 0);
        task_list::send(&cx, "", list, 1, task_list::AT_ONCE_MOST).await.unwrap();
        let sent = task_list::list(&cx, list).await.unwrap();
        let (town, month, item) = (kit.org("n1/t1"), sent.list.month, sent.items[0].item.id);
        let given = task_list::assignment(&kit.cx("n1/t1", Role::Clerk), Key { org: town, month, item }).await.unwrap();
        assert_eq!(labels(&given.chain), [REGULATION, "1. 按期换届"]);
        assert!(given.chain.iter().all(|l| l.address.starts_with("/clauses/") || l.address.starts_with("/targets/")));
        let open = kit.cx("n1", Role::Clerk).read(|tx| { let org = tx.actor().seat.org; meeting::open_decisions_in(tx, org) }).await.unwrap();
        assert_eq!(labels(&open[0].chain).len(), 2);
    }

    async fn a_decision_on_words_alone_is_without_basis_in_the_list_and_in_the_minutes(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let (cx, secretary, id) = (kit.cx("n1", Role::Clerk), kit.cx("n1", Role::Secretary), held(&kit).await);
        let words = noted(&kit, id, Ground::default()).await;
        noted(&kit, id, on(None, Some(clause))).await;
        let marks: Vec<bool> = shown(&kit, id).await.decisions.iter().map(|d| d.draft.is_baseless()).collect();
        assert_eq!(marks, [true, false]);
        let list = meeting::to_list(&cx, "", words, 1, "决定事项").await.unwrap();
        let draft = task_list::list(&cx, list).await.unwrap().draft;
        assert_eq!((draft.items[0].basis.as_str(), draft.items[0].is_baseless()), ("规程 第三条", true));
        let version = shown(&kit, id).await.row.version;
        meeting::adopt(&secretary, "", id, version, "会议听取了汇报。").await.unwrap();
        let sheet = meeting::minutes(&secretary, kit.org("n1"), id, None).await.unwrap();
        let told: Vec<(&str, bool)> = sheet.minutes.decisions.iter().map(|d| (d.basis.as_str(), d.baseless)).collect();
        let both = format!("{REGULATION} · 规程 第三条");
        assert_eq!(told, [("规程 第三条", true), (both.as_str(), false)]);
        assert!(sheet.body.contains("basis 规程 第三条\nbaseless yes\n"), "{}", sheet.body);
    }

    async fn a_decision_rests_on_what_an_item_may_rest_on_and_on_nothing_else(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let target = target(&kit, clause).await;
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let refused = |ground: Ground| { let (cx, draft) = (cx.clone(), DecisionDraft { ground, ..decision(&kit, "甲事") }); async move { fault(meeting::decide(&cx, "", id, draft).await) } };
        assert_eq!(refused(on(None, Some(ClauseId::new(4_711)))).await, "task_list_clause");
        assert_eq!(refused(on(Some(TargetId::new(4_711)), None)).await, "task_list_target");
        let first = noted(&kit, id, on(Some(target), None)).await;
        let other = DecisionDraft { ground: on(None, Some(clause)), ..decision(&kit, "甲事") };
        meeting::amend(&cx, "", first, 1, other).await.unwrap();
        let kept = shown(&kit, id).await.decisions.remove(0).draft.ground;
        assert_eq!((kept.clause, kept.target, kept.words.as_str()), (Some(clause), None, REGULATION));
        let Err(cx::AppError::Conflict(found)) = meeting::amend(&cx, "", first, 1, decision(&kit, "甲事")).await else { panic!("no conflict") };
        assert_eq!((found[0].field, found[0].theirs.as_str()), ("meeting.field.basis", format!("{REGULATION} · 规程 第三条").as_str()));
    }

    async fn a_clause_names_the_decisions_that_rest_on_it_until_they_are_dropped(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let citing = || async { document::clause(&cx, clause, kernel::Page::new(None, None)).await.unwrap().citations.items.into_iter().map(|c| (c.kind, c.label, c.address)).collect::<Vec<_>>() };
        let decision_id = noted(&kit, id, Ground::default()).await;
        assert!(citing().await.is_empty());
        let rests = DecisionDraft { ground: on(None, Some(clause)), ..decision(&kit, "开好换届大会") };
        meeting::amend(&cx, "", decision_id, 1, rests.clone()).await.unwrap();
        let address = format!("/decisions/{}/{decision_id}", kit.org("n1"));
        assert_eq!(citing().await, [("decision".to_owned(), "开好换届大会".to_owned(), address.clone())]);
        meeting::amend(&cx, "", decision_id, 2, DecisionDraft { text: "开好换届选举大会".to_owned(), ..rests }).await.unwrap();
        assert_eq!(citing().await, [("decision".to_owned(), "开好换届选举大会".to_owned(), address)]);
        let second = noted(&kit, id, on(None, Some(clause))).await;
        assert_eq!(citing().await.len(), 2);
        meeting::drop_decision(&cx, "", decision_id, 3, "改由县直机关承担").await.unwrap();
        meeting::amend(&cx, "", second, 1, decision(&kit, "开好换届大会")).await.unwrap();
        assert!(citing().await.is_empty(), "dropped, or resting on it no longer");
    }

    async fn a_decision_keeps_a_clause_that_has_ended_while_its_text_is_put_right(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let first = noted(&kit, id, on(None, Some(clause))).await;
        let root = kit.cx("root", Role::Clerk);
        let owner = root.read(move |tx| document::clauses_in(tx, &[clause])).await.unwrap().remove(0).document;
        document::end(&root, "", owner, 2, day("2026-11-25"), "另发新办法").await.unwrap();
        kit.clock.set_day("2026-11-28");
        let put_right = DecisionDraft { ground: on(None, Some(clause)), ..decision(&kit, "开好换届选举大会") };
        meeting::amend(&cx, "", first, 1, put_right).await.unwrap();
        let kept = shown(&kit, id).await.decisions.remove(0).draft;
        assert_eq!((kept.text.as_str(), kept.ground.clause, kept.ground.words.as_str()), ("开好换届选举大会", Some(clause), REGULATION));
        let other = DecisionDraft { ground: on(None, Some(clause)), ..decision(&kit, "甲事") };
        assert_eq!(fault(meeting::decide(&cx, "", id, other).await), "task_list_clause", "a new decision may not rest on it");
    }

    async fn a_target_of_the_year_before_stands_in_the_new_years_item_as_words_alone(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let target = target(&kit, clause).await;
        kit.clock.set_day("2026-12-25");
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let late = DecisionDraft { ground: on(Some(target), Some(clause)), due_day: day("2027-01-25"), ..decision(&kit, "开好换届大会") };
        let decision_id = meeting::decide(&cx, "", id, late).await.unwrap();
        let list = meeting::to_list(&cx, "", decision_id, 1, "1 月例会决定事项").await.unwrap();
        let item = task_list::list(&cx, list).await.unwrap().draft.items.remove(0);
        assert_eq!((item.ground.target, item.ground.clause), (None, Some(clause)), "the clause still holds");
        assert!(item.basis.contains("《党建工作目标责任书》1. 按期换届") && item.basis.ends_with("规程 第三条"), "{}", item.basis);
        let lines = shown(&kit, id).await.agenda.into_iter().filter(|e| e.line.kind == Kind::Decision).count();
        assert_eq!(lines, 0);
    }

    async fn the_form_of_a_decision_offers_targets_and_clauses(kit: testkit::Kit) {
        let clause = clause(&kit).await;
        let target = target(&kit, clause).await;
        let id = held(&kit).await;
        let clerk = crate::faces::client(&kit, "n1", Role::Clerk).await;
        let here = format!("/meetings/{}/{id}", kit.org("n1"));
        let form = clerk.get(&here).await.expect(200).body;
        assert!(form.contains("name=\"clause_ref\"") && form.contains(&format!("<option value=\"{target}\">")), "{form}");
        let (target, clause) = (target.to_string(), clause.to_string());
        let fields = |text: &'static str, due: &'static str| [("text", text), ("who", "own"), ("due_day", due), ("basis", "")];
        let typed = [&fields("开好换届大会", "x")[..], &[("target", target.as_str()), ("clause", clause.as_str())]].concat();
        let again = clerk.post(&format!("{here}/decisions"), &typed).await.expect(422).body;
        assert!(again.contains(&format!("value=\"{target}\" selected")) && again.contains(&format!("value=\"{clause}\" checked")), "{again}");
        let unknown = [&fields("甲事", "2026-12-25")[..], &[("clause_ref", "没有这样的条款")]].concat();
        assert!(clerk.post(&format!("{here}/decisions"), &unknown).await.expect(422).body.contains("找不到这样的条款"));
        let good = [&fields("开好换届大会", "2026-12-25")[..], &[("target", target.as_str()), ("clause", clause.as_str())]].concat();
        clerk.post(&format!("{here}/decisions"), &good).await.expect(303);
        clerk.post(&format!("{here}/decisions"), &fields("甲事", "2026-12-25")).await.expect(303);
        let noted = clerk.get(&here).await.expect(200).body;
        assert!(noted.contains(&format!("href=\"/targets/{target}\"")) && noted.contains(&format!("href=\"/clauses/{clause}\"")), "{noted}");
        assert!(noted.contains("无依据"));
        let first = shown(&kit, id).await.decisions.remove(0).id;
        let field = format!("clause_{first}");
        let cleared = [&fields("开好换届大会", "2026-12-25")[..], &[("version", "1"), ("target", ""), (field.as_str(), "")]].concat();
        clerk.post(&format!("{here}/decisions/{first}"), &cleared).await.expect(303);
        assert!(shown(&kit, id).await.decisions[0].draft.is_baseless());
        let body = serde_json::json!({ "text": "乙事", "audience": { "named": [kit.org("n1/t1").to_string()] }, "due_day": "2026-12-25", "target": target });
        clerk.json("POST", &format!("/api/v1{here}/decisions"), &body).await.expect(200);
        let told = clerk.get(&format!("/api/v1{here}")).await.expect(200).json();
        let told = |n: usize| (told["own_decisions"][n]["target"].as_str().map(str::to_owned), told["own_decisions"][n]["baseless"].as_bool());
        assert_eq!((told(0), told(2)), ((None, Some(true)), (Some(target), Some(false))));
    }
}
