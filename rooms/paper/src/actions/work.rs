//! Working on ordered batches in the background, one after the other, and throwing away what was fetched long ago.

use cx::{AppError, Cx, House};

use super::produce::{Customer, Job, Refused, produce};
use crate::{
    rules::{kind::Format, order::TRIES_MOST},
    store::batch::{BatchRow, run},
};

/// Code of a batch whose customer does not hold the post any more.
const SEAT_LOST: &str = "seat_lost";

/// Works on every batch that waits, and on those whose run has died; answers how many were ended. `demo` papers say so.
///
/// # Errors
/// A failure of the database; the batch at hand is taken up again later.
pub async fn work(house: &House, demo: bool) -> Result<i64, AppError> {
    let mut ended = 0;
    while let Some(row) = run::claim(house, house.new_id::<()>().raw()).await? {
        one(house, row, demo).await?;
        ended += 1;
    }
    Ok(ended)
}

/// Forgets batches that ended some days ago, with their files, and files that no batch knows.
///
/// # Errors
/// A failure of the database or the disk.
pub async fn sweep(house: &House) -> Result<usize, AppError> {
    let wanted = run::sweep(house).await?;
    let spool = house.files.spool();
    let gone: Vec<String> = spool.names().into_iter().filter(|name| !wanted.contains(name)).collect();
    for name in &gone {
        spool.remove(name)?;
    }
    Ok(gone.len())
}

async fn one(house: &House, row: BatchRow, demo: bool) -> Result<(), AppError> {
    if row.tries > TRIES_MOST {
        run::end(house, &row, ("failed", "gave_up"), 0).await?;
        return Ok(());
    }
    let (Some(of), Some(format)) = (row.of(), Format::of_code(&row.format)) else {
        run::end(house, &row, ("failed", "internal"), 0).await?;
        return Ok(());
    };
    let spool = house.files.spool();
    let job = Job { of, format, base: row.base.clone(), demo };
    let mut customer = Ordered { house: house.clone(), row: row.clone() };
    let kept = match make(&job, &spool, &mut customer).await {
        Ok(Some(bytes)) => run::end(house, &row, ("done", ""), bytes).await?,
        Ok(None) => false,
        Err(AppError::Busy) => return Err(AppError::Busy),
        Err(AppError::Forbidden(_) | AppError::NotFound) => {
            run::end(house, &row, ("failed", SEAT_LOST), 0).await?;
            false
        }
        Err(error) => {
            tracing::error!(%error, batch = %row.id, "a batch of papers failed");
            run::end(house, &row, ("failed", "internal"), 0).await?;
            false
        }
    };
    // Cancelled, failed or taken over: nobody will fetch it.
    if kept { Ok(()) } else { spool.remove(&row.file()) }
}

async fn make(job: &Job, spool: &cx::Spool, customer: &mut Ordered) -> Result<Option<i64>, AppError> {
    let file = spool.begin(&customer.row.file())?;
    let made = produce(job, file, customer).await?;
    let Some(file) = made else { return Ok(None) };
    let bytes = spool.finish(&customer.row.file(), &file)?;
    Ok(Some(i64::try_from(bytes).unwrap_or(i64::MAX)))
}

/// Whoever ordered a batch and is not waiting for it.
struct Ordered {
    house: House,
    row: BatchRow,
}

impl Customer for Ordered {
    /// With the rights they have now, not those they had when they ordered.
    async fn cx(&mut self) -> Result<Cx, AppError> {
        let (account, post, today) = (self.row.by_account, self.row.by_post, self.house.today());
        let found = self.house.db.read(move |tx| cx::session::in_post(tx, account, post, today)).await?;
        let actor = found.filter(|actor| actor.seat.org == self.row.org).ok_or(AppError::Forbidden(SEAT_LOST))?;
        Ok(Cx::new(self.house.clone(), actor, "batch", self.row.id.to_string()))
    }

    async fn hear(&mut self, done: i64, refused: &[Refused]) -> Result<bool, AppError> {
        let refused = serde_json::to_string(refused).map_err(|e| AppError::Internal(e.to_string()))?;
        run::progress(&self.house, &self.row, done, refused).await
    }
}
