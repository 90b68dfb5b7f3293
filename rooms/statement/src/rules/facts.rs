//! What a statement says: every assignment with its state and times, what was asked, what was sent out.

use kernel::{Day, Instant, ItemId, Month, OrgId};

/// State of an assignment as `assignment.state` stores it. The statement keeps a list of its own: its
/// codes stand in sealed texts and must be read for ever, whatever `task_list` calls its states later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 待签收.
    Issued,
    /// 已签收.
    Signed,
    /// 已上报.
    Reported,
    /// 退回.
    Returned,
    /// 已核验.
    Verified,
    /// 已销号.
    Closed,
    /// 申请不办.
    Declined,
    /// 同意不办.
    Excused,
    /// 已撤回.
    Withdrawn,
}

impl State {
    /// All states in the order of their stored numbers, which begin with 1.
    pub const ALL: [Self; 9] = [
        Self::Issued,
        Self::Signed,
        Self::Reported,
        Self::Returned,
        Self::Verified,
        Self::Closed,
        Self::Declined,
        Self::Excused,
        Self::Withdrawn,
    ];

    /// The state stored as this number.
    #[must_use]
    pub fn of_number(number: i64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|n| n.checked_sub(1)).and_then(|n| Self::ALL.get(n).copied())
    }

    /// Its code in canonical texts and words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Signed => "signed",
            Self::Reported => "reported",
            Self::Returned => "returned",
            Self::Verified => "verified",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Excused => "excused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether the work is done in the eyes of whoever asked for it.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Verified | Self::Closed)
    }

    /// Whether an answer is still owed.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Issued | Self::Signed | Self::Returned)
    }
}

/// One assignment as the statement shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub item: ItemId,
    /// Number of the list it stood in; empty if the list has none.
    pub number: String,
    /// Name of the issuer.
    pub from: String,
    /// What was asked.
    pub text: String,
    /// On what it rests, in words; words alone are no basis.
    pub basis: String,
    /// Whether it rests on no clause, no target and no superior's item: 无依据.
    pub baseless: bool,
    /// Deadline.
    pub due: Day,
    /// Where it stands.
    pub state: State,
    /// Reported after the deadline, or still owed after it.
    pub late: bool,
    /// When it was issued.
    pub issued: Instant,
    /// When it was signed for.
    pub signed: Option<Instant>,
    /// When it was reported last.
    pub reported: Option<Instant>,
    /// When it was verified.
    pub verified: Option<Instant>,
    /// When it was closed.
    pub closed: Option<Instant>,
    /// Its price, in tenths of a minute.
    pub tenths: i64,
    /// New values it asks for; what a ledger knows is not new.
    pub values: i64,
}

/// What one issuer asked for in the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Name of the issuer.
    pub from: String,
    /// Requests.
    pub requests: i64,
    /// Their price, in tenths of a minute.
    pub tenths: i64,
    /// New values they ask for.
    pub values: i64,
    /// Requests without a basis: outside the list.
    pub baseless: i64,
    /// Requests that the organisation asked to be let off.
    pub declined: i64,
}

/// A list the organisation sent out itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its number; empty if it has none.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Organisations it went to.
    pub orgs: i64,
    /// Its price for each of them, in tenths of a minute.
    pub tenths: i64,
    /// When it was sent.
    pub sent: Instant,
}

/// The part of a statement that the system drafts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// What the organisation received.
    pub lines: Vec<Line>,
    /// The same, by issuer.
    pub asked: Vec<Asked>,
    /// What it sent out.
    pub lists: Vec<Issued>,
}

/// The version of a canonical text. Texts are sealed and read for ever, so every version stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Says nothing of rows: an item without words of a basis counted as without basis.
    One,
    /// Each item says whether it rests on a row.
    Two,
}

/// A whole statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// In which version it is written.
    pub version: Version,
    /// Whose it is.
    pub org: OrgId,
    /// Its name at that time.
    pub name: String,
    /// Its superiors' names at that time, the root first, joined by ` / `.
    pub place: String,
    /// The month.
    pub month: Month,
    /// Revision, 1 first.
    pub rev: i64,
    /// Hash of the revision before; empty for the first.
    pub previous: String,
    /// When the facts were drawn.
    pub drafted: Instant,
    /// When it was published; none while it is a draft or a proposal.
    pub published: Option<Instant>,
    /// Role of whoever published the first revision or proposed this one.
    pub by: String,
    /// Role and organisation of whoever confirmed it; empty for the first revision.
    pub confirmed: String,
    /// What the system drafted.
    pub facts: Facts,
    /// 自评.
    pub self_text: String,
    /// 存在的问题.
    pub problems: String,
    /// Why it was corrected; empty for the first revision.
    pub reason: String,
}

/// The figures of a statement's first sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Assignments received, without the withdrawn ones.
    pub received: i64,
    /// Verified or closed.
    pub done: i64,
    /// Of these, in time.
    pub in_time: i64,
    /// Of these, late.
    pub done_late: i64,
    /// All late ones, done or not.
    pub late: i64,
    /// Let off.
    pub excused: i64,
    /// Not finished: they go on next month.
    pub open: i64,
    /// Price of everything received, in tenths of a minute.
    pub tenths: i64,
    /// Lists sent out.
    pub lists: i64,
    /// Price of the lists sent out for all their recipients, in tenths of a minute.
    pub lists_tenths: i64,
}

