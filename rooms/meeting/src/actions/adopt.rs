//! Minutes: the draft that people write, and its adoption, which seals everything the meeting was.

use cx::{AppError, Cx, Happening, Tx};
use kernel::{Fault, Instant, MeetingId, OrgId, lines::whole_seconds};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{key, mine, saved};
use crate::{
    access::{self, ADOPT, WRITE},
    rules::{
        Minutes,
        agenda::Line,
        minutes::{self, Decided, Presence, Version},
    },
    store::{self, meeting::MeetingRow, minutes::Sealing, org::OrgRow},
};

/// What came of an adoption or a confirmed correction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Adopted {
    /// The revision.
    pub rev: i64,
    /// Its seal.
    pub hash: String,
}

/// Adopted minutes as they are printed.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What they say.
    pub minutes: Minutes,
    /// Their canonical text.
    pub body: String,
    /// Its seal.
    pub hash: String,
    /// When they were adopted.
    pub adopted_at: Instant,
    /// Whether a later revision counts instead.
    pub older: bool,
}

/// Keeps the draft of the minutes of one's own meeting.
///
/// # Errors
/// A text that is too long or may not be published; a fault unless the meeting is held and its minutes are not
/// adopted; [`AppError::Conflict`].
pub async fn write_minutes(cx: &Cx, once: &str, id: MeetingId, version: i64, text: &str) -> Result<(), AppError> {
    let text = statement::one_form(text);
    cx.write_once(&key("write", id, once), move |tx| {
        let (row, permit) = mine(tx, &WRITE, id, version)?;
        open(&row)?;
        let mut faults = statement::written_faults("text", &text, minutes::TEXT_MOST);
        faults.retain(|f| f.code != "required");
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let done = store::meeting::write_text(tx, &permit, &row, &text)?;
        saved(tx, done, &row)?;
        Ok(Happening::new("meeting.minutes_written", row.org, id).answer(()))
    })
    .await
}

/// Adopts the minutes of one's own meeting as they stand with this text, upon the version that was read.
///
/// # Errors
/// A text that is empty, too long or may not be published; a fault unless the meeting is held; [`AppError::Conflict`]
/// if anything of the meeting has changed since it was read.
pub async fn adopt(cx: &Cx, once: &str, id: MeetingId, version: i64, text: &str) -> Result<Adopted, AppError> {
    let text = statement::one_form(text);
    cx.write_once(&key("adopt", id, once), move |tx| {
        let (row, permit) = mine(tx, &ADOPT, id, version)?;
        open(&row)?;
        let faults = statement::written_faults("text", &text, minutes::TEXT_MOST);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let host = store::org::get(tx, row.org)?;
        let mut adopted = compose(tx, &host, &row, &text)?;
        adopted.adopted = Some(whole_seconds(tx.now()));
        let body = minutes::body(&adopted);
        let hash = statement::canonical::seal(&body);
        let done = store::meeting::write_text(tx, &permit, &row, &text)?;
        saved(tx, done, &row)?;
        let by = (tx.actor().account, tx.actor().seat.post);
        let sealing = Sealing { rev: 1, path: &host.path, body: &body, hash: &hash, by, confirmed: None };
        let done = store::minutes::seal(tx, &permit, &row, &sealing)?;
        saved(tx, done, &row)?;
        let detail = json!({ "rev": 1, "hash": hash });
        Ok(Happening::new("meeting.minutes_adopted", row.org, id).detail(detail).answer(Adopted { rev: 1, hash }))
    })
    .await
}

fn open(row: &MeetingRow) -> Result<(), AppError> {
    row.stage.held()?;
    if row.rev > 0 { Err(Fault::new("meeting_adopted").into()) } else { Ok(()) }
}

/// The minutes of a held meeting as they would be adopted now.
pub(super) fn compose(tx: &mut Tx<'_>, host: &OrgRow, row: &MeetingRow, text: &str) -> Result<Minutes, AppError> {
    let agenda: Vec<Line> = store::agenda::of(tx, row.org, row.id)?.iter().map(store::agenda::Row::line).collect();
    let decisions = store::decision::of_meeting(tx, row.org, row.id)?;
    Ok(Minutes {
        version: Version::Two,
        org: row.org,
        name: host.name.clone(),
        meeting: row.id,
        title: row.title.clone(),
        month: row.month,
        day: row.day,
        start: row.start,
        place: row.place.clone(),
        rev: 1,
        previous: String::new(),
        held: whole_seconds(row.held_at.unwrap_or_default()),
        adopted: None,
        by: tx.actor().seat.role.code().to_owned(),
        confirmed: String::new(),
        presence: presence(tx, row)?,
        agenda: agenda.iter().map(masked).collect(),
        decisions: decisions.into_iter().map(decided).collect(),
        text: text.to_owned(),
        reason: String::new(),
    })
}

