//! What is never built stays out: columns, routes, permissions (`product.md`, `trust.md` §7).

use schema::MIGRATIONS;

/// Parts of names that no column, table or route may carry.
const NEVER: &[&str] = &[
    "ethnic",
    "religio",
    "health",
    "family",
    "id_number",
    "identity_card",
    "biometric",
    "face",
    "latitude",
    "longitude",
    "geo_",
    "location",
    "check_in",
    "checkin",
    "login_count",
    "online_",
    "diligence",
    "score",
    "points",
    "ranking",
    "super_user",
    "superuser",
    "birth",
    "salary",
    "bank_",
];

#[test]
fn no_table_or_column_holds_what_is_never_kept() {
    for migration in MIGRATIONS {
        for line in migration.text.lines().filter(|l| !l.trim_start().starts_with("--")) {
            let name = line.split_whitespace().next().unwrap_or_default().to_lowercase();
            assert!(!NEVER.iter().any(|n| name.contains(n)), "{}: {name}", migration.name);
        }
    }
}

#[test]
fn no_route_edits_what_is_published_or_follows_a_person() {
    // The health of the process, not of a person.
    for route in server::wiring::routes().all().iter().filter(|r| r.path != "/healthz") {
        let path = route.path.to_lowercase();
        assert!(!NEVER.iter().any(|n| path.contains(n)), "{path}");
        assert!(
            !(path.contains("statement") && path.ends_with("/edit")),
            "{path}: a published statement is corrected, never edited"
        );
    }
}

#[test]
fn no_role_stands_above_the_others() {
    let actions = [
        org::ACTIONS,
        account::ACTIONS,
        access::ACTIONS,
        audit::ACTIONS,
        document::ACTIONS,
        plan::ACTIONS,
        target::ACTIONS,
        task_list::ACTIONS,
        reminder::ACTIONS,
        reach::ACTIONS,
        statement::ACTIONS,
        meeting::ACTIONS,
        paper::ACTIONS,
        desk::ACTIONS,
    ];
    let all: Vec<_> = actions.into_iter().flatten().collect();
    for role in kernel::Role::OF_POSTS {
        let allowed = all.iter().filter(|a| a.is_for(role)).count();
        assert!(allowed < all.len(), "{role} may do everything");
    }
    for action in &all {
        let rooms = [
            "document.",
            "plan.",
            "target.",
            "reach.",
            "task_list.",
            "reminder.",
            "statement.",
            "meeting.",
            "paper.",
            "desk.",
        ];
        // How papers look is set by the system administrator, who sees none of them.
        let business = rooms.iter().any(|p| action.name.starts_with(p)) && action.name != "paper.template";
        for role in kernel::Role::OF_POSTS.into_iter().filter(|r| r.is_admin()) {
            assert!(!(business && action.is_for(role)), "{role} must not see business data: {}", action.name);
        }
    }
    let mut names: Vec<_> = all.iter().map(|a| a.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len(), "an action's name is unique");
}
