//! What may be asked of the record, and how its rows leave as a sheet. Pure.

use kernel::{Day, Fault, Faults};

/// Days shown when none are asked for.
const DAYS: i64 = 7;

/// What is asked of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    /// First day.
    pub(crate) from: Day,
    /// Last day.
    pub(crate) to: Day,
    /// Beginning of the kind, such as `account.`; empty for all.
    pub(crate) kind: String,
    /// Id or code of an organisation whose branch is meant; empty for all.
    pub(crate) org: String,
    /// Login of whoever acted; empty for all.
    pub(crate) login: String,
    /// `ok`, `refused`, or empty for both.
    pub(crate) result: String,
}

/// The texts of a filter as a form sends them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Texts<'a> {
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) org: &'a str,
    pub(crate) login: &'a str,
    pub(crate) result: &'a str,
}

impl Filter {
    /// The last seven days.
    pub(crate) fn recent(today: Day) -> Self {
        let empty = String::new;
        Self { from: today.plus(1 - DAYS), to: today, kind: empty(), org: empty(), login: empty(), result: empty() }
    }

    /// A filter from texts; what is left out is not narrowed.
    pub(crate) fn of(texts: Texts<'_>, today: Day) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut day = |field: &'static str, text: &str, otherwise: Day| {
            if text.is_empty() {
                return otherwise;
            }
            text.parse().unwrap_or_else(|_| {
                faults.push(Fault::of(field, "not_a_day").with("value", text));
                otherwise
            })
        };
        let standard = Self::recent(today);
        let (from, to) = (day("from", texts.from, standard.from), day("to", texts.to, standard.to));
        if !matches!(texts.result, "" | "ok" | "refused") {
            faults.push(Fault::of("result", "not_a_choice"));
        }
        let short = |text: &str| text.chars().take(60).collect::<String>();
        let (kind, org, login) = (short(texts.kind), short(texts.org), short(texts.login));
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self { from, to, kind, org, login, result: texts.result.to_owned() })
    }
}

/// A key of the list: the instant in milliseconds and the id of the last row seen.
pub(crate) fn key_of(text: &str) -> Option<(i64, i64)> {
    let (at, id) = text.split_once('-')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

/// One line of a sheet. A cell that a spreadsheet would take for a formula is made a text (`trust.md` D5).
pub(crate) fn line(cells: &[&str]) -> String {
    let mut out = cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
    out.push_str("\r\n");
    out
}

fn quoted(cell: &str) -> String {
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
    format!("\"{}{}\"", if begins { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    //! Filters and sheets.
    use super::*;

    fn today() -> Day {
        Day::new(2026, 11, 23).unwrap()
    }

    #[test]
    fn a_filter_without_days_is_the_last_week() {
        let filter = Filter::of(Texts::default(), today()).unwrap();
        assert_eq!(
            (filter.from.to_string(), filter.to.to_string()),
            ("2026-11-17".to_owned(), "2026-11-23".to_owned())
        );
    }

    #[test]
    fn every_wrong_part_of_a_filter_is_named() {
        let texts = Texts { from: "yesterday", to: "2026-13-01", result: "both", ..Texts::default() };
        let fields: Vec<_> = Filter::of(texts, today()).unwrap_err().into_iter().filter_map(|f| f.field).collect();
        assert_eq!(fields, ["from", "to", "result"]);
    }

    #[test]
    fn no_cell_of_a_sheet_is_a_formula() {
        assert_eq!(line(&["=1+1", "a\"b", "-"]), "\"'=1+1\",\"a\"\"b\",\"'-\"\r\n");
        assert_eq!(key_of("17-42"), Some((17, 42)));
        assert_eq!(key_of("x-1"), None);
    }
}
