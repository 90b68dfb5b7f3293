//! The rows of the hand-over sheet as its template shows them: nothing is left to compute there.

use jiff::tz::TimeZone;
use kernel::{Day, Month, text::thousands};
use kit::W;
use meeting::Standing as Decision;
use plan::{Measure, Sense, Shown as Milestone, Standing};
use task_list::pages::{Chip, Lamp, href, view};

use crate::actions::first::is_near;
use crate::actions::hand_over::{HandOver, Promise};

/// Who left, who came, since when.
pub(super) struct Head {
    pub(super) org: String,
    pub(super) level: String,
    pub(super) posts: String,
    /// Title of the first responsible post; empty if there is none.
    pub(super) post: String,
    /// Who left and when; empty if nobody is known.
    pub(super) left: String,
    /// Who came and when; empty if nobody holds it.
    pub(super) came: String,
    /// Who comes next; empty if nobody is known.
    pub(super) next: String,
    pub(super) drawn: String,
}

/// A post with whoever holds it.
pub(super) struct Post {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) first: bool,
    pub(super) role: &'static str,
    /// Empty if nobody holds it.
    pub(super) person: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) near: bool,
    pub(super) before: String,
}

/// A letter it received.
pub(super) struct Letter {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) small: String,
    pub(super) chip: Chip,
    /// What waits, in words; empty if nothing does.
    pub(super) note: &'static str,
    pub(super) targets: Vec<Target>,
}

/// A target of a letter.
pub(super) struct Target {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) project: String,
    pub(super) value: String,
    pub(super) weight: String,
}

/// Letters it issued that wait; figures that are nothing have no address.
pub(super) struct Issued {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) small: String,
    /// Unsigned, objected, signed: figure and address.
    pub(super) figures: [(String, String); 3],
    pub(super) until: String,
}

/// An assignment it was given.
pub(super) struct Given {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) small: String,
    pub(super) chip: Chip,
    pub(super) lamp: Option<Lamp>,
    pub(super) due: String,
    /// What was asked and not answered; empty if nothing was.
    pub(super) asked: String,
    pub(super) overdue: bool,
}

/// A list it sent.
pub(super) struct Listed {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) small: String,
    pub(super) done: String,
    pub(super) owed: String,
    pub(super) waiting: String,
}

/// A decision of its meetings.
pub(super) struct Decided {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) small: String,
    pub(super) who: String,
    pub(super) due: String,
    pub(super) overdue: bool,
    pub(super) chip: Chip,
}

/// A milestone.
pub(super) struct Reached {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) year: String,
    pub(super) owner: String,
    pub(super) wanted: String,
    /// The last figure; empty if nothing is known.
    pub(super) figure: String,
    pub(super) chip: Chip,
}

/// What it told last.
pub(super) struct Told {
    pub(super) href: String,
    pub(super) name: String,
    /// What it told as open problems; empty for nothing.
    pub(super) problems: String,
    pub(super) at: String,
}

/// A correction that waits.
pub(super) struct Proposed {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) small: String,
}

pub(super) fn head(w: &W, found: &HandOver) -> Head {
    let (first, day) = (found.first(), found.day);
    let came = first.and_then(|p| p.holder(day));
    let left = first.and_then(|p| p.before(day));
    let next = first.and_then(|p| p.next(day));
    let told = |key: &str, who: &str, day: Day| w.f(key, &[("name", &who), ("day", &day)]);
    Head {
        org: found.org.name.clone(),
        level: word(w, "org.level", &found.org.level),
        posts: format!("/orgs/{}/posts", found.org.id),
        post: first.map(|p| p.title.clone()).unwrap_or_default(),
        left: left.and_then(|t| Some(told("desk.hand_over.left", &t.person, t.until?))).unwrap_or_default(),
        came: came.map(|t| told("desk.hand_over.came", &t.person, t.from)).unwrap_or_default(),
        next: next.map(|t| told("desk.hand_over.came", &t.person, t.from)).unwrap_or_default(),
        drawn: found.day.to_string(),
    }
}

/// The word of a code, or the code that only a file knows.
pub(super) fn word(w: &W, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}.{code}");
    if w.has(&key) { w.t(&key).to_owned() } else { code.to_owned() }
}

/// The last day of a term; the word for an open one.
pub(super) fn last_day(w: &W, until: Option<Day>) -> String {
    until.map_or_else(|| w.t("desk.hand_over.no_end").to_owned(), |day| day.plus(-1).to_string())
}

