//! `migrate`, `check`, `backup`, `restore`.

use std::path::Path;

use anyhow::Result;

use crate::{backup, commands::operator, config::Config, outcome::Outcome, say::say, wiring};

pub(super) async fn migrate(config: &Config, json: bool) -> Result<Outcome> {
    let house = wiring::house(config)?;
    let applied = house.db.migrate(schema::MIGRATIONS, house.now()).await?;
    if json {
        say!("{}", serde_json::json!({ "applied": applied, "schema": schema::MIGRATIONS.len() }));
        return Ok(Outcome::Done);
    }
    for name in &applied {
        say!("applied {name}");
    }
    say!("{}: schema version {}", house.db.url(), schema::MIGRATIONS.len());
    Ok(Outcome::Done)
}

/// Runs every room's check and the engine's own.
pub(super) async fn check(config: &Config, json: bool) -> Result<Outcome> {
    let house = super::ready_house(config).await?;
    let cx = operator(&house);
    let mut found: Vec<(&str, String)> = house.db.integrity()?.into_iter().map(|p| ("database", p)).collect();
    let rooms = [
        ("org", ::org::check(&cx).await?),
        ("target", cx.read(target::check).await?),
        ("task_list", task_list::check(&cx).await?),
        ("statement", cx.read(statement::check).await?),
        ("meeting", cx.read(meeting::check).await?),
    ];
    let parts: Vec<&str> = std::iter::once("database").chain(rooms.iter().map(|(room, _)| *room)).collect();
    found.extend(rooms.into_iter().flat_map(|(room, problems)| problems.into_iter().map(move |p| (room, p))));
    if json {
        let problems: Vec<_> =
            found.iter().map(|(part, p)| serde_json::json!({ "part": part, "problem": p })).collect();
        say!("{}", serde_json::json!({ "sound": found.is_empty(), "problems": problems }));
    } else if found.is_empty() {
        say!("sound: {}", parts.join(", "));
    } else {
        for (part, problem) in &found {
            say!("{part}: {problem}");
        }
    }
    Ok(if found.is_empty() { Outcome::Done } else { Outcome::Unsound })
}

pub(super) async fn backup(config: &Config, folder: &Path, json: bool) -> Result<Outcome> {
    let house = super::ready_house(config).await?;
    let manifest = backup::make(&house, folder).await?;
    let (files, bytes) = (manifest.files.len(), manifest.files.iter().map(|f| f.size).sum::<u64>());
    if json {
        let told = serde_json::json!({ "folder": folder, "files": files, "bytes": bytes, "schema": manifest.schema });
        say!("{told}");
    } else {
        say!("{}: {files} files, {bytes} bytes, schema {}", folder.display(), manifest.schema);
    }
    Ok(Outcome::Done)
}

pub(super) async fn restore(config: &Config, folder: &Path, json: bool) -> Result<Outcome> {
    let house = wiring::house(config)?;
    let before = backup::restore(&house, folder).await?;
    if json {
        say!("{}", serde_json::json!({ "restored": folder, "before": before }));
    } else {
        say!("restored from {}; the state before is kept in {}", folder.display(), before.display());
    }
    Ok(Outcome::Done)
}
