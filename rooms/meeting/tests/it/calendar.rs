//! The calendar behind a secret address, read back by a parser of its own.

use std::collections::BTreeMap;

use cx::AppError;
use kernel::{Page, Role};
use meeting::{Invited, Move};
use testkit::Kit;

use crate::support::*;

/// The properties of one event: name → value, unescaped.
type Event = BTreeMap<String, String>;

/// Reads a calendar as RFC 5545 says and nothing more: unfold, split, unescape.
fn parsed(text: &str) -> Vec<Event> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "lines end with CRLF");
    assert!(text.split("\r\n").all(|l| l.len() <= 75), "no line has more than 75 octets");
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.trim_end().split("\r\n").collect();
    assert_eq!((lines[0], lines[lines.len() - 1]), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    for needed in ["VERSION:2.0", "PRODID:", "CALSCALE:GREGORIAN"] {
        assert_eq!(lines.iter().filter(|l| l.starts_with(needed)).count(), 1, "{needed}");
    }
    assert!(!unfolded.contains("METHOD"));
    let (mut events, mut open): (Vec<Event>, Option<Event>) = (Vec::new(), None);
    for line in lines {
        match (line, &mut open) {
            ("BEGIN:VEVENT", None) => open = Some(Event::new()),
            ("END:VEVENT", Some(_)) => events.extend(open.take()),
            (line, Some(event)) => {
                let (name, value) = line.split_once(':').unwrap();
                assert!(event.insert(name.to_owned(), unescaped(value)).is_none(), "{name} stands twice");
            }
            _ => {}
        }
    }
    assert!(open.is_none());
    for event in &events {
        for needed in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS"] {
            assert!(event.contains_key(needed), "{needed}: {event:?}");
        }
    }
    events
}

fn unescaped(value: &str) -> String {
    let (mut out, mut chars) = (String::new(), value.chars());
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next().unwrap() {
                'n' | 'N' => '\n',
                c @ ('\\' | ';' | ',') => c,
                other => panic!("\\{other} is no escape"),
            },
            ';' | ',' => panic!("{c} must be escaped in {value}"),
            c => c,
        });
    }
    out
}

/// The calendar behind an address, as anybody who has it gets it.
async fn fetched(kit: &Kit, token: &str) -> Result<Vec<Event>, AppError> {
    let nobody = cx::Cx::new(kit.house.clone(), cx::Actor::nobody(), "web", "t".to_owned());
    meeting::calendar(&nobody, token, |_| "例会".to_owned()).await.map(|text| parsed(&text))
}

