//! Looking at the statement of one organisation and month.

use cx::{AppError, Cx, Tx};
use kernel::{Instant, Month, OrgId};

use crate::{
    access::{self, CORRECT, DECIDE, DRAFT, REMARK, SHARE},
    rules::{
        facts::Statement,
        month::{Standing, closes_at, is_closed},
        texts::Texts,
    },
    store::{self, Correction, MonthRow, OrgRow, Sealed},
};

pub use crate::store::Remark;

/// What the actor may do here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rights {
    /// It is their own organisation.
    pub own: bool,
    /// Write and publish the draft.
    pub write: bool,
    /// Propose a correction.
    pub correct: bool,
    /// Decide on somebody else's.
    pub decide: bool,
    /// Set a remark.
    pub remark: bool,
    /// Open or close the public link.
    pub share: bool,
    /// See proposals: the own organisation and its superiors.
    pub proposals: bool,
}

/// A sealed revision and what it says.
#[derive(Debug, Clone)]
pub struct Revision {
    /// As stored.
    pub sealed: Sealed,
    /// As read from its body.
    pub statement: Statement,
}

/// A proposal and what it says.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// As stored.
    pub row: Correction,
    /// As read from its body.
    pub statement: Statement,
}

/// Everything a page shows of a statement.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Whose.
    pub org: OrgRow,
    /// Of which month.
    pub month: Month,
    /// How it stands.
    pub standing: Standing,
    /// When the month closes.
    pub closes_at: Instant,
    /// What still changes.
    pub row: MonthRow,
    /// What the actor may do.
    pub rights: Rights,
    /// Number, seal and instant of every revision.
    pub revisions: Vec<(i64, String, Instant)>,
    /// The revision asked for; none while nothing is published.
    pub revision: Option<Revision>,
    /// The revision before it.
    pub before: Option<Revision>,
    /// Today's facts with the draft's texts: before publication, and when a correction is being written.
    pub draft: Option<Statement>,
    /// Proposals that the actor may see.
    pub proposals: Vec<Proposed>,
    /// Remarks.
    pub remarks: Vec<Remark>,
}

/// Which part of a statement is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// A revision; none = the newest.
    pub rev: Option<i64>,
    /// Whether today's facts are wanted beside what is published, to write a correction.
    pub correct: bool,
}

/// The statement of one organisation and month, as far as the actor may see it.
///
/// # Errors
/// Not found outside the circle, or if there is no such revision.
pub async fn show(cx: &Cx, org: OrgId, month: Month, asked: Asked) -> Result<Shown, AppError> {
    cx.read(move |tx| {
        let row = store::org(tx, org)?;
        if !access::may_read(&tx.actor().seat, &row.path) {
            return Err(AppError::NotFound);
        }
        let rights = rights(tx, &row);
        let mut shown = published(tx, row, month, asked.rev)?;
        let (role, texts) = (tx.actor().seat.role, texts(&shown));
        if rights.own && (shown.row.rev == 0 || (asked.correct && CORRECT.is_for(role))) {
            shown.draft = Some(super::compose(tx, &shown.org, month, &texts)?);
        }
        if rights.proposals {
            shown.proposals = proposals(tx, org, month)?;
        }
        shown.rights = rights;
        Ok(shown)
    })
    .await
}

/// The statement as everybody may read it.
///
/// # Errors
/// Not found unless the organisation has published it and opened the public link.
pub async fn public(cx: &Cx, org: OrgId, month: Month, rev: Option<i64>) -> Result<Shown, AppError> {
    cx.read(move |tx| {
        let row = store::org(tx, org)?;
        let shown = published(tx, row, month, rev)?;
        if shown.row.is_public && shown.row.rev > 0 { Ok(shown) } else { Err(AppError::NotFound) }
    })
    .await
}

/// How the actor's own organisation stands in a month, and when the month closes: what a home page says.
///
/// # Errors
/// A failure of the database.
pub async fn standing(cx: &Cx, month: Month) -> Result<(Standing, Instant), AppError> {
    cx.read(move |tx| {
        let org = tx.actor().seat.org;
        Ok((standing_in(tx, org, month)?, closes_at(month, tx.zone())))
    })
    .await
}

/// How an organisation stands in a month, inside another room's unit of work, which has established the reader's
/// right.
///
/// # Errors
/// A failure of the database.
pub fn standing_in(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Standing, AppError> {
    let row = store::month(tx, org, month)?;
    Ok(Standing::of(row.rev, is_closed(month, tx.now(), tx.zone())))
}

/// What is published, without anything that only some may see.
fn published(tx: &mut Tx<'_>, org: OrgRow, month: Month, rev: Option<i64>) -> Result<Shown, AppError> {
    let row = store::month(tx, org.org, month)?;
    let wanted = rev.unwrap_or(row.rev);
    let revision = revision(tx, org.org, month, wanted)?;
    if revision.is_none() && rev.is_some() {
        return Err(AppError::NotFound);
    }
    let before = if wanted > 1 { self::revision(tx, org.org, month, wanted - 1)? } else { None };
    Ok(Shown {
        month,
        standing: Standing::of(row.rev, is_closed(month, tx.now(), tx.zone())),
        closes_at: closes_at(month, tx.zone()),
        rights: Rights::default(),
        revisions: store::revisions(tx, org.org, month)?,
        revision,
        before,
        draft: None,
        proposals: Vec::new(),
        remarks: store::remarks(tx, org.org, month)?,
        row,
        org,
    })
}

fn revision(tx: &mut Tx<'_>, org: OrgId, month: Month, rev: i64) -> Result<Option<Revision>, AppError> {
    let Some(sealed) = store::sealed(tx, org, month, rev)? else { return Ok(None) };
    let statement = super::read(&sealed.body)?;
    Ok(Some(Revision { sealed, statement }))
}

fn proposals(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Vec<Proposed>, AppError> {
    let rows = store::corrections(tx, org, month)?;
    rows.into_iter().map(|row| Ok(Proposed { statement: super::read(&row.body)?, row })).collect()
}

/// The texts a form begins with: those of the draft, or those that stand published.
fn texts(shown: &Shown) -> Texts {
    let (self_text, problems) = match &shown.revision {
        Some(revision) => (&revision.statement.self_text, &revision.statement.problems),
        None => (&shown.row.self_text, &shown.row.problems),
    };
    Texts { self_text: self_text.clone(), problems: problems.clone() }
}

fn rights(tx: &Tx<'_>, org: &OrgRow) -> Rights {
    let may = |action| tx.permit(action, &org.path).is_ok();
    Rights {
        own: tx.actor().seat.org == org.org,
        write: may(&DRAFT),
        correct: may(&CORRECT),
        decide: may(&DECIDE),
        remark: may(&REMARK),
        share: may(&SHARE),
        proposals: tx.actor().seat.path.contains(&org.path),
    }
}
