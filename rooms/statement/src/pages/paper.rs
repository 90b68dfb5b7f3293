//! The paper: a statement as people read and print it, made from its canonical text alone.

use jiff::tz::TimeZone;
use kernel::Day;
use kit::W;

use super::{Chip, minutes, month_name, role};
use crate::{
    actions::show::Remark,
    rules::{
        compare::changes,
        facts::{Line, Statement, Summary},
    },
};

/// A statement ready for the template `paper.html`.
#[derive(Debug)]
pub(crate) struct Paper {
    pub(crate) title: String,
    pub(crate) sub: String,
    pub(crate) sentence: String,
    pub(crate) reason: String,
    pub(crate) confirmed: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) asked: Vec<[String; 6]>,
    pub(crate) lists: Vec<[String; 5]>,
    pub(crate) self_text: String,
    pub(crate) problems: String,
    pub(crate) remarks: Vec<(String, String)>,
    /// First digits of the seal; empty for a draft.
    pub(crate) proof: String,
    pub(crate) hash: String,
    pub(crate) name: String,
    pub(crate) day: String,
}

/// One assignment.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) n: usize,
    pub(crate) text: String,
    pub(crate) number: String,
    pub(crate) from: String,
    pub(crate) baseless: bool,
    pub(crate) due: String,
    pub(crate) signed: String,
    pub(crate) reported: String,
    pub(crate) closed: String,
    pub(crate) chip: Chip,
    pub(crate) late: String,
}

/// One fact that differs between two revisions: its name, before, after.
#[derive(Debug)]
pub(crate) struct Changed {
    pub(crate) fact: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

impl Paper {
    /// The paper of a statement; `hash` is its seal, empty for what is not sealed.
    pub(crate) fn of(s: &Statement, hash: &str, remarks: &[Remark], w: &W, zone: &TimeZone) -> Self {
        let count = |n: &i64| kernel::text::thousands(*n);
        let or_none =
            |text: &str| if text.is_empty() { w.t("statement.paper.nothing").to_owned() } else { text.to_owned() };
        Self {
            title: w.f("statement.paper.title", &[("org", &s.name), ("month", &month_name(s.month, w))]),
            sub: sub(s, w, zone),
            sentence: sentence(&s.facts.summary(), w),
            reason: s.reason.clone(),
            confirmed: confirmed(&s.confirmed, w),
            rows: s.facts.lines.iter().enumerate().map(|(i, line)| row(i + 1, line, w, zone)).collect(),
            asked: s
                .facts
                .asked
                .iter()
                .map(|a| {
                    let (requests, values) = (count(&a.requests), count(&a.values));
                    [a.from.clone(), requests, minutes(a.tenths), values, count(&a.baseless), count(&a.declined)]
                })
                .collect(),
            lists: s
                .facts
                .lists
                .iter()
                .map(|l| {
                    let all = l.tenths.saturating_mul(l.orgs);
                    [l.number.clone(), l.title.clone(), count(&l.orgs), minutes(l.tenths), minutes(all)]
                })
                .collect(),
            self_text: or_none(&s.self_text),
            problems: or_none(&s.problems),
            remarks: remarks.iter().map(|r| (remark_head(r, w, zone), r.text.clone())).collect(),
            proof: if hash.is_empty() { String::new() } else { kernel::text::proof_code(hash) },
            hash: hash.to_owned(),
            name: s.name.clone(),
            day: s.published.map(|at| at.day(zone).to_string()).unwrap_or_default(),
        }
    }
}

/// What differs from `before` to `after`, in words.
pub(crate) fn compared(before: &Statement, after: &Statement, w: &W, zone: &TimeZone) -> Vec<Changed> {
    let named = |fact: &str, item: &str| {
        let label = w.t(&format!("statement.fact.{fact}"));
        if item.is_empty() { label.to_owned() } else { format!("{label} · {item}") }
    };
    changes(before, after)
        .iter()
        .map(|c| Changed {
            fact: named(c.fact, &c.item),
            before: super::value(&c.before, w, zone),
            after: super::value(&c.after, w, zone),
        })
        .collect()
}

fn sub(s: &Statement, w: &W, zone: &TimeZone) -> String {
    let mut parts = Vec::new();
    if !s.place.is_empty() {
        parts.push(s.place.clone());
    }
    parts.push(w.n("statement.paper.rev", s.rev));
    parts.push(match s.published {
        Some(at) => w.f("statement.paper.published", &[("at", &at.minute(zone)), ("role", &role(&s.by, w))]),
        None => w.f("statement.paper.drafted", &[("at", &s.drafted.minute(zone))]),
    });
    parts.join(" · ")
}

fn sentence(sum: &Summary, w: &W) -> String {
    if sum.received == 0 && sum.lists == 0 {
        return w.t("statement.paper.quiet").to_owned();
    }
    let mut text = w.f(
        "statement.paper.sentence",
        &[
            ("received", &sum.received),
            ("done", &sum.done),
            ("in_time", &sum.in_time),
            ("late", &sum.done_late),
            ("excused", &sum.excused),
            ("open", &sum.open),
            ("minutes", &minutes(sum.tenths)),
        ],
    );
    if sum.lists > 0 {
        let values: [(&str, &dyn std::fmt::Display); 2] = [("n", &sum.lists), ("minutes", &minutes(sum.lists_tenths))];
        text.push_str(&w.f("statement.paper.sent", &values));
    }
    text
}

/// `clerk 甲一镇` as a sentence.
fn confirmed(code: &str, w: &W) -> String {
    let Some((by, org)) = code.split_once(' ') else { return String::new() };
    w.f("statement.paper.confirmed", &[("role", &role(by, w)), ("org", &org)])
}

fn remark_head(r: &Remark, w: &W, zone: &TimeZone) -> String {
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("org", &r.by_org), ("role", &role(&r.by_role, w)), ("at", &r.at.minute(zone)), ("rev", &r.rev)];
    w.f("statement.paper.remark_head", &values)
}

fn row(n: usize, line: &Line, w: &W, zone: &TimeZone) -> Row {
    let day = |at: Option<kernel::Instant>| at.map_or_else(|| "—".to_owned(), |at| at.day(zone).short());
    Row {
        n,
        text: line.text.clone(),
        number: line.number.clone(),
        from: line.from.clone(),
        baseless: line.baseless,
        due: line.due.short(),
        signed: day(line.signed),
        reported: day(line.reported),
        closed: day(line.closed.or(line.verified).filter(|_| line.state.is_done())),
        chip: Chip::of_state(line.state, w),
        late: late(line, w, line.reported.map(|at| at.day(zone))),
    }
}

fn late(line: &Line, w: &W, reported: Option<Day>) -> String {
    let days = reported.map_or(0, |day| line.due.days_until(day));
    match (line.late, days) {
        (false, _) => String::new(),
        (true, 1..) => w.n("statement.paper.late_days", days),
        (true, _) => w.t("statement.paper.late").to_owned(),
    }
}
