//! The order of the rooms, and what every room has.

use toml::Table;

use super::source::Source;
use super::tree::{Tree, room_and_rest};
use super::{Finding, ROOM_ORDER};

/// The crates that may name rooms: the wiring, the stage the tests play on, and the measurements.
const MAY_NAME_ROOMS: &[&str] = &["server", "testkit", "bench"];

/// Crates for tests and benchmarks only: they are no part of the program, so they stand under `[dev-dependencies]`.
const FOR_TESTS: &[&str] = &["testkit", "browser"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for room in tree.rooms() {
        found.extend(furniture(tree, room));
    }
    for file in tree.files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        found.extend(dependencies(file));
    }
    found
}

/// A place in the order, tests, and, with a face, a list of who may do what.
fn furniture(tree: &Tree, room: &str) -> Vec<Finding> {
    let manifest = format!("rooms/{room}/Cargo.toml");
    let mut found = Vec::new();
    if !ROOM_ORDER.contains(&room) {
        let advice = format!("give `{room}` its place in ROOM_ORDER (crates/xtask/src/tidy.rs)");
        found.push(Finding::new(&manifest, 1, "rooms", advice));
    }
    if tree.file(&format!("rooms/{room}/tests/it.rs")).is_none() {
        let advice = "write `tests/it.rs`: the room through its front door, read as stories";
        found.push(Finding::new(&manifest, 1, "rooms", advice));
    }
    let has_face = tree.files.iter().filter_map(|file| room_and_rest(&file.path)).any(|(other, rest)| {
        other == room && rest.ends_with(".rs") && (rest.starts_with("src/pages") || rest.starts_with("src/api"))
    });
    if has_face && tree.file(&format!("rooms/{room}/src/access.rs")).is_none() {
        let advice = "a room with pages or an API lists its actions and their roles in `src/access.rs`";
        found.push(Finding::new(&manifest, 1, "rooms", advice));
    }
    found
}

fn dependencies(file: &Source) -> Vec<Finding> {
    let manifest: Table = match file.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(&file.path, 1, "rooms", format!("no valid TOML: {error}"))],
    };
    let mut found = Vec::new();
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let Some(listed) = manifest.get(section).and_then(|value| value.as_table()) else { continue };
        for name in listed.keys() {
            if let Some(advice) = against_the_order(&file.path, section, name) {
                found.push(Finding::new(&file.path, line_of(&file.text, section, name), "rooms", advice));
            }
        }
    }
    found
}

/// What is wrong with `name` among the dependencies of the crate at `path`, if anything.
fn against_the_order(path: &str, section: &str, name: &str) -> Option<String> {
    let place = |room: &str| ROOM_ORDER.iter().position(|other| *other == room);
    let user = path.split('/').nth(1).unwrap_or_default();
    if FOR_TESTS.contains(&name) && section != "dev-dependencies" && !FOR_TESTS.contains(&user) && user != "bench" {
        return Some(format!("`{name}` is for tests: move it to [dev-dependencies]"));
    }
    let used = place(name)?;
    if path.starts_with("crates/") {
        let advice = format!("`{name}` is a room, and crates name no room: turn the dependency round");
        return (!MAY_NAME_ROOMS.contains(&user)).then_some(advice);
    }
    let own = place(user)?;
    (used >= own).then(|| format!("`{name}` is not earlier than `{user}`: a room depends on earlier rooms only"))
}

/// The line where `name` is listed under `[section]`.
fn line_of(text: &str, section: &str, name: &str) -> usize {
    let header = format!("[{section}]");
    let start = text.lines().position(|line| line.trim() == header).unwrap_or(0);
    let names = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '.', '=']));
    let below = text.lines().skip(start).position(names).unwrap_or(0);
    start + below + 1
}

#[cfg(test)]
mod tests {
    //! The order, and the furniture.
    use super::*;

    fn report(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rooms_depend_on_earlier_rooms_only() {
        let manifest = "[dependencies]\nkernel.workspace = true\norg.workspace = true\ndesk = { path = \"x\" }\n";
        let found = report(&[("rooms/account/Cargo.toml", manifest), ("rooms/account/tests/it.rs", "")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("rooms/account/Cargo.toml:4: rooms: `desk` is not earlier"), "{found:?}");
    }

    #[test]
    fn crates_name_no_room() {
        let manifest = "[dev-dependencies]\norg.workspace = true\n";
        assert_eq!(report(&[("crates/kit/Cargo.toml", manifest)]).len(), 1);
        assert!(report(&[("crates/server/Cargo.toml", manifest)]).is_empty());
    }

    #[test]
    fn helpers_of_tests_stay_out_of_the_program() {
        assert_eq!(report(&[("crates/server/Cargo.toml", "[dependencies]\nbrowser.workspace = true\n")]).len(), 1);
        assert!(report(&[("crates/server/Cargo.toml", "[dev-dependencies]\nbrowser.workspace = true\n")]).is_empty());
    }

    #[test]
    fn every_room_has_its_place_and_its_tests() {
        let found = report(&[("rooms/garden/Cargo.toml", "")]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("ROOM_ORDER") && found[1].contains("tests/it.rs"), "{found:?}");
    }

    #[test]
    fn pages_need_a_list_of_rights() {
        let room = [("rooms/org/Cargo.toml", ""), ("rooms/org/tests/it.rs", ""), ("rooms/org/src/pages.rs", "")];
        assert_eq!(report(&room).len(), 1);
        assert!(report(&[&room[..], &[("rooms/org/src/access.rs", "")]].concat()).is_empty());
    }
}
