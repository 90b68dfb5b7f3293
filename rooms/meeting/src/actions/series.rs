//! Series: written, ended, and made into meetings ahead of time.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Difference, Happening, House, Permit, Tx};
use kernel::{MeetingId, Month, OrgId, PostId, workday::Workdays};
use serde_json::json;

use super::{SeriesId, key, resolve};
use crate::{
    access::{self, PLAN, UPKEEP},
    rules::{SeriesDraft, Stage, decision, plan},
    store::{
        self,
        meeting::{MeetingRow, NewMeeting},
        org::OrgRow,
        series::Row,
    },
};

/// Series looked at together while serving.
const BATCH: i64 = 100;

/// Writes a series of one's own organisation: a new one, or over the version its editor had. Its meetings of this
/// month and the next three are made or brought into line; those that a person has moved stay where they are.
///
/// # Errors
/// Every rule of writing it breaks; [`AppError::Conflict`].
pub async fn save_series(
    cx: &Cx,
    once: &str,
    target: Option<(SeriesId, i64)>,
    draft: SeriesDraft,
) -> Result<SeriesId, AppError> {
    let object = target.map(|t| t.0.to_string()).unwrap_or_default();
    cx.write_once(&key("series", object, once), move |tx| {
        let host = store::org::get(tx, tx.actor().seat.org)?;
        let permit = access::own(tx, &PLAN, host.id)?;
        let faults = draft.plan.check();
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let id = match target {
            None => {
                let id = tx.new_id();
                store::series::insert(tx, &permit, host.id, id, &draft)?;
                id
            }
            Some((id, version)) => {
                let row = store::series::get(tx, host.id, id)?;
                let until = row.until;
                let draft = SeriesDraft { from: row.from, ..draft.clone() };
                if row.version != version || !store::series::update(tx, &permit, &row, &draft, until)? {
                    return Err(conflict(&store::series::get(tx, host.id, id)?, &draft));
                }
                id
            }
        };
        let row = store::series::get(tx, host.id, id)?;
        let changed = bring_into_line(tx, &permit, &host, &row)?;
        let made = make_ahead(tx, &permit, &host, &row)?;
        let detail = json!({ "rhythm": row.rhythm.code(), "made": made, "changed": changed });
        Ok(Happening::new("meeting.series_written", host.id, id).detail(detail).answer(id))
    })
    .await
}

/// How a series stands now, beside what its editor sent.
fn conflict(row: &Row, mine: &SeriesDraft) -> AppError {
    let theirs = row.draft();
    let mut found = Vec::new();
    let mut note = |field, mine: String, theirs: String| {
        if mine != theirs {
            found.push(Difference { field, mine, theirs });
        }
    };
    note("meeting.field.title", mine.plan.title.clone(), theirs.plan.title);
    note(
        "meeting.field.when",
        format!("{} {}", mine.rhythm.code(), mine.plan.start),
        format!("{} {}", theirs.rhythm.code(), theirs.plan.start),
    );
    note("meeting.field.place", mine.plan.place.clone(), theirs.plan.place);
    AppError::Conflict(found)
}

/// Ends a series with a month: later meetings that are still to come are cancelled with the reason.
///
/// # Errors
/// No reason; [`AppError::Conflict`].
pub async fn end_series(
    cx: &Cx,
    once: &str,
    (id, version): (SeriesId, i64),
    last: Month,
    reason: &str,
) -> Result<i64, AppError> {
    let reason = reason.to_owned();
    cx.write_once(&key("series_end", id, once), move |tx| {
        let org = tx.actor().seat.org;
        let permit = access::own(tx, &PLAN, org)?;
        let row = store::series::get(tx, org, id)?;
        let reason = decision::reason(&reason)?;
        // What has begun is not ended before it began.
        let last = last.max(tx.month().plus(-1));
        if row.version != version || !store::series::update(tx, &permit, &row, &row.draft(), last)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let mut cancelled = 0;
        for before in store::meeting::of_series(tx, org, id, last.plus(1))? {
            if before.stage != Stage::Planned {
                continue;
            }
            let mut after = before.clone();
            (after.stage, after.reason) = (Stage::Cancelled, reason.clone());
            (after.sequence, after.changed_at) = (before.sequence + 1, tx.now());
            cancelled += i64::from(store::meeting::plan(tx, &permit, &before, &after)?);
        }
        let detail = json!({ "last": last, "cancelled": cancelled });
        Ok(Happening::new("meeting.series_ended", org, id).detail(detail).answer(cancelled))
    })
    .await
}

