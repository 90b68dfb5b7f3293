//! What callers get: ids are strings, days `2026-11-23`, months `2026-11`, instants RFC 3339, prices tenths
//! of a minute.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{FieldBody, ListBody};
use super::red_list::ChainLinkJson;
use crate::actions::card::{Card, Detail, ItemView, StepView};
use crate::actions::lists::{ListDetail, ListView};
use crate::actions::overview::{Counts, Overview};
use crate::actions::preview::Preview;
use crate::actions::send::Sent;
use crate::rules::{Finding, Load, Over, State, Value, Verdict};

/// How many stand in a state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StateCount {
    /// `issued`, `signed`, `reported`, `returned`, `verified`, `closed`, `declined`, `excused`, `withdrawn`.
    state: &'static str,
    /// How many.
    n: i64,
}

fn counts(states: &[(State, i64)]) -> Vec<StateCount> {
    states.iter().map(|(state, n)| StateCount { state: state.name(), n: *n }).collect()
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListJson {
    id: String,
    org: String,
    month: String,
    title: String,
    /// Empty until it is sent.
    number: String,
    /// `draft`, `sending`, `sent`, `withdrawn`.
    stage: &'static str,
    urgent: bool,
    approval: String,
    /// Organisations that got it.
    orgs: i64,
    /// What it asks of each, tenths of a minute.
    minutes_tenths: i64,
    /// Id of the superior's item it was made of.
    split_item: Option<String>,
    sent_at: Option<String>,
    progress: Vec<StateCount>,
    version: i64,
}

impl From<ListView> for ListJson {
    fn from(list: ListView) -> Self {
        Self {
            id: list.id.to_string(),
            org: list.org.to_string(),
            month: list.month.to_string(),
            title: list.title,
            number: list.number,
            stage: list.stage.code(),
            urgent: list.urgent,
            approval: list.approval,
            orgs: list.orgs,
            minutes_tenths: list.minutes,
            split_item: list.split_item.map(|i| i.to_string()),
            sent_at: list.sent_at.map(kernel::Instant::rfc3339),
            progress: counts(&list.progress),
            version: list.version,
        }
    }
}

/// The lists of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListPage {
    /// The newest first.
    pub(crate) items: Vec<ListJson>,
    /// Key that opens the next page.
    pub(crate) next: Option<String>,
}

/// An item as its readers see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ItemJson {
    id: String,
    list: String,
    /// Number of the list.
    number: String,
    issuer: String,
    issuer_name: String,
    month: String,
    seq: i64,
    text: String,
    requirement: String,
    /// What it rests on in words, then the sender's remark; words alone are no basis.
    basis: String,
    /// Whether it rests on no row: no target, no clause, no superior's item.
    baseless: bool,
    /// Id of the target it rests on.
    target: Option<String>,
    /// Id of the clause it rests on.
    clause: Option<String>,
    due_day: String,
    fields: Vec<FieldBody>,
    photos: i64,
    photos_reason: String,
    /// Its price, tenths of a minute.
    minutes_tenths: i64,
    /// How its assignments stand; in lists only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    progress: Vec<StateCount>,
}

impl ItemJson {
    fn of(item: ItemView, progress: Vec<StateCount>) -> Self {
        Self {
            baseless: item.is_baseless(),
            id: item.id.to_string(),
            list: item.list.to_string(),
            number: item.number,
            issuer: item.issuer.to_string(),
            issuer_name: item.issuer_name,
            month: item.month.to_string(),
            seq: item.seq,
            text: item.text,
            requirement: item.requirement,
            basis: item.basis,
            target: item.ground.target.map(|id| id.to_string()),
            clause: item.ground.clause.map(|id| id.to_string()),
            due_day: item.due_day.to_string(),
            fields: item.form.fields.iter().map(FieldBody::of).collect(),
            photos: item.photos,
            photos_reason: item.photos_reason,
            minutes_tenths: item.minutes,
            progress,
        }
    }
}

/// A list with its items.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListDetailJson {
    list: ListJson,
    issuer_name: String,
    /// As it is written: to edit a draft.
    draft: ListBody,
    items: Vec<ItemJson>,
}

