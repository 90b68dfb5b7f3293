//! What people do with meetings: one verb, one file.

pub(crate) mod adopt;
pub(crate) mod agenda;
pub(crate) mod attend;
pub(crate) mod calendar;
pub(crate) mod call;
pub(crate) mod check;
mod cite;
pub(crate) mod correct;
pub(crate) mod decide;
pub(crate) mod follow;
pub(crate) mod hold;
pub(crate) mod reschedule;
pub(crate) mod series;
pub(crate) mod show;
pub(crate) mod view;

use std::collections::BTreeMap;

use cx::{AppError, Difference, Permit, Tx};
use kernel::{Action, Fault, MeetingId, OrgId, PostId};

use crate::{
    access,
    rules::Invited,
    store::{self, meeting::MeetingRow, org::OrgRow},
};

/// What the faces show, as the store reads it.
pub(crate) use crate::store::series::SeriesId;

/// The submission key of one verb for one object: the same key sent with another form is another submission.
pub(crate) fn key(verb: &str, object: impl std::fmt::Display, once: &str) -> String {
    if once.is_empty() { String::new() } else { cx::hash_token(&format!("meeting.{verb} {object} {once}")) }
}

/// The actor's own meeting, as it stood before its editor, with the right to act on it.
fn mine(
    tx: &mut Tx<'_>,
    action: &'static Action,
    id: MeetingId,
    version: i64,
) -> Result<(MeetingRow, Permit), AppError> {
    let row = store::meeting::get(tx, tx.actor().seat.org, id)?;
    let permit = access::own(tx, action, row.org)?;
    if row.version == version { Ok((row, permit)) } else { Err(overtaken(&row)) }
}

/// That somebody was faster: how the meeting stands now.
fn overtaken(row: &MeetingRow) -> AppError {
    let when = format!("{} {}", row.day, row.start);
    let differs = |field, theirs: String| Difference { field, mine: String::new(), theirs };
    AppError::Conflict(vec![
        differs("meeting.field.stage", format!("meeting.stage.{}", row.stage.code())),
        differs("meeting.field.when", when),
        differs("meeting.field.place", row.place.clone()),
    ])
}

/// Saved, or somebody was faster.
fn saved(tx: &mut Tx<'_>, done: bool, row: &MeetingRow) -> Result<(), AppError> {
    if done {
        return Ok(());
    }
    Err(overtaken(&store::meeting::get(tx, row.org, row.id)?))
}

/// Everybody an invitation means today: (organisation, post or 0) and the role that is meant.
fn resolve(tx: &mut Tx<'_>, host: &OrgRow, invited: &Invited) -> Result<BTreeMap<(OrgId, PostId), String>, AppError> {
    let mut out = BTreeMap::new();
    if !invited.audience.is_empty() {
        for member in task_list::members_in(tx, host.id, &invited.audience)? {
            if member.id != host.id {
                out.insert((member.id, PostId::new(0)), invited.role.clone());
            }
        }
    }
    let orgs: Vec<OrgId> = invited.posts.iter().map(|p| p.0).collect();
    let known = store::org::some(tx, &orgs)?;
    let titles = store::org::titles(tx, &invited.posts)?;
    for (org, post) in &invited.posts {
        let inside = known.get(org).is_some_and(|o| host.path.contains(&o.path));
        if !inside || !titles.contains_key(post) {
            return Err(Fault::of("named", "meeting_post_unknown").into());
        }
        out.insert((*org, *post), String::new());
    }
    Ok(out)
}
