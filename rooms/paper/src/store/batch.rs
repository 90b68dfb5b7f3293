//! Batches of papers.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{AccountId, Instant, OrgId, PostId};

use crate::rules::order::{KEEP_DAYS, Of, STALE_MS};

/// The columns of [`BatchRow`].
macro_rules! columns {
    () => {
        "SELECT b.org_id, b.batch_id, b.kind, b.of_org_id, b.subject, b.title, b.format, b.base, b.stage, b.total, b.done, \
         b.refused, b.reason, b.bytes, b.worker, b.tries, b.ordered_at, b.changed_at, b.by_post_id, b.by_account_id FROM paper_batch b "
    };
}

pub(crate) const GET: &str = concat!(columns!(), "WHERE b.org_id = $1 AND b.batch_id = $2");
pub(crate) const MINE: &str = concat!(
    columns!(),
    "WHERE b.org_id = $1 AND b.by_account_id = $2 AND b.by_post_id = $3 ORDER BY b.batch_id DESC LIMIT 50"
);
pub(crate) const OPEN: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM paper_batch b WHERE b.org_id = $1 AND b.by_account_id = $2 \
     AND b.stage IN ('waiting', 'working')";
pub(crate) const ADD: &str = "INSERT INTO paper_batch (org_id, batch_id, kind, of_org_id, subject, title, format, base, stage, total, done, \
     refused, reason, bytes, worker, tries, ordered_at, changed_at, by_post_id, by_account_id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, 0, '[]', '', 0, 0, 0, $10, $10, $11, $12)";
pub(crate) const CANCEL: &str = "UPDATE paper_batch SET stage = 'cancelled', changed_at = $3 WHERE org_id = $1 AND batch_id = $2 \
     AND stage IN ('waiting', 'working')";
/// The oldest that waits, or whose run has given no sign of life.
pub(crate) const NEXT: &str = concat!(
    columns!(),
    "WHERE b.stage IN ('waiting', 'working') AND (b.stage = 'waiting' OR b.changed_at < $1) ORDER BY b.batch_id LIMIT 1"
);
pub(crate) const CLAIM: &str = "UPDATE paper_batch SET stage = 'working', worker = $3, changed_at = $4, done = 0, refused = '[]', \
     tries = tries + 1 WHERE org_id = $1 AND batch_id = $2 AND (stage = 'waiting' OR (stage = 'working' AND changed_at < $5))";
pub(crate) const PROGRESS: &str = "UPDATE paper_batch SET done = $4, refused = $5, changed_at = $6 \
     WHERE org_id = $1 AND batch_id = $2 AND worker = $3 AND stage = 'working'";
pub(crate) const END: &str = "UPDATE paper_batch SET stage = $4, reason = $5, bytes = $6, changed_at = $7 \
     WHERE org_id = $1 AND batch_id = $2 AND worker = $3 AND stage = 'working'";
pub(crate) const SWEEP: &str =
    "DELETE FROM paper_batch WHERE changed_at < $1 AND stage IN ('done', 'failed', 'cancelled')";
pub(crate) const WITH_FILES: &str = "SELECT b.org_id, b.batch_id, b.worker FROM paper_batch b WHERE b.stage IN ('working', 'done') ORDER BY b.org_id, b.batch_id";

/// Marker of ids of batches.
#[derive(Debug)]
pub enum Batch {}
/// A batch's id.
pub type BatchId = kernel::Id<Batch>;

rec! {
    /// A batch as it stands.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BatchRow {
        /// Organisation of whoever ordered it.
        pub org: OrgId,
        /// Which it is.
        pub id: BatchId,
        /// Kind of its papers.
        pub kind: String,
        /// Whose list, issue or branch it is of.
        pub of_org: OrgId,
        /// Which list, issue or month.
        pub subject: String,
        /// What it is called.
        pub title: String,
        /// `pdf` or `docx`.
        pub format: String,
        /// Address of the server that its papers name.
        pub base: String,
        /// `waiting`, `working`, `done`, `failed` or `cancelled`.
        pub stage: String,
        /// Papers it was ordered with.
        pub total: i64,
        /// Papers looked at so far.
        pub done: i64,
        /// Papers that could not be printed, as data.
        pub refused: String,
        /// Code of why it failed.
        pub reason: String,
        /// Size of its file.
        pub bytes: i64,
        /// The run that works on it.
        pub worker: i64,
        /// Runs so far.
        pub tries: i64,
        /// When it was ordered.
        pub ordered_at: Instant,
        /// When it changed last.
        pub changed_at: Instant,
        /// By whose post.
        pub by_post: PostId,
        /// By whose account.
        pub by_account: AccountId,
    }
}

impl BatchRow {
    /// What it is of.
    #[must_use]
    pub fn of(&self) -> Option<Of> {
        Of::read(&self.kind, self.of_org, &self.subject)
    }

