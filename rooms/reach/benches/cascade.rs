//! What it costs to see where a target went that all 4,316 organisations carry, on each engine: through letters of 20
//! targets signed level by level, and an item of the month resting on it. The limit of what the page shows is its rows
//! read and dropped: the tree, the letters, the assignments. Medians of five.
//!
//! `cargo bench -p reach --bench cascade`; PostgreSQL only if `QINGDAN_TEST_PG` names a server.

use std::time::{Duration, Instant};

use db::args;
use kernel::{IssueId, Month, OrgId, OrgPath, Role, TargetId};
use org::{Audience, Choice};
use target::{IssueDraft, Key, Seen, Source, TargetDraft, Upper, Which};
use task_list::{Ground, ItemDraft, ListDraft};
use testkit::measure::{Beside, ROUNDS, median, on_every_engine, rate, settle, timed, told};
use testkit::{Client, Kit, ORGS, Place, Prefecture};

const TARGETS: i64 = 20;
const YEAR: i64 = 2026;
const MONTH: Month = Month(202_611);
/// How long a page may take.
const AIM: Duration = Duration::from_millis(300);
const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");

fn main() {
    on_every_engine("A target that 4,316 organisations carry: the page of where it went", run);
}

async fn run(kit: Kit) {
    let all = Prefecture::new("village");
    kit.plant(&all).await;
    let from = Instant::now();
    let target = letters(&kit, &all).await;
    rate("letters of 20 targets issued, signed and countersigned", ORGS, from.elapsed());
    item_for_everybody(&kit, all.head(), target).await;
    settle(&kit).await;
    let limit = bare_rows(&kit, target).await;
    let (head, county) = (all.head().actor(Role::Secretary), all.counties()[0].actor(Role::Secretary));
    let (cx, mut times) = (kit.cx_of(head.clone()), Vec::new());
    for _ in 0..ROUNDS {
        let (took, found) = timed(reach::cascade(&cx, target, None)).await;
        let found = found.expect("the target is known");
        assert_eq!((found.head.reach.arrived, found.head.reach.of), (4_177, 4_177), "it arrived in every village");
        times.push(took);
    }
    told("what the page shows, without the page", median(times), &[Beside::Limit(limit)]);
    let words = [KIT_WORDS, org::WORDS, task_list::WORDS, target::WORDS, reach::WORDS];
    let client = kit.client(&reach::routes(), &words);
    let (head, county) = (kit.log_in_as(&client, &head).await, kit.log_in_as(&client, &county).await);
    let under = format!("/targets/{target}?under={}", all.townships()[0].id);
    page("the page: session, picture, rows of 8 counties", &head, &format!("/targets/{target}")).await;
    page("the page with the rows of a township's villages", &head, &under).await;
    page("the page as a county sees it", &county, &format!("/targets/{target}")).await;
    page("how far each of the year's 20 targets reached", &head, &format!("/reach?year={YEAR}")).await;
}

async fn page(what: &str, client: &Client, address: &str) {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let (took, reply) = timed(client.get(address)).await;
        assert!(reply.expect(200).body.contains("/targets/"));
        times.push(took);
    }
    told(what, median(times), &[Beside::Aim(AIM)]);
}

/// The rows of which the picture is made, read and dropped: what no page of it can be faster than.
async fn bare_rows(kit: &Kit, target: TargetId) -> Duration {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let read = kit.house.db.read(move |tx| -> Result<usize, db::DbFault> {
            let orgs: Vec<(OrgId, OrgPath, String, String)> =
                tx.all("SELECT o.org_id, o.path, o.name, o.level FROM org o ORDER BY o.path", &[])?;
            let letters: Vec<(OrgId, i64)> =
                tx.all("SELECT l.org_id, l.state FROM letter l WHERE l.year = $1", args![YEAR])?;
            let items: Vec<(OrgId, i64)> =
                tx.all("SELECT a.org_id, a.state FROM assignment a WHERE a.target_id = $1", args![target])?;
            Ok(orgs.len() + letters.len() + items.len())
        });
        let (took, rows) = timed(read).await;
        assert_eq!(rows.expect("rows"), 3 * ORGS + 1);
        times.push(took);
    }
    median(times)
}

