//! The price of a request in minutes, and the budget of a village for a month (`trust.md` §6.4).
//!
//! Minutes are counted in tenths, so that no floating point is needed: 10 to open and read, 1 for a
//! known value to confirm, 4 for a short field, 15 for a long text, 20 for a photo, 30 for a row to look up.

use super::form::{Form, Kind};

/// To open an item and read it, in tenths of a minute.
const OPEN: i64 = 10;
const KNOWN: i64 = 1;
const SHORT: i64 = 4;
const LONG: i64 = 15;
const PHOTO: i64 = 20;
const ROW: i64 = 30;

/// What one item costs whoever answers it, in tenths of a minute.
#[must_use]
pub(crate) fn minutes(form: &Form, photos: i64) -> i64 {
    let fields: i64 = form.fields.iter().map(|f| of_kind(&f.kind)).sum();
    OPEN + fields + PHOTO * photos.max(0)
}

fn of_kind(kind: &Kind) -> i64 {
    match kind {
        Kind::Known { .. } => KNOWN,
        Kind::Long => LONG,
        Kind::Table { rows, .. } => ROW * rows,
        Kind::YesNo | Kind::Number { .. } | Kind::Money | Kind::Day | Kind::Short | Kind::Choice { .. } => SHORT,
    }
}

/// How many new values one item asks; what is known is not new.
#[must_use]
pub(crate) fn values(form: &Form) -> i64 {
    let of = |kind: &Kind| match kind {
        Kind::Known { .. } => 0,
        Kind::Table { rows, .. } => *rows,
        _ => 1,
    };
    form.fields.iter().map(|f| of(&f.kind)).sum()
}

/// What is asked of one village in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Load {
    /// Tenths of a minute.
    pub minutes: i64,
    /// New values.
    pub values: i64,
    /// Requests: items.
    pub requests: i64,
}

impl Load {
    /// Both together.
    #[must_use]
    pub const fn plus(&self, other: &Self) -> Self {
        Self {
            minutes: self.minutes + other.minutes,
            values: self.values + other.values,
            requests: self.requests + other.requests,
        }
    }
}

/// How far a measure is from its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// Only advised otherwise; nobody has to agree.
    Advice,
    /// Over the target: needs a named approval.
    Target,
    /// Over the hard stop: cannot be sent.
    Stop,
}

/// One measure that is over a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Which measure: `minutes`, `values`, `requests`, `deadline`, `text`; `task_list.budget.<measure>` in the words.
    pub measure: &'static str,
    /// What would be (minutes in tenths).
    pub is: i64,
    /// The limit passed (minutes in tenths).
    pub limit: i64,
    /// Which kind of limit.
    pub over: Over,
}

/// The answer of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It can be sent.
    Within,
    /// It can be sent when somebody named has approved it.
    NeedsApproval,
    /// It cannot be sent.
    Refused,
}

/// Targets and hard stops per village and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Tenths of a minute: target for the median village, stop for the worst.
    pub minutes: (i64, i64),
    /// New values.
    pub values: (i64, i64),
    /// Requests.
    pub requests: (i64, i64),
    /// Working days until the deadline: as many are wanted, fewer than the second need the urgent flag.
    pub days: (i64, i64),
}

impl Default for Budget {
    fn default() -> Self {
        Self { minutes: (300, 900), values: (25, 50), requests: (6, 10), days: (5, 3) }
    }
}

/// What the budget looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// The median village's month, this list included.
    pub median: Load,
    /// The worst village's month, measure by measure, this list included.
    pub worst: Load,
    /// Fewest working days between today and a deadline of the list.
    pub days: i64,
    /// Longest text of an item, in characters.
    pub text: i64,
    /// Whether the list is marked urgent.
    pub urgent: bool,
    /// Whether any village is asked at all.
    pub villages: bool,
}

impl Budget {
    /// Every limit that would be passed.
    #[must_use]
    pub fn judge(&self, asked: &Asked) -> Vec<Finding> {
        let mut found = Vec::new();
        if asked.villages {
            let (median, worst) = (&asked.median, &asked.worst);
            found.extend(measure("minutes", median.minutes, worst.minutes, self.minutes));
            found.extend(measure("values", worst.values, worst.values, self.values));
            found.extend(measure("requests", worst.requests, worst.requests, self.requests));
        }
        if asked.days < self.days.1 && !asked.urgent {
            found.push(Finding { measure: "deadline", is: asked.days, limit: self.days.1, over: Over::Stop });
        } else if asked.days < self.days.0 {
            found.push(Finding { measure: "deadline", is: asked.days, limit: self.days.0, over: Over::Target });
        }
        if asked.text > 400 {
            found.push(Finding { measure: "text", is: asked.text, limit: 400, over: Over::Advice });
        }
        found
    }
}

