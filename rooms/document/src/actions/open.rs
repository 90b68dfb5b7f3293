//! What the pages of one document show: a version with who rests on its clauses, and the draft in its editor.

use std::collections::HashMap;

use cx::{AppError, Cx, Tx};
use kernel::{ClauseId, Day, DocumentId};

use super::{
    edit::Draft,
    read::{Reading, Wanted, reading},
};
use crate::{
    access::{END, PUBLISH, WRITE},
    rules::{ClauseDraft, likeness::propose},
    store::{
        citation,
        clause::{self, Clause},
        document::DocumentRow,
        version::{self, VersionRow},
    },
};

/// What the actor may do with a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rights {
    /// Edit, discard, begin versions.
    pub write: bool,
    /// Bring into force.
    pub publish: bool,
    /// End.
    pub end: bool,
}

impl Rights {
    fn of(tx: &Tx<'_>, row: &DocumentRow) -> Self {
        let seat = &tx.actor().seat;
        let own = seat.org == row.org;
        Self {
            write: own && WRITE.is_for(seat.role),
            publish: own && PUBLISH.is_for(seat.role),
            end: own && END.is_for(seat.role),
        }
    }
}

/// A version as its page shows it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The version.
    pub reading: Reading,
    /// What the reader may do.
    pub rights: Rights,
    /// How many things of the reader's branch rest on each clause.
    pub cited: HashMap<ClauseId, i64>,
}

/// Opens a version of a document.
///
/// # Errors
/// [`AppError::NotFound`] if the actor may not read it.
pub async fn open(cx: &Cx, id: DocumentId, wanted: Wanted) -> Result<Opened, AppError> {
    cx.read(move |tx| {
        let reading = reading(tx, id, wanted)?;
        let rights = Rights::of(tx, &reading.document);
        let cited = citation::counts(tx, &reading.version)?;
        Ok(Opened { reading, rights, cited })
    })
    .await
}

/// [`Wanted::On`] today.
///
/// # Errors
/// As [`open`].
pub(crate) async fn open_today(cx: &Cx, id: DocumentId) -> Result<Opened, AppError> {
    let today = cx.house().today();
    open(cx, id, Wanted::On(today)).await
}

/// The version before, and what rests on its clauses.
#[derive(Debug, Clone)]
pub struct Before {
    /// The version.
    pub version: VersionRow,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// How many things rest on each.
    pub cited: HashMap<ClauseId, i64>,
}

/// A draft in its editor.
#[derive(Debug, Clone)]
pub struct Editing {
    /// The document.
    pub document: DocumentRow,
    /// The draft's version.
    pub version: VersionRow,
    /// What it says.
    pub draft: Draft,
    /// What holds until now; none for a first version.
    pub before: Option<Before>,
    /// What the reader may do.
    pub rights: Rights,
    /// Today.
    pub today: Day,
}

/// Opens the draft of a document of the actor's own organisation.
///
/// # Errors
/// [`AppError::NotFound`] if there is no draft, or it is another organisation's.
pub async fn editing(cx: &Cx, id: DocumentId) -> Result<Editing, AppError> {
    cx.read(move |tx| {
        let read = reading(tx, id, Wanted::Draft)?;
        let replaced = clause::replaced(tx, &read.version)?;
        let clauses = read.clauses.iter().map(|c| ClauseDraft {
            id: Some(c.id),
            depth: c.depth,
            label: c.label.clone(),
            text: c.text.clone(),
            demands: c.demands,
            replaces: replaced.get(&c.id).cloned().unwrap_or_default(),
        });
        let draft = Draft {
            title: read.version.title.clone(),
            number: read.version.number.clone(),
            clauses: clauses.collect(),
        };
        let before = match read.versions.iter().rfind(|v| !v.is_draft()) {
            Some(version) => Some(before(tx, version)?),
            None => None,
        };
        let rights = Rights::of(tx, &read.document);
        Ok(Editing { document: read.document, version: read.version, draft, before, rights, today: read.today })
    })
    .await
}

fn before(tx: &mut Tx<'_>, version: &VersionRow) -> Result<Before, AppError> {
    let clauses = clause::of_version(tx, version)?;
    let cited = citation::counts(tx, version)?;
    Ok(Before { version: version.clone(), clauses, cited })
}

impl Editing {
    /// For each clause of the draft the old ones that it seems to replace, by likeness.
    #[must_use]
    pub fn proposals(&self) -> Vec<Vec<ClauseId>> {
        let Some(before) = &self.before else { return vec![Vec::new(); self.draft.clauses.len()] };
        let new: Vec<_> = self
            .draft
            .clauses
            .iter()
            .map(|c| crate::rules::likeness::Side { label: &c.label, text: &c.text })
            .collect();
        let places = propose(&new, &super::compare::sides(&before.clauses));
        places.into_iter().map(|p| p.into_iter().map(|o| before.clauses[o].id).collect()).collect()
    }

    /// Old clauses that no clause of the draft replaces.
    #[must_use]
    pub fn left_out(&self) -> Vec<&Clause> {
        let kept: std::collections::HashSet<ClauseId> =
            self.draft.clauses.iter().flat_map(|c| c.replaces.iter().copied()).collect();
        self.before.iter().flat_map(|b| &b.clauses).filter(|c| !kept.contains(&c.id)).collect()
    }
}

/// A file that a version was read from: its name and bytes.
///
/// # Errors
/// [`AppError::NotFound`] if the actor may not read the version, or it was typed.
pub(crate) async fn file(cx: &Cx, id: DocumentId, seq: i64) -> Result<(String, Vec<u8>), AppError> {
    let files = cx.house().files.clone();
    let version = cx.read(move |tx| Ok(reading(tx, id, Wanted::Seq(seq))?.version)).await?;
    let bytes = files.get(&version.file_hash).ok_or(AppError::NotFound)?;
    Ok((version.file_name, bytes))
}

/// What is said about a document besides its text, as its form holds it.
///
/// # Errors
/// [`AppError::NotFound`] if the actor may not read it.
pub(crate) async fn about(cx: &Cx, id: DocumentId) -> Result<(DocumentRow, VersionRow, Rights), AppError> {
    cx.read(move |tx| {
        let row = super::seen(tx, id)?;
        let own = tx.actor().seat.org == row.org;
        let today = tx.today();
        let versions: Vec<VersionRow> = version::of(tx, &row)?.into_iter().filter(|v| own || !v.is_draft()).collect();
        let version = version::chosen(&versions, today).cloned().ok_or(AppError::NotFound)?;
        let rights = Rights::of(tx, &row);
        Ok((row, version, rights))
    })
    .await
}
