//! What issuing letters costs beside its limit, the same rows by one bare `INSERT … SELECT` for each table, on each engine: letters of 20 targets, each resting on a
//! clause, to 4,316 organisations in one request; what a signature costs, and countersigning them all in one request.
//! Medians of five.
//!
//! `cargo bench -p target --bench issue`; PostgreSQL only if `QINGDAN_TEST_PG` names a server.

use std::time::{Duration, Instant};

use db::args;
use document::{About, Source};
use kernel::{ClauseId, IssueId, Role};
use org::{Audience, Choice};
use target::{IssueDraft, Key, Kind, Seen, TargetDraft, Which};
use testkit::measure::{Beside, ROUNDS, median, on_every_engine, rate, timed, told};
use testkit::{Kit, ORGS, Place, Prefecture};

const TARGETS: usize = 20;
const YEAR: i64 = 2026;
/// How long the request may take.
const AIM: Duration = Duration::from_secs(2);

/// The rows of an issue's letters, of their targets and of their first steps, for everybody but $1 who issues.
const LETTERS: &str = "INSERT INTO letter (org_id, year, issue_id, rev, issuer_id, path, place, state, objected, proposed_by, reason, \
     until_day, issued_at, changed_at, signed_at, in_force_at, version) SELECT o.org_id, CAST(2026 AS BIGINT), CAST($2 AS BIGINT), \
     CAST(1 AS BIGINT), CAST($1 AS BIGINT), o.path, o.path, CAST(1 AS BIGINT), CAST(0 AS BIGINT), 'issuer', '', '2026-12-31', \
     CAST(1 AS BIGINT), CAST(1 AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(1 AS BIGINT) FROM org o \
     WHERE o.org_id <> $1";
const LINES: &str = "INSERT INTO letter_target (org_id, year, issue_id, rev, target_id, value, weight) SELECT o.org_id, t.year, \
     CAST($2 AS BIGINT), CAST(1 AS BIGINT), t.target_id, t.value, t.weight FROM org o CROSS JOIN target t \
     WHERE o.org_id <> $1 AND t.issue_id = $3";
const STEPS: &str = "INSERT INTO letter_step (org_id, year, issue_id, rev, seq, kind, at, by_org_id, by_post_id, by_account_id, reason) \
     SELECT o.org_id, CAST(2026 AS BIGINT), CAST($2 AS BIGINT), CAST(1 AS BIGINT), CAST(0 AS BIGINT), 'issued', CAST(1 AS BIGINT), \
     CAST($1 AS BIGINT), CAST(1 AS BIGINT), CAST(1 AS BIGINT), '' FROM org o WHERE o.org_id <> $1";

fn main() {
    on_every_engine("Letters of 20 targets to 4,316 organisations in one request: 94,952 rows", run);
}

async fn run(kit: Kit) {
    // Letters to villages are a switch; what issuing costs does not depend on it.
    let all = Prefecture::new("office");
    kit.plant(&all).await;
    let clauses = clauses(&kit, all.head()).await;
    let (mut bare, mut whole, mut last) = (Vec::new(), Vec::new(), None);
    for _ in 0..ROUNDS {
        let id = written(&kit, all.head(), &clauses).await;
        bare.push(bare_inserts(&kit, all.head(), id).await);
        let cx = kit.cx_of(all.head().actor(Role::Clerk));
        let (took, issued) = timed(target::issue(&cx, "", id, 1)).await;
        assert_eq!(issued.expect("the letters are issued").letters, i64::try_from(ORGS).expect("small"));
        whole.push(took);
        last = Some(id);
    }
    told("issue, from request to commit", median(whole), &[Beside::Limit(median(bare)), Beside::Aim(AIM)]);
    signatures(&kit, &all, last.expect("some round")).await;
}

/// Twenty clauses in force.
async fn clauses(kit: &Kit, head: &Place) -> Vec<ClauseId> {
    let cx = kit.cx_of(head.actor(Role::Secretary));
    let text: String = (1..=TARGETS).map(|n| format!("{n}. 第{n}项工作按期完成。\n")).collect();
    let about = About::new(document::Kind::Regulation, "示例考核办法");
    let id = document::enter(&cx, "", about, Source::Text(text)).await.expect("a document is entered");
    document::publish(&cx, "", id, 1, kit.house.today()).await.expect("it is in force");
    let reading = document::version(&cx, id, None).await.expect("it is read");
    reading.clauses.iter().map(|c| c.id).collect()
}