fn measure(measure: &'static str, usual: i64, worst: i64, (target, stop): (i64, i64)) -> Option<Finding> {
    if worst > stop {
        return Some(Finding { measure, is: worst, limit: stop, over: Over::Stop });
    }
    (usual > target).then_some(Finding { measure, is: usual, limit: target, over: Over::Target })
}

/// What the findings come to.
#[must_use]
pub(crate) fn verdict(found: &[Finding]) -> Verdict {
    match found.iter().map(|f| f.over).max() {
        Some(Over::Stop) => Verdict::Refused,
        Some(Over::Target) => Verdict::NeedsApproval,
        Some(Over::Advice) | None => Verdict::Within,
    }
}

/// The median (the lower of the two middle ones) and the worst of each measure.
#[must_use]
pub(crate) fn middle_and_worst(loads: &[Load]) -> (Load, Load) {
    let pick = |of: fn(&Load) -> i64| {
        let mut all: Vec<i64> = loads.iter().map(of).collect();
        all.sort_unstable();
        let middle = all.get(all.len().saturating_sub(1) / 2).copied().unwrap_or(0);
        (middle, all.last().copied().unwrap_or(0))
    };
    let (minutes, values, requests) = (pick(|l| l.minutes), pick(|l| l.values), pick(|l| l.requests));
    (
        Load { minutes: minutes.0, values: values.0, requests: requests.0 },
        Load { minutes: minutes.1, values: values.1, requests: requests.1 },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kinds: &[&str]) -> Form {
        let fields: Vec<String> = kinds
            .iter()
            .enumerate()
            .map(|(n, kind)| format!(r#"{{"key":"f{n}","label":"问","type":{kind}}}"#))
            .collect();
        Form::parse(&format!(r#"{{"fields":[{}]}}"#, fields.join(","))).unwrap()
    }

    #[test]
    fn a_price_is_the_sum_of_its_parts() {
        assert_eq!(minutes(&form(&[]), 0), 10);
        assert_eq!(minutes(&form(&[r#""known","value":"1""#]), 0), 11);
        assert_eq!(minutes(&form(&[r#""yes_no""#, r#""number""#, r#""day""#]), 0), 22);
        assert_eq!(minutes(&form(&[r#""long""#]), 2), 65);
        assert_eq!(minutes(&form(&[r#""table","columns":["a"],"rows":3"#]), 0), 100);
        assert_eq!(values(&form(&[r#""known","value":"1""#, r#""day""#, r#""table","columns":["a"],"rows":3"#])), 4);
    }

    fn asked(minutes: i64, values: i64, requests: i64, days: i64) -> Asked {
        let load = Load { minutes, values, requests };
        Asked { median: load, worst: load, days, text: 100, urgent: false, villages: true }
    }

    #[test]
    fn over_the_target_needs_approval_and_over_the_stop_nothing_helps() {
        let judge = |a: Asked| verdict(&Budget::default().judge(&a));
        assert_eq!(judge(asked(300, 25, 6, 5)), Verdict::Within);
        for over in [asked(301, 1, 1, 5), asked(1, 26, 1, 5), asked(1, 1, 7, 5), asked(1, 1, 1, 4)] {
            assert_eq!(judge(over), Verdict::NeedsApproval);
        }
        for over in [asked(901, 1, 1, 5), asked(1, 51, 1, 5), asked(1, 1, 11, 5), asked(1, 1, 1, 2)] {
            assert_eq!(judge(over), Verdict::Refused);
        }
        assert_eq!(judge(Asked { urgent: true, ..asked(1, 1, 1, 2) }), Verdict::NeedsApproval);
        assert_eq!(judge(Asked { text: 401, ..asked(1, 1, 1, 5) }), Verdict::Within);
        assert_eq!(judge(Asked { villages: false, ..asked(9_999, 99, 99, 5) }), Verdict::Within);
    }

    #[test]
    fn the_median_village_and_the_worst_are_told_apart() {
        let loads: Vec<Load> = [10, 50, 20, 40].map(|m| Load { minutes: m, values: m, requests: 1 }).to_vec();
        let (middle, worst) = middle_and_worst(&loads);
        assert_eq!((middle.minutes, worst.minutes), (20, 50));
        assert_eq!(middle_and_worst(&[]), (Load::default(), Load::default()));
    }
}
