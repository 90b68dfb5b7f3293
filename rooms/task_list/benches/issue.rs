//! What issuing costs beside the bare statements, on each engine: 20 items to 4,316 organisations; what a
//! superior's overview costs over a year of them; what single steps cost. Medians of five.
//!
//! `cargo bench -p task_list`; PostgreSQL only if `QINGDAN_TEST_PG` names a server.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::BTreeMap;
use std::time::Instant;

use cx::{Actor, Cx, Seat};
use db::args;
use kernel::{AccountId, Day, ItemId, ListId, Month, OrgId, OrgPath, PostId, Role};
use task_list::{Audience, Choice, Form, ItemDraft, Key, ListDraft, ReportInput, Seen};
use testkit::{EngineKind, Kit};

/// Organisations of the prefecture in the seed document.
const ORGS: i64 = 4_316;
const COUNTIES: i64 = 8;
const TOWNS_EACH: i64 = 16;
const ITEMS: usize = 20;
const ROUNDS: usize = 5;

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(run(EngineKind::Sqlite));
    #[expect(clippy::disallowed_methods, reason = "where the server is, only the environment says")]
    if std::env::var("QINGDAN_TEST_PG").is_ok() {
        runtime.block_on(run(EngineKind::Postgres));
    }
}

async fn run(engine: EngineKind) {
    let kit = Kit::empty(engine).await;
    let orgs = plant(&kit).await;
    println!("{engine:?}: {} organisations, {ITEMS} items", orgs.len());
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let month = Month(202_501 + i64::try_from(round).expect("small"));
        bare.push(bare_inserts(&kit, month).await);
        whole.push(issue(&kit, &orgs[0], month).await);
    }
    let (bare, whole) = (median(bare), median(whole));
    println!("  bare INSERT … SELECT of the same rows      {bare:>9} µs");
    println!(
        "  issue, from request to commit              {whole:>9} µs  = {}.{:02} × bare",
        whole / bare,
        whole * 100 / bare % 100
    );
    for n in 5..12 {
        issue(&kit, &orgs[0], Month(202_501 + n)).await;
    }
    overviews(&kit, &orgs).await;
    steps(&kit, &orgs).await;
}

/// One place of the invented prefecture.
struct Place {
    id: OrgId,
    path: OrgPath,
}

/// Path, level, and the superior's place in the list.
type Planned = (OrgPath, &'static str, Option<usize>);

/// A prefecture of 8 counties with 16 townships each; the rest are offices below the townships. The budget
/// protects villages and would refuse twenty items a month, so that the leaves here are none.
fn planned() -> Vec<Planned> {
    let child = |path: &OrgPath, n: i64| path.child(n).expect("few children");
    let root = child(&OrgPath::everything(), 1);
    let mut places: Vec<Planned> = vec![(root.clone(), "prefecture", None)];
    places.extend((1..=COUNTIES).map(|county| (child(&root, county), "county", Some(0))));
    for county in 1..=usize::try_from(COUNTIES).expect("small") {
        for town in 1..=TOWNS_EACH {
            places.push((child(&places[county].0, town), "township", Some(county)));
        }
    }
    let (first_town, towns) = (1 + COUNTIES, COUNTIES * TOWNS_EACH);
    for n in 0..ORGS - first_town - towns {
        let town = usize::try_from(first_town + n % towns).expect("small");
        places.push((child(&places[town].0, 1 + n / towns), "office", Some(town)));
    }
    places
}

const ORG: [&str; 16] = [
    "org_id",
    "parent_id",
    "path",
    "depth",
    "level",
    "kind",
    "division_kind",
    "domain",
    "name",
    "code",
    "search",
    "sort_key",
    "since_day",
    "until_day",
    "next_child",
    "version",
];
const HISTORY: [&str; 15] = [
    "org_id",
    "from_day",
    "to_day",
    "op",
    "parent_id",
    "path",
    "depth",
    "level",
    "kind",
    "division_kind",
    "domain",
    "name",
    "code",
    "sort_key",
    "note",
];

async fn plant(kit: &Kit) -> Vec<Place> {
    let places = planned();
    let id = |n: usize| 1_000_000 + i64::try_from(n).expect("small");
    let (mut today, mut past) = (Vec::new(), Vec::new());
    for (n, (path, level, parent)) in places.iter().enumerate() {
        let (since, depth) = (Day::new(2016, 6, 30).expect("a day"), i64::try_from(path.depth()).expect("small"));
        let (org, parent, name) = (id(n), parent.map(id), format!("组织{n}"));
        let until = Day::FOREVER;
        today.push(
            args![
                org,
                parent,
                path,
                depth,
                *level,
                "committee",
                *level,
                "township",
                &name,
                &name,
                &name,
                &name,
                since,
                until,
                1_i64,
                1_i64
            ]
            .to_vec(),
        );
        past.push(
            args![
                org,
                since,
                until,
                "add",
                parent,
                path,
                depth,
                *level,
                "committee",
                *level,
                "township",
                &name,
                &name,
                &name,
                ""
            ]
            .to_vec(),
        );
    }
    let write = move |tx: &mut db::Tx<'_>| {
        tx.insert_many("org", &ORG, today.clone())?;
        tx.insert_many("org_history", &HISTORY, past.clone())
    };
    kit.house.db.write::<u64, db::DbFault>(write).await.expect("the tree is planted");
    places.into_iter().enumerate().map(|(n, (path, ..))| Place { id: OrgId::new(id(n)), path }).collect()
}

