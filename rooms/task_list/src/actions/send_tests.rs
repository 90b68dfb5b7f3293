//! A list in parts: whole or not at all, whatever interrupts it.

use kernel::{Month, Page, Role};

use super::*;
use crate::actions::board::{AssignmentQuery, assignments};
use crate::actions::lists::list;
use crate::actions::my_month::my_month;
use crate::actions::overview::overview;
use crate::actions::upkeep::check;
use crate::rules::{Choice, Form, ItemDraft};

const MONTH: Month = Month(202_611);

fn item(text: &str) -> ItemDraft {
    ItemDraft {
        text: text.to_owned(),
        requirement: String::new(),
        basis: String::new(),
        ground: crate::rules::Ground::default(),
        due_day: "2026-12-04".parse().unwrap(),
        form: Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    }
}

/// Three items from the root to everybody below.
fn to_everybody(kit: &testkit::Kit) -> ListDraft {
    let everybody = Choice { under: kit.org("root"), levels: vec![], domains: vec![], tags: vec![] };
    ListDraft {
        month: MONTH,
        title: "大单".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: Audience { clauses: vec![everybody], named: vec![], include_self: false },
        items: vec![item("甲"), item("乙"), item("丙")],
    }
}

/// A list of three items from the root to everybody, begun with so small a threshold that it goes in parts.
async fn begun(kit: &testkit::Kit) -> ListId {
    let cx = kit.cx("root", Role::Clerk);
    let id = draft::create(&cx, "", to_everybody(kit)).await.unwrap();
    let sent = begin(&cx, "", id, 1, 10).await.unwrap();
    assert!(sent.in_parts && sent.orgs == 14 && sent.assignments == 42);
    id
}

/// How much everybody sees: cards of a village, rows of a township, the root's total.
async fn visible(kit: &testkit::Kit) -> (usize, usize, i64) {
    let cards = my_month(&kit.cx("n1/t1/v1", Role::Clerk), MONTH).await.unwrap().len();
    let query = AssignmentQuery { month: MONTH, under: None, states: Default::default(), item: None };
    let rows = assignments(&kit.cx("n1/t1", Role::Clerk), query, Page::default()).await.unwrap().items.len();
    let total = overview(&kit.cx("root", Role::Clerk), (MONTH, MONTH), None).await.unwrap().total.total();
    (cards, rows, total)
}

/// This many villages more below the first county's second township.
async fn more_villages(kit: &testkit::Kit, many: i64) {
    let (town, place) = (kit.org("n1/t2"), kit.path("n1/t2"));
    let done: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            for n in 1..=many {
                let (path, name) = (place.child(100 + n).unwrap(), format!("增设村{n}"));
                for sql in [VILLAGE, ITS_HISTORY] {
                    tx.exec(sql, db::args![90_000 + n, town, &path, &name])?;
                }
            }
            Ok(())
        })
        .await;
    done.unwrap();
}

const VILLAGE: &str = "INSERT INTO org (org_id, parent_id, path, depth, level, kind, division_kind, domain, name, code, search, \
     sort_key, since_day, until_day, next_child, version) VALUES ($1, $2, $3, 4, 'village', 'committee', 'village', 'village', \
     $4, $4, $4, $4, '2016-06-30', '9999-12-31', 1, 1)";
const ITS_HISTORY: &str = "INSERT INTO org_history (org_id, from_day, to_day, op, parent_id, path, depth, level, kind, \
     division_kind, domain, name, code, sort_key, note) VALUES ($1, '2016-06-30', '9999-12-31', 'add', $2, $3, 4, 'village', \
     'committee', 'village', 'village', $4, $4, $4, '')";

/// What PostgreSQL knows of a table: its rows when it was last looked at, -1 if it never was.
async fn known_rows(kit: &testkit::Kit, table: &'static str) -> i64 {
    let sql = "SELECT CAST(c.reltuples AS BIGINT) FROM pg_class c WHERE c.relname = $1 AND c.relkind = 'r'";
    let found: Result<(i64,), db::DbFault> = kit.house.db.write(move |tx| tx.one(sql, db::args![table])).await;
    found.unwrap().0
}

