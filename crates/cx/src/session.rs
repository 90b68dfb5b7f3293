//! From a secret token to an actor: which account, which posts it holds today, which one it acts from.
//!
//! This runs on every request, so a right ends with the post, the session or the account at once.

use db::{args, rec};
use kernel::{AccountId, Day, Instant, OrgId, OrgPath, PostId, Role};

use crate::{Actor, AppError, Seat};

/// A live session or API token and whoever is behind it.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who acts, in the chosen seat; seatless if no post is held today.
    pub actor: Actor,
    /// All seats of the account today.
    pub seats: Vec<Seat>,
    /// Language of the pages: `zh` or `en`.
    pub language: String,
    /// The password must be changed before anything else.
    pub must_change: bool,
    /// The session's token against forged requests; empty for an API token.
    pub csrf: String,
    /// When the session was last seen.
    pub seen_at: Instant,
    /// When the person last proved who they are.
    pub proved_at: Instant,
    /// Hash of the session's token.
    pub token_hash: String,
    /// Whether requests that change something are allowed (always for a session).
    pub may_write: bool,
}

impl Caller {
    /// Somebody who has proved at this instant who they are, as the demo and the stories need them: nothing stored
    /// stands behind it.
    #[must_use]
    pub const fn proved(actor: Actor, at: Instant) -> Self {
        Self {
            actor,
            seats: Vec::new(),
            language: String::new(),
            must_change: false,
            csrf: String::new(),
            seen_at: at,
            proved_at: at,
            token_hash: String::new(),
            may_write: true,
        }
    }
}

rec! {
    struct SessionRow {
        account: AccountId, post: Option<PostId>, csrf: String, seen_at: Instant, until: Instant,
        proved_at: Instant, name: String, must_change: bool, language: String, disabled_at: Option<Instant>,
    }
}

rec! {
    struct TokenRow {
        account: AccountId, post: PostId, may_write: bool, until: Instant, revoked_at: Option<Instant>,
        name: String, language: String, disabled_at: Option<Instant>,
    }
}

rec! {
    struct SeatRow { post: PostId, title: String, role: String, org: OrgId, org_name: String, path: OrgPath, next_child: i64 }
}

/// Idle limits in milliseconds: 30 minutes for administrators, 12 hours for the others (`trust.md` B2).
const fn idle_ms(role: Role) -> i64 {
    if role.is_admin() { 30 * 60_000 } else { 12 * 3_600_000 }
}

/// The caller behind a browser's session token, if it is live.
///
/// # Errors
/// If the database fails.
pub fn by_session(tx: &mut db::Tx<'_>, hash: &str, now: Instant, today: Day) -> Result<Option<Caller>, AppError> {
    let row: Option<SessionRow> = tx.opt(
        "SELECT s.account_id, s.post_id, s.csrf, s.seen_at, s.until, s.proved_at, a.name, a.must_change, a.language, a.disabled_at \
         FROM session s JOIN account a ON a.account_id = s.account_id WHERE s.token_hash = $1",
        args![hash],
    )?;
    let Some(row) = row.filter(|r| r.until > now && r.disabled_at.is_none()) else { return Ok(None) };
    let seats = seats(tx, row.account, today)?;
    let actor = seated(row.account, row.name, &seats, row.post);
    if row.seen_at.plus_ms(idle_ms(actor.seat.role)) < now {
        return Ok(None);
    }
    Ok(Some(Caller {
        actor,
        seats,
        language: row.language,
        must_change: row.must_change,
        csrf: row.csrf,
        seen_at: row.seen_at,
        proved_at: row.proved_at,
        token_hash: hash.to_owned(),
        may_write: true,
    }))
}

/// The caller behind an API token, if it is live and its post is still held.
///
/// # Errors
/// If the database fails.
pub fn by_token(tx: &mut db::Tx<'_>, hash: &str, now: Instant, today: Day) -> Result<Option<Caller>, AppError> {
    let row: Option<TokenRow> = tx.opt(
        "SELECT t.account_id, t.post_id, t.may_write, t.until, t.revoked_at, a.name, a.language, a.disabled_at \
         FROM api_token t JOIN account a ON a.account_id = t.account_id WHERE t.token_hash = $1",
        args![hash],
    )?;
    let live = |r: &TokenRow| r.until > now && r.revoked_at.is_none() && r.disabled_at.is_none();
    let Some(row) = row.filter(live) else { return Ok(None) };
    let seats = seats(tx, row.account, today)?;
    // A token is bound to one post; it does not slide to another that the person holds.
    if !seats.iter().any(|s| s.post == row.post) {
        return Ok(None);
    }
    let actor = seated(row.account, row.name, &seats, Some(row.post));
    Ok(Some(Caller {
        actor,
        seats,
        language: row.language,
        must_change: false,
        csrf: String::new(),
        seen_at: now,
        proved_at: Instant(0),
        token_hash: hash.to_owned(),
        may_write: row.may_write,
    }))
}

/// Notes that a session is in use. Called at most once a minute per session.
///
/// # Errors
/// If the database fails.
pub fn touch(tx: &mut db::Tx<'_>, hash: &str, now: Instant) -> Result<(), AppError> {
    tx.exec("UPDATE session SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1", args![now, hash])?;
    Ok(())
}

/// The posts an account holds today, at organisations that exist today.
///
/// # Errors
/// If the database fails or a stored role is unknown.
pub fn seats(tx: &mut db::Tx<'_>, account: AccountId, today: Day) -> Result<Vec<Seat>, AppError> {
    let rows: Vec<SeatRow> = tx.all(
        "SELECT p.post_id, p.title, p.role, o.org_id, o.name, o.path, o.next_child FROM holder h \
         JOIN post p ON p.org_id = h.org_id AND p.post_id = h.post_id \
         JOIN org o ON o.org_id = h.org_id \
         WHERE h.account_id = $1 AND h.from_day <= $2 AND h.to_day > $2 AND p.from_day <= $2 AND p.to_day > $2 \
         AND o.until_day > $2 ORDER BY o.path, p.post_id",
        args![account, today],
    )?;
    rows.into_iter()
        .map(|r| {
            let role = Role::of_post(&r.role)
                .ok_or_else(|| AppError::Internal(format!("post {} has the unknown role {}", r.post, r.role)))?;
            let leads = r.next_child > 1;
            Ok(Seat { post: r.post, title: r.title, role, org: r.org, org_name: r.org_name, path: r.path, leads })
        })
        .collect()
}

/// Whoever acts for an account in a post while no session is open: in work that goes on after the request. None once
/// the post is not held any more or the account is closed.
///
/// # Errors
/// If the database fails or a stored role is unknown.
pub fn in_post(tx: &mut db::Tx<'_>, account: AccountId, post: PostId, today: Day) -> Result<Option<Actor>, AppError> {
    let row: Option<(String, Option<Instant>)> =
        tx.opt("SELECT a.name, a.disabled_at FROM account a WHERE a.account_id = $1", args![account])?;
    let Some((name, None)) = row else { return Ok(None) };
    let seat = seats(tx, account, today)?.into_iter().find(|seat| seat.post == post);
    Ok(seat.map(|seat| Actor { account, name, seat }))
}

/// The actor in the wanted seat, else the first, else none.
fn seated(account: AccountId, name: String, seats: &[Seat], wanted: Option<PostId>) -> Actor {
    let seat = seats.iter().find(|s| Some(s.post) == wanted).or_else(|| seats.first());
    match seat {
        Some(seat) => Actor { account, name, seat: seat.clone() },
        None => Actor::seatless(account, name),
    }
}
