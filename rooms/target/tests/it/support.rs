//! What the stories share.

use cx::{AppError, Cx};
use kernel::{IssueId, Role};
use org::{Audience, Choice};
use target::{IssueDraft, Key, Kind, Seen, TargetDraft};
use testkit::Kit;

/// The year of the stories.
pub(crate) const YEAR: i64 = 2026;

pub(crate) fn target(text: &str, weight: i64) -> TargetDraft {
    TargetDraft {
        project: "组织建设".to_owned(),
        text: text.to_owned(),
        requirement: "按期完成".to_owned(),
        kind: Kind::Metric,
        measure: "完成率".to_owned(),
        value: "100%".to_owned(),
        weight,
        assessment: "查阅台账".to_owned(),
        deduction: "每少一项扣 1 分".to_owned(),
        ..TargetDraft::default()
    }
}

/// Two targets that sum to a hundred.
pub(crate) fn two() -> Vec<TargetDraft> {
    vec![target("按期换届", 605), target("开好组织生活会", 395)]
}

pub(crate) fn to(kit: &Kit, under: &str, levels: &[&str], targets: Vec<TargetDraft>) -> IssueDraft {
    let levels = levels.iter().map(|l| (*l).to_owned()).collect();
    let choice = Choice { under: kit.org(under), levels, domains: Vec::new(), tags: Vec::new() };
    IssueDraft {
        year: YEAR,
        title: "党建工作目标责任书".to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: Audience { clauses: vec![choice], named: Vec::new(), include_self: false },
        from: "2026-01-01".parse().unwrap(),
        until: "2026-12-31".parse().unwrap(),
        upper: None,
        targets,
        cuts: Vec::new(),
    }
}

/// A clause of `org` in force, and what a letter calls it.
pub(crate) async fn clause(kit: &Kit, org: &str) -> (kernel::ClauseId, &'static str) {
    let cx = kit.cx(org, Role::Clerk);
    let about = document::About::new(document::Kind::Regulation, "示例考核办法");
    let text = document::Source::Text("第一条　按期换届。\n第二条　开好组织生活会。".to_owned());
    let id = document::enter(&cx, "", about, text).await.unwrap();
    document::publish(&cx, "", id, 1, "2026-01-01".parse().unwrap()).await.unwrap();
    let reading = document::version(&cx, id, None).await.unwrap();
    (reading.clauses.iter().find(|c| c.label == "第二条").unwrap().id, "《示例考核办法》第二条")
}

/// Writes and issues a draft as the clerk of `by`.
pub(crate) async fn issued(kit: &Kit, by: &str, draft: IssueDraft) -> IssueId {
    let cx = kit.cx(by, Role::Clerk);
    let id = target::create(&cx, "", draft).await.unwrap();
    target::issue(&cx, "", id, 1).await.unwrap();
    id
}

/// Evidence that whoever acts in `cx` has just typed their password.
pub(crate) fn proof(cx: &Cx) -> account::Proof {
    proof_at(cx, cx.house().now())
}

pub(crate) fn proof_at(cx: &Cx, at: kernel::Instant) -> account::Proof {
    account::Proof::of_session(&cx::session::Caller::proved(cx.actor().clone(), at))
}

pub(crate) fn key(kit: &Kit, org: &str, issue: IssueId) -> Key {
    Key { org: kit.org(org), issue }
}

/// The letter as its recipient's secretary sees it now.
pub(crate) async fn seen(kit: &Kit, org: &str, issue: IssueId) -> Seen {
    let key = key(kit, org, issue);
    let found = target::letter(&kit.cx(org, Role::Secretary), key, None).await.unwrap();
    Seen { key, rev: found.row.rev, version: found.row.version }
}

/// The recipient's first-responsible person signs; answers the digest.
pub(crate) async fn signed(kit: &Kit, org: &str, issue: IssueId) -> String {
    let cx = kit.cx(org, Role::Secretary);
    let seen = seen(kit, org, issue).await;
    target::sign(&cx, "", proof(&cx), seen).await.unwrap()
}

/// The issuer's first-responsible person countersigns everything that waits.
pub(crate) async fn countersigned(kit: &Kit, by: &str, issue: IssueId) -> i64 {
    let cx = kit.cx(by, Role::Secretary);
    let which = target::Which::SignedBy(kit.house.now());
    target::countersign(&cx, "", proof(&cx), issue, which).await.unwrap()
}

/// The codes of the faults, or what else came.
pub(crate) fn codes<T: std::fmt::Debug>(result: Result<T, AppError>) -> Vec<&'static str> {
    match result {
        Err(AppError::Invalid(faults)) => faults.iter().map(|f| f.code).collect(),
        other => panic!("a refusal is expected, not {other:?}"),
    }
}

/// Runs a statement of the story past the program, as somebody with the database in hand would.
pub(crate) async fn tamper(kit: &Kit, sql: &'static str) -> u64 {
    kit.house.db.write(move |tx| tx.exec(sql, &[])).await.map_err(|e: db::DbFault| e.to_string()).unwrap()
}

/// What `qingdan check` says of the letters.
pub(crate) async fn checked(kit: &Kit) -> Vec<String> {
    kit.operator().read(target::check).await.unwrap()
}
