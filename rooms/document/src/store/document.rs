//! Documents and whose they are.

use cx::{AppError, Permit, Tx};
use db::{Arg, Shape, args, rec};
use kernel::{Day, DocumentId, OrgId, OrgPath};

use crate::rules::{About, Kind, Slot};

pub(crate) const OWNER: &str = "SELECT o.org_id, o.path, o.name, o.level FROM org o WHERE o.org_id = $1";

rec! {
    /// An organisation as it stands today.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Owner {
        /// Who it is.
        pub org: OrgId,
        /// Where it stands.
        pub path: OrgPath,
        /// What it is called.
        pub name: String,
        /// Its level.
        pub level: String,
    }
}

/// The organisation, whoever asks: the caller decides what they may see of it.
pub(crate) fn owner(tx: &mut Tx<'_>, org: OrgId) -> Result<Owner, AppError> {
    tx.opt(OWNER, args![org])?.ok_or(AppError::NotFound)
}

pub(crate) const GET: &str = "SELECT d.document_id, d.org_id, o.path, o.name, d.kind, d.framework, d.domain, \
     d.demands_work, d.until_day, d.end_reason, d.version \
     FROM document d JOIN org o ON o.org_id = d.org_id WHERE d.document_id = $1";

rec! {
    /// A document and whose it is; what it says stands in its versions.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DocumentRow {
        /// Which it is.
        pub id: DocumentId,
        /// Whose it is.
        pub org: OrgId,
        /// Where its owner stands today.
        pub path: OrgPath,
        /// What its owner is called today.
        pub owner: String,
        /// Its sort.
        pub kind: Kind,
        /// Code of its place in the “1+3”; empty if it has none.
        pub slot_code: String,
        /// The domain of a work procedure; empty for all others.
        pub domain: String,
        /// Whether its clauses are to be put into work.
        pub demands_work: bool,
        /// The day on which the whole document ends; `Day::FOREVER` if it does not.
        pub until: Day,
        /// Why it ends.
        pub end_reason: String,
        /// Rises with every change of the document or its draft.
        pub version: i64,
    }
}

impl DocumentRow {
    /// Its place in the “1+3”.
    #[must_use]
    pub fn framework(&self) -> Option<Slot> {
        Slot::of_code(&self.slot_code)
    }
}

/// A document, whoever asks.
pub(crate) fn get(tx: &mut Tx<'_>, id: DocumentId) -> Result<DocumentRow, AppError> {
    tx.opt(GET, args![id])?.ok_or(AppError::NotFound)
}

/// What stands before the list of ids in the statement of [`of_ids`].
const OF_IDS: &str = "SELECT d.document_id, d.org_id, o.path, o.name, d.kind, d.framework, d.domain, \
     d.demands_work, d.until_day, d.end_reason, d.version \
     FROM document d JOIN org o ON o.org_id = d.org_id WHERE d.document_id IN ";

/// Documents by their ids, whoever asks, in any order.
pub(crate) fn of_ids(tx: &mut Tx<'_>, ids: &[DocumentId]) -> Result<Vec<DocumentRow>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut shape = Shape::new(OF_IDS, &[]);
    shape.list(ids.iter().map(|id| Arg::from(*id)));
    Ok(tx.all(&shape.text, &shape.args)?)
}

/// What every list of documents begins with: documents that the actor may read, and of others only what was published.
macro_rules! readable {
    ($tail:literal) => {
        concat!(
            "SELECT d.document_id, d.org_id, o.path, o.name, d.kind, d.framework, d.domain, \
             d.demands_work, d.until_day, d.end_reason, d.version \
             FROM document d JOIN org o ON o.org_id = d.org_id \
             WHERE ((o.path >= $1 AND o.path < $2) OR SUBSTR(CAST($1 AS TEXT), 1, LENGTH(o.path)) = o.path) \
             AND (d.org_id = $3 OR EXISTS (SELECT 1 FROM document_version p WHERE p.org_id = d.org_id \
             AND p.document_id = d.document_id AND p.published_at IS NOT NULL)) AND ",
            $tail
        )
    };
}