/// A decision as the minutes tell it. What it rests on was named when it was written, by documents of others.
fn decided(row: store::decision::Row) -> Decided {
    let draft = row.draft();
    let basis = statement::personal::masked(&draft.ground.with(&draft.basis));
    Decided { id: row.id, text: row.text, who: row.who, due: row.due_day, baseless: draft.is_baseless(), basis }
}

/// Older words may hold what was not looked at then.
fn masked(line: &Line) -> Line {
    Line { text: statement::personal::masked(&line.text), ..line.clone() }
}

/// Who came: organisations are counted once, whatever posts of theirs are invited.
pub(super) fn presence(tx: &mut Tx<'_>, row: &MeetingRow) -> Result<Presence, AppError> {
    let guests = store::meeting::guests(tx, row.org, row.id)?;
    let names = store::meeting::names(tx, &guests)?;
    let mut by_org: std::collections::BTreeMap<OrgId, Option<bool>> = std::collections::BTreeMap::new();
    for guest in guests.iter().filter(|g| g.guest != row.org) {
        let known = by_org.entry(guest.guest).or_default();
        *known = match (*known, guest.present) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (a, b) => a.or(b),
        };
    }
    let counted = by_org.values().any(Option::is_some);
    let came = by_org.values().filter(|p| **p == Some(true)).count();
    let mut absent: Vec<_> =
        by_org.iter().filter(|(_, p)| **p == Some(false)).filter_map(|(id, _)| names.get(id)).collect();
    absent.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
    Ok(Presence {
        invited: i64::try_from(by_org.len()).unwrap_or(i64::MAX),
        came: counted.then(|| i64::try_from(came).unwrap_or(i64::MAX)),
        absent: absent.into_iter().map(|o| o.name.clone()).collect(),
        own: row.own_present,
        others: row.others,
    })
}

/// A canonical text that was stored; that it can be read, [`super::check::check`] watches over.
pub(super) fn read(body: &str) -> Result<Minutes, AppError> {
    minutes::parse(body)
        .map_err(|e| AppError::Internal(format!("stored minutes stop being canonical at line {}", e.line)))
}

/// The adopted minutes of a meeting that the actor sees: a revision, or the newest. What printing needs.
///
/// # Errors
/// [`AppError::NotFound`] outside the circle, or if there is no such revision.
pub async fn minutes(cx: &Cx, org: OrgId, id: MeetingId, rev: Option<i64>) -> Result<Sheet, AppError> {
    cx.read(move |tx| {
        may_see_minutes_in(tx, org, id)?;
        minutes_in(tx, org, id, rev)
    })
    .await
}

/// [`minutes()`] inside another room's unit of work, which asks [`may_see_minutes_in`] whether its reader may know.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such revision.
pub fn minutes_in(tx: &mut Tx<'_>, org: OrgId, id: MeetingId, rev: Option<i64>) -> Result<Sheet, AppError> {
    let newest = store::meeting::get(tx, org, id)?.rev;
    let sealed = store::minutes::sealed(tx, org, id, rev.unwrap_or(newest))?.ok_or(AppError::NotFound)?;
    let minutes = read(&sealed.body)?;
    let older = minutes.rev < newest;
    Ok(Sheet { minutes, body: sealed.body, hash: sealed.hash, adopted_at: sealed.adopted_at, older })
}

/// Whether the actor may see a meeting's minutes.
///
/// # Errors
/// [`AppError::NotFound`] outside the circle.
pub fn may_see_minutes_in(tx: &mut Tx<'_>, org: OrgId, id: MeetingId) -> Result<(), AppError> {
    let host = store::org::get(tx, org)?;
    let row = store::meeting::get(tx, org, id)?;
    access::see(tx, &host, &row).map(|_| ())
}
