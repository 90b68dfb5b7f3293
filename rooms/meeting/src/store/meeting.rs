//! Meetings and who is invited to them.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Permit, Tx};
use db::{Arg, args, rec};
use kernel::{Day, Instant, MeetingId, Month, OrgId, OrgPath, PostId};

use super::{LIST_MOST, org, places, series::SeriesId};
use crate::rules::{Clock, Invited, Plan, Stage};

macro_rules! columns {
    () => {
        "SELECT m.org_id, m.meeting_id, m.month, m.series_id, m.title, m.day, m.planned_day, m.start_minute, m.lasts, m.place, \
         m.invited, m.stage, m.reason, m.by_hand, m.sequence, m.changed_at, m.held_at, m.own_present, m.others, m.minutes_text, \
         m.rev, m.version "
    };
}
macro_rules! called {
    () => {
        "FROM (SELECT DISTINCT g.org_id, g.meeting_id FROM meeting_guest g WHERE g.guest_id = $1) c \
         JOIN meeting m ON m.org_id = c.org_id AND m.meeting_id = c.meeting_id WHERE m.org_id <> $1 "
    };
}
pub(crate) const GET: &str = concat!(columns!(), "FROM meeting m WHERE m.org_id = $1 AND m.meeting_id = $2");
pub(crate) const OWN_NEXT: &str =
    concat!(columns!(), "FROM meeting m WHERE m.org_id = $1 AND m.day >= $2 ORDER BY m.day, m.meeting_id LIMIT $3");
pub(crate) const CALLED_NEXT: &str =
    concat!(columns!(), called!(), "AND m.day >= $2 ORDER BY m.day, m.meeting_id LIMIT $3");
pub(crate) const OWN_PAST: &str = concat!(
    columns!(),
    "FROM meeting m WHERE m.org_id = $1 AND (m.day, m.meeting_id) < ($2, $3) ORDER BY m.day DESC, m.meeting_id DESC LIMIT $4"
);
pub(crate) const CALLED_PAST: &str = concat!(
    columns!(),
    called!(),
    "AND (m.day, m.meeting_id) < ($2, $3) ORDER BY m.day DESC, m.meeting_id DESC LIMIT $4"
);
pub(crate) const OF_SERIES: &str = concat!(
    columns!(),
    "FROM meeting m WHERE m.org_id = $1 AND m.series_id = $2 AND m.month >= $3 ORDER BY m.month LIMIT 100"
);
pub(crate) const PLAN: &str = "UPDATE meeting SET title = $4, day = $5, planned_day = $6, start_minute = $7, lasts = $8, place = $9, invited = $10, \
     stage = $11, reason = $12, by_hand = $13, sequence = $14, changed_at = $15, written_by = $16, version = version + 1 \
     WHERE org_id = $1 AND meeting_id = $2 AND version = $3 AND stage = 'planned'";
pub(crate) const STAND: &str = "UPDATE meeting SET stage = 'held', held_at = $4, path = $5, written_by = $6, version = version + 1 \
     WHERE org_id = $1 AND meeting_id = $2 AND version = $3 AND stage = 'planned'";
pub(crate) const COUNT_HEADS: &str = "UPDATE meeting SET own_present = $4, others = $5, written_by = $6, version = version + 1 \
     WHERE org_id = $1 AND meeting_id = $2 AND version = $3 AND rev = 0";
pub(crate) const WRITE_TEXT: &str = "UPDATE meeting SET minutes_text = $4, written_by = $5, version = version + 1 \
     WHERE org_id = $1 AND meeting_id = $2 AND version = $3 AND rev = 0";
/// Marks that something around a meeting has changed, so that two writers of it meet.
pub(crate) const TOUCH: &str =
    "UPDATE meeting SET version = version + 1 WHERE org_id = $1 AND meeting_id = $2 AND version = $3";
pub(crate) const GUESTS: &str = "SELECT guest_id, post_id, role, present FROM meeting_guest WHERE org_id = $1 AND meeting_id = $2 \
     ORDER BY guest_id, post_id";
pub(crate) const IS_GUEST: &str =
    "SELECT COUNT(*) FROM meeting_guest WHERE org_id = $1 AND meeting_id = $2 AND guest_id = $3";
pub(crate) const CLEAR_GUESTS: &str = "DELETE FROM meeting_guest WHERE org_id = $1 AND meeting_id = $2";
pub(crate) const ALL_ABSENT: &str = "UPDATE meeting_guest SET present = 0 WHERE org_id = $1 AND meeting_id = $2";

const COLUMNS: [&str; 24] = [
    "org_id",
    "meeting_id",
    "month",
    "series_id",
    "title",
    "day",
    "planned_day",
    "start_minute",
    "lasts",
    "place",
    "invited",
    "stage",
    "reason",
    "by_hand",
    "sequence",
    "changed_at",
    "path",
    "held_at",
    "own_present",
    "others",
    "minutes_text",
    "rev",
    "written_by",
    "version",
];

