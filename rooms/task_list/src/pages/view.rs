//! What the templates of this room show: small pieces in which nothing is left to compute.

use kernel::{Day, Month, text::thousands};
use kit::W;

use crate::{
    actions::{card::Card, overview::Counts},
    rules::{Light, Stage, State},
};

/// A state in colour and in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chip {
    /// Its class, such as `st-signed`.
    pub class: &'static str,
    /// Its word.
    pub word: &'static str,
}

/// A light in colour and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamp {
    /// Its class, such as `lt-overdue`.
    pub class: &'static str,
    /// Its words, with days where they matter.
    pub word: String,
}

/// What every form of a page carries besides its fields.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// Against forged requests.
    pub csrf: String,
    /// Against double submission.
    pub once: String,
    /// What the editor had before them.
    pub version: i64,
    /// Where to go afterwards.
    pub next: String,
}

/// One choice of a select, a box or a radio button.
#[derive(Debug, Clone)]
pub struct Opt {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub on: bool,
}

/// A link with what it is called.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it leads; empty for plain text.
    pub href: String,
    /// What it is called.
    pub text: String,
}

/// A filter that one press sets.
#[derive(Debug, Clone)]
pub struct Pill {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub text: String,
    /// How many rows it leaves; empty if that is not counted.
    pub count: String,
    /// Colour of its dot; empty for none.
    pub class: &'static str,
    /// Whether it is set.
    pub on: bool,
}

/// One segment of a stacked bar.
#[derive(Debug, Clone)]
pub struct Seg {
    /// Its colour.
    pub class: &'static str,
    /// How many.
    pub n: i64,
    /// State and number, for the pointer.
    pub title: String,
    /// The number if there is room for it.
    pub shown: String,
    /// Whether there is no room for it on a phone.
    pub thin: bool,
}

/// A stacked bar that leads to its rows.
#[derive(Debug, Clone, Default)]
pub struct Stack {
    /// Where it leads.
    pub href: String,
    /// The whole bar in words.
    pub label: String,
    /// Its segments.
    pub segs: Vec<Seg>,
}

/// A unit below with its bar.
#[derive(Debug, Clone)]
pub struct BarRow {
    /// Where its name leads.
    pub href: String,
    /// Its name, shortened by context.
    pub name: String,
    /// Its full name.
    pub full: String,
    /// How its work stands.
    pub bar: Stack,
    /// Share closed, such as `92.3%`.
    pub share: String,
    /// Where the figure leads.
    pub num_href: String,
    /// How many are overdue, in words; empty for none.
    pub overdue: String,
    /// Where the overdue ones are.
    pub overdue_href: String,
}

/// A figure that leads to its rows.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Where it leads.
    pub href: String,
    /// Its colour, such as `tone-bad`.
    pub tone: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// What is counted.
    pub name: String,
    /// The figure.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// A line below.
    pub note: String,
    /// Whether it takes the whole row of a phone.
    pub wide: bool,
}

/// The chip of a state.
#[must_use]
pub fn chip(w: &W, state: State) -> Chip {
    Chip { class: state_class(state), word: w.t(state.word()) }
}

/// What a card waits for: a request for more time hides behind the state it is made in.
#[must_use]
pub fn waits_as(w: &W, card: &Card) -> Chip {
    if card.asked_day.is_some() {
        return Chip { class: "st-declined", word: w.t("task_list.queue.extensions") };
    }
    chip(w, card.state)
}

/// The colour of a state.
#[must_use]
pub const fn state_class(state: State) -> &'static str {
    match state {
        State::Issued => "st-issued",
        State::Signed => "st-signed",
        State::Reported => "st-reported",
        State::Returned => "st-returned",
        State::Verified => "st-verified",
        State::Closed => "st-closed",
        State::Declined => "st-declined",
        State::Excused => "st-accepted",
        State::Withdrawn => "st-withdrawn",
    }
}

