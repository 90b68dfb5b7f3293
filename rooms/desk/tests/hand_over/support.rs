//! What the stories share: a township whose secretary changed within the year, with something of everything open.

use kernel::{Day, IssueId, MeetingId, Month, PostId, Role};
use plan::{Measure, MilestoneDraft, Sense};
use target::{IssueDraft, TargetDraft};
use task_list::{Audience, Choice, Form, Ground, ItemDraft, Key, ListDraft, Seen};
use testkit::{Client, Kit};

pub(crate) const MONTH: Month = Month(202_611);

const WORDS: &[&str] = &[
    include_str!("../../../../crates/kit/words.toml"),
    org::WORDS,
    account::WORDS,
    access::WORDS,
    document::WORDS,
    plan::WORDS,
    target::WORDS,
    task_list::WORDS,
    statement::WORDS,
    meeting::WORDS,
    desk::WORDS,
];

/// A client of the holder of that post.
pub(crate) async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    kit.log_in(&kit.client(&desk::routes(), WORDS), org, role).await
}

/// Address of the sheet of an organisation.
pub(crate) fn page(kit: &Kit, org: &str) -> String {
    format!("/hand-over/{}", kit.org(org))
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The directly subordinate organisations of one level.
pub(crate) fn below(kit: &Kit, under: &str, level: &str) -> Audience {
    let choice =
        Choice { under: kit.org(under), levels: vec![level.to_owned()], domains: Vec::new(), tags: Vec::new() };
    Audience { clauses: vec![choice], named: Vec::new(), include_self: false }
}

fn proof(cx: &cx::Cx) -> account::Proof {
    account::Proof::of_session(&cx::session::Caller {
        actor: cx.actor().clone(),
        seats: Vec::new(),
        language: "zh".to_owned(),
        must_change: false,
        csrf: "x".to_owned(),
        seen_at: cx.house().now(),
        proved_at: cx.house().now(),
        token_hash: String::new(),
        may_write: true,
    })
}

/// The first township's secretary left in March; another came, until the end of February.
pub(crate) async fn changed(kit: &Kit) {
    let (operator, org) = (kit.operator(), kit.org("n1/t1"));
    let people = vec![("new".to_owned(), "祁雪梅".to_owned())];
    account::plant(&operator, people, "three goats on a red bridge").await.unwrap();
    let left: Result<(PostId,), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            let (post,) =
                tx.one("SELECT post_id FROM post WHERE org_id = $1 AND first_responsible = 1", &[org.into()])?;
            let args: &[db::Arg] = db::args![org, post];
            tx.exec("UPDATE holder SET to_day = '2026-03-01' WHERE org_id = $1 AND post_id = $2", args)?;
            Ok((post,))
        })
        .await;
    let (post,) = left.unwrap();
    let wanted =
        access::Appointment { org, post, login: "new".to_owned(), from: day("2026-03-01"), to: day("2027-03-01") };
    access::appoint(&operator, wanted, "").await.unwrap();
}

fn aim(text: &str, weight: i64) -> TargetDraft {
    TargetDraft {
        project: "组织建设".to_owned(),
        text: text.to_owned(),
        kind: target::Kind::Metric,
        measure: "完成率".to_owned(),
        value: "100%".to_owned(),
        weight,
        assessment: "查阅台账".to_owned(),
        deduction: "每少一项扣 1 分".to_owned(),
        ..TargetDraft::default()
    }
}

/// The first county issues letters of a year to its townships.
pub(crate) async fn letters(kit: &Kit, year: i64) -> IssueId {
    let cx = kit.cx("n1", Role::Clerk);
    let draft = IssueDraft {
        year,
        title: format!("{year} 年党建责任书"),
        domain: String::new(),
        level: String::new(),
        audience: below(kit, "n1", "township"),
        from: day(&format!("{year}-01-01")),
        until: day(&format!("{year}-12-31")),
        upper: None,
        targets: vec![aim("按期换届", 605), aim("开好组织生活会", 395)],
        cuts: Vec::new(),
    };
    let id = target::create(&cx, "", draft).await.unwrap();
    target::issue(&cx, "", id, 1).await.unwrap();
    id
}

