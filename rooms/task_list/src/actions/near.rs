//! What is near due in a branch: counted from the roll-ups, so that a superior's first page costs no more for
//! more villages.

use cx::{AppError, Cx, Tx};
use db::args;
use kernel::{Day, Instant, Month};

use crate::access;
use crate::rules::{Lights, State};
use crate::store::{assignment, near, workday};

/// How many assignments of the reader's branch are near due today: exactly those that show the blue light.
///
/// # Errors
/// [`AppError::NotFound`] for a seat that sees no business data.
pub async fn near_due(cx: &Cx, month: Month) -> Result<i64, AppError> {
    cx.read(move |tx| {
        let (org, place) = (tx.actor().seat.org, tx.place().clone());
        access::read(tx, &place)?;
        let lights = workday::lights(tx)?;
        let due = (lights.today, lights.near_until());
        let mut counts = near::of_children(tx, org, month, due)?;
        let own: Vec<(Day, bool, State, i64)> = tx.all(assignment::OWN_STATES, args![org, month, month])?;
        counts.extend(own.into_iter().filter(|(day, ..)| (due.0..=due.1).contains(day)).map(|(_, _, s, n)| (s, n)));
        let of =
            |wanted: &dyn Fn(State) -> bool| counts.iter().filter(|(s, _)| wanted(*s)).map(|(_, n)| n).sum::<i64>();
        let answered = of(&|s| s.is_owed() && s != State::Issued);
        // Who was given it long ago and has not signed is behind, which says more than near.
        let fresh = if of(&|s| s == State::Issued) > 0 { fresh(tx, month, due, &lights)? } else { 0 };
        Ok(answered + fresh)
    })
    .await
}

/// Those not signed yet that were issued so lately that nobody is behind. Only when a list was sent lately is there
/// anything to count.
fn fresh(tx: &mut Tx<'_>, month: Month, due: (Day, Day), lights: &Lights) -> Result<i64, AppError> {
    let since: Instant = lights.fresh_since().start(tx.zone());
    if near::sent_since(tx, month, since)? == 0 {
        return Ok(0);
    }
    let place = tx.place().clone();
    near::unsigned(tx, &place, month, due, since)
}
