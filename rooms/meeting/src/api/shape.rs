//! What is answered: JSON shapes of meetings, decisions and minutes.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::Sight,
    actions::{
        adopt::Sheet,
        show::{self, Shown},
        view::{self, Entry, Meetings},
    },
    rules::Standing,
};

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeView {
    /// Its id.
    pub(crate) id: String,
}

/// What was done, and how many.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    /// How many; 1 where only one can be meant.
    pub(crate) n: i64,
}

/// One meeting of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryView {
    /// Id of whose meeting it is.
    org: String,
    /// Its id.
    meeting: String,
    /// Name of whose meeting it is.
    host: String,
    /// What it is called.
    title: String,
    /// The month it belongs to.
    month: String,
    /// Its day.
    day: String,
    /// When it begins.
    start: String,
    /// How long it lasts, in minutes.
    lasts: i64,
    /// Where; may be empty.
    place: String,
    /// `planned`, `held`, `cancelled`.
    state: &'static str,
    /// Why it was moved or cancelled; may be empty.
    reason: String,
    /// Whether one's own organisation is called to it rather than holding it.
    called: bool,
    /// Its decisions.
    decisions: i64,
    /// Those of them that are still open.
    open: i64,
    /// Newest adopted revision of its minutes; 0 = none.
    rev: i64,
}

impl From<Entry> for EntryView {
    fn from(e: Entry) -> Self {
        let m = e.row;
        Self {
            org: m.org.to_string(),
            meeting: m.id.to_string(),
            host: e.host,
            title: m.title,
            month: m.month.to_string(),
            day: m.day.to_string(),
            start: m.start.to_string(),
            lasts: m.lasts,
            place: m.place,
            state: m.stage.code(),
            reason: m.reason,
            called: e.called,
            decisions: e.decisions.0,
            open: e.decisions.1,
            rev: m.rev,
        }
    }
}

/// One series.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeriesView {
    /// Its id.
    series: String,
    /// What it is called.
    title: String,
    /// `day 25`, `nth 2 fri`, `last fri`.
    rhythm: String,
    /// What a rest day does: `next`, `previous`, `keep`.
    shift: &'static str,
    /// When it begins.
    start: String,
    /// Where; may be empty.
    place: String,
    /// Its first month.
    from: String,
    /// Its last month; null while it has none.
    until: Option<String>,
    /// Its version: to be sent back with a change.
    version: i64,
}

impl From<view::SeriesView> for SeriesView {
    fn from(s: view::SeriesView) -> Self {
        Self {
            series: s.id.to_string(),
            title: s.draft.plan.title,
            rhythm: s.draft.rhythm.code(),
            shift: s.draft.shift.code(),
            start: s.draft.plan.start.to_string(),
            place: s.draft.plan.place,
            from: s.draft.from.to_string(),
            until: s.until.map(|m| m.to_string()),
            version: s.version,
        }
    }
}

/// The meetings of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingListView {
    /// From today on, the next first: at most 40 of one's own and 40 one is called to.
    next_meetings: Vec<EntryView>,
    /// Before today, the newest first.
    items: Vec<EntryView>,
    /// Key of the next page of `items`; null on the last.
    next: Option<String>,
    /// Its series.
    series: Vec<SeriesView>,
}

impl From<Meetings> for MeetingListView {
    fn from(found: Meetings) -> Self {
        Self {
            next_meetings: found.next.into_iter().map(EntryView::from).collect(),
            items: found.past.items.into_iter().map(EntryView::from).collect(),
            next: found.past.next,
            series: found.series.into_iter().map(SeriesView::from).collect(),
        }
    }
}

/// One line of an agenda.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineView {
    /// Its id; null while the line is drawn from the ledger.
    line: Option<String>,
    /// `statement`, `missing`, `overdue`, `returned`, `declined`, `asking`, `lists`, `received`, `decision`, `topic`.
    kind: &'static str,
    /// The month its figure is of.
    month: Option<String>,
    /// The figure; null = not known.
    n: Option<i64>,
    /// Of how many.
    total: Option<i64>,
    /// Words of a topic or a decision.
    text: String,
    /// Id of the decision carried over.
    decision: Option<String>,
}

impl From<show::AgendaEntry> for LineView {
    fn from(e: show::AgendaEntry) -> Self {
        Self {
            line: e.id.map(|id| id.to_string()),
            kind: e.line.kind.code(),
            month: e.line.month.map(|m| m.to_string()),
            n: e.line.n,
            total: e.line.total,
            text: e.line.text,
            decision: e.line.decision.map(|id| id.to_string()),
        }
    }
}