testkit::both_engines! {
    async fn a_calendar_tells_the_meetings_of_its_owners_posts(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let mut odd = plan(&kit);
        odd.title = "例会；第一,季 \\ 度;长标题会被折行因为它超过了七十五个八位字节的限制".to_owned();
        odd.invited.role = "secretary".to_owned();
        let id = meeting::call(&cx, "", odd.clone(), day("2026-11-25")).await.unwrap();
        let host = meeting::open_calendar(&kit.cx("n1", Role::Leader)).await.unwrap();
        let events = fetched(&kit, &host).await.unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0]["SUMMARY"], format!("{} · 甲县", odd.title));
        assert_eq!((events[0]["DTSTART"].as_str(), events[0]["DTEND"].as_str()), ("20261125T010000Z", "20261125T023000Z"));
        assert_eq!((events[0]["LOCATION"].as_str(), events[0]["STATUS"].as_str(), events[0]["SEQUENCE"].as_str()), ("三楼会议室", "CONFIRMED", "0"));
        assert_eq!(events[0]["UID"], format!("meeting-{}-{id}@qingdan", kit.org("n1")));
        // Called is the secretary of each township: the clerk's calendar stays empty.
        for (org, role, n) in [("n1/t1", Role::Secretary, 1), ("n1/t1", Role::Clerk, 0), ("n2/t1", Role::Secretary, 0), ("root", Role::Clerk, 0)] {
            let token = meeting::open_calendar(&kit.cx(org, role)).await.unwrap();
            assert_eq!(fetched(&kit, &token).await.unwrap().len(), n, "{org} {role}");
        }
    }

    async fn the_sequence_grows_with_every_change_and_a_cancelled_meeting_says_so(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        series(&kit, "day 25").await;
        let token = meeting::open_calendar(&cx).await.unwrap();
        let first = meeting::meetings(&cx, None, Page::default()).await.unwrap().next.remove(0).row;
        let before = fetched(&kit, &token).await.unwrap();
        assert_eq!(before.len(), 4);
        let to = Move { day: day("2026-11-26"), start: "15:00".parse().unwrap(), place: "礼堂".to_owned(), reason: "冲突".to_owned() };
        kit.clock.advance_minutes(5);
        meeting::reschedule(&cx, "", first.id, 1, to).await.unwrap();
        let moved = fetched(&kit, &token).await.unwrap().into_iter().find(|e| e["UID"] == before[0]["UID"]).unwrap();
        assert_eq!((moved["SEQUENCE"].as_str(), moved["DTSTART"].as_str(), moved["DESCRIPTION"].as_str()), ("1", "20261126T070000Z", "冲突"));
        assert!(moved["DTSTAMP"] > before[0]["DTSTAMP"]);
        meeting::cancel(&cx, "", first.id, 2, "不开").await.unwrap();
        let gone = fetched(&kit, &token).await.unwrap().into_iter().find(|e| e["UID"] == before[0]["UID"]).unwrap();
        assert_eq!((gone["SEQUENCE"].as_str(), gone["STATUS"].as_str()), ("2", "CANCELLED"));
    }

    async fn an_address_ends_when_it_is_renewed_withdrawn_or_its_owner_goes(kit: testkit::Kit) {
        called(&kit).await;
        let cx = kit.cx("n1", Role::Clerk);
        let first = meeting::open_calendar(&cx).await.unwrap();
        let second = meeting::open_calendar(&cx).await.unwrap();
        assert!(matches!(fetched(&kit, &first).await, Err(AppError::NotFound)));
        assert_eq!(fetched(&kit, &second).await.unwrap().len(), 1);
        assert!(meeting::calendar_made_at(&cx).await.unwrap().is_some());
        meeting::close_calendar(&cx).await.unwrap();
        meeting::close_calendar(&cx).await.unwrap();
        assert!(matches!(fetched(&kit, &second).await, Err(AppError::NotFound)));
        assert_eq!(happened(&kit, "meeting.calendar_closed").await, 1);
        let third = meeting::open_calendar(&cx).await.unwrap();
        let account = kit.actor("n1", Role::Clerk).account;
        sql(&kit, "UPDATE account SET disabled_at = 1 WHERE account_id = $1", vec![account.into()]).await;
        assert!(matches!(fetched(&kit, &third).await, Err(AppError::NotFound)));
        assert!(matches!(fetched(&kit, "guessed").await, Err(AppError::NotFound)));
    }

    async fn a_right_that_ends_with_its_post_ends_in_the_calendar_too(kit: testkit::Kit) {
        called(&kit).await;
        let (town, county) = (kit.actor("n1/t1", Role::Secretary), kit.actor("n1", Role::Leader));
        let token = meeting::open_calendar(&kit.cx("n1/t1", Role::Secretary)).await.unwrap();
        assert_eq!(fetched(&kit, &token).await.unwrap().len(), 1);
        // They leave the township and take a post in a village that is not invited.
        sql(&kit, "UPDATE holder SET account_id = $1 WHERE post_id = $2", vec![town.account.into(), kit.actor("n1/t1/v1", Role::Secretary).seat.post.into()]).await;
        sql(&kit, "UPDATE holder SET to_day = '2026-11-23' WHERE post_id = $1", vec![town.seat.post.into()]).await;
        assert_eq!(fetched(&kit, &token).await.unwrap().len(), 0);
        // Then they hold no post at all.
        sql(&kit, "UPDATE holder SET to_day = '2026-11-23' WHERE account_id = $1", vec![town.account.into()]).await;
        assert!(matches!(fetched(&kit, &token).await, Err(AppError::NotFound)));
        let other = meeting::open_calendar(&kit.cx("n1", Role::Leader)).await.unwrap();
        assert_eq!(fetched(&kit, &other).await.unwrap().len(), 1, "{county:?}");
    }

    async fn a_single_post_is_called_by_itself(kit: testkit::Kit) {
        let mut plan = plan(&kit);
        let clerk = kit.actor("n1/t1/v1", Role::Clerk).seat.post;
        plan.invited = Invited { posts: vec![(kit.org("n1/t1/v1"), clerk)], ..Invited::default() };
        meeting::call(&kit.cx("n1", Role::Clerk), "", plan, day("2026-11-25")).await.unwrap();
        for (role, n) in [(Role::Clerk, 1), (Role::Secretary, 0)] {
            let token = meeting::open_calendar(&kit.cx("n1/t1/v1", role)).await.unwrap();
            assert_eq!(fetched(&kit, &token).await.unwrap().len(), n, "{role}");
        }
        let admin = meeting::open_calendar(&kit.cx("root", Role::SystemAdmin)).await;
        assert!(matches!(admin, Err(AppError::Forbidden(_))));
    }
}
