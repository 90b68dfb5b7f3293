//! Documents among others: those one may read, the framework, the procedures.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Tx};
use kernel::{Day, DocumentId, OrgId, Page, Paged};

use crate::{
    access::{self, READ, WRITE},
    rules::{Kind, Slot, about},
    store::{
        document::{self, DocumentRow, Owner, Wish},
        version::{self, VersionRow},
    },
};

/// How a document stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Only a draft.
    Draft,
    /// Published, in force from a later day.
    Coming,
    /// In force.
    InForce,
    /// No longer in force.
    Ended,
}

impl State {
    /// All, as lists offer them.
    pub const ALL: [Self; 4] = [Self::InForce, Self::Coming, Self::Draft, Self::Ended];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Coming => "coming",
            Self::InForce => "in_force",
            Self::Ended => "ended",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// How a version stands on a day.
    #[must_use]
    pub fn of(version: &VersionRow, day: Day) -> Self {
        match (version.from, version.to) {
            (Some(from), _) if from > day => Self::Coming,
            (Some(_), Some(to)) if to > day => Self::InForce,
            (Some(_), _) => Self::Ended,
            (None, _) => Self::Draft,
        }
    }
}

/// Which documents are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Of this sort only.
    pub kind: Option<Kind>,
    /// In this state only.
    pub state: Option<State>,
    /// With these words in title or number.
    pub q: String,
    /// One's own organisation's only.
    pub own: bool,
}

/// A document among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The document.
    pub document: DocumentRow,
    /// Its version in force, else the newest published, else the draft.
    pub version: VersionRow,
    /// How that stands today.
    pub state: State,
    /// Whether there is an open draft that the reader may edit.
    pub draft: bool,
}

/// A page of documents, the newest first.
#[derive(Debug, Clone)]
pub struct Documents {
    /// The documents.
    pub page: Paged<Listed>,
    /// Whether the reader may enter one.
    pub may_enter: bool,
}

/// Documents that the actor may read.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads none.
pub async fn documents(cx: &Cx, query: Query, page: Page) -> Result<Documents, AppError> {
    cx.read(move |tx| {
        reader(tx)?;
        let after = page.after.as_deref().map_or(Ok(i64::MAX), str::parse).map_err(|_| AppError::NotFound)?;
        let wish = Wish {
            kind: query.kind.map_or("", Kind::code),
            state: query.state.map_or("", State::code),
            q: &kernel::text::tidy(&query.q),
            own: query.own,
            after,
            size: page.size + 1,
        };
        let rows = document::list(tx, &wish)?;
        let listed = with_versions(tx, rows)?;
        let page = Paged::from_surplus(listed, &page, |l| l.document.id.to_string());
        Ok(Documents { page, may_enter: may_enter(tx)? })
    })
    .await
}

/// Whether the actor may enter documents of their own organisation.
pub(crate) fn may_enter(tx: &mut Tx<'_>) -> Result<bool, AppError> {
    let seat = tx.actor().seat.clone();
    let owner = document::owner(tx, seat.org)?;
    Ok(WRITE.is_for(seat.role) && about::keeps_documents(&owner.level, owner.org).is_ok())
}

fn reader(tx: &Tx<'_>) -> Result<(), AppError> {
    if READ.is_for(tx.actor().seat.role) { Ok(()) } else { Err(AppError::Forbidden(READ.name)) }
}

/// Documents with the version that stands for each.
fn with_versions(tx: &mut Tx<'_>, rows: Vec<DocumentRow>) -> Result<Vec<Listed>, AppError> {
    let (own, today) = (tx.actor().seat.org, tx.today());
    let ids: Vec<DocumentId> = rows.iter().map(|row| row.id).collect();
    let mut versions: BTreeMap<DocumentId, Vec<VersionRow>> = BTreeMap::new();
    for version in version::of_documents(tx, &ids)? {
        if !version.is_draft() || version.org == own {
            versions.entry(version.document).or_default().push(version);
        }
    }
    let listed = rows.into_iter().filter_map(|document| {
        let versions = versions.remove(&document.id)?;
        let draft = versions.iter().any(VersionRow::is_draft);
        let version = version::chosen(&versions, today)?.clone();
        Some(Listed { state: State::of(&version, today), document, version, draft })
    });
    Ok(listed.collect())
}

/// The “1+3” of one organisation.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Whose it is.
    pub owner: Owner,
    /// Its four places, the opinion first, and what stands there.
    pub places: Vec<(Slot, Option<Listed>)>,
    /// The own organisation and its superiors that have one, the nearest first.
    pub owners: Vec<Owner>,
    /// Whether the reader may fill a place.
    pub may_write: bool,
}

/// The “1+3” that applies to the actor: that of `org` if one is named, else of the own organisation or the nearest
/// superior that has one.
///
/// # Errors
/// [`AppError::NotFound`] for an organisation whose documents the actor may not read.
pub async fn framework(cx: &Cx, org: Option<OrgId>) -> Result<Framework, AppError> {
    cx.read(move |tx| {
        reader(tx)?;
        let seat = tx.actor().seat.clone();
        let mut owners = document::owners_of_framework(tx)?;
        owners.sort_by(|a, b| b.path.cmp(&a.path));
        let owner = match org {
            Some(org) => {
                let owner = document::owner(tx, org)?;
                if !access::may_read(&seat, &owner.path) {
                    return Err(AppError::NotFound);
                }
                owner
            }
            None => match owners.first() {
                Some(nearest) => nearest.clone(),
                None => document::owner(tx, seat.org)?,
            },
        };
        let rows = document::in_framework(tx, owner.org)?;
        let listed = with_versions(tx, rows)?;
        let at = |slot: Slot| listed.iter().find(|l| l.document.framework() == Some(slot)).cloned();
        let places = Slot::ALL.into_iter().map(|slot| (slot, at(slot))).collect();
        let may_write = owner.org == seat.org && may_enter(tx)?;
        Ok(Framework { owner, places, owners, may_write })
    })
    .await
}

/// The procedures that apply to the actor: for each domain those of the own organisation and its superiors, the
/// nearest first. A domain without one is a gap.
#[derive(Debug, Clone)]
pub struct Procedures {
    /// (domain, its procedures).
    pub domains: Vec<(&'static str, Vec<Listed>)>,
    /// Whether the reader may write one.
    pub may_write: bool,
}

/// The work procedures by domain.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads none.
pub async fn procedures(cx: &Cx) -> Result<Procedures, AppError> {
    cx.read(move |tx| {
        reader(tx)?;
        let mut rows = document::procedures(tx)?;
        rows.sort_by(|a, b| b.path.cmp(&a.path));
        let mut by_domain: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        for listed in with_versions(tx, rows)? {
            by_domain.entry(listed.document.domain.clone()).or_default().push(listed);
        }
        let domains = org::rules::DOMAINS.into_iter().map(|d| (d, by_domain.remove(d).unwrap_or_default())).collect();
        Ok(Procedures { domains, may_write: may_enter(tx)? })
    })
    .await
}

/// Title and number of documents that the actor may read, as they stand today; the others are left out. For later
/// rooms.
///
/// # Errors
/// If the database fails.
pub fn titles_in(tx: &mut Tx<'_>, ids: &[DocumentId]) -> Result<BTreeMap<DocumentId, (String, String)>, AppError> {
    let seat = tx.actor().seat.clone();
    let mut rows = document::of_ids(tx, ids)?;
    rows.retain(|row| access::may_read(&seat, &row.path));
    let listed = with_versions(tx, rows)?;
    Ok(listed.into_iter().map(|l| (l.document.id, (l.version.title, l.version.number))).collect())
}
