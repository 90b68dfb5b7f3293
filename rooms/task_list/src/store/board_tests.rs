//! How the board is found: narrow rows by the month's index, then the cells of the shown page by their key.

use db::DbFault;
use kernel::OrgPath;

use super::*;

/// Rows of a prefecture in two months, as many as make an index worth while.
const ORGS: i64 = 4_316;

const ASSIGNMENT: [&str; 12] = [
    "org_id",
    "month",
    "item_id",
    "list_id",
    "issuer_id",
    "path",
    "state",
    "due_day",
    "late",
    "issued_at",
    "changed_at",
    "version",
];

async fn planted(kit: &testkit::Kit) {
    let columns = [
        "org_id",
        "month",
        "path",
        "owed",
        "first_due",
        "issued",
        "signed",
        "reported",
        "returned",
        "verified",
        "closed",
        "declined",
        "excused",
        "withdrawn",
    ];
    let row = |org: i64, month: i64| {
        let path = OrgPath::everything().child(1 + org / 100).and_then(|p| p.child(1 + org % 100)).unwrap();
        let head = args![org, month, &path, org % 20, "2026-12-04"].to_vec();
        head.into_iter().chain(std::iter::repeat_n(Arg::Int(1), 9)).collect::<Vec<Arg>>()
    };
    let mut assignments = Vec::new();
    let done: Result<(), DbFault> = kit
        .house
        .db
        .write(move |tx| {
            for month in [202_610, 202_611, 202_612] {
                tx.insert_many("standing", &columns, (0..ORGS).map(|org| row(org, month)))?;
            }
            // Some assignments, too: enough for PostgreSQL to weigh its indexes.
            for n in 0..ORGS {
                let (item, month) = (n % 10, 202_610 + n % 3);
                let row = args![
                    n / 10,
                    month,
                    item,
                    1_i64,
                    1_i64,
                    "0007/0001/",
                    1_i64,
                    "2026-12-04",
                    0_i64,
                    0_i64,
                    0_i64,
                    1_i64
                ];
                assignments.push(row.to_vec());
            }
            tx.insert_many("assignment", &ASSIGNMENT, std::mem::take(&mut assignments))?;
            if tx.engine() == db::Engine::Postgres {
                tx.exec("ANALYZE standing", &[])?;
                tx.exec("ANALYZE assignment", &[])?;
            }
            Ok(())
        })
        .await;
    done.unwrap();
}

/// The plan of a statement as the engine tells it; on PostgreSQL with whole reads forbidden, for there it reads a
/// table of a test's size whole whatever indexes there are.
async fn plan(kit: &testkit::Kit, shape: Shape) -> String {
    let lines: Result<Vec<String>, DbFault> = kit
        .house
        .db
        .write(move |tx| {
            let lite = tx.engine() == db::Engine::Sqlite;
            if !lite {
                tx.exec("SET LOCAL enable_seqscan = off", &[])?;
            }
            let (explain, column) = if lite { ("EXPLAIN QUERY PLAN ", 3) } else { ("EXPLAIN ", 0) };
            let mut lines = Vec::new();
            tx.each(&format!("{explain}{}", shape.text), &shape.args, |row| {
                lines.push(row.get(column)?);
                Ok(())
            })?;
            Ok(lines)
        })
        .await;
    lines.unwrap().join("\n")
}

fn filter() -> BoardFilter {
    BoardFilter {
        month: Month(202_611),
        range: OrgPath::everything().child(7).unwrap().range(),
        state: None,
        item: None,
        q: String::new(),
        owing: false,
        overdue_on: None,
        silent_first: true,
    }
}

fn page(filter: &BoardFilter) -> Shape {
    let mut shape = filtered(filter);
    shape.push(order(filter)).with(" LIMIT {}", [Arg::Int(51)]);
    shape
}

testkit::both_engines! {
    async fn a_page_ranks_the_narrow_rows_of_its_month_and_branch_and_no_assignment(kit: testkit::Kit) {
        planted(&kit).await;
        let today: Day = "2026-12-05".parse().unwrap();
        for asked in [
            filter(),
            BoardFilter { silent_first: false, ..filter() },
            BoardFilter { state: Some(State::Declined), ..filter() },
            BoardFilter { owing: true, overdue_on: Some(today), ..filter() },
        ] {
            let told = plan(&kit, page(&asked)).await;
            let by_index = ["INDEX standing_board (month=? AND path>? AND path<?)", "((month = '202611'::bigint) AND (path >= "];
            assert!(told.contains("standing_board") && by_index.iter().any(|i| told.contains(i)), "{asked:?}: {told}");
            assert!(!told.contains("assignment"), "{asked:?}: {told}");
        }
    }

    async fn the_cells_of_a_page_are_found_by_the_key_of_the_assignments(kit: testkit::Kit) {
        planted(&kit).await;
        let mut shape = Shape::new(CELLS, args![Month(202_611)]);
        shape.push(" AND a.org_id IN ").list((0..4_i64).map(Arg::from));
        let told = plan(&kit, shape).await;
        let by_key = ["SEARCH a USING PRIMARY KEY (org_id=? AND month=?)", "assignment_pkey"];
        assert!(by_key.iter().any(|k| told.contains(k)), "{told}");
    }
}

/// On PostgreSQL the numbers decide; SQLite has none, and takes the statement at its word.
#[test]
fn sqlite_goes_through_the_narrow_rows_also_for_one_item_or_a_name() {
    testkit::run(testkit::EngineKind::Sqlite, async |kit| {
        let of_item = BoardFilter { item: Some(ItemId::new(5)), ..filter() };
        let named = BoardFilter { q: "村".to_owned(), ..filter() };
        for (asked, then) in [
            (of_item, "SEARCH a USING PRIMARY KEY (org_id=? AND month=? AND item_id=?)"),
            (named, "SEARCH o EXISTS USING INTEGER PRIMARY KEY (rowid=?)"),
        ] {
            let told = plan(&kit, page(&asked)).await;
            let first = told.find("INDEX standing_board (month=? AND path>? AND path<?)");
            assert!(first.is_some() && first < told.find(then), "{told}");
        }
    });
}
