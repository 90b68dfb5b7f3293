//! Clauses of versions, and what they replace.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Permit, Tx};
use db::{Arg, LIST_MOST, Shape, args, rec};
use kernel::{ClauseId, Day, DocumentId, OrgId, OrgPath, VersionId};

use super::version::VersionRow;
use crate::rules::ClauseDraft;

pub(crate) const OF_VERSION: &str = "SELECT c.clause_id, c.version_id, c.seq, c.depth, c.label, c.text, c.demands \
     FROM clause c WHERE c.org_id = $1 AND c.version_id = $2 ORDER BY c.seq";

rec! {
    /// One clause as stored.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Clause {
        /// Which it is.
        pub id: ClauseId,
        /// Of which version.
        pub version: VersionId,
        /// Its place in the text, 1 for the first.
        pub seq: i64,
        /// How deep it stands, 0 for the highest.
        pub depth: i64,
        /// Its label, such as 第三条; may be empty.
        pub label: String,
        /// What it says.
        pub text: String,
        /// Whether it asks for work.
        pub demands: bool,
    }
}

impl Clause {
    /// Label and text: what is searched.
    pub(crate) fn whole(&self) -> String {
        format!("{}{}", self.label, self.text)
    }
}

/// The clauses of a version in the order of the text.
pub(crate) fn of_version(tx: &mut Tx<'_>, version: &VersionRow) -> Result<Vec<Clause>, AppError> {
    Ok(tx.all(OF_VERSION, args![version.org, version.id])?)
}

/// Places of the text for which versions are searched one by one.
const PLACES_MOST: usize = 64;
/// What stands before the lists in the statement of [`of_versions`].
const OF_VERSIONS: &str = "SELECT c.clause_id, c.version_id, c.seq, c.depth, c.label, c.text, c.demands \
     FROM clause c WHERE c.version_id IN ";

/// Clauses of several versions at these places of the text, in order.
pub(crate) fn of_versions(
    tx: &mut Tx<'_>,
    versions: &[VersionId],
    seqs: &BTreeSet<i64>,
) -> Result<Vec<Clause>, AppError> {
    let mut shape = Shape::new(OF_VERSIONS, &[]);
    shape.list(versions.iter().map(|id| Arg::from(*id)));
    // Each version would be asked for each place: with many of them reading all of it is faster.
    if seqs.len() <= PLACES_MOST {
        shape.push(" AND c.seq IN ").list(seqs.iter().map(|seq| Arg::from(*seq)));
    }
    shape.push(" ORDER BY c.version_id, c.seq");
    Ok(tx.all(&shape.text, &shape.args)?)
}

pub(crate) const REPLACED: &str = "SELECT r.clause_id, r.replaced_id FROM clause_replacement r \
     JOIN clause c ON c.org_id = r.org_id AND c.clause_id = r.clause_id \
     WHERE r.org_id = $1 AND c.version_id = $2 ORDER BY r.clause_id, r.replaced_id";

/// What each clause of a version replaces.
pub(crate) fn replaced(tx: &mut Tx<'_>, version: &VersionRow) -> Result<HashMap<ClauseId, Vec<ClauseId>>, AppError> {
    let rows: Vec<(ClauseId, ClauseId)> = tx.all(REPLACED, args![version.org, version.id])?;
    let mut out: HashMap<ClauseId, Vec<ClauseId>> = HashMap::new();
    for (clause, old) in rows {
        out.entry(clause).or_default().push(old);
    }
    Ok(out)
}

pub(crate) const PAIRS: &str = "SELECT r.clause_id, r.replaced_id FROM clause_replacement r \
     JOIN clause c ON c.org_id = r.org_id AND c.clause_id = r.clause_id \
     JOIN document_version v ON v.org_id = c.org_id AND v.version_id = c.version_id \
     WHERE r.org_id = $1 AND (r.clause_id = $2 OR r.replaced_id = $2) AND v.published_at IS NOT NULL \
     ORDER BY r.clause_id, r.replaced_id";

/// What a clause replaces, and by what it is replaced, as far as that was published: pairs of (new, old).
pub(crate) fn pairs(tx: &mut Tx<'_>, org: OrgId, clause: ClauseId) -> Result<Vec<(ClauseId, ClauseId)>, AppError> {
    Ok(tx.all(PAIRS, args![org, clause])?)
}

pub(crate) const CLEAR_REPLACED: &str = "DELETE FROM clause_replacement WHERE org_id = $1 AND clause_id IN \
     (SELECT c.clause_id FROM clause c JOIN document_version v ON v.org_id = c.org_id AND v.version_id = c.version_id \
     WHERE c.org_id = $1 AND c.version_id = $2 AND v.published_at IS NULL)";
pub(crate) const CLEAR: &str = "DELETE FROM clause WHERE org_id = $1 AND version_id = $2 \
     AND version_id IN (SELECT v.version_id FROM document_version v \
     WHERE v.org_id = $1 AND v.version_id = $2 AND v.published_at IS NULL) \
     AND clause_id NOT IN (SELECT t.clause_id FROM citation t WHERE t.clause_id = clause.clause_id)";

