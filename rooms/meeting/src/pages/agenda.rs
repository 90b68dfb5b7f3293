//! Lines of an agenda as sentences, with the figure that opens its rows.

use kernel::{Month, OrgId, text::thousands};
use kit::W;
use task_list::pages::view::month_name;

use crate::{
    access::Sight,
    rules::{Kind, Line},
};

/// From where somebody reads a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    /// Whose agenda it is.
    pub(super) host: OrgId,
    /// From where they look; none for a paper, which opens nothing.
    pub(super) sight: Option<Sight>,
    /// The present month: others are named with their year when it differs.
    pub(super) now: Month,
}

/// One line in words: what stands before its figure, the figure, and what stands after.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub(super) icon: &'static str,
    pub(super) before: String,
    pub(super) figure: String,
    pub(super) after: String,
    /// Where the figure opens; empty for a reader whose reach does not hold its rows.
    pub(super) href: String,
    /// Whether it asks for attention.
    pub(super) bad: bool,
}

impl Sentence {
    /// The whole line as text.
    pub(super) fn text(&self) -> String {
        format!("{}{}{}", self.before, self.figure, self.after)
    }
}

/// Stands for the figure while a sentence is filled.
const MARK: &str = "\u{1}";

/// A line in words.
pub(super) fn sentence(w: &W, line: &Line, reader: Reader) -> Sentence {
    let month = line.month.map(|m| month_name(w, m, reader.now)).unwrap_or_default();
    let total = line.total.map(thousands).unwrap_or_default();
    let key = key(line);
    let filled = if line.text.is_empty() {
        w.f(key, &[("n", &MARK), ("month", &month), ("total", &total)])
    } else {
        line.text.clone()
    };
    let (before, after) = filled.split_once(MARK).unwrap_or((&filled, ""));
    let figure = if filled.contains(MARK) { line.n.map(thousands).unwrap_or_default() } else { String::new() };
    let bad = match line.kind {
        Kind::Statement => line.n == Some(0),
        Kind::Missing | Kind::Overdue => line.n.is_some_and(|n| n > 0),
        _ => false,
    };
    Sentence {
        icon: icon(line.kind),
        before: before.to_owned(),
        after: after.to_owned(),
        // What is not known has no rows to open; the own statement can be looked at whatever it is.
        href: if line.n.is_some() || line.kind == Kind::Statement { rows(line, reader) } else { String::new() },
        figure,
        bad,
    }
}

fn key(line: &Line) -> &'static str {
    match (line.kind, line.n) {
        (Kind::Statement, None) => "meeting.line.statement_open",
        (Kind::Statement, Some(0)) => "meeting.line.statement_missing",
        (Kind::Statement, Some(_)) => "meeting.line.statement",
        (Kind::Missing, None) => "meeting.line.missing_open",
        (Kind::Missing, Some(_)) => "meeting.line.missing",
        (Kind::Overdue, None) => "meeting.line.nothing",
        (Kind::Overdue, Some(_)) => "meeting.line.overdue",
        (Kind::Returned, _) => "meeting.line.returned",
        (Kind::Declined, _) => "meeting.line.declined",
        (Kind::Asking, _) => "meeting.line.asking",
        (Kind::Lists, _) => "meeting.line.lists",
        (Kind::Received, _) => "meeting.line.received",
        (Kind::Decision, _) => "meeting.line.decision",
        (Kind::Topic, _) => "meeting.line.topic",
    }
}

const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Statement | Kind::Missing => "statement",
        Kind::Overdue => "alert",
        Kind::Returned => "return",
        Kind::Declined => "decline",
        Kind::Asking => "hourglass",
        Kind::Lists => "send",
        Kind::Received => "list",
        Kind::Decision => "flag",
        Kind::Topic => "edit",
    }
}

/// Where the rows of a line are, for a reader who may open them. Who is only invited sees the figure alone; queue
/// and lists are those of the organisation that holds the meeting, so that only its own posts open them.
fn rows(line: &Line, reader: Reader) -> String {
    let own = reader.sight == Some(Sight::Own);
    if !own && reader.sight != Some(Sight::Above) {
        return String::new();
    }
    let (org, month) = (reader.host, line.month.unwrap_or(reader.now));
    let board = |filter: &str| format!("/board?month={}&under={org}&{filter}", month.0);
    match line.kind {
        Kind::Statement => format!("/statements/{org}/{month}"),
        Kind::Missing => format!("/statements?month={month}&scope=all-{org}&state=missing"),
        Kind::Overdue => board("light=red"),
        Kind::Returned => board("state=returned"),
        Kind::Declined => board("state=declined"),
        Kind::Asking if own => "/queue".to_owned(),
        Kind::Lists | Kind::Received if own => format!("/lists?month={}", month.0),
        Kind::Asking | Kind::Lists | Kind::Received | Kind::Decision | Kind::Topic => String::new(),
    }
}
