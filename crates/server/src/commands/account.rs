//! `account admins`, `add`, `list`, `reset`, `disable`.

use anyhow::{Result, bail};
use cx::{AppError, Cx};
use kernel::{Page, Role};

use crate::{cli, commands::operator, config::Config, outcome::Outcome};

pub(super) async fn run(config: &Config, command: cli::Account) -> Result<Outcome> {
    let house = super::ready_house(config).await?;
    let cx = operator(&house);
    let done = match command {
        cli::Account::Admins { org } => admins(&cx, &org).await,
        cli::Account::Add { login, name, org, role, title } => add(&cx, &login, &name, &org, &role, title).await,
        cli::Account::List(json) => list(&cx, json.json).await,
        cli::Account::Reset { login } => match account::reset_password(&cx, &login).await {
            Ok(password) => {
                println!("{login} {}", password.reveal());
                Ok(Outcome::Done)
            }
            Err(error) => Err(error.into()),
        },
        cli::Account::Disable { login } => {
            account::disable(&cx, &login).await.map(|()| Outcome::Done).map_err(Into::into)
        }
    };
    match done {
        Err(error) => match error.downcast_ref::<AppError>() {
            Some(AppError::NotFound) => {
                eprintln!("qingdan: there is no such account or organisation");
                Ok(Outcome::NotFound)
            }
            Some(AppError::Invalid(faults)) => {
                for fault in faults {
                    eprintln!("qingdan: {} {}", fault.field.as_deref().unwrap_or_default(), fault.code);
                }
                Ok(Outcome::Refused)
            }
            _ => Err(error),
        },
        done => done,
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
        println!("{:<10} {} {}", admin.login, admin.code.reveal(), admin.role);
    }
    println!("one-time passwords, valid for 72 hours; each administrator chooses another at the first log-in");
    Ok(Outcome::Done)
}

async fn add(cx: &Cx, login: &str, name: &str, org: &str, role: &str, title: Option<String>) -> Result<Outcome> {
    let Some(role) = Role::of_post(role) else {
        bail!("--role {role}: secretary, clerk, leader, system_admin, security_admin or audit_admin is expected");
    };
    let org = single(cx, org).await?;
    let title = title.unwrap_or_else(|| role.code().to_owned());
    let post = access::NewPost { title, role, first_responsible: false };
    let (account, password) = account::create_account(cx, login, name).await?;
    let from = cx.house().today();
    access::plant(cx, vec![access::PlantedPost { org, post, holder: Some(account), from }]).await?;
    println!("{login} {}", password.reveal());
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
        println!("{}", serde_json::Value::from(shown));
    } else {
        for account in &all {
            let state = if account.disabled_at.is_some() { "disabled" } else { "" };
            println!("{:<16} {} {state}", account.login, account.name);
        }
        println!("{} accounts", all.len());
    }
    Ok(Outcome::Done)
}
