//! What the stories share: the real files, and the tree read back as a table.

use std::{collections::BTreeMap, io::Write, path::PathBuf};

use cx::Cx;
use kernel::{Day, Page};
use org::{ImportReport, Shown};

/// One division as a file has it: name, level, superior's code, kind.
pub(crate) type Line = (String, String, String, String);

pub(crate) fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A file as a table by code.
pub(crate) fn table(name: &str) -> BTreeMap<String, Line> {
    let text = std::fs::read_to_string(data(name)).unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let c: Vec<&str> = line.split(',').collect();
            (c[0].to_owned(), (c[1].to_owned(), c[2].to_owned(), c[3].to_owned(), c[4].to_owned()))
        })
        .collect()
}

/// Everything the actor sees on a day, page by page.
pub(crate) async fn all(cx: &Cx, as_of: Option<Day>) -> Vec<Shown> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = Page::new(after, Some(200));
        let got = org::list(cx, None, String::new(), String::new(), as_of, page).await.unwrap();
        found.extend(got.items);
        match got.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}

/// The tree of a day as a table by code, without the invented tree of the test kit.
pub(crate) async fn tree(cx: &Cx, as_of: Option<Day>) -> BTreeMap<String, Line> {
    let found = all(cx, as_of).await;
    let codes: BTreeMap<_, _> = found.iter().map(|o| (o.id, o.code.clone())).collect();
    let rows = found.iter().filter(|o| !o.code.starts_with("99")).map(|o| {
        let parent = o.parent.map(|p| codes[&p].clone()).unwrap_or_default();
        (o.code.clone(), (o.name.clone(), o.level.clone(), parent, o.division_kind.clone()))
    });
    let table: BTreeMap<_, _> = rows.collect();
    assert_eq!(table.len(), found.iter().filter(|o| !o.code.starts_with("99")).count(), "a code stands twice");
    table
}

/// A file with this content.
pub(crate) fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file.flush().unwrap();
    file
}

/// Imports this content as of a day.
pub(crate) async fn import(cx: &Cx, bytes: &[u8], columns: &str, as_of: &str) -> ImportReport {
    let file = file(bytes);
    org::import_file(cx, file.path(), columns, Some(day(as_of)), false, false).await.unwrap()
}

/// Imports the edition of 2016.
pub(crate) async fn import_2016(cx: &Cx) -> ImportReport {
    org::import_file(cx, &data("linxia-divisions-2016.csv"), "", Some(day("2016-06-30")), false, false).await.unwrap()
}

/// Replays changes written as rows of `year_to,op,level,old_code,new_code,new_name,new_kind,new_parent,note`.
pub(crate) async fn replay(cx: &Cx, rows: &str) -> org::ReplayReport {
    let text = format!("year_to,op,level,old_code,new_code,new_name,new_kind,new_parent,note\n{rows}");
    let file = file(text.as_bytes());
    org::replay_file(cx, file.path(), None, false).await.unwrap()
}
