//! The keys of submissions that have one effect ([`crate::Cx::write_once`]): how long they are remembered.

use db::args;
use kernel::Instant;

use crate::{AppError, House};

/// Days for which a key is remembered. A page's form lives as long as its session, some hours; a program that was cut
/// off sends its queue again when the line is back, in bad weather after weeks. A month covers both, and whoever
/// comes later meets the version of what they want to change.
pub const KEEP_DAYS: i64 = 30;

/// Rows of one transaction: on SQLite everybody who writes waits for it, some hundredths of a second.
const BATCH: i64 = 5_000;
/// Rows of one day's sweeping at most, unless told otherwise: more than a province submits in a day.
pub const SWEEP_MOST: i64 = 1_000_000;

/// The youngest of the oldest rows: everything up to it is one batch.
const CUT: &str =
    "SELECT MAX(old.at) FROM (SELECT s.at FROM submission s WHERE s.at < $1 ORDER BY s.at LIMIT $2) AS old";
const DROP: &str = "DELETE FROM submission WHERE at <= $1";

/// Forgets keys older than [`KEEP_DAYS`], the oldest first, in short transactions, until nothing is left or `most` are
/// gone; answers how many. Nothing of the business changes, so there is nothing to record.
///
/// # Errors
/// A failure of the database; what is gone by then stays gone.
pub async fn sweep(house: &House, most: i64) -> Result<i64, AppError> {
    let before = house.now().plus_ms(-KEEP_DAYS * Instant::DAY_MS);
    let mut gone = 0;
    while gone < most {
        let dropped = house.db.write(move |tx| -> Result<u64, db::DbFault> {
            let (cut,): (Option<Instant>,) = tx.one(CUT, args![before, BATCH])?;
            cut.map_or(Ok(0), |at| tx.exec(DROP, args![at]))
        });
        match i64::try_from(dropped.await?) {
            Ok(0) => break,
            Ok(n) => gone += n,
            Err(_) => return Ok(i64::MAX),
        }
    }
    Ok(gone)
}
