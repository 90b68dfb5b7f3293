//! Decisions: noted, into the next list, done, dropped, carried over.

use cx::AppError;
use kernel::{DecisionId, MeetingId, Month, Role};
use meeting::{DecisionDraft, DecisionView, Kind, Standing};
use task_list::Audience;
use testkit::Kit;

use crate::support::*;

async fn noted(kit: &Kit, id: MeetingId, text: &str) -> DecisionId {
    meeting::decide(&kit.cx("n1", Role::Clerk), "", id, decision(kit, text)).await.unwrap()
}

async fn one(kit: &Kit, id: MeetingId) -> DecisionView {
    shown(kit, id).await.decisions.remove(0)
}

testkit::both_engines! {
    async fn a_decision_becomes_an_item_of_the_next_list_once(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let decision_id = noted(&kit, id, "各乡镇年底前检修活动场所").await;
        let list = meeting::to_list(&cx, "", decision_id, 1, "12 月例会决定事项").await.unwrap();
        let again = meeting::to_list(&cx, "", decision_id, 1, "12 月例会决定事项").await.unwrap();
        let other_tab = meeting::to_list(&cx, "", decision_id, 2, "x").await.unwrap();
        assert_eq!((list, list), (again, other_tab));
        let draft = task_list::list(&cx, list).await.unwrap();
        assert_eq!((draft.list.month, draft.list.title.as_str(), draft.items.len()), (Month(202_612), "12 月例会决定事项", 1));
        let item = &draft.draft.items[0];
        assert_eq!((item.text.as_str(), item.basis.as_str(), item.due_day), ("各乡镇年底前检修活动场所", "规程 第三条", day("2026-12-25")));
        assert_eq!(item.decision, Some(decision_id));
        let view = one(&kit, id).await;
        assert_eq!((view.standing, view.item.unwrap().list), (Standing::Drafted, list));
        assert_eq!((happened(&kit, "meeting.decision_listed").await, happened(&kit, "task_list.drafted").await), (1, 1));
    }

    async fn decisions_for_the_same_organisations_share_a_draft_and_others_begin_their_own(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let (a, b) = (noted(&kit, id, "甲事").await, noted(&kit, id, "乙事").await);
        let own = DecisionDraft { audience: meeting::oneself(kit.org("n1")), ..decision(&kit, "丙事") };
        let c = meeting::decide(&cx, "", id, own).await.unwrap();
        let mut lists = Vec::new();
        for decision in [a, b, c] {
            lists.push(meeting::to_list(&cx, "", decision, 1, "决定事项").await.unwrap());
        }
        assert_eq!(lists[0], lists[1]);
        assert_ne!(lists[0], lists[2]);
        assert_eq!(task_list::list(&cx, lists[0]).await.unwrap().items.len(), 2);
        let who: Vec<String> = shown(&kit, id).await.decisions.into_iter().map(|d| d.draft.who).collect();
        assert_eq!(who, ["甲一镇、甲二乡", "甲一镇、甲二乡", "甲县"]);
    }

    async fn the_link_outlives_an_edit_of_the_draft_and_its_loss_is_seen(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let decision_id = noted(&kit, id, "检修活动场所").await;
        let list = meeting::to_list(&cx, "", decision_id, 1, "决定事项").await.unwrap();
        let mut draft = task_list::list(&cx, list).await.unwrap().draft;
        draft.items[0].text = "检修活动场所和路灯".to_owned();
        task_list::edit(&cx, "", list, 1, draft.clone()).await.unwrap();
        assert_eq!(one(&kit, id).await.standing, Standing::Drafted);
        draft.items.clear();
        task_list::edit(&cx, "", list, 2, draft).await.unwrap();
        let loose = one(&kit, id).await;
        assert_eq!(loose.standing, Standing::Loose);
        assert_eq!(meeting::to_list(&cx, "", decision_id, loose.version, "决定事项").await.unwrap(), list);
        assert_eq!(one(&kit, id).await.standing, Standing::Drafted);
        task_list::discard(&cx, "", list, 4).await.unwrap();
        assert_eq!(one(&kit, id).await.standing, Standing::Loose);
    }

    async fn a_sent_decision_tells_how_far_it_is(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        let own = DecisionDraft { audience: below(&kit, "n1", "village"), ..decision(&kit, "检修") };
        let decision_id = meeting::decide(&cx, "", id, own).await.unwrap();
        let list = meeting::to_list(&cx, "", decision_id, 1, "决定事项").await.unwrap();
        task_list::send(&cx, "", list, 1, task_list::AT_ONCE_MOST).await.unwrap();
        let view = one(&kit, id).await;
        assert_eq!(view.standing, Standing::Sent { done: 0, total: 4 });
        assert!(!view.item.unwrap().number.is_empty());
        let version = task_list::list(&cx, list).await.unwrap().list.version;
        task_list::withdraw_list(&cx, "", list, version, "重发".to_owned()).await.unwrap();
        assert_eq!(one(&kit, id).await.standing, Standing::Loose);
    }

    async fn what_is_open_is_carried_over_until_it_is_done_or_dropped(kit: testkit::Kit) {
        let (cx, first) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        for text in ["甲事", "乙事", "丙事"] {
            noted(&kit, first, text).await;
        }
        let views = shown(&kit, first).await.decisions;
        meeting::finish(&cx, "", views[0].id, 1, "").await.unwrap();
        assert_eq!(fault(meeting::drop_decision(&cx, "", views[1].id, 1, "").await), "required");
        kit.clock.set_day("2026-12-25");
        let second = called(&kit).await;
        assert_eq!(hold(&kit, second).await, 2);
        let carried = shown(&kit, second).await.carried;
        assert_eq!(carried.iter().map(|d| (d.draft.text.as_str(), d.carried)).collect::<Vec<_>>(), [("乙事", 1), ("丙事", 1)]);
        meeting::drop_decision(&cx, "", views[1].id, 2, "上级已统一安排").await.unwrap();
        meeting::finish(&cx, "", views[2].id, 2, "12 月 20 日验收").await.unwrap();
        let stale = meeting::finish(&cx, "", views[2].id, 2, "").await;
        assert_eq!(fault(stale), "meeting_decision_over");
        kit.clock.set_day("2027-01-25");
        assert_eq!(hold(&kit, called(&kit).await).await, 0);
        let kept = shown(&kit, second).await;
        let lines = kept.agenda.iter().filter(|e| e.line.kind == Kind::Decision).count();
        assert_eq!((lines, kept.carried[0].standing.clone(), kept.carried[0].reason.as_str()), (2, Standing::Dropped, "上级已统一安排"));
        assert_eq!(kept.carried[1].standing, Standing::Done);
    }

    async fn a_decision_is_written_by_the_rules_and_only_while_the_meeting_is_open(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), called(&kit).await);
        assert_eq!(fault(meeting::decide(&cx, "", id, decision(&kit, "甲事")).await), "meeting_not_held");
        hold(&kit, id).await;
        let nobody = DecisionDraft { audience: below(&kit, "n1", "county"), ..decision(&kit, "甲事") };
        assert_eq!(fault(meeting::decide(&cx, "", id, nobody).await), "meeting_nobody");
        let nothing = DecisionDraft { audience: Audience::default(), ..decision(&kit, "甲事") };
        assert_eq!(fault(meeting::decide(&cx, "", id, nothing).await), "meeting_nobody");
        let outside = DecisionDraft { audience: below(&kit, "n2", "village"), ..decision(&kit, "甲事") };
        assert_eq!(fault(meeting::decide(&cx, "", id, outside).await), "org_audience_outside");
        let past = DecisionDraft { due_day: day("2026-11-01"), ..decision(&kit, "甲事") };
        assert_eq!(fault(meeting::decide(&cx, "", id, past).await), "meeting_due");
        let once = meeting::decide(&cx, "once", id, decision(&kit, "甲事")).await.unwrap();
        assert_eq!(meeting::decide(&cx, "once", id, decision(&kit, "甲事")).await.unwrap(), once);
        meeting::amend(&cx, "", once, 1, decision(&kit, "甲事，改")).await.unwrap();
        let Err(AppError::Conflict(found)) = meeting::amend(&cx, "", once, 1, decision(&kit, "乙事")).await else { panic!("no conflict") };
        assert_eq!((found[0].mine.as_str(), found[0].theirs.as_str()), ("乙事", "甲事，改"));
    }
}
