//! What is never built: no name of a column, field, route or function may speak of the position,
//! diligence, belief, health or face of a person, of points of persons, or of a back door.
//!
//! A test or check that must name such a word is listed in `tidy-exceptions.txt` with its reason.

use super::Finding;
use super::source::Source;
use super::tree::Tree;

/// A forbidden word in its parts, with the reason. A last part `*` stands for "and more":
/// `face_*` is found in `face_id` and `has_face_hash`, not in `surface` or `font_face`.
const NEVER: &[(&str, &str)] = &[
    ("ethnic", "ethnicity is not kept"),
    ("ethnicity", "ethnicity is not kept"),
    ("religion", "religion is not kept"),
    ("religious", "religion is not kept"),
    ("health_*", "health is not kept"),
    ("biometric", "biometrics are not kept"),
    ("biometrics", "biometrics are not kept"),
    ("id_number", "identity numbers are not kept"),
    ("id_card", "identity cards are not kept"),
    ("face_*", "faces are neither found nor compared"),
    ("geolocation", "the position of a person is not asked for"),
    ("geofence", "the position of a person is not asked for"),
    ("check_in", "persons do not check in"),
    ("checkin", "persons do not check in"),
    ("login_count", "diligence is not measured"),
    ("login_streak", "diligence is not measured"),
    ("online_minutes", "diligence is not measured"),
    ("time_online", "diligence is not measured"),
    ("diligence", "diligence is not measured"),
    ("read_receipt", "superiors do not see who has read what"),
    ("loyalty", "persons are not judged"),
    ("points_of_person", "organisations have points, persons have none"),
    ("score_of_person", "organisations have scores, persons have none"),
    ("person_score", "organisations have scores, persons have none"),
    ("person_points", "organisations have points, persons have none"),
    ("superuser", "there is no role above the law"),
    ("super_user", "there is no role above the law"),
    ("edit_published", "what is published is never edited"),
    ("sql_console", "there is no back door"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| is_watched(&file.path)) {
        found.extend(forbidden(file));
    }
    found
}

/// The program, its tables and its pages. Words files hold sentences, not names; tidy holds the list.
fn is_watched(path: &str) -> bool {
    let roots = ["rooms/", "crates/", "migrations/"].iter().any(|root| path.starts_with(root));
    let script = path.starts_with("assets/") && path.ends_with(".js");
    let names = !path.ends_with("/words.toml") && path != super::tree::EXCEPTIONS;
    (roots || script) && names && path != "crates/xtask/src/tidy/never.rs"
}

fn forbidden(file: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, name) in names(&file.bare) {
        let parts = parts(name);
        for (word, reason) in NEVER.iter().filter(|(word, _)| speaks_of(&parts, word)) {
            let advice = format!("`{name}`: {reason}; leave it out");
            found.push(Finding::new(&file.path, file.line_of(at), "never", advice).excusable(word, 0));
        }
    }
    found
}

/// Everything that looks like a name, with its offset; a hyphen joins, for routes and attributes.
fn names(text: &str) -> Vec<(usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(n) = text[from..].find(is_part) {
        let start = from + n;
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |n| start + n);
        found.push((start, &text[start..end]));
        from = end;
    }
    found
}

/// `hasFace_id` is `has`, `face`, `id`.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut previous = '_';
    for letter in name.chars() {
        let border = matches!(letter, '_' | '-') || (letter.is_ascii_uppercase() && previous.is_ascii_lowercase());
        if border {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| !matches!(letter, '_' | '-')) {
            part.push(letter.to_ascii_lowercase());
        }
        previous = letter;
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn speaks_of(parts: &[String], word: &str) -> bool {
    let wanted: Vec<&str> = word.split('_').collect();
    parts.windows(wanted.len()).any(|run| run.iter().zip(&wanted).all(|(part, word)| *word == "*" || part == word))
}

#[cfg(test)]
mod tests {
    //! What is heard and what only sounds alike.
    use super::*;

    fn items(path: &str, text: &str) -> Vec<String> {
        let found = check(&Tree::of(&[(path, text)]));
        found.into_iter().filter_map(|finding| finding.excuse).map(|excuse| excuse.item).collect()
    }

    #[test]
    fn forbidden_names_are_found_however_they_are_written() {
        assert_eq!(items("rooms/x/src/a.rs", "struct A { ethnicity: u8, hasFaceId: u8 }"), ["ethnicity", "face_*"]);
        assert_eq!(items("migrations/1.sql", "CREATE TABLE a (health_state TEXT, id_number TEXT)").len(), 2);
        assert_eq!(items("assets/app.js", "navigator.geolocation.get()"), ["geolocation"]);
        assert_eq!(items("rooms/x/src/a.html", "<a href=\"/check-in\">"), ["check_in"]);
        assert_eq!(items("rooms/x/src/a.rs", "enum Role { SuperUser }"), ["super_user"]);
    }

    #[test]
    fn names_that_only_sound_alike_are_free() {
        let text = "surface_area interface_x font_face check_input valid_number health login_counter";
        assert!(items("rooms/x/src/a.rs", text).is_empty());
    }

    #[test]
    fn comments_sentences_and_documents_are_free() {
        assert!(items("rooms/x/src/a.rs", "// ethnicity is not kept").is_empty());
        assert!(items("rooms/x/src/words.toml", "a = [\"x\", \"religion\"]").is_empty());
        assert!(items("assets/vendor.css", "geolocation").is_empty());
    }
}
