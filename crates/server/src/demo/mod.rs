//! The demo: the real tree of Linxia with a living, fictitious month on it.
//!
//! Everything goes through the same actions as in earnest; only the clock is a story's. Nothing judges
//! anyone: what happens to which organisation is decided by a hash, and every page says that it is made up.

mod basis;
mod changes;
mod clock;
mod duties;
mod fate;
mod letters;
mod meetings;
mod month;
mod people;
mod texts;
mod tree;

use std::sync::Arc;

use anyhow::{Context, Result};
use cx::{Actor, Cx, House, Meter};
use kernel::{AccountId, Instant, OrgId, OrgPath, PostId};

pub use people::Welcome;

/// One organisation of the story, and whoever acts for it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) org: OrgId,
    pub(crate) parent: Option<OrgId>,
    pub(crate) path: OrgPath,
    pub(crate) level: String,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) account: AccountId,
    pub(crate) post: PostId,
}

/// What the story needs to go on.
pub(crate) struct Story {
    house: House,
    clock: clock::StoryClock,
    real_now: Instant,
    places: Vec<Place>,
    meter: Meter,
}

impl Story {
    /// Sets the story's clock, but never past the present.
    fn at(&self, instant: Instant) {
        self.clock.set(instant.min(self.real_now));
    }

    /// The context in which an organisation's secretary acts.
    fn cx_of(&self, place: &Place) -> Cx {
        let seat = cx::Seat {
            post: place.post,
            title: people::SECRETARY.to_owned(),
            role: kernel::Role::Secretary,
            org: place.org,
            org_name: place.name.clone(),
            path: place.path.clone(),
            leads: true,
        };
        let actor = Actor { account: place.account, name: String::new(), seat };
        Cx::new(self.house.clone(), actor, "cli", "demo".to_owned())
    }

    fn operator(&self) -> Cx {
        crate::commands::operator(&self.house).watched_by(&self.meter)
    }
}

/// Fills an empty, migrated database; answers who may log in and with which one-time password.
///
/// # Errors
/// If the data are missing or an action refuses, which tests exclude.
pub async fn build(config: &crate::config::Config, now: Instant, meter: &Meter) -> Result<Vec<Welcome>> {
    let clock = clock::StoryClock::default();
    clock.set(now);
    let house = crate::wiring::open_house(config, Arc::new(clock.clone()))?;
    let house = crate::keys::ready_to_sign(config, house).await?;
    let mut story = Story { house, clock, real_now: now, places: Vec::new(), meter: meter.clone() };
    meter.step("real divisions of Linxia, edition 2016 and its changes up to 2023");
    tree::plant(&story, &tree::Data::embedded()?).await.context("the tree")?;
    meter.step("posts and accounts");
    let welcome = people::plant(&mut story).await.context("posts and accounts")?;
    letters::play(&story, meter).await.context("documents, plan and letters")?;
    changes::in_summer(&mut story).await.context("new first-responsible persons")?;
    story.at(now);
    let present = story.house.month();
    meetings::plan(&story, present.plus(-1)).await.context("series of meetings")?;
    for (month, is_past) in [(present.plus(-1), true), (present, false)] {
        month::play(&story, month, is_past, meter).await.with_context(|| format!("the month {month}"))?;
    }
    changes::now(&story).await.context("a vacant post")?;
    mark(&story).await?;
    Ok(welcome)
}

/// Records that this database is a demo: every page then says so.
async fn mark(story: &Story) -> Result<()> {
    story.at(story.real_now);
    let cx = story.operator();
    cx.write(|_| Ok(cx::Happening::new(MARK, OrgId::new(0), "linxia").answer(()))).await?;
    Ok(())
}

/// Kind of the happening that marks a demo database.
pub(crate) const MARK: &str = "server.demo_built";