rec! {
    /// A stored meeting.
    #[derive(Debug, Clone)]
    pub struct MeetingRow {
        /// Whose.
        pub org: OrgId,
        /// Which.
        pub id: MeetingId,
        /// The month it belongs to.
        pub month: Month,
        /// The series it came from; none = held ad hoc.
        pub series: Option<SeriesId>,
        /// What it is called.
        pub title: String,
        /// Its day.
        pub day: Day,
        /// The day its series gave.
        pub planned_day: Day,
        /// When it begins.
        pub start: Clock,
        /// How long it lasts, in minutes.
        pub lasts: i64,
        /// Where.
        pub place: String,
        /// Who comes, as data.
        pub invited: String,
        /// Where it stands.
        pub stage: Stage,
        /// Why it was moved or cancelled; empty if it was not.
        pub reason: String,
        /// Whether a person moved it: its series leaves it alone then.
        pub by_hand: bool,
        /// Rises with every change that a calendar must hear of.
        pub sequence: i64,
        /// When that last happened.
        pub changed_at: Instant,
        /// When it was held and its figures were fixed.
        pub held_at: Option<Instant>,
        /// Heads of the organisation itself; none = not counted.
        pub own_present: Option<i64>,
        /// Other heads; none = not counted.
        pub others: Option<i64>,
        /// The draft of its minutes.
        pub text: String,
        /// Newest adopted revision of its minutes; 0 = none.
        pub rev: i64,
        /// Rises with every change.
        pub version: i64,
    }
}

impl MeetingRow {
    /// When and where, as its editor holds it.
    #[must_use]
    pub fn plan(&self) -> Plan {
        Plan {
            title: self.title.clone(),
            start: self.start,
            lasts: self.lasts,
            place: self.place.clone(),
            invited: Invited::stored(&self.invited),
        }
    }
}

rec! {
    /// An invitation to one meeting.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct GuestRow {
        pub(crate) guest: OrgId,
        pub(crate) post: PostId,
        pub(crate) role: String,
        pub(crate) present: Option<bool>,
    }
}

/// One meeting of an organisation; *not found* if it has none of that id.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId, id: MeetingId) -> Result<MeetingRow, AppError> {
    tx.opt(GET, args![org, id])?.ok_or(AppError::NotFound)
}

/// Meetings of an organisation, or those it is called to, from a day on.
pub(crate) fn next(
    tx: &mut Tx<'_>,
    org: OrgId,
    called: bool,
    day: Day,
    limit: i64,
) -> Result<Vec<MeetingRow>, AppError> {
    Ok(tx.all(if called { CALLED_NEXT } else { OWN_NEXT }, args![org, day, limit])?)
}

/// The same before a key (day, id), the newest first.
pub(crate) fn past(
    tx: &mut Tx<'_>,
    org: OrgId,
    called: bool,
    before: (Day, MeetingId),
    limit: i64,
) -> Result<Vec<MeetingRow>, AppError> {
    Ok(tx.all(if called { CALLED_PAST } else { OWN_PAST }, args![org, before.0, before.1, limit])?)
}

/// The meetings of a series from a month on.
pub(crate) fn of_series(
    tx: &mut Tx<'_>,
    org: OrgId,
    series: SeriesId,
    from: Month,
) -> Result<Vec<MeetingRow>, AppError> {
    Ok(tx.all(OF_SERIES, args![org, series, from])?)
}

/// A meeting to be written.
pub(crate) struct NewMeeting<'a> {
    pub(crate) org: OrgId,
    pub(crate) id: MeetingId,
    pub(crate) path: &'a OrgPath,
    pub(crate) series: Option<SeriesId>,
    pub(crate) month: Month,
    pub(crate) day: Day,
    pub(crate) plan: &'a Plan,
}

/// Writes new meetings.
pub(crate) fn insert(tx: &mut Tx<'_>, _: &Permit, meetings: &[NewMeeting<'_>]) -> Result<(), AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let rows = meetings.iter().map(|m| {
        let p = m.plan;
        args![
            m.org,
            m.id,
            m.month,
            m.series,
            &p.title,
            m.day,
            m.day,
            p.start.0,
            p.lasts,
            &p.place,
            p.invited.canonical(),
            Stage::Planned.code(),
            "",
            false,
            0_i64,
            now,
            m.path,
            None::<i64>,
            None::<i64>,
            None::<i64>,
            "",
            0_i64,
            post,
            1_i64
        ]
        .to_vec()
    });
    tx.insert_many("meeting", &COLUMNS, rows.collect::<Vec<_>>())?;
    Ok(())
}

/// Writes what is planned of a meeting upon the version that was read; false if it is another by now.
pub(crate) fn plan(tx: &mut Tx<'_>, _: &Permit, before: &MeetingRow, after: &MeetingRow) -> Result<bool, AppError> {
    let post = tx.actor().seat.post;
    let saved = tx.exec(
        PLAN,
        args![
            before.org,
            before.id,
            before.version,
            &after.title,
            after.day,
            after.planned_day,
            after.start.0,
            after.lasts,
            &after.place,
            &after.invited,
            after.stage.code(),
            &after.reason,
            after.by_hand,
            after.sequence,
            after.changed_at,
            post
        ],
    )?;
    Ok(saved == 1)
}

