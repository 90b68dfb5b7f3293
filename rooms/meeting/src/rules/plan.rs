//! A series and a meeting as they are planned: title, time, place; and the life of a meeting.

use kernel::{Day, Fault, Faults, Instant, Month, text};

use super::{Invited, Rhythm, Shift};

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// The longest meeting, in minutes.
const LASTS_MOST: i64 = 12 * 60;
/// Months ahead for which a series makes its meetings.
pub(crate) const AHEAD: i64 = 3;
/// The month that stands for “no end”.
pub(crate) const NO_END: Month = Month(999_912);

/// A time of day, in minutes since midnight of the house's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock(pub i64);

impl std::str::FromStr for Clock {
    type Err = Fault;
    /// `09:30`.
    fn from_str(typed: &str) -> Result<Self, Fault> {
        let wrong = || Fault::of("start", "meeting_start").with("value", typed);
        let (hours, minutes) = typed.trim().split_once(':').ok_or_else(wrong)?;
        let part = |text: &str, most: i64| text.parse::<i64>().ok().filter(|n| (0..most).contains(n)).ok_or_else(wrong);
        Ok(Self(part(hours, 24)? * 60 + part(minutes, 60)?))
    }
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0.rem_euclid(DAY) / 60, self.0.rem_euclid(60))
    }
}

/// When and where, without the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub start: Clock,
    /// How long it lasts, in minutes.
    pub lasts: i64,
    /// Where.
    pub place: String,
    /// Who comes besides the organisation itself.
    pub invited: Invited,
}

/// A series as its editor holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesDraft {
    /// When and where.
    pub plan: Plan,
    /// On which day of the month.
    pub rhythm: Rhythm,
    /// What a rest day does.
    pub shift: Shift,
    /// Its first month.
    pub from: Month,
}

impl Plan {
    /// Every rule of writing it breaks.
    #[must_use]
    pub fn check(&self) -> Faults {
        let mut faults = self.invited.check();
        if !(1..=60).contains(&text::length(&self.title)) {
            faults.push(Fault::of("title", "meeting_title").with("most", 60));
        }
        if text::length(&self.place) > 60 {
            faults.push(Fault::of("place", "too_long").with("most", 60).with("length", text::length(&self.place)));
        }
        if !(0..DAY).contains(&self.start.0) {
            faults.push(Fault::of("start", "meeting_start").with("value", self.start));
        }
        if !(10..=LASTS_MOST).contains(&self.lasts) {
            faults.push(Fault::of("lasts", "meeting_lasts").with("most", LASTS_MOST));
        }
        faults
    }
}

/// The months whose meetings a series has to have by now: from its first, or this one, to three ahead.
pub(crate) fn months_ahead(from: Month, until: Month, planned_until: Month, now: Month) -> Vec<Month> {
    let first = from.max(now).max(planned_until.plus(1));
    let last = until.min(now.plus(AHEAD));
    (0..=AHEAD).map(|n| first.plus(n)).take_while(|m| *m <= last).collect()
}

/// The instant at which something begins on a day of the house's zone.
#[must_use]
pub(crate) fn begins_at(day: Day, start: Clock, zone: &jiff::tz::TimeZone) -> Instant {
    day.start(zone).plus_ms(start.0 * 60_000)
}

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 待开: to be held.
    Planned,
    /// 已开: held; its agenda keeps its figures.
    Held,
    /// 取消: not held, with a reason.
    Cancelled,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Held, Self::Cancelled];

    /// The stored code, and its name in JSON and words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    /// The stage of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Only what is to be held is moved, cancelled or prepared.
    ///
    /// # Errors
    /// `meeting_not_planned`.
    pub fn planned(self) -> Result<(), Fault> {
        if self == Self::Planned { Ok(()) } else { Err(Fault::new("meeting_not_planned")) }
    }

    /// Decisions, attendance and minutes are of a meeting that is held.
    ///
    /// # Errors
    /// `meeting_not_held`.
    pub fn held(self) -> Result<(), Fault> {
        if self == Self::Held { Ok(()) } else { Err(Fault::new("meeting_not_held")) }
    }
}

/// A meeting is not held before its day.
///
/// # Errors
/// `meeting_ahead`.
pub(crate) fn has_come(day: Day, today: Day) -> Result<(), Fault> {
    if day <= today { Ok(()) } else { Err(Fault::new("meeting_ahead").with("day", day)) }
}

/// Where a meeting may be moved: today or later, and not past the month after its own, whose own meeting it would be.
///
/// # Errors
/// `meeting_day_range`.
pub(crate) fn may_move_to(day: Day, month: Month, today: Day) -> Result<(), Fault> {
    let fits = day >= today && day.month() >= month && day.month() <= month.plus(1);
    if fits { Ok(()) } else { Err(Fault::of("day", "meeting_day_range")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_of_day_is_hours_and_minutes() {
        assert_eq!("09:30".parse(), Ok(Clock(570)));
        assert_eq!(Clock(570).to_string(), "09:30");
        for typed in ["", "9", "24:00", "09:60", "-1:00", "a:b"] {
            assert_eq!(typed.parse::<Clock>().unwrap_err().code, "meeting_start", "{typed}");
        }
    }

    #[test]
    fn a_series_makes_this_months_meeting_and_three_more_each_once() {
        let now = Month(202_611);
        let months = |from, until, planned| months_ahead(Month(from), Month(until), Month(planned), now);
        assert_eq!(months(202_601, 999_912, 190_001).len(), 4);
        assert_eq!(months(202_601, 999_912, 202_612), [Month(202_701), Month(202_702)]);
        assert_eq!(months(202_701, 202_701, 190_001), [Month(202_701)]);
        assert!(months(202_601, 202_610, 190_001).is_empty());
        assert!(months(202_601, 999_912, 202_702).is_empty());
    }

    #[test]
    fn a_meeting_is_moved_within_reach_and_held_on_its_day() {
        let today = day("2026-11-20");
        assert!(may_move_to(day("2026-11-20"), Month(202_611), today).is_ok());
        assert!(may_move_to(day("2026-12-03"), Month(202_611), today).is_ok());
        for late in ["2026-11-19", "2027-01-01", "2026-10-31"] {
            assert_eq!(may_move_to(day(late), Month(202_611), today).unwrap_err().code, "meeting_day_range");
        }
        assert!(has_come(today, today).is_ok());
        assert!(has_come(today.plus(1), today).is_err());
    }

    #[test]
    fn a_stage_says_what_may_happen() {
        for stage in Stage::ALL {
            assert_eq!(Stage::of_code(stage.code()), Some(stage));
            assert_eq!(stage.planned().is_ok(), stage == Stage::Planned);
            assert_eq!(stage.held().is_ok(), stage == Stage::Held);
        }
    }

    #[test]
    fn a_plan_has_a_title_and_a_sensible_length() {
        let plan = Plan {
            title: "例会".to_owned(),
            start: Clock(540),
            lasts: 90,
            place: "三楼会议室".to_owned(),
            invited: Invited::default(),
        };
        assert!(plan.check().is_empty());
        let bad = Plan { title: String::new(), lasts: 0, start: Clock(2_000), place: "长".repeat(61), ..plan };
        let fields: Vec<_> = bad.check().into_iter().filter_map(|f| f.field).collect();
        assert_eq!(fields, ["title", "place", "start", "lasts"]);
    }
}
