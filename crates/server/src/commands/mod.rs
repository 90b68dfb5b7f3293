//! The commands: each reads its arguments, calls actions of the rooms, prints, and says how it ended.

use anyhow::Result;
use cx::{Actor, Cx, House};

use crate::{
    cli::{Cli, Command},
    config::{Config, Flags},
    outcome::Outcome,
};

mod account;
mod database;
mod demo;
mod org;
mod serve;

/// Runs one command.
pub async fn run(cli: Cli) -> Outcome {
    match dispatch(cli).await {
        Ok(outcome) => outcome,
        Err(error) => {
            eprintln!("qingdan: {error:#}");
            match error.downcast_ref::<db::DbFault>() {
                Some(db::DbFault::TooNew { .. } | db::DbFault::TooOld { .. }) => Outcome::WrongSchema,
                _ => Outcome::Failed,
            }
        }
    }
}

async fn dispatch(cli: Cli) -> Result<Outcome> {
    let mut flags = Flags { listen: None, data: cli.data, db: cli.db };
    if let Command::Serve(listen) | Command::Demo(crate::cli::Demo { listen, .. }) = &cli.command {
        flags.listen.clone_from(&listen.listen);
    }
    let config = Config::load(cli.config.as_deref(), &flags)?;
    serve::start_logging(&config);
    match cli.command {
        Command::Serve(_) => serve::serve(&config).await,
        Command::Demo(options) => demo::demo(&config, options.prepare_only).await,
        Command::Migrate => database::migrate(&config).await,
        Command::Org(command) => org::run(&config, command).await,
        Command::Account(command) => account::run(&config, command).await,
        Command::Check(json) => database::check(&config, json.json).await,
        Command::Backup { folder } => database::backup(&config, &folder).await,
        Command::Restore { folder } => database::restore(&config, &folder).await,
        Command::Openapi => {
            println!("{}", crate::openapi::api().to_pretty_json()?);
            Ok(Outcome::Done)
        }
        Command::Config => {
            let shown = Config { db: config.db_url()?.to_string(), ..config };
            print!("{}", toml::to_string_pretty(&shown)?);
            Ok(Outcome::Done)
        }
    }
}

/// Opens a database whose schema is exactly this program's.
///
/// # Errors
/// [`db::DbFault::TooOld`] or [`db::DbFault::TooNew`] otherwise.
pub async fn ready_house(config: &Config) -> Result<House> {
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
