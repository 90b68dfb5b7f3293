//! What follows when something happened in an earlier room, and what runs beside the requests.
//!
//! News travels upward through the record: a reaction reads happenings, in order, and calls an action of
//! a later room. Those actions are idempotent, so reading one twice is harmless, and reading one that was
//! committed late is made sure of by looking back a little.

use std::time::Duration;

use anyhow::Result;
use cx::{AppError, Cx, House};
use db::args;
use kernel::{Day, Instant, OrgPath};
use serde::Deserialize;

use crate::{
    commands::operator,
    store::{MARK, MOVES, SET_MARK},
};

/// How often the record is looked at while serving.
const EVERY: Duration = Duration::from_secs(3);
/// How far back from the newest seen: longer than any transaction takes to commit.
const LOOK_BACK_MS: i64 = 120_000;

/// The part of a happening that a move leaves behind.
#[derive(Debug, Deserialize)]
struct Detail {
    #[serde(default)]
    moved: Vec<Moved>,
}

/// One branch that stands elsewhere now.
#[derive(Debug, Deserialize)]
struct Moved {
    from: String,
    to: String,
    day: Day,
}

impl Moved {
    fn into_move(self) -> Option<task_list::Move> {
        let (old, new) = (OrgPath::parse(&self.from)?, OrgPath::parse(&self.to)?);
        Some(task_list::Move { old, new, month: self.day.month() })
    }
}

/// Lets assignments and letters follow branches that moved.
async fn follow(cx: &Cx, moves: Vec<task_list::Move>) -> Result<(), AppError> {
    let places = moves.iter().map(|m| (m.old.clone(), m.new.clone())).collect();
    let letters = target::rehome(cx, places).await?;
    let assignments = task_list::rehome(cx, moves).await?;
    if letters + assignments > 0 {
        tracing::info!(assignments, letters, "what belongs to organisations that moved follows them");
    }
    Ok(())
}

/// Lets later rooms follow what happened in earlier ones; answers how many happenings were new.
///
/// # Errors
/// If the database fails; everything is tried again at the next look.
pub async fn react(house: &House) -> Result<usize, AppError> {
    let cx = operator(house);
    let mark = cx.read(|tx| Ok(tx.opt::<(i64,)>(MARK, args![])?.map_or(0, |r| r.0))).await?;
    let rows: Vec<(i64, i64, String)> = cx.read(move |tx| Ok(tx.all(MOVES, args![mark - LOOK_BACK_MS])?)).await?;
    let newest = rows.iter().map(|r| r.1).max().unwrap_or(mark);
    let fresh = rows.iter().filter(|r| r.1 > mark).count();
    let details = rows.iter().filter_map(|(_, _, text)| serde_json::from_str::<Detail>(text).ok());
    let moves: Vec<_> = details.flat_map(|d| d.moved).filter_map(Moved::into_move).collect();
    if !moves.is_empty() {
        follow(&cx, moves).await?;
    }
    if newest > mark {
        // A mark is no business change: it has no record of its own.
        house.db.write(move |tx| tx.exec(SET_MARK, args![newest])).await?;
    }
    Ok(fresh)
}

/// Throws away what is of no more use: ended sessions, keys of old submissions, batches fetched long ago.
pub async fn sweep(house: &House) {
    if let Err(error) = account::sweep(&operator(house)).await {
        tracing::warn!(%error, "ended sessions could not be swept");
    }
    match paper::sweep(house).await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "old batches of papers are thrown away"),
        Err(error) => tracing::warn!(%error, "old batches of papers could not be thrown away"),
    }
    match cx::submission::sweep(house, cx::submission::SWEEP_MOST).await {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "keys of old submissions are forgotten"),
        Err(error) => tracing::warn!(%error, "keys of old submissions could not be forgotten"),
    }
}

/// Works on ordered batches of papers until the process ends.
pub async fn papers(house: House, demo: bool) {
    loop {
        match paper::work(&house, demo).await {
            Ok(0) => {}
            Ok(n) => tracing::info!(batches = n, "batches of papers are made"),
            Err(error) => tracing::warn!(%error, "a batch of papers stopped; it is taken up again"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Runs beside the requests until the process ends: unfinished lists first, then reactions, and once a day
/// the sweeping and the meetings of series ahead of time.
pub async fn background(house: House) {
    match task_list::resume_sending(&house).await {
        Ok(0) => {}
        Ok(n) => tracing::info!(lists = n, "interrupted sendings are finished"),
        Err(error) => tracing::error!(%error, "an interrupted sending could not be finished"),
    }
    let mut swept = Instant(0);
    loop {
        if let Err(error) = react(&house).await {
            tracing::error!(%error, "reactions could not run; they are tried again");
        }
        if swept.plus_ms(Instant::DAY_MS) < house.now() {
            swept = house.now();
            sweep(&house).await;
            match meeting::look_ahead(&house).await {
                Ok(0) => {}
                Ok(n) => tracing::info!(meetings = n, "meetings of series are planned ahead"),
                Err(error) => tracing::warn!(%error, "meetings could not be planned ahead"),
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}