impl From<ListDetail> for ListDetailJson {
    fn from(detail: ListDetail) -> Self {
        Self {
            list: detail.list.into(),
            issuer_name: detail.issuer.name,
            draft: ListBody::of(&detail.draft),
            items: detail.items.into_iter().map(|i| ItemJson::of(i.item, counts(&i.states))).collect(),
        }
    }
}

/// What is asked of one village.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoadJson {
    /// Tenths of a minute.
    minutes_tenths: i64,
    /// New values.
    values: i64,
    /// Requests.
    requests: i64,
}

impl From<Load> for LoadJson {
    fn from(load: Load) -> Self {
        Self { minutes_tenths: load.minutes, values: load.values, requests: load.requests }
    }
}

/// A limit that would be passed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingJson {
    /// `minutes`, `values`, `requests`, `deadline`, `text`.
    measure: &'static str,
    /// What would be (minutes in tenths).
    is: i64,
    /// The limit.
    limit: i64,
    /// `advice`, `target`, `stop`.
    over: &'static str,
}

impl From<Finding> for FindingJson {
    fn from(finding: Finding) -> Self {
        let over = match finding.over {
            Over::Advice => "advice",
            Over::Target => "target",
            Over::Stop => "stop",
        };
        Self { measure: finding.measure, is: finding.is, limit: finding.limit, over }
    }
}

/// What a list would cost.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewJson {
    /// Organisations that would get it.
    orgs: i64,
    /// The same by level.
    levels: BTreeMap<String, i64>,
    villages: i64,
    /// What the list asks of each.
    list: LoadJson,
    /// Of all together, tenths of a minute.
    total_minutes_tenths: i64,
    /// The median village's month with it.
    median: LoadJson,
    /// The worst village's month with it.
    worst: LoadJson,
    worst_org: Option<String>,
    without_basis: i64,
    findings: Vec<FindingJson>,
    /// `within`, `needs_approval`, `refused`.
    verdict: &'static str,
}

impl From<Preview> for PreviewJson {
    fn from(p: Preview) -> Self {
        Self {
            orgs: p.orgs,
            levels: p.levels.into_iter().collect(),
            villages: p.villages,
            list: p.list.into(),
            total_minutes_tenths: p.total_minutes,
            median: p.median.into(),
            worst: p.worst.into(),
            worst_org: p.worst_org.map(|(id, _)| id.to_string()),
            without_basis: p.without_basis,
            findings: p.findings.into_iter().map(FindingJson::from).collect(),
            verdict: match p.verdict {
                Verdict::Within => "within",
                Verdict::NeedsApproval => "needs_approval",
                Verdict::Refused => "refused",
            },
        }
    }
}

/// What sending came to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentJson {
    id: String,
    number: String,
    orgs: i64,
    assignments: i64,
    /// `sent`, or `sending` while a very large list is laid out.
    stage: &'static str,
}

impl From<Sent> for SentJson {
    fn from(sent: Sent) -> Self {
        Self {
            id: sent.list.to_string(),
            number: sent.number,
            orgs: sent.orgs,
            assignments: sent.assignments,
            stage: if sent.in_parts { "sending" } else { "sent" },
        }
    }
}

/// An assignment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardJson {
    /// `org/month/item`, as in its address.
    id: String,
    org: String,
    org_name: String,
    item: ItemJson,
    /// As in counts.
    state: &'static str,
    due_day: String,
    /// Whether the report came after the deadline.
    late: bool,
    /// `blue` near due, `yellow` behind, `red` overdue, or null.
    light: Option<&'static str>,
    issued_at: String,
    /// When the report was entered.
    reported_at: Option<String>,
    /// The day it was done, as stated.
    happened_on: Option<String>,
    /// The later day asked for.
    asked_day: Option<String>,
    /// Answers by the keys of the fields; money in fen.
    #[schema(value_type = Object)]
    answers: BTreeMap<String, Value>,
    note: String,
    /// The last reason given: sent back, not to be done, more time.
    reason: String,
    photos: Vec<String>,
    version: i64,
}

