//! The agenda: made by the ledger, fixed with its figures, carried over.

use kernel::{Month, Role};
use meeting::{Kind, Shown};
use task_list::{Key, Seen};
use testkit::Kit;

use crate::support::*;

/// (figure, of how many) of a line.
fn figure(shown: &Shown, kind: Kind, month: i64) -> (Option<i64>, Option<i64>) {
    let line = shown.agenda.iter().find(|e| e.line.kind == kind && e.line.month == Some(Month(month)));
    line.map(|e| (e.line.n, e.line.total)).unwrap()
}

async fn publish(kit: &Kit, org: &str, month: Month) {
    let texts = statement::Texts::of("本月按期办结。", "");
    let what = statement::Publication { org: kit.org(org), month, texts, version: 0, seen: String::new() };
    statement::publish(&kit.cx(org, Role::Secretary), "", what).await.unwrap();
}

testkit::both_engines! {
    async fn the_agenda_is_made_by_the_ledger_for_the_whole_subtree(kit: testkit::Kit) {
        let (_, item) = sent(&kit, "n1", "2026-11-24").await;
        sent(&kit, "root", "2026-11-30").await;
        publish(&kit, "n1/t1", Month(202_610)).await;
        let village = kit.cx("n1/t1/v1", Role::Secretary);
        let key = Key { org: kit.org("n1/t1/v1"), month: MONTH, item };
        task_list::ask_decline(&village, "", Seen { key, version: 1 }, "与本村无关".to_owned()).await.unwrap();
        let other = Key { org: kit.org("n1/t1/v2"), month: MONTH, item };
        let cx = kit.cx("n1/t1/v2", Role::Secretary);
        task_list::ask_extension(&cx, "", Seen { key: other, version: 1 }, day("2026-12-10"), "雨".to_owned()).await.unwrap();
        kit.clock.set_day("2026-11-25");
        let found = shown(&kit, called(&kit).await).await;
        assert_eq!(figure(&found, Kind::Statement, 202_610), (Some(0), Some(1)));
        assert_eq!(figure(&found, Kind::Missing, 202_610), (Some(5), Some(6)));
        assert_eq!(figure(&found, Kind::Overdue, 202_611), (Some(3), Some(8)), "four villages got two items each");
        assert_eq!(figure(&found, Kind::Overdue, 202_610), (None, Some(0)), "nothing was issued then");
        assert_eq!(figure(&found, Kind::Declined, 202_611), (Some(1), Some(8)));
        assert_eq!(figure(&found, Kind::Asking, 202_611).0, Some(1));
        assert_eq!(figure(&found, Kind::Lists, 202_611), (Some(1), Some(1)));
        assert_eq!(figure(&found, Kind::Received, 202_611).0, Some(0));
    }

    async fn a_month_that_has_not_closed_is_not_known_to_lack_anything(kit: testkit::Kit) {
        sent(&kit, "n1", "2026-11-30").await;
        kit.clock.set_day("2026-12-01");
        let found = shown(&kit, called(&kit).await).await;
        assert_eq!(figure(&found, Kind::Statement, 202_611), (None, Some(1)));
        assert_eq!(figure(&found, Kind::Missing, 202_611), (None, Some(6)));
        kit.clock.set_day("2026-12-02");
        let found = shown(&kit, called(&kit).await).await;
        assert_eq!(figure(&found, Kind::Missing, 202_611), (Some(6), Some(6)));
    }

    async fn a_held_meeting_keeps_its_figures_whatever_comes_after(kit: testkit::Kit) {
        sent(&kit, "n1", "2026-11-23").await;
        kit.clock.set_day("2026-11-25");
        let id = held(&kit).await;
        let before = shown(&kit, id).await;
        assert_eq!(figure(&before, Kind::Overdue, 202_611), (Some(4), Some(4)));
        sent(&kit, "n1", "2026-11-26").await;
        publish(&kit, "n1", Month(202_610)).await;
        kit.clock.set_day("2026-11-28");
        let after = shown(&kit, id).await;
        let lines = |s: &Shown| s.agenda.iter().map(|e| e.line.clone()).collect::<Vec<_>>();
        assert_eq!(lines(&before), lines(&after));
        let fresh = shown(&kit, called(&kit).await).await;
        assert_eq!(figure(&fresh, Kind::Overdue, 202_611), (Some(8), Some(8)));
        assert_eq!(figure(&fresh, Kind::Statement, 202_610), (Some(1), Some(1)));
    }

    async fn topics_are_set_by_hand_also_while_the_meeting_is_held(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), called(&kit).await);
        assert_eq!(fault(meeting::add_topic(&cx, "", id, 1, " ").await), "required");
        assert_eq!(fault(meeting::add_topic(&cx, "", id, 1, "打 13912345678").await), "statement_mobile");
        meeting::add_topic(&cx, "", id, 1, "研究 换届 准备").await.unwrap();
        hold(&kit, id).await;
        meeting::add_topic(&cx, "", id, 3, "临时议题").await.unwrap();
        let found = shown(&kit, id).await;
        let topics: Vec<_> = found.agenda.iter().filter(|e| e.line.kind == Kind::Topic).collect();
        assert_eq!(topics.iter().map(|e| e.line.text.as_str()).collect::<Vec<_>>(), ["研究 换届 准备", "临时议题"]);
        meeting::drop_topic(&cx, "", id, 4, topics[0].id.unwrap()).await.unwrap();
        let figure = found.agenda.iter().find(|e| e.line.kind == Kind::Overdue).unwrap();
        let refused = meeting::drop_topic(&cx, "", id, 5, figure.id.unwrap()).await;
        assert!(matches!(refused, Err(cx::AppError::NotFound)), "a figure is not taken off: {refused:?}");
        assert_eq!(shown(&kit, id).await.agenda.iter().filter(|e| e.line.kind == Kind::Topic).count(), 1);
    }

    async fn holding_twice_or_at_once_is_one_holding(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Secretary), called(&kit).await);
        meeting::hold(&cx, "key", id, 1).await.unwrap();
        meeting::hold(&cx, "key", id, 1).await.unwrap();
        let again = meeting::hold(&cx, "", id, 1).await;
        assert!(matches!(again, Err(cx::AppError::Conflict(f)) if f[0].theirs == "meeting.stage.held"));
        assert_eq!(happened(&kit, "meeting.held").await, 1);
    }
}
