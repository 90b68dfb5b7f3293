//! What the stories share: a list, answers to it, and what is shown to whom.

use std::collections::BTreeMap;

use kernel::{ListId, Month, OrgId, Role};
use task_list::{Audience, Card, Choice, Form, ItemDraft, ListDraft, ReportInput, Seen, create, my_month, send};
use testkit::Kit;

pub(crate) const MONTH: Month = Month(202_611);
/// The villages of the first county.
pub(crate) const VILLAGES: [&str; 4] = ["n1/t1/v1", "n1/t1/v2", "n1/t2/v1", "n1/t2/v2"];

fn item(n: usize) -> ItemDraft {
    ItemDraft {
        text: format!("第{n}件事"),
        requirement: String::new(),
        basis: "框架 2.3".to_owned(),
        ground: task_list::Ground::default(),
        due_day: "2026-12-11".parse().unwrap(),
        form: Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    }
}

/// A list of `n` items to everything of one level below an issuer.
pub(crate) fn list(issuer: OrgId, level: &str, n: usize) -> ListDraft {
    let below = Choice { under: issuer, levels: vec![level.to_owned()], domains: Vec::new(), tags: Vec::new() };
    ListDraft {
        month: MONTH,
        title: "十一月交办".to_owned(),
        urgent: false,
        approval: "组织部副部长".to_owned(),
        audience: Audience { clauses: vec![below], named: Vec::new(), include_self: false },
        items: (1..=n).map(item).collect(),
    }
}

/// A draft of `n` items to the villages below an issuer.
pub(crate) async fn drafted(kit: &Kit, issuer: &str, n: usize) -> ListId {
    create(&kit.cx(issuer, Role::Clerk), "", list(kit.org(issuer), "village", n)).await.unwrap()
}

/// The same, sent.
pub(crate) async fn sent(kit: &Kit, issuer: &str, n: usize) -> ListId {
    let id = drafted(kit, issuer, n).await;
    send(&kit.cx(issuer, Role::Clerk), "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
    id
}

/// The assignments of a village, by their items.
pub(crate) async fn cards(kit: &Kit, village: &str) -> Vec<Card> {
    let mut cards = my_month(&kit.cx(village, Role::Clerk), MONTH).await.unwrap();
    cards.sort_by_key(|c| c.key.item);
    cards
}

async fn seen(kit: &Kit, village: &str, n: usize) -> Seen {
    let card = &cards(kit, village).await[n];
    Seen { key: card.key, version: card.version }
}

/// A village signs for its assignment number `n` and reports on it.
pub(crate) async fn answered(kit: &Kit, village: &str, n: usize) {
    let cx = kit.cx(village, Role::Clerk);
    task_list::sign(&cx, "", vec![seen(kit, village, n).await]).await.unwrap();
    let report = ReportInput {
        answers: BTreeMap::new(),
        note: "办完了".to_owned(),
        happened_on: "2026-11-20".parse().unwrap(),
        photos: Vec::new(),
    };
    task_list::report(&cx, "", seen(kit, village, n).await, report).await.unwrap();
}

/// The township sends what a village reported back.
pub(crate) async fn sent_back(kit: &Kit, village: &str, n: usize) {
    let township = village.rsplit_once('/').unwrap().0;
    let seen = seen(kit, village, n).await;
    task_list::send_back(&kit.cx(township, Role::Clerk), "", seen, "缺人数".to_owned()).await.unwrap();
}

/// A village asks not to do its assignment number `n`.
pub(crate) async fn asked_not_to(kit: &Kit, village: &str, n: usize) {
    let seen = seen(kit, village, n).await;
    task_list::ask_decline(&kit.cx(village, Role::Clerk), "", seen, "已在别处填过".to_owned()).await.unwrap();
}

/// How much is owed in each reminder that a place sees now.
pub(crate) async fn shown(kit: &Kit, org: &str) -> Vec<(String, usize)> {
    let open = reminder::open(&kit.cx(org, Role::Clerk)).await.unwrap();
    open.iter().map(|r| (r.day.to_string(), r.owed.len())).collect()
}

/// The clerk of the first county reminds; answers (reminded now, reminded before).
pub(crate) async fn reminded(kit: &Kit, list: ListId) -> (i64, i64) {
    let done = reminder::remind(&kit.cx("n1", Role::Clerk), "", list).await.unwrap();
    (done.orgs, done.already)
}

/// One entry, as [`shown`] tells it.
pub(crate) fn on(day: &str, n: usize) -> Vec<(String, usize)> {
    vec![(day.to_owned(), n)]
}

/// Runs a statement of the test's own.
pub(crate) async fn sql(kit: &Kit, text: &'static str) {
    kit.house.db.write(move |tx| tx.exec(text, &[])).await.unwrap();
}

/// A number that a statement of the test's own finds.
pub(crate) async fn number(kit: &Kit, text: &'static str) -> i64 {
    let (n,): (i64,) = kit.house.db.read(move |tx| tx.one(text, &[])).await.unwrap();
    n
}
