//! Clauses without work: in force, of documents that demand work, asking for it themselves, and nothing of the actor's
//! branch rests on them.

use cx::{AppError, Tx};
use db::{args, rec};
use kernel::{ClauseId, DocumentId, VersionId};

/// Which clauses ask for work today within sight; `$1`, `$2` place, `$3` today, `$4` one document or 0.
macro_rules! asking {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " FROM clause c JOIN document_version v ON v.org_id = c.org_id AND v.version_id = c.version_id \
             JOIN document d ON d.org_id = v.org_id AND d.document_id = v.document_id \
             JOIN org o ON o.org_id = c.org_id \
             WHERE ((o.path >= $1 AND o.path < $2) OR SUBSTR(CAST($1 AS TEXT), 1, LENGTH(o.path)) = o.path) \
             AND v.published_at IS NOT NULL AND v.from_day <= $3 AND v.to_day > $3 AND d.demands_work = 1 AND c.demands = 1 \
             AND (CAST($4 AS BIGINT) = 0 OR d.document_id = $4) ",
            $tail
        )
    };
}

pub(crate) const BY_DOCUMENT: &str = asking!(
    "SELECT d.document_id, v.version_id, v.title, v.number, o.name, COUNT(*), \
     CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM citation t JOIN org b ON b.org_id = t.org_id \
     WHERE t.clause_id = c.clause_id AND b.path >= $1 AND b.path < $2) THEN 0 ELSE 1 END), 0) AS BIGINT)",
    "GROUP BY d.document_id, v.version_id, v.title, v.number, o.path, o.name ORDER BY o.path, d.document_id LIMIT 2000"
);

rec! {
    /// A document that demands work: how many clauses ask for it, and how many of these have none.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct IdleDocument {
        /// Which document.
        pub document: DocumentId,
        /// Its version in force.
        pub version: VersionId,
        /// Its title.
        pub title: String,
        /// Its number (文号); may be empty.
        pub number: String,
        /// What its owner is called today.
        pub owner: String,
        /// Clauses that ask for work.
        pub asking: i64,
        /// Those of them without any.
        pub idle: i64,
    }
}

/// Every document in sight that demands work.
pub(crate) fn by_document(tx: &mut Tx<'_>) -> Result<Vec<IdleDocument>, AppError> {
    let ((from, until), today) = (tx.place().range(), tx.today());
    Ok(tx.all(BY_DOCUMENT, args![from, until, today, 0_i64])?)
}

pub(crate) const IDLE: &str = asking!(
    "SELECT c.clause_id, v.version_id, c.seq",
    "AND NOT EXISTS (SELECT 1 FROM citation t JOIN org b ON b.org_id = t.org_id \
     WHERE t.clause_id = c.clause_id AND b.path >= $1 AND b.path < $2) \
     AND (v.version_id, c.seq) > ($5, $6) ORDER BY v.version_id, c.seq LIMIT $7"
);

/// So many clauses without work after a key (version, place in the text).
pub(crate) fn page(
    tx: &mut Tx<'_>,
    document: Option<DocumentId>,
    after: (i64, i64),
    size: i64,
) -> Result<Vec<(ClauseId, VersionId, i64)>, AppError> {
    let ((from, until), today) = (tx.place().range(), tx.today());
    let document = document.map_or(0, DocumentId::raw);
    Ok(tx.all(IDLE, args![from, until, today, document, after.0, after.1, size])?)
}