/// Marks a meeting held now, where its organisation stands; false if it is another by now.
pub(crate) fn stand(tx: &mut Tx<'_>, _: &Permit, row: &MeetingRow, path: &OrgPath) -> Result<bool, AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    Ok(tx.exec(STAND, args![row.org, row.id, row.version, now, path, post])? == 1)
}

/// Writes heads; false if the meeting is another by now or its minutes are adopted.
pub(crate) fn count_heads(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &MeetingRow,
    (own, others): (Option<i64>, Option<i64>),
) -> Result<bool, AppError> {
    let post = tx.actor().seat.post;
    Ok(tx.exec(COUNT_HEADS, args![row.org, row.id, row.version, own, others, post])? == 1)
}

/// Writes the draft of the minutes; false if the meeting is another by now or its minutes are adopted.
pub(crate) fn write_text(tx: &mut Tx<'_>, _: &Permit, row: &MeetingRow, text: &str) -> Result<bool, AppError> {
    let post = tx.actor().seat.post;
    Ok(tx.exec(WRITE_TEXT, args![row.org, row.id, row.version, text, post])? == 1)
}

/// Marks a change around a meeting; false if it is another by now.
pub(crate) fn touch(tx: &mut Tx<'_>, _: &Permit, row: &MeetingRow) -> Result<bool, AppError> {
    Ok(tx.exec(TOUCH, args![row.org, row.id, row.version])? == 1)
}

/// Who is invited.
pub(crate) fn guests(tx: &mut Tx<'_>, org: OrgId, id: MeetingId) -> Result<Vec<GuestRow>, AppError> {
    Ok(tx.all(GUESTS, args![org, id])?)
}

/// Whether an organisation is invited.
pub(crate) fn is_guest(tx: &mut Tx<'_>, org: OrgId, id: MeetingId, guest: OrgId) -> Result<bool, AppError> {
    let (n,): (i64,) = tx.one(IS_GUEST, args![org, id, guest])?;
    Ok(n > 0)
}

/// Writes the invitations of meetings that have none.
pub(crate) fn invite(
    tx: &mut Tx<'_>,
    _: &Permit,
    org: OrgId,
    meetings: &[MeetingId],
    guests: &BTreeMap<(OrgId, PostId), String>,
) -> Result<(), AppError> {
    let columns = ["org_id", "meeting_id", "guest_id", "post_id", "role", "present"];
    let rows = meetings.iter().flat_map(|id| {
        guests.iter().map(move |((guest, post), role)| args![org, *id, *guest, *post, role, None::<i64>].to_vec())
    });
    tx.insert_many("meeting_guest", &columns, rows.collect::<Vec<_>>())?;
    Ok(())
}

/// Takes the invitations of a meeting away, to be written anew.
pub(crate) fn clear_guests(tx: &mut Tx<'_>, _: &Permit, org: OrgId, id: MeetingId) -> Result<(), AppError> {
    tx.exec(CLEAR_GUESTS, args![org, id])?;
    Ok(())
}

/// Notes who came: these organisations and no others.
pub(crate) fn attend(tx: &mut Tx<'_>, _: &Permit, row: &MeetingRow, came: &BTreeSet<OrgId>) -> Result<(), AppError> {
    tx.exec(ALL_ABSENT, args![row.org, row.id])?;
    let came: Vec<OrgId> = came.iter().copied().collect();
    for part in came.chunks(LIST_MOST) {
        let mut values: Vec<Arg> = part.iter().map(|id| Arg::from(*id)).collect();
        let list = places(2, &mut values);
        let sql = format!(
            "UPDATE meeting_guest SET present = 1 WHERE org_id = $1 AND meeting_id = $2 AND guest_id IN {list}"
        );
        let all: Vec<Arg> = args![row.org, row.id].iter().cloned().chain(values).collect();
        tx.exec(&sql, &all)?;
    }
    Ok(())
}

/// Title and day of these meetings of one organisation.
pub(crate) fn titles(
    tx: &mut Tx<'_>,
    org: OrgId,
    ids: &[MeetingId],
) -> Result<Vec<(MeetingId, String, Day)>, AppError> {
    let mut out = Vec::new();
    for part in ids.chunks(LIST_MOST) {
        let mut values: Vec<Arg> = part.iter().map(|id| Arg::from(*id)).collect();
        let list = places(1, &mut values);
        let sql = format!("SELECT meeting_id, title, day FROM meeting WHERE org_id = $1 AND meeting_id IN {list}");
        let all: Vec<Arg> = std::iter::once(Arg::from(org)).chain(values).collect();
        out.extend(tx.all::<(MeetingId, String, Day)>(&sql, &all)?);
    }
    Ok(out)
}

/// Names of those who are invited, by organisation.
pub(crate) fn names(
    tx: &mut Tx<'_>,
    guests: &[GuestRow],
) -> Result<std::collections::HashMap<OrgId, org::OrgRow>, AppError> {
    let ids: BTreeSet<OrgId> = guests.iter().map(|g| g.guest).collect();
    org::some(tx, &ids.into_iter().collect::<Vec<_>>())
}
