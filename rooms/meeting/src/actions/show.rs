//! One meeting: its agenda, its decisions, who came, its minutes.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Tx};
use kernel::{Day, DecisionId, Instant, MeetingId, OrgId, PostId};
use task_list::{ChainLink, Decided, Ground, Offered};

use super::{adopt, agenda};
use crate::{
    access::{ADOPT, DECIDE, FOLLOW, HOLD, PLAN, Sight, WRITE, see},
    rules::{DecisionDraft, Line, Minutes, Stage, Standing, agenda::Kind, minutes::Presence},
    store::{
        self, agenda::LineId, decision::Row as DecisionRow, meeting::MeetingRow, minutes::Correction, org::OrgRow,
    },
};

/// What the actor may do here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rights {
    /// Move, cancel, set topics.
    pub plan: bool,
    /// Hold, note decisions and who came.
    pub hold: bool,
    /// Follow up decisions.
    pub follow: bool,
    /// Write the draft of the minutes, propose a correction.
    pub write: bool,
    /// Adopt the minutes.
    pub adopt: bool,
    /// Decide on somebody else's correction.
    pub decide: bool,
    /// See proposals: the own organisation and its superiors.
    pub proposals: bool,
}

/// One line of the agenda as it is shown.
#[derive(Debug, Clone)]
pub struct AgendaEntry {
    /// Its id, once it is stored.
    pub id: Option<LineId>,
    /// What it says.
    pub line: Line,
}

/// One decision as it is shown.
#[derive(Debug, Clone)]
pub struct DecisionView {
    /// Which.
    pub id: DecisionId,
    /// The meeting that took it.
    pub meeting: MeetingId,
    /// Its number there.
    pub seq: i64,
    /// What, who, when.
    pub draft: DecisionDraft,
    /// What it rests on, from the clause down, as far as the actor may open it.
    pub chain: Vec<ChainLink>,
    /// How it stands.
    pub standing: Standing,
    /// Its item, if it has one.
    pub item: Option<Decided>,
    /// Meetings it was carried over to.
    pub carried: i64,
    /// Why it was dropped, or a note on how it was done.
    pub reason: String,
    /// Its version.
    pub version: i64,
}

/// One invited organisation.
#[derive(Debug, Clone)]
pub struct GuestView {
    /// Which.
    pub org: OrgId,
    /// Its name today.
    pub name: String,
    /// Titles of the posts that are meant; empty = whoever, or whose role is `role`.
    pub posts: Vec<String>,
    /// Code of the role that is meant; empty = whoever.
    pub role: String,
    /// Came, did not come, or nobody has said.
    pub present: Option<bool>,
}

/// A proposed correction as it is shown.
#[derive(Debug, Clone)]
pub struct ProposalView {
    /// The revision it would be.
    pub rev: i64,
    /// `proposed`, `confirmed`, `refused`.
    pub stage: String,
    /// What it would say.
    pub minutes: Minutes,
    /// In which role it was proposed.
    pub by_role: String,
    /// When.
    pub at: Instant,
    /// Whether the actor proposed it.
    pub mine: bool,
    /// Role and organisation of who decided, when, and why it was refused.
    pub decided: Option<(String, String, Instant, String)>,
}

/// Everything a page shows of a meeting.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Whose.
    pub host: OrgRow,
    /// The meeting.
    pub row: MeetingRow,
    /// From where the actor looks at it.
    pub sight: Sight,
    /// What the actor may do.
    pub rights: Rights,
    /// The agenda: drawn now, or as it was fixed.
    pub agenda: Vec<AgendaEntry>,
    /// Its own decisions.
    pub decisions: Vec<DecisionView>,
    /// Decisions of earlier meetings on its agenda.
    pub carried: Vec<DecisionView>,
    /// Who is invited, in the order of the tree.
    pub guests: Vec<GuestView>,
    /// Who came.
    pub presence: Presence,
    /// Number, seal and instant of every revision of its minutes.
    pub revisions: Vec<(i64, String, Instant)>,
    /// Proposals that the actor may see.
    pub proposals: Vec<ProposalView>,
    /// Levels below the organisation: who may have to do something.
    pub levels: Vec<(String, i64)>,
    /// What a decision may rest on, for whoever may note one now.
    pub offered: Offered,
}

