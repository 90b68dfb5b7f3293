//! An issue of letters as it is written: its targets, their weights, and what became of the letter above.

use std::collections::BTreeSet;

use kernel::{ClauseId, Day, Fault, Faults, IssueId, MilestoneId, OrgId, TargetId, text::length};
use org::Audience;

/// What the weights of one letter sum to, in tenths.
pub const WHOLE: i64 = 1_000;
/// The most targets of one issue.
pub const TARGETS_MOST: usize = 60;
/// Characters of a target's text, requirement, way of assessment and deduction.
const LONG: usize = 1_000;
/// Characters of its short columns.
const SHORT: usize = 200;

/// What an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Kept to begin others from.
    Template,
    /// Sent; nothing of it changes any more.
    Issued,
}

impl Stage {
    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Template => "template",
            Self::Issued => "issued",
        }
    }

    /// The stage of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Template, Self::Issued].into_iter().find(|s| s.code() == code)
    }

    /// Whether it may be edited.
    ///
    /// # Errors
    /// Once it is issued.
    pub fn edit(self) -> Result<(), Fault> {
        if self == Self::Issued { Err(Fault::new("target_issued")) } else { Ok(()) }
    }
}

/// How a target is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// By a figure.
    #[default]
    Metric,
    /// By a judgement.
    Judgement,
}

impl Kind {
    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Judgement => "judgement",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Metric, Self::Judgement].into_iter().find(|k| k.code() == code)
    }
}

/// One target as its editor holds it; the columns are those of the assessment sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TargetDraft {
    /// Its id, if it is there already.
    pub id: Option<TargetId>,
    /// The target of a letter above that it carries on.
    pub upper: Option<TargetId>,
    /// The clause it rests on.
    pub clause: Option<ClauseId>,
    /// The milestone of a plan it belongs to.
    pub milestone: Option<MilestoneId>,
    /// A free remark on its basis; no link, so it counts for nothing.
    pub basis: String,
    /// 项目.
    pub project: String,
    /// 内容: what is to be reached.
    pub text: String,
    /// 要求.
    pub requirement: String,
    /// By figure or judgement.
    pub kind: Kind,
    /// What is measured or judged.
    pub measure: String,
    /// The value to reach.
    pub value: String,
    /// 分值: its weight in tenths.
    pub weight: i64,
    /// 考评方式.
    pub assessment: String,
    /// 扣分办法.
    pub deduction: String,
}

impl TargetDraft {
    pub(crate) fn check(&self, n: usize, faults: &mut Faults) {
        let at = |name: &str| format!("targets.{n}.{name}");
        if !(1..=LONG).contains(&length(self.text.trim())) {
            faults.push(Fault::of(at("text"), "target_text").with("most", LONG));
        }
        let long =
            [("requirement", &self.requirement), ("assessment", &self.assessment), ("deduction", &self.deduction)];
        let short =
            [("basis", &self.basis), ("project", &self.project), ("measure", &self.measure), ("value", &self.value)];
        let sized = long.map(|f| (f, LONG)).into_iter().chain(short.map(|f| (f, SHORT)));
        for ((name, text), most) in sized {
            if length(text) > most {
                faults.push(Fault::of(at(name), "target_long").with("most", most));
            }
        }
        if !(0..=WHOLE).contains(&self.weight) {
            faults.push(Fault::of(at("weight"), "target_weight"));
        }
    }
}

/// A target of the letter above that is not carried on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Which.
    pub upper: TargetId,
    /// Why.
    pub reason: String,
}

/// The issuer's own letter that an issue is built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upper {
    /// Who issued it.
    pub org: OrgId,
    /// Which issue it came with.
    pub issue: IssueId,
}

