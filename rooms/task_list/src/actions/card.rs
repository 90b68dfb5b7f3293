//! Assignments as pages and the API show them: with their item, their light, and what the reader may do.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Cx, Seat, Tx};
use kernel::{AccountId, Day, DecisionId, Instant, ItemId, ListId, Month, OrgId, PostId};

use super::Key;
use super::ground::{self, ChainLink};
use crate::access::{self, READ, SIGN};
use crate::rules::{Answers, Form, Ground, Light, Lights, Shown, State, Verifier};
use crate::store::assignment::{self, AssignmentRow};
use crate::store::evidence::{self, Evidence};
use crate::store::list::{self, ItemRow, ListRow};
use crate::store::tree::{self, OrgRef};
use crate::store::{roll_up, step, workday};

/// An item as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// The item.
    pub id: ItemId,
    /// Its list.
    pub list: ListId,
    /// Number of the list; empty for a draft.
    pub number: String,
    /// Who issued it.
    pub issuer: OrgId,
    /// Name of the issuer today.
    pub issuer_name: String,
    /// Its month.
    pub month: Month,
    /// Its place in the list, from 1.
    pub seq: i64,
    /// What is to be done.
    pub text: String,
    /// When it counts as done.
    pub requirement: String,
    /// What it rests on in words, then the remark of whoever wrote it; words alone are no basis.
    pub basis: String,
    /// The same as rows.
    pub ground: Ground,
    /// Its deadline as issued.
    pub due_day: Day,
    /// What is asked.
    pub form: Form,
    /// Photos asked for.
    pub photos: i64,
    /// Why.
    pub photos_reason: String,
    /// Its price, tenths of a minute.
    pub minutes: i64,
    /// The decision of a meeting of its issuer that it carries out.
    pub decision: Option<DecisionId>,
    /// The superior's item it carries on.
    pub split_of: Option<ItemId>,
}

impl ItemView {
    /// Whether it is without basis, 无依据.
    #[must_use]
    pub fn is_baseless(&self) -> bool {
        self.ground.is_baseless(self.split_of)
    }
}

/// What the reader may do with an assignment now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Can {
    /// Sign for it.
    pub sign: bool,
    /// Report on it.
    pub report: bool,
    /// Ask not to do it.
    pub decline: bool,
    /// Ask for a later day.
    pub ask_extension: bool,
    /// Make a list of one's own of it.
    pub split: bool,
    /// Verify the report.
    pub verify: bool,
    /// Send the report back.
    pub send_back: bool,
    /// Close it.
    pub close: bool,
    /// Decide whether it need not be done.
    pub decide: bool,
    /// Answer the request for a later day.
    pub answer_extension: bool,
    /// Take it back.
    pub withdraw: bool,
}

/// One assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Which.
    pub key: Key,
    /// Name of its organisation today.
    pub org_name: String,
    /// What is to be done.
    pub item: ItemView,
    /// Where it stands.
    pub state: State,
    /// Its deadline now.
    pub due_day: Day,
    /// Whether the report came late.
    pub late: bool,
    /// Its light today.
    pub light: Option<Light>,
    /// When it was issued.
    pub issued_at: Instant,
    /// When it last changed.
    pub changed_at: Instant,
    /// When it was reported: the entry.
    pub reported_at: Option<Instant>,
    /// The day it was done, as stated: the event.
    pub happened_on: Option<Day>,
    /// The later day asked for, while nobody has answered.
    pub asked_day: Option<Day>,
    /// Questions and the answers given, once reported.
    pub answers: Vec<Shown>,
    /// The same as they are kept, to fill the form again.
    pub values: Answers,
    /// The note of the report.
    pub note: String,
    /// The last reason given for sending it back, for not doing it, or for more time; empty if there is none.
    pub reason: String,
    /// Photos of the report.
    pub photos: Vec<Evidence>,
    /// What the reader may do.
    pub can: Can,
    /// Its version: decisions are about this.
    pub version: i64,
}

/// One step of an assignment's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Its number, from 0.
    pub seq: i64,
    /// What happened: `task_list.step.<kind>` in the words.
    pub kind: String,
    /// When it was entered.
    pub at: Instant,
    /// The day it concerns: stated, asked for, or granted.
    pub on_day: Option<Day>,
    /// Whose post did it.
    pub by_org: OrgId,
    /// That organisation's name today.
    pub by_org_name: String,
    /// Title of the post.
    pub by_post: String,
    /// The reason given; empty for most.
    pub reason: String,
}

