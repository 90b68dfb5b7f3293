//! 下发: one request makes all letters of an issue, in one transaction, set by set; none if anything forbids it.

use std::collections::BTreeMap;

use cx::{AppError, Cx, Happening, Tx};
use kernel::{Fault, Faults, IssueId, OrgId, TargetId};
use org::{Audience, Member, Resolved};
use serde_json::json;

use super::above;
use super::submission;
use crate::access::{self, ISSUE, WRITE};
use crate::rules::{IssueDraft, Stage, number};
use crate::store::issue::{self, IssueRow};
use crate::store::issuing::{self, Sender};
use crate::store::{party, setting, target};

/// Level of the organisations to which letters are a switch.
const VILLAGE: &str = "village";

/// What issuing came to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Issued {
    /// The issue.
    pub issue: IssueId,
    /// Its number.
    pub number: String,
    /// Letters made.
    pub letters: i64,
}

/// What issuing would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Letters by level of their recipients.
    pub levels: BTreeMap<String, i64>,
    /// Letters in all.
    pub letters: i64,
    /// Everything that forbids it.
    pub faults: Faults,
}

/// What issuing a saved draft of one's own organisation would do.
///
/// # Errors
/// [`AppError::NotFound`] for another organisation's.
pub async fn preview(cx: &Cx, id: IssueId) -> Result<Preview, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::own(tx, &WRITE, own)?;
        let row = issue::get(tx, own, id)?;
        let plan = Plan::of(tx, row)?;
        let faults = plan.obstacles(tx)?;
        Ok(Preview { levels: levels(&plan.members), letters: plan.letters(), faults })
    })
    .await
}

/// How many organisations of each level an audience of one's own organisation holds.
///
/// # Errors
/// An audience that is malformed or reaches outside one's own subtree.
pub async fn count(cx: &Cx, chosen: Audience) -> Result<BTreeMap<String, i64>, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::own(tx, &WRITE, own)?;
        let faults = chosen.check();
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let issuer = org::org_in(tx, own)?;
        let resolved = org::resolve_in(tx, issuer, &chosen)?;
        Ok(levels(&org::members_in(tx, &resolved)?))
    })
    .await
}

fn levels(members: &BTreeMap<OrgId, Member>) -> BTreeMap<String, i64> {
    let mut levels = BTreeMap::new();
    for member in members.values() {
        *levels.entry(member.level.clone()).or_insert(0) += 1;
    }
    levels
}

/// Issues a draft of one's own organisation to its whole audience.
///
/// # Errors
/// Every obstacle: an empty audience, weights that do not sum, targets of the letter above that are neither carried
/// on nor cut with a reason, villages while letters to them are off; [`AppError::Conflict`] if it is another draft.
pub async fn issue(cx: &Cx, once: &str, id: IssueId, version: i64) -> Result<Issued, AppError> {
    cx.write_once(&submission("issue", id, once), move |tx| {
        let own = tx.actor().seat.org;
        let permit = access::own(tx, &ISSUE, own)?;
        let row = issue::get(tx, own, id)?;
        if row.stage != Stage::Draft {
            return Err(
                Fault::new(if row.stage == Stage::Issued { "target_issued" } else { "target_is_template" }).into()
            );
        }
        if row.version != version {
            return Err(AppError::Conflict(Vec::new()));
        }
        let plan = Plan::of(tx, row)?;
        let faults = plan.obstacles(tx)?;
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let ordinal = issue::numbered(tx, own, plan.row.year)? + 1;
        let number = number::number(&org::short_name_in(tx, &plan.issuer)?, plan.row.year, ordinal);
        // Targets first: they are a shared table, which is written before owned ones.
        target::show(tx, &permit, id)?;
        if !issue::set_issued(tx, &permit, &plan.row, &number, plan.letters())? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let sender = Sender { post: tx.actor().seat.post, account: tx.actor().account, at: tx.now() };
        let made = issuing::lay_out(tx, &permit, &plan.row, sender, &plan.audience, &plan.issuer.path)?;
        let letters = plan.letters();
        if i64::try_from(made).ok() != Some(letters) {
            // The tree changed between counting and making: try again on what it is now.
            return Err(AppError::Busy);
        }
        super::links::cite(tx, &permit, &plan.row)?;
        let detail = json!({ "letters": letters, "targets": plan.draft.targets.len(), "number": number });
        Ok(Happening::new("target.issued", own, id).detail(detail).answer(Issued { issue: id, number, letters }))
    })
    .await
}

/// An issue about to be made, with everything that decides it.
struct Plan {
    row: IssueRow,
    draft: IssueDraft,
    above: Vec<TargetId>,
    issuer: org::OrgRef,
    audience: Resolved,
    members: BTreeMap<OrgId, Member>,
}

impl Plan {
    fn of(tx: &mut Tx<'_>, row: IssueRow) -> Result<Self, AppError> {
        let targets = target::of_issue(tx, row.id)?;
        let cuts = target::cuts(tx, row.org, row.id)?;
        let draft = row.draft(targets.iter().map(target::TargetRow::draft).collect(), cuts);
        let above = above::targets(tx, row.org, row.upper())?.into_iter().map(|t| t.row.id).collect();
        let issuer = org::org_in(tx, row.org)?;
        let audience = org::resolve_in(tx, issuer.clone(), &draft.audience)?;
        let members = org::members_in(tx, &audience)?;
        Ok(Self { row, draft, above, issuer, audience, members })
    }

    fn letters(&self) -> i64 {
        i64::try_from(self.members.len()).unwrap_or(i64::MAX)
    }

    fn obstacles(&self, tx: &mut Tx<'_>) -> Result<Faults, AppError> {
        let mut faults = self.draft.obstacles(&self.above);
        if self.members.is_empty() {
            faults.push(Fault::of("audience", "target_nobody"));
        }
        let villages = self.members.values().filter(|m| m.level == VILLAGE).count();
        if villages > 0 && !villages_on(tx)? {
            faults.push(Fault::of("audience", "target_villages_off").with("n", villages));
        }
        faults.extend(super::links::unusable(tx, &self.draft)?);
        Ok(faults)
    }
}

/// Whether villages of the actor's tree get letters today.
pub(crate) fn villages_on(tx: &mut Tx<'_>) -> Result<bool, AppError> {
    let place = tx.place().clone();
    let root = place.superiors().into_iter().next().unwrap_or(place);
    match party::at(tx, &root)? {
        Some(root) => setting::villages(tx, root),
        None => Ok(false),
    }
}
