//! ROUTES.md and ACCESS.md are what the code says. After a change of rights run the tests once with
//! `QINGDAN_UPDATE=1` and review the difference.

use std::fmt::Write;

use kernel::Role;

fn agree(file: &str, text: &str) {
    let path = format!("{}/../../docs/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("QINGDAN_UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == text, "docs/{file} is not what the code says; run with QINGDAN_UPDATE=1 and review");
}

#[test]
fn routes_md_lists_every_address_and_its_policy() {
    let mut text = String::from(
        "# Routes\n\nWritten by a test from the code; do not edit.\n\n| method | address | policy |\n|---|---|---|\n",
    );
    for route in server::wiring::routes().all() {
        writeln!(text, "| {} | `{}` | {} |", route.method, route.path, route.policy.name()).unwrap();
    }
    agree("ROUTES.md", &text);
}

#[test]
fn access_md_shows_every_role_and_action() {
    let mut text = String::from(
        "# Access\n\nWritten by a test from the code; do not edit. ● own organisation · ▼ own and below · ▽ strictly below.\n\n| action |",
    );
    for role in Role::OF_POSTS {
        write!(text, " {role} |").unwrap();
    }
    text.push_str(" operator |\n|---|");
    text.push_str(&"---|".repeat(Role::OF_POSTS.len() + 1));
    text.push('\n');
    let rooms = [
        org::ACTIONS,
        account::ACTIONS,
        access::ACTIONS,
        audit::ACTIONS,
        document::ACTIONS,
        plan::ACTIONS,
        reach::ACTIONS,
        target::ACTIONS,
        task_list::ACTIONS,
        reminder::ACTIONS,
        statement::ACTIONS,
        meeting::ACTIONS,
        paper::ACTIONS,
        desk::ACTIONS,
    ];
    for action in rooms.into_iter().flatten() {
        write!(text, "| {} |", action.name).unwrap();
        for role in Role::OF_POSTS.into_iter().chain([Role::Operator]) {
            let mark = match (action.is_for(role), action.reach) {
                (false, _) => "",
                (true, kernel::Reach::Own) => "●",
                (true, kernel::Reach::Subtree) => "▼",
                (true, kernel::Reach::Below) => "▽",
            };
            write!(text, " {mark} |").unwrap();
        }
        text.push('\n');
    }
    agree("ACCESS.md", &text);
}