pub(super) fn post(w: &W, found: &HandOver, post: &access::PostTerms) -> Post {
    let holder = post.holder(found.day);
    let before = post.before(found.day);
    let until = holder.and_then(|t| t.until);
    Post {
        href: format!("/orgs/{}/posts#post-{}", found.org.id, post.post),
        title: post.title.clone(),
        first: post.first_responsible,
        role: w.t(&format!("account.role.{}", post.role)),
        person: holder.map(|t| t.person.clone()).unwrap_or_default(),
        from: holder.map(|t| t.from.to_string()).unwrap_or_default(),
        until: if holder.is_some() { last_day(w, until) } else { String::new() },
        near: is_near(until, found.day),
        before: before
            .and_then(|t| Some(w.f("desk.hand_over.left", &[("name", &t.person), ("day", &t.until?)])))
            .unwrap_or_default(),
    }
}

/// The chip of a letter.
pub(super) fn letter_chip(w: &W, letter: &target::LivingLetter) -> Chip {
    let (class, code) = match letter.shown {
        target::Shown::Issued if letter.objected => ("st-returned", "objected"),
        target::Shown::Issued => ("st-issued", "issued"),
        target::Shown::Signed => ("st-signed", "signed"),
        other => ("st-closed", other.code()),
    };
    Chip { class, word: w.t(&format!("target.state.{code}")) }
}

/// What a letter waits for, in words; empty if it is in force.
pub(super) fn letter_note(w: &W, letter: &target::LivingLetter) -> &'static str {
    match letter.shown {
        target::Shown::Issued if letter.objected => w.t("target.mine.objected"),
        target::Shown::Issued if letter.stands => w.t("target.mine.revision_waits"),
        target::Shown::Issued => w.t("target.mine.waits"),
        target::Shown::Signed => w.t("target.mine.at_issuer"),
        _ => "",
    }
}

pub(super) fn letter(w: &W, letter: &target::LivingLetter) -> Letter {
    let until = w.f("desk.hand_over.until", &[("day", &letter.until)]);
    let target = |line: &target::TargetLine| Target {
        href: format!("/targets/{}", line.target),
        text: format!("{}. {}", line.seq, line.text),
        project: line.project.clone(),
        value: line.value.clone(),
        weight: target::tenths(line.weight),
    };
    Letter {
        href: format!("/letters/{}", letter.key),
        title: letter.title.clone(),
        small: [letter.number.as_str(), letter.issuer_name.as_str(), until.as_str()].join(" · "),
        chip: letter_chip(w, letter),
        note: letter_note(w, letter),
        targets: letter.targets.iter().map(target).collect(),
    }
}

pub(super) fn issued(w: &W, found: &HandOver, issue: &target::WaitingLetters) -> Issued {
    let all = format!("/letters/below?year={}&under={}&issue={}", issue.year, found.org.id, issue.issue);
    let figure =
        |n: i64, state: &str| (thousands(n), if n > 0 { format!("{all}&state={state}") } else { String::new() });
    Issued {
        title: issue.title.clone(),
        small: format!("{} · {}", issue.number, w.n("desk.hand_over.letters_n", thousands(issue.letters))),
        figures: [figure(issue.unsigned, "issued"), figure(issue.objected, "objected"), figure(issue.signed, "signed")],
        until: issue.until.to_string(),
        href: all,
    }
}

/// What an organisation asked about an assignment that nobody has answered; empty if nothing.
pub(super) fn asked(w: &W, card: &task_list::Card) -> String {
    let what = match card.asked_day {
        Some(day) => w.f("desk.hand_over.asks_until", &[("day", &day)]),
        None if card.state == task_list::State::Declined => w.t("desk.hand_over.asks_excuse").to_owned(),
        None => return String::new(),
    };
    if card.reason.is_empty() { what } else { format!("{what}{}{}", w.t("task_list.say.colon"), card.reason) }
}

pub(super) fn given(w: &W, found: &HandOver, card: &task_list::Card) -> Given {
    let month = view::month_name(w, card.key.month, found.day.month());
    let parts = [card.item.issuer_name.as_str(), card.item.number.as_str(), month.as_str()];
    Given {
        href: href(card.key),
        text: card.item.text.clone(),
        small: parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · "),
        chip: view::chip(w, card.state),
        lamp: card.light.map(|l| view::lamp(w, l, card.due_day, found.day)),
        due: card.due_day.to_string(),
        asked: asked(w, card),
        overdue: card.light == Some(task_list::Light::Red),
    }
}