fn cx(kit: &Kit, place: &Place) -> Cx {
    let seat = Seat {
        post: PostId::new(place.id.raw() + 1),
        title: "经办人".to_owned(),
        role: Role::Clerk,
        org: place.id,
        org_name: String::new(),
        path: place.path.clone(),
        leads: true,
    };
    let actor = Actor { account: AccountId::new(place.id.raw() + 2), name: String::new(), seat };
    Cx::new(kit.house.clone(), actor, "web", "bench".to_owned())
}

/// A list of the root to everybody, written but not sent.
async fn written(kit: &Kit, root: &Place, month: Month) -> ListId {
    let due = kit.house.today().plus(20);
    let item = |n: usize| ItemDraft {
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
    let everybody = Choice { under: root.id, levels: Vec::new(), domains: Vec::new(), tags: Vec::new() };
    let draft = ListDraft {
        month,
        title: "交办单".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: Audience { clauses: vec![everybody], named: Vec::new(), include_self: true },
        items: (1..=ITEMS).map(item).collect(),
    };
    task_list::create(&cx(kit, root), "", draft).await.expect("a draft is written")
}

/// The whole action; answers microseconds.
async fn issue(kit: &Kit, root: &Place, month: Month) -> u128 {
    let id = written(kit, root, month).await;
    let started = Instant::now();
    let sent = task_list::send(&cx(kit, root), "", id, 1, i64::MAX).await.expect("the list is sent");
    let took = started.elapsed().as_micros();
    assert_eq!(sent.assignments, ORGS * i64::try_from(ITEMS).expect("small"));
    took
}

/// The same rows by nothing but the statements themselves, rolled forward to a durable commit; taken away
/// again afterwards.
async fn bare_inserts(kit: &Kit, month: Month) -> u128 {
    let first = 9_000_000_000_i64 + month.0 * 100;
    let due = kit.house.today().plus(20);
    let prepared: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            for n in 0..i64::try_from(ITEMS).expect("small") {
                tx.exec(
                    "INSERT INTO item (item_id, list_id, issuer_id, month, seq, text, requirement, basis, due_day, form, photos, \
                     photos_reason, minutes, asks, visible) VALUES ($1, $2, 1000000, $3, $4, '', '', '', $5, '{}', 0, '', 10, 0, 0)",
                    args![first + n, first, month, n, due],
                )?;
            }
            Ok(())
        })
        .await;
    prepared.expect("items");
    let started = Instant::now();
    let inserted: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            tx.exec(
                "INSERT INTO assignment (org_id, month, item_id, list_id, issuer_id, path, state, due_day, late, issued_at, changed_at, version) \
                 SELECT o.org_id, i.month, i.item_id, i.list_id, i.issuer_id, o.path, CAST(1 AS BIGINT), i.due_day, CAST(0 AS BIGINT), \
                 CAST(1 AS BIGINT), CAST(1 AS BIGINT), CAST(1 AS BIGINT) FROM org o CROSS JOIN item i WHERE i.list_id = $1",
                args![first],
            )?;
            tx.exec(
                "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, by_org_id, by_post_id, by_account_id, reason, detail) \
                 SELECT o.org_id, i.month, i.item_id, CAST(0 AS BIGINT), 'issued', CAST(1 AS BIGINT), CAST(1 AS BIGINT), CAST(1 AS BIGINT), \
                 CAST(1 AS BIGINT), '', '{}' FROM org o CROSS JOIN item i WHERE i.list_id = $1",
                args![first],
            )?;
            Ok(())
        })
        .await;
    inserted.expect("rows");
    let took = started.elapsed().as_micros();
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
async fn overviews(kit: &Kit, orgs: &[Place]) {
    for (name, place) in [("the prefecture", &orgs[0]), ("a county", &orgs[1])] {
        let cx = cx(kit, place);
        let mut took = Vec::new();
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let found = task_list::overview(&cx, (Month(202_501), Month(202_512)), None).await.expect("an overview");
            took.push(started.elapsed().as_micros());
            assert!(!found.children.is_empty());
        }
        println!("  overview of {name:<15} over 12 months      {:>9} µs", median(took));
    }
    let township = &orgs[usize::try_from(1 + COUNTIES).expect("small")];
    for (name, place) in [("the prefecture", &orgs[0]), ("a township", township)] {
        let mut took = Vec::new();
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
            let started = Instant::now();
            task_list::board(&cx(kit, place), query, kernel::Page::default()).await.expect("a board");
            took.push(started.elapsed().as_micros());
        }
        println!("  board of {name:<15} 50 organisations       {:>9} µs", median(took));
    }
}

