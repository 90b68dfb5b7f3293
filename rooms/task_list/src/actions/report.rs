//! 上报: an organisation reports, with typed answers, a note, the day it happened, and photos if asked.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Happening};
use kernel::{Day, Fault};
use serde_json::json;

use super::{Seen, load, photo, submission};
use crate::access::{self, REPORT};
use crate::rules::{Given, State, StepKind, item};
use crate::store::assignment::{Change, NewStep, Report, save};
use crate::store::{evidence, list};

/// What is reported.
#[derive(Debug, Clone)]
pub struct ReportInput {
    /// Answers by the keys of the form's fields.
    pub answers: BTreeMap<String, Given>,
    /// A few words; may be empty.
    pub note: String,
    /// The day it was done; today at the latest.
    pub happened_on: Day,
    /// Photos as sent: JPEG, PNG or WebP.
    pub photos: Vec<Vec<u8>>,
}

/// Reports on an assignment of one's own organisation; answers whether the report is late. What was not
/// signed for yet is signed for by reporting: both steps are recorded.
///
/// # Errors
/// Every field that does not fit; [`AppError::Conflict`] if it was changed meanwhile.
pub async fn report(cx: &Cx, once: &str, seen: Seen, input: ReportInput) -> Result<bool, AppError> {
    let pictures = photo::prepare(&input.photos).await?;
    let files = cx.house().files.clone();
    cx.write_once(&submission("report", seen.key, once), move |tx| {
        let row = load(tx, seen, Some(State::Reported))?;
        let permit = access::own(tx, &REPORT, row.org)?;
        let asked = list::items_of_ids(tx, &[row.item].into())?.remove(&row.item).ok_or(AppError::NotFound)?;
        let mut steps = Vec::new();
        let mut duty = row.duty();
        if duty.state == State::Issued {
            duty = duty.sign()?;
            steps.push(NewStep::new(StepKind::Signed));
        }
        let next = duty.report(tx.today(), input.happened_on)?;
        let answers = asked.form().answers(&input.answers)?;
        let note = item::note(&input.note)?;
        if i64::try_from(pictures.len()).is_ok_and(|n| n > asked.photos) {
            return Err(Fault::of("photos", "task_list_photos_unasked").with("most", asked.photos).into());
        }
        let mut kept = Vec::with_capacity(pictures.len());
        for picture in &pictures {
            kept.push((files.put(picture)?, i64::try_from(picture.len()).unwrap_or(i64::MAX)));
        }
        let hashes: Vec<&String> = kept.iter().map(|(hash, _)| hash).collect();
        let mut step = NewStep::new(StepKind::Reported).on(input.happened_on);
        // Everything that was ever reported stays in its step, also when it is sent back and reported again.
        step.detail = json!({ "answer": &answers, "note": note, "late": next.late, "photos": hashes }).to_string();
        steps.push(step);
        let change = Change {
            report: Some(Report { answer: answers.canonical(), note, happened_on: input.happened_on }),
            next,
            steps,
            row,
        };
        save(tx, &permit, std::slice::from_ref(&change))?;
        let row = &change.row;
        evidence::add(tx, &permit, (row.org, row.month, row.item), &kept)?;
        let happening = Happening::new("task_list.reported", row.org, row.object());
        Ok(happening.detail(json!({ "late": next.late, "photos": kept.len() })).answer(next.late))
    })
    .await
}
