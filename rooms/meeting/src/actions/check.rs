//! What `qingdan check` asks of this room: every seal holds, every chain of revisions is whole.

use std::collections::HashMap;

use cx::{AppError, Tx};
use kernel::{MeetingId, OrgId};

use crate::{
    rules::minutes,
    store::minutes::{self as stored, Stored},
};

/// Every breach found, one line each; none means that all is well.
///
/// # Errors
/// A failure of the database.
pub fn check(tx: &mut Tx<'_>) -> Result<Vec<String>, AppError> {
    let mut found = Vec::new();
    let mut chain: HashMap<(OrgId, MeetingId), (i64, String)> = HashMap::new();
    stored::each_stored(tx, stored::ALL_SEALED, |row| {
        let (rev, previous) = chain.get(&(row.org, row.meeting)).cloned().unwrap_or_default();
        found.extend(sealed_breach(&row, rev, &previous).map(|what| breach(&row, what)));
        chain.insert((row.org, row.meeting), (row.rev, row.hash));
    })?;
    stored::each_stored(tx, stored::ALL_PROPOSED, |row| {
        found.extend(text_breach(&row).map(|what| breach(&row, what)));
    })?;
    for (org, meeting, rev, stage) in stored::all_meetings(tx)? {
        let newest = chain.remove(&(org, meeting)).map_or(0, |(newest, _)| newest);
        if newest != rev {
            found.push(format!("minutes {org} {meeting}: revision {rev} is said to stand, the newest is {newest}"));
        }
        if stage != "held" {
            found.push(format!("minutes {org} {meeting}: adopted of a meeting that is {stage}"));
        }
    }
    for (org, meeting) in chain.keys() {
        found.push(format!("minutes {org} {meeting}: sealed revisions of a meeting that is not known"));
    }
    Ok(found)
}

fn breach(row: &Stored, what: &str) -> String {
    format!("minutes {} {} revision {}: {what}", row.org, row.meeting, row.rev)
}

fn sealed_breach(row: &Stored, last: i64, previous: &str) -> Option<&'static str> {
    if let Some(what) = text_breach(row) {
        return Some(what);
    }
    let chained = minutes::parse(&row.body).is_ok_and(|m| m.previous == previous && m.adopted.is_some());
    if row.rev != last + 1 {
        return Some("the revision before it is missing");
    }
    (!chained).then_some("the body does not follow the revision before it")
}

fn text_breach(row: &Stored) -> Option<&'static str> {
    if statement::canonical::seal(&row.body) != row.hash {
        return Some("the body does not have the stored hash");
    }
    let own = minutes::parse(&row.body).is_ok_and(|m| (m.org, m.meeting, m.rev) == (row.org, row.meeting, row.rev));
    (!own).then_some("the body is not the canonical text of these minutes")
}
