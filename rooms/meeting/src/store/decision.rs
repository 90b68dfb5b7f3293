//! Decisions.

use cx::{AppError, Permit, Tx};
use db::{Arg, args, rec};
use kernel::{ClauseId, Day, DecisionId, ListId, MeetingId, OrgId, TargetId};
use task_list::{Audience, Ground};

use super::{LIST_MOST, places};
use crate::rules::{DecisionDraft, decision::Stage};

macro_rules! columns {
    () => {
        "SELECT org_id, decision_id, meeting_id, seq, text, audience, who, due_day, basis, clause_id, target_id, \
         COALESCE(ground, ''), stage, carried, list_id, reason, version FROM decision "
    };
}

pub(crate) const OF_MEETING: &str =
    concat!(columns!(), "WHERE org_id = $1 AND meeting_id = $2 ORDER BY seq, decision_id LIMIT 500");
pub(crate) const GET: &str = concat!(columns!(), "WHERE org_id = $1 AND decision_id = $2");
/// What is still open of an organisation's earlier meetings.
pub(crate) const OPEN: &str = concat!(
    columns!(),
    "WHERE org_id = $1 AND meeting_id <> $2 AND stage IN ('open', 'listed') ORDER BY decision_id LIMIT 500"
);
pub(crate) const ADD: &str = "INSERT INTO decision (org_id, decision_id, meeting_id, seq, text, audience, who, due_day, basis, stage, carried, list_id, \
     reason, changed_at, written_by, version, clause_id, target_id, ground) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', 0, NULL, '', $10, $11, 1, $12, $13, $14)";
pub(crate) const NEXT: &str =
    "SELECT CAST(COALESCE(MAX(seq), 0) AS BIGINT) + 1 FROM decision WHERE org_id = $1 AND meeting_id = $2";
pub(crate) const EDIT: &str = "UPDATE decision SET text = $4, audience = $5, who = $6, due_day = $7, basis = $8, changed_at = $9, written_by = $10, \
     clause_id = $11, target_id = $12, ground = $13, version = version + 1 WHERE org_id = $1 AND decision_id = $2 AND version = $3 AND stage = 'open'";
pub(crate) const STAND: &str = "UPDATE decision SET stage = $4, list_id = $5, reason = $6, changed_at = $7, written_by = $8, \
     version = version + 1 WHERE org_id = $1 AND decision_id = $2 AND version = $3 AND stage IN ('open', 'listed')";
/// Carries what is open over to a meeting that is held now.
pub(crate) const CARRY: &str = "UPDATE decision SET carried = carried + 1, version = version + 1 \
     WHERE org_id = $1 AND meeting_id <> $2 AND stage IN ('open', 'listed')";

rec! {
    /// A stored decision.
    #[derive(Debug, Clone)]
    pub(crate) struct Row {
        pub(crate) org: OrgId,
        pub(crate) id: DecisionId,
        pub(crate) meeting: MeetingId,
        pub(crate) seq: i64,
        pub(crate) text: String,
        pub(crate) audience: String,
        pub(crate) who: String,
        pub(crate) due_day: Day,
        pub(crate) basis: String,
        pub(crate) clause: Option<ClauseId>,
        pub(crate) target: Option<TargetId>,
        pub(crate) ground: String,
        pub(crate) stage: Stage,
        pub(crate) carried: i64,
        pub(crate) list: Option<ListId>,
        pub(crate) reason: String,
        pub(crate) version: i64,
    }
}

impl Row {
    /// The decision as its editor holds it.
    pub(crate) fn draft(&self) -> DecisionDraft {
        DecisionDraft {
            text: self.text.clone(),
            audience: Audience::stored(&self.audience),
            who: self.who.clone(),
            due_day: self.due_day,
            basis: self.basis.clone(),
            ground: Ground { clause: self.clause, target: self.target, words: self.ground.clone() },
        }
    }
}

/// The decisions of a meeting, in order.
pub(crate) fn of_meeting(tx: &mut Tx<'_>, org: OrgId, meeting: MeetingId) -> Result<Vec<Row>, AppError> {
    Ok(tx.all(OF_MEETING, args![org, meeting])?)
}

