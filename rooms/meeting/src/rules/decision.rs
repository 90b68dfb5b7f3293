//! A decision: what, by whom, by when; and its life from the meeting to being done.
//!
//! ```text
//! open → listed → done          open, listed → dropped (with a reason)
//! open and listed ones stand on the next agenda: carried over, until they are done or dropped
//! ```

use kernel::{Day, Fault, Faults, OrgId, text};
use task_list::{Audience, Choice, Decided, Ground, Stage as ListStage, State};

/// Characters of a decision's text at most: an item that is short enough to be read.
pub(crate) const TEXT_MOST: usize = 400;
/// Characters of its basis at most.
pub(crate) const BASIS_MOST: usize = 200;

/// Characters of who does it at most.
pub(crate) const WHO_MOST: usize = 120;
/// Names told one by one; of more, three and their number.
const NAMES_MOST: usize = 4;

/// Who does it, in words, from the names of an audience.
#[must_use]
pub(crate) fn who(names: &[String]) -> String {
    let told = if names.len() > NAMES_MOST { 3 } else { names.len() };
    let list = names.iter().take(told).cloned().collect::<Vec<_>>().join("、");
    let all = if told < names.len() { format!("{list}等 {} 个组织", names.len()) } else { list };
    all.chars().take(WHO_MOST).collect()
}

/// A decision as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDraft {
    /// What has been decided.
    pub text: String,
    /// Who does it: the organisation itself or a choice below.
    pub audience: Audience,
    /// The same in words, as minutes name them.
    pub who: String,
    /// By when.
    pub due_day: Day,
    /// A remark on what it rests on.
    pub basis: String,
    /// What it rests on; nothing is shown as 无依据, whatever the remark says.
    pub ground: Ground,
}

impl DecisionDraft {
    /// Whether it rests on no row: 无依据.
    #[must_use]
    pub fn is_baseless(&self) -> bool {
        self.ground.is_baseless(None)
    }

    /// Every rule of writing it breaks. It will stand in minutes: no number that points to a person.
    #[must_use]
    pub fn check(&self, held_on: Day) -> Faults {
        let mut faults = statement::written_faults("text", &self.text, TEXT_MOST);
        if !self.basis.is_empty() {
            faults.extend(statement::written_faults("basis", &self.basis, BASIS_MOST));
        }
        faults.extend(statement::written_faults("who", &self.who, WHO_MOST));
        faults.extend(self.audience.check());
        if self.audience.is_empty() {
            faults.push(Fault::of("who", "meeting_nobody"));
        }
        if self.due_day < held_on || held_on.days_until(self.due_day) > 366 {
            faults.push(Fault::of("due_day", "meeting_due"));
        }
        faults
    }
}

/// The organisation itself, as an audience.
#[must_use]
pub fn oneself(org: OrgId) -> Audience {
    Audience { clauses: Vec::new(), named: vec![org], include_self: true }
}

/// Everything of one level below, as an audience.
#[must_use]
pub fn level_below(org: OrgId, level: &str) -> Audience {
    let clause = Choice { under: org, levels: vec![level.to_owned()], domains: Vec::new(), tags: Vec::new() };
    Audience { clauses: vec![clause], named: Vec::new(), include_self: false }
}

/// The stored stage of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 待落实.
    Open,
    /// 已列入交办单.
    Listed,
    /// 已落实.
    Done,
    /// 不再办理, with a reason.
    Dropped,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 4] = [Self::Open, Self::Listed, Self::Done, Self::Dropped];

    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Listed => "listed",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// The stage of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether something is still to come of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Listed)
    }

    /// It may be done, dropped or put into a list as long as it is open.
    ///
    /// # Errors
    /// `meeting_decision_over`.
    pub fn open(self) -> Result<(), Fault> {
        if self.is_open() { Ok(()) } else { Err(Fault::new("meeting_decision_over")) }
    }
}

/// How a decision stands, its item looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing has been made of it.
    Open,
    /// It was put into a list, but its item was struck out or the list taken back.
    Loose,
    /// Its item stands in a draft.
    Drafted,
    /// Its item was sent: so many are closed or excused, of so many.
    Sent {
        /// Closed or excused.
        done: i64,
        /// All that were not withdrawn.
        total: i64,
    },
    /// Done.
    Done,
    /// Dropped.
    Dropped,
}

impl Standing {
    /// From the stored stage and what the month knows of its item.
    #[must_use]
    pub fn of(stage: Stage, found: Option<&Decided>) -> Self {
        match (stage, found) {
            (Stage::Done, _) => Self::Done,
            (Stage::Dropped, _) => Self::Dropped,
            (Stage::Open, _) => Self::Open,
            (Stage::Listed, Some(d)) => match d.stage {
                ListStage::Draft | ListStage::Sending => Self::Drafted,
                ListStage::Sent => sent(&d.states),
                ListStage::Withdrawn => Self::Loose,
            },
            (Stage::Listed, None) => Self::Loose,
        }
    }

