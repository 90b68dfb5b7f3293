//! Series and the meetings they make; moving, cancelling, ending.

use cx::AppError;
use kernel::{Month, Page, Role};
use meeting::{Move, Rhythm, SeriesDraft, Shift, Stage};

use crate::support::*;

/// (day, stage) of the next meetings of `n1`.
async fn next(kit: &testkit::Kit) -> Vec<(String, Stage)> {
    let found = meeting::meetings(&kit.cx("n1", Role::Clerk), None, Page::default()).await.unwrap();
    found.next.iter().map(|e| (e.row.day.to_string(), e.row.stage)).collect()
}

fn days(found: &[(String, Stage)]) -> Vec<&str> {
    found.iter().map(|(day, _)| day.as_str()).collect()
}

testkit::both_engines! {
    async fn a_series_makes_its_meetings_ahead_and_keeps_making_them(kit: testkit::Kit) {
        series(&kit, "day 25").await;
        // 25 December is a Friday, 25 January a Monday; nobody knows the rest days of 2027 yet.
        assert_eq!(days(&next(&kit).await), ["2026-11-25", "2026-12-25", "2027-01-25", "2027-02-25"]);
        let found = meeting::meetings(&kit.cx("n1", Role::Clerk), None, Page::default()).await.unwrap();
        assert_eq!(found.unknown_years, [2027]);
        assert_eq!(meeting::look_ahead(&kit.house).await.unwrap(), 0, "nothing is made twice");
        kit.clock.set_day("2026-12-02");
        assert_eq!(meeting::look_ahead(&kit.house).await.unwrap(), 1);
        assert_eq!(meeting::look_ahead(&kit.house).await.unwrap(), 0);
        assert_eq!(days(&next(&kit).await), ["2026-12-25", "2027-01-25", "2027-02-25", "2027-03-25"]);
    }

    async fn a_rest_day_of_the_calendar_moves_a_meeting(kit: testkit::Kit) {
        sql(&kit, "INSERT INTO workday (day, works, source, verified) VALUES ('2026-12-25', 0, 'x', 0)", vec![]).await;
        series(&kit, "day 25").await;
        assert_eq!(days(&next(&kit).await)[1], "2026-12-28");
    }

    async fn what_is_past_in_this_month_is_not_called(kit: testkit::Kit) {
        series(&kit, "nth 1 mon").await;
        assert_eq!(days(&next(&kit).await), ["2026-12-07", "2027-01-04", "2027-02-01"]);
    }

    async fn a_changed_series_brings_its_meetings_into_line_but_not_those_a_person_moved(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), series(&kit, "day 25").await);
        let found = meeting::meetings(&cx, None, Page::default()).await.unwrap().next;
        let to = Move { day: day("2026-12-29"), start: "14:30".parse().unwrap(), place: "礼堂".to_owned(), reason: "全州大会".to_owned() };
        meeting::reschedule(&cx, "", found[1].row.id, 1, to).await.unwrap();
        let kept = meeting::series(&cx, id).await.unwrap();
        let draft = SeriesDraft { rhythm: Rhythm::of_code("last fri").unwrap(), shift: Shift::Previous, ..kept.draft };
        meeting::save_series(&cx, "", Some((id, kept.version)), draft.clone()).await.unwrap();
        assert_eq!(days(&next(&kit).await), ["2026-11-27", "2026-12-29", "2027-01-29", "2027-02-26"]);
        let now = meeting::meetings(&cx, None, Page::default()).await.unwrap().next;
        assert_eq!(now.iter().map(|e| e.row.sequence).collect::<Vec<_>>(), [1, 1, 1, 1], "a calendar hears of each once");
        let stale = meeting::save_series(&cx, "", Some((id, kept.version)), SeriesDraft { rhythm: Rhythm::Day(9), ..draft }).await;
        let Err(AppError::Conflict(found)) = stale else { panic!("no conflict") };
        assert_eq!((found[0].mine.as_str(), found[0].theirs.as_str()), ("day 9 09:00", "last fri 09:00"));
    }

    async fn moving_and_cancelling_take_a_reason_and_stay_in_reach(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        series(&kit, "day 25").await;
        let first = meeting::meetings(&cx, None, Page::default()).await.unwrap().next.remove(0).row;
        let to = |day_: &str, reason: &str| Move { day: day(day_), start: first.start, place: first.place.clone(), reason: reason.to_owned() };
        assert_eq!(fault(meeting::reschedule(&cx, "", first.id, 1, to("2026-11-26", " ")).await), "required");
        assert_eq!(fault(meeting::reschedule(&cx, "", first.id, 1, to("2027-01-26", "冲突")).await), "meeting_day_range");
        assert_eq!(fault(meeting::reschedule(&cx, "", first.id, 1, to("2026-11-25", "冲突")).await), "meeting_not_moved");
        meeting::reschedule(&cx, "", first.id, 1, to("2026-11-26", "与州里会议冲突")).await.unwrap();
        let stale = meeting::cancel(&cx, "", first.id, 1, "不开了").await;
        assert!(matches!(stale, Err(AppError::Conflict(f)) if f[1].theirs == "2026-11-26 09:00"));
        meeting::cancel(&cx, "k", first.id, 2, "防汛").await.unwrap();
        meeting::cancel(&cx, "k", first.id, 2, "防汛").await.unwrap();
        let row = shown(&kit, first.id).await.row;
        assert_eq!((row.stage, row.reason.as_str(), row.sequence, row.planned_day), (Stage::Cancelled, "防汛", 2, day("2026-11-25")));
        assert_eq!(happened(&kit, "meeting.cancelled").await, 1);
        assert_eq!(fault(meeting::cancel(&cx, "", first.id, row.version, "再次").await), "meeting_not_planned");
        assert_eq!(fault(meeting::hold(&cx, "", first.id, row.version).await), "meeting_not_planned");
    }

    async fn an_ended_series_cancels_what_would_come_after_and_makes_no_more(kit: testkit::Kit) {
        let (cx, id) = (kit.cx("n1", Role::Clerk), series(&kit, "day 25").await);
        assert_eq!(fault(meeting::end_series(&cx, "", (id, 1), Month(202_612), "").await), "required");
        assert_eq!(meeting::end_series(&cx, "", (id, 1), Month(202_612), "机构改革").await.unwrap(), 2);
        let stages: Vec<Stage> = next(&kit).await.into_iter().map(|(_, stage)| stage).collect();
        assert_eq!(stages, [Stage::Planned, Stage::Planned, Stage::Cancelled, Stage::Cancelled]);
        kit.clock.set_day("2027-03-01");
        assert_eq!(meeting::look_ahead(&kit.house).await.unwrap(), 0);
    }

    async fn guests_are_looked_up_when_a_meeting_is_made(kit: testkit::Kit) {
        let id = called(&kit).await;
        let names: Vec<String> = shown(&kit, id).await.guests.into_iter().map(|g| g.name).collect();
        assert_eq!(names, ["甲一镇", "甲二乡"]);
        let cx = kit.cx("n1", Role::Clerk);
        let mut far = plan(&kit);
        far.invited.audience.named = vec![kit.org("n2/t1")];
        assert_eq!(fault(meeting::call(&cx, "", far, kit.house.today()).await), "org_audience_outside");
        let mut post = plan(&kit);
        post.invited.posts = vec![(kit.org("n2/t1"), kit.actor("n2/t1", Role::Clerk).seat.post)];
        assert_eq!(fault(meeting::call(&cx, "", post.clone(), kit.house.today()).await), "meeting_post_unknown");
        post.invited.posts = vec![(kit.org("n1/t1/v1"), kit.actor("n1/t1/v1", Role::Clerk).seat.post)];
        let id = meeting::call(&cx, "", post, kit.house.today()).await.unwrap();
        let guests = shown(&kit, id).await.guests;
        assert_eq!(guests.iter().map(|g| (g.name.as_str(), g.posts.len())).collect::<Vec<_>>(), [("甲一镇", 0), ("样板村一", 1), ("甲二乡", 0)]);
    }

    async fn a_meeting_can_be_entered_late_but_not_from_another_year(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let id = meeting::call(&cx, "", plan(&kit), day("2026-11-02")).await.unwrap();
        hold(&kit, id).await;
        assert_eq!(fault(meeting::call(&cx, "", plan(&kit), day("2026-09-02")).await), "meeting_day_far");
        let ahead = meeting::call(&cx, "", plan(&kit), day("2026-11-24")).await.unwrap();
        assert_eq!(fault(meeting::hold(&cx, "", ahead, 1).await), "meeting_ahead");
    }
}
