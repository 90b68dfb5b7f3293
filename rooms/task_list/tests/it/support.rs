//! What the stories share: a list as it is usually written, and short ways to common moments.

use std::collections::BTreeMap;

use cx::AppError;
use kernel::{Day, Fault, ItemId, ListId, Month, OrgId, Role};
use task_list::{
    Audience, Choice, Form, Given, ItemDraft, Key, ListDraft, ReportInput, Seen, State, assignment, create, report,
    send, sign,
};
use testkit::Kit;

pub(crate) const MONTH: Month = Month(202_611);
pub(crate) const VILLAGES: [&str; 8] =
    ["n1/t1/v1", "n1/t1/v2", "n1/t2/v1", "n1/t2/v2", "n2/t1/v1", "n2/t1/v2", "n2/t2/v1", "n2/t2/v2"];
/// More than any test sends.
pub(crate) const AT_ONCE: i64 = task_list::AT_ONCE_MOST;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Two questions: yes or no, and a number.
pub(crate) fn form() -> Form {
    Form::parse(
        r#"{"fields":[{"key":"done","label":"开了吗","required":true,"type":"yes_no"},
            {"key":"n","label":"人数","type":"number","min":0,"max":500,"unit":"人"}]}"#,
    )
    .unwrap()
}

pub(crate) fn item(text: &str, due: &str) -> ItemDraft {
    ItemDraft {
        text: text.to_owned(),
        requirement: "当月完成".to_owned(),
        basis: "第十二条".to_owned(),
        ground: task_list::Ground::default(),
        due_day: day(due),
        form: form(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    }
}

/// Everything of these levels below `under`; all levels if none is named.
pub(crate) fn below(under: OrgId, levels: &[&str]) -> Audience {
    let levels = levels.iter().map(|l| (*l).to_owned()).collect();
    let clause = Choice { under, levels, domains: Vec::new(), tags: Vec::new() };
    Audience { clauses: vec![clause], named: Vec::new(), include_self: false }
}

/// A list to the villages below, due in two weeks.
pub(crate) fn draft(kit: &Kit, issuer: &str, items: Vec<ItemDraft>) -> ListDraft {
    ListDraft {
        month: MONTH,
        title: "十一月交办单".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: below(kit.org(issuer), &["village"]),
        items,
    }
}

/// Writes and sends a list as the clerk of its issuer.
pub(crate) async fn sent(kit: &Kit, issuer: &str, list: ListDraft) -> (ListId, Vec<ItemId>) {
    let cx = kit.cx(issuer, Role::Clerk);
    let id = create(&cx, "", list).await.unwrap();
    send(&cx, "", id, 1, AT_ONCE).await.unwrap();
    let items = task_list::list(&cx, id).await.unwrap().items.iter().map(|i| i.item.id).collect();
    (id, items)
}

/// One item sent to all villages below an issuer.
pub(crate) async fn one_item(kit: &Kit, issuer: &str) -> ItemId {
    sent(kit, issuer, draft(kit, issuer, vec![item("召开支部党员大会", "2026-12-04")])).await.1[0]
}

pub(crate) fn key(kit: &Kit, org: &str, item: ItemId) -> Key {
    Key { org: kit.org(org), month: MONTH, item }
}

/// An assignment with the version it has now.
pub(crate) async fn seen(kit: &Kit, org: &str, item: ItemId) -> Seen {
    let key = key(kit, org, item);
    let detail = assignment(&kit.cx(org, Role::Clerk), key).await.unwrap();
    Seen { key, version: detail.card.version }
}

pub(crate) async fn state(kit: &Kit, org: &str, item: ItemId) -> State {
    assignment(&kit.cx(org, Role::Clerk), key(kit, org, item)).await.unwrap().card.state
}

pub(crate) fn text(value: &str) -> Given {
    Given::Text(value.to_owned())
}

pub(crate) fn told(happened_on: &str) -> ReportInput {
    ReportInput {
        answers: BTreeMap::from([("done".to_owned(), text("yes")), ("n".to_owned(), text("32"))]),
        note: "按期召开".to_owned(),
        happened_on: day(happened_on),
        photos: Vec::new(),
    }
}

pub(crate) async fn signed(kit: &Kit, org: &str, item: ItemId) {
    sign(&kit.cx(org, Role::Clerk), "", vec![seen(kit, org, item).await]).await.unwrap();
}

pub(crate) async fn reported(kit: &Kit, org: &str, item: ItemId) {
    let today = kit.house.today().to_string();
    report(&kit.cx(org, Role::Clerk), "", seen(kit, org, item).await, told(&today)).await.unwrap();
}

/// Codes of the faults of a refusal.
pub(crate) fn codes<T>(result: Result<T, AppError>) -> Vec<&'static str> {
    match result {
        Err(AppError::Invalid(faults)) => faults.iter().map(|f: &Fault| f.code).collect(),
        Err(other) => panic!("not a refusal of input: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

/// The roll-ups are what the assignments give.
pub(crate) async fn sound(kit: &Kit) {
    assert_eq!(task_list::check(&kit.operator()).await.unwrap(), Vec::<String>::new());
}