/// Letters of the head to everybody below, written but not issued.
async fn written(kit: &Kit, head: &Place, clauses: &[ClauseId]) -> IssueId {
    assert_eq!(clauses.len(), TARGETS);
    let target = |clause: &ClauseId| TargetDraft {
        clause: Some(*clause),
        project: "组织建设".to_owned(),
        text: "党员大会、支部委员会、党小组会和党课按期召开，记录完整".to_owned(),
        requirement: "每季度至少一次，有会议记录和签到".to_owned(),
        kind: Kind::Metric,
        measure: "按期召开率".to_owned(),
        value: "100%".to_owned(),
        weight: 1_000 / i64::try_from(TARGETS).expect("small"),
        assessment: "查阅台账".to_owned(),
        deduction: "每少一次扣 1 分，扣完为止".to_owned(),
        ..TargetDraft::default()
    };
    let everybody = Choice { under: head.id, levels: Vec::new(), domains: Vec::new(), tags: Vec::new() };
    let draft = IssueDraft {
        year: YEAR,
        title: "党建工作目标责任书".to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: Audience { clauses: vec![everybody], named: Vec::new(), include_self: false },
        from: "2026-01-01".parse().expect("a day"),
        until: "2026-12-31".parse().expect("a day"),
        upper: None,
        targets: clauses.iter().map(target).collect(),
        cuts: Vec::new(),
    };
    target::create(&kit.cx_of(head.actor(Role::Clerk)), "", draft).await.expect("a draft is written")
}

/// The rows of a draft's letters under another issue, by nothing but the statements, to a durable commit; taken away
/// again afterwards.
async fn bare_inserts(kit: &Kit, head: &Place, draft: IssueId) -> Duration {
    let (other, head) = (draft.raw() + 1, head.id);
    let inserted = kit.house.db.write(move |tx| -> Result<(), db::DbFault> {
        tx.exec(LETTERS, args![head, other])?;
        tx.exec(LINES, args![head, other, draft])?;
        tx.exec(STEPS, args![head, other])?;
        Ok(())
    });
    let (took, inserted) = timed(inserted).await;
    inserted.expect("rows");
    let cleared = kit.house.db.write(move |tx| -> Result<(), db::DbFault> {
        for table in ["letter", "letter_target", "letter_step"] {
            tx.exec(&format!("DELETE FROM {table} WHERE issue_id = $1"), args![other])?;
        }
        Ok(())
    });
    cleared.await.expect("cleared");
    took
}

/// Every recipient signs, one after the other; then the issuer signs all that they signed.
async fn signatures(kit: &Kit, all: &Prefecture, issue: IssueId) {
    let (mut times, from) = (Vec::new(), Instant::now());
    for place in &all.places()[1..] {
        let cx = kit.cx_of(place.actor(Role::Secretary));
        let proof = account::Proof::of_session(&cx::session::Caller::proved(cx.actor().clone(), cx.house().now()));
        let seen = Seen { key: Key { org: place.id, issue }, rev: 1, version: 1 };
        let (took, signed) = timed(target::sign(&cx, "", proof, seen)).await;
        signed.expect("signed");
        times.push(took);
    }
    rate("letters signed one after the other, each with a fresh key", ORGS, from.elapsed());
    told("one of them: composed, sealed, signed, durable", median(times), &[]);
    let cx = kit.cx_of(all.head().actor(Role::Secretary));
    let proof = account::Proof::of_session(&cx::session::Caller::proved(cx.actor().clone(), cx.house().now()));
    let (took, n) = timed(target::countersign(&cx, "", proof, issue, Which::SignedBy(kit.house.now()))).await;
    assert_eq!(n.expect("countersigned"), i64::try_from(ORGS).expect("small"));
    rate("letters countersigned in one request, every text checked", ORGS, took);
}