/// One decision of an organisation; *not found* if it has none of that id.
pub(crate) fn get(tx: &mut Tx<'_>, org: OrgId, id: DecisionId) -> Result<Row, AppError> {
    tx.opt(GET, args![org, id])?.ok_or(AppError::NotFound)
}

/// These decisions of an organisation.
pub(crate) fn some(tx: &mut Tx<'_>, org: OrgId, ids: &[DecisionId]) -> Result<Vec<Row>, AppError> {
    let mut out = Vec::new();
    for part in ids.chunks(LIST_MOST) {
        let mut values: Vec<Arg> = part.iter().map(|id| Arg::from(*id)).collect();
        let list = places(1, &mut values);
        let sql = format!("{}WHERE org_id = $1 AND decision_id IN {list} ORDER BY decision_id", columns!());
        let all: Vec<Arg> = std::iter::once(Arg::from(org)).chain(values).collect();
        out.extend(tx.all::<Row>(&sql, &all)?);
    }
    Ok(out)
}

/// (meeting, decisions, of them open) of these meetings of one organisation.
pub(crate) fn counts(
    tx: &mut Tx<'_>,
    org: OrgId,
    meetings: &[MeetingId],
) -> Result<Vec<(MeetingId, i64, i64)>, AppError> {
    let mut out = Vec::new();
    for part in meetings.chunks(LIST_MOST) {
        let mut values: Vec<Arg> = part.iter().map(|id| Arg::from(*id)).collect();
        let list = places(1, &mut values);
        let sql = format!(
            "SELECT meeting_id, COUNT(*), CAST(COALESCE(SUM(CASE WHEN stage IN ('open', 'listed') THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM decision WHERE org_id = $1 AND meeting_id IN {list} GROUP BY meeting_id"
        );
        let all: Vec<Arg> = std::iter::once(Arg::from(org)).chain(values).collect();
        out.extend(tx.all::<(MeetingId, i64, i64)>(&sql, &all)?);
    }
    Ok(out)
}

/// What is still open of all meetings but this one, the oldest first.
pub(crate) fn open(tx: &mut Tx<'_>, org: OrgId, but: MeetingId) -> Result<Vec<Row>, AppError> {
    Ok(tx.all(OPEN, args![org, but])?)
}

/// Adds a decision at the end; answers its id.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, meeting): (OrgId, MeetingId),
    draft: &DecisionDraft,
) -> Result<DecisionId, AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let (seq,): (i64,) = tx.one(NEXT, args![org, meeting])?;
    let (id, audience, ground) = (tx.new_id(), draft.audience.canonical(), &draft.ground);
    tx.exec(
        ADD,
        args![
            org,
            id,
            meeting,
            seq,
            &draft.text,
            audience,
            &draft.who,
            draft.due_day,
            &draft.basis,
            now,
            post,
            ground.clause,
            ground.target,
            &ground.words
        ],
    )?;
    Ok(id)
}

/// Overwrites an open decision; false if it is another by now.
pub(crate) fn edit(tx: &mut Tx<'_>, _: &Permit, row: &Row, draft: &DecisionDraft) -> Result<bool, AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let (audience, ground) = (draft.audience.canonical(), &draft.ground);
    let saved = tx.exec(
        EDIT,
        args![
            row.org,
            row.id,
            row.version,
            &draft.text,
            audience,
            &draft.who,
            draft.due_day,
            &draft.basis,
            now,
            post,
            ground.clause,
            ground.target,
            &ground.words
        ],
    )?;
    Ok(saved == 1)
}

/// Moves an open decision on; false if it is another by now.
pub(crate) fn stand(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &Row,
    (stage, list, reason): (Stage, Option<ListId>, &str),
) -> Result<bool, AppError> {
    let (post, now) = (tx.actor().seat.post, tx.now());
    let saved = tx.exec(STAND, args![row.org, row.id, row.version, stage.code(), list, reason, now, post])?;
    Ok(saved == 1)
}

/// Carries what is open over to a meeting that is held now.
pub(crate) fn carry(tx: &mut Tx<'_>, _: &Permit, org: OrgId, to: MeetingId) -> Result<(), AppError> {
    tx.exec(CARRY, args![org, to])?;
    Ok(())
}
