//! Series of meetings.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{Id, Month, OrgId};

use crate::rules::{Clock, Invited, Plan, Rhythm, SeriesDraft, Shift};

/// Kind of thing a series is.
#[derive(Debug)]
pub enum OfSeries {}
/// Identity of a series of meetings.
pub type SeriesId = Id<OfSeries>;

macro_rules! columns {
    () => {
        "SELECT org_id, series_id, title, rhythm, shift, start_minute, lasts, place, invited, from_month, until_month, \
         planned_until, version FROM meeting_series "
    };
}

pub(crate) const OF_ORG: &str = concat!(columns!(), "WHERE org_id = $1 ORDER BY series_id LIMIT 100");
pub(crate) const GET: &str = concat!(columns!(), "WHERE org_id = $1 AND series_id = $2");
pub(crate) const INSERT: &str = "INSERT INTO meeting_series (org_id, series_id, title, rhythm, shift, start_minute, lasts, place, invited, \
     from_month, until_month, planned_until, written_by, written_at, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 999912, 190001, $11, $12, 1)";
pub(crate) const UPDATE: &str = "UPDATE meeting_series SET title = $4, rhythm = $5, shift = $6, start_minute = $7, lasts = $8, place = $9, \
     invited = $10, from_month = $11, until_month = $12, written_by = $13, written_at = $14, version = version + 1 \
     WHERE org_id = $1 AND series_id = $2 AND version = $3";
pub(crate) const PLANNED: &str =
    "UPDATE meeting_series SET planned_until = $3 WHERE org_id = $1 AND series_id = $2 AND planned_until < $3";
/// Series of living organisations whose meetings up to a month have not been made, the next after a key.
pub(crate) const BEHIND: &str = concat!(
    columns!(),
    "WHERE planned_until < $1 AND planned_until < until_month AND (org_id, series_id) > ($2, $3) AND EXISTS \
     (SELECT 1 FROM org o WHERE o.org_id = meeting_series.org_id AND o.until_day > $5) ORDER BY org_id, series_id LIMIT $4"
);
/// Whether the calendar knows anything of a year.
pub(crate) const YEAR_KNOWN: &str = "SELECT COUNT(*) FROM workday WHERE day >= $1 AND day <= $2";

rec! {
    /// A stored series.
    #[derive(Debug, Clone)]
    pub(crate) struct Row {
        pub(crate) org: OrgId,
        pub(crate) id: SeriesId,
        pub(crate) title: String,
        pub(crate) rhythm: Rhythm,
        pub(crate) shift: Shift,
        pub(crate) start: Clock,
        pub(crate) lasts: i64,
        pub(crate) place: String,
        pub(crate) invited: String,
        pub(crate) from: Month,
        pub(crate) until: Month,
        pub(crate) planned_until: Month,
        pub(crate) version: i64,
    }
}

impl Row {
    /// The series as its editor holds it.
    pub(crate) fn draft(&self) -> SeriesDraft {
        let plan = Plan {
            title: self.title.clone(),
            start: self.start,
            lasts: self.lasts,
            place: self.place.clone(),
            invited: Invited::stored(&self.invited),
        };
        SeriesDraft { plan, rhythm: self.rhythm, shift: self.shift, from: self.from }
    }
}

/// The series of an organisation.
pub(crate) fn of_org(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Row>, AppError> {
    Ok(tx.all(OF_ORG, args![org])?)
}

/// One series of an organisation; *not found* if it has none of that id.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId, id: SeriesId) -> Result<Row, AppError> {
    tx.opt(GET, args![org, id])?.ok_or(AppError::NotFound)
}

/// Writes a new series.
pub(crate) fn insert(tx: &mut Tx<'_>, _: &Permit, org: OrgId, id: SeriesId, d: &SeriesDraft) -> Result<(), AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let p = &d.plan;
    let (rhythm, invited) = (d.rhythm.code(), p.invited.canonical());
    tx.exec(
        INSERT,
        args![org, id, &p.title, rhythm, d.shift.code(), p.start.0, p.lasts, &p.place, invited, d.from, post, now],
    )?;
    Ok(())
}

/// Overwrites a series upon the version its editor had; false if it is another by now.
pub(crate) fn update(tx: &mut Tx<'_>, _: &Permit, row: &Row, d: &SeriesDraft, until: Month) -> Result<bool, AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let p = &d.plan;
    let (rhythm, invited) = (d.rhythm.code(), p.invited.canonical());
    let saved = tx.exec(
        UPDATE,
        args![
            row.org,
            row.id,
            row.version,
            &p.title,
            rhythm,
            d.shift.code(),
            p.start.0,
            p.lasts,
            &p.place,
            invited,
            d.from,
            until,
            post,
            now
        ],
    )?;
    Ok(saved == 1)
}

/// Notes up to which month the meetings of a series have been made.
pub(crate) fn planned(tx: &mut Tx<'_>, _: &Permit, org: OrgId, id: SeriesId, month: Month) -> Result<(), AppError> {
    tx.exec(PLANNED, args![org, id, month])?;
    Ok(())
}

/// Series that have fallen behind a month, so many after a key.
pub(crate) fn behind(
    tx: &mut Tx<'_>,
    month: Month,
    after: (OrgId, SeriesId),
    limit: i64,
) -> Result<Vec<Row>, AppError> {
    let today = tx.today();
    Ok(tx.all(BEHIND, args![month, after.0, after.1, limit, today])?)
}

/// Whether the calendar holds the rest days of a year.
pub(crate) fn year_known(tx: &mut Tx<'_>, year: i64) -> Result<bool, AppError> {
    let (n,): (i64,) = tx.one(YEAR_KNOWN, args![format!("{year:04}-01-01"), format!("{year:04}-12-31")])?;
    Ok(n > 0)
}