/// The chip of a list's stage.
#[must_use]
pub fn stage_chip(w: &W, stage: Stage) -> Chip {
    let class = match stage {
        Stage::Draft => "st-issued",
        Stage::Sending => "st-reported",
        Stage::Sent => "st-signed",
        Stage::Withdrawn => "st-withdrawn",
    };
    Chip { class, word: w.t(stage.word()) }
}

/// The lamp of a light, with the days that are left or over.
#[must_use]
pub fn lamp(w: &W, light: Light, due: Day, today: Day) -> Lamp {
    let days = today.days_until(due);
    let word = match light {
        Light::Blue if days <= 0 => w.t("task_list.lamp.due_today").to_owned(),
        Light::Blue => w.f("task_list.lamp.due_in", &[("n", &days)]),
        Light::Yellow => w.t("task_list.light.yellow").to_owned(),
        Light::Red => w.f("task_list.lamp.overdue_by", &[("n", &(-days).max(1))]),
    };
    Lamp { class: light_class(light), word }
}

/// The colour of a light.
#[must_use]
pub const fn light_class(light: Light) -> &'static str {
    match light {
        Light::Blue => "lt-due",
        Light::Yellow => "lt-behind",
        Light::Red => "lt-overdue",
    }
}

/// The lamp of a light in one word, for cells and tables.
#[must_use]
pub fn lamp_short(w: &W, light: Light) -> Lamp {
    Lamp { class: light_class(light), word: w.t(&format!("task_list.light.{}", light.name())).to_owned() }
}

/// `11 月`, or `2025 年 11 月` when the year is not this one.
#[must_use]
pub fn month_name(w: &W, month: Month, now: Month) -> String {
    let name = w.t(&format!("task_list.month.{}", month.of_year()));
    if month.year() == now.year() {
        return name.to_owned();
    }
    w.f("task_list.say.month_of_year", &[("year", &month.year()), ("month", &name)])
}

/// `11-26（周四）`.
#[must_use]
pub fn day_name(w: &W, day: Day) -> String {
    let weekday = w.t(&format!("task_list.weekday.{}", day.0.weekday().to_monday_one_offset()));
    w.f("task_list.say.day", &[("day", &day.short()), ("weekday", &weekday)])
}

/// `2026-11-26（周四）`.
#[must_use]
pub fn full_day_name(w: &W, day: Day) -> String {
    let weekday = w.t(&format!("task_list.weekday.{}", day.0.weekday().to_monday_one_offset()));
    w.f("task_list.say.day", &[("day", &day), ("weekday", &weekday)])
}

/// `约 4 分钟`. Prices are kept in tenths of a minute.
#[must_use]
pub fn minutes_name(w: &W, tenths: i64) -> String {
    w.f("task_list.say.minutes", &[("n", &whole_minutes(tenths))])
}

/// Tenths of a minute as whole minutes, rounded, at least 1.
#[must_use]
pub const fn whole_minutes(tenths: i64) -> i64 {
    let whole = (tenths + 5) / 10;
    if whole < 1 { 1 } else { whole }
}

/// Tenths as a decimal: `5.2`.
#[must_use]
pub fn tenths(n: i64) -> String {
    format!("{}.{}", n / 10, n % 10)
}

/// A total of tenths of minutes in the unit a person would use.
#[must_use]
pub fn span_name(w: &W, all_tenths: i64) -> String {
    let minutes = (all_tenths + 5) / 10;
    if minutes < 120 {
        return w.f("task_list.say.minutes_short", &[("n", &minutes)]);
    }
    w.f("task_list.say.hours", &[("n", &thousands((minutes + 30) / 60))])
}

/// `92.3%`, to the nearest tenth, but 100% only means all and 0% only none; empty stands for nothing to divide by.
#[must_use]
pub fn share(part: i64, all: i64) -> String {
    match part {
        _ if all <= 0 => String::new(),
        _ if part <= 0 => "0%".to_owned(),
        _ if part >= all => "100%".to_owned(),
        _ => {
            let permille = ((part.saturating_mul(2000) / all + 1) / 2).clamp(1, 999);
            format!("{}.{}%", permille / 10, permille % 10)
        }
    }
}

