//! The whole house on one page: routes of all rooms, their words, statements, and the app over them.

use std::sync::Arc;

use anyhow::{Context, Result};
use axum::{Router, middleware::from_fn_with_state};
use cx::{Files, House, SystemClock};
use jiff::tz::TimeZone;
use kit::{App, Routes, Wiring, Words};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

use crate::{config::Config, keys, nav, openapi, ops, security};

/// Every route of the program, under the default password profile.
#[must_use]
pub fn routes() -> Routes {
    routes_with(account::Profile::Asvs)
}

/// Every route of the program.
#[must_use]
pub fn routes_with(profile: account::Profile) -> Routes {
    ops::routes()
        .and(openapi::routes())
        .and(org::routes())
        .and(account::routes_with(profile))
        .and(access::routes())
        .and(audit::routes())
        .and(document::routes())
        .and(plan::routes())
        .and(target::routes())
        .and(reach::routes())
        .and(task_list::routes())
        .and(reminder::routes())
        .and(statement::routes())
        .and(meeting::routes())
        .and(paper::routes())
        .and(desk::routes())
}

/// Every words file of the program.
pub const WORDS: &[&str] = &[
    include_str!("../../kit/words.toml"),
    include_str!("words.toml"),
    org::WORDS,
    account::WORDS,
    access::WORDS,
    audit::WORDS,
    document::WORDS,
    plan::WORDS,
    reach::WORDS,
    target::WORDS,
    task_list::WORDS,
    reminder::WORDS,
    statement::WORDS,
    meeting::WORDS,
    paper::WORDS,
    desk::WORDS,
];

/// Every registered statement of every room: (room, name, text).
#[must_use]
pub fn statements() -> Vec<(&'static str, &'static str, &'static str)> {
    let rooms: [(&str, &[(&str, &str)]); 14] = [
        ("org", org::STATEMENTS),
        ("account", account::STATEMENTS),
        ("access", access::STATEMENTS),
        ("audit", audit::STATEMENTS),
        ("document", document::STATEMENTS),
        ("plan", plan::STATEMENTS),
        ("reach", reach::STATEMENTS),
        ("target", target::STATEMENTS),
        ("task_list", task_list::STATEMENTS),
        ("reminder", reminder::STATEMENTS),
        ("statement", statement::STATEMENTS),
        ("meeting", meeting::STATEMENTS),
        ("paper", paper::STATEMENTS),
        ("server", crate::store::STATEMENTS),
    ];
    rooms.into_iter().flat_map(|(room, list)| list.iter().map(move |(name, text)| (room, *name, *text))).collect()
}

/// Opens the database of this configuration. Does not migrate.
///
/// # Errors
/// An unusable address, zone, database or key file.
pub fn open_house(config: &Config, clock: Arc<dyn cx::Clock>) -> Result<House> {
    let url = config.db_url()?;
    let settings = db::Settings { connections: config.connections, ..db::Settings::default() };
    let db = db::Db::open(&url, &settings).with_context(|| format!("cannot open {url}"))?;
    let zone = TimeZone::get(&config.zone).with_context(|| format!("zone {:?} is not known", config.zone))?;
    let house = House::new(db, clock, zone, config.node, Files::at(config.data.join("files")));
    keys::with_key(config, house)
}

/// [`open_house`] on the machine's clock.
///
/// # Errors
/// As [`open_house`].
pub fn house(config: &Config) -> Result<House> {
    open_house(config, Arc::new(SystemClock))
}

/// The app over a house.
///
/// # Errors
/// If a words file is broken, which tests exclude.
pub fn app(config: &Config, house: House, demo: bool) -> Result<Router> {
    let words = Words::load(WORDS).map_err(|e| anyhow::anyhow!("words: {e}"))?;
    let header = config.client_address_header.as_str();
    let app = App::new(Wiring {
        house,
        words: Box::leak(Box::new(words)),
        nav: nav::menu,
        demo,
        secure_cookies: config.secure,
        public_url: Some(config.public_or("")).filter(|url| !url.is_empty()),
        client_address_header: Some(header.to_owned()).filter(|h| !h.is_empty()),
    });
    let profile = match config.password_profile.as_str() {
        "asvs" => account::Profile::Asvs,
        "dengbao" => account::Profile::Dengbao,
        other => anyhow::bail!("password_profile {other:?}: asvs or dengbao is expected"),
    };
    Ok(kit::guarded(&app, &routes_with(profile))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            std::time::Duration::from_secs(120),
        ))
        .layer(from_fn_with_state(config.secure, security::headers)))
}
