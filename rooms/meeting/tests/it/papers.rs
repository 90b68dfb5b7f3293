//! Minutes: drafted, adopted, corrected by two persons; what the check finds.

use std::collections::BTreeSet;

use cx::AppError;
use kernel::{MeetingId, Role};
use meeting::Attendance;
use testkit::Kit;

use crate::support::*;

async fn adopted(kit: &Kit) -> MeetingId {
    let id = held(kit).await;
    meeting::decide(&kit.cx("n1", Role::Clerk), "", id, decision(kit, "检修活动场所")).await.unwrap();
    let version = shown(kit, id).await.row.version;
    meeting::adopt(&kit.cx("n1", Role::Secretary), "", id, version, "会议听取了汇报。").await.unwrap();
    id
}

testkit::both_engines! {
    async fn adopted_minutes_say_what_the_meeting_was_and_do_not_change(kit: testkit::Kit) {
        let (clerk, id) = (kit.cx("n1", Role::Clerk), called(&kit).await);
        meeting::add_topic(&clerk, "", id, 1, "换届准备").await.unwrap();
        hold(&kit, id).await;
        let who = Attendance { came: BTreeSet::from([kit.org("n1/t1")]), own: Some(9), others: None };
        meeting::attend(&clerk, "", id, 3, who).await.unwrap();
        meeting::decide(&clerk, "", id, decision(&kit, "检修活动场所")).await.unwrap();
        meeting::write_minutes(&clerk, "", id, 5, "会议听取了").await.unwrap();
        let stale = meeting::adopt(&kit.cx("n1", Role::Secretary), "", id, 5, "会议听取了汇报。").await;
        assert!(matches!(stale, Err(AppError::Conflict(_))), "{stale:?}");
        let done = meeting::adopt(&kit.cx("n1", Role::Secretary), "", id, 6, "会议听取了汇报。").await.unwrap();
        let sheet = meeting::minutes(&kit.cx("n1/t1", Role::Leader), kit.org("n1"), id, None).await.unwrap();
        let m = &sheet.minutes;
        assert_eq!((done.hash.as_str(), m.rev, m.text.as_str(), m.by.as_str()), (sheet.hash.as_str(), 1, "会议听取了汇报。", "secretary"));
        assert_eq!((m.presence.invited, m.presence.came, m.presence.own, m.presence.others), (2, Some(1), Some(9), None));
        assert_eq!(m.presence.absent, ["甲二乡"]);
        assert_eq!((m.decisions[0].text.as_str(), m.decisions[0].who.as_str()), ("检修活动场所", "甲一镇、甲二乡"));
        assert_eq!(m.agenda.last().unwrap().text, "换届准备");
        assert_eq!(sheet.hash, statement::canonical::seal(&sheet.body));
        let version = shown(&kit, id).await.row.version;
        for refused in [
            fault(meeting::attend(&clerk, "", id, version, Attendance::default()).await),
            fault(meeting::add_topic(&clerk, "", id, version, "再议").await),
            fault(meeting::decide(&clerk, "", id, decision(&kit, "再定")).await),
            fault(meeting::write_minutes(&clerk, "", id, version, "改").await),
            fault(meeting::adopt(&kit.cx("n1", Role::Secretary), "", id, version, "改").await),
        ] {
            assert_eq!(refused, "meeting_adopted");
        }
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
    }

    async fn only_the_secretary_adopts_and_only_a_text_that_may_be_shown(kit: testkit::Kit) {
        let id = held(&kit).await;
        let (secretary, clerk) = (kit.cx("n1", Role::Secretary), kit.cx("n1", Role::Clerk));
        assert!(matches!(meeting::adopt(&clerk, "", id, 2, "会议。").await, Err(AppError::Forbidden(_))));
        assert_eq!(fault(meeting::adopt(&secretary, "", id, 2, " ").await), "required");
        assert_eq!(fault(meeting::adopt(&secretary, "", id, 2, "打 13912345678").await), "statement_mobile");
        assert_eq!(fault(meeting::write_minutes(&clerk, "", id, 2, &"字".repeat(8_001)).await), "too_long");
        let early = called(&kit).await;
        assert_eq!(fault(meeting::adopt(&secretary, "", early, 1, "会议。").await), "meeting_not_held");
        let nothing = meeting::minutes(&clerk, kit.org("n1"), id, None).await;
        assert!(matches!(nothing, Err(AppError::NotFound)));
    }

    async fn a_correction_needs_a_second_person_and_leaves_the_first_revision_readable(kit: testkit::Kit) {
        let id = adopted(&kit).await;
        let (secretary, clerk, org) = (kit.cx("n1", Role::Secretary), kit.cx("n1", Role::Clerk), kit.org("n1"));
        let what = || ("会议听取了两镇汇报。".to_owned(), "漏记汇报单位".to_owned());
        assert_eq!(fault(meeting::propose(&clerk, "", id, 1, ("会议。".to_owned(), String::new())).await), "required");
        assert_eq!(meeting::propose(&clerk, "", id, 1, what()).await.unwrap(), 2);
        assert_eq!(fault(meeting::propose(&secretary, "", id, 1, what()).await), "meeting_proposal_open");
        assert_eq!(fault(meeting::confirm(&clerk, "", org, id, 2).await), "meeting_second_person");
        let mut two_posts = kit.actor("root", Role::Secretary);
        two_posts.account = kit.actor("n1", Role::Clerk).account;
        let same = cx::Cx::new(kit.house.clone(), two_posts, "web", "t".to_owned());
        assert_eq!(fault(meeting::confirm(&same, "", org, id, 2).await), "meeting_second_person");
        meeting::refuse(&kit.cx("root", Role::Clerk), "", org, id, (2, "看不出差别".to_owned())).await.unwrap();
        assert_eq!(meeting::propose(&clerk, "", id, 1, what()).await.unwrap(), 2);
        assert_eq!(meeting::confirm(&secretary, "", org, id, 2).await.unwrap().rev, 2);
        let first = meeting::minutes(&clerk, org, id, Some(1)).await.unwrap();
        let second = meeting::minutes(&clerk, org, id, None).await.unwrap().minutes;
        assert_eq!((second.previous, second.reason.as_str(), second.confirmed.as_str()), (first.hash, "漏记汇报单位", "secretary 甲县"));
        assert_eq!((first.minutes.text.as_str(), first.minutes.agenda == second.agenda), ("会议听取了汇报。", true));
        let late = meeting::propose(&clerk, "", id, 1, what()).await;
        assert!(matches!(late, Err(AppError::Conflict(f)) if f[0].theirs == "2"));
        assert!(matches!(meeting::confirm(&secretary, "", org, id, 2).await, Err(AppError::Conflict(_))));
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
    }

    async fn the_check_finds_every_way_to_rewrite_the_past(kit: testkit::Kit) {
        adopted(&kit).await;
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
        sql(&kit, "UPDATE minutes SET body = replace(body, '检修', '拆除')", vec![]).await;
        assert!(breaches(&kit).await[0].contains("stored hash"));
        let (body,): (String,) = kit.house.db.read(|tx| tx.one("SELECT body FROM minutes", &[])).await.map_err(|e: db::DbFault| e).unwrap();
        sql(&kit, "UPDATE minutes SET hash = $1, rev = 2", vec![statement::canonical::seal(&body).into()]).await;
        assert!(breaches(&kit).await[0].contains("canonical"), "{:?}", breaches(&kit).await);
        sql(&kit, "DELETE FROM minutes", vec![]).await;
        assert!(breaches(&kit).await[0].contains("said to stand"));
    }

    async fn attendance_names_organisations_that_were_invited(kit: testkit::Kit) {
        let (clerk, id) = (kit.cx("n1", Role::Clerk), held(&kit).await);
        assert_eq!(shown(&kit, id).await.presence.came, None, "nobody has said: unknown is not zero");
        let far = Attendance { came: BTreeSet::from([kit.org("n2/t1")]), ..Attendance::default() };
        assert_eq!(fault(meeting::attend(&clerk, "", id, 2, far).await), "meeting_not_invited");
        let many = Attendance { own: Some(-1), ..Attendance::default() };
        assert_eq!(fault(meeting::attend(&clerk, "", id, 2, many).await), "not_a_number");
        meeting::attend(&clerk, "", id, 2, Attendance::default()).await.unwrap();
        let found = shown(&kit, id).await.presence;
        assert_eq!((found.came, found.absent.len(), found.own), (Some(0), 2, None));
    }
}