pub(crate) const LIST: &str = readable!(
    "(CAST($4 AS TEXT) = '' OR d.kind = $4) AND (CAST($5 AS BIGINT) = 0 OR d.org_id = $3) \
     AND (CAST($6 AS TEXT) = '' OR ($6 = 'ended' AND d.until_day <= $7) \
     OR EXISTS (SELECT 1 FROM document_version s WHERE s.org_id = d.org_id AND s.document_id = d.document_id \
     AND (($6 = 'draft' AND d.org_id = $3 AND s.published_at IS NULL) \
     OR ($6 = 'in_force' AND s.from_day <= $7 AND s.to_day > $7) OR ($6 = 'coming' AND s.from_day > $7)))) \
     AND (CAST($8 AS TEXT) = '' OR EXISTS (SELECT 1 FROM document_version t WHERE t.org_id = d.org_id \
     AND t.document_id = d.document_id AND (d.org_id = $3 OR t.published_at IS NOT NULL) \
     AND (REPLACE(t.title, $8, '') <> t.title OR REPLACE(t.number, $8, '') <> t.number))) \
     AND d.document_id < $9 ORDER BY d.document_id DESC LIMIT $10"
);

/// Which documents a list holds.
#[derive(Debug)]
pub(crate) struct Wish<'a> {
    /// Code of the sort; empty for all.
    pub(crate) kind: &'a str,
    /// Code of the state; empty for all.
    pub(crate) state: &'a str,
    /// Words of title or number; empty for all.
    pub(crate) q: &'a str,
    /// One's own organisation's only.
    pub(crate) own: bool,
    /// Only older ones than this.
    pub(crate) after: i64,
    /// So many.
    pub(crate) size: i64,
}

/// Documents that the actor may read, the newest first.
pub(crate) fn list(tx: &mut Tx<'_>, wish: &Wish<'_>) -> Result<Vec<DocumentRow>, AppError> {
    let ((from, until), own, today) = (tx.place().range(), tx.actor().seat.org, tx.today());
    let args = args![from, until, own, wish.kind, wish.own, wish.state, today, wish.q, wish.after, wish.size];
    Ok(tx.all(LIST, args)?)
}

pub(crate) const IN_FRAMEWORK: &str =
    readable!("d.org_id = $4 AND d.framework <> '' AND d.until_day > $5 ORDER BY d.framework, d.document_id LIMIT 50");

