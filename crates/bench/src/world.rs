//! The world of the benchmark: 4,316 invented organisations, a token for each, one month's list of 20 items.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use db::{Arg, Db, DbFault, DbUrl, Settings, args};
use kernel::{Day, Month, OrgPath};

use crate::process::Program;

/// The month of the list: the next one, so that no deadline has passed on the day of the run.
pub(crate) fn month() -> Month {
    kernel::Instant(jiff::Timestamp::now().as_millisecond()).month(&jiff::tz::TimeZone::UTC).plus(1)
}

/// Organisations in the small case (seed, S20).
const ORGS: i64 = 4316;

/// A database to run on.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) url: String,
    folder: Option<tempfile::TempDir>,
}

impl Target {
    pub(crate) fn sqlite() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        Ok(Self {
            name: "SQLite",
            url: format!("sqlite:{}", folder.path().join("bench.db").display()),
            folder: Some(folder),
        })
    }

    /// A fresh database on the server.
    pub(crate) async fn postgres(server: &str) -> Result<Self> {
        let base: PathBuf = PathBuf::from(server);
        let base = base.parent().context("the server's address names no database")?.display().to_string();
        let base = base.replacen("postgres:/", "postgres://", 1).replacen(":///", "://", 1);
        let db = Db::open(&server.parse().map_err(anyhow::Error::msg)?, &Settings::default())?;
        db.read(|tx| {
            tx.exec("DROP DATABASE IF EXISTS qd_bench WITH (FORCE)", &[])?;
            tx.exec("CREATE DATABASE qd_bench TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", &[])?;
            Ok::<_, DbFault>(())
        })
        .await?;
        Ok(Self { name: "PostgreSQL", url: format!("{base}/qd_bench"), folder: None })
    }

    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
    }
}

/// One organisation of the benchmark.
#[derive(Clone)]
struct Org {
    id: i64,
    parent: Option<i64>,
    path: OrgPath,
    level: &'static str,
}

/// What the load needs to know of the list that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    /// The organisation.
    pub(crate) org: i64,
    /// Its clerk's token.
    pub(crate) token: String,
    /// Its superiors, the nearest first.
    pub(crate) above: Vec<i64>,
    /// Its place.
    pub(crate) path: OrgPath,
}

/// What the load needs to know.
#[derive(Clone)]
pub(crate) struct World {
    /// The leaves, each with an assignment of every item.
    pub(crate) work: Vec<Work>,
    /// The items of the list, in order.
    pub(crate) items: Vec<i64>,
    orgs: Vec<Org>,
}

impl World {
    pub(crate) async fn build(target: &Target) -> Result<Self> {
        let url: DbUrl = target.url.parse().map_err(anyhow::Error::msg)?;
        let db = Db::open(&url, &Settings::default())?;
        db.migrate(schema::MIGRATIONS, kernel::Instant(0)).await?;
        let orgs = tree()?;
        let rows: Vec<_> = orgs.iter().map(org_row).collect();
        let past: Vec<_> = orgs.iter().map(history_row).collect();
        let people: Vec<_> = orgs.iter().map(|o| o.id).collect();
        db.write(move |tx| {
            tx.insert_many("org", ORG_COLUMNS, rows.clone())?;
            // Whose place a path is, the counts of superiors read here.
            tx.insert_many("org_history", HISTORY_COLUMNS, past.clone())?;
            plant_people(tx, &people)
        })
        .await
        .map_err(|e: DbFault| anyhow::anyhow!(e))?;
        Ok(Self { work: Vec::new(), items: Vec::new(), orgs })
    }

    /// Makes and sends the month's list through the API, as a clerk of the prefecture.
    pub(crate) async fn send_list(&mut self, program: &Program) -> Result<()> {
        let items: Vec<_> = (1..=20)
            .map(|n| {
                serde_json::json!({
                    "text": format!("事项 {n}"), "requirement": "", "basis": "基准测试", "due_day": month().last_day().to_string(),
                    "fields": [], "photos": 0, "photos_reason": ""
                })
            })
            .collect();
        let root = self.orgs.first().context("a tree has a root")?;
        let draft = serde_json::json!({
            "month": month().to_string(), "title": "基准测试", "items": items, "urgent": false, "approval": "基准测试",
            "audience": { "clauses": [{ "under": root.id.to_string() }], "include_self": true }
        });
        let list = program.post("/api/v1/lists", &token(root.id), &draft).await?;
        let id = list["id"].as_str().context("the list has an id")?.to_owned();
        let started = std::time::Instant::now();
        program
            .post(&format!("/api/v1/lists/{id}/sending"), &token(root.id), &serde_json::json!({ "version": 1 }))
            .await?;
        println!("send 20 items to {ORGS} organisations through HTTP: {} ms", started.elapsed().as_millis());
        let sent = program.fetch(&format!("/api/v1/lists/{id}"), &token(root.id)).await?;
        let items = sent["items"].as_array().context("the list has items")?;
        let ids = items.iter().map(|i| Ok(i["id"].as_str().context("an item has an id")?.parse()?));
        self.items = ids.collect::<Result<_>>()?;
        let leaves = self.orgs.iter().filter(|o| o.level == "office");
        self.work = leaves.map(|o| self.leaf(o)).collect();
        Ok(())
    }

