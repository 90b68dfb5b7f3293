//! Reads for the integrity check: streams in key order, nothing collected but what is wrong.

use cx::{AppError, Tx};
use db::{Row, args};

/// Organisations whose row and open state differ.
pub(crate) const CHECK_STATES: &str = "SELECT o.org_id FROM org o LEFT JOIN org_history h ON h.org_id = o.org_id AND h.to_day = '9999-12-31' \
     WHERE (o.until_day = '9999-12-31' AND (h.org_id IS NULL OR h.path <> o.path OR h.name <> o.name OR h.code <> o.code \
     OR h.level <> o.level OR h.kind <> o.kind OR h.division_kind <> o.division_kind OR h.domain <> o.domain \
     OR h.depth <> o.depth OR COALESCE(h.parent_id, 0) <> COALESCE(o.parent_id, 0))) \
     OR (o.until_day <> '9999-12-31' AND h.org_id IS NOT NULL) ORDER BY o.org_id LIMIT $1";
/// Every existing organisation in the order of places: a superior comes before its children.
pub(crate) const CHECK_TREE: &str = "SELECT path, org_id, parent_id, depth, next_child FROM org WHERE until_day = '9999-12-31' AND path > $1 \
     ORDER BY path LIMIT $2";
/// Every state in the order of organisations and days.
pub(crate) const CHECK_HISTORY: &str = "SELECT org_id, from_day, to_day FROM org_history WHERE (org_id, from_day) > ($1, $2) ORDER BY org_id, from_day LIMIT $3";
/// Every code in the order of codes and days.
pub(crate) const CHECK_CODES: &str = "SELECT code, from_day, to_day, org_id FROM org_code WHERE (code, from_day) > ($1, $2) ORDER BY code, from_day LIMIT $3";

/// Rows read at once.
const PAGE: i64 = 20_000;

/// Organisations whose row and open state differ, at most `most`.
pub(crate) fn differing(tx: &mut Tx<'_>, most: i64) -> Result<Vec<i64>, AppError> {
    Ok(tx.all::<(i64,)>(CHECK_STATES, args![most])?.into_iter().map(|(id,)| id).collect())
}

/// Hands every existing organisation to `each`.
pub(crate) fn each_org(
    tx: &mut Tx<'_>,
    mut each: impl FnMut(&Row<'_>) -> Result<(), db::DbFault>,
) -> Result<(), AppError> {
    let mut after = String::new();
    loop {
        let mut rows = 0;
        let bound = args![after.as_str(), PAGE].to_vec();
        tx.each(CHECK_TREE, &bound, |row| {
            rows += 1;
            after = row.get(0)?;
            each(row)
        })?;
        if rows < PAGE {
            return Ok(());
        }
    }
}

/// Hands every state to `each`.
pub(crate) fn each_state(
    tx: &mut Tx<'_>,
    mut each: impl FnMut(&Row<'_>) -> Result<(), db::DbFault>,
) -> Result<(), AppError> {
    let mut after = (i64::MIN, String::new());
    loop {
        let mut rows = 0;
        let bound = args![after.0, after.1.as_str(), PAGE].to_vec();
        tx.each(CHECK_HISTORY, &bound, |row| {
            rows += 1;
            after = (row.get(0)?, row.get(1)?);
            each(row)
        })?;
        if rows < PAGE {
            return Ok(());
        }
    }
}

/// Hands every span of a code to `each`.
pub(crate) fn each_code(
    tx: &mut Tx<'_>,
    mut each: impl FnMut(&Row<'_>) -> Result<(), db::DbFault>,
) -> Result<(), AppError> {
    let mut after = (String::new(), String::new());
    loop {
        let mut rows = 0;
        let bound = args![after.0.as_str(), after.1.as_str(), PAGE].to_vec();
        tx.each(CHECK_CODES, &bound, |row| {
            rows += 1;
            after = (row.get(0)?, row.get(1)?);
            each(row)
        })?;
        if rows < PAGE {
            return Ok(());
        }
    }
}
