//! What is near due is counted without looking at every row, and counts exactly the rows that show it.

use kernel::{Page, Role};
use task_list::{BoardQuery, Light, ListDraft, Seen, board, near_due, report, sign};
use testkit::Kit;

use crate::support::{MONTH, draft, item, seen, sent, told};

/// The same counted row by row from the board.
async fn shown(kit: &Kit, org: &str) -> i64 {
    let query = BoardQuery {
        month: MONTH,
        under: None,
        state: None,
        light: None,
        item: None,
        q: String::new(),
        silent_first: false,
    };
    let found = board(&kit.cx(org, Role::Clerk), query, Page::new(None, Some(200))).await.unwrap();
    let lit = found.rows.items.iter().flat_map(|row| &row.cells).flatten().filter(|c| c.light == Some(Light::Blue));
    i64::try_from(lit.count()).unwrap()
}

testkit::both_engines! {
    async fn near_due_counts_what_the_board_shows_on_every_day(kit: testkit::Kit) {
        let first = ["2026-11-30", "2026-12-02", "2026-12-04"].map(|due| item("按期的事", due)).to_vec();
        let (_, items) = sent(&kit, "n1", draft(&kit, "n1", first)).await;
        let soon = ListDraft { urgent: true, approval: "县委组织部".to_owned(), ..draft(&kit, "root", vec![item("紧急的事", "2026-11-25")]) };
        sent(&kit, "root", soon).await;
        for org in ["n1/t1/v1", "n1/t1/v2", "n1/t2/v1"] {
            let all: Vec<Seen> = vec![seen(&kit, org, items[0]).await, seen(&kit, org, items[1]).await];
            sign(&kit.cx(org, Role::Clerk), "", all).await.unwrap();
        }
        report(&kit.cx("n1/t1/v2", Role::Clerk), "", seen(&kit, "n1/t1/v2", items[0]).await, told("2026-11-23")).await.unwrap();
        let mut most = 0;
        for _ in 0..14 {
            for org in ["root", "n1", "n1/t1", "n1/t1/v1", "n2"] {
                let counted = near_due(&kit.cx(org, Role::Clerk), MONTH).await.unwrap();
                assert_eq!(counted, shown(&kit, org).await, "{org} on {}", kit.house.today());
                most = most.max(counted);
            }
            kit.clock.advance_minutes(24 * 60);
        }
        assert!(most >= 8, "the urgent item is near for all villages at once: {most}");
    }
}