/// An issue as its editor holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueDraft {
    /// Its year.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// The domain it is for; empty for any.
    pub domain: String,
    /// The level it is for; empty for any.
    pub level: String,
    /// To whom it goes.
    pub audience: Audience,
    /// First day of the letters.
    pub from: Day,
    /// Last day of the letters.
    pub until: Day,
    /// The letter above it is built from, if one.
    pub upper: Option<Upper>,
    /// Its targets in order.
    pub targets: Vec<TargetDraft>,
    /// What of the letter above is not carried on.
    pub cuts: Vec<Cut>,
}

impl IssueDraft {
    /// What the weights come to, in tenths.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.targets.iter().map(|t| t.weight).sum()
    }

    /// Every rule of writing that the draft breaks.
    #[must_use]
    pub fn check(&self) -> Faults {
        let mut faults = Vec::new();
        if !(2_000..=2_100).contains(&self.year) {
            faults.push(Fault::of("year", "target_year"));
        }
        if !(1..=100).contains(&length(self.title.trim())) {
            faults.push(Fault::of("title", "target_title").with("most", 100));
        }
        if length(&self.domain) > 40 || length(&self.level) > 40 {
            faults.push(Fault::of("level", "not_a_choice"));
        }
        let in_year = |day: Day| i64::from(day.0.year()) == self.year;
        if self.from > self.until || !in_year(self.from) || !in_year(self.until) {
            faults.push(Fault::of("until", "target_days").with("year", self.year));
        }
        if self.targets.len() > TARGETS_MOST {
            faults.push(Fault::of("targets", "target_many").with("most", TARGETS_MOST));
        }
        for (n, target) in self.targets.iter().enumerate() {
            target.check(n, &mut faults);
        }
        for (n, cut) in self.cuts.iter().enumerate() {
            if length(&cut.reason) > SHORT {
                faults.push(Fault::of(format!("cuts.{n}.reason"), "target_long").with("most", SHORT));
            }
        }
        faults.extend(self.audience.check());
        faults
    }

    /// Everything besides that forbids issuing it: no targets, weights that do not sum, a target of the letter
    /// above (`above`) that is neither carried on nor cut with a reason.
    #[must_use]
    pub fn obstacles(&self, above: &[TargetId]) -> Faults {
        let mut faults = self.check();
        if self.targets.is_empty() {
            faults.push(Fault::of("targets", "target_none"));
        }
        for (n, _) in self.targets.iter().enumerate().filter(|(_, t)| t.weight == 0) {
            faults.push(Fault::of(format!("targets.{n}.weight"), "target_weight_none"));
        }
        faults.extend(sums(self.weight()).err());
        let carried: BTreeSet<TargetId> = self.targets.iter().filter_map(|t| t.upper).collect();
        for upper in above.iter().filter(|u| !carried.contains(u)) {
            let reason = self.cuts.iter().find(|c| c.upper == *upper).map_or("", |c| c.reason.trim());
            if length(reason) < 4 {
                faults.push(Fault::of(format!("cut.{upper}"), "target_cut_reason"));
            }
        }
        faults
    }

    /// The cuts that count: with a reason, of a target of the letter above that is not carried on.
    #[must_use]
    pub fn cuts_made(&self, above: &[TargetId]) -> Vec<Cut> {
        let carried: BTreeSet<TargetId> = self.targets.iter().filter_map(|t| t.upper).collect();
        let counts = |c: &&Cut| above.contains(&c.upper) && !carried.contains(&c.upper) && !c.reason.trim().is_empty();
        self.cuts.iter().filter(counts).cloned().collect()
    }
}

/// Weights of one letter sum to exactly one hundred.
///
/// # Errors
/// The sum that they come to.
pub(crate) fn sums(weight: i64) -> Result<(), Fault> {
    if weight == WHOLE {
        return Ok(());
    }
    let fault = Fault::of("weights", "target_weights").with("sum", tenths(weight));
    Err(fault.with("gap", tenths((WHOLE - weight).abs())))
}

