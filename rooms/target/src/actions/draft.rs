//! Drafts and templates: begun from the letter above, a template, last year's issue or nothing; edited, kept as a
//! template, thrown away.

use cx::{AppError, Cx, Difference, Happening, Permit, Tx};
use kernel::{Day, Fault, IssueId, OrgId};
use org::{Audience, Choice};
use serde_json::json;

use super::above::{self, Above};
use super::submission;
use crate::access::{self, WRITE};
use crate::rules::{IssueDraft, Stage, TargetDraft, Upper};
use crate::store::issue::{self, IssueRow};
use crate::store::target;

/// What a draft begins from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Nothing.
    Blank,
    /// One's own letter of this year: its targets are carried on until they are cut.
    Above(Upper),
    /// A template of one's own organisation.
    Template(IssueId),
    /// What one's own organisation issued last in the year before.
    LastYear,
}

/// Begins a draft for a year; answers its id.
///
/// # Errors
/// Rules of writing; a source that there is not.
pub async fn begin(cx: &Cx, once: &str, year: i64, title: String, source: Source) -> Result<IssueId, AppError> {
    cx.write_once(&submission("begin", "", once), move |tx| {
        let own = tx.actor().seat.org;
        let permit = access::own(tx, &WRITE, own)?;
        let draft = from(tx, own, year, &title, source)?;
        checked(&draft)?;
        let id = tx.new_id();
        write_new(tx, &permit, (own, id), Stage::Draft, &draft)?;
        Ok(Happening::new("target.drafted", own, id).answer(id))
    })
    .await
}

/// Writes a whole draft at once, as callers of the API do; answers its id.
///
/// # Errors
/// Every rule of writing it breaks.
pub async fn create(cx: &Cx, once: &str, draft: IssueDraft) -> Result<IssueId, AppError> {
    cx.write_once(&submission("create", "", once), move |tx| {
        let own = tx.actor().seat.org;
        let permit = access::own(tx, &WRITE, own)?;
        let mut draft = draft.clone();
        fresh(&mut draft.targets);
        checked(&draft)?;
        linked(tx, own, &draft)?;
        let id = tx.new_id();
        write_new(tx, &permit, (own, id), Stage::Draft, &draft)?;
        Ok(Happening::new("target.drafted", own, id).answer(id))
    })
    .await
}

fn write_new(
    tx: &mut Tx<'_>,
    permit: &Permit,
    key: (OrgId, IssueId),
    stage: Stage,
    draft: &IssueDraft,
) -> Result<(), AppError> {
    issue::insert(tx, permit, key, stage, draft)?;
    let row = issue::get(tx, key.0, key.1)?;
    write_targets(tx, permit, &row, draft)
}

fn write_targets(tx: &mut Tx<'_>, permit: &Permit, row: &IssueRow, draft: &IssueDraft) -> Result<(), AppError> {
    target::insert(tx, permit, (row, draft.year), &draft.targets, (1, None))?;
    let above = above::targets(tx, row.org, draft.upper)?;
    target::add_cuts(tx, permit, row, &draft.cuts_made(&above.iter().map(|t| t.row.id).collect::<Vec<_>>()))
}

/// A draft from its source, not yet saved.
fn from(tx: &mut Tx<'_>, own: OrgId, year: i64, title: &str, source: Source) -> Result<IssueDraft, AppError> {
    let mut draft = blank(tx, own, year, title)?;
    match source {
        Source::Blank => {}
        Source::Above(upper) => {
            let carried = above::targets(tx, own, Some(upper))?;
            if carried.is_empty() || carried.iter().any(|t| t.row.year != year) {
                return Err(Fault::of("source", "target_no_source").into());
            }
            draft.upper = Some(upper);
            draft.targets = carried.iter().map(carried_on).collect();
        }
        Source::Template(id) => {
            let row = issue::get(tx, own, id)?;
            if row.stage != Stage::Template {
                return Err(Fault::of("source", "target_no_source").into());
            }
            copy(tx, &row, &mut draft)?;
        }
        Source::LastYear => {
            let row = issue::newest(tx, own, year.saturating_sub(1))?;
            let row = row.ok_or_else(|| Fault::of("source", "target_no_last"))?;
            copy(tx, &row, &mut draft)?;
        }
    }
    Ok(draft)
}

