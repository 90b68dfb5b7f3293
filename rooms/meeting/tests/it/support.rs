//! What the stories share: a meeting as it is usually planned, and short ways to common moments.

use cx::AppError;
use kernel::{Day, ItemId, ListId, MeetingId, Month, Role};
use meeting::{Clock, DecisionDraft, Invited, Plan, Rhythm, SeriesDraft, SeriesId, Shift, Shown};
use task_list::{Audience, Choice, Form, ItemDraft, ListDraft};
use testkit::Kit;

pub(crate) const MONTH: Month = Month(202_611);

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Everything of one level below an organisation.
pub(crate) fn below(kit: &Kit, org: &str, level: &str) -> Audience {
    let clause = Choice { under: kit.org(org), levels: vec![level.to_owned()], domains: Vec::new(), tags: Vec::new() };
    Audience { clauses: vec![clause], named: Vec::new(), include_self: false }
}

/// A meeting of `n1` with its townships.
pub(crate) fn plan(kit: &Kit) -> Plan {
    Plan {
        title: "党建工作例会".to_owned(),
        start: Clock(9 * 60),
        lasts: 90,
        place: "三楼会议室".to_owned(),
        invited: Invited { audience: below(kit, "n1", "township"), ..Invited::default() },
    }
}

/// `n1` meets on this rhythm, from this month on.
pub(crate) async fn series(kit: &Kit, rhythm: &str) -> SeriesId {
    let draft = SeriesDraft {
        plan: plan(kit),
        rhythm: Rhythm::of_code(rhythm).unwrap(),
        shift: Shift::Next,
        from: Month(202_610),
    };
    meeting::save_series(&kit.cx("n1", Role::Clerk), "", None, draft).await.unwrap()
}

/// A meeting of `n1` called for today.
pub(crate) async fn called(kit: &Kit) -> MeetingId {
    meeting::call(&kit.cx("n1", Role::Clerk), "", plan(kit), kit.house.today()).await.unwrap()
}

/// A meeting of `n1` that is being held.
pub(crate) async fn held(kit: &Kit) -> MeetingId {
    let id = called(kit).await;
    hold(kit, id).await;
    id
}

/// Holds a meeting of `n1`.
pub(crate) async fn hold(kit: &Kit, id: MeetingId) -> i64 {
    let version = shown(kit, id).await.row.version;
    meeting::hold(&kit.cx("n1", Role::Secretary), "", id, version).await.unwrap()
}

/// A meeting of `n1` as its secretary sees it.
pub(crate) async fn shown(kit: &Kit, id: MeetingId) -> Shown {
    meeting::meeting(&kit.cx("n1", Role::Secretary), kit.org("n1"), id).await.unwrap()
}

/// What the townships of `n1` have to do.
pub(crate) fn decision(kit: &Kit, text: &str) -> DecisionDraft {
    DecisionDraft {
        text: text.to_owned(),
        audience: below(kit, "n1", "township"),
        who: String::new(),
        due_day: day("2026-12-25"),
        basis: "规程 第三条".to_owned(),
        ground: task_list::Ground::default(),
    }
}

/// Sends a list with one item to the villages of `issuer`; answers it and its item.
pub(crate) async fn sent(kit: &Kit, issuer: &str, due: &str) -> (ListId, ItemId) {
    let cx = kit.cx(issuer, Role::Clerk);
    let item = ItemDraft {
        text: "开好党员大会".to_owned(),
        requirement: String::new(),
        basis: "第十二条".to_owned(),
        ground: task_list::Ground::default(),
        due_day: day(due),
        form: Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    };
    let draft = ListDraft {
        month: MONTH,
        title: "十一月交办单".to_owned(),
        urgent: true,
        approval: "州委组织部".to_owned(),
        audience: below(kit, issuer, "village"),
        items: vec![item],
    };
    let id = task_list::create(&cx, "", draft).await.unwrap();
    task_list::send(&cx, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
    (id, task_list::list(&cx, id).await.unwrap().items[0].item.id)
}

/// The code of the first fault.
pub(crate) fn fault<T: std::fmt::Debug>(done: Result<T, AppError>) -> &'static str {
    match done {
        Err(AppError::Invalid(faults)) => faults[0].code,
        other => panic!("no fault: {other:?}"),
    }
}

/// Breaches that `qingdan check` would report.
pub(crate) async fn breaches(kit: &Kit) -> Vec<String> {
    kit.operator().read(meeting::check).await.unwrap()
}

/// Runs one statement on the database, past all rooms.
pub(crate) async fn sql(kit: &Kit, text: &'static str, args: Vec<db::Arg>) -> u64 {
    let done: Result<u64, db::DbFault> = kit.house.db.write(move |tx| tx.exec(text, &args)).await;
    done.unwrap()
}

/// How often a kind of happening was recorded.
pub(crate) async fn happened(kit: &Kit, kind: &'static str) -> i64 {
    let found: Result<(i64,), db::DbFault> =
        kit.house.db.read(move |tx| tx.one("SELECT COUNT(*) FROM happening WHERE kind = $1", &[kind.into()])).await;
    found.unwrap().0
}
