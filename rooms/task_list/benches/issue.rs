//! What issuing costs beside the same rows by one bare `INSERT … SELECT` for each table, on each engine: 20 items to 4,316 organisations; what a
//! superior's overview costs over a year of them; what single steps cost. Medians of five.
//!
//! `cargo bench -p task_list`; PostgreSQL only if `QINGDAN_TEST_PG` names a server.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use db::args;
use kernel::{ListId, Month, Role};
use task_list::{Audience, Choice, Form, ItemDraft, Key, ListDraft, ReportInput, Seen};
use testkit::measure::{Beside, ROUNDS, median, on_every_engine, timed, told};
use testkit::{Kit, ORGS, Place, Prefecture};

const ITEMS: i64 = 20;
/// How long the request may take.
const AIM: Duration = Duration::from_secs(2);
/// Steps taken one after the other.
const STEPS: usize = 40;

fn main() {
    on_every_engine("A list of 20 items to 4,316 organisations: 86,320 assignments", run);
}

async fn run(kit: Kit) {
    // The budget protects villages and would refuse twenty items a month, so that the lowest here are none.
    let all = Prefecture::new("office");
    kit.plant(&all).await;
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    for n in 0..ROUNDS {
        let month = Month(202_501 + i64::try_from(n).expect("small"));
        bare.push(bare_inserts(&kit, all.head(), month).await);
        whole.push(issue(&kit, all.head(), month).await);
    }
    told("issue, from request to commit", median(whole), &[Beside::Limit(median(bare)), Beside::Aim(AIM)]);
    for n in 5..12 {
        issue(&kit, all.head(), Month(202_501 + n)).await;
    }
    overviews(&kit, &all).await;
    steps(&kit, &all).await;
}

fn cx(kit: &Kit, place: &Place) -> cx::Cx {
    kit.cx_of(place.actor(Role::Clerk))
}

/// A list of the head to everybody below, written but not sent.
async fn written(kit: &Kit, head: &Place, month: Month) -> ListId {
    let due = kit.house.today().plus(20);
    let item = |n: i64| ItemDraft {
        text: format!("第 {n} 件事"),
        requirement: String::new(),
        basis: "第一条".to_owned(),
        ground: task_list::Ground::default(),
        due_day: due,
        form: Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    };
    let everybody = Choice { under: head.id, levels: Vec::new(), domains: Vec::new(), tags: Vec::new() };
    let draft = ListDraft {
        month,
        title: "交办单".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: Audience { clauses: vec![everybody], named: Vec::new(), include_self: false },
        items: (1..=ITEMS).map(item).collect(),
    };
    task_list::create(&cx(kit, head), "", draft).await.expect("a draft is written")
}

/// The whole action.
async fn issue(kit: &Kit, head: &Place, month: Month) -> Duration {
    let id = written(kit, head, month).await;
    let (took, sent) = timed(task_list::send(&cx(kit, head), "", id, 1, i64::MAX)).await;
    let sent = sent.expect("the list is sent");
    assert_eq!(sent.assignments, ITEMS * i64::try_from(ORGS).expect("small"));
    took
}