fn blank(tx: &mut Tx<'_>, own: OrgId, year: i64, title: &str) -> Result<IssueDraft, AppError> {
    let issuer = org::org_in(tx, own)?;
    let day = |month, day| i16::try_from(year).ok().and_then(|y| Day::new(y, month, day));
    let (from, until) = day(1, 1).zip(day(12, 31)).ok_or_else(|| Fault::of("year", "target_year"))?;
    let below = match issuer.level.as_str() {
        "prefecture" => vec!["county".to_owned()],
        "county" => vec!["township".to_owned()],
        _ => Vec::new(),
    };
    let children = Choice { under: own, levels: below, domains: Vec::new(), tags: Vec::new() };
    Ok(IssueDraft {
        year,
        title: title.to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: Audience { clauses: vec![children], named: Vec::new(), include_self: false },
        from,
        until,
        upper: None,
        targets: Vec::new(),
        cuts: Vec::new(),
    })
}

/// A target of the letter above as the draft carries it on.
fn carried_on(above: &Above) -> TargetDraft {
    let row = &above.row;
    TargetDraft {
        id: None,
        upper: Some(row.id),
        value: above.line.value.clone(),
        weight: above.line.weight,
        ..row.draft()
    }
}

/// Copies audience and targets of an issue into a draft; links to letters of another year are not copied.
fn copy(tx: &mut Tx<'_>, row: &IssueRow, draft: &mut IssueDraft) -> Result<(), AppError> {
    let targets = target::of_issue(tx, row.id)?;
    draft.domain.clone_from(&row.domain);
    draft.level.clone_from(&row.level);
    draft.audience = Audience::stored(&row.audience);
    draft.targets = targets.iter().map(|t| TargetDraft { id: None, upper: None, ..t.draft() }).collect();
    Ok(())
}

fn fresh(targets: &mut [TargetDraft]) {
    for target in targets {
        target.id = None;
    }
}

/// Overwrites a draft or a template upon the version its editor had; answers the next version.
///
/// # Errors
/// Every rule of writing it breaks; [`AppError::Conflict`] with what stands there now if somebody else edited it
/// meanwhile; a fault once it is issued.
pub async fn edit(cx: &Cx, once: &str, id: IssueId, version: i64, draft: IssueDraft) -> Result<i64, AppError> {
    cx.write_once(&submission("edit", id, once), move |tx| {
        let row = issue::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WRITE, row.org)?;
        row.stage.edit()?;
        let mut draft = draft.clone();
        // From which letter above it is built was decided when it was begun.
        draft.upper = row.upper();
        checked(&draft)?;
        linked(tx, row.org, &draft)?;
        keep_ids(tx, &row, &mut draft)?;
        if row.version != version || !issue::update(tx, &permit, &row, &draft)? {
            return Err(AppError::Conflict(differences(tx, &row, &draft)?));
        }
        target::drop_draft(tx, &permit, &row)?;
        write_targets(tx, &permit, &row, &draft)?;
        Ok(Happening::new("target.edited", row.org, id).answer(version + 1))
    })
    .await
}

/// Ids stay with targets that are the draft's own; any other id that was sent is forgotten, and none twice.
fn keep_ids(tx: &mut Tx<'_>, row: &IssueRow, draft: &mut IssueDraft) -> Result<(), AppError> {
    let mut own: std::collections::BTreeSet<_> = target::of_issue(tx, row.id)?.into_iter().map(|t| t.id).collect();
    for target in &mut draft.targets {
        target.id = target.id.filter(|id| own.remove(id));
    }
    Ok(())
}