/// How far those below are with what was made of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitView {
    /// The lists made of it.
    pub lists: Vec<ListId>,
    /// (state, number) over all of them.
    pub states: Vec<(State, i64)>,
}

/// One assignment with its whole life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The assignment.
    pub card: Card,
    /// Its steps, the first first.
    pub steps: Vec<StepView>,
    /// What was made of it below, if anything.
    pub split: Option<SplitView>,
    /// What its item rests on, from the clause down.
    pub chain: Vec<ChainLink>,
}

/// One assignment of the reader's scope.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub async fn assignment(cx: &Cx, key: Key) -> Result<Detail, AppError> {
    cx.read(move |tx| {
        let row = assignment::get(tx, key.org, key.month, key.item)?;
        access::see(tx, row.org, &row.path, row.issuer)?;
        let steps = steps_of(tx, &row)?;
        let split = split_of(tx, &row)?;
        let card = cards(tx, vec![row])?.pop().ok_or(AppError::NotFound)?;
        let chain = ground::chain(tx, &card.item.ground)?;
        Ok(Detail { card, steps, split, chain })
    })
    .await
}

/// A photo of an assignment of the reader's scope.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope, or if there is no such photo.
pub async fn photo(cx: &Cx, key: Key, hash: String) -> Result<Vec<u8>, AppError> {
    let files = cx.house().files.clone();
    cx.read(move |tx| {
        let row = assignment::get(tx, key.org, key.month, key.item)?;
        access::see(tx, row.org, &row.path, row.issuer)?;
        let known = evidence::of(tx, row.org, row.month, row.item)?.iter().any(|e| e.hash == hash);
        files.get(&hash).filter(|_| known).ok_or(AppError::NotFound)
    })
    .await
}