/// The same rows by nothing but the statements themselves, rolled forward to a durable commit; taken away
/// again afterwards.
async fn bare_inserts(kit: &Kit, head: &Place, month: Month) -> Duration {
    let (first, head) = (9_000_000_000_i64 + month.0 * 100, head.id);
    let due = kit.house.today().plus(20);
    let prepared: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            for n in 0..ITEMS {
                tx.exec(
                    "INSERT INTO item (item_id, list_id, issuer_id, month, seq, text, requirement, basis, due_day, form, photos, \
                     photos_reason, minutes, asks, visible) VALUES ($1, $2, $6, $3, $4, '', '', '', $5, '{}', 0, '', 10, 0, 0)",
                    args![first + n, first, month, n, due, head],
                )?;
            }
            Ok(())
        })
        .await;
    prepared.expect("items");
    let inserted = kit.house.db.write(move |tx| -> Result<(), db::DbFault> {
            tx.exec(
                "INSERT INTO assignment (org_id, month, item_id, list_id, issuer_id, path, state, due_day, late, issued_at, changed_at, version) \
                 SELECT o.org_id, i.month, i.item_id, i.list_id, i.issuer_id, o.path, CAST(1 AS BIGINT), i.due_day, CAST(0 AS BIGINT), \
                 CAST(1 AS BIGINT), CAST(1 AS BIGINT), CAST(1 AS BIGINT) FROM org o CROSS JOIN item i WHERE i.list_id = $1 AND o.org_id <> $2",
                args![first, head],
            )?;
            tx.exec(
                "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, by_org_id, by_post_id, by_account_id, reason, detail) \
                 SELECT o.org_id, i.month, i.item_id, CAST(0 AS BIGINT), 'issued', CAST(1 AS BIGINT), CAST(1 AS BIGINT), CAST(1 AS BIGINT), \
                 CAST(1 AS BIGINT), '', '{}' FROM org o CROSS JOIN item i WHERE i.list_id = $1 AND o.org_id <> $2",
                args![first, head],
            )?;
            Ok(())
        });
    let (took, inserted) = timed(inserted).await;
    inserted.expect("rows");
    let cleared: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            for table in ["assignment", "assignment_step"] {
                tx.exec(&format!("DELETE FROM {table} WHERE month = $1 AND item_id >= $2"), args![month, first])?;
            }
            tx.exec("DELETE FROM item WHERE list_id = $1", args![first])?;
            Ok(())
        })
        .await;
    cleared.expect("cleared");
    took
}

/// Over twelve months of 86,320 assignments each.
async fn overviews(kit: &Kit, all: &Prefecture) {
    for (name, place) in [("the prefecture", all.head()), ("a county", &all.counties()[0])] {
        let cx = cx(kit, place);
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let (took, found) = timed(task_list::overview(&cx, (Month(202_501), Month(202_512)), None)).await;
            assert!(!found.expect("an overview").children.is_empty());
            times.push(took);
        }
        told(&format!("overview of {name} over 12 months"), median(times), &[]);
    }
    for (name, place) in [("the prefecture", all.head()), ("a township", &all.townships()[0])] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let query = task_list::BoardQuery {
                month: Month(202_512),
                under: None,
                state: None,
                light: None,
                item: None,
                q: String::new(),
                silent_first: true,
            };
            let cx = cx(kit, place);
            let (took, board) = timed(task_list::board(&cx, query, kernel::Page::default())).await;
            board.expect("a board");
            times.push(took);
        }
        told(&format!("board of {name}, 50 organisations"), median(times), &[]);
    }
}

/// One village after another, one step at a time, as they come in at the end of a month.
async fn steps(kit: &Kit, all: &Prefecture) {
    let month = Month(202_512);
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    let mut note = |verb: &'static str, from: Instant| times.entry(verb).or_default().push(from.elapsed());
    for place in &all.lowest()[..STEPS] {
        let (own, head) = (cx(kit, place), cx(kit, all.head()));
        let key: Key = task_list::my_month(&own, month).await.expect("a month").remove(0).key;
        let from = Instant::now();
        task_list::sign(&own, "", vec![Seen { key, version: 1 }]).await.expect("signed");
        note("sign", from);
        let report = ReportInput {
            answers: BTreeMap::new(),
            note: "已办".to_owned(),
            happened_on: kit.house.today(),
            photos: Vec::new(),
        };
        let from = Instant::now();
        task_list::report(&own, "", Seen { key, version: 2 }, report).await.expect("reported");
        note("report", from);
        let from = Instant::now();
        task_list::verify_many(&head, "", vec![Seen { key, version: 3 }]).await.expect("verified");
        note("verify", from);
    }
    for (name, times) in times {
        told(&format!("{name} one assignment, 3 superiors above"), median(times), &[]);
    }
}