/// A township's secretary signs its letter.
pub(crate) async fn signs(kit: &Kit, org: &str, issue: IssueId) {
    let cx = kit.cx(org, Role::Secretary);
    let key = target::Key { org: kit.org(org), issue };
    let found = target::letter(&cx, key, None).await.unwrap();
    let seen = target::Seen { key, rev: found.row.rev, version: found.row.version };
    target::sign(&cx, "", proof(&cx), seen).await.unwrap();
}

fn item(text: &str, due: &str) -> ItemDraft {
    ItemDraft {
        text: text.to_owned(),
        requirement: String::new(),
        basis: "框架 2.3".to_owned(),
        ground: Ground::default(),
        due_day: day(due),
        form: Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    }
}

/// `by` sends these items, each with its day, to one level below it.
pub(crate) async fn sent(kit: &Kit, by: &str, level: &str, items: &[(&str, &str)]) {
    let cx = kit.cx(by, Role::Clerk);
    let draft = ListDraft {
        month: MONTH,
        title: "十一月交办".to_owned(),
        urgent: true,
        approval: "县委组织部副部长".to_owned(),
        audience: below(kit, by, level),
        items: items.iter().map(|(text, due)| item(text, due)).collect(),
    };
    let id = task_list::create(&cx, "", draft).await.unwrap();
    task_list::send(&cx, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
}

/// The assignment of an organisation with this text, as it stands.
pub(crate) async fn seen(kit: &Kit, org: &str, text: &str) -> Seen {
    let cards = task_list::my_month(&kit.cx(org, Role::Clerk), MONTH).await.unwrap();
    let card = cards.into_iter().find(|c| c.item.text == text).unwrap();
    Seen { key: Key { ..card.key }, version: card.version }
}

/// The township holds a meeting and decides something to be done by that day.
pub(crate) async fn decided(kit: &Kit, org: &str, text: &str, due: &str) -> MeetingId {
    let cx = kit.cx(org, Role::Secretary);
    let plan = meeting::Plan {
        title: "党建工作例会".to_owned(),
        start: meeting::Clock(9 * 60),
        lasts: 90,
        place: "二楼".to_owned(),
        invited: meeting::Invited { audience: below(kit, org, "village"), ..meeting::Invited::default() },
    };
    let id = meeting::call(&cx, "", plan, kit.house.today()).await.unwrap();
    let version = meeting::meeting(&cx, kit.org(org), id).await.unwrap().row.version;
    meeting::hold(&cx, "", id, version).await.unwrap();
    let draft = meeting::DecisionDraft {
        text: text.to_owned(),
        audience: below(kit, org, "village"),
        who: String::new(),
        due_day: day(due),
        basis: String::new(),
        ground: Ground::default(),
    };
    meeting::decide(&cx, "", id, draft).await.unwrap();
    id
}

/// The county's plan has a milestone of this year that the township answers for.
pub(crate) async fn milestone(kit: &Kit) {
    let cx = kit.cx("n1", Role::Clerk);
    let about = document::About::new(document::Kind::FiveYearPlan, "示例规划");
    let text = "一、主要目标\n（一）村级活动场所全部达标。".to_owned();
    let document = document::enter(&cx, "", about, document::Source::Text(text)).await.unwrap();
    document::publish(&cx, "", document, 1, day("2026-01-01")).await.unwrap();
    let plan = plan::open(&cx, "", document, (2026, 2030)).await.unwrap();
    let org = kit.org("n1");
    let clause: Result<(kernel::ClauseId,), db::DbFault> =
        kit.house.db.read(move |tx| tx.one("SELECT MAX(clause_id) FROM clause WHERE org_id = $1", &[org.into()])).await;
    let draft = MilestoneDraft {
        year: 2026,
        owner: kit.org("n1/t1"),
        clause: clause.unwrap().0,
        text: "活动场所达标村占比".to_owned(),
        measure: Measure::Number {
            counted: "达标村占比".to_owned(),
            unit: "%".to_owned(),
            sense: Sense::AtLeast,
            value: 90_000,
        },
    };
    plan::add(&cx, "", plan, draft).await.unwrap();
}

/// The township publishes this month with an open problem and then proposes to correct it.
pub(crate) async fn stated(kit: &Kit) {
    let (cx, org) = (kit.cx("n1/t1", Role::Secretary), kit.org("n1/t1"));
    let texts =
        |problems: &str| statement::Texts { self_text: "按期办结。".to_owned(), problems: problems.to_owned() };
    let publication =
        statement::Publication {
            org, month: MONTH, texts: texts("活动场所漏雨。"), version: 0, seen: String::new()
        };
    statement::publish(&cx, "", publication).await.unwrap();
    let reason = "原来写错了".to_owned();
    let proposal = statement::Proposal { org, month: MONTH, base: 1, texts: texts("活动场所仍漏雨。"), reason };
    statement::propose(&cx, "", proposal).await.unwrap();
}

/// Something of everything at the first township: an unsigned letter, an overdue item, one for which more time is
/// asked, a list of its own, a decision, a milestone, a statement, a new secretary. Today is 2026-12-01.
pub(crate) async fn house(kit: &Kit) {
    changed(kit).await;
    let issue = letters(kit, 2026).await;
    signs(kit, "n1/t2", issue).await;
    sent(kit, "n1", "township", &[("上报换届名册", "2026-11-30"), ("检修活动场所", "2026-12-20")]).await;
    sent(kit, "n1/t1", "village", &[("开好党员大会", "2026-12-10")]).await;
    let more = "施工未完".to_owned();
    let later = seen(kit, "n1/t1", "检修活动场所").await;
    task_list::ask_extension(&kit.cx("n1/t1", Role::Clerk), "", later, day("2026-12-28"), more).await.unwrap();
    decided(kit, "n1/t1", "年底前清理台账", "2026-11-28").await;
    milestone(kit).await;
    stated(kit).await;
    kit.clock.set_day("2026-12-01");
}

/// The one assignment of an organisation, so many times more: past the price that would keep anybody from sending it.
pub(crate) async fn repeated(kit: &Kit, org: &str, n: i64) {
    const ITEM: &str = "INSERT INTO item (item_id, list_id, issuer_id, month, seq, text, requirement, basis, due_day, form, photos, \
         photos_reason, minutes, asks, split_of, visible) \
         SELECT i.item_id + CAST($2 AS BIGINT), i.list_id, i.issuer_id, i.month, i.seq, i.text, i.requirement, i.basis, i.due_day, \
         i.form, i.photos, i.photos_reason, i.minutes, i.asks, i.split_of, i.visible FROM item i WHERE i.item_id = $1";
    const ASSIGNMENT: &str = "INSERT INTO assignment (org_id, month, item_id, list_id, issuer_id, path, state, due_day, late, \
         issued_at, changed_at, version) \
         SELECT a.org_id, a.month, a.item_id + CAST($3 AS BIGINT), a.list_id, a.issuer_id, a.path, a.state, a.due_day, a.late, \
         a.issued_at, a.changed_at, a.version FROM assignment a WHERE a.org_id = $1 AND a.item_id = $2";
    let org = kit.org(org);
    let done: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            let (item,): (i64,) = tx.one("SELECT MAX(item_id) FROM assignment WHERE org_id = $1", &[org.into()])?;
            for more in 1..=n {
                tx.exec(ITEM, db::args![item, more])?;
                tx.exec(ASSIGNMENT, db::args![org, item, more])?;
            }
            Ok(())
        })
        .await;
    done.unwrap();
}