impl Facts {
    /// Facts from the assignments and the lists sent out; the view by issuer is derived, in the order
    /// in which issuers first asked.
    #[must_use]
    pub fn of(lines: Vec<Line>, lists: Vec<Issued>) -> Self {
        let mut asked: Vec<Asked> = Vec::new();
        for line in lines.iter().filter(|l| l.state != State::Withdrawn) {
            let place = asked.iter().position(|a| a.from == line.from).unwrap_or_else(|| {
                asked.push(Asked {
                    from: line.from.clone(),
                    requests: 0,
                    tenths: 0,
                    values: 0,
                    baseless: 0,
                    declined: 0,
                });
                asked.len() - 1
            });
            let entry = &mut asked[place];
            entry.requests += 1;
            entry.tenths = entry.tenths.saturating_add(line.tenths);
            entry.values = entry.values.saturating_add(line.values);
            entry.baseless += i64::from(line.baseless);
            entry.declined += i64::from(matches!(line.state, State::Declined | State::Excused));
        }
        Self { lines, asked, lists }
    }

    /// The figures of the first sentence.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut sum = Summary { lists: i64::try_from(self.lists.len()).unwrap_or(i64::MAX), ..Summary::default() };
        for line in self.lines.iter().filter(|l| l.state != State::Withdrawn) {
            sum.received += 1;
            sum.tenths = sum.tenths.saturating_add(line.tenths);
            sum.late += i64::from(line.late);
            match line.state {
                state if state.is_done() => {
                    sum.done += 1;
                    sum.in_time += i64::from(!line.late);
                    sum.done_late += i64::from(line.late);
                }
                State::Excused => sum.excused += 1,
                _ => sum.open += 1,
            }
        }
        for list in &self.lists {
            sum.lists_tenths = sum.lists_tenths.saturating_add(list.tenths.saturating_mul(list.orgs));
        }
        sum
    }
}

/// Whether an assignment counts as late on `today`: its report came late, or is owed after the deadline.
#[must_use]
pub(crate) fn is_late(stored: bool, state: State, due: Day, today: Day) -> bool {
    stored || (state.is_owed() && due < today)
}

#[cfg(test)]
pub(crate) mod tests {
    //! Sums, and a sample for other rules' tests.
    use super::*;

    pub(crate) fn line(item: i64, state: State) -> Line {
        Line {
            item: ItemId::new(item),
            number: "示组交〔2026〕11号".to_owned(),
            from: "甲一镇".to_owned(),
            text: format!("第 {item} 件事"),
            basis: "框架 2.3".to_owned(),
            baseless: false,
            due: Day::new(2026, 11, 26).unwrap(),
            state,
            late: false,
            issued: Instant(1_793_664_000_000),
            signed: Some(Instant(1_793_750_400_000)),
            reported: None,
            verified: None,
            closed: None,
            tenths: 40,
            values: 3,
        }
    }

    pub(crate) fn sample() -> Statement {
        let mut late = line(2, State::Closed);
        late.late = true;
        late.baseless = true;
        late.from = "示例州".to_owned();
        let sent = Instant(1_793_664_000_000);
        let list = Issued { number: String::new(), title: "十一月".to_owned(), orgs: 4, tenths: 25, sent };
        Statement {
            version: Version::Two,
            org: OrgId::new(1004),
            name: "样板村一".to_owned(),
            place: "示例州 / 甲县 / 甲一镇".to_owned(),
            month: Month(202_611),
            rev: 1,
            previous: String::new(),
            drafted: Instant(1_795_399_200_000),
            published: Some(Instant(1_795_399_200_000)),
            by: "secretary".to_owned(),
            confirmed: String::new(),
            facts: Facts::of(vec![line(1, State::Closed), late, line(3, State::Declined)], vec![list]),
            self_text: "按期办结。\n\n路灯已修。".to_owned(),
            problems: "-".to_owned(),
            reason: String::new(),
        }
    }

    #[test]
    fn the_first_sentence_counts_what_the_lines_say() {
        let sum = sample().facts.summary();
        assert_eq!((sum.received, sum.done, sum.in_time, sum.done_late, sum.open), (3, 2, 1, 1, 1));
        assert_eq!((sum.tenths, sum.lists, sum.lists_tenths), (120, 1, 100));
    }

    #[test]
    fn what_was_asked_is_counted_by_issuer_without_the_withdrawn() {
        let facts =
            Facts::of(vec![line(1, State::Declined), line(2, State::Withdrawn), line(3, State::Closed)], vec![]);
        assert_eq!(facts.asked.len(), 1);
        let asked = &facts.asked[0];
        assert_eq!((asked.requests, asked.tenths, asked.declined, asked.baseless), (2, 80, 1, 0));
        assert_eq!(sample().facts.asked[1].baseless, 1, "words alone are no basis");
    }

    #[test]
    fn an_answer_owed_after_its_deadline_is_late_and_one_given_in_time_never_becomes_so() {
        let due = Day::new(2026, 11, 26).unwrap();
        assert!(!is_late(false, State::Signed, due, due));
        assert!(is_late(false, State::Signed, due, due.plus(1)));
        assert!(!is_late(false, State::Reported, due, due.plus(9)));
        assert!(is_late(true, State::Closed, due, due));
    }

    #[test]
    fn numbers_and_codes_of_states_lead_back_to_them() {
        for (n, state) in (1..).zip(State::ALL) {
            assert_eq!(State::of_number(n), Some(state));
            assert_eq!(State::of_code(state.code()), Some(state));
        }
        assert_eq!((State::of_number(0), State::of_number(10), State::of_number(i64::MIN)), (None, None, None));
    }
}