/// One village after another, one step at a time, as they come in at the end of a month.
async fn steps(kit: &Kit, orgs: &[Place]) {
    let month = Month(202_512);
    let first = usize::try_from(1 + COUNTIES + COUNTIES * TOWNS_EACH).expect("small");
    let mut took: BTreeMap<&str, Vec<u128>> = BTreeMap::new();
    for place in &orgs[first..first + 40] {
        let own = cx(kit, place);
        let card = task_list::my_month(&own, month).await.expect("a month").remove(0);
        let key: Key = card.key;
        let item: ItemId = key.item;
        assert!(item.raw() > 0);
        let started = Instant::now();
        task_list::sign(&own, "", vec![Seen { key, version: 1 }]).await.expect("signed");
        took.entry("sign").or_default().push(started.elapsed().as_micros());
        let report = ReportInput {
            answers: BTreeMap::new(),
            note: "已办".to_owned(),
            happened_on: kit.house.today(),
            photos: Vec::new(),
        };
        let started = Instant::now();
        task_list::report(&own, "", Seen { key, version: 2 }, report).await.expect("reported");
        took.entry("report").or_default().push(started.elapsed().as_micros());
        let root = cx(kit, &orgs[0]);
        let started = Instant::now();
        task_list::verify_many(&root, "", vec![Seen { key, version: 3 }]).await.expect("verified");
        took.entry("verify").or_default().push(started.elapsed().as_micros());
    }
    for (name, times) in took {
        println!("  {name:<8} one assignment, 3 superiors above     {:>9} µs", median(times));
    }
}

fn median(mut times: Vec<u128>) -> u128 {
    times.sort_unstable();
    times[times.len() / 2]
}
