//! Posts and accounts of the demo: a secretary everywhere to tell the story, and a few people who can log in.

use anyhow::{Context, Result};
use cx::AppError;
use kernel::{Day, Page, Role};

use super::{Place, Story};

/// Title of the post that acts for each organisation in the story.
pub(super) const SECRETARY: &str = "书记";

/// Somebody who can log in to the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    /// Log-in name.
    pub login: String,
    /// One-time password.
    pub password: String,
    /// Who that is.
    pub who: String,
}

/// Code of the village whose clerk can log in.
pub(super) const GUEST_VILLAGE: &str = "622921100206";

/// Log-in, code of the organisation, title, role.
const GUESTS: &[(&str, &str, &str, Role)] = &[
    ("zhou", "6229", "组织部经办人", Role::Clerk),
    ("lingdao", "6229", "州委领导", Role::Leader),
    ("linxiaxian", "622921", "组织部经办人", Role::Clerk),
    ("hanji", "622921100", "党建办经办人", Role::Clerk),
    ("hanjicun", GUEST_VILLAGE, "党支部经办人", Role::Clerk),
    ("kangle", "622922", "组织部经办人", Role::Clerk),
];

/// Plants everybody; answers who can log in.
pub(super) async fn plant(story: &mut Story) -> Result<Vec<Welcome>> {
    let cx = story.operator();
    story.places = places(&cx).await?;
    let root = story.places.first().context("the tree has a root")?.org;
    // The administrators come first: their action is for a database that has no accounts yet.
    let titles = ["系统管理员", "安全管理员", "审计管理员"];
    let admins = access::first_administrators(&cx, root, titles).await?;
    let since = story.house.today().plus(-400);
    secretaries(story, &cx, since).await?;
    let mut welcome: Vec<Welcome> = Vec::new();
    for (login, code, title, role) in GUESTS {
        let place = story.places.iter().find(|p| p.code == *code);
        let place = place.with_context(|| format!("no organisation has the code {code}"))?;
        let who = format!("{} {title}", place.name);
        let (account, password) = account::create_account(&cx, login, &format!("演示{}", welcome.len() + 1)).await?;
        let post = access::NewPost { title: (*title).to_owned(), role: *role, first_responsible: false };
        access::plant(&cx, vec![access::PlantedPost { org: place.org, post, holder: Some(account), from: since }])
            .await?;
        welcome.push(Welcome { login: (*login).to_owned(), password: password.reveal().to_owned(), who });
    }
    welcome.extend(admins.iter().zip(titles).map(|(admin, title)| Welcome {
        login: admin.login.to_owned(),
        password: admin.code.reveal().to_owned(),
        who: title.to_owned(),
    }));
    Ok(welcome)
}

/// Every organisation of today, superiors first.
async fn places(cx: &cx::Cx) -> Result<Vec<Place>, AppError> {
    let mut places = Vec::new();
    let mut after = None;
    loop {
        let page = org::list(cx, None, String::new(), String::new(), None, Page::new(after, Some(Page::MOST))).await?;
        places.extend(page.items.into_iter().map(|o| Place {
            org: o.id,
            parent: o.parent,
            path: o.path,
            level: o.level,
            code: o.code,
            name: o.name,
            account: kernel::AccountId::new(0),
            post: kernel::PostId::new(0),
        }));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    places.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(places)
}

/// A secretary's post in each organisation, held by an account whose password nobody knows.
async fn secretaries(story: &mut Story, cx: &cx::Cx, since: Day) -> Result<()> {
    let people = story.places.iter().map(|p| (format!("demo-{}", p.code), "演示·虚构".to_owned())).collect();
    let accounts = account::plant(cx, people, &cx::fresh_token()?).await?;
    let post = access::NewPost { title: SECRETARY.to_owned(), role: Role::Secretary, first_responsible: true };
    let posts = story.places.iter().zip(&accounts);
    let posts =
        posts.map(|(p, a)| access::PlantedPost { org: p.org, post: post.clone(), holder: Some(*a), from: since });
    let ids = access::plant(cx, posts.collect()).await?;
    for ((place, account), post) in story.places.iter_mut().zip(accounts).zip(ids) {
        (place.account, place.post) = (account, post);
    }
    Ok(())
}
