//! What a list costs those who get it, shown before it is sent: principle 3, accountability both ways.

use std::collections::{BTreeMap, HashMap};

use cx::{AppError, Cx, Tx};
use kernel::{Day, Fault, Faults, OrgId, text};
use org::Member;

use crate::access::{self, WRITE};
use crate::rules::price::{self, Asked};
use crate::rules::{Budget, Finding, ListDraft, Load, Over, Verdict};
use crate::store::audience;
use crate::store::{tree, workday};

/// Level of the organisations that the budget protects.
const VILLAGE: &str = "village";

/// What would be asked of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Organisations that would get it.
    pub orgs: i64,
    /// The same by level: (level, number).
    pub levels: Vec<(String, i64)>,
    /// Villages among them.
    pub villages: i64,
    /// What the list itself asks of each.
    pub list: Load,
    /// The price of each item, in order, tenths of a minute.
    pub items: Vec<i64>,
    /// What it costs all of them together, tenths of a minute.
    pub total_minutes: i64,
    /// The median village's month with this list.
    pub median: Load,
    /// The worst village's month with this list, measure by measure.
    pub worst: Load,
    /// The village with the most minutes, if any.
    pub worst_org: Option<(OrgId, String)>,
    /// Items without basis.
    pub without_basis: i64,
    /// Fewest working days between today and a deadline.
    pub days: i64,
    /// The limits passed.
    pub findings: Vec<Finding>,
    /// What they come to.
    pub verdict: Verdict,
}

/// Prices a draft of one's own organisation, saved or not.
///
/// # Errors
/// [`AppError::Invalid`] with every rule of writing it breaks, or an audience outside one's own subtree.
pub async fn preview(cx: &Cx, draft: ListDraft) -> Result<Preview, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::own(tx, &WRITE, own)?;
        let faults = draft.check();
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let issuer = tree::get(tx, own)?;
        let audience = org::resolve_in(tx, issuer, &draft.audience)?;
        let members = org::members_in(tx, &audience)?;
        priced(tx, &draft, &members)
    })
    .await
}

/// The price of a draft over these members.
pub(super) fn priced(
    tx: &mut Tx<'_>,
    draft: &ListDraft,
    members: &BTreeMap<OrgId, Member>,
) -> Result<Preview, AppError> {
    let place = tx.place().clone();
    let already = audience::loads(tx, draft.month, &place)?;
    let lights = workday::lights(tx)?;
    let list = draft.load();
    let mut levels: BTreeMap<&str, i64> = BTreeMap::new();
    for member in members.values() {
        *levels.entry(member.level.as_str()).or_insert(0) += 1;
    }
    let villages = loads_of_villages(members, &already, &list);
    let loads: Vec<Load> = villages.iter().map(|(_, load)| *load).collect();
    let (median, worst) = price::middle_and_worst(&loads);
    let worst_org = villages.iter().max_by_key(|(m, load)| (load.minutes, std::cmp::Reverse(m.id)));
    let days = draft.items.iter().map(|i| lights.workdays.between(lights.today, i.due_day)).min().unwrap_or(i64::MAX);
    let longest = draft.items.iter().map(|i| text::length(&i.text)).max().unwrap_or(0);
    let asked = Asked {
        median,
        worst,
        days,
        text: i64::try_from(longest).unwrap_or(i64::MAX),
        urgent: draft.urgent,
        villages: !villages.is_empty(),
    };
    let findings = Budget::default().judge(&asked);
    let orgs = i64::try_from(members.len()).unwrap_or(i64::MAX);
    Ok(Preview {
        orgs,
        levels: levels.into_iter().map(|(level, n)| (level.to_owned(), n)).collect(),
        villages: i64::try_from(villages.len()).unwrap_or(i64::MAX),
        list,
        items: draft.items.iter().map(crate::rules::ItemDraft::minutes).collect(),
        total_minutes: orgs.saturating_mul(list.minutes),
        median,
        worst,
        worst_org: worst_org.map(|(m, _)| (m.id, m.name.clone())),
        without_basis: i64::try_from(draft.items.iter().filter(|i| i.is_baseless()).count()).unwrap_or(0),
        days,
        verdict: price::verdict(&findings),
        findings,
    })
}

fn loads_of_villages<'a>(
    members: &'a BTreeMap<OrgId, Member>,
    already: &HashMap<OrgId, Load>,
    list: &Load,
) -> Vec<(&'a Member, Load)> {
    let villages = members.values().filter(|m| m.level == VILLAGE);
    villages.map(|m| (m, already.get(&m.id).copied().unwrap_or_default().plus(list))).collect()
}

/// Everything that forbids sending a priced draft today.
pub(super) fn obstacles(draft: &ListDraft, preview: &Preview, today: Day) -> Faults {
    let mut faults = draft.check();
    if draft.items.is_empty() {
        faults.push(Fault::of("items", "task_list_no_items"));
    }
    if preview.orgs == 0 {
        faults.push(Fault::of("audience", "task_list_nobody"));
    }
    for (n, item) in draft.items.iter().enumerate().filter(|(_, item)| item.due_day < today) {
        faults.push(Fault::of(format!("items.{n}.due_day"), "task_list_due_past").with("day", item.due_day));
    }
    for finding in preview.findings.iter().filter(|f| f.over == Over::Stop) {
        faults.push(stop(finding));
    }
    let approved = text::length(draft.approval.trim()) >= 4;
    if preview.verdict == Verdict::NeedsApproval && !approved {
        faults.push(Fault::of("approval", "task_list_approval"));
    }
    faults
}

fn stop(finding: &Finding) -> Fault {
    let (code, unit) = match finding.measure {
        "minutes" => ("task_list_stop_minutes", 10),
        "values" => ("task_list_stop_values", 1),
        "requests" => ("task_list_stop_requests", 1),
        _ => ("task_list_stop_days", 1),
    };
    Fault::new(code).with("is", finding.is / unit).with("limit", finding.limit / unit)
}

/// Whether anybody is in an audience of one's own organisation: the number shown beside the editor.
///
/// # Errors
/// As [`preview`].
pub async fn count(cx: &Cx, chosen: crate::rules::Audience) -> Result<Vec<(String, i64)>, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::own(tx, &WRITE, own)?;
        let faults = chosen.check();
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let issuer = tree::get(tx, own)?;
        let resolved = org::resolve_in(tx, issuer, &chosen)?;
        let mut levels: BTreeMap<String, i64> = BTreeMap::new();
        for member in org::members_in(tx, &resolved)?.into_values() {
            *levels.entry(member.level).or_insert(0) += 1;
        }
        Ok(levels.into_iter().collect())
    })
    .await
}