/// Targets that a draft carries on must be targets of letters to its own organisation.
fn linked(tx: &mut Tx<'_>, own: OrgId, draft: &IssueDraft) -> Result<(), AppError> {
    let carried: std::collections::BTreeSet<_> =
        above::all(tx, own, draft.year)?.into_iter().map(|t| t.row.id).collect();
    let mut faults = Vec::new();
    for (n, target) in draft.targets.iter().enumerate() {
        if target.upper.is_some_and(|u| !carried.contains(&u)) {
            faults.push(Fault::of(format!("targets.{n}.upper"), "target_unknown"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// Keeps a copy of an issue of one's own organisation as a template; answers the template's id.
///
/// # Errors
/// No title; another organisation's issue is *not found*.
pub async fn keep_as_template(cx: &Cx, once: &str, id: IssueId, title: String) -> Result<IssueId, AppError> {
    cx.write_once(&submission("template", id, once), move |tx| {
        let row = issue::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WRITE, row.org)?;
        let mut draft = row.draft(Vec::new(), Vec::new());
        copy(tx, &row, &mut draft)?;
        draft.title.clone_from(&title);
        draft.upper = None;
        checked(&draft)?;
        let template = tx.new_id();
        write_new(tx, &permit, (row.org, template), Stage::Template, &draft)?;
        let detail = json!({ "of": id });
        Ok(Happening::new("target.template_kept", row.org, template).detail(detail).answer(template))
    })
    .await
}

/// Throws a draft or a template away.
///
/// # Errors
/// A fault once it is issued; [`AppError::Conflict`].
pub async fn discard(cx: &Cx, once: &str, id: IssueId, version: i64) -> Result<(), AppError> {
    cx.write_once(&submission("discard", id, once), move |tx| {
        let row = issue::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WRITE, row.org)?;
        row.stage.edit()?;
        if row.version != version || !issue::drop(tx, &permit, &row)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        target::drop_draft(tx, &permit, &row)?;
        crate::store::issuing::set_values(tx, &permit, &row, &[])?;
        Ok(Happening::new("target.discarded", row.org, id).answer(()))
    })
    .await
}

/// An issue of one's own organisation as its editor needs it.
#[derive(Debug, Clone)]
pub struct Written {
    /// The issue.
    pub row: IssueRow,
    /// As its editor holds it.
    pub draft: IssueDraft,
    /// The targets of the letter above that it is built from.
    pub above: Vec<Above>,
    /// Every target that one's own letters of the year carry.
    pub carried: Vec<Above>,
    /// Recipients that have values of their own.
    pub values: i64,
}

/// An issue of one's own organisation: a draft, a template or what was issued.
///
/// # Errors
/// [`AppError::NotFound`] for another organisation's.
pub async fn written(cx: &Cx, id: IssueId) -> Result<Written, AppError> {
    cx.read(move |tx| {
        let row = issue::get(tx, tx.actor().seat.org, id)?;
        access::read(tx, &tx.place().clone())?;
        let targets = target::of_issue(tx, row.id)?;
        let cuts = target::cuts(tx, row.org, row.id)?;
        let draft = row.draft(targets.iter().map(target::TargetRow::draft).collect(), cuts);
        let above = above::targets(tx, row.org, row.upper())?;
        let carried = above::all(tx, row.org, row.year)?;
        let values = crate::store::issuing::values_set(tx, &row)?;
        Ok(Written { row, draft, above, carried, values })
    })
    .await
}

/// Drafts and issues of one's own organisation in a year, and its templates.
///
/// # Errors
/// A failure of the database.
pub async fn issues(cx: &Cx, year: i64) -> Result<(Vec<IssueRow>, Vec<IssueRow>), AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::read(tx, &tx.place().clone())?;
        Ok((issue::of_year(tx, own, year)?, issue::templates(tx, own)?))
    })
    .await
}

fn checked(draft: &IssueDraft) -> Result<(), AppError> {
    let faults = draft.check();
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// Field by field, what the editor sent and what stands there now.
fn differences(tx: &mut Tx<'_>, stale: &IssueRow, mine: &IssueDraft) -> Result<Vec<Difference>, AppError> {
    let row = issue::get(tx, stale.org, stale.id)?;
    let theirs = target::of_issue(tx, row.id)?;
    let mut out = Vec::new();
    let mut differ = |field: &'static str, mine: String, theirs: String| {
        if mine != theirs {
            out.push(Difference { field, mine, theirs });
        }
    };
    differ("target.field.title", mine.title.trim().to_owned(), row.title);
    let line = |text: &str, value: &str, weight: i64| {
        format!("{} {} {}", text.trim(), value.trim(), crate::rules::draft::tenths(weight))
    };
    for n in 0..mine.targets.len().max(theirs.len()) {
        let left = mine.targets.get(n).map(|t| line(&t.text, &t.value, t.weight)).unwrap_or_default();
        let right = theirs.get(n).map(|t| line(&t.text, &t.value, t.weight)).unwrap_or_default();
        differ("target.field.target", left, right);
    }
    Ok(out)
}