/// One decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecisionView {
    /// Its id.
    decision: String,
    /// Id of the meeting that took it.
    meeting: String,
    /// Its number there.
    seq: i64,
    /// What.
    text: String,
    /// Who has to do it, in words.
    who: String,
    /// By when.
    due_day: String,
    /// The remark on what it rests on.
    basis: String,
    /// What it rests on, in words; empty if on no row.
    ground: String,
    /// Whether it rests on no row: without basis, whatever the remark says.
    baseless: bool,
    /// Id of the clause it rests on.
    clause: Option<String>,
    /// Id of the target it rests on.
    target: Option<String>,
    /// `open`, `loose`, `drafted`, `sent`, `done`, `dropped`.
    state: &'static str,
    /// Closed or excused of its item; null unless it is sent.
    closed: Option<i64>,
    /// All of its item; null unless it is sent.
    total: Option<i64>,
    /// Id of its list.
    list: Option<String>,
    /// Meetings it was carried over to.
    carried: i64,
    /// Why it was dropped, or a note on how it was done.
    reason: String,
    /// Its version: to be sent back with a change.
    version: i64,
}

impl From<show::DecisionView> for DecisionView {
    fn from(d: show::DecisionView) -> Self {
        let (closed, total) = match d.standing {
            Standing::Sent { done, total } => (Some(done), Some(total)),
            _ => (None, None),
        };
        Self {
            baseless: d.draft.is_baseless(),
            decision: d.id.to_string(),
            meeting: d.meeting.to_string(),
            seq: d.seq,
            text: d.draft.text,
            who: d.draft.who,
            due_day: d.draft.due_day.to_string(),
            clause: d.draft.ground.clause.map(|id| id.to_string()),
            target: d.draft.ground.target.map(|id| id.to_string()),
            ground: d.draft.ground.words,
            basis: d.draft.basis,
            state: d.standing.code(),
            closed,
            total,
            list: d.item.map(|i| i.list.to_string()),
            carried: d.carried,
            reason: d.reason,
            version: d.version,
        }
    }
}

/// One invited organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GuestView {
    /// Id of the organisation.
    org: String,
    /// Its name today.
    name: String,
    /// Titles of the posts that are meant; empty = see `role`.
    posts: Vec<String>,
    /// The role that is meant; empty = whoever.
    role: String,
    /// Came, did not come; null = nobody has said.
    present: Option<bool>,
}

/// One meeting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingView {
    /// The meeting.
    #[serde(flatten)]
    meeting: EntryView,
    /// From where the reader looks at it: `own`, `above`, `guest`.
    sight: &'static str,
    /// When its figures were fixed (RFC 3339); null before.
    held_at: Option<String>,
    /// The agenda: drawn now, or as it was fixed.
    agenda: Vec<LineView>,
    /// Its own decisions.
    own_decisions: Vec<DecisionView>,
    /// Decisions of earlier meetings on its agenda.
    carried_over: Vec<DecisionView>,
    /// Who is invited.
    guests: Vec<GuestView>,
    /// Organisations invited.
    invited: i64,
    /// Those that came; null = not counted.
    came: Option<i64>,
    /// Heads of the organisation itself; null = not counted.
    own_present: Option<i64>,
    /// Other heads; null = not counted.
    others: Option<i64>,
    /// The version: to be sent back with a change.
    version: i64,
}

impl From<Shown> for MeetingView {
    fn from(s: Shown) -> Self {
        let open = s.decisions.iter().filter(|d| !matches!(d.standing, Standing::Done | Standing::Dropped)).count();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let guest = |g: show::GuestView| GuestView {
            org: g.org.to_string(),
            name: g.name,
            posts: g.posts,
            role: g.role,
            present: g.present,
        };
        Self {
            sight: match s.sight {
                Sight::Own => "own",
                Sight::Above => "above",
                Sight::Guest => "guest",
            },
            held_at: s.row.held_at.map(kernel::Instant::rfc3339),
            agenda: s.agenda.into_iter().map(LineView::from).collect(),
            guests: s.guests.into_iter().map(guest).collect(),
            invited: s.presence.invited,
            came: s.presence.came,
            own_present: s.presence.own,
            others: s.presence.others,
            version: s.row.version,
            meeting: EntryView::from(Entry {
                host: s.host.name,
                called: s.sight == Sight::Guest,
                decisions: (count(s.decisions.len()), count(open)),
                row: s.row,
            }),
            own_decisions: s.decisions.into_iter().map(DecisionView::from).collect(),
            carried_over: s.carried.into_iter().map(DecisionView::from).collect(),
        }
    }
}

/// Adopted minutes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MinutesView {
    /// The revision.
    rev: i64,
    /// Their canonical text.
    body: String,
    /// SHA-256 of the body.
    hash: String,
    /// First 16 digits of the hash, as a paper shows them.
    proof_code: String,
    /// When they were adopted (RFC 3339).
    adopted_at: String,
}

impl From<Sheet> for MinutesView {
    fn from(s: Sheet) -> Self {
        Self {
            rev: s.minutes.rev,
            proof_code: kernel::text::proof_code(&s.hash),
            body: s.body,
            hash: s.hash,
            adopted_at: s.adopted_at.rfc3339(),
        }
    }
}
