//! Calendars behind secret addresses.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{AccountId, Day, Instant, MeetingId, OrgId};

use crate::rules::{Clock, Stage};

macro_rules! columns {
    () => {
        "SELECT m.org_id, m.meeting_id, m.title, m.day, m.start_minute, m.lasts, m.place, m.stage, m.reason, m.sequence, m.changed_at "
    };
}

pub(crate) const OF_ACCOUNT: &str =
    "SELECT created_at FROM calendar_feed WHERE account_id = $1 ORDER BY created_at DESC LIMIT 1";
/// Whose address it is, and in which language they read; none if the account is disabled.
pub(crate) const OWNER: &str = "SELECT f.account_id, a.language FROM calendar_feed f JOIN account a ON a.account_id = f.account_id \
     WHERE f.token_hash = $1 AND a.disabled_at IS NULL";
pub(crate) const OPEN: &str = "INSERT INTO calendar_feed (token_hash, account_id, created_at) VALUES ($1, $2, $3)";
pub(crate) const CLOSE: &str = "DELETE FROM calendar_feed WHERE account_id = $1";
pub(crate) const OWN: &str =
    concat!(columns!(), "FROM meeting m WHERE m.org_id = $1 AND m.day >= $2 ORDER BY m.day, m.meeting_id LIMIT 500");
/// Meetings of others to which a post of this organisation and role is called.
pub(crate) const CALLED: &str = concat!(
    columns!(),
    "FROM (SELECT DISTINCT g.org_id, g.meeting_id FROM meeting_guest g WHERE g.guest_id = $1 \
     AND (g.post_id = $3 OR (g.post_id = 0 AND (g.role = '' OR g.role = $4)))) c \
     JOIN meeting m ON m.org_id = c.org_id AND m.meeting_id = c.meeting_id WHERE m.org_id <> $1 AND m.day >= $2 ORDER BY m.day, m.meeting_id LIMIT 500"
);

rec! {
    /// A meeting as a calendar needs it.
    #[derive(Debug, Clone)]
    pub(crate) struct Row {
        pub(crate) org: OrgId,
        pub(crate) id: MeetingId,
        pub(crate) title: String,
        pub(crate) day: Day,
        pub(crate) start: Clock,
        pub(crate) lasts: i64,
        pub(crate) place: String,
        pub(crate) stage: Stage,
        pub(crate) reason: String,
        pub(crate) sequence: i64,
        pub(crate) changed_at: Instant,
    }
}

/// When the account's present address was made.
pub(crate) fn made_at(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Instant>, AppError> {
    let row: Option<(Instant,)> = tx.opt(OF_ACCOUNT, args![account])?;
    Ok(row.map(|r| r.0))
}

/// Whose address this is: account and language.
pub(crate) fn owner(tx: &mut Tx<'_>, hash: &str) -> Result<Option<(AccountId, String)>, AppError> {
    Ok(tx.opt(OWNER, args![hash])?)
}

/// Gives the account this address and no other.
pub(crate) fn open(tx: &mut Tx<'_>, _: &Permit, account: AccountId, hash: &str) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(CLOSE, args![account])?;
    tx.exec(OPEN, args![hash, account, now])?;
    Ok(())
}

/// Takes the account's address away; false if it has none.
pub(crate) fn close(tx: &mut Tx<'_>, _: &Permit, account: AccountId) -> Result<bool, AppError> {
    Ok(tx.exec(CLOSE, args![account])? > 0)
}

/// The meetings of a seat from a day on: its organisation's own, and those it is called to.
pub(crate) fn of_seat(tx: &mut Tx<'_>, seat: &cx::Seat, since: Day) -> Result<Vec<Row>, AppError> {
    let mut rows: Vec<Row> = tx.all(OWN, args![seat.org, since])?;
    rows.extend(tx.all::<Row>(CALLED, args![seat.org, since, seat.post, seat.role.code()])?);
    Ok(rows)
}