/// `12.5` for 125 tenths, `12` for 120.
#[must_use]
pub fn tenths(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    let (whole, rest) = (n.abs() / 10, n.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// Tenths of what was typed: `12`, `12.5`, also in full width; none if it is no such number.
#[must_use]
pub fn read_tenths(typed: &str) -> Option<i64> {
    let typed: String =
        typed.trim().chars().map(|c| if c == '．' { '.' } else { kernel::text::halfwidth(c) }).collect();
    let (whole, rest) = typed.split_once('.').unwrap_or((&typed, "0"));
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole, 4) || !digits(rest, 1) {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 10 + rest.parse::<i64>().ok()?)
}

/// A reason given by a person: 4 to 400 characters.
///
/// # Errors
/// The fault of the field `reason`.
pub(crate) fn reason(typed: &str) -> Result<String, Fault> {
    let typed = typed.trim();
    if (4..=400).contains(&length(typed)) { Ok(typed.to_owned()) } else { Err(Fault::of("reason", "target_reason")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(weight: i64, upper: Option<i64>) -> TargetDraft {
        TargetDraft { text: "做到".to_owned(), weight, upper: upper.map(TargetId::new), ..TargetDraft::default() }
    }

    fn draft(targets: Vec<TargetDraft>) -> IssueDraft {
        IssueDraft {
            year: 2026,
            title: "责任书".to_owned(),
            domain: String::new(),
            level: String::new(),
            audience: Audience::default(),
            from: "2026-01-01".parse().unwrap(),
            until: "2026-12-31".parse().unwrap(),
            upper: None,
            targets,
            cuts: Vec::new(),
        }
    }

    fn codes(faults: &Faults) -> Vec<&'static str> {
        faults.iter().map(|f| f.code).collect()
    }

    #[test]
    fn weights_that_do_not_sum_to_a_hundred_forbid_issuing_but_not_writing() {
        let short = draft(vec![target(605, None), target(390, None)]);
        assert!(short.check().is_empty());
        let faults = short.obstacles(&[]);
        assert_eq!(codes(&faults), ["target_weights"]);
        assert_eq!(faults[0].values, [("sum", "99.5".to_owned()), ("gap", "0.5".to_owned())]);
        assert_eq!(codes(&draft(vec![target(1_000, None), target(0, None)]).obstacles(&[])), ["target_weight_none"]);
        assert_eq!(codes(&draft(Vec::new()).obstacles(&[])), ["target_none", "target_weights"]);
    }

    #[test]
    fn every_target_of_the_letter_above_is_carried_on_or_cut_with_a_reason() {
        let above = [TargetId::new(1), TargetId::new(2)];
        let mut draft = draft(vec![target(1_000, Some(1))]);
        assert_eq!(codes(&draft.obstacles(&above)), ["target_cut_reason"]);
        draft.cuts = vec![Cut { upper: TargetId::new(2), reason: "由县直部门承担".to_owned() }];
        assert!(draft.obstacles(&above).is_empty());
        assert_eq!(draft.cuts_made(&above).len(), 1);
        draft.targets.push(target(0, Some(2)));
        assert!(draft.cuts_made(&above).is_empty(), "what is carried on is not cut");
    }

    #[test]
    fn a_letter_lies_within_its_year() {
        let mut draft = draft(vec![target(1_000, None)]);
        draft.until = "2027-01-01".parse().unwrap();
        assert_eq!(codes(&draft.check()), ["target_days"]);
    }

    #[test]
    fn weights_are_read_in_tenths_and_nothing_finer() {
        for (typed, expected) in [
            ("12", Some(120)),
            (" 12.5 ", Some(125)),
            ("１２．５", Some(125)),
            ("0", Some(0)),
            ("12.55", None),
            ("-1", None),
            ("1e3", None),
            ("", None),
            (".5", None),
            ("5.", None),
            ("99999", None),
        ] {
            assert_eq!(read_tenths(typed), expected, "{typed:?}");
        }
        assert_eq!((tenths(125), tenths(1_000), tenths(-5)), ("12.5".to_owned(), "100".to_owned(), "-0.5".to_owned()));
    }
}
