//! What the stories share: letters from the prefecture down to townships, and a list of the month.

use kernel::{IssueId, ItemId, Month, Role, TargetId};
use org::{Audience, Choice};
use target::{Cut, IssueDraft, TargetDraft, Upper};
use task_list::{Ground, ItemDraft, Key, ListDraft, Seen};
use testkit::Kit;

pub(crate) const MONTH: Month = Month(202_611);

pub(crate) fn below(kit: &Kit, under: &str, level: &str) -> Audience {
    let choice =
        Choice { under: kit.org(under), levels: vec![level.to_owned()], domains: Vec::new(), tags: Vec::new() };
    Audience { clauses: vec![choice], named: Vec::new(), include_self: false }
}

fn proof(cx: &cx::Cx) -> account::Proof {
    account::Proof::of_session(&testkit::caller(cx))
}

fn aim(text: &str) -> TargetDraft {
    TargetDraft {
        project: "组织建设".to_owned(),
        text: text.to_owned(),
        kind: target::Kind::Metric,
        measure: "完成率".to_owned(),
        value: "100%".to_owned(),
        weight: 1_000,
        assessment: "查阅台账".to_owned(),
        deduction: "每少一项扣 1 分".to_owned(),
        ..TargetDraft::default()
    }
}

async fn signed(kit: &Kit, org: &str, issue: IssueId) {
    let cx = kit.cx(org, Role::Secretary);
    let key = target::Key { org: kit.org(org), issue };
    let found = target::letter(&cx, key, None).await.unwrap();
    target::sign(&cx, "", proof(&cx), target::Seen { key, rev: found.row.rev, version: found.row.version })
        .await
        .unwrap();
}

async fn countersigned(kit: &Kit, by: &str, issue: IssueId) {
    let cx = kit.cx(by, Role::Secretary);
    target::countersign(&cx, "", proof(&cx), issue, target::Which::SignedBy(kit.house.now())).await.unwrap();
}

/// The prefecture's letter to both counties, in force. The first county carries its target on to its townships, of
/// which one signs; the second cuts it. Answers the target of the prefecture and the one of the first county.
pub(crate) async fn letters(kit: &Kit) -> (TargetId, TargetId) {
    let root = kit.cx("root", Role::Clerk);
    let draft = IssueDraft {
        year: 2026,
        title: "党建工作目标责任书".to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: below(kit, "root", "county"),
        from: "2026-01-01".parse().unwrap(),
        until: "2026-12-31".parse().unwrap(),
        upper: None,
        targets: vec![aim("按期换届")],
        cuts: Vec::new(),
    };
    let top = target::create(&root, "", draft).await.unwrap();
    target::issue(&root, "", top, 1).await.unwrap();
    for county in ["n1", "n2"] {
        signed(kit, county, top).await;
    }
    countersigned(kit, "root", top).await;
    let above = Upper { org: kit.org("root"), issue: top };

    let first = kit.cx("n1", Role::Clerk);
    let source = target::Source::Above(above);
    let lower = target::begin(&first, "", 2026, "甲县责任书".to_owned(), source).await.unwrap();
    target::issue(&first, "", lower, 1).await.unwrap();
    signed(kit, "n1/t1", lower).await;
    countersigned(kit, "n1", lower).await;

    let second = kit.cx("n2", Role::Clerk);
    let other = target::begin(&second, "", 2026, "乙县责任书".to_owned(), target::Source::Above(above)).await.unwrap();
    let mut draft = target::written(&second, other).await.unwrap().draft;
    let upper = draft.targets.remove(0).upper.unwrap();
    draft.targets.push(aim("自定一项"));
    draft.cuts = vec![Cut { upper, reason: "由县直部门承担".to_owned() }];
    target::edit(&second, "", other, 1, draft).await.unwrap();
    target::issue(&second, "", other, 2).await.unwrap();

    let org = kit.org("n1");
    let carried = first.read(move |tx| target::carried_in(tx, org, 2026)).await.unwrap();
    let own = carried.iter().find(|t| t.issuer == org).unwrap();
    (own.upper.unwrap(), own.target)
}

/// A township sends its villages one item that rests on a target.
pub(crate) async fn item_on(kit: &Kit, by: &str, on: TargetId) -> ItemId {
    let cx = kit.cx(by, Role::Clerk);
    let item = ItemDraft {
        text: "开好换届大会".to_owned(),
        requirement: String::new(),
        basis: String::new(),
        ground: Ground { clause: None, target: Some(on), words: String::new() },
        due_day: "2026-12-04".parse().unwrap(),
        form: task_list::Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    };
    let draft = ListDraft {
        month: MONTH,
        title: "十一月交办单".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: below(kit, by, "village"),
        items: vec![item],
    };
    let id = task_list::create(&cx, "", draft).await.unwrap();
    task_list::send(&cx, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
    task_list::list(&cx, id).await.unwrap().items[0].item.id
}

/// A village signs for an item.
pub(crate) async fn village_signs(kit: &Kit, org: &str, item: ItemId) {
    let seen = Seen { key: Key { org: kit.org(org), month: MONTH, item }, version: 1 };
    task_list::sign(&kit.cx(org, Role::Clerk), "", vec![seen]).await.unwrap();
}