pub(super) fn listed(w: &W, found: &HandOver, list: &task_list::OpenList) -> Listed {
    let month = view::month_name(w, list.month, found.day.month());
    Listed {
        href: format!("/lists/{}", list.list),
        title: list.title.clone(),
        small: format!("{} · {month}", list.number),
        done: format!("{} / {}", thousands(list.done), thousands(list.all)),
        owed: thousands(list.owed),
        waiting: thousands(list.waiting),
    }
}

pub(super) fn decision_chip(w: &W, standing: &Decision) -> Chip {
    let class = match standing {
        Decision::Open => "st-issued",
        Decision::Loose => "st-returned",
        Decision::Drafted => "st-signed",
        Decision::Sent { .. } => "st-reported",
        Decision::Done => "st-closed",
        Decision::Dropped => "st-withdrawn",
    };
    Chip { class, word: w.t(&format!("meeting.standing.{}", standing.code())) }
}

pub(super) fn decided(w: &W, found: &HandOver, promise: &Promise) -> Decided {
    let decision = &promise.decision;
    let day = promise.day.map(|day| day.to_string()).unwrap_or_default();
    Decided {
        href: format!("/meetings/{}/{}#d-{}", found.org.id, decision.meeting, decision.id),
        text: decision.draft.text.clone(),
        small: [promise.title.as_str(), day.as_str()].join(" · "),
        who: decision.draft.who.clone(),
        due: decision.draft.due_day.to_string(),
        overdue: decision.draft.due_day < found.day,
        chip: decision_chip(w, &decision.standing),
    }
}

/// What is to be reached, in words.
pub(super) fn wanted(w: &W, measure: &Measure) -> String {
    match measure {
        Measure::Judgement => w.t("plan.measure.judgement").to_owned(),
        Measure::Number { counted, unit, sense, value } => {
            let sign = if *sense == Sense::AtLeast { "≥" } else { "≤" };
            format!("{counted} {sign} {} {unit}", plan::number::show(*value)).trim_end().to_owned()
        }
    }
}

/// The report that counts, in words; empty if nothing is known.
pub(super) fn figure(w: &W, milestone: &Milestone) -> String {
    let Some(report) = &milestone.counts else { return String::new() };
    match (report.value, report.judgement, milestone.row.measure()) {
        (Some(value), _, Measure::Number { unit, .. }) => {
            format!("{} {unit}", plan::number::show(value)).trim_end().to_owned()
        }
        (Some(value), ..) => plan::number::show(value),
        (None, Some(judgement), _) => w.t(&format!("plan.judgement.{}", judgement.code())).to_owned(),
        (None, None, _) => String::new(),
    }
}

pub(super) fn milestone_chip(w: &W, milestone: &Milestone) -> Chip {
    let (class, code) = match milestone.standing {
        Some(Standing::Behind) => ("st-returned", Standing::Behind.code()),
        Some(standing) => ("st-missing", standing.code()),
        None => ("st-missing", "hidden"),
    };
    Chip { class, word: w.t(&format!("plan.standing.{code}")) }
}

pub(super) fn reached(w: &W, found: &HandOver, milestone: &Milestone) -> Reached {
    let row = &milestone.row;
    Reached {
        href: row.address(),
        text: row.text.clone(),
        year: row.year.to_string(),
        owner: if row.owner == found.org.id { String::new() } else { row.owner_name.clone() },
        wanted: wanted(w, &row.measure()),
        figure: figure(w, milestone),
        chip: milestone_chip(w, milestone),
    }
}

/// `2026 年 11 月晒账单`.
pub(super) fn statement_name(w: &W, month: Month) -> String {
    let month = w.f("statement.month", &[("year", &month.year()), ("month", &month.of_year())]);
    w.f("desk.own.statement", &[("month", &month)])
}

pub(super) fn told(w: &W, zone: &TimeZone, found: &HandOver, revision: &statement::Revision) -> Told {
    let month = revision.statement.month;
    Told {
        href: format!("/statements/{}/{month}", found.org.id),
        name: statement_name(w, month),
        problems: revision.statement.problems.clone(),
        at: w.f(
            "desk.hand_over.published",
            &[("at", &revision.sealed.published_at.minute(zone)), ("rev", &revision.sealed.rev)],
        ),
    }
}

pub(super) fn proposed(w: &W, zone: &TimeZone, found: &HandOver, proposal: &statement::OpenProposal) -> Proposed {
    Proposed {
        href: format!("/statements/{}/{}", found.org.id, proposal.month),
        name: statement_name(w, proposal.month),
        small: w.f(
            "desk.hand_over.proposed",
            &[
                ("rev", &proposal.rev),
                ("role", &w.t(&format!("account.role.{}", proposal.by_role))),
                ("at", &proposal.at.minute(zone)),
            ],
        ),
    }
}