fn steps_of(tx: &mut Tx<'_>, row: &AssignmentRow) -> Result<Vec<StepView>, AppError> {
    let rows = step::of(tx, row.org, row.month, row.item)?;
    let orgs = tree::of_ids(tx, &rows.iter().map(|s| s.by_org).collect())?;
    let titles = tree::titles(tx, &rows.iter().map(|s| (s.by_org, s.by_post)).collect())?;
    let view = |s: step::StepRow| StepView {
        seq: s.seq,
        kind: s.kind,
        at: s.at,
        on_day: s.on_day,
        by_org: s.by_org,
        by_org_name: orgs.get(&s.by_org).map(|o| o.name.clone()).unwrap_or_default(),
        by_post: titles.get(&s.by_post).cloned().unwrap_or_default(),
        reason: s.reason,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn split_of(tx: &mut Tx<'_>, row: &AssignmentRow) -> Result<Option<SplitView>, AppError> {
    let below: Vec<(ItemId, ListId)> = tx.all(list::SPLITS, db::args![row.item, row.org])?;
    if below.is_empty() {
        return Ok(None);
    }
    let items: Vec<ItemId> = below.iter().map(|b| b.0).collect();
    let lists: BTreeSet<ListId> = below.iter().map(|b| b.1).collect();
    let states = by_state(roll_up::tallies(tx, row.org, &items)?.iter().map(|t| (t.state, t.n)));
    Ok(Some(SplitView { lists: lists.into_iter().collect(), states }))
}

/// Adds up counts by state, in the order of the codes, without zeros.
pub(super) fn by_state(counts: impl Iterator<Item = (State, i64)>) -> Vec<(State, i64)> {
    let mut sums = std::collections::BTreeMap::new();
    for (state, n) in counts {
        *sums.entry(state).or_insert(0) += n;
    }
    sums.into_iter().filter(|(_, n)| *n != 0).collect()
}

/// Everything that several cards need, read once for all of them.
struct Around {
    seat: Seat,
    account: AccountId,
    zone: jiff::tz::TimeZone,
    lights: Lights,
    items: std::collections::BTreeMap<ItemId, ItemRow>,
    lists: std::collections::BTreeMap<(OrgId, ListId), ListRow>,
    issuers: HashMap<OrgId, OrgRef>,
    reasons: HashMap<(OrgId, Month, ItemId), String>,
    photos: HashMap<(OrgId, Month, ItemId), Vec<Evidence>>,
}

/// Cards of these rows, in their order, with a handful of queries however many they are.
pub(crate) fn cards(tx: &mut Tx<'_>, rows: Vec<AssignmentRow>) -> Result<Vec<Card>, AppError> {
    let items = list::items_of_ids(tx, &rows.iter().map(|r| r.item).collect())?;
    let with_photos = |r: &&AssignmentRow| items.get(&r.item).is_some_and(|i| i.photos > 0);
    let key = |r: &AssignmentRow| (r.org, r.month, r.item);
    let with_reason =
        |r: &&AssignmentRow| matches!(r.state, State::Returned | State::Declined) || r.asked_day.is_some();
    let around = Around {
        seat: tx.actor().seat.clone(),
        account: tx.actor().account,
        zone: tx.zone().clone(),
        lights: workday::lights(tx)?,
        lists: list::of_keys(tx, &rows.iter().map(|r| (r.issuer, r.list)).collect())?,
        issuers: tree::of_ids(tx, &rows.iter().map(|r| r.issuer).collect())?,
        reasons: step::reasons(tx, &rows.iter().filter(with_reason).map(key).collect())?,
        photos: evidence::of_keys(tx, &rows.iter().filter(with_photos).map(key).collect())?,
        items,
    };
    rows.into_iter().map(|row| around.card(row)).collect()
}

impl Around {
    fn card(&self, row: AssignmentRow) -> Result<Card, AppError> {
        let item = self.items.get(&row.item).ok_or(AppError::NotFound)?;
        let list = self.lists.get(&(row.issuer, row.list));
        let key = (row.org, row.month, row.item);
        let form = item.form();
        let values = row.answer.as_deref().map(Answers::stored).unwrap_or_default();
        Ok(Card {
            key: Key { org: row.org, month: row.month, item: row.item },
            answers: if row.answer.is_some() { form.shown(&values) } else { Vec::new() },
            values,
            light: self.lights.of(&row.duty(), row.issued_at.day(&self.zone)),
            can: self.can(&row, list),
            item: item_view(item, self.issuers.get(&row.issuer), list.map_or("", |l| l.number.as_str())),
            reason: self.reasons.get(&key).cloned().unwrap_or_default(),
            photos: self.photos.get(&key).cloned().unwrap_or_default(),
            org_name: row.name,
            state: row.state,
            due_day: row.due_day,
            late: row.late,
            issued_at: row.issued_at,
            changed_at: row.changed_at,
            reported_at: row.reported_at,
            happened_on: row.happened_on,
            asked_day: row.asked_day,
            note: row.note.unwrap_or_default(),
            version: row.version,
        })
    }

    /// The same decisions as the actions make, so that no button leads to a refusal.
    fn can(&self, row: &AssignmentRow, list: Option<&ListRow>) -> Can {
        let (seat, duty) = (&self.seat, row.duty());
        if !SIGN.is_for(seat.role) || !READ.is_for(seat.role) {
            return Can::default();
        }
        let (own, issuer) = (seat.org == row.org, seat.org == row.issuer);
        let issuer_path = self.issuers.get(&row.issuer).map(|o| &o.path);
        let verifier = issuer_path.and_then(|path| Verifier::of(issuer, &seat.path, path, &row.here));
        let sent = |post: PostId, account: AccountId| post == seat.post || account == self.account;
        let sender =
            list.and_then(|l| l.sent_by.zip(l.sent_account)).is_some_and(|(post, account)| sent(post, account));
        let above = seat.path.is_above(&row.here) || (own && issuer);
        Can {
            sign: own && duty.sign().is_ok(),
            report: own && duty.state.is_owed(),
            decline: own && duty.decline().is_ok(),
            ask_extension: own && duty.state.is_owed() && duty.asked_day.is_none(),
            split: own && duty.state.is_owed(),
            verify: verifier.is_some_and(|by| duty.verify(by).is_ok()),
            send_back: verifier.is_some_and(|by| duty.send_back(by).is_ok()),
            close: issuer && duty.close().is_ok(),
            decide: above && !sender && duty.state == State::Declined,
            answer_extension: issuer && duty.asked_day.is_some(),
            withdraw: issuer && duty.state.is_open(),
        }
    }
}

/// An item as its readers see it.
pub(super) fn item_view(item: &ItemRow, issuer: Option<&OrgRef>, number: &str) -> ItemView {
    ItemView {
        id: item.id,
        list: item.list,
        number: number.to_owned(),
        issuer: item.issuer,
        issuer_name: issuer.map(|o| o.name.clone()).unwrap_or_default(),
        month: item.month,
        seq: item.seq,
        text: item.text.clone(),
        requirement: item.requirement.clone(),
        basis: item.ground().with(&item.basis),
        ground: item.ground(),
        due_day: item.due_day,
        form: item.form(),
        photos: item.photos,
        photos_reason: item.photos_reason.clone(),
        minutes: item.minutes,
        decision: item.decision,
        split_of: item.split_of,
    }
}