/// Letters from the prefecture to its counties, from these to their townships, from these to their villages, each in
/// force before the next; answers the first target of the prefecture.
async fn letters(kit: &Kit, all: &Prefecture) -> TargetId {
    let head = all.head();
    let secretary = kit.cx_of(head.actor(Role::Secretary));
    let today = kit.house.today();
    target::set_villages(&secretary, "", today, true, "全部签订到村".to_owned()).await.expect("villages get letters");
    let draft = IssueDraft {
        year: YEAR,
        title: "党建工作目标责任书".to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: everybody(head, &["county"]),
        from: "2026-01-01".parse().expect("a day"),
        until: "2026-12-31".parse().expect("a day"),
        upper: None,
        targets: (1..=TARGETS).map(aim).collect(),
        cuts: Vec::new(),
    };
    let top = target::create(&kit.cx_of(head.actor(Role::Clerk)), "", draft).await.expect("a draft is written");
    in_force(kit, head, top, all.counties()).await;
    for (above, below) in [(all.counties(), all.townships()), (all.townships(), all.lowest())] {
        for issuer in above {
            let upper = Upper { org: issuer.above[0], issue: newest(kit, issuer.above[0]).await };
            let clerk = kit.cx_of(issuer.actor(Role::Clerk));
            let begun = target::begin(&clerk, "", YEAR, "目标责任书".to_owned(), Source::Above(upper)).await;
            let theirs: Vec<Place> = below.iter().filter(|p| p.above[0] == issuer.id).cloned().collect();
            in_force(kit, issuer, begun.expect("a draft is begun"), &theirs).await;
        }
    }
    let (cx, own) = (kit.cx_of(head.actor(Role::Clerk)), head.id);
    let set = cx.read(move |tx| target::carried_in(tx, own, YEAR)).await.expect("the targets are known");
    set.first().expect("twenty targets").target
}

fn aim(n: i64) -> TargetDraft {
    TargetDraft {
        project: "组织建设".to_owned(),
        text: format!("第 {n} 项重点工作按期完成"),
        kind: target::Kind::Metric,
        measure: "完成率".to_owned(),
        value: "100%".to_owned(),
        weight: 1_000 / TARGETS,
        assessment: "查阅台账".to_owned(),
        deduction: "每少一项扣 1 分".to_owned(),
        ..TargetDraft::default()
    }
}

fn everybody(under: &Place, levels: &[&str]) -> Audience {
    let levels = levels.iter().map(|l| (*l).to_owned()).collect();
    let choice = Choice { under: under.id, levels, domains: Vec::new(), tags: Vec::new() };
    Audience { clauses: vec![choice], named: Vec::new(), include_self: false }
}

/// The one issue of an organisation.
async fn newest(kit: &Kit, org: OrgId) -> IssueId {
    let read = kit.house.db.read(move |tx| -> Result<IssueId, db::DbFault> {
        let (id,) =
            tx.one("SELECT i.issue_id FROM letter_issue i WHERE i.org_id = $1 AND i.year = $2", args![org, YEAR])?;
        Ok(id)
    });
    read.await.expect("an issue")
}

/// Issues a draft; every recipient signs and the issuer countersigns.
async fn in_force(kit: &Kit, issuer: &Place, issue: IssueId, recipients: &[Place]) {
    let clerk = kit.cx_of(issuer.actor(Role::Clerk));
    let issued = target::issue(&clerk, "", issue, 1).await.expect("the letters are issued");
    assert_eq!(usize::try_from(issued.letters), Ok(recipients.len()));
    let proof =
        |cx: &cx::Cx| account::Proof::of_session(&cx::session::Caller::proved(cx.actor().clone(), cx.house().now()));
    for place in recipients {
        let cx = kit.cx_of(place.actor(Role::Secretary));
        let seen = Seen { key: Key { org: place.id, issue }, rev: 1, version: 1 };
        target::sign(&cx, "", proof(&cx), seen).await.expect("signed");
    }
    let cx = kit.cx_of(issuer.actor(Role::Secretary));
    let which = Which::SignedBy(kit.house.now());
    target::countersign(&cx, "", proof(&cx), issue, which).await.expect("countersigned");
}

/// An item of the month that rests on the target, for everybody.
async fn item_for_everybody(kit: &Kit, head: &Place, on: TargetId) {
    let cx = kit.cx_of(head.actor(Role::Clerk));
    let item = ItemDraft {
        text: "开好换届大会".to_owned(),
        requirement: String::new(),
        basis: String::new(),
        ground: Ground { clause: None, target: Some(on), words: String::new() },
        due_day: kit.house.today().plus(20),
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
        audience: everybody(head, &[]),
        items: vec![item],
    };
    let id = task_list::create(&cx, "", draft).await.expect("a draft is written");
    let sent = task_list::send(&cx, "", id, 1, task_list::AT_ONCE_MOST).await.expect("the list is sent");
    assert_eq!(usize::try_from(sent.assignments), Ok(ORGS));
}
