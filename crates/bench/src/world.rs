//! The world of the benchmark: a prefecture with a token for each organisation, letters of 20 targets to all 4,316 below
//! it, and a month's list of 20 items, the first of which rests on a target.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};
use db::{Arg, Db, DbFault, DbUrl, Settings, args};
use kernel::{Month, OrgId, OrgPath, Role};
use serde_json::{Value, json};
use testkit::{ORGS, Place, Prefecture};

use crate::process::Program;

/// The most organisations that a request names one by one.
const NAMED_MOST: usize = 500;

/// The month of the list: the next one, so that no deadline has passed on the day of the run.
pub(crate) fn month() -> Month {
    kernel::Instant(jiff::Timestamp::now().as_millisecond()).month(&jiff::tz::TimeZone::UTC).plus(1)
}

/// A database to run on.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) url: String,
    /// Where the program keeps its files.
    data: tempfile::TempDir,
}

impl Target {
    pub(crate) fn sqlite() -> Result<Self> {
        let data = tempfile::tempdir()?;
        Ok(Self { name: "SQLite", url: format!("sqlite:{}", data.path().join("bench.db").display()), data })
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
        Ok(Self { name: "PostgreSQL", url: format!("{base}/qd_bench"), data: tempfile::tempdir()? })
    }

    pub(crate) fn is_embedded(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The folder of the program's files.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }
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

/// A list whose papers are printed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Papers {
    /// Who sent it and which it is, as the command line names it: `1000000/77`.
    pub(crate) id: String,
    /// The list alone.
    pub(crate) list: String,
    /// Some of its recipients.
    pub(crate) some: Vec<OrgId>,
    /// How many got it.
    pub(crate) count: usize,
}

/// What the load needs to know.
#[derive(Clone)]
pub(crate) struct World {
    /// The lowest organisations, each with an assignment of every item.
    pub(crate) work: Vec<Work>,
    /// The items of the list, in order.
    pub(crate) items: Vec<i64>,
    /// The list of which papers are printed.
    pub(crate) papers: Papers,
    all: Prefecture,
    /// A target that everybody's letter carries.
    target: String,
}

impl World {
    pub(crate) async fn build(target: &Target) -> Result<Self> {
        let url: DbUrl = target.url.parse().map_err(anyhow::Error::msg)?;
        let db = Db::open(&url, &Settings::default())?;
        db.migrate(schema::MIGRATIONS, kernel::Instant(0)).await?;
        // Villages have a budget that would refuse 20 items.
        let all = Prefecture::new("office");
        let planted = all.clone();
        let now = kernel::Instant(jiff::Timestamp::now().as_millisecond());
        db.write(move |tx| {
            planted.plant(tx, now)?;
            plant_tokens(tx, planted.places(), now)
        })
        .await
        .map_err(|e: DbFault| anyhow::anyhow!(e))?;
        Ok(Self { work: Vec::new(), items: Vec::new(), papers: Papers::default(), all, target: String::new() })
    }

    /// Writes and issues the year's letters to everybody through the API.
    pub(crate) async fn issue_letters(&mut self, program: &Program) -> Result<()> {
        let (head, year) = (self.all.head(), month().year());
        let targets: Vec<_> = (1..=20)
            .map(|n| json!({ "text": format!("第 {n} 项工作按期完成"), "value": "100%", "weight": 50, "assessment": "查阅台账" }))
            .collect();
        let draft = json!({
            "year": year, "title": "目标责任书", "from": format!("{year}-01-01"), "until": format!("{year}-12-31"),
            "audience": { "clauses": [{ "under": head.id.to_string() }] }, "targets": targets
        });
        let issue = program.post("/api/v1/letter-issues", &token(head), &draft).await?;
        let address = format!("/api/v1/letter-issues/{}", issue["id"].as_str().context("the issue has an id")?);
        let from = Instant::now();
        let issued = program.post(&format!("{address}/issuing"), &token(head), &json!({ "version": 1 })).await?;
        println!("issue letters of 20 targets to {ORGS} organisations through HTTP: {} ms", from.elapsed().as_millis());
        anyhow::ensure!(issued["letters"].as_u64() == Some(ORGS as u64), "not everybody got a letter: {issued}");
        let written = program.fetch(&address, &token(head)).await?;
        self.target = written["draft"]["targets"][0]["id"].as_str().context("a target has an id")?.to_owned();
        Ok(())
    }

