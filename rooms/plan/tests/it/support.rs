//! What the stories share: a five-year plan in force with milestones.

use cx::AppError;
use document::{About, Kind, Source};
use kernel::{ClauseId, Day, DocumentId, MilestoneId, PlanId, Role};
use plan::{Measure, MilestoneDraft, Period, Report, Sense};
use testkit::{Client, Kit};

const TEXT: &str =
    "一、主要目标\n（一）村级活动场所全部达标。\n（二）第一责任人培训全覆盖。\n二、保障措施\n加强经费保障。";

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A document of this sort of `org`, in force since 2026-01-01.
pub(crate) async fn in_force(kit: &Kit, org: &str, kind: Kind) -> DocumentId {
    let cx = kit.cx(org, Role::Clerk);
    let about = About::new(kind, "示例规划（演示数据·虚构）");
    let id = document::enter(&cx, "", about, Source::Text(TEXT.to_owned())).await.unwrap();
    document::publish(&cx, "", id, 1, day("2026-01-01")).await.unwrap();
    id
}

/// A plan over 2026 to 2030.
pub(crate) async fn planned(kit: &Kit, org: &str) -> PlanId {
    let document = in_force(kit, org, Kind::FiveYearPlan).await;
    plan::open(&kit.cx(org, Role::Clerk), "", document, (2026, 2030)).await.unwrap()
}

/// The clause of the newest document of `org` with this label.
pub(crate) async fn clause(kit: &Kit, org: &str, label: &'static str) -> ClauseId {
    let id = kit.org(org);
    let found: Result<(ClauseId,), db::DbFault> = kit
        .house
        .db
        .read(move |tx| {
            tx.one("SELECT MAX(clause_id) FROM clause WHERE org_id = $1 AND label = $2", db::args![id, label])
        })
        .await;
    found.unwrap().0
}

/// A milestone of 2026: so many per cent, by `owner`.
pub(crate) async fn draft(kit: &Kit, org: &str, owner: &str) -> MilestoneDraft {
    MilestoneDraft {
        year: 2026,
        owner: kit.org(owner),
        clause: clause(kit, org, "（一）").await,
        text: "活动场所达标村占比".to_owned(),
        measure: Measure::Number {
            counted: "达标村占全部村的比例".to_owned(),
            unit: "%".to_owned(),
            sense: Sense::AtLeast,
            value: 90_000,
        },
    }
}

/// Adds that milestone.
pub(crate) async fn added(kit: &Kit, org: &str, owner: &str, plan: PlanId) -> MilestoneId {
    let draft = draft(kit, org, owner).await;
    plan::add(&kit.cx(org, Role::Clerk), "", plan, draft).await.unwrap()
}

/// Codes of the faults with which something was refused.
pub(crate) fn codes<T: std::fmt::Debug>(result: Result<T, AppError>) -> Vec<&'static str> {
    match result {
        Err(AppError::Invalid(faults)) => faults.iter().map(|f| f.code).collect(),
        other => panic!("expected faults, got {other:?}"),
    }
}

/// A count in the database.
pub(crate) async fn count(kit: &Kit, sql: &'static str) -> i64 {
    let found: Result<(i64,), db::DbFault> = kit.house.db.read(move |tx| tx.one(sql, &[])).await;
    found.unwrap().0
}

/// A client of the holder of that post.
pub(crate) async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    let routes = plan::routes().and(document::routes());
    let words = &[plan::WORDS, document::WORDS, include_str!("../../../../crates/kit/words.toml")];
    kit.log_in(&kit.client(&routes, words), org, role).await
}

/// A report for a quarter of 2026 (0: the year) as of 2026-11-01.
pub(crate) fn said(quarter: i64, value: Option<i64>, note: &str) -> Report {
    let period = Period { year: 2026, quarter };
    Report { period, value, judgement: None, note: note.to_owned(), on: day("2026-11-01") }
}
