//! All SQL of the room. It owns `reminder`; who owes what is read from the lists, their items and assignments.

use std::collections::BTreeSet;

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{Day, Instant, ItemId, ListId, Month, OrgId};
use task_list::{Key, Stage, State};

use crate::rules::Owed;

/// What is still owed of a list in a branch: `$1` month, `$2` and `$3` range of places, `$4` list, `$5` its issuer.
macro_rules! owing {
    () => {
        " WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND a.list_id = $4 AND a.issuer_id = $5 \
         AND a.state IN (1, 2, 4) AND i.visible = 1"
    };
}

pub(crate) const LIST: &str = "SELECT l.org_id, l.list_id, l.month, l.title, l.number, l.stage FROM task_list l \
     WHERE l.org_id = $1 AND l.list_id = $2";
/// Organisations that owe something, those of them reminded for day `$6` already, and how much is owed in all.
pub(crate) const OWING: &str = concat!(
    "SELECT COUNT(DISTINCT a.org_id), COUNT(DISTINCT r.org_id), COUNT(*) \
     FROM assignment a JOIN item i ON i.item_id = a.item_id \
     LEFT JOIN reminder r ON r.org_id = a.org_id AND r.day = $6 AND r.list_id = a.list_id",
    owing!()
);
/// One row for each organisation that owes something: whoever has answered gets none, whoever has one gets no second.
pub(crate) const REMIND: &str = concat!(
    "INSERT INTO reminder (org_id, day, list_id, month, shown_from) \
     SELECT DISTINCT a.org_id, CAST($6 AS TEXT), a.list_id, a.month, CAST($7 AS BIGINT) \
     FROM assignment a JOIN item i ON i.item_id = a.item_id",
    owing!(),
    " ON CONFLICT (org_id, day, list_id) DO NOTHING"
);
/// What an organisation owes of the lists it was reminded of since day `$4`, each with the newest day shown by now.
pub(crate) const OPEN: &str = "SELECT r.day, a.issuer_id, a.org_id, a.month, a.item_id, i.text, a.due_day, a.state \
     FROM reminder r JOIN assignment a ON a.org_id = r.org_id AND a.month = r.month AND a.list_id = r.list_id \
     JOIN item i ON i.item_id = a.item_id \
     WHERE r.org_id = $1 AND r.day >= $4 AND r.shown_from <= $2 AND a.state IN (1, 2, 4) AND i.visible = 1 \
     AND NOT EXISTS (SELECT 1 FROM reminder n WHERE n.org_id = r.org_id AND n.list_id = r.list_id AND n.day > r.day \
     AND n.shown_from <= $2) ORDER BY r.day DESC, a.due_day, a.month, a.item_id LIMIT $3";

/// Every constant statement: (name, text).
pub const STATEMENTS: &[(&str, &str)] = &[("LIST", LIST), ("OWING", OWING), ("REMIND", REMIND), ("OPEN", OPEN)];

/// More than any organisation owes at once: a village may be given ten items a month.
const OPEN_MOST: i64 = 500;
/// Days for which a reminder is shown. A home page must not read those of all years.
const KEPT: i64 = 366;

rec! {
    /// A list, as far as reminding needs it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct ListRow {
        pub(crate) org: OrgId,
        pub(crate) id: ListId,
        pub(crate) month: Month,
        pub(crate) title: String,
        pub(crate) number: String,
        pub(crate) stage: Stage,
    }
}

rec! {
    /// How much of a list is owed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Owing {
        /// Organisations that owe something.
        pub(crate) orgs: i64,
        /// Those of them reminded for that day already.
        pub(crate) already: i64,
        /// Assignments owed.
        pub(crate) assignments: i64,
    }
}

rec! {
    /// A row of [`OPEN`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct OpenRow {
        day: Day,
        issuer: OrgId,
        org: OrgId,
        month: Month,
        item: ItemId,
        text: String,
        due_day: Day,
        state: State,
    }
}

/// A list of one's own organisation.
///
/// # Errors
/// [`AppError::NotFound`] if there is none, or if it is somebody else's.
pub(crate) fn own_list(tx: &mut Tx<'_>, id: ListId) -> Result<ListRow, AppError> {
    let own = tx.actor().seat.org;
    tx.opt(LIST, args![own, id])?.ok_or(AppError::NotFound)
}

/// How much of a list is owed below the actor's place, and who was reminded of it for that day.
pub(crate) fn owing(tx: &mut Tx<'_>, list: &ListRow, day: Day) -> Result<Owing, AppError> {
    let (from, until) = tx.place().range();
    Ok(tx.one(OWING, args![list.month, from, until, list.id, list.org, day])?)
}

/// Reminds everybody below the actor's place who owes something of a list; answers how many organisations.
pub(crate) fn remind(tx: &mut Tx<'_>, _: &Permit, list: &ListRow, day: Day, at: Instant) -> Result<i64, AppError> {
    let (from, until) = tx.place().range();
    let n = tx.exec(REMIND, args![list.month, from, until, list.id, list.org, day, at])?;
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What an organisation owes now and was reminded of by now.
pub(crate) fn open(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Owed>, AppError> {
    let now = tx.now();
    let since = tx.today().plus(-KEPT);
    let rows: Vec<OpenRow> = tx.all(OPEN, args![org, now, OPEN_MOST, since])?;
    let issuers = org::orgs_in(tx, &rows.iter().map(|r| r.issuer).collect::<BTreeSet<_>>())?;
    let owed = |row: OpenRow| Owed {
        day: row.day,
        issuer: row.issuer,
        issuer_name: issuers.get(&row.issuer).map(|found| found.name.clone()).unwrap_or_default(),
        key: Key { org: row.org, month: row.month, item: row.item },
        text: row.text,
        due_day: row.due_day,
        state: row.state,
    };
    Ok(rows.into_iter().map(owed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_in_the_statements_are_the_states_that_are_owed() {
        let codes: Vec<String> = State::ALL.into_iter().filter(|s| s.is_owed()).map(|s| s.code().to_string()).collect();
        let wanted = format!("a.state IN ({})", codes.join(", "));
        for (name, text) in STATEMENTS.iter().filter(|(name, _)| *name != "LIST") {
            assert!(text.contains(&wanted), "{name} asks for something else than {wanted}");
        }
    }
}
