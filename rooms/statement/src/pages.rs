//! The pages of statements: the circle's list, one statement, and the public one.

mod circle;
mod forms;
mod paper;
mod public;
mod show;
mod table;

pub(crate) use circle::wanted;
pub(crate) use show::{address, asked_rev};

use jiff::tz::TimeZone;
use kernel::Month;
use kit::{Policy, Routes, W};

use crate::{
    access::{CORRECT, DECIDE, DRAFT, PUBLISH, READ, REMARK, SHARE},
    rules::{compare::Value, facts::State, month::Standing},
};

/// The pages and what their forms send.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/statements", Policy::May(&READ), circle::list)
        .get("/statements.csv", Policy::May(&READ), table::csv)
        .get("/statements.xlsx", Policy::May(&READ), table::xlsx)
        .get("/statements/{org}/{month}", Policy::May(&READ), show::page)
        .post("/statements/{org}/{month}/draft", Policy::May(&DRAFT), forms::save)
        .post("/statements/{org}/{month}/publish", Policy::May(&PUBLISH), forms::publish)
        .post("/statements/{org}/{month}/correction", Policy::May(&CORRECT), forms::correct)
        .post("/statements/{org}/{month}/correction/{rev}/confirm", Policy::May(&DECIDE), forms::confirm)
        .post("/statements/{org}/{month}/correction/{rev}/refuse", Policy::May(&DECIDE), forms::refuse)
        .post("/statements/{org}/{month}/remark", Policy::May(&REMARK), forms::remark)
        .post("/statements/{org}/{month}/public", Policy::May(&SHARE), forms::share)
        .get("/s/{org}/{month}", Policy::Public, public::page)
}

/// A label of the words and a class of the style sheet.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
}

impl Chip {
    fn of_state(state: State, w: &W) -> Self {
        let class = match state {
            State::Issued => "st-issued",
            State::Signed => "st-signed",
            State::Reported => "st-reported",
            State::Returned => "st-returned",
            State::Verified => "st-verified",
            State::Closed => "st-closed",
            State::Declined => "st-declined",
            State::Excused => "st-accepted",
            State::Withdrawn => "st-withdrawn",
        };
        Self { class, label: w.t(&format!("statement.state.{}", state.code())) }
    }

    fn of_standing(standing: Standing, w: &W) -> Self {
        let class = match standing {
            Standing::Open => "st-issued",
            Standing::Missing => "st-missing",
            Standing::Published => "st-closed",
            Standing::Corrected => "st-verified",
        };
        Self { class, label: w.t(&format!("statement.standing.{}", standing.code())) }
    }
}

/// A month as people write it.
fn month_name(month: Month, w: &W) -> String {
    w.f("statement.month", &[("year", &month.year()), ("month", &month.of_year())])
}

/// Tenths of a minute as minutes: `4`, `4.5`.
fn minutes(tenths: i64) -> String {
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    if rest == 0 { kernel::text::thousands(whole) } else { format!("{}.{rest}", kernel::text::thousands(whole)) }
}

/// A role by its code, in words.
fn role(code: &str, w: &W) -> &'static str {
    match code {
        "secretary" => w.t("statement.role.secretary"),
        "clerk" => w.t("statement.role.clerk"),
        "leader" => w.t("statement.role.leader"),
        _ => w.t("statement.role.other"),
    }
}

/// A compared value, in words; empty for none.
fn value(value: &Value, w: &W, zone: &TimeZone) -> String {
    match value {
        Value::None => String::new(),
        Value::Text(text) => text.clone(),
        Value::State(state) => Chip::of_state(*state, w).label.to_owned(),
        Value::Flag(true) => w.t("statement.fact.yes").to_owned(),
        Value::Flag(false) => w.t("statement.fact.no").to_owned(),
        Value::Day(day) => day.to_string(),
        Value::At(at) => at.minute(zone),
        Value::Tenths(tenths) => minutes(*tenths),
        Value::Count(n) => kernel::text::thousands(*n),
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn tenths_are_read_as_minutes() {
        assert_eq!((minutes(40), minutes(45), minutes(0)), ("4".to_owned(), "4.5".to_owned(), "0".to_owned()));
        assert_eq!(minutes(123_456), "12,345.6");
    }
}
