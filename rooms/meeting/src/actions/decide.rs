//! Decisions while the meeting is held: written, and put right until the minutes are adopted.

use cx::{AppError, Cx, Difference, Happening, Tx};
use kernel::{DecisionId, Fault, MeetingId};
use task_list::Ground;

use super::{cite, key};
use crate::{
    access::{self, HOLD},
    rules::{DecisionDraft, decision},
    store::{self, meeting::MeetingRow},
};

/// Decisions of one meeting at most.
const DECISIONS_MOST: usize = 60;

/// Notes a decision of a meeting of one's own organisation; answers its id. Who does it is named from the
/// audience if the draft does not say it in words.
///
/// # Errors
/// Every rule of writing it breaks; nobody in its audience; a ground that it may not rest on; a fault unless the meeting is held and its minutes are
/// not adopted.
pub async fn decide(cx: &Cx, once: &str, id: MeetingId, draft: DecisionDraft) -> Result<DecisionId, AppError> {
    cx.write_once(&key("decide", id, once), move |tx| {
        let row = store::meeting::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &HOLD, row.org)?;
        open(&row)?;
        let draft = sound(tx, &row, &draft, None)?;
        if store::decision::of_meeting(tx, row.org, id)?.len() >= DECISIONS_MOST {
            return Err(Fault::of("text", "meeting_decisions_most").with("most", DECISIONS_MOST).into());
        }
        let decision = store::decision::add(tx, &permit, (row.org, id), &draft)?;
        cite::rest(tx, &permit, (row.org, decision), None, &draft)?;
        // The minutes are adopted over a version: a decision noted meanwhile must be seen by whoever adopts.
        if !store::meeting::touch(tx, &permit, &row)? {
            return Err(AppError::Busy);
        }
        let detail = serde_json::json!({ "meeting": id, "due": draft.due_day });
        Ok(Happening::new("meeting.decided", row.org, decision).detail(detail).answer(decision))
    })
    .await
}

/// Puts a decision right, upon the version its editor had.
///
/// # Errors
/// As [`decide`]; a fault once it is in a list, done or dropped; [`AppError::Conflict`].
pub async fn amend(cx: &Cx, once: &str, id: DecisionId, version: i64, draft: DecisionDraft) -> Result<(), AppError> {
    cx.write_once(&key("amend", id, once), move |tx| {
        let before = store::decision::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &HOLD, before.org)?;
        let row = store::meeting::get(tx, before.org, before.meeting)?;
        open(&row)?;
        let draft = sound(tx, &row, &draft, Some(&before.draft().ground))?;
        if before.stage != decision::Stage::Open {
            return Err(Fault::new("meeting_decision_over").into());
        }
        if before.version != version || !store::decision::edit(tx, &permit, &before, &draft)? {
            let theirs = store::decision::get(tx, before.org, id)?.draft();
            return Err(AppError::Conflict(differences(&draft, &theirs)));
        }
        cite::rest(tx, &permit, (before.org, id), before.draft().ground.clause, &draft)?;
        if !store::meeting::touch(tx, &permit, &row)? {
            return Err(AppError::Busy);
        }
        Ok(Happening::new("meeting.decision_amended", before.org, id).answer(()))
    })
    .await
}

/// The draft in one form, with everybody in it named, if no rule forbids it. What it rested on before it may keep,
/// though that has ended meanwhile.
fn sound(
    tx: &mut Tx<'_>,
    row: &MeetingRow,
    draft: &DecisionDraft,
    kept: Option<&Ground>,
) -> Result<DecisionDraft, AppError> {
    let mut draft = draft.clone();
    draft.text = statement::one_form(&draft.text);
    draft.basis = kernel::text::tidy(&draft.basis);
    draft.who = kernel::text::tidy(&draft.who);
    let names: Vec<String> = if draft.audience.is_empty() || !draft.audience.check().is_empty() {
        Vec::new()
    } else {
        task_list::members_in(tx, row.org, &draft.audience)?.into_iter().map(|o| o.name).collect()
    };
    let mut faults = Vec::new();
    if names.is_empty() && !draft.audience.is_empty() {
        faults.push(Fault::of("who", "meeting_nobody"));
    }
    if draft.who.is_empty() {
        draft.who = decision::who(&names);
    }
    faults.extend(draft.check(row.day));
    let same = |k: &&Ground| (k.clause, k.target) == (draft.ground.clause, draft.ground.target);
    let ground = match kept.filter(same) {
        Some(kept) => Ok(kept.clone()),
        None => task_list::grounded_in(tx, row.org, row.month.year(), &draft.ground),
    };
    match ground {
        Ok(ground) => draft.ground = ground,
        Err(AppError::Invalid(found)) => faults.extend(found),
        Err(other) => return Err(other),
    }
    // Nobody in the audience leaves nobody to be named: one fault says it.
    faults.retain(|f| !(f.code == "required" && f.field.as_deref() == Some("who")));
    if faults.is_empty() { Ok(draft) } else { Err(faults.into()) }
}

fn differences(mine: &DecisionDraft, theirs: &DecisionDraft) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |field, mine: String, theirs: String| {
        if mine != theirs {
            found.push(Difference { field, mine, theirs });
        }
    };
    note("meeting.field.decision", mine.text.clone(), theirs.text.clone());
    note("meeting.field.who", mine.who.clone(), theirs.who.clone());
    note("meeting.field.due", mine.due_day.to_string(), theirs.due_day.to_string());
    note("meeting.field.basis", mine.ground.with(&mine.basis), theirs.ground.with(&theirs.basis));
    found
}

fn open(row: &MeetingRow) -> Result<(), AppError> {
    row.stage.held()?;
    if row.rev > 0 { Err(Fault::new("meeting_adopted").into()) } else { Ok(()) }
}
