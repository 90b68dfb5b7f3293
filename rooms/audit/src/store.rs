//! All SQL of this room; it writes nothing.

use cx::{AppError, Tx};
use db::{Arg, args, rec};
use kernel::{AccountId, Id, Instant, OrgId, OrgPath};

rec! {
    /// One thing that happened.
    #[derive(Debug, Clone)]
    pub(crate) struct RecordRow {
        pub(crate) org: OrgId,
        pub(crate) id: Id<()>,
        pub(crate) at: Instant,
        pub(crate) kind: String,
        pub(crate) account: AccountId,
        pub(crate) role: String,
        pub(crate) source: String,
        pub(crate) request_id: String,
        pub(crate) object: String,
        pub(crate) result: String,
        pub(crate) detail: String,
        pub(crate) org_name: String,
        pub(crate) login: String,
    }
}

/// What a statement is narrowed to.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// From this instant on.
    pub(crate) from: Instant,
    /// Before this one.
    pub(crate) until: Instant,
    /// The branch.
    pub(crate) place: OrgPath,
    /// Whether what belongs to no organisation is meant too: failed log-ins, the operator's commands.
    pub(crate) homeless: bool,
    /// Beginning of the kind.
    pub(crate) kind: String,
    /// Who acted; 0 for anybody.
    pub(crate) account: AccountId,
    /// The result; empty for any.
    pub(crate) result: String,
}

pub(crate) const LIST: &str = "SELECT h.org_id, h.happening_id, h.at, h.kind, COALESCE(h.account_id, 0), h.role, h.source, h.request_id, h.object, h.result, h.detail, COALESCE(o.name, ''), COALESCE(a.login, '') \
     FROM happening h LEFT JOIN org o ON o.org_id = h.org_id LEFT JOIN account a ON a.account_id = h.account_id \
     WHERE h.at >= $1 AND h.at < $2 AND (h.at, h.happening_id) < ($3, $4) \
     AND ((o.path >= $5 AND o.path < $6) OR (CAST($7 AS BIGINT) = 1 AND h.org_id = 0)) AND h.kind >= $8 AND h.kind < $9 \
     AND (CAST($10 AS BIGINT) = 0 OR h.account_id = CAST($10 AS BIGINT)) AND ($11 = '' OR h.result = $11) \
     ORDER BY h.at DESC, h.happening_id DESC LIMIT $12";
pub(crate) const GET: &str = "SELECT h.org_id, h.happening_id, h.at, h.kind, COALESCE(h.account_id, 0), h.role, h.source, h.request_id, h.object, h.result, h.detail, COALESCE(o.name, ''), COALESCE(a.login, '') \
     FROM happening h LEFT JOIN org o ON o.org_id = h.org_id LEFT JOIN account a ON a.account_id = h.account_id \
     WHERE h.org_id = $1 AND h.happening_id = $2 AND ((o.path >= $3 AND o.path < $4) OR (CAST($5 AS BIGINT) = 1 AND h.org_id = 0))";
pub(crate) const PLACE: &str =
    "SELECT path FROM org WHERE (org_id = $1 OR code = $2) AND path >= $3 AND path < $4 ORDER BY path LIMIT 1";

/// Every statement of this room, for the tests that prepare and lint them.
pub const STATEMENTS: &[(&str, &str)] = &[("audit.list", LIST), ("audit.get", GET), ("audit.place", PLACE)];

/// Records, the newest first, from below `before`.
pub(crate) fn list(tx: &mut Tx<'_>, w: &Wanted, before: (i64, i64), most: i64) -> Result<Vec<RecordRow>, AppError> {
    let (from, until) = w.place.range();
    let args: [Arg; 12] = [
        w.from.into(),
        w.until.into(),
        before.0.into(),
        before.1.into(),
        from.into(),
        until.into(),
        w.homeless.into(),
        w.kind.as_str().into(),
        format!("{}~", w.kind).into(),
        w.account.into(),
        w.result.as_str().into(),
        most.into(),
    ];
    Ok(tx.all(LIST, &args)?)
}

/// One record of a branch.
pub(crate) fn get(
    tx: &mut Tx<'_>,
    org: OrgId,
    id: Id<()>,
    place: &OrgPath,
    homeless: bool,
) -> Result<RecordRow, AppError> {
    let (from, until) = place.range();
    tx.opt(GET, args![org, id, from, until, homeless])?.ok_or(AppError::NotFound)
}

/// The place of an organisation of a branch by its id or code.
pub(crate) fn place_of(tx: &mut Tx<'_>, text: &str, within: &OrgPath) -> Result<Option<OrgPath>, AppError> {
    let (from, until) = within.range();
    let id = text.parse().map_or(OrgId::new(0), OrgId::new);
    let row: Option<(OrgPath,)> = tx.opt(PLACE, args![id, text, from, until])?;
    Ok(row.map(|(path,)| path))
}
