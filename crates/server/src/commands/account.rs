//! `account admins`, `add`, `list`, `reset`, `disable`, `enable`.

use anyhow::Result;
use cx::{AppError, Cx};
use kernel::Page;

use crate::{cli, commands::operator, config::Config, outcome::Outcome, say::say};

pub(super) async fn run(config: &Config, command: cli::Account) -> Result<Outcome> {
    let house = super::ready_house(config).await?;
    let cx = operator(&house);
    match command {
        cli::Account::Admins { org, json } => admins(&cx, &org, json.json).await,
        cli::Account::Add { login, name, org, role, title, json } => {
            let org = single(&cx, &org).await?;
            let title = title.unwrap_or_else(|| role.code().to_owned());
            let post = access::NewPost::of(&title, role.code(), false).map_err(AppError::from)?;
            let password = access::add_person(&cx, access::Newcomer { login: login.clone(), name, org, post }).await?;
            told(&login, password.reveal(), json.json);
            Ok(Outcome::Done)
        }
        cli::Account::List(json) => list(&cx, json.json).await,
        cli::Account::Reset { login, json } => {
            let password = account::reset_password(&cx, &login).await?;
            told(&login, password.reveal(), json.json);
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

async fn admins(cx: &Cx, code: &str, json: bool) -> Result<Outcome> {
    let org = single(cx, code).await?;
    let titles = ["系统管理员", "安全管理员", "审计管理员"];
    let admins = access::first_administrators(cx, org, titles).await?;
    if json {
        let one = |a: &access::FirstAdministrator| serde_json::json!({ "login": a.login, "password": a.code.reveal(), "role": a.role.code() });
        say!("{}", serde_json::Value::from(admins.iter().map(one).collect::<Vec<_>>()));
        return Ok(Outcome::Done);
    }
    for admin in admins {
        say!("{:<10} {} {}", admin.login, admin.code.reveal(), admin.role);
    }
    say!("one-time passwords, valid for 72 hours; each administrator chooses another at the first log-in");
    Ok(Outcome::Done)
}

/// Tells a one-time password, once.
fn told(login: &str, password: &str, json: bool) {
    if json {
        say!("{}", serde_json::json!({ "login": login, "password": password }));
    } else {
        say!("{login} {password}");
    }
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
