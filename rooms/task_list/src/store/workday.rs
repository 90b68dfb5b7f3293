//! The calendar of working days: the dated exceptions of the yearly notice.

use cx::{AppError, Tx};
use db::args;
use kernel::{Day, workday::Workdays};

use crate::rules::Lights;

pub(crate) const ALL: &str = "SELECT w.day, w.works FROM workday w ORDER BY w.day";

/// The whole calendar: a few dozen rows a year.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Workdays, AppError> {
    let rows: Vec<(Day, bool)> = tx.all(ALL, args![])?;
    Ok(Workdays { exceptions: rows.into_iter().collect() })
}

/// Today and the calendar.
pub(crate) fn lights(tx: &mut Tx<'_>) -> Result<Lights, AppError> {
    Ok(Lights { today: tx.today(), workdays: all(tx)? })
}
