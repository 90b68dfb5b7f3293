//! The hand-over sheet (交接单): what a new first-responsible person takes over. Drawn from every room in one unit of
//! work, as things stand at that moment; nothing of it is stored.

use cx::{AppError, Cx, Tx};
use kernel::{Day, MeetingId, OrgId};
use meeting::DecisionView;
use org::OrgRef;

use crate::access::HAND_OVER;

/// Rows of one list of the sheet at most. A longer one says that it goes on.
pub const MOST: usize = 300;

/// A list that ends at [`MOST`] rows.
#[derive(Debug, Clone)]
pub struct Upto<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

impl<T> Upto<T> {
    /// From as many rows as were found: one more than [`MOST`] proves that there are more.
    pub(crate) fn of(mut rows: Vec<T>) -> Self {
        let more = rows.len() > MOST;
        rows.truncate(MOST);
        Self { rows, more }
    }
}

/// A decision of one of its meetings that is not done.
#[derive(Debug, Clone)]
pub struct Promise {
    /// The decision.
    pub decision: DecisionView,
    /// Title of the meeting that took it.
    pub title: String,
    /// Day of that meeting.
    pub day: Option<Day>,
}

/// What an organisation hands over.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// Whose.
    pub org: OrgRef,
    /// As of which day.
    pub day: Day,
    /// Its posts, the first responsible one first, and the terms in which they were held.
    pub posts: Upto<access::PostTerms>,
    /// Letters it received whose year is not over.
    pub letters: Upto<target::LivingLetter>,
    /// Letters it issued that still wait for somebody, by issue.
    pub waiting: Upto<target::WaitingLetters>,
    /// Its assignments of any month that are not settled, the overdue first.
    pub items: Upto<task_list::Card>,
    /// How many of those there are.
    pub all: i64,
    /// How many are overdue.
    pub overdue: i64,
    /// Of how many it asked something that nobody has answered.
    pub asked: i64,
    /// Lists it sent of which something is still open.
    pub lists: Upto<task_list::OpenList>,
    /// Open decisions of its meetings.
    pub promises: Upto<Promise>,
    /// Milestones it plans or answers for that are not reached.
    pub milestones: Upto<plan::Shown>,
    /// Its newest published statement.
    pub statement: Option<statement::Revision>,
    /// Corrections of its statements that wait for a second person.
    pub proposals: Upto<statement::OpenProposal>,
}

impl HandOver {
    /// Its post that is first responsible, if it has one.
    #[must_use]
    pub fn first(&self) -> Option<&access::PostTerms> {
        self.posts.rows.iter().find(|p| p.first_responsible)
    }
}

/// The hand-over sheet of an organisation of the actor's scope; of their own if none is named.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope, [`AppError::Forbidden`] for a role that sees no business data.
pub async fn hand_over(cx: &Cx, org: Option<OrgId>) -> Result<HandOver, AppError> {
    cx.read(move |tx| {
        let org = org::org_in(tx, org.unwrap_or(tx.actor().seat.org))?;
        tx.permit(&HAND_OVER, &org.path)?;
        draw(tx, org)
    })
    .await
}

fn draw(tx: &mut Tx<'_>, org: OrgRef) -> Result<HandOver, AppError> {
    let (id, most) = (org.id, i64::try_from(MOST + 1).unwrap_or(i64::MAX));
    let open = task_list::open_in(tx, id, most)?;
    Ok(HandOver {
        day: tx.today(),
        posts: Upto::of(access::terms_in(tx, id)?),
        letters: Upto::of(target::living_in(tx, id, most)?),
        waiting: Upto::of(target::waiting_in(tx, id, most)?),
        items: Upto::of(open.cards),
        all: open.all,
        overdue: open.overdue,
        asked: open.asked,
        lists: Upto::of(open.lists),
        promises: Upto::of(promises(tx, id)?),
        milestones: Upto::of(plan::unreached_in(tx, id)?),
        statement: statement::newest_in(tx, id)?,
        proposals: Upto::of(statement::open_proposals_in(tx, id, most)?),
        org,
    })
}

fn promises(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Promise>, AppError> {
    let open = meeting::open_decisions_in(tx, org)?;
    let meetings: Vec<MeetingId> = open.iter().map(|d| d.meeting).collect();
    let titles = meeting::titles_in(tx, org, &meetings)?;
    let promise = |decision: DecisionView| {
        let (title, day) = titles.get(&decision.meeting).cloned().unzip();
        Promise { decision, title: title.unwrap_or_default(), day }
    };
    Ok(open.into_iter().map(promise).collect())
}
