//! Logging in: the same answer, the same work, whoever is not let in and why.

use cx::{Actor, AppError, Cx, Happening, Seat, Tx, hash_token, session};
use kernel::{AccountId, Fault, Instant, OrgId};
use serde_json::json;

use super::tries::Buckets;
use crate::{
    hashing,
    rules::{self, Profile},
    store::{self, Credentials, NewSession},
};

/// Longest password that is looked at, in bytes: longer ones cannot have been set.
const MOST_BYTES: usize = 1024;

/// Somebody at the door.
#[derive(Clone)]
pub(crate) struct Try {
    /// The login as typed.
    pub(crate) login: String,
    /// The password as typed, blanks and all.
    pub(crate) password: String,
    /// From where; never kept beside a person.
    pub(crate) address: String,
    /// With which browser; shown to the owner of the session only.
    pub(crate) agent: String,
}

/// A session just opened: what the browser keeps.
pub(crate) struct Opened {
    /// The secret token.
    pub(crate) token: String,
    /// Whether the password must be changed first.
    pub(crate) must_change: bool,
}

/// Why somebody is not let in, for the record only.
#[derive(Debug, Clone, Copy)]
enum Refusal {
    Unknown,
    Password,
    Disabled,
    Expired,
}

impl Refusal {
    const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Password => "password",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
        }
    }

    /// What the person is told: that a one-time password has run out, only to whoever knows it.
    fn fault(self) -> Fault {
        match self {
            Self::Expired => Fault::new("account_code_expired"),
            _ => Fault::new("account_wrong"),
        }
    }
}

/// Opens a session.
pub(crate) async fn log_in(cx: &Cx, attempt: Try, profile: Profile) -> Result<Opened, AppError> {
    let login = rules::login::login_of(&attempt.login).unwrap_or_default();
    let buckets = Buckets::of(&login, &attempt.address);
    let (asked, looked_up) = (buckets.clone(), login.clone());
    let found = cx
        .read(move |tx| {
            asked.pass(tx, false)?;
            store::credentials(tx, &looked_up)
        })
        .await?;
    let fits = attempt.password.len() <= MOST_BYTES;
    let typed = if fits { attempt.password.as_str() } else { "" };
    let right = hashing::check(typed, found.as_ref().map(|c| c.hash.clone())).await? && fits;
    match judge(found, right, cx.house().now()) {
        Ok(known) => admit(cx, known, &attempt, buckets, profile).await,
        Err((id, refusal)) => turn_away(cx, id, refusal, buckets).await,
    }
}

/// Who may come in.
fn judge(found: Option<Credentials>, right: bool, now: Instant) -> Result<Credentials, (Option<AccountId>, Refusal)> {
    let Some(known) = found else { return Err((None, Refusal::Unknown)) };
    let id = Some(known.id);
    if !right {
        Err((id, Refusal::Password))
    } else if known.disabled_at.is_some() {
        Err((id, Refusal::Disabled))
    } else if known.one_time_until.is_some_and(|until| until <= now) {
        Err((id, Refusal::Expired))
    } else {
        Ok(known)
    }
}

/// Counts and records a refused try.
async fn turn_away(cx: &Cx, id: Option<AccountId>, refusal: Refusal, buckets: Buckets) -> Result<Opened, AppError> {
    cx.write(move |tx| {
        buckets.pass(tx, true)?;
        let permit = tx.permit_self("account.log_in");
        buckets.failed(tx, &permit)?;
        // Not what was typed: people type passwords into the wrong field.
        let object = id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let happening = Happening::new("account.logged_in", OrgId::new(0), object).refused();
        Ok(happening.detail(json!({ "why": refusal.code() })).answer(()))
    })
    .await?;
    Err(refusal.fault().into())
}

/// Opens the session, as the person who has just proved who they are.
async fn admit(
    cx: &Cx,
    known: Credentials,
    attempt: &Try,
    buckets: Buckets,
    profile: Profile,
) -> Result<Opened, AppError> {
    let renewed = if hashing::is_old(&known.hash) { Some(hashing::hash(&attempt.password).await?) } else { None };
    let token = cx::fresh_token()?;
    let (hash, csrf, agent) = (hash_token(&token), cx::fresh_token()?, attempt.agent.clone());
    let cx = as_person(cx, &known).await?;
    let must_change = cx
        .write(move |tx| {
            buckets.pass(tx, true)?;
            let permit = tx.permit_self("account.log_in");
            // Whoever reset the password or disabled the account since it was looked up comes first.
            store::hold(tx, &permit, known.id)?;
            let now_stored = store::credentials_of(tx, known.id)?;
            if now_stored.is_none_or(|c| c.hash != known.hash || c.disabled_at.is_some()) {
                return Err(Refusal::Password.fault().into());
            }
            buckets.succeeded(tx, &permit)?;
            if let Some(new) = &renewed {
                store::renew_hash(tx, &permit, known.id, new, &known.hash)?;
            }
            let stale = profile.is_stale(known.password_at, tx.now());
            if stale {
                store::mark_stale(tx, &permit, known.id)?;
            }
            let seats = seats(tx, known.id)?;
            let until = tx.now().plus_ms(rules::session_ms(seats.iter().any(|s| s.role.is_admin())));
            let session = NewSession {
                hash: hash.clone(),
                account: known.id,
                post: None,
                csrf: csrf.clone(),
                agent: agent.clone(),
                until,
            };
            store::add_session(tx, &permit, &session)?;
            let org = seats.first().map_or(OrgId::new(0), |s| s.org);
            Ok(Happening::new("account.logged_in", org, known.id).answer(known.must_change || stale))
        })
        .await?;
    Ok(Opened { token, must_change })
}

/// The context in which whoever has just proved who they are acts: from the first of their posts.
async fn as_person(cx: &Cx, known: &Credentials) -> Result<Cx, AppError> {
    let (id, name) = (known.id, known.name.clone());
    let first = cx.read(move |tx| Ok(seats(tx, id)?.into_iter().next())).await?;
    let person = match first {
        Some(seat) => Actor { account: id, name, seat },
        None => Actor::seatless(id, name),
    };
    Ok(Cx::new(cx.house().clone(), person, cx.source(), cx.request_id().to_owned()))
}

/// The posts somebody holds today.
pub(crate) fn seats(tx: &mut Tx<'_>, id: AccountId) -> Result<Vec<Seat>, AppError> {
    let today = tx.today();
    session::seats(tx, id, today)
}