/// Gives the meetings to come that nobody has moved the series' present day, time, place and guests; answers how many
/// changed in a way that a calendar must hear of.
fn bring_into_line(tx: &mut Tx<'_>, permit: &Permit, host: &OrgRow, series: &Row) -> Result<i64, AppError> {
    let (today, now, month) = (tx.today(), tx.now(), tx.month());
    let calendar = task_list::workdays_in(tx)?;
    let draft = series.draft();
    let found = store::meeting::of_series(tx, host.id, series.id, month)?;
    let theirs: Vec<MeetingRow> =
        found.into_iter().filter(|m| m.stage == Stage::Planned && !m.by_hand && m.day >= today).collect();
    if theirs.is_empty() {
        return Ok(0);
    }
    let guests = resolve(tx, host, &draft.plan.invited)?;
    let mut changed = 0;
    for before in theirs {
        let named = draft.rhythm.day_in(before.month, draft.shift, &calendar);
        // A new rhythm does not call anybody to a day that is past.
        let day = if named < today { before.day } else { named };
        let mut after = before.clone();
        (after.title, after.place) = (draft.plan.title.clone(), draft.plan.place.clone());
        (after.start, after.lasts, after.day, after.planned_day) = (draft.plan.start, draft.plan.lasts, day, day);
        after.invited = draft.plan.invited.canonical();
        let heard = |m: &MeetingRow| (m.title.clone(), m.place.clone(), m.start, m.lasts, m.day);
        if heard(&before) != heard(&after) {
            (after.sequence, after.changed_at) = (before.sequence + 1, now);
            changed += 1;
        }
        if !store::meeting::plan(tx, permit, &before, &after)? {
            return Err(AppError::Busy);
        }
        store::meeting::clear_guests(tx, permit, host.id, before.id)?;
        store::meeting::invite(tx, permit, host.id, &[before.id], &guests)?;
    }
    Ok(changed)
}

/// Makes the meetings a series has to have by now; answers how many.
fn make_ahead(tx: &mut Tx<'_>, permit: &Permit, host: &OrgRow, series: &Row) -> Result<i64, AppError> {
    let (today, month) = (tx.today(), tx.month());
    let months = plan::months_ahead(series.from, series.until, series.planned_until, month);
    let Some(last) = months.last().copied() else { return Ok(0) };
    let calendar: Workdays = task_list::workdays_in(tx)?;
    let draft = series.draft();
    let guests: BTreeMap<(OrgId, PostId), String> = resolve(tx, host, &draft.plan.invited)?;
    let days = months.into_iter().map(|month| (month, draft.rhythm.day_in(month, draft.shift, &calendar)));
    let mut new = Vec::new();
    for (month, day) in days.filter(|(_, day)| *day >= today) {
        let (id, series) = (tx.new_id(), Some(series.id));
        new.push(NewMeeting { org: host.id, id, path: &host.path, series, month, day, plan: &draft.plan });
    }
    store::meeting::insert(tx, permit, &new)?;
    let ids: Vec<MeetingId> = new.iter().map(|m| m.id).collect();
    store::meeting::invite(tx, permit, host.id, &ids, &guests)?;
    store::series::planned(tx, permit, host.id, series.id, last)?;
    Ok(i64::try_from(ids.len()).unwrap_or(0))
}

/// Makes the meetings of all series that have fallen behind, each series in a unit of work of its own; answers how
/// many meetings. Doing it twice does nothing the second time. One that cannot be made (its invitation names
/// somebody who has left the branch) is logged and left to its editor.
///
/// # Errors
/// A failure of the database.
pub async fn look_ahead(house: &House) -> Result<i64, AppError> {
    let cx = Cx::new(house.clone(), cx::Actor::operator(), "cli", "look-ahead".to_owned());
    let until = house.month().plus(plan::AHEAD);
    let (mut after, mut made) = ((OrgId::new(i64::MIN), SeriesId::new(i64::MIN)), 0);
    loop {
        let rows = cx.read(move |tx| store::series::behind(tx, until, after, BATCH)).await?;
        let Some(last) = rows.last() else { return Ok(made) };
        after = (last.org, last.id);
        for row in rows {
            match one_ahead(&cx, row.org, row.id).await {
                Ok(n) => made += n,
                Err(error @ (AppError::Busy | AppError::Internal(_))) => return Err(error),
                Err(error) => {
                    tracing::warn!(org.id = %row.org, series = %row.id, %error, "no meetings were made ahead");
                }
            }
        }
    }
}

async fn one_ahead(cx: &Cx, org: OrgId, id: SeriesId) -> Result<i64, AppError> {
    cx.write(move |tx| {
        let host = store::org::get(tx, org)?;
        let permit = tx.permit(&UPKEEP, &host.path)?;
        let row = store::series::get(tx, org, id)?;
        let made = make_ahead(tx, &permit, &host, &row)?;
        Ok(Happening::new("meeting.planned_ahead", org, id).detail(json!({ "made": made })).answer(made))
    })
    .await
}