/// A list of three items to everybody, sent at once.
async fn sent_at_once(kit: &testkit::Kit) -> Sent {
    let cx = kit.cx("root", Role::Clerk);
    let id = draft::create(&cx, "", to_everybody(kit)).await.unwrap();
    send(&cx, "", id, 1, AT_ONCE_MOST).await.unwrap()
}

testkit::both_engines! {
    async fn an_interrupted_list_is_seen_by_nobody_and_finished_at_the_next_start(kit: testkit::Kit) {
        let id = begun(&kit).await;
        assert_eq!(visible(&kit).await, (0, 0, 0));
        let parts = operator(&kit.house).read({
            let root = kit.path("root");
            move |tx| sending::pieces(tx, &root)
        }).await.unwrap();
        assert_eq!(parts.len(), 5, "two counties, and what stands before, between and behind them");
        let of_first_county = parts.iter().position(|p| *p == kit.path("n1").range()).unwrap();
        lay_out_part(&operator(&kit.house), kit.org("root"), id, parts[of_first_county].clone()).await.unwrap();
        // The power goes out here: the first county is laid out, the second is not.
        assert_eq!(visible(&kit).await, (0, 0, 0));
        assert!(check(&kit.operator()).await.unwrap().is_empty());
        let detail = list(&kit.cx("root", Role::Clerk), id).await.unwrap();
        assert_eq!((detail.list.stage, detail.list.progress.len()), (Stage::Sending, 0));
        assert_eq!(resume_sending(&kit.house).await.unwrap(), 1);
        assert_eq!(visible(&kit).await, (3, 9, 42));
        assert_eq!(resume_sending(&kit.house).await.unwrap(), 0);
        finish(&kit.house, kit.org("root"), id).await.unwrap();
        assert_eq!(visible(&kit).await, (3, 9, 42));
        assert!(check(&kit.operator()).await.unwrap().is_empty());
        let detail = list(&kit.cx("root", Role::Clerk), id).await.unwrap();
        assert_eq!((detail.list.stage, detail.list.orgs), (Stage::Sent, 14));
    }

    async fn after_many_assignments_the_engine_looks_anew_at_what_has_grown(kit: testkit::Kit) {
        let postgres = matches!(kit.house.db.engine(), db::Engine::Postgres);
        let small = sent_at_once(&kit).await;
        assert_eq!((small.assignments, small.in_parts), (42, false));
        if postgres {
            assert!(known_rows(&kit, "assignment").await <= 0, "a small list is not worth a look");
        }
        more_villages(&kit, 320).await;
        let large = sent_at_once(&kit).await;
        assert_eq!((large.assignments, large.in_parts), (1_002, false));
        if postgres {
            for (table, rows) in [("assignment", 1_044), ("assignment_step", 1_044), ("standing", 334), ("item", 6)] {
                assert_eq!(known_rows(&kit, table).await, rows, "{table}");
            }
        }
        assert!(check(&kit.operator()).await.unwrap().is_empty());
    }

    async fn two_who_finish_at_once_count_nothing_twice(kit: testkit::Kit) {
        let id = begun(&kit).await;
        let (house, org) = (kit.house.clone(), kit.org("root"));
        let tasks: Vec<_> = (0..3).map(|_| {
            let house = house.clone();
            tokio::spawn(async move { finish(&house, org, id).await })
        }).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(visible(&kit).await, (3, 9, 42));
        assert!(check(&kit.operator()).await.unwrap().is_empty());
    }

    async fn the_server_finishes_a_large_list_by_itself(kit: testkit::Kit) {
        let cx = kit.cx("root", Role::Clerk);
        let everybody = Choice { under: kit.org("root"), levels: vec![], domains: vec![], tags: vec![] };
        let draft = ListDraft {
            month: MONTH, title: "大单".to_owned(), urgent: false, approval: String::new(),
            audience: Audience { clauses: vec![everybody], named: vec![], include_self: true }, items: vec![item("甲")],
        };
        let id = draft::create(&cx, "", draft).await.unwrap();
        assert!(send(&cx, "", id, 1, 1).await.unwrap().in_parts);
        for _ in 0..200 {
            if visible(&kit).await.2 > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(visible(&kit).await, (1, 3, 15), "the issuer's own is counted, too");
        assert!(check(&kit.operator()).await.unwrap().is_empty());
    }
}
