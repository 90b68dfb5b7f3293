//! A milestone as it is written: what is to be reached, in which year, by whom, and how that is measured.

use kernel::{ClauseId, Fault, Faults, OrgId, text::length};

/// Most characters of a milestone.
pub(crate) const TEXT_MOST: usize = 400;
/// Most characters of what is counted.
pub(crate) const COUNTED_MOST: usize = 60;
/// Most characters of a unit.
pub(crate) const UNIT_MOST: usize = 12;

/// Which side of the value is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Reached from the value up.
    AtLeast,
    /// Reached from the value down.
    AtMost,
}

impl Sense {
    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }

    /// The sense with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::AtLeast, Self::AtMost].into_iter().find(|sense| sense.code() == code)
    }
}

/// How it is told whether a milestone is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// A figure is compared with a value.
    Number {
        /// What is counted.
        counted: String,
        /// In which unit.
        unit: String,
        /// Which side is good.
        sense: Sense,
        /// The value in thousandths.
        value: i64,
    },
    /// The owner says so, in words.
    Judgement,
}

/// A milestone as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneDraft {
    /// In which year.
    pub year: i64,
    /// Who answers for it.
    pub owner: OrgId,
    /// The clause it rests on.
    pub clause: ClauseId,
    /// What is to be reached.
    pub text: String,
    /// How that is measured.
    pub measure: Measure,
}

impl MilestoneDraft {
    /// Everything that may not be stored; the plan runs over `years`.
    #[must_use]
    pub fn faults(&self, years: (i64, i64)) -> Faults {
        let mut faults = Faults::new();
        let mut text = |field: &'static str, text: &str, most: usize, needed: bool| {
            if needed && text.trim().is_empty() {
                faults.push(Fault::of(field, "required"));
            }
            let length = length(text);
            if length > most {
                faults.push(Fault::of(field, "too_long").with("most", most).with("length", length));
            }
        };
        text("text", &self.text, TEXT_MOST, true);
        if let Measure::Number { counted, unit, .. } = &self.measure {
            text("counted", counted, COUNTED_MOST, true);
            text("unit", unit, UNIT_MOST, false);
        }
        if !(years.0..=years.1).contains(&self.year) {
            faults.push(Fault::of("year", "plan_year_outside").with("first", years.0).with("last", years.1));
        }
        faults
    }
}

/// The years of a plan: one to ten of them, in this century.
///
/// # Errors
/// `plan_years` of the field `last`.
pub(crate) fn check_years(first: i64, last: i64) -> Result<(), Fault> {
    let fine = (2000..=2099).contains(&first) && (first..first + 10).contains(&last);
    if fine { Ok(()) } else { Err(Fault::of("last", "plan_years")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> MilestoneDraft {
        MilestoneDraft {
            year: 2026,
            owner: OrgId::new(1),
            clause: ClauseId::new(1),
            text: "村级活动场所全部达标".to_owned(),
            measure: Measure::Judgement,
        }
    }

    #[test]
    fn a_milestone_lies_in_a_year_of_its_plan_and_says_what_is_counted() {
        assert!(draft().faults((2026, 2030)).is_empty());
        let mut odd = draft();
        odd.year = 2031;
        odd.text = " ".to_owned();
        odd.measure = Measure::Number { counted: String::new(), unit: "%".to_owned(), sense: Sense::AtLeast, value: 0 };
        let codes: Vec<&str> = odd.faults((2026, 2030)).iter().map(|f| f.code).collect();
        assert_eq!(codes, ["required", "required", "plan_year_outside"]);
    }

    #[test]
    fn a_plan_has_one_to_ten_years() {
        assert!(check_years(2026, 2030).is_ok() && check_years(2026, 2026).is_ok());
        assert!(check_years(2030, 2026).is_err() && check_years(1999, 2003).is_err());
        assert!(check_years(2026, 2036).is_err() && check_years(i64::MAX - 1, i64::MAX).is_err());
    }
}
