//! Who came and went in the year of the story: some first-responsible persons change in summer, so that there is
//! something to hand over, and one post has just fallen vacant. All fictitious.

use anyhow::{Context, Result};
use kernel::{Day, HolderId};

use super::{Place, Story, letters::day_of, people::GUEST_VILLAGE};

/// The township whose new secretary is appointed for a short term.
const TOWNSHIP: &str = "622921100";

/// Codes of the organisations that get a new secretary in summer.
const CHANGED: [&str; 3] = ["622922", TOWNSHIP, GUEST_VILLAGE];

/// Days from the present on which the short term still runs: near enough its end to be told.
const SHORT: i64 = 120;

/// The old secretaries leave and new ones come on the same day; whatever the story does later, they do.
pub(super) async fn in_summer(story: &mut Story) -> Result<()> {
    let present = story.real_now.day(&story.house.zone);
    story.at(day_of(present.month().year(), 7, 15)?.start(&story.house.zone).plus_ms(10 * 3_600_000));
    let (cx, day) = (story.operator(), story.house.today());
    for code in CHANGED {
        let at = story.places.iter().position(|p| p.code == code).with_context(|| format!("no place {code}"))?;
        let place = story.places[at].clone();
        let login = format!("demo-next-{code}");
        let people = vec![(login.clone(), "演示·虚构（接任）".to_owned())];
        let account = account::plant(&cx, people, &cx::fresh_token()?).await?;
        relieve(story, &place, day).await?;
        let to = if code == TOWNSHIP { present.plus(SHORT) } else { Day::FOREVER };
        let wanted = access::Appointment { org: place.org, post: place.post, login, from: day, to };
        access::appoint(&cx, wanted, "").await?;
        story.places[at].account = *account.first().context("an account was planted")?;
    }
    Ok(())
}

/// A village is without its first-responsible person from today on.
pub(super) async fn now(story: &Story) -> Result<()> {
    let township = story.places.iter().find(|p| p.code == TOWNSHIP).context("the township of the story")?;
    let village = story.places.iter().find(|p| p.parent == Some(township.org) && p.code != GUEST_VILLAGE);
    story.at(story.real_now);
    relieve(story, village.context("a second village")?, story.house.today()).await
}

/// Whoever holds the secretary's post of a place leaves it on that day.
async fn relieve(story: &Story, place: &Place, day: Day) -> Result<()> {
    let (cx, org, post) = (story.operator(), place.org, place.post);
    let posts = cx.read(move |tx| access::terms_in(tx, org)).await?;
    let held = posts.iter().find(|p| p.post == post).and_then(|p| p.holder(day));
    let holder: HolderId = held.context("somebody holds the post")?.holder;
    Ok(access::relieve(&cx, org, holder, day, "").await?)
}
