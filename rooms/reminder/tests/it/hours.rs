//! From when a reminder is shown: never before 08:00, after 20:00 or on a rest day.

use kernel::Role;
use reminder::{outlook, remind};

use crate::support::*;

/// From ten in the morning, where the clock of a test begins its day, to a time of that day or after.
async fn shown_after(kit: &testkit::Kit, day: &str, minutes: i64) -> usize {
    kit.clock.set_day(day);
    kit.clock.advance_minutes(minutes);
    shown(kit, VILLAGES[0]).await.len()
}

/// Minutes from 10:00 to 07:59 and 08:00 of the same day.
const BEFORE_EIGHT: i64 = -121;
const AT_EIGHT: i64 = -120;

testkit::both_engines! {
    async fn a_reminder_of_an_evening_waits_for_the_morning(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 1).await;
        kit.clock.advance_minutes(599);
        assert!(outlook(&kit.cx("n1", Role::Clerk), list).await.unwrap().at_once, "19:59 is still day");
        kit.clock.advance_minutes(1);
        let found = outlook(&kit.cx("n1", Role::Clerk), list).await.unwrap();
        assert_eq!((found.shown_from.minute(&kit.house.zone).as_str(), found.at_once), ("2026-11-24 08:00", false));
        assert_eq!(reminded(&kit, list).await, (4, 0));
        assert!(shown(&kit, VILLAGES[0]).await.is_empty());
        assert_eq!(shown_after(&kit, "2026-11-24", BEFORE_EIGHT).await, 0);
        assert_eq!(shown_after(&kit, "2026-11-24", AT_EIGHT).await, 1);
        assert_eq!(reminded(&kit, list).await, (0, 4), "the evening and the morning after are one day");
    }

    async fn nobody_is_reminded_on_a_rest_day(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 1).await;
        // Monday the 30th is made a holiday: from Friday evening to Tuesday morning.
        sql(&kit, "INSERT INTO workday (day, works, source, verified) VALUES ('2026-11-30', 0, 'x', 0)").await;
        kit.clock.set_day("2026-11-28");
        assert_eq!(reminded(&kit, list).await, (4, 0));
        for day in ["2026-11-28", "2026-11-29", "2026-11-30"] {
            assert_eq!(shown_after(&kit, day, 0).await, 0, "{day}");
            assert_eq!(reminded(&kit, list).await, (0, 4), "{day}");
        }
        assert_eq!(shown_after(&kit, "2026-12-01", BEFORE_EIGHT).await, 0);
        assert_eq!(shown_after(&kit, "2026-12-01", AT_EIGHT).await, 1);
    }

    async fn a_make_up_sunday_is_a_working_day(kit: testkit::Kit) {
        let list = sent(&kit, "n1", 1).await;
        sql(&kit, "INSERT INTO workday (day, works, source, verified) VALUES ('2026-11-29', 1, 'x', 0)").await;
        kit.clock.set_day("2026-11-28");
        let done = remind(&kit.cx("n1", Role::Clerk), "", list).await.unwrap();
        assert_eq!((done.day.to_string().as_str(), done.at_once), ("2026-11-29", false));
        assert_eq!(shown_after(&kit, "2026-11-29", BEFORE_EIGHT).await, 0);
        assert_eq!(shown_after(&kit, "2026-11-29", AT_EIGHT).await, 1);
        kit.clock.set_day("2026-11-29");
        assert!(outlook(&kit.cx("n1", Role::Clerk), list).await.unwrap().at_once);
    }
}