    fn leaf(&self, org: &Org) -> Work {
        let by_id = |id: i64| self.orgs.iter().find(|o| o.id == id);
        let above = std::iter::successors(org.parent.and_then(by_id), |o| o.parent.and_then(by_id));
        Work { org: org.id, token: token(org.id), above: above.map(|o| o.id).collect(), path: org.path.clone() }
    }

    /// The pages of the benchmark: name, address, session.
    pub(crate) fn pages(&self) -> Vec<(&'static str, String, String)> {
        let of = |level: &str| self.orgs.iter().find(|o| o.level == level).map_or(1, |o| o.id);
        let board = format!("/board?month={}", month().0);
        let month = format!("/month/{}", month().0);
        vec![
            ("home of the lowest", "/".to_owned(), token(of("office"))),
            ("board of a township", board.clone(), token(of("township"))),
            ("board of a county", board.clone(), token(of("county"))),
            ("board of the prefecture", board, token(of("prefecture"))),
            ("month overview of the prefecture", month, token(of("prefecture"))),
        ]
    }
}

/// 1 prefecture, 8 counties, 131 townships, the rest offices: villages have a budget that would refuse 20 items, spread evenly.
fn tree() -> Result<Vec<Org>> {
    let mut orgs = vec![Org { id: 1, parent: None, path: place(&OrgPath::everything(), 1)?, level: "prefecture" }];
    for n in 0..8 {
        add(&mut orgs, 0, n + 1, "county")?;
    }
    for n in 0..131 {
        let county = 1 + usize::try_from(n % 8)?;
        add(&mut orgs, county, n / 8 + 1, "township")?;
    }
    for n in 0..ORGS - 140 {
        let township = 9 + usize::try_from(n % 131)?;
        add(&mut orgs, township, n / 131 + 1, "office")?;
    }
    Ok(orgs)
}

fn place(above: &OrgPath, ordinal: i64) -> Result<OrgPath> {
    above.child(ordinal).context("a superior has too many children")
}

fn add(orgs: &mut Vec<Org>, parent: usize, ordinal: i64, level: &'static str) -> Result<()> {
    let id = i64::try_from(orgs.len())? + 1;
    let above = &orgs[parent];
    let org = Org { id, parent: Some(above.id), path: place(&above.path, ordinal)?, level };
    orgs.push(org);
    Ok(())
}

const ORG_COLUMNS: &[&str] = &[
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
    "merged_into",
    "next_child",
    "version",
];

const HISTORY_COLUMNS: &[&str] = &[
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

fn history_row(org: &Org) -> Vec<Arg> {
    let depth = i64::try_from(org.path.depth()).unwrap_or(0);
    let name = format!("示例{}", org.id);
    args![
        org.id,
        "2016-06-30",
        Day::FOREVER,
        "add",
        org.parent,
        &org.path,
        depth,
        org.level,
        "committee",
        org.level,
        "village",
        &name,
        name.clone(),
        org.path.as_str(),
        ""
    ]
    .to_vec()
}

fn org_row(org: &Org) -> Vec<Arg> {
    let depth = i64::try_from(org.path.depth()).unwrap_or(0);
    let name = format!("示例{}", org.id);
    args![
        org.id,
        org.parent,
        &org.path,
        depth,
        org.level,
        "committee",
        org.level,
        "village",
        &name,
        name.clone(),
        &name,
        org.path.as_str(),
        "2016-06-30",
        Day::FOREVER,
        None::<i64>,
        1_000_i64,
        1_i64
    ]
    .to_vec()
}

/// The secret of an organisation's clerk: session and API token alike.
fn token(org: i64) -> String {
    format!("bench-token-of-organisation-{org}")
}

/// A clerk in each organisation, with a session and an API token.
fn plant_people(tx: &mut db::Tx<'_>, orgs: &[i64]) -> Result<(), DbFault> {
    let far = 4_102_444_800_000_i64;
    let now = jiff::Timestamp::now().as_millisecond();
    let each = |row: fn(i64, i64, i64, String) -> Vec<Arg>| -> Vec<Vec<Arg>> {
        orgs.iter().map(|o| row(*o, now, far, cx::hash_token(&token(*o)))).collect()
    };
    tx.insert_many(
        "account",
        &[
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
        ],
        each(|o, now, _, _| {
            args![o, format!("bench{o}"), "基准", "none", 0_i64, now, "zh", now, 0_i64, 1_i64].to_vec()
        }),
    )?;
    tx.insert_many(
        "post",
        &["org_id", "post_id", "title", "role", "first_responsible", "from_day", "to_day", "version"],
        each(|o, _, _, _| args![o, o, "经办人", "clerk", 0_i64, "2016-06-30", Day::FOREVER, 1_i64].to_vec()),
    )?;
    tx.insert_many(
        "holder",
        &["org_id", "holder_id", "post_id", "account_id", "from_day", "to_day"],
        each(|o, _, _, _| args![o, o, o, o, "2016-06-30", Day::FOREVER].to_vec()),
    )?;
    tx.insert_many(
        "session",
        &["token_hash", "account_id", "post_id", "csrf", "agent", "created_at", "seen_at", "until", "proved_at"],
        each(|o, now, far, hash| args![hash, o, o, "bench", "bench", now, now, far, now].to_vec()),
    )?;
    tx.insert_many(
        "api_token",
        &["token_hash", "account_id", "post_id", "label", "may_write", "created_at", "until"],
        each(|o, now, far, hash| args![hash, o, o, "bench", 1_i64, now, far].to_vec()),
    )?;
    Ok(())
}