    /// Whether it still waits or is worked on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.stage.as_str(), "waiting" | "working")
    }

    /// Name of its file in the spool.
    #[must_use]
    pub(crate) fn file(&self) -> String {
        file((self.org, self.id, self.worker))
    }
}

/// Each run writes a file of its own: one that was taken for dead does not spoil that of its successor.
fn file((org, id, worker): (OrgId, BatchId, i64)) -> String {
    format!("{org}-{id}-{worker}")
}

/// A batch, whoever asks.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId, id: BatchId) -> Result<BatchRow, AppError> {
    tx.opt(GET, args![org, id])?.ok_or(AppError::NotFound)
}

/// The actor's own batches, the newest first.
pub(crate) fn mine(tx: &mut Tx<'_>) -> Result<Vec<BatchRow>, AppError> {
    let actor = tx.actor().clone();
    Ok(tx.all(MINE, args![actor.seat.org, actor.account, actor.seat.post])?)
}

/// How many of the actor's account are not finished.
pub(crate) fn open(tx: &mut Tx<'_>) -> Result<i64, AppError> {
    let actor = tx.actor().clone();
    Ok(tx.one::<(i64,)>(OPEN, args![actor.seat.org, actor.account])?.0)
}

/// Orders a batch.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    _: &Permit,
    of: Of,
    (title, format, base): (&str, &str, &str),
    total: i64,
) -> Result<BatchId, AppError> {
    let (id, now, actor): (BatchId, _, _) = (tx.new_id(), tx.now(), tx.actor().clone());
    let kind = of.kind().code();
    let values = args![
        actor.seat.org,
        id,
        kind,
        of.org(),
        of.id(),
        title,
        format,
        base,
        total,
        now,
        actor.seat.post,
        actor.account
    ];
    tx.exec(ADD, values)?;
    Ok(id)
}

/// Cancels a batch; false if it is finished.
pub(crate) fn cancel(tx: &mut Tx<'_>, _: &Permit, row: &BatchRow) -> Result<bool, AppError> {
    let now = tx.now();
    Ok(tx.exec(CANCEL, args![row.org, row.id, now])? == 1)
}

/// What a run does to a batch is no change of the business and has no record: the papers it makes have.
pub(crate) mod run {
    use db::DbFault;

    use super::{
        AppError, BatchId, BatchRow, CLAIM, END, Instant, KEEP_DAYS, NEXT, OrgId, PROGRESS, STALE_MS, SWEEP,
        WITH_FILES, args, file,
    };

    /// Takes the oldest batch that waits, for the run `worker`.
    pub(crate) async fn claim(house: &cx::House, worker: i64) -> Result<Option<BatchRow>, AppError> {
        let now = house.now();
        let stale = now.plus_ms(-STALE_MS);
        let found = house.db.write(move |tx| -> Result<Option<BatchRow>, DbFault> {
            let Some(row) = tx.opt::<BatchRow>(NEXT, args![stale])? else { return Ok(None) };
            let taken = tx.exec(CLAIM, args![row.org, row.id, worker, now, stale])? == 1;
            Ok(taken.then(|| BatchRow { worker, tries: row.tries + 1, done: 0, ..row }))
        });
        Ok(found.await?)
    }

    /// Says how far a run is; false if the batch is not its own any more.
    pub(crate) async fn progress(
        house: &cx::House,
        row: &BatchRow,
        done: i64,
        refused: String,
    ) -> Result<bool, AppError> {
        let (now, org, id, worker) = (house.now(), row.org, row.id, row.worker);
        let said = house.db.write(move |tx| -> Result<u64, DbFault> {
            tx.exec(PROGRESS, args![org, id, worker, done, &refused, now])
        });
        Ok(said.await? == 1)
    }

    /// Ends a batch; false if it is not this run's any more.
    pub(crate) async fn end(
        house: &cx::House,
        row: &BatchRow,
        (stage, reason): (&'static str, &'static str),
        bytes: i64,
    ) -> Result<bool, AppError> {
        let (now, org, id, worker) = (house.now(), row.org, row.id, row.worker);
        let ended = house.db.write(move |tx| -> Result<u64, DbFault> {
            tx.exec(END, args![org, id, worker, stage, reason, bytes, now])
        });
        Ok(ended.await? == 1)
    }

    /// Forgets batches that ended some days ago; answers the names of the files that are still wanted.
    pub(crate) async fn sweep(house: &cx::House) -> Result<Vec<String>, AppError> {
        let before = house.now().plus_ms(-KEEP_DAYS * Instant::DAY_MS);
        let kept = house.db.write(move |tx| -> Result<Vec<(OrgId, BatchId, i64)>, DbFault> {
            tx.exec(SWEEP, args![before])?;
            tx.all(WITH_FILES, args![])
        });
        Ok(kept.await?.into_iter().map(file).collect())
    }
}
