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

/// A list of three items from the root to everybody, begun with so small a threshold that it goes in parts.
async fn begun(kit: &testkit::Kit) -> ListId {
    let cx = kit.cx("root", Role::Clerk);
    let everybody = Choice { under: kit.org("root"), levels: vec![], domains: vec![], tags: vec![] };
    let draft = ListDraft {
        month: MONTH,
        title: "大单".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: Audience { clauses: vec![everybody], named: vec![], include_self: false },
        items: vec![item("甲"), item("乙"), item("丙")],
    };
    let id = draft::create(&cx, "", draft).await.unwrap();
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