/// One meeting, as far as the actor may see it.
///
/// # Errors
/// [`AppError::NotFound`] outside the circle.
pub async fn meeting(cx: &Cx, org: OrgId, id: MeetingId) -> Result<Shown, AppError> {
    cx.read(move |tx| {
        let host = store::org::get(tx, org)?;
        let row = store::meeting::get(tx, org, id)?;
        let sight = see(tx, &host, &row)?;
        let rights = rights(tx, &host, sight);
        let (agenda, carried) = lines(tx, &host, &row)?;
        let own = store::decision::of_meeting(tx, org, id)?;
        let all: Vec<DecisionId> = own.iter().chain(&carried).map(|d| d.id).collect();
        let items = task_list::decided_in(tx, org, &all)?;
        let chosen: Vec<Ground> = own.iter().map(|d| d.draft().ground).collect();
        let may_note = rights.hold && row.stage == Stage::Held && row.rev == 0;
        let offered = if may_note { offered(tx, &row, &chosen)? } else { Offered::default() };
        Ok(Shown {
            decisions: views(tx, own, &items)?,
            carried: views(tx, carried, &items)?,
            offered,
            guests: guests(tx, &row)?,
            presence: adopt::presence(tx, &row)?,
            revisions: store::minutes::revisions(tx, org, id)?,
            proposals: if rights.proposals { proposals(tx, &row)? } else { Vec::new() },
            levels: if rights.hold { store::org::levels(tx, &host.path)? } else { Vec::new() },
            host,
            row,
            sight,
            rights,
            agenda,
        })
    })
    .await
}

/// The same with what was just chosen among what is offered, so that a form that was not taken can give it back.
pub(crate) async fn with_chosen(cx: &Cx, mut shown: Shown, chosen: Ground) -> Result<Shown, AppError> {
    let mut all: Vec<Ground> = shown.decisions.iter().map(|d| d.draft.ground.clone()).collect();
    all.push(chosen);
    let row = shown.row.clone();
    shown.offered = cx.read(move |tx| offered(tx, &row, &all)).await?;
    Ok(shown)
}

/// Targets are of one year: that of the meeting.
fn offered(tx: &mut Tx<'_>, row: &MeetingRow, chosen: &[Ground]) -> Result<Offered, AppError> {
    task_list::offered_in(tx, row.org, row.month.year(), chosen)
}

/// Where a decision was taken, for whoever may see that meeting.
///
/// # Errors
/// [`AppError::NotFound`] outside the circle of its meeting.
pub async fn meeting_of(cx: &Cx, org: OrgId, id: DecisionId) -> Result<MeetingId, AppError> {
    cx.read(move |tx| {
        let host = store::org::get(tx, org)?;
        let decision = store::decision::get(tx, org, id)?;
        let row = store::meeting::get(tx, org, decision.meeting)?;
        see(tx, &host, &row)?;
        Ok(row.id)
    })
    .await
}

