//! The filters of placeholders: days, months, minutes, names of codes.

use std::collections::BTreeMap;

use minijinja::{Environment, Error, ErrorKind, value::Value};

use super::Words;

pub(super) fn add(jinja: &mut Environment<'static>, words: &Words, names: &BTreeMap<String, String>) {
    let own = words.clone();
    jinja.add_filter("day", move |value: Value| day(&value, &own));
    let own = words.clone();
    jinja.add_filter("month", move |value: Value| month(&value, &own));
    let none = words.none.clone();
    jinja.add_filter("blank", move |value: Value| if is_nothing(&value) { none.clone() } else { value.to_string() });
    let names = names.clone();
    jinja.add_filter("name", move |value: Value| {
        let code = value.to_string();
        names.get(&code).cloned().ok_or_else(|| refused(format!("[names] has no {code:?}")))
    });
    jinja.add_filter("minutes", |tenths: i64| match (tenths / 10, (tenths % 10).abs()) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest}"),
    });
}

fn is_nothing(value: &Value) -> bool {
    value.is_undefined() || value.is_none() || value.as_str() == Some("")
}

fn refused(why: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, why)
}

/// `2026-11-03` by the pattern of days; the same for nothing as `blank`.
fn day(value: &Value, words: &Words) -> Result<String, Error> {
    if is_nothing(value) {
        return Ok(words.none.clone());
    }
    let text = value.to_string();
    let day: jiff::civil::Date = text.parse().map_err(|_| refused(format!("{text:?} is not a day")))?;
    let filled = words.day.replace("{y}", &day.year().to_string()).replace("{m}", &day.month().to_string());
    Ok(filled.replace("{d}", &day.day().to_string()))
}

/// `2026-11` by the pattern of months.
fn month(value: &Value, words: &Words) -> Result<String, Error> {
    if is_nothing(value) {
        return Ok(words.none.clone());
    }
    let text = value.to_string();
    let day: jiff::civil::Date =
        format!("{text}-01").parse().map_err(|_| refused(format!("{text:?} is not a month")))?;
    Ok(words.month.replace("{y}", &day.year().to_string()).replace("{m}", &day.month().to_string()))
}
