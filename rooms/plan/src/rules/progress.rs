//! What an owner reports, and how a milestone stands by it. What is not known is not zero.

use kernel::{Day, Fault, Faults, text::length};

use super::draft::{Measure, Sense};

/// Most characters of a note.
pub(crate) const NOTE_MOST: usize = 400;

/// A year, or a quarter of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The year.
    pub year: i64,
    /// The quarter, 1 to 4; 0 for the whole year.
    pub quarter: i64,
}

impl Period {
    /// The stored number: `20260` for the year, `20263` for its third quarter.
    #[must_use]
    pub const fn code(self) -> i64 {
        self.year * 10 + self.quarter
    }

    /// The period with this number.
    #[must_use]
    pub fn of_code(code: i64) -> Option<Self> {
        let (year, quarter) = (code.div_euclid(10), code.rem_euclid(10));
        ((2000..=2199).contains(&year) && quarter <= 4).then_some(Self { year, quarter })
    }

    /// How late in the year it ends: the whole year comes last.
    const fn order(self) -> i64 {
        if self.quarter == 0 { 5 } else { self.quarter }
    }
}

/// What the owner judges, where nothing is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Reached.
    Reached,
    /// In part.
    Partly,
    /// Not yet.
    NotYet,
}

impl Judgement {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Reached, Self::Partly, Self::NotYet];

    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Partly => "partly",
            Self::NotYet => "not_yet",
        }
    }

    /// The judgement with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|j| j.code() == code)
    }
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// For which period.
    pub period: Period,
    /// The figure in thousandths; none = not known yet.
    pub value: Option<i64>,
    /// The judgement; none = not known yet.
    pub judgement: Option<Judgement>,
    /// In words; why, if nothing is known yet.
    pub note: String,
    /// As of which day.
    pub on: Day,
}

impl Report {
    /// Everything that may not be stored of a milestone of `year` with this measure.
    #[must_use]
    pub fn faults(&self, year: i64, measure: &Measure, today: Day) -> Faults {
        let mut faults = Faults::new();
        if self.period.year != year {
            faults.push(Fault::of("period", "plan_period_outside").with("year", year));
        }
        let known = match measure {
            Measure::Number { .. } => {
                if self.judgement.is_some() {
                    faults.push(Fault::of("judgement", "plan_counted"));
                }
                self.value.is_some()
            }
            Measure::Judgement => {
                if self.value.is_some() {
                    faults.push(Fault::of("value", "plan_judged"));
                }
                self.judgement.is_some()
            }
        };
        if !known && self.note.trim().is_empty() {
            faults.push(Fault::of("note", "plan_why_unknown"));
        }
        let length = length(&self.note);
        if length > NOTE_MOST {
            faults.push(Fault::of("note", "too_long").with("most", NOTE_MOST).with("length", length));
        }
        if self.on > today {
            faults.push(Fault::of("on", "plan_future"));
        }
        faults
    }
}

/// How a milestone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// What was wanted is reached.
    Reached,
    /// It is not.
    Behind,
    /// Nobody knows yet.
    Unknown,
}

impl Standing {
    /// All of them, as lists offer them.
    pub const ALL: [Self; 3] = [Self::Reached, Self::Behind, Self::Unknown];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Behind => "behind",
            Self::Unknown => "unknown",
        }
    }

    /// The standing with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// How a milestone stands by the report that counts.
    #[must_use]
    pub fn of(measure: &Measure, counts: Option<&Report>) -> Self {
        let known = counts.and_then(|report| match measure {
            Measure::Number { sense, value, .. } => report.value.map(|found| match sense {
                Sense::AtLeast => found >= *value,
                Sense::AtMost => found <= *value,
            }),
            Measure::Judgement => report.judgement.map(|judgement| judgement == Judgement::Reached),
        });
        match known {
            Some(true) => Self::Reached,
            Some(false) => Self::Behind,
            None => Self::Unknown,
        }
    }
}

/// The report that counts among the newest of each period: the latest period of which anything is known.
#[must_use]
pub(crate) fn counting<'a>(newest: impl IntoIterator<Item = &'a Report>) -> Option<&'a Report> {
    let known = newest.into_iter().filter(|r| r.value.is_some() || r.judgement.is_some());
    known.max_by_key(|r| (r.period.year, r.period.order()))
}