/// The decisions of an organisation that are still open, inside another room's unit of work, which has established the
/// reader's right: the oldest first.
///
/// # Errors
/// A failure of the database.
pub fn open_decisions_in(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<DecisionView>, AppError> {
    let rows = store::decision::open(tx, org, MeetingId::new(0))?;
    let ids: Vec<DecisionId> = rows.iter().map(|d| d.id).collect();
    let items = task_list::decided_in(tx, org, &ids)?;
    views(tx, rows, &items)
}

/// Title and day of these meetings of an organisation, inside another room's unit of work, which has established the
/// reader's right. One statement.
///
/// # Errors
/// A failure of the database.
pub fn titles_in(
    tx: &mut Tx<'_>,
    org: OrgId,
    ids: &[MeetingId],
) -> Result<BTreeMap<MeetingId, (String, Day)>, AppError> {
    let found = store::meeting::titles(tx, org, ids)?;
    Ok(found.into_iter().map(|(id, title, day)| (id, (title, day))).collect())
}

/// The lines of the agenda and the earlier decisions on it.
fn lines(tx: &mut Tx<'_>, host: &OrgRow, row: &MeetingRow) -> Result<(Vec<AgendaEntry>, Vec<DecisionRow>), AppError> {
    let stored: Vec<AgendaEntry> = store::agenda::of(tx, row.org, row.id)?
        .iter()
        .map(|r| AgendaEntry { id: Some(r.id), line: r.line() })
        .collect();
    match row.stage {
        Stage::Planned => {
            let (drawn, open) = agenda::drawn(tx, host, row)?;
            let lines = drawn.into_iter().map(|line| AgendaEntry { id: None, line });
            Ok((lines.chain(stored).collect(), open))
        }
        Stage::Held | Stage::Cancelled => {
            let ids: Vec<DecisionId> =
                stored.iter().filter(|e| e.line.kind == Kind::Decision).filter_map(|e| e.line.decision).collect();
            let carried = store::decision::some(tx, row.org, &ids)?;
            Ok((stored, carried))
        }
    }
}

/// Decisions with their items and what they rest on, in their order.
fn views(
    tx: &mut Tx<'_>,
    rows: Vec<DecisionRow>,
    items: &BTreeMap<DecisionId, Decided>,
) -> Result<Vec<DecisionView>, AppError> {
    let grounds: Vec<Ground> = rows.iter().map(|d| d.draft().ground).collect();
    let chains = task_list::chains_in(tx, &grounds)?;
    Ok(rows.into_iter().zip(chains).map(|(row, chain)| decision(row, chain, items)).collect())
}

fn decision(row: DecisionRow, chain: Vec<ChainLink>, items: &BTreeMap<DecisionId, Decided>) -> DecisionView {
    let item = items.get(&row.id).cloned();
    DecisionView {
        chain,
        id: row.id,
        meeting: row.meeting,
        seq: row.seq,
        draft: row.draft(),
        standing: Standing::of(row.stage, item.as_ref()),
        item,
        carried: row.carried,
        reason: row.reason,
        version: row.version,
    }
}

fn guests(tx: &mut Tx<'_>, row: &MeetingRow) -> Result<Vec<GuestView>, AppError> {
    let rows = store::meeting::guests(tx, row.org, row.id)?;
    let names = store::meeting::names(tx, &rows)?;
    let posts: Vec<(OrgId, PostId)> = rows.iter().filter(|g| g.post.raw() != 0).map(|g| (g.guest, g.post)).collect();
    let titles = store::org::titles(tx, &posts)?;
    let mut by_org: BTreeMap<OrgId, GuestView> = BTreeMap::new();
    for guest in rows {
        let Some(org) = names.get(&guest.guest) else { continue };
        let view = by_org.entry(guest.guest).or_insert_with(|| GuestView {
            org: org.id,
            name: org.name.clone(),
            posts: Vec::new(),
            role: String::new(),
            present: None,
        });
        if guest.post.raw() == 0 {
            view.role = guest.role;
        }
        view.posts.extend(titles.get(&guest.post).cloned());
        view.present = if view.present == Some(true) { view.present } else { guest.present.or(view.present) };
    }
    let mut out: Vec<GuestView> = by_org.into_values().collect();
    out.sort_by_key(|g| names.get(&g.org).map(|o| (o.path.clone(), o.id)));
    Ok(out)
}

fn proposals(tx: &mut Tx<'_>, row: &MeetingRow) -> Result<Vec<ProposalView>, AppError> {
    let me = tx.actor().account;
    let view = |c: Correction| {
        Ok(ProposalView {
            rev: c.rev,
            minutes: adopt::read(&c.body)?,
            stage: c.stage,
            by_role: c.by_role,
            at: c.at,
            mine: c.by_account == me,
            decided: c.decided_at.map(|at| (c.decided_role, c.decided_org, at, c.decided_reason)),
        })
    };
    store::minutes::corrections(tx, row.org, row.id)?.into_iter().map(view).collect()
}

fn rights(tx: &Tx<'_>, host: &OrgRow, sight: Sight) -> Rights {
    let may = |action| tx.permit(action, &host.path).is_ok();
    Rights {
        plan: may(&PLAN),
        hold: may(&HOLD),
        follow: may(&FOLLOW),
        write: may(&WRITE),
        adopt: may(&ADOPT),
        decide: may(&DECIDE),
        proposals: sight != Sight::Guest,
    }
}
