//! Changing the password. All sessions end; the one it was changed in goes on under a new token.

use cx::{AppError, Cx, Happening, Tx, hash_token, session::Caller};
use kernel::{AccountId, Fault, Faults};
use pinyin::ToPinyin;

use super::{log_in, prove};
use crate::{
    hashing,
    rules::{self, Profile},
    store::{self, NewSession},
};

/// What the form of the page holds.
#[derive(Clone, Default)]
pub(crate) struct Change {
    /// The password that ends; not asked for when it is a one-time one, which was typed a moment ago.
    pub(crate) old: String,
    /// The one that begins.
    pub(crate) new: String,
    /// The same once more.
    pub(crate) again: String,
}

/// Changes the password of whoever is logged in; answers the token of the session that goes on.
pub(crate) async fn change(
    cx: &Cx,
    caller: &Caller,
    form: Change,
    place: (&str, &str),
    profile: Profile,
) -> Result<String, AppError> {
    let (address, agent) = place;
    let (id, org) = (caller.actor.account, caller.actor.seat.org);
    let (one_time, known) = cx.read(move |tx| what_is_known(tx, id)).await?;
    judge(&form, &known, profile)?;
    if !one_time {
        prove::check(cx, &form.old, address, ("old", "account_old_wrong")).await?;
    }
    if form.new == form.old || hashing::check(&form.new, stored_hash(cx, id).await?).await? {
        return Err(Fault::of("password", "account_password_same").into());
    }
    let hash = hashing::hash(&form.new).await?;
    let (token, csrf, agent) = (cx::fresh_token()?, cx::fresh_token()?, agent.to_owned());
    let (session_hash, kept) = (hash_token(&token), caller.token_hash.clone());
    let post = Some(caller.actor.seat.post).filter(|p| p.raw() != 0);
    cx.write(move |tx| {
        let permit = tx.permit_self("account.change_password");
        if !store::end_session(tx, &permit, id, &kept)? {
            return Err(AppError::Unauthenticated);
        }
        store::set_password(tx, &permit, id, &hash)?;
        store::end_others(tx, &permit, id, "")?;
        let is_admin = log_in::seats(tx, id)?.iter().any(|s| s.role.is_admin());
        let until = tx.now().plus_ms(rules::session_ms(is_admin));
        let session = NewSession {
            hash: session_hash.clone(),
            account: id,
            post,
            csrf: csrf.clone(),
            agent: agent.clone(),
            until,
        };
        store::add_session(tx, &permit, &session)?;
        Ok(Happening::new("account.password_changed", org, id).answer(()))
    })
    .await?;
    Ok(token)
}

/// The demands on the new password, all at once.
fn judge(form: &Change, known: &[String], profile: Profile) -> Result<(), Faults> {
    let mut faults = rules::password::judge(&form.new, known, profile).err().unwrap_or_default();
    if form.new != form.again {
        faults.push(Fault::of("again", "account_password_again"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

async fn stored_hash(cx: &Cx, id: AccountId) -> Result<Option<String>, AppError> {
    cx.read(move |tx| Ok(store::credentials_of(tx, id)?.map(|c| c.hash))).await
}

/// Whether the password is a one-time one, and the words that everybody connects with the account: login,
/// name, organisations, the program's own name, and how they are spelt in Latin letters.
fn what_is_known(tx: &mut Tx<'_>, id: AccountId) -> Result<(bool, Vec<String>), AppError> {
    let known = store::credentials_of(tx, id)?.ok_or(AppError::Unauthenticated)?;
    let mut words = vec!["清单".to_owned(), "qingdan".to_owned(), known.name.clone(), known.login.clone()];
    words.extend(known.login.split(['.', '-', '_']).map(str::to_owned));
    for (name, _) in store::org_names(tx, id)? {
        words.push(name.trim_end_matches(['县', '镇', '乡', '村', '州', '市']).to_owned());
        words.push(name);
    }
    let spelt: Vec<String> = words.iter().filter(|w| !w.is_ascii()).map(|w| spelt(w)).collect();
    words.extend(spelt);
    Ok((known.one_time_until.is_some(), words))
}

/// A Chinese word in Latin letters, other characters as they are.
fn spelt(word: &str) -> String {
    word.chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |p| p.plain().to_owned())).collect()
}
