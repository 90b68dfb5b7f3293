//! Persons' accounts: logging in and out, passwords, sessions and API tokens.
//!
//! Words: account 账号, session 会话, one-time password 一次性密码, API token 程序令牌, proof 再次验证.
//! Life: an account is opened with a one-time password, which its person must replace at the first log-in;
//! it may be disabled and enabled again and is never deleted, for the record points to it.
//! Tables owned: account, account_login, session, login_failure, api_token
//! Tables read: org, holder, post (through the context's seats)
//! Used by: access (which decides whose accounts an administrator may manage), the command line, the demo.

pub mod access;
mod actions;
mod api;
mod hashing;
mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::manage::{
    Listed, count, create_account, disable, disable_in, enable, enable_in, end_sessions_in, fresh_code, give_code_in,
    hold, list, name_of_login, open_in, plant, reset_password, sweep,
};
pub use actions::prove::{Proof, prove_with_password};
pub use api::Api;
pub use hashing::OneTimePassword;
pub use pages::proof::{once_proved, proof_of, proof_of_form};
pub use rules::{Profile, login::login_of};
pub use store::{AccountRow as Account, STATEMENTS, by_login, of_id};

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// Pages and API of this room under the default password profile.
#[must_use]
pub fn routes() -> kit::Routes {
    routes_with(Profile::Asvs)
}

/// Pages and API of this room under a password profile.
#[must_use]
pub fn routes_with(profile: Profile) -> kit::Routes {
    pages::routes(profile).and(api::routes())
}
