//! The commands: each reads its arguments, calls actions of the rooms, prints, and says how it ended.

use anyhow::Result;
use cx::{Actor, AppError, Cx, House};

use crate::{
    cli::{Cli, Command},
    config::{Config, Flags},
    outcome::Outcome,
    say::{self, say},
};

mod account;
mod database;
mod demo;
mod org;
mod paper;
mod serve;

/// Runs one command.
pub async fn run(cli: Cli) -> Outcome {
    match dispatch(cli).await {
        Ok(outcome) => outcome,
        Err(error) => failed(&error),
    }
}

/// Says why a command failed and how scripts know it.
fn failed(error: &anyhow::Error) -> Outcome {
    match error.downcast_ref::<AppError>() {
        Some(AppError::Invalid(faults)) => {
            say::faults(faults);
            return Outcome::Refused;
        }
        Some(AppError::NotFound) => {
            eprintln!("qingdan: there is no such account, organisation or paper");
            return Outcome::NotFound;
        }
        _ => eprintln!("qingdan: {error:#}"),
    }
    match error.downcast_ref::<db::DbFault>() {
        Some(db::DbFault::TooNew { .. } | db::DbFault::TooOld { .. }) => Outcome::WrongSchema,
        _ => Outcome::Failed,
    }
}

async fn dispatch(cli: Cli) -> Result<Outcome> {
    let mut flags =
        Flags { listen: None, data: cli.data, db: cli.db, public_url: cli.public_url, fonts_dir: cli.fonts_dir };
    if let Command::Serve(listen) | Command::Demo(crate::cli::Demo { listen, .. }) = &cli.command {
        flags.listen.clone_from(&listen.listen);
    }
    let config = Config::load(cli.config.as_deref(), &flags)?;
    serve::start_logging(&config);
    if matches!(&cli.command, Command::Serve(_) | Command::Demo(_) | Command::Paper(_)) {
        paper::use_fonts(&config)?;
    }
    match cli.command {
        Command::Serve(_) => serve::serve(&config).await,
        Command::Demo(options) => demo::demo(&config, options.prepare_only).await,
        Command::Migrate(json) => database::migrate(&config, json.json).await,
        Command::Org(command) => org::run(&config, command).await,
        Command::Account(command) => account::run(&config, command).await,
        Command::Check(json) => database::check(&config, json.json).await,
        Command::Backup { folder, json } => database::backup(&config, &folder, json.json).await,
        Command::Restore { folder, json } => database::restore(&config, &folder, json.json).await,
        Command::Paper(wanted) => paper::print(&config, wanted).await,
        Command::Openapi => {
            say!("{}", crate::openapi::api().to_pretty_json()?);
            Ok(Outcome::Done)
        }
        Command::Config => {
            let shown = Config { db: config.db_url()?.to_string(), ..config };
            say!("{}", toml::to_string_pretty(&shown)?.trim_end());
            Ok(Outcome::Done)
        }
    }
}

/// Opens a database whose schema is exactly this program's. An embedded database that is not there is not made: a
/// mistyped path must not look like an empty tree.
///
/// # Errors
/// [`db::DbFault::TooOld`] or [`db::DbFault::TooNew`] otherwise.
pub async fn ready_house(config: &Config) -> Result<House> {
    let known = i64::try_from(schema::MIGRATIONS.len()).unwrap_or(i64::MAX);
    if let db::DbUrl::Sqlite(path) = config.db_url()?
        && !path.exists()
    {
        let missing = anyhow::Error::from(db::DbFault::TooOld { found: 0, known });
        return Err(missing.context(format!("there is no database at {}", path.display())));
    }
    let house = crate::wiring::house(config)?;
    let state = house.db.schema_state(schema::MIGRATIONS).await?;
    if state.applied < state.known {
        return Err(db::DbFault::TooOld { found: state.applied, known: state.known }.into());
    }
    Ok(house)
}

/// The operator's context at the command line.
#[must_use]
pub fn operator(house: &House) -> Cx {
    Cx::new(house.clone(), Actor::operator(), "cli", house.new_id::<()>().to_string())
}
