//! `account admins`, `add`, `list`, `reset`, `disable`, `enable`.

use anyhow::Result;
use cx::{AppError, Cx};
use kernel::{Page, Role};

use crate::{cli, commands::operator, config::Config, outcome::Outcome, say::say};

pub(super) async fn run(config: &Config, command: cli::Account) -> Result<Outcome> {
    let house = super::ready_house(config).await?;
    let cx = operator(&house);
    match command {
        cli::Account::Admins { org } => admins(&cx, &org).await,
        cli::Account::Add { login, name, org, role, title } => add(&cx, &login, &name, &org, role, title).await,
        cli::Account::List(json) => list(&cx, json.json).await,
        cli::Account::Reset { login } => {
            let password = account::reset_password(&cx, &login).await?;
            say!("{login} {}", password.reveal());
            Ok(Outcome::Done)
        }
        cli::Account::Disable { login } => {
            account::disable(&cx, &login).await?;
            say!("{login}: disabled; its sessions and tokens have ended");
            Ok(Outcome::Done)
        }
        cli::Account::Enable { login } => {
            account::enable(&cx, &login).await?;
            say!("{login}: enabled again");
            Ok(Outcome::Done)
        }
    }
}

/// The one organisation of this code or name.
async fn single(cx: &Cx, text: &str) -> Result<kernel::OrgId, AppError> {
    match org::show(cx, text, None).await?.as_slice() {
        [one] => Ok(one.placed.org.id),
        _ => Err(AppError::NotFound),
    }
}

async fn admins(cx: &Cx, code: &str) -> Result<Outcome> {
    let org = single(cx, code).await?;
    let titles = ["系统管理员", "安全管理员", "审计管理员"];
    for admin in access::first_administrators(cx, org, titles).await? {
        say!("{:<10} {} {}", admin.login, admin.code.reveal(), admin.role);
    }
    say!("one-time passwords, valid for 72 hours; each administrator chooses another at the first log-in");
    Ok(Outcome::Done)
}

async fn add(cx: &Cx, login: &str, name: &str, org: &str, role: Role, title: Option<String>) -> Result<Outcome> {
    let org = single(cx, org).await?;
    let title = title.unwrap_or_else(|| role.code().to_owned());
    let post = access::NewPost::of(&title, role.code(), false).map_err(AppError::from)?;
    let newcomer = access::Newcomer { login: login.to_owned(), name: name.to_owned(), org, post };
    let password = access::add_person(cx, newcomer).await?;
    say!("{login} {}", password.reveal());
    Ok(Outcome::Done)
}

async fn list(cx: &Cx, json: bool) -> Result<Outcome> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = account::list(cx, Page::new(after, Some(Page::MOST))).await?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if json {
        let shown: Vec<_> = all
            .iter()
            .map(|a| serde_json::json!({ "login": a.login, "name": a.name, "disabled": a.disabled_at.is_some() }))
            .collect();
        say!("{}", serde_json::Value::from(shown));
    } else {
        for account in &all {
            let state = if account.disabled_at.is_some() { "disabled" } else { "" };
            say!("{:<16} {} {state}", account.login, account.name);
        }
        say!("{} accounts", all.len());
    }
    Ok(Outcome::Done)
}