impl From<Card> for CardJson {
    fn from(card: Card) -> Self {
        Self {
            id: card.key.to_string(),
            org: card.key.org.to_string(),
            org_name: card.org_name,
            item: ItemJson::of(card.item, Vec::new()),
            state: card.state.name(),
            due_day: card.due_day.to_string(),
            late: card.late,
            light: card.light.map(crate::rules::Light::name),
            issued_at: card.issued_at.rfc3339(),
            reported_at: card.reported_at.map(kernel::Instant::rfc3339),
            happened_on: card.happened_on.map(|d| d.to_string()),
            asked_day: card.asked_day.map(|d| d.to_string()),
            answers: card.values.0,
            note: card.note,
            reason: card.reason,
            photos: card.photos.into_iter().map(|p| p.hash).collect(),
            version: card.version,
        }
    }
}

/// One page of assignments.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardPage {
    items: Vec<CardJson>,
    /// Pass it as `after`; null on the last page.
    next: Option<String>,
}

/// One step of an assignment's life.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepJson {
    seq: i64,
    kind: String,
    at: String,
    on_day: Option<String>,
    by_org: String,
    by_org_name: String,
    by_post: String,
    reason: String,
}

impl From<StepView> for StepJson {
    fn from(step: StepView) -> Self {
        Self {
            seq: step.seq,
            kind: step.kind,
            at: step.at.rfc3339(),
            on_day: step.on_day.map(|d| d.to_string()),
            by_org: step.by_org.to_string(),
            by_org_name: step.by_org_name,
            by_post: step.by_post,
            reason: step.reason,
        }
    }
}

/// An assignment with its life.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DetailJson {
    assignment: CardJson,
    steps: Vec<StepJson>,
    /// How far those below are with what was made of it.
    split: Vec<StateCount>,
    /// What its item rests on, from the clause down.
    chain: Vec<ChainLinkJson>,
}

impl From<Detail> for DetailJson {
    fn from(detail: Detail) -> Self {
        Self {
            assignment: detail.card.into(),
            steps: detail.steps.into_iter().map(StepJson::from).collect(),
            split: detail.split.map(|s| counts(&s.states)).unwrap_or_default(),
            chain: detail.chain.into_iter().map(ChainLinkJson::from).collect(),
        }
    }
}

/// Counts of one branch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewRowJson {
    org: String,
    org_name: String,
    states: Vec<StateCount>,
    late: i64,
    overdue: i64,
}

/// A superior's months.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewJson {
    from: String,
    to: String,
    /// The superior's own assignments.
    own: OverviewRowJson,
    /// Each direct child with its whole branch.
    children: Vec<OverviewRowJson>,
    /// All together.
    total: OverviewRowJson,
}

fn overview_row(org: &crate::OrgRef, counts: &Counts) -> OverviewRowJson {
    let states = State::ALL.into_iter().map(|s| (s, counts.of(s))).filter(|(_, n)| *n != 0);
    OverviewRowJson {
        org: org.id.to_string(),
        org_name: org.name.clone(),
        states: states.map(|(state, n)| StateCount { state: state.name(), n }).collect(),
        late: counts.late,
        overdue: counts.overdue,
    }
}

impl From<Overview> for OverviewJson {
    fn from(o: Overview) -> Self {
        Self {
            from: o.months.0.to_string(),
            to: o.months.1.to_string(),
            own: overview_row(&o.under, &o.own),
            children: o.children.iter().map(|c| overview_row(&c.org, &c.counts)).collect(),
            total: overview_row(&o.under, &o.total),
        }
    }
}

/// How many.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountJson {
    /// How many were changed.
    pub(crate) n: i64,
}

/// A new thing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdJson {
    /// Its id.
    pub(crate) id: String,
}

/// A changed thing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionJson {
    /// Its version now.
    pub(crate) version: i64,
}

/// A report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LateJson {
    /// Whether it came after the deadline.
    pub(crate) late: bool,
}