/// Shares of three counts in tenths of a per cent that sum to exactly 1,000, the largest remainders rounded up; zeros of
/// nothing.
#[must_use]
pub(crate) fn shares(counts: [i64; 3]) -> [i64; 3] {
    let whole: i64 = counts.iter().sum();
    if whole <= 0 {
        return [0; 3];
    }
    let mut shares = counts.map(|n| n * 1_000 / whole);
    let mut order = [0_usize, 1, 2];
    order.sort_by_key(|n| std::cmp::Reverse(counts[*n] * 1_000 % whole));
    let missing = usize::try_from(1_000 - shares.iter().sum::<i64>()).unwrap_or(0);
    for n in order.into_iter().take(missing) {
        shares[n] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn report(quarter: i64, value: Option<i64>) -> Report {
        let period = Period { year: 2026, quarter };
        Report { period, value, judgement: None, note: String::new(), on: Day::new(2026, 11, 1).unwrap() }
    }

    fn wanted(sense: Sense) -> Measure {
        Measure::Number { counted: "村".to_owned(), unit: "个".to_owned(), sense, value: 90_000 }
    }

    #[test]
    fn the_latest_period_with_a_figure_counts_and_the_year_comes_last() {
        let reports = [report(1, Some(10_000)), report(2, Some(50_000)), report(3, None)];
        assert_eq!(counting(&reports).map(|r| r.period.quarter), Some(2));
        let reports = [report(0, Some(80_000)), report(4, Some(95_000))];
        assert_eq!(counting(&reports).map(|r| r.period.quarter), Some(0));
        assert_eq!(counting(&[report(1, None)]), None);
    }

    #[test]
    fn what_is_not_known_is_neither_reached_nor_behind() {
        let (up, down) = (wanted(Sense::AtLeast), wanted(Sense::AtMost));
        let of = |measure: &Measure, value| Standing::of(measure, Some(&report(0, value)));
        assert_eq!(
            (of(&up, Some(90_000)), of(&up, Some(89_999)), of(&up, None)),
            (Standing::Reached, Standing::Behind, Standing::Unknown)
        );
        assert_eq!((of(&down, Some(90_000)), of(&down, Some(90_001))), (Standing::Reached, Standing::Behind));
        assert_eq!(Standing::of(&up, Some(&report(0, Some(0)))), Standing::Behind, "zero is a figure");
        assert_eq!(Standing::of(&up, None), Standing::Unknown);
        let judged = Report { judgement: Some(Judgement::Partly), ..report(0, None) };
        assert_eq!(Standing::of(&Measure::Judgement, Some(&judged)), Standing::Behind);
    }

    #[test]
    fn a_report_says_a_figure_or_why_there_is_none() {
        let today = Day::new(2026, 11, 23).unwrap();
        let codes = |r: &Report, m: &Measure| r.faults(2026, m, today).iter().map(|f| f.code).collect::<Vec<_>>();
        assert!(codes(&report(3, Some(0)), &wanted(Sense::AtLeast)).is_empty());
        assert_eq!(codes(&report(3, None), &wanted(Sense::AtLeast)), ["plan_why_unknown"]);
        assert!(
            codes(&Report { note: "统计未完成".to_owned(), ..report(3, None) }, &wanted(Sense::AtLeast)).is_empty()
        );
        assert_eq!(codes(&report(3, Some(1)), &Measure::Judgement), ["plan_judged", "plan_why_unknown"]);
        let odd = Report {
            period: Period { year: 2025, quarter: 1 },
            on: Day::new(2027, 1, 1).unwrap(),
            ..report(1, Some(1))
        };
        assert_eq!(codes(&odd, &wanted(Sense::AtLeast)), ["plan_period_outside", "plan_future"]);
    }

    #[test]
    fn a_period_leads_back_to_itself() {
        for quarter in 0..=4 {
            let period = Period { year: 2026, quarter };
            assert_eq!(Period::of_code(period.code()), Some(period));
        }
        for odd in [0, 20_265, 19_991, -20_261, i64::MAX] {
            assert_eq!(Period::of_code(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(counts in prop::array::uniform3(0i64..10_000)) {
            let sum: i64 = shares(counts).iter().sum();
            prop_assert_eq!(sum, if counts == [0; 3] { 0 } else { 1_000 });
        }
    }
}