/// For whom an assignment waits.
#[must_use]
pub fn waiting(w: &W, state: State) -> &'static str {
    match state {
        State::Reported => w.t("task_list.wait.verify"),
        State::Verified => w.t("task_list.wait.close"),
        State::Declined => w.t("task_list.wait.decline"),
        State::Closed | State::Excused | State::Withdrawn => w.t("task_list.wait.done"),
        State::Issued | State::Signed | State::Returned => w.t("task_list.wait.org"),
    }
}

/// The order in which bars stand: what is finished first, what is silent last.
const BAR_ORDER: [State; 8] = [
    State::Closed,
    State::Excused,
    State::Verified,
    State::Reported,
    State::Declined,
    State::Signed,
    State::Issued,
    State::Returned,
];

/// The legend of the bars.
#[must_use]
pub fn legend(w: &W) -> Vec<Chip> {
    BAR_ORDER.into_iter().map(|s| chip(w, s)).collect()
}

/// All that count: withdrawn ones do not.
#[must_use]
pub fn all_of(states: &[(State, i64)]) -> i64 {
    states.iter().filter(|(s, _)| *s != State::Withdrawn).map(|(_, n)| n).sum()
}

/// Closed, or excused: nothing more is owed.
#[must_use]
pub fn done_of(states: &[(State, i64)]) -> i64 {
    states.iter().filter(|(s, _)| matches!(s, State::Closed | State::Excused)).map(|(_, n)| n).sum()
}

/// Share of those done; empty if nothing was issued.
#[must_use]
pub fn share_of(states: &[(State, i64)]) -> String {
    share(done_of(states), all_of(states))
}

/// Counts of an overview as pairs.
#[must_use]
pub fn pairs(counts: &Counts) -> Vec<(State, i64)> {
    State::ALL.into_iter().map(|s| (s, counts.of(s))).filter(|(_, n)| *n > 0).collect()
}

/// The stacked bar of some counts. A number is printed where there is room for it.
#[must_use]
pub fn bar(w: &W, states: &[(State, i64)], href: String) -> Stack {
    let all = all_of(states).max(1);
    let n_of = |state: State| states.iter().filter(|(s, _)| *s == state).map(|(_, n)| n).sum::<i64>();
    let seg = |(state, n): (State, i64)| Seg {
        class: state_class(state),
        n,
        title: format!("{} {}", w.t(state.word()), thousands(n)),
        shown: if n.saturating_mul(1000) / all >= 45 { thousands(n) } else { String::new() },
        thin: n.saturating_mul(1000) / all < 200,
    };
    let segs: Vec<Seg> = BAR_ORDER.into_iter().map(|s| (s, n_of(s))).filter(|(_, n)| *n > 0).map(seg).collect();
    let label = segs.iter().map(|s| s.title.as_str()).collect::<Vec<_>>().join(w.t("task_list.say.comma"));
    Stack { href, label, segs }
}

#[cfg(test)]
mod tests {
    //! Figures as people read them.
    use super::*;

    #[test]
    fn a_share_is_whole_only_when_everything_is_done() {
        assert_eq!(share(9_999, 10_000), "99.9%");
        assert_eq!(share(1, 100_000), "0.1%");
        assert_eq!((share(2, 3).as_str(), share(1, 6).as_str(), share(1, 2).as_str()), ("66.7%", "16.7%", "50.0%"));
        assert_eq!(share(1, 1), "100%");
        assert_eq!(share(0, 3), "0%");
        assert_eq!(share(0, 0), "");
    }

    #[test]
    fn prices_are_rounded_and_never_nothing() {
        assert_eq!(whole_minutes(4), 1);
        assert_eq!(whole_minutes(52), 5);
        assert_eq!(tenths(52), "5.2");
    }
}