/// What stands in the framework of an organisation today.
pub(crate) fn in_framework(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<DocumentRow>, AppError> {
    let ((from, until), own, today) = (tx.place().range(), tx.actor().seat.org, tx.today());
    Ok(tx.all(IN_FRAMEWORK, args![from, until, own, org, today])?)
}

pub(crate) const PROCEDURES: &str = readable!(
    "SUBSTR(CAST($1 AS TEXT), 1, LENGTH(o.path)) = o.path AND d.domain <> '' AND d.until_day > $4 \
     ORDER BY o.path, d.document_id LIMIT 500"
);

/// The living work procedures of the own organisation and its superiors.
pub(crate) fn procedures(tx: &mut Tx<'_>) -> Result<Vec<DocumentRow>, AppError> {
    let ((from, until), own, today) = (tx.place().range(), tx.actor().seat.org, tx.today());
    Ok(tx.all(PROCEDURES, args![from, until, own, today])?)
}

pub(crate) const FRAMEWORKS: &str = "SELECT o.org_id, o.path, o.name, o.level FROM org o \
     WHERE SUBSTR(CAST($1 AS TEXT), 1, LENGTH(o.path)) = o.path AND o.org_id IN \
     (SELECT d.org_id FROM document d JOIN document_version v ON v.org_id = d.org_id AND v.document_id = d.document_id \
     WHERE d.framework <> '' AND d.until_day > $2 AND (v.published_at IS NOT NULL OR d.org_id = $3)) ORDER BY o.path";

/// The own organisation and its superiors, those that have a framework.
pub(crate) fn owners_of_framework(tx: &mut Tx<'_>) -> Result<Vec<Owner>, AppError> {
    let ((own, _), org, today) = (tx.place().range(), tx.actor().seat.org, tx.today());
    Ok(tx.all(FRAMEWORKS, args![own, today, org])?)
}

pub(crate) const TAKEN: &str = "SELECT d.document_id, d.framework FROM document d WHERE d.org_id = $1 AND d.until_day = $2 \
     AND d.document_id <> $3 AND ((d.framework <> '' AND d.framework = $4) OR (d.domain <> '' AND d.domain = $5)) \
     ORDER BY d.document_id LIMIT 2";

/// Which living documents of the organisation, other than `but`, hold this place of the framework or this domain:
/// (document, its place).
pub(crate) fn taken(
    tx: &mut Tx<'_>,
    org: OrgId,
    but: Option<DocumentId>,
    about: &About,
) -> Result<Vec<(DocumentId, String)>, AppError> {
    let slot = about.framework.map_or("", Slot::code);
    let but = but.map_or(0, DocumentId::raw);
    Ok(tx.all(TAKEN, args![org, Day::FOREVER, but, slot, &about.domain])?)
}

pub(crate) const INSERT: &str = "INSERT INTO document (org_id, document_id, kind, framework, domain, demands_work, \
     until_day, end_reason, entered_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, 1)";

/// Adds a document.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, id): (OrgId, DocumentId),
    about: &About,
) -> Result<(), AppError> {
    let now = tx.now();
    let slot = about.framework.map_or("", Slot::code);
    let args = args![org, id, about.kind.code(), slot, &about.domain, about.demands_work, Day::FOREVER, now];
    tx.exec(INSERT, args)?;
    Ok(())
}

pub(crate) const ALTER: &str = "UPDATE document SET kind = $4, framework = $5, domain = $6, demands_work = $7, \
     version = version + 1 WHERE org_id = $1 AND document_id = $2 AND version = $3";

/// Changes what is said about a document; false if somebody was faster.
pub(crate) fn alter(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow, about: &About) -> Result<bool, AppError> {
    let slot = about.framework.map_or("", Slot::code);
    let args = args![row.org, row.id, row.version, about.kind.code(), slot, &about.domain, about.demands_work];
    Ok(tx.exec(ALTER, args)? == 1)
}

pub(crate) const TOUCH: &str =
    "UPDATE document SET version = version + 1 WHERE org_id = $1 AND document_id = $2 AND version = $3";

/// Takes the next version of the row; false if somebody was faster.
pub(crate) fn touch(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow) -> Result<bool, AppError> {
    Ok(tx.exec(TOUCH, args![row.org, row.id, row.version])? == 1)
}

pub(crate) const END: &str = "UPDATE document SET until_day = $4, end_reason = $5, version = version + 1 \
     WHERE org_id = $1 AND document_id = $2 AND version = $3";

/// Sets the day on which a document ends; false if somebody was faster.
pub(crate) fn end(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow, until: Day, reason: &str) -> Result<bool, AppError> {
    Ok(tx.exec(END, args![row.org, row.id, row.version, until, reason])? == 1)
}

pub(crate) const REMOVE: &str = "DELETE FROM document WHERE org_id = $1 AND document_id = $2 AND NOT EXISTS \
     (SELECT 1 FROM document_version v WHERE v.org_id = document.org_id AND v.document_id = document.document_id)";

/// Takes away a document of which no version is left.
pub(crate) fn remove_if_bare(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow) -> Result<bool, AppError> {
    Ok(tx.exec(REMOVE, args![row.org, row.id])? == 1)
}
