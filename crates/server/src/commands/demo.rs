//! `demo`: a database with the real tree and a living month, made once, then served.

use anyhow::{Result, bail};
use cx::{House, Meter};
use db::args;

use crate::{
    config::Config,
    demo::{self, MARK, Welcome},
    keys,
    outcome::Outcome,
    progress::Progress,
    say::say,
    wiring,
};

pub(super) async fn demo(config: &Config, prepare_only: bool) -> Result<Outcome> {
    let house = wiring::house(config)?;
    let fresh = house.db.schema_state(schema::MIGRATIONS).await?.applied == 0;
    house.db.migrate(schema::MIGRATIONS, house.now()).await?;
    if !fresh && !is_demo(&house).await? {
        bail!("{} holds something else than a finished demo; name another folder with --data", house.db.url());
    }
    if fresh {
        eprintln!("making {} (once)", house.db.url());
        let meter = Meter::default();
        let progress = Progress::of(&meter, false);
        let welcome = demo::build(config, house.now(), &meter).await?;
        drop(progress);
        greet(&welcome);
    } else {
        say!("{} is a demo already; its accounts keep the passwords they chose.", house.db.url());
        say!("New one-time password: qingdan --data {} account reset LOGIN", config.data.display());
    }
    if prepare_only {
        return Ok(Outcome::Done);
    }
    let house = keys::ready_to_sign(config, wiring::house(config)?).await?;
    super::serve::listen(config, house, true).await
}

/// Names and one-time passwords, in a table that can be read aloud.
fn greet(welcome: &[Welcome]) {
    say!("\n演示数据·虚构 · demo data, fictitious\n");
    say!("{:<12} {:<26} who", "login", "one-time password");
    for guest in welcome {
        say!("{:<12} {:<26} {}", guest.login, guest.password, guest.who);
    }
    say!("\nEach must choose a password of 12 characters or more at the first log-in.\n");
}

/// Whether a database was built by `demo`.
pub(super) async fn is_demo(house: &House) -> Result<bool> {
    let (n,): (i64,) = house
        .db
        .read(|tx| tx.one(crate::store::DEMO, args![MARK]))
        .await
        .map_err(|e: db::DbFault| anyhow::anyhow!(e))?;
    Ok(n > 0)
}
