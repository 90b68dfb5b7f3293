//! The search index: one row per character and version. A lookup reads, for each character asked for, one row of
//! each version that may be read: the key leads with the character.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Permit, Tx};
use db::{Arg, Shape, args};
use kernel::{Day, DocumentId, OrgPath, VersionId};

use crate::rules::{
    Kind,
    gram::{Follows, Packed},
};

/// Writes the index of a version.
pub(crate) fn insert(tx: &mut Tx<'_>, _: &Permit, version: VersionId, follows: &Follows) -> Result<(), AppError> {
    let rows = follows.iter().map(|(gram, followers)| args![*gram, version, Packed::of(followers).bytes()].to_vec());
    tx.insert_many("clause_gram", &["gram", "version_id", "follows"], rows)?;
    Ok(())
}

/// Where is searched.
#[derive(Debug, Clone)]
pub(crate) struct Within {
    /// From whose place documents are read.
    pub(crate) place: OrgPath,
    /// In what is in force on this day; none: in every published version.
    pub(crate) on: Option<Day>,
    /// In documents of this sort only.
    pub(crate) kind: Option<Kind>,
    /// In this document only.
    pub(crate) document: Option<DocumentId>,
}

/// The versions in which is searched; what follows is the index rows of some characters.
const VERSIONS: &str = "SELECT g.version_id, g.gram, g.follows FROM clause_gram g WHERE g.version_id IN \
     (SELECT v.version_id FROM document_version v \
     JOIN document d ON d.org_id = v.org_id AND d.document_id = v.document_id \
     JOIN org o ON o.org_id = v.org_id WHERE v.published_at IS NOT NULL \
     AND ((o.path >= $1 AND o.path < $2) OR SUBSTR(CAST($1 AS TEXT), 1, LENGTH(o.path)) = o.path) \
     AND (CAST($3 AS TEXT) = '' OR (v.from_day <= $3 AND v.to_day > $3)) \
     AND (CAST($4 AS TEXT) = '' OR d.kind = $4) AND (CAST($5 AS BIGINT) = 0 OR d.document_id = $5))";
/// A lookup of two characters, as the tests prepare and explain it.
pub(crate) const LOOK_UP: &str = "SELECT g.version_id, g.gram, g.follows FROM clause_gram g WHERE g.version_id IN \
     (SELECT v.version_id FROM document_version v \
     JOIN document d ON d.org_id = v.org_id AND d.document_id = v.document_id \
     JOIN org o ON o.org_id = v.org_id WHERE v.published_at IS NOT NULL \
     AND ((o.path >= $1 AND o.path < $2) OR SUBSTR(CAST($1 AS TEXT), 1, LENGTH(o.path)) = o.path) \
     AND (CAST($3 AS TEXT) = '' OR (v.from_day <= $3 AND v.to_day > $3)) \
     AND (CAST($4 AS TEXT) = '' OR d.kind = $4) AND (CAST($5 AS BIGINT) = 0 OR d.document_id = $5)) \
     AND g.gram IN ($6, $7) ORDER BY g.version_id DESC, g.gram";

/// The index rows of one version, by their character.
pub(crate) type VersionRows = (VersionId, BTreeMap<i64, Packed>);

/// The index rows of these characters, version by version, the newest first. Versions without some of them are among
/// these: leaving them out here would read every version's rows twice.
pub(crate) fn look_up(tx: &mut Tx<'_>, within: &Within, firsts: &BTreeSet<i64>) -> Result<Vec<VersionRows>, AppError> {
    let (from, until) = within.place.range();
    let day = within.on.map_or_else(String::new, |day| day.to_string());
    let kind = within.kind.map_or("", Kind::code);
    let document = within.document.map_or(0, DocumentId::raw);
    let mut shape = Shape::new(VERSIONS, args![from, until, day, kind, document]);
    shape.push(" AND g.gram IN ").list(firsts.iter().map(|gram| Arg::from(*gram)));
    shape.push(" ORDER BY g.version_id DESC, g.gram");
    let mut found: Vec<VersionRows> = Vec::new();
    tx.each(&shape.text, &shape.args, |row| {
        let version: VersionId = row.get(0)?;
        let gram: i64 = row.get(1)?;
        let followers = Packed::stored(row.get(2)?);
        match found.last_mut().filter(|(last, _)| *last == version) {
            Some((_, rows)) => drop(rows.insert(gram, followers)),
            None => found.push((version, BTreeMap::from([(gram, followers)]))),
        }
        Ok(())
    })?;
    Ok(found)
}
