//! A calendar to subscribe to, behind a secret address: the meetings of the posts its owner holds on the day it is
//! asked for. A right that ends with a post ends here too.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Happening, fresh_token, hash_token};
use kernel::{Instant, MeetingId, OrgId};

use crate::{
    access::READ,
    rules::{
        ical::{self, Event},
        plan::{Stage, begins_at},
    },
    store::{self, feed::Row},
};

/// Days back that a calendar shows.
const BACK: i64 = 92;

/// Gives the actor a fresh secret address; one made before works no longer. The secret is told once and kept nowhere.
///
/// # Errors
/// [`AppError::Forbidden`] for a seat that sees no meetings.
pub async fn open_calendar(cx: &Cx) -> Result<String, AppError> {
    let token = fresh_token()?;
    let hash = hash_token(&token);
    cx.write(move |tx| {
        let place = tx.place().clone();
        let permit = tx.permit(&READ, &place)?;
        let (account, org) = (tx.actor().account, tx.actor().seat.org);
        store::feed::open(tx, &permit, account, &hash)?;
        Ok(Happening::new("meeting.calendar_opened", org, account).answer(()))
    })
    .await?;
    Ok(token)
}

/// Takes the actor's secret address back; one that is not there need not be.
///
/// # Errors
/// A failure of the database.
pub async fn close_calendar(cx: &Cx) -> Result<(), AppError> {
    cx.write(move |tx| {
        let permit = tx.permit_self("meeting.calendar");
        let (account, org) = (tx.actor().account, tx.actor().seat.org);
        if !store::feed::close(tx, &permit, account)? {
            return Ok(cx::Recorded::unchanged(()));
        }
        Ok(Happening::new("meeting.calendar_closed", org, account).answer(()))
    })
    .await
}

/// When the actor's present address was made.
///
/// # Errors
/// A failure of the database.
pub async fn calendar_made_at(cx: &Cx) -> Result<Option<Instant>, AppError> {
    cx.read(move |tx| {
        let account = tx.actor().account;
        store::feed::made_at(tx, account)
    })
    .await
}

/// The calendar behind a secret address; `name` makes its name from the language of its owner.
///
/// # Errors
/// [`AppError::NotFound`] for an address that does not work (any more), a disabled account, or one that holds no post
/// with meetings today.
pub async fn calendar(
    cx: &Cx,
    token: &str,
    name: impl Fn(&str) -> String + Send + 'static,
) -> Result<String, AppError> {
    let hash = hash_token(token);
    cx.read(move |tx| {
        let (account, language) = store::feed::owner(tx, &hash)?.ok_or(AppError::NotFound)?;
        let today = tx.today();
        let mut seats = cx::session::seats(tx, account, today)?;
        seats.retain(|s| READ.is_for(s.role));
        if seats.is_empty() {
            return Err(AppError::NotFound);
        }
        let mut rows: BTreeMap<(OrgId, MeetingId), Row> = BTreeMap::new();
        for seat in &seats {
            rows.extend(store::feed::of_seat(tx, seat, today.plus(-BACK))?.into_iter().map(|r| ((r.org, r.id), r)));
        }
        let hosts: Vec<OrgId> = rows.keys().map(|k| k.0).collect();
        let names = store::org::some(tx, &hosts)?;
        let zone = tx.zone().clone();
        let event = |row: &Row| {
            let host = names.get(&row.org).map_or("", |o| o.name.as_str());
            event(row, host, &zone)
        };
        let mut events: Vec<Event> = rows.values().map(event).collect();
        events.sort_by(|a, b| (a.starts, &a.uid).cmp(&(b.starts, &b.uid)));
        Ok(ical::calendar(&name(&language), &events))
    })
    .await
}

fn event(row: &Row, host: &str, zone: &jiff::tz::TimeZone) -> Event {
    let starts = begins_at(row.day, row.start, zone);
    Event {
        uid: format!("meeting-{}-{}@qingdan", row.org, row.id),
        sequence: row.sequence,
        changed: row.changed_at,
        starts,
        ends: starts.plus_ms(row.lasts * 60_000),
        summary: format!("{} · {host}", row.title),
        place: row.place.clone(),
        note: row.reason.clone(),
        cancelled: row.stage == Stage::Cancelled,
    }
}