/// Takes the clauses of a draft away. The statement itself spares what is published and what is cited.
pub(crate) fn clear(tx: &mut Tx<'_>, _: &Permit, version: &VersionRow) -> Result<(), AppError> {
    tx.exec(CLEAR_REPLACED, args![version.org, version.id])?;
    tx.exec(CLEAR, args![version.org, version.id])?;
    Ok(())
}

const COLUMNS: [&str; 8] = ["org_id", "clause_id", "version_id", "seq", "depth", "label", "text", "demands"];

/// Writes the clauses of a draft in their order; new ones get an id. Answers the ids.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, version): (OrgId, VersionId),
    clauses: &[ClauseDraft],
) -> Result<Vec<ClauseId>, AppError> {
    let ids: Vec<ClauseId> = clauses.iter().map(|c| c.id.unwrap_or_else(|| tx.new_id())).collect();
    let rows = clauses.iter().zip(&ids).zip(1_i64..).map(|((c, id), seq)| {
        args![org, *id, version, seq, c.depth, c.label.trim(), c.text.trim(), c.demands].to_vec()
    });
    tx.insert_many("clause", &COLUMNS, rows)?;
    let replaced = clauses.iter().zip(&ids).flat_map(|(c, id)| {
        let mut old = c.replaces.clone();
        old.sort_unstable();
        old.dedup();
        old.into_iter().map(move |old| args![org, *id, old].to_vec())
    });
    let replaced: Vec<Vec<Arg>> = replaced.collect();
    tx.insert_many("clause_replacement", &["org_id", "clause_id", "replaced_id"], replaced)?;
    Ok(ids)
}

/// What stands before the list of ids in the statement of [`refs`].
const REFS_HEAD: &str = "SELECT c.clause_id, d.document_id, c.org_id, o.path, o.name, d.kind, v.version_id, v.seq, v.title, v.number, \
     c.seq, c.label, c.text, v.from_day, v.to_day FROM clause c \
     JOIN document_version v ON v.org_id = c.org_id AND v.version_id = c.version_id \
     JOIN document d ON d.org_id = v.org_id AND d.document_id = v.document_id \
     JOIN org o ON o.org_id = c.org_id WHERE v.published_at IS NOT NULL AND c.clause_id IN ";
/// The statement of [`refs`] for one id.
pub(crate) const REFS: &str = "SELECT c.clause_id, d.document_id, c.org_id, o.path, o.name, d.kind, v.version_id, v.seq, v.title, v.number, \
     c.seq, c.label, c.text, v.from_day, v.to_day FROM clause c \
     JOIN document_version v ON v.org_id = c.org_id AND v.version_id = c.version_id \
     JOIN document d ON d.org_id = v.org_id AND d.document_id = v.document_id \
     JOIN org o ON o.org_id = c.org_id WHERE v.published_at IS NOT NULL AND c.clause_id IN ($1)";

rec! {
    /// A clause as other things refer to it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ClauseRef {
        /// Which clause.
        pub clause: ClauseId,
        /// Of which document.
        pub document: DocumentId,
        /// Whose document.
        pub org: OrgId,
        /// Where its owner stands today.
        pub path: OrgPath,
        /// What its owner is called today.
        pub owner: String,
        /// Sort of the document.
        pub kind: crate::rules::Kind,
        /// Of which version.
        pub version: VersionId,
        /// Number of that version, 1 for the first.
        pub version_seq: i64,
        /// Title of the document in that version.
        pub document_title: String,
        /// Its number (文号); may be empty.
        pub document_number: String,
        /// Place of the clause in the text.
        pub seq: i64,
        /// Its label, such as 第三条; may be empty.
        pub label: String,
        /// What it says.
        pub text: String,
        /// First day in force.
        pub from: Day,
        /// First day no more in force; `Day::FOREVER` if no end is set.
        pub until: Day,
    }
}

impl ClauseRef {
    /// Last day plus one, if an end is set.
    #[must_use]
    pub fn to(&self) -> Option<Day> {
        (self.until != Day::FOREVER).then_some(self.until)
    }

    /// Whether it is in force on this day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until > day
    }

    /// By what people name it: `《title》第三条`, or with its place in the text if it has no label.
    #[must_use]
    pub fn name(&self) -> String {
        match self.label.as_str() {
            "" => format!("《{}》¶{}", self.document_title, self.seq),
            label => format!("《{}》{label}", self.document_title),
        }
    }

    /// Address of its page.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/clauses/{}", self.clause)
    }
}

/// Clauses of published versions by their ids, whoever asks; unknown ones are left out. In the order of `ids`.
pub(crate) fn refs(tx: &mut Tx<'_>, ids: &[ClauseId]) -> Result<Vec<ClauseRef>, AppError> {
    let mut found: HashMap<ClauseId, ClauseRef> = HashMap::new();
    for part in ids.chunks(LIST_MOST) {
        let mut shape = Shape::new(REFS_HEAD, &[]);
        shape.list(part.iter().map(|id| Arg::from(*id)));
        let rows: Vec<ClauseRef> = tx.all(&shape.text, &shape.args)?;
        found.extend(rows.into_iter().map(|r| (r.clause, r)));
    }
    Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
}
