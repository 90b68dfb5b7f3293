//! Rows of organisations and of people with posts, as both trees of tests write them.

use db::{DbFault, Tx, args};
use kernel::{AccountId, Day, Instant, OrgId, OrgPath, PostId, Role};

/// Day since which everything of an invented tree exists.
const SINCE: &str = "2016-06-30";

/// An organisation to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewOrg {
    pub(crate) id: OrgId,
    pub(crate) parent: Option<OrgId>,
    pub(crate) path: OrgPath,
    pub(crate) level: &'static str,
    pub(crate) domain: &'static str,
    pub(crate) name: String,
    pub(crate) code: String,
    /// Organisations right below it.
    pub(crate) children: i64,
}

/// A person to be written, with one post.
#[derive(Debug, Clone)]
pub(crate) struct NewPerson {
    pub(crate) org: OrgId,
    pub(crate) role: Role,
    pub(crate) account: AccountId,
    pub(crate) post: PostId,
    pub(crate) holder: i64,
    pub(crate) name: String,
    pub(crate) login: String,
}

const ORG: [&str; 16] = [
    "org_id",
    "parent_id",
    "path",
    "depth",
    "level",
    "kind",
    "division_kind",
    "domain",
    "name",
    "code",
    "search",
    "sort_key",
    "since_day",
    "until_day",
    "next_child",
    "version",
];
const HISTORY: [&str; 15] = [
    "org_id",
    "from_day",
    "to_day",
    "op",
    "parent_id",
    "path",
    "depth",
    "level",
    "kind",
    "division_kind",
    "domain",
    "name",
    "code",
    "sort_key",
    "note",
];
const ACCOUNT: [&str; 10] = [
    "account_id",
    "login",
    "name",
    "password_hash",
    "must_change",
    "password_at",
    "language",
    "created_at",
    "home_org_id",
    "version",
];
const POST: [&str; 8] = ["org_id", "post_id", "title", "role", "first_responsible", "from_day", "to_day", "version"];

/// Writes organisations as of [`SINCE`], with their histories and codes.
pub(crate) fn orgs(tx: &mut Tx<'_>, orgs: &[NewOrg]) -> Result<(), DbFault> {
    let (since, forever) = (SINCE, Day::FOREVER);
    let depth = |o: &NewOrg| i64::try_from(o.path.depth()).unwrap_or(0);
    let today = |o: &NewOrg| {
        args![
            o.id,
            o.parent,
            &o.path,
            depth(o),
            o.level,
            "committee",
            o.level,
            o.domain,
            &o.name,
            &o.code,
            &o.name,
            &o.code,
            since,
            forever,
            o.children + 1,
            1_i64
        ]
        .to_vec()
    };
    let past = |o: &NewOrg| {
        args![
            o.id,
            since,
            forever,
            "add",
            o.parent,
            &o.path,
            depth(o),
            o.level,
            "committee",
            o.level,
            o.domain,
            &o.name,
            &o.code,
            &o.code,
            ""
        ]
        .to_vec()
    };
    let code = |o: &NewOrg| args![&o.code, since, forever, o.id].to_vec();
    tx.insert_many("org", &ORG, orgs.iter().map(today))?;
    tx.insert_many("org_history", &HISTORY, orgs.iter().map(past))?;
    tx.insert_many("org_code", &["code", "from_day", "to_day", "org_id"], orgs.iter().map(code))?;
    Ok(())
}

/// Writes people, their posts and that they hold them; a secretary's is the first-responsible post.
pub(crate) fn people(tx: &mut Tx<'_>, people: &[NewPerson], now: Instant) -> Result<(), DbFault> {
    let (since, forever) = (SINCE, Day::FOREVER);
    let account =
        |p: &NewPerson| args![p.account, &p.login, &p.name, "none", 0_i64, now, "zh", now, 0_i64, 1_i64].to_vec();
    let post = |p: &NewPerson| {
        let (title, first) = (p.role.code(), p.role == Role::Secretary);
        args![p.org, p.post, title, p.role.code(), first, since, forever, 1_i64].to_vec()
    };
    let holder = |p: &NewPerson| args![p.org, p.holder, p.post, p.account, since, forever].to_vec();
    tx.insert_many("account", &ACCOUNT, people.iter().map(account))?;
    let login = |p: &NewPerson| args![&p.login, p.account].to_vec();
    tx.insert_many("account_login", &["login", "account_id"], people.iter().map(login))?;
    tx.insert_many("post", &POST, people.iter().map(post))?;
    let columns = ["org_id", "holder_id", "post_id", "account_id", "from_day", "to_day"];
    tx.insert_many("holder", &columns, people.iter().map(holder))?;
    Ok(())
}
