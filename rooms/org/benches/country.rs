//! The whole country's divisions from one file: 665,276 of them in five levels, with invented names, on each engine.
//!
//! `cargo bench -p org`; PostgreSQL only if `QINGDAN_TEST_PG` names a server. The limit beside the import is reading the
//! file alone: opening it and looking at every cell.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{
    fmt::Write as _,
    future::Future,
    path::Path,
    time::{Duration, Instant},
};

use org::{Deed, Doing, ImportReport};
use testkit::{EngineKind, Kit};

/// How many divisions each level of the country has, and what its names end with.
const LEVELS: [(&str, usize, &str); 5] = [
    ("province", 31, "省"),
    ("prefecture", 342, "市"),
    ("county", 2_978, "县"),
    ("township", 41_352, "镇"),
    ("village", 620_573, "村"),
];
/// Characters that names are made of.
const SYLLABLES: [char; 40] = [
    '东', '西', '南', '北', '山', '河', '川', '关', '永', '靖', '和', '政', '广', '康', '乐', '积', '石', '安', '临',
    '洮', '城', '桥', '沟', '坪', '湾', '岭', '塬', '台', '庄', '寺', '泉', '林', '桦', '柳', '松', '梅', '莲', '云',
    '月', '星',
];

/// One division of the file.
struct Row {
    code: String,
    name: String,
    parent: Option<usize>,
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("country.csv");
    let levels = country();
    std::fs::write(&file, csv(&levels)).expect("the file is written");
    let rows: usize = levels.iter().map(Vec::len).sum();
    println!("{rows} divisions in one file of {} MB", std::fs::metadata(&file).map_or(0, |m| m.len() / 1_000_000));
    let bare = Instant::now();
    let read = read_alone(&file);
    println!("  reading it alone                    {:>8.2} s ({read} cells)", bare.elapsed().as_secs_f64());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(run(EngineKind::Sqlite, &file, &levels));
    #[expect(clippy::disallowed_methods, reason = "where the server is, only the environment says")]
    if std::env::var("QINGDAN_TEST_PG").is_ok() {
        runtime.block_on(run(EngineKind::Postgres, &file, &levels));
    }
}

async fn run(engine: EngineKind, file: &Path, levels: &[Vec<Row>]) {
    forget_peak();
    let kit = Kit::empty(engine).await;
    let operator = kit.operator();
    println!("{engine:?}");
    let import = || org::import_file(&operator, file, "", None, false, false);
    let rows: usize = levels.iter().map(Vec::len).sum();
    let first: ImportReport = timed("import", import()).await.expect("the file is imported");
    assert_eq!((first.added, first.refused_total), (rows, 0), "{:?}", first.refused);
    let again = timed("the same file again", import()).await.expect("nothing is new");
    assert_eq!((again.accepted, again.unchanged), (0, rows));
    let county = &levels[2][7];
    let found = org::find(&operator, &county.code, None).await.expect("it is found");
    let place = &found.first().expect("by its code").placed.org;
    let what = Doing::Move { to: levels[1][200].code.clone() };
    let deed = Deed { org: place.id, what, day: None, note: String::new(), version: None };
    let moved = timed("a county moves, with all below", org::change(&operator, "", deed)).await.expect("it moves");
    assert_eq!(moved.org, place.id);
    let wrong = timed("check of the tree", org::check(&operator)).await.expect("it is looked through");
    assert!(wrong.is_empty(), "{wrong:?}");
    let village = &levels[4][450_000];
    let town = &levels[3][village.parent.expect("every village has a township")];
    let path = format!("{}/{}", town.name, village.name);
    let named = timed("search by a path of names", org::find(&operator, &path, None)).await.expect("it is looked for");
    // Invented names repeat: somewhere there is a village of that name in a town of that name.
    assert!(named.iter().any(|found| found.placed.org.name == village.name), "{path} is found");
    println!("  found {} by {path}; peak memory {} MB", named.len(), peak_mb());
}

async fn timed<T>(what: &str, work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let done = work.await;
    let took: Duration = begun.elapsed();
    println!("  {what:<35} {:>8.2} s", took.as_secs_f64());
    done
}

/// The country: every division under the one of the level above that its turn gives it, so that all have about as many.
fn country() -> Vec<Vec<Row>> {
    let mut levels: Vec<Vec<Row>> = Vec::new();
    for (depth, (_, count, end)) in LEVELS.into_iter().enumerate() {
        let above = levels.last();
        let rows = (0..count).map(|n| match above {
            None => Row { code: format!("{}", 11 + n), name: name(n, depth, end), parent: None },
            Some(above) => {
                let (parent, nth) = (n % above.len(), n / above.len());
                let code = format!("{}{:03}", above[parent].code, nth + 1);
                Row { code, name: name(nth, parent, end), parent: Some(parent) }
            }
        });
        levels.push(rows.collect());
    }
    levels
}

/// A name that no sibling has: the two characters are the number of the child, turned by its superior's.
fn name(nth: usize, turn: usize, end: &str) -> String {
    let one = |n: usize| SYLLABLES[(n + turn) % SYLLABLES.len()];
    format!("{}{}{end}", one(nth), one(nth / SYLLABLES.len() + turn / SYLLABLES.len()))
}

fn csv(levels: &[Vec<Row>]) -> String {
    let mut out = String::from("code,name,level,parent_code,kind\n");
    for (depth, rows) in levels.iter().enumerate() {
        for row in rows {
            let parent = row.parent.map_or("", |p| levels[depth - 1][p].code.as_str());
            writeln!(out, "{},{},{},{parent},", row.code, row.name, LEVELS[depth].0).expect("text grows");
        }
    }
    out
}

fn read_alone(file: &Path) -> usize {
    let mut table = office::Table::open(file, office::Limits::default()).expect("a table");
    table.rows().expect("a sheet").map(|row| row.expect("a row").values().len()).sum()
}

/// The most memory this process has had since the last [`forget_peak`], in MB.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").ok();
}