    /// Makes and sends the month's list through the API, as a clerk of the prefecture; and a second one if only some
    /// papers are wanted.
    pub(crate) async fn send_lists(&mut self, program: &Program, papers: usize) -> Result<()> {
        let head = self.all.head();
        let everybody = json!({ "clauses": [{ "under": head.id.to_string() }] });
        let (list, took) = self.send(program, everybody).await?;
        println!("send 20 items to {ORGS} organisations through HTTP: {took} ms");
        let sent = program.fetch(&format!("/api/v1/lists/{list}"), &token(head)).await?;
        let items = sent["items"].as_array().context("the list has items")?;
        let ids = items.iter().map(|i| Ok(i["id"].as_str().context("an item has an id")?.parse()?));
        self.items = ids.collect::<Result<_>>()?;
        self.work = self.all.lowest().iter().map(work).collect();
        let mut printed = (list, ORGS);
        if papers < ORGS {
            let few: Vec<&Place> = self.all.lowest().iter().take(papers.clamp(5, NAMED_MOST)).collect();
            let named: Vec<_> = few.iter().map(|p| p.id.to_string()).collect();
            printed = (self.send(program, json!({ "named": named })).await?.0, few.len());
        }
        let some = self.all.lowest().iter().take(5).map(|p| p.id).collect();
        self.papers = Papers { id: format!("{}/{}", head.id, printed.0), list: printed.0, some, count: printed.1 };
        Ok(())
    }

    /// Sends a list of 20 items; answers its id and the milliseconds that sending took.
    async fn send(&self, program: &Program, audience: Value) -> Result<(String, u128)> {
        let head = self.all.head();
        let item = |n: usize| {
            json!({
                "text": format!("事项 {n}：核对台账并补齐会议纪要"), "requirement": "", "basis": "基准测试", "due_day": month().last_day().to_string(),
                "target": (n == 1).then_some(&self.target), "fields": [], "photos": 0, "photos_reason": ""
            })
        };
        let items: Vec<_> = (1..=20).map(item).collect();
        let draft = json!({
            "month": month().to_string(), "title": "基准测试", "items": items, "urgent": false, "approval": "基准测试",
            "audience": audience
        });
        let list = program.post("/api/v1/lists", &token(head), &draft).await?;
        let id = list["id"].as_str().context("the list has an id")?.to_owned();
        let from = Instant::now();
        program.post(&format!("/api/v1/lists/{id}/sending"), &token(head), &json!({ "version": 1 })).await?;
        Ok((id, from.elapsed().as_millis()))
    }

    /// The pages that people open most: name, address, session.
    pub(crate) fn pages(&self) -> Vec<(&'static str, String, String)> {
        let board = format!("/board?month={}", month().0);
        let month = format!("/month/{}", month().0);
        let (head, county) = (token(self.all.head()), token(&self.all.counties()[0]));
        let (township, lowest) = (token(&self.all.townships()[0]), token(&self.all.lowest()[0]));
        vec![
            ("home of the lowest", "/".to_owned(), lowest),
            ("board of a township", board.clone(), township),
            ("board of a county", board.clone(), county),
            ("board of the prefecture", board, head.clone()),
            ("month overview of the prefecture", month, head),
        ]
    }

    /// The pages of where targets went that everybody carries.
    pub(crate) fn cascades(&self) -> Vec<(&'static str, String, String)> {
        let head = token(self.all.head());
        vec![
            ("where a target went that 4,316 carry", format!("/targets/{}", self.target), head.clone()),
            ("how far each of 20 such targets reached", format!("/reach?year={}", month().year()), head),
        ]
    }
}

fn work(place: &Place) -> Work {
    Work {
        org: place.id.raw(),
        token: token(place),
        above: place.above.iter().map(|id| id.raw()).collect(),
        path: place.path.clone(),
    }
}

/// The secret of an organisation's clerk: session and API token alike.
fn token(place: &Place) -> String {
    format!("bench-token-of-organisation-{}", place.id)
}

/// A session and an API token for the clerk of each place.
fn plant_tokens(tx: &mut db::Tx<'_>, places: &[Place], now: kernel::Instant) -> Result<(), DbFault> {
    let far = 4_102_444_800_000_i64;
    let clerk = |p: &Place| {
        let actor = p.actor(Role::Clerk);
        (cx::hash_token(&token(p)), actor.account, actor.seat.post)
    };
    let session = |p: &Place| -> Vec<Arg> {
        let (hash, account, post) = clerk(p);
        args![hash, account, post, "bench", "bench", now, now, far, now].to_vec()
    };
    let key = |p: &Place| -> Vec<Arg> {
        let (hash, account, post) = clerk(p);
        args![hash, account, post, "bench", 1_i64, now, far].to_vec()
    };
    tx.insert_many(
        "session",
        &["token_hash", "account_id", "post_id", "csrf", "agent", "created_at", "seen_at", "until", "proved_at"],
        places.iter().map(session),
    )?;
    tx.insert_many(
        "api_token",
        &["token_hash", "account_id", "post_id", "label", "may_write", "created_at", "until"],
        places.iter().map(key),
    )?;
    Ok(())
}