    /// Its code in words and JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Loose => "loose",
            Self::Drafted => "drafted",
            Self::Sent { .. } => "sent",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether it may be put into a list now.
    #[must_use]
    pub const fn may_list(&self) -> bool {
        matches!(self, Self::Open | Self::Loose)
    }
}

fn sent(states: &[(State, i64)]) -> Standing {
    let sum = |keep: &dyn Fn(State) -> bool| states.iter().filter(|(s, _)| keep(*s)).map(|(_, n)| n).sum();
    let total: i64 = sum(&|s| s != State::Withdrawn);
    // All of it taken back one by one is as good as the list taken back.
    if total == 0 {
        return Standing::Loose;
    }
    Standing::Sent { done: sum(&|s| matches!(s, State::Closed | State::Excused)), total }
}

/// A reason given by a person.
///
/// # Errors
/// The faults of the field `reason`.
pub(crate) fn reason(typed: &str) -> Result<String, Faults> {
    let typed = statement::one_form(typed);
    let faults = statement::written_faults("reason", &typed, 400);
    if faults.is_empty() { Ok(typed) } else { Err(faults) }
}

/// A short text of one's own: a topic.
///
/// # Errors
/// The faults of the field `topic`.
pub(crate) fn topic(typed: &str) -> Result<String, Faults> {
    let typed = text::tidy(typed);
    let faults = statement::written_faults("topic", &typed, 200);
    if faults.is_empty() { Ok(typed) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use kernel::{ItemId, ListId, Month};

    use super::*;

    fn found(stage: ListStage, states: &[(State, i64)]) -> Decided {
        Decided {
            item: ItemId::new(1),
            list: ListId::new(2),
            number: String::new(),
            month: Month(202_612),
            stage,
            states: states.to_vec(),
        }
    }

    #[test]
    fn a_decision_stands_as_its_item_stands() {
        let listed = |found: &Decided| Standing::of(Stage::Listed, Some(found));
        assert_eq!(listed(&found(ListStage::Draft, &[])), Standing::Drafted);
        let states = [(State::Closed, 3), (State::Issued, 1), (State::Excused, 1), (State::Withdrawn, 2)];
        assert_eq!(listed(&found(ListStage::Sent, &states)), Standing::Sent { done: 4, total: 5 });
        assert_eq!(listed(&found(ListStage::Withdrawn, &states)), Standing::Loose);
        assert_eq!(listed(&found(ListStage::Sent, &[(State::Withdrawn, 2)])), Standing::Loose);
        assert_eq!(Standing::of(Stage::Listed, None), Standing::Loose);
        assert_eq!(Standing::of(Stage::Done, None), Standing::Done);
    }

    #[test]
    fn who_does_it_is_named_or_counted() {
        let names = |n: usize| (1..=n).map(|n| format!("{n}镇")).collect::<Vec<_>>();
        assert_eq!(who(&names(1)), "1镇");
        assert_eq!(who(&names(4)), "1镇、2镇、3镇、4镇");
        assert_eq!(who(&names(25)), "1镇、2镇、3镇等 25 个组织");
    }

    #[test]
    fn only_an_open_decision_goes_on() {
        for stage in Stage::ALL {
            assert_eq!(stage.open().is_ok(), matches!(stage, Stage::Open | Stage::Listed));
            assert_eq!(Stage::of_code(stage.code()), Some(stage));
        }
        assert!(Standing::Loose.may_list() && !Standing::Drafted.may_list());
    }

    #[test]
    fn a_decision_names_what_who_and_when_and_no_persons_number() {
        let day: Day = "2026-11-25".parse().unwrap();
        let good = DecisionDraft {
            text: "12 月底前完成活动场所检修".to_owned(),
            audience: oneself(OrgId::new(1)),
            who: "甲县".to_owned(),
            due_day: day.plus(30),
            basis: String::new(),
            ground: Ground::default(),
        };
        assert!(good.check(day).is_empty());
        let bad = DecisionDraft {
            text: "联系 13912345678".to_owned(),
            audience: Audience::default(),
            who: "各".repeat(121),
            due_day: day.plus(-1),
            basis: "依".repeat(201),
            ground: Ground::default(),
        };
        let codes: Vec<_> = bad.check(day).into_iter().map(|f| f.code).collect();
        assert_eq!(codes, ["statement_mobile", "too_long", "too_long", "meeting_nobody", "meeting_due"]);
    }
}
