//! Full-text search: candidates from the index, compared with the texts, ranked simply.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Tx};
use kernel::{ClauseId, Day, DocumentId, VersionId};

use crate::{
    access,
    rules::{
        Kind, Part,
        gram::{Folded, Seqs},
        query::Query,
    },
    store::{
        clause::{self, ClauseRef},
        gram::{self, Within},
        version::{self, Heading},
    },
};

/// Documents on a page of results.
pub const DOCUMENTS_MOST: usize = 10;
/// Clauses shown of each document among others.
pub const CLAUSES_SHOWN: usize = 3;
/// Clauses shown of the one document that is searched.
const CLAUSES_OF_ONE: usize = 500;
/// Documents that are read through for one page at most: the index may propose some whose texts say otherwise.
const READ_MOST: usize = 60;

/// What is searched for, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The terms, apart by blanks.
    pub q: String,
    /// As it was in force on this day; today if none is named.
    pub on: Option<Day>,
    /// Also in what is no longer or not yet in force.
    pub any_time: bool,
    /// In documents of this sort only.
    pub kind: Option<Kind>,
    /// In this document only.
    pub document: Option<DocumentId>,
    /// Documents to pass over: those of the pages before.
    pub skip: usize,
}

/// A clause that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseHit {
    /// Which clause.
    pub clause: ClauseId,
    /// Its label; may be empty.
    pub label: String,
    /// Where the terms stand in it.
    pub snippet: Vec<Part>,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentHit {
    /// The document in the version that was found.
    pub heading: Heading,
    /// Its title, the terms marked.
    pub title: Vec<Part>,
    /// How many of its clauses hold the terms.
    pub count: usize,
    /// The first of them.
    pub clauses: Vec<ClauseHit>,
}

/// A page of results.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The documents: those whose title holds the terms first, then those with most clauses, then the newest.
    pub documents: Vec<DocumentHit>,
    /// What the next page has to skip; none on the last.
    pub next: Option<usize>,
}

/// Searches what the actor may read.
///
/// # Errors
/// A query that cannot be answered.
pub async fn search(cx: &Cx, search: Search) -> Result<Found, AppError> {
    cx.read(move |tx| {
        let query = Query::parse(&search.q)?;
        let ranked = ranked(tx, &query, &search)?;
        let shown = if search.document.is_some() { CLAUSES_OF_ONE } else { CLAUSES_SHOWN };
        let mut found = Found::default();
        let mut read = search.skip;
        while found.documents.len() < DOCUMENTS_MOST && read < ranked.len() && read - search.skip < READ_MOST {
            let part = &ranked[read..ranked.len().min(read + DOCUMENTS_MOST)];
            for hit in hits(tx, &query, part, shown)? {
                read += 1;
                if let Some(hit) = hit {
                    found.documents.push(hit);
                }
                if found.documents.len() == DOCUMENTS_MOST {
                    break;
                }
            }
        }
        found.next = (read < ranked.len()).then_some(read);
        Ok(found)
    })
    .await
}

/// A version with its candidates.
type Candidate = (VersionId, Seqs);

/// Candidates in the order of the results.
fn ranked(tx: &mut Tx<'_>, query: &Query, search: &Search) -> Result<Vec<Candidate>, AppError> {
    let on = (!search.any_time).then(|| search.on.unwrap_or_else(|| tx.today()));
    let place = tx.place().clone();
    if !access::READ.is_for(tx.actor().seat.role) {
        return Err(AppError::Forbidden(access::READ.name));
    }
    let within = Within { place, on, kind: search.kind, document: search.document };
    let rows = gram::look_up(tx, &within, &query.firsts())?;
    let mut found: Vec<Candidate> =
        rows.into_iter().map(|(version, rows)| (version, query.candidates(&rows))).collect();
    found.retain(|(_, seqs)| !seqs.is_empty());
    // Ids rise with time, so that the greater of two versions is the newer.
    found.sort_by_key(|(version, seqs)| std::cmp::Reverse((seqs.contains(&0), seqs.len(), *version)));
    Ok(found)
}

/// The documents of some candidates; none where the texts do not hold what the index proposed.
fn hits(
    tx: &mut Tx<'_>,
    query: &Query,
    part: &[Candidate],
    shown: usize,
) -> Result<Vec<Option<DocumentHit>>, AppError> {
    let ids: Vec<VersionId> = part.iter().map(|(version, _)| *version).collect();
    let headings: BTreeMap<VersionId, Heading> =
        version::headings(tx, &ids)?.into_iter().map(|h| (h.version, h)).collect();
    let seqs: Seqs = part.iter().flat_map(|(_, seqs)| seqs.iter().copied()).collect();
    let mut texts: BTreeMap<VersionId, Vec<clause::Clause>> = BTreeMap::new();
    for clause in clause::of_versions(tx, &ids, &seqs)? {
        texts.entry(clause.version).or_default().push(clause);
    }
    Ok(part
        .iter()
        .map(|(version, seqs)| {
            let heading = headings.get(version)?.clone();
            let title = Folded::of(&heading.name());
            let clauses = texts.remove(version).unwrap_or_default();
            let matching: Vec<clause::Clause> = clauses
                .into_iter()
                .filter(|c| seqs.contains(&c.seq) && query.matches(&Folded::of(&c.whole()), &title))
                .collect();
            if matching.is_empty() && !query.matches_title(&title) {
                return None;
            }
            let hit = |c: &clause::Clause| ClauseHit {
                clause: c.id,
                label: c.label.clone(),
                snippet: query.snippet(&c.text),
            };
            Some(DocumentHit {
                title: query.mark(&heading.title),
                count: matching.len(),
                clauses: matching.iter().take(shown).map(hit).collect(),
                heading,
            })
        })
        .collect())
}

/// Clauses to choose from, at most twenty: those that hold the terms, or the one that the text names by its reference
/// number. Only what is in force today.
///
/// # Errors
/// A query that cannot be answered.
pub async fn pick(cx: &Cx, q: &str) -> Result<Vec<ClauseRef>, AppError> {
    const MOST: usize = 20;
    let named = reference(q);
    let found = match named {
        Some(_) => Found::default(),
        None => search(cx, Search { q: q.to_owned(), ..Search::default() }).await?,
    };
    let mut ids: Vec<ClauseId> = named.into_iter().collect();
    ids.extend(found.documents.iter().flat_map(|d| &d.clauses).map(|c| c.clause).take(MOST));
    cx.read(move |tx| {
        let today = tx.today();
        let mut found = super::cite::clauses_in(tx, &ids)?;
        found.retain(|c| c.holds_on(today));
        Ok(found)
    })
    .await
}

/// The clause that a text names: its reference number or the address of its page.
#[must_use]
pub fn reference(text: &str) -> Option<ClauseId> {
    let text = kernel::text::tidy(text);
    let last = text.rsplit("/clauses/").next().unwrap_or_default();
    let digits = last.trim_start_matches('#');
    let whole = digits.len() >= 10 && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_long_number_or_the_address_of_a_clause() {
        let id = Some(ClauseId::new(912_345_678_901));
        assert_eq!(reference("912345678901"), id);
        assert_eq!(reference(" ＃９１２３４５６７８９０１ ".trim_matches(' ').trim_start_matches('＃')), id);
        assert_eq!(reference("https://x.test/clauses/912345678901"), id);
        assert_eq!((reference("2026"), reference("第三条"), reference("")), (None, None, None));
    }
}
